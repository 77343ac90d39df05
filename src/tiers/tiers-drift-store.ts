/** Reads for comparing roles with the ledger, and what staff were last told of it. */
import type { App } from '../app.ts';

type Db = Pick<App, 'db'>;

/** Everybody for whom a tier counts: member → tier. */
export async function listHeldTiers({ db }: Db, guildId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ userId: string; tierId: number }>(
    'SELECT user_id AS "userId", tier_id AS "tierId" FROM tier_member WHERE guild_id = $1 AND tier_id IS NOT NULL',
    [guildId],
  );
  return new Map(rows.map(({ userId, tierId }) => [userId, tierId]));
}

/** Those among them whom the ledger ever granted anything. */
export async function listKnown(
  { db }: Db,
  guildId: string,
  userIds: readonly string[],
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await db.query<{ userId: string }>(
    'SELECT DISTINCT user_id AS "userId" FROM tier_grant WHERE guild_id = $1 AND user_id = ANY($2::bigint[])',
    [guildId, userIds],
  );
  return new Set(rows.map(({ userId }) => userId));
}

/** Members with a grant that begins when they join. */
export async function listInvited({ db }: Db, guildId: string): Promise<string[]> {
  const rows = await db.query<{ userId: string }>(
    `SELECT DISTINCT user_id AS "userId" FROM tier_grant WHERE guild_id = $1 AND state = 'invited'`,
    [guildId],
  );
  return rows.map(({ userId }) => userId);
}

/** Members who hold a tier without an end that no source looks after. */
export async function listOpenEnded(
  { db }: Db,
  guildId: string,
): Promise<{ userId: string; tierId: number }[]> {
  return db.query(
    `SELECT user_id AS "userId", tier_id AS "tierId" FROM tier_grant
     WHERE guild_id = $1 AND state = 'active' AND ends_at IS NULL AND source <> 'entitlement' ORDER BY user_id`,
    [guildId],
  );
}

/** What the last summary said; null when there was none. */
export async function findDriftTold({ db }: Db, guildId: string): Promise<string | null> {
  const row = await db.prisma.tierSettings.findUnique({
    where: { guildId: BigInt(guildId) },
    select: { driftTold: true },
  });
  return row?.driftTold ?? null;
}

export async function saveDriftTold({ db }: Db, guildId: string, driftTold: string, at: Date): Promise<void> {
  const columns = { driftTold, driftToldAt: at };
  await db.prisma.tierSettings.upsert({
    where: { guildId: BigInt(guildId) },
    create: { guildId: BigInt(guildId), ...columns },
    update: columns,
  });
}
