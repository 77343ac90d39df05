/** Option kinds: each declares the Discord option and reads it back, in one object, so that form and reader cannot differ. */
import { ApplicationCommandOptionType, ChannelType } from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  CacheType,
  CommandInteractionOptionResolver,
} from 'discord.js';
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { isDay, isTimeZone } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Attached } from './attachments.ts';

export type OptionReader = Omit<CommandInteractionOptionResolver<CacheType>, 'getMessage' | 'getFocused'>;

/** The part of a declaration that does not depend on a language. */
type OptionShape = Partial<APIApplicationCommandBasicOption> & {
  type: APIApplicationCommandBasicOption['type'];
};

/** One suggestion: what is shown, and what is sent when it is picked. */
export interface Suggestion {
  readonly name: string;
  readonly value: string | number;
}

/** Who types, where, and what else is filled in already. */
export interface SuggestPlace {
  readonly app: App;
  readonly guildId: string;
  readonly userId: string;
  readonly isReviewer: boolean;
  readonly locale: Locale;
  /** The other options as far as they are given, as Discord sends them: of a member, role or channel the id. */
  readonly given: Readonly<Record<string, string | number | boolean>>;
}

/** Somebody picked from Discord's list, which also offers people who have left. */
export interface PickedMember {
  readonly userId: string;
  readonly isMember: boolean;
  readonly isBot: boolean;
}

export interface OptionKind<T> {
  readonly shape: OptionShape;
  readonly required: boolean;
  /** Values of a fixed list; their words stand in the catalogue under `choices`. */
  readonly choices?: readonly string[];
  /** What to suggest while the person types; at most 25 are shown. What comes late or fails suggests nothing. */
  readonly suggest?: (
    typed: string,
    where: SuggestPlace,
  ) => readonly Suggestion[] | Promise<readonly Suggestion[]>;
  read(options: OptionReader, name: string): T;
}

export type OptionKinds = Record<string, OptionKind<unknown>>;

/** What `run` is given: option name → value; null where an optional one was left out. */
export type Given<O extends OptionKinds> = { [K in keyof O]: O[K] extends OptionKind<infer T> ? T : never };

interface Limits {
  min?: number;
  max?: number;
}

/** Makes an optional option mandatory, and takes null out of its type. */
export function required<T>(kind: OptionKind<T | null>): OptionKind<T> {
  return {
    ...kind,
    required: true,
    read(options, name) {
      const value = kind.read(options, name);
      if (value === null) throw new Refusal('option.invalid', { option: name });
      return value;
    },
  };
}

export function text(limits: Limits = {}): OptionKind<string | null> {
  return {
    shape: {
      type: ApplicationCommandOptionType.String,
      ...(limits.min === undefined ? {} : { min_length: limits.min }),
      max_length: limits.max ?? 1000,
    },
    required: false,
    read: (options, name) => options.getString(name)?.trim() || null,
  };
}

export function integer(limits: Limits = {}): OptionKind<number | null> {
  return {
    shape: {
      type: ApplicationCommandOptionType.Integer,
      ...(limits.min === undefined ? {} : { min_value: limits.min }),
      ...(limits.max === undefined ? {} : { max_value: limits.max }),
    },
    required: false,
    read(options, name) {
      const value = options.getInteger(name);
      if (value === null) return null;
      if (value < (limits.min ?? -Infinity) || value > (limits.max ?? Infinity))
        throw new Refusal('option.invalid', { option: name });
      return value;
    },
  };
}

export function yesNo(): OptionKind<boolean | null> {
  return {
    shape: { type: ApplicationCommandOptionType.Boolean },
    required: false,
    read: (options, name) => options.getBoolean(name),
  };
}

/** One of a fixed list of values, each with its words in the catalogue. */
export function oneOf<const V extends string>(values: readonly V[]): OptionKind<V | null> {
  return {
    shape: { type: ApplicationCommandOptionType.String },
    required: false,
    choices: values,
    read(options, name) {
      const value = options.getString(name);
      if (value === null) return null;
      const known = values.find((candidate) => candidate === value);
      if (known === undefined) throw new Refusal('option.invalid', { option: name });
      return known;
    },
  };
}

/** A channel the bot can post in; the id. */
export function textChannel(): OptionKind<string | null> {
  return {
    shape: {
      type: ApplicationCommandOptionType.Channel,
      channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
    },
    required: false,
    read: (options, name) => options.getChannel(name)?.id ?? null,
  };
}

/** Any channel or category; the id. */
export function anyChannel(): OptionKind<string | null> {
  return {
    shape: { type: ApplicationCommandOptionType.Channel },
    required: false,
    read: (options, name) => options.getChannel(name)?.id ?? null,
  };
}

/** A channel in which people write, speak or post; the id. Media channels are not among the types that Discord's API description lets an option name. */
export function talkChannel(): OptionKind<string | null> {
  return {
    ...anyChannel(),
    shape: {
      type: ApplicationCommandOptionType.Channel,
      channel_types: [
        ChannelType.GuildText,
        ChannelType.GuildAnnouncement,
        ChannelType.GuildForum,
        ChannelType.GuildVoice,
        ChannelType.GuildStageVoice,
      ],
    },
  };
}

/** A channel in which people speak; the id. */
export function voiceChannel(): OptionKind<string | null> {
  return {
    ...anyChannel(),
    shape: { type: ApplicationCommandOptionType.Channel, channel_types: [ChannelType.GuildVoice] },
  };
}

export function role(): OptionKind<string | null> {
  return {
    shape: { type: ApplicationCommandOptionType.Role },
    required: false,
    read: (options, name) => options.getRole(name)?.id ?? null,
  };
}

export function member(): OptionKind<PickedMember | null> {
  return {
    shape: { type: ApplicationCommandOptionType.User },
    required: false,
    read(options, name) {
      const user = options.getUser(name);
      return user && { userId: user.id, isMember: options.getMember(name) !== null, isBot: user.bot };
    },
  };
}

/** A file, not yet downloaded: see `Attachments`. */
export function attachment(): OptionKind<Attached | null> {
  return {
    shape: { type: ApplicationCommandOptionType.Attachment },
    required: false,
    read(options, name) {
      const file = options.getAttachment(name);
      return file && { fileName: file.name, contentType: file.contentType, size: file.size, url: file.url };
    },
  };
}

/** A calendar day, YYYY-MM-DD. @throws Refusal `option.day` for what is written otherwise or does not exist. */
export function day(): OptionKind<string | null> {
  return {
    shape: { type: ApplicationCommandOptionType.String, min_length: 8, max_length: 10 },
    required: false,
    read(options, name) {
      const given = options.getString(name)?.trim();
      if (!given) return null;
      if (!isDay(given)) throw new Refusal('option.day', { given });
      return given;
    },
  };
}

/** A time zone's IANA name, suggested while typing. @throws Refusal `option.time-zone`. */
export function timeZone(): OptionKind<string | null> {
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return {
    shape: { type: ApplicationCommandOptionType.String, max_length: 64 },
    required: false,
    suggest(typed) {
      const wanted = typed.toLowerCase().replaceAll(' ', '_');
      return names
        .filter((name) => name.toLowerCase().includes(wanted))
        .slice(0, 25)
        .map((name) => ({ name, value: name }));
    },
    read(options, name) {
      const given = options.getString(name)?.trim();
      if (!given) return null;
      if (!isTimeZone(given)) throw new Refusal('option.time-zone', { given });
      return given;
    },
  };
}
