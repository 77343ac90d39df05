/** Simplified Chinese words of /membership, of reminders and of welcomes. */
import type { membership as english, membershipCommands as englishCommands } from '../en/membership.ts';
import { formatCount, formatDay, formatInstant } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';

const LONGEST_WORDS = 900;

const days = (count: number): string => `${formatCount(count, 'zh-CN')} 天`;

const bold = (name: string): string => `**${escapeMarkup(name)}**`;

const until = (facts: { endsAt: Date; lastOn: string }): string =>
  `有效期至 ${formatInstant(facts.endsAt)}（最后一天：${formatDay(facts.lastOn, 'zh-CN')}）`;

export const membership: typeof english = {
  title: (facts) => `你在 ${facts.community} 的会员身份`,
  noTiers: '本社区没有付费会员等级。',
  nothingHeld: '你目前在这里没有付费会员等级。',
  held: (facts) => `🟢 ${bold(facts.tier)}，${until(facts)}，${formatInstant(facts.endsAt, 'R')}到期`,
  heldOpenEnded: (facts) => `🟢 ${bold(facts.tier)}，长期有效`,
  heldRenewing: (facts) =>
    facts.endsAt
      ? `🟢 ${bold(facts.tier)}，在 Discord 购买；目前有效期至 ${formatInstant(facts.endsAt)}，${formatInstant(facts.endsAt, 'R')}到期`
      : `🟢 ${bold(facts.tier)}，在 Discord 购买；会自动续订，直到你在 Discord 取消`,
  inGrace: (facts) =>
    `🟠 ${bold(facts.tier)} 已于 ${formatInstant(facts.endsAt)} 到期。宽限期内权益不变，到 ${formatInstant(facts.graceEndsAt)} 为止（${formatInstant(facts.graceEndsAt, 'R')}）。`,
  since: (facts) => `开始于 ${formatInstant(facts.since, 'D')}`,
  opens: (facts) => `权益：${shorten(facts.opens, LONGEST_WORDS)}`,
  toCome: '接下来',
  alsoRuns: (facts) =>
    facts.endsAt
      ? `▫️ ${bold(facts.tier)} 同时有效，至 ${formatInstant(facts.endsAt)}`
      : `▫️ ${bold(facts.tier)} 同时有效，没有到期时间`,
  begins: (facts) =>
    facts.to
      ? `🗓️ ${bold(facts.tier)}：${formatInstant(facts.from)} 起，至 ${formatInstant(facts.to)}`
      : `🗓️ ${bold(facts.tier)}：${formatInstant(facts.from)} 起`,
  waits: (facts) =>
    `⏸️ ${bold(facts.tier)} 暂不计时，等其他付费时间结束${facts.left ? `；还剩 ${facts.left}` : ''}`,
  waitsUntil: (facts) =>
    `⏸️ ${bold(facts.tier)} 暂不计时，等其他付费时间结束${facts.left ? `（还剩 ${facts.left}）` : ''}，${formatInstant(facts.from)} 继续`,
  paused: (facts) =>
    `⏸️ ${bold(facts.tier)} 已暂停${facts.left ? `，还剩 ${facts.left}` : ''}。管理人员可以恢复。`,
  invited: (facts) => `✉️ ${bold(facts.tier)} 会在确认你加入后开始，一小时以内`,
  left: (left) => {
    const hours = Math.floor(left.ms / 3_600_000);
    if (left.days === 0) return `${hours} 小时`;
    return hours > 0 ? `${days(left.days)} ${hours} 小时` : days(left.days);
  },
  howToExtend: '如何续费',
  howToGet: '如何开通',
  howToUnknown: '请联系本社区的管理人员。',
  howTo: (facts) => shorten(facts.howTo, LONGEST_WORDS),
  price: (facts) =>
    [
      `- ${bold(facts.tier)}`,
      ...(facts.price ? [`：${facts.price}`] : []),
      ...(facts.days ? [facts.price ? ` / ${days(facts.days)}` : `：${days(facts.days)}`] : []),
    ].join(''),
  priceOpens: (facts) => `  ${shorten(facts.opens, 200)}`,
  reminderOn: (facts) => `🔔 到期前 ${days(facts.days)}我会私信提醒你，只在那时提醒一次。`,
  reminderSent: '🔔 这次到期我已经私信提醒过你了。',
  reminderFailed:
    '🔕 我没能给你发私信：你不接收我的私信。请在本服务器菜单的“隐私设置”里允许私信；下次到期前我会再提醒你。',
  paymentsTitle: '你的付款记录',
  noPayments: '没有付款记录。',
  paymentLine: (facts) =>
    [
      `- ${formatInstant(facts.at, 'D')}`,
      facts.amount ?? '未记录金额',
      ...(facts.reference ? [`流水号 ${escapeMarkup(shorten(facts.reference, 60))}`] : []),
      ...(facts.refunded ? [`↩️ 已退款 ${facts.refunded}`] : []),
    ].join(' · '),
  page: (facts) => `第 ${facts.page} 页，共 ${facts.pages} 页`,
  buttons: {
    show: '我的会员',
    remind: '到期前提醒我',
    doNotRemind: '不再提醒我',
    payments: (facts) => `我的付款（${formatCount(facts.count, 'zh-CN')}）`,
    back: '返回',
    newer: '较新',
    older: '较早',
  },
  reminder: (facts) =>
    [
      `🔔 你在 ${bold(facts.community)} 的 ${bold(facts.tier)} ${formatInstant(facts.endsAt, 'R')}到期：${until(facts)}。`,
      ...(facts.graceEndsAt ? [`宽限期内权益不变，到 ${formatInstant(facts.graceEndsAt)} 为止。`] : []),
      ...(facts.nextTier ? [`之后 ${bold(facts.nextTier)} 继续有效。`] : []),
      `**如何续费：** ${facts.howTo ? shorten(facts.howTo, LONGEST_WORDS) : '请联系那里的管理人员。'}`,
      '',
      '这条消息是应你的要求发送的。在社区里用 `/membership` 可以查看详情，也可以关闭提醒。',
    ].join('\n'),
  welcome: (facts) =>
    [
      `🎉 欢迎 ${facts.userIds.map((id) => `<@${id}>`).join('、')} 成为 ${bold(facts.tier)} 会员！`,
      ...(facts.opens ? [shorten(facts.opens, LONGEST_WORDS)] : []),
    ].join('\n'),
};

export const membershipCommands: typeof englishCommands = {
  membership: {
    name: '会员',
    description: '你在这里的付费会员身份：到期时间、如何续费、付款记录',
  },
};
