/** Brings what a session needs outside the database into being: its post, Discord's event, posts about questions, what the log notes at its end. Everything is repeatable. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { shorten } from '../i18n/markup.ts';
import { recordLearning } from '../interactions/interactions.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { membersBehind } from '../members/members.ts';
import type { ScheduledEventPlan } from '../discord/scheduled-events.ts';
import { askerKey, courseTitle } from './qa-access.ts';
import { eventWords, questionPost, sessionMarker, sessionPost, toldKey, toldMarker } from './qa-post.ts';
import { countQuestions, listAskerKeys, listToTell, updateQuestion } from './qa-questions-store.ts';
import { ANONYMOUS_ASKERS_MIN, dueMove, endsAt, eventStartsAt, isBegun, isOver } from './qa-rules.ts';
import type { QaQuestion, QaSession } from './qa-rules.ts';
import { findSession, listUnsettled, updateSession, withSession } from './qa-sessions-store.ts';
import type { SessionChange } from './qa-sessions-store.ts';

export type Settling = Pick<
  App,
  | 'db'
  | 'clock'
  | 'communities'
  | 'courses'
  | 'interactions'
  | 'keyedHash'
  | 'log'
  | 'messenger'
  | 'qa'
  | 'scheduledEvents'
>;

/** How far the bot's clock may be ahead of Discord's when an own post is looked for. */
const CLOCK_LEEWAY_MS = 10 * 60_000;
/** Discord lets a server make few events a minute; nobody waits for that. */
const MOST_WAIT_MS = 6_000;
/** Characters of an event's place. Source: https://discord.com/developers/docs/resources/guild-scheduled-event */
const PLACE_MAX = 100;

/** Why Discord has no event for a session, or its post does not stand; both can be mended. */
export type Problem = Refusal;

/**
 * Does what a session needs now. One thing that fails keeps none of the others.
 * @returns what Discord refused for good. @throws AggregateError of what is to be tried again.
 */
export function settleSession(app: Settling, guildId: string, sessionId: number): Promise<Problem[]> {
  return app.qa.inTurn(sessionId, async () => {
    const problems: Problem[] = [];
    const failures: unknown[] = [];
    for (const step of [moveByTime, finishClosing, settlePost, tellQuestions, settleEvent]) {
      try {
        const session = await findSession(app, guildId, sessionId);
        if (session) await step(app, session);
      } catch (error) {
        if (error instanceof Refusal) problems.push(error);
        else failures.push(error);
      }
    }
    for (const { code } of problems)
      app.log.info({ guildId, sessionId, reason: code }, 'Discord refused something for a Q&A session');
    if (failures.length > 0) throw new AggregateError(failures, 'a Q&A session that is not settled yet');
    return problems;
  });
}

