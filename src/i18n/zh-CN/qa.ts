/** Simplified Chinese words of live questions and answers about a course. */
import type {
  qa as english,
  qaCommands as englishCommands,
  qaRefusals as englishRefusals,
} from '../en/qa.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import { core } from './core.ts';

const count = (value: number) => formatCount(value, 'zh-CN');

const states: typeof english.states = {
  planned: '未开始',
  open: '进行中',
  closing: '已结束',
  closed: '已结束',
  cancelled: '已取消',
};

const questionStates: typeof english.questionStates = {
  open: '待回答',
  taken: '正在回答',
  answered: '已回答',
  dismissed: '已略过',
};

const acts = {
  ask: '提问',
  vote: '投票',
  next: '回答问题',
  move: '修改',
  'put-off': '改时间',
  close: '结束',
  cancel: '取消',
};

export const qa: typeof english = {
  states,
  questionStates,
  suggestion: ({ id, title, at }) => `#${id} · ${at} ·《${title}》`,
  post: {
    title: ({ title }) => `课程答疑：《${title}》`,
    planned: ({ startsAt, minutes }) =>
      `🗓️ ${formatInstant(startsAt, 'F')}（${formatInstant(startsAt, 'R')}），时长 ${count(minutes)} 分钟`,
    open: ({ endsAt }) => `🟢 **正在进行**，预计 ${formatInstant(endsAt, 't')} 结束`,
    inVoice: ({ voiceId }) => `🔊 地点：<#${voiceId}>`,
    closed: ({ closedAt }) =>
      `${closedAt ? `${formatInstant(closedAt)} ` : ''}已结束。问答会一直保留，可以用 \`/qa search\` 搜索。`,
    cancelled: ({ startsAt }) => `❌ **已取消。**原定于 ${formatInstant(startsAt, 'F')}。`,
    moved: ({ channelId }) => `本场答疑已移至 <#${channelId}>。`,
    counts: ({ open, taken, answered, votes }) =>
      `❓ 待回答 ${count(open + taken)} · ✅ 已回答 ${count(answered)} · 👍 ${count(votes)} 票`,
    how: ({ anonymous }) =>
      `能学这门课的成员都可以提问和投票，开始之前也可以。票数高的问题优先回答。${anonymous ? '可以匿名提问。' : ''}`,
    ask: '提问',
    vote: '投票',
    questions: '问题列表',
    question: '问题',
    answer: '回答',
    answerFor: ({ asker }) => `${asker}，你的问题有回答了：`,
    asker: ({ userId }) => (userId === null ? '匿名提问' : `提问：<@${userId}>`),
    answeredBy: ({ userId }) => (userId === null ? '已回答' : `回答：<@${userId}>`),
    dismissed: ({ reason }) => (reason ? `已略过：${escapeMarkup(reason)}` : '已略过'),
  },
  event: {
    name: ({ id, title }) => `答疑 ${id}：《${title}》`,
    description: ({ channelId }) => `这门课程的在线答疑。在 <#${channelId}> 提问和投票，现在就可以开始。`,
  },
  opened: ({ id, channelId, startsAt, isOpen }) =>
    isOpen
      ? `答疑 #${id} 已在 <#${channelId}> 开始。用 \`/qa next\` 领取第一个问题。`
      : `答疑 #${id} 定于 ${formatInstant(startsAt, 'F')}（${formatInstant(startsAt, 'R')}）在 <#${channelId}> 进行，到时自动开始。现在就可以提问。`,
  moved: ({ id, channelId, startsAt, minutes }) =>
    `答疑 #${id}：${formatInstant(startsAt, 'F')}（${formatInstant(startsAt, 'R')}），时长 ${count(minutes)} 分钟，在 <#${channelId}>。`,
  closed: ({ id, waiting }) =>
    waiting === 0
      ? `答疑 #${id} 已结束。`
      : `答疑 #${id} 已结束，还有 ${count(waiting)} 个问题没有回答；现在仍可用 \`/qa next\` 继续回答。`,
  cancelled: ({ id }) => `答疑 #${id} 已取消，频道里的消息已注明。`,
  eventMade: ({ address }) => `Discord 活动：${address}`,
  problem: ({ sentence }) => `⚠️ 答疑已安排好，但是：${sentence}`,
  mend: '解决之后用 `/qa move` 再试一次。',
  form: {
    title: '提问',
    question: '你想知道什么？',
    name: '是否署名？',
    named: '署名：有回答时会通知我',
    anonymous: '匿名：谁也看不到是我问的',
  },
  asked: ({ anonymous, startsAt, isOpen }) =>
    [
      '问题已收到，其他人现在可以为它投票。',
      anonymous
        ? '谁也看不到是你问的，管理人员也不例外，所以有回答时无法通知你，请到“问题列表”里查看。'
        : '有回答时会通知你。',
      ...(isOpen ? [] : [`答疑${formatInstant(startsAt, 'R')}开始。`]),
    ].join('\n'),
  vote: {
    title: '哪些问题应该先回答？',
    none: '现在没有等待投票的问题。',
    choose: '给一个问题投票，或收回你的票',
    give: '投一票',
    takeBack: '收回你的票',
    line: ({ number, text, votes, hasVoted, isOwn }) =>
      `**${number}.** ${text}\n-# 👍 ${count(votes)} 票${hasVoted ? ' · 你已投票' : ''}${isOwn ? ' · 你的问题' : ''}`,
  },
  list: {
    questions: '问题列表',
    none: '还没有人提问。',
    read: '查看全文',
    question: ({ text, state, votes }) =>
      `${state === 'answered' ? '✅' : '❓'} ${text}\n-# ${questionStates[state]} · 👍 ${count(votes)} 票`,
    answer: ({ text }) => `> ${text}`,
    found: ({ title, words, total }) =>
      `《${title}》：${words ? `“${words}”相关的` : ''}回答 ${count(total)} 条`,
    noneFound: '没有找到。换几个词，或少用几个词试试；也可以在下一场答疑里提问。',
    sessions: ({ total }) => (total === 0 ? '课程答疑' : `课程答疑：共 ${count(total)} 场`),
    noSessions: {
      upcoming: '没有未开始或进行中的答疑。创作者和管理人员可以用 `/qa open` 安排一场。',
      past: '还没有结束的答疑。',
    },
    session: ({ id, title, state, startsAt, link }) =>
      `**#${id}《${title}》** · ${states[state]}\n-# ${formatInstant(startsAt, 'F')}${link ? ` · [查看消息](${link})` : ''}`,
    page: ({ page, pages }) => `第 ${count(page)} 页，共 ${count(pages)} 页`,
    back: '上一页',
    next: '下一页',
  },
  panel: {
    none: '没有待回答的问题了。🎉',
    votes: ({ votes }) => `👍 ${count(votes)} 票`,
    yours:
      '这个问题由你来回答，15 分钟内不会分给别人。口头或文字回答都可以，请把回答记在这里，方便以后查阅。',
    answer: '记录回答',
    dismiss: '略过',
    putBack: '放回去',
    next: '下一个问题',
    answerTitle: '回答',
    answerField: '回答内容，或现场回答的要点',
    dismissTitle: '略过这个问题',
    reasonField: '原因',
    reasonHint: '可不填。打开这个问题的人会看到。',
    answered: ({ channelId }) => `已回答，回答已发到 <#${channelId}> 并保留。`,
    dismissed: '已略过。',
    back: '已放回，等待回答。',
  },
};

