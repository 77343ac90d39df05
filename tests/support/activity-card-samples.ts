/** Made-up weekly activity cards in both languages, for the chart tests and `scripts/render-samples.ts`. */
import type { ActivityCard, ActivityHero } from '../../src/charts/charts.ts';
import type { ChartLocale } from '../../src/charts/charts.ts';

const dayMs = 86_400_000;

/** `count` calendar days up to and including `lastOn`, oldest first. */
function daysUpTo(lastOn: string, count: number): string[] {
  const last = Date.parse(`${lastOn}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(last - (count - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}

/** A number 0..1 that looks random and is the same in every run. */
function wobble(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

function dailyMembers(index: number): number {
  const weekend = index % 7 >= 5 ? -62 : 0;
  return Math.round(132 + index * 1.6 + weekend + wobble(index) * 26);
}

function hourOfWeek(row: number, hour: number): number {
  const evening = Math.exp(-((hour - 21) ** 2) / 8);
  const office =
    row < 5 ? Math.exp(-((hour - 14) ** 2) / 18) * 0.7 : 0.25 * Math.exp(-((hour - 15) ** 2) / 30);
  return Math.round((evening + office + wobble(row * 24 + hour) * 0.12) * 240);
}

const english = {
  title: 'Weekly activity report',
  subtitle: ['Week 47', '16–22 Nov 2026', 'Asia/Shanghai'],
  tiles: [
    'Interactions per day (A)',
    'Average daily active',
    'Messages',
    'Joined / left',
    'Hours per member and day (T)',
  ],
  changeLabel: 'vs last week',
  members: {
    title: 'Daily active members',
    lineLabel: 'members',
    meanLabel: '7-day mean',
    weekLabel: 'this week',
    emptyText: 'Nothing was logged in these four weeks.',
  },
  messages: {
    title: 'Messages per day',
    thisWeekLabel: 'this week',
    lastWeekLabel: 'last week',
    emptyText: 'No messages in these two weeks.',
  },
  heatMap: {
    title: 'When people are here',
    quietLabel: 'quiet',
    busyLabel: 'busy',
    busiestLabel: 'Busiest:',
    emptyText: 'Nothing was logged this week.',
  },
  channels: { title: 'Busiest channels', emptyText: 'No channel was used this week.' },
  effects: {
    title: 'Why activity changed: +249.2 interactions per day',
    lastWeekLabel: 'Last week',
    thisWeekLabel: 'This week',
    sentence: 'There is no last week to compare with.',
    labels: ['Intensity', 'Time', 'Reach', 'Size'],
    details: ['6.1 → 6.4 per hour', '1.9 → 2.0 h a day', '38% → 37% active', '298 → 305 members'],
  },
  footer: ['Coverage 100% of the week', 'made 23 Nov 2026, 09:00', 'counts only: no message content is kept'],
};

const chinese: typeof english = {
  title: '社区活跃度周报',
  subtitle: ['第 47 周', '2026年11月16日–22日', '时区 Asia/Shanghai'],
  tiles: ['日均互动 (A)', '平均日活', '消息总数', '加入 / 离开', '人均日活跃时长 (T)'],
  changeLabel: '较上周',
  members: {
    title: '日活跃成员',
    lineLabel: '成员数',
    meanLabel: '7 日均值',
    weekLabel: '本周',
    emptyText: '这四周没有任何记录。',
  },
  messages: {
    title: '每日消息',
    thisWeekLabel: '本周',
    lastWeekLabel: '上周',
    emptyText: '这两周没有消息。',
  },
  heatMap: {
    title: '活跃时段（一周 × 24 小时）',
    quietLabel: '冷清',
    busyLabel: '热闹',
    busiestLabel: '最热闹：',
    emptyText: '本周没有任何记录。',
  },
  channels: { title: '最活跃频道', emptyText: '本周没有频道被使用。' },
  effects: {
    title: '活跃度为何变化：每天 +249.2 次互动',
    lastWeekLabel: '上周',
    thisWeekLabel: '本周',
    sentence: '没有上周的数据可以比较。',
    labels: ['强度', '时长', '覆盖', '规模'],
    details: ['每小时 6.1 → 6.4', '每天 1.9 → 2.0 小时', '活跃 38% → 37%', '成员 298 → 305'],
  },
  footer: ['覆盖本周 100%', '生成于 2026年11月23日 09:00', '只统计次数，不保存消息内容'],
};

const channels = [
  ['💬-typescript-求助', 4213, 0.12],
  ['🚀-职业发展 career', 2876, 0.31],
  ['🎨 show-and-tell 作品', 2104, -0.06],
  ['🦀-rust-学习小组', 1777, 0.22],
  ['☕ 闲聊 off-topic', 1508, -0.14],
  ['📚-course-questions', 964, null],
  ['👨‍👩‍👧‍👦 introductions', 212, 0],
] as const;

/** An ordinary week of a bilingual community. */
export function sampleActivityCard(locale: ChartLocale): ActivityCard {
  const words = locale === 'en' ? english : chinese;
  const days = daysUpTo('2026-11-22', 28);
  const members = days.map((on, index) => ({ on, memberCount: dailyMembers(index) }));
  const messageCount = (index: number) => Math.round(dailyMembers(index) * (18 + wobble(index + 50) * 4));
  const trendOf = (seed: number, slope: number) =>
    Array.from({ length: 8 }, (_, week) => 20 + week * slope + wobble(seed + week) * 12);
  const tile = (index: number) => ({
    label: words.tiles[index] ?? '',
    changeLabel: words.changeLabel,
    goodWhen: 'higher' as const,
    trend: trendOf(index * 10, [2, 2, 3, -2.5, 0][index] ?? 0),
  });
  const steps = [178.4, 96.1, -61.8, 36.5];
  return {
    locale,
    header: {
      title: words.title,
      subtitleParts: words.subtitle,
      communityName: 'CodeHaven · 编程港',
      badge: null,
    },
    tiles: [
      { ...tile(0), figure: { kind: 'count', count: 3552 }, change: { kind: 'ratio', ratio: 0.0755 } },
      { ...tile(1), figure: { kind: 'count', count: 158 }, change: { kind: 'ratio', ratio: 0.064 } },
      { ...tile(2), figure: { kind: 'count', count: 24_871 }, change: { kind: 'ratio', ratio: 0.118 } },
      {
        ...tile(3),
        figure: { kind: 'flow', inCount: 37, outCount: 12 },
        change: { kind: 'ratio', ratio: -0.098 },
      },
      {
        ...tile(4),
        figure: { kind: 'decimal', value: 1.82, digits: 2 },
        change: { kind: 'ratio', ratio: 0.0001 },
      },
    ],
    members: { ...words.members, days: members, weekFromOn: '2026-11-16' },
    messages: {
      ...words.messages,
      days: days.slice(21).map((on, index) => ({
        on,
        messageCount: messageCount(21 + index),
        lastWeekCount: messageCount(14 + index),
      })),
    },
    heatMap: {
      ...words.heatMap,
      weekStart: 1,
      interactionCounts: Array.from({ length: 7 }, (_, row) =>
        Array.from({ length: 24 }, (_unused, hour) => hourOfWeek(row, hour)),
      ),
    },
    channels: {
      ...words.channels,
      channels: channels.map(([name, interactionCount, ratio]) => ({
        name,
        interactionCount,
        change: ratio === null ? null : { kind: 'ratio', ratio },
      })),
    },
    effects: {
      title: words.effects.title,
      lastWeekLabel: words.effects.lastWeekLabel,
      thisWeekLabel: words.effects.thisWeekLabel,
      sentence: words.effects.sentence,
      lastWeekPerDay: 3302.8,
      thisWeekPerDay: 3552,
      steps: steps.map((effectPerDay, index) => ({
        label: words.effects.labels[index] ?? '',
        detail: words.effects.details[index] ?? null,
        effectPerDay,
      })),
    },
    footerParts: words.footer,
  };
}

/** The hero of the same week. */
export function sampleActivityHero(locale: ChartLocale): ActivityHero {
  const { header, tiles, members } = sampleActivityCard(locale);
  return { locale, header, tiles: tiles.slice(0, 3), members };
}
