/** What is still to be done about courses outside the database. */
import type { App } from '../app.ts';
import type { CourseEntry, CourseVersion } from './courses-records.ts';
import type { VersionState } from './courses-states-rules.ts';
import { toEntry } from './courses-history-store.ts';
import { toVersion } from './courses-store.ts';

type Db = Pick<App, 'db'>;

/** States in which nothing is left to be talked about. */
const OVER: readonly VersionState[] = ['published', 'superseded', 'archived', 'rejected', 'withdrawn'];

/** Versions whose thread is in one of the states, the oldest first. */
export async function listByThread(
  { db }: Db,
  guildId: string,
  threadStates: readonly CourseVersion['threadState'][],
): Promise<CourseVersion[]> {
  const rows = await db.prisma.courseVersion.findMany({
    where: { guildId: BigInt(guildId), threadState: { in: [...threadStates] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toVersion);
}

/** Versions whose announcement is in one of the states, the oldest first. */
export async function listByAnnouncement(
  { db }: Db,
  guildId: string,
  announceStates: readonly CourseVersion['announceState'][],
): Promise<CourseVersion[]> {
  const rows = await db.prisma.courseVersion.findMany({
    where: { guildId: BigInt(guildId), announceState: { in: [...announceStates] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toVersion);
}

/** Versions whose thread is open although they are over, or a younger one of their course has a thread of its own. */
export async function listToClose({ db }: Db, guildId: string): Promise<CourseVersion[]> {
  const open = await listByThread({ db }, guildId, ['open']);
  const younger = new Map(open.map(({ courseId, number }) => [courseId, number]));
  return open.filter(
    ({ state, courseId, number }) => OVER.includes(state) || number < (younger.get(courseId) ?? number),
  );
}

/** The youngest thread of the course before this version; null for none. */
export async function findThreadBefore(
  { db }: Db,
  { guildId, courseId, number }: Pick<CourseVersion, 'guildId' | 'courseId' | 'number'>,
): Promise<string | null> {
  const row = await db.prisma.courseVersion.findFirst({
    where: {
      guildId: BigInt(guildId),
      courseId,
      number: { lt: number },
      reviewThreadId: { not: null },
    },
    orderBy: { number: 'desc' },
  });
  return row?.reviewThreadId?.toString() ?? null;
}

export interface DueEntry extends CourseEntry {
  readonly id: string;
  readonly courseId: number;
}

/** What threads are to be told, in its order. */
export async function listDueEntries({ db }: Db, guildId: string): Promise<DueEntry[]> {
  const rows = await db.prisma.courseEntry.findMany({
    where: { guildId: BigInt(guildId), toldState: 'due' },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ ...toEntry(row), id: row.id.toString(), courseId: row.courseId }));
}

export async function updateTold({ db }: Db, guildId: string, entryId: string): Promise<void> {
  await db.prisma.courseEntry.updateMany({
    where: { guildId: BigInt(guildId), id: BigInt(entryId) },
    data: { toldState: 'told' },
  });
}

/** Submitted versions that have so many approvals or more, the oldest first. */
export async function listEnough({ db }: Db, guildId: string, approvals: number): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT id FROM course_version AS version WHERE guild_id = $1 AND state = 'submitted' AND $2 <= (
       SELECT count(*) FROM course_review
       WHERE guild_id = $1 AND version_id = version.id AND verdict = 'approve'
     ) ORDER BY id`,
    [guildId, approvals],
  );
  return rows.map(({ id }) => id);
}
