/** The face of the interaction log: what is recorded, and what reports may ask. Other features import only this file. */
import type { App } from '../app.ts';
import { loadChannels } from '../channels/channels.ts';
import type { ChannelMemory } from '../channels/channels.ts';
import type { DaySpan, Span } from '../kernel/calendar.ts';
import { UpstreamError } from '../kernel/errors.ts';
import { snowflakeAt } from '../kernel/snowflake.ts';
import { joinSpans } from '../kernel/spans.ts';
import { Listening } from './interactions-coverage-rules.ts';
import { BufferedLog } from './interactions-log.ts';
import type { LogNeeds } from './interactions-log.ts';
import { OptOuts } from './interactions-memory.ts';
import { ensurePartitions } from './interactions-partitions-store.ts';
import type { QueueSettings } from './interactions-queue.ts';
import {
  listLastListened,
  listListened,
  readActivity,
  readChannels,
  recountRollups,
} from './interactions-report-store.ts';
import { findRowsFrom } from './interactions-retention-store.ts';
import { interactionOf, surveySubjectId } from './interactions-rules.ts';
import type { InteractionKind, LogEvent } from './interactions-rules.ts';
import type { GatewaySession } from './interactions-session-rules.ts';
import { listAllOptOuts, listBots, listVoiceStays } from './interactions-store.ts';
import { VoiceRooms } from './interactions-voice-rules.ts';

export { readMessages, readThreads } from './interactions-history.ts';
export type { ReadThread } from './interactions-history.ts';
export { findLogged, listKnownMessages } from './interactions-history-store.ts';
export { compareIds } from './interactions-history-rules.ts';
export type { FetchedPage } from './interactions-history-rules.ts';
export { followInteractions } from './interactions-gateway.ts';
export type { InteractionFeed } from './interactions-gateway.ts';
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
  /** This account is a bot: kept, also over a restart, since some of what the gateway says names only an id. */
  noteBot(userId: string): void;
  /** Everything recorded so far covers the session up to its sequence number: it is kept with the rows, to be resumed from there. */
  noteSession(session: GatewaySession): void;
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
  /** Of those who do not want to be counted; another set after every change of it. null: nobody. */
  optOutHashes(guildId: string): ReadonlySet<string> | null;
  /** Reads anew who opted out, after a change of it. */
  refreshOptOuts(guildId: string): Promise<void>;
  /** Does this before every flush, also the last one: for events that fall due with time, such as voice. */
  beforeFlush(work: () => void): void;
  readonly senses: Senses;
}

