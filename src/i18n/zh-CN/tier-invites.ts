/** Simplified Chinese words for invites to tiers and products of Discord’s shop. */
import type {
  tierInviteActions as englishActions,
  tierInvites as english,
  tierInvitesRefusals as englishRefusals,
} from '../en/tier-invites.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';
import { core } from './core.ts';

const TEXT_SHOWN = 60;
const PROBLEM_SHOWN = 300;

const quoted = (text: string, most = TEXT_SHOWN) => `“${escapeMarkup(shorten(text, most))}”`;
const count = (value: number) => formatCount(value, 'zh-CN');
const mentions = (userIds: readonly string[], more: number) =>
  userIds.map((id) => `<@${id}>`).join(' ') + (more > 0 ? ` 等，另有 ${count(more)} 人` : '');

export const tierInvites: typeof english = {
  titles: {
    made: '邀请已生成',
    making: '邀请生成中',
    nobody: '没有邀请任何人',
    list: '等级邀请',
    one: (facts) => `邀请 #${facts.id}`,
  },
  mentions: (facts) => mentions(facts.userIds, facts.more),
  forWhom: (facts) => `**${facts.tier}**，共 ${count(facts.count)} 人：${facts.who}`,
  onJoin: '每个人从加入服务器时开始计时，身份组由 Discord 在加入时直接给予。',
  begun: (facts) =>
    `已从 ${formatInstant(facts.at)} 开始计时，不论对方是否加入；身份组由 Discord 在加入时给予。`,
  begins: (facts) =>
    `从 ${formatInstant(facts.at)} 开始计时，不论对方届时是否加入。邀请本身不带身份组，到时由我给予。`,
  lasts: {
    days: (facts) => `持续 ${facts.days}。`,
    until: (facts) => `持续到 ${formatInstant(facts.at)}。`,
  },
  valid: (facts) => `链接有效期至 ${formatInstant(facts.at)}（${formatInstant(facts.at, 'R')}）。`,
  sendIt: '-# 请自行把链接发给对方，其他人无法使用。用 `/tier invite` 可以查看谁已加入。',
  notReady: '⏳ Discord 还在处理名单，链接稍后即可使用。',
  making:
    '⏳ Discord 没有响应，我会自动重试；邀请生成之前不会授予任何等级。请过几分钟用 `/tier invite` 查看。',
  paid: (facts) =>
    `💰 每人记录：${[...(facts.amount ? [facts.amount] : []), ...(facts.reference ? [`流水号 ${escapeMarkup(facts.reference)}`] : [])].join(' · ')}`,
  suffixed: '-# 一次邀请多人时，每人的流水号后面会加上其用户 ID。',
  leftOut: {
    here: (facts) => `- 已在服务器中，请用 \`/tier grant\`：${facts.who}`,
    awaited: (facts) => `- 已在另一个有效的邀请中，见 \`/tier invite\`：${facts.who}`,
    known: (facts) => `- 这个流水号已授予过，没有改动：${facts.who}`,
    refused: (facts) => `- <@${facts.userId}>：${facts.why}`,
  },
  leftOutTitle: '**未邀请**',
  twice: (facts) => `重复填写，只算一次：${facts.who}`,
  unreadable: (facts) => `- 第 ${facts.line} 行：${quoted(facts.text)}不是用户 ID`,
  moreUnreadable: (facts) => `- ……另有 ${count(facts.count)} 处`,
  unreadableTitle: '**无法识别**',
  unreadableHint: '-# 用户 ID 为 17 到 20 位数字。表格软件会把它缩写成 1.2E+17，请先把该列设为文本格式。',

  none: '目前没有邀请。`/tier invite tier: members:` 可以生成只有指定的人才能使用的邀请。',
  line: (facts) =>
    `**#${facts.id}** ${facts.tier} · ${facts.state} · 已加入 ${count(facts.came)}/${count(facts.named)} 人 · 至 ${formatInstant(facts.at, 'D')}`,
  states: {
    making: '生成中',
    open: '有效',
    failed: '被 Discord 拒绝，没有授予任何等级',
    closed: '已结束',
  },
  choose: '查看某个邀请',
  choice: (facts) => `#${facts.id} ${facts.tier}`,
  problem: (facts) => `⛔ 原因：${quoted(facts.problem, PROBLEM_SHOWN)}`,
  gone: '⚠️ 它已在 Discord 中被删除，没有人能再使用。已授予的等级仍为未加入的人保留。',
  came: (facts) => `已加入：${facts.who}`,
  absent: (facts) => `尚未加入：${facts.who}`,
  missed: (facts) => `没有加入：${facts.who}`,
  renew: '生成新链接',
  end: '结束邀请',
  back: '全部邀请',
  told: {
    lapsed: (facts) =>
      `${escapeMarkup(facts.tier)}的邀请 #${facts.id} 已过期，以下的人没有加入：${mentions(facts.userIds, facts.more)}。${facts.isVoid ? '从加入时才开始的等级已作废，付款记录保留。' : '已授予的等级与是否加入无关，会继续计时；加入后即获得身份组。如需收回，请用 `/tier revoke`。'}`,
    unusable: (facts) =>
      `${escapeMarkup(facts.tier)}的邀请 #${facts.id} 无法使用：Discord 无法读取名单（${quoted(facts.problem, PROBLEM_SHOWN)}）。我已收回授予 ${mentions(facts.userIds, facts.more)} 的等级，付款记录保留。`,
  },

  skus: {
    title: 'Discord 商店商品',
    none: '还没有商品对应等级。用 `/tier sku sku: tier:` 指定；商品 ID 见开发者后台的 Monetization 页面。',
    line: (facts) => `\`${facts.skuId}\` → **${facts.tier}**`,
    closed: (facts) => `\`${facts.skuId}\` → 不再授予新的等级，已授予的持续到期满`,
    unnamed: (facts) => `\`${facts.skuId}\` 还没有对应的等级。加上 \`tier:\` 即可指定。`,
    change: '-# 要更改，请加上 `tier:` 或 `remove:True`。',
    named: (facts) =>
      `\`${facts.skuId}\` 现在对应 **${facts.tier}**。购买者在 Discord 规定的期限内拥有该等级，之前的购买也会补上；已按其他等级授予的不变。`,
    removed: (facts) =>
      `\`${facts.skuId}\` 不再授予新的等级。已因它获得等级的成员，在 Discord 规定的期限内继续拥有。`,
    hint: '-# Discord 不告知付款金额，这些购买不计入收入。',
  },
};

