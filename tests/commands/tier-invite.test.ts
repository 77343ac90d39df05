/** /tier invite and /tier sku through the real dispatcher, client and database on a local Discord. Only the clock is faked. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { formatInstant } from '../../src/i18n/format.ts';
import { addDays } from '../../src/kernel/calendar.ts';
import type { GivenOptions } from '../../src/sandbox/driver-command.ts';
import { membershipOf } from '../../src/tiers/tiers.ts';
import { allowInvites, codeIn, stranger } from '../support/tier-invites.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const NOW = '2026-11-16T09:00:00Z';

let town: TierTown;

beforeAll(async () => {
  town = await startTierTown({ at: NOW, timeZone: 'Asia/Shanghai' });
  allowInvites(town);
  town.bot.town.sandbox.world.invites.jobMs = 0;
  await town.bot.settled();
});
afterAll(() => town.bot.close());

const where = () => ({ channelId: town.bot.town.channels.general });
async function typed(line: string, options: GivenOptions = {}, locale = 'en-US'): Promise<string> {
  const staff = town.bot.as('staff');
  staff.locale = locale;
  try {
    const answer = await staff.type(`/tier ${line}`, options, where());
    expect(answer.ephemeral).toBe(true);
    return answer.message?.text ?? '';
  } finally {
    staff.locale = 'en-US';
  }
}
const file = (name: string, text: string) => ({ filename: name, bytes: Buffer.from(text) });

describe('/tier invite', () => {
  it('answers with the link, for whom, from when and until when', async () => {
    const zoe = stranger(town, 'zoe');
    const text = await typed('invite', {
      tier: 'Gold',
      members: `<@${zoe}>`,
      days: 30,
      amount: '299',
      reference: 'WX-7',
    });
    expect(text).toContain('Invite made');
    expect(text).toContain(`https://discord.gg/${codeIn(text)}`);
    expect(text).toContain(`**Gold** for 1 person: <@${zoe}>`);
    expect(text).toContain('Begins for each of them when they join');
    expect(text).toContain('Lasts 30 days.');
    expect(text).toContain('CN¥299.00 · reference WX\\-7');
    expect(text).toContain(`works until ${formatInstant(new Date('2026-11-23T09:00:00Z'))}`);
    expect((await membershipOf(town.bot.app, town.guildId, zoe)).payments).toMatchObject([
      { amountMinor: 29_900, externalId: 'WX-7' },
    ]);
  });

  it('speaks native Chinese', async () => {
    const text = await typed(
      'invite',
      { tier: '黄金', members: stranger(town, 'yu'), days: 30, reference: 'WX-8' },
      'zh-CN',
    );
    expect(text).toContain('邀请已生成');
    expect(text).toContain('**黄金**，共 1 人');
    expect(text).toContain('每个人从加入服务器时开始计时');
    expect(await typed('invite', {}, 'zh-CN')).toContain('已加入 0/1 人');
  });

  it('takes a file, says which lines are no ids, who is here already and who was named twice', async () => {
    const { ann } = town.bot.town.people;
    const one = stranger(town, 'one');
    const text = await typed('invite', {
      tier: 'Silver',
      file: file(
        'people.csv',
        `\uFEFFuser_id,name\r\n${one},One\r\n"${ann}",Ann\r\n1.2E+17,Bo\r\n${one},again\r\n`,
      ),
    });
    expect(text).toContain(`**Silver** for 1 person: <@${one}>`);
    expect(text).toContain(`Here already, use \`/tier grant\`: <@${ann}>`);
    expect(text).toContain('Line 4: “1.2E+17” is no id');
    expect(text).toContain(`Named twice, counted once: <@${one}>`);
    const again = await typed('invite', { tier: 'Silver', members: one });
    expect(again).toContain('Nobody was invited');
    expect(again).toContain('Named on an invite that is open');
  });

  it('gives each of several people a payment of their own, which counts once', async () => {
    const [one, two] = [stranger(town, 'firm-one'), stranger(town, 'firm-two')];
    const order = { tier: 'Silver', members: `${one}, ${two}`, amount: '99', reference: 'INV-3' };
    expect(await typed('invite', order)).toContain('each reference is followed by the person’s id');
    const [payment] = (await membershipOf(town.bot.app, town.guildId, two)).payments;
    expect(payment).toMatchObject({ amountMinor: 9_900, externalId: `INV-3/${two}` });
    await typed('invite', {});
    const used = await typed('invite', { ...order, tier: 'Gold' });
    expect(used).toContain('Nobody was invited');
    expect(used).toContain('stands for something else already');
  });

  it('refuses what cannot be: nobody, two lists, two lengths, a past end, no such tier, an amount with a comma', async () => {
    const members = stranger(town, 'refused');
    const unclear: [GivenOptions, string, string][] = [
      [{ tier: 'Gold' }, 'Whom?', '要邀请谁？'],
      [{ members }, 'Which tier?', '哪个等级？'],
      [{ members, tier: 'Copper' }, 'There is no such tier', '没有这个等级'],
      [{ members, tier: 'Gold', file: file('a.txt', members) }, 'not in both', '`members:` 和文件只能填一个'],
    ];
    for (const [options, english, chinese] of unclear) {
      expect(await typed('invite', options)).toContain(english);
      expect(await typed('invite', options, 'zh-CN')).toContain(chinese);
    }
    expect(await typed('invite', { tier: 'Gold', members, days: 3, until: '2026-12-01' })).toContain(
      'not both',
    );
    expect(await typed('invite', { tier: 'Gold', members, until: '2026-11-01' })).toContain(
      'Choose a later day',
    );
    expect(await typed('invite', { tier: 'Gold', members, amount: '1,299' })).toContain('comma');
    expect(await typed('invite', { tier: 'Gold', members: 'zoe' })).toContain('“zoe” is no id');
    const many = Array.from({ length: 501 }, (_, n) => `2000000000000${String(n).padStart(5, '0')}`);
    expect(await typed('invite', { tier: 'Gold', file: file('many.txt', many.join('\n')) })).toContain(
      'at most 500',
    );
    expect((await membershipOf(town.bot.app, town.guildId, members)).grants).toEqual([]);
  });

  it('says which permission is missing, before Discord is asked, and grants nothing', async () => {
    const members = stranger(town, 'no-right');
    const sent = town.bot.town.sandbox.requestCount({ route: '/channels/{channel_id}/invites' });
    allowInvites(town, false);
    await town.bot.settled();
    const text = await typed('invite', { tier: 'Gold', members });
    allowInvites(town);
    await town.bot.settled();
    expect(text).toContain('I am missing Manage Server');
    expect(town.bot.town.sandbox.requestCount({ route: '/channels/{channel_id}/invites' })).toBe(sent);
    expect((await membershipOf(town.bot.app, town.guildId, members)).grants).toEqual([]);
  });

  it('lists the invites, shows who came, and ends one: who has not come loses what it granted', async () => {
    const [came, not] = [stranger(town, 'came'), stranger(town, 'not')];
    const made = await typed('invite', { tier: 'Gold', members: `${came} ${not}`, days: 5 });
    const { sandbox } = town.bot.town;
    sandbox.person(came).accept(codeIn(made));
    // Nobody waits for what a join brings about.
    await vi.waitFor(async () =>
      expect((await membershipOf(town.bot.app, town.guildId, came)).standing).not.toBeNull(),
    );
    const staff = town.bot.as('staff');
    const list = await staff.type('/tier invite', {}, where());
    expect(list.message?.text).toContain('1 of 2 came');
    const label = list.message!.text.match(/#(\d+)\*\* Gold · Open · 1 of 2/)![1]!;
    await staff.choose(list, 'Look at one', `#${label} Gold`);
    expect(list.message?.text).toContain(`Came: <@${came}>`);
    expect(list.message?.text).toContain(`Not yet: <@${not}>`);
    await staff.press(list, 'End it');
    expect(list.message?.text).toContain(`Did not come: <@${not}>`);
    expect(() => sandbox.person(not).accept(codeIn(made))).toThrow('invalid or has expired');
    expect((await membershipOf(town.bot.app, town.guildId, not)).grants).toEqual([]);
    expect((await membershipOf(town.bot.app, town.guildId, came)).standing).not.toBeNull();
  });

  it('makes a new link where the old one was deleted in Discord, for the same grants', async () => {
    const late = stranger(town, 'late');
    const code = codeIn(await typed('invite', { tier: 'Silver', members: late, days: 5 }));
    const { sandbox } = town.bot.town;
    sandbox.world.invites.delete(sandbox.world.invites.find(code)!);
    const staff = town.bot.as('staff');
    const list = await staff.type('/tier invite', {}, where());
    const id = list.message!.text.match(/#(\d+)/)![1]!;
    await staff.choose(list, 'Look at one', `#${id} Silver`);
    expect(list.message?.text).toContain('deleted in Discord');
    await staff.press(list, 'New link');
    const renewed = codeIn(list.message!.text);
    expect(renewed).not.toBe(code);
    sandbox.person(late).accept(renewed);
    await town.bot.settled();
    expect((await membershipOf(town.bot.app, town.guildId, late)).grants).toHaveLength(1);
  });

  it('and /tier sku are for holders of the admin role only', async () => {
    for (const who of ['ann', 'owner'] as const)
      for (const line of ['invite', 'sku']) {
        const answer = await town.bot.as(who).type(`/tier ${line}`, {}, where());
        expect(answer.message?.text).toContain(`Only members with <@&${town.adminRoleId}>`);
      }
  });

  it('lasts no longer than what it grants', async () => {
    const until = addDays('2026-11-16', 2);
    const text = await typed('invite', { tier: 'Gold', members: stranger(town, 'short'), until });
    expect(text).toContain(`works until ${formatInstant(new Date('2026-11-18T16:00:00Z'))}`);
  });
});

describe('/tier sku', () => {
  const sku = '1200000000000000001';

  it('names a product for a tier, lists it, and removes it', async () => {
    expect(await typed('sku')).toContain('No product stands for a tier yet');
    expect(await typed('sku', { sku, tier: 'Gold' })).toContain('stands for **Gold** now');
    expect(await typed('sku', { sku })).toContain(`\`${sku}\` → **Gold**`);
    const other = await typed('sku', { sku: '1200000000000000002' });
    expect(other).toContain('stands for no tier yet. Add `tier:`');
    expect(await typed('sku', {}, 'zh-CN')).toContain(`\`${sku}\` → **黄金**`);
    expect(await typed('sku', { sku, remove: true })).toContain('Nothing new is granted');
    expect(await typed('sku')).toContain('nothing new');
  });

  it('refuses what is no id of a product', async () => {
    expect(await typed('sku', { sku: 'gold', tier: 'Gold' })).toContain('is not the id of a product');
  });
});
