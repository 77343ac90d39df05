/** Questions in a session: asked and voted for by whoever can open the course, answered by its creator and staff, kept and found again. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import type { Actor } from '../courses/courses.ts';
import { recordLearning } from '../interactions/interactions.ts';
import { dayOf, dayStart } from '../kernel/calendar.ts';
import type { Span } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { askerKey, assertTakesPart, isOwn } from './qa-access.ts';
import type { AccessNeeds } from './qa-access.ts';
import {
  countAnswered,
  countAnsweredBy,
  countByCourse,
  countOpenOf,
  countQuestions,
  deleteVote,
  findNext,
  findQuestion,
  findTakenBy,
  insertQuestion,
  insertVote,
  listQuestions,
  searchAnswered,
  updateQuestion,
} from './qa-questions-store.ts';
import type { ListedQuestion, QuestionChange } from './qa-questions-store.ts';
import {
  ANSWER_MAX,
  assertHasQuestion,
  assertSession,
  leftBefore,
  OPEN_QUESTIONS_MAX,
  parseWords,
  QUESTION_MAX,
  searchWords,
} from './qa-rules.ts';
import type { QaQuestion, QaSession, QuestionState } from './qa-rules.ts';
import { getSession, ledSession } from './qa-sessions.ts';
import type { QaNeeds } from './qa-sessions.ts';
import { settleOrLater, showSoon } from './qa-settling.ts';
import { noteChange, withSession } from './qa-sessions-store.ts';

/** Whether somebody may ask now. @throws Refusal `qa.unknown`, `qa.session-state`, those of `assertAccess`. */
export async function assertCanAsk(
  app: AccessNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
): Promise<void> {
  const session = await getSession(app, guildId, sessionId);
  assertSession(session, 'ask');
  await assertTakesPart(app, guildId, actor, session.courseId);
}

/**
 * Takes a question; without a name nobody can tell whose it is. The log notes a named one at once, others see `finishClosing`.
 * @throws Refusal as `assertCanAsk`; `qa.empty`, `qa.not-anonymous`, `qa.too-many-questions`.
 */
export async function askQuestion(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
  asked: { readonly text: string; readonly anonymous: boolean },
): Promise<QaQuestion> {
  const text = parseWords(asked.text, QUESTION_MAX);
  await assertCanAsk(app, guildId, actor, sessionId);
  const asker = { userId: actor.userId, askerKey: askerKey(app, guildId, sessionId, actor.userId) };
  const askedAt = app.clock.now();
  const { question, session } = await withSession(app, guildId, sessionId, async (tx, session) => {
    assertSession(session, 'ask');
    if (asked.anonymous && !takesAnonymous(app, session)) throw new Refusal('qa.not-anonymous', {});
    if ((await countOpenOf(tx, session, asker)) >= OPEN_QUESTIONS_MAX)
      throw new Refusal('qa.too-many-questions', { most: OPEN_QUESTIONS_MAX });
    // Never both: together they would tell whose the others are.
    const who = asked.anonymous ? { ...asker, userId: null } : { ...asker, askerKey: null };
    const keptAt = asked.anonymous ? dayBeginning(app, guildId, askedAt) : askedAt;
    const question = await insertQuestion(tx, session, { ...who, text, askedAt: keptAt });
    await noteChange(tx, session);
    return { question, session };
  });
  if (!asked.anonymous) note(app, 'question', session, question.id, actor.userId, askedAt);
  showSoon(app, session);
  return question;
}

function dayBeginning({ communities }: Pick<App, 'communities'>, guildId: string, at: Date): Date {
  const { timeZone } = communities.get(guildId);
  return dayStart(dayOf(at, timeZone), timeZone);
}

/** Whether a session takes questions without a name, as it was opened and as the community wants it now. */
function takesAnonymous(
  app: Pick<App, 'courses'>,
  { guildId, anonymous }: Pick<QaSession, 'guildId' | 'anonymous'>,
): boolean {
  return anonymous && app.courses.settingsOf(guildId).anonymousQuestions;
}

