/** What features may do with invites to a server that only named people can accept. Features see people and channels, not packets. */

export interface NewInvite {
  readonly channelId: string;
  /** Discord gives them to whoever joins by it. */
  readonly roleIds: readonly string[];
  /** Nobody else can accept it. */
  readonly userIds: readonly string[];
  /** How long it is valid, at most LONGEST_INVITE_SECONDS. */
  readonly validSeconds: number;
}

export interface OwnInvite {
  readonly code: string;
  readonly channelId: string;
  readonly createdAt: Date;
}

/** How far Discord is with the list of people; until it is done nobody can accept the invite. */
export interface NameList {
  readonly state: 'processing' | 'done' | 'failed';
  /** What Discord says of a failed one, in its own words. */
  readonly problem: string | null;
}

export interface Invites {
  /**
   * Makes an invite. Discord works through the list of people afterwards, see `nameList`.
   * @returns its code. @throws Refusal `invites.permissions`, `invites.list-refused`, `messenger.channel`; UpstreamError when Discord fails:
   * it may have been made all the same.
   */
  create(guildId: string, invite: NewInvite, reason: string): Promise<string>;
  /** Those the bot made that still open the door. @throws Refusal `invites.permissions`; UpstreamError. */
  listOwn(guildId: string): Promise<OwnInvite[]>;
  /** Ids of the people named on one of its own. @throws UpstreamError. */
  listNamed(code: string): Promise<string[]>;
  /** null for an invite that is gone. @throws UpstreamError. */
  nameList(code: string): Promise<NameList | null>;
  /** One that is gone already is no error. @throws Refusal `invites.permissions`; UpstreamError. */
  delete(guildId: string, channelId: string, code: string, reason: string): Promise<void>;
  /** Permissions that making one there needs and the bot lacks, in Discord's English names. Answered from memory. */
  missing(guildId: string, channelId: string): string[];
  /** Where newcomers best arrive and the bot may invite to; null where there is no such channel. Answered from memory. */
  landing(guildId: string): string | null;
}

/** Sixty days. Source: CreateGuildInviteRequest of https://github.com/discord/discord-api-spec */
export const LONGEST_INVITE_SECONDS = 5_184_000;

/** The address that people open. */
export function inviteAddress(code: string): string {
  return `https://discord.gg/${code}`;
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The bot may not make or end invites; the permissions it lacks, or may lack. */
    'invites.permissions': { channelId: string; missing: readonly string[] };
    /** Discord could not read the list of people; its own words. */
    'invites.list-refused': { problems: readonly string[] };
  }
}
