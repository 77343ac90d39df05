/** The monthly partitions of the log, on a real database. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ensurePartitions,
  listPartitions,
  placeStrays,
} from '../../src/interactions/interactions-partitions-store.ts';
import { ANNA, GUILD, START, idAt, logSetting, message } from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';

let setting: LogSetting;
beforeAll(async () => {
  setting = await logSetting();
  await setting.addCommunity(GUILD);
});
afterAll(() => setting.close());

/** Where the rows lie: partition → rows. */
async function places(): Promise<Record<string, number>> {
  await setting.app.interactions.flush();
  const rows = await setting.db.query<{ place: string; count: string }>(
    'SELECT tableoid::regclass::text AS place, count(*) AS count FROM interaction GROUP BY 1',
  );
  return Object.fromEntries(rows.map(({ place, count }) => [place, Number(count)]));
}

it('the start makes this month and the two after it', async () => {
  expect((await listPartitions(setting.db)).toSorted()).toEqual([
    'interaction_2026_03',
    'interaction_2026_04',
    'interaction_2026_05',
    'interaction_default',
  ]);
});

it('a message lies in the month of its id, also the first and the last of it, and what has no partition in the default one', async () => {
  for (const at of [
    '2026-03-01T00:00:00.000Z',
    START,
    '2026-03-31T23:59:59.999Z',
    '2026-04-01T00:00:00.000Z',
  ])
    setting.hear('MESSAGE_CREATE', message(idAt(at), ANNA));
  for (const at of ['2025-12-31T12:00:00Z', '2026-07-15T12:00:00Z', '2026-08-15T12:00:00Z'])
    setting.hear('MESSAGE_CREATE', message(idAt(at), ANNA));
  expect(await places()).toEqual({ interaction_2026_03: 3, interaction_2026_04: 1, interaction_default: 3 });
});

it('a month that is made later takes its rows out of the default one, and making it again does nothing', async () => {
  for (let times = 0; times < 2; times += 1)
    await ensurePartitions(setting, new Date('2026-06-30T23:59:59Z'), 1);
  expect(await places()).toEqual({
    interaction_2026_03: 3,
    interaction_2026_04: 1,
    interaction_2026_07: 1,
    interaction_default: 2,
  });
  setting.hear('MESSAGE_CREATE', message(idAt('2026-07-16T12:00:00Z'), ANNA));
  expect(await places()).toMatchObject({ interaction_2026_07: 2 });
});

it('two processes may make them at the same time', async () => {
  const at = new Date('2027-01-01T00:00:00Z');
  await Promise.all([ensurePartitions(setting, at, 3), ensurePartitions(setting, at, 3)]);
  expect((await listPartitions(setting.db)).filter((name) => name.includes('2027'))).toHaveLength(4);
});

it('a past month whose partition is missing loses no row: the default one takes them until it is made again', async () => {
  await setting.db.execute('DROP TABLE interaction_2026_03');
  for (const at of ['2026-03-01T00:00:00.000Z', '2026-03-31T23:59:59.999Z'])
    setting.hear('MESSAGE_CREATE', message(idAt(at), ANNA));
  // Dated ahead of the clock: left where it is, its month is made when it comes.
  setting.hear('MESSAGE_CREATE', message(idAt('2031-01-01T00:00:00Z'), ANNA));
  const before = await places();
  expect(before['interaction_2026_03']).toBeUndefined();
  for (let times = 0; times < 2; times += 1)
    await placeStrays(setting, new Date('2026-01-01T00:00:00Z'), new Date('2026-04-10T00:00:00Z'));
  expect(await places()).toEqual({
    ...before,
    interaction_2026_03: 2,
    interaction_default: before['interaction_default']! - 2,
  });
});
