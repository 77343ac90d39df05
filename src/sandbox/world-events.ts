/** What can happen in the local Discord. The gateway turns each into dispatches (`gateway-dispatch.ts`, the one place); nothing is decided here. */
import type {
  ChannelRecord,
  EntitlementRecord,
  EmojiRecord,
  GuildRecord,
  InviteRecord,
  JsonObject,
  MemberRecord,
  MessageRecord,
  RoleRecord,
  ScheduledEventRecord,
  UserRecord,
  VoiceStateRecord,
} from './world-records.ts';

/** Records are live, not copies: read them while the event is handled (listeners are called at once, within the mutation). */
export type WorldEvent =
  | { kind: 'guildAvailable'; guild: GuildRecord; botId: string | null }
  | { kind: 'guildUpdate'; guild: GuildRecord }
  /** `botId` names the bot that was removed; null: the guild is away for everybody (an outage). */
  | { kind: 'guildGone'; guild: GuildRecord; botId: string | null }
  | { kind: 'roleCreate' | 'roleUpdate' | 'roleDelete'; role: RoleRecord }
  | { kind: 'channelCreate' | 'channelUpdate' | 'channelDelete'; channel: ChannelRecord }
  | { kind: 'channelPins'; channel: ChannelRecord }
  | { kind: 'threadCreate'; thread: ChannelRecord }
  | { kind: 'threadUpdate' | 'threadDelete'; thread: ChannelRecord }
  | { kind: 'threadMembers'; thread: ChannelRecord; added: string[]; removed: string[] }
  | { kind: 'memberAdd' | 'memberUpdate'; member: MemberRecord }
  | { kind: 'memberRemove'; guildId: string; user: UserRecord }
  | { kind: 'banAdd' | 'banRemove'; guildId: string; user: UserRecord }
  | { kind: 'userUpdate'; user: UserRecord }
  | { kind: 'messageCreate' | 'messageUpdate' | 'messageDelete'; message: MessageRecord }
  | { kind: 'messageDeleteBulk'; channel: ChannelRecord; ids: string[] }
  | { kind: 'reactionAdd' | 'reactionRemove'; message: MessageRecord; userId: string; emoji: EmojiRecord }
  | { kind: 'reactionRemoveAll'; message: MessageRecord }
  | { kind: 'reactionRemoveEmoji'; message: MessageRecord; emoji: EmojiRecord }
  | { kind: 'typingStart'; channel: ChannelRecord; userId: string }
  | { kind: 'voiceState'; state: VoiceStateRecord }
  | { kind: 'eventCreate' | 'eventUpdate' | 'eventDelete'; event: ScheduledEventRecord }
  | { kind: 'eventUserAdd' | 'eventUserRemove'; event: ScheduledEventRecord; userId: string }
  | { kind: 'inviteCreate' | 'inviteDelete'; invite: InviteRecord }
  | {
      kind: 'entitlementCreate' | 'entitlementUpdate' | 'entitlementDelete';
      entitlement: EntitlementRecord;
    }
  | { kind: 'webhooksUpdate'; guildId: string; channelId: string }
  /** A dispatch in Discord's own shape for one application, whatever its intents: interactions. */
  | {
      kind: 'forApplication';
      applicationId: string;
      guildId: string | null;
      name: string;
      payload: JsonObject;
    };

export type WorldListener = (event: WorldEvent) => void;

type LedgerKind =
  /** Something somebody wrote (or a bot answered). */
  | 'message'
  /** A line Discord itself writes in somebody's name: joined, pinned, started a thread. */
  | 'systemMessage'
  | 'messageEdit'
  | 'messageDelete'
  | 'reaction'
  | 'reactionRemove'
  | 'join'
  | 'leave'
  | 'voice'
  | 'thread'
  | 'threadDelete'
  | 'interaction'
  | 'eventInterest'
  | 'eventInterestRemove';

/** One thing that happened; the local Discord's own count, which a test or the demo compares with the bot's. */
export interface LedgerEntry {
  readonly kind: LedgerKind;
  readonly at: Date;
  readonly guildId: string | null;
  /** The thread, when it happened in one. */
  readonly channelId: string | null;
  /** Who did it. */
  readonly userId: string;
  /** The author is a bot or the message came from a webhook. */
  readonly byBot: boolean;
  /** The message, thread, interaction or scheduled event it is about. */
  readonly subjectId: string | null;
  /** The emoji's key, a message's reference, the voice channel left, an interaction's kind: what `kind` needs. */
  readonly detail: string | null;
  /** The person at the other end: whose message was answered or reacted to. */
  readonly otherUserId: string | null;
}
