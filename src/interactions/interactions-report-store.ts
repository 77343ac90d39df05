/** What reports ask, answered from the rollups; and the rollups counted anew from the rows. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { addDays, dayOf, dayStart } from '../kernel/calendar.ts';
import type { DaySpan, Span } from '../kernel/calendar.ts';
import type { ListenedSpan } from './interactions-coverage-rules.ts';
import { listPartitions } from './interactions-partitions-store.ts';
import { findRowsFrom } from './interactions-retention-store.ts';
import { rollupStatement } from './interactions-rollup-store.ts';
import type { ActivityCounts, DayActivity } from './interactions.ts';

const HOUR_MS = 3_600_000;
/** Rows of one community in [from, to) by local day: $1 community, $2 and $3 first day and the day after the last. */
const IN_SPAN = 'guild_id = $1 AND "on" >= $2::date AND "on" < $3::date';

/** All numbers are of one moment. */
export async function readActivity(
  { db }: Pick<App, 'db'>,
  guildId: string,
  span: DaySpan,
): Promise<ActivityCounts> {
  return db.sqlTransaction(async (sql) => {
    await sql.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const days = await readDays(sql, guildId, span);
    const sum = (pick: (day: (typeof days)[number]) => number) =>
      days.reduce((total, day) => total + pick(day), 0);
    return {
      interactions: sum((day) => day.interactions),
      messages: sum((day) => day.messages),
      reactions: sum((day) => day.reactions),
      memberHours: sum((day) => day.hours) - (await countSharedHours(sql, guildId, span)),
      activeMembers: await countActive(sql, guildId, span),
      days: days.map(({ on, activeMembers, interactions, messages }) => ({
        on,
        activeMembers,
        interactions,
        messages,
      })),
      heat: await readHeat(sql, guildId, span),
      channels: await readChannels(sql, guildId, span),
    };
  });
}

async function readDays(
  sql: SqlRunner,
  guildId: string,
  span: DaySpan,
): Promise<(DayActivity & { reactions: number; hours: number })[]> {
  const rows = await sql.query<
    Record<'on' | 'active' | 'interactions' | 'messages' | 'reactions' | 'hours', string>
  >(
    `SELECT "on", count(*) AS active, sum(interactions) AS interactions, sum(messages) AS messages,
       sum(reactions) AS reactions, sum(bit_count(hours::bit(32))) AS hours
     FROM member_day WHERE ${IN_SPAN} AND interactions > 0 GROUP BY "on"`,
    [guildId, span.fromOn, span.toOn],
  );
  const found = new Map(rows.map((row) => [row.on, row]));
  return span.days.map((on) => {
    const row = found.get(on);
    return {
      on,
      activeMembers: Number(row?.active ?? 0),
      interactions: Number(row?.interactions ?? 0),
      messages: Number(row?.messages ?? 0),
      reactions: Number(row?.reactions ?? 0),
      hours: Number(row?.hours ?? 0),
    };
  });
}

async function countActive(sql: SqlRunner, guildId: string, span: DaySpan): Promise<number> {
  const [row] = await sql.query<{ active: string }>(
    `SELECT count(*) AS active FROM (
       SELECT user_id FROM member_day WHERE ${IN_SPAN} AND interactions > 0 GROUP BY user_id
     ) AS member`,
    [guildId, span.fromOn, span.toOn],
  );
  return Number(row?.active ?? 0);
}

/**
 * Where a day does not begin at a full UTC hour (Asia/Kolkata), its first clock hour is the last one of the day before: a member active
 * on both sides of midnight is counted in both days' hours, and this many must be taken off.
 */
async function countSharedHours(sql: SqlRunner, guildId: string, span: DaySpan): Promise<number> {
  const shared = span.days.slice(1).flatMap((on) => {
    const startMs = dayStart(on, span.timeZone).getTime();
    if (startMs % HOUR_MS === 0) return [];
    const beforeMs = dayStart(addDays(on, -1), span.timeZone).getTime();
    return [{ on, place: Math.floor(startMs / HOUR_MS) - Math.floor(beforeMs / HOUR_MS) }];
  });
  if (shared.length === 0) return 0;
  const [row] = await sql.query<{ shared: string }>(
    `SELECT count(*) AS shared
     FROM unnest($2::date[], $3::int[]) AS day("on", place)
     JOIN member_day AS later ON later.guild_id = $1 AND later."on" = day."on" AND later.hours & 1 <> 0
     JOIN member_day AS earlier ON earlier.guild_id = $1 AND earlier."on" = day."on" - 1
       AND earlier.user_id = later.user_id AND earlier.hours & (1 << day.place) <> 0`,
    [guildId, shared.map(({ on }) => on), shared.map(({ place }) => place)],
  );
  return Number(row?.shared ?? 0);
}

