/** A slash command as a person types it: found among those they see, in their language, with its options checked by the client. */
import { ALL_PERMISSIONS, Permission } from './api-codes.ts';
import {
  CommandKind,
  type CommandOption,
  type CommandRecord,
  type Localizations,
  OptionKind,
} from './commands-shape.ts';
import type { CommandBook } from './commands-store.ts';
import { DriverError, nameOf, permissionsOf, type Viewer } from './driver-seen.ts';
import { type GivenValue, Mentioned, toWireValue } from './driver-values.ts';
import { toResolved } from './interactions-payload.ts';
import { has } from './permissions.ts';
import type { JsonObject } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export type GivenOptions = Readonly<Record<string, GivenValue>>;

export interface TypingContext {
  readonly state: WorldState;
  readonly book: CommandBook;
  readonly origin: string;
  readonly viewer: Viewer;
  readonly channelId: string;
  readonly locale: string;
}

export interface TypedCommand {
  readonly command: CommandRecord;
  /** Groups and subcommands on the way, outermost first. */
  readonly path: readonly CommandOption[];
  /** What can be filled in. */
  readonly options: readonly CommandOption[];
  /** As typed in the command's own language, e.g. `/survey create`. */
  readonly line: string;
}

/** Whether the client shows a command to the person in this channel. */
function isShown(context: TypingContext, command: CommandRecord): boolean {
  const { state, viewer, channelId } = context;
  if (command.contexts !== null && !command.contexts.includes(0)) return false;
  const permissions = permissionsOf(state, viewer, state.channel(channelId));
  if (!has(permissions, Permission.useApplicationCommands)) return false;
  const needed = command.defaultMemberPermissions;
  if (needed === null) return true;
  // No bits at all: nobody but administrators.
  return needed === '0' ? permissions === ALL_PERMISSIONS : has(permissions, BigInt(needed));
}

/** The commands the client offers the person here, e.g. for a list after typing `/`. */
export function shownCommands(context: TypingContext): readonly CommandRecord[] {
  const commands = context.book.availableIn(context.viewer.guildId);
  return commands.filter((command) => isShown(context, command));
}

/** @throws DriverError when there is no such command, or the person does not see it */
export function findCommand(context: TypingContext, line: string): TypedCommand {
  const words = line.trim().replace(/^\//, '').split(/\s+/);
  const typed = words.shift() ?? '';
  const command = findShown(context, CommandKind.chatInput, typed);
  const path: CommandOption[] = [];
  let options = command.options;
  for (;;) {
    const nested = options.filter(({ type }) => type === OptionKind.subcommand || type === OptionKind.group);
    if (nested.length === 0) break;
    const word = words.shift();
    const next = nested.find((option) => isNamed(option, word, context.locale));
    if (next === undefined) {
      const known = nested.map(({ name }) => name).join(', ');
      throw new DriverError(`${line}: "${word ?? ''}" is none of ${known}.`);
    }
    path.push(next);
    options = next.options ?? [];
    if (next.type === OptionKind.subcommand) break;
  }
  if (words.length > 0) throw new DriverError(`${line}: "${words.join(' ')}" belongs to no option.`);
  return { command, path, options, line: `/${[command, ...path].map(({ name }) => name).join(' ')}` };
}

/** A command of this kind and name that the person sees. @throws DriverError */
export function findShown(context: TypingContext, type: number, typed: string): CommandRecord {
  const { state, viewer, locale } = context;
  const all = context.book.availableIn(viewer.guildId).filter((command) => command.type === type);
  const named = all.filter((command) =>
    isNamed({ name: command.name, name_localizations: command.nameLocalizations }, typed, locale),
  );
  const found = named.find((command) => isShown(context, command));
  if (found !== undefined) return found;
  const name = nameOf(state, viewer.userId);
  if (named.length > 0) throw new DriverError(`${name} is not offered /${typed} here.`);
  throw new DriverError(
    `There is no command "${typed}"; there is ${all.map((one) => one.name).join(', ') || 'none'}.`,
  );
}

function isNamed(
  named: { readonly name: string; readonly name_localizations?: Localizations | null },
  word: string | undefined,
  locale: string,
): boolean {
  return word !== undefined && (named.name === word || named.name_localizations?.[locale] === word);
}

/** `data` of the interaction. @throws DriverError for options that are unknown, missing or not allowed */
export function toCommandData(context: TypingContext, typed: TypedCommand, given: GivenOptions): JsonObject {
  const mentioned = new Mentioned();
  const filled = readOptions(context, typed, given, mentioned);
  for (const option of typed.options) {
    if (option.required === true && !filled.some(({ name }) => name === option.name)) {
      throw new DriverError(`${typed.line} needs the option "${option.name}".`);
    }
  }
  return wrap(context, typed, filled, mentioned);
}

/** `data` while the person still types into `focused`: that option as far as typed, others as given, none required. */
export function toAutocompleteData(
  context: TypingContext,
  typed: TypedCommand,
  focused: CommandOption,
  text: string,
  given: GivenOptions,
): JsonObject {
  const mentioned = new Mentioned();
  const others = readOptions(context, typed, given, mentioned).filter(({ name }) => name !== focused.name);
  const current = { name: focused.name, type: focused.type, value: text, focused: true };
  return wrap(context, typed, [...others, current], mentioned);
}

/** The option a person means. @throws DriverError */
export function findOption(context: TypingContext, typed: TypedCommand, name: string): CommandOption {
  const option = typed.options.find((one) => isNamed(one, name, context.locale));
  if (option !== undefined) return option;
  const known = typed.options.map((one) => one.name).join(', ');
  throw new DriverError(`${typed.line} has no option "${name}"; it has ${known || 'none'}.`);
}

interface FilledOption extends JsonObject {
  readonly name: string;
}

function readOptions(
  context: TypingContext,
  typed: TypedCommand,
  given: GivenOptions,
  mentioned: Mentioned,
): FilledOption[] {
  const { state, viewer, channelId, locale } = context;
  const values = Object.entries(given).map(
    ([name, value]) => [findOption(context, typed, name), value] as const,
  );
  const place = { state, guildId: viewer.guildId, channelId, locale, mentioned };
  return values.map(([option, value]) => ({
    name: option.name,
    type: option.type,
    value: toWireValue(option, value, place),
  }));
}

function wrap(
  context: TypingContext,
  typed: TypedCommand,
  filled: readonly JsonObject[],
  mentioned: Mentioned,
): JsonObject {
  const { command, path } = typed;
  const options = path.reduceRight<readonly JsonObject[]>(
    (inner, { name, type }) => [{ name, type, options: inner }],
    filled,
  );
  return { ...commandPart(context, command, mentioned), ...(options.length > 0 ? { options } : {}) };
}

function commandPart(context: TypingContext, command: CommandRecord, mentioned: Mentioned): JsonObject {
  const { state, viewer, origin } = context;
  const place = { guildId: viewer.guildId, readerId: viewer.userId, origin };
  const resolved = toResolved(state, place, mentioned);
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guildId === null ? {} : { guild_id: command.guildId }),
    ...(resolved === undefined ? {} : { resolved }),
  };
}

/** `data` of a command chosen from the menu of a person or a message. */
export function toMenuData(
  context: TypingContext,
  command: CommandRecord,
  target: { userId?: string; messageId?: string },
): JsonObject {
  const mentioned = new Mentioned();
  if (target.userId !== undefined) mentioned.userIds.push(target.userId);
  if (target.messageId !== undefined) mentioned.messageIds.push(target.messageId);
  return { ...commandPart(context, command, mentioned), target_id: target.userId ?? target.messageId };
}
