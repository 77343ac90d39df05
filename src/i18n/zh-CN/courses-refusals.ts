/** Simplified Chinese sentences for what cannot be done with courses. */
import type { ChannelProblem } from '../../discord/messenger.ts';
import type {
  coursesRefusals as englishRefusals,
  versionStates as englishStates,
} from '../en/courses-refusals.ts';
import { escapeMarkup, shorten } from '../markup.ts';

const GIVEN_SHOWN = 80;

const quoted = (text: string) => `“${escapeMarkup(shorten(text.replaceAll(/\s+/g, ' '), GIVEN_SHOWN))}”`;

export const versionStates: typeof englishStates = {
  draft: '草稿',
  submitted: '审核中',
  'changes-requested': '待修改',
  rejected: '已被拒绝',
  approved: '已通过审核',
  published: '已发布',
  superseded: '已被新版本取代',
  archived: '已下架',
  withdrawn: '已撤回',
};

const acts = {
  edit: '编辑',
  submit: '提交',
  withdraw: '撤回',
  approve: '通过',
  'request-changes': '退回修改',
  reject: '拒绝',
  publish: '发布',
  supersede: '取代',
  archive: '下架',
  restore: '恢复',
  revise: '修改',
};

const missing = { summary: '简介', topics: '至少一个主题', lessons: '至少一节课', changes: '更新说明' };

const verdicts = { approve: '通过了', changes: '要求修改', reject: '拒绝了' };

const channelProblem = ({ kind, missing: lacking }: ChannelProblem): string => {
  if (kind === 'gone') return '频道已被删除';
  return kind === 'not-text' ? '这里不能开子区' : `我在那里缺少权限 ${lacking.join('、')}`;
};

export const coursesRefusals: typeof englishRefusals = {
  'course.unknown': () => '没有这门课程。请在输入时从提示中选择；`/course browse` 可以查看全部课程。',
  'course.state': ({ title, number, state, act }) =>
    `${quoted(title)}（第 ${number} 版）目前是“${versionStates[state]}”，不能${acts[act]}。`,
  'course.creator-only': ({ title }) => `只有${quoted(title)}的创作者可以这样做。`,
  'course.owner-only': ({ title }) => `只有${quoted(title)}的创作者和管理人员可以这样做。`,
  'course.reviewers-only': ({ reviewerRoleId }) =>
    reviewerRoleId === null
      ? '目前只有管理人员可以审核课程。能管理服务器的人可以指定审核身份组：`/course settings reviewer-role:`。'
      : `只有拥有 <@&${reviewerRoleId}> 的成员和管理人员可以审核课程。`,
  'course.own-review': ({ title }) => `${quoted(title)}是你自己的课程，需要由别人来审核。`,
  'course.reviewed-already': ({ title, verdict }) => `你已经${verdicts[verdict]}${quoted(title)}的这一版。`,
  'course.old-version': ({ title, number, latest }) =>
    `这个按钮属于${quoted(title)}的第 ${number} 版，现在已经有第 ${latest} 版了，请重新打开。`,
  'course.rejected': ({ title, reason }) =>
    `${quoted(title)}已被拒绝，不能再次提交。${reason === null ? '' : `理由：${escapeMarkup(reason)}`} 你可以另写一门课程：\`/course draft\`。`,
  'course.archived': ({ title }) => `${quoted(title)}已下架，需要管理人员先恢复：\`/course restore\`。`,
  'course.in-the-works': ({ title, number, state }) =>
    `${quoted(title)}的第 ${number} 版目前是“${versionStates[state]}”。要修改，请先撤回：\`/course withdraw\`。`,
  'course.incomplete': (facts) => `提交之前还缺：${facts.missing.map((one) => missing[one]).join('、')}。`,
  'course.link': ({ given }) =>
    `${quoted(given)}不是网址。网址要以 https:// 开头并包含域名，例如 https://example.org/lesson-1。`,
  'course.lesson-empty': ({ title }) => `${quoted(title)}这节课需要链接或正文，至少有一样。`,
  'course.topic': ({ given, most }) =>
    `${quoted(given)}不能作为主题。主题最长 ${most} 个字符，可以有文字、数字、空格和 . + # & / - _，并以文字或数字开头。`,
  'course.too-many-topics': ({ most }) => `一门课程最多 ${most} 个主题。`,
  'course.title': () => '标题至少要有一个字。',
  'course.too-long': ({ given, length, most }) =>
    `${quoted(given)}太长了：有 ${length} 个字符，最多 ${most} 个。`,
  'course.lesson-gone': () => '这节课已经被删除了。请重新打开草稿：`/course edit`。',
  'course.form-late': () => '没能及时读到草稿，打不开表单。请重新打开：`/course edit`。',
  'course.too-many-lessons': ({ most }) =>
    `一门课程最多 ${most} 节课。可以合并几节，或者把其余的做成另一门课。`,
  'course.minutes': ({ given, most }) => `${quoted(given)}不是时长。请写 1 到 ${most} 之间的整数分钟。`,
  'course.tier-gone': () => '这个等级已不存在。现有等级见 `/tier list`。',
  'course.no-rooms-channel': () =>
    '还没有设置用来开子区的频道。请能管理服务器的人设置：`/course settings rooms-channel:`。',
  'course.rooms-channel': ({ channelId, problem }) =>
    `我无法在 <#${channelId}> 开子区：${channelProblem(problem)}。请处理好，或另选一个频道：\`/course settings rooms-channel:\`。`,
  'course.too-many-drafts': ({ most }) => `你有 ${most} 门课程还在进行中，已达上限。请先完成或撤回一门。`,
};
