/** Simplified Chinese words of paid tiers: what /tier answers. */
import { formatCount, formatDay, formatInstant } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import type { tiers as english } from '../en/tiers.ts';
import { roleProblems } from './tiers-refusals.ts';

const days = (count: number) => `${formatCount(count, 'zh-CN')} 天`;
const until = (facts: { endsAt: Date; lastOn: string }) =>
  `到 ${formatInstant(facts.endsAt)}（最后一天：${formatDay(facts.lastOn, 'zh-CN')}）`;
const people = (count: number) => `${formatCount(count, 'zh-CN')} 名成员`;

const sources: typeof english.history.sources = {
  manual: '手动',
  import: '导入',
  invite: '邀请',
  entitlement: 'Discord 商店',
  clock: '到时自动',
};

const kinds: typeof english.history.kinds = {
  granted: '授予',
  extended: '延长',
  upgraded: '升级',
  downgraded: '降级',
  paused: '暂停',
  resumed: '恢复',
  revoked: '撤销',
  refunded: '退款',
  redated: '到期日有变',
  withdrawn: '收回',
  lapsed: '邀请过期',
  joined: '加入服务器',
  started: '开始',
  waiting: '等待',
  continued: '继续',
  grace: '进入宽限期',
  expired: '到期',
};

const memberStates = {
  paying: '当前拥有等级的成员',
  grace: '处于宽限期的成员',
  'open-ended': '无到期日的成员',
  waiting: '已暂停、等待中或尚未开始的成员',
  ended: '曾经拥有、现在没有等级的成员',
};

