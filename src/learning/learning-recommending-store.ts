/** Who took which courses together, counted in the database: only sums leave it. */
import type { App } from '../app.ts';
import type { Overlap } from './learning-recommending-rules.ts';

type Db = Pick<App, 'db'>;

/** For each of the courses and each other one, how many started both; `without` are not counted. */
export async function countOverlaps(
  { db }: Db,
  guildId: string,
  courseIds: readonly number[],
  without: readonly string[],
): Promise<Overlap[]> {
  const rows = await db.query<{ own_id: number; other_id: number; both: string }>(
    `SELECT own.course_id AS own_id, other.course_id AS other_id, count(*) AS both
     FROM course_learner AS own
     JOIN course_learner AS other ON other.guild_id = own.guild_id AND other.user_id = own.user_id
       AND other.started_at IS NOT NULL AND other.course_id <> ALL($2::int[])
     WHERE own.guild_id = $1 AND own.course_id = ANY($2::int[]) AND own.started_at IS NOT NULL
       AND own.user_id <> ALL($3::bigint[])
     GROUP BY 1, 2`,
    [guildId, courseIds, without],
  );
  return rows.map((row) => ({ ownId: row.own_id, otherId: row.other_id, both: Number(row.both) }));
}

/** Course → how many started it; `without` are not counted. */
export async function countStarted(
  { db }: Db,
  guildId: string,
  without: readonly string[],
): Promise<Map<number, number>> {
  const rows = await db.query<{ course_id: number; started: string }>(
    `SELECT course_id, count(*) AS started FROM course_learner
     WHERE guild_id = $1 AND started_at IS NOT NULL AND user_id <> ALL($2::bigint[]) GROUP BY course_id`,
    [guildId, without],
  );
  return new Map(rows.map((row) => [row.course_id, Number(row.started)]));
}

/** Everybody who started a course at `from` or later, each once. */
export async function listLearnersSince({ db }: Db, guildId: string, from: Date): Promise<string[]> {
  const rows = await db.query<{ user_id: string }>(
    'SELECT DISTINCT user_id FROM course_learner WHERE guild_id = $1 AND started_at >= $2',
    [guildId, from],
  );
  return rows.map((row) => row.user_id);
}
