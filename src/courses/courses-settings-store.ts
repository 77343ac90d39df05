/** The tables of course settings and topics. */
import type { App } from '../app.ts';
import type { CourseSettings as SettingsRow, Topic as TopicRow } from '../db/generated/client.ts';
import type { Topic } from './courses-topics-rules.ts';
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

/** Of every community (acrossGuilds), for the memory. */
export async function listAllTopics({ db }: Db): Promise<Topic[]> {
  const rows = await db.prisma.topic.findMany({ orderBy: { key: 'asc' } });
  return rows.map(toTopic);
}

export async function saveTopic(rows: Rows, topic: Topic): Promise<void> {
  const { guildId, key, names, otherNames, channelIds } = topic;
  const columns = {
    nameEn: names.en,
    nameZh: names['zh-CN'],
    otherNames: [...otherNames],
    channelIds: channelIds.map(BigInt),
  };
  await rows.topic.upsert({
    where: { guildId_key: { guildId: BigInt(guildId), key } },
    create: { guildId: BigInt(guildId), key, ...columns },
    update: columns,
  });
}

function toTopic(row: TopicRow): Topic {
  return {
    guildId: row.guildId.toString(),
    key: row.key,
    names: { en: row.nameEn, 'zh-CN': row.nameZh },
    otherNames: row.otherNames,
    channelIds: row.channelIds.map(String),
  };
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
