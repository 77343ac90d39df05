/** The tables of questions and votes, and nothing else. Who asked without a name stands here only under a hash. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Span } from '../kernel/calendar.ts';
import type { QaQuestion, QaSession, QuestionState } from './qa-rules.ts';
import { rowsOf } from './qa-sessions-store.ts';
import type { Rows } from './qa-sessions-store.ts';

type Db = Pick<App, 'db'>;
type Row = Prisma.QaQuestionGetPayload<object>;

/** A question as somebody sees it in a list. */
export interface ListedQuestion extends QaQuestion {
  readonly votes: number;
  /** Whether they voted for it. */
  readonly hasVoted: boolean;
}

/** A person: by id where a name was given, under their key of a session where not. */
export interface Asker {
  readonly userId: string;
  readonly askerKey: string;
}

/** Asked by this person, with a name or without. */
const askedBy = ({ userId, askerKey }: Asker) => ({ OR: [{ userId: BigInt(userId) }, { askerKey }] });

export async function findQuestion(
  rows: Rows,
  guildId: string,
  questionId: number,
): Promise<QaQuestion | null> {
  const row = await rowsOf(rows).qaQuestion.findFirst({
    where: { id: questionId, guildId: BigInt(guildId) },
  });
  return row && toQuestion(row);
}

export async function insertQuestion(
  tx: PrismaTransaction,
  { guildId, id: sessionId, courseId }: QaSession,
  { userId, ...asked }: { userId: string | null; askerKey: string | null; text: string; askedAt: Date },
): Promise<QaQuestion> {
  const row = await tx.qaQuestion.create({
    data: {
      ...asked,
      guildId: BigInt(guildId),
      sessionId,
      courseId,
      userId: userId === null ? null : BigInt(userId),
      state: 'open',
    },
  });
  return toQuestion(row);
}

export type QuestionChange = Partial<
  Pick<QaQuestion, 'state' | 'answer' | 'handledBy' | 'handledAt' | 'postState'>
>;

/** @param inState only while it is in this state; false when it is not. */
export async function updateQuestion(
  rows: Rows,
  { guildId, id }: Pick<QaQuestion, 'guildId' | 'id'>,
  { handledBy, ...change }: QuestionChange,
  inState?: QuestionState,
): Promise<boolean> {
  const { count } = await rowsOf(rows).qaQuestion.updateMany({
    where: { id, guildId: BigInt(guildId), ...(inState ? { state: inState } : {}) },
    data: {
      ...change,
      ...(handledBy === undefined ? {} : { handledBy: handledBy === null ? null : BigInt(handledBy) }),
    },
  });
  return count > 0;
}

/** Unanswered ones of this person. */
export function countOpenOf(tx: PrismaTransaction, session: QaSession, asker: Asker): Promise<number> {
  return tx.qaQuestion.count({
    where: {
      guildId: BigInt(session.guildId),
      sessionId: session.id,
      state: { in: ['open', 'taken'] },
      ...askedBy(asker),
    },
  });
}

/** The one in the hands of this person; null for none. */
export async function findTakenBy(
  tx: PrismaTransaction,
  { guildId, id: sessionId }: QaSession,
  userId: string,
): Promise<QaQuestion | null> {
  const row = await tx.qaQuestion.findFirst({
    where: { guildId: BigInt(guildId), sessionId, state: 'taken', handledBy: BigInt(userId) },
    orderBy: { id: 'asc' },
  });
  return row && toQuestion(row);
}