async function readHeat(sql: SqlRunner, guildId: string, span: DaySpan): Promise<number[][]> {
  const heat = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  const rows = await sql.query<{ weekday: number; hour: number; interactions: string }>(
    `SELECT extract(isodow FROM "on")::int AS weekday, hour, sum(interactions) AS interactions
     FROM channel_hour WHERE ${IN_SPAN} GROUP BY 1, 2`,
    [guildId, span.fromOn, span.toOn],
  );
  for (const { weekday, hour, interactions } of rows) heat[weekday - 1]![hour] = Number(interactions);
  return heat;
}

/** Busiest first; a thread counts to its channel. */
export async function readChannels(
  sql: SqlRunner,
  guildId: string,
  span: DaySpan,
): Promise<ActivityCounts['channels']> {
  const rows = await sql.query<{
    channel_id: string;
    name: string | null;
    interactions: string;
    messages: string;
  }>(
    `SELECT counted.channel_id, channel.name, counted.interactions, counted.messages
     FROM (
       SELECT channel_id, sum(interactions) AS interactions, sum(messages) AS messages
       FROM channel_hour WHERE ${IN_SPAN} AND channel_id <> 0 GROUP BY channel_id
     ) AS counted
     LEFT JOIN channel ON channel.guild_id = $1 AND channel.channel_id = counted.channel_id
     WHERE counted.interactions > 0
     ORDER BY counted.messages DESC, counted.interactions DESC, counted.channel_id`,
    [guildId, span.fromOn, span.toOn],
  );
  return rows.map((row) => ({
    channelId: row.channel_id,
    name: row.name ?? '',
    interactions: Number(row.interactions),
    messages: Number(row.messages),
  }));
}

/** Stretches of listening that reach into the span, in order, and when the community was first listened to (null: never). */
export async function listListened(
  { db }: Pick<App, 'db'>,
  guildId: string,
  span: Span,
): Promise<{ firstAt: Date | null; spans: Span[] }> {
  const [first] = await db.query<{ at: Date | null }>(
    'SELECT min(from_at) AS at FROM coverage_span WHERE guild_id = $1',
    [guildId],
  );
  const spans = await db.query<Span>(
    `SELECT from_at AS "from", to_at AS "to" FROM coverage_span
     WHERE guild_id = $1 AND to_at > $2 AND from_at < $3 ORDER BY from_at`,
    [guildId, span.from.toISOString(), span.to.toISOString()],
  );
  return { firstAt: first?.at ?? null, spans };
}

/** The last span of listening of each community. */
export async function listLastListened({ db }: Pick<App, 'db'>): Promise<ListenedSpan[]> {
  const rows = await db.query<{ guild_id: string; from_at: Date; to_at: Date }>(
    'SELECT DISTINCT ON (guild_id) guild_id, from_at, to_at FROM coverage_span ORDER BY guild_id, to_at DESC',
  );
  return rows.map((row) => ({
    guildId: row.guild_id,
    fromMs: row.from_at.getTime(),
    toMs: row.to_at.getTime(),
  }));
}

/**
 * Replaces the community's rollups by what its rows say, in its present time zone. Nothing of the community may be written meanwhile.
 * Days whose rows were deleted for their age stay as they were counted then, in the time zone of then.
 */
export async function recountRollups({ db }: Pick<App, 'db'>, guildId: string): Promise<void> {
  await db.sqlTransaction(async (sql) => {
    // Others may write; no partition comes or goes before the end.
    await sql.execute('LOCK TABLE interaction IN ROW EXCLUSIVE MODE');
    const { on, at } = await findFirstWholeDay(sql, guildId);
    await sql.execute('DELETE FROM member_day WHERE guild_id = $1 AND "on" >= $2::date', [guildId, on]);
    await sql.execute('DELETE FROM channel_hour WHERE guild_id = $1 AND "on" >= $2::date', [guildId, on]);
    // Partition by partition: one statement over the whole log could take longer than a statement may.
    for (const partition of await listPartitions(sql))
      await sql.execute(recountStatement(partition), [guildId, at]);
  });
}

/** The first local day all of whose rows are kept, and its beginning. */
async function findFirstWholeDay(sql: SqlRunner, guildId: string): Promise<{ on: string; at: string }> {
  const rowsFrom = await findRowsFrom(sql);
  if (!rowsFrom) return { on: '-infinity', at: '-infinity' };
  const [community] = await sql.query<{ time_zone: string }>(
    'SELECT time_zone FROM community WHERE guild_id = $1',
    [guildId],
  );
  const timeZone = community?.time_zone ?? 'UTC';
  const on = addDays(dayOf(new Date(rowsFrom.getTime() - 1), timeZone), 1);
  return { on, at: dayStart(on, timeZone).toISOString() };
}

function recountStatement(partition: string): string {
  return rollupStatement(
    `changed AS (
       SELECT guild_id, user_id, channel_id, occurred_at, kind FROM ${partition}
       WHERE guild_id = $1 AND occurred_at >= $2 AND deleted_at IS NULL
     )`,
    1,
  );
}
