/** Grants, members, entries and payments: read under lock and written by the thousand, in the transaction of one change. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { EntryKind, EntrySource, Grant, GrantState, EndReason } from './tiers-ledger.ts';

/** Where a member stands, as lists and the clock read it. */
export interface MemberRow {
  readonly userId: string;
  readonly tierId: number | null;
  readonly grantId: string | null;
  readonly sinceAt: Date | null;
  readonly endsAt: Date | null;
  readonly inGrace: boolean;
  readonly nextAt: Date | null;
}

/** A line of the ledger as it is written. */
export interface EntryRow {
  readonly id: string;
  readonly userId: string;
  readonly grantId: string | null;
  readonly tierId: number | null;
  readonly kind: EntryKind;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly actorId: string | null;
  readonly source: EntrySource;
  readonly onceKey: string | null;
  readonly note: string | null;
  readonly reason: string | null;
  readonly paymentId: string | null;
  readonly receiptId: string | null;
  readonly before: GrantFacts | null;
  readonly after: GrantFacts | null;
}

/** What an entry keeps of a grant: instants as ISO 8601 text. */
export interface GrantFacts {
  readonly state: GrantState;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly leftDays: number | null;
  readonly graceEndsAt: string | null;
  readonly endReason: EndReason | null;
}

