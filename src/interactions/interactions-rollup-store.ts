/**
 * How rows become counts: the one place that says which local day and hour a row belongs to, to which channel, and what it adds. Writing,
 * deleting and counting anew all use it, so that they cannot differ. SQL text only.
 */
import { THREAD_TYPES } from '../channels/channels-rules.ts';
import { interactionKinds } from './interactions-rules.ts';

const KINDS = Object.values(interactionKinds);
const codes = (kinds: readonly { code: number }[]): string => kinds.map(({ code }) => code).join(', ');
const COUNTED = codes(KINDS.filter(({ counts }) => counts));
/** Codes of what can be edited and stands among the messages, as a list for SQL. */
export const MESSAGES = codes(KINDS.filter(({ isMessage }) => isMessage));
/** Codes of what is kept under a message's id and goes with it: a thread opened from it is an act of its own, and stays. */
export const WITH_THE_MESSAGE = codes(
  (['message', 'reply', 'reaction', 'post'] as const).map((kind) => interactionKinds[kind]),
);
const REACTION = interactionKinds.reaction.code;

/**
 * Common table expressions that say of each row of `changed` (guild_id, user_id, channel_id, occurred_at, kind) where it counts: `counted`
 * has the local day and time and the channel, `placed` the place of its UTC clock hour in that day, 0 for the one in which the day begins.
 * A day of 25 hours that begins at a half hour touches 26 of them.
 */
const PLACED = `counted AS MATERIALIZED (
     SELECT changed.guild_id, changed.user_id, coalesce(thread.parent_id, changed.channel_id) AS channel_id,
       changed.kind, changed.occurred_at, zone.name AS zone, changed.occurred_at AT TIME ZONE zone.name AS local_at
     FROM changed
     LEFT JOIN community ON community.guild_id = changed.guild_id
     CROSS JOIN LATERAL (SELECT coalesce(community.time_zone, 'UTC') AS name) AS zone
     LEFT JOIN channel AS thread ON thread.guild_id = changed.guild_id AND thread.channel_id = changed.channel_id
       AND thread.type IN (${THREAD_TYPES.join(', ')})
     WHERE changed.kind IN (${COUNTED})
   ), midnight AS (
     SELECT DISTINCT guild_id, local_at::date AS "on", zone, local_at::date::timestamp AT TIME ZONE zone AS at FROM counted
   ), local_day AS (
     -- Where midnight comes twice, PostgreSQL takes the second one for it; the day begins at the first.
     SELECT guild_id, "on", date_trunc('hour', CASE
         WHEN ((at - interval '1 hour') AT TIME ZONE zone)::date = "on" THEN at - interval '1 hour' ELSE at
       END AT TIME ZONE 'UTC') AS first_hour
     FROM midnight
   ), placed AS (
     SELECT counted.guild_id, local_day."on", counted.user_id, counted.kind, counted.zone, counted.occurred_at,
       floor(date_part('epoch', (counted.occurred_at AT TIME ZONE 'UTC') - local_day.first_hour) / 3600)::int AS hour
     FROM counted JOIN local_day ON local_day.guild_id = counted.guild_id AND local_day."on" = counted.local_at::date
   )`;

/**
 * The statement that adds rows to the rollups (`sign` 1) or takes them out (−1; then `clearHoursStatement` follows).
 * @param changed common table expressions, the last one `changed` (guild_id, user_id, channel_id, occurred_at, kind): each row once.
 */
export function rollupStatement(changed: string, sign: 1 | -1): string {
  const sums = `${sign} * count(*) AS interactions,
       ${sign} * count(*) FILTER (WHERE kind IN (${MESSAGES})) AS messages,
       ${sign} * count(*) FILTER (WHERE kind = ${REACTION}) AS reactions`;
  const added = `interactions = kept.interactions + excluded.interactions,
       messages = kept.messages + excluded.messages, reactions = kept.reactions + excluded.reactions`;
  return `WITH ${changed}, ${PLACED}, member_day_kept AS (
     INSERT INTO member_day AS kept (guild_id, "on", user_id, interactions, messages, reactions, hours)
     SELECT guild_id, "on", user_id, ${sums}, bit_or(1 << hour)
     FROM placed
     GROUP BY guild_id, "on", user_id
     ON CONFLICT (guild_id, "on", user_id) DO UPDATE SET ${added}, hours = kept.hours | excluded.hours
   )
   INSERT INTO channel_hour AS kept (guild_id, "on", hour, channel_id, interactions, messages, reactions)
   SELECT guild_id, local_at::date, date_part('hour', local_at), channel_id, ${sums}
   FROM counted
   GROUP BY 1, 2, 3, 4
   ON CONFLICT (guild_id, "on", hour, channel_id) DO UPDATE SET ${added}`;
}

/**
 * The statement that takes hours in which nothing is left out of the rollups. It says what is and not what to take off, so it may run
 * again; it must run after rows were taken out, in the same transaction.
 * @param changed as for `rollupStatement`: rows that no longer count.
 */
export function clearHoursStatement(changed: string): string {
  return `WITH ${changed}, ${PLACED}, emptied AS (
     SELECT guild_id, "on", user_id, bit_or(1 << hour) AS hours
     FROM (
       SELECT DISTINCT guild_id, "on", user_id, hour, zone, date_trunc('hour', occurred_at, 'UTC') AS hour_at FROM placed
     ) AS gone
     WHERE NOT EXISTS (
       SELECT FROM interaction AS other
       WHERE other.user_id = gone.user_id AND other.guild_id = gone.guild_id AND other.deleted_at IS NULL
         AND other.occurred_at >= gone.hour_at AND other.occurred_at < gone.hour_at + interval '1 hour'
         AND (other.occurred_at AT TIME ZONE gone.zone)::date = gone."on" AND other.kind IN (${COUNTED})
     )
     GROUP BY guild_id, "on", user_id
   )
   UPDATE member_day AS kept SET hours = kept.hours & ~emptied.hours
   FROM emptied
   WHERE kept.guild_id = emptied.guild_id AND kept."on" = emptied."on" AND kept.user_id = emptied.user_id`;
}
