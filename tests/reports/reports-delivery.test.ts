/**
 * Delivery on the whole bot and the local Discord: exactly once, wherever a process dies. Faked: the clock, and the death, as a call that
 * never returns.
 */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { deliverReport } from '../../src/reports/reports.ts';
import type { DeliveryNeeds } from '../../src/reports/reports.ts';
import { startReportingBot } from './reporting-bot.ts';
import type { LivedWeek, ReportingBot } from './reporting-bot.ts';

let reporting: ReportingBot;
let week: LivedWeek;
beforeAll(async () => {
  reporting = await startReportingBot(false);
});
afterAll(() => reporting?.bot.close());
beforeEach(async () => {
  week = await reporting.liveNextWeek();
  moveTo(0);
});

const POSTING = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;

const moveTo = (minutes: number) => reporting.bot.clock.moveTo(week.after(minutes));
const posts = () => reporting.posts(week);
const row = () => reporting.row(week);

/** One try to deliver the activity report, by a process of its own. */
function deliver(parts: DeliveryNeeds = reporting.handParts(), late = false) {
  return deliverReport(parts, reporting.bot.town.guildId, 'activity', { dueAt: week.dueAt, late });
}

/** A try that dies when it comes to post; `after` says whether the post still went out. */
async function dieAtThePost({ after }: { after: boolean }): Promise<void> {
  const parts = reporting.handParts();
  const messenger: DeliveryNeeds['messenger'] = {
    ...parts.messenger,
    async post(...given) {
      if (after) await parts.messenger.post(...given);
      return new Promise<never>(() => undefined);
    },
  };
  void deliver({ ...parts, messenger });
  await vi.waitFor(async () => expect((await row())?.state).toBe('claimed'), { timeout: 20_000 });
  await vi.waitFor(() => expect(posts()).toHaveLength(after ? 1 : 0), { timeout: 20_000 });
}

test('what was posted is kept as a snapshot, with where and when', async () => {
  expect(await deliver()).toBe('posted');
  const kept = await row();
  expect(kept).toMatchObject({ state: 'posted', late: false, postedAt: week.dueAt });
  expect(kept?.messageId).toBe(BigInt(posts()[0]?.id ?? 0));
  expect(kept?.channelId).toBe(BigInt(reporting.bot.town.channels.reports));
  expect(kept?.snapshot).toMatchObject({
    version: 1,
    reading: { span: { fromOn: week.weekOn }, figures: { messages: 6 } },
  });
});

test('died after the note: the next try finds it done', async () => {
  expect(await deliver()).toBe('posted');
  expect(await deliver()).toBe('already');
  expect(posts()).toHaveLength(1);
});

test('died after the claim: the next try posts exactly what the claim had stored', async () => {
  await dieAtThePost({ after: false });
  const claimed = await row();
  const { bot } = reporting;
  bot.as('ann').delete(bot.as('ann').read(bot.town.channels.general).at(-1)!);
  await bot.settled();
  moveTo(6);
  expect(await deliver(reporting.handParts(), true)).toBe('posted');
  expect(posts()).toHaveLength(1);
  expect(posts()[0]?.content).toContain('**6 messages**');
  expect(posts()[0]?.content).toContain('⏰ Late: due');
  expect((await row())?.snapshot).toEqual(claimed?.snapshot);
});

test('died after the post and before the note: the post is found, noted and not repeated', async () => {
  await dieAtThePost({ after: true });
  // Long after Discord has forgotten the nonce.
  moveTo(60);
  expect(await deliver(reporting.handParts(), true)).toBe('found');
  expect(posts()).toHaveLength(1);
  expect(await row()).toMatchObject({
    state: 'posted',
    messageId: BigInt(posts()[0]!.id),
    late: false,
    postedAt: week.dueAt,
  });
});

