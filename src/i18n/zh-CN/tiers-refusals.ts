/** Simplified Chinese sentences for what cannot be done with paid tiers. */
import { decimalsOf } from '../../kernel/money.ts';
import type { AmountProblem } from '../../kernel/money.ts';
import { formatCount, formatInstant, formatMoney } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';
import type {
  roleProblems as englishProblems,
  tiersRefusals as englishRefusals,
} from '../en/tiers-refusals.ts';

/** Whose bookkeeping stays after they asked to be forgotten. */
const NOBODY = '0';

const GIVEN_SHOWN = 60;

const quoted = (text: string) => `“${escapeMarkup(shorten(text, GIVEN_SHOWN))}”`;

export const roleProblems: typeof englishProblems = {
  'role-gone': (facts) => `身份组 <@&${facts.roleId}> 已不存在，请换一个：\`/tier edit role:\``,
  'role-above': (facts) =>
    `<@&${facts.roleId}> 排在我的身份组之上。请在“服务器设置 → 身份组”里把我的身份组移到它上面`,
  'role-managed': (facts) =>
    `<@&${facts.roleId}> 由 Discord 或某个集成管理，任何人都不能手动给予。请换一个：\`/tier edit role:\``,
  'no-permission': () => '我缺少“管理身份组”权限。请在“服务器设置 → 身份组”里为我的身份组开启',
};

const amountProblems: Record<AmountProblem, (currency: string) => string> = {
  comma: () => '里有逗号：有人用它分隔千位，有人用它表示小数。请用小数点、不带逗号，例如 1299.00',
  'not-a-number': () => '不是金额。请写成 1299 或 1299.00，不带货币符号',
  decimals: (currency) =>
    decimalsOf(currency) === 0
      ? `带有小数，而 ${currency} 没有小数`
      : `的小数位太多，${currency} 最多 ${decimalsOf(currency)} 位`,
  'too-large': () => '太大，无法精确计算',
};

