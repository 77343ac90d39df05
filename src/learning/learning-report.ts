/** How courses do, for staff and their creators: people counted, comments without names. */
import type { App } from '../app.ts';
import { getVersion } from '../courses/courses.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import { shareOf } from './learning-report-rules.ts';
import type { CourseReport, LessonReport } from './learning-report-rules.ts';
import { countLessonsDone, listComments, listCourseReports } from './learning-report-store.ts';

export interface CourseDetail {
  /** In the course's order. */
  readonly lessons: readonly LessonReport[];
  /** Shuffled. */
  readonly comments: readonly { readonly stars: number; readonly comment: string }[];
}

/**
 * One line for each of the courses, in their order.
 * @param from only those count who first looked at the course then or later; null: everybody.
 */
export async function reportCourses(
  app: Pick<App, 'db'>,
  guildId: string,
  courses: readonly PublishedCourse[],
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
  { courseId, versionId }: Pick<PublishedCourse, 'courseId' | 'versionId'>,
  from: Date | null,
  started: number,
): Promise<CourseDetail> {
  const cohort = { courseIds: [courseId], from };
  const { lessons } = await getVersion(app, guildId, versionId);
  const counts = await countLessonsDone(app, guildId, cohort);
  return {
    lessons: lessons.map(({ key, title }) => {
      const done = counts.get(key) ?? 0;
      return { title, done, ratio: shareOf(done, started) };
    }),
    comments: await listComments(app, guildId, cohort),
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
