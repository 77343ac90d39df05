/** Simplified Chinese words of /course itself. */
import { learningCourseActions } from './learning.ts';
import type { CommandWords } from '../command-words.ts';
import { insightCourseActions } from './courses-insight.ts';
import { courseReviewActions } from './courses-review.ts';

const ownCourse = { name: '课程', description: '你的哪门课程' };
const levels = { beginner: '入门', intermediate: '进阶', advanced: '高级' };
const languages = { en: '英文', 'zh-CN': '中文', both: '中英双语' };
const level = { name: '难度', description: '适合什么水平', choices: levels };
const language = { name: '语言', description: '授课语言', choices: languages };
const tier = { name: '等级', description: '学习所需的最低等级；不填则所有成员可学' };
const newTier = { name: '等级', description: '学习所需的最低等级' };

export const coursesCommands = {
  course: {
    name: '课程',
    description: '课程：学习与创作',
    subcommands: {
      ...learningCourseActions,
      draft: {
        name: '新建',
        description: '开始写一门课程（创作者）',
        options: { title: { name: '标题', description: '课程名称' }, level, language, tier },
      },
      edit: {
        name: '编辑',
        description: '继续写草稿，或开始写新版本（创作者）',
        options: { course: ownCourse, level, language, tier: newTier },
      },
      submit: { name: '提交', description: '把草稿提交审核（创作者）', options: { course: ownCourse } },
      withdraw: { name: '撤回', description: '撤回尚未发布的版本（创作者）', options: { course: ownCourse } },
      drafts: { name: '我的创作', description: '我创作的课程，以及下一步（创作者）' },
      ...courseReviewActions,
      stale: insightCourseActions.stale,
      report: insightCourseActions.report,
      recommend: insightCourseActions.recommend,
    },
  },
} satisfies Record<string, CommandWords>;
