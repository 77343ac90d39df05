/** Delivery on the whole bot and the local Discord: exactly once, whatever happens. Only the clock is faked, and where a process dies. */
import { afterEach, expect, test, vi } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import { deliverReport } from '../../src/reports/reports.ts';
import { DUE_AT, MINUTE_MS, REPORTED_WEEK, startReportingBot } from './reporting-bot.ts';
import type { ReportingBot } from './reporting-bot.ts';

let reporting: ReportingBot;
afterEach(async () => reporting?.bot.close());

const inTime = { dueAt: DUE_AT, late: false };
const after = (minutes: number) => new Date(DUE_AT.getTime() + minutes * MINUTE_MS);

/** Never settles: what an awaited call looks like to a process that died there. */
const forever = () => new Promise<never>(() => undefined);

/** A week with something in it, up to the minute before the reports are due. */
async function liveAWeek({ bot, moveTo }: ReportingBot): Promise<void> {
  const { channels } = bot.town;
  for (const day of [17, 19, 21]) {
    moveTo(new Date(`2026-11-${day}T18:30:00Z`));
    bot.as('ann').say(channels.general, 'hello');
    bot.as('bo').say(channels.help, '你好');
    await bot.settled();
  }
  moveTo(after(-1));
  await bot.runDueJobs();
}

/** Delivers as a process that dies when it comes to post; `posts` says whether the post still went out. */
async function dieAtThePost({ bot, row }: ReportingBot, posts: boolean): Promise<void> {
  const { app, town } = bot;
  const messenger: typeof app.messenger = {
    ...app.messenger,
    async post(...given) {
      if (posts) await app.messenger.post(...given);
      return forever();
    },
  };
  void deliverReport({ ...app, messenger }, town.guildId, 'activity', inTime);
  await vi.waitFor(async () => expect((await row())?.state).toBe('claimed'), { timeout: 10_000 });
  if (posts) await bot.as('owner').awaitMessage(town.channels.reports, () => true);
}

test('at the community’s own hour the scheduler posts both reports, with text, two pictures and the button', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  expect(reporting.posts()).toEqual([]);
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  const [activity, satisfaction, ...more] = reporting.posts();
  expect(more).toEqual([]);
  expect(activity?.content).toContain('Weekly activity · 16–22 Nov 2026');
  expect(activity?.content).toContain(`<#${reporting.bot.town.channels.general}> 3`);
  expect(activity?.attachments).toHaveLength(2);
  expect(activity?.buttons.map(({ label }) => label)).toEqual(['What do these numbers mean?']);
  expect(satisfaction?.content).toContain('no survey asked for a rating');
  expect((await reporting.runs()).map(({ state }) => state)).toEqual(['done']);
  expect(reporting.bot.town.sandbox.specMismatches).toEqual([]);
});

test('what was posted is kept as a snapshot with where and when', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  const row = await reporting.row();
  const [post] = reporting.posts();
  expect(row).toMatchObject({ state: 'posted', late: false, postedAt: DUE_AT });
  expect(row?.messageId).toBe(BigInt(post?.id ?? 0));
  expect(row?.channelId).toBe(BigInt(reporting.bot.town.channels.reports));
  expect(row?.snapshot).toMatchObject({
    version: 1,
    reading: { span: { fromOn: REPORTED_WEEK }, figures: { messages: 6 } },
  });
});

test('the bot runs on and is restarted: nothing is posted twice', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  for (const minutes of [1, 10, 300]) {
    reporting.moveTo(after(minutes));
    await reporting.bot.runDueJobs();
  }
  await reporting.bot.restart();
  await reporting.bot.runDueJobs();
  expect(reporting.posts()).toHaveLength(2);
});

test('the post is in Chinese where the community is', async () => {
  reporting = await startReportingBot({ locale: 'zh-CN' });
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  expect(reporting.posts()[0]?.content).toContain('社区活跃度周报 · 2026年11月16日–22日');
  expect(reporting.posts()[0]?.buttons[0]?.label).toBe('这些数字是什么意思？');
});

test('off when the report was due: it is caught up at the next start and marked late', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(after(26 * 60));
  await reporting.bot.restart();
  await reporting.bot.runDueJobs();
  expect(reporting.posts()).toHaveLength(2);
  expect(reporting.posts()[0]?.content).toContain(`⏰ Late: due <t:${DUE_AT.getTime() / 1000}:f>`);
  expect(await reporting.row()).toMatchObject({ state: 'posted', late: true });
});

