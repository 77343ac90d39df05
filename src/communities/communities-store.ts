/** The communities' table, and the rows of a whole community when it is purged. Ids become text here and nowhere else. */
import type { App } from '../app.ts';
import type { Community } from '../db/generated/client.ts';
import { localeOf } from '../i18n/i18n.ts';
import type { Weekday } from '../kernel/calendar.ts';
import type { CommunitySettings } from './communities.ts';

type Db = Pick<App, 'db'>;

/** Every community the bot is in, oldest first. */
export async function listPresentCommunities({ db }: Db): Promise<CommunitySettings[]> {
  const rows = await db.prisma.community.findMany({
    where: { removedAt: null },
    orderBy: [{ createdAt: 'asc' }, { guildId: 'asc' }],
  });
  return rows.map(toSettings);
}

/** Also one the bot was removed from and whose rows are still kept; null when there is none. */
export async function findCommunity({ db }: Db, guildId: string): Promise<CommunitySettings | null> {
  const row = await db.prisma.community.findUnique({ where: { guildId: BigInt(guildId) } });
  return row && toSettings(row);
}

/** Writes every setting; a community that was removed is present again. */
export async function saveCommunity({ db }: Db, settings: CommunitySettings, at: Date): Promise<void> {
  const columns = {
    name: settings.name,
    locale: settings.locale,
    timeZone: settings.timeZone,
    weekStartsOn: settings.weekStartsOn,
    reportWeekday: settings.reportWeekday,
    reportHour: settings.reportHour,
    reportsChannelId: settings.reportsChannelId === null ? null : BigInt(settings.reportsChannelId),
    staffRoleId: settings.staffRoleId === null ? null : BigInt(settings.staffRoleId),
    excludedChannelIds: settings.excludedChannelIds.map(BigInt),
    removedAt: null,
    updatedAt: at,
  };
  const guildId = BigInt(settings.guildId);
  await db.prisma.community.upsert({
    where: { guildId },
    create: { guildId, createdAt: settings.createdAt, ...columns },
    update: columns,
  });
}

/** Notes when the bot was removed; the first such moment stays. */
export async function updateRemovedAt({ db }: Db, guildId: string, removedAt: Date): Promise<void> {
  await db.prisma.community.updateMany({
    where: { guildId: BigInt(guildId), removedAt: null },
    data: { removedAt, updatedAt: removedAt },
  });
}

/** Communities the bot was removed from, longest ago first. */
export async function listRemovedCommunities({ db }: Db): Promise<{ guildId: string; removedAt: Date }[]> {
  const rows = await db.prisma.community.findMany({
    where: { removedAt: { not: null } },
    orderBy: { removedAt: 'asc' },
    select: { guildId: true, removedAt: true },
  });
  return rows.flatMap(({ guildId, removedAt }) =>
    removedAt ? [{ guildId: guildId.toString(), removedAt }] : [],
  );
}

function toSettings(row: Community): CommunitySettings {
  return {
    guildId: row.guildId.toString(),
    name: row.name,
    locale: localeOf(row.locale),
    timeZone: row.timeZone,
    weekStartsOn: row.weekStartsOn as Weekday,
    reportWeekday: row.reportWeekday as Weekday,
    reportHour: row.reportHour,
    reportsChannelId: row.reportsChannelId?.toString() ?? null,
    staffRoleId: row.staffRoleId?.toString() ?? null,
    excludedChannelIds: row.excludedChannelIds.map(String),
    createdAt: row.createdAt,
  };
}
