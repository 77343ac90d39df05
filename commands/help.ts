/** /help: the commands the caller may use, from the list of commands and the catalogue alone, so that it cannot drift from them. */
import { ApplicationCommandOptionType } from 'discord.js';
import type { App } from '../src/app.ts';
import { action, command } from '../src/discord/command.ts';
import { isAllowed } from '../src/discord/call.ts';
import type { Access, Action, Call, Command } from '../src/discord/command.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import type { ActionWords, CommandWords } from '../src/i18n/command-words.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import { Refusal } from '../src/kernel/errors.ts';

declare module '../src/kernel/errors.ts' {
  interface RefusalFacts {
    /** A command that this version does not have. */
    'help.unknown-command': { given: string };
  }
}

/** Source: https://discord.com/developers/docs/resources/message (content, 2,000 characters). */
const MOST_CHARACTERS = 2_000;
/** Room for the line that says how many more there are, in either language. */
const ROOM_FOR_MORE = 120;

const GROUPS: readonly Access[] = ['everyone', 'staff', 'tier-admin', 'admin'];

/** One thing that can be typed: `survey create`. */
interface Entry {
  /** English, without the slash. */
  readonly path: string;
  /** In the language of `words`, without the slash. */
  readonly localPath: string;
  readonly action: Action;
  readonly words: ActionWords;
}

export default command({
  name: 'help',
  action: action({
    access: 'everyone',
    options: { command: commandPath() },
    async run(app, call, { command: path }) {
      return { content: path === null ? overview(app, call) : details(app, call, path) };
    },
  }),
});

/** A command's English path, picked from suggestions; a leading slash does no harm. */
function commandPath(): OptionKind<string | null> {
  return {
    shape: { type: ApplicationCommandOptionType.String, max_length: 70 },
    required: false,
    suggest: suggestPaths,
    read: (options, name) => options.getString(name)?.trim().replace(/^\//, '').toLowerCase() || null,
  };
}

function suggestPaths(typed: string, { app, locale }: SuggestPlace): Suggestion[] {
  const wanted = typed.trim().replace(/^\//, '').toLowerCase();
  return entriesOf(app.commands, catalogues[locale])
    .filter(({ path, localPath }) => path.includes(wanted) || localPath.includes(wanted))
    .map(({ path, localPath }) => ({
      name: path === localPath ? `/${path}` : `/${path} (/${localPath})`,
      value: path,
    }));
}

function overview(app: App, call: Call): string {
  const { help } = call.words;
  const usable = entriesOf(app.commands, call.words).filter(({ action: { access } }) =>
    isAllowed(call, access),
  );
  const isNew = call.isAdmin && app.communities.get(call.guildId).reportsChannelId === null;
  const head = isNew ? [help.title, help.firstSteps] : [help.title];
  const lines = GROUPS.flatMap((access) => {
    const entries = usable.filter((entry) => entry.action.access === access);
    return entries.length > 0 ? [help.groups[access], ...entries.map((entry) => lineOf(entry, help))] : [];
  });
  return fitted(head, lines, help.details, (count) => help.more({ count }));
}

/** As many whole lines as fit, then how many more there are. */
function fitted(
  head: readonly string[],
  lines: readonly string[],
  foot: string,
  more: (count: number) => string,
): string {
  const whole = [...head, ...lines, foot].join('\n');
  if (whole.length <= MOST_CHARACTERS) return whole;
  const shown = [...head];
  let left = lines.length;
  for (const line of lines) {
    if ([...shown, line].join('\n').length > MOST_CHARACTERS - ROOM_FOR_MORE) break;
    shown.push(line);
    left -= 1;
  }
  return [...shown, more(left)].join('\n');
}

function lineOf({ path, localPath, words }: Entry, help: Catalogue['help']): string {
  const local = path === localPath ? '' : help.localName({ name: `/${localPath}` });
  return help.line({ command: `\`/${path}\`${local}`, description: words.description });
}

/** @throws Refusal `help.unknown-command`. */
function details(app: App, call: Call, path: string): string {
  const { help } = call.words;
  const found = entriesOf(app.commands, call.words).filter(
    (entry) => entry.path === path || entry.localPath === path || entry.path.startsWith(`${path} `),
  );
  if (found.length === 0) throw new Refusal('help.unknown-command', { given: path });
  const lines = found.flatMap((entry) => [
    lineOf(entry, help),
    help.whoMay[entry.action.access],
    ...optionLines(entry, help),
  ]);
  return fitted([], lines, '', (count) => help.more({ count })).trimEnd();
}

function optionLines({ action: { options }, words }: Entry, help: Catalogue['help']): string[] {
  const lines = Object.entries(options).map(([name, kind]) => {
    const option = words.options?.[name];
    const local = option && option.name !== name ? help.localName({ name: option.name }) : '';
    const need = kind.required ? help.required : help.optional;
    return `- \`${name}\`${local} · ${need} · ${option?.description ?? ''}`;
  });
  return lines.length > 0 ? lines : [help.noOptions];
}

function entriesOf(commands: readonly Command[], catalogue: Catalogue): Entry[] {
  return commands.flatMap((declared) => {
    const all: Readonly<Record<string, CommandWords>> = catalogue.commands;
    const words = all[declared.name];
    if (!words) return [];
    const own = declared.action
      ? [{ path: declared.name, localPath: words.name, action: declared.action, words }]
      : [];
    const below = Object.entries(declared.subcommands ?? {}).flatMap(([name, sub]) => {
      const subWords = words.subcommands?.[name];
      const path = `${declared.name} ${name}`;
      return subWords
        ? [{ path, localPath: `${words.name} ${subWords.name}`, action: sub, words: subWords }]
        : [];
    });
    return [...own, ...below];
  });
}
