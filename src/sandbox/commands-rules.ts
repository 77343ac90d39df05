/** Discord's rules for application commands: names, options, choices, localisations, sizes. Pure. Source: https://docs.discord.com/developers/interactions/application-commands */
import { CommandKind, OptionKind } from './commands-shape.ts';
import {
  FormCheck,
  isObject,
  type JsonObject,
  NO_OBJECT,
  type PayloadError,
  renderValue,
  textLength,
} from './payload-form.ts';

/** Characters of all names, descriptions and choice values of one command, each at its longest localisation. */
const COMMAND_CHARACTERS = 8000;
/** How many commands of each kind an application may have in one scope. */
export const COMMANDS_PER_SCOPE: Readonly<Record<number, number>> = {
  [CommandKind.chatInput]: 100,
  [CommandKind.user]: 15,
  [CommandKind.message]: 15,
};

/** The languages of Discord's client. */
const LOCALES: readonly string[] =
  'ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru sv-SE th tr uk vi zh-CN zh-TW'.split(
    ' ',
  );

/** How long a name may be is said apart. */
const CHAT_INPUT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u;
/** Largest whole number Discord's options carry. */
const LARGEST = 2 ** 53;

const { subcommand, group, string, integer, number, channel, attachment } = OptionKind;

/** The refusal one command's body earns, or null when Discord would register it. */
export function checkCommand(body: unknown): PayloadError | null {
  if (!isObject(body)) return NO_OBJECT;
  const form = new FormCheck();
  checkCommandAt(form, body);
  return form.refusal();
}