const wrongRights = (missing: readonly string[]) =>
  missing.map((name) => core.permissions[name] ?? name).join('、');

export const tierInvitesRefusals: typeof englishRefusals = {
  'invites.permissions': ({ channelId, missing }) =>
    `我无法${channelId ? `为 <#${channelId}> ` : ''}创建或结束邀请：缺少权限 ${wrongRights(missing)}。请在“服务器设置 → 身份组”里为我的身份组开启。没有授予任何等级。`,
  'invites.list-refused': ({ problems }) =>
    `Discord 无法读取邀请名单${problems.length > 0 ? `：${quoted(problems.join('; '), PROBLEM_SHOWN)}` : ''}。没有授予任何等级。`,
  'tiers.invite-nobody': () => '要邀请谁？请在 `members:` 里填写用户 ID 或提及，或附上每行一个 ID 的文件。',
  'tiers.invite-two-lists': () => '`members:` 和文件只能填一个。',
  'tiers.invite-too-many': (facts) =>
    `共有 ${count(facts.count)} 人，而一个邀请最多 ${count(facts.most)} 人。请分成几个邀请。`,
  'tiers.invite-joins-unheard': () =>
    '我收不到成员加入的消息，无法从加入时开始计时，解决办法见 `/diagnose`。也可以用 `from:` 指定开始的日期。',
  'tiers.invite-unknown': () => '没有这个邀请。',
  'tiers.sku-elsewhere': (facts) => `商品 \`${facts.skuId}\` 已对应另一个服务器的等级，请先在那里移除。`,
  'tiers.sku-full': (facts) => `已经有 ${facts.most} 个商品，达到上限。`,
  'tiers.sku-wrong': (facts) =>
    `${quoted(facts.given)}不是商品 ID：它有 17 到 20 位数字，见开发者后台的 Monetization 页面。`,
};

export const tierInviteActions: typeof englishActions = {
  invite: {
    name: '邀请',
    description: '邀请指定的人；不填则列出全部邀请',
    options: {
      tier: { name: '等级', description: '哪个等级' },
      members: { name: '成员', description: '用户 ID 或提及' },
      file: { name: '文件', description: '或每行一个 ID 的文件' },
      days: { name: '天数', description: '多少天' },
      until: { name: '到期日', description: '到哪一天为止' },
      from: { name: '开始日', description: '从哪天开始；留空则从加入时' },
      channel: { name: '频道', description: '加入后进入的频道' },
      'valid-days': { name: '有效天数', description: '链接有效多少天，默认 7' },
      amount: { name: '金额', description: '每人付了多少' },
      reference: { name: '流水号', description: '付款的编号' },
      note: { name: '备注', description: '写入账本' },
    },
  },
  sku: {
    name: '商品',
    description: 'Discord 商店商品对应的等级',
    options: {
      sku: { name: '商品', description: '商品 ID' },
      tier: { name: '等级', description: '哪个等级' },
      remove: { name: '移除', description: '不再授予新的等级' },
    },
  },
};
