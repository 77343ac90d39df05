/** What exists in the local Discord: the records of the world. Data only; how it changes stands in `world-*.ts`, how it looks in JSON in `shape-*.ts`. */

/** A piece of JSON in Discord's own shape that the world stores and hands out as it is (an embed, a component). */
export type JsonObject = { [key: string]: unknown };

export interface UserRecord {
  readonly id: string;
  username: string;
  globalName: string | null;
  readonly bot: boolean;
  /** The language of this person's Discord client; sent with their interactions. */
  locale: string;
  /** False: direct messages from bots are refused with 50007. */
  acceptsDms: boolean;
}

/** A bot's application. Its token authenticates REST and gateway. */
export interface ApplicationRecord {
  readonly id: string;
  name: string;
  readonly botId: string;
  readonly ownerId: string;
  token: string;
  /** Which privileged intents are switched on in the developer portal; asking for one that is not is refused with 4014. */
  privileged: { guildMembers: boolean; guildPresences: boolean; messageContent: boolean };
  description: string;
}

export interface RoleRecord {
  /** The role of @everyone has the id of its guild. */
  readonly id: string;
  readonly guildId: string;
  name: string;
  permissions: bigint;
  position: number;
  color: number;
  hoist: boolean;
  mentionable: boolean;
  readonly managed: boolean;
  /** The bot whose own role this is. */
  readonly botId: string | null;
  /** Discord itself gives it to whoever boosts the guild. */
  readonly forBoosters: boolean;
}

export interface MemberRecord {
  readonly user: UserRecord;
  readonly guildId: string;
  nick: string | null;
  /** Role ids without @everyone. */
  roles: string[];
  readonly joinedAt: Date;
  timedOutUntil: Date | null;
  pending: boolean;
  premiumSince: Date | null;
  mute: boolean;
  deaf: boolean;
}

