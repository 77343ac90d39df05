/** Simplified Chinese words of /diagnose: each finding says how it stands and, where it is not in order, what to do. */
import type { FindingFacts } from '../../diagnosis/diagnosis-rules.ts';
import type { RoleProblem } from '../../roles/roles.ts';
import type {
  diagnosis as english,
  diagnosisCommands as englishCommands,
  diagnosisRefusals as englishRefusals,
} from '../en/diagnosis.ts';
import { formatCount, formatInstant, formatNumber } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import { core } from './core.ts';

const databaseLine = (facts: FindingFacts['database.answering']) =>
  `${facts.kind === 'embedded' ? '内置数据库' : 'PostgreSQL'}：${formatCount(facts.roundTripMs, 'zh-CN')} 毫秒，${formatNumber(facts.sizeBytes / 1_000_000, 1, 'zh-CN')} MB，` +
  `${formatCount(facts.migrationCount, 'zh-CN')} 个迁移${facts.lastMigration ? `，最新 \`${facts.lastMigration}\`` : ''}。`;

const reasons: Record<string, string> = {
  ViewChannel: '才能知道那里有人活动',
  SendMessages: '用来发布报告和问卷',
  EmbedLinks: '用来排版',
  AttachFiles: '用来发布报告图片',
  ReadMessageHistory: '用来找回自己发过的消息，避免重复发布',
  CreatePublicThreads: '用来开设公共子区',
  CreatePrivateThreads: '用来为课程和审核开设私密子区',
  SendMessagesInThreads: '用来在子区里发消息',
  ManageThreads: '用来让成员进出子区、关闭子区',
  CreateEvents: '用来创建直播答疑活动',
};

/** Why a role cannot be given or taken, and what to do. */
const roleProblems: Record<RoleProblem, string> = {
  'role-gone': '该身份组已被删除。请为对应的会员等级另选一个。',
  'role-above': '它排在我的身份组之上。请在“服务器设置 → 身份组”中把我的身份组拖到它上面，之后我会自动继续。',
  'role-managed': '它属于某个集成或由 Discord 管理。请为对应的会员等级另选一个。',
  'no-permission': '我没有“管理身份组”权限。请在“服务器设置 → 身份组”中授予我的身份组，之后我会自动继续。',
  discord: 'Discord 多次出错。我会在下次启动或身份组变动时重试。',
};

const withReasons = (missing: readonly string[]) =>
  missing
    .map((name) => `**${core.permissions[name] ?? name}**${reasons[name] ? `（${reasons[name]}）` : ''}`)
    .join('、');

const mentions = (channelIds: readonly string[]) => channelIds.map((id) => `<#${id}>`).join(' ');

