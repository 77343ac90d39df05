/** Simplified Chinese words of reviewing, publishing and running courses: threads, /review, and the staff's part of /course. */
import type {
  courseReviewActions as englishActions,
  coursesReview as english,
  coursesReviewRefusals as englishRefusals,
  reviewCommands as englishCommands,
} from '../en/courses-review.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup, oneLine } from '../markup.ts';
import { versionStates } from './courses-refusals.ts';

const count = (value: number) => formatCount(value, 'zh-CN');

const titled = (title: string) => `**《${oneLine(title, 100)}》**`;
const person = (userId: string | null) => (userId === null ? '已清除资料的成员' : `<@${userId}>`);

const approvals = (needed: number) =>
  needed === 1 ? '需要 1 人批准' : `需要 ${count(needed)} 位审核人分别批准`;

export const coursesReview: typeof english = {
  checks: { correctness: '正确性', structure: '结构', originality: '原创性', language: '语言' },
  checkHints: {
    correctness: '内容正确，现在仍然适用',
    structure: '各课时循序渐进，时长合理',
    originality: '是自己的作品，引用注明了出处',
    language: '表达清楚，行文用心',
  },
  states: versionStates,
  version: (facts) => `《${facts.title}》 · 第 ${facts.number} 版`,
  thread: {
    reviewers: (userIds) => `审核人：${userIds.map((userId) => `<@${userId}>`).join(' ')}`,
    submitted: (facts) =>
      facts.number === 1
        ? `${person(facts.userId)} 提交了一门新课程。`
        : `${person(facts.userId)} 提交了第 ${facts.number} 版。`,
    howTo: (facts) =>
      `**如何审核** · 审核人打开课程，逐项勾选后批准，也可以要求修改或拒绝。${approvals(facts.approvals)}，创作者本人不能审核。有问题请在这里讨论。`,
    earlier: (facts) => `-# 上一版的讨论：<#${facts.threadId}>`,
    open: '查看提交的内容',
    approve: (facts) => `✅ ${person(facts.userId)} 批准了这一版（${facts.count}/${facts.needed}）。`,
    approved: (facts) =>
      `✅ ${person(facts.userId)} 批准了这一版，已获足够批准。${facts.creatorId === null ? '管理人员' : `<@${facts.creatorId}>，你`}现在可以发布了：\`/course publish\`。`,
    recounted: (facts) =>
      `✅ 所需的批准人数调低了，这一版已获足够批准。${facts.creatorId === null ? '管理人员' : `<@${facts.creatorId}>，你`}现在可以发布了：\`/course publish\`。`,
    'request-changes': (facts) =>
      `✏️ ${person(facts.userId)} 要求修改。${facts.creatorId === null ? '' : `<@${facts.creatorId}>，用 \`/course edit\` 开始下一版，现有内容都会保留。`}`,
    reject: (facts) =>
      `⛔ ${person(facts.userId)} 拒绝了这一版。${facts.creatorId === null ? '' : `<@${facts.creatorId}>`}`,
    withdraw: (facts) => `↩️ ${person(facts.userId)} 撤回了这一版。`,
    publish: (facts) => `🎓 ${person(facts.userId)} 发布了第 ${facts.number} 版。`,
    archive: (facts) => `📦 ${person(facts.userId)} 下架了这门课程：不再出现在列表里，也不能学习。`,
    restore: (facts) => `📚 ${person(facts.userId)} 重新上架了这门课程。`,
    transferred: (facts) => `🤝 ${person(facts.userId)} 把这门课程转给了 <@${facts.toId}>。`,
    forgotten: '提交者已清除自己的数据，提交的内容已移除。',
    publishNow: '发布',
    direct: (facts) => `${titled(facts.title)}（${escapeMarkup(facts.community)}）\n${facts.text}`,
    stale: (facts) =>
      `⏰ <@${facts.creatorId}>，${titled(facts.title)}上次更新是${formatInstant(facts.at, 'R')}，已超过 ${count(facts.days)} 天。内容还准确吗？用 \`/course edit\` 开始更新。`,
    view: '查看课程',
  },
  staff: {
    noThread: (facts) =>
      `⚠️ ${titled(facts.title)}第 ${facts.number} 版正在等待审核，但没能为它创建子区：${facts.reason}\n每小时以及修改设置后我会再试。在 \`/review queue\` 里照样能看到它。`,
    noAnnouncement: (facts) =>
      `⚠️ ${titled(facts.title)}已经发布，但没能发出公告：${facts.reason}\n每小时以及修改设置后我会再试。`,
    staleHead: (facts) =>
      `⏰ 有 ${count(facts.count)} 门课程超过 ${count(facts.days)} 天没有更新，我也没能提醒到创作者。可以用 \`/course transfer\` 转给别人，或用 \`/course archive\` 下架。`,
    staleLine: (facts) => `- ${titled(facts.title)}，${formatInstant(facts.at, 'R')}`,
  },
  queue: {
    title: '等待审核',
    empty: '目前没有等待审核的课程。',
    line: (facts) =>
      `${titled(facts.title)} · 第 ${facts.number} 版 · ${person(facts.creatorId)}${facts.isOwn ? '（你自己的）' : ''}\n-# ${formatInstant(facts.at, 'R')}提交 · 已批准 ${facts.count}/${facts.needed}${facts.by.length > 0 ? `（${facts.by.map((userId) => `<@${userId}>`).join('、')}）` : ''}`,
    thread: (threadId) => ` · <#${threadId}>`,
    noThread: ' · ⚠️ 没能创建子区',
    tooFew: (facts) =>
      `⚠️ 需要 ${count(facts.needed)} 人批准，但除创作者外只有 ${count(facts.count)} 人能审核。请用 \`/course settings\` 增加审核人或减少批准人数。`,
    pick: '选择要审核的课程',
    page: (facts) => `第 ${facts.page} 页，共 ${facts.pages} 页`,
    back: '上一页',
    next: '下一页',
  },
  submission: {
    creator: (facts) =>
      `**创作者** · ${person(facts.creatorId)}${facts.hasLeft ? '（已离开服务器）' : ''}${facts.at ? `，${formatInstant(facts.at, 'R')}提交` : ''}`,
    state: (facts) => `**状态** · ${versionStates[facts.state]}`,
    thread: (threadId) => `**讨论** · <#${threadId}>`,
    lessons: '课时',
    compared: (facts) => `**与已发布的第 ${facts.number} 版相比**`,
    added: (facts) => `🆕 ${oneLine(facts.title, 80)}`,
    changed: (facts) => `✏️ ${oneLine(facts.title, 80)}`,
    gone: (facts) => `🗑️ ~~${oneLine(facts.title, 80)}~~`,
    moved: '↕️ 课时顺序有变动',
    facts: '✏️ 标题、简介、主题、难度、授课语言或学习权限有变动',
    same: '各课时内容没有变动。',
    more: (value) => `-# ……另有 ${count(value)} 项`,
    reviews: '**目前的审核意见**',
    review: (facts) =>
      `${{ approve: '✅', changes: '✏️', reject: '⛔' }[facts.verdict]} ${person(facts.userId)}，${formatInstant(facts.at, 'R')}${facts.reason === null ? '' : `：${oneLine(facts.reason, 300)}`}`,
    checklist: '勾选合格的项目',
    approve: '批准',
    changes: '要求修改',
    reject: '拒绝',
    overview: '概览',
    readLessons: '查看课时',
  },
  reason: {
    changesTitle: '要求修改',
    rejectTitle: '拒绝',
    label: '哪里需要修改，为什么',
    rejectLabel: '拒绝的理由',
    hint: '创作者和其他审核人都会看到',
  },
  said: {
    approve: (facts) =>
      `你已批准${titled(facts.title)}第 ${facts.number} 版（${facts.count}/${facts.needed}）。`,
    approved: (facts) =>
      `你已批准${titled(facts.title)}第 ${facts.number} 版，已获足够批准，我会通知创作者可以发布。`,
    changes: (facts) => `你已要求修改${titled(facts.title)}第 ${facts.number} 版，理由会转告创作者。`,
    reject: (facts) => `你已拒绝${titled(facts.title)}第 ${facts.number} 版，理由会转告创作者。`,
  },
  published: (facts) =>
    `${titled(facts.title)}第 ${facts.number} 版已发布。${facts.channelId === null ? '没有设置公告频道，所以不发公告。' : `公告会发在 <#${facts.channelId}>。`}`,
  archiveForm: {
    title: ({ title }) => `下架《${title}》`,
    reason: '理由（会记入课程历史）',
    what: '下架后不再出现在列表里，也不能学习；只有管理人员可以重新上架。',
  },
  archived: (facts) =>
    `${titled(facts.title)}已下架：不再出现在列表里，也不能学习；学习记录都会保留。管理人员可以重新上架：\`/course restore\`。`,
  restored: (facts) => `${titled(facts.title)}已重新上架。`,
  transferred: (facts) => `从现在起，${titled(facts.title)}的创作者是 <@${facts.userId}>。`,
  room: {
    none: (facts) => `${titled(facts.title)}不再有学员空间。`,
    thread: (facts) => `${titled(facts.title)}的学员在私密子区里交流，子区会在第一位学员开始学习时自动创建。`,
    role: (facts) => `${titled(facts.title)}的学员会得到身份组 <@&${facts.roleId}>，可以进入课程的频道。`,
  },
  history: {
    title: (facts) => `《${facts.title}》的历史`,
    line: (facts) =>
      `${formatInstant(facts.at)} · ${facts.number === null ? '' : `第 ${facts.number} 版 `}**${facts.what}**${facts.isByBot ? '' : ` · ${person(facts.userId)}`}${facts.note === null ? '' : `\n> ${oneLine(facts.note, 200)}`}`,
    kinds: {
      edit: '编辑',
      submit: '提交',
      withdraw: '撤回',
      approve: '批准',
      'request-changes': '要求修改',
      reject: '拒绝',
      publish: '发布',
      supersede: '被新版本取代',
      archive: '下架',
      restore: '重新上架',
      revise: '修订',
      drafted: '开始撰写',
      room: '调整学员空间',
      transferred: '转给其他创作者',
      reminded: '提醒创作者更新',
      recounted: '所需批准人数调低，通过审核',
    },
  },
  settings: {
    title: '本社区的课程设置',
    saved: '已保存。',
    labels: {
      reviewerRole: '审核人',
      roomsChannel: '子区所在频道',
      announceChannel: '公告频道',
      approvals: '批准人数',
      stale: '多久未更新需提醒',
      anonymous: '匿名提问',
      pool: '创作者每月分成总额',
    },
    onlyStaff: '仅管理人员',
    roleAndStaff: (roleId) => `<@&${roleId}> 和管理人员`,
    reviewersGone: '身份组已被删除，目前只有管理人员可以审核；请另选一个：`reviewer-role:`',
    noRooms: '未设置：审核和课程都没有子区',
    nowhere: '未设置：不发公告',
    approvals: (value) => `${count(value)} 人，创作者本人不能审核`,
    tooFew: (facts) =>
      `目前只有 ${count(facts.count)} 人能审核。请让更多人拥有审核身份组（\`reviewer-role:\`），或减少批准人数（\`approvals:\`）`,
    days: (days) => `${count(days)} 天`,
    allowed: '允许',
    refused: '不允许',
    noPool: '没有',
    gone: '频道已被删除',
    notText: '不是文字频道',
    missing: (permissions) => `我在那里缺少权限 ${permissions.join('、')}`,
    problem: (text) => `⚠️ ${text}`,
  },
};

