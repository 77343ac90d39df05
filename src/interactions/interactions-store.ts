/** Writes batches of the log, rows and rollups in one transaction. Ids are text outside and BIGINT in the tables. */
import type { App } from '../app.ts';
import { upsertChannels } from '../channels/channels.ts';
import type { SqlRunner } from '../db/client.ts';
import { isDatabaseAway, isDiskFull } from '../db/database-errors.ts';
import { transactSql } from '../db/transact.ts';
import { recordStays } from '../members/members.ts';
import { keepSessions } from './interactions-session-store.ts';
import { lastOf } from './interactions-batch-rules.ts';
import type { InteractionColumns, LogBatch } from './interactions-batch-rules.ts';
import { interactionKinds } from './interactions-rules.ts';
import type { VoiceStayEvent } from './interactions-rules.ts';
import type { ListenedSpan } from './interactions-coverage-rules.ts';
import { listMissing, writePages } from './interactions-history-store.ts';
import {
  clearHoursStatement,
  MESSAGES,
  rollupStatement,
  WITH_THE_MESSAGE,
} from './interactions-rollup-store.ts';
import { ROWS_FROM } from './interactions-retention-store.ts';
import type { VoiceStay } from './interactions-voice-rules.ts';

/** Discord gives a leave neither an id nor a time, so each telling has another key: the one that ended the stay is the one kept. */
const INSERT_INTERACTIONS = rollupStatement(
  `changed AS (
     INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, reference_id, kind, emoji)
     SELECT subject_id, guild_id, user_id, channel_id, to_timestamp(occurred_ms::float8 / 1000), reference_id, kind, emoji
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::smallint[], $8::text[])
       AS given(subject_id, guild_id, user_id, channel_id, occurred_ms, reference_id, kind, emoji)
     WHERE to_timestamp(occurred_ms::float8 / 1000) >= ${ROWS_FROM}
       AND (kind <> ${interactionKinds.leave.code} OR EXISTS (
         SELECT FROM member_stay AS stay WHERE stay.guild_id = given.guild_id AND stay.user_id = given.user_id
           AND stay.left_at = greatest(to_timestamp(occurred_ms::float8 / 1000)::timestamptz(3), stay.joined_at)))
     ON CONFLICT DO NOTHING
     RETURNING guild_id, user_id, channel_id, occurred_at, kind
   )`,
  1,
);

const MARK_DELETED = rollupStatement(
  `changed AS (
     UPDATE interaction AS kept SET deleted_at = given.at
     FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS given(guild_id, message_id, at)
     WHERE kept.subject_id = ANY($2::bigint[]) AND kept.subject_id = given.message_id AND kept.guild_id = given.guild_id
       AND kept.kind IN (${WITH_THE_MESSAGE}) AND kept.deleted_at IS NULL
     RETURNING kept.guild_id, kept.user_id, kept.channel_id, kept.occurred_at, kept.kind
   )`,
  -1,
);

const CLEAR_HOURS = clearHoursStatement(
  `changed AS (
     SELECT kept.guild_id, kept.user_id, kept.channel_id, kept.occurred_at, kept.kind
     FROM interaction AS kept JOIN unnest($1::bigint[], $2::bigint[]) AS given(guild_id, message_id)
       ON kept.subject_id = given.message_id AND kept.guild_id = given.guild_id
     WHERE kept.subject_id = ANY($2::bigint[]) AND kept.kind IN (${WITH_THE_MESSAGE}) AND kept.deleted_at IS NOT NULL
   )`,
);

