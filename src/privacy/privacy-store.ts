/** The tables of those who opted out, and of those whose earlier acts are not to come back; known only by keyed hashes. */
import type { App } from '../app.ts';

type Db = Pick<App, 'db'>;

export async function isOptOutKept({ db }: Db, guildId: string, userHash: string): Promise<boolean> {
  const row = await db.prisma.optOut.findUnique({
    where: { guildId_userHash: { guildId: BigInt(guildId), userHash } },
  });
  return row !== null;
}

/** False when it was kept already. */
export async function insertOptOut({ db }: Db, guildId: string, userHash: string): Promise<boolean> {
  const { count } = await db.prisma.optOut.createMany({
    data: [{ guildId: BigInt(guildId), userHash }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** False when there was none. */
export async function deleteOptOut({ db }: Db, guildId: string, userHash: string): Promise<boolean> {
  const { count } = await db.prisma.optOut.deleteMany({ where: { guildId: BigInt(guildId), userHash } });
  return count === 1;
}

/** Whoever this is counts from `at` on. */
export async function upsertCountedFrom(
  { db }: Db,
  guildId: string,
  userHash: string,
  at: Date,
): Promise<void> {
  const key = { guildId: BigInt(guildId), userHash };
  await db.prisma.countedFrom.upsert({
    where: { guildId_userHash: key },
    create: { ...key, fromAt: at },
    update: { fromAt: at },
  });
}

/** From when on those among these count of whom that is kept. */
export async function listCountedFrom(
  { db }: Db,
  guildId: string,
  userHashes: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await db.prisma.countedFrom.findMany({
    where: { guildId: BigInt(guildId), userHash: { in: [...userHashes] } },
  });
  return new Map(rows.map(({ userHash, fromAt }) => [userHash, fromAt]));
}

/** Of every community (acrossGuilds). @returns how many. */
export async function deleteCountedFromBefore({ db }: Db, at: Date): Promise<number> {
  const { count } = await db.prisma.countedFrom.deleteMany({ where: { fromAt: { lt: at } } });
  return count;
}

/** Whether anything in any community (acrossGuilds) stands under a keyed hash: opt-outs, erasures, anonymous answers. */
export async function holdsHashes({ db }: Pick<App, 'db'>): Promise<boolean> {
  const optOut = await db.prisma.optOut.findFirst({ select: { guildId: true } });
  if (optOut) return true;
  const erased = await db.prisma.countedFrom.findFirst({ select: { guildId: true } });
  if (erased) return true;
  const answer = await db.prisma.surveyAnswer.findFirst({
    where: { userId: null },
    select: { guildId: true },
  });
  return answer !== null;
}

const THE_MARK = 1;

/** The hash that the key this database was used with makes; null before the first start. */
export async function findKeyMark({ db }: Pick<App, 'db'>): Promise<string | null> {
  return (await db.prisma.keyMark.findUnique({ where: { id: THE_MARK } }))?.hash ?? null;
}

export async function saveKeyMark({ db }: Pick<App, 'db'>, hash: string): Promise<void> {
  await db.prisma.keyMark.upsert({
    where: { id: THE_MARK },
    create: { id: THE_MARK, hash },
    update: { hash },
  });
}
