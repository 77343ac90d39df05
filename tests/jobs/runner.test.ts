/** The job runner on a real database with a stopped clock. Faked: the jobs, which only note that they ran. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { CommunityMemory } from '../../src/communities/communities.ts';
import { deleteRunsBefore } from '../../src/jobs/job-store.ts';
import type { Job, JobSlot } from '../../src/jobs/job.ts';
import { JobRunner } from '../../src/jobs/runner.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import type { Shards } from '../../src/kernel/shards.ts';
import { createLogger } from '../../src/logger.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const GUILD = '400000000000000001';
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

let db: TestDatabase;
let clock: StoppedClock;
let ran: JobSlot[];
let fail: boolean;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.jobRun.deleteMany();
  clock = new StoppedClock('2026-11-12T12:00:00Z');
  ran = [];
  fail = false;
});

const weekly: Job = {
  name: 'weekly',
  missed: 'run-latest',
  schedule: ({ timeZone }) => ({ every: 'week', weekday: 1, hour: 9, timeZone }),
  async run(_app, slot) {
    ran.push(slot);
    if (fail) throw new Error('the channel is closed');
  },
};

/** A process of the bot, as far as the runner sees it. */
function runner(jobs: readonly Job[] = [weekly], shards: Shards | null = null): JobRunner {
  const communities = new CommunityMemory(shards);
  if (communities.serves(GUILD)) communities.put({ ...communities.get(GUILD), timeZone: 'Asia/Shanghai' });
  return new JobRunner(
    { db, clock, communities, config: { shards }, log: createLogger('silent', false) } as unknown as App,
    jobs,
  );
}

const MONDAY_NINE = new Date('2026-11-16T01:00:00Z');
const rows = () => db.prisma.jobRun.findMany({ orderBy: { bucketAt: 'asc' } });

describe('a weekly job', () => {
  it('runs at its hour, once, however often the runner wakes', async () => {
    const one = runner();
    await one.tick();
    clock.moveTo(new Date(MONDAY_NINE.getTime() - 1));
    await one.tick();
    expect(ran).toEqual([]);
    clock.moveTo(MONDAY_NINE);
    await one.tick();
    await one.tick();
    expect(ran).toEqual([{ guildId: GUILD, bucketAt: MONDAY_NINE, late: false }]);
  });

  it('that is not ready is asked again at each tick, and runs once when it is', async () => {
    let ready = false;
    const one = runner([{ ...weekly, isReady: () => ready }]);
    await one.tick();
    clock.moveTo(MONDAY_NINE);
    await one.tick();
    expect(ran).toEqual([]);
    ready = true;
    await one.tick();
    await one.tick();
    expect(ran).toHaveLength(1);
  });

  it('promises nothing for the time before it was first seen', async () => {
    clock.moveTo(new Date(MONDAY_NINE.getTime() + MINUTE_MS));
    await runner().tick();
    expect(ran).toEqual([]);
  });

  it('does not run again after a restart', async () => {
    await runner().tick();
    clock.moveTo(MONDAY_NINE);
    await runner().tick();
    await runner().tick();
    expect(ran).toHaveLength(1);
  });

  it('that was missed for three weeks runs for the latest only, and late', async () => {
    await runner().tick();
    clock.moveTo(new Date(MONDAY_NINE.getTime() + 2 * WEEK_MS + 30 * MINUTE_MS));
    await runner().tick();
    expect(ran).toEqual([
      { guildId: GUILD, bucketAt: new Date(MONDAY_NINE.getTime() + 2 * WEEK_MS), late: true },
    ]);
    expect((await rows()).map(({ state }) => state)).toEqual(['passed', 'done']);
  });

  it('runs once where two processes wake at the same time', async () => {
    const both = [runner(), runner()];
    await Promise.all(both.map((one) => one.tick()));
    clock.moveTo(MONDAY_NINE);
    await Promise.all(both.map((one) => one.tick()));
    expect(ran).toHaveLength(1);
  });
});

describe('several processes', () => {
  const hourly = {
    schedule: () => ({ every: 'minutes', minutes: 60 }) as const,
    missed: 'run-latest',
  } as const;
  const run: Job['run'] = async (_app, slot) => void ran.push(slot);
  const processes = (jobs: readonly Job[]) => [
    runner(jobs, { ids: [0], count: 2 }),
    runner(jobs, { ids: [1], count: 2 }),
  ];

  async function ownersAfter(job: Job): Promise<string[]> {
    const both = processes([job]);
    await Promise.all(both.map((one) => one.tick()));
    clock.moveBy(60 * MINUTE_MS);
    await Promise.all(both.map((one) => one.tick()));
    return ran.map(({ guildId }) => guildId).toSorted();
  }

  it('run a community’s job once, in the one that serves it', async () => {
    expect(await ownersAfter({ ...hourly, name: 'community', run })).toEqual([GUILD]);
  });

  it('run a job of the whole bot once over all', async () => {
    expect(await ownersAfter({ ...hourly, name: 'bot', scope: 'bot', run })).toEqual(['0']);
  });

  it('each run what only the process that serves a community may do', async () => {
    expect(await ownersAfter({ ...hourly, name: 'process', scope: 'process', run })).toEqual(['0', '1']);
  });
});

