/** A page of a channel's history as the log is told of it, and which of the ids known to the log it proves deleted. Pure. */

/** One page of one channel's history, in the log once its cursor is. Ids are text. */
export interface FetchedPage {
  readonly guildId: string;
  /** The channel or thread whose messages these are. */
  readonly channelId: string;
  /** The channel it counts to. */
  readonly countedId: string;
  /** With guild and channel the key of what is being fetched. */
  readonly fromId: string;
  /** The page holds every message with an id above this one … */
  readonly afterId: string;
  /** … up to this one. */
  readonly cursorId: string;
  /** True: nothing more is to be fetched. */
  readonly isLast: boolean;
  /** Every message on the page, also of bots: what the log has between `afterId` and `provenId` and is not among them was deleted. */
  readonly messageIds: readonly string[];
  /** Up to which id a message that is not on the page does not exist; null where the page proves nothing. */
  readonly provenId: string | null;
  /** When it was fetched, Unix milliseconds. */
  readonly atMs: number;
  /** Messages of members on it. */
  readonly foundCount: number;
  /** Those the log did not have. */
  readonly addedCount: number;
  readonly reactions: readonly CountedReaction[];
}

/** How often an emoji stood on a message; who reacted is not told. */
export interface CountedReaction {
  readonly messageId: string;
  /** The custom emoji's id or the Unicode emoji. */
  readonly emoji: string;
  readonly count: number;
}

/** Ids in the order of time: by length, then as text. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
