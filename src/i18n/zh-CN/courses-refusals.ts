/** Simplified Chinese sentences for what cannot be done with courses. */
import type { ChannelProblem } from '../../discord/messenger.ts';
import type {
  coursesRefusals as englishRefusals,
  versionStates as englishStates,
} from '../en/courses-refusals.ts';
import { escapeMarkup, oneLine, shorten } from '../markup.ts';

const GIVEN_SHOWN = 80;
const REASON_SHOWN = 700;

const quoted = (text: string) => `“${escapeMarkup(shorten(text.replaceAll(/\s+/g, ' '), GIVEN_SHOWN))}”`;
const titled = (title: string) => `《${oneLine(title, GIVEN_SHOWN)}》`;

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

/** The same within a sentence. */
export const versionStands = (state: keyof typeof versionStates): string => {
  if (state === 'draft') return '还是草稿';
  return state === 'submitted' ? '正在审核' : versionStates[state];
};

const acts = {
  edit: '编辑',
  submit: '提交',
  withdraw: '撤回',
  approve: '批准',
  'request-changes': '退回修改',
  reject: '拒绝',
  publish: '发布',
  supersede: '取代',
  archive: '下架',
  restore: '重新上架',
  revise: '修改',
};

const missing = { summary: '简介', topics: '至少一个主题', lessons: '至少一节课', changes: '更新说明' };

const verdicts = { approve: '批准', changes: '要求修改', reject: '拒绝' };

const channelProblem = ({ kind, missing: lacking }: ChannelProblem): string => {
  if (kind === 'gone') return '频道已被删除';
  return kind === 'not-text' ? '那里不能创建子区' : `我在那里缺少权限 ${lacking.join('、')}`;
};

export const coursesRefusals: typeof englishRefusals = {
  'course.unknown': () => '没有这门课程。请在输入时从提示中选择；`/course browse` 可以查看全部课程。',
  'course.state': ({ title, number, state, act }) =>
    versionStates[state] === `已${acts[act]}`
      ? `${titled(title)}第 ${number} 版${versionStates[state]}，无需重复操作。`
      : `${titled(title)}第 ${number} 版${versionStands(state)}，不能${acts[act]}。`,
  'course.creator-only': ({ title }) => `只有${titled(title)}的创作者可以这样做。`,
  'course.owner-only': ({ title }) => `只有${titled(title)}的创作者和管理人员可以这样做。`,
  'course.reviewers-only': ({ reviewerRoleId }) =>
    reviewerRoleId === null
      ? '目前只有管理人员可以审核课程。管理员可以指定审核身份组：`/course settings reviewer-role:`。'
      : `只有拥有 <@&${reviewerRoleId}> 的成员和管理人员可以审核课程。`,
  'course.own-review': ({ title }) => `${titled(title)}是或曾经是你的课程，要由别人来审核。`,
  'course.reviewed-already': ({ title, verdict }) =>
    `你已经对${titled(title)}的这一版作出过决定（${verdicts[verdict]}）。`,
  'course.old-version': ({ title, number, latest }) =>
    `这个按钮属于${titled(title)}第 ${number} 版，现在已有第 ${latest} 版。请重新打开：创作者用 \`/course edit\`，审核人用 \`/review open\`。`,
  'course.rejected': ({ title, reason }) =>
    `${titled(title)}已被拒绝，不能再次提交。${reason === null ? '' : `理由：${oneLine(reason, REASON_SHOWN)}`} 你可以另写一门课程：\`/course draft\`。`,
  'course.archived': ({ title }) => `${titled(title)}已下架，请管理人员先重新上架：\`/course restore\`。`,
  'course.in-the-works': ({ title, number, state }) =>
    `${titled(title)}第 ${number} 版${versionStands(state)}。要修改，请先撤回：\`/course withdraw\`。`,
  'course.incomplete': (facts) => `提交之前还缺：${facts.missing.map((one) => missing[one]).join('、')}。`,
  'course.link': ({ given }) =>
    `${quoted(given)}不是网址。网址要以 https:// 或 http:// 开头，写明域名（不能是 IP 地址，前面也不能带用户名），例如 https://example.org/lesson-1。`,
  'course.lesson-empty': ({ title }) => `课时${quoted(title)}需要填写链接或正文，至少一样。`,
  'course.topic': ({ given, most }) =>
    `${quoted(given)}不能作为主题。主题最长 ${most} 个字符，可以有文字、数字、空格和 . + # & / - _，并以文字、数字或点开头。`,
  'course.too-many-topics': ({ most }) => `一门课程最多 ${most} 个主题。`,
  'course.title': () => '请填写标题。',
  'course.too-long': ({ given, length, most }) =>
    `${quoted(given)}太长了：共 ${length} 个字符，最多 ${most} 个。`,
  'course.lesson-gone': () => '这节课已经被删除了。请重新打开草稿：`/course edit`。',
  'course.form-late': () => '没能及时读取草稿，表单没有打开。请重新打开：`/course edit`。',
  'course.too-many-lessons': ({ most }) => `一门课程最多 ${most} 节课。可以合并几节，或者拆成两门课程。`,
  'course.minutes': ({ given, most }) => `${quoted(given)}不是分钟数。请填写 1 到 ${most} 之间的整数。`,
  'course.tier-gone': () => '这个等级已不存在。现有等级见 `/tier list`。',
  'course.rooms-channel': ({ channelId, problem }) =>
    `我无法在 <#${channelId}> 创建子区：${channelProblem(problem)}。请解决这个问题，或另选一个频道：\`/course settings rooms-channel:\`。`,
  'course.too-many-drafts': ({ most }) => `你有 ${most} 门课程尚未完成，已达上限。请先完成或撤回一门。`,
};
