/** How courses do, for staff and their creators: people counted, comments without names. */
import type { App } from '../app.ts';
import { getVersion } from '../courses/courses.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import { COMMENTS_MIN, shareOf } from './learning-report-rules.ts';
import type { CourseReport, LessonReport } from './learning-report-rules.ts';
import { countLessonsDone, listComments, listCourseReports } from './learning-report-store.ts';

/** Of a course that was ever published, also of one that was taken down. */
export type ReportedCourse = Pick<PublishedCourse, 'courseId' | 'versionId' | 'title'>;

export interface CourseDetail {
  /** In the course's order. */
  readonly lessons: readonly LessonReport[];
  /** Of all time, shuffled; null while there are fewer than `COMMENTS_MIN`: they might say who wrote. */
  readonly comments: readonly { readonly stars: number; readonly comment: string }[] | null;
}

/**
 * One line for each of the courses, in their order.
 * @param from only those count who first looked at the course then or later; null: everybody.
 */
export async function reportCourses(
  app: Pick<App, 'db'>,
  guildId: string,
  courses: readonly Pick<ReportedCourse, 'courseId'>[],
  from: Date | null,
): Promise<CourseReport[]> {
  const courseIds = courses.map(({ courseId }) => courseId);
  const found = await listCourseReports(app, guildId, { courseIds, from });
  const byId = new Map(found.map((line) => [line.courseId, line]));
  return courseIds.map((courseId) => byId.get(courseId) ?? noReport(courseId));
}

/** The lessons of the published version, and what learners wrote. */
export async function reportDetail(
  app: Pick<App, 'db'>,
  guildId: string,
  { courseId, versionId }: Pick<ReportedCourse, 'courseId' | 'versionId'>,
  from: Date | null,
  started: number,
): Promise<CourseDetail> {
  const cohort = { courseIds: [courseId], from };
  const { lessons } = await getVersion(app, guildId, versionId);
  const counts = await countLessonsDone(app, guildId, cohort);
  const comments = await listComments(app, guildId, courseId);
  return {
    lessons: lessons.map(({ key, title }) => {
      const done = counts.get(key) ?? 0;
      return { title, done, ratio: shareOf(done, started) };
    }),
    comments: comments.length < COMMENTS_MIN ? null : comments,
  };
}

function noReport(courseId: number): CourseReport {
  return {
    courseId,
    viewed: 0,
    started: 0,
    finished: 0,
    rated: 0,
    starCounts: [0, 0, 0, 0, 0],
    medianDays: null,
    inRoom: 0,
  };
}
