/** /help: the commands the caller may use, from the list of commands and the catalogue alone, so that it cannot drift from them. */
import { ApplicationCommandOptionType } from 'discord.js';
import type { App } from '../src/app.ts';
import { action, command } from '../src/discord/command.ts';
import { isAllowed } from '../src/discord/call.ts';
import type { Access, Action, Call, Command } from '../src/discord/command.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
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

/** Room for the last line, in either language. */
const ROOM_BELOW = 120;
const COLOUR = 0x5865f2;

const GROUPS: readonly Access[] = ['everyone', 'reviewer', 'staff', 'tier-admin', 'admin'];

/** One thing that can be typed: `survey create`. */
interface Entry {
  /** English, without the slash. */
  readonly path: string;
  /** In the language of `words`, without the slash. */
  readonly localPath: string;
  readonly action: Action;
  readonly words: ActionWords;
}

/** What stands in a list, and for whom. */
interface Line {
  readonly access: Access;
  readonly text: string;
}

export default command({
  name: 'help',
  action: action({
    access: 'everyone',
    options: { command: commandPath() },
    async run(app, call, { command: path }) {
      const description = path === null ? overview(app, call) : details(app, call, path);
      return { embeds: [{ title: call.words.help.title, description, color: COLOUR }] };
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

/** One line for each command, with the names of its parts below it. */
function overview(app: App, call: Call): string {
  const { help } = call.words;
  const lines = app.commands.flatMap((declared) =>
    GROUPS.filter((access) => isAllowed(call, access)).flatMap((access) => {
      const usable = entriesOf([declared], call.words).filter(({ action }) => action.access === access);
      return usable.length === 0 ? [] : [{ access, text: commandLine(declared, usable, call.words) }];
    }),
  );
  const isNew = call.isAdmin && app.communities.get(call.guildId).reportsChannelId === null;
  return listOf(lines, help, isNew ? [help.firstSteps] : []);
}

function commandLine({ name }: Command, usable: readonly Entry[], catalogue: Catalogue): string {
  const { help } = catalogue;
  const { [name]: words }: Readonly<Record<string, CommandWords>> = catalogue.commands;
  const [first] = usable;
  if (!words || !first || first.path === name) return usable.map((entry) => lineOf(entry, help)).join('\n');
  const parts = usable.map(({ path, words: { name: localName } }) => ({
    name: path.slice(name.length + 1),
    localName,
  }));
  return `${lineOf({ path: name, localPath: words.name, words }, help)}\n${help.parts({ parts })}`;
}

/** By who may use them, as many as fit; the last line says how to learn more. */
function listOf(lines: readonly Line[], help: Catalogue['help'], head: readonly string[] = []): string {
  const sorted = GROUPS.flatMap((group) => lines.filter(({ access }) => access === group));
  const shown = [...head];
  for (const [index, { access, text }] of sorted.entries()) {
    const isFirst = access !== sorted[index - 1]?.access;
    const more = [...(isFirst ? [help.groups[access]] : []), text];
    if ([...shown, ...more].join('\n').length > LONGEST_DESCRIPTION - ROOM_BELOW)
      return [...shown, help.more({ count: sorted.length - index })].join('\n');
    shown.push(...more);
  }
  return [...shown, help.details].join('\n');
}

function lineOf({ path, localPath, words }: Omit<Entry, 'action'>, help: Catalogue['help']): string {
  const local = path === localPath ? '' : help.localName({ name: `/${localPath}` });
  return help.line({ command: `\`/${path}\`${local}`, description: words.description });
}

/** @throws Refusal `help.unknown-command`. */
function details(app: App, call: Call, path: string): string {
  const { help } = call.words;
  const found = entriesOf(app.commands, call.words).filter((entry) =>
    [entry.path, entry.localPath].some((one) => one === path || one.startsWith(`${path} `)),
  );
  const [entry] = found;
  if (!entry) throw new Refusal('help.unknown-command', { given: path });
  if (found.length > 1)
    return listOf(
      found.map((one) => ({ access: one.action.access, text: lineOf(one, help) })),
      help,
    );
  return [lineOf(entry, help), help.whoMay[entry.action.access], ...optionLines(entry, help)].join('\n');
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
