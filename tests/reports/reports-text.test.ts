import { describe, expect, test } from 'vitest';
import { catalogues } from '../../src/i18n/i18n.ts';
import { fitLines, reportMessage, reportText } from '../../src/reports/reports-message.ts';
import type { ReportSnapshot } from '../../src/reports/reports-snapshot.ts';
import { BUSY, CALMER, NOTHING, repeat, sampleActivity, sampleSatisfaction } from './report-samples.ts';

const posted = { kind: 'posted' } as const;
const bodyOf = (snapshot: ReportSnapshot, locale: 'en' | 'zh-CN' = 'en') =>
  reportText(snapshot, locale, posted).split('\n').slice(1).join('\n');

describe('the line of coverage', () => {
  const MINUTE_MS = 60_000;
  const seen = { ratio: 0.9972, offlineMs: 31 * MINUTE_MS, fetchedMs: 31 * MINUTE_MS, closedChannels: 1 };
  const lineOf = (snapshot: ReportSnapshot, locale: 'en' | 'zh-CN' = 'en') =>
    bodyOf(snapshot, locale).split('\n').at(-1);

  test('stands on both reports, in both languages, with what is behind it', () => {
    for (const snapshot of [sampleActivity(), sampleSatisfaction()]) {
      expect(lineOf({ ...snapshot, coverage: seen })).toBe(
        '-# Coverage 99.7% · 31 min offline (fetched afterwards) · 1 channel unreadable',
      );
      expect(lineOf({ ...snapshot, coverage: seen }, 'zh-CN')).toBe(
        '-# 覆盖率 99.7% · 离线 31 分钟（已补录） · 1 个频道无法读取',
      );
    }
  });

  test('says what of an outage was fetched', () => {
    const fetching = (fetchedMs: number) =>
      lineOf({ ...sampleActivity(), coverage: { ...seen, fetchedMs, closedChannels: 0 } });
    expect(fetching(0)).toBe('-# Coverage 99.7% · 31 min offline');
    expect(fetching(MINUTE_MS)).toBe('-# Coverage 99.7% · 31 min offline (partly fetched afterwards)');
  });

  test('of a report stored by an early version has the share alone, and of satisfaction nothing', () => {
    expect(lineOf(sampleActivity())).toBe('-# Coverage 99.7%');
    expect(bodyOf(sampleSatisfaction())).not.toContain('Coverage');
  });
});