export const coursesReviewRefusals: typeof englishRefusals = {
  'course.checklist': ({ missing }) =>
    `批准之前请勾选全部项目。还差：${missing.map((check) => coursesReview.checks[check]).join('、')}。如有不合格的地方，请要求修改。`,
  'course.no-reason': () => '请写明理由，让创作者知道该怎么做。',
  'course.reviewer-role-everyone': () => '所有人都有这个身份组。请选一个审核人专用的。',
  'course.room-role-missing': () => '请选择用来进入频道的身份组：`/course room kind:role role:`。',
  'course.room-role-taken': ({ roleId }) =>
    `<@&${roleId}> 已有其他用途（所有人、管理人员、管理员、审核人或付费等级）。请为这门课程单独创建一个身份组。`,
  'course.room-role-ruling': ({ roleId }) =>
    `<@&${roleId}> 带有管理服务器或成员的权限，课程的身份组不能带有这类权限。`,
  'course.room-role-used': ({ roleId, title }) =>
    `<@&${roleId}> 已经用于${titled(title)}。每门课程都要有自己的身份组。`,
  'course.not-a-creator': ({ userId }) =>
    `<@${userId}> 还不是本社区的创作者，可以先申请：\`/creator apply\`。`,
  'course.transfer-reviewer': ({ userId, title }) =>
    `<@${userId}> 审核过${titled(title)}尚未发布的版本，而自己的课程不能由自己审核。请等这一版发布或撤回后再转让。`,
  'course.transfer-same': ({ userId, title }) => `${titled(title)}的创作者本来就是 <@${userId}>。`,
};

