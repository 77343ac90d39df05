/** The table of answers, and nothing else. Anonymous answers carry no user and no time here, only a hash nobody can undo without the key. */
import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { transact } from '../db/transact.ts';
import type { Span } from '../kernel/calendar.ts';
import type { AnswerValues } from './surveys-rules.ts';

type Db = Pick<App, 'db'>;

export interface NewAnswer {
  readonly guildId: string;
  readonly surveyId: number;
  readonly respondentKey: string;
  /** Both null in an anonymous survey. */
  readonly userId: string | null;
  readonly answeredAt: Date | null;
  readonly values: AnswerValues;
}

/**
 * Writes the answer, over an earlier one of the same person, while the survey takes answers at `at`; null when it does not. One
 * statement that locks the survey, so that no answer slips in behind the close.
 */
export async function upsertAnswerWhileOpen(
  { db }: Db,
  answer: NewAnswer,
  at: Date,
): Promise<'new' | 'changed' | null> {
  const userId = answer.userId === null ? null : BigInt(answer.userId);
  const values = JSON.stringify(answer.values);
  // xmax is 0 for a row this statement inserted, and set for one it changed.
  const rows = await db.prisma.$queryRaw<{ isNew: boolean }[]>`
    INSERT INTO survey_answer (id, guild_id, survey_id, user_id, respondent_key, answered_at, values)
    SELECT ${randomUUID()}::uuid, guild_id, id, ${userId}::bigint, ${answer.respondentKey}, ${answer.answeredAt}::timestamptz, ${values}::jsonb
      FROM survey
     WHERE id = ${answer.surveyId} AND guild_id = ${BigInt(answer.guildId)} AND state IN ('opening', 'open')
       AND (closes_at IS NULL OR closes_at > ${at}::timestamptz)
       FOR SHARE
    ON CONFLICT (survey_id, respondent_key) DO UPDATE SET values = excluded.values, answered_at = excluded.answered_at
    RETURNING xmax = 0 AS "isNew"`;
  const row = rows[0];
  if (!row) return null;
  return row.isNew ? 'new' : 'changed';
}

/**
 * Closes the survey to answers; false when it was not open. In an anonymous one every answer is written anew in the same transaction,
 * under new random ids and in their order, so that neither place nor transaction tells who answered when.
 */
