/** Reads of the ledger for people: histories, lists of members, payments, sums. Writes nothing. */
import type { App } from '../app.ts';
import type { Span } from '../kernel/calendar.ts';
import type { EntryKind, EntrySource, Grant } from './tiers-ledger.ts';
import { GRANT_COLUMNS, PAYMENT_COLUMNS, toGrant, toPayment } from './tiers-store.ts';
import type { GrantColumns, GrantFacts, PaymentColumns, PaymentRow, ReceiptRow } from './tiers-store.ts';

type Db = Pick<App, 'db'>;

/** Rows of one page of whatever is paged. */
const PAGE_SIZE = 20;

/** Not ended, the oldest first. */
export async function listGrantsOf({ db }: Db, guildId: string, userId: string): Promise<Grant[]> {
  const rows = await db.query<GrantColumns>(
    `SELECT ${GRANT_COLUMNS} FROM tier_grant WHERE guild_id = $1 AND user_id = $2 AND state <> 'ended' ORDER BY id`,
    [guildId, userId],
  );
  return rows.map(toGrant);
}

/** One line of the ledger as people read it. */
export interface EntryLine {
  readonly id: string;
  readonly tierId: number | null;
  readonly kind: EntryKind;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly actorId: string | null;
  readonly source: EntrySource;
  readonly note: string | null;
  readonly reason: string | null;
  readonly before: GrantFacts | null;
  readonly after: GrantFacts | null;
  readonly receiptId: string | null;
  /** The money that came or went with it; null without. */
  readonly payment: {
    readonly id: string;
    readonly minor: number;
    readonly currency: string;
    readonly externalId: string | null;
    /** The payment that this gives back; null where money came in. */
    readonly refunds: PaidBefore | null;
  } | null;
}

/** A payment that something was given back of. */
export interface PaidBefore {
  readonly minor: number;
  readonly paidAt: Date;
  readonly externalId: string | null;
}

export interface EntryPage {
  /** The youngest first. */
  readonly entries: readonly EntryLine[];
  /** Where the next page begins; null on the last one. */
  readonly nextBeforeId: string | null;
}

interface EntryColumns extends Omit<EntryLine, 'payment'> {
  readonly paymentId: string | null;
  readonly minor: string | null;
  readonly currency: string | null;
  readonly externalId: string | null;
  readonly paidMinor: string | null;
  readonly paidAt: Date | null;
  readonly paidExternalId: string | null;
}

export async function listEntries(
  { db }: Db,
  guildId: string,
  userId: string,
  beforeId: string | null,
): Promise<EntryPage> {
  const rows = await db.query<EntryColumns>(
    `SELECT entry.id, entry.tier_id AS "tierId", entry.kind, entry.at, entry.recorded_at AS "recordedAt",
            entry.actor_id AS "actorId", entry.source, entry.note, entry.reason, entry.before, entry.after,
            entry.receipt_id AS "receiptId", payment.id AS "paymentId", payment.amount_minor AS minor, payment.currency,
            payment.external_id AS "externalId", paid.amount_minor AS "paidMinor", paid.paid_at AS "paidAt",
            paid.external_id AS "paidExternalId"
     FROM tier_entry AS entry
     LEFT JOIN tier_payment AS payment ON payment.id = entry.payment_id AND payment.guild_id = entry.guild_id
     LEFT JOIN tier_payment AS paid ON paid.id = payment.refunds_id AND paid.guild_id = entry.guild_id
     WHERE entry.guild_id = $1 AND entry.user_id = $2 AND ($3::bigint IS NULL OR entry.id < $3)
     ORDER BY entry.id DESC LIMIT ${PAGE_SIZE + 1}`,
    [guildId, userId, beforeId],
  );
  const entries = rows.slice(0, PAGE_SIZE).map(toEntry);
  return { entries, nextBeforeId: rows.length > PAGE_SIZE ? entries.at(-1)!.id : null };
}

