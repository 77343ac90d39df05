/** The table of topics, and which topics the versions of courses name. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import type { Topic as TopicRow } from '../db/generated/client.ts';
import type { Topic } from './courses-topics-rules.ts';

type Db = Pick<App, 'db'>;

/** Prisma's client, or one of its transactions. */
type Rows = PrismaTransaction | App['db']['prisma'];

/** Of every community (acrossGuilds), for the memory. */
export async function listAllTopics({ db }: Db): Promise<Topic[]> {
  const rows = await db.prisma.topic.findMany({ orderBy: { key: 'asc' } });
  return rows.map(toTopic);
}

export async function saveTopic(rows: Rows, topic: Topic): Promise<void> {
  const columns = columnsOf(topic);
  const { guildId, key } = columns;
  await rows.topic.upsert({ where: { guildId_key: { guildId, key } }, create: columns, update: columns });
}

/** Where there is one already, it stays as it is. */
export async function insertTopic(rows: Rows, topic: Topic): Promise<void> {
  await rows.topic.createMany({ data: [columnsOf(topic)], skipDuplicates: true });
}

export async function deleteTopic(tx: PrismaTransaction, guildId: string, key: string): Promise<void> {
  await tx.topic.deleteMany({ where: { guildId: BigInt(guildId), key } });
}

/** Versions that name the one name the other instead, each once and in its place. @returns the courses they belong to, each once. */
export async function replaceTopic(
  tx: PrismaTransaction,
  guildId: string,
  fromKey: string,
  intoKey: string,
): Promise<number[]> {
  const rows = await tx.$queryRaw<{ course_id: number }[]>`
    UPDATE course_version SET topics = (
      SELECT array_agg(key ORDER BY place) FROM (
        SELECT CASE WHEN named = ${fromKey} THEN ${intoKey} ELSE named END AS key, min(at) AS place
        FROM unnest(topics) WITH ORDINALITY AS topic(named, at) GROUP BY 1
      ) AS kept
    ) WHERE guild_id = ${BigInt(guildId)} AND ${fromKey} = ANY(topics) RETURNING course_id`;
  return [...new Set(rows.map(({ course_id: courseId }) => courseId))];
}

function columnsOf({ guildId, key, names, otherNames, channelIds }: Topic) {
  return {
    guildId: BigInt(guildId),
    key,
    nameEn: names.en,
    nameZh: names['zh-CN'],
    otherNames: [...otherNames],
    channelIds: channelIds.map(BigInt),
  };
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
