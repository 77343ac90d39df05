/** Simplified Chinese words of writing a course: the editor, its forms, one's own courses. */
import type { authoring as english } from '../en/courses-authoring.ts';
import { escapeMarkup } from '../markup.ts';
import { versionStands, versionStates } from './courses-refusals.ts';

const lacking = { summary: '简介', topics: '至少一个主题', lessons: '至少一节课', changes: '更新说明' };

export const authoring: typeof english = {
  heading: (facts) => `✏️ #${facts.courseId}《${facts.title}》 · 第 ${facts.number} 版`,
  noSummary: '*还没有简介，请点击**课程信息**填写。*',
  noTopics: '还没有',
  facts: (facts) =>
    `**主题** · ${facts.topics}\n**难度** · ${facts.level}\n**授课语言** · ${facts.language}\n**学习权限** · ${facts.tier}`,
  frameHint: '-# 难度、授课语言和等级请用 `/course edit` 的选项修改。',
  changes: (facts) => `**更新内容** · ${facts.changes}`,
  lessons: (facts) => `**课时（${facts.count}/${facts.max}）** · ${facts.length}`,
  noLessons: '*还没有课时，请点击**添加课时**。*',
  lesson: (facts) => `\`${facts.position}\` ${facts.title} · ${facts.length} · ${facts.has}`,
  has: { link: '链接', text: '正文', both: '链接和正文' },
  lessonPage: (facts) => `-# 第 ${facts.from}–${facts.to} 节，共 ${facts.count} 节`,
  lacking: (facts) => `⏳ 提交之前还缺：${facts.missing.map((one) => lacking[one]).join('、')}。`,
  ready: '✅ 可以提交了。',
  state: (facts) =>
    `这一版${versionStands(facts.state)}${facts.at === null ? '' : `（${facts.at}）`}，内容不能再改动。`,
  asked: (facts) =>
    `**审核人对第 ${facts.number} 版的意见**\n${facts.reasons.map((reason) => `- ${reason}`).join('\n')}`,
  buttons: {
    words: '课程信息…',
    addLesson: '添加课时…',
    preview: '预览',
    submit: '提交审核',
    withdraw: '撤回',
    back: '返回',
    earlier: '前面的课时',
    later: '后面的课时',
    change: '修改…',
    up: '上移',
    down: '下移',
    remove: '删除',
    keep: '保留',
  },
  removeSure: '**确定删除这节课吗？**删除后内容无法找回。',
  chooseLesson: '修改、移动或删除课时…',
  wordsForm: {
    title: '课程信息',
    name: '标题',
    summary: '简介：能学到什么，适合谁',
    topics: '主题，用逗号分隔',
    topicsNote: (facts) => `最多 ${facts.max} 个，例如：Rust，分布式系统`,
    changes: '这一版更新了什么',
  },
  lessonForm: {
    addTitle: '添加课时',
    changeTitle: '修改课时',
    name: '标题',
    link: '链接（或填写下面的正文，也可以都填）',
    text: '正文',
    minutes: '时长（分钟）',
  },
  previewed: '成员会看到：',
  submitted: (facts) =>
    `📨 《${escapeMarkup(facts.title)}》已提交审核。${facts.hasThread ? '审核人会在私密子区里与你沟通。' : '审核结果会私信告诉你。'}想撤回请用 \`/course withdraw\`，查看进度请用 \`/course drafts\`。`,
  tooFewReviewers: (facts) =>
    `⚠️ 需要你以外的 ${facts.needed} 人批准，但目前${facts.count === 0 ? '没有其他人' : `只有 ${facts.count} 人`}能审核。管理员可以用 \`/course settings\` 增加审核人或减少批准人数。`,
  withdrawn: (facts) =>
    `《${escapeMarkup(facts.title)}》第 ${facts.number} 版已撤回。用 \`/course edit\` 可以接着写。`,
  drafts: {
    title: '我创作的课程',
    none: '你还没有创作课程。用 `/course draft` 开始写一门吧。',
    line: (facts) =>
      `**#${facts.courseId}《${facts.title}》** · 第 ${facts.number} 版 · ${versionStates[facts.state]}`,
    rest: (facts) => `-# ……另有更早的 ${facts.count} 门，可以用 \`/course edit\` 找到。`,
    next: {
      draft: '用 `/course edit` 接着写',
      submitted: '等待审核；想撤回请用 `/course withdraw`',
      'changes-requested': '用 `/course edit` 写下一版',
      rejected: '审核已结束；可以用 `/course draft` 另写一门',
      approved: '用 `/course publish` 发布',
      published: '用 `/course edit` 写下一版',
      superseded: '用 `/course edit` 写下一版',
      archived: '只有管理人员可以重新上架',
      withdrawn: '用 `/course edit` 接着写',
    },
    rejectedUpdate: '已发布的版本不受影响；用 `/course edit` 可以在它的基础上另写一版',
    publishedBefore: '之前发布的版本仍可学习',
  },
  suggestion: (facts) => `#${facts.courseId}《${facts.title}》（${versionStates[facts.state]}）`,
  openToAll: '所有成员',
};
