/** Discord's rules for what a person can press, choose or fill in: buttons, select menus, text inputs, groups. Pure. Source: https://docs.discord.com/developers/components/reference */
import { type FormCheck, isObject, type JsonObject, textLength } from './payload-form.ts';

/** Component types by their wire number. */
export const COMPONENT = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

export const BUTTON_STYLE = { primary: 1, secondary: 2, success: 3, danger: 4, link: 5, premium: 6 } as const;

export const SELECT_TYPES: readonly number[] = [
  COMPONENT.stringSelect,
  COMPONENT.userSelect,
  COMPONENT.roleSelect,
  COMPONENT.mentionableSelect,
  COMPONENT.channelSelect,
];

/** The ids used so far in one message or modal: both kinds must be unique in it. */
export class UsedIds {
  private readonly customIds = new Set<string>();
  private readonly numbers = new Set<number>();

  claim(place: FormCheck, component: JsonObject): void {
    const { custom_id: customId, id } = component;
    if (typeof customId === 'string') {
      if (this.customIds.has(customId)) {
        place
          .at('custom_id')
          .fail('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      }
      this.customIds.add(customId);
    }
    if (typeof id === 'number' && id !== 0) {
      if (this.numbers.has(id)) {
        place.at('id').fail('COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
      }
      this.numbers.add(id);
    }
  }
}

function checkCustomId(place: FormCheck, component: JsonObject): void {
  place.text(component, 'custom_id', { min: 1, max: 100, required: true });
}

export function failType(place: FormCheck, allowed: readonly number[]): void {
  const list = allowed.length === 1 ? `(${allowed[0]},)` : `(${allowed.join(', ')})`;
  place.at('type').fail('UNION_TYPE_CHOICES', `Value of field "type" must be one of ${list}.`);
}

export function checkButton(place: FormCheck, button: JsonObject): void {
  const { link, premium } = BUTTON_STYLE;
  const style = place.integer(button, 'style', { required: true });
  if (style !== null && (style < BUTTON_STYLE.primary || style > premium)) {
    place.at('style').fail('BASE_TYPE_CHOICES', 'Value must be one of (1, 2, 3, 4, 5, 6).');
  }
  place.text(button, 'label', { max: 80 });
  place.boolean(button, 'disabled');
  checkEmoji(place, button);
  if (style === link) {
    place.url(button, 'url', ['http', 'https', 'discord'], true);
    if (typeof button['url'] === 'string' && button['url'].length > 512) {
      place.at('url').fail('BASE_TYPE_MAX_LENGTH', 'Must be 512 or fewer in length.');
    }
    forbid(
      place,
      button,
      'custom_id',
      'BUTTON_COMPONENT_CUSTOM_ID_NOT_ALLOWED',
      'A custom id cannot be used with a url',
    );
  } else if (style === premium) {
    place.text(button, 'sku_id', { required: true });
  } else {
    checkCustomId(place, button);
    forbid(
      place,
      button,
      'url',
      'BUTTON_COMPONENT_URL_NOT_ALLOWED',
      'A custom id and url cannot both be specified',
    );
  }
  const bare = isBlank(button['label']) && !isObject(button['emoji']);
  if (bare && style !== premium) place.at('label').fail('BASE_TYPE_REQUIRED', 'This field is required');
}

function forbid(place: FormCheck, from: JsonObject, key: string, code: string, message: string): void {
  if (!isBlank(from[key])) place.at(key).fail(code, message);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

// Joiners and selectors stand as alternatives, not in the class, because combining characters in a class are ambiguous.
const UNICODE_EMOJI =
  /^(?:[0-9#*]\uFE0F?\u20E3|(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200D|\uFE0F|[\u{E0020}-\u{E007F}])+)$/u;

export function isUnicodeEmoji(text: string): boolean {
  return UNICODE_EMOJI.test(text);
}

function checkEmoji(place: FormCheck, from: JsonObject): void {
  const emoji = from['emoji'];
  if (!isObject(emoji)) return;
  if (!isBlank(emoji['id'])) return;
  const name = emoji['name'];
  if (typeof name === 'string' && isUnicodeEmoji(name)) return;
  place.at('emoji', 'name').fail('COMPONENT_INVALID_EMOJI', 'Invalid emoji');
}

/** A select menu of any kind; the same in a message's row and under a modal's label. */
export function checkSelect(place: FormCheck, select: JsonObject): void {
  checkCustomId(place, select);
  place.text(select, 'placeholder', { max: 150 });
  place.boolean(select, 'disabled');
  const { most, least } = checkCounts(place, select, 25);
  if (select['type'] === COMPONENT.stringSelect) {
    const options = checkOptions(place, select, { min: 1, max: 25 });
    const chosen = options.filter((option) => option['default'] === true).length;
    if (chosen > most) {
      place
        .at('options')
        .fail('SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES', `There can be at most ${most} default options`);
    }
    if (options.length > 0 && least > options.length) {
      place.at('min_values').fail('BASE_TYPE_MAX', `Must be less than or equal to ${options.length}.`);
    }
    return;
  }
  place.objects(select, 'default_values', { max: most });
  if (select['type'] === COMPONENT.channelSelect) place.list(select, 'channel_types', { max: 25 });
}

function checkCounts(
  place: FormCheck,
  component: JsonObject,
  ceiling: number,
): { most: number; least: number } {
  const least = place.integer(component, 'min_values', { min: 0, max: ceiling }) ?? 1;
  const most = place.integer(component, 'max_values', { min: 1, max: ceiling }) ?? Math.max(1, least);
  if (least > most) {
    place.at('min_values').fail('BASE_TYPE_MAX', `min_values must be less than or equal to max_values.`);
  }
  return { most, least };
}

function checkOptions(
  place: FormCheck,
  component: JsonObject,
  bounds: { min: number; max: number },
): readonly JsonObject[] {
  const options = place.objects(component, 'options', { ...bounds, required: true });
  const seen = new Set<unknown>();
  for (const { place: at, item } of options) {
    at.text(item, 'label', { min: 1, max: 100, required: true });
    at.text(item, 'value', { min: 1, max: 100, required: true });
    at.text(item, 'description', { max: 100 });
    at.boolean(item, 'default');
    checkEmoji(at, item);
    if (seen.has(item['value'])) {
      at.at('value').fail(
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
    seen.add(item['value']);
  }
  return options.map(({ item }) => item);
}

export function checkTextInput(place: FormCheck, input: JsonObject, inLabel: boolean): void {
  checkCustomId(place, input);
  const style = place.integer(input, 'style', { required: true });
  if (style !== null && style !== 1 && style !== 2) {
    place.at('style').fail('BASE_TYPE_CHOICES', 'Value must be one of (1, 2).');
  }
  place.text(input, 'label', { min: 1, max: 45, required: !inLabel });
  if (inLabel && !isBlank(input['label'])) {
    place
      .at('label')
      .fail('TEXT_INPUT_LABEL_NOT_ALLOWED_IN_LABEL', 'label cannot be used for a text input inside a label');
  }
  place.text(input, 'placeholder', { max: 100 });
  const value = place.text(input, 'value', { max: 4000 });
  place.boolean(input, 'required');
  const least = place.integer(input, 'min_length', { min: 0, max: 4000 }) ?? 0;
  const most = place.integer(input, 'max_length', { min: 1, max: 4000 }) ?? 4000;
  if (least > most) place.at('min_length').fail('BASE_TYPE_MAX', 'min_length must not exceed max_length.');
  if (value !== null && value !== '') place.at('value').size(textLength(value), { min: least, max: most });
}

export function checkRadioGroup(place: FormCheck, group: JsonObject): void {
  checkCustomId(place, group);
  place.boolean(group, 'required');
  const options = checkOptions(place, group, { min: 2, max: 10 });
  if (options.filter((option) => option['default'] === true).length > 1) {
    place.at('options').fail('RADIO_GROUP_TOO_MANY_DEFAULT_VALUES', 'There can be at most 1 default option');
  }
}

export function checkCheckboxGroup(place: FormCheck, group: JsonObject): void {
  checkCustomId(place, group);
  place.boolean(group, 'required');
  checkOptions(place, group, { min: 1, max: 10 });
  place.integer(group, 'min_values', { min: 0, max: 10 });
  place.integer(group, 'max_values', { min: 1, max: 10 });
}

export function checkFileUpload(place: FormCheck, upload: JsonObject): void {
  checkCustomId(place, upload);
  place.boolean(upload, 'required');
  checkCounts(place, upload, 10);
  place.list(upload, 'file_types', { max: 10 });
}

export function checkCheckbox(place: FormCheck, box: JsonObject): void {
  checkCustomId(place, box);
  place.boolean(box, 'default');
}