/** What must be remembered to understand what the gateway says; outlives a connection. */
export interface Senses {
  readonly channels: ChannelMemory;
  /** Ids of bots seen, also by earlier runs. */
  readonly bots: Set<string>;
  readonly listening: Listening;
  /** Voice channels per community. */
  readonly voice: Map<string, VoiceRooms>;
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

/** Months whose partitions are made ahead, so that a bot that is not restarted for long never runs out of them. */
export const PARTITIONS_AHEAD_MONTHS = 2;

/**
 * Opens the log: reads what was known when the bot last ran, and begins to write what the journal kept.
 * @param bounds for tests: other bounds of the memory.
 */
export async function openInteractionLog(
  app: LogNeeds,
  bounds: Partial<Pick<QueueSettings, 'mostInMemory' | 'mostAtAll'>> = {},
): Promise<InteractionLog> {
  await ensurePartitions(app, app.clock.now(), PARTITIONS_AHEAD_MONTHS);
  const optOuts = new OptOuts(app.keyedHash);
  for (const [guildId, hashes] of await listAllOptOuts(app)) optOuts.set(guildId, hashes);
  const voice = new Map<string, VoiceRooms>();
  for (const [guildId, stays] of await listVoiceStays(app)) voice.set(guildId, new VoiceRooms(stays));
  const senses: Senses = {
    channels: await loadChannels(app, app.config.shards),
    bots: new Set(await listBots(app)),
    listening: new Listening(await listLastListened(app)),
    voice,
  };
  return new BufferedLog(app, senses, optOuts, bounds);
}

/** Everything heard before the call is in it, unless the database was away meanwhile. Its cost grows with members × days, not with interactions. */
export async function countActivity(
  app: Pick<App, 'db' | 'interactions'>,
  guildId: string,
  span: DaySpan,
): Promise<ActivityCounts> {
  await app.interactions.flush();
  return readActivity(app, guildId, span);
}

/** What happened in the channels of a community, as `countActivity` tells it, and nothing else. */
export async function countByChannel(
  app: Pick<App, 'db' | 'interactions'>,
  guildId: string,
  span: DaySpan,
): Promise<readonly ChannelActivity[]> {
  await app.interactions.flush();
  return readChannels(app.db, guildId, span);
}

/** Stretches in which the bot listened to the community and that touch the span, in order, up to now; and when it first did; null: never. */
export async function listenedTo(
  app: Pick<App, 'db' | 'clock' | 'interactions'>,
  guildId: string,
  span: Span,
): Promise<{ firstAt: Date | null; spans: Span[] }> {
  await app.interactions.flush();
  const { firstAt, spans } = await listListened(app, guildId, span);
  // What is written of a stretch that goes on lags some seconds behind; nothing is missing there.
  const going = app.interactions.senses.listening.going(guildId, app.clock.now().getTime());
  const toNow = going ? [{ from: new Date(going.fromMs), to: new Date(going.toMs) }] : [];
  return { firstAt, spans: joinSpans([...spans, ...toNow]) };
}

/** From when on the log keeps its rows and takes any; null where none were ever deleted for their age. */
export async function rowsKeptFrom({ db }: Pick<App, 'db'>): Promise<Date | null> {
  return findRowsFrom(db);
}

/**
 * Counts the community's rollups anew from its rows, for instance because its days now begin elsewhere. What is recorded meanwhile waits.
 * Repeatable without harm.
 */
export async function rebuildRollups(app: Pick<App, 'db' | 'interactions'>, guildId: string): Promise<void> {
  await app.interactions.holdWrites(() => recountRollups(app, guildId));
}

/**
 * These members answered this survey, at `at` as far as anybody may know. One interaction per member and survey, however often it is told.
 * @throws UpstreamError when the database is away; then tell it again.
 */
export async function recordSurveyAnswers(
  app: Pick<App, 'interactions'>,
  guildId: string,
  surveyId: number,
  userIds: readonly string[],
  at: Date,
): Promise<void> {
  const subjectId = surveySubjectId(surveyId);
  for (const userId of userIds)
    app.interactions.record(interactionOf('surveyAnswer', guildId, subjectId, userId, '0', at.getTime()));
  if (!(await app.interactions.flush()))
    throw new UpstreamError('database', 'who answered a survey could not be written yet');
}

/** Ids of one millisecond are told apart by so many numbers. */
const LOW_IDS = 2 ** 22;

/** What members do with courses; each of it is an interaction. */
export type LearningKind = Extract<
  InteractionKind,
  'courseView' | 'courseStart' | 'lessonDone' | 'question' | 'answer' | 'rating'
>;

/**
 * Notes that a member did something with a course, or with a question about one. Told again with the same instant it is the same
 * interaction. @param ofId number of the course or question.
 */
export function recordLearning(
  app: Pick<App, 'interactions'>,
  kind: LearningKind,
  what: {
    readonly guildId: string;
    readonly userId: string;
    readonly channelId: string;
    readonly at: Date;
    readonly ofId: number;
  },
): void {
  const { guildId, userId, channelId, at, ofId } = what;
  const subjectId = snowflakeAt(at, ofId % LOW_IDS);
  app.interactions.record(interactionOf(kind, guildId, subjectId, userId, channelId, at.getTime()));
}
