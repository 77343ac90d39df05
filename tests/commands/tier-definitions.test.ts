/** /tier create, edit, list, archive, settings through the real dispatcher, client and database on a local Discord. Only the clock is faked. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenOptions } from '../../src/sandbox/driver-command.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

let town: TierTown;

beforeAll(async () => {
  town = await startTierTown({ at: '2026-11-16T09:00:00Z', timeZone: 'Asia/Shanghai' });
});
afterAll(() => town.bot.close());

async function tier(line: string, options: GivenOptions = {}, locale = 'en-US'): Promise<string> {
  const staff = town.bot.as('staff');
  staff.locale = locale;
  try {
    const where = { channelId: town.bot.town.channels.general };
    const answer = await staff.type(`/tier ${line}`, options, where);
    expect(answer.ephemeral).toBe(true);
    return answer.message?.text ?? '';
  } finally {
    staff.locale = 'en-US';
  }
}

async function newRole(name: string): Promise<string> {
  const { id } = town.bot.town.sandbox.world.guilds.createRole(town.guildId, { name });
  await town.bot.settled();
  return id;
}

describe('making a tier', () => {
  it('shows it as members will see it, and it can be picked at once', async () => {
    const role = await newRole('Bronze');
    const { general } = town.bot.town.channels;
    const made = await tier('create', {
      name: 'Bronze *club*',
      'name-zh': '青铜',
      rank: 5,
      role,
      price: '49.50',
      days: 30,
      channel: general,
      opens: 'The library',
    });
    expect(made).toContain('Tier created.');
    expect(made).toContain('English: Bronze \\*club\\* · 中文: 青铜');
    expect(made).toContain(`Rank 5 · <@&${role}> · CN¥49.50 for 30 days · welcome in <#${general}>`);
    expect(made).toContain('> The library');
    const where = { channelId: general };
    const staff = town.bot.as('staff');
    const member = town.bot.town.people.ann;
    expect(await staff.autocomplete('/tier grant', 'tier', '青', { member }, where)).toMatchObject([
      { name: 'Bronze *club*' },
    ]);
    const all = await staff.autocomplete('/tier grant', 'tier', '', { member }, where);
    expect(all.map(({ name }) => name)).toEqual(['Gold', 'Silver', 'Bronze *club*']);
  });

  it('says where nobody can be welcomed', async () => {
    const edited = await tier('edit', { tier: 'Silver', channel: town.bot.town.channels.secret });
    expect(edited).toContain('Saved.');
    expect(edited).toContain('⚠️ Nobody is welcomed: ');
    expect(await tier('edit', { tier: 'Silver', clear: 'channel' })).not.toContain('⚠️');
  });

  it('refuses what another tier has already, and roles that cannot be given', async () => {
    const role = await newRole('Copper');
    const free = { name: 'Copper', rank: 3, role };
    const { guilds } = town.bot.town.sandbox.world;
    const { KickMembers: permissions } = PermissionFlagsBits;
    const powerful = guilds.createRole(town.guildId, { name: 'Guard', permissions }).id;
    const managed = guilds.createRole(town.guildId, { name: 'Shop', managed: 'integration' }).id;
    await town.bot.settled();
    const cases: [GivenOptions, string, string][] = [
      [{ ...free, name: 'gold' }, 'Another tier is called “gold” already', '已经有一个等级叫“gold”'],
      [{ ...free, rank: 20 }, 'Rank 20 belongs to “Gold” already', '级别 20 已属于“黄金”'],
      [{ ...free, role: town.gold.roleId }, 'is the role of “Gold” already', '已经是“黄金”的身份组'],
      [{ ...free, role: town.guildId }, 'Everybody has @everyone', '每个人都有 @everyone'],
      [{ ...free, role: managed }, 'manages', '管理'],
      [{ ...free, role: town.adminRoleId }, 'must not become staff by it', '是管理身份组或等级管理身份组'],
      [{ ...free, role: town.bot.town.staffRoleId }, 'must not become staff by it', '不应让人成为管理人员'],
      [{ ...free, role: powerful }, 'permissions over others', '带有管理他人的权限'],
      [{ ...free, price: '1,5' }, 'has a comma', '里有逗号'],
    ];
    for (const [options, english, chinese] of cases) {
      expect(await tier('create', options)).toContain(english);
      expect(await tier('create', options, 'zh-CN')).toContain(chinese);
    }
  });
});

describe('the role of a tier', () => {
  it('cannot become the staff or the admin role, so that nobody becomes staff by paying', async () => {
    const owner = town.bot.as('owner');
    const before = town.bot.app.communities.get(town.guildId);
    const where = { channelId: town.bot.town.channels.general };
    for (const option of ['staff-role', 'admin-role']) {
      const given = { [option]: town.silver.roleId };
      expect((await owner.type('/setup', given, where)).message?.text).toContain(
        'is the role of a paid tier',
      );
      owner.locale = 'zh-CN';
      expect((await owner.type('/setup', given, where)).message?.text).toContain('是付费等级的身份组');
      owner.locale = 'en-US';
    }
    expect(town.bot.app.communities.get(town.guildId)).toEqual(before);
  });
});

describe('changing a tier', () => {
  it('without options shows it, with some saves them, and clear takes one away', async () => {
    const shown = await tier('edit', { tier: 'Silver' });
    expect(shown).toContain('CN¥99.00 for 30 days');
    expect(shown).not.toContain('Saved.');
    const saved = await tier('edit', { tier: 'Silver', price: '120', 'opens-zh': '全部课程' });
    expect(saved).toContain('Saved.');
    expect(saved).toContain('CN¥120.00 for 30 days');
    expect(saved).toContain('> 全部课程');
    expect(await tier('edit', { tier: '白银', clear: 'price' }, 'zh-CN')).not.toContain('120.00');
    await tier('edit', { tier: 'Silver', price: '99' });
  });

  it('a new role goes to everybody who holds the tier, and the old one is taken', async () => {
    const { ann, bo } = town.bot.town.people;
    for (const member of [ann, bo]) await tier('grant', { member, tier: 'Gold' });
    const role = await newRole('Gold 2');
    expect(await tier('edit', { tier: 'Gold', role })).toContain(
      '2 members get the new role and lose the old one.',
    );
    await town.bot.app.roles.settled(town.guildId);
    const { state } = town.bot.town.sandbox.world;
    for (const member of [ann, bo]) {
      const { roles } = state.member(town.guildId, member);
      expect(roles).toContain(role);
      expect(roles).not.toContain(town.gold.roleId);
    }
    expect(await tier('edit', { tier: '黄金', role: town.gold.roleId }, 'zh-CN')).toContain(
      '2 名成员会换成新的身份组',
    );
    await town.bot.app.roles.settled(town.guildId);
    for (const member of [ann, bo]) await tier('revoke', { member, reason: 'end of the test' });
  });
});

describe('the list of tiers', () => {
  it('tells members, prices and what came in this month and the last, refunds taken off', async () => {
    const { ann } = town.bot.town.people;
    await tier('grant', { member: ann, tier: 'Gold', amount: '299', reference: 'L-1' });
    await tier('refund', { member: ann, payment: 'L-1', reason: 'part', amount: '99' });
    const text = await tier('list');
    expect(text).toContain('**Gold** · 1 member');
    expect(text).toContain(`Rank 20 · <@&${town.gold.roleId}> · CN¥299.00 for 30 days`);
    expect(text).toContain(
      '**This month so far** CN¥200.00 (CN¥299.00 paid, CN¥99.00 given back) · 1 payment',
    );
    expect(text).toContain('**Last month** CN¥0.00 · 0 payments');
    expect(await tier('list', {}, 'zh-CN')).toContain('**黄金** · 1 名成员');
    // 1 December, one hour after midnight in Shanghai, while it is still November in UTC.
    town.bot.clock.moveTo(new Date('2026-11-30T17:00:00Z'));
    const later = await tier('list');
    expect(later).toContain('**This month so far** CN¥0.00');
    expect(later).toContain('**Last month** CN¥200.00');
  });
});

describe('archiving', () => {
  it('keeps what runs, and grants no more', async () => {
    const text = await tier('archive', { tier: 'Gold' });
    expect(text).toContain('**Gold** is archived');
    expect(text).toContain('What runs goes on to its end (1 member)');
    const { ann, bo } = town.bot.town.people;
    expect(await tier('grant', { member: bo, tier: 'Gold' })).toContain('This tier is archived');
    const number = `#${town.gold.id}`;
    expect(await tier('grant', { member: bo, tier: number })).toContain('This tier is archived');
    expect(await tier('edit', { tier: number, rank: 7 }, 'zh-CN')).toContain('这个等级已归档');
    expect(await tier('list')).toContain('**Gold (archived)** · 1 member');
    expect(await tier('revoke', { member: ann, tier: number, reason: 'x' })).toContain(
      '**Gold (archived)** has ended',
    );
  });
});

describe('the settings of tiers', () => {
  it('are shown without options, and saved with some', async () => {
    const shown = await tier('settings');
    expect(shown).toContain('**Currency** · CNY');
    expect(shown).toContain('lower tiers wait while a higher one counts');
    expect(shown).toContain('none: access ends with the paid time');
    const saved = await tier('settings', {
      overlap: 'parallel',
      'grace-days': 3,
      'reminder-days': 5,
      'unknown-roles': 'remove',
      'how-to': 'Pay *here*',
      'how-to-zh': '在这里付款',
    });
    expect(saved).toContain('Saved.');
    for (const line of [
      'run on beside',
      '3 days after the end',
      '5 days before the end',
      'Pay \\*here\\*',
      '在这里付款',
    ])
      expect(saved).toContain(line);
    expect(town.bot.app.tiers.settingsOf(town.guildId)).toMatchObject({
      graceDays: 3,
      unknownRoles: 'remove',
    });
    const cleared = await tier('settings', { clear: 'how-to' }, 'zh-CN');
    expect(cleared).toContain('**如何续费（英文）** · 未设置');
  });

  it('keep their currency once money is on record, and know no other word for one', async () => {
    expect(await tier('settings', { currency: 'USD' })).toContain('are on record in CNY');
    expect(await tier('settings', { currency: 'USD' }, 'zh-CN')).toContain('已有以 CNY 记录');
    expect(await tier('settings', { currency: 'XQZ' })).toContain('“XQZ” is no currency');
    expect(await tier('settings', { currency: 'XQZ' }, 'zh-CN')).toContain('“XQZ”不是货币');
  });

  it('must name a currency before there is a price, an amount or a reference', async () => {
    const settings = town.bot.app.tiers.settingsOf(town.guildId);
    town.bot.app.tiers.putSettings(town.guildId, { ...settings, currency: null });
    const { bo: member } = town.bot.town.people;
    for (const options of [{ amount: '1' }, { reference: 'first' }]) {
      const given = { member, tier: 'Silver', ...options };
      expect(await tier('grant', given)).toContain('`/tier settings currency:`');
      expect(await tier('grant', given, 'zh-CN')).toContain('本社区用哪种货币记账');
    }
    expect(await tier('edit', { tier: 'Silver', price: '1' })).toContain('`/tier settings currency:`');
    town.bot.app.tiers.putSettings(town.guildId, settings);
  });
});

describe('as many tiers as there may be', () => {
  it('stays within what Discord shows, with as many tiers as there may be', async () => {
    const { tiers } = town.bot.app;
    for (let rank = 101; tiers.open(town.guildId).length < 25; rank += 1) {
      const role = await newRole(`Tier ${rank}`);
      await tier('create', { name: `${rank} ${'x'.repeat(45)}`, rank, role, opens: 'y'.repeat(300) });
    }
    const text = await tier('list');
    expect(text).toContain('… and');
    const full = { name: 'One more', rank: 999, role: await newRole('More') };
    expect(await tier('create', full)).toContain('There are 25 tiers');
    expect(await tier('create', full, 'zh-CN')).toContain('已经有 25 个等级');
  });
});
