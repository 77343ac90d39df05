/**
 * The process killed at random points of a burst, again and again on the same data. Real: the bot as `npm start` runs it, its database,
 * the client, the kills. Faked: forcing writes to the disk costs nothing. A seed tells the points: FAULTS_SEED repeats a run that failed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { projectPath } from '../../src/project-root.ts';
import type { Child } from '../support/child-process.ts';
import { Burst } from './burst.ts';
import { faultyBot, READY } from './faulty-bot.ts';
import type { FaultyBot } from './faulty-bot.ts';

const KILLS = 30;

const seed = process.env['FAULTS_SEED'] ?? String(Date.now());

/** When it is killed: a random while (real milliseconds) after it has come so far. */
const MOMENTS = [
  { name: 'while it starts', until: async () => undefined, withinMs: 1_500 },
  {
    name: 'while it is told what it missed',
    until: (bot: FaultyBot) => bot.town.sandbox.connected(),
    withinMs: 300,
  },
  { name: 'in the burst', until: (_: FaultyBot, child: Child) => child.hear(READY), withinMs: 500 },
] as const;

let bot: FaultyBot;
beforeAll(async () => {
  bot = await faultyBot({
    sandbox: { gateway: { idleSessions: 100 } },
    imports: [projectPath('tests', 'support', 'no-syncs.mjs')],
  });
});
afterAll(() => bot.close());

it(`after ${KILLS} kills (FAULTS_SEED=${seed}) nothing is lost, nothing stands twice, and the rollups are those of the rows`, async () => {
  const random = new Random(seed);
  const burst = new Burst(bot.town, random);
  const first = await bot.startReady();
  burst.go(8);
  await sleep(500);
  await first.kill('SIGKILL');
  for (let kill = 1; kill < KILLS; kill += 1) {
    const moment = random.pick(MOMENTS);
    const child = bot.start();
    await moment.until(bot, child);
    await sleep(random.between(0, moment.withinMs));
    await child.kill('SIGKILL');
  }
  const last = await bot.startReady();
  await burst.stop();
  expect(await bot.endAndCompare(last)).toEqual([]);
  expect(burst.count).toBeGreaterThan(KILLS * 50);
}, 600_000);
