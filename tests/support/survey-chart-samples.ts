/** Made-up survey results in both languages, for the chart tests and `scripts/render-samples.ts`. */
import type { ChartLocale, SurveyResults } from '../../src/charts/charts.ts';

const english = {
  title: 'Course survey: TypeScript in depth',
  subtitle: ['anonymous', 'closed 22 Nov 2026'],
  texts: [
    'How good was the course?',
    'How likely are you to recommend this community to a friend or a colleague who writes software for a living?',
    'What should the next course be about?',
    'What should we do better?',
  ],
  details: [
    '81 answers · course quality',
    '85 answers',
    '79 answers',
    '34 answers: read them with /survey results',
  ],
  options: [
    'Rust for web people',
    '🚀 Deploying without fear',
    'Databases',
    'A very long option that nobody should have written but somebody did',
  ],
  meanLabel: 'Mean',
  intervalLabel: '95% interval',
  promotersLabel: 'Promoters',
  passivesLabel: 'Passives',
  detractorsLabel: 'Detractors',
  emptyText: 'Nobody has answered this yet.',
  footer: ['87 of 240 invited members answered', 'made 23 Nov 2026, 09:00'],
};

const chinese: typeof english = {
  title: '课程问卷：深入 TypeScript',
  subtitle: ['匿名', '2026年11月22日已结束'],
  texts: [
    '这门课程的质量如何？',
    '你有多大可能把我们的社区推荐给朋友或者以编写软件为生的同事？请从 0（完全不可能）到 10（一定会）之间选择一个数字。',
    '下一门课程应该讲什么？',
    '我们哪里可以做得更好？',
  ],
  details: ['81 份回答 · 课程质量', '85 份回答', '79 份回答', '34 份回答：用 /survey results 查看'],
  options: [
    '写给前端的 Rust',
    '🚀 放心部署',
    '数据库',
    '一个非常非常长的选项，谁也不应该写成这样，但总有人会这样写下去的',
  ],
  meanLabel: '均值',
  intervalLabel: '95% 区间',
  promotersLabel: '推荐者',
  passivesLabel: '中立者',
  detractorsLabel: '贬损者',
  emptyText: '还没有人回答。',
  footer: ['邀请 240 位成员，87 位作答', '生成于 2026年11月23日 09:00'],
};

/** One question of each kind, answered by many. */
export function sampleSurveyResults(locale: ChartLocale): SurveyResults {
  const words = locale === 'en' ? english : chinese;
  const asked = (index: number, answerCount: number) => ({
    text: words.texts[index] ?? '',
    detail: words.details[index] ?? '',
    emptyText: words.emptyText,
    answerCount,
  });
  const { intervalLabel } = words;
  return {
    locale,
    header: {
      title: words.title,
      subtitleParts: words.subtitle,
      communityName: 'CodeHaven · 编程港',
      badge: null,
    },
    questions: [
      {
        ...asked(0, 81),
        kind: 'rating',
        mean: 4.42,
        interval: { low: 4.21, high: 4.6 },
        meanLabel: words.meanLabel,
        intervalLabel,
        ratingCounts: [1, 2, 6, 25, 47],
      },
      {
        ...asked(1, 85),
        kind: 'recommendation',
        nps: 38,
        npsLabel: 'NPS',
        interval: { low: 22, high: 53 },
        intervalLabel,
        scoreCounts: [1, 0, 0, 2, 1, 4, 7, 10, 14, 20, 26],
        promoterCount: 46,
        passiveCount: 24,
        detractorCount: 15,
        promotersLabel: words.promotersLabel,
        passivesLabel: words.passivesLabel,
        detractorsLabel: words.detractorsLabel,
      },
      {
        ...asked(2, 79),
        kind: 'choice',
        options: words.options.map((label, index) => ({ label, count: [31, 24, 16, 8][index] ?? 0 })),
      },
      { ...asked(3, 34), kind: 'text' },
    ],
    footerParts: words.footer,
  };
}