export const tiersRefusals: typeof englishRefusals = {
  'tiers.unknown': () => '没有这个等级。请在输入时从提示中选择；`/tier list` 可以查看全部。',
  'tiers.missing': () => '哪个等级？请加上 `tier:` 并从提示中选择。',
  'tiers.archived': () => '这个等级已归档，不能再授予或修改。其他等级见 `/tier list`。',
  'tiers.name-taken': (facts) => `已经有一个等级叫${quoted(facts.name)}了。`,
  'tiers.rank-taken': (facts) =>
    `级别 ${facts.rank} 已属于${quoted(facts.names['zh-CN'])}。等级有高低之分，两个等级不能相同。`,
  'tiers.role-taken': (facts) =>
    `<@&${facts.roleId}> 已经是${quoted(facts.names['zh-CN'])}的身份组。每个等级需要各自的身份组。`,
  'tiers.role-everyone': () => '每个人都有 @everyone，它不能作为付费等级的身份组。请换一个。',
  'tiers.role-problem': ({ roleId, problem }) =>
    `我无法给予这个身份组：${roleProblems[problem]({ roleId })}。`,
  'tiers.role-ruling': (facts) =>
    `<@&${facts.roleId}> 是管理身份组或等级管理身份组，或者带有管理他人的权限（例如“管理消息”“踢出成员”）。付费等级不应让人成为管理人员，请换一个只用来开放频道的身份组。`,
  'tiers.full': (facts) => `已经有 ${facts.most} 个等级，达到上限。请先归档一个。`,
  'tiers.currency-unknown': (facts) =>
    `${quoted(facts.given)}不是货币。请写三个字母的代码，例如 CNY、USD 或 EUR。`,
  'tiers.currency-fixed': (facts) => `已有以 ${facts.currency} 记录的价格或付款，货币不能再改。`,
  'tiers.currency-missing': () => '本社区用哪种货币记账？请先设置一次，再重试：`/tier settings currency:`。',
  'tiers.not-held': (facts) =>
    facts.tierId === null
      ? `<@${facts.userId}> 没有可以这样操作的等级。授予请用 \`/tier grant\`，以往情况见 \`/tier history\`。`
      : `<@${facts.userId}> 没有这个等级，或者它目前不能这样操作。现有情况见 \`/tier history\`。`,
  'tiers.end-past': (facts) =>
    `这样的话在 ${formatInstant(facts.endsAt)}（${formatInstant(facts.endsAt, 'R')}）就已经结束了。请选择更晚的日期。`,
  'tiers.not-longer': (facts) =>
    `现在本来就持续到 ${formatInstant(facts.endsAt)}。请选择更晚的日期；要提前结束请用 \`/tier revoke\`。`,
  'tiers.open-ended': () => '它没有到期日，无法延长，也没有可以接续的时间点。',
  'tiers.not-above': () =>
    '该等级不高于这位成员现有的等级。要延长时间请用 `/tier extend`，要换成较低的等级请用 `/tier downgrade`。',
  'tiers.not-below': () =>
    '该等级不低于这位成员现有的等级。要延长时间请用 `/tier extend`，要换成较高的等级请用 `/tier upgrade`。',
  'tiers.already-followed': () => '本期结束后已经安排了另一个等级。如果要换成别的，请先撤销它。',
  'tiers.in-grace': (facts) =>
    `付费时间已结束，只剩宽限期，到 ${formatInstant(facts.graceEndsAt)} 为止。请选择立即生效，并说明新等级付了多久（\`days:\` 或 \`until:\`）。`,
  'tiers.no-term': () => '要授予多久？这个等级没有设置默认天数：请加上 `days:` 或 `until:`。',
  'tiers.paused': () => '目前已暂停。用 `/tier resume` 恢复。',
  'tiers.not-paused': () => '没有暂停，无需恢复。',
  'tiers.managed-by-source': () =>
    '这是在 Discord 购买的，时长由 Discord 决定，请在那里更改；你也可以另外授予一个等级。',
  'tiers.too-long': (facts) => `每次授予 1 到 ${formatCount(facts.mostDays, 'zh-CN')} 天，请检查这个数字。`,
  'tiers.reference-used': (facts) =>
    `流水号${quoted(facts.reference)}已经用于别的操作：${formatInstant(facts.at)} 用于${facts.userId === NOBODY ? '一位已清除数据的成员' : ` <@${facts.userId}>`}。没有任何改动，请核对。`,
  'tiers.just-done': (facts) => {
    const who = facts.actorId ? `<@${facts.actorId}>` : '有人';
    const what =
      facts.kind === 'extended'
        ? '延长了这位成员的等级'
        : facts.kind === 'refunded'
          ? '给这位成员登记了一笔退款'
          : '为这位成员授予了这个等级';
    const until = facts.endsAt ? `，现在持续到 ${formatInstant(facts.endsAt)}` : '';
    return `${who} ${formatInstant(facts.at, 'R')}${what}${until}，所以我没有做任何改动。如果确实要再做一次，请重新输入命令并加上 \`again:True\`。`;
  },
  'tiers.payment-unknown': (facts) => `<@${facts.userId}> 没有这笔付款。请在输入时从提示中选择。`,
  'tiers.refund-too-much': ({ leftMinor, currency }) =>
    leftMinor <= 0
      ? '这笔付款已经没有可退的金额。'
      : `这笔付款还剩 ${formatMoney({ minor: leftMinor, currency }, 'zh-CN')} 可退。退款须大于零，且不超过这个数。`,
  'tiers.amount': ({ given, problem, currency }) => `${quoted(given)}${amountProblems[problem](currency)}。`,
  'tiers.two-terms': () => '天数（`days:`）和到期日（`until:`）只能填一个。',
  'tiers.bot': (facts) => `<@${facts.userId}> 是机器人，只有真人可以拥有等级。`,
  'tiers.receipt-no-image': (facts) =>
    `${quoted(facts.fileName)}不是我能识别的图片。请以 PNG、JPEG、WebP 或 GIF 附上收据。没有任何改动。`,
  'tiers.receipt-unknown': () => '这张收据已不再保存。',
};