/** The refusal a bulk overwrite earns. */
export function checkCommands(body: unknown): PayloadError | null {
  if (!Array.isArray(body)) return NO_OBJECT;
  const form = new FormCheck();
  const seen = new Set<string>();
  for (const [index, command] of (body as unknown[]).entries()) {
    const place = form.at(index);
    if (!isObject(command)) {
      place.fail('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      continue;
    }
    checkCommandAt(place, command);
    const key = `${renderValue(command['type'] ?? CommandKind.chatInput)} ${renderValue(command['name'])}`;
    if (seen.has(key)) {
      place.fail('APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
    seen.add(key);
  }
  return form.refusal();
}

function checkCommandAt(form: FormCheck, command: JsonObject): void {
  const type = form.integer(command, 'type', {}) ?? CommandKind.chatInput;
  const isKnown = Object.values(CommandKind).some((kind) => kind === type);
  if (!isKnown) form.at('type').fail('BASE_TYPE_CHOICES', 'Value must be one of (1, 2, 3).');
  const isChatInput = type === CommandKind.chatInput;
  checkName(form, command, isChatInput);
  if (isChatInput) {
    checkDescription(form, command);
    checkOptions(form, command, 0);
  } else {
    if (typeof command['description'] === 'string' && command['description'] !== '') {
      form
        .at('description')
        .fail('APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED', 'Context menu commands cannot have description');
    }
    if (Array.isArray(command['options']) && command['options'].length > 0) {
      form
        .at('options')
        .fail('APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED', 'Context menu commands cannot have options');
    }
  }
  checkAccess(form, command);
  const size = commandCharacters(command);
  if (size > COMMAND_CHARACTERS) {
    form.fail('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${COMMAND_CHARACTERS})`);
  }
}

function checkAccess(form: FormCheck, command: JsonObject): void {
  const bits = command['default_member_permissions'];
  const isBits = typeof bits === 'number' || (typeof bits === 'string' && /^\d{1,20}$/.test(bits));
  if (bits !== undefined && bits !== null && !isBits) {
    form
      .at('default_member_permissions')
      .fail('NUMBER_TYPE_COERCE', `Value "${JSON.stringify(bits)}" is not int.`);
  }
  form.boolean(command, 'nsfw');
  form.boolean(command, 'dm_permission');
  checkSet(form, command, 'contexts', [0, 1, 2]);
  checkSet(form, command, 'integration_types', [0, 1]);
}

function checkSet(form: FormCheck, command: JsonObject, key: string, allowed: readonly number[]): void {
  const values = form.list(command, key, { min: 1, max: allowed.length }) ?? [];
  for (const [index, value] of values.entries()) {
    if (allowed.some((choice) => choice === value)) continue;
    form.at(key, index).fail('BASE_TYPE_CHOICES', `Value must be one of (${allowed.join(', ')}).`);
  }
}

function checkName(form: FormCheck, from: JsonObject, strict: boolean): void {
  const name = form.text(from, 'name', { min: 1, max: 32, required: true });
  const isInvalid = (text: string): boolean =>
    strict && (!CHAT_INPUT_NAME.test(text) || text !== text.toLowerCase());
  const fail = (place: FormCheck): void =>
    place.fail('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  if (name !== null && name !== '' && isInvalid(name)) fail(form.at('name'));
  checkLocalizations(form, from, 'name_localizations', 32, (place, text) => {
    if (isInvalid(text)) fail(place);
  });
}

function checkDescription(form: FormCheck, from: JsonObject): void {
  form.text(from, 'description', { min: 1, max: 100, required: true });
  checkLocalizations(form, from, 'description_localizations', 100);
}

function checkLocalizations(
  form: FormCheck,
  from: JsonObject,
  key: string,
  max: number,
  check?: (place: FormCheck, text: string) => void,
): void {
  const texts = from[key];
  if (!isObject(texts)) return;
  for (const locale of Object.keys(texts)) {
    const place = form.at(key, locale);
    if (!LOCALES.includes(locale)) {
      const list = LOCALES.map((name) => `'${name}'`).join(', ');
      place.fail('BASE_TYPE_CHOICES', `Value must be one of (${list}).`);
      continue;
    }
    const text = form.at(key).text(texts, locale, { min: 1, max });
    if (text !== null && text !== '') check?.(place, text);
  }
}

/** `depth`: 0 in the command, 1 in a subcommand or group, 2 in a group's subcommand. */
function checkOptions(form: FormCheck, from: JsonObject, depth: number): void {
  const options = form.objects(from, 'options', { max: 25 });
  const names = new Set<unknown>();
  const nested = options.filter(({ item }) => isNested(item)).length;
  if (nested > 0 && nested < options.length) {
    form
      .at('options')
      .fail(
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
  }
  let sawOptional = false;
  for (const { place, item } of options) {
    checkOption(place, item, depth, from);
    if (names.has(item['name'])) {
      place.fail('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option names must be unique');
    }
    names.add(item['name']);
    if (isNested(item)) continue;
    if (item['required'] === true && sawOptional) {
      place.fail(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    sawOptional ||= item['required'] !== true;
  }
}

function isNested(option: JsonObject): boolean {
  return option['type'] === subcommand || option['type'] === group;
}

function checkOption(place: FormCheck, option: JsonObject, depth: number, parent: JsonObject): void {
  const type = place.integer(option, 'type', { min: subcommand, max: attachment, required: true });
  checkName(place, option, true);
  checkDescription(place, option);
  place.boolean(option, 'required');
  const mayNest = type === group ? depth === 0 : depth === 0 || parent['type'] === group;
  if (isNested(option) && !mayNest) {
    place.at('type').fail('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands cannot be nested here');
  }
  if (type === group) {
    if (!Array.isArray(option['options']) || option['options'].length === 0) {
      place.at('options').fail('BASE_TYPE_REQUIRED', 'This field is required');
    }
    for (const { place: at, item } of place.objects(option, 'options', { max: 25 })) {
      if (item['type'] !== subcommand) {
        at.at('type').fail(
          'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
          'Only sub-commands may stand in a group',
        );
      }
    }
  }
  if (isNested(option)) checkOptions(place, option, depth + 1);
  else if (type !== null) checkValueRules(place, option, type);
}

function checkValueRules(place: FormCheck, option: JsonObject, type: number): void {
  const isNumeric = type === integer || type === number;
  const choices = checkChoices(place, option, type);
  if (place.boolean(option, 'autocomplete') === true) {
    if (type !== string && !isNumeric) {
      place
        .at('autocomplete')
        .fail('APPLICATION_COMMAND_AUTOCOMPLETE_TYPE_INVALID', 'This option type cannot be autocompleted');
    }
    if (choices > 0) {
      place
        .at('autocomplete')
        .fail('APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES', 'Autocomplete cannot be used with choices');
    }
  }
  if (type === string) {
    const least = place.integer(option, 'min_length', { min: 0, max: 6000 });
    const most = place.integer(option, 'max_length', { min: 1, max: 6000 });
    failCrossed(place, 'min_length', least, most);
  }
  if (isNumeric) {
    const least = typeof option['min_value'] === 'number' ? option['min_value'] : null;
    const most = typeof option['max_value'] === 'number' ? option['max_value'] : null;
    failCrossed(place, 'min_value', least, most);
  }
  if (type === channel) place.list(option, 'channel_types', { max: 20 });
}

function failCrossed(place: FormCheck, key: string, least: number | null, most: number | null): void {
  if (least === null || most === null || least <= most) return;
  place.at(key).fail('BASE_TYPE_MAX', `Must be less than or equal to ${most}.`);
}

function checkChoices(place: FormCheck, option: JsonObject, type: number): number {
  const choices = place.objects(option, 'choices', { max: 25 });
  const names = new Set<unknown>();
  for (const { place: at, item } of choices) {
    at.text(item, 'name', { min: 1, max: 100, required: true });
    checkLocalizations(at, item, 'name_localizations', 100);
    if (type === string) at.text(item, 'value', { min: 1, max: 100, required: true });
    else if (type === integer) at.integer(item, 'value', { min: -LARGEST, max: LARGEST, required: true });
    else if (typeof item['value'] !== 'number') {
      at.at('value').fail('NUMBER_TYPE_COERCE', `Value "${String(item['value'])}" is not a number.`);
    }
    if (names.has(item['name'])) {
      at.at('name').fail(
        'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
        'Choice names must be unique',
      );
    }
    names.add(item['name']);
  }
  return choices.length;
}

/** What a command counts against {@link COMMAND_CHARACTERS}. */
export function commandCharacters(part: JsonObject): number {
  const longest = (key: string): number => {
    const localized = part[`${key}_localizations`];
    const texts = [part[key], ...(isObject(localized) ? Object.values(localized) : [])];
    return Math.max(0, ...texts.map((text) => (typeof text === 'string' ? textLength(text) : 0)));
  };
  const children = [part['options'], part['choices']].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]).filter(isObject) : [],
  );
  const value = typeof part['value'] === 'string' ? textLength(part['value']) : 0;
  return (
    longest('name') +
    longest('description') +
    value +
    children.reduce((sum, child) => sum + commandCharacters(child), 0)
  );
}
