/** The invented community: the same seed makes the same people and the same days. */
import { afterEach, expect, it } from 'vitest';
import { createCommunity } from '../../src/demo/community.ts';
import { FOUR_WEEKS, WEEKEND } from '../../src/demo/script.ts';
import type { Script } from '../../src/demo/script.ts';
import { DAY_MS } from '../../src/demo/story-time.ts';
import { planDay } from '../../src/demo/traffic.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

const open: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.close();
});

async function settle(script: Script) {
  const clock = new StoppedClock(new Date(script.from));
  const sandbox = await startSandbox({ clock, checkSpec: false });
  open.push(sandbox);
  return { clock, sandbox, community: createCommunity(sandbox, script) };
}

/** Plays a day without a bot; everything the ledger holds of it. */
async function playDay(script: Script) {
  const { clock, sandbox, community } = await settle(script);
  for (const { at, run } of planDay(community, script, script.from, script.from + DAY_MS)) {
    clock.moveTo(new Date(at));
    await run();
  }
  return sandbox.world.state.ledger.map(({ kind, at, channelId, userId }) => ({
    kind,
    at,
    channelId,
    userId,
  }));
}

it('is the same for the same seed, and another for another', async () => {
  const names = async (script: Script) => (await settle(script)).community.residents.map(({ name }) => name);
  const people = await names(WEEKEND);
  expect(await names(WEEKEND)).toEqual(people);
  expect(await names({ ...WEEKEND, seed: 'another' })).not.toEqual(people);
  expect(new Set(people).size).toBe(people.length);
});

it('lives the same day for the same seed', async () => {
  const day = await playDay(WEEKEND);
  expect(await playDay(WEEKEND)).toEqual(day);
  expect(day.length).toBeGreaterThan(100);
});

it('is about three hundred people, half of whom read Chinese, and few leave', async () => {
  const { community } = await settle(FOUR_WEEKS);
  const { residents } = community;
  expect(residents.length).toBeGreaterThan(280);
  const chinese = residents.filter(({ locale }) => locale === 'zh-CN').length / residents.length;
  expect(chinese).toBeGreaterThan(0.4);
  expect(chinese).toBeLessThan(0.7);
  const leaving = residents.filter(({ stays }) => stays[0]?.to !== null).length;
  expect(leaving).toBeGreaterThan(10);
  expect(leaving).toBeLessThan(60);
});

it('has nobody act who is not a member then', async () => {
  const { clock, sandbox, community } = await settle(FOUR_WEEKS);
  const members = sandbox.world.state.guild(community.guildId).members;
  const strangers = new Set<string>();
  sandbox.world.on((event) => {
    const userId = event.kind === 'messageCreate' ? event.message.author.id : null;
    if (userId !== null && !members.has(userId)) strangers.add(userId);
  });
  for (let day = 0; day < 10; day += 1)
    for (const { at, run } of planDay(community, FOUR_WEEKS, FOUR_WEEKS.from + day * DAY_MS, FOUR_WEEKS.to)) {
      clock.moveTo(new Date(at));
      await run();
    }
  // A webhook writes without being a member.
  strangers.delete(community.machines.github.userId);
  expect([...strangers]).toEqual([]);
});
