/** What members do with courses: look, start, do lessons, rate. Each is kept, and an interaction of the log. */
import { randomBytes } from 'node:crypto';
import type { App } from '../app.ts';
import { creatorOf, getVersion } from '../courses/courses.ts';
import type { CourseVersion, PublishedCourse } from '../courses/courses.ts';
import { earnPoints } from '../creators/creators.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { transact } from '../db/transact.ts';
import { recordLearning } from '../interactions/interactions.ts';
import { Refusal } from '../kernel/errors.ts';
import { assertAccess, getPublished } from './learning-access.ts';
import type { AccessNeeds } from './learning-access.ts';
import { progressOf } from './learning-access-rules.ts';
import type { Progress } from './learning-access-rules.ts';
import { CODE_BYTES, codeOf, plainName } from './learning-certificates-rules.ts';
import type { Learner, Learning } from './learning-records.ts';
import { updateEntranceDue } from './learning-rooms-store.ts';
import {
  findLearner,
  insertViewed,
  listDone,
  lockLearner,
  saveDone,
  updateLearner,
  updateStarted,
  updateUndone,
} from './learning-store.ts';

export type LearningNeeds = AccessNeeds & Pick<App, 'interactions' | 'learning' | 'keyedHash'>;

/** A course as one member stands in it. */
export interface OwnCourse {
  readonly course: PublishedCourse;
  /** What they learn from, with its lessons. */
  readonly version: CourseVersion;
  /** null before the first look. */
  readonly learner: Learner | null;
  /** Keys of lessons. */
  readonly done: ReadonlySet<string>;
  readonly progress: Progress;
}