const session = { name: '场次', description: '哪一场；输入时从提示中选择' };
const when = '现在、20:00（今天或明天）或 2026-03-02 20:00，按社区时区';

export const qaCommands: typeof englishCommands = {
  qa: {
    name: '答疑',
    description: '课程在线答疑',
    subcommands: {
      open: {
        name: '安排',
        description: '安排一场答疑，或马上开始（创作者、管理人员）',
        options: {
          course: { name: '课程', description: '关于哪门课' },
          when: { name: '时间', description: when },
          minutes: { name: '分钟', description: '时长；不填为一小时' },
          channel: { name: '频道', description: '消息发在哪里；不填为当前频道' },
          voice: { name: '语音', description: '在哪个语音频道进行；不填则用文字' },
          anonymous: { name: '匿名', description: '是否可以匿名提问' },
        },
      },
      next: {
        name: '下一个',
        description: '领取票数最高的问题（创作者、管理人员）',
        options: { session },
      },
      move: {
        name: '改期',
        description: '改时间、时长或频道（创作者、管理人员）',
        options: {
          session,
          when: { name: '时间', description: when },
          minutes: { name: '分钟', description: '时长' },
          channel: { name: '频道', description: '消息发在哪里' },
        },
      },
      cancel: {
        name: '取消',
        description: '取消一场答疑，频道里的消息会注明（创作者、管理人员）',
        options: { session },
      },
      close: {
        name: '结束',
        description: '结束一场答疑，问答会保留（创作者、管理人员）',
        options: { session },
      },
      list: {
        name: '列表',
        description: '未开始、进行中或已结束的答疑',
        options: {
          show: {
            name: '范围',
            description: '看哪些；不填为未开始和进行中的',
            choices: { upcoming: '未开始和进行中', past: '已结束' },
          },
          course: { name: '课程', description: '只看这门课' },
        },
      },
      search: {
        name: '搜索',
        description: '搜索一门课的问题与回答',
        options: {
          course: { name: '课程', description: '关于哪门课' },
          words: { name: '关键词', description: '问题或回答里出现的词' },
        },
      },
    },
  },
};

