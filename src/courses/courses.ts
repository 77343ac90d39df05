/** The face of courses: what creators write, reviewers decide and people can find. Who may learn is decided in `learning`. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { transact } from '../db/transact.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Actor, Course, CourseContent, CourseSettings, CourseVersion } from './courses-records.ts';
import { isInTheWorks } from './courses-states-rules.ts';
import { saveSettings } from './courses-settings-store.ts';
import type { Moved } from './courses-moves.ts';
import { insertEntry } from './courses-history-store.ts';
import {
  findCourse,
  findVersion,
  insertCourse,
  insertDraft,
  listCoursesOf,
  lockCreator,
  updateCourse,
} from './courses-store.ts';

export {
  askedBefore,
  changeFrame,
  emptyCourse,
  getDraft,
  submitDraft,
  writeLesson,
  writeWords,
} from './courses-authoring.ts';
export type { TypedLesson, TypedWords } from './courses-authoring.ts';
export {
  CHANGES_MAX,
  LESSON_TEXT_MAX,
  LESSONS_MAX,
  LINK_MAX,
  lackOf,
  shiftLesson,
  SUMMARY_MAX,
  TITLE_MAX,
  TOPIC_MAX,
  TOPICS_MAX,
  totalMinutes,
  withoutLesson,
} from './courses-content-rules.ts';
export { compareVersions } from './courses-comparing-rules.ts';
export type { Comparison } from './courses-comparing-rules.ts';
export { CourseMemory } from './courses-memory.ts';
export { courseMessage } from './courses-message.ts';
export type { ShownCourse } from './courses-message.ts';
export { editDraft, moveVersion, reviewVersion, reviseCourse } from './courses-moves.ts';
export type { Moved } from './courses-moves.ts';
export { CHECKS, LEVELS, TAUGHT_IN, VERDICTS } from './courses-records.ts';
export type {
  Actor,
  Check,
  Course,
  CourseContent,
  CourseEntry,
  CourseReview,
  CourseSettings,
  CourseStanding,
  CourseVersion,
  Lesson,
  Level,
  PublishedCourse,
  RoomKind,
  TaughtIn,
  Verdict,
} from './courses-records.ts';
export { isOrWasTheirs } from './courses-states-rules.ts';
export type { CourseAct, VersionState } from './courses-states-rules.ts';
export { mergeTopics, nameTopic, setTopicChannel } from './courses-topics.ts';
export type { Topic } from './courses-topics-rules.ts';
export {
  historyOf,
  knownVersion,
  latestVersion,
  queueOf,
  submissionOf,
  versionsIn,
} from './courses-reading.ts';
export type { Submission } from './courses-reading.ts';
export { isReviewerRoleGone, shortageOfReviewers } from './courses-reviewers.ts';
export type { ReviewerShortage } from './courses-reviewers.ts';
export { settleSoon } from './courses-settling.ts';
export { changeRoom, transferCourse } from './courses-staff.ts';
export { listRoomsOfCreator } from './courses-store.ts';
export { staleCourses } from './courses-stale.ts';
export type { StaleCourse } from './courses-stale.ts';
export { tellStaff } from './courses-threads.ts';
export { OPEN_BUTTON, PUBLISH_BUTTON } from './courses-thread-posts.ts';
export { tierText, topicNames } from './courses-words.ts';

/** Of one creator, drafts and what reviewers have. */
const IN_THE_WORKS_MAX = 10;

/** A new course with its first draft. @throws Refusal `course.too-many-drafts`. */
export async function draftCourse(
  app: Pick<App, 'db' | 'clock'>,
  guildId: string,
  { userId }: Actor,
  content: CourseContent,
): Promise<Moved> {
  const now = app.clock.now();
  return transact(app.db, async (tx) => {
    await lockCreator(tx, guildId, userId);
    const own = await listCoursesOf(tx, guildId, userId);
    if (own.filter(({ latest }) => isInTheWorks(latest.state)).length >= IN_THE_WORKS_MAX)
      throw new Refusal('course.too-many-drafts', { most: IN_THE_WORKS_MAX });
    const course = await insertCourse(tx, { guildId, creatorId: userId, createdAt: now });
    const version = await insertDraft(tx, course, content, now);
    await insertEntry(tx, course, { versionId: version.id, userId, kind: 'drafted', at: now, note: null });
    return { course, version };
  });
}

/** The courses of one creator, the youngest first, each with its youngest version. */
export async function coursesOf(
  { db }: Pick<App, 'db'>,
  guildId: string,
  creatorId: string,
): Promise<{ course: Course; latest: CourseVersion }[]> {
  return listCoursesOf(db.prisma, guildId, creatorId);
}

/** @throws Refusal `course.unknown`. */
export async function getCourse({ db }: Pick<App, 'db'>, guildId: string, courseId: number): Promise<Course> {
  const course = await findCourse(db.prisma, guildId, courseId);
  if (!course) throw new Refusal('course.unknown', {});
  return course;
}

/** @throws Refusal `course.unknown`. */
export async function getVersion(
  { db }: Pick<App, 'db'>,
  guildId: string,
  versionId: number,
): Promise<CourseVersion> {
  const version = await findVersion(db.prisma, guildId, versionId);
  if (!version) throw new Refusal('course.unknown', {});
  return version;
}

export async function changeCourseSettings(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  changes: Partial<CourseSettings>,
): Promise<CourseSettings> {
  const settings = { ...app.courses.settingsOf(guildId), ...changes };
  await saveSettings(app, guildId, settings);
  app.courses.putSettings(guildId, settings);
  return settings;
}

/** Notes where the learners of a course meet, who is there for making it, or what keeps people out. */
export async function noteRoom(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  courseId: number,
  room: Partial<Pick<Course, 'roomThreadId' | 'roomCreatorId' | 'roomProblem'>>,
): Promise<void> {
  await updateCourse(app.db.prisma, { guildId, id: courseId }, room);
  await app.courses.refresh(app, guildId, courseId);
}

/** Whose the course is when `rows` look; null: nobody's. */
export async function creatorOf(
  rows: PrismaTransaction | App['db']['prisma'],
  guildId: string,
  courseId: number,
): Promise<string | null> {
  return (await findCourse(rows, guildId, courseId))?.creatorId ?? null;
}
