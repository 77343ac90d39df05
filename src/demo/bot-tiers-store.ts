/** What the bot's ledger of paid tiers holds, read from its closed database with plain SQL. Only reads. */
import type { Database } from '../db/client.ts';

/** Where one person stands. */
export interface StoredHolding {
  readonly userId: string;
  /** The role of the tier that counts; null: none does. */
  readonly roleId: string | null;
  /** What is paid until, Unix milliseconds, grace left out; null: nothing counts. */
  readonly endsAt: number | null;
}

export interface StoredMoney {
  readonly paidMinor: number;
  readonly payments: number;
  readonly refundedMinor: number;
  readonly refunds: number;
}

/** By person, everybody the ledger knows. */
export async function readHoldings(db: Database, guildId: string): Promise<StoredHolding[]> {
  const rows = await db.query<{ userId: string; roleId: string | null; endsAt: Date | null }>(
    `SELECT member.user_id::text AS "userId", tier.role_id::text AS "roleId", member.ends_at AS "endsAt"
     FROM tier_member AS member LEFT JOIN tier ON tier.id = member.tier_id
     WHERE member.guild_id = $1 ORDER BY member.user_id`,
    [guildId],
  );
  return rows.map(({ endsAt, ...row }) => ({ ...row, endsAt: endsAt && endsAt.getTime() }));
}

export async function readMoney(db: Database, guildId: string): Promise<StoredMoney> {
  const [row] = await db.query<Record<keyof StoredMoney, string | null>>(
    `SELECT sum(amount_minor) FILTER (WHERE amount_minor > 0) AS "paidMinor", count(*) FILTER (WHERE amount_minor > 0) AS payments,
       -sum(amount_minor) FILTER (WHERE amount_minor < 0) AS "refundedMinor", count(*) FILTER (WHERE amount_minor < 0) AS refunds
     FROM tier_payment WHERE guild_id = $1`,
    [guildId],
  );
  return {
    paidMinor: Number(row?.paidMinor ?? 0),
    payments: Number(row?.payments ?? 0),
    refundedMinor: Number(row?.refundedMinor ?? 0),
    refunds: Number(row?.refunds ?? 0),
  };
}

/** Lines of the ledger by kind. */
export async function countEntries(db: Database, guildId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ kind: string; count: string }>(
    'SELECT kind, count(*) AS count FROM tier_entry WHERE guild_id = $1 GROUP BY kind ORDER BY kind',
    [guildId],
  );
  return new Map(rows.map(({ kind, count }) => [kind, Number(count)]));
}

export async function countGrants(db: Database, guildId: string): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    'SELECT count(*) AS count FROM tier_grant WHERE guild_id = $1',
    [guildId],
  );
  return Number(row?.count ?? 0);
}

/** Requests that the bot wrote down to have sent to Discord in order to give or take a role. */
export async function countRoleCalls(db: Database, guildId: string): Promise<number> {
  const [row] = await db.query<{ calls: string | null }>(
    'SELECT sum(call_count) AS calls FROM role_task WHERE guild_id = $1',
    [guildId],
  );
  return Number(row?.calls ?? 0);
}
