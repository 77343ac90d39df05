/** What the database says of itself and of scheduled work. */
import type { App } from '../app.ts';

type Db = Pick<App, 'db'>;

/** Bytes the whole database takes. */
export async function measureSize({ db }: Db): Promise<number> {
  const [size] = await db.prisma.$queryRaw<{ bytes: bigint }[]>`
    SELECT pg_database_size(current_database()) AS bytes`;
  return Number(size?.bytes ?? 0n);
}

/** Every migration that was begun and not rolled back, in order. */
export async function listMigrations({ db }: Db): Promise<{ name: string; isFinished: boolean }[]> {
  return db.prisma.$queryRaw<{ name: string; isFinished: boolean }[]>`
    SELECT migration_name AS name, finished_at IS NOT NULL AS "isFinished"
    FROM _prisma_migrations WHERE rolled_back_at IS NULL
    ORDER BY started_at, migration_name`;
}

/** The newest slot of a job, also one passed over; null when the job is new here. `guildId` is '0' for jobs of the whole bot. */
export async function findNewestSlot({ db }: Db, job: string, guildId: string): Promise<Date | null> {
  const row = await db.prisma.jobRun.findFirst({
    where: { job, guildId: BigInt(guildId) },
    orderBy: { bucketAt: 'desc' },
    select: { bucketAt: true },
  });
  return row?.bucketAt ?? null;
}

/** The newest slot of a job that was really begun; null when none was. */
export async function findLatestRun({ db }: Db, job: string, guildId: string) {
  return db.prisma.jobRun.findFirst({
    where: { job, guildId: BigInt(guildId), state: { not: 'passed' } },
    orderBy: { bucketAt: 'desc' },
    select: { state: true, startedAt: true, finishedAt: true, error: true, nextAttemptAt: true },
  });
}

/** When a job last ended well; null = never. */
export async function findLastDoneAt({ db }: Db, job: string, guildId: string): Promise<Date | null> {
  const row = await db.prisma.jobRun.findFirst({
    where: { job, guildId: BigInt(guildId), state: 'done' },
    orderBy: { bucketAt: 'desc' },
    select: { finishedAt: true },
  });
  return row?.finishedAt ?? null;
}
