/** /tier grant, extend … refund through the real dispatcher, client and database on a local Discord. Only the clock is faked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatInstant } from '../../src/i18n/format.ts';
import type { GivenOptions } from '../../src/sandbox/driver-command.ts';
import { changeTiers, changeTierSettings, createTier, membershipOf } from '../../src/tiers/tiers.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

/** Monday, 17:00 in Shanghai. */
const NOW = '2026-11-16T09:00:00Z';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

let town: TierTown;
/** A member of their own for each test. */
let member: string;
let joined = 0;

beforeAll(async () => {
  town = await startTierTown({ at: NOW, timeZone: 'Asia/Shanghai' });
});
afterAll(() => town.bot.close());
beforeEach(async () => {
  joined += 1;
  member = town.bot.town.sandbox.join(town.guildId, { username: `member${joined}` }).userId;
  await town.bot.settled();
});

/** Types a subcommand as the treasurer; the whole text of the private answer. */
async function tier(line: string, options: GivenOptions, locale = 'en-US'): Promise<string> {
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

const at = (instant: string): string => formatInstant(new Date(instant));

describe('granting', () => {
  it('says until when, with the last local day, and that the role was given', async () => {
    const text = await tier('grant', { member, tier: 'Gold', days: 30, amount: '299', reference: 'WX-1' });
    expect(text).toContain('Granted');
    expect(text).toContain(
      `<@${member}> · **Gold** until ${at('2026-12-16T09:00:00Z')} (last day 16 Dec 2026)`,
    );
    expect(text).toContain('CN¥299.00 · reference WX\\-1');
    expect(text).toContain(`✅ Role <@&${town.gold.roleId}> given`);
    expect(town.rolesOf(member)).toEqual(['Gold']);
  });

  it('speaks native Chinese, with the amount as China writes it', async () => {
    const text = await tier('grant', { member, tier: '黄金', amount: '1299' }, 'zh-CN');
    expect(text).toContain('已授予');
    expect(text).toContain(
      `<@${member}> · **黄金** 到 ${at('2026-12-16T09:00:00Z')}（最后一天：2026年12月16日）`,
    );
    expect(text).toContain('¥1,299.00');
    expect(text).toContain(`✅ 已给予身份组 <@&${town.gold.roleId}>`);
  });

  it('for nothing notes no payment', async () => {
    const text = await tier('grant', { member, tier: 'Silver', amount: '0' });
    expect(text).not.toContain('💰');
    expect((await membershipOf(town.bot.app, town.guildId, member)).payments).toEqual([]);
  });

  it('until a day means through the end of that local day', async () => {
    const text = await tier('grant', { member, tier: 'Silver', until: '2026-11-30' });
    expect(text).toContain(`until ${at('2026-11-30T16:00:00Z')} (last day 30 Nov 2026)`);
  });

  it('from a later day on begins at its first local minute, and gives no role yet', async () => {
    const text = await tier('grant', { member, tier: 'Silver', days: 10, from: '2026-12-01' });
    expect(text).toContain(`**Silver** from ${at('2026-11-30T16:00:00Z')} on (for 10 days)`);
    expect(text).not.toContain('From now on');
    expect(town.rolesOf(member)).toEqual([]);
  });

  it('of a lower tier says what waits for what', async () => {
    await tier('grant', { member, tier: 'Gold', days: 30 });
    const text = await tier('grant', { member, tier: 'Silver', days: 5 });
    expect(text).toContain(
      '**Silver** waits while other paid time runs, and loses nothing by it (5 days left)',
    );
    expect(text).toContain('From now on');
    expect(text).toContain(`- Gold: ${at(NOW)} – ${at('2026-12-16T09:00:00Z')}`);
    expect(text).toContain(`- Silver: ${at('2026-12-16T09:00:00Z')} – ${at('2026-12-21T09:00:00Z')}`);
    expect(text).toContain(`Role <@&${town.gold.roleId}> stays`);
  });

  it('to somebody who is not in the server says that the role follows', async () => {
    const { id } = town.bot.town.sandbox.world.people.createUser({ username: `away${joined}` });
    const text = await tier('grant', { member: id, tier: 'Gold' });
    expect(text).toContain('Granted');
    expect(text).toContain(
      `<@${id}> is not in the server. The ledger holds it; the role follows when they join.`,
    );
  });

  it('with the same reference twice happens once, and says who did it when', async () => {
    await tier('grant', { member, tier: 'Gold', reference: `R-${joined}` });
    const again = await tier('grant', { member, tier: 'Gold', reference: `R-${joined}` });
    expect(again).toContain('was written down already');
    expect(again).toContain(`<@${town.bot.town.people.staff}>`);
    const chinese = await tier('grant', { member, tier: 'Gold', reference: `R-${joined}` }, 'zh-CN');
    expect(chinese).toContain('早已记录');
  });

  it('what a colleague just did is not done again by accident, only with again', async () => {
    await tier('grant', { member, tier: 'Gold', days: 30 });
    const second = await tier('grant', { member, tier: 'Gold', days: 30 });
    expect(second).toContain(`<@${town.bot.town.people.staff}> granted this to the member`);
    expect(second).toContain(`it now lasts until ${at('2026-12-16T09:00:00Z')}`);
    expect(second).toContain('`again:True`');
    expect(await tier('grant', { member, tier: 'Gold', days: 30 }, 'zh-CN')).toContain(
      '为这位成员授予了这个等级',
    );
    expect(await tier('grant', { member, tier: 'Gold', days: 30, again: true })).toContain('Granted');
    await tier('revoke', { member, reason: 'all a mistake' });
    expect(await tier('grant', { member, tier: 'Gold', days: 7 })).toContain('Granted');
  });

  it('text that staff typed pings nobody and breaks no markup', async () => {
    const text = await tier('grant', { member, tier: 'Gold', reference: `**@everyone** ${joined}` });
    expect(text).toContain('\\*\\*@\u200Beveryone\\*\\*');
  });
});

describe('what Discord refuses', () => {
  it('is never called done: the role stands above mine, or I lack the permission', async () => {
    const { sandbox, people, botId } = town.bot.town;
    const owner = town.bot.as('owner');
    const role = sandbox.world.guilds.createRole(town.guildId, { name: `Platinum${joined}` });
    await town.bot.settled();
    const names = { en: `Platinum ${joined}` };
    const rank = 100 + joined;
    const made = await createTier(town.bot.app, town.guildId, { names, rank, roleId: role.id, days: 30 });
    const botRole = sandbox.world.state
      .member(town.guildId, botId)
      .roles.find((id) => sandbox.world.state.guild(town.guildId).roles.get(id)?.managed)!;
    owner.moveRole(role.id, { above: botRole });
    await town.bot.settled();
    const above = await tier('grant', { member, tier: names.en });
    expect(above).toContain('Granted in the ledger, but the role is not right');
    expect(above).toContain(`⚠️ Role <@&${made.roleId}> could not be given`);
    expect(above).toContain('Move my role above it under Server Settings → Roles');
    owner.moveRole(role.id, { below: botRole });
    owner.setPermission(botRole, 'manageRoles', false);
    await town.bot.settled();
    const lacking = await tier('grant', { member: people.bo, tier: names.en }, 'zh-CN');
    expect(lacking).toContain('身份组尚未到位');
    expect(lacking).toContain('我缺少“管理身份组”权限');
    owner.setPermission(botRole, 'manageRoles', true);
    await town.bot.settled();
    await expect.poll(() => sandbox.world.state.member(town.guildId, people.bo).roles).toContain(role.id);
  });
});

describe('what Discord does late', () => {
  it('is called on its way, and the ledger tells later that it was done', async () => {
    const { faults } = town.bot.town.sandbox;
    faults.delay({ method: 'PUT', path: new RegExp(`/members/${member}/roles/`) }, 3_500);
    const text = await tier('grant', { member, tier: 'Gold' });
    expect(text).toContain(`⏳ Role <@&${town.gold.roleId}> is on its way: Discord has not answered yet`);
    expect(text).not.toContain('✅');
    await town.bot.app.roles.settled(town.guildId);
    const history = await tier('history', { member }, 'zh-CN');
    expect(history).toContain(`✅ 已给予身份组 <@&${town.gold.roleId}>`);
  });
});

describe('extending', () => {
  it('adds the tier’s usual days to the end, and the role stays', async () => {
    await tier('grant', { member, tier: 'Silver', days: 10 });
    const text = await tier('extend', { member });
    expect(text).toContain('Extended');
    expect(text).toContain(`**Silver** until ${at('2026-12-26T09:00:00Z')}`);
    expect(text).toContain(`✅ Role <@&${town.silver.roleId}> stays`);
  });

  it('is refused where there is nothing to extend, or it would end earlier', async () => {
    const nothing = await tier('extend', { member });
    expect(nothing).toContain('has no tier this can be done with. `/tier grant` gives them one');
    await tier('grant', { member, tier: 'Silver', days: 60 });
    expect(await tier('extend', { member, until: '2026-12-01' })).toContain('It already lasts until');
    expect(await tier('extend', { member, tier: 'Gold', days: 3 })).toContain('does not have this tier');
    expect(await tier('extend', { member, tier: '黄金', days: 3 }, 'zh-CN')).toContain('没有这个等级');
  });
});

describe('changing the tier', () => {
  it('upgrades at once with the same end, and exchanges the roles', async () => {
    await tier('grant', { member, tier: 'Silver', days: 10 });
    const text = await tier('upgrade', { member, tier: 'Gold', amount: '100' });
    expect(text).toContain('Upgraded');
    expect(text).toContain(`**Gold** until ${at('2026-11-26T09:00:00Z')}`);
    expect(text).toContain(`Role <@&${town.silver.roleId}> taken away`);
    expect(text).toContain(`Role <@&${town.gold.roleId}> given`);
    expect(town.rolesOf(member)).toEqual(['Gold']);
  });

  it('downgrades at the end of the period unless told otherwise', async () => {
    await tier('grant', { member, tier: 'Gold', days: 10 });
    const text = await tier('downgrade', { member, tier: 'Silver' });
    expect(text).toContain('**Silver** once the present period is over (for 30 days)');
    expect(text).toContain(`- Silver: ${at('2026-11-26T09:00:00Z')} – ${at('2026-12-26T09:00:00Z')}`);
    expect(town.rolesOf(member)).toEqual(['Gold']);
    expect(await tier('downgrade', { member, tier: 'Silver' })).toContain('Another tier already follows');
  });

  it('shows the roles beside what was done, not beside what began to wait by it', async () => {
    await tier('grant', { member, tier: 'Silver', days: 10 });
    await tier('grant', { member, tier: 'Gold', days: 10 });
    const [, granted] = (await tier('history', { member })).split('**Granted** Gold');
    expect(granted?.split('**Granted** Silver')[0]).toContain(`Role <@&${town.gold.roleId}> given`);
  });

  it('tells of a colleague who got ahead', async () => {
    await town.give(member, town.silver, 10);
    const { owner } = town.bot.town.people;
    const by = { actorId: owner, source: 'manual' as const };
    const act = { act: 'upgrade' as const, tierId: town.gold.id, when: 'now' as const, term: null };
    await changeTiers(town.bot.app, town.guildId, [{ userId: member, act }], by);
    const late = await tier('upgrade', { member, tier: 'Gold' });
    expect(late).toContain('does not rank above');
    expect(late).toContain(`<@${owner}> got ahead of you`);
    expect(late).toContain('granted Gold');
    await changeTiers(
      town.bot.app,
      town.guildId,
      [{ userId: member, act: { act: 'revoke', tierId: null }, reason: 'x' }],
      by,
    );
    expect(await tier('extend', { member })).toContain(`<@${owner}> got ahead of you`);
    expect(await tier('revoke', { member, reason: 'x' }, 'zh-CN')).toContain('已经操作过：撤销 黄金');
  });

  it('says which way it goes instead', async () => {
    await tier('grant', { member, tier: 'Gold' });
    expect(await tier('upgrade', { member, tier: 'Silver' })).toContain('`/tier downgrade`');
    expect(await tier('downgrade', { member, tier: 'Gold' })).toContain('`/tier upgrade`');
    expect(await tier('upgrade', { member, tier: 'Silver' }, 'zh-CN')).toContain('该等级不高于');
  });
});

describe('pausing and taking away', () => {
  it('a paused tier keeps its days, and goes on with them', async () => {
    await tier('grant', { member, tier: 'Gold', days: 10 });
    const paused = await tier('pause', { member });
    expect(paused).toContain('**Gold** is paused (10 days left)');
    expect(paused).toContain('From now on they have no tier.');
    expect(await tier('upgrade', { member, tier: 'Gold' })).toContain('`/tier resume` lets it go on');
    expect(paused).toContain(`Role <@&${town.gold.roleId}> taken away`);
    expect(await tier('pause', { member })).toContain('`/tier resume` lets it go on');
    const resumed = await tier('resume', { member }, 'zh-CN');
    expect(resumed).toContain('已恢复');
    expect(resumed).toContain(at('2026-11-26T09:00:00Z'));
    expect(await tier('resume', { member })).toContain('It is not paused');
  });

  it('revoking takes the tier and the role, and what waited goes on', async () => {
    await tier('grant', { member, tier: 'Gold', days: 10 });
    await tier('grant', { member, tier: 'Silver', days: 5 });
    const text = await tier('revoke', { member, reason: 'chargeback' });
    expect(text).toContain('**Gold** has ended');
    expect(text).toContain(`- Silver: ${at(NOW)} – ${at('2026-11-21T09:00:00Z')}`);
    expect(town.rolesOf(member)).toEqual(['Silver']);
    await tier('grant', { member, tier: 'Silver', days: 5, again: true });
    expect(await tier('revoke', { member, reason: 'chargeback' })).toContain(
      '**Silver** has ended (2 grants were ended)',
    );
    expect(await tier('history', { member })).toMatch(/(.*reason: chargeback){3}/s);
    expect(await tier('revoke', { member, reason: 'again' }, 'zh-CN')).toContain('没有可以这样操作的等级');
  });
});

describe('refunding', () => {
  const refundable = async (): Promise<string> => {
    await tier('grant', { member, tier: 'Gold', days: 10, amount: '100.50', reference: `PAY-${joined}` });
    const where = { channelId: town.bot.town.channels.general };
    const [offered] = await town.bot
      .as('staff')
      .autocomplete('/tier refund', 'payment', 'pay', { member, reason: 'x' }, where);
    expect(offered?.name).toBe(`CN¥100.50 · 16 Nov 2026 · PAY-${joined}`);
    return String(offered?.value);
  };

  it('gives all of it back and ends what it paid for', async () => {
    const payment = await refundable();
    const text = await tier('refund', { member, payment, reason: 'asked for it' });
    expect(text).toContain('Refunded');
    expect(text).toContain('CN¥100.50 given back');
    expect(text).toContain('**Gold** has ended');
    expect(town.rolesOf(member)).toEqual([]);
    expect(await tier('refund', { member, payment, reason: 'x' })).toContain('nothing is left');
  });

  it('of a part leaves access as it is', async () => {
    const payment = await refundable();
    const text = await tier('refund', { member, payment, reason: 'x', amount: '50' });
    const paid = `payment CN¥100.50 · 16 Nov 2026 · PAY\\-${joined}`;
    expect(text).toContain(`CN¥50.00 given back of the ${paid}`);
    expect(text).toContain('Access stays as it is');
    const [row] = (await tier('history', { member })).split('**Granted**');
    expect(row).toContain('**Refunded** Gold');
    expect(row).toContain(`-CN¥50.00 · given back of the ${paid}`);
    expect(town.rolesOf(member)).toEqual(['Gold']);
    const tooMuch = await tier('refund', { member, payment, reason: 'x', amount: '50.51' }, 'zh-CN');
    expect(tooMuch).toContain('还剩 ¥50.50 可退');
  });

  it('of what is over already does not say that access stays or ends', async () => {
    const payment = await refundable();
    await tier('revoke', { member, reason: 'x' });
    const text = await tier('refund', { member, payment, reason: 'x' });
    expect(text).toContain('They have no tier now, so no access was changed');
    expect(text).not.toContain('From now on');
  });

  it('of somebody else’s payment is refused', async () => {
    const payment = await refundable();
    const { bo } = town.bot.town.people;
    expect(await tier('refund', { member: bo, payment, reason: 'x' })).toContain('has no such payment');
  });
});

describe('bad input', () => {
  it('is named in one sentence, in both languages, and changes nothing', async () => {
    const cases: [GivenOptions, string, string][] = [
      [{ tier: 'Bronze' }, 'There is no such tier', '没有这个等级'],
      [{ tier: 'Gold', days: 3, until: '2026-12-01' }, 'not both', '只能填一个'],
      [{ tier: 'Gold', until: '2026-11-01' }, 'That would have ended', '就已经结束了'],
      [{ tier: 'Gold', from: '2026-12-10', until: '2026-12-01' }, 'That would have ended', '就已经结束了'],
      [{ tier: 'Gold', until: '2026-02-29' }, 'is not a day', '没有这一天'],
      [{ tier: 'Gold', until: '2099-01-01' }, '1 to 7,305 days', '1 到 7,305 天'],
      [{ tier: 'Gold', amount: '1,299' }, 'has a comma', '里有逗号'],
      [{ tier: 'Gold', amount: '¥1299' }, 'is not an amount', '不是金额'],
      [{ tier: 'Gold', amount: '12.999' }, 'more decimals than the 2', '最多 2 位'],
      [{ tier: 'Gold', amount: '999999999999' }, 'more than I can count', '无法精确计算'],
    ];
    for (const [options, english, chinese] of cases) {
      expect(await tier('grant', { member, ...options })).toContain(english);
      expect(await tier('grant', { member, ...options }, 'zh-CN')).toContain(chinese);
    }
    expect(town.rolesOf(member)).toEqual([]);
  });

  it('a bot cannot have a tier', async () => {
    const text = await tier('grant', { member: town.bot.town.botId, tier: 'Gold' });
    expect(text).toContain('is a bot');
    expect(await tier('grant', { member: town.bot.town.botId, tier: 'Gold' }, 'zh-CN')).toContain('是机器人');
  });

  it('a receipt must be a picture by its bytes, whatever it calls itself', async () => {
    const file = (bytes: Buffer) => ({ filename: 'receipt.png', bytes, contentType: 'image/png' });
    const pdf = file(Buffer.from('%PDF-1.7 not a picture'));
    expect(await tier('grant', { member, tier: 'Gold', receipt: pdf })).toContain('is not a picture');
    expect(await tier('grant', { member, tier: 'Gold', receipt: pdf }, 'zh-CN')).toContain(
      '不是我能识别的图片',
    );
    expect(town.rolesOf(member)).toEqual([]);
    const large = file(Buffer.concat([PNG, Buffer.alloc(4_000_000)]));
    expect(await tier('grant', { member, tier: 'Gold', receipt: large })).toContain('at most 4.0 MB');
    expect(await tier('grant', { member, tier: 'Gold', receipt: file(PNG) })).toContain(
      'The receipt is kept',
    );
  });

  it('a reference that was used for somebody else is refused, with whom and when', async () => {
    await tier('grant', { member, tier: 'Gold', reference: `USED-${joined}` });
    const { ann } = town.bot.town.people;
    const text = await tier('grant', { member: ann, tier: 'Gold', reference: `USED-${joined}` });
    expect(text).toContain(`it was used for <@${member}>`);
  });
});

describe('without the members intent', () => {
  it('an extension does not say that a role stays which Discord refused', async () => {
    const blind = await startTierTown({ at: NOW, application: { privileged: { guildMembers: false } } });
    const { app, town: place } = blind.bot;
    const where = { channelId: place.channels.general };
    const type = (line: string, options: GivenOptions) =>
      blind.bot.as('staff').type(`/tier ${line}`, { member: place.people.ann, ...options }, where);
    const [botRoleId] = place.sandbox.world.state.member(blind.guildId, place.botId).roles;
    blind.bot.as('owner').setPermission(botRoleId!, 'manageRoles', false);
    await blind.bot.settled();
    await type('grant', { tier: 'Gold', days: 5 });
    expect(app.roleHands.holds(blind.guildId, place.people.ann, blind.gold.roleId)).toBeNull();
    const answer = await type('extend', { days: 5, again: true });
    expect(answer.message?.text).toContain('I lack the permission “Manage Roles”');
    expect(answer.message?.text).not.toContain('✅');
    await blind.bot.close();
  });
});

describe('grants that cannot be changed like that', () => {
  it('say why, in both languages: no usual length, no end, bought in Discord, only grace left', async () => {
    const { app, clock } = town.bot;
    const refused = async (line: string, options: GivenOptions, english: string, chinese: string) => {
      expect(await tier(line, options)).toContain(english);
      expect(await tier(line, options, 'zh-CN')).toContain(chinese);
    };
    const { id: roleId } = town.bot.town.sandbox.world.guilds.createRole(town.guildId, { name: 'Endless' });
    await town.bot.settled();
    const names = { en: 'Endless', 'zh-CN': '无期' };
    const endless = await createTier(app, town.guildId, { names, rank: 1_000, roleId });
    await refused('grant', { member, tier: 'Endless' }, 'has no usual length', '没有设置默认天数');

    const act = { act: 'grant' as const, tierId: endless.id, term: 'open-ended' as const, startsAt: null };
    await town.act({ userId: member, act });
    await refused('extend', { member, days: 5 }, 'It has no end', '它没有到期日');
    await refused('resume', { member }, 'It is not paused', '没有暂停');

    const { id: buyer } = town.bot.town.sandbox.world.people.createUser({ username: 'buyer' });
    const shop = { actorId: null, source: 'entitlement' as const };
    await changeTiers(app, town.guildId, [{ userId: buyer, act: { ...act, externalId: '1' } }], shop);
    await refused('pause', { member: buyer }, 'bought in Discord', '在 Discord 购买的');

    await changeTierSettings(app, town.guildId, { graceDays: 3 });
    const { userId: late } = town.bot.town.sandbox.join(town.guildId, { username: 'late' });
    await town.bot.settled();
    await tier('grant', { member: late, tier: 'Silver', days: 1 });
    clock.moveBy(25 * 3_600_000);
    await refused('upgrade', { member: late, tier: 'Gold' }, 'only the grace period runs', '只剩宽限期');
    expect(await tier('upgrade', { member: late, tier: 'Gold', days: 10 })).toContain('Upgraded');
  });
});
