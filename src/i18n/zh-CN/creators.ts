/** Simplified Chinese words of creators: applying, the post that asks staff, what applicants are told. */
import type { CreatorState } from '../../creators/creators-rules.ts';
import type { CommandWords } from '../command-words.ts';
import type { creators as englishCreators, creatorsRefusals as englishRefusals } from '../en/creators.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import { insightCreatorActions } from './courses-insight.ts';

const because = (reason: string | null) => (reason === null ? '' : `理由：${escapeMarkup(reason)}`);

const decisions: Record<CreatorState, string> = {
  applied: '⏳ 等待处理',
  approved: '✅ 已通过',
  rejected: '❌ 未通过',
  removed: '🚫 已不再是创作者',
};

export const creators: typeof englishCreators = {
  form: {
    title: '申请成为创作者',
    field: '你擅长什么，想教什么',
    samples: '你的作品：链接或文字介绍',
    samplesNote: '管理人员会看到这些内容并作出决定，结果由我私信告诉你。',
  },
  sent: (facts) =>
    [
      '✅ 申请已提交给管理人员。',
      facts.isWithStaff ? '' : '目前还没有设置管理频道，他们可以用 `/creator applications` 查看。',
      '结果会私信告诉你；随时可以用 `/creator apply` 查看进度。',
    ]
      .filter((line) => line !== '')
      .join('\n'),
  standing: {
    applied: (facts) =>
      `⏳ 你于 ${formatInstant(facts.appliedAt)} 提交的申请正在等待管理人员处理，结果会私信告诉你。`,
    approved: '你已经是本社区的创作者。用 `/course draft` 写新课程，用 `/course drafts` 查看自己的课程。',
    rejected: (facts) =>
      `❌ 你的申请${facts.decidedAt ? `（${formatInstant(facts.decidedAt, 'R')}处理）` : ''}没有通过。${because(facts.reason)}\n你可以再次申请，表单里保留了你之前写的内容。`,
    removed: (facts) =>
      `🚫 你已不再是本社区的创作者，已发布的课程会保留。${because(facts.reason)}\n你可以再次申请，表单里保留了你之前写的内容。`,
    again: '再次申请',
  },
  post: {
    title: '有人申请成为创作者',
    application: (facts) =>
      [
        `<@${facts.userId}> 于 ${formatInstant(facts.appliedAt)} 提交了申请。`,
        `**擅长领域**\n${escapeMarkup(facts.field)}`,
        `**作品**\n${escapeMarkup(facts.samples)}`,
      ].join('\n'),
    forgotten: '申请人已清除自己的数据。',
    approve: '通过',
    reject: '拒绝…',
    decided: (facts) =>
      [
        `**${decisions[facts.state]}**${facts.decidedBy ? `，处理人：<@${facts.decidedBy}>` : ''}${facts.decidedAt ? `，${formatInstant(facts.decidedAt)}` : ''}`,
        ...(facts.reason === null ? [] : [escapeMarkup(facts.reason)]),
      ].join('\n'),
  },
  rejectForm: { title: '拒绝申请', reason: '理由（会告诉申请人）' },
  decided: {
    approved: (facts) => `✅ <@${facts.userId}> 现在是创作者了。`,
    rejected: (facts) => `已拒绝 <@${facts.userId}> 的申请。`,
    told: '已私信通知对方；如果对方关闭了私信，用 `/creator apply` 也能看到结果。',
    toldLater: '暂时没能通过 Discord 通知对方，我会继续尝试。',
    left: '对方目前不在服务器里。',
  },
  told: {
    approved: (facts) =>
      `🎉 你已成为**${escapeMarkup(facts.communityName)}**的创作者。去那里输入 \`/course draft\`，开始写第一门课程吧。`,
    rejected: (facts) =>
      `你在**${escapeMarkup(facts.communityName)}**的创作者申请没有通过。${because(facts.reason)}\n你可以在那里再次申请：\`/creator apply\`。`,
  },
  applications: {
    none: '没有等待处理的申请。',
    place: (facts) =>
      `第 ${formatCount(facts.place, 'zh-CN')} 份，共 ${formatCount(facts.count, 'zh-CN')} 份申请，按提交时间排列`,
    back: '上一份',
    next: '下一份',
  },
  removed: (facts) =>
    `<@${facts.userId}> 已不再是创作者。已发布的课程会保留；管理人员可以下架，或转给其他创作者：\`/course archive\`、\`/course transfer\`。`,
};

export const creatorsRefusals: typeof englishRefusals = {
  'creators.not-approved': ({ state, reason }) => {
    if (state === 'applied')
      return '只有创作者可以写课程，而你的申请还在等待处理。用 `/creator apply` 查看进度。';
    if (state === 'removed') return `你已不再是创作者，不能再写课程；已发布的课程会保留。${because(reason)}`;
    return '只有创作者可以写课程。请用 `/creator apply` 申请，由管理人员决定。';
  },
  'creators.applied-already': ({ state }) =>
    state === 'approved'
      ? '你已经是创作者了，用 `/course draft` 就可以开始写课程。'
      : '你已经申请过了，管理人员还没有处理。',
  'creators.empty': () => '两栏都请写几句，管理人员会据此决定。',
  'creators.unknown': ({ userId }) => `<@${userId}> 不是本社区的创作者，也没有提交过申请。`,
  'creators.decided': ({ userId, state, decidedBy, decidedAt }) =>
    `<@${userId}> 的申请已经处理过了：**${decisions[state]}**${decidedBy ? `，处理人：<@${decidedBy}>` : ''}${decidedAt ? `，${formatInstant(decidedAt, 'R')}` : ''}。`,
  'creators.application-old': ({ userId }) =>
    `<@${userId}> 后来又重新提交了申请。用 \`/creator applications\` 查看等待处理的申请。`,
  'creators.own': () => '不能处理自己的申请，请让同事来处理。',
};

export const creatorsCommands = {
  creator: {
    name: '创作者',
    description: '创作课程：申请，查看课程数据',
    subcommands: {
      apply: { name: '申请', description: '申请成为创作者，或查看申请进度' },
      applications: { name: '申请列表', description: '等待处理的申请（管理人员）' },
      ...insightCreatorActions,
      remove: {
        name: '移除',
        description: '取消创作者资格，已发布的课程保留（管理人员）',
        options: {
          member: { name: '成员', description: '哪位创作者' },
          reason: { name: '理由', description: '为什么，对方可以看到' },
        },
      },
    },
  },
} satisfies Record<string, CommandWords>;
