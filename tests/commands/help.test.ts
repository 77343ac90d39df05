/** /help through the real dispatcher and client on a local Discord. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCommands } from '../../src/discord/all-commands.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
let here: { channelId: string };

beforeAll(async () => {
  bot = await startTestBot();
  here = { channelId: bot.town.channels.general };
});
afterAll(() => bot.close());

async function help(who: 'owner' | 'staff' | 'ann' | 'bo', command?: string) {
  const answer = await bot.as(who).type('/help', command === undefined ? {} : { command }, here);
  expect(answer.ephemeral).toBe(true);
  const text = answer.message?.content ?? '';
  expect(text.length).toBeLessThanOrEqual(2_000);
  return text;
}

/** English paths of everything that may be typed with this access. */
const pathsOf = (access: string) =>
  allCommands.flatMap(({ name, action, subcommands }) => [
    ...(action?.access === access ? [name] : []),
    ...Object.entries(subcommands ?? {}).flatMap(([sub, declared]) =>
      declared.access === access ? [`${name} ${sub}`] : [],
    ),
  ]);

describe('/help', () => {
  it('shows a member what members may use, and nothing else', async () => {
    const text = await help('ann');
    for (const path of pathsOf('everyone')) expect(text).toContain(`\`/${path}\``);
    for (const path of [...pathsOf('staff'), ...pathsOf('admin')]) expect(text).not.toContain(`\`/${path}\``);
    expect(text).not.toContain('not set up yet');
  });

  it('speaks Chinese to Bo, with the names Bo’s Discord shows', async () => {
    const text = await help('bo');
    expect(text).toContain('**所有成员**');
    expect(text).toContain('`/me forget`（/我 清除）清除我在本社区保存的关于你的全部数据');
    expect(text).not.toContain('For every member');
  });

  it('tells an admin how to begin, until the community is set up', async () => {
    expect(await help('owner')).toContain('Start with `/setup`');
    await bot.as('owner').type('/setup', { 'reports-channel': bot.town.channels.reports }, here);
    const text = await help('owner');
    expect(text).not.toContain('Start with `/setup`');
    for (const path of [...pathsOf('staff'), ...pathsOf('admin')]) expect(text).toContain(`\`/${path}\``);
  });

  it('shows staff what staff may use, once there is a staff role', async () => {
    expect(await help('staff')).not.toContain('**For staff**');
    await bot.as('owner').type('/setup', { 'staff-role': bot.town.staffRoleId }, here);
    const text = await help('staff');
    for (const path of pathsOf('staff')) expect(text).toContain(`\`/${path}\``);
    for (const path of pathsOf('admin')) expect(text).not.toContain(`\`/${path}\``);
  });
});

it('a list too long for one message ends with whole lines and says how many more there are', async () => {
  const { commands } = bot.app;
  // Ten times the commands, as the product may once have.
  Object.assign(bot.app, { commands: Array.from({ length: 10 }, () => allCommands).flat() });
  const [english, chinese] = [await help('owner'), await help('bo')];
  Object.assign(bot.app, { commands });
  expect(english).toMatch(/\n… and \d+ more: type `\/help command:` and pick one from the list\.$/);
  expect(chinese).toMatch(/\n……还有 \d+ 条：.*$/);
  for (const line of english.split('\n').slice(0, -1)) expect(line).toMatch(/^(\*\*|`\/|This community)/);
});

describe('/help on one command', () => {
  it('says what it does, who may use it and what it takes', async () => {
    const text = await help('ann', '/setup');
    expect(text).toContain('Only members with the permission “Manage Server” may use it.');
    expect(text).toContain('`reports-channel` · optional · Where the weekly reports are posted');
    expect(await help('bo', 'me language')).toContain('`language`（语言） · 必填');
  });

  it('shows everything below a command with parts', async () => {
    const text = await help('ann', 'me');
    for (const sub of ['language', 'data', 'export', 'forget', 'opt-out', 'opt-in'])
      expect(text).toContain(`\`/me ${sub}\``);
  });

  it('suggests while typing, in either language', async () => {
    const offered = await bot.as('ann').autocomplete('/help', 'command', 'opt', {}, here);
    expect(offered.map(({ value }) => value)).toEqual(['me opt-out', 'me opt-in']);
    const chinese = await bot.as('bo').autocomplete('/help', 'command', '清除', {}, here);
    expect(chinese.map(({ value }) => value)).toEqual(['me forget']);
  });

  it('refuses one that does not exist, in the language of who asked', async () => {
    expect(await help('ann', 'make coffee')).toContain('There is no command “make coffee”');
    expect(await help('bo', 'make coffee')).toContain('没有“make coffee”这条命令');
  });
});
