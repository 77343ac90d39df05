/** The face of learning: who may open a course, what members do with it, what they think of it, and what they can show afterwards. */
import type { App } from '../app.ts';
import { getCourse, getVersion } from '../courses/courses.ts';
import type { CourseStanding } from '../courses/courses.ts';
import { Refusal } from '../kernel/errors.ts';
import { courseFigures, NO_FIGURES } from './learning-figures.ts';
import { communityMean, summariseRatings } from './learning-ratings-rules.ts';
import { updateMembersDue, updateRoomDue } from './learning-rooms-store.ts';
import { listAllDone, listStarted } from './learning-store.ts';
import type { Learner } from './learning-records.ts';

export { assertAccess, keysOf } from './learning-access.ts';
export type { CourseKeys } from './learning-access.ts';
export { progressOf } from './learning-access-rules.ts';
export type { Progress } from './learning-access-rules.ts';
export {
  COMMENT_MAX,
  markLesson,
  openLessons,
  ownCourse,
  rateCourse,
  startCourse,
  viewCourse,
} from './learning-acts.ts';
export type { OwnCourse } from './learning-acts.ts';
export { inOrder, matchesFilter } from './learning-browsing-rules.ts';
export type { CourseFilter } from './learning-browsing-rules.ts';
export { certificateOf, certificatePicture, verifyCode } from './learning-certificates.ts';
export type { Certified } from './learning-certificates.ts';
export { NAME_MAX } from './learning-certificates-rules.ts';
export { courseFigures, LearningMemory, NO_FIGURES } from './learning-figures.ts';
export type { CourseFigures } from './learning-figures.ts';
export { STARS, summariseRatings, sumRatings } from './learning-ratings-rules.ts';
export type { Ratings, RatingSummary } from './learning-ratings-rules.ts';
export { recommendCourses } from './learning-recommending.ts';
export type { Recommendations, Recommended } from './learning-recommending.ts';
export type { Learner, RoomProblem } from './learning-records.ts';
export { reportCourses, reportDetail } from './learning-report.ts';
export type { CourseDetail, ReportedCourse } from './learning-report.ts';
export { addFunnels, COMMENTS_MIN, mostStopAt, ratingsOf, shareOf } from './learning-report-rules.ts';
export type { CourseReport, Funnel, LessonReport } from './learning-report-rules.ts';
export { CourseRooms } from './learning-rooms.ts';

/** Courses somebody started, the latest first, with the keys of the lessons they did. */
export async function learningOf(
  app: Pick<App, 'db'>,
  guildId: string,
  userId: string,
): Promise<{ learner: Learner; done: ReadonlySet<string> }[]> {
  const done = await listAllDone(app, guildId, userId);
  const started = await listStarted(app, guildId, userId);
  return started.map((learner) => ({ learner, done: done.get(learner.courseId) ?? new Set<string>() }));
}

/** Of a course somebody started, also when it is not published any more. @throws Refusal `course.unknown`. */
export async function startedTitle(app: Pick<App, 'db'>, guildId: string, courseId: number): Promise<string> {
  const { publishedId } = await getCourse(app, guildId, courseId);
  if (publishedId === null) throw new Refusal('course.unknown', {});
  return (await getVersion(app, guildId, publishedId)).title;
}

/** What learners made of a course, for its card. */
export async function courseStanding(
  app: Pick<App, 'db' | 'clock' | 'learning'>,
  guildId: string,
  courseId: number,
): Promise<CourseStanding> {
  const { ratings, started, finished } = (await courseFigures(app, guildId)).get(courseId) ?? NO_FIGURES;
  const summary = summariseRatings(ratings);
  return {
    ratingMean: summary?.mean ?? null,
    ratingCount: ratings.count,
    learnerCount: started,
    finishedCount: finished,
  };
}

/** The mean of all ratings in the community, over which few ratings do not rise. */
export async function usualMean(
  app: Pick<App, 'db' | 'clock' | 'learning'>,
  guildId: string,
): Promise<number> {
  return communityMean([...(await courseFigures(app, guildId)).values()].map(({ ratings }) => ratings));
}

/** Whatever changes who may open a course is noted in the same transaction, and rooms follow. Once, where the app is put together. */
export function followAccess(app: Pick<App, 'tiers' | 'courses' | 'courseRooms'>): void {
  app.tiers.onChanged.push(updateMembersDue);
  app.tiers.onRankChanged.push((guildId) => app.courseRooms.compareSoon(guildId));
  app.courses.onChanged.push((tx, guildId, courseId, now) => updateRoomDue(tx, guildId, courseId, now));
}
