/** What channels were closed or excluded when, and what of their history was fetched. Ids become text and instants here. */
import type { App } from '../app.ts';
import { transactSql } from '../db/transact.ts';
import { interactionKinds } from '../interactions/interactions.ts';
import type { Span } from '../kernel/calendar.ts';
import { idBefore, instantAfter } from '../kernel/snowflake.ts';

type Db = Pick<App, 'db'>;

/** Why one channel is not counted while the bot listens to its community. */
export type ClosedReason = 'no-permission' | 'excluded';

export interface ClosedTime extends Span {
  readonly channelId: string;
  readonly reason: ClosedReason;
}

/** Times that reach into the span, oldest first; those that last end at `now`. */
export async function listClosedTimes(
  { db }: Db,
  guildId: string,
  span: Span,
  now: Date,
): Promise<ClosedTime[]> {
  const rows = await db.query<{ channel_id: string; from: Date; to: Date | null; reason: ClosedReason }>(
    `SELECT channel_id, from_at AS "from", to_at AS "to", reason FROM channel_gap
     WHERE guild_id = $1 AND (to_at IS NULL OR to_at > $2) AND from_at < $3 ORDER BY from_at`,
    [guildId, span.from.toISOString(), span.to.toISOString()],
  );
  return rows.map((row) => ({
    channelId: row.channel_id,
    from: row.from,
    to: row.to ?? now,
    reason: row.reason,
  }));
}

/** Channels that are not counted now, and why. */
export async function listClosedNow({ db }: Db, guildId: string): Promise<Map<string, ClosedReason>> {
  const rows = await db.query<{ channel_id: string; reason: ClosedReason }>(
    'SELECT channel_id, reason FROM channel_gap WHERE guild_id = $1 AND to_at IS NULL',
    [guildId],
  );
  return new Map(rows.map((row) => [row.channel_id, row.reason]));
}

/** From `at` on, the channel is not counted for this reason, or (null) is counted again. */
export async function updateClosed(
  { db }: Db,
  guildId: string,
  changes: ReadonlyMap<string, ClosedReason | null>,
  at: Date,
): Promise<void> {
  const now = at.toISOString();
  const channelIds = [...changes.keys()];
  const begun = [...changes].filter(([, reason]) => reason !== null);
  await transactSql(db, async (sql) => {
    await sql.execute(
      `UPDATE channel_gap SET to_at = greatest(from_at, $3)
       WHERE guild_id = $1 AND channel_id = ANY($2::bigint[]) AND to_at IS NULL`,
      [guildId, channelIds, now],
    );
    await sql.execute(
      `INSERT INTO channel_gap (guild_id, channel_id, from_at, reason)
       SELECT $1, channel_id, $2, reason FROM unnest($3::bigint[], $4::text[]) AS given(channel_id, reason)
       ON CONFLICT (guild_id, channel_id, from_at) DO UPDATE SET to_at = NULL, reason = excluded.reason`,
      [guildId, now, begun.map(([channelId]) => channelId), begun.map(([, reason]) => reason)],
    );
  });
}

/**
 * Of each channel the times whose messages were fetched, its threads included: what is fetched of one and not yet of the other does not
 * count. A thread that is gone holds nothing up.
 */
export async function listFetched(
  { db }: Db,
  guildId: string,
  span: Span,
): Promise<(Span & { channelId: string })[]> {
  const rows = await db.query<{ channel_id: string; from_id: string; until_id: string }>(
    `SELECT counted_id AS channel_id, from_id,
       min(CASE WHEN state = 'done' OR (state = 'refused' AND channel_id <> counted_id) THEN to_id
                WHEN state = 'threads' THEN from_id ELSE cursor_id END) AS until_id
     FROM backfill_task WHERE guild_id = $1 AND to_id >= $2 AND from_id <= $3
     GROUP BY counted_id, from_id ORDER BY from_id`,
    [guildId, idBefore(span.from), idBefore(span.to)],
  );
  return rows.map((row) => ({
    channelId: row.channel_id,
    from: instantAfter(row.from_id),
    to: instantAfter(row.until_id),
  }));
}

/** Of each channel, how many reactions to messages of the span are known by their count alone: those that were heard are taken off it. */
export async function countReactionsByCount(
  { db }: Db,
  guildId: string,
  span: Span,
): Promise<Map<string, number>> {
  const rows = await db.query<{ channel_id: string; count: string }>(
    `SELECT channel_id, sum(greatest(0, count - heard)) AS count
     FROM reaction_count AS counted, LATERAL (
       SELECT count(*) AS heard FROM interaction
       WHERE subject_id = counted.message_id AND kind = $4 AND emoji = counted.emoji AND deleted_at IS NULL) AS live
     WHERE guild_id = $1 AND message_id > $2 AND message_id <= $3 GROUP BY channel_id`,
    [guildId, idBefore(span.from), idBefore(span.to), interactionKinds.reaction.code],
  );
  return new Map(rows.map((row) => [row.channel_id, Number(row.count)]));
}