function toEntry(row: EntryColumns): EntryLine {
  const { paymentId, minor, currency, externalId, paidMinor, paidAt, paidExternalId, ...entry } = row;
  if (paymentId === null) return { ...entry, payment: null };
  const refunds = paidAt && { minor: Number(paidMinor), paidAt, externalId: paidExternalId };
  return {
    ...entry,
    payment: { id: paymentId, minor: Number(minor), currency: currency!, externalId, refunds },
  };
}

/** A payment, and what of it was given back (positive). */
export interface PaymentLine extends PaymentRow {
  readonly refundedMinor: number;
}

/** Payments without the refunds, the youngest first. */
export async function listPaymentsOf({ db }: Db, guildId: string, userId: string): Promise<PaymentLine[]> {
  const rows = await db.query<PaymentColumns>(
    `SELECT ${PAYMENT_COLUMNS} FROM tier_payment WHERE guild_id = $1 AND user_id = $2 ORDER BY id DESC`,
    [guildId, userId],
  );
  const all = rows.map(toPayment);
  const refundedOf = (id: string): number =>
    -all.filter(({ refundsId }) => refundsId === id).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return all
    .filter(({ refundsId }) => refundsId === null)
    .map((payment) => ({ ...payment, refundedMinor: refundedOf(payment.id) || 0 }));
}

/** A receipt as it was attached; null where none is kept. */
export async function findReceipt(
  { db }: Db,
  guildId: string,
  receiptId: string,
): Promise<Omit<ReceiptRow, 'contentType'> | null> {
  const row = await db.prisma.tierReceipt.findFirst({
    where: { guildId: BigInt(guildId), id: BigInt(receiptId) },
  });
  if (!row) return null;
  const { id, userId, fileName, data, createdAt } = row;
  return { id: `${id}`, userId: `${userId}`, fileName, data: Buffer.from(data), createdAt };
}

/** Which members a list is to hold. */
export interface MemberFilter {
  /** null: whichever. */
  readonly tierId: number | null;
  /** paying: a tier counts now. grace: over, but still open. ending: it ends within `withinDays`. open-ended. waiting: paused, invited or to come. ended: had one. */
  readonly state: 'paying' | 'grace' | 'ending' | 'open-ended' | 'waiting' | 'ended';
  /** For `ending`. */
  readonly withinDays: number;
}

export interface MemberLine {
  readonly userId: string;
  readonly tierId: number | null;
  readonly sinceAt: Date | null;
  readonly endsAt: Date | null;
  readonly inGrace: boolean;
}

export interface MemberPage {
  readonly members: readonly MemberLine[];
  readonly total: number;
  /** Where the next page begins; null on the last one. */
  readonly nextAfterId: string | null;
}

const TO_COME = `state IN ('invited', 'scheduled', 'waiting', 'paused')`;

/** Each on `tier_member AS member`; $2 is the tier or NULL, $3 now, $4 the days of `ending`. */
const CONDITIONS: Readonly<Record<MemberFilter['state'], string>> = {
  paying: 'member.tier_id IS NOT NULL',
  grace: 'member.tier_id IS NOT NULL AND member.in_grace',
  ending: `member.tier_id IS NOT NULL AND member.ends_at < $3::timestamptz + make_interval(days => $4::int) AND NOT member.in_grace`,
  'open-ended': 'member.tier_id IS NOT NULL AND member.ends_at IS NULL',
  waiting: `EXISTS (SELECT FROM tier_grant AS grant_ WHERE grant_.guild_id = member.guild_id AND grant_.user_id = member.user_id
    AND ${TO_COME} AND ($2::int IS NULL OR grant_.tier_id = $2))`,
  ended: `member.tier_id IS NULL AND EXISTS (SELECT FROM tier_grant AS grant_ WHERE grant_.guild_id = member.guild_id
    AND grant_.user_id = member.user_id AND grant_.state = 'ended' AND ($2::int IS NULL OR grant_.tier_id = $2))`,
};