describe('the activity report in words', () => {
  test('an ordinary week in English', () => {
    expect(reportText(sampleActivity(), 'en', posted)).toMatchInlineSnapshot(`
      "## 📊 Weekly activity · 16–22 Nov 2026
      **812 interactions a day**, up 6.4% on the week before (+49).
      **Why:** mainly because a larger share of members took part (+58); also there were more members (+28) and active members were here for more hours (+8). Against it: less happened in each active hour (−46).
      👥 **154 active members a day** (DAU, +3.2%); 241 of 312 members in the week (77%); stickiness DAU/MAU 43%
      💬 **4,871 messages**, +11.8%
      🔝 Busiest: <#110000000000000000> 2,842 · <#110000000000000001> 1,421 · <#110000000000000002> 711
      🚪 37 joined, 12 left
      -# Coverage 99.7%"
    `);
  });

  test('the same week in Chinese', () => {
    expect(reportText(sampleActivity(), 'zh-CN', posted)).toMatchInlineSnapshot(`
      "## 📊 社区活跃度周报 · 2026年11月16日–22日
      **日均 812 次互动**，比前一周上升 6.4%（+49）。
      **原因**：主要是参与的成员比例更高（+58），还有成员人数更多（+28）、活跃成员停留的时间更长（+8）。反向的影响：每个活跃小时里互动更少（−46）。
      👥 **日均活跃成员 154 人**（DAU，+3.2%）；全周 312 名成员中有 241 人活跃（77%）；粘性 DAU/MAU 43%
      💬 **4,871 条消息**，+11.8%
      🔝 最活跃频道：<#110000000000000000> 2,842 · <#110000000000000001> 1,421 · <#110000000000000002> 711
      🚪 加入 37 人，离开 12 人
      -# 覆盖率 99.7%"
    `);
  });

  test('the first week says that there is no week before', () => {
    const text = bodyOf(sampleActivity({ before: 'no-week-before', coverage: 0.571 }));
    expect(text).toMatchInlineSnapshot(`
      "**812 interactions a day**.
      This is the first week I saw, so there is no week before to compare with.
      👥 **154 active members a day** (DAU); 241 of 312 members in the week (77%)
      💬 **4,871 messages**
      🔝 Busiest: <#110000000000000000> 2,842 · <#110000000000000001> 1,421 · <#110000000000000002> 711
      🚪 37 joined, 12 left
      ⚠️ Coverage 57.1%: more happened than is counted here."
    `);
  });

  test('a gap in the log is said instead of comparing across it', () => {
    expect(bodyOf(sampleActivity({ before: 'gap-before' }))).toContain('I missed too much of that one');
    expect(bodyOf(sampleActivity({ before: 'gap-now' }))).not.toMatch(/ up | down |Why|[+−]\d/);
  });

  test('a quiet week after a busy one is told kindly and without NaN', () => {
    expect(bodyOf(sampleActivity({ now: NOTHING }))).toMatchInlineSnapshot(`
      "**A quiet week:** nobody wrote, reacted or spoke.
      The change cannot be divided among its causes, because nothing happened this week.
      👥 **0 active members a day** (DAU); 0 of 3 members in the week (0%)
      💬 **0 messages**
      🚪 0 joined, 0 left
      -# Coverage 99.7%"
    `);
  });

  test('a busy week after a quiet one has no percentage to show', () => {
    const text = bodyOf(sampleActivity({ before: NOTHING }));
    expect(text).toContain('after a week in which nothing happened');
    expect(text).not.toMatch(/NaN|Infinity|Why/);
  });

  test('two equal weeks are told as such, without a cause', () => {
    const text = bodyOf(sampleActivity({ before: BUSY }));
    expect(text).toContain('as in the week before');
    expect(text).not.toContain('Why');
  });

  test('effects that cancel out are named as that', () => {
    const now = { ...BUSY, members: 400, activeMembers: 241, interactions: 5684 };
    expect(bodyOf(sampleActivity({ now, before: BUSY }))).toContain('which cancel out');
  });

  test('a fall names what pulled down first, and what held against it', () => {
    const text = bodyOf(sampleActivity({ now: CALMER, before: BUSY }));
    expect(text).toMatch(/\*\*Why:\*\* mainly because .*\(−\d+\).*Against it: .*\(\+\d+\)/);
  });

  test('a late report says when it was due', () => {
    const dueAt = new Date('2026-11-23T01:00:00Z');
    const text = reportText(sampleActivity(), 'en', { kind: 'late', dueAt });
    expect(text.split('\n')[1]).toBe(
      '-# ⏰ Late: due <t:1795395600:f>, when I was away or could not post here.',
    );
  });

  test('a week before the bot came is told in one sentence', () => {
    const text = bodyOf(sampleActivity({ now: NOTHING, before: 'no-week-before', unobserved: true }));
    expect(text).toBe(catalogues.en.reports.notHereYet);
  });
});

describe('the satisfaction report in words', () => {
  test('an ordinary week in English', () => {
    expect(reportText(sampleSatisfaction(), 'en', posted)).toMatchInlineSnapshot(`
      "## 📊 Weekly satisfaction · 16–22 Nov 2026
      **Satisfaction S = 4.16 of 5**, 95% interval 3.91 to 4.39, from 52 ratings.
      Up 0.31 on the week before, compared on course quality.
      ⭐ course quality **4.31** (n = 32) · event effect **4.00** (n = 20)
      -# Left out of S: community atmosphere (3 of the 5 answers needed).
      🗳️ 41 answers to 210 invitations (response rate 19.5%), 2 surveys
      📣 NPS **+44** (95% interval +13 to +66, 25 answers)"
    `);
  });

  test('the same week in Chinese', () => {
    expect(reportText(sampleSatisfaction(), 'zh-CN', posted)).toMatchInlineSnapshot(`
      "## 📊 社区满意度周报 · 2026年11月16日–22日
      **满意度 S = 4.16（满分 5）**，95% 区间 3.91 至 4.39，共 52 个评分。
      比前一周上升 0.31，比较的指标：课程质量。
      ⭐ 课程质量 **4.31**（n = 32） · 活动效果 **4.00**（n = 20）
      -# 未计入 S：社区氛围（需要 5 份回答，只有 3 份）。
      🗳️ 2 份问卷，邀请 210 人次，收到 41 份回答（回收率 19.5%）
      📣 净推荐值 NPS **+44**（95% 区间 +13 至 +66，25 份回答）"
    `);
  });

  test('without a survey it says how to ask', () => {
    const text = bodyOf(
      sampleSatisfaction({
        ratings: {},
        before: null,
        recommendations: [],
        surveys: 0,
        answered: 0,
        invited: null,
      }),
    );
    expect(text).toMatchInlineSnapshot(
      `"**Not enough data:** no survey gave ratings for this week (an anonymous one counts in the week in which it closes). Ask your members with \`/survey create\`."`,
    );
  });

  test('with four answers it says that there is not enough data, and shows no mean', () => {
    const text = bodyOf(
      sampleSatisfaction({
        ratings: { 'course-quality': repeat(5, 4) },
        before: null,
        recommendations: repeat(9, 4),
        surveys: 1,
        answered: 4,
        invited: 3,
      }),
    );
    expect(text).toMatchInlineSnapshot(`
      "**Not enough data:** no indicator has the 5 answers it takes to count.
      -# Left out of S: course quality (4 of the 5 answers needed), event effect (no answers), community atmosphere (no answers).
      🗳️ 4 answers to 3 invitations (response rate 100.0%), 1 survey
      📣 NPS: not enough data (4 of the 5 answers needed)"
    `);
  });

  test('below twenty ratings there is a mean and no interval', () => {
    const text = bodyOf(sampleSatisfaction({ ratings: { 'event-effect': repeat(4, 19) }, before: null }));
    expect(text).toContain('S = 4.00 of 5**, from 19 ratings (below 20 there is no interval)');
    expect(text).toContain('There is no score of the week before');
  });

  test('two weeks that share no indicator are not compared', () => {
    const text = bodyOf(
      sampleSatisfaction({
        ratings: { 'event-effect': repeat(4, 6) },
        before: { 'course-quality': repeat(4, 6) },
      }),
    );
    expect(text).toContain('No indicator has enough answers in both weeks');
  });

  test('where nobody knows how many were invited there is no response rate', () => {
    expect(bodyOf(sampleSatisfaction({ invited: null }))).toContain('there is no response rate');
  });
});

