/** Made-up weekly satisfaction cards in both languages, for the chart tests and `scripts/render-samples.ts`. */
import type { ChartLocale, SatisfactionCard, SatisfactionHero } from '../../src/charts/charts.ts';

const english = {
  title: 'Weekly satisfaction report',
  subtitle: ['Week 47', '16–22 Nov 2026', 'Asia/Shanghai'],
  changeLabel: 'vs last week',
  points: 'pp',
  score: {
    title: 'Satisfaction S',
    intervalLabel: '95% interval',
    note: '214 answers from 87 members. Left out: mentoring, with 3 of the 5 answers it needs.',
  },
  trend: {
    title: 'S over the last eight weeks',
    scoreLabel: 'S',
    intervalLabel: '95% interval',
    emptyText: 'No week had enough answers.',
  },
  indicators: {
    title: 'Indicators',
    columnLabels: {
      indicator: 'Indicator',
      weight: 'Weight',
      mean: 'Mean',
      answers: 'Answers',
      ratings: 'Ratings from 1 to 5',
    },
    intervalLabel: '95% interval',
    emptyText: 'No survey with ratings was open this week.',
  },
  names: ['Course quality', 'Event effect', 'Community atmosphere', 'Mentoring'],
  leftOut: 'left out: 3 of 5 answers',
  nps: {
    title: 'Would they recommend us? (NPS)',
    intervalLabel: '95% interval',
    promotersLabel: 'Promoters 9–10:',
    passivesLabel: 'Passives 7–8:',
    detractorsLabel: 'Detractors 0–6:',
    emptyText: 'Nobody was asked this week.',
  },
  response: { title: 'Response rate', note: '87 of 240 invited members answered' },
  tiles: ['Satisfaction S', 'NPS', 'Response rate'],
  footer: [
    'S = weighted mean of the indicators',
    'made 23 Nov 2026, 09:00',
    'answers are never shown by member',
  ],
};

const chinese: typeof english = {
  title: '社区满意度周报',
  subtitle: ['第 47 周', '2026年11月16日–22日', '时区 Asia/Shanghai'],
  changeLabel: '较上周',
  points: '个百分点',
  score: {
    title: '满意度 S',
    intervalLabel: '95% 区间',
    note: '87 位成员的 214 份回答。未计入：导师辅导（需要 5 份回答，只有 3 份）。',
  },
  trend: {
    title: '最近八周的 S',
    scoreLabel: 'S',
    intervalLabel: '95% 区间',
    emptyText: '没有一周的回答足够多。',
  },
  indicators: {
    title: '各项指标',
    columnLabels: {
      indicator: '指标',
      weight: '权重',
      mean: '均值',
      answers: '回答数',
      ratings: '1 到 5 分的分布',
    },
    intervalLabel: '95% 区间',
    emptyText: '本周没有开放评分问卷。',
  },
  names: ['课程质量', '活动效果', '社区氛围', '导师辅导'],
  leftOut: '未计入：5 份中的 3 份',
  nps: {
    title: '愿意推荐我们吗？(NPS)',
    intervalLabel: '95% 区间',
    promotersLabel: '推荐者 9–10：',
    passivesLabel: '中立者 7–8：',
    detractorsLabel: '贬损者 0–6：',
    emptyText: '本周没有询问。',
  },
  response: { title: '回收率', note: '邀请 240 位成员，87 位作答' },
  tiles: ['满意度 S', '净推荐值 NPS', '回收率'],
  footer: ['S = 各指标的加权均值', '生成于 2026年11月23日 09:00', '不显示任何成员的回答'],
};

function sampleIndicatorRows(words: typeof english): SatisfactionCard['indicators']['rows'] {
  const name = (index: number) => words.names[index] ?? '';
  const counted = { weight: 1, note: null };
  return [
    {
      ...counted,
      name: name(0),
      weight: 1.2,
      mean: 4.42,
      interval: { low: 4.21, high: 4.6 },
      answerCount: 81,
      ratingCounts: [1, 2, 6, 25, 47],
    },
    {
      ...counted,
      name: name(1),
      weight: 0.8,
      mean: 3.74,
      interval: { low: 3.38, high: 4.08 },
      answerCount: 46,
      ratingCounts: [3, 4, 9, 16, 14],
    },
    {
      ...counted,
      name: name(2),
      mean: 4.18,
      interval: { low: 3.99, high: 4.37 },
      answerCount: 84,
      ratingCounts: [2, 3, 11, 30, 38],
    },
    {
      name: name(3),
      weight: null,
      mean: null,
      interval: null,
      answerCount: 3,
      ratingCounts: null,
      note: words.leftOut,
    },
  ];
}

const weekStarts = [
  '2026-09-28',
  '2026-10-05',
  '2026-10-12',
  '2026-10-19',
  '2026-10-26',
  '2026-11-02',
  '2026-11-09',
  '2026-11-16',
];
const weekScores = [3.92, 4.01, 3.88, null, 4.05, 4.11, 4.06, 4.18];

/** An ordinary week: three indicators that count, one that does not, one earlier week without enough data. */
export function sampleSatisfactionCard(locale: ChartLocale): SatisfactionCard {
  const words = locale === 'en' ? english : chinese;
  return {
    locale,
    header: {
      title: words.title,
      subtitleParts: words.subtitle,
      communityName: 'CodeHaven · 编程港',
      badge: null,
    },
    score: {
      ...words.score,
      score: 4.18,
      interval: { low: 4.04, high: 4.31 },
      change: { kind: 'difference', difference: 0.12, digits: 2 },
      changeLabel: words.changeLabel,
    },
    trend: {
      ...words.trend,
      weeks: weekStarts.map((fromOn, index) => {
        const score = weekScores[index] ?? null;
        return {
          fromOn,
          score,
          interval: score === null ? null : { low: score - 0.18, high: score + 0.16 },
        };
      }),
    },
    indicators: { ...words.indicators, rows: sampleIndicatorRows(words) },
    nps: {
      ...words.nps,
      nps: 38,
      interval: { low: 22, high: 53 },
      promoterCount: 46,
      passiveCount: 24,
      detractorCount: 15,
      change: { kind: 'difference', difference: -4, digits: 0 },
      changeLabel: words.changeLabel,
    },
    response: {
      ...words.response,
      responseRatio: 87 / 240,
      change: { kind: 'difference', difference: 2.1, digits: 1, unitLabel: words.points },
      changeLabel: words.changeLabel,
    },
    footerParts: words.footer,
  };
}

/** The hero of the same week. */
export function sampleSatisfactionHero(locale: ChartLocale): SatisfactionHero {
  const card = sampleSatisfactionCard(locale);
  const words = locale === 'en' ? english : chinese;
  const tile = (index: number) => ({
    label: words.tiles[index] ?? '',
    goodWhen: 'higher' as const,
    changeLabel: words.changeLabel,
  });
  return {
    locale,
    header: card.header,
    tiles: [
      {
        ...tile(0),
        figure: { kind: 'decimal', value: card.score.score, digits: 2, outOf: 5 },
        change: card.score.change,
        trend: weekScores,
      },
      {
        ...tile(1),
        figure: { kind: 'signed', value: card.nps.nps },
        change: card.nps.change,
        trend: [31, 36, 40, null, 35, 41, 42, 38],
      },
      {
        ...tile(2),
        figure: { kind: 'percent', ratio: card.response.responseRatio },
        change: card.response.change,
        trend: [0.3, 0.28, 0.33, 0.1, 0.31, 0.35, 0.34, 0.36],
      },
    ],
    indicators: card.indicators,
  };
}