/** All of it or nothing. Writing a batch again changes nothing: every key is natural, and each step says what is, not what to add. */
export async function writeBatch({ db }: Pick<App, 'db'>, batch: LogBatch): Promise<void> {
  await transactSql(db, async (sql) => {
    // Channels first: rows count to the channel of their thread.
    if (batch.channels.length > 0)
      await upsertChannels(
        sql,
        lastOf(batch.channels, ({ channelId }) => channelId),
      );
    // Stays before rows: a leave is kept where it ended one.
    if (batch.stays.length > 0) await recordStays(sql, batch.stays);
    if (batch.interactions.subjectId.length > 0) await insertInteractions(sql, batch.interactions);
    if (batch.edits.length > 0) await markEdited(sql, batch.edits);
    await markDeleted(sql, batch.deletes);
    if (batch.voiceStays.length > 0) await writeVoiceStays(sql, batch.voiceStays);
    if (batch.listened.length > 0) await extendCoverage(sql, batch.listened);
    if (batch.bots.length > 0) await insertBots(sql, batch.bots);
    if (batch.pages.length > 0) {
      await markDeleted(sql, await listMissing(sql, batch.pages));
      await writePages(sql, batch.pages);
    }
    if (batch.sessions.length > 0) await keepSessions(sql, batch.sessions);
  });
}

/** What the database says to a batch it did not take: `later` it may (it is away, or full), `never` (what the batch holds does not fit). */
export function refusalOf(error: unknown): 'later' | 'never' {
  if (isDatabaseAway(error) || isDiskFull(error)) return 'later';
  const state = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  // Classes 22 (data) and 23 (constraint) are about the rows; 22023 also means a time zone the server does not know, which can be mended.
  return /^2[23]/.test(state) && state !== '22023' ? 'never' : 'later';
}

/** Of every community that has any (acrossGuilds): hashes of those who opted out. */
export async function listAllOptOuts({ db }: Pick<App, 'db'>): Promise<Map<string, string[]>> {
  const rows = await db.query<{ guild_id: string; hashes: string[] }>(
    'SELECT guild_id, array_agg(user_hash) AS hashes FROM opt_out GROUP BY guild_id',
  );
  return new Map(rows.map((row) => [row.guild_id, row.hashes]));
}

/** Of every community (acrossGuilds): who was in voice when the bot last knew. */
export async function listVoiceStays({ db }: Pick<App, 'db'>): Promise<Map<string, VoiceStay[]>> {
  const rows = await db.query<{
    guild_id: string;
    user_id: string;
    channel_id: string;
    in_company_at: Date | null;
    logged_slots: number;
  }>('SELECT guild_id, user_id, channel_id, in_company_at, logged_slots FROM voice_stay');
  const stays = new Map<string, VoiceStay[]>();
  for (const row of rows)
    stays.set(row.guild_id, [
      ...(stays.get(row.guild_id) ?? []),
      {
        userId: row.user_id,
        channelId: row.channel_id,
        inCompanyAtMs: row.in_company_at?.getTime() ?? null,
        loggedSlots: row.logged_slots,
      },
    ]);
  return stays;
}

/** Ids of all accounts ever seen to be bots; what an account is does not depend on the community (acrossGuilds). */
export async function listBots({ db }: Pick<App, 'db'>): Promise<string[]> {
  const rows = await db.query<{ bot_id: string }>('SELECT bot_id FROM bot_account');
  return rows.map((row) => row.bot_id);
}

/** Hashes of those who opted out of the community, in no order. */
export async function listOptOuts({ db }: Pick<App, 'db'>, guildId: string): Promise<string[]> {
  const rows = await db.query<{ user_hash: string }>('SELECT user_hash FROM opt_out WHERE guild_id = $1', [
    guildId,
  ]);
  return rows.map((row) => row.user_hash);
}

async function insertInteractions(sql: SqlRunner, columns: InteractionColumns): Promise<void> {
  await sql.execute(INSERT_INTERACTIONS, [
    numbers(columns.subjectId),
    numbers(columns.guildId),
    numbers(columns.userId),
    numbers(columns.channelId),
    numbers(columns.occurredAtMs),
    numbers(columns.referenceId.map((id) => id ?? 'NULL')),
    numbers(columns.kind),
    texts(columns.emoji),
  ]);
}

