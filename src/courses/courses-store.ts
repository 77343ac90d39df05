/** The tables of courses and their versions. */
import { z } from 'zod';
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import type { Course as CourseRow, CourseVersion as VersionRow, Prisma } from '../db/generated/client.ts';
import type {
  Course,
  CourseContent,
  CourseVersion,
  Lesson,
  Level,
  RoomKind,
  TaughtIn,
} from './courses-records.ts';
import type { VersionState } from './courses-states-rules.ts';

const lessons: z.ZodType<Lesson[]> = z.array(
  z.object({
    key: z.string(),
    title: z.string(),
    link: z.string().nullable(),
    text: z.string().nullable(),
    minutes: z.number(),
  }),
);

/** Prisma's client, or one of its transactions. */
export type Rows = PrismaTransaction | App['db']['prisma'];

export async function findCourse(rows: Rows, guildId: string, courseId: number): Promise<Course | null> {
  const row = await rows.course.findFirst({ where: { guildId: BigInt(guildId), id: courseId } });
  return row && toCourse(row);
}

/** Nobody else changes the course or its versions until the transaction ends. null where there is none. */
export async function lockCourse(
  tx: PrismaTransaction,
  guildId: string,
  courseId: number,
): Promise<Course | null> {
  await tx.$queryRaw`SELECT 1 FROM course WHERE guild_id = ${BigInt(guildId)} AND id = ${courseId} FOR UPDATE`;
  return findCourse(tx, guildId, courseId);
}

export async function findVersion(
  rows: Rows,
  guildId: string,
  versionId: number,
): Promise<CourseVersion | null> {
  const row = await rows.courseVersion.findFirst({ where: { guildId: BigInt(guildId), id: versionId } });
  return row && toVersion(row);
}

/** The youngest version; null for a course that does not exist. */
export async function findLatest(
  rows: Rows,
  guildId: string,
  courseId: number,
): Promise<CourseVersion | null> {
  const row = await rows.courseVersion.findFirst({
    where: { guildId: BigInt(guildId), courseId },
    orderBy: { number: 'desc' },
  });
  return row && toVersion(row);
}

/** Every version, the youngest first. */
export async function listVersions(rows: Rows, guildId: string, courseId: number): Promise<CourseVersion[]> {
  const found = await rows.courseVersion.findMany({
    where: { guildId: BigInt(guildId), courseId },
    orderBy: { number: 'desc' },
  });
  return found.map(toVersion);
}

/** Versions in one of the states, those that came there first before the others. */
export async function listVersionsIn(
  rows: Rows,
  guildId: string,
  states: readonly VersionState[],
): Promise<CourseVersion[]> {
  const found = await rows.courseVersion.findMany({
    where: { guildId: BigInt(guildId), state: { in: [...states] } },
    orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
  });
  return found.map(toVersion);
}

/** The courses of one creator, the youngest first, each with its youngest version. */
export async function listCoursesOf(
  rows: Rows,
  guildId: string,
  creatorId: string,
): Promise<{ course: Course; latest: CourseVersion }[]> {
  const courses = await rows.course.findMany({
    where: { guildId: BigInt(guildId), creatorId: BigInt(creatorId) },
    orderBy: { id: 'desc' },
  });
  const versions = await rows.courseVersion.findMany({
    where: { guildId: BigInt(guildId), courseId: { in: courses.map(({ id }) => id) } },
    orderBy: { number: 'asc' },
  });
  const latest = new Map(versions.map((row) => [row.courseId, row]));
  return courses.flatMap((row) => {
    const version = latest.get(row.id);
    return version ? [{ course: toCourse(row), latest: toVersion(version) }] : [];
  });
}

export async function insertCourse(
  tx: PrismaTransaction,
  course: { readonly guildId: string; readonly creatorId: string; readonly createdAt: Date },
): Promise<Course> {
  const row = await tx.course.create({
    data: {
      guildId: BigInt(course.guildId),
      creatorId: BigInt(course.creatorId),
      createdAt: course.createdAt,
    },
  });
  return toCourse(row);
}

