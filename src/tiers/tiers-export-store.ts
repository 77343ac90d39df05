/** Pages of all grants and payments of a community, for whoever writes them into a file. Writes nothing. */
import type { App } from '../app.ts';
import type { Span } from '../kernel/calendar.ts';
import type { Grant } from './tiers-ledger.ts';
import { GRANT_COLUMNS, PAYMENT_COLUMNS, toGrant, toPayment } from './tiers-store.ts';
import type { GrantColumns, PaymentColumns, PaymentRow } from './tiers-store.ts';

type Db = Pick<App, 'db'>;

/** Rows read at once. */
const PAGE_SIZE = 2_000;

/** Every grant, ended ones too, the oldest first, a page at a time. */
export async function* listAllGrants({ db }: Db, guildId: string): AsyncGenerator<readonly Grant[]> {
  for (let afterId = '0'; ;) {
    const rows = await db.query<GrantColumns>(
      `SELECT ${GRANT_COLUMNS} FROM tier_grant WHERE guild_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [guildId, afterId, PAGE_SIZE],
    );
    if (rows.length > 0) yield rows.map(toGrant);
    if (rows.length < PAGE_SIZE) return;
    afterId = rows.at(-1)!.id;
  }
}

export interface PaymentOfTier extends PaymentRow {
  /** What was paid for; null where nothing is on record. */
  readonly tierId: number | null;
}

/** Payments and refunds with from ≤ paidAt < to, in the order in which they were written down, a page at a time. */
export async function* listAllPayments(
  { db }: Db,
  guildId: string,
  { from, to }: Span,
): AsyncGenerator<readonly PaymentOfTier[]> {
  for (let afterId = '0'; ;) {
    const rows = await db.query<PaymentColumns & { tierId: number | null }>(
      `SELECT payment.*, grant_.tier_id AS "tierId"
       FROM (SELECT ${PAYMENT_COLUMNS}, guild_id FROM tier_payment
             WHERE guild_id = $1 AND paid_at >= $2 AND paid_at < $3 AND id > $4 ORDER BY id LIMIT $5) AS payment
       LEFT JOIN tier_grant AS grant_ ON grant_.id = payment."grantId" AND grant_.guild_id = payment.guild_id
       ORDER BY payment.id`,
      [guildId, from, to, afterId, PAGE_SIZE],
    );
    if (rows.length > 0) yield rows.map((row) => ({ ...toPayment(row), tierId: row.tierId }));
    if (rows.length < PAGE_SIZE) return;
    afterId = rows.at(-1)!.id;
  }
}

/** Whose these grants are, by their ids; those that the community does not have are left out. */
export async function listOwners(
  { db }: Db,
  guildId: string,
  grantIds: readonly string[],
): Promise<Map<string, string>> {
  if (grantIds.length === 0) return new Map();
  const rows = await db.query<{ id: string; userId: string }>(
    `SELECT id, user_id AS "userId" FROM tier_grant WHERE guild_id = $1 AND id = ANY($2::bigint[])`,
    [guildId, grantIds],
  );
  return new Map(rows.map(({ id, userId }) => [id, userId]));
}
