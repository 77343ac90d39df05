/** Who is in the room of a course as far as known, and for whom that is to be looked at. */
import type { App } from '../app.ts';
import type { PrismaTransaction, SqlRunner } from '../db/client.ts';
import type { RoomProblem } from './learning-records.ts';
import type { Room, RoomRecord } from './learning-rooms-rules.ts';

type Db = Pick<App, 'db'>;

/** A learner whose place is to be looked at. */
export interface DueLearner extends RoomRecord {
  readonly guildId: string;
  readonly courseId: number;
  readonly userId: string;
  /** Grows whenever something changes that decides where they belong. */
  readonly changes: number;
}

/** Learners of the course are looked at from `at` on. */
export async function updateRoomDue(
  tx: PrismaTransaction,
  guildId: string,
  courseId: number,
  at: Date,
): Promise<void> {
  await tx.courseLearner.updateMany({
    where: { guildId: BigInt(guildId), courseId, startedAt: { not: null } },
    data: { roomDueAt: at, roomChanges: { increment: 1 } },
  });
}

/** Somebody is let in, also where they are in as far as known: somebody may have taken them out by hand. */
export async function updateEntranceDue(
  tx: PrismaTransaction,
  guildId: string,
  courseId: number,
  userId: string,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`UPDATE course_learner SET room_due_at = ${at.toISOString()}::timestamptz, room_changes = room_changes + 1,
      room_attempts = CASE WHEN room IS NULL THEN 0 ELSE 1 END
    WHERE guild_id = ${BigInt(guildId)} AND course_id = ${courseId} AND user_id = ${BigInt(userId)}`;
}

/** All courses of these members are looked at from `at` on. */
export async function updateMembersDue(
  sql: SqlRunner,
  guildId: string,
  userIds: readonly string[],
  at: Date,
): Promise<void> {
  await sql.execute(
    `UPDATE course_learner SET room_due_at = $3, room_changes = room_changes + 1
     WHERE guild_id = $1 AND user_id = ANY($2::bigint[]) AND started_at IS NOT NULL`,
    [guildId, userIds, at.toISOString()],
  );
}

/** These members are in none of the community's rooms any more. @param room only of this one; null: of any. @returns how many learnings. */
export async function updateOutside(
  { db }: Db,
  guildId: string,
  userIds: readonly string[],
  room: Room | null,
  at: Date,
): Promise<number> {
  return db.execute(
    `UPDATE course_learner SET room = NULL, room_due_at = $4, room_changes = room_changes + 1
     WHERE guild_id = $1 AND user_id = ANY($2::bigint[]) AND started_at IS NOT NULL AND ($3::text IS NULL OR room = $3)`,
    [guildId, userIds, room, at.toISOString()],
  );
}

/** These learners of the course are in the room, though it was not known. */
export async function updateInside(
  { db }: Db,
  guildId: string,
  courseId: number,
  userIds: readonly string[],
  room: Room,
  at: Date,
): Promise<void> {
  await db.execute(
    `UPDATE course_learner SET room = $4, room_due_at = $5, room_changes = room_changes + 1
     WHERE guild_id = $1 AND course_id = $2 AND user_id = ANY($3::bigint[]) AND started_at IS NOT NULL AND room IS NULL`,
    [guildId, courseId, userIds, room, at.toISOString()],
  );
}

/** Nobody is in the room any more, since it is gone. */
export async function updateRoomGone({ db }: Db, guildId: string, room: Room, at: Date): Promise<void> {
  await db.execute(
    `UPDATE course_learner SET room = NULL, room_due_at = $3, room_changes = room_changes + 1
     WHERE guild_id = $1 AND room = $2`,
    [guildId, room, at.toISOString()],
  );
}

/** These learners of the course are looked at from `at` on. */
export async function updateLearnersDue(
  { db }: Db,
  guildId: string,
  courseId: number,
  userIds: readonly string[],
  at: Date,
): Promise<void> {
  await db.execute(
    `UPDATE course_learner SET room_due_at = $4, room_changes = room_changes + 1
     WHERE guild_id = $1 AND course_id = $2 AND user_id = ANY($3::bigint[]) AND started_at IS NOT NULL AND room_due_at IS NULL`,
    [guildId, courseId, userIds, at.toISOString()],
  );
}

/** Who is still in rooms of courses other than these is looked at from `at` on. */
export async function updateClosedDue(
  { db }: Db,
  guildId: string,
  openIds: readonly number[],
  at: Date,
): Promise<void> {
  await db.execute(
    `UPDATE course_learner SET room_due_at = $3, room_changes = room_changes + 1
     WHERE guild_id = $1 AND room IS NOT NULL AND room_due_at IS NULL AND NOT course_id = ANY($2::integer[])`,
    [guildId, openIds, at.toISOString()],
  );
}

/** A learner whose place is not being looked at. */
export interface SettledLearner {
  readonly userId: string;
  readonly room: Room | null;
  /** Waits until the room takes people again. */
  readonly isHindered: boolean;
}

/** Started learners of a course, without those that are being looked at. */
export async function listSettled({ db }: Db, guildId: string, courseId: number): Promise<SettledLearner[]> {
  return db.query(
    `SELECT user_id AS "userId", room, room_problem IS NOT NULL AS "isHindered" FROM course_learner
     WHERE guild_id = $1 AND course_id = $2 AND started_at IS NOT NULL AND room_due_at IS NULL`,
    [guildId, courseId],
  );
}

const LEARNER = `guild_id AS "guildId", course_id AS "courseId", user_id AS "userId", room, room_attempts AS attempts,
  room_changes AS changes`;