export async function listMemberPage(
  { db }: Db,
  guildId: string,
  { tierId, state, withinDays }: MemberFilter,
  now: Date,
  afterId: string | null,
): Promise<MemberPage> {
  const ofTier =
    state === 'waiting' || state === 'ended' ? 'TRUE' : '($2::int IS NULL OR member.tier_id = $2)';
  // Every parameter is named, because PostgreSQL must know its type also where a condition does not use it.
  const where = `member.guild_id = $1 AND ${ofTier} AND ${CONDITIONS[state]}
    AND ($2::int IS NULL OR TRUE) AND $3::timestamptz IS NOT NULL AND $4::int IS NOT NULL`;
  const params = [guildId, tierId, now, withinDays];
  const [count] = await db.query<{ total: string }>(
    `SELECT count(*) AS total FROM tier_member AS member WHERE ${where}`,
    params,
  );
  const rows = await db.query<MemberLine>(
    `SELECT member.user_id AS "userId", member.tier_id AS "tierId", member.since_at AS "sinceAt",
            member.ends_at AS "endsAt", member.in_grace AS "inGrace"
     FROM tier_member AS member WHERE ${where} AND ($5::bigint IS NULL OR member.user_id > $5)
     ORDER BY member.user_id LIMIT ${PAGE_SIZE + 1}`,
    [...params, afterId],
  );
  const members = rows.slice(0, PAGE_SIZE);
  return {
    members,
    total: Number(count?.total ?? 0),
    nextAfterId: rows.length > PAGE_SIZE ? members.at(-1)!.userId : null,
  };
}

/** Grants of these members that are paused, waiting or to come, the oldest first. */
export async function listToCome(
  { db }: Db,
  guildId: string,
  userIds: readonly string[],
  tierId: number | null,
): Promise<Grant[]> {
  const rows = await db.query<GrantColumns>(
    `SELECT ${GRANT_COLUMNS} FROM tier_grant
     WHERE guild_id = $1 AND user_id = ANY($2::bigint[]) AND ${TO_COME} AND ($3::int IS NULL OR tier_id = $3) ORDER BY id`,
    [guildId, userIds, tierId],
  );
  return rows.map(toGrant);
}

export async function countHolders({ db }: Db, guildId: string): Promise<Map<number, number>> {
  const rows = await db.query<{ tierId: number; count: string }>(
    `SELECT tier_id AS "tierId", count(*) AS count FROM tier_member
     WHERE guild_id = $1 AND tier_id IS NOT NULL GROUP BY tier_id`,
    [guildId],
  );
  return new Map(rows.map(({ tierId, count }) => [tierId, Number(count)]));
}

/** Payments with from ≤ paidAt < to. */
export async function sumPayments(
  { db }: Db,
  guildId: string,
  { from, to }: Span,
): Promise<{ paidMinor: number; refundedMinor: number; payments: number; refunds: number }> {
  const [row] = await db.query<{ paid: string; refunded: string; payments: string; refunds: string }>(
    `SELECT COALESCE(SUM(amount_minor) FILTER (WHERE amount_minor > 0), 0) AS paid,
            COALESCE(-SUM(amount_minor) FILTER (WHERE amount_minor < 0), 0) AS refunded,
            count(*) FILTER (WHERE amount_minor > 0) AS payments, count(*) FILTER (WHERE amount_minor < 0) AS refunds
     FROM tier_payment WHERE guild_id = $1 AND paid_at >= $2 AND paid_at < $3`,
    [guildId, from, to],
  );
  return {
    paidMinor: Number(row?.paid ?? 0),
    refundedMinor: Number(row?.refunded ?? 0),
    payments: Number(row?.payments ?? 0),
    refunds: Number(row?.refunds ?? 0),
  };
}