test('off for three weeks: only the last week is reported', async () => {
  reporting = await startReportingBot();
  reporting.moveTo(after(14 * 24 * 60 + 5));
  await reporting.bot.restart();
  await reporting.bot.runDueJobs();
  expect(reporting.posts().map(({ content }) => content.split('\n')[0])).toEqual([
    '## 📊 Weekly activity · 30 Nov – 6 Dec 2026',
    '## 📊 Weekly satisfaction · 30 Nov – 6 Dec 2026',
  ]);
});

test('died before the claim: the slot is taken again when its lease has run out', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  const { bot } = reporting;
  // What a process leaves behind that dies while it reads the figures.
  await bot.app.db.prisma.jobRun.create({
    data: {
      job: 'activity-report',
      guildId: BigInt(bot.town.guildId),
      bucketAt: DUE_AT,
      state: 'running',
      leaseUntil: after(5),
      startedAt: DUE_AT,
    },
  });
  reporting.moveTo(after(1));
  await bot.restart();
  await bot.runDueJobs();
  expect(reporting.posts().filter(({ content }) => content.includes('activity'))).toEqual([]);
  reporting.moveTo(after(6));
  await bot.runDueJobs();
  expect(reporting.posts().filter(({ content }) => content.includes('activity'))).toHaveLength(1);
});

test('died after the claim: the next try posts exactly what the claim had stored', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await dieAtThePost(reporting, false);
  const claimed = await reporting.row();
  reporting.bot.as('ann').delete(reporting.bot.as('ann').read(reporting.bot.town.channels.general)[0]!);
  await reporting.bot.settled();
  reporting.moveTo(after(6));
  await reporting.bot.restart();
  const { app, town } = reporting.bot;
  expect(await deliverReport(app, town.guildId, 'activity', { dueAt: DUE_AT, late: true })).toBe('posted');
  expect(reporting.posts()).toHaveLength(1);
  expect(reporting.posts()[0]?.content).toContain('6 messages');
  expect((await reporting.row())?.snapshot).toEqual(claimed?.snapshot);
});

test('died after the post and before the note: the post is found, noted and not repeated', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await dieAtThePost(reporting, true);
  const [post] = reporting.posts();
  reporting.moveTo(after(20));
  await reporting.bot.restart();
  const { app, town } = reporting.bot;
  expect(await deliverReport(app, town.guildId, 'activity', { dueAt: DUE_AT, late: true })).toBe('found');
  expect(reporting.posts()).toHaveLength(1);
  expect(await reporting.row()).toMatchObject({
    state: 'posted',
    messageId: BigInt(post!.id),
    late: false,
    postedAt: DUE_AT,
  });
});

test('died after the note: the slot is done without another post', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  const { app, town } = reporting.bot;
  expect(await deliverReport(app, town.guildId, 'activity', inTime)).toBe('posted');
  expect(await deliverReport(app, town.guildId, 'activity', inTime)).toBe('already');
  expect(reporting.posts()).toHaveLength(1);
});

test('the reply to the post is lost: the retry finds the post by its button', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  const lost = reporting.bot.town.sandbox.faults.loseReply({
    method: 'POST',
    route: '/channels/{channel_id}/messages',
  });
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  expect(lost.hits).toBe(1);
  expect((await reporting.runs())[0]).toMatchObject({ state: 'failed', attempts: 1 });
  reporting.moveTo(after(30));
  await reporting.bot.runDueJobs();
  expect((await reporting.runs())[0]).toMatchObject({ state: 'done', attempts: 2 });
  expect(reporting.posts().filter(({ content }) => content.includes('activity'))).toHaveLength(1);
  expect(await reporting.row()).toMatchObject({ state: 'posted', late: false });
});

test('the post never reaches Discord: it is tried again and posted once', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  const { faults } = reporting.bot.town.sandbox;
  const failing = faults.status(
    { method: 'POST', route: '/channels/{channel_id}/messages', times: 100 },
    503,
  );
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  expect(reporting.posts()).toEqual([]);
  failing.cancel();
  reporting.moveTo(after(2));
  await reporting.bot.runDueJobs();
  expect(reporting.posts()).toHaveLength(2);
});

