/** Sessions of questions and answers: opened, moved, closed and called off by the creator of the course or staff. */
import type { App } from '../app.ts';
import type { Actor } from '../courses/courses.ts';
import { catalogues } from '../i18n/i18n.ts';
import { Refusal } from '../kernel/errors.ts';
import { assertAccess } from '../learning/learning.ts';
import { transact } from '../db/transact.ts';
import { assertLeads, courseTitle } from './qa-access.ts';
import { movedPost } from './qa-post.ts';
import { assertNear, assertSession, LIVE_SESSIONS_MAX } from './qa-rules.ts';
import type { QaSession, SessionState } from './qa-rules.ts';
import { closing, settleOrLater, settleSession } from './qa-settling.ts';
import type { Problem, Settling } from './qa-settling.ts';
import {
  countSessions,
  findSession,
  insertSession,
  listSessions,
  updateSession,
  withSession,
} from './qa-sessions-store.ts';

export type QaNeeds = Settling & Pick<App, 'tiers'>;

/** A session as it stands after an act, and what Discord refused meanwhile. */
export interface SettledSession {
  readonly session: QaSession;
  readonly title: string;
  readonly problems: readonly Problem[];
}

export interface NewSession {
  readonly courseId: number;
  /** Not in the past; now: it opens at once. */
  readonly startsAt: Date;
  readonly minutes: number;
  readonly channelId: string;
  /** null: in text. */
  readonly voiceId: string | null;
  /** Whether questions may be asked without a name; never where the community does not want that. */
  readonly anonymous: boolean;
}

const LIVE: readonly SessionState[] = ['planned', 'open'];

/** @throws Refusal `qa.unknown`. */
export async function getSession(
  app: Pick<App, 'db'>,
  guildId: string,
  sessionId: number,
): Promise<QaSession> {
  const session = await findSession(app, guildId, sessionId);
  if (!session) throw new Refusal('qa.unknown', {});
  return session;
}

/**
 * Plans a session, or opens it where it begins now. It stands also where Discord refuses its event: `problems` says why.
 * @throws Refusal `course.unknown`, `learning.archived`, `course.owner-only`, `messenger.channel`, `qa.too-far`, `qa.too-many-sessions`.
 */
export async function openSession(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  given: NewSession,
): Promise<SettledSession> {
  const { courseId, channelId } = given;
  // Says why a course that cannot be found any more is none to ask about.
  if (!app.courses.find(guildId, courseId)) await assertAccess(app, guildId, actor.userId, courseId);
  await assertLeads(app, guildId, actor, courseId);
  const problem = app.messenger.channelProblem(guildId, channelId);
  if (problem) throw new Refusal('messenger.channel', { channelId, problem });
  const now = app.clock.now();
  assertNear(given.startsAt, now);
  const anonymous = given.anonymous && app.courses.settingsOf(guildId).anonymousQuestions;
  const session = await transact(app.db, async (tx) => {
    if ((await countSessions(tx, guildId, { states: LIVE })) >= LIVE_SESSIONS_MAX)
      throw new Refusal('qa.too-many-sessions', { most: LIVE_SESSIONS_MAX });
    return insertSession(tx, { ...given, anonymous, guildId, createdBy: actor.userId, createdAt: now });
  });
  return settled(app, session);
}

/** What is to be different; null: as it is. */
export interface SessionMove {
  readonly startsAt: Date | null;
  readonly minutes: number | null;
  readonly channelId: string | null;
}

/**
 * Gives a session another time, length or channel; one that is open keeps its beginning.
 * @throws Refusal `qa.unknown`, `course.owner-only`, `qa.session-state`, `qa.too-far`, `messenger.channel`; AggregateError when Discord failed.
 */
