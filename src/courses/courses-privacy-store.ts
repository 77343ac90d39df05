/** What the tables of courses hold on one person, and its erasure. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import type { CourseVersion } from './courses-records.ts';
import { toVersion } from './courses-store.ts';

type Db = Pick<App, 'db'>;

/** Their courses with every version, those they gave away, the reviews they wrote, and what they did, the oldest first. */
export async function listHeldOn({ db }: Db, guildId: string, userId: string) {
  const [guild, person] = [BigInt(guildId), BigInt(userId)];
  const courses = await db.prisma.course.findMany({
    where: { guildId: guild, creatorId: person },
    orderBy: { id: 'asc' },
  });
  const courseIds = courses.map(({ id }) => id);
  return {
    courses,
    given: await db.prisma.course.findMany({
      where: { guildId: guild, formerCreatorIds: { has: person } },
      select: { id: true },
      orderBy: { id: 'asc' },
    }),
    versions: await db.prisma.courseVersion.findMany({
      where: { guildId: guild, courseId: { in: courseIds } },
      orderBy: { id: 'asc' },
    }),
    reviews: await db.prisma.courseReview.findMany({
      where: { guildId: guild, userId: person },
      orderBy: { id: 'asc' },
    }),
    entries: await db.prisma.courseEntry.findMany({
      where: { guildId: guild, userId: person },
      orderBy: { id: 'asc' },
    }),
  };
}

/** Versions of their courses that have a thread, the oldest first. */
export async function listThreadsOf({ db }: Db, guildId: string, userId: string): Promise<CourseVersion[]> {
  const guild = BigInt(guildId);
  const courses = await db.prisma.course.findMany({
    where: { guildId: guild, creatorId: BigInt(userId) },
    select: { id: true },
  });
  const rows = await db.prisma.courseVersion.findMany({
    where: { guildId: guild, courseId: { in: courses.map(({ id }) => id) }, reviewThreadId: { not: null } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toVersion);
}

/** Numbers of their courses, in no order, locked until the transaction ends. */
export async function lockCoursesOf(
  tx: PrismaTransaction,
  guildId: string,
  userId: string,
): Promise<{ id: number; isPublished: boolean }[]> {
  const rows = await tx.$queryRaw<{ id: number; published_id: number | null }[]>`
    SELECT id, published_id FROM course
    WHERE guild_id = ${BigInt(guildId)} AND creator_id = ${BigInt(userId)} ORDER BY id FOR UPDATE`;
  return rows.map(({ id, published_id: publishedId }) => ({ id, isPublished: publishedId !== null }));
}

/** A course of which nothing was ever published, with all that belongs to it. @returns rows. */
export async function deleteCourse(
  tx: PrismaTransaction,
  guildId: string,
  courseId: number,
): Promise<number> {
  const where = { guildId: BigInt(guildId), courseId };
  const counts = [
    await tx.courseReview.deleteMany({ where }),
    await tx.courseEntry.deleteMany({ where }),
    await tx.courseVersion.deleteMany({ where }),
    await tx.course.deleteMany({ where: { guildId: BigInt(guildId), id: courseId } }),
  ];
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** Versions of the course that nobody but its creator and reviewers ever saw, and that it was theirs. @returns rows. */
export async function updateToNobodys(
  tx: PrismaTransaction,
  guildId: string,
  courseId: number,
): Promise<number> {
  const guild = BigInt(guildId);
  const unseen = await tx.courseVersion.findMany({
    where: { guildId: guild, courseId, publishedAt: null },
    select: { id: true },
  });
  const versionId = { in: unseen.map(({ id }) => id) };
  const counts = [
    await tx.courseReview.deleteMany({ where: { guildId: guild, versionId } }),
    await tx.courseVersion.deleteMany({ where: { guildId: guild, id: versionId } }),
    await tx.courseEntry.updateMany({
      where: { guildId: guild, versionId },
      data: { versionId: null, toldState: 'none' },
    }),
    await tx.course.updateMany({ where: { guildId: guild, id: courseId }, data: { creatorId: null } }),
  ];
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/**
 * What they decided about others' courses. An approval of a version that is not decided yet counts no more: else they could give it twice.
 * @returns rows.
 */
export async function eraseActs(tx: PrismaTransaction, guildId: string, userId: string): Promise<number> {
  const [guild, person] = [BigInt(guildId), BigInt(userId)];
  const open = await tx.courseVersion.findMany({
    where: { guildId: guild, state: 'submitted' },
    select: { id: true },
  });
  const own = { guildId: guild, userId: person };
  const counts = [
    {
      count: await tx.$executeRaw`
        UPDATE course SET former_creator_ids = array_remove(former_creator_ids, ${person}::bigint)
        WHERE guild_id = ${guild} AND ${person}::bigint = ANY(former_creator_ids)`,
    },
    await tx.courseReview.deleteMany({ where: { ...own, versionId: { in: open.map(({ id }) => id) } } }),
    await tx.courseReview.updateMany({ where: own, data: { userId: null } }),
    await tx.courseEntry.updateMany({ where: own, data: { userId: null } }),
    await tx.courseEntry.updateMany({
      where: { guildId: guild, kind: 'transferred', note: userId },
      data: { note: null },
    }),
  ];
  return counts.reduce((sum, { count }) => sum + count, 0);
}
