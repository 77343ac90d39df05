/** What reports on courses ask of learners' rows: counts, and comments without their writers. */
import type { App } from '../app.ts';
import { STARS } from './learning-ratings-rules.ts';
import { ratingsOf } from './learning-report-rules.ts';
import type { CourseReport, StarCounts } from './learning-report-rules.ts';
import { IS_NOT_CREATOR } from './learning-store.ts';

type Db = Pick<App, 'db'>;

/** Learners who first looked at these courses at `from` or later, or ever. */
export interface Cohort {
  readonly courseIds: readonly number[];
  readonly from: Date | null;
}

/** $1 community, $2 courses, $3 first look; of `learner`. */
const IN_COHORT = `learner.guild_id = $1 AND learner.course_id = ANY($2::int[]) AND learner.viewed_at >= $3::timestamptz
  AND ${IS_NOT_CREATOR}`;
const EVER = new Date(0);
const DAY_SECONDS = 86_400;
const STAR_COUNTS = STARS.map((stars) => `(count(*) FILTER (WHERE rating = ${stars}))::int`).join(', ');

/** Courses that nobody looked at are left out; in no order. */
export async function listCourseReports(
  { db }: Db,
  guildId: string,
  { courseIds, from }: Cohort,
): Promise<CourseReport[]> {
  const rows = await db.query<
    Record<'viewed' | 'started' | 'finished' | 'in_room', string> & {
      course_id: number;
      star_counts: StarCounts;
      median_days: number | null;
    }
  >(
    `SELECT course_id, count(*) AS viewed, count(started_at) AS started, count(finished_at) AS finished,
       ARRAY[${STAR_COUNTS}] AS star_counts,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at)::float8)
         FILTER (WHERE finished_at IS NOT NULL) / ${DAY_SECONDS} AS median_days,
       count(room) AS in_room
     FROM course_learner AS learner WHERE ${IN_COHORT} GROUP BY course_id`,
    [guildId, courseIds, from ?? EVER],
  );
  return rows.map((row) => ({
    courseId: row.course_id,
    viewed: Number(row.viewed),
    started: Number(row.started),
    finished: Number(row.finished),
    rated: ratingsOf(row.star_counts).count,
    starCounts: row.star_counts,
    medianDays: row.median_days === null ? null : Number(row.median_days),
    inRoom: Number(row.in_room),
  }));
}

/** Key of a lesson → how many of those who started did it. */
export async function countLessonsDone(
  { db }: Db,
  guildId: string,
  { courseIds, from }: Cohort,
): Promise<Map<string, number>> {
  const rows = await db.query<{ lesson: string; done: string }>(
    `SELECT lesson_done.lesson, count(*) AS done
     FROM course_learner AS learner
     JOIN lesson_done USING (guild_id, course_id, user_id)
     WHERE ${IN_COHORT} AND learner.started_at IS NOT NULL AND NOT lesson_done.is_undone GROUP BY lesson_done.lesson`,
    [guildId, courseIds, from ?? EVER],
  );
  return new Map(rows.map((row) => [row.lesson, Number(row.done)]));
}

/** All that learners ever wrote with their stars, shuffled: their order would tell who wrote when, as would a span of days. */
export async function listComments(
  { db }: Db,
  guildId: string,
  courseId: number,
): Promise<{ stars: number; comment: string }[]> {
  return db.query(
    `SELECT rating AS stars, comment FROM course_learner AS learner
     WHERE guild_id = $1 AND course_id = $2 AND ${IS_NOT_CREATOR} AND comment IS NOT NULL AND rating IS NOT NULL ORDER BY random()`,
    [guildId, courseId],
  );
}