describe('a job that fails', () => {
  it('is tried again after a while, and its reason is kept meanwhile', async () => {
    const one = runner();
    await one.tick();
    clock.moveTo(MONDAY_NINE);
    fail = true;
    await one.tick();
    expect((await rows()).at(-1)).toMatchObject({
      state: 'failed',
      error: 'the channel is closed',
      attempts: 1,
    });
    await one.tick();
    expect(ran).toHaveLength(1);
    fail = false;
    clock.moveBy(MINUTE_MS);
    await one.tick();
    expect(ran).toHaveLength(2);
    expect((await rows()).at(-1)).toMatchObject({ state: 'done', error: null, attempts: 2 });
  });

  it('is given up after its last try, and says so', async () => {
    const one = runner([{ ...weekly, missed: 'run-all' }]);
    await one.tick();
    clock.moveTo(MONDAY_NINE);
    fail = true;
    for (let hour = 0; hour < 24; hour += 1) {
      await one.tick();
      clock.moveBy(60 * MINUTE_MS);
    }
    expect(ran).toHaveLength(6);
    expect((await rows()).at(-1)).toMatchObject({ state: 'failed', nextAttemptAt: null });
  });

  it('is tried until the next one is due where only the latest matters', async () => {
    const one = runner();
    await one.tick();
    clock.moveTo(MONDAY_NINE);
    fail = true;
    for (let hour = 0; hour < 6 * 24; hour += 1) {
      await one.tick();
      clock.moveBy(60 * MINUTE_MS);
    }
    fail = false;
    for (let hour = 0; hour < 4; hour += 1) {
      await one.tick();
      clock.moveBy(60 * MINUTE_MS);
    }
    expect((await rows()).at(-1)).toMatchObject({ bucketAt: MONDAY_NINE, state: 'done' });
  });

  it('is given up when the next one is due, even where only the latest matters', async () => {
    const one = runner();
    await one.tick();
    clock.moveTo(MONDAY_NINE);
    fail = true;
    for (let hour = 0; hour < 8 * 24; hour += 1) {
      await one.tick();
      clock.moveBy(60 * MINUTE_MS);
    }
    const first = (await rows()).find(({ bucketAt }) => bucketAt.getTime() === MONDAY_NINE.getTime());
    expect(first).toMatchObject({ state: 'failed', nextAttemptAt: null });
  });

  it('does not keep the others from running', async () => {
    const broken: Job = { ...weekly, name: 'broken', run: () => Promise.reject(new Error('broken')) };
    const one = runner([broken, weekly]);
    await one.tick();
    clock.moveTo(MONDAY_NINE);
    await one.tick();
    expect(ran).toHaveLength(1);
  });
});

it('a slot whose process died is taken over when its lease has run out', async () => {
  await runner().tick();
  clock.moveTo(MONDAY_NINE);
  const leaseUntil = new Date(MONDAY_NINE.getTime() + 5 * MINUTE_MS);
  await db.prisma.jobRun.create({
    data: {
      job: 'weekly',
      guildId: BigInt(GUILD),
      bucketAt: MONDAY_NINE,
      state: 'running',
      startedAt: MONDAY_NINE,
      leaseUntil,
    },
  });
  const heir = runner();
  await heir.tick();
  expect(ran).toEqual([]);
  clock.moveTo(new Date(leaseUntil.getTime() + 1));
  clock.moveBy(MINUTE_MS);
  await heir.tick();
  expect(ran).toEqual([{ guildId: GUILD, bucketAt: MONDAY_NINE, late: true }]);
});

it('old runs are cleared away, but never the newest one of a job, which says where it goes on', async () => {
  const run = (bucketAt: string, guildId = GUILD) => ({
    job: 'weekly',
    guildId: BigInt(guildId),
    bucketAt: new Date(bucketAt),
    state: 'done',
    startedAt: new Date(bucketAt),
    leaseUntil: new Date(bucketAt),
  });
  const other = '400000000000000002';
  await db.prisma.jobRun.createMany({
    data: [run('2026-03-02'), run('2026-03-09'), run('2026-11-09'), run('2026-03-02', other)],
  });
  expect(await deleteRunsBefore(db, new Date('2026-08-01'))).toBe(2);
  expect((await rows()).map(({ guildId, bucketAt }) => [`${guildId}`, bucketAt])).toEqual([
    [other, new Date('2026-03-02')],
    [GUILD, new Date('2026-11-09')],
  ]);
});

it('a job of the whole bot runs once, not once per community', async () => {
  const nightly: Job = {
    scope: 'bot',
    name: 'nightly',
    missed: 'skip',
    schedule: () => ({ every: 'day', hour: 4, timeZone: 'UTC' }),
    run: (app, slot) => weekly.run(app, slot),
  };
  const one = runner([nightly]);
  await one.tick();
  clock.moveTo(new Date('2026-11-13T04:00:00Z'));
  await one.tick();
  expect(ran.map(({ guildId }) => guildId)).toEqual(['0']);
});

it('a backup that takes its time keeps no community waiting for its report', async () => {
  let endBackup = (): void => undefined;
  const backup: Job = {
    scope: 'bot',
    name: 'backup',
    missed: 'skip',
    schedule: () => ({ every: 'day', hour: 0, timeZone: 'UTC' }),
    run: () => new Promise((resolve) => (endBackup = resolve)),
  };
  const one = runner([backup, weekly]);
  await one.tick();
  clock.moveTo(new Date(MONDAY_NINE.getTime() - 60 * MINUTE_MS));
  const ticks = [one.tick()];
  clock.moveTo(MONDAY_NINE);
  const reported = (): Date[] => {
    ticks.push(one.tick());
    return ran.map(({ bucketAt }) => bucketAt);
  };
  await expect.poll(reported).toEqual([MONDAY_NINE]);
  endBackup();
  await Promise.all(ticks);
});
