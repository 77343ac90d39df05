/** The stays' table. Ids become text here and nowhere else. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import type { NewStay, StayChanges } from './members-rules.ts';
import type { MemberCounts } from './members.ts';

/**
 * How much later than a leave a stay may seem to begin and still be the one that ends: joins carry Discord's time, leaves ours. A stay
 * that began later than that is a return, which an old leave told again must not end.
 */
const CLOCK_TOLERANCE = `interval '5 seconds'`;

/** Takes the steps of the changes in their order. Repeatable without harm. */
export async function writeStays(
  sql: SqlRunner,
  { endings, stays, completions }: StayChanges,
): Promise<void> {
  if (endings.length > 0)
    await sql.execute(
      `UPDATE member_stay AS stay SET left_at = greatest(given.left_at, stay.joined_at)
       FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS given(guild_id, user_id, left_at)
       WHERE stay.guild_id = given.guild_id AND stay.user_id = given.user_id AND stay.left_at IS NULL
         AND stay.joined_at <= given.left_at + ${CLOCK_TOLERANCE}`,
      [
        endings.map(({ guildId }) => guildId),
        endings.map(({ userId }) => userId),
        endings.map(({ atMs }) => toInstant(atMs)),
      ],
    );
  if (stays.length > 0) await insertStays(sql, stays);
  for (const { guildId, userIds, atMs } of completions)
    await sql.execute(
      `UPDATE member_stay AS stay SET left_at = greatest($3::timestamptz, stay.joined_at)
       WHERE stay.guild_id = $1 AND stay.left_at IS NULL AND stay.joined_at <= $3::timestamptz
         AND NOT EXISTS (SELECT FROM unnest($2::bigint[]) AS there(user_id) WHERE there.user_id = stay.user_id)`,
      [guildId, `{${userIds.join(',')}}`, toInstant(atMs)],
    );
}

async function insertStays(sql: SqlRunner, stays: readonly NewStay[]): Promise<void> {
  const given = `unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::timestamptz[]) AS given(guild_id, user_id, joined_at, left_at)`;
  const params = [
    `{${stays.map(({ guildId }) => guildId).join(',')}}`,
    `{${stays.map(({ userId }) => userId).join(',')}}`,
    `{${stays.map(({ joinedAtMs }) => toInstant(joinedAtMs)).join(',')}}`,
    `{${stays.map(({ leftAtMs }) => (leftAtMs === null ? 'NULL' : toInstant(leftAtMs))).join(',')}}`,
  ];
  await sql.execute(
    `UPDATE member_stay AS stay SET left_at = given.joined_at FROM ${given}
     WHERE stay.guild_id = given.guild_id AND stay.user_id = given.user_id AND stay.left_at IS NULL
       AND stay.joined_at < given.joined_at`,
    params,
  );
  await sql.execute(
    `INSERT INTO member_stay (guild_id, user_id, joined_at, left_at) SELECT * FROM ${given} ON CONFLICT DO NOTHING`,
    params,
  );
  if (stays.some(({ leftAtMs }) => leftAtMs !== null))
    await sql.execute(
      `UPDATE member_stay AS stay SET left_at = given.left_at FROM ${given}
       WHERE stay.guild_id = given.guild_id AND stay.user_id = given.user_id AND stay.joined_at = given.joined_at
         AND stay.left_at IS NULL AND given.left_at IS NOT NULL`,
      params,
    );
}

export async function countStays(
  { db }: Pick<App, 'db'>,
  guildId: string,
  span: DaySpan,
): Promise<MemberCounts> {
  const [row] = await db.query<{ members: string; joined: string; left: string }>(
    `SELECT count(DISTINCT user_id) AS members,
       count(*) FILTER (WHERE joined_at >= $2) AS joined,
       count(*) FILTER (WHERE left_at >= $2 AND left_at < $3) AS left
     FROM member_stay
     WHERE guild_id = $1 AND joined_at < $3 AND (left_at IS NULL OR left_at > $2 OR joined_at >= $2)`,
    [guildId, span.from.toISOString(), span.to.toISOString()],
  );
  return {
    members: Number(row?.members ?? 0),
    joined: Number(row?.joined ?? 0),
    left: Number(row?.left ?? 0),
  };
}

/** Everybody who is or was a member, each once, in no telling order. */
export async function listEverMembers({ db }: Pick<App, 'db'>, guildId: string): Promise<string[]> {
  const rows = await db.query<{ userId: string }>(
    'SELECT DISTINCT user_id::text AS "userId" FROM member_stay WHERE guild_id = $1',
    [guildId],
  );
  return rows.map(({ userId }) => userId);
}

/** The stays of one member, oldest first. */
export async function listStays(
  { db }: Pick<App, 'db'>,
  guildId: string,
  userId: string,
): Promise<{ joinedAt: Date; leftAt: Date | null }[]> {
  return db.query(
    `SELECT joined_at AS "joinedAt", left_at AS "leftAt" FROM member_stay
     WHERE guild_id = $1 AND user_id = $2 ORDER BY joined_at`,
    [guildId, userId],
  );
}

export async function deleteStays({ db }: Pick<App, 'db'>, guildId: string, userId: string): Promise<number> {
  return db.execute('DELETE FROM member_stay WHERE guild_id = $1 AND user_id = $2', [guildId, userId]);
}

function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}