/** The one most people want answered, of equals the oldest: open, or taken before `leftBefore`; null for none. */
export async function findNext(
  tx: PrismaTransaction,
  { guildId, id: sessionId }: QaSession,
  leftBefore: Date,
): Promise<QaQuestion | null> {
  const [next] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM qa_question AS question
     WHERE guild_id = ${BigInt(guildId)} AND session_id = ${sessionId}
       AND (state = 'open' OR (state = 'taken' AND handled_at < ${leftBefore}::timestamptz))
     ORDER BY (SELECT count(*) FROM qa_vote AS vote
                WHERE vote.guild_id = question.guild_id AND vote.question_id = question.id) DESC, id
     LIMIT 1`;
  return next ? findQuestion(tx, guildId, next.id) : null;
}

/** Those whose state the channel is still to be told, the oldest first. */
export async function listToTell({ db }: Db, { guildId, id: sessionId }: QaSession): Promise<QaQuestion[]> {
  const rows = await db.prisma.qaQuestion.findMany({
    where: { guildId: BigInt(guildId), sessionId, postState: 'due' },
    orderBy: { id: 'asc' },
  });
  return rows.map(toQuestion);
}

/** Questions of a session in these states: waiting ones first, then by votes, then the oldest. @param userId who looks. */
export async function listQuestions(
  { db }: Db,
  { guildId, id: sessionId }: QaSession,
  states: readonly QuestionState[],
  userId: string,
  page: { readonly skip: number; readonly take: number },
): Promise<ListedQuestion[]> {
  const votes = await db.prisma.$queryRaw<{ id: number; votes: number; hasVoted: boolean }[]>`
    SELECT question.id, count(vote.user_id)::int AS votes,
           coalesce(bool_or(vote.user_id = ${BigInt(userId)}), false) AS "hasVoted"
      FROM qa_question AS question
      LEFT JOIN qa_vote AS vote ON vote.guild_id = question.guild_id AND vote.question_id = question.id
     WHERE question.guild_id = ${BigInt(guildId)} AND session_id = ${sessionId}
       AND state IN (${Prisma.join([...states])})
     GROUP BY question.id
     ORDER BY state IN ('answered', 'dismissed'), votes DESC, question.id
     LIMIT ${page.take} OFFSET ${page.skip}`;
  const rows = await db.prisma.qaQuestion.findMany({
    where: { guildId: BigInt(guildId), id: { in: votes.map(({ id }) => id) } },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return votes.flatMap(({ id, ...counted }) => {
    const row = byId.get(id);
    return row ? [{ ...toQuestion(row), ...counted }] : [];
  });
}

/** How many questions of a session are in which state; and how many votes they have. */
export async function countQuestions(
  rows: Rows,
  { guildId, id: sessionId }: QaSession,
): Promise<Readonly<Record<QuestionState | 'votes', number>>> {
  const where = { guildId: BigInt(guildId), sessionId };
  const counts = await rowsOf(rows).qaQuestion.groupBy({ by: ['state'], where, _count: true });
  const [{ votes } = { votes: 0 }] = await rowsOf(rows).$queryRaw<{ votes: number }[]>`
    SELECT count(*)::int AS votes FROM qa_vote AS vote
      JOIN qa_question AS question ON question.guild_id = vote.guild_id AND question.id = vote.question_id
     WHERE question.guild_id = ${BigInt(guildId)} AND question.session_id = ${sessionId}`;
  const of = (state: QuestionState) => counts.find((count) => count.state === state)?._count ?? 0;
  return {
    open: of('open'),
    taken: of('taken'),
    answered: of('answered'),
    dismissed: of('dismissed'),
    votes,
  };
}

/** Each once, in no telling order. */
export async function listAskerKeys({ db }: Db, { guildId, id: sessionId }: QaSession): Promise<string[]> {
  const rows = await db.prisma.qaQuestion.findMany({
    where: { guildId: BigInt(guildId), sessionId, askerKey: { not: null } },
    distinct: ['askerKey'],
    orderBy: { askerKey: 'asc' },
    select: { askerKey: true },
  });
  return rows.map(({ askerKey }) => askerKey!);
}

/** Answered questions of a course that hold all of the words, in question or answer, the latest first. @param words small, in one form of each letter. */
export async function searchAnswered(
  { db }: Db,
  guildId: string,
  courseId: number,
  words: readonly string[],
  page: { readonly skip: number; readonly take: number },
): Promise<{ found: QaQuestion[]; total: number }> {
  const rows = await db.prisma.$queryRaw<{ id: number; total: number }[]>`
    SELECT id, (count(*) OVER ())::int AS total FROM qa_question
     WHERE guild_id = ${BigInt(guildId)} AND course_id = ${courseId} AND state = 'answered'
       AND (SELECT coalesce(bool_and(position(word IN lower(normalize(text || ' ' || answer, NFKC))) > 0), true)
              FROM unnest(${[...words]}::text[]) AS word)
     ORDER BY handled_at DESC, id DESC
     LIMIT ${page.take} OFFSET ${page.skip}`;
  const ids = rows.map(({ id }) => id);
  const found = await db.prisma.qaQuestion.findMany({ where: { guildId: BigInt(guildId), id: { in: ids } } });
  const byId = new Map(found.map((row) => [row.id, row]));
  return {
    found: ids.flatMap((id) => (byId.has(id) ? [toQuestion(byId.get(id)!)] : [])),
    total: rows[0]?.total ?? 0,
  };
}

export function countAnswered({ db }: Db, guildId: string, courseId: number): Promise<number> {
  return db.prisma.qaQuestion.count({ where: { guildId: BigInt(guildId), courseId, state: 'answered' } });
}

export function countAnsweredBy({ db }: Db, guildId: string, userId: string): Promise<number> {
  return db.prisma.qaQuestion.count({
    where: { guildId: BigInt(guildId), handledBy: BigInt(userId), state: 'answered' },
  });
}

/** Of what was asked in the span, per course by its number. */
export async function countByCourse(
  { db }: Db,
  guildId: string,
  { from, to }: Span,
): Promise<{ courseId: number; asked: number; unanswered: number }[]> {
  return db.prisma.$queryRaw`
    SELECT course_id AS "courseId", count(*)::int AS asked,
           (count(*) FILTER (WHERE state IN ('open', 'taken')))::int AS unanswered
      FROM qa_question
     WHERE guild_id = ${BigInt(guildId)} AND asked_at >= ${from}::timestamptz AND asked_at < ${to}::timestamptz
     GROUP BY course_id ORDER BY course_id`;
}

/** Votes for it; true when they had not voted before. */
export async function insertVote(
  tx: PrismaTransaction,
  { guildId, id: questionId }: QaQuestion,
  userId: string,
  votedAt: Date,
): Promise<boolean> {
  const vote = { guildId: BigInt(guildId), questionId, userId: BigInt(userId), votedAt };
  return (await tx.qaVote.createMany({ data: [vote], skipDuplicates: true })).count > 0;
}

/** Takes the vote back; true when there was one. */
export async function deleteVote(
  tx: PrismaTransaction,
  { guildId, id: questionId }: QaQuestion,
  userId: string,
): Promise<boolean> {
  const where = { guildId: BigInt(guildId), questionId, userId: BigInt(userId) };
  return (await tx.qaVote.deleteMany({ where })).count > 0;
}

/** Questions of this person in every session, the oldest first. @param askerKeys theirs in each session. */
export async function listAskedBy(
  { db }: Db,
  guildId: string,
  userId: string,
  askerKeys: readonly string[],
): Promise<QaQuestion[]> {
  const rows = await db.prisma.qaQuestion.findMany({
    where: { guildId: BigInt(guildId), ...ofPerson(userId, askerKeys) },
    orderBy: { id: 'asc' },
  });
  return rows.map(toQuestion);
}

/** Questions somebody took, answered or dismissed. */
export function countHandledBy({ db }: Db, guildId: string, userId: string): Promise<number> {
  return db.prisma.qaQuestion.count({ where: { guildId: BigInt(guildId), handledBy: BigInt(userId) } });
}

/** What somebody voted for, the oldest vote first. */
export async function listVotesOf(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<{ questionId: number; votedAt: Date }[]> {
  return db.prisma.qaVote.findMany({
    where: { guildId: BigInt(guildId), userId: BigInt(userId) },
    orderBy: [{ votedAt: 'asc' }, { questionId: 'asc' }],
    select: { questionId: true, votedAt: true },
  });
}

/** Erases the person: what was answered or dismissed stays without them, what was not goes with its votes. @returns rows erased or changed. */
export async function erasePerson(
  tx: PrismaTransaction,
  guildId: string,
  userId: string,
  askerKeys: readonly string[],
): Promise<number> {
  const guild = { guildId: BigInt(guildId) };
  const own = { ...guild, ...ofPerson(userId, askerKeys) };
  const unanswered = { ...own, state: { in: ['open', 'taken'] } };
  const gone = await tx.qaQuestion.findMany({ where: unanswered, select: { id: true, sessionId: true } });
  const ids = gone.map(({ id }) => id);
  await tx.qaVote.deleteMany({ where: { ...guild, questionId: { in: ids } } });
  const deleted = await tx.qaQuestion.deleteMany({ where: { ...guild, id: { in: ids } } });
  const kept = await tx.qaQuestion.updateMany({ where: own, data: { userId: null, askerKey: null } });
  const handled = await tx.qaQuestion.updateMany({
    where: { ...guild, handledBy: BigInt(userId) },
    data: { handledBy: null },
  });
  const ownVotes = await tx.qaVote.findMany({ where: { ...guild, userId: BigInt(userId) } });
  await tx.qaVote.deleteMany({ where: { ...guild, userId: BigInt(userId) } });
  const votedFor = await tx.qaQuestion.findMany({
    where: { ...guild, id: { in: ownVotes.map(({ questionId }) => questionId) } },
    select: { sessionId: true },
  });
  // The posts count what is gone now.
  const sessionIds = [...gone, ...votedFor].map(({ sessionId }) => sessionId);
  await tx.qaSession.updateMany({
    where: { ...guild, id: { in: sessionIds } },
    data: { changes: { increment: 1 } },
  });
  return deleted.count + kept.count + handled.count + ownVotes.length;
}

function ofPerson(userId: string, askerKeys: readonly string[]) {
  return { OR: [{ userId: BigInt(userId) }, { askerKey: { in: [...askerKeys] } }] };
}

function toQuestion(row: Row): QaQuestion {
  return {
    ...row,
    guildId: row.guildId.toString(),
    userId: row.userId?.toString() ?? null,
    state: row.state as QuestionState,
    handledBy: row.handledBy?.toString() ?? null,
    postState: row.postState as QaQuestion['postState'],
  };
}
