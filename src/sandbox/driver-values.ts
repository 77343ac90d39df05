/** What a person puts into a command's option or a menu, checked as Discord's client checks it, and what it refers to. */
import { type CommandOption, OptionKind } from './commands-shape.ts';
import { DriverError } from './driver-seen.ts';
import { type FileFolder, toFilePath } from './file-store.ts';
import { pictureSize } from './payload-multipart.ts';
import { renderValue, textLength } from './payload-form.ts';
import type { AttachmentRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

/** A file a person chooses on their disk. */
export interface GivenFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** Default `application/octet-stream`. */
  readonly contentType?: string;
}

/** A person, channel or role may be given by id or as its record. */
export type GivenValue = string | number | boolean | { readonly id: string } | GivenFile;

/** Ids and files that an interaction's values refer to; collected while the values are read. */
export class Mentioned {
  readonly userIds: string[] = [];
  readonly roleIds: string[] = [];
  readonly channelIds: string[] = [];
  readonly messageIds: string[] = [];
  readonly attachments: AttachmentRecord[] = [];
}

export interface ValueContext {
  readonly state: WorldState;
  readonly guildId: string;
  readonly channelId: string;
  readonly locale: string;
  readonly mentioned: Mentioned;
}

/** The value as Discord sends it to the bot. @throws DriverError when the client would not let it through */
export function toWireValue(
  option: CommandOption,
  given: GivenValue,
  context: ValueContext,
): string | number | boolean {
  switch (option.type) {
    case OptionKind.string:
      return toText(option, given, context.locale);
    case OptionKind.integer:
    case OptionKind.number:
      return toNumber(option, given, context.locale);
    case OptionKind.boolean:
      if (typeof given === 'boolean') return given;
      throw wrong(option, given, 'true or false');
    case OptionKind.attachment:
      return addFile(toFile(option, given), context);
    default:
      return toReference(option, idOf(option, given), context);
  }
}

function toText(option: CommandOption, given: GivenValue, locale: string): string {
  if (typeof given !== 'string') throw wrong(option, given, 'a text');
  const chosen = chosenValue(option, given, locale);
  if (chosen !== null) return String(chosen);
  const length = textLength(given);
  if (length < (option.min_length ?? 0) || length > (option.max_length ?? 6000)) {
    const range = `${option.min_length ?? 0} to ${option.max_length ?? 6000} characters`;
    throw wrong(option, `${length} characters`, range);
  }
  return given;
}

function toNumber(option: CommandOption, given: GivenValue, locale: string): number {
  const chosen = chosenValue(option, given, locale);
  if (chosen !== null) return Number(chosen);
  if (typeof given !== 'number' || !Number.isFinite(given)) throw wrong(option, given, 'a number');
  if (option.type === OptionKind.integer && !Number.isSafeInteger(given)) {
    throw wrong(option, given, 'a whole number');
  }
  if (given < (option.min_value ?? -Infinity) || given > (option.max_value ?? Infinity)) {
    throw wrong(option, given, `${option.min_value ?? '…'} to ${option.max_value ?? '…'}`);
  }
  return given;
}

/** A choice named by its value or by the words the person reads. Null when the option offers no choices. */
function chosenValue(option: CommandOption, given: GivenValue, locale: string): string | number | null {
  const choices = option.choices ?? [];
  if (choices.length === 0) return null;
  const found = choices.find(
    ({ value, name, name_localizations: names }) =>
      value === given || name === given || names?.[locale] === given,
  );
  if (found === undefined) throw wrong(option, given, choices.map(({ name }) => name).join(', '));
  return found.value;
}

function toReference(option: CommandOption, id: string, context: ValueContext): string {
  const { state, guildId, mentioned } = context;
  const isUser = state.users.has(id);
  const isRole = state.guild(guildId).roles.has(id);
  const channel = state.channels.get(id);
  const { user, role, mentionable } = OptionKind;
  const { type } = option;
  if ((type === user || type === mentionable) && isUser) mentioned.userIds.push(id);
  else if ((type === role || type === mentionable) && isRole) mentioned.roleIds.push(id);
  else if (type === OptionKind.channel && channel?.guildId === guildId) {
    const types = option.channel_types ?? [];
    if (types.length > 0 && !types.includes(channel.type)) {
      throw wrong(option, `#${channel.name}`, `a channel of type ${types.join(', ')}`);
    }
    mentioned.channelIds.push(id);
  } else throw wrong(option, id, 'someone or something of this guild');
  return id;
}

function idOf(option: CommandOption, given: GivenValue): string {
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && 'id' in given) return given.id;
  throw wrong(option, given, 'an id');
}

function toFile(option: CommandOption, given: GivenValue): GivenFile {
  if (typeof given === 'object' && 'bytes' in given) return given;
  throw wrong(option, given, 'a file');
}

/** Uploads a file the person chose. @returns its id */
export function addFile(file: GivenFile, context: ValueContext): string {
  const record = toAttachmentRecord(context.state, context.channelId, file, 'ephemeral-attachments');
  context.state.uploads.set(record.id, record);
  context.mentioned.attachments.push(record);
  return record.id;
}

export function toAttachmentRecord(
  state: WorldState,
  channelId: string,
  file: GivenFile,
  folder: FileFolder = 'attachments',
): AttachmentRecord {
  const id = state.ids.next();
  const bytes = Buffer.from(file.bytes);
  const size = pictureSize(bytes);
  return {
    id,
    filename: file.filename,
    contentType: file.contentType ?? 'application/octet-stream',
    description: null,
    size: bytes.length,
    width: size?.width ?? null,
    height: size?.height ?? null,
    spoiler: file.filename.startsWith('SPOILER_'),
    bytes,
    path: toFilePath(folder, channelId, id, file.filename),
  };
}

function wrong(option: CommandOption, given: unknown, expected: string): DriverError {
  return new DriverError(`The option "${option.name}" takes ${expected}, not ${renderValue(given)}.`);
}
