/** The face of the interaction log: what is recorded, and what reports may ask. Other features import only this file. */
import type { Span } from '../kernel/calendar.ts';
import type { LogEvent } from './interactions-rules.ts';

export { interactionKinds } from './interactions-rules.ts';
export type { InteractionKind, LogEvent } from './interactions-rules.ts';

/** How the log is doing, for /diagnose and for the operator. */
export interface LogStatus {
  /** Events in memory, on their way to the database. */
  readonly buffered: number;
  /** Events waiting in the journal file, because the database was slow or away. */
  readonly journaled: number;
  /** When events last reached the database; null before the first time. */
  readonly lastFlushAt: Date | null;
  /** Why the database does not take events now, in one line; null while it does. */
  readonly trouble: string | null;
  /** Events that could be kept nowhere (database away and disk full, longer than memory lasts), since the start. */
  readonly lost: number;
  /** Events that the database refused for what they hold; they lie in a file beside the journal. Since the start. */
  readonly rejected: number;
  /** The last sequence number of each shard's gateway session whose events are all in the database. */
  readonly committedSequences: ReadonlyMap<number, number>;
}

/** The log of interactions while the bot runs: a buffer in memory, written in batches; a journal file takes over where the database cannot. */
export interface InteractionLog {
  /** Takes one event, at once and without waiting. Opted-out members' events are left out here. */
  record(event: LogEvent): void;
  /** Everything told so far covers the shard's gateway session up to this sequence number. */
  noteSequence(shardId: number, sequence: number): void;
  /**
   * Writes everything recorded before the call.
   * @returns false when the database is away: then it is kept and follows by itself.
   */
  flush(): Promise<boolean>;
  /** Flushes, or leaves what the database does not take in the journal for the next start. Nothing is recorded afterwards. */
  stop(): Promise<void>;
  /** Does the work while nothing is written by the log; what happens meanwhile waits in the buffer and the journal. */
  holdWrites<T>(work: () => Promise<T>): Promise<T>;
  status(): LogStatus;
  /** Whether this member does not want to be counted. Answered from memory. */
  isOptedOut(guildId: string, userId: string): boolean;
  /** Reads anew who opted out, after a change of it. */
  refreshOptOuts(guildId: string): Promise<void>;
}

/** What happened in a community in a span of local days, from the rollups alone. */
export interface ActivityCounts {
  /** I of docs/metrics.md. */
  readonly interactions: number;
  /** Messages, replies and forum posts among them. */
  readonly messages: number;
  readonly reactions: number;
  /** H: distinct (member, UTC clock hour) pairs with an interaction. */
  readonly memberHours: number;
  /** Nₐ: distinct members with an interaction. */
  readonly activeMembers: number;
  /** Every day of the span in order, also those without anything. */
  readonly days: readonly DayActivity[];
  /** Interactions by ISO weekday (first index: 0 = Monday … 6) and local hour 0 … 23. */
  readonly heat: readonly (readonly number[])[];
  /** Channels with an interaction, by messages, most first, then by interactions; a thread counts to its channel. */
  readonly channels: readonly ChannelActivity[];
}

export interface DayActivity {
  readonly on: string;
  readonly activeMembers: number;
  readonly interactions: number;
  readonly messages: number;
}

export interface ChannelActivity {
  readonly channelId: string;
  /** As last seen; '' for a channel that was never described. */
  readonly name: string;
  readonly interactions: number;
  readonly messages: number;
}

/** How much of a span the bot listened to. */
export interface Coverage {
  /** Listened time through the time since the community was first known, 0 … 1; 0 when nothing is known of the span. */
  readonly ratio: number;
  /** What was missed, in order; not what lies before the first listening, nor after now. */
  readonly gaps: readonly Span[];
}