const course = { name: '课程', description: '哪门课程' };

export const courseReviewActions: typeof englishActions = {
  publish: { name: '发布', description: '发布已通过审核的版本（创作者、管理人员）', options: { course } },
  archive: {
    name: '下架',
    description: '下架课程（创作者、管理人员）',
    options: { course },
  },
  restore: { name: '重新上架', description: '重新上架课程', options: { course } },
  transfer: {
    name: '转让',
    description: '把课程转给另一位创作者',
    options: { course, member: { name: '成员', description: '以后由谁负责' } },
  },
  history: { name: '历史', description: '课程的全部历史（创作者、审核人）', options: { course } },
  room: {
    name: '学员空间',
    description: '设置学员在哪里交流',
    options: {
      course,
      kind: {
        name: '方式',
        description: '子区、身份组频道或没有',
        choices: { none: '没有', thread: '私密子区', role: '身份组' },
      },
      role: { name: '身份组', description: '进入频道用的身份组' },
    },
  },
  settings: {
    name: '设置',
    description: '查看或修改课程设置',
    options: {
      'reviewer-role': { name: '审核身份组', description: '除管理人员外由谁审核' },
      'rooms-channel': { name: '子区频道', description: '在哪里创建子区' },
      'announce-channel': { name: '公告频道', description: '在哪里发公告' },
      approvals: { name: '批准人数', description: '需要几人批准' },
      'stale-days': { name: '提醒天数', description: '多少天未更新就提醒创作者' },
      'anonymous-questions': { name: '匿名提问', description: '是否允许匿名提问' },
      'payout-pool': { name: '分成总额', description: '每月总额，例如 5000.00' },
      clear: {
        name: '清除',
        description: '清除一项设置',
        choices: {
          'reviewer-role': '审核身份组',
          'rooms-channel': '子区频道',
          'announce-channel': '公告频道',
          'payout-pool': '分成总额',
        },
      },
    },
  },
};

export const reviewCommands: typeof englishCommands = {
  review: {
    name: '审核',
    description: '审核创作者提交的课程',
    subcommands: {
      queue: { name: '列表', description: '等待审核的课程' },
      open: {
        name: '打开',
        description: '阅读课程并作出审核决定',
        options: { version: { name: '版本', description: '哪门课程的哪一版' } },
      },
    },
  },
};
