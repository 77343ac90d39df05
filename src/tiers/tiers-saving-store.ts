/** What one change wrote, saved by the thousand: one statement per table. */
import type { SqlRunner } from '../db/client.ts';
import type { Grant } from './tiers-ledger.ts';
import type { EntryRow, MemberRow, PaymentRow, ReceiptRow } from './tiers-store.ts';

/** Everything one change wrote. */
export interface LedgerRows {
  readonly grants: readonly Grant[];
  readonly entries: readonly EntryRow[];
  readonly payments: readonly PaymentRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly members: readonly MemberRow[];
}

export async function saveLedger(sql: SqlRunner, guildId: string, rows: LedgerRows): Promise<void> {
  await saveGrants(sql, guildId, rows.grants);
  await insertAll(
    sql,
    'tier_payment',
    PAYMENT_TYPES,
    rows.payments.map((row) => ({ guild_id: guildId, ...snake(row) })),
  );
  for (const { id, userId, fileName, contentType, data, createdAt } of rows.receipts)
    await sql.execute('INSERT INTO tier_receipt VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      id,
      guildId,
      userId,
      fileName,
      contentType,
      data,
      createdAt,
    ]);
  await insertAll(
    sql,
    'tier_entry',
    ENTRY_TYPES,
    rows.entries.map((row) => ({ guild_id: guildId, ...snake(row) })),
  );
  await saveMembers(sql, guildId, rows.members);
}

async function saveGrants(sql: SqlRunner, guildId: string, grants: readonly Grant[]): Promise<void> {
  if (grants.length === 0) return;
  const rows = grants.map(({ left, ...grant }) => ({
    guild_id: guildId,
    ...snake(grant),
    left_days: left?.days ?? null,
    left_ms: left?.ms ?? null,
  }));
  const changing = Object.keys(GRANT_TYPES).filter(
    (name) => !['id', 'guild_id', 'user_id', 'tier_id'].includes(name),
  );
  await insertAll(
    sql,
    'tier_grant',
    GRANT_TYPES,
    rows,
    `ON CONFLICT (id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
}

async function saveMembers(sql: SqlRunner, guildId: string, members: readonly MemberRow[]): Promise<void> {
  if (members.length === 0) return;
  await sql.execute(
    `UPDATE tier_member AS member
     SET tier_id = changed.tier_id, grant_id = changed.grant_id, since_at = changed.since_at, ends_at = changed.ends_at,
         in_grace = changed.in_grace, next_at = changed.next_at
     FROM jsonb_to_recordset($2::jsonb) AS changed(
       user_id bigint, tier_id int, grant_id bigint, since_at timestamptz, ends_at timestamptz, in_grace boolean,
       next_at timestamptz)
     WHERE member.guild_id = $1 AND member.user_id = changed.user_id`,
    [guildId, JSON.stringify(members.map(snake))],
  );
}

/** One statement for any number of rows. Columns that a row lacks are NULL. */
async function insertAll(
  sql: SqlRunner,
  table: string,
  types: Readonly<Record<string, string>>,
  rows: readonly object[],
  tail = '',
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(types).join(', ');
  const declared = Object.entries(types).map(([name, type]) => `${name} ${type}`);
  await sql.execute(
    `INSERT INTO ${table} (${names})
     SELECT ${names} FROM jsonb_to_recordset($1::jsonb) AS made(${declared.join(', ')}) ${tail}`,
    [JSON.stringify(rows)],
  );
}

const GRANT_TYPES = {
  id: 'bigint',
  guild_id: 'bigint',
  user_id: 'bigint',
  tier_id: 'int',
  state: 'text',
  starts_at: 'timestamptz',
  ends_at: 'timestamptz',
  left_days: 'int',
  left_ms: 'int',
  dated: 'boolean',
  grace_ends_at: 'timestamptz',
  ended_at: 'timestamptz',
  end_reason: 'text',
  follows_id: 'bigint',
  source: 'text',
  external_id: 'text',
  created_at: 'timestamptz',
};

const ENTRY_TYPES = {
  id: 'bigint',
  guild_id: 'bigint',
  user_id: 'bigint',
  grant_id: 'bigint',
  tier_id: 'int',
  kind: 'text',
  at: 'timestamptz',
  recorded_at: 'timestamptz',
  actor_id: 'bigint',
  source: 'text',
  once_key: 'text',
  note: 'text',
  reason: 'text',
  payment_id: 'bigint',
  receipt_id: 'bigint',
  before: 'jsonb',
  after: 'jsonb',
};

const PAYMENT_TYPES = {
  id: 'bigint',
  guild_id: 'bigint',
  user_id: 'bigint',
  grant_id: 'bigint',
  amount_minor: 'bigint',
  currency: 'text',
  source: 'text',
  external_id: 'text',
  refunds_id: 'bigint',
  paid_at: 'timestamptz',
};

/** Column names from ours: graceEndsAt → grace_ends_at. */
function snake(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
