/** The table of sessions of questions and answers, and nothing else. Ids become text here. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { transact } from '../db/transact.ts';
import type { Prisma } from '../db/generated/client.ts';
import { Refusal } from '../kernel/errors.ts';
import type { QaSession, SessionState } from './qa-rules.ts';

type Db = Pick<App, 'db'>;
/** A transaction, or each statement by itself. */
export type Rows = Db | PrismaTransaction;
type Row = Prisma.QaSessionGetPayload<object>;

export const rowsOf = (rows: Rows) => ('db' in rows ? rows.db.prisma : rows);

/** null when this community has no such session. */
export async function findSession(rows: Rows, guildId: string, sessionId: number): Promise<QaSession | null> {
  const row = await rowsOf(rows).qaSession.findFirst({ where: { id: sessionId, guildId: BigInt(guildId) } });
  return row && toSession(row);
}

/**
 * Does `work` while nothing else changes the session or a question in it. `work` may run several times.
 * @throws Refusal `qa.unknown`.
 */
export function withSession<T>(
  { db }: Db,
  guildId: string,
  sessionId: number,
  work: (tx: PrismaTransaction, session: QaSession) => Promise<T>,
): Promise<T> {
  return transact(db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM qa_session WHERE id = ${sessionId} AND guild_id = ${BigInt(guildId)} FOR UPDATE`;
    const session = await findSession(tx, guildId, sessionId);
    if (!session) throw new Refusal('qa.unknown', {});
    return work(tx, session);
  });
}

export async function insertSession(
  rows: Rows,
  given: Pick<
    QaSession,
    | 'guildId'
    | 'courseId'
    | 'startsAt'
    | 'minutes'
    | 'channelId'
    | 'voiceId'
    | 'anonymous'
    | 'createdBy'
    | 'createdAt'
  >,
): Promise<QaSession> {
  const { guildId, channelId, voiceId, createdBy, ...rest } = given;
  const row = await rowsOf(rows).qaSession.create({
    data: {
      ...rest,
      guildId: BigInt(guildId),
      channelId: BigInt(channelId),
      voiceId: idOrNull(voiceId),
      createdBy: idOrNull(createdBy),
      state: 'planned',
      postState: 'due',
      postDueAt: given.createdAt,
      eventState: 'due',
      // A post that does not stand yet lacks what the first change brings.
      changes: 1,
    },
  });
  return toSession(row);
}

export type SessionChange = Partial<
  Pick<
    QaSession,
    | 'state'
    | 'startsAt'
    | 'minutes'
    | 'channelId'
    | 'postState'
    | 'postDueAt'
    | 'messageId'
    | 'shown'
    | 'eventState'
    | 'eventId'
    | 'closedAt'
  >
>;

/** @param isShown whether the post shows what changes. */
export async function updateSession(
  rows: Rows,
  { guildId, id }: Pick<QaSession, 'guildId' | 'id'>,
  { channelId, messageId, eventId, ...change }: SessionChange,
  isShown = false,
): Promise<void> {
  await rowsOf(rows).qaSession.updateMany({
    where: { id, guildId: BigInt(guildId) },
    data: {
      ...change,
      ...(channelId === undefined ? {} : { channelId: BigInt(channelId) }),
      ...(messageId === undefined ? {} : { messageId: idOrNull(messageId) }),
      ...(eventId === undefined ? {} : { eventId: idOrNull(eventId) }),
      ...(isShown ? { changes: { increment: 1 } } : {}),
    },
  });
}

/** What its post shows is different now. */
export function noteChange(rows: Rows, session: Pick<QaSession, 'guildId' | 'id'>): Promise<void> {
  return updateSession(rows, session, {}, true);
}

/** Those of one course or of all, in these states; upcoming ones first come first, over ones last ended first. */
export async function listSessions(
  { db }: Db,
  guildId: string,
  where: { readonly states: readonly SessionState[]; readonly courseId?: number | null },
  page: { readonly skip: number; readonly take: number },
): Promise<QaSession[]> {
  const isOver = where.states.includes('closed');
  const rows = await db.prisma.qaSession.findMany({
    where: sessionsIn(guildId, where),
    orderBy: isOver ? [{ closedAt: 'desc' }, { id: 'desc' }] : [{ startsAt: 'asc' }, { id: 'asc' }],
    ...page,
  });
  return rows.map(toSession);
}

export function countSessions(
  rows: Rows,
  guildId: string,
  where: { readonly states: readonly SessionState[]; readonly courseId?: number | null },
): Promise<number> {
  return rowsOf(rows).qaSession.count({ where: sessionsIn(guildId, where) });
}

function sessionsIn(
  guildId: string,
  { states, courseId = null }: { states: readonly SessionState[]; courseId?: number | null },
) {
  return {
    guildId: BigInt(guildId),
    state: { in: [...states] },
    ...(courseId === null ? {} : { courseId }),
  };
}

/** Sessions in which something is to be done or may fall due with time, the oldest first. */
export async function listUnsettled({ db }: Db, guildId: string): Promise<number[]> {
  const rows = await db.prisma.$queryRaw<{ id: number }[]>`
    SELECT id FROM qa_session AS session
     WHERE guild_id = ${BigInt(guildId)}
       AND (state IN ('planned', 'open', 'closing') OR event_state = 'due' OR (post_state <> 'failed' AND shown < changes)
            OR EXISTS (SELECT 1 FROM qa_question
                        WHERE guild_id = session.guild_id AND session_id = session.id AND post_state = 'due'))
     ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** The sessions in which questions without a name were asked. */
export async function listAnonymousIds({ db }: Db, guildId: string): Promise<number[]> {
  const rows = await db.prisma.qaQuestion.findMany({
    where: { guildId: BigInt(guildId), askerKey: { not: null } },
    distinct: ['sessionId'],
    orderBy: { sessionId: 'asc' },
    select: { sessionId: true },
  });
  return rows.map(({ sessionId }) => sessionId);
}

/** Sessions that somebody opened, the oldest first. */
export async function listOpenedBy({ db }: Db, guildId: string, userId: string): Promise<QaSession[]> {
  const where = { guildId: BigInt(guildId), createdBy: BigInt(userId) };
  return (await db.prisma.qaSession.findMany({ where, orderBy: { id: 'asc' } })).map(toSession);
}

export async function updateOpenerToNobody(
  tx: PrismaTransaction,
  guildId: string,
  userId: string,
): Promise<number> {
  const where = { guildId: BigInt(guildId), createdBy: BigInt(userId) };
  return (await tx.qaSession.updateMany({ where, data: { createdBy: null } })).count;
}

const idOrNull = (id: string | null) => (id === null ? null : BigInt(id));

function toSession(row: Row): QaSession {
  return {
    ...row,
    guildId: row.guildId.toString(),
    state: row.state as SessionState,
    channelId: row.channelId.toString(),
    postState: row.postState as QaSession['postState'],
    messageId: row.messageId?.toString() ?? null,
    eventState: row.eventState as QaSession['eventState'],
    eventId: row.eventId?.toString() ?? null,
    voiceId: row.voiceId?.toString() ?? null,
    createdBy: row.createdBy?.toString() ?? null,
  };
}