export const qaRefusals: typeof englishRefusals = {
  'qa.unknown': () => '没有这场答疑或这个问题。请在输入时从提示中选择。',
  'qa.session-state': ({ state, act, startsAt }) => {
    if (state === 'planned')
      return `答疑还没开始：${formatInstant(startsAt, 'F')}（${formatInstant(startsAt, 'R')}）起才能${acts[act]}。`;
    if (state === 'open') return `答疑正在进行，不能再${acts[act]}了。`;
    if (act === (state === 'cancelled' ? 'cancel' : 'close')) return `这场答疑已经${acts[act]}了。`;
    return `这场答疑${states[state]}，不能再${acts[act]}了。用 \`/qa list\` 查看之后的场次。`;
  },
  'qa.channel-closed': ({ channelId, missing }) =>
    `你不能在 <#${channelId}> 举办答疑：你在那里缺少权限 ${missing.map((name) => core.permissions[name] ?? name).join('、')}。请选择一个你自己能使用的频道。`,
  'qa.too-far': ({ startsAt, days }) =>
    `${formatInstant(startsAt, 'F')} 太远了：答疑须在 ${count(days)} 天之内开始。请检查年份。`,
  'qa.too-many-sessions': ({ most }) =>
    `未开始和进行中的答疑已有 ${count(most)} 场，不能再多了。请先结束或取消一场。`,
  'qa.too-many-questions': ({ most }) =>
    `你在这场答疑里已有 ${count(most)} 个问题待回答。等有了回答再继续提问；也可以为别人的问题投票。`,
  'qa.empty': () => '内容只有空格，请写点什么。',
  'qa.not-anonymous': () => '这场答疑只接受署名提问。请选择“署名”，或不提问。',
  'qa.question-state': ({ state }) => `这个问题${questionStates[state]}，不能再这样操作了。`,
  'qa.own-question': () => '这是你自己的问题，投票是为了看还有多少人想知道。',
  'qa.taken-by-other': ({ userId }) =>
    `这个问题正由${userId ? ` <@${userId}> ` : '别人'}回答。用 \`/qa next\` 领取另一个。`,
};