/** Not in the room, since it took nobody, and in nobody's hands. */
const HINDERED = 'room IS NULL AND room_due_at IS NULL AND room_problem IS NOT NULL';

/** The longest due first. */
export async function listDue({ db }: Db, guildId: string, now: Date, limit: number): Promise<DueLearner[]> {
  return db.query<DueLearner>(
    `SELECT ${LEARNER} FROM course_learner WHERE guild_id = $1 AND room_due_at <= $2
     ORDER BY room_due_at, course_id, user_id LIMIT $3`,
    [guildId, now.toISOString(), limit],
  );
}

/** Whom the room of a course took not, the longest learning first. */
export async function listHindered(
  { db }: Db,
  guildId: string,
  courseId: number,
  limit: number,
): Promise<DueLearner[]> {
  return db.query<DueLearner>(
    `SELECT ${LEARNER} FROM course_learner WHERE guild_id = $1 AND course_id = $2 AND ${HINDERED}
     ORDER BY started_at, user_id LIMIT $3`,
    [guildId, courseId, limit],
  );
}

/** Courses whose room took somebody not. */
export async function listHinderedCourses({ db }: Db, guildId: string): Promise<number[]> {
  const rows = await db.query<{ courseId: number }>(
    `SELECT DISTINCT course_id AS "courseId" FROM course_learner WHERE guild_id = $1 AND ${HINDERED}`,
    [guildId],
  );
  return rows.map(({ courseId }) => courseId);
}

/** Communities among these where somebody is due, in no order. */
export async function listDueGuilds({ db }: Db, guildIds: readonly string[], now: Date): Promise<string[]> {
  const rows = await db.query<{ guildId: string }>(
    `SELECT guild_id AS "guildId" FROM unnest($1::bigint[]) AS here(guild_id)
     WHERE EXISTS (SELECT FROM course_learner WHERE course_learner.guild_id = here.guild_id AND room_due_at <= $2)`,
    [guildIds, now.toISOString()],
  );
  return rows.map(({ guildId }) => guildId);
}

const SAME = 'guild_id = $1 AND course_id = $2 AND user_id = $3 AND room_changes = $4';

const keyOf = ({ guildId, courseId, userId, changes }: DueLearner) => [guildId, courseId, userId, changes];

/**
 * A try begins, which is repeated at `until` unless it ends before. @param room where they may be from now on.
 * @returns false where something changed since it was read.
 */
export async function updateBegun(
  { db }: Db,
  learner: DueLearner,
  room: Room,
  until: Date,
): Promise<boolean> {
  const written = await db.execute(
    `UPDATE course_learner SET room = $5, room_due_at = $6, room_attempts = room_attempts + 1 WHERE ${SAME}`,
    [...keyOf(learner), room, until.toISOString()],
  );
  return written > 0;
}

/** Nobody could be let in: it is looked at again later, unless something changed since it was read. */
export async function updatePostponed(
  { db }: Db,
  learner: DueLearner,
  until: Date,
  problem: RoomProblem,
): Promise<void> {
  await db.execute(
    `UPDATE course_learner SET room_due_at = $5, room_attempts = $6, room_problem = $7 WHERE ${SAME}`,
    [...keyOf(learner), until.toISOString(), learner.attempts + 1, problem],
  );
}

/**
 * A look ended. What changed meanwhile is looked at again.
 * @param outcome.room where they are. @param outcome.dueAt when to look again; null: nothing is left to do.
 * @returns false where something changed.
 */
export async function updateEnded(
  sql: SqlRunner,
  learner: DueLearner,
  outcome: { readonly room: Room | null; readonly dueAt: Date | null; readonly problem: RoomProblem | null },
): Promise<boolean> {
  const written = await sql.execute(
    `UPDATE course_learner SET room = $5, room_due_at = $6, room_attempts = 0, room_problem = $7 WHERE ${SAME}`,
    [...keyOf(learner), outcome.room, outcome.dueAt?.toISOString() ?? null, outcome.problem],
  );
  return written > 0;
}

/** Whether another course of theirs keeps them in the room, too: courses may share a role. */
export async function isNeededElsewhere(
  sql: SqlRunner,
  { guildId, courseId, userId }: DueLearner,
  room: Room,
): Promise<boolean> {
  const rows = await sql.query(
    'SELECT FROM course_learner WHERE guild_id = $1 AND user_id = $2 AND room = $3 AND course_id <> $4 LIMIT 1',
    [guildId, userId, room, courseId],
  );
  return rows.length > 0;
}

/** Whether somebody may be in the room for learning the course. */
export async function isInAsLearner(
  { db }: Db,
  guildId: string,
  courseId: number,
  userId: string,
  room: Room,
): Promise<boolean> {
  const rows = await db.query(
    'SELECT FROM course_learner WHERE guild_id = $1 AND course_id = $2 AND user_id = $3 AND room = $4',
    [guildId, courseId, userId, room],
  );
  return rows.length > 0;
}

/** Somebody learns nothing any more: a look that begins now lets them in nowhere, and one under way notices. */
export async function updateStopped({ db }: Db, guildId: string, userId: string): Promise<void> {
  await db.execute(
    `UPDATE course_learner SET started_at = NULL, room_due_at = NULL, room_changes = room_changes + 1
     WHERE guild_id = $1 AND user_id = $2`,
    [guildId, userId],
  );
}

/** Rooms somebody may be in, with the course of each. */
export async function listRoomsOf(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<{ courseId: number; room: Room }[]> {
  return db.query(
    'SELECT course_id AS "courseId", room FROM course_learner WHERE guild_id = $1 AND user_id = $2 AND room IS NOT NULL',
    [guildId, userId],
  );
}
