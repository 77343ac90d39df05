/** What reviewers and staff read: what waits, a whole submission, the history of a course. */
import type { App } from '../app.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Actor, Course, CourseEntry, CourseReview, CourseVersion } from './courses-records.ts';
import { isKnownTo } from './courses-states-rules.ts';
import type { VersionState } from './courses-states-rules.ts';
import { listEntries, listReviews } from './courses-history-store.ts';
import { findCourse, findLatest, findVersion, listVersions, listVersionsIn } from './courses-store.ts';

type Db = Pick<App, 'db'>;

export interface Submission {
  readonly course: Course;
  readonly version: CourseVersion;
  readonly reviews: readonly CourseReview[];
}

/** What waits for reviewers, the oldest first. */
export async function queueOf({ db }: Db, guildId: string): Promise<Submission[]> {
  const queue: Submission[] = [];
  for (const version of await listVersionsIn(db.prisma, guildId, ['submitted'])) {
    const course = await findCourse(db.prisma, guildId, version.courseId);
    if (course) queue.push({ course, version, reviews: await listReviews(db.prisma, guildId, version.id) });
  }
  return queue;
}

/**
 * A version with everything a reviewer needs; `published` is what people learn from now, null for nothing or this very version.
 * @throws Refusal `course.unknown`, also for whoever may know nothing of it.
 */
export async function submissionOf(
  { db }: Db,
  guildId: string,
  versionId: number,
  actor: Actor,
): Promise<Submission & { readonly published: CourseVersion | null }> {
  const version = await findVersion(db.prisma, guildId, versionId);
  const course = version && (await findCourse(db.prisma, guildId, version.courseId));
  if (!course || !version || !isKnownTo(course, version, actor)) throw new Refusal('course.unknown', {});
  const { publishedId } = course;
  const isOther = publishedId !== null && publishedId !== versionId;
  return {
    course,
    version,
    reviews: await listReviews(db.prisma, guildId, versionId),
    published: isOther ? await findVersion(db.prisma, guildId, publishedId) : null,
  };
}

/** Versions in these states, those that were submitted first before the others. */
export async function versionsIn(
  { db }: Db,
  guildId: string,
  states: readonly VersionState[],
): Promise<CourseVersion[]> {
  return listVersionsIn(db.prisma, guildId, states);
}

/**
 * A course with the youngest version that somebody may know of: for its creator the youngest of all.
 * @throws Refusal `course.unknown`, also where they may know of none.
 */
export async function knownVersion(
  { db }: Db,
  guildId: string,
  courseId: number,
  actor: Actor,
): Promise<{ readonly course: Course; readonly version: CourseVersion }> {
  const course = await findCourse(db.prisma, guildId, courseId);
  const versions = course ? await listVersions(db.prisma, guildId, courseId) : [];
  const version = course && versions.find((one) => isKnownTo(course, one, actor));
  if (!course || !version) throw new Refusal('course.unknown', {});
  return { course, version };
}

/** The youngest version of a course, for staff who give it to somebody else. @throws Refusal `course.unknown`. */
export async function latestVersion({ db }: Db, guildId: string, courseId: number): Promise<CourseVersion> {
  const version = await findLatest(db.prisma, guildId, courseId);
  if (!version) throw new Refusal('course.unknown', {});
  return version;
}

/** Everything that happened to a course, the oldest first, with the numbers of its versions by their id. */
export async function historyOf(
  { db }: Db,
  guildId: string,
  courseId: number,
): Promise<{ readonly entries: readonly CourseEntry[]; readonly numbers: ReadonlyMap<number, number> }> {
  const versions = await listVersions(db.prisma, guildId, courseId);
  return {
    entries: await listEntries(db.prisma, guildId, courseId),
    numbers: new Map(versions.map(({ id, number }) => [id, number])),
  };
}
