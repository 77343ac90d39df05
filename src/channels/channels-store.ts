/** The channels' table. Ids become text here and nowhere else. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { THREAD_TYPES } from './channels-rules.ts';
import type { ChannelFact } from './channels-rules.ts';

/** Threads are many and are described again when something happens in them; the youngest suffice. */
const MOST_THREADS = 20_000;

interface ChannelRow {
  guild_id: string;
  channel_id: string;
  parent_id: string | null;
  type: number;
  name: string;
  deleted_at: Date | null;
}

/** Every channel of every community (acrossGuilds) that is there, and the youngest threads. */
export async function listKnownChannels({ db }: Pick<App, 'db'>): Promise<ChannelFact[]> {
  const columns = 'guild_id, channel_id, parent_id, type, name, deleted_at';
  const rows = await db.query<ChannelRow>(
    `(SELECT ${columns} FROM channel WHERE deleted_at IS NULL AND NOT type = ANY($1::smallint[]))
     UNION ALL
     (SELECT ${columns} FROM channel WHERE deleted_at IS NULL AND type = ANY($1::smallint[])
      ORDER BY channel_id DESC LIMIT ${MOST_THREADS})`,
    [THREAD_TYPES],
  );
  return rows.map((row) => ({
    guildId: row.guild_id,
    channelId: row.channel_id,
    parentId: row.parent_id,
    type: row.type,
    name: row.name,
    deletedAtMs: row.deleted_at?.getTime() ?? null,
  }));
}

/**
 * Writes what is known of channels, each channel once. What stood for an undescribed channel never replaces a description. Where such a
 * one turns out to be a thread, what was counted under it moves to its channel.
 */
export async function upsertChannels(sql: SqlRunner, facts: readonly ChannelFact[]): Promise<void> {
  const params = [
    facts.map(({ guildId }) => guildId),
    facts.map(({ channelId }) => channelId),
    facts.map(({ parentId }) => parentId),
    facts.map(({ type }) => type),
    facts.map(({ name }) => name),
    facts.map(({ deletedAtMs }) => (deletedAtMs === null ? null : new Date(deletedAtMs).toISOString())),
  ];
  const given = `unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::text[], $6::timestamptz[])
    AS given(guild_id, channel_id, parent_id, type, name, deleted_at)`;
  if (facts.some(({ type }) => THREAD_TYPES.includes(type))) await moveToParents(sql, given, params);
  await sql.execute(
    `INSERT INTO channel AS known (guild_id, channel_id, parent_id, type, name, deleted_at)
     SELECT * FROM ${given}
     ON CONFLICT (guild_id, channel_id) DO UPDATE SET
       parent_id = excluded.parent_id, type = excluded.type, name = excluded.name, deleted_at = excluded.deleted_at
     WHERE excluded.type <> -1`,
    params,
  );
}

async function moveToParents(sql: SqlRunner, given: string, params: readonly unknown[]): Promise<void> {
  await sql.execute(
    `WITH thread AS (
       SELECT given.guild_id, given.channel_id, given.parent_id
       FROM ${given} JOIN channel AS known USING (guild_id, channel_id)
       WHERE known.type = -1 AND given.type IN (${THREAD_TYPES.join(', ')}) AND given.parent_id IS NOT NULL
     ), moved AS (
       DELETE FROM channel_hour AS counted USING thread
       WHERE counted.guild_id = thread.guild_id AND counted.channel_id = thread.channel_id
       RETURNING counted.guild_id, counted."on", counted.hour, thread.parent_id,
         counted.interactions, counted.messages, counted.reactions
     )
     INSERT INTO channel_hour AS counted (guild_id, "on", hour, channel_id, interactions, messages, reactions)
     SELECT guild_id, "on", hour, parent_id, sum(interactions), sum(messages), sum(reactions)
     FROM moved GROUP BY guild_id, "on", hour, parent_id
     ON CONFLICT (guild_id, "on", hour, channel_id) DO UPDATE SET
       interactions = counted.interactions + excluded.interactions,
       messages = counted.messages + excluded.messages,
       reactions = counted.reactions + excluded.reactions`,
    params,
  );
}
