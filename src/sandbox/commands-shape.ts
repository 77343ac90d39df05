/** An application command as the local Discord stores it and as its JSON looks. Pure data and conversions; no rules. */
import { isObject, type JsonObject } from './payload-form.ts';

export const CommandKind = { chatInput: 1, user: 2, message: 3 } as const;

export const OptionKind = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** A text per locale, e.g. `{ 'zh-CN': '问卷' }`. */
export type Localizations = Readonly<Record<string, string>>;

interface CommandChoice {
  readonly name: string;
  readonly name_localizations?: Localizations;
  readonly value: string | number;
}

export interface CommandOption {
  /** One of `OptionKind`. */
  readonly type: number;
  readonly name: string;
  readonly name_localizations?: Localizations;
  readonly description: string;
  readonly description_localizations?: Localizations;
  readonly required?: boolean;
  readonly choices?: readonly CommandChoice[];
  readonly autocomplete?: boolean;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly channel_types?: readonly number[];
  /** Of a subcommand or a group. */
  readonly options?: readonly CommandOption[];
}

export interface CommandRecord {
  readonly id: string;
  readonly applicationId: string;
  /** Null: in every guild the application is in. */
  readonly guildId: string | null;
  /** One of `CommandKind`. */
  readonly type: number;
  readonly name: string;
  readonly nameLocalizations: Localizations | null;
  readonly description: string;
  readonly descriptionLocalizations: Localizations | null;
  readonly options: readonly CommandOption[];
  /** Permission bits a member needs to see it; null for everyone, `'0'` for administrators only. */
  readonly defaultMemberPermissions: string | null;
  readonly contexts: readonly number[] | null;
  readonly integrationTypes: readonly number[];
  readonly nsfw: boolean;
  /** Changes with every update. */
  readonly version: string;
}

/** What a request says of a command, once it was found valid. */
export type CommandDefinition = Omit<CommandRecord, 'id' | 'applicationId' | 'guildId' | 'version'>;

/** Reads a valid command body. */
export function toDefinition(body: JsonObject): CommandDefinition {
  return {
    type: typeof body['type'] === 'number' ? body['type'] : CommandKind.chatInput,
    name: String(body['name']),
    nameLocalizations: toLocalizations(body['name_localizations']),
    description: typeof body['description'] === 'string' ? body['description'] : '',
    descriptionLocalizations: toLocalizations(body['description_localizations']),
    options: toOptions(body['options']) ?? [],
    defaultMemberPermissions: toBits(body['default_member_permissions']),
    contexts: toNumbers(body['contexts']),
    integrationTypes: toNumbers(body['integration_types']) ?? [0],
    nsfw: body['nsfw'] === true,
  };
}

/** The definition in the shape of a request, so that a partial change can be laid over it. */
export function toBody(command: CommandDefinition): JsonObject {
  return {
    type: command.type,
    name: command.name,
    name_localizations: command.nameLocalizations,
    description: command.description,
    description_localizations: command.descriptionLocalizations,
    options: command.options,
    default_member_permissions: command.defaultMemberPermissions,
    contexts: command.contexts,
    integration_types: command.integrationTypes,
    nsfw: command.nsfw,
  };
}

function toOptions(value: unknown): CommandOption[] | null {
  return Array.isArray(value) ? value.filter(isObject).map(toOption) : null;
}

function toOption(option: JsonObject): CommandOption {
  const numbers = ['min_value', 'max_value', 'min_length', 'max_length'] as const;
  const given = numbers.filter((key) => typeof option[key] === 'number');
  const channelTypes = toNumbers(option['channel_types']);
  const options = toOptions(option['options']);
  const choices = Array.isArray(option['choices']) ? option['choices'].filter(isObject) : [];
  return {
    type: Number(option['type']),
    name: String(option['name']),
    ...toLocalizationFields(option, ['name_localizations', 'description_localizations']),
    description: String(option['description']),
    ...(option['required'] === true ? { required: true } : {}),
    ...(option['autocomplete'] === true ? { autocomplete: true } : {}),
    ...Object.fromEntries(given.map((key) => [key, option[key]])),
    ...(channelTypes === null ? {} : { channel_types: channelTypes }),
    ...(choices.length === 0 ? {} : { choices: choices.map(toChoice) }),
    ...(options === null ? {} : { options }),
  };
}

function toChoice(choice: JsonObject): CommandChoice {
  return {
    name: String(choice['name']),
    ...toLocalizationFields(choice, ['name_localizations']),
    value: typeof choice['value'] === 'number' ? choice['value'] : String(choice['value']),
  };
}

function toLocalizationFields(from: JsonObject, keys: readonly string[]): Record<string, Localizations> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const texts = toLocalizations(from[key]);
      return texts === null ? [] : [[key, texts] as const];
    }),
  );
}

function toLocalizations(value: unknown): Localizations | null {
  if (!isObject(value)) return null;
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return texts.length === 0 ? null : Object.fromEntries(texts);
}

function toBits(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function toNumbers(value: unknown): number[] | null {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : null;
}

export interface CommandView {
  /** Give the dictionaries of all languages; else only the texts of `locale`. */
  readonly localizations: boolean;
  readonly locale?: string | undefined;
}

/** The command as Discord's REST API answers it. */
export function toCommandJson(
  command: CommandRecord,
  view: CommandView = { localizations: true },
): JsonObject {
  return {
    id: command.id,
    application_id: command.applicationId,
    version: command.version,
    default_member_permissions: command.defaultMemberPermissions,
    type: command.type,
    name: command.name,
    description: command.description,
    ...(command.guildId === null
      ? { dm_permission: command.contexts?.includes(1) ?? true, contexts: command.contexts }
      : { guild_id: command.guildId }),
    integration_types: command.integrationTypes,
    nsfw: command.nsfw,
    ...toLocalized(command.nameLocalizations, command.descriptionLocalizations, view, true),
    ...(command.options.length > 0
      ? { options: command.options.map((option) => toOptionJson(option, view)) }
      : {}),
  };
}

function toLocalized(
  names: Localizations | null | undefined,
  descriptions: Localizations | null | undefined,
  { localizations, locale }: CommandView,
  showNull: boolean,
): JsonObject {
  const name = locale === undefined ? undefined : names?.[locale];
  const description = locale === undefined ? undefined : descriptions?.[locale];
  if (!localizations) {
    return {
      ...(name === undefined ? {} : { name_localized: name }),
      ...(description === undefined ? {} : { description_localized: description }),
    };
  }
  return {
    ...(names || showNull ? { name_localizations: names ?? null } : {}),
    ...(descriptions || showNull ? { description_localizations: descriptions ?? null } : {}),
  };
}

function toOptionJson(option: CommandOption, view: CommandView): JsonObject {
  const {
    name_localizations: names,
    description_localizations: descriptions,
    choices,
    options,
    ...rest
  } = option;
  return {
    ...rest,
    ...toLocalized(names, descriptions, view, false),
    ...(choices === undefined
      ? {}
      : {
          choices: choices.map(({ name_localizations: choiceNames, ...choice }) => ({
            ...choice,
            ...toLocalized(choiceNames, null, view, false),
          })),
        }),
    ...(options === undefined ? {} : { options: options.map((inner) => toOptionJson(inner, view)) }),
  };
}