function note(
  app: QaNeeds,
  kind: 'question' | 'answer',
  { guildId, channelId }: QaSession,
  questionId: number,
  userId: string,
  at: Date,
): void {
  recordLearning(app, kind, { guildId, userId, channelId, at, ofId: questionId });
}

/**
 * Votes for a question, or takes the vote back; twice is as once. @returns the question.
 * @throws Refusal `qa.unknown`, `qa.session-state`, `qa.question-state`, `qa.own-question`, those of `assertAccess`.
 */
export async function voteFor(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  questionId: number,
  wanted: boolean,
): Promise<QaQuestion> {
  const { userId } = actor;
  const { sessionId, courseId } = await getQuestion(app, guildId, questionId);
  await assertTakesPart(app, guildId, actor, courseId);
  return withSession(app, guildId, sessionId, async (tx, session) => {
    const question = await questionIn(tx, guildId, questionId);
    assertSession(session, 'vote');
    if (question.state !== 'open') throw new Refusal('qa.question-state', { state: question.state });
    if (isOwn(app, question, userId)) throw new Refusal('qa.own-question', {});
    const isChanged = wanted
      ? await insertVote(tx, question, userId, app.clock.now())
      : await deleteVote(tx, question, userId);
    if (isChanged) await noteChange(tx, session);
    return question;
  }).finally(() => showSoon(app, { guildId, id: sessionId }));
}

/**
 * The question to be answered now: the one they took already, else the one with most votes, of equals the oldest. Nobody else gets it
 * while they have it. null: none waits. @throws Refusal `qa.unknown`, `course.owner-only`, `qa.session-state`.
 */
export async function takeNext(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
): Promise<QaQuestion | null> {
  await ledSession(app, guildId, actor, sessionId);
  const now = app.clock.now();
  const taken = await withSession(app, guildId, sessionId, async (tx, session) => {
    assertSession(session, 'next');
    const own = await findTakenBy(tx, session, actor.userId);
    if (own) return own;
    const next = await findNext(tx, session, leftBefore(now));
    if (!next) return null;
    // After the end nobody waits in the channel for the answer.
    const postState = session.state === 'open' ? 'due' : 'none';
    const change = { state: 'taken', handledBy: actor.userId, handledAt: now, postState } as const;
    return changed(tx, session, next, change);
  });
  if (taken) await settleOrLater(app, guildId, sessionId);
  return taken;
}

/** Answers the question they took; the channel is told, and whoever asked with a name. @throws as `handled`; `qa.empty`. */
export async function answerQuestion(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  questionId: number,
  typed: string,
): Promise<QaQuestion> {
  const answer = parseWords(typed, ANSWER_MAX);
  const at = app.clock.now();
  const { question, session } = await handled(app, guildId, actor, questionId, {
    state: 'answered',
    answer,
    handledAt: at,
    postState: 'due',
  });
  note(app, 'answer', session, question.id, actor.userId, at);
  await settleOrLater(app, guildId, session.id);
  return question;
}

/** Leaves the question they took unanswered for good. @throws as `handled`. */
export async function dismissQuestion(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  questionId: number,
  reason: string | null,
): Promise<QaQuestion> {
  const handledAt = app.clock.now();
  const change = { state: 'dismissed', answer: reason, handledAt, postState: 'none' } as const;
  return (await handled(app, guildId, actor, questionId, change)).question;
}

/** Lets the question they took wait again. @throws as `handled`. */
export async function putBack(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  questionId: number,
): Promise<QaQuestion> {
  const change = { state: 'open', handledBy: null, handledAt: null, postState: 'none' } as const;
  return (await handled(app, guildId, actor, questionId, change)).question;
}

