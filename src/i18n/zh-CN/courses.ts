/** Simplified Chinese words of a course as people see it: its card, its facts, its announcement. */
import type { courses as english } from '../en/courses.ts';
import { formatCount, formatDay } from '../format.ts';

const count = (value: number) => formatCount(value, 'zh-CN');

const length = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [
    ...(hours > 0 ? [`${count(hours)} 小时`] : []),
    ...(rest > 0 || hours === 0 ? [`${rest} 分钟`] : []),
  ].join(' ');
};

export const courses: typeof english = {
  levels: { beginner: '入门', intermediate: '进阶', advanced: '高级' },
  languages: { en: '英文', 'zh-CN': '中文', both: '中英双语' },
  length,
  lessonCount: (value) => `${count(value)} 节课`,
  titled: (title) => `《${title}》`,
  tierAndUp: (facts) => `${facts.tier}及以上`,
  openToAll: '所有成员',
  labels: {
    topics: '主题',
    level: '难度',
    language: '授课语言',
    needs: '学习权限',
    creator: '创作者',
    changes: '更新内容',
  },
  noSummary: '还没有简介。',
  topicList: (names) => names.join('、'),
  lessonsHead: (facts) =>
    facts.count === 0 ? '**课时** · 还没有' : `**共 ${count(facts.count)} 节课** · ${length(facts.minutes)}`,
  lesson: (facts) => `\`${facts.position}\` ${facts.title} · ${length(facts.minutes)}`,
  moreLessons: (facts) => `-# ……另有 ${count(facts.count)} 节`,
  formerMember: '已离开的成员',
  card: {
    course: '课程',
    by: '创作者',
    preview: '预览 · 尚未发布',
    published: (facts) => `新课 · ${formatDay(facts.on, 'zh-CN')}发布`,
    updated: (facts) => `更新于 ${formatDay(facts.on, 'zh-CN')}`,
    lessons: '课时',
    minutes: (minutes) => `共 ${length(minutes)}`,
    rating: '评分',
    ratings: (value) => (value === 0 ? '还没有评分' : `${count(value)} 人评分`),
    learners: '学习人数',
    finished: (value) => `${count(value)} 人已学完`,
    picture: (facts) => `课程《${facts.title}》的卡片`,
  },
  announcement: {
    published: (facts) => `## 🎓 新课上线：《${facts.title}》`,
    updated: (facts) => `## 🔄 课程更新：《${facts.title}》`,
    view: '查看',
    start: '开始学习',
  },
};
