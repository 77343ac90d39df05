/** The tables of learners and of lessons done. What their rooms need stands in learning-rooms-store.ts. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import type { CourseLearner as LearnerRow } from '../db/generated/client.ts';
import type { CourseFigures } from './learning-figures.ts';
import type { Learner, RoomProblem } from './learning-records.ts';

type Db = Pick<App, 'db'>;

/** Prisma's client, or one of its transactions. */
type Rows = PrismaTransaction | App['db']['prisma'];

const idOf = (guildId: string, userId: string, courseId: number) => ({
  guildId: BigInt(guildId),
  courseId,
  userId: BigInt(userId),
});

/** null before the first look. */
export async function findLearner(
  rows: Rows,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<Learner | null> {
  const row = await rows.courseLearner.findFirst({ where: idOf(guildId, userId, courseId) });
  return row && toLearner(row);
}

/** Nobody else changes what they did in the course until the transaction ends. null before the first look. */
export async function lockLearner(
  tx: PrismaTransaction,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<Learner | null> {
  await tx.$queryRaw`SELECT 1 FROM course_learner
    WHERE guild_id = ${BigInt(guildId)} AND course_id = ${courseId} AND user_id = ${BigInt(userId)} FOR UPDATE`;
  return findLearner(tx, guildId, userId, courseId);
}

/** Courses somebody started, the latest start first. */
export async function listStarted({ db }: Db, guildId: string, userId: string): Promise<Learner[]> {
  const rows = await db.prisma.courseLearner.findMany({
    where: { guildId: BigInt(guildId), userId: BigInt(userId), startedAt: { not: null } },
    orderBy: [{ startedAt: 'desc' }, { courseId: 'desc' }],
  });
  return rows.map(toLearner);
}

/** Notes the first look; later ones change nothing. @returns whether it was the first. */
export async function insertViewed(
  rows: Rows,
  guildId: string,
  userId: string,
  courseId: number,
  viewedAt: Date,
): Promise<boolean> {
  const row = { ...idOf(guildId, userId, courseId), viewedAt };
  const { count } = await rows.courseLearner.createMany({ data: [row], skipDuplicates: true });
  return count > 0;
}

/** @returns false when they had started before. */
export async function updateStarted(
  rows: Rows,
  guildId: string,
  userId: string,
  courseId: number,
  startedAt: Date,
): Promise<boolean> {
  const { count } = await rows.courseLearner.updateMany({
    where: { ...idOf(guildId, userId, courseId), startedAt: null },
    data: { startedAt },
  });
  return count > 0;
}

export type LearnerChange = Partial<
  Pick<
    Learner,
    'finishedAt' | 'finishedId' | 'certificateCode' | 'certificateName' | 'rating' | 'comment' | 'ratedAt'
  >
>;

export async function updateLearner(
  rows: Rows,
  guildId: string,
  userId: string,
  courseId: number,
  change: LearnerChange,
): Promise<void> {
  await rows.courseLearner.updateMany({ where: idOf(guildId, userId, courseId), data: change });
}

/** Keys of the lessons somebody has done, also of those a younger version dropped. */
export async function listDone(
  rows: Rows,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<Set<string>> {
  const found = await rows.lessonDone.findMany({
    where: { ...idOf(guildId, userId, courseId), isUndone: false },
    select: { lesson: true },
  });
  return new Set(found.map(({ lesson }) => lesson));
}

/** Keys of all lessons somebody has done, by course. */
export async function listAllDone(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<Map<number, Set<string>>> {
  const found = await db.prisma.lessonDone.findMany({
    where: { guildId: BigInt(guildId), userId: BigInt(userId), isUndone: false },
    select: { courseId: true, lesson: true },
  });
  const byCourse = new Map<number, Set<string>>();
  for (const { courseId, lesson } of found)
    byCourse.set(courseId, (byCourse.get(courseId) ?? new Set()).add(lesson));
  return byCourse;
}

/** @returns false when it was done before, also where that was taken back. */
export async function saveDone(
  rows: Rows,
  guildId: string,
  userId: string,
  courseId: number,
  lesson: string,
  doneAt: Date,
): Promise<boolean> {
  const key = { ...idOf(guildId, userId, courseId), lesson };
  const { count } = await rows.lessonDone.createMany({ data: [{ ...key, doneAt }], skipDuplicates: true });
  if (count === 0) await rows.lessonDone.updateMany({ where: key, data: { isUndone: false } });
  return count > 0;
}

/** Takes back that a lesson is done. */
export async function updateUndone(
  rows: Rows,
  guildId: string,
  userId: string,
  courseId: number,
  lesson: string,
): Promise<void> {
  await rows.lessonDone.updateMany({
    where: { ...idOf(guildId, userId, courseId), lesson },
    data: { isUndone: true },
  });
}

/** Who has the certificate with this code; null where nobody in the community has. */
export async function findByCode({ db }: Db, guildId: string, code: string): Promise<Learner | null> {
  const row = await db.prisma.courseLearner.findFirst({
    where: { guildId: BigInt(guildId), certificateCode: code },
  });
  return row && toLearner(row);
}

/** Of `learner`: whoever a course was given to has no part in its figures any more, least of all with their stars. */
export const IS_NOT_CREATOR = `NOT EXISTS (SELECT FROM course WHERE course.guild_id = learner.guild_id AND course.id = learner.course_id
     AND course.creator_id = learner.user_id)`;

/** What people did with each course, by course. @param courseIds only these; null: all. */
export async function sumFigures(
  { db }: Db,
  guildId: string,
  courseIds: readonly number[] | null,
): Promise<Map<number, CourseFigures>> {
  const rows = await db.query<Record<keyof Omit<CourseFigures, 'ratings'>, string> & SummedRatings>(
    `SELECT course_id AS "courseId", count(*) AS viewed, count(started_at) AS started, count(finished_at) AS finished,
       count(rating) AS ratings, coalesce(sum(rating), 0) AS sum, coalesce(sum(rating * rating), 0) AS squares
     FROM course_learner AS learner
     WHERE guild_id = $1 AND ($2::integer[] IS NULL OR course_id = ANY($2::integer[])) AND ${IS_NOT_CREATOR}
     GROUP BY course_id`,
    [guildId, courseIds],
  );
  return new Map(
    rows.map(({ courseId, viewed, started, finished, ratings, sum, squares }) => [
      courseId,
      {
        viewed: Number(viewed),
        started: Number(started),
        finished: Number(finished),
        ratings: { count: Number(ratings), sum: Number(sum), sumOfSquares: Number(squares) },
      },
    ]),
  );
}

interface SummedRatings {
  readonly courseId: number;
  readonly ratings: string;
  readonly sum: string;
  readonly squares: string;
}

/** What is held on somebody: every course they looked at, with the lessons they did. */
export async function listHeld({ db }: Db, guildId: string, userId: string) {
  const where = { guildId: BigInt(guildId), userId: BigInt(userId) };
  const courses = await db.prisma.courseLearner.findMany({ where, orderBy: { courseId: 'asc' } });
  const lessons = await db.prisma.lessonDone.findMany({
    where,
    orderBy: [{ courseId: 'asc' }, { doneAt: 'asc' }, { lesson: 'asc' }],
  });
  return {
    courses: courses.map(({ room, ...row }) => ({ ...toLearner(row), room })),
    lessons: lessons.map(({ courseId, lesson, doneAt, isUndone }) => ({
      courseId,
      lesson,
      doneAt,
      isUndone,
    })),
  };
}

/** @returns how many rows. */
export async function deleteLearner(tx: PrismaTransaction, guildId: string, userId: string): Promise<number> {
  const where = { guildId: BigInt(guildId), userId: BigInt(userId) };
  // Whoever marks a lesson holds the learner: none is written after they are gone.
  const courses = await tx.courseLearner.deleteMany({ where });
  const lessons = await tx.lessonDone.deleteMany({ where });
  return courses.count + lessons.count;
}

function toLearner(row: Omit<LearnerRow, 'room'>): Learner {
  return {
    courseId: row.courseId,
    userId: row.userId.toString(),
    viewedAt: row.viewedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    finishedId: row.finishedId,
    rating: row.rating,
    comment: row.comment,
    ratedAt: row.ratedAt,
    certificateCode: row.certificateCode,
    certificateName: row.certificateName,
    roomProblem: row.roomProblem as RoomProblem | null,
  };
}
