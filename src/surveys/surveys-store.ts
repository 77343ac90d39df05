/** The tables of surveys and questions, and nothing else. Ids become text here; answers have their own store. */
import type { App } from '../app.ts';
import { transact } from '../db/transact.ts';
import type { PrismaTransaction } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import type { Span } from '../kernel/calendar.ts';
import { INDICATORS, QUESTION_KINDS } from './surveys-rules.ts';
import type { Question, QuestionDraft, Survey, SurveyState } from './surveys-rules.ts';

type Db = Pick<App, 'db'>;
type SurveyRow = Prisma.SurveyGetPayload<{ include: typeof withQuestions }>;

const withQuestions = { questions: { orderBy: { position: 'asc' } } } as const;

/** null when this community has no such survey. */
export async function findSurvey({ db }: Db, guildId: string, surveyId: number): Promise<Survey | null> {
  const row = await db.prisma.survey.findFirst({
    where: { id: surveyId, guildId: BigInt(guildId) },
    include: withQuestions,
  });
  return row && toSurvey(row);
}

/** The community's surveys, newest first. */
export async function listNewest({ db }: Db, guildId: string, limit: number): Promise<Survey[]> {
  const rows = await db.prisma.survey.findMany({
    where: { guildId: BigInt(guildId) },
    include: withQuestions,
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(toSurvey);
}

/** The community's surveys in one of these states, oldest first. */
export async function listSurveysIn(
  { db }: Db,
  guildId: string,
  states: readonly SurveyState[],
): Promise<Survey[]> {
  const rows = await db.prisma.survey.findMany({
    where: { guildId: BigInt(guildId), state: { in: [...states] } },
    include: withQuestions,
    orderBy: { id: 'asc' },
  });
  return rows.map(toSurvey);
}

/** Of every community: all that are not closed, and the latest `closedPerCommunity` closed ones; in no order. */
export async function listSurveysToHold({ db }: Db, closedPerCommunity: number): Promise<Survey[]> {
  const ids = await db.prisma.$queryRaw<{ id: number }[]>`
    SELECT id FROM (
      SELECT id, state, row_number() OVER (PARTITION BY guild_id, state = 'closed' ORDER BY id DESC) AS place FROM survey
    ) AS placed
    WHERE state <> 'closed' OR place <= ${closedPerCommunity}`;
  const acrossGuilds = { id: { in: ids.map(({ id }) => id) } };
  const rows = await db.prisma.survey.findMany({ where: acrossGuilds, include: withQuestions });
  return rows.map(toSurvey);
}

/**
 * The surveys whose answers can belong to the span, oldest first: named ones that were open at some time in it, anonymous ones that
 * were closed in it.
 */
export async function listSurveysAsked({ db }: Db, guildId: string, { from, to }: Span): Promise<Survey[]> {
  const rows = await db.prisma.survey.findMany({
    where: {
      guildId: BigInt(guildId),
      state: { not: 'draft' },
      OR: [
        { anonymous: false, openedAt: { lt: to }, OR: [{ closedAt: null }, { closedAt: { gte: from } }] },
        { anonymous: true, closedAt: { gte: from, lt: to } },
      ],
    },
    include: withQuestions,
    orderBy: { id: 'asc' },
  });
  return rows.map(toSurvey);
}

/** Ids of the community's anonymous surveys that members could answer, in no order. */
export async function listAnonymousIds({ db }: Db, guildId: string): Promise<number[]> {
  const rows = await db.prisma.survey.findMany({
    where: { guildId: BigInt(guildId), anonymous: true, state: { not: 'draft' } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** What the person created, oldest first. */
export async function listSurveysBy(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<{ id: number; title: string; createdAt: Date }[]> {
  return db.prisma.survey.findMany({
    where: { guildId: BigInt(guildId), createdBy: BigInt(userId) },
    select: { id: true, title: true, createdAt: true },
    orderBy: { id: 'asc' },
  });
}

/** Takes the person's name off the surveys they created; how many. */
export async function updateCreatorToNobody({ db }: Db, guildId: string, userId: string): Promise<number> {
  const { count } = await db.prisma.survey.updateMany({
    where: { guildId: BigInt(guildId), createdBy: BigInt(userId) },
    data: { createdBy: 0n },
  });
  return count;
}

export async function countUnfinished({ db }: Db, guildId: string): Promise<number> {
  return db.prisma.survey.count({ where: { guildId: BigInt(guildId), state: { not: 'closed' } } });
}

export interface NewSurvey {
  readonly guildId: string;
  readonly title: string;
  readonly anonymous: boolean;
  readonly channelId: string;
  readonly closesAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Inserts a draft without questions; its id. */
export async function insertSurvey({ db }: Db, survey: NewSurvey): Promise<number> {
  const { id } = await db.prisma.survey.create({
    data: {
      ...survey,
      guildId: BigInt(survey.guildId),
      channelId: BigInt(survey.channelId),
      createdBy: BigInt(survey.createdBy),
      state: 'draft',
    },
  });
  return id;
}

/** Appends a question, unless the survey is no draft of this community or has `max` already. */
export async function insertQuestion(
  { db }: Db,
  guildId: string,
  surveyId: number,
  question: QuestionDraft,
  max: number,
): Promise<'inserted' | 'no-draft' | 'full'> {
  return transact(db, async (tx) => {
    if (!(await lockDraft(tx, guildId, surveyId))) return 'no-draft';
    const count = await tx.surveyQuestion.count({ where: { surveyId } });
    if (count >= max) return 'full';
    await tx.surveyQuestion.create({ data: { ...columnsOf(question), surveyId, position: count + 1 } });
    return 'inserted';
  });
}

/** Replaces the question at a position; false when the survey is no draft of this community or has no such question. */
export async function updateQuestion(
  { db }: Db,
  guildId: string,
  surveyId: number,
  position: number,
  question: QuestionDraft,
): Promise<boolean> {
  return transact(db, async (tx) => {
    if (!(await lockDraft(tx, guildId, surveyId))) return false;
    const { count } = await tx.surveyQuestion.updateMany({
      where: { surveyId, position },
      data: columnsOf(question),
    });
    return count > 0;
  });
}

/** Takes the last question away; false when the survey is no draft of this community or has none. */
export async function deleteLastQuestion({ db }: Db, guildId: string, surveyId: number): Promise<boolean> {
  return transact(db, async (tx) => {
    if (!(await lockDraft(tx, guildId, surveyId))) return false;
    const position = await tx.surveyQuestion.count({ where: { surveyId } });
    const { count } = await tx.surveyQuestion.deleteMany({ where: { surveyId, position } });
    return count > 0;
  });
}

/** Deletes a draft with its questions; false when there is no such draft in this community. */
export async function deleteDraft({ db }: Db, guildId: string, surveyId: number): Promise<boolean> {
  const { count } = await db.prisma.survey.deleteMany({
    where: { id: surveyId, guildId: BigInt(guildId), state: 'draft' },
  });
  return count > 0;
}

/** Notes the intent to open a draft that has a question; false when it is no such draft, so that of two who try one succeeds. */
export async function updateOpening(
  { db }: Db,
  guildId: string,
  surveyId: number,
  facts: { readonly openedAt: Date; readonly invitedCount: number | null },
): Promise<boolean> {
  const { count } = await db.prisma.survey.updateMany({
    where: { id: surveyId, guildId: BigInt(guildId), state: 'draft', questions: { some: {} } },
    data: { ...facts, state: 'opening' },
  });
  return count > 0;
}

/** Takes an intent to open back; false where somebody answered already, because then it was posted. */
export async function updateBackToDraft({ db }: Db, guildId: string, surveyId: number): Promise<boolean> {
  const { count } = await db.prisma.survey.updateMany({
    where: { id: surveyId, guildId: BigInt(guildId), state: 'opening', answers: { none: {} } },
    data: { state: 'draft', openedAt: null, invitedCount: null },
  });
  return count > 0;
}

/** Notes that the survey is posted; `messageId` null where the post cannot be found. */
export async function updateOpened(
  { db }: Db,
  guildId: string,
  surveyId: number,
  messageId: string | null,
): Promise<void> {
  await db.prisma.survey.updateMany({
    where: { id: surveyId, guildId: BigInt(guildId), state: 'opening' },
    data: { state: 'open', messageId: messageId === null ? null : BigInt(messageId) },
  });
}

/** Notes that everything a close brings with it is done. */
export async function updateClosed({ db }: Db, guildId: string, surveyId: number): Promise<void> {
  await db.prisma.survey.updateMany({
    where: { id: surveyId, guildId: BigInt(guildId), state: 'closing' },
    data: { state: 'closed' },
  });
}

/** True when this is a draft of this community; then nobody else can change it until the transaction ends. */
async function lockDraft(tx: PrismaTransaction, guildId: string, surveyId: number): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM survey WHERE id = ${surveyId} AND guild_id = ${BigInt(guildId)} AND state = 'draft' FOR UPDATE`;
  return rows.length > 0;
}

function columnsOf(question: QuestionDraft) {
  return { ...question, choices: [...question.choices] };
}

function toSurvey(row: SurveyRow): Survey {
  return {
    id: row.id,
    guildId: row.guildId.toString(),
    title: row.title,
    state: row.state as SurveyState,
    anonymous: row.anonymous,
    channelId: row.channelId?.toString() ?? '',
    messageId: row.messageId?.toString() ?? null,
    createdAt: row.createdAt,
    openedAt: row.openedAt,
    closesAt: row.closesAt,
    closedAt: row.closedAt,
    invitedCount: row.invitedCount,
    questions: row.questions.map(toQuestion),
  };
}

function toQuestion(row: SurveyRow['questions'][number]): Question {
  return {
    position: row.position,
    kind: QUESTION_KINDS.find((kind) => kind === row.kind) ?? 'text',
    text: row.text,
    indicator: INDICATORS.find((indicator) => indicator === row.indicator) ?? null,
    choices: row.choices,
    required: row.required,
  };
}
