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
const REACTION = interactionKinds.reaction.code;

/** A day of 25 hours that begins at a half hour touches 26 clock hours. */
const HOURS = Array.from({ length: 26 }, (_, hour) => hour);

/**
 * The statement that adds rows to the rollups (`sign` 1) or takes them out (−1).
 * @param changed common table expressions, the last one `changed` (guild_id, user_id, channel_id, occurred_at, kind): each row once.
 */
export function rollupStatement(changed: string, sign: 1 | -1): string {
  const sums = (columns: string) => `${sign} * count(*) AS interactions,
       ${sign} * count(*) FILTER (WHERE kind IN (${MESSAGES})) AS messages,
       ${sign} * count(*) FILTER (WHERE kind = ${REACTION}) AS reactions${columns}`;
  const hours = HOURS.map((hour) => `${sign} * count(*) FILTER (WHERE hour = ${hour})`).join(', ');
  const added = `interactions = kept.interactions + excluded.interactions,
       messages = kept.messages + excluded.messages, reactions = kept.reactions + excluded.reactions`;
  return `WITH ${changed}, counted AS MATERIALIZED (
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
   ), member_day_kept AS (
     INSERT INTO member_day AS kept (guild_id, "on", user_id, interactions, messages, reactions, hours)
     SELECT guild_id, "on", user_id, ${sums(`,\n       ARRAY[${hours}]::smallint[] AS hours`)}
     FROM (
       SELECT counted.guild_id, local_day."on", counted.user_id, counted.kind,
         floor(extract(epoch FROM (counted.occurred_at AT TIME ZONE 'UTC') - local_day.first_hour) / 3600)::int AS hour
       FROM counted JOIN local_day ON local_day.guild_id = counted.guild_id AND local_day."on" = counted.local_at::date
     ) AS row
     GROUP BY guild_id, "on", user_id
     ON CONFLICT (guild_id, "on", user_id) DO UPDATE SET ${added}, hours = hour_counts_add(kept.hours, excluded.hours)
   )
   INSERT INTO channel_hour AS kept (guild_id, "on", hour, channel_id, interactions, messages, reactions)
   SELECT guild_id, local_at::date, extract(hour FROM local_at), channel_id, ${sums('')}
   FROM counted
   GROUP BY 1, 2, 3, 4
   ON CONFLICT (guild_id, "on", hour, channel_id) DO UPDATE SET ${added}`;
}