export async function updateClosing(
  { db }: Db,
  {
    guildId,
    surveyId,
    anonymous,
    closedAt,
  }: { guildId: string; surveyId: number; anonymous: boolean; closedAt: Date },
): Promise<boolean> {
  const survey = { surveyId, guildId: BigInt(guildId) };
  return transact(db, async (tx) => {
    const { count } = await tx.survey.updateMany({
      where: { id: surveyId, guildId: survey.guildId, state: 'open' },
      data: { state: 'closing', closedAt },
    });
    if (count === 0) return false;
    if (!anonymous) return true;
    const answers = await tx.surveyAnswer.findMany({
      where: survey,
      select: { respondentKey: true, values: true },
    });
    await tx.surveyAnswer.deleteMany({ where: survey });
    const rows = answers
      .map((answer) => ({ ...answer, id: randomUUID() }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const ids = rows.map(({ id }) => id);
    const keys = rows.map(({ respondentKey }) => respondentKey);
    const values = rows.map((row) => JSON.stringify(row.values));
    await tx.$executeRaw`
      INSERT INTO survey_answer (id, guild_id, survey_id, respondent_key, values)
      SELECT id, ${survey.guildId}, ${surveyId}, respondent_key, values::jsonb
        FROM unnest(${ids}::uuid[], ${keys}::text[], ${values}::text[]) AS answer (id, respondent_key, values)`;
    return true;
  });
}

/** Every answer to a survey, in the order of their random ids. */
export async function listAnswers({ db }: Db, guildId: string, surveyId: number): Promise<AnswerValues[]> {
  const rows = await db.prisma.surveyAnswer.findMany({
    where: { guildId: BigInt(guildId), surveyId },
    orderBy: { id: 'asc' },
    select: { values: true },
  });
  return rows.map(({ values }) => values as AnswerValues);
}

export async function countAnswers({ db }: Db, guildId: string, surveyId: number): Promise<number> {
  return db.prisma.surveyAnswer.count({ where: { guildId: BigInt(guildId), surveyId } });
}

/** How many answered each of these surveys; without those nobody answered. */
export async function countAnswersOf(
  { db }: Db,
  guildId: string,
  surveyIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await db.prisma.surveyAnswer.groupBy({
    by: ['surveyId'],
    where: { guildId: BigInt(guildId), surveyId: { in: [...surveyIds] } },
    _count: true,
  });
  return new Map(rows.map((row) => [row.surveyId, row._count]));
}

/** Who answered, as keys, in no telling order. */
export async function listRespondentKeys({ db }: Db, guildId: string, surveyId: number): Promise<string[]> {
  const rows = await db.prisma.surveyAnswer.findMany({
    where: { guildId: BigInt(guildId), surveyId },
    orderBy: { id: 'asc' },
    select: { respondentKey: true },
  });
  return rows.map(({ respondentKey }) => respondentKey);
}

export interface HeldAnswer {
  readonly surveyId: number;
  readonly respondentKey: string;
  /** null for anonymous answers and for those beyond the limit. */
  readonly values: AnswerValues | null;
}

/** Who answered the open surveys of every community, with the values of the latest `valuesLimit` named answers; oldest first. */
export async function listAnswersOfOpen({ db }: Db, valuesLimit: number): Promise<HeldAnswer[]> {
  const rows = await db.prisma.$queryRaw<HeldAnswer[]>`
    SELECT survey_id AS "surveyId", respondent_key AS "respondentKey",
           CASE WHEN user_id IS NOT NULL AND place <= ${valuesLimit} THEN values END AS values
      FROM (
        SELECT answer.*, row_number() OVER (ORDER BY answered_at DESC NULLS LAST, answer.id) AS place
          FROM survey_answer AS answer JOIN survey ON survey.id = survey_id AND survey.guild_id = answer.guild_id
         WHERE state IN ('opening', 'open')
      ) AS placed
     ORDER BY place DESC`;
  return rows;
}

/** Named answers given (or last changed) in the span, to any of these surveys. */
export async function listAnswersIn(
  { db }: Db,
  guildId: string,
  surveyIds: readonly number[],
  { from, to }: Span,
): Promise<{ surveyId: number; values: AnswerValues }[]> {
  const rows = await db.prisma.surveyAnswer.findMany({
    where: { guildId: BigInt(guildId), surveyId: { in: [...surveyIds] }, answeredAt: { gte: from, lt: to } },
    orderBy: { id: 'asc' },
    select: { surveyId: true, values: true },
  });
  return rows.map(({ surveyId, values }) => ({ surveyId, values: values as AnswerValues }));
}

export interface OwnAnswer {
  readonly surveyId: number;
  readonly respondentKey: string;
  readonly title: string;
  readonly anonymous: boolean;
  /** null for an anonymous answer. */
  readonly answeredAt: Date | null;
  readonly values: AnswerValues;
  readonly questions: readonly {
    readonly position: number;
    readonly text: string;
    readonly choices: readonly string[];
  }[];
}

/** The answers that stand under these keys, oldest survey first. */
export async function listAnswersUnder(
  { db }: Db,
  guildId: string,
  respondentKeys: readonly string[],
): Promise<OwnAnswer[]> {
  const rows = await db.prisma.surveyAnswer.findMany({
    where: { guildId: BigInt(guildId), respondentKey: { in: [...respondentKeys] } },
    orderBy: { surveyId: 'asc' },
    include: { survey: { include: { questions: { orderBy: { position: 'asc' } } } } },
  });
  return rows.map(({ survey, ...row }) => ({
    surveyId: row.surveyId,
    respondentKey: row.respondentKey,
    title: survey.title,
    anonymous: survey.anonymous,
    answeredAt: row.answeredAt,
    values: row.values as AnswerValues,
    questions: survey.questions.map(({ position, text, choices }) => ({ position, text, choices })),
  }));
}

/** Erases the answers that stand under these keys; how many. */
export async function deleteAnswersUnder(
  { db }: Db,
  guildId: string,
  respondentKeys: readonly string[],
): Promise<number> {
  const { count } = await db.prisma.surveyAnswer.deleteMany({
    where: { guildId: BigInt(guildId), respondentKey: { in: [...respondentKeys] } },
  });
  return count;
}
