/** What the bot keeps of courses, read from its closed database with plain SQL. Only reads. */
import type { Database } from '../db/client.ts';

/** One member in one course, with how many lessons they have done. */
export interface StoredLearner {
  readonly title: string;
  readonly userId: string;
  readonly hasStarted: boolean;
  readonly hasFinished: boolean;
  /** 1 … 5; null: not rated. */
  readonly rating: number | null;
  readonly lessons: number;
  /** Of the certificate, without separators. */
  readonly code: string | null;
}

export async function readLearners(db: Database, guildId: string): Promise<StoredLearner[]> {
  const rows = await db.query<Omit<StoredLearner, 'lessons'> & { lessons: string }>(
    `SELECT version.title, learner.user_id::text AS "userId", learner.started_at IS NOT NULL AS "hasStarted",
       learner.finished_at IS NOT NULL AS "hasFinished", learner.rating, learner.certificate_code AS code,
       (SELECT count(*) FROM lesson_done AS done WHERE done.guild_id = learner.guild_id
          AND done.course_id = learner.course_id AND done.user_id = learner.user_id) AS lessons
     FROM course_learner AS learner JOIN course ON course.id = learner.course_id
       JOIN course_version AS version ON version.id = course.published_id
     WHERE learner.guild_id = $1 ORDER BY version.title, learner.user_id`,
    [guildId],
  );
  return rows.map((row) => ({ ...row, lessons: Number(row.lessons) }));
}

/** Points of each creator, ever. */
export async function readPoints(db: Database, guildId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ userId: string; points: string }>(
    `SELECT user_id::text AS "userId", sum(points) AS points FROM creator_point
     WHERE guild_id = $1 GROUP BY user_id ORDER BY user_id`,
    [guildId],
  );
  return new Map(rows.map(({ userId, points }) => [userId, Number(points)]));
}

/** Questions asked, and those answered. */
export async function readQuestions(
  db: Database,
  guildId: string,
): Promise<{ asked: number; answered: number }> {
  const [row] = await db.query<{ asked: string; answered: string }>(
    `SELECT count(*) AS asked, count(*) FILTER (WHERE state = 'answered') AS answered FROM qa_question WHERE guild_id = $1`,
    [guildId],
  );
  return { asked: Number(row?.asked ?? 0), answered: Number(row?.answered ?? 0) };
}
