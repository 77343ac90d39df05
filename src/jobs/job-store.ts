/** The table of job runs: lock, watermark and outcome of every slot. */
import type { Database } from '../db/client.ts';

export interface RunKey {
  readonly job: string;
  readonly guildId: string;
  readonly bucketAt: Date;
}

export interface FailedRun extends RunKey {
  readonly attempts: number;
}

const keyOf = ({ job, guildId, bucketAt }: RunKey) => ({ job, guildId: BigInt(guildId), bucketAt });

/** The newest slot of a job that was ever begun or passed over; null when the job is new to this community. */
export async function findWatermark(db: Database, job: string, guildId: string): Promise<Date | null> {
  const row = await db.prisma.jobRun.findFirst({
    where: { job, guildId: BigInt(guildId) },
    orderBy: { bucketAt: 'desc' },
    select: { bucketAt: true },
  });
  return row?.bucketAt ?? null;
}

/** Takes a slot. False when it is taken already: the unique key decides between processes. */
export async function insertRun(db: Database, key: RunKey, now: Date, leaseUntil: Date): Promise<boolean> {
  const { count } = await db.prisma.jobRun.createMany({
    data: [{ ...keyOf(key), state: 'running', startedAt: now, leaseUntil }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Notes a slot that needs no run: where a job begins in a community, or the newest one that was passed over. */
export async function insertPassed(db: Database, key: RunKey, now: Date): Promise<void> {
  await db.prisma.jobRun.createMany({
    data: [{ ...keyOf(key), state: 'passed', attempts: 0, startedAt: now, leaseUntil: now, finishedAt: now }],
    skipDuplicates: true,
  });
}

/**
 * Deletes ended runs from before `before`, across communities (acrossGuilds), but for each job's newest one, which says where it goes on.
 * @returns the number of rows.
 */
export async function deleteRunsBefore(
  db: Database,
  before: Date,
  states: readonly ('done' | 'passed' | 'failed')[] = ['done', 'passed', 'failed'],
): Promise<number> {
  return db.execute(
    `DELETE FROM job_run AS run WHERE run.bucket_at < $1 AND run.state = ANY($2::text[]) AND EXISTS (
       SELECT FROM job_run AS newer
       WHERE newer.job = run.job AND newer.guild_id = run.guild_id AND newer.bucket_at > run.bucket_at)`,
    [before, states],
  );
}

/** Slots that failed and may be tried again by now, or whose runner died; oldest first. */
export async function listRetryable(
  db: Database,
  job: string,
  guildId: string,
  now: Date,
): Promise<FailedRun[]> {
  const rows = await db.prisma.jobRun.findMany({
    where: {
      job,
      guildId: BigInt(guildId),
      OR: [
        { state: 'failed', nextAttemptAt: { lte: now } },
        { state: 'running', leaseUntil: { lt: now } },
      ],
    },
    orderBy: { bucketAt: 'asc' },
  });
  return rows.map((row) => ({
    job: row.job,
    guildId: row.guildId.toString(),
    bucketAt: row.bucketAt,
    attempts: row.attempts,
  }));
}

/** Takes a failed or abandoned slot again. False when another process was quicker. */
export async function updateRetaken(
  db: Database,
  run: FailedRun,
  now: Date,
  leaseUntil: Date,
): Promise<boolean> {
  const { count } = await db.prisma.jobRun.updateMany({
    where: {
      ...keyOf(run),
      attempts: run.attempts,
      OR: [
        { state: 'failed', nextAttemptAt: { lte: now } },
        { state: 'running', leaseUntil: { lt: now } },
      ],
    },
    data: {
      state: 'running',
      attempts: run.attempts + 1,
      startedAt: now,
      leaseUntil,
      error: null,
      nextAttemptAt: null,
    },
  });
  return count === 1;
}

export async function updateLease(db: Database, key: RunKey, leaseUntil: Date): Promise<void> {
  await db.prisma.jobRun.updateMany({ where: { ...keyOf(key), state: 'running' }, data: { leaseUntil } });
}

export async function updateDone(db: Database, key: RunKey, finishedAt: Date): Promise<void> {
  await db.prisma.jobRun.updateMany({
    where: keyOf(key),
    data: { state: 'done', finishedAt, error: null, nextAttemptAt: null },
  });
}

/** @param nextAttemptAt null = not tried again. */
export async function updateFailed(
  db: Database,
  key: RunKey,
  finishedAt: Date,
  error: string,
  nextAttemptAt: Date | null,
): Promise<void> {
  await db.prisma.jobRun.updateMany({
    where: keyOf(key),
    data: { state: 'failed', finishedAt, error, nextAttemptAt },
  });
}