/** Nobody else begins a course of this creator until the transaction ends: who has none yet has no row to lock. */
export async function lockCreator(tx: PrismaTransaction, guildId: string, userId: string): Promise<void> {
  const name = `courses of ${userId} in ${guildId}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** A draft with the next number. */
export async function insertDraft(
  tx: PrismaTransaction,
  { guildId, id: courseId }: Pick<Course, 'guildId' | 'id'>,
  content: CourseContent,
  createdAt: Date,
): Promise<CourseVersion> {
  const latest = await findLatest(tx, guildId, courseId);
  const row = await tx.courseVersion.create({
    data: {
      ...columnsOf(content),
      guildId: BigInt(guildId),
      courseId,
      number: (latest?.number ?? 0) + 1,
      state: 'draft',
      createdAt,
    },
  });
  return toVersion(row);
}

export async function updateContent(
  tx: PrismaTransaction,
  { guildId, id }: Pick<CourseVersion, 'guildId' | 'id'>,
  content: CourseContent,
): Promise<void> {
  await tx.courseVersion.updateMany({ where: { guildId: BigInt(guildId), id }, data: columnsOf(content) });
}

/** What a move changes besides the state. */
export type VersionChange = Partial<
  Pick<
    CourseVersion,
    | 'submittedAt'
    | 'decidedAt'
    | 'publishedAt'
    | 'threadState'
    | 'announceState'
    | 'announceBegunAt'
    | 'announceId'
    | 'reviewThreadId'
  >
> & { readonly state?: VersionState };

export async function updateVersion(
  rows: Rows,
  { guildId, id }: Pick<CourseVersion, 'guildId' | 'id'>,
  { announceId, reviewThreadId, ...change }: VersionChange,
): Promise<void> {
  await rows.courseVersion.updateMany({
    where: { guildId: BigInt(guildId), id },
    data: {
      ...change,
      ...(announceId === undefined ? {} : { announceId: announceId === null ? null : BigInt(announceId) }),
      ...(reviewThreadId === undefined
        ? {}
        : { reviewThreadId: reviewThreadId === null ? null : BigInt(reviewThreadId) }),
    },
  });
}

export type CourseChange = Partial<
  Pick<
    Course,
    | 'creatorId'
    | 'formerCreatorIds'
    | 'publishedId'
    | 'archivedAt'
    | 'roomKind'
    | 'roomRoleId'
    | 'roomThreadId'
    | 'roomCreatorId'
    | 'roomProblem'
    | 'remindedAt'
  >
>;

export async function updateCourse(
  rows: Rows,
  { guildId, id }: Pick<Course, 'guildId' | 'id'>,
  { creatorId, formerCreatorIds, roomRoleId, roomThreadId, roomCreatorId, ...change }: CourseChange,
): Promise<void> {
  const ids = Object.entries({ creatorId, roomRoleId, roomThreadId, roomCreatorId }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value === null ? null : BigInt(value)]],
  );
  await rows.course.updateMany({
    where: { guildId: BigInt(guildId), id },
    data: {
      ...change,
      ...(Object.fromEntries(ids) as Prisma.CourseUpdateManyMutationInput),
      ...(formerCreatorIds ? { formerCreatorIds: formerCreatorIds.map(BigInt) } : {}),
    },
  });
}

/** Threads somebody was let into for making the course. */
export async function listRoomsOfCreator(
  { db }: Pick<App, 'db'>,
  guildId: string,
  userId: string,
): Promise<{ courseId: number; threadId: string }[]> {
  const rows = await db.prisma.course.findMany({
    where: { guildId: BigInt(guildId), roomCreatorId: BigInt(userId), roomThreadId: { not: null } },
    select: { id: true, roomThreadId: true },
  });
  return rows.map(({ id, roomThreadId }) => ({ courseId: id, threadId: roomThreadId!.toString() }));
}

function columnsOf(content: CourseContent) {
  const { title, summary, topics, level, language, tierId, lessons, changes } = content;
  return {
    title,
    summary,
    topics: [...topics],
    level,
    language,
    tierId,
    lessons: lessons.map((lesson) => ({ ...lesson })),
    changes,
  };
}

export function toCourse(row: CourseRow): Course {
  return {
    id: row.id,
    guildId: row.guildId.toString(),
    creatorId: row.creatorId?.toString() ?? null,
    formerCreatorIds: row.formerCreatorIds.map(String),
    publishedId: row.publishedId,
    archivedAt: row.archivedAt,
    roomKind: row.roomKind as RoomKind,
    roomRoleId: row.roomRoleId?.toString() ?? null,
    roomThreadId: row.roomThreadId?.toString() ?? null,
    roomCreatorId: row.roomCreatorId?.toString() ?? null,
    roomProblem: row.roomProblem,
    createdAt: row.createdAt,
    remindedAt: row.remindedAt,
  };
}

export function toVersion(row: VersionRow): CourseVersion {
  return {
    id: row.id,
    guildId: row.guildId.toString(),
    courseId: row.courseId,
    number: row.number,
    state: row.state as VersionState,
    title: row.title,
    summary: row.summary,
    topics: row.topics,
    level: row.level as Level,
    language: row.language as TaughtIn,
    tierId: row.tierId,
    lessons: lessons.parse(row.lessons),
    changes: row.changes,
    createdAt: row.createdAt,
    submittedAt: row.submittedAt,
    decidedAt: row.decidedAt,
    publishedAt: row.publishedAt,
    threadState: row.threadState as CourseVersion['threadState'],
    reviewThreadId: row.reviewThreadId?.toString() ?? null,
    announceState: row.announceState as CourseVersion['announceState'],
    announceBegunAt: row.announceBegunAt,
    announceId: row.announceId?.toString() ?? null,
  };
}