export const diagnosis: typeof english = {
  title: '我的运行状况',
  headline: (facts) =>
    facts.problems + facts.warnings === 0
      ? '一切正常。'
      : [
          facts.problems ? `${facts.problems} 个问题需要处理` : '',
          facts.warnings ? `${facts.warnings} 处需要留意` : '',
        ]
          .filter(Boolean)
          .join('，') + '。',
  version: (facts) => `群管家 ${facts.version} · 时区 ${facts.timeZone}`,
  jobs: {
    'upkeep.backup': '每日备份',
    'upkeep.clear-away': '清理过期的任务与调用记录',
    'reports.activity': '每周活跃度报告',
    'reports.satisfaction': '每周满意度报告',
    'interactions.partitions': '为后续月份准备存储',
    'interactions.retention': '删除超过保留期的互动记录',
    'surveys.settle': '按时关闭问卷',
    'tiers.settle': '会员等级按时开始和结束',
    'tiers.reconcile': '核对身份组与账本',
    'tiers.entitlements': '核对 Discord 商店与账本',
    'tiers.invites': '维护邀请',
    'tiers.welcome': '欢迎新会员',
    'tiers.remind': '到期前提醒会员',
    'creators.settle': '处理创作者申请的通知',
    'courses.settle': '课程审核子区与发布公告',
    'courses.retry': '重试课程未完成的事项',
    'courses.remind': '提醒创作者更新课程',
    'learning.rooms': '核对课程的学员空间',
    'qa.settle': '答疑按时开始和结束',
    'communities.purge-removed': '清除已移除我的服务器的数据',
    'communities.finish-time-zone-changes': '更改时区后重新统计',
  },
  findings: {
    'gateway.connected': (facts) =>
      `已连接 Discord${facts.since ? `，始于 ${formatInstant(facts.since, 'R')}` : ''}${facts.pingMs === null ? '' : `，延迟 ${formatCount(facts.pingMs, 'zh-CN')} 毫秒`}。`,
    'gateway.slow': (facts) =>
      `已连接 Discord，但延迟较高：${formatCount(facts.pingMs, 'zh-CN')} 毫秒。运维人员：请检查机器的网络和负载。`,
    'gateway.away': (facts) =>
      `与 Discord 的连接已断开${facts.since ? `，始于 ${formatInstant(facts.since, 'R')}` : ''}。我会自动重连；如果一直不恢复，运维人员：请检查网络和日志。`,
    'intents.granted': () => 'Server Members intent：已授予，可以统计加入、离开和成员数。',
    'intents.members-missing': () =>
      'Server Members intent：未授予，无法得知加入、离开、成员数以及问卷的受邀人数。运维人员：请在 <https://discord.com/developers/applications> → 对应应用 → Bot → Privileged Gateway Intents 中开启，然后重启我。',
    'permissions.granted': () => '在本服务器需要的权限都有了。',
    'permissions.missing': (facts) =>
      `我的身份组在本服务器缺少权限：${withReasons(facts.missing)}。请在“服务器设置 → 身份组”中授予。`,
    'channels.visible': (facts) => `我能看到所有频道（${formatCount(facts.count, 'zh-CN')} 个）。`,
    'channels.hidden': (facts) =>
      `${formatCount(facts.count, 'zh-CN')} 个频道中有 ${formatCount(facts.hidden, 'zh-CN')} 个我看不到，那里的活动不会被统计：${mentions(facts.some)}${facts.hidden > facts.some.length ? ' ……' : ''}。如果不是有意为之，请在那里授予我的身份组“查看频道”权限。`,
    'reports-channel.ready': (facts) =>
      `报告发布到 <#${facts.channelId}>，下一次 ${formatInstant(facts.nextAt)}。`,
    'reports-channel.unset': () =>
      '未设置报告频道，因此不会发布每周报告。请设置：`/setup reports-channel:#频道`。',
    'reports-channel.gone': () =>
      '报告频道已被删除，或者我看不到它，无法发布报告。请另选一个：`/setup reports-channel:#频道`。',
    'reports-channel.not-text': (facts) =>
      `报告频道 <#${facts.channelId}> 不是文字频道。请另选一个：\`/setup reports-channel:#频道\`。`,
    'reports-channel.permissions': (facts) =>
      `我在报告频道 <#${facts.channelId}> 缺少：${withReasons(facts.missing)}。请在频道设置的“权限”中授予我的身份组。`,
    'staff-role.set': (facts) => `管理人员是拥有 <@&${facts.roleId}> 身份组的成员。`,
    'staff-role.above': (facts) =>
      `管理人员是拥有 <@&${facts.roleId}> 身份组的成员。它排在我的身份组之上，没有影响：我从不改动它。`,
    'staff-role.unset': () =>
      '未设置管理身份组，目前只有可以管理服务器的成员能发起问卷。请设置：`/setup staff-role:@身份组`。',
    'staff-role.gone': () =>
      '管理身份组已被删除，目前只有可以管理服务器的成员算管理人员。请另选一个：`/setup staff-role:@身份组`。',
    'admin-role.set': (facts) => `只有拥有 <@&${facts.roleId}> 身份组的成员可以授予和更改付费等级。`,
    'admin-role.unset': () =>
      '未设置等级管理身份组，因此没有人可以授予付费等级。需要的话请设置：`/setup admin-role:@身份组`。',
    'admin-role.gone': () =>
      '等级管理身份组已被删除，因此没有人可以授予付费等级。请另选一个：`/setup admin-role:@身份组`。',
    'staff-channel.ready': (facts) => `需要管理人员处理的事会发到 <#${facts.channelId}>。`,
    'staff-channel.unset': () =>
      '未设置管理频道，因此不会主动告知管理人员需要处理的事。请设置：`/setup staff-channel:#频道`。',
    'staff-channel.gone': () =>
      '管理频道已被删除，或者我看不到它，无法告知管理人员需要处理的事。请另选一个：`/setup staff-channel:#频道`。',
    'staff-channel.not-text': (facts) =>
      `管理频道 <#${facts.channelId}> 不是文字频道。请另选一个：\`/setup staff-channel:#频道\`。`,
    'staff-channel.permissions': (facts) =>
      `我在管理频道 <#${facts.channelId}> 缺少：${withReasons(facts.missing)}。请在“频道设置 → 权限”中授予我的身份组。`,
    'welcome-channel.closed': (facts) =>
      facts.missing.length > 0
        ? `无法在 <#${facts.channelId}> 欢迎${escapeMarkup(facts.names['zh-CN'])}的新成员：我在那里缺少 ${withReasons(facts.missing)}。请在“频道设置 → 权限”中授予我的身份组。`
        : `无法欢迎${escapeMarkup(facts.names['zh-CN'])}的新成员：频道已被删除、我看不到它，或者它不是文字频道。请另选一个：\`/tier edit channel:\`。`,
    'course-channel.closed': (facts) =>
      facts.missing.length > 0
        ? `无法在 <#${facts.channelId}> ${facts.use === 'threads' ? '开设课程和审核子区' : '发布课程公告'}：我在那里缺少 ${withReasons(facts.missing)}。请在“频道设置 → 权限”中授予我的身份组。`
        : `无法${facts.use === 'threads' ? '开设课程和审核子区' : '发布课程公告'}：频道已被删除、我看不到它，或者它不是文字频道。请另选一个：\`/course settings\`。`,
    'course-reviewers.too-few': (facts) =>
      `课程需要 ${facts.needed} 人批准，但${facts.count === 0 ? '没有人' : `只有 ${facts.count} 人`}能审核。请让更多人拥有审核身份组（\`/course settings reviewer-role:\`），或减少批准人数（\`approvals:\`）。`,
    'course-reviewer-role.gone': () =>
      '审核身份组已被删除，因此只有管理人员可以审核课程。请另选一个：`/course settings reviewer-role:@身份组`。',
    'course-role.problem': (facts) =>
      `无法给予和收回课程《${escapeMarkup(facts.title)}》的身份组 <@&${facts.roleId}>：它已被删除、位于我的身份组之上、由集成管理，或者我没有“管理身份组”权限。`,
    'roles.not-allowed': () =>
      '我没有“管理身份组”权限，无法给予和收回会员等级的身份组。如需使用，请在“服务器设置 → 身份组”中授予我的身份组。',
    'roles.waiting': (facts) =>
      `还有 ${formatCount(facts.count, 'zh-CN')} 个身份组变更在等待执行，最早的始于 ${formatInstant(facts.sinceAt, 'R')}：Discord 大约每秒允许一个。会员权益以账本为准，立即生效。`,
    'roles.failed': (facts) =>
      `有 ${formatCount(facts.count, 'zh-CN')} 个身份组未能给予或收回：${roleProblems[facts.problem]}`,
    'database.answering': databaseLine,
    'database.slow': (facts) => `${databaseLine(facts)}响应偏慢。运维人员：请检查机器和数据库的负载。`,
    'database.away': () =>
      '数据库没有响应。期间发生的事情会先保存下来，之后自动补写。运维人员：请检查数据库是否运行、磁盘是否有空间，详情见日志。',
    'database.migration-unfinished': (facts) =>
      `迁移 \`${facts.name}\` 已开始但没有完成。运维人员：请检查它留下的改动，再用 \`npx prisma migrate resolve\` 标记，或恢复备份。`,
    'log.flowing': (facts) =>
      `互动记录：最近写入 ${formatInstant(facts.lastFlushAt, 'R')}，${formatCount(facts.buffered, 'zh-CN')} 条待写入。`,
    'log.idle': (facts) => `互动记录：启动以来还没有写入，${formatCount(facts.buffered, 'zh-CN')} 条待写入。`,
    'log.journaling': (facts) =>
      `互动记录：${formatCount(facts.journaled, 'zh-CN')} 条事件暂存在缓冲文件中，数据库恢复后自动补写${facts.trouble ? `（${facts.trouble}）` : ''}。没有丢失。运维人员：请检查数据库。`,
    'log.rejected': (facts) =>
      `互动记录：数据库拒绝了 ${formatCount(facts.rejected, 'zh-CN')} 条事件，它们保存在缓冲文件旁的文件里。运维人员：请查看 docs/operating.md 中的“When something is wrong”。`,
    'log.lost': (facts) =>
      `互动记录：数据库和磁盘同时出错，${formatCount(facts.lost, 'zh-CN')} 条事件无处保存，报告会在覆盖率中体现。运维人员：请清理磁盘空间。`,
    'job.done': (facts) =>
      `${jobName(facts.job)}：上次完成 ${formatInstant(facts.at, 'R')}，下次 ${formatInstant(facts.nextAt, 'R')}。`,
    'job.new': (facts) => `${jobName(facts.job)}：首次执行 ${formatInstant(facts.nextAt, 'R')}。`,
    'job.running': (facts) =>
      `${jobName(facts.job)}：正在执行，始于 ${formatInstant(facts.startedAt, 'R')}。`,
    'job.retrying': (facts) =>
      `${jobName(facts.job)}：失败（${facts.error}），${formatInstant(facts.nextAttemptAt, 'R')} 重试。`,
    'job.failed': (facts) =>
      `${jobName(facts.job)}：${formatInstant(facts.at, 'R')} 失败，不再重试（${facts.error}）。运维人员：详情见日志。`,
    'job.overdue': (facts) =>
      `${jobName(facts.job)}：应在 ${formatInstant(facts.dueAt, 'R')} 执行，但还没有开始。运维人员：请重启我；如果仍然如此，请把日志发给开发者。`,
    'backup.fresh': (facts) => `最近备份：${formatInstant(facts.at, 'R')}。`,
    'backup.old': (facts) =>
      `最近一次备份已经较久：${formatInstant(facts.at, 'R')}。运维人员：请检查磁盘空间和日志。`,
    'backup.none-yet': () => '还没有备份；每天会自动备份一次。',
    'backup.missing': () => '本应每天备份一次，却一直没有备份。运维人员：请检查磁盘空间和日志。',
    'backup.elsewhere': () => '备份由数据库服务器负责，不由我负责。运维人员：请确认已设置备份。',
  },
};

function jobName(job: string): string {
  return diagnosis.jobs[job] ?? `\`${job}\``;
}

export const diagnosisRefusals: typeof englishRefusals = {};

export const diagnosisCommands: typeof englishCommands = {
  diagnose: {
    name: '诊断',
    description: '查看我的运行状况：连接、权限、数据库、互动记录、定时任务，以及需要处理的问题',
  },
};
