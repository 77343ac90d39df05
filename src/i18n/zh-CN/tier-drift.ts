/** Simplified Chinese words for what differs between the ledger and the roles. */
import type { RoleProblem } from '../../roles/roles.ts';
import type { tierDrift as english, tierDriftCommands as englishCommands } from '../en/tier-drift.ts';
import { formatCount } from '../format.ts';
import { roleProblems } from './tiers-refusals.ts';

const count = (value: number): string => formatCount(value, 'zh-CN');

const lasting = (ms: number): string => {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? `${minutes} 分钟` : `${Math.round(minutes / 60)} 小时`;
};

const failures: Record<RoleProblem, string> = {
  'role-gone': '身份组已不存在',
  'role-above': '身份组排在我的上面',
  'role-managed': '身份组由集成应用管理',
  'no-permission': '我没有“管理身份组”权限',
  discord: 'Discord 多次没有响应',
};

export const tierDrift: typeof english = {
  title: '身份组与账本核对',
  repairTitle: '修正身份组',
  summaryTitle: '付费身份组需要处理',
  fine: '✅ 每个等级的身份组，都正好由账本上持有该等级的成员拥有。',
  incomparable:
    '⚠️ 我还不知道全部成员，无法核对身份组。如果没有开启成员意图（members intent），就一直无法核对，详见 `/diagnose`。',
  withoutRole: (facts) => `**已付费但没有身份组：${count(facts.count)} 人**`,
  surplus: (facts) => `**有身份组，但账本上没有（或已到期）：${count(facts.count)} 人**`,
  unknown: (facts) => `**有身份组，但从未被授予过等级：${count(facts.count)} 人**`,
  openEnded: (facts) => `**没有到期日的授予：${count(facts.count)} 项**`,
  obstacles: '**我无法管理的身份组**',
  obstacle: (facts) => `- ${roleProblems[facts.problem](facts)}。`,
  lacks: (facts) => `- <@${facts.userId}> 缺少 <@&${facts.roleId}>`,
  holds: (facts) => `- <@${facts.userId}> 拥有 ${facts.roleIds.map((roleId) => `<@&${roleId}>`).join(' ')}`,
  endless: (facts) => `- <@${facts.userId}>：${facts.name}`,
  more: (facts) => `- ……另有 ${count(facts.count)} 项`,
  itself: '-# 这些我每小时会自动修正；`/tier repair` 可以立即修正。',
  stuck: '-# 涉及我无法管理的身份组的，在问题解决之前保持原样。',
  askFirst:
    '-# 没有你的确认，我不会动这些成员：请先用 `/tier import` 补录已付费的，再用 `/tier repair` 收回其余的。',
  endlessHint: '-# 可以先撤销再重新授予并写明期限；如果本来就是长期的，不用处理。',
  open: (facts) => `⏳ 正在同步到 Discord：${count(facts.count)} 项，最多落后账本 ${lasting(facts.lagMs)}。`,
  failed: (facts) => `⛔ 最近一天被拒绝：${count(facts.count)} 项（${failures[facts.problem]}）。`,
  summary: {
    withoutRole: (facts) => `- ${count(facts.count)} 名成员已付费，但没有身份组。`,
    surplus: (facts) => `- ${count(facts.count)} 名成员已不再付费，却还留着身份组。`,
    unknown: (facts) => `- ${count(facts.count)} 名成员有付费身份组，但从未被授予过等级。`,
    openEnded: (facts) => `- ${count(facts.count)} 项授予没有到期日。`,
    lag: (facts) => `- ${count(facts.count)} 个身份组仍在同步，最多落后账本 ${lasting(facts.lagMs)}。`,
    next: '用 `/tier drift` 查看详情，用 `/tier repair` 修正。',
    mended: '✅ 身份组与账本已重新一致。',
  },
  repair: {
    would: (facts) =>
      `将给予 ${count(facts.give)} 个身份组，收回 ${count(facts.take)} 个。目前还没有任何改动。`,
    unknownToo: (facts) =>
      `⚠️ 其中 ${count(facts.count)} 名成员从未被授予过等级，他们会失去身份组。已经付费的，请先为他们授予等级。`,
    moreByNow: '与你查看时相比，又有更多不一致。目前还没有任何改动，请再确认一次：',
    apply: '开始修正',
    nothing: '没有需要修正的地方。',
    cannot: '在上述问题解决之前，这些都无法修正。',
    begun: (facts) => `已开始：给予 ${count(facts.given)} 个身份组，收回 ${count(facts.taken)} 个。`,
    progress: (facts) =>
      `已完成 ${count(facts.done)} · 进行中 ${count(facts.open)}${facts.absent > 0 ? ` · 不在服务器 ${count(facts.absent)}` : ''}`,
    failed: (facts) => `⛔ ${count(facts.count)} 项被拒绝：${failures[facts.problem]}。`,
    refused: (facts) => `- <@${facts.userId}> <@&${facts.roleId}>：${failures[facts.problem]}`,
    refresh: '刷新',
  },
};

export const tierDriftCommands: { [K in keyof typeof englishCommands]: (typeof englishCommands)[K] } = {
  drift: { name: '核对', description: '查看身份组与账本哪里不一致，以及原因' },
  repair: { name: '修正', description: '修正身份组：先显示会改动什么' },
};