/** Every session of a community. @throws AggregateError of what is to be tried again. */
export async function settleQa(app: Settling, guildId: string): Promise<void> {
  const failures: unknown[] = [];
  for (const sessionId of await listUnsettled(app, guildId)) {
    try {
      await settleSession(app, guildId, sessionId);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Q&A sessions that are not settled yet');
}

/** After an act of somebody who is answered soon: what Discord does not take in time or at all now goes on by itself. */
export async function settleOrLater(app: Settling, guildId: string, sessionId: number): Promise<Problem[]> {
  const settled = settleSession(app, guildId, sessionId).catch((error: unknown) => {
    app.log.warn({ err: error, guildId, sessionId }, 'a Q&A session is not settled yet; it is tried again');
    return [];
  });
  return Promise.race([settled, sleep(MOST_WAIT_MS, [], { ref: false })]);
}

/** Lets the post show what changed, together with what changes in the next seconds. */
export function showSoon(app: Settling, { guildId, id }: Pick<QaSession, 'guildId' | 'id'>): void {
  app.qa.soon(id, async () => {
    await settleOrLater(app, guildId, id);
  });
}

async function moveByTime(app: Settling, { guildId, id }: QaSession): Promise<void> {
  await withSession(app, guildId, id, async (tx, session) => {
    const now = app.clock.now();
    const move = dueMove(session, now);
    // Nobody could take part any more: the course was taken down.
    const isCalledOff = move === 'open' && !app.courses.find(guildId, session.courseId);
    if (isCalledOff) await updateSession(tx, session, { ...closing(now), state: 'cancelled' }, true);
    else if (move === 'open') {
      const begins = isBegun({ ...session, state: 'open' }) && session.eventState === 'made';
      await updateSession(
        tx,
        session,
        { state: 'open', ...(begins && { eventState: 'due' as const }) },
        true,
      );
    }
    if (move === 'close') await updateSession(tx, session, closing(now), true);
  });
}

/** What closing changes; the rest is done when it is settled. */
export function closing(now: Date) {
  return { state: 'closing', closedAt: now, eventState: 'due' } as const;
}

/** Who asked without a name is noted all at once and in random order, and only where they are too many to be guessed. */
async function finishClosing(app: Settling, session: QaSession): Promise<void> {
  const { guildId, id, closedAt, channelId } = session;
  if (session.state !== 'closing' || !closedAt) return;
  const keys = new Set(await listAskerKeys(app, session));
  const people =
    keys.size < ANONYMOUS_ASKERS_MIN
      ? []
      : await membersBehind(app, guildId, keys, (userId) => askerKey(app, guildId, id, userId));
  for (const userId of people)
    recordLearning(app, 'question', { guildId, userId, channelId, at: closedAt, ofId: id });
  if (!(await app.interactions.flush()))
    throw new UpstreamError('database', 'who asked without a name could not be written yet');
  await updateSession(app, session, { state: 'closed' });
}

async function settlePost(app: Settling, session: QaSession): Promise<void> {
  const { guildId, channelId, shown, changes, postState } = session;
  if (postState === 'posted' && shown === changes) return;
  // From memory: what was refused is tried again once it can work.
  if (postState === 'failed' && app.messenger.channelProblem(guildId, channelId)) return;
  try {
    const messageId = await shownPost(app, session);
    await noteUnlessMoved(app, session, { postState: 'posted', messageId, shown: changes });
  } catch (error) {
    if (error instanceof Refusal) await noteUnlessMoved(app, session, { postState: 'failed' });
    throw error;
  }
}

/** While Discord was asked somebody may have moved the session to another channel: there its post is still to be made. */
async function noteUnlessMoved(app: Settling, asked: QaSession, change: SessionChange): Promise<void> {
  await withSession(app, asked.guildId, asked.id, async (tx, session) => {
    if (session.channelId === asked.channelId) await updateSession(tx, session, change);
  });
}

/** The id of the post that shows how things stand. One that was deleted comes back while the session is to come or open. */
async function shownPost(app: Settling, session: QaSession): Promise<string | null> {
  const { guildId, channelId, id, changes, postDueAt } = session;
  const words = wordsOf(app, guildId);
  const title = await courseTitle(app, guildId, session.courseId);
  const message = sessionPost(session, title, await countQuestions(app, session), words);
  const since = new Date(postDueAt.getTime() - CLOCK_LEEWAY_MS);
  const known =
    session.messageId ?? (await app.messenger.findOwn(guildId, channelId, sessionMarker(session), since));
  if (known !== null && (await edited(app, session, known, message))) return known;
  if (isOver(session)) return null;
  const nonce = `qa-${id}-${changes}`;
  return (await app.messenger.post(guildId, channelId, message, { nonce })).messageId;
}

async function edited(
  app: Settling,
  { guildId, channelId }: QaSession,
  messageId: string,
  message: Parameters<App['messenger']['edit']>[3],
): Promise<boolean> {
  try {
    await app.messenger.edit(guildId, channelId, messageId, message);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'messenger.message-gone') return false;
    throw error;
  }
}

async function settleEvent(app: Settling, session: QaSession): Promise<void> {
  if (session.eventState !== 'due') return;
  const { guildId } = session;
  const plan = await eventPlan(app, session);
  const known = session.eventId ?? (await app.scheduledEvents.find(guildId, plan.name, plan.startsAt));
  try {
    if (isOver(session)) {
      if (known !== null) await app.scheduledEvents.cancel(guildId, known);
      await noteEvent(app, session, { eventState: 'over' });
      return;
    }
    const eventId = known ?? (await app.scheduledEvents.create(guildId, plan)).eventId;
    // One that was taken down in Discord itself stays down.
    const begun = isBegun(session) ? await app.scheduledEvents.start(guildId, eventId) : 'running';
    const outcome =
      known === null || begun !== 'running' ? begun : await app.scheduledEvents.change(guildId, known, plan);
    const stands = outcome === 'done' || outcome === 'running';
    await noteEvent(app, session, { eventId, eventState: stands ? 'made' : 'over' });
  } catch (error) {
    if (error instanceof Refusal) await noteEvent(app, session, { eventState: 'failed' });
    throw error;
  }
}

/** While Discord was asked the session may have been moved or ended: then its event is still to follow, and only its id is kept. */
async function noteEvent(
  app: Settling,
  asked: QaSession,
  { eventId = asked.eventId, eventState }: Pick<SessionChange, 'eventId' | 'eventState'>,
): Promise<void> {
  await withSession(app, asked.guildId, asked.id, async (tx, session) => {
    const isSame =
      session.channelId === asked.channelId &&
      endsAt(session).getTime() === endsAt(asked).getTime() &&
      eventStartsAt(session).getTime() === eventStartsAt(asked).getTime() &&
      isOver(session) === isOver(asked);
    await updateSession(tx, session, { eventId, ...(isSame && eventState ? { eventState } : {}) });
  });
}

async function eventPlan(app: Settling, session: QaSession): Promise<ScheduledEventPlan> {
  const { guildId, courseId, channelId, voiceId } = session;
  const title = await courseTitle(app, guildId, courseId);
  const name = app.interactions.senses.channels.find(channelId)?.name ?? channelId;
  return {
    ...eventWords(session, title, wordsOf(app, guildId)),
    startsAt: eventStartsAt(session),
    endsAt: endsAt(session),
    place: voiceId
      ? { kind: 'voice', channelId: voiceId }
      : { kind: 'elsewhere', name: shorten(`#${name}`, PLACE_MAX) },
  };
}

async function tellQuestions(app: Settling, session: QaSession): Promise<void> {
  for (const question of await listToTell(app, session)) await tell(app, session, question);
}

async function tell(app: Settling, session: QaSession, question: QaQuestion): Promise<void> {
  const told = (postState: 'posted' | 'failed') =>
    // Another state since then is told by itself.
    updateQuestion(app, question, { postState }, question.state);
  try {
    if (!(await isTold(app, session, question))) await postQuestion(app, session, question);
    await told('posted');
  } catch (error) {
    if (error instanceof Refusal) await told('failed');
    throw error;
  }
}

async function isTold(
  app: Settling,
  { guildId, channelId }: QaSession,
  question: QaQuestion,
): Promise<boolean> {
  const since = new Date((question.handledAt ?? question.askedAt).getTime() - CLOCK_LEEWAY_MS);
  return (await app.messenger.findOwn(guildId, channelId, toldMarker(question), since)) !== null;
}

async function postQuestion(
  app: Settling,
  { guildId, channelId }: QaSession,
  question: QaQuestion,
): Promise<void> {
  const { id, userId, state } = question;
  await app.messenger.post(guildId, channelId, questionPost(question, wordsOf(app, guildId)), {
    nonce: `qa-${id}-${toldKey(question)}`,
    ...(state === 'answered' && userId ? { notifies: [userId] } : {}),
  });
}

function wordsOf(app: Pick<App, 'communities'>, guildId: string): Catalogue {
  return catalogues[app.communities.get(guildId).locale];
}
