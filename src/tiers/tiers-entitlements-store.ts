/** Products of Discord's shop and the tiers they stand for; grants found by the entitlement they come from. */
import type { App } from '../app.ts';
import { entitlementIdOf } from './tiers-entitlements-rules.ts';
import type { EntitlementGrant } from './tiers-entitlements-rules.ts';

type Db = Pick<App, 'db'>;

/** A product of the bot in Discord's shop. */
export interface Sku {
  readonly skuId: string;
  readonly guildId: string;
  /** null: nothing new is granted for it; what was granted is followed to its end. */
  readonly tierId: number | null;
}

const COLUMNS = 'sku_id AS "skuId", guild_id AS "guildId", tier_id AS "tierId"';

/** In the order of their ids. */
export async function listSkus({ db }: Db, guildIds: readonly string[]): Promise<Sku[]> {
  return db.query(`SELECT ${COLUMNS} FROM tier_sku WHERE guild_id = ANY($1::bigint[]) ORDER BY sku_id`, [
    guildIds,
  ]);
}

/** acrossGuilds: a product stands for a tier of one community only, and events do not say of which. */
export async function findSku({ db }: Db, skuId: string): Promise<Sku | null> {
  const [row] = await db.query<Sku>(`SELECT ${COLUMNS} FROM tier_sku WHERE sku_id = $1`, [skuId]);
  return row ?? null;
}

/** @returns false where it belongs to another community. */
export async function saveSku({ db }: Db, { skuId, guildId, tierId }: Sku): Promise<boolean> {
  const count = await db.execute(
    `INSERT INTO tier_sku (sku_id, guild_id, tier_id) VALUES ($1, $2, $3)
     ON CONFLICT (sku_id) DO UPDATE SET tier_id = excluded.tier_id WHERE tier_sku.guild_id = excluded.guild_id`,
    [skuId, guildId, tierId],
  );
  return count > 0;
}

/** The last grant of each of these people's entitlements, by the entitlement's id. */
export async function listEntitlementGrants(
  { db }: Db,
  guildId: string,
  userIds: readonly string[],
): Promise<Map<string, EntitlementGrant>> {
  const rows = await db.query<Omit<EntitlementGrant, 'count'> & { externalId: string }>(
    `SELECT id AS "grantId", state, ends_at AS "endsAt", end_reason AS "endReason", external_id AS "externalId"
     FROM tier_grant
     WHERE guild_id = $1 AND user_id = ANY($2::bigint[]) AND source = 'entitlement' AND external_id IS NOT NULL ORDER BY id`,
    [guildId, userIds],
  );
  const found = new Map<string, EntitlementGrant>();
  for (const { externalId, ...grant } of rows) {
    const id = entitlementIdOf(externalId);
    found.set(id, { ...grant, count: (found.get(id)?.count ?? 0) + 1 });
  }
  return found;
}
