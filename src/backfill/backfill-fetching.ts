/** Carries out one step of one task: lists a channel's threads, or fetches one page of messages and hands it to the log. */
import type { App } from '../app.ts';
import { HISTORY_PAGE, HistoryError } from '../discord/history.ts';
import {
  compareIds,
  findLogged,
  listKnownMessages,
  readMessages,
  readThreads,
} from '../interactions/interactions.ts';
import type { FetchedPage, LogEvent, ReadThread } from '../interactions/interactions.ts';
import { UpstreamError } from '../kernel/errors.ts';
import { idBefore } from '../kernel/snowflake.ts';
import { countedSince } from '../privacy/privacy.ts';
import { SETTLING_MS, spanOf } from './backfill-rules.ts';
import { insertTasks, updateThreadsListed } from './backfill-store.ts';
import type { BackfillTask } from './backfill-store.ts';

export type FetchingNeeds = Pick<
  App,
  'db' | 'clock' | 'log' | 'communities' | 'interactions' | 'history' | 'keyedHash'
>;

/**
 * One step; `activeThreads` gives those of a community. When this resolves, what it brought is in the database together with how far the task is.
 * @throws HistoryError when Discord did not answer; UpstreamError when the database did not take it. Then the step is taken again.
 */
export async function takeStep(
  app: FetchingNeeds,
  task: BackfillTask,
  activeThreads: (guildId: string) => Promise<readonly unknown[]>,
  signal: AbortSignal,
): Promise<void> {
  if (task.state === 'threads') await listThreads(app, task, activeThreads, signal);
  else await fetchPage(app, task, signal);
}

/** Whether what is written there is left out. */
export function isExcluded(
  { communities, interactions }: Pick<App, 'communities' | 'interactions'>,
  { guildId, countedId }: Pick<BackfillTask, 'guildId' | 'countedId'>,
): boolean {
  const excludedIds = communities.find(guildId)?.excludedChannelIds ?? [];
  return interactions.senses.channels.isWithin(countedId, excludedIds);
}

async function fetchPage(app: FetchingNeeds, task: BackfillTask, signal: AbortSignal): Promise<void> {
  const fetchedAt = app.clock.now();
  const raw = await app.history.messagesAfter(task, task.cursorId, signal);
  // Excluded meanwhile: read now, the page would be left out and yet taken for fetched.
  if (isExcluded(app, task)) throw new HistoryError('later', 'the channel is excluded');
  const isWhole = raw.length < HISTORY_PAGE;
  const within = raw.filter((message) => !isBeyond(message, task.toId));
  const page = readMessages(app, task.guildId, within);
  const lastId = page.messageIds.at(-1);
  if (page.refused.length > 0)
    app.log.warn(
      { guild: task.guildId, channel: task.channelId, count: page.refused.length, reason: page.refused[0] },
      'messages of a channel’s history could not be read; they are left out',
    );
  const isLast = isWhole || within.length < raw.length;
  if (!isLast && (lastId === undefined || compareIds(lastId, task.cursorId) <= 0))
    throw new HistoryError('refused', 'a page of history that leads nowhere');
  // What was heard live counts as known too.
  await written(app);
  const events = await withoutErased(app, task.guildId, page.events);
  const left = new Set(events.map((event) => (event.type === 'interaction' ? event.subjectId : null)));
  const countedIds = page.countedIds.filter((id) => left.has(id));
  const known = await listKnownMessages(app, task.guildId, countedIds);
  for (const event of events) app.interactions.record(event);
  const cursorId = isLast ? task.toId : lastId!;
  const settledId = smallerId(cursorId, idBefore(new Date(fetchedAt.getTime() - SETTLING_MS)));
  // An entry without an id may be any message.
  const isProof =
    page.messageIds.length === within.length &&
    (lastId !== undefined || (await isTrulyEmpty(app, task, settledId, signal)));
  const told: FetchedPage = {
    guildId: task.guildId,
    channelId: task.channelId,
    countedId: task.countedId,
    fromId: task.fromId,
    afterId: task.cursorId,
    cursorId,
    isLast,
    messageIds: page.messageIds,
    provenId: isProof ? settledId : null,
    atMs: fetchedAt.getTime(),
    foundCount: countedIds.length,
    addedCount: countedIds.length - known.size,
    reactions: page.reactions,
  };
  app.interactions.record({ type: 'page', page: told });
  await written(app);
}

/**
 * An empty page is also what a bot gets that may not read there, and of that it may not have heard yet. So one message that the log has is
 * asked for by itself.
 */
async function isTrulyEmpty(
  app: FetchingNeeds,
  task: BackfillTask,
  settledId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const logged = await findLogged(app, task, task.cursorId, settledId);
  return logged !== null && app.history.isDeleted(task, logged, signal);
}

async function listThreads(
  app: FetchingNeeds,
  task: BackfillTask,
  activeThreads: (guildId: string) => Promise<readonly unknown[]>,
  signal: AbortSignal,
): Promise<void> {
  const { from, to } = spanOf(task);
  const active = await activeThreads(task.guildId);
  const archived = await app.history.archivedThreads(task, from, signal);
  const threads = readThreads(app, task.guildId, [...active, ...archived]);
  // A thread that is described is remembered as such, so what describes it must be written, also where it stands in another channel.
  for (const thread of threads) for (const event of thread.described) app.interactions.record(event);
  const own = threads.filter(({ channelId }) => channelId === task.channelId);
  const opened = own.flatMap((thread) =>
    from.getTime() <= thread.openedMs && thread.openedMs < to.getTime() ? thread.opened : [],
  );
  for (const event of await withoutErased(app, task.guildId, opened)) app.interactions.record(event);
  await written(app);
  const spoken = own.filter(({ lastMessageId }) => compareIds(lastMessageId, task.fromId) > 0);
  await insertTasks(
    app,
    spoken.map((thread) => taskOf(task, thread)),
    app.clock.now(),
  );
  await updateThreadsListed(app, task, app.clock.now());
}

/** What people did before they asked to be forgotten, or while they had opted out, never comes back. */
async function withoutErased(
  app: FetchingNeeds,
  guildId: string,
  events: readonly LogEvent[],
): Promise<LogEvent[]> {
  const userIds = events.flatMap((event) => (event.type === 'interaction' ? [event.userId] : []));
  const since = await countedSince(app, guildId, [...new Set(userIds)]);
  return events.filter(
    (event) => event.type !== 'interaction' || event.occurredAtMs >= (since.get(event.userId) ?? 0),
  );
}

function taskOf(task: BackfillTask, { threadId }: ReadThread): BackfillTask {
  return { ...task, channelId: threadId, state: 'messages', cursorId: task.fromId };
}

/** Whether a message lies after what is asked, which one dated in the future always does. One without a usable id is looked at later. */
function isBeyond(message: unknown, toId: string): boolean {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
  return typeof id === 'string' && /^\d{1,20}$/.test(id) && compareIds(id, toId) > 0;
}

function smallerId(a: string, b: string): string {
  return compareIds(a, b) < 0 ? a : b;
}

async function written(app: FetchingNeeds): Promise<void> {
  if (!(await app.interactions.flush()))
    throw new UpstreamError('database', 'fetched history waits for the database');
}