export const tiers: typeof english = {
  days,
  name: (facts) => (facts.archived ? `${facts.name}（已归档）` : facts.name),
  unknownTier: '未知等级',
  newer: '最新',
  older: '更早',
  first: '第一页',
  next: '下一页',
  more: (facts) => `……另有 ${formatCount(facts.count, 'zh-CN')} 项`,

  grant: {
    active: (facts) => `**${facts.tier}** ${until(facts)}`,
    openEnded: (facts) => `**${facts.tier}** 无到期日`,
    scheduled: (facts) => `**${facts.tier}** 从 ${formatInstant(facts.startsAt)} 开始`,
    following: (facts) => `**${facts.tier}** 在本期结束后开始`,
    invited: (facts) => `**${facts.tier}** 从加入服务器时开始`,
    waiting: (facts) => `**${facts.tier}** 等待中：其他付费时间生效期间不计时，天数不会减少`,
    paused: (facts) => `**${facts.tier}** 已暂停`,
    grace: (facts) =>
      `**${facts.tier}** 已到期；宽限期内仍可使用，到 ${formatInstant(facts.graceEndsAt)} 为止`,
    ended: (facts) => `**${facts.tier}** 已结束`,
    left: (facts) => `${facts.text}（剩余${facts.days === 0 ? '不到一天' : ` ${days(facts.days)}`}）`,
    lasting: (facts) => `${facts.text}（共 ${days(facts.days)}）`,
    upTo: (facts) => `${facts.text}，${until(facts)}`,
  },

  answer: {
    titles: {
      grant: '已授予',
      extend: '已延长',
      upgrade: '已升级',
      downgrade: '已降级',
      pause: '已暂停',
      resume: '已恢复',
      revoke: '已撤销',
      refund: '已退款',
    },
    refusedTitle: (facts) => `账本${facts.title}，但身份组尚未到位`,
    about: (facts) => `<@${facts.userId}> · ${facts.text}`,
    noGrant: '使用权限不变',
    noneHeld: '对方目前没有等级，使用权限没有变化',
    endedMany: (facts) => `${facts.text}（共结束 ${formatCount(facts.count, 'zh-CN')} 项授予）`,
    noAccess: '从现在起没有任何等级。',
    fromNowOn: '**从现在起**',
    toCome: '**仍然拥有**',
    stretch: (facts) =>
      `- ${facts.tier}${facts.inGrace ? '（宽限期）' : ''}：${formatInstant(facts.from)} – ${facts.to ? formatInstant(facts.to) : '无到期日'}`,
    beside: (facts) => `- 另有：${facts.text}`,
    paid: (facts) =>
      `💰 ${[...(facts.amount ? [facts.amount] : []), ...(facts.reference ? [`流水号 ${escapeMarkup(facts.reference)}`] : [])].join(' · ')}`,
    refunded: (facts) => `💰 已退 ${facts.amount}（付款：${facts.payment}）`,
    receipt: '🧾 收据已保存，可用 `/tier history` 查看。',
    notHere: (facts) => `<@${facts.userId}> 不在服务器里。账本已记下；对方加入后会获得身份组。`,
    known: (facts) =>
      `流水号 ${escapeMarkup(facts.reference)} 早已记录：${facts.actorId ? `<@${facts.actorId}> ` : ''}${formatInstant(facts.at)} 为 <@${facts.userId}> ${kinds[facts.kind]}。因此没有任何改动。`,
    unchanged: '没有需要改动的内容。',
    justBefore: (facts) =>
      `<@${facts.actorId}> ${formatInstant(facts.at, 'R')}已经操作过：${kinds[facts.kind]} ${facts.tier}。现有情况见 \`/tier history\`。`,
  },

  roles: {
    given: (facts) => `✅ 已给予身份组 <@&${facts.roleId}>`,
    taken: (facts) => `✅ 已收回身份组 <@&${facts.roleId}>`,
    hadIt: (facts) => `✅ 身份组 <@&${facts.roleId}>：原本就有`,
    hadItNot: (facts) => `✅ 身份组 <@&${facts.roleId}>：原本就已没有`,
    stays: (facts) => `✅ 身份组 <@&${facts.roleId}> 保持不变`,
    open: (facts) =>
      `⏳ 正在${facts.wanted ? '给予' : '收回'}身份组 <@&${facts.roleId}>：Discord 尚未答复${facts.others > 0 ? `，另有 ${formatCount(facts.others, 'zh-CN')} 项身份组变更待处理` : ''}。结果见 \`/tier history\`。`,
    absent: (facts) =>
      facts.wanted
        ? `⏳ 身份组 <@&${facts.roleId}>：对方不在服务器里，加入后会获得`
        : `✅ 身份组 <@&${facts.roleId}>：对方不在服务器里，因此没有`,
    failed: (facts) =>
      `⚠️ 身份组 <@&${facts.roleId}> 无法${facts.wanted ? '给予' : '收回'}：${facts.problem}。问题解决后我会自动重试。`,
    missing: (facts) => `⚠️ 对方缺少身份组 <@&${facts.roleId}>。用 \`/tier repair\` 补上。`,
    replaced: (facts) => `身份组 <@&${facts.roleId}>：已被之后的变更取代`,
    problems: { ...roleProblems, discord: () => 'Discord 一再出错' },
    after: (facts) =>
      facts.seconds < 1 ? facts.text : `${facts.text}（用时 ${formatCount(facts.seconds, 'zh-CN')} 秒）`,
  },

  definitions: {
    created: '等级已创建。',
    saved: '已保存。',
    archived: (facts) =>
      `**${facts.tier}** 已归档，不再授予。${facts.holders === 0 ? '目前没有人拥有它。' : `已有的会持续到各自到期（${people(facts.holders)}）。`}`,
    roleMoves: (facts) => `${people(facts.count)}会换成新的身份组，旧的会被收回。`,
    listTitle: '会员等级',
    empty: '还没有等级。创建一个：`/tier create`。要设置价格，请先设置货币：`/tier settings currency:`。',
    rank: (facts) => `级别 ${facts.rank}`,
    names: (facts) => `English：${facts.en} · 中文：${facts.zh}`,
    price: (facts) => (facts.days === null ? facts.amount : `${facts.amount} / ${days(facts.days)}`),
    holders: (facts) => people(facts.count),
    welcomes: (facts) => `在 <#${facts.channelId}> 欢迎新成员`,
    problem: (facts) => `⚠️ ${facts.problem}。`,
    noWelcome: (facts) => `⚠️ 无法发送欢迎消息：${facts.sentence}`,
    revenue: {
      thisMonth: '本月至今',
      lastMonth: '上月',
      line: (facts) =>
        `**${facts.span}** ${facts.net}${facts.refunded ? `（收款 ${facts.paid}，退款 ${facts.refunded}）` : ''} · ${formatCount(facts.payments, 'zh-CN')} 笔付款`,
    },
  },

  settings: {
    title: '会员等级的设置',
    saved: '已保存。',
    labels: {
      currency: '货币',
      overlap: '同时拥有多个等级',
      grace: '宽限期',
      reminder: '到期提醒',
      unknownRoles: '从未被授予等级的人持有的等级身份组',
      howTo: '如何续费（英文）',
      howToZh: '如何续费（中文）',
    },
    overlaps: {
      wait: '较高等级生效期间，较低等级暂停计时，天数不减',
      parallel: '较低等级与较高等级同时计时',
    },
    unknownRoles: { keep: '保留；可用 `/tier drift` 查看', remove: '收回' },
    noGrace: '无：付费时间结束即失效',
    grace: (facts) => `到期后 ${days(facts.days)}`,
    reminder: (facts) => `到期前 ${days(facts.days)}，只提醒要求提醒的成员`,
  },

  members: {
    title: (facts) => {
      const what = facts.state === 'ending' ? `${days(facts.days)}内到期的成员` : memberStates[facts.state];
      return `${what}${facts.tier ? ` · ${facts.tier}` : ''}（${formatCount(facts.count, 'zh-CN')}）`;
    },
    none: '没有。',
    since: (facts) => `自 ${formatInstant(facts.at, 'D')}`,
    ends: (facts) =>
      facts.inGrace
        ? `${formatInstant(facts.at, 'D')} 到期，宽限期中`
        : `到 ${formatInstant(facts.at)}（${formatInstant(facts.at, 'R')}）`,
    openEnded: '无到期日',
  },

  history: {
    title: '账本',
    of: (facts) => `<@${facts.userId}>`,
    now: (facts) => `目前：${facts.text}`,
    nothingNow: '没有等级',
    empty: '账本里没有这位成员的记录。',
    kinds,
    sources,
    line: (facts) =>
      `**${facts.kind}**${facts.tier ? ` ${facts.tier}` : ''} · ${formatInstant(facts.at)} · ${facts.by} · #${facts.id}`,
    ofPayment: (facts) => `退自付款 ${facts.payment}`,
    recorded: (facts) => `记录于 ${formatInstant(facts.at)}`,
    change: (facts) => (facts.before === null ? facts.after : `${facts.before} → ${facts.after}`),
    facts: {
      until: (facts) => `到 ${formatInstant(facts.at)}`,
      openEnded: '无到期日',
      from: (facts) => `从 ${formatInstant(facts.at)} 起`,
      following: '本期之后',
      invited: '加入时',
      waiting: '等待中',
      paused: '已暂停',
      grace: (facts) => `宽限到 ${formatInstant(facts.at)}`,
      ended: '已结束',
      left: (facts) => `${facts.text}，剩 ${days(facts.days)}`,
    },
    reference: (facts) => `流水号 ${escapeMarkup(facts.reference)}`,
    note: (facts) => `备注：${facts.note}`,
    reason: (facts) => `原因：${facts.reason}`,
    receipt: (facts) => `🧾 #${facts.entryId} 的收据`,
    receiptOf: (facts) => `<@${facts.userId}> 的收据，保存于 ${formatInstant(facts.at)}`,
    receiptPicture: '收据原图',
  },

  payment: (facts) =>
    [facts.amount, formatDay(facts.on, 'zh-CN'), ...(facts.reference ? [facts.reference] : [])].join(' · '),
};