export async function moveSession(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
  { startsAt, minutes, channelId }: SessionMove,
): Promise<SettledSession> {
  await ledSession(app, guildId, actor, sessionId);
  const problem = channelId === null ? null : app.messenger.channelProblem(guildId, channelId);
  if (channelId !== null && problem) throw new Refusal('messenger.channel', { channelId, problem });
  if (startsAt) assertNear(startsAt, app.clock.now());
  // What is under way is found by the old time and place.
  await settleSession(app, guildId, sessionId);
  const before = await getSession(app, guildId, sessionId);
  assertSession(before, startsAt === null ? 'move' : 'put-off');
  const isElsewhere = channelId !== null && channelId !== before.channelId;
  if (isElsewhere) await leaveChannel(app, before, channelId);
  const session = await withSession(app, guildId, sessionId, async (tx, now) => {
    assertSession(now, startsAt === null ? 'move' : 'put-off');
    const change = {
      ...(startsAt ? { startsAt } : {}),
      ...(minutes === null ? {} : { minutes }),
      ...(isElsewhere
        ? { channelId, messageId: null, postState: 'due' as const, postDueAt: app.clock.now() }
        : {}),
      eventState: 'due' as const,
    };
    await updateSession(tx, now, change, true);
    return now;
  });
  return settled(app, session);
}

/** Says in the old channel where the session is now. */
async function leaveChannel(app: QaNeeds, session: QaSession, channelId: string): Promise<void> {
  const { guildId, messageId } = session;
  if (messageId === null) return;
  const words = catalogues[app.communities.get(guildId).locale];
  const message = movedPost(await courseTitle(app, guildId, session.courseId), channelId, words);
  try {
    await app.messenger.edit(guildId, session.channelId, messageId, message);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info({ sessionId: session.id, reason: error.code }, 'the old post of a Q&A session is gone');
  }
}

/** Ends it: no question is taken any more. @throws Refusal `qa.unknown`, `course.owner-only`, `qa.session-state`. */
export function closeSession(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
): Promise<SettledSession> {
  return ended(app, guildId, actor, sessionId, 'close');
}

/** Calls it off; everybody sees it in the post. @throws as `closeSession`. */
export function cancelSession(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
): Promise<SettledSession> {
  return ended(app, guildId, actor, sessionId, 'cancel');
}

async function ended(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
  act: 'close' | 'cancel',
): Promise<SettledSession> {
  await ledSession(app, guildId, actor, sessionId);
  const session = await withSession(app, guildId, sessionId, async (tx, found) => {
    assertSession(found, act);
    const end = closing(app.clock.now());
    await updateSession(tx, found, act === 'close' ? end : { ...end, state: 'cancelled' }, true);
    return found;
  });
  return settled(app, session);
}

async function settled(app: QaNeeds, { guildId, id, courseId }: QaSession): Promise<SettledSession> {
  const problems = await settleOrLater(app, guildId, id);
  const title = await courseTitle(app, guildId, courseId);
  return { session: await getSession(app, guildId, id), title, problems };
}

/** The session, for somebody who leads it. @throws Refusal `qa.unknown`, `course.owner-only`. */
export async function ledSession(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  actor: Actor,
  sessionId: number,
): Promise<QaSession> {
  const session = await getSession(app, guildId, sessionId);
  await assertLeads(app, guildId, actor, session.courseId);
  return session;
}

export interface SessionPage {
  readonly sessions: readonly (QaSession & { readonly title: string })[];
  readonly total: number;
}

/** Sessions in these states: upcoming ones in their order, past ones the latest first. @param courseId null: of every course. */
export async function sessionsOf(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  where: { readonly states: readonly SessionState[]; readonly courseId: number | null },
  page: { readonly skip: number; readonly take: number },
): Promise<SessionPage> {
  const found = await listSessions(app, guildId, where, page);
  const sessions = [];
  for (const session of found)
    sessions.push({ ...session, title: await courseTitle(app, guildId, session.courseId) });
  return { sessions, total: await countSessions(app, guildId, where) };
}
