/** Simplified Chinese words of /help. */
import type {
  help as english,
  helpCommands as englishCommands,
  helpRefusals as englishRefusals,
} from '../en/help.ts';

export const help: typeof english = {
  title: '我能帮你做什么',
  groups: {
    everyone: '**所有成员**',
    staff: '**管理人员**',
    reviewer: '**课程审核**',
    'tier-admin': '**等级管理员**',
    admin: '**服务器管理者**',
  },
  more: (facts) => `……还有 ${facts.count} 条：输入 \`/help command:\` 从列表中选择。`,
  details: '查看某条命令及其子命令的详细说明：`/help command:`',
  firstSteps: '本社区还没有设置。请先输入 `/setup`：它会告诉你我需要什么，以及每周报告会发到哪里。',
  required: '必填',
  optional: '可选',
  noOptions: '这条命令没有选项。',
  whoMay: {
    everyone: '所有成员都可以使用。',
    staff: '只有管理人员可以使用。',
    reviewer: '只有管理人员和拥有 `/course settings` 所设审核身份组的成员可以使用。',
    'tier-admin': '只有拥有 `/setup` 所设等级管理身份组的成员可以使用。',
    admin: '只有拥有“管理服务器”权限的成员可以使用。',
  },
  localName: (facts) => `（${facts.name}）`,
  parts: (facts) => `-# ${facts.parts.map(({ name, localName }) => `${name} ${localName}`).join(' · ')}`,
  line: (facts) => `${facts.command}${facts.command.endsWith('）') ? '' : ' '}${facts.description}`,
};

export const helpRefusals: typeof englishRefusals = {
  'help.unknown-command': (facts) =>
    `没有“${facts.given}”这条命令。输入 \`/help\` 查看全部命令，或从输入时的提示中选择。`,
};

export const helpCommands: typeof englishCommands = {
  help: {
    name: '帮助',
    description: '看看我能帮你做什么',
    options: { command: { name: '命令', description: '想进一步了解的命令' } },
  },
};
