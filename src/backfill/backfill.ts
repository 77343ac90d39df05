/** The face of the backfill: fetches by itself what was missed, and what staff ask for. */
import type { App } from '../app.ts';
import { channelRecords, noteClosedChannels } from '../coverage/coverage.ts';
import type { HistoryChannel } from '../discord/history.ts';
import { compareIds, listenedTo, rowsKeptFrom } from '../interactions/interactions.ts';
import type { Span } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { idBefore } from '../kernel/snowflake.ts';
import { commonSpans, cutSpans, joinSpans } from '../kernel/spans.ts';
import { isExcluded } from './backfill-fetching.ts';
import { AUTOMATIC_DAYS, decideMissing, decideStaffSpan, idSpanOf, spanOf } from './backfill-rules.ts';
import type { BackfillProgress, TaskOrigin } from './backfill-rules.ts';
import { insertTasks, listProgress, listTaskSpans, listUnfinished, makeWay } from './backfill-store.ts';
import type { BackfillTask, Unfinished } from './backfill-store.ts';
import { BackfillWorker } from './backfill-worker.ts';

export type { BackfillProgress, TaskProblem } from './backfill-rules.ts';

type LookNeeds = Pick<App, 'db' | 'clock' | 'interactions' | 'communities' | 'gateway' | 'history'>;

/** The backfill while the bot runs. Before `start` nothing is fetched. */
export class Backfill {
  private worker: BackfillWorker | null = null;

  /** Fetches what is left of earlier starts, and what was missed since. @param mostSteps for tests: another bound of one go. */
  start(app: App, mostSteps?: number): void {
    const look = (guildId: string) => noteMissed(app, guildId);
    this.worker = new BackfillWorker(app, mostSteps === undefined ? { look } : { look, mostSteps });
    for (const guildId of app.messenger.guildIds()) this.worker.wake(guildId);
  }

  /** A gap arose in the community, a channel may have become readable or unreadable, or staff asked for something. */
  wake(guildId: string): void {
    this.worker?.wake(guildId);
  }

  /** Whether the figures of the community need not wait for anything: nothing is being fetched, or it takes longer than ten minutes. */
  isSettled(guildId: string): boolean {
    return this.worker?.isSettled(guildId) ?? true;
  }

  async stop(): Promise<void> {
    await this.worker?.stop();
  }
}

/** What staff asked for. */
export interface BackfillWish {
  readonly channelId: string;
  /** Local days, both inclusive; the last one null for today. */
  readonly fromOn: string;
  readonly toOn: string | null;
}

/**
 * Fetches the messages of these days in this channel and its threads. While one such wish of the channel is being carried out, that one
 * is shown instead of beginning another.
 * @throws Refusal `log.*`, see backfill-rules.ts.
 */
export async function requestBackfill(
  app: LookNeeds & Pick<App, 'backfill'>,
  guildId: string,
  { channelId, fromOn, toOn }: BackfillWish,
): Promise<BackfillProgress> {
  const now = app.clock.now();
  const { timeZone } = app.communities.get(guildId);
  const channel = app.history.channels(guildId).find((one) => one.channelId === channelId);
  if (!channel) throw new Refusal('log.no-messages', { channelId });
  const span = decideStaffSpan(fromOn, toOn, timeZone, now, await rowsKeptFrom(app));
  if (isExcluded(app, { guildId, countedId: channelId })) throw new Refusal('log.excluded', { channelId });
  if (channel.missing.length > 0)
    throw new Refusal('log.unreadable', { channelId, missing: channel.missing });
  const before = await findBackfill(app, guildId, channelId);
  if (before && (before.state === 'running' || before.state === 'waiting')) {
    app.backfill.wake(guildId);
    return before;
  }
  const record = (await channelRecords(app, guildId, span)).find((one) => one.channelId === channelId);
  const spans = cutSpans([span], record?.excluded ?? []);
  if (spans.length === 0) throw new Refusal('log.excluded', { channelId });
  const tasks = spans.map((each) => newTask(guildId, channel, each, 'staff'));
  await makeWay(app, guildId, channelId, tasks);
  await insertTasks(app, tasks, now);
  app.backfill.wake(guildId);
  return (await findBackfill(app, guildId, channelId))!;
}

/** What staff last asked for of the channel: the one that is not finished, else the last one; null when nothing was. */
export async function findBackfill(
  app: Pick<App, 'db'>,
  guildId: string,
  channelId: string,
): Promise<BackfillProgress | null> {
  const found = await listProgress(app, guildId, channelId);
  return found.find(({ state }) => state === 'running' || state === 'waiting') ?? found[0] ?? null;
}

/** How many channels have something left to fetch, whoever wants it, by why it rests. @param channelId null for every channel. */
export async function listLeft(
  app: Pick<App, 'db'>,
  guildId: string,
  channelId: string | null,
): Promise<Unfinished[]> {
  return listUnfinished(app, guildId, channelId);
}

/** Notes which channels are closed now, and what is to be fetched of the last two weeks. Repeatable without harm. */
async function noteMissed(app: LookNeeds, guildId: string): Promise<void> {
  await noteClosedChannels(app, guildId);
  const now = app.clock.now();
  const recent: Span = { from: new Date(now.getTime() - AUTOMATIC_DAYS * 86_400_000), to: now };
  const { firstAt, spans } = await listenedTo(app, guildId, recent);
  if (!firstAt) return;
  const beforeHere = { from: new Date(0), to: firstAt };
  // What is proven of a stretch that goes on lags some seconds behind; they are no gap to be fetched.
  const sinceMs = app.interactions.senses.listening.listeningSince(guildId);
  const going = sinceMs === null ? [] : [{ from: new Date(sinceMs), to: now }];
  const offline = cutSpans(
    commonSpans([recent], [{ from: firstAt, to: now }]),
    joinSpans([...spans, ...going]),
  );
  const known = await listTaskSpans(app, guildId, idBefore(recent.from));
  const records = new Map(
    (await channelRecords(app, guildId, recent)).map((record) => [record.channelId, record]),
  );
  const tasks = app.history.channels(guildId).flatMap((channel): BackfillTask[] => {
    const { closed = [], excluded = [] } = records.get(channel.channelId) ?? {};
    // What is closed now is fetched when it opens.
    if (channel.missing.length > 0) return [];
    const fetched = known.filter(({ countedId }) => countedId === channel.channelId).map(spanOf);
    return decideMissing([...offline, ...closed], [...excluded, beforeHere], fetched, now).map((span) => {
      const task = newTask(guildId, channel, span, 'gap');
      // The list of channels that a connection begins with names each one's youngest message; in a closed time it stood still.
      const isQuiet =
        commonSpans([span], closed).length === 0 &&
        (channel.lastMessageId === null || compareIds(channel.lastMessageId, task.fromId) <= 0);
      return isQuiet ? { ...task, cursorId: task.toId } : task;
    });
  });
  if (tasks.length > 0) await insertTasks(app, tasks, now);
}

function newTask(guildId: string, channel: HistoryChannel, span: Span, origin: TaskOrigin): BackfillTask {
  const { fromId, toId } = idSpanOf(span);
  const { channelId } = channel;
  return {
    guildId,
    channelId,
    countedId: channelId,
    fromId,
    toId,
    origin,
    state: 'threads',
    // Posts have their messages in themselves; the channel has none of its own.
    cursorId: channel.holdsPostsOnly ? toId : fromId,
    problem: null,
  };
}
