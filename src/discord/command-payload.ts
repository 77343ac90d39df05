/** Turns declared commands and the catalogues' words into what Discord registers. Pure. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
  APIApplicationCommandSubcommandOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { ActionWords, CommandWords, OptionWords } from '../i18n/command-words.ts';
import { catalogues } from '../i18n/i18n.ts';
import { LOCALES } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import type { Action, Command } from './command.ts';
import type { OptionKind } from './options.ts';

/** Discord's locales that read each of ours besides the default; traditional Chinese readers get the Chinese words too. */
const DISCORD_LOCALES: Record<Locale, readonly string[]> = { en: [], 'zh-CN': ['zh-CN', 'zh-TW'] };

type Words = Record<Locale, { name: string; description: string }>;

/** @throws Error naming the command when its words are missing in a language. */
export function commandPayload(command: Command): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const words = eachLocale((locale) => commandWords(command.name, locale));
  const options = command.subcommands
    ? Object.entries(command.subcommands).map(([name, action]) =>
        subcommandPayload(command.name, name, action),
      )
    : optionsPayload(command.name, command.action, (locale) => commandWords(command.name, locale));
  return {
    type: ApplicationCommandType.ChatInput,
    ...named(words),
    options,
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    // Commands only admins may use are hidden from everybody else; a server can open them again in its own settings.
    default_member_permissions: isForAdmins(command) ? PermissionFlagsBits.ManageGuild.toString() : null,
  };
}

function isForAdmins(command: Command): boolean {
  const actions = command.subcommands ? Object.values(command.subcommands) : [command.action];
  return actions.every((action) => action?.access === 'admin');
}

function subcommandPayload(
  commandName: string,
  name: string,
  action: Action,
): APIApplicationCommandSubcommandOption {
  const wordsIn = (locale: Locale): ActionWords =>
    present(commandWords(commandName, locale).subcommands?.[name], `${commandName} ${name}`, locale);
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...named(eachLocale(wordsIn)),
    options: optionsPayload(`${commandName} ${name}`, action, wordsIn),
  };
}

function optionsPayload(
  path: string,
  action: Action | undefined,
  wordsIn: (locale: Locale) => ActionWords,
): APIApplicationCommandBasicOption[] {
  const entries = Object.entries(action?.options ?? {}).map(([name, kind]) => {
    const words = eachLocale((locale) => present(wordsIn(locale).options?.[name], `${path} ${name}`, locale));
    return optionPayload(words, kind);
  });
  // Discord refuses an optional option before a required one.
  return entries.toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
}

function optionPayload(
  words: Record<Locale, OptionWords>,
  kind: OptionKind<unknown>,
): APIApplicationCommandBasicOption {
  const choices = kind.choices?.map((value) => ({
    value,
    name: words.en.choices?.[value] ?? value,
    name_localizations: localised((locale) => words[locale].choices?.[value] ?? value),
  }));
  const payload = {
    ...kind.shape,
    ...named(words),
    required: kind.required,
    ...(choices ? { choices } : {}),
    ...(kind.suggest ? { autocomplete: true } : {}),
  };
  return payload as APIApplicationCommandBasicOption & APIApplicationCommandOption;
}

function named(words: Words) {
  return {
    name: words.en.name,
    name_localizations: localised((locale) => words[locale].name),
    description: words.en.description,
    description_localizations: localised((locale) => words[locale].description),
  };
}

function localised(wordIn: (locale: Locale) => string): Record<string, string> {
  return Object.fromEntries(
    LOCALES.flatMap((locale) => DISCORD_LOCALES[locale].map((tag) => [tag, wordIn(locale)])),
  );
}

function eachLocale<T>(wordsIn: (locale: Locale) => T): Record<Locale, T> {
  return { en: wordsIn('en'), 'zh-CN': wordsIn('zh-CN') };
}

function commandWords(name: string, locale: Locale): CommandWords {
  const commands: Readonly<Record<string, CommandWords>> = catalogues[locale].commands;
  return present(commands[name], name, locale);
}

function present<T>(words: T | undefined, path: string, locale: Locale): T {
  if (!words) throw new Error(`the command “${path}” has no words in ${locale}`);
  return words;
}
