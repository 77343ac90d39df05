/** /tier members and history, the receipts, and who may do what: through the real dispatcher on a local Discord. Only the clock is faked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import tierCommand from '../../commands/tier.ts';
import { formatInstant } from '../../src/i18n/format.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { GivenOptions } from '../../src/sandbox/driver-command.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const NOW = '2026-11-16T09:00:00Z';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

let town: TierTown;

beforeAll(async () => {
  town = await startTierTown({ at: NOW, timeZone: 'Asia/Shanghai' });
});
afterAll(() => town.bot.close());

type Who = 'owner' | 'staff' | 'ann' | 'bo' | { readonly userId: string };

function ask(who: Who, line: string, options: GivenOptions = {}): Promise<Answer> {
  const { sandbox, channels } = town.bot.town;
  const person = typeof who === 'string' ? town.bot.as(who) : sandbox.as(town.guildId, who.userId);
  return person.type(`/tier ${line}`, options, { channelId: channels.general });
}

const said = (answer: Answer): string => answer.message?.text ?? '';
const at = (instant: string): string => formatInstant(new Date(instant));

describe('the ledger of a member', () => {
  it('tells who did what, with which evidence, from where to where, and what became of the role', async () => {
    const { ann, staff } = town.bot.town.people;
    const receipt = { filename: 'pay.png', bytes: PNG, contentType: 'image/png' };
    await ask('staff', 'grant', {
      member: ann,
      tier: 'Gold',
      days: 10,
      amount: '299',
      reference: 'H1',
      receipt,
    });
    await ask('staff', 'extend', { member: ann, days: 5, note: 'a **friend**' });
    await ask('staff', 'revoke', { member: ann, reason: 'asked for it' });
    const history = await ask('owner', 'history', { member: ann });
    const text = said(history);
    expect(text).toContain(`<@${ann}>`);
    expect(text).toContain('Now: no tier');
    expect(text).toContain(`**Granted** Gold · ${at(NOW)} · <@${staff}>`);
    expect(text).toContain(`until ${at('2026-11-26T09:00:00Z')} · CN¥299.00 · reference H1`);
    expect(text).toContain(`until ${at('2026-11-26T09:00:00Z')} → until ${at('2026-12-01T09:00:00Z')}`);
    expect(text).toContain('note: a \\*\\*friend\\*\\*');
    expect(text).toContain('reason: asked for it');
    expect(text).toContain(`✅ Role <@&${town.gold.roleId}> given`);
    expect(text).toContain(`✅ Role <@&${town.gold.roleId}> taken away`);
    expect(text.indexOf('**Revoked**')).toBeLessThan(text.indexOf('**Granted**'));
    const label = history.message!.buttons.find((button) => button.label?.startsWith('🧾'))!.label!;
    const shown = await town.bot.as('owner').press(history, label);
    expect(shown.message?.attachments[0]?.filename).toMatch(/^receipt-\d+\.png$/);
    expect(said(shown)).toContain(`Receipt of <@${ann}>`);
  });

  it('says that the role was refused and why, and never that it was given', async () => {
    const { sandbox, botId, people } = town.bot.town;
    const { roles } = sandbox.world.state.member(town.guildId, botId);
    town.bot.as('owner').setPermission(roles[0]!, 'manageRoles', false);
    await town.bot.settled();
    await ask('staff', 'grant', { member: people.bo, tier: 'Gold' });
    const text = said(await ask('staff', 'history', { member: people.bo }));
    expect(text).toContain('could not be given: I lack the permission “Manage Roles”');
    expect(text).not.toContain('✅');
    town.bot.as('owner').setPermission(roles[0]!, 'manageRoles', true);
    await town.bot.settled();
  });

  it('turns pages, and nobody’s is short and says so', async () => {
    const { sandbox } = town.bot.town;
    const { userId: member } = sandbox.join(town.guildId, { username: 'often' });
    await town.bot.settled();
    const empty = await ask('staff', 'history', { member });
    expect(said(empty)).toContain('Nothing is written down');
    const tierId = town.silver.id;
    for (let index = 0; index < 30; index += 1)
      await town.act({
        userId: member,
        act: { act: index === 0 ? 'grant' : 'extend', tierId, term: { days: 1 }, startsAt: null },
        note: `number ${index} ${'n'.repeat(150)}`,
        again: true,
      });
    const staff = town.bot.as('staff');
    const first = await ask('staff', 'history', { member });
    expect(said(first)).toContain('number 29');
    const seen = new Set<string>();
    const collect = (): void => {
      for (const [, number] of said(first).matchAll(/number (\d+)/g)) seen.add(number!);
    };
    collect();
    for (let page = 0; first.message!.buttons.some(({ label }) => label === 'Older'); page += 1) {
      expect(page).toBeLessThan(10);
      await staff.press(first, 'Older');
      collect();
    }
    expect(seen.size).toBe(30);
    await staff.press(first, 'Newest');
    expect(said(first)).toContain('number 29');
  });

  it('of another community is not seen', async () => {
    const { other, sandbox, people } = town.bot.town;
    const ann = sandbox.join(other.guildId, people.ann);
    await town.bot.settled();
    const options = { member: ann.userId };
    const where = { channelId: other.channelId };
    const answer = await sandbox.as(other.guildId, other.ownerId).type('/tier history', options, where);
    expect(said(answer)).toContain('Nothing is written down');
  });
});

describe('the list of members', () => {
  it('filters by tier, state and days, in both languages, and turns pages', async () => {
    const { sandbox } = town.bot.town;
    const many = Array.from({ length: 25 }, (_, index) =>
      sandbox.join(town.guildId, { username: `m${index}` }),
    );
    await town.bot.settled();
    for (const [index, { userId }] of many.entries())
      await town.give(userId, town.silver, index === 0 ? 3 : 20);
    const page = await ask('staff', 'members', { tier: 'Silver' });
    expect(said(page)).toContain('Members with a tier now · Silver (26)');
    expect(said(page).match(/<@\d+>/g)).toHaveLength(20);
    await town.bot.as('staff').press(page, 'Next page');
    expect(said(page).match(/<@\d+>/g)).toHaveLength(6);
    await town.bot.as('staff').press(page, 'First page');
    expect(said(page).match(/<@\d+>/g)).toHaveLength(20);
    const ending = said(await ask('staff', 'members', { days: 7 }));
    expect(ending).toContain('Members ending within 7 days (1)');
    expect(ending).toContain(`<@${many[0]!.userId}> **Silver** · until ${at('2026-11-19T09:00:00Z')}`);
    expect(said(await ask('staff', 'members', { state: 'grace' }))).toContain('Nobody.');
    expect(said(await ask('staff', 'members', { state: 'ended' }))).toContain(
      `<@${town.bot.town.people.ann}>`,
    );
    const staff = town.bot.as('staff');
    staff.locale = 'zh-CN';
    expect(said(await ask('staff', 'members', { tier: '黄金' }))).toContain('当前拥有等级的成员 · 黄金（1）');
    staff.locale = 'en-US';
    const waiting = many[1]!.userId;
    await town.give(waiting, town.gold, 5);
    expect(said(await ask('staff', 'members', { state: 'waiting' }))).toContain(
      `<@${waiting}> **Silver** waits while other paid time runs, and loses nothing by it (20 days left)`,
    );
  });
});

describe('who may do what', () => {
  const READING = ['list', 'members', 'history'];
  const ONLY = /^Only (staff|members with <@&\d+>) can do this/;

  async function answersTo(people: readonly Who[], name: string, options: GivenOptions): Promise<string[]> {
    const answers: string[] = [];
    for (const who of people) answers.push(said(await ask(who, name, options)));
    return answers;
  }

  it('only the admin role grants, staff look, members do neither, and Manage Server alone is not enough', async () => {
    const { sandbox, staffRoleId, people } = town.bot.town;
    const { userId } = sandbox.join(town.guildId, { username: 'helper' }, { roles: [staffRoleId] });
    await town.bot.settled();
    const helper = { userId };
    const role = town.silver.roleId;
    const needed: Record<string, GivenOptions> = {
      create: { name: 'New', rank: 77, role },
      edit: { tier: 'Gold', rank: 21 },
      archive: { tier: 'Gold' },
      settings: { 'grace-days': 9 },
      grant: { member: people.ann, tier: 'Gold' },
      extend: { member: people.bo },
      upgrade: { member: people.ann, tier: 'Gold' },
      downgrade: { member: people.bo, tier: 'Silver' },
      pause: { member: people.bo },
      resume: { member: people.bo },
      revoke: { member: people.bo, reason: 'x' },
      refund: { member: people.ann, payment: 'H1', reason: 'x' },
      list: {},
      members: {},
      history: { member: people.bo },
    };
    const before = JSON.stringify(await town.bot.app.db.query('SELECT * FROM tier_entry ORDER BY id'));
    for (const [name, options] of Object.entries(needed)) {
      const isReading = READING.includes(name);
      expect(tierCommand.subcommands?.[name]?.access).toBe(isReading ? 'staff' : 'tier-admin');
      const refused = await answersTo(isReading ? ['ann'] : ['ann', helper, 'owner'], name, options);
      expect(refused.filter((text) => !ONLY.test(text))).toEqual([]);
      const allowed = await answersTo(isReading ? [helper, 'owner'] : [], name, options);
      expect(allowed.filter((text) => ONLY.test(text))).toEqual([]);
    }
    expect(JSON.stringify(await town.bot.app.db.query('SELECT * FROM tier_entry ORDER BY id'))).toBe(before);
    expect(town.bot.app.tiers.settingsOf(town.guildId).graceDays).toBe(0);
    for (const [name, options] of Object.entries(needed))
      expect(await answersTo(['staff'], name, options)).not.toContainEqual(expect.stringMatching(ONLY));
  });

  it('of all subcommands only those that look are open to staff, and none to everybody', () => {
    const open = Object.entries(tierCommand.subcommands ?? {}).filter(
      ([, { access }]) => access !== 'tier-admin',
    );
    expect(open.map(([name, { access }]) => `${name} ${access}`).toSorted()).toEqual(
      [...READING, 'drift'].map((name) => `${name} staff`).toSorted(),
    );
  });

  it('suggestions name tiers to those alone who may use the command', async () => {
    const { channels, people } = town.bot.town;
    const where = { channelId: channels.general };
    const others = { member: people.bo };
    expect(await town.bot.as('owner').autocomplete('/tier grant', 'tier', '', others, where)).toEqual([]);
    expect(await town.bot.as('owner').autocomplete('/tier members', 'tier', '', {}, where)).not.toEqual([]);
  });
});
