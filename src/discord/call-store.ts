/** Rows about calls and registered commands. */
import type { Database } from '../db/client.ts';

export type Outcome = 'ok' | 'refused' | 'upstream' | 'failed' | 'expired';

export interface CallRow {
  readonly reference: string;
  readonly guildId: string | null;
  readonly command: string;
  readonly outcome: Outcome;
  readonly tookMs: number;
  readonly calledAt: Date;
}

export async function insertCall(db: Database, row: CallRow): Promise<void> {
  await db.prisma.commandCall.create({
    data: { ...row, guildId: row.guildId === null ? null : BigInt(row.guildId) },
  });
}

/** Deletes calls from before `before`, across communities (acrossGuilds); the number of rows. */
export async function deleteCallsBefore(db: Database, before: Date): Promise<number> {
  const { count } = await db.prisma.commandCall.deleteMany({ where: { calledAt: { lt: before } } });
  return count;
}

/** The hash of the commands last registered in a scope; null when none were. */
export async function findRegisteredHash(db: Database, scope: string): Promise<string | null> {
  const row = await db.prisma.commandRegistration.findUnique({ where: { scope } });
  return row?.hash ?? null;
}

/** Every scope in which commands of this application were ever registered, in no order. */
export async function listRegisteredScopes(
  db: Database,
  applicationId: string,
): Promise<{ scope: string; hash: string }[]> {
  return db.prisma.commandRegistration.findMany({
    where: { OR: [{ scope: applicationId }, { scope: { startsWith: `${applicationId}/` } }] },
    select: { scope: true, hash: true },
  });
}

export async function updateRegisteredHash(
  db: Database,
  scope: string,
  hash: string,
  registeredAt: Date,
): Promise<void> {
  await db.prisma.commandRegistration.upsert({
    where: { scope },
    create: { scope, hash, registeredAt },
    update: { hash, registeredAt },
  });
}