async function markEdited(sql: SqlRunner, edits: LogBatch['edits']): Promise<void> {
  const last = lastOf(edits, ({ messageId }) => messageId);
  await sql.execute(
    `UPDATE interaction AS kept SET edited_at = greatest(kept.edited_at, given.at)
     FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS given(guild_id, message_id, at)
     WHERE kept.subject_id = ANY($2::bigint[]) AND kept.subject_id = given.message_id AND kept.guild_id = given.guild_id
       AND kept.kind IN (${MESSAGES})`,
    [
      numbers(last.map(({ guildId }) => guildId)),
      numbers(last.map(({ messageId }) => messageId)),
      numbers(last.map(({ atMs }) => toInstant(atMs))),
    ],
  );
}

async function markDeleted(sql: SqlRunner, deletes: LogBatch['deletes']): Promise<void> {
  if (deletes.length === 0) return;
  const each = deletes.flatMap(({ guildId, messageIds, atMs }) =>
    messageIds.map((messageId) => ({ guildId, messageId, atMs })),
  );
  // Told twice, the first time counts.
  const first = lastOf(each.toReversed(), ({ messageId }) => messageId);
  const messages = [
    numbers(first.map(({ guildId }) => guildId)),
    numbers(first.map(({ messageId }) => messageId)),
  ];
  await sql.execute(MARK_DELETED, [...messages, numbers(first.map(({ atMs }) => toInstant(atMs)))]);
  await sql.execute(CLEAR_HOURS, messages);
}

async function writeVoiceStays(sql: SqlRunner, events: readonly VoiceStayEvent[]): Promise<void> {
  const last = lastOf(events, ({ guildId, userId }) => `${guildId}:${userId}`);
  const ended = last.filter(({ channelId }) => channelId === null);
  const going = last.filter(({ channelId }) => channelId !== null);
  if (ended.length > 0)
    await sql.execute(
      `DELETE FROM voice_stay AS stay USING unnest($1::bigint[], $2::bigint[]) AS given(guild_id, user_id)
       WHERE stay.guild_id = given.guild_id AND stay.user_id = given.user_id`,
      [numbers(ended.map(({ guildId }) => guildId)), numbers(ended.map(({ userId }) => userId))],
    );
  if (going.length > 0)
    await sql.execute(
      `INSERT INTO voice_stay (guild_id, user_id, channel_id, in_company_at, logged_slots)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::int[])
       ON CONFLICT (guild_id, user_id) DO UPDATE SET channel_id = excluded.channel_id,
         in_company_at = excluded.in_company_at, logged_slots = excluded.logged_slots`,
      [
        numbers(going.map(({ guildId }) => guildId)),
        numbers(going.map(({ userId }) => userId)),
        numbers(going.map(({ channelId }) => channelId ?? 'NULL')),
        numbers(
          going.map(({ inCompanyAtMs }) => (inCompanyAtMs === null ? 'NULL' : toInstant(inCompanyAtMs))),
        ),
        numbers(going.map(({ loggedSlots }) => loggedSlots)),
      ],
    );
}

async function insertBots(sql: SqlRunner, botIds: readonly string[]): Promise<void> {
  await sql.execute('INSERT INTO bot_account (bot_id) SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING', [
    numbers(botIds),
  ]);
}

async function extendCoverage(sql: SqlRunner, spans: readonly ListenedSpan[]): Promise<void> {
  const last = lastOf(spans, ({ guildId, fromMs }) => `${guildId}:${fromMs}`);
  await sql.execute(
    `INSERT INTO coverage_span AS kept (guild_id, from_at, to_at)
     SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[])
     ON CONFLICT (guild_id, from_at) DO UPDATE SET to_at = greatest(kept.to_at, excluded.to_at)`,
    [
      numbers(last.map(({ guildId }) => guildId)),
      numbers(last.map(({ fromMs }) => toInstant(fromMs))),
      numbers(last.map(({ toMs }) => toInstant(toMs))),
    ],
  );
}

/** An array in PostgreSQL's text form, of values that need no quotes: much cheaper than the driver's own way. */
function numbers(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

function texts(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}
