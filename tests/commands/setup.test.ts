/** /setup through the real dispatcher and client on a local Discord. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invitePermissions } from '../../src/discord/permissions.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
let here: { channelId: string };

beforeAll(async () => {
  bot = await startTestBot();
  here = { channelId: bot.town.channels.general };
});
afterAll(() => bot.close());

const settings = () => bot.app.communities.get(bot.town.guildId);

async function setup(
  options: Record<string, string | number> = {},
  who: 'owner' | 'staff' | 'ann' = 'owner',
) {
  const answer = await bot.as(who).type('/setup', options, here);
  expect(answer.ephemeral).toBe(true);
  return answer.message?.text ?? '';
}

async function inChinese<T>(work: () => Promise<T>): Promise<T> {
  const owner = bot.as('owner');
  owner.locale = 'zh-CN';
  try {
    return await work();
  } finally {
    owner.locale = 'en-US';
  }
}

describe('/setup without options', () => {
  it('shows a fresh community what it has and what to do first', async () => {
    const text = await setup();
    expect(text).toContain('Settings of CodeHaven');
    expect(text).toContain('off until a reports channel is set (then every Monday at 09:00)');
    expect(text).toContain('✅ I have every permission I need.');
    expect(text).toContain('/setup reports-channel:');
    expect(text).toContain('/setup staff-role:');
    expect(text).toContain('/setup admin-role:');
    expect(text).toContain('/setup staff-channel:');
  });

  it('speaks Chinese to somebody whose Discord does', async () => {
    const text = await inChinese(() => setup());
    expect(text).toContain('CodeHaven 的设置');
    expect(text).toContain('每星期一 09:00');
    expect(text).toContain('接下来');
  });
});

describe('/setup typed before the database has taken the community in', () => {
  it('waits for it, and speaks of the community by its name', async () => {
    const { sandbox, botId, people } = bot.town;
    const { guilds, channels, state } = sandbox.world;
    const { communities } = bot.app;
    const at = bot.clock.now();
    const { id: guildId } = guilds.create({ name: 'Newtown', ownerId: people.bo, at });
    const { id: channelId } = channels.create(guildId, { name: 'general', type: 0, at });
    const deferrals = () => sandbox.requests.filter(({ path }) => path.includes('/callback')).length;
    const before = deferrals();
    // As a slow database does.
    let answerNow: () => void = () => undefined;
    void communities.inTurn(() => new Promise<void>((resolve) => (answerNow = resolve)));
    guilds.addBot(guildId, state.applications.get(botId)!, invitePermissions, { joinedAt: at });
    await sandbox.drained();
    const answer = sandbox.as(guildId, people.bo).type('/setup', {}, { channelId });
    await expect.poll(() => deferrals()).toBe(before + 1);
    expect(communities.find(guildId)).toBeNull();
    answerNow();
    expect((await answer).message?.text).toContain('Newtown 的设置');
  });
});

describe('/setup with options', () => {
  it('saves them all at once, says so, and they outlive a restart', async () => {
    const { channels, staffRoleId, guildId, sandbox } = bot.town;
    const adminRoleId = sandbox.world.guilds.createRole(guildId, { name: 'Treasurers' }).id;
    await sandbox.drained();
    const text = await setup({
      'reports-channel': channels.reports,
      'staff-role': staffRoleId,
      'admin-role': adminRoleId,
      'staff-channel': channels.general,
      'time-zone': 'Asia/Shanghai',
      'week-start': '7',
      language: 'zh-CN',
      'report-day': '5',
      'report-hour': 20,
      exclude: channels.help,
    });
    expect(text).toContain('Saved.');
    for (const shown of [
      `<#${channels.reports}>`,
      `<@&${staffRoleId}>`,
      `**Admin role** · <@&${adminRoleId}>`,
      `**Staff channel** · <#${channels.general}>`,
      'Asia/Shanghai',
      'Sunday',
      '简体中文',
      // Friday 20 November 2026, 20:00 in Shanghai.
      `every Friday at 20:00, next <t:${Date.parse('2026-11-20T12:00:00Z') / 1000}:f>`,
      `<#${channels.help}>`,
      'You are all set.',
    ])
      expect(text).toContain(shown);
    await bot.restart();
    expect(settings()).toMatchObject({
      reportsChannelId: channels.reports,
      staffRoleId,
      adminRoleId,
      staffChannelId: channels.general,
      timeZone: 'Asia/Shanghai',
      weekStartsOn: 7,
      locale: 'zh-CN',
      reportWeekday: 5,
      reportHour: 20,
      excludedChannelIds: [channels.help],
    });
  });

  it('changes nothing in another community', () => {
    expect(bot.app.communities.get(bot.town.other.guildId)).toMatchObject({
      name: 'Elsewhere',
      reportsChannelId: null,
      timeZone: 'UTC',
      excludedChannelIds: [],
    });
  });

  it('counts a channel again when it is included', async () => {
    const text = await setup({ include: bot.town.channels.help });
    expect(text).toContain('none; every channel I can see is counted');
    expect(settings().excludedChannelIds).toEqual([]);
  });

  it('suggests time zones while a city is typed', async () => {
    const offered = await bot.as('owner').autocomplete('/setup', 'time-zone', 'shangh', {}, here);
    expect(offered.map(({ value }) => value)).toContain('Asia/Shanghai');
  });
});

describe('/setup is refused, privately and without changing anything,', () => {
  it.each([
    ['a time zone nobody knows', () => ({ 'time-zone': 'Mars/Olympus' }), 'is not a time zone'],
    ['everyone as staff', () => ({ 'staff-role': bot.town.guildId }), '@everyone cannot be the staff role'],
    ['everyone as admins', () => ({ 'admin-role': bot.town.guildId }), '@everyone cannot be the admin role'],
    [
      'taking back what is not excluded',
      () => ({ include: bot.town.channels.general }),
      'is not excluded itself',
    ],
  ])('for %s', async (_name, options, words) => {
    const before = settings();
    expect(await setup(options())).toContain(words);
    expect(settings()).toEqual(before);
  });

  it('for excluding a channel twice, in Chinese too', async () => {
    await setup({ exclude: bot.town.channels.help });
    expect(await setup({ exclude: bot.town.channels.help })).toContain('is already excluded');
    const refused = await inChinese(() => setup({ exclude: bot.town.channels.help }));
    expect(refused).toContain('已经在排除之列');
    expect(settings().excludedChannelIds).toEqual([bot.town.channels.help]);
  });

  it('to members and to staff who may not manage the server, even where the server shows them the command', async () => {
    expect(settings().staffRoleId).toBe(bot.town.staffRoleId);
    await expect(setup({}, 'ann')).rejects.toThrow('is not offered /setup');
    const command = bot.town.sandbox.commands
      .availableIn(bot.town.guildId)
      .find(({ name }) => name === 'setup');
    // As an admin would in Server Settings → Integrations.
    Object.assign(command ?? {}, { defaultMemberPermissions: null });
    const before = settings();
    for (const who of ['ann', 'staff'] as const) {
      expect(await setup({ 'report-hour': 3 }, who)).toContain('Only members with the permission');
      expect(settings()).toEqual(before);
    }
  });
});

describe('what keeps the bot from its work is told with what to do:', () => {
  const { ViewChannel, SendMessages, AttachFiles } = PermissionFlagsBits;

  it('permissions missing in the reports channel, each with its reason', async () => {
    const { world } = bot.town.sandbox;
    const { reports } = bot.town.channels;
    world.channels.setOverwrite(reports, {
      id: bot.town.botId,
      type: 1,
      allow: 0n,
      deny: AttachFiles | SendMessages,
    });
    await bot.settled();
    const text = await setup();
    expect(text).toContain(`In the reports channel <#${reports}> I lack: **Send Messages** (to post reports`);
    expect(text).toContain('**Attach Files** (to post the pictures');
    expect(text).toContain('type `/setup` again to check');
    expect(await inChinese(() => setup())).toContain('**附加文件**（用来发布报告图片）');
    world.channels.setOverwrite(reports, { id: bot.town.botId, type: 1, allow: ViewChannel, deny: 0n });
    await bot.settled();
    expect(await setup()).toContain('✅ I have every permission I need.');
  });

  it('a staff or admin role that was deleted, a reports channel that was deleted', async () => {
    const { world } = bot.town.sandbox;
    world.guilds.deleteRole(bot.town.guildId, bot.town.staffRoleId);
    world.guilds.deleteRole(bot.town.guildId, settings().adminRoleId ?? '');
    world.channels.delete(bot.town.channels.reports);
    await bot.settled();
    const text = await setup();
    expect(text).toContain('The staff role was deleted');
    expect(text).toContain('The admin role was deleted, so nobody may grant paid tiers');
    expect(text).toContain('The reports channel was deleted');
    const again = await setup({ 'reports-channel': bot.town.channels.help });
    expect(again).toContain(`Reports`);
    expect(settings().reportsChannelId).toBe(bot.town.channels.help);
  });
});
