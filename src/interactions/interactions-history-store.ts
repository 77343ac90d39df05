/** Writes pages of fetched history in the batch of their rows: what was deleted meanwhile, reactions by count, and how far the fetching is. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { FetchedPage } from './interactions-history-rules.ts';
import { MESSAGES, WITH_THE_MESSAGE } from './interactions-rollup-store.ts';

/** Rows of messages of one channel or thread that are not deleted: $1 community, $2 channel, above $3, up to $4. */
const LOGGED_BETWEEN = `guild_id = $1 AND channel_id = $2 AND subject_id > $3 AND subject_id <= $4
  AND kind IN (${WITH_THE_MESSAGE}) AND deleted_at IS NULL`;

/** Messages that the log has where a page proves that there are none: they were deleted while nobody listened. */
export async function listMissing(
  sql: SqlRunner,
  pages: readonly FetchedPage[],
): Promise<{ guildId: string; messageIds: string[]; atMs: number }[]> {
  const missing = [];
  for (const { guildId, channelId, afterId, provenId, messageIds, atMs } of pages) {
    if (provenId === null) continue;
    const rows = await sql.query<{ id: string }>(
      `SELECT DISTINCT subject_id AS id FROM interaction WHERE ${LOGGED_BETWEEN} AND subject_id <> ALL($5::bigint[])`,
      [guildId, channelId, afterId, provenId, messageIds],
    );
    if (rows.length > 0) missing.push({ guildId, messageIds: rows.map(({ id }) => id), atMs });
  }
  return missing;
}

/** One message that the log has of the channel or thread in this span of ids; null when it has none. */
export async function findLogged(
  { db }: Pick<App, 'db'>,
  place: { readonly guildId: string; readonly channelId: string },
  afterId: string,
  upToId: string,
): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    `SELECT subject_id AS id FROM interaction WHERE ${LOGGED_BETWEEN} LIMIT 1`,
    [place.guildId, place.channelId, afterId, upToId],
  );
  return row?.id ?? null;
}

/** Reactions by count, and how far the fetching is; in the transaction of the pages' rows. Writing a page again changes nothing. */
export async function writePages(sql: SqlRunner, pages: readonly FetchedPage[]): Promise<void> {
  for (const page of pages) {
    if (page.reactions.length > 0) await keepReactions(sql, page);
    // Only the page that follows the cursor moves it: one that is told twice is not counted twice.
    await sql.execute(
      `UPDATE backfill_task SET cursor_id = $4, found_count = found_count + $5, added_count = added_count + $6,
         state = CASE WHEN $7 THEN 'done' ELSE state END, problem = NULL, updated_at = $8
       WHERE guild_id = $1 AND channel_id = $2 AND from_id = $3 AND cursor_id = $9 AND state = 'messages'`,
      [
        page.guildId,
        page.channelId,
        page.fromId,
        page.cursorId,
        page.foundCount,
        page.addedCount,
        page.isLast,
        new Date(page.atMs).toISOString(),
        page.afterId,
      ],
    );
  }
}

/** Which of these messages the log has, deleted ones included. */
export async function listKnownMessages(
  { db }: Pick<App, 'db'>,
  guildId: string,
  messageIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(
    `SELECT DISTINCT subject_id AS id FROM interaction
     WHERE subject_id = ANY($2::bigint[]) AND guild_id = $1 AND kind IN (${MESSAGES})`,
    [guildId, messageIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The largest count seen stands, so that pages in any order leave the same. */
async function keepReactions(sql: SqlRunner, { guildId, countedId, reactions }: FetchedPage): Promise<void> {
  await sql.execute(
    `INSERT INTO reaction_count AS kept (guild_id, message_id, emoji, channel_id, count)
     SELECT $1, message_id, emoji, $2, max(count)
     FROM unnest($3::bigint[], $4::text[], $5::int[]) AS given(message_id, emoji, count)
     GROUP BY message_id, emoji
     ON CONFLICT (guild_id, message_id, emoji) DO UPDATE SET count = greatest(kept.count, excluded.count)`,
    [
      guildId,
      countedId,
      reactions.map(({ messageId }) => messageId),
      reactions.map(({ emoji }) => emoji),
      reactions.map(({ count }) => count),
    ],
  );
}