test('the post is found also among what others have written since', async () => {
  await dieAtThePost({ after: true });
  const { bot } = reporting;
  for (let index = 0; index < 130; index += 1) bot.as('owner').say(bot.town.channels.reports, `${index}`);
  moveTo(60);
  expect(await deliver()).toBe('found');
  expect(posts()).toHaveLength(1);
});

test('a claim that is young belongs to somebody alive', async () => {
  await dieAtThePost({ after: false });
  moveTo(1);
  await expect(deliver()).rejects.toThrow(/being posted by another process/);
  expect(posts()).toEqual([]);
});

test('two processes at the same report: one posts, the other stands back', async () => {
  const both = await Promise.allSettled([deliver(), deliver()]);
  const outcomes = both.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
  expect(outcomes.toSorted()).toEqual([expect.stringContaining('being posted by another process'), 'posted']);
  expect(posts()).toHaveLength(1);
});

test('two processes take over the same abandoned claim: one of them gets it', async () => {
  await dieAtThePost({ after: false });
  moveTo(6);
  const both = await Promise.allSettled([deliver(), deliver()]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(posts()).toHaveLength(1);
});

test('the reply to the post is lost: the next try, at once, finds the post', async () => {
  const lost = reporting.bot.town.sandbox.faults.loseReply(POSTING);
  await expect(deliver()).rejects.toThrow(/Discord did not carry out a request/);
  expect(lost.hits).toBe(1);
  expect((await row())?.state).toBe('released');
  expect(await deliver()).toBe('found');
  expect(posts()).toHaveLength(1);
});

test('the post never reaches Discord: the next try posts it', async () => {
  reporting.bot.town.sandbox.faults.loseRequest(POSTING);
  await expect(deliver()).rejects.toThrow(/Discord did not carry out a request/);
  expect(posts()).toEqual([]);
  expect(await deliver()).toBe('posted');
  expect(posts()).toHaveLength(1);
});

test('the channel was changed after a lost reply: the post in the old one counts', async () => {
  const { channels, guildId, sandbox } = reporting.bot.town;
  sandbox.faults.loseReply(POSTING);
  await expect(deliver()).rejects.toThrow(/Discord did not carry out a request/);
  const parts = reporting.handParts();
  parts.communities.put({ ...parts.communities.get(guildId), reportsChannelId: channels.help });
  expect(await deliver(parts)).toBe('found');
  expect(posts()).toHaveLength(1);
  expect(reporting.posts(week, channels.help)).toEqual([]);
  expect(await row()).toMatchObject({ channelId: BigInt(channels.reports) });
});

test('the channel was changed, and looking for the post failed once: it is still looked for in the old one', async () => {
  const { bot } = reporting;
  await dieAtThePost({ after: true });
  const parts = reporting.handParts();
  const { guildId, channels } = bot.town;
  parts.communities.put({ ...parts.communities.get(guildId), reportsChannelId: channels.general });
  moveTo(6);
  bot.town.sandbox.faults.status({ method: 'GET', route: POSTING.route, times: 10 }, 503);
  await expect(deliver(parts)).rejects.toThrow(/Discord did not carry out a request/);
  bot.town.sandbox.faults.clear();
  moveTo(7);
  expect(await deliver(parts)).toBe('found');
  expect(reporting.posts(week, channels.general)).toHaveLength(0);
});

test('a report channel that is gone refuses before anything is claimed', async () => {
  const parts = reporting.handParts();
  const { guildId } = reporting.bot.town;
  parts.communities.put({ ...parts.communities.get(guildId), reportsChannelId: '100000000000000001' });
  await expect(deliver(parts)).rejects.toMatchObject({ code: 'messenger.channel' });
  expect(await row()).toBeNull();
});

test('while the log cannot write, nothing is reported: the figures would be too low', async () => {
  const parts = reporting.handParts();
  const stuck: DeliveryNeeds = {
    ...parts,
    interactions: Object.assign(Object.create(parts.interactions), { flush: async () => false }),
  };
  await expect(deliver(stuck)).rejects.toThrow(/wait for the database/);
  expect(await row()).toBeNull();
});
