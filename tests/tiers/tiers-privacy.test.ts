/** What the ledger shows to and erases for a member who asks. Real: the bot, its database, the local Discord. Faked: the clock. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderRefusal } from '../../src/i18n/i18n.ts';
import { exportPerson } from '../../src/privacy/privacy.ts';
import { membershipOf, revenueOf } from '../../src/tiers/tiers.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

let town: TierTown;
let ann: string;
let bo: string;
let staff: string;

beforeAll(async () => {
  town = await startTierTown({ at: '2026-11-16T09:00:00Z' });
  ({ ann, bo, staff } = town.bot.town.people);
});
afterAll(() => town.bot.close());

const pay = (userId: string, tierId: number, days: number, reference: string) =>
  town.act({
    userId,
    act: { act: 'grant', tierId, term: { days }, startsAt: null },
    payment: { amountMinor: 9_900, source: 'reference', externalId: reference },
    note: `note ${reference}`,
    receipt: { fileName: `${reference}.png`, contentType: 'image/png', data: Buffer.from(reference) },
  });

const held = async (userId: string) =>
  (await exportPerson(town.bot.app, town.guildId, userId))['tiers'] as Record<string, unknown[]> | null;

async function rowsOf(table: string, userId: string): Promise<number> {
  const rows = await town.bot.app.db.query(`SELECT 1 FROM ${table} WHERE guild_id = $1 AND user_id = $2`, [
    town.guildId,
    userId,
  ]);
  return rows.length;
}

const TABLES = ['tier_grant', 'tier_entry', 'tier_payment', 'tier_receipt', 'tier_member'];
const forget = async (who: 'ann' | 'bo', confirm: string): Promise<string> => {
  const here = { channelId: town.bot.town.channels.general };
  const pressed = await town.bot.as(who).press(await town.bot.as(who).type('/me forget', {}, here), confirm);
  return pressed.message?.content ?? '';
};

describe('what the ledger holds on a member', () => {
  it('is theirs to read: grants, payments, notes, receipts; not who of the staff it was, nor anybody else', async () => {
    await pay(ann, town.silver.id, 2, 'WX-1');
    await pay(bo, town.gold.id, 2, 'WX-9');
    const export_ = await held(ann);
    expect(export_?.['ledger']).toMatchObject([
      { tier: 'Silver', kind: 'granted', by: 'staff', note: 'note WX-1' },
    ]);
    expect(export_?.['payments']).toMatchObject([{ amountMinor: 9_900, externalId: 'WX-1' }]);
    expect(export_?.['receipts']).toMatchObject([
      { fileName: 'WX-1.png', picture: Buffer.from('WX-1').toString('base64') },
    ]);
    const text = JSON.stringify(export_);
    for (const foreign of [staff, bo, 'WX-9']) expect(text).not.toContain(foreign);
    expect(await held(town.bot.town.people.owner)).toBeNull();
    expect((await held(staff))?.['actsAsAdmin']).toMatchObject([{ kind: 'granted', count: 2 }]);
  });
});

describe('erasing it', () => {
  it('takes the person out of what is over, and keeps what runs with its payments, and says so', async () => {
    // Ann's first Silver is over when the next one is paid.
    await town.moveTo('2026-11-18T09:00:00Z');
    await pay(ann, town.silver.id, 30, 'WX-2');
    const said = await forget('ann', 'Erase everything');
    expect(said).toContain('Your paid tier and its payments stay until it is over');
    const left = await held(ann);
    expect(left?.['grants']).toHaveLength(1);
    expect(left?.['payments']).toMatchObject([{ externalId: 'WX-2' }]);
    expect(left?.['receipts']).toMatchObject([{ fileName: 'WX-2.png' }]);
    expect(JSON.stringify(left)).not.toContain('WX-1');
    expect((await membershipOf(town.bot.app, town.guildId, ann)).standing?.grant.tierId).toBe(town.silver.id);
    expect(town.rolesOf(ann)).toEqual(['Silver']);
  });

  it('leaves the books: sums stay, and a reference is not taken twice', async () => {
    const span = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
    expect(await revenueOf(town.bot.app, town.guildId, span)).toMatchObject({
      paidMinor: 29_700,
      payments: 3,
    });
    const [again] = await pay(bo, town.silver.id, 2, 'WX-1');
    const refusal = again?.state === 'refused' ? again.refusal : null;
    expect(refusal?.code).toBe('tiers.reference-used');
    expect(renderRefusal(refusal!, 'en')).toContain('used for somebody who has since been erased');
  });

  it('leaves nobody named when everything is over, also what ran out in the very minute', async () => {
    town.bot.clock.moveTo(new Date('2026-12-18T09:00:00Z'));
    expect(await forget('ann', 'Erase everything')).not.toContain('Your paid tier');
    for (const table of TABLES) expect([table, await rowsOf(table, ann)]).toEqual([table, 0]);
    const notes = await town.bot.app.db.query(
      'SELECT 1 FROM tier_entry WHERE user_id = 0 AND note IS NOT NULL',
      [],
    );
    expect(notes).toEqual([]);
    expect(await rowsOf('tier_payment', '0')).toBe(2);
    expect(await rowsOf('tier_payment', bo)).toBe(1);
    expect(await held(ann)).toBeNull();
  });
});
