/** The weekly reports by the scheduler of the whole bot, on the local Discord. Faked: the clock. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import { startReportingBot } from './reporting-bot.ts';
import type { LivedWeek, ReportingBot } from './reporting-bot.ts';

let reporting: ReportingBot;
let week: LivedWeek;
beforeAll(async () => {
  reporting = await startReportingBot(true);
});
afterAll(() => reporting?.bot.close());
beforeEach(async () => {
  week = await reporting.liveNextWeek();
});

const POSTING = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;
/** Source: https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags */
const SEND_MESSAGES = 1n << 11n;

const posts = () => reporting.posts(week);

/** Moves the clock so many minutes past the hour of the report and runs what is due. */
async function runAt(minutes: number): Promise<void> {
  reporting.bot.clock.moveTo(week.after(minutes));
  await reporting.runJobs();
}

test('at the community’s own hour both reports are posted, with text, two pictures and the button', async () => {
  expect(posts()).toEqual([]);
  await runAt(0);
  const [activity, satisfaction, ...more] = posts();
  expect(more).toEqual([]);
  const { channels, sandbox } = reporting.bot.town;
  expect(activity?.content).toContain('Weekly activity · 16–22 Nov 2026');
  expect(activity?.content).toContain(`<#${channels.general}> 3 · <#${channels.help}> 3`);
  expect(activity?.content).toContain('This is the first week I saw');
  expect(activity?.attachments).toHaveLength(2);
  expect(activity?.buttons.map(({ label }) => label)).toEqual(['What do these numbers mean?']);
  expect(satisfaction?.content).toContain('no survey gave ratings');
  expect((await reporting.run(week))?.state).toBe('done');
  expect(sandbox.specMismatches).toEqual([]);
});

test('the bot runs on and is restarted: nothing is posted twice', async () => {
  await runAt(0);
  for (const minutes of [1, 10, 300]) await runAt(minutes);
  await reporting.bot.restart();
  await runAt(301);
  expect(posts()).toHaveLength(2);
});

test('off when the reports were due: they are caught up at the next start and marked late', async () => {
  await reporting.bot.restart(() => reporting.bot.clock.moveTo(week.after(26 * 60)));
  await reporting.runJobs();
  expect(posts()).toHaveLength(2);
  expect(posts()[0]?.content).toContain(`⏰ Late: due <t:${week.dueAt.getTime() / 1000}:f>`);
  expect(await reporting.row(week)).toMatchObject({ state: 'posted', late: true });
});

test('a process that died while it read the figures: its slot is taken again when the lease has run out', async () => {
  const { app, town } = reporting.bot;
  await app.db.prisma.jobRun.create({
    data: {
      job: 'reports.activity',
      guildId: BigInt(town.guildId),
      bucketAt: week.dueAt,
      state: 'running',
      leaseUntil: week.after(5),
      startedAt: week.dueAt,
    },
  });
  await runAt(1);
  expect(posts().filter(({ content }) => content.includes('activity'))).toEqual([]);
  await runAt(6);
  expect(posts().filter(({ content }) => content.includes('activity'))).toHaveLength(1);
});

test('the reply to a post is lost: the job is tried again and finds the post', async () => {
  reporting.bot.town.sandbox.faults.loseReply(POSTING);
  await runAt(0);
  expect(await reporting.run(week)).toMatchObject({ state: 'failed', attempts: 1 });
  await runAt(30);
  expect(await reporting.run(week)).toMatchObject({ state: 'done', attempts: 2 });
  expect(posts()).toHaveLength(2);
  expect(await reporting.row(week)).toMatchObject({ state: 'posted', late: false });
});

test('the bot may not write in the reports channel for a day: staff see why, and the reports come when it may', async () => {
  const { channels, sandbox, botId } = reporting.bot.town;
  const overwrite = { id: botId, type: 1, allow: 0n } as const;
  sandbox.world.channels.setOverwrite(channels.reports, { ...overwrite, deny: SEND_MESSAGES });
  await reporting.bot.settled();
  await runAt(0);
  expect(await reporting.run(week)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('messenger.channel'),
  });
  // Past all its first tries: from then on it is tried every three hours.
  for (const minutes of [2, 8, 25, 90, 300, 500, 24 * 60]) await runAt(minutes);
  expect(posts()).toEqual([]);
  sandbox.world.channels.setOverwrite(channels.reports, { ...overwrite, deny: 0n });
  await reporting.bot.settled();
  await runAt(28 * 60);
  expect(posts()).toHaveLength(2);
  expect(posts()[0]?.content).toContain('⏰ Late');
});

test('a member may ask what the numbers mean, and is told in their own language', async () => {
  await runAt(0);
  const [activity, satisfaction] = posts();
  const inEnglish = await reporting.bot.as('ann').press(activity!, 'What do these numbers mean?');
  expect(inEnglish.ephemeral).toBe(true);
  expect(inEnglish.message?.content).toContain('A = c · T · N');
  const inChinese = await reporting.bot.as('bo').press(satisfaction!, 'What do these numbers mean?');
  expect(inChinese.message?.content).toContain('满意度周报在说什么');
});

test('where the community’s language is Chinese, so is the post', async () => {
  await changeSettings(reporting.bot.app, reporting.bot.town.guildId, { locale: 'zh-CN' });
  await runAt(0);
  await changeSettings(reporting.bot.app, reporting.bot.town.guildId, { locale: 'en' });
  expect(posts()[0]?.content).toContain('社区活跃度周报 · ');
  expect(posts()[0]?.buttons[0]?.label).toBe('这些数字是什么意思？');
});

test('off for three weeks: only the last week is reported', async () => {
  await reporting.bot.restart(() => reporting.bot.clock.moveTo(week.after(14 * 24 * 60 + 10)));
  await reporting.runJobs();
  const headings = posts().map(({ content }) => content.split('\n')[0]);
  expect(headings).toHaveLength(2);
  expect(headings[0]).toMatch(/^## 📊 Weekly activity · /);
  expect(await reporting.row(week)).toBeNull();
});

test('the reports channel was deleted: once another is set, the reports come there', async () => {
  const { guildId, channels, sandbox } = reporting.bot.town;
  // The test before moved the clock by two weeks.
  for (let weeks = 0; weeks < 2; weeks += 1) week = await reporting.liveNextWeek();
  sandbox.world.channels.delete(channels.reports);
  await reporting.bot.settled();
  await runAt(0);
  expect((await reporting.run(week))?.error).toContain('messenger.channel');
  await changeSettings(reporting.bot.app, guildId, { reportsChannelId: channels.general });
  await runAt(10);
  expect(reporting.posts(week, channels.general)).toHaveLength(2);
  expect((await reporting.run(week))?.state).toBe('done');
});

test('the other community, without a reports channel, gets nothing', () => {
  const { other, sandbox, botId } = reporting.bot.town;
  const there = sandbox.as(other.guildId, other.ownerId).read(other.channelId);
  expect(there.filter(({ authorId }) => authorId === botId)).toEqual([]);
});
