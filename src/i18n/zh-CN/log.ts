/** Simplified Chinese words of /log, and of the line of coverage on the weekly reports. */
import type { TaskProblem } from '../../backfill/backfill.ts';
import type {
  log as english,
  logCommands as englishCommands,
  logRefusals as englishRefusals,
} from '../en/log.ts';
import { formatCount, formatInstant } from '../format.ts';
import { core } from './core.ts';

const count = (value: number) => formatCount(value, 'zh-CN');

/** 31 分钟、5 小时 20 分钟、2 天 3 小时。 */
const lasting = (ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分钟`;
  return `${Math.floor(hours / 24)} 天${hours % 24 === 0 ? '' : ` ${hours % 24} 小时`}`;
};

/** 覆盖率所指的日期，含今天。 */
const ofDays = (days: number): string => (days === 1 ? '今天' : `最近 ${count(days)} 天`);

const whyLeft: Record<TaskProblem | 'running', string> = {
  running: '正在进行',
  budget: '本次启动的补录量已达上限，下次启动时或使用 `/log backfill` 后继续',
  excluded: '已被排除，恢复统计后会继续',
  'no-permission': '我没有权限读取，恢复权限后会继续',
  discord: 'Discord 没有回应，我会自动重试',
  gone: '频道已不存在',
  unreadable: 'Discord 不提供这里的历史消息',
};

export const log: typeof english = {
  coverage: {
    title: '记录情况',
    whole: (facts) => `**覆盖率 ${facts.percent}**（${ofDays(facts.days)}）`,
    ofChannel: (facts) => `<#${facts.channelId}>：**覆盖率 ${facts.percent}**（${ofDays(facts.days)}）`,
    day: (facts) => [`\`${facts.on}\` ${facts.percent}`, ...facts.notes].join(' · '),
    channel: (facts) => [`<#${facts.channelId}> ${facts.percent}`, ...facts.notes].join(' · '),
    channels: '**有缺口的频道**',
    allSeen: '所有频道全程都有记录。',
    more: (facts) => `……还有 ${count(facts.count)} 行。可以只查一个频道，或减少天数。`,
    gap: (facts) => `- ${formatInstant(facts.from)} – ${formatInstant(facts.to)}：${facts.reason}`,
    lasting: (facts) => `${facts.reason} ${lasting(facts.ms)}`,
    reasons: {
      'not-here': '我还没加入',
      offline: '离线',
      'no-permission': '没有权限',
      excluded: '已排除',
    },
    fetched: (facts) => `${facts.reason}（已补录）`,
    reactions: (facts) => `只知道数量的表情回应：${count(facts.count)} 个，不计入任何指标。`,
    left: (facts) => `尚待补录：${count(facts.channels)} 个频道（${whyLeft[facts.problem ?? 'running']}）。`,
    explain:
      '-# 覆盖率 = 各频道有记录的时间 ÷ 全部时间。实时收到的和事后补录的都算有记录；补录的是消息，不含语音。',
  },

  backfill: {
    title: '补录历史消息',
    span: (facts) => `<#${facts.channelId}> · ${formatInstant(facts.from)} – ${formatInstant(facts.to)}`,
    state: {
      running: '⏳ 正在补录。',
      waiting: '⏸️ 等待中。',
      done: '✅ 已完成：全部消息都已记录。',
      refused: '⛔ 没能补录完。',
    },
    found: (facts) => `找到成员消息 ${count(facts.found)} 条，其中 ${count(facts.added)} 条是新补录的。`,
    position: (facts) => `进度：已到 ${formatInstant(facts.reachedAt)}（${facts.percent}）。`,
    places: (facts) => `已完成 ${count(facts.done)} / ${count(facts.places)} 处（频道及其子区）。`,
    problems: {
      budget: '本次启动的补录量已达上限。按下面的按钮，或再输入一次命令，就会继续。',
      excluded: '频道已被排除。用 `/setup include` 恢复统计后会自动继续。',
      'no-permission': '我已没有权限读取这里。恢复权限后会自动继续。',
      discord: 'Discord 没有回应，我会自动重试。',
      gone: '频道已不存在。',
      unreadable: 'Discord 不提供这里的历史消息。',
    },
    refresh: '刷新',
    none: '这个频道没有正在补录的内容。可以用 `/log backfill` 发起。',
  },

  report: {
    coverage: (facts) => `覆盖率 ${facts.percent}`,
    offline: (facts) =>
      `离线 ${lasting(facts.ms)}${{ all: '（已补录）', some: '（部分已补录）', none: '' }[facts.fetched]}`,
    closed: (facts) => `${count(facts.count)} 个频道无法读取`,
    line: (facts) => `-# ${facts.parts}`,
    low: (facts) => `⚠️ ${facts.parts}：实际互动比这里统计到的更多。`,
  },
};

const mayNotRead = (missing: readonly string[]) =>
  missing.map((name) => core.permissions[name] ?? name).join('、');

export const logRefusals: typeof englishRefusals = {
  'log.days-reversed': (facts) => `结束日期（${facts.toOn}）早于开始日期（${facts.fromOn}），请对调。`,
  'log.future': (facts) => `${facts.fromOn} 还没到，请选择已经开始的日期。`,
  'log.too-long': (facts) => `一共 ${facts.days} 天，一次最多补录 ${facts.most} 天，请分几次进行。`,
  'log.too-old': (facts) =>
    `${facts.fromOn} 太久远了：最多补录一年以内、且不早于记录保留期限的消息。最早可以从 ${facts.oldestOn} 开始。`,
  'log.excluded': (facts) =>
    `<#${facts.channelId}> 现在或当时已被排除，其间的消息永远不计入统计。如需从现在起统计：\`/setup include\`。`,
  'log.unreadable': (facts) =>
    `我无法读取 <#${facts.channelId}> 的历史消息：缺少权限 ${mayNotRead(facts.missing)}。请在频道设置里把这些权限授予我的身份组。`,
  'log.no-messages': (facts) =>
    `<#${facts.channelId}> 没有可以补录的消息。请选择一个频道，其中的子区会一并补录。`,
};

export const logCommands: typeof englishCommands = {
  log: {
    name: '记录',
    description: '查看本社区的记录情况，补录错过的消息',
    subcommands: {
      coverage: {
        name: '覆盖率',
        description: '按日期和频道查看记录情况，以及还有哪些缺口和原因',
        options: {
          channel: { name: '频道', description: '只看一个频道，列出每个缺口' },
          days: { name: '天数', description: '往前看多少天（含今天）；不填为 7 天' },
        },
      },
      backfill: {
        name: '补录',
        description: '补录某个频道及其子区里我错过的消息',
        options: {
          channel: { name: '频道', description: '要补录的频道' },
          from: { name: '开始日期', description: '第一天，如 2026-03-02' },
          to: { name: '结束日期', description: '最后一天，如 2026-03-09；不填为今天' },
        },
      },
    },
  },
};
