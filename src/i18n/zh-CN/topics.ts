/** Simplified Chinese words about topics: what people look for and talk about, against the courses there are. */
import type {
  topics as english,
  topicsCommands as englishCommands,
  topicsRefusals as englishRefusals,
} from '../en/topics.ts';
import { formatCount, formatDayRange, formatInstant } from '../format.ts';
import { oneLine } from '../markup.ts';

/** What people typed may be long. */
const GIVEN_SHOWN = 80;

const quoted = (text: string) => `“${oneLine(text, GIVEN_SHOWN)}”`;
const number = (value: number) => formatCount(value, 'zh-CN');

const change = (now: number, before: number | null): string => {
  if (before === null || now === before) return '';
  return ` ${now > before ? '▲' : '▼'}（此前 ${number(before)}）`;
};

export const topics: typeof english = {
  title: (facts) => `主题供需 · ${formatDayRange(facts.fromOn, facts.lastOn, 'zh-CN')}`,
  line: (facts) =>
    [
      `**${facts.place}. ${facts.name}** · ${
        facts.updatedAt
          ? `${number(facts.courses)} 门课程，${formatInstant(facts.updatedAt, 'R')}更新，${number(facts.enrolled)} 人次开始学习`
          : '还没有课程'
      }`,
      [
        `🔎 ${number(facts.searches)} 次搜索${change(facts.searches, facts.before?.searches ?? null)}${
          facts.missed > 0 ? `，其中 ${number(facts.missed)} 次没有结果` : ''
        }`,
        `❓ ${number(facts.questions)} 个提问${change(facts.questions, facts.before?.questions ?? null)}`,
        facts.channels === ''
          ? '💬 未关联频道'
          : `💬 ${facts.channels} 内 ${number(facts.interactions)} 次互动${change(facts.interactions, facts.before?.interactions ?? null)}`,
      ].join(' · '),
    ].join('\n'),
  none: '还没有主题：第一门课程提交审核后会自动出现，也可以用 `/topics name` 添加。',
  more: (facts) => `-# ……另有 ${number(facts.count)} 个主题，见附件`,
  missedTitle: '有人搜索、但还没有的内容',
  missedLine: (facts) => `${facts.words} · ${number(facts.searches)} 次`,
  missedNone: (facts) => `现有主题之外，没有哪个词搜索 ${number(facts.least)} 次以上仍无结果。`,
  why: (facts) =>
    `-# 排序依据：这段时间里，该主题在“无结果搜索”（权重 ${facts.missed}）、搜索（${facts.searches}）、提问（${facts.questions}）和关联频道互动（${facts.interactions}）中各占多少，加权后除以“课程数 + 1”。搜索记录不含任何人的身份。`,
  fileName: '主题供需.csv',
  columns: [
    '名次',
    '主题',
    '单位课程需求',
    '搜索',
    '此前搜索',
    '无结果搜索',
    '提问',
    '此前提问',
    '互动',
    '此前互动',
    '课程数',
    '最近更新',
    '学习人次',
  ],
  named: (facts) => `${facts.isNew ? '已添加主题' : '主题名称'}：**${facts.zh}**，英文名 **${facts.en}**。`,
  channels: (facts) =>
    facts.channelIds.length === 0
      ? `**${facts.topic}** 不再关联任何频道。`
      : `**${facts.topic}** 的关联频道：${facts.channelIds.map((id) => `<#${id}>`).join('、')}。`,
  merged: (facts) =>
    `**${facts.from}** 已并入 **${facts.into}**（涉及 ${number(facts.courseCount)} 门课程）。输入旧名称同样能找到。`,
};

export const topicsRefusals: typeof englishRefusals = {
  'topics.unknown': ({ given }) =>
    `没有${quoted(given)}这个主题。请从提示中选择，或用 \`/topics name\` 添加。`,
  'topics.name-taken': ({ name, topic }) =>
    `${quoted(name)}已是主题${quoted(topic)}的名称。如果两者是一回事，请用 \`/topics merge\` 合并。`,
  'topics.same': () => '这是同一个主题，无需合并。',
  'topics.too-many-channels': ({ most }) => `一个主题最多关联 ${most} 个频道，请先用 \`remove\` 去掉一个。`,
};

const topic = { name: '主题', description: '哪个主题' };

export const topicsCommands: typeof englishCommands = {
  topics: {
    name: '主题',
    description: '各主题的需求与课程供给（管理人员）',
    subcommands: {
      list: {
        name: '列表',
        description: '对比需求与供给，看看下一门课讲什么',
        options: { span: { name: '天数', description: '统计最近多少天，默认 28 天' } },
      },
      name: {
        name: '命名',
        description: '添加主题，或修改名称',
        options: {
          topic,
          en: { name: '英文名', description: '主题的英文名称' },
          zh: { name: '中文名', description: '主题的中文名称' },
        },
      },
      channel: {
        name: '频道',
        description: '关联讨论该主题的频道',
        options: {
          topic,
          channel: { name: '频道', description: '频道（含其中的子区）' },
          remove: { name: '移除', description: '选 True 则取消关联' },
        },
      },
      merge: {
        name: '合并',
        description: '把两个主题合并成一个',
        options: {
          from: { name: '来源', description: '被并入、不再保留的主题' },
          into: { name: '目标', description: '保留下来的主题' },
        },
      },
    },
  },
};