describe('what Discord allows', () => {
  const huge = {
    interactions: 1_000_000_000,
    memberHours: 90_000_000,
    activeMembers: 1_000_000,
    members: 12_000_000,
    messages: 999_999_999,
    dailyActive: 800_000.4,
    joined: 1_000_000,
    left: 1_000_000,
  };
  const snapshots: [string, ReportSnapshot][] = [
    ['an ordinary week', sampleActivity({ channelName: '长'.repeat(60) })],
    ['a huge community', sampleActivity({ now: huge, channelName: '👨‍👩‍👧‍👦'.repeat(9) })],
    [
      'three members',
      sampleActivity({ now: { ...NOTHING, interactions: 1, memberHours: 1, activeMembers: 1 } }),
    ],
    ['a satisfaction report', sampleSatisfaction()],
  ];

  test.each(snapshots)(
    '%s: text, embeds and alt texts stay within the limits, in both languages',
    async (_, snapshot) => {
      for (const locale of ['en', 'zh-CN'] as const) {
        const message = await reportMessage(snapshot, locale, { kind: 'late', dueAt: new Date(0) });
        expect(message.content?.length).toBeLessThanOrEqual(2000);
        expect(JSON.stringify(message.embeds).length).toBeLessThan(6000);
        expect(message.files).toHaveLength(2);
        for (const file of message.files ?? []) {
          expect(file.description?.length).toBeGreaterThan(20);
          expect(file.description?.length).toBeLessThanOrEqual(1024);
          expect(file.description).not.toMatch(/\*\*|<#|NaN|undefined|null/);
          expect([...file.data.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
        }
        expect(message.content).not.toMatch(/NaN|undefined|null|Infinity/);
      }
    },
  );

  test('the full card hangs on the embed, so that Discord shows the hero large and alone', async () => {
    const message = await reportMessage(sampleActivity(), 'en', posted);
    expect(message.files?.map((file) => file.name)).toEqual([
      'activity-2026-11-16.png',
      'activity-2026-11-16-card.png',
    ]);
    expect(message.embeds?.[0]?.thumbnail?.url).toBe('attachment://activity-2026-11-16-card.png');
  });

  test('where there is nothing to draw no picture is sent', async () => {
    for (const snapshot of [
      sampleActivity({ now: NOTHING, before: 'no-week-before' }),
      sampleSatisfaction({ ratings: {}, before: null, recommendations: [], surveys: 0, answered: 0 }),
    ])
      expect(await reportMessage(snapshot, 'en', posted)).toEqual({ content: expect.any(String) });
  });

  test('lines that do not fit are left out whole, the first are kept', () => {
    expect(fitLines(['one', 'two', 'three'], 7)).toBe('one\ntwo');
    expect(fitLines(['one', 'two', 'three'], 100)).toBe('one\ntwo\nthree');
    expect(fitLines(['too long'], 3)).toBe('');
  });

  test.each(['en', 'zh-CN'] as const)('the explanations fit into one message (%s)', (locale) => {
    const { explain } = catalogues[locale].reports;
    for (const text of Object.values(explain)) expect(text.length).toBeLessThanOrEqual(2000);
  });
});