test('two processes at the same report: one posts, the other stands back', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  const { app, town } = reporting.bot;
  const both = await Promise.allSettled([
    deliverReport(app, town.guildId, 'activity', inTime),
    deliverReport(app, town.guildId, 'activity', inTime),
  ]);
  expect(both.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))).toSorted()).toEqual(
    [expect.stringContaining('is being posted by another process'), 'posted'],
  );
  expect(reporting.posts()).toHaveLength(1);
});

test('two processes take over the same abandoned claim: one of them gets it', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await dieAtThePost(reporting, false);
  reporting.moveTo(after(6));
  const { app, town } = reporting.bot;
  const late = { dueAt: DUE_AT, late: true };
  const both = await Promise.allSettled([
    deliverReport(app, town.guildId, 'activity', late),
    deliverReport(app, town.guildId, 'activity', late),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(reporting.posts()).toHaveLength(1);
});

test('a claim that is young belongs to somebody alive', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await dieAtThePost(reporting, false);
  reporting.moveTo(after(1));
  const { app, town } = reporting.bot;
  await expect(deliverReport(app, town.guildId, 'activity', inTime)).rejects.toThrow(/another process/);
  expect(reporting.posts()).toEqual([]);
});

test('the reports channel was deleted: the job fails and says so; once another is set it posts, late', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  const { bot } = reporting;
  const { guildId, channels, sandbox } = bot.town;
  sandbox.world.channels.delete(channels.reports);
  await bot.settled();
  reporting.moveTo(DUE_AT);
  await bot.runDueJobs();
  expect((await reporting.runs())[0]).toMatchObject({ state: 'failed' });
  expect((await reporting.runs())[0]?.error).toContain('messenger.channel');
  await changeSettings(bot.app, guildId, { reportsChannelId: channels.general });
  reporting.moveTo(after(10));
  await bot.runDueJobs();
  const posted = bot
    .as('owner')
    .read(channels.general)
    .filter(({ authorId }) => authorId === bot.town.botId);
  expect(posted).toHaveLength(2);
  expect(posted[0]?.content).toContain('⏰ Late');
  expect((await reporting.runs())[0]).toMatchObject({ state: 'done' });
});

test('the bot may not write in the reports channel for a day: the report comes when it may again', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  const { bot } = reporting;
  const { channels, sandbox, botId } = bot.town;
  // 1 << 11 is Send Messages.
  sandbox.world.channels.setOverwrite(channels.reports, { id: botId, type: 1, allow: 0n, deny: 1n << 11n });
  await bot.settled();
  reporting.moveTo(DUE_AT);
  await bot.runDueJobs();
  for (let hours = 1; hours <= 24; hours += 1) {
    reporting.moveTo(after(hours * 60));
    await bot.runDueJobs();
  }
  expect(reporting.posts()).toEqual([]);
  sandbox.world.channels.setOverwrite(channels.reports, { id: botId, type: 1, allow: 0n, deny: 0n });
  await bot.settled();
  for (let hours = 25; hours <= 29; hours += 1) {
    reporting.moveTo(after(hours * 60));
    await bot.runDueJobs();
  }
  expect(reporting.posts()).toHaveLength(2);
});

test('the other community, without a reports channel, gets nothing', async () => {
  reporting = await startReportingBot();
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  const { other, sandbox, botId } = reporting.bot.town;
  const there = sandbox.as(other.guildId, other.ownerId).read(other.channelId);
  expect(there.filter(({ authorId }) => authorId === botId)).toEqual([]);
});

test('a member may ask what the numbers mean, and is told in their own language', async () => {
  reporting = await startReportingBot();
  await liveAWeek(reporting);
  reporting.moveTo(DUE_AT);
  await reporting.bot.runDueJobs();
  const [activity, satisfaction] = reporting.posts();
  const inEnglish = await reporting.bot.as('ann').press(activity!, 'What do these numbers mean?');
  expect(inEnglish.ephemeral).toBe(true);
  expect(inEnglish.message?.content).toContain('A = c · T · N');
  const inChinese = await reporting.bot.as('bo').press(satisfaction!, 'What do these numbers mean?');
  expect(inChinese.message?.content).toContain('满意度周报在说什么');
});
