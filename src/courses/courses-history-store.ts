/** The tables of reviews and of what happened to courses. */
import type { PrismaTransaction } from '../db/client.ts';
import type { CourseEntry as EntryRow } from '../db/generated/client.ts';
import type { Check, Course, CourseEntry, CourseReview, CourseVersion, Verdict } from './courses-records.ts';
import type { Rows } from './courses-store.ts';

/** What reviewers decided about a version, in their order. */
export async function listReviews(rows: Rows, guildId: string, versionId: number): Promise<CourseReview[]> {
  const found = await rows.courseReview.findMany({
    where: { guildId: BigInt(guildId), versionId },
    orderBy: { id: 'asc' },
  });
  return found.map((row) => ({
    versionId: row.versionId,
    userId: row.userId?.toString() ?? null,
    verdict: row.verdict as Verdict,
    checklist: row.checklist as Check[],
    reason: row.reason,
    at: row.at,
  }));
}

/** Writes what a reviewer decided; a second decision about the same version takes the place of the first. */
export async function saveReview(
  tx: PrismaTransaction,
  { guildId, courseId, id: versionId }: Pick<CourseVersion, 'guildId' | 'courseId' | 'id'>,
  { userId, verdict, checklist, reason, at }: Omit<CourseReview, 'versionId'> & { readonly userId: string },
): Promise<void> {
  const said = { verdict, checklist: [...checklist], reason, at };
  await tx.courseReview.upsert({
    where: { versionId_userId: { versionId, userId: BigInt(userId) } },
    create: { ...said, guildId: BigInt(guildId), courseId, versionId, userId: BigInt(userId) },
    update: said,
  });
}

export async function insertEntry(
  rows: Rows,
  { guildId, id: courseId }: Pick<Course, 'guildId' | 'id'>,
  { versionId, userId, kind, at, note }: CourseEntry,
  /** due: the thread of the version is to be told. */
  toldState: 'none' | 'due' = 'none',
): Promise<void> {
  const actor = userId === null ? null : BigInt(userId);
  await rows.courseEntry.create({
    data: { guildId: BigInt(guildId), courseId, versionId, userId: actor, kind, at, note, toldState },
  });
}

/** A course's history, the oldest first. */
export async function listEntries(rows: Rows, guildId: string, courseId: number): Promise<CourseEntry[]> {
  const found = await rows.courseEntry.findMany({
    where: { guildId: BigInt(guildId), courseId },
    orderBy: { id: 'asc' },
  });
  return found.map(toEntry);
}

export function toEntry(row: EntryRow): CourseEntry {
  return {
    versionId: row.versionId,
    userId: row.userId?.toString() ?? null,
    kind: row.kind as CourseEntry['kind'],
    at: row.at,
    note: row.note,
  };
}
