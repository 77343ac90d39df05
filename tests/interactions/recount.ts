/** Counts the rollups anew in TypeScript, from the rows alone and without the bot's SQL, and compares. */
import type { SqlRunner } from '../../src/db/client.ts';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import { dayOf, dayStart, hourOf } from '../../src/kernel/calendar.ts';

const HOUR_MS = 3_600_000;

interface Row {
  user_id: string;
  channel_id: string;
  occurred_at: Date;
  kind: number;
}

/** Lines of both rollups that are not what the rows say; empty when all agree. */
export async function differencesFromRows(sql: SqlRunner, guildId: string): Promise<string[]> {
  const expected = await expectedRollups(sql, guildId);
  const kept = await keptRollups(sql, guildId);
  return [
    ...[...expected].filter((line) => !kept.has(line)).map((line) => `missing: ${line}`),
    ...[...kept].filter((line) => !expected.has(line)).map((line) => `wrong: ${line}`),
  ];
}

async function expectedRollups(sql: SqlRunner, guildId: string): Promise<Set<string>> {
  const [community] = await sql.query<{ time_zone: string }>(
    'SELECT time_zone FROM community WHERE guild_id = $1',
    [guildId],
  );
  const timeZone = community?.time_zone ?? 'UTC';
  const threads = await sql.query<{ channel_id: string; parent_id: string }>(
    'SELECT channel_id, parent_id FROM channel WHERE guild_id = $1 AND type IN (10, 11, 12)',
    [guildId],
  );
  const parents = new Map(threads.map((thread) => [thread.channel_id, thread.parent_id]));
  const rows = await sql.query<Row>(
    'SELECT user_id, channel_id, occurred_at, kind FROM interaction WHERE guild_id = $1 AND deleted_at IS NULL',
    [guildId],
  );
  const days = new Map<string, { counts: number[]; hours: number }>();
  const channels = new Map<string, number[]>();
  for (const row of rows) {
    const kind = Object.values(interactionKinds).find(({ code }) => code === row.kind);
    if (!kind?.counts) continue;
    const add = [1, kind.isMessage ? 1 : 0, row.kind === interactionKinds.reaction.code ? 1 : 0];
    const on = dayOf(row.occurred_at, timeZone);
    const firstHour = Math.floor(dayStart(on, timeZone).getTime() / HOUR_MS);
    const day = days.get(`${on} ${row.user_id}`) ?? {
      counts: [0, 0, 0],
      hours: 0,
    };
    day.counts = day.counts.map((count, index) => count + add[index]!);
    day.hours |= 1 << (Math.floor(row.occurred_at.getTime() / HOUR_MS) - firstHour);
    days.set(`${on} ${row.user_id}`, day);
    const place = `${on} ${hourOf(row.occurred_at, timeZone)} ${parents.get(row.channel_id) ?? row.channel_id}`;
    channels.set(
      place,
      (channels.get(place) ?? [0, 0, 0]).map((count, index) => count + add[index]!),
    );
  }
  return new Set([
    ...[...days].map(([key, { counts, hours }]) => `member ${key} ${counts.join()} ${hours}`),
    ...[...channels].map(([key, counts]) => `channel ${key} ${counts.join()}`),
  ]);
}

/** A rollup of nothing (all was deleted) is as good as none. */
async function keptRollups(sql: SqlRunner, guildId: string): Promise<Set<string>> {
  const days = await sql.query<Record<string, string> & { hours: number }>(
    'SELECT * FROM member_day WHERE guild_id = $1 AND (interactions <> 0 OR hours <> 0)',
    [guildId],
  );
  const channels = await sql.query<Record<string, string>>(
    'SELECT * FROM channel_hour WHERE guild_id = $1 AND interactions <> 0',
    [guildId],
  );
  return new Set([
    ...days.map(
      (day) =>
        `member ${day['on']} ${day['user_id']} ${day['interactions']},${day['messages']},${day['reactions']} ${day.hours}`,
    ),
    ...channels.map(
      (hour) =>
        `channel ${hour['on']} ${hour['hour']} ${hour['channel_id']} ${hour['interactions']},${hour['messages']},${hour['reactions']}`,
    ),
  ]);
}
