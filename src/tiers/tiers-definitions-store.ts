/** The tables of tiers and their settings. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { Tier as TierRow, TierSettings as SettingsRow } from '../db/generated/client.ts';
import type { Tier, TierSettings } from './tiers-definitions-rules.ts';

type Db = Pick<App, 'db'>;

/** Of every community (acrossGuilds), for the memory. */
export async function listAllTiers({ db }: Db): Promise<Tier[]> {
  const rows = await db.prisma.tier.findMany({ orderBy: { id: 'asc' } });
  return rows.map(toTier);
}

/** Of every community (acrossGuilds), for the memory. */
export async function listAllSettings({ db }: Db): Promise<[guildId: string, settings: TierSettings][]> {
  const rows = await db.prisma.tierSettings.findMany();
  return rows.map((row) => [row.guildId.toString(), toSettings(row)]);
}

export async function insertTier({ db }: Db, tier: Omit<Tier, 'id'>): Promise<Tier> {
  const row = await db.prisma.tier.create({
    data: {
      ...columnsOf(tier),
      guildId: BigInt(tier.guildId),
      createdAt: tier.createdAt,
      updatedAt: tier.createdAt,
    },
  });
  return toTier(row);
}

export async function updateTier({ db }: Db, tier: Tier, at: Date): Promise<void> {
  await db.prisma.tier.updateMany({
    where: { guildId: BigInt(tier.guildId), id: tier.id },
    data: { ...columnsOf(tier), updatedAt: at },
  });
}

/** Sets the tier's role in the caller's transaction. @returns whom the tier counts for now. */
export async function updateTierRole(
  sql: SqlRunner,
  guildId: string,
  tierId: number,
  roleId: string,
): Promise<string[]> {
  await sql.execute('UPDATE tier SET role_id = $3 WHERE guild_id = $1 AND id = $2', [
    guildId,
    tierId,
    roleId,
  ]);
  const rows = await sql.query<{ userId: string }>(
    'SELECT user_id AS "userId" FROM tier_member WHERE guild_id = $1 AND tier_id = $2 ORDER BY user_id FOR UPDATE',
    [guildId, tierId],
  );
  return rows.map(({ userId }) => userId);
}

export async function saveSettings({ db }: Db, guildId: string, settings: TierSettings): Promise<void> {
  const { howTo, ...values } = settings;
  const columns = { ...values, howToEn: howTo.en, howToZh: howTo['zh-CN'] };
  await db.prisma.tierSettings.upsert({
    where: { guildId: BigInt(guildId) },
    create: { guildId: BigInt(guildId), ...columns },
    update: columns,
  });
}

/** Whether a price or a payment is on record, in whatever currency. */
export async function hasMoney({ db }: Db, guildId: string): Promise<boolean> {
  const where = { guildId: BigInt(guildId) };
  const priced = await db.prisma.tier.count({ where: { ...where, priceMinor: { not: null } } });
  return priced > 0 || (await db.prisma.tierPayment.count({ where })) > 0;
}

function columnsOf(tier: Omit<Tier, 'id'>) {
  return {
    nameEn: tier.names.en,
    nameZh: tier.names['zh-CN'],
    rank: tier.rank,
    roleId: BigInt(tier.roleId),
    channelId: tier.channelId === null ? null : BigInt(tier.channelId),
    priceMinor: tier.priceMinor === null ? null : BigInt(tier.priceMinor),
    days: tier.days,
    opensEn: tier.opens.en,
    opensZh: tier.opens['zh-CN'],
    archivedAt: tier.archivedAt,
  };
}

function toTier(row: TierRow): Tier {
  return {
    id: row.id,
    guildId: row.guildId.toString(),
    names: { en: row.nameEn, 'zh-CN': row.nameZh },
    rank: row.rank,
    roleId: row.roleId.toString(),
    channelId: row.channelId?.toString() ?? null,
    priceMinor: row.priceMinor === null ? null : Number(row.priceMinor),
    days: row.days,
    opens: { en: row.opensEn, 'zh-CN': row.opensZh },
    archivedAt: row.archivedAt,
    createdAt: row.createdAt,
  };
}

function toSettings(row: SettingsRow): TierSettings {
  return {
    currency: row.currency,
    overlap: row.overlap === 'parallel' ? 'parallel' : 'wait',
    graceDays: row.graceDays,
    reminderDays: row.reminderDays,
    unknownRoles: row.unknownRoles === 'remove' ? 'remove' : 'keep',
    howTo: { en: row.howToEn, 'zh-CN': row.howToZh },
  };
}
