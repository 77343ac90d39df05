/** Made-up course cards and certificates in both languages, ordinary and extreme, for the chart tests and `scripts/render-samples.ts`. */
import type { Certificate, ChartLocale, CourseCard } from '../../src/charts/charts.ts';

const english = {
  kicker: ['Course', 'Intermediate', 'English'],
  title: 'TypeScript in practice: from types to production',
  tierBadge: 'Gold and up',
  by: 'by',
  news: 'Updated on 16 Nov 2026',
  isNew: 'New · published on 16 Nov 2026',
  topics: ['TypeScript', 'Node.js', 'testing', 'software design'],
  lessons: { label: 'Lessons', note: '9 h 30 min in all' },
  rating: { label: 'Rating', note: '38 ratings', none: 'No ratings yet' },
  learners: { label: 'Learners', note: '311 have finished' },
  certificate: {
    title: 'Certificate of Completion',
    certifiesLabel: 'This certifies that',
    completedLabel: 'has completed the course',
    creatorLabel: 'Course by',
    factParts: ['24 lessons', '9 h 30 min'],
    dayLabel: 'Completed on',
    dayText: '16 November 2026',
    codeLabel: 'Verification code',
    verifyText: 'To check this certificate, type /verify with its code in CodeHaven on Discord.',
  },
};

const chinese: typeof english = {
  kicker: ['课程', '进阶', '中文'],
  title: 'TypeScript 实战：从类型系统到生产环境',
  tierBadge: '黄金及以上',
  by: '创作者',
  news: '更新于 2026年11月16日',
  isNew: '新课 · 2026年11月16日发布',
  topics: ['TypeScript', 'Node.js', '自动化测试', '软件设计'],
  lessons: { label: '课时', note: '共 9 小时 30 分钟' },
  rating: { label: '评分', note: '38 人评分', none: '还没有评分' },
  learners: { label: '学习人数', note: '311 人已学完' },
  certificate: {
    title: '结业证书',
    certifiesLabel: '兹证明',
    completedLabel: '已学完课程',
    creatorLabel: '创作者',
    factParts: ['24 节课', '9 小时 30 分钟'],
    dayLabel: '结业日期',
    dayText: '2026年11月16日',
    codeLabel: '验证码',
    verifyText: '在编程港的 Discord 里输入 /verify 加上验证码，即可查验这份证书。',
  },
};

const wordsOf = (locale: ChartLocale) => (locale === 'en' ? english : chinese);

const people = {
  en: { learner: { name: 'Amelia Hartmann', username: 'amelia.h' }, creator: 'Lin Wei' },
  'zh-CN': { learner: { name: '周雨桐', username: 'yutong' }, creator: '林维' },
};

/** A course for one tier, some months old and liked. */
export function sampleCourseCard(locale: ChartLocale): CourseCard {
  const words = wordsOf(locale);
  return {
    locale,
    kickerParts: words.kicker,
    title: words.title,
    tierBadge: words.tierBadge,
    creatorLabel: words.by,
    creator: { name: people[locale].creator, username: 'linwei' },
    news: { text: words.news, isNew: false },
    topics: words.topics,
    lessons: { ...words.lessons, count: 24 },
    rating: { label: words.rating.label, mean: 4.62, note: words.rating.note },
    learners: { ...words.learners, count: 1204 },
  };
}

/** Published today, open to all, one lesson, nobody has started or rated, no topic. */
export function newCourseCard(locale: ChartLocale): CourseCard {
  const words = wordsOf(locale);
  return {
    ...sampleCourseCard(locale),
    title: 'Git 🚀',
    tierBadge: null,
    news: { text: words.isNew, isNew: true },
    topics: [],
    lessons: { label: words.lessons.label, count: 1, note: locale === 'en' ? '5 min in all' : '共 5 分钟' },
    rating: { label: words.rating.label, mean: null, note: words.rating.none },
    learners: { label: words.learners.label, count: 0, note: '' },
  };
}

/** A title as long as titles get, in both scripts, sixty lessons, more topics than two rows hold, the worst of names. */
export function hugeCourseCard(locale: ChartLocale): CourseCard {
  return {
    ...sampleCourseCard(locale),
    title:
      '从零开始的分布式系统与 Distributed Systems for Everyone 🚀：一致性、复制、分区（含 Raft、CRDT 与 C++ 实现）以及 observability-driven development 全面实践',
    tierBadge: 'A tier with a name as long as Discord allows a role to have, 一百个字',
    creator: { name: '一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二', username: 'hanzi' },
    topics: [
      'TypeScript 🚀',
      '分布式系统',
      'consistency',
      '复制与分区',
      'Raft',
      'CRDT',
      'C++',
      'observability',
      '可观测性',
      'testing',
      '软件设计与架构演进',
      'operations',
      'monitoring',
      '微服务',
      'Kubernetes',
      '消息队列',
    ],
    lessons: { ...sampleCourseCard(locale).lessons, count: 60 },
    rating: { ...sampleCourseCard(locale).rating, mean: 5, note: '1,234,567 ratings, 1,234,567 ratings' },
    learners: { ...sampleCourseCard(locale).learners, count: 123_456_789 },
  };
}

/** Words without a blank to break at, and letters no font of ours has. */
export function unbrokenCourseCard(locale: ChartLocale): CourseCard {
  return {
    ...sampleCourseCard(locale),
    title: 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3),
    creator: { name: '\u{E7C8}\u{E7C9}', username: 'no_letters' },
    topics: ['x'.repeat(120), '?'.repeat(120), '\u{E7C8}'],
  };
}

export function sampleCertificate(locale: ChartLocale): Certificate {
  const words = wordsOf(locale);
  return {
    ...words.certificate,
    locale,
    communityName: 'CodeHaven · 编程港',
    person: people[locale].learner,
    courseTitle: words.title,
    creator: { name: people[locale].creator, username: 'linwei' },
    code: '7F3K-9QXM-2TBD',
  };
}

/** The longest name in hanzi, the longest title, a long community. */
export function hugeCertificate(locale: ChartLocale): Certificate {
  const { title, creator } = hugeCourseCard(locale);
  return {
    ...sampleCertificate(locale),
    communityName: 'The Community of All Programmers Who Ever Wanted to Learn 编程港'.repeat(2),
    person: creator,
    courseTitle: title,
    creator: { name: 'Emoji 👨‍👩‍👧‍👦🏳️‍🌈👍🏽 of thirty-two', username: 'emoji' },
  };
}

/** A learner whose letters no font of ours has, of a short course by one with ornaments around the name. */
export function unwritableCertificate(locale: ChartLocale): Certificate {
  return {
    ...sampleCertificate(locale),
    person: { name: '\u{E7C8}\u{E7C9}\u{E7CA}', username: 'chen_dawen' },
    courseTitle: 'Git 🚀',
    creator: { name: '\u{1DA87}\u{1DA87} 𝕃𝕚𝕟 𝕎𝕖𝕚 \u{1DA87}', username: 'linwei' },
  };
}
