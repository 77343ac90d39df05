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
  return answer.message?.text ?? '';
}

/** English paths of everything that may be typed with this access. */
const pathsOf = (access: string): string[] =>
  allCommands.flatMap(({ name, action, subcommands }) => [
    ...(action?.access === access ? [name] : []),
    ...Object.entries(subcommands ?? {}).flatMap(([sub, declared]) =>
      declared.access === access ? [`${name} ${sub}`] : [],
    ),
  ]);

/** Paths that the overview shows: a line for each command, and below it the English names of its parts. */
const shownIn = (text: string): string[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [, name] = /^`\/(\S+)`/.exec(line) ?? [];
    if (name === undefined) return [];
    const below = lines[index + 1] ?? '';
    if (!below.startsWith('-# ')) return [name];
    return below
      .slice(3)
      .split(' · ')
      .map((part) => `${name} ${part.split(' ')[0]}`);
  });
};

const allowed = (...access: string[]): string[] => access.flatMap(pathsOf);

describe('/help', () => {
  it('shows a member what members may use, and nothing else', async () => {
    const text = await help('ann');
    expect(shownIn(text)).toEqual(allowed('everyone'));
    expect(text).not.toContain('not set up yet');
  });

  it('speaks Chinese to Bo, with the names Bo’s Discord shows', async () => {
    const text = await help('bo');
    expect(text).toContain('**所有成员**');
    expect(text).toContain('`/me`（/我）');
    expect(text).toContain(' · forget 清除 · ');
    expect(shownIn(text)).toEqual(allowed('everyone'));
    expect(text).not.toContain('For every member');
  });

  it('tells an admin how to begin, until the community is set up', async () => {
    expect(await help('owner')).toContain('Start with `/setup`');
    await bot.as('owner').type('/setup', { 'reports-channel': bot.town.channels.reports }, here);
    const text = await help('owner');
    expect(text).not.toContain('Start with `/setup`');
    expect(shownIn(text)).toEqual(allowed('everyone', 'reviewer', 'staff', 'admin'));
  });

  it('shows staff what staff may use, once there is a staff role', async () => {
    expect(await help('staff')).not.toContain('**For staff**');
    await bot.as('owner').type('/setup', { 'staff-role': bot.town.staffRoleId }, here);
    const text = await help('staff');
    expect(shownIn(text)).toEqual(allowed('everyone', 'reviewer', 'staff'));
  });

  it('shows whoever may use everything all of it, in either language', async () => {
    const { sandbox, guildId, people } = bot.town;
    const treasurer = sandbox.world.guilds.createRole(guildId, { name: 'Treasurer' }).id;
    const owner = sandbox.as(guildId, people.owner);
    owner.giveRole(people.owner, treasurer);
    await bot.settled();
    await bot.as('owner').type('/setup', { 'admin-role': treasurer }, here);
    const [english, , chinese] = [
      await help('owner'),
      await bot.as('owner').type('/me language', { language: 'zh-CN' }, here),
      await help('owner'),
    ];
    await bot.as('owner').type('/me language', { language: 'auto' }, here);
    expect(english).toContain('**For those who manage paid tiers**');
    expect(chinese).toContain('**等级管理员**');
    for (const text of [english, chinese])
      expect(shownIn(text)).toEqual(allowed('everyone', 'reviewer', 'staff', 'tier-admin', 'admin'));
  });
});

it('a list too long for one message ends with whole lines and says how many commands there are more', async () => {
  const { commands } = bot.app;
  // Many times the commands, as the product may once have.
  Object.assign(bot.app, { commands: Array.from({ length: 40 }, () => allCommands).flat() });
  const [english, chinese] = [await help('owner'), await help('bo')];
  Object.assign(bot.app, { commands });
  expect(english).toMatch(/\n… and \d+ more: type `\/help command:` and pick one from the list\.$/);
  expect(chinese).toMatch(/\n……还有 \d+ 条：.*$/);
  const lines = chinese.split('\n').filter((line) => line.startsWith('`/'));
  const [, left] = /还有 (\d+) 条/.exec(chinese)!;
  expect(lines.length + Number(left)).toBe(
    40 * lines.findIndex((line, index) => index > 0 && line === lines[0]),
  );
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
    const tier = await help('ann', 'tier');
    for (const path of [...pathsOf('staff'), ...pathsOf('tier-admin')].filter((one) =>
      one.startsWith('tier '),
    ))
      expect(tier).toContain(`\`/${path}\``);
    expect(await help('bo', '等级')).toContain('`/tier drift`（/等级 核对）');
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
