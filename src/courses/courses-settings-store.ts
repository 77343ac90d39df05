/** The table of course settings. */
import type { App } from '../app.ts';
import type { CourseSettings as SettingsRow } from '../db/generated/client.ts';
import type { CourseSettings } from './courses-records.ts';

type Db = Pick<App, 'db'>;

/** Of every community (acrossGuilds), for the memory. */
export async function listAllSettings({ db }: Db): Promise<[guildId: string, settings: CourseSettings][]> {
  const rows = await db.prisma.courseSettings.findMany();
  return rows.map((row) => [row.guildId.toString(), toSettings(row)]);
}

export async function saveSettings({ db }: Db, guildId: string, settings: CourseSettings): Promise<void> {
  const { reviewerRoleId, roomsChannelId, announceChannelId, poolMinor, ...values } = settings;
  const columns = {
    ...values,
    reviewerRoleId: reviewerRoleId === null ? null : BigInt(reviewerRoleId),
    roomsChannelId: roomsChannelId === null ? null : BigInt(roomsChannelId),
    announceChannelId: announceChannelId === null ? null : BigInt(announceChannelId),
    poolMinor: poolMinor === null ? null : BigInt(poolMinor),
  };
  await db.prisma.courseSettings.upsert({
    where: { guildId: BigInt(guildId) },
    create: { guildId: BigInt(guildId), ...columns },
    update: columns,
  });
}

function toSettings(row: SettingsRow): CourseSettings {
  return {
    reviewerRoleId: row.reviewerRoleId?.toString() ?? null,
    roomsChannelId: row.roomsChannelId?.toString() ?? null,
    announceChannelId: row.announceChannelId?.toString() ?? null,
    approvalsNeeded: row.approvalsNeeded,
    staleDays: row.staleDays,
    anonymousQuestions: row.anonymousQuestions,
    poolMinor: row.poolMinor === null ? null : Number(row.poolMinor),
  };
}
