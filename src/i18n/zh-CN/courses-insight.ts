/** Simplified Chinese words of what courses brought: reports, stale courses, what to learn next, a creator's figures. */
import type {
  insight as english,
  insightCourseActions as englishCourseActions,
  insightCreatorActions as englishCreatorActions,
} from '../en/courses-insight.ts';
import { formatCount, formatDay, formatInstant, formatNumber, formatPercent } from '../format.ts';

const number = (value: number) => formatCount(value, 'zh-CN');
const percent = (ratio: number) => formatPercent(ratio, 0, 'zh-CN');
const decimal = (value: number) => formatNumber(value, 2, 'zh-CN');

const rating: typeof english.rating = (facts) =>
  facts === null
    ? '还没有评分'
    : `★ ${decimal(facts.mean)} / 5（${number(facts.count)} 人评分，95% 置信区间 ${decimal(facts.low)}–${decimal(facts.high)}）`;

export const insight: typeof english = {
  rating,
  report: {
    title: (facts) => `课程报告 · 《${facts.title}》`,
    allTitle: '课程报告 · 全部课程',
    ownTitle: '课程报告 · 我的课程',
    of: (facts) =>
      facts.days === null
        ? '-# 统计所有看过课程的人。'
        : `-# 统计最近 ${number(facts.days)} 天首次查看课程的人，以及他们到目前为止的情况。`,
    steps: { viewed: '查看', started: '开始学习', finished: '学完', rated: '评分' },
    step: (facts) =>
      `**${facts.name}** ${number(facts.count)} 人${
        facts.ratio === null || facts.of === null ? '' : ` · ${facts.of}的 ${percent(facts.ratio)}`
      }`,
    ofViewed: '占查看人数',
    ofStarted: '占开始学习人数',
    median: (facts) =>
      `学完用时中位数：${facts.days < 1 ? '不到 1 天' : `${formatNumber(facts.days, 1, 'zh-CN')} 天`}`,
    questions: (facts) =>
      facts.asked === 0
        ? '答疑里还没有提问。'
        : `答疑里共有 ${number(facts.asked)} 个提问，其中 ${number(facts.unanswered)} 个尚未回答。`,
    room: (facts) => `${number(facts.count)} 名学员在学员空间里。`,
    lessons: '各课时完成情况（占开始学习人数）',
    lesson: (facts) =>
      `\`${facts.position}\` ${facts.title} · ${number(facts.done)} 人${facts.ratio === null ? '' : `（${percent(facts.ratio)}）`}${
        facts.isWorst ? ' ← 在这一节之前停下的人最多' : ''
      }`,
    moreLessons: (facts) => `-# ……另有 ${number(facts.count)} 节，见附件`,
    comments: '全部学员评语（顺序打乱，不含姓名）',
    fewComments: ({ least }) => `-# 有 ${least} 位学员写过评语后才会显示：人太少，容易猜出是谁写的。`,
    comment: (facts) => `${'★'.repeat(facts.stars)} ${facts.comment}`,
    moreComments: (facts) => `-# ……另有 ${number(facts.count)} 条，见附件`,
    course: (facts) =>
      `**《${facts.title}》**\n${number(facts.viewed)} 人查看 → ${number(facts.started)} 人开始 → ${number(facts.finished)} 人学完 → ${number(facts.rated)} 人评分 · ${facts.rating}`,
    moreCourses: (facts) => `-# ……另有 ${number(facts.count)} 门课程，见附件`,
    nothing: '还没有已发布的课程。',
    nothingOwn: '你还没有已发布的课程。用 `/course drafts` 查看自己课程的进展。',
    coursesFile: '课程报告.csv',
    courseColumns: [
      '课程编号',
      '课程',
      '查看',
      '开始',
      '学完',
      '评分人数',
      '平均评分',
      '95% 下限',
      '95% 上限',
      '学完天数中位数',
      '提问',
      '未回答',
      '学员空间人数',
    ],
    lessonsFile: '课时.csv',
    lessonColumns: ['序号', '课时', '完成人数', '占开始学习人数的比例'],
    commentsFile: '学员评语.csv',
    commentColumns: ['星级', '评语'],
    chart: {
      title: '课程报告',
      funnel: '从查看到评分',
      lessons: '各课时完成情况',
      ratings: '评分',
      nobody: '还没有人。',
      ofViewed: (facts) => `共 ${number(facts.count)} 人查看`,
      ofStarted: (facts) => `共 ${number(facts.count)} 人开始学习`,
      rated: (facts) => `${number(facts.count)} 人评分`,
      asOf: (facts) => `截至 ${formatDay(facts.on, 'zh-CN')}`,
    },
    picture: (facts) => `条形图：《${facts.title}》的查看、开始、学完和评分人数`,
  },
  stale: {
    title: (facts) => `超过 ${number(facts.days)} 天没有更新的课程`,
    line: (facts) =>
      `**《${facts.title}》** · ${facts.creator}\n上次更新：${formatInstant(facts.updatedAt, 'D')}，已过 ${number(facts.days)} 天 · ${number(facts.learners)} 人学习 · ${facts.rating}`,
    none: (facts) => `没有超过 ${number(facts.days)} 天未更新的课程。`,
    noneOwn: (facts) => `你没有超过 ${number(facts.days)} 天未更新的课程。`,
    more: (facts) => `-# ……另有 ${number(facts.count)} 门`,
    next: '-# 用 `/course edit` 写新版本；用 `/course archive` 下架课程。',
  },
  recommend: {
    title: '接下来学什么',
    impersonal: {
      'opted-out':
        '你选择了不被统计（`/me opt-out`），所以下面的课程不是为你定制的，而是按学习人数和评分排序。你的学习记录也不会用来给别人推荐课程。',
      'nothing-started': '你还没有开始学习课程，下面按学习人数和评分排序。',
      'too-few': '和你学过同样课程的人还太少，下面按学习人数和评分排序。',
    },
    because: (facts) =>
      `因为你学了${facts.course}：学过它的其他成员中有 ${number(facts.both)} 人也学了这门课`,
    popular: (facts) =>
      facts.started === 0 ? '新课：还没有人开始学习' : `已有 ${number(facts.started)} 人开始学习`,
    line: (facts) =>
      `**《${facts.title}》** · ${facts.level} · ${facts.length} · ${facts.rating}\n-# ${facts.reason}`,
    needs: (facts) => `🔒 ${facts.tier}`,
    none: '没有可推荐的了：除了你自己的课程，其余的你都已经开始学习。',
    noCourses: '还没有已发布的课程。',
    anotherCourse: '另一门课程',
    menu: '看看其中一门',
  },
  creatorStats: {
    title: '我的课程数据',
    titleOf: '创作者的课程数据',
    of: (facts) => `<@${facts.userId}>`,
    totals: (facts) =>
      `**学习人次** ${number(facts.enrolled)} · **学完人次** ${number(facts.finished)} · **答疑中的回答** ${number(facts.answers)}`,
    ratingAll: (facts) => `**总体评分** ${facts.rating}`,
    course: (facts) =>
      `**《${facts.title}》**${facts.isArchived ? '（已下架）' : ''} · ${number(facts.enrolled)} 人学习，${number(facts.finished)} 人学完 · ${facts.rating}`,
    more: (facts) => `-# ……另有 ${number(facts.count)} 门课程`,
    points: '积分',
    kinds: { published: '首次发布', updated: '课程更新', finished: '学员学完', rated: '4–5 星评分' },
    kind: (facts) =>
      `${facts.name}：本月 ${number(facts.monthPoints)} 分（${number(facts.monthCount)} 次），累计 ${number(facts.everPoints)} 分（${number(facts.everCount)} 次）`,
    pointsTotal: (facts) => `**本月 ${number(facts.month)} 分，累计 ${number(facts.ever)} 分**`,
    share: (facts) =>
      `分成：目前占本月全部积分的 ${formatPercent(facts.ratio, 1, 'zh-CN')}${
        facts.amount === null ? '；尚未设置分成总额。' : `，按此比例可得 ${facts.amount}。`
      }`,
    noShare: '分成：本月还没有人获得积分。',
    none: '该成员还没有发布过课程。',
    noneOwn: '你还没有发布过课程。用 `/creator apply` 申请成为创作者，用 `/course draft` 开始写课程。',
  },
};

export const insightCourseActions: typeof englishCourseActions = {
  stale: {
    name: '待更新',
    description: '很久没有更新的课程（管理人员；创作者看自己的）',
    options: { days: { name: '天数', description: '超过多少天；不填则用设置的天数' } },
  },
  report: {
    name: '报告',
    description: '从查看到评分的转化（管理人员；创作者看自己的）',
    options: {
      course: { name: '课程', description: '哪门课程；不填看全部' },
      days: { name: '天数', description: '只统计最近多少天首次查看的人' },
    },
  },
  recommend: { name: '推荐', description: '接下来学什么，以及为什么' },
};

export const insightCreatorActions: typeof englishCreatorActions = {
  stats: {
    name: '数据',
    description: '自己课程的学员、评分、积分和分成',
    options: { member: { name: '成员', description: '管理人员：查看其他创作者' } },
  },
};