/** Changes the question they took. @throws Refusal `qa.unknown`, `course.owner-only`, `qa.question-state`, `qa.taken-by-other`. */
async function handled(
  app: QaNeeds,
  guildId: string,
  actor: Actor,
  questionId: number,
  change: QuestionChange,
): Promise<{ question: QaQuestion; session: QaSession }> {
  const { sessionId } = await getQuestion(app, guildId, questionId);
  await ledSession(app, guildId, actor, sessionId);
  const done = await withSession(app, guildId, sessionId, async (tx, session) => {
    const question = await questionIn(tx, guildId, questionId);
    assertHasQuestion(question, actor.userId);
    return { session, question: await changed(tx, session, question, change) };
  });
  showSoon(app, done.session);
  return done;
}

async function changed(
  tx: PrismaTransaction,
  session: QaSession,
  question: QaQuestion,
  change: QuestionChange,
): Promise<QaQuestion> {
  await updateQuestion(tx, question, change);
  await noteChange(tx, session);
  return { ...question, ...change };
}

async function questionIn(
  rows: PrismaTransaction | Pick<App, 'db'>,
  guildId: string,
  questionId: number,
): Promise<QaQuestion> {
  const question = await findQuestion(rows, guildId, questionId);
  if (!question) throw new Refusal('qa.unknown', {});
  return question;
}

/** @throws Refusal `qa.unknown`. */
function getQuestion(app: Pick<App, 'db'>, guildId: string, questionId: number): Promise<QaQuestion> {
  return questionIn(app, guildId, questionId);
}

/** A question as somebody may read it. @throws Refusal `qa.unknown`, those of `assertAccess`. */
export async function readQuestion(
  app: AccessNeeds,
  guildId: string,
  actor: Actor,
  questionId: number,
): Promise<QaQuestion> {
  const question = await getQuestion(app, guildId, questionId);
  await assertTakesPart(app, guildId, actor, question.courseId);
  return question;
}

export interface QuestionPage {
  readonly session: QaSession;
  readonly questions: readonly ListedQuestion[];
  readonly total: number;
}

/** Questions of a session in these states: waiting ones first, then by votes. @throws Refusal `qa.unknown`, those of `assertAccess`. */
export async function questionsOf(
  app: AccessNeeds,
  guildId: string,
  actor: Actor,
  sessionId: number,
  states: readonly QuestionState[],
  page: { readonly skip: number; readonly take: number },
): Promise<QuestionPage> {
  const session = await getSession(app, guildId, sessionId);
  await assertTakesPart(app, guildId, actor, session.courseId);
  const counts = await countQuestions(app, session);
  const total = states.reduce((sum, state) => sum + counts[state], 0);
  return { session, questions: await listQuestions(app, session, states, actor.userId, page), total };
}

/** Answered questions of a course with all of these words in question or answer, the latest first. @throws those of `assertAccess`. */
export async function searchAnswers(
  app: AccessNeeds,
  guildId: string,
  actor: Actor,
  courseId: number,
  words: string,
  page: { readonly skip: number; readonly take: number },
): Promise<{ found: QaQuestion[]; total: number }> {
  await assertTakesPart(app, guildId, actor, courseId);
  return searchAnswered(app, guildId, courseId, searchWords(words), page);
}

/** Answered questions about a course. */
export function answeredCount(app: Pick<App, 'db'>, guildId: string, courseId: number): Promise<number> {
  return countAnswered(app, guildId, courseId);
}

/** Answers somebody gave, ever. */
export function answersGivenBy(app: Pick<App, 'db'>, guildId: string, userId: string): Promise<number> {
  return countAnsweredBy(app, guildId, userId);
}

/** Questions asked within the span, per course that has any, by its number; unanswered ones are those that still wait, dismissed ones do not. */
export function openQuestionsOf(
  app: Pick<App, 'db'>,
  guildId: string,
  span: Span,
): Promise<{ courseId: number; asked: number; unanswered: number }[]> {
  return countByCourse(app, guildId, span);
}