/** Says nothing of access. @throws Refusal `course.unknown`, `learning.archived`. */
export async function ownCourse(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<OwnCourse> {
  const course = await getPublished(app, guildId, userId, courseId);
  const version = await getVersion(app, guildId, course.versionId);
  const learner = await findLearner(app.db.prisma, guildId, userId, courseId);
  const done = await listDone(app.db.prisma, guildId, userId, courseId);
  return { course, version, learner, done, progress: progressOf(version.lessons, done) };
}

/** Somebody looks at a course; its creator's looks do not count. @throws as `ownCourse`. */
export async function viewCourse(app: LearningNeeds, who: Learning, courseId: number): Promise<OwnCourse> {
  const { guildId, userId, at } = who;
  const course = await getPublished(app, guildId, userId, courseId);
  if (course.creatorId !== userId) {
    const isFirst = await insertViewed(app.db.prisma, guildId, userId, courseId, at);
    if (isFirst) app.learning.changed(guildId, courseId);
    recordLearning(app, 'courseView', { ...who, ofId: courseId });
  }
  return ownCourse(app, guildId, userId, courseId);
}

/** Repeatable: who has started is let into its room again. @throws Refusal of `assertAccess`; `learning.own-course`. */
export async function startCourse(
  app: LearningNeeds & Pick<App, 'courseRooms'>,
  who: Learning,
  courseId: number,
): Promise<OwnCourse & { readonly isNew: boolean }> {
  const { guildId, userId, at } = who;
  const course = await assertAccess(app, guildId, userId, courseId);
  if (course.creatorId === userId) throw new Refusal('learning.own-course', { title: course.title });
  const isNew = await transact(app.db, async (tx) => {
    await insertViewed(tx, guildId, userId, courseId, at);
    const isFirst = await updateStarted(tx, guildId, userId, courseId, at);
    await updateEntranceDue(tx, guildId, courseId, userId, at);
    return isFirst;
  });
  app.courseRooms.wake(guildId);
  if (isNew) {
    app.learning.changed(guildId, courseId);
    recordLearning(app, 'courseStart', { ...who, ofId: courseId });
  }
  return { ...(await ownCourse(app, guildId, userId, courseId)), isNew };
}

/** The lessons as somebody may read them now: who started the course, and its creator. @throws Refusal of `assertAccess`; `learning.not-started`. */
export async function openLessons(
  app: AccessNeeds,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<OwnCourse> {
  const { creatorId } = await assertAccess(app, guildId, userId, courseId);
  const own = await ownCourse(app, guildId, userId, courseId);
  if (!own.learner?.startedAt && creatorId !== userId)
    throw new Refusal('learning.not-started', { title: own.course.title });
  return own;
}

/** The course of somebody who started it and may still open it. @throws Refusal of `assertAccess`; `learning.own-course`, `learning.not-started`. */
async function startedCourse(
  app: AccessNeeds,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<OwnCourse & { readonly learner: Learner }> {
  const { creatorId, title } = await assertAccess(app, guildId, userId, courseId);
  // It became theirs while they learned.
  if (creatorId === userId) throw new Refusal('learning.own-course', { title });
  const own = await ownCourse(app, guildId, userId, courseId);
  const { learner } = own;
  if (!learner?.startedAt) throw new Refusal('learning.not-started', { title: own.course.title });
  return { ...own, learner };
}

/**
 * Notes that a lesson is done, or that it is not after all. With the last one the course is finished, once and for good.
 * @param name what stands on the certificate, unless they choose another.
 * @throws Refusal of `startedCourse`; `learning.lesson-unknown`.
 */
export async function markLesson(
  app: LearningNeeds,
  who: Learning & { readonly name: string },
  courseId: number,
  lesson: string,
  isDone: boolean,
): Promise<OwnCourse & { readonly isNew: boolean; readonly isFinishedNow: boolean }> {
  const { guildId, userId, at } = who;
  const { course, version } = await startedCourse(app, guildId, userId, courseId);
  if (!version.lessons.some(({ key }) => key === lesson))
    throw new Refusal('learning.lesson-unknown', { title: course.title });
  const outcome = await transact(app.db, async (tx) => {
    const learner = await lockLearner(tx, guildId, userId, courseId);
    // They asked to be forgotten in this very moment.
    if (!learner?.startedAt) throw new Refusal('learning.not-started', { title: course.title });
    if (!isDone) {
      await updateUndone(tx, guildId, userId, courseId, lesson);
      return { isNew: false, isFinishedNow: false };
    }
    const isNew = await saveDone(tx, guildId, userId, courseId, lesson, at);
    return { isNew, isFinishedNow: await finishIfDone(app, tx, who, { course, version, learner }) };
  });
  if (outcome.isNew) recordLearning(app, 'lessonDone', { ...who, ofId: courseId });
  if (outcome.isFinishedNow) app.learning.changed(guildId, courseId);
  return { ...(await ownCourse(app, guildId, userId, courseId)), ...outcome };
}

/** @returns whether this finished it. */
async function finishIfDone(
  app: LearningNeeds,
  tx: PrismaTransaction,
  { guildId, userId, at, name }: Learning & { readonly name: string },
  { course, version, learner }: { course: PublishedCourse; version: CourseVersion; learner: Learner },
): Promise<boolean> {
  if (learner.finishedAt) return false;
  const { courseId } = course;
  const { next } = progressOf(version.lessons, await listDone(tx, guildId, userId, courseId));
  if (next !== null) return false;
  await updateLearner(tx, guildId, userId, courseId, {
    finishedAt: at,
    finishedId: version.id,
    certificateCode: codeOf(randomBytes(CODE_BYTES)),
    certificateName: plainName(name),
  });
  const creatorId = await creatorOf(tx, guildId, courseId);
  await earnPoints(tx, app, { kind: 'finished', guildId, creatorId, courseId, at, learnerId: userId });
  return true;
}

export const COMMENT_MAX = 1_000;

/**
 * Rates a course, or changes what was said of it. The comment is for its creator and staff.
 * @param comment null takes it away; undefined leaves it as it is.
 * @throws Refusal `course.unknown`, `learning.archived`, `learning.own-course`, `learning.rate-first`.
 */
export async function rateCourse(
  app: LearningNeeds,
  who: Learning,
  courseId: number,
  stars: number,
  comment: string | null | undefined,
): Promise<{ readonly course: PublishedCourse; readonly before: number | null }> {
  const { guildId, userId, at } = who;
  const course = await getPublished(app, guildId, userId, courseId);
  const { title } = course;
  if (course.creatorId === userId) throw new Refusal('learning.own-course', { title });
  const before = await transact(app.db, async (tx) => {
    const learner = await lockLearner(tx, guildId, userId, courseId);
    // Whose tier ended may still say how it was.
    const hasLearned = learner?.finishedAt || (await listDone(tx, guildId, userId, courseId)).size > 0;
    if (!learner?.startedAt || !hasLearned) throw new Refusal('learning.rate-first', { title });
    const said = comment === undefined ? {} : { comment };
    await updateLearner(tx, guildId, userId, courseId, { rating: stars, ratedAt: at, ...said });
    const creatorId = await creatorOf(tx, guildId, courseId);
    await earnPoints(tx, app, { kind: 'rated', guildId, creatorId, courseId, at, learnerId: userId, stars });
    return learner.rating;
  });
  app.learning.changed(guildId, courseId);
  recordLearning(app, 'rating', { ...who, ofId: courseId });
  return { course, before };
}
