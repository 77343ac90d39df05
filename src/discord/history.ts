/** What features may read of a channel's past: pages of messages and lists of threads as Discord answers them. Whoever reads them looks at each value. */

export interface HistoryReader {
  /** Channels of the community that can hold messages, as known now; empty while not connected. Answered from memory. */
  channels(guildId: string): HistoryChannel[];
  /** Whether the bot may read there; true also where the channel is not known. Answered from memory. */
  isOpen(place: HistoryPlace): boolean;
  /**
   * Up to `HISTORY_PAGE` messages with ids above `afterId`, the oldest of them, in no order.
   * @param place the thread or channel, and the channel it stands in (itself where it is no thread).
   * @throws HistoryError
   */
  messagesAfter(place: HistoryPlace, afterId: string, signal: AbortSignal): Promise<readonly unknown[]>;
  /** Whether the message no longer exists, which Discord says only to those who may read there. @throws HistoryError */
  isDeleted(place: HistoryPlace, messageId: string, signal: AbortSignal): Promise<boolean>;
  /** Every thread that is not archived, of all channels of the community. @throws HistoryError */
  activeThreads(guildId: string, signal: AbortSignal): Promise<readonly unknown[]>;
  /** Threads of the channel that were archived since `since`, as far as the bot may see them. @throws HistoryError */
  archivedThreads(place: HistoryPlace, since: Date, signal: AbortSignal): Promise<readonly unknown[]>;
}

/** The most messages that Discord gives at once. Source: https://discord.com/developers/docs/resources/message#get-channel-messages */
export const HISTORY_PAGE = 100;

export interface HistoryPlace {
  readonly guildId: string;
  readonly channelId: string;
  readonly countedId: string;
}

export interface HistoryChannel {
  readonly channelId: string;
  /** True where there are only posts: no messages of its own. */
  readonly holdsPostsOnly: boolean;
  /** The youngest message when the connection began; null where there was none, or none is known. */
  readonly lastMessageId: string | null;
  /** Permissions the bot lacks to read what was written there, by Discord's usual English names. */
  readonly missing: readonly string[];
}

/** gone: there is no such channel; no-permission: it is closed to the bot; refused: Discord will not answer such a question; later: it may next time. */
export type HistoryProblem = 'gone' | 'no-permission' | 'refused' | 'later';

export class HistoryError extends Error {
  readonly problem: HistoryProblem;

  constructor(problem: HistoryProblem, what: string, options?: ErrorOptions) {
    super(what, options);
    this.name = 'HistoryError';
    this.problem = problem;
  }
}