export interface PaymentRow {
  readonly id: string;
  readonly userId: string;
  readonly grantId: string | null;
  /** Negative for a refund. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly source: string;
  readonly externalId: string | null;
  readonly refundsId: string | null;
  readonly paidAt: Date;
}

export interface ReceiptRow {
  readonly id: string;
  readonly userId: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly createdAt: Date;
}

/** What an act that must happen once left behind. */
export interface OnceRow {
  readonly onceKey: string;
  readonly userId: string;
  readonly tierId: number | null;
  readonly actorId: string | null;
  readonly kind: EntryKind;
  readonly recordedAt: Date;
}

/** What somebody did lately; `onceKey` null where it had no reference. */
export interface RecentAct extends Omit<OnceRow, 'onceKey'> {
  readonly onceKey: string | null;
  /** ISO 8601; null for an open-ended one. */
  readonly endsAt: string | null;
}

type IdTable = 'tier_grant' | 'tier_entry' | 'tier_payment' | 'tier_receipt';

/** So many fresh ids; those not used are simply never given again. */
export async function reserveIds(sql: SqlRunner, table: IdTable, count: number): Promise<string[]> {
  if (count === 0) return [];
  const rows = await sql.query<{ id: string }>(
    `SELECT nextval(pg_get_serial_sequence('${table}', 'id')) AS id FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Locks the members until the transaction ends, in one order for everybody; makes the rows of those who have none. */
export async function lockMembers(
  sql: SqlRunner,
  guildId: string,
  userIds: readonly string[],
): Promise<Map<string, MemberRow>> {
  await sql.execute(
    `INSERT INTO tier_member (guild_id, user_id)
     SELECT $1, id FROM unnest($2::bigint[]) AS id ORDER BY id ON CONFLICT DO NOTHING`,
    [guildId, userIds],
  );
  const rows = await sql.query<MemberRow>(
    `SELECT user_id AS "userId", tier_id AS "tierId", grant_id AS "grantId", since_at AS "sinceAt",
            ends_at AS "endsAt", in_grace AS "inGrace", next_at AS "nextAt"
     FROM tier_member WHERE guild_id = $1 AND user_id = ANY($2::bigint[]) ORDER BY user_id FOR UPDATE`,
    [guildId, userIds],
  );
  return new Map(rows.map((row) => [row.userId, row]));
}

/** Grants that are not ended, by member. */
export async function listLiveGrants(
  sql: SqlRunner,
  guildId: string,
  userIds: readonly string[],
): Promise<Map<string, Grant[]>> {
  const rows = await sql.query<GrantColumns>(
    `SELECT ${GRANT_COLUMNS} FROM tier_grant
     WHERE guild_id = $1 AND user_id = ANY($2::bigint[]) AND state <> 'ended' ORDER BY id`,
    [guildId, userIds],
  );
  const found = new Map<string, Grant[]>();
  for (const row of rows) found.set(row.userId, [...(found.get(row.userId) ?? []), toGrant(row)]);
  return found;
}

/** Locks the keys until the transaction ends, in one order for everybody: a key that nobody used yet has no row to lock. */
export async function lockOnce(sql: SqlRunner, guildId: string, onceKeys: readonly string[]): Promise<void> {
  if (onceKeys.length === 0) return;
  await sql.query(
    `SELECT pg_advisory_xact_lock(hash) FROM (
       SELECT DISTINCT hashtextextended('tier ' || $1 || ' ' || key, 0) AS hash FROM unnest($2::text[]) AS key ORDER BY hash
     ) AS keys`,
    [guildId, onceKeys],
  );
}

export async function listOnce(
  sql: SqlRunner,
  guildId: string,
  onceKeys: readonly string[],
): Promise<Map<string, OnceRow>> {
  if (onceKeys.length === 0) return new Map();
  const rows = await sql.query<OnceRow>(
    `SELECT once_key AS "onceKey", user_id AS "userId", tier_id AS "tierId", actor_id AS "actorId", kind,
            recorded_at AS "recordedAt"
     FROM tier_entry WHERE guild_id = $1 AND once_key = ANY($2::text[])`,
    [guildId, onceKeys],
  );
  return new Map(rows.map((row) => [row.onceKey, row]));
}

/** What people did by hand to these members since `since` and was not taken back, the youngest first. */
export async function listRecentActs(
  sql: SqlRunner,
  guildId: string,
  userIds: readonly string[],
  since: Date,
): Promise<RecentAct[]> {
  return sql.query(
    `SELECT entry.once_key AS "onceKey", entry.user_id AS "userId", entry.tier_id AS "tierId", entry.actor_id AS "actorId",
            entry.kind, entry.recorded_at AS "recordedAt", entry.after ->> 'endsAt' AS "endsAt"
     FROM tier_entry AS entry
     LEFT JOIN tier_grant AS held ON held.id = entry.grant_id AND held.guild_id = entry.guild_id
     WHERE entry.guild_id = $1 AND entry.user_id = ANY($2::bigint[]) AND entry.source = 'manual' AND entry.recorded_at > $3
       AND (entry.kind = 'refunded' OR held.state <> 'ended')
     ORDER BY entry.id DESC`,
    [guildId, userIds, since],
  );
}

/** A payment under lock, the tier it paid for, and what of it was given back; null where there is none. */
export async function lockPayment(
  sql: SqlRunner,
  guildId: string,
  paymentId: string,
): Promise<{ payment: PaymentRow; tierId: number | null; refundedMinor: number } | null> {
  const [row] = await sql.query<PaymentColumns & { tierId: number | null }>(
    `SELECT ${PAYMENT_COLUMNS}, (SELECT tier_id FROM tier_grant AS held WHERE held.id = grant_id) AS "tierId"
     FROM tier_payment WHERE guild_id = $1 AND id = $2 AND amount_minor > 0 FOR UPDATE`,
    [guildId, paymentId],
  );
  if (!row) return null;
  const [sum] = await sql.query<{ minor: string }>(
    'SELECT COALESCE(-SUM(amount_minor), 0) AS minor FROM tier_payment WHERE guild_id = $1 AND refunds_id = $2',
    [guildId, paymentId],
  );
  const { tierId, ...columns } = row;
  return { payment: toPayment(columns), tierId, refundedMinor: Number(sum?.minor ?? 0) };
}

/** For readers of grants and payments in other stores of this feature. */
export const GRANT_COLUMNS = `id, user_id AS "userId", tier_id AS "tierId", state, starts_at AS "startsAt",
  ends_at AS "endsAt", left_days AS "leftDays", left_ms AS "leftMs", dated, grace_ends_at AS "graceEndsAt",
  ended_at AS "endedAt", end_reason AS "endReason", follows_id AS "followsId", source, external_id AS "externalId",
  created_at AS "createdAt"`;

export const PAYMENT_COLUMNS = `id, user_id AS "userId", grant_id AS "grantId", amount_minor AS "amountMinor", currency,
  source, external_id AS "externalId", refunds_id AS "refundsId", paid_at AS "paidAt"`;

export interface GrantColumns extends Omit<Grant, 'left'> {
  readonly leftDays: number | null;
  readonly leftMs: number | null;
}

export interface PaymentColumns extends Omit<PaymentRow, 'amountMinor'> {
  readonly amountMinor: string;
}

export function toGrant({ leftDays, leftMs, ...grant }: GrantColumns): Grant {
  return { ...grant, left: leftDays === null ? null : { days: leftDays, ms: leftMs ?? 0 } };
}

export function toPayment(row: PaymentColumns): PaymentRow {
  return { ...row, amountMinor: Number(row.amountMinor) };
}

/** Members of the community for whom the clock has something to do by `now`, those due longest first. */
export async function listDue(
  { db }: Pick<App, 'db'>,
  guildId: string,
  now: Date,
  most: number,
): Promise<string[]> {
  const rows = await db.query<{ userId: string }>(
    `SELECT user_id AS "userId" FROM tier_member WHERE guild_id = $1 AND next_at <= $2 ORDER BY next_at, user_id LIMIT $3`,
    [guildId, now, most],
  );
  return rows.map(({ userId }) => userId);
}

/** Members with several grants are looked at by the clock at the next minute: what counts among them may have changed. */
export async function makeDue({ db }: Pick<App, 'db'>, guildId: string, at: Date): Promise<void> {
  await db.execute(
    `UPDATE tier_member SET next_at = $2
     WHERE guild_id = $1 AND user_id IN (
       SELECT user_id FROM tier_grant WHERE guild_id = $1 AND state IN ('active', 'grace', 'waiting')
       GROUP BY user_id HAVING count(*) > 1)`,
    [guildId, at],
  );
}
