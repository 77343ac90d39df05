/** The table of those who opted out, known only by a keyed hash. */
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

/** Whether anything in any community (acrossGuilds) stands under a keyed hash: opt-outs, anonymous answers. */
export async function holdsHashes({ db }: Pick<App, 'db'>): Promise<boolean> {
  const optOut = await db.prisma.optOut.findFirst({ select: { guildId: true } });
  if (optOut) return true;
  const answer = await db.prisma.surveyAnswer.findFirst({
    where: { userId: null },
    select: { guildId: true },
  });
  return answer !== null;
}
