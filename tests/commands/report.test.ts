/** /report through the real dispatcher and client on a local Discord, after a week of messages and a survey. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverReport } from '../../src/reports/reports.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import { startReportingBot } from '../reports/reporting-bot.ts';
import type { LivedWeek, ReportingBot } from '../reports/reporting-bot.ts';
import { answer, openedSurvey } from '../support/survey-acts.ts';

let reporting: ReportingBot;
let week: LivedWeek;
beforeAll(async () => {
  reporting = await startReportingBot(false);
  const { bot } = reporting;
  bot.app.communities.put({
    ...bot.app.communities.get(bot.town.guildId),
    staffRoleId: bot.town.staffRoleId,
  });
  week = await reporting.liveNextWeek();
}, 120_000);
afterAll(() => reporting?.bot.close());

type Who = 'owner' | 'staff' | 'ann' | 'bo';

async function report(
  kind: 'activity' | 'satisfaction',
  options: Record<string, string> = {},
  who: Who = 'staff',
): Promise<Answer> {
  const given = await reporting.bot.as(who).type(`/report ${kind}`, options);
  expect(given.ephemeral).toBe(true);
  return given;
}

const contentOf = (given: Answer) => given.message?.content ?? '';
const noteOf = (given: Answer) => JSON.stringify(given.message?.embeds[0]);

describe('/report activity', () => {
  test('staff see the last whole week with both pictures, and that it was not posted', async () => {
    const given = await report('activity');
    expect(contentOf(given)).toContain('Weekly activity · 16–22 Nov 2026');
    expect(contentOf(given)).toContain('**6 messages**');
    expect(given.message?.attachments.map(({ filename }) => filename)).toEqual([
      'activity-2026-11-16.png',
      'activity-2026-11-16-card.png',
    ]);
    expect(noteOf(given)).toContain('No report of this week was posted');
    expect(reporting.posts(week)).toEqual([]);
  });

  test('any day of the week names it', async () => {
    for (const day of ['2026-11-16', '2026-11-22'])
      expect(contentOf(await report('activity', { week: day }))).toContain('16–22 Nov 2026');
  });

  test('in Chinese for staff who read Chinese', async () => {
    const owner = reporting.bot.as('owner');
    owner.locale = 'zh-CN';
    const given = await report('activity', {}, 'owner');
    owner.locale = 'en-US';
    expect(contentOf(given)).toContain('社区活跃度周报 · 2026年11月16日–22日');
    expect(contentOf(given)).toContain('**6 条消息**');
    expect(noteOf(given)).toContain('预览：只有你能看到');
  });

  test('members are refused, privately and in their language', async () => {
    expect(contentOf(await report('activity', {}, 'ann'))).toContain('Only staff can do this');
    expect(contentOf(await report('activity', {}, 'bo'))).toContain('只有管理人员可以这样做');
  });

  test.each([
    ['the running week', '2026-11-23', 'The week 23–29 Nov 2026 is not over yet'],
    ['a week to come', '2027-02-01', 'is not over yet'],
    ['a week before the bot came', '2026-11-15', 'I know nothing of the week 9–15 Nov 2026'],
    ['a day that does not exist', '2026-02-30', '“2026-02-30” is not a day written like 2026-03-02'],
    ['something else', 'last week', '“last week” is not a day written like 2026-03-02'],
  ])('%s is refused with a clear sentence', async (_, day, sentence) => {
    const given = await report('activity', { week: day });
    expect(contentOf(given)).toContain(sentence);
    expect(given.message?.attachments).toEqual([]);
  });

  test('another community sees its own week, not ours', async () => {
    const { other, sandbox } = reporting.bot.town;
    const given = await sandbox.as(other.guildId, other.ownerId).type('/report activity');
    expect(contentOf(given)).toContain('A quiet week');
    expect(contentOf(given)).not.toContain('6 messages');
  });
});

describe('/report activity after the week was posted', () => {
  beforeAll(async () => {
    const { bot } = reporting;
    await deliverReport(reporting.handParts(), bot.town.guildId, 'activity', {
      dueAt: week.dueAt,
      late: false,
    });
  });

  test('says when and where it was posted, and that nothing has changed', async () => {
    const note = noteOf(await report('activity', { week: week.weekOn }));
    const [post] = reporting.posts(week);
    expect(note).toContain(`/${reporting.bot.town.channels.reports}/${post?.id}`);
    expect(note).toContain('Every figure is still the same as posted');
  });

  test('shows beside what was posted what a recount says now, and the post stays as it is', async () => {
    const { bot } = reporting;
    const [before] = reporting.posts(week);
    const ann = bot.as('ann');
    ann.delete(ann.read(bot.town.channels.general).findLast(({ authorId }) => authorId === ann.userId)!);
    await bot.settled();
    const given = await report('activity', { week: week.weekOn });
    expect(contentOf(given)).toContain('**5 messages**');
    expect(noteOf(given)).toContain('- Messages: 6 → **5**');
    expect(noteOf(given)).not.toContain('- Joined');
    expect(reporting.posts(week)[0]?.content).toBe(before?.content);
    expect((await reporting.row(week))?.snapshot).toMatchObject({ reading: { figures: { messages: 6 } } });
  });
});

describe('/report satisfaction', () => {
  test('a week without a survey says so, without an empty picture', async () => {
    const given = await report('satisfaction');
    expect(contentOf(given)).toContain('Not enough data');
    expect(given.message?.attachments).toEqual([]);
  });

  test('six members answer; the week’s report has their mean, the response rate and what was left out', async () => {
    const { bot } = reporting;
    const { guildId, sandbox } = bot.town;
    const members = Array.from({ length: 6 }, (_, index) =>
      sandbox.join(guildId, { username: `member${index}` }),
    );
    await bot.settled();
    const { post } = await openedSurvey(bot, {
      questions: [
        { text: 'How was the course?', kind: 'rating', indicator: 'course-quality' },
        { text: 'Would you recommend us?', kind: 'recommendation' },
      ],
    });
    for (const [index, member] of members.entries())
      await answer(member, post, { q1: index < 3 ? '5' : '4', q2: '9' });
    const next = await reporting.liveNextWeek();
    const given = await report('satisfaction', { week: next.weekOn });
    expect(contentOf(given)).toContain('**Satisfaction S = 4.50 of 5**, from 6 ratings');
    expect(contentOf(given)).toContain('course quality **4.50** (n = 6)');
    expect(contentOf(given)).toContain('event effect (no answers)');
    expect(contentOf(given)).toMatch(/6 answers to \d+ invitations \(response rate/);
    expect(contentOf(given)).toContain('NPS **+100**');
    expect(given.message?.attachments).toHaveLength(2);
  });
});
