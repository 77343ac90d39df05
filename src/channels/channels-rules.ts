/** What is known of a channel, and to which channel a thread counts. Pure. */

/** A channel, category or thread as last seen. Ids are text. */
export interface ChannelFact {
  readonly guildId: string;
  readonly channelId: string;
  /** The category of a channel, the channel of a thread; null where there is none. */
  readonly parentId: string | null;
  /** Discord's channel type; `UNKNOWN_CHANNEL_TYPE` where something happened in a channel that was never described. */
  readonly type: number;
  readonly name: string;
  /** Unix milliseconds; null while it is there. */
  readonly deletedAtMs: number | null;
}

/** Stands for a channel in which something happened before Discord described it. */
const UNKNOWN_CHANNEL_TYPE = -1;

/** What is noted of such a channel. Never takes the place of a description. */
export function undescribedChannel(guildId: string, channelId: string): ChannelFact {
  return { guildId, channelId, parentId: null, type: UNKNOWN_CHANNEL_TYPE, name: '', deletedAtMs: null };
}

/** Announcement, public and private threads. Source: https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
export const THREAD_TYPES: readonly number[] = [10, 11, 12];

/** Forum and media channels: a thread opened in one is a post. */
export const POST_CHANNEL_TYPES: readonly number[] = [15, 16];

/** Where people can write or speak: text, voice, announcement, stage, forum and media channels. */
export const TALK_CHANNEL_TYPES: readonly number[] = [0, 2, 5, 13, ...POST_CHANNEL_TYPES];
