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
    reportsChannelId: idOrNull(settings.reportsChannelId),
    staffRoleId: idOrNull(settings.staffRoleId),
    adminRoleId: idOrNull(settings.adminRoleId),
    staffChannelId: idOrNull(settings.staffChannelId),
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

/** Past days are counted in this zone now. */
export async function updateCountedTimeZone({ db }: Db, guildId: string, timeZone: string): Promise<void> {
  await db.prisma.community.updateMany({
    where: { guildId: BigInt(guildId) },
    data: { countedTimeZone: timeZone },
  });
}

/** Present communities whose past days are counted in another zone than the one they set. */
export async function listCountedElsewhere({ db }: Db): Promise<string[]> {
  const rows = await db.prisma.community.findMany({
    where: { removedAt: null, countedTimeZone: { not: { equals: db.prisma.community.fields.timeZone } } },
    select: { guildId: true },
  });
  return rows.map(({ guildId }) => guildId.toString());
}

/** Communities the bot was removed from, longest ago first. */
export async function listRemovedCommunities({ db }: Db): Promise<string[]> {
  const rows = await db.prisma.community.findMany({
    where: { removedAt: { not: null } },
    orderBy: { removedAt: 'asc' },
    select: { guildId: true },
  });
  return rows.map(({ guildId }) => guildId.toString());
}

/** When the bot was removed; null while it is there, or when nothing is held. */
export async function findRemovedAt({ db }: Db, guildId: string): Promise<Date | null> {
  const row = await db.prisma.community.findUnique({
    where: { guildId: BigInt(guildId) },
    select: { removedAt: true },
  });
  return row?.removedAt ?? null;
}

/** Every table that has rows of a community, the community's own last: what is left after a crash is found again. */
async function listCommunityTables({ db }: Db): Promise<string[]> {
  const rows = await db.prisma.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'guild_id' AND NOT a.attisdropped
    ORDER BY c.relname = 'community', c.relname`;
  return rows.map(({ name }) => name);
}

/**
 * Deletes every row of a community, in whatever table: by the catalogue, so that a table added later is never left behind. Not in one
 * transaction, which would hold everybody else up; it can be repeated.
 * @returns the number of rows deleted.
 */
export async function deleteCommunityRows(app: Db, guildId: string): Promise<number> {
  let count = 0;
  for (const table of await listCommunityTables(app)) {
    count += await app.db.prisma.$executeRawUnsafe(
      `DELETE FROM "${table}" WHERE guild_id = $1`,
      BigInt(guildId),
    );
  }
  return count;
}

function idOrNull(id: string | null): bigint | null {
  return id === null ? null : BigInt(id);
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
    adminRoleId: row.adminRoleId?.toString() ?? null,
    staffChannelId: row.staffChannelId?.toString() ?? null,
    excludedChannelIds: row.excludedChannelIds.map(String),
    createdAt: row.createdAt,
  };
}