export interface OverwriteRecord {
  readonly id: string;
  /** 0 role, 1 member. */
  readonly type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export interface ForumTagRecord {
  readonly id: string;
  name: string;
  moderated: boolean;
  emojiName: string | null;
}

/** What a thread has beyond a channel. */
export interface ThreadPart {
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  invitable: boolean;
  autoArchiveMinutes: number;
  archivedChangedAt: Date;
  readonly createdAt: Date;
  messageCount: number;
  totalMessageSent: number;
  appliedTags: string[];
  /** Who follows the thread, and since when. */
  readonly members: Map<string, Date>;
}

export interface ChannelRecord {
  readonly id: string;
  /** One of `ChannelKind`. */
  type: number;
  /** Null in a direct message. */
  readonly guildId: string | null;
  name: string;
  /** The category, or a thread's channel. */
  parentId: string | null;
  position: number;
  topic: string | null;
  nsfw: boolean;
  slowmodeSeconds: number;
  bitrate: number;
  userLimit: number;
  readonly overwrites: Map<string, OverwriteRecord>;
  availableTags: ForumTagRecord[];
  lastMessageId: string | null;
  lastPinAt: Date | null;
  readonly thread: ThreadPart | null;
  /** The two people of a direct message; empty elsewhere. */
  readonly recipientIds: readonly string[];
  /** In the order of ids, oldest first. */
  readonly messages: MessageRecord[];
}

export interface AttachmentRecord {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly description: string | null;
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly spoiler: boolean;
  readonly bytes: Buffer;
  /** Path on the local Discord's own server, e.g. `/attachments/1/2/card.png`; `signedPath` opens it. */
  readonly path: string;
}

/** Unicode: id null, name is the character. Custom: both. */
export interface EmojiRecord {
  readonly id: string | null;
  readonly name: string;
  readonly animated: boolean;
}

interface ReactionRecord {
  readonly emoji: EmojiRecord;
  /** In the order in which they reacted. */
  readonly userIds: Set<string>;
}

export interface MessageReference {
  /** 0 reply, 1 forward. */
  readonly type: 0 | 1;
  readonly channelId: string;
  readonly messageId: string | null;
  readonly guildId: string | null;
}

export interface MessageRecord {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly author: UserRecord;
  /** Set when a webhook or an interaction follow-up wrote it. */
  readonly webhookId: string | null;
  readonly applicationId: string | null;
  /** One of `MessageKind`. */
  readonly type: number;
  content: string;
  embeds: readonly JsonObject[];
  /** As answered by Discord, i.e. with numbered `id`s. */
  components: readonly JsonObject[];
  attachments: readonly AttachmentRecord[];
  flags: number;
  editedAt: Date | null;
  pinnedAt: Date | null;
  mentionIds: readonly string[];
  mentionRoleIds: readonly string[];
  mentionEveryone: boolean;
  readonly tts: boolean;
  readonly nonce: string | number | null;
  readonly reference: MessageReference | null;
  /** `interaction_metadata` as Discord shows it. */
  readonly interactionMetadata: JsonObject | null;
  poll: JsonObject | null;
  /** By `emojiKey`; null until somebody reacts (most messages never are reacted to). */
  reactions: Map<string, ReactionRecord> | null;
  /** The thread started from this message. */
  threadId: string | null;
  /** The only member who sees it (an ephemeral answer); such a message stands in no channel's list. */
  readonly ephemeralTo: string | null;
}

export interface VoiceStateRecord {
  readonly userId: string;
  readonly guildId: string;
  channelId: string | null;
  readonly sessionId: string;
  selfMute: boolean;
  selfDeaf: boolean;
  selfVideo: boolean;
  selfStream: boolean;
  mute: boolean;
  deaf: boolean;
  suppress: boolean;
}

export interface ScheduledEventRecord {
  readonly id: string;
  readonly guildId: string;
  readonly creatorId: string;
  name: string;
  description: string | null;
  /** 1 stage, 2 voice, 3 external. */
  entityType: 1 | 2 | 3;
  channelId: string | null;
  location: string | null;
  /** Hash of the cover picture. */
  image: string | null;
  startsAt: Date;
  endsAt: Date | null;
  /** 1 scheduled, 2 active, 3 completed, 4 cancelled. */
  status: 1 | 2 | 3 | 4;
  recurrenceRule: JsonObject | null;
  /** Who pressed "interested". */
  readonly interestedIds: Set<string>;
}

export interface WebhookRecord {
  readonly id: string;
  readonly token: string;
  readonly guildId: string;
  channelId: string;
  name: string;
  readonly creatorId: string;
  readonly applicationId: string | null;
}

export interface InviteRecord {
  readonly code: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly inviterId: string;
  readonly createdAt: Date;
  readonly maxAgeSeconds: number;
  readonly maxUses: number;
  readonly temporary: boolean;
  /** Given to whoever joins by it. */
  readonly roleIds: readonly string[];
  /** Null: anybody may accept it. */
  targets: InviteTargets | null;
  uses: number;
}

/** The only people who may accept an invite, and the work on the list that was sent last. */
export interface InviteTargets {
  /** Empty until the first list is worked through. */
  userIds: readonly string[];
  readonly job: {
    readonly userIds: readonly string[];
    readonly startedMs: number;
    readonly createdAt: Date;
    /** A test asked for it to end with this error. */
    readonly plannedError: string | null;
    completedAt: Date | null;
    /** Why the list was not taken: the earlier one stays. */
    error: string | null;
  };
}

/** Somebody (or a whole guild) has a right to a product of an application: a purchase, a subscription, a test. */
export interface EntitlementRecord {
  readonly id: string;
  readonly applicationId: string;
  readonly skuId: string;
  readonly userId: string;
  /** Null: bought for the person, wherever they are. */
  readonly guildId: string | null;
  readonly startsAt: Date | null;
  /** Null: goes on until it is cancelled. */
  endsAt: Date | null;
  /** Refunded, or removed. */
  deleted: boolean;
  consumed: boolean;
  /** Made by the application itself, for trying. */
  readonly isTest: boolean;
}

export interface GuildRecord {
  readonly id: string;
  name: string;
  ownerId: string;
  description: string | null;
  preferredLocale: string;
  systemChannelId: string | null;
  rulesChannelId: string | null;
  publicUpdatesChannelId: string | null;
  features: string[];
  /** Gone for a while (an outage): its GUILD_CREATE is withheld. */
  unavailable: boolean;
  readonly roles: Map<string, RoleRecord>;
  readonly channels: Map<string, ChannelRecord>;
  readonly threads: Map<string, ChannelRecord>;
  readonly members: Map<string, MemberRecord>;
  readonly voiceStates: Map<string, VoiceStateRecord>;
  readonly scheduledEvents: Map<string, ScheduledEventRecord>;
  readonly bans: Map<string, string | null>;
  readonly invites: Map<string, InviteRecord>;
  /** Grows with every change that can alter what somebody may do: caches of permissions compare it. */
  permissionVersion: number;
}

/** How reactions on one message are told apart: a custom emoji by id, a Unicode one by itself. */
export function emojiKey(emoji: Pick<EmojiRecord, 'id' | 'name'>): string {
  return emoji.id ?? emoji.name;
}

/** `👍` or `name:id` (as in the REST path, decoded) as a record. */
export function parseEmoji(text: string): EmojiRecord {
  const custom = /^(?:<?(a)?:)?([\w~]{1,32}):(\d{17,20})>?$/.exec(text);
  if (custom?.[2] && custom[3]) return { id: custom[3], name: custom[2], animated: custom[1] === 'a' };
  return { id: null, name: text, animated: false };
}

/** When an invite ends by itself; null: never. */
export function inviteExpiry(invite: InviteRecord): Date | null {
  return invite.maxAgeSeconds === 0
    ? null
    : new Date(invite.createdAt.getTime() + invite.maxAgeSeconds * 1_000);
}
