/** The made-up talk of a grown community and the rows that follow from it. SQL only. */
import { DISCORD_EPOCH_MS } from '../../src/kernel/snowflake.ts';

const CHANNELS = 40;
/** Ids made in one millisecond differ in their low part. */
export const LOW_PARTS = 2 ** 22;
/** The chance of a member to talk on a day is level¹¹, level even in 0..1: few nearly always do, most nearly never, one in twelve on average. */
const ACTIVE_SHARE = 1 / 12;
/** In how many hours somebody talks who talks on a day, on average. */
const HOURS_A_DAY = 1.5;

export const createTalk =
  'CREATE TABLE bench_talk (user_id bigint, "on" date, hour int, channel_id bigint, kind int, number int)';

/** How much is said in one hour of one member, for this many interactions of all members in these days. */
export function numberPerHour(interactions: number, members: number, days: number): number {
  return interactions / (members * days * ACTIVE_SHARE * HOURS_A_DAY);
}

/** Who talked in which hours of a day. $1 members, $2 day, $3 interactions in such an hour on average. */
export const fillTalk = `
  INSERT INTO bench_talk
  SELECT user_id, $2::date, floor(24 * (1 - random() * random())), 1 + floor(${CHANNELS} * random() * random()),
    CASE WHEN random() < 0.6 THEN 1 ELSE 3 END, greatest(1, floor($3::float8 + random()))
  FROM (
    SELECT user_id, CASE WHEN random() < 0.5 THEN 1 ELSE 2 END AS hours FROM unnest($1::bigint[]) AS given(user_id)
    WHERE random() < (abs(hashint8(user_id)::bigint) / 2147483648.0) ^ 11
  ) AS active, generate_series(1, hours)`;

/** The log's rows of a day. $1 community, $2 times as much, $3 day, $4 the first of the ids' low parts. */
export const fillLog = `
  INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, kind, emoji)
  SELECT (ms - ${DISCORD_EPOCH_MS}) * ${LOW_PARTS} + $4::bigint + row_number() OVER (ORDER BY ms), $1::bigint, user_id, channel_id,
    to_timestamp(ms / 1000.0), kind, CASE kind WHEN 3 THEN '👍' ELSE '' END
  FROM (
    SELECT *, (extract(epoch FROM "on") * 1000)::bigint + hour * 3600000 + floor(random() * 3600000)::bigint AS ms
    FROM bench_talk, generate_series(1, number * $2::int) WHERE "on" = $3::date
  ) AS act`;

const times = (sum: string): string => `coalesce(${sum}, 0) * $2::int`;
const SUMS = [
  'sum(number)',
  'sum(number) FILTER (WHERE kind = 1)',
  'sum(number) FILTER (WHERE kind = 3)',
].map(times);
/** The rollups of a day. $1 community, $2 times as much, $3 day. */
export const fillRollups = [
  `INSERT INTO member_day (guild_id, "on", user_id, interactions, messages, reactions, hours)
   SELECT $1::bigint, "on", user_id, ${SUMS.join(', ')}, bit_or(1 << hour)
   FROM bench_talk WHERE "on" = $3::date GROUP BY "on", user_id`,
  `INSERT INTO channel_hour (guild_id, "on", hour, channel_id, interactions, messages, reactions)
   SELECT $1::bigint, "on", hour, channel_id, ${SUMS.join(', ')}
   FROM bench_talk WHERE "on" = $3::date GROUP BY "on", hour, channel_id`,
];

export const insertCommunity = `
  INSERT INTO community (guild_id, name, excluded_channel_ids, created_at, updated_at) VALUES ($1, 'Bench', '{}', $2, $2)`;

/** $2 members, $3 since when. */
export const insertMembers = `
  INSERT INTO member_stay (guild_id, user_id, joined_at) SELECT $1, user_id, $3 FROM unnest($2::bigint[]) AS given(user_id)`;

export const insertChannels = `
  INSERT INTO channel (guild_id, channel_id, type, name)
  SELECT $1, id, 0, 'channel-' || id FROM generate_series(1, ${CHANNELS}) AS id`;

/** It was listened to all the time, from $2 to $3. */
export const insertCoverage = 'INSERT INTO coverage_span (guild_id, from_at, to_at) VALUES ($1, $2, $3)';
