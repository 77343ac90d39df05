/** The table of creators. */
import type { App } from '../app.ts';
import type { Creator as CreatorRow } from '../db/generated/client.ts';
import type { Locale } from '../i18n/format.ts';
import type { Application, Creator, CreatorState } from './creators-rules.ts';

type Db = Pick<App, 'db'>;

/** One application of one person. */
export type ApplicationKey = Pick<Creator, 'guildId' | 'userId' | 'appliedAt'>;

const keyOf = ({ guildId, userId, appliedAt }: ApplicationKey) => ({
  guildId: BigInt(guildId),
  userId: BigInt(userId),
  appliedAt,
});

export async function findCreator({ db }: Db, guildId: string, userId: string): Promise<Creator | null> {
  const row = await db.prisma.creator.findFirst({
    where: { guildId: BigInt(guildId), userId: BigInt(userId) },
  });
  return row && toCreator(row);
}

/** Who waits for a decision, the longest first. */
export async function listApplied({ db }: Db, guildId: string): Promise<Creator[]> {
  const rows = await db.prisma.creator.findMany({
    where: { guildId: BigInt(guildId), state: 'applied' },
    orderBy: [{ appliedAt: 'asc' }, { userId: 'asc' }],
  });
  return rows.map(toCreator);
}

/** Those of whom something is still to be posted or told. */
export async function listUnsettled({ db }: Db, guildId: string): Promise<Creator[]> {
  const rows = await db.prisma.creator.findMany({
    where: {
      guildId: BigInt(guildId),
      OR: [
        { state: 'applied', postState: 'due' },
        { state: { not: 'applied' }, postState: { not: 'done' } },
        { state: { in: ['approved', 'rejected'] }, toldAt: null },
      ],
    },
    orderBy: { appliedAt: 'asc' },
  });
  return rows.map(toCreator);
}

/** Writes a new application, unless one is open or was approved; whether it was written. */
export async function insertApplication(
  { db }: Db,
  { guildId, userId, appliedAt }: ApplicationKey,
  { field, samples, locale }: Application,
): Promise<boolean> {
  const written = await db.execute(
    `INSERT INTO creator (guild_id, user_id, state, field, samples, locale, applied_at, post_state)
     VALUES ($1, $2, 'applied', $3, $4, $5, $6, 'due')
     ON CONFLICT (guild_id, user_id) DO UPDATE SET
       state = 'applied', field = $3, samples = $4, locale = $5, applied_at = $6, post_state = 'due',
       decided_by = NULL, decided_at = NULL, reason = NULL, channel_id = NULL, message_id = NULL, told_at = NULL
     WHERE creator.state IN ('rejected', 'removed')`,
    [guildId, userId, field, samples, locale, appliedAt],
  );
  return written > 0;
}

export interface Decision {
  readonly state: CreatorState;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly reason: string | null;
}

/** Moves an application on from a state, unless somebody was faster; whether it was moved. */
export async function updateDecided(
  { db }: Db,
  key: ApplicationKey,
  from: CreatorState,
  { decidedBy, ...decision }: Decision,
): Promise<boolean> {
  const { count } = await db.prisma.creator.updateMany({
    where: { ...keyOf(key), state: from },
    data: { ...decision, decidedBy: BigInt(decidedBy) },
  });
  return count > 0;
}

/** Notes in which channel the post is being made; false where that was begun already. */
export async function updatePosting({ db }: Db, key: ApplicationKey, channelId: string): Promise<boolean> {
  const { count } = await db.prisma.creator.updateMany({
    where: { ...keyOf(key), postState: 'due', channelId: null },
    data: { channelId: BigInt(channelId) },
  });
  return count > 0;
}

/** The post could not be made there: it is due as before. */
export async function updateUnposted({ db }: Db, key: ApplicationKey): Promise<void> {
  await db.prisma.creator.updateMany({
    where: { ...keyOf(key), postState: 'due' },
    data: { channelId: null },
  });
}

/** Whatever was decided meanwhile: a post that stands is one that must show it. @returns false where the application is gone. */
export async function updatePosted({ db }: Db, key: ApplicationKey, messageId: string): Promise<boolean> {
  const { count } = await db.prisma.creator.updateMany({
    where: keyOf(key),
    data: { postState: 'posted', messageId: BigInt(messageId) },
  });
  return count > 0;
}

export async function updatePostDone({ db }: Db, key: ApplicationKey): Promise<void> {
  await db.prisma.creator.updateMany({ where: keyOf(key), data: { postState: 'done' } });
}

export async function updateTold({ db }: Db, key: ApplicationKey, toldAt: Date): Promise<void> {
  await db.prisma.creator.updateMany({ where: keyOf(key), data: { toldAt } });
}

/** @returns how many rows. */
export async function deleteCreator({ db }: Db, guildId: string, userId: string): Promise<number> {
  const { count } = await db.prisma.creator.deleteMany({
    where: { guildId: BigInt(guildId), userId: BigInt(userId) },
  });
  return count;
}

/** Takes somebody's name off what they decided about others; how many. */
export async function updateDeciderToNobody({ db }: Db, guildId: string, userId: string): Promise<number> {
  const { count } = await db.prisma.creator.updateMany({
    where: { guildId: BigInt(guildId), decidedBy: BigInt(userId) },
    data: { decidedBy: null },
  });
  return count;
}

function toCreator(row: CreatorRow): Creator {
  return {
    guildId: row.guildId.toString(),
    userId: row.userId.toString(),
    state: row.state as CreatorState,
    field: row.field,
    samples: row.samples,
    locale: row.locale as Locale,
    appliedAt: row.appliedAt,
    decidedBy: row.decidedBy?.toString() ?? null,
    decidedAt: row.decidedAt,
    reason: row.reason,
    postState: row.postState as Creator['postState'],
    channelId: row.channelId?.toString() ?? null,
    messageId: row.messageId?.toString() ?? null,
    toldAt: row.toldAt,
  };
}
