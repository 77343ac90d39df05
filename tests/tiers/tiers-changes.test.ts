/** The ledger on the real database, with the real bot and the local Discord: who has what, until when, and the role that follows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changeTierSettings,
  changeTiers,
  editTier,
  historyOf,
  membersOf,
  membershipOf,
  revenueOf,
} from '../../src/tiers/tiers.ts';
import type { TierOutcome, TierRequest } from '../../src/tiers/tiers.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

let town: TierTown;
let ann: string;
let bo: string;

beforeAll(async () => {
  town = await startTierTown({ at: '2026-11-16T09:00:00Z', timeZone: 'Asia/Shanghai' });
  ({ ann, bo } = town.bot.town.people);
});
afterAll(() => town.bot.close());

const grantOf = (userId: string, tierId: number, days: number): TierRequest => ({
  userId,
  act: { act: 'grant', tierId, term: { days }, startsAt: null },
});
const refusalOf = (outcome: TierOutcome | undefined): string =>
  outcome?.state === 'refused' ? outcome.refusal.code : `not refused: ${outcome?.state}`;
const newcomer = (name: string): string => {
  const { sandbox, guildId } = town.bot.town;
  const { id } = sandbox.world.people.createUser({ username: name });
  sandbox.join(guildId, id);
  return id;
};

describe('a grant', () => {
  it('gives the tier and its role, and is taken away at its minute', async () => {
    const outcome = await town.give(ann, town.silver, 2);
    expect(outcome).toMatchObject({
      state: 'done',
      before: null,
      after: { tierId: town.silver.id, endsAt: new Date('2026-11-18T09:00:00Z') },
    });
    expect(town.rolesOf(ann)).toEqual(['Silver']);
    await town.moveTo('2026-11-18T08:59:00Z');
    expect(town.rolesOf(ann)).toEqual(['Silver']);
    await town.moveTo('2026-11-18T09:00:00Z');
    expect(town.rolesOf(ann)).toEqual([]);
    expect((await membershipOf(town.bot.app, town.guildId, ann)).standing).toBeNull();
  });

  it('counts from the ledger at its instant, even before anybody wrote the end down', async () => {
    const userId = newcomer('early');
    await town.bot.settled();
    await town.give(userId, town.silver, 1);
    town.bot.clock.moveTo(new Date(town.bot.clock.now().getTime() + 86_400_000));
    expect((await membershipOf(town.bot.app, town.guildId, userId)).standing).toBeNull();
  });

  it('changes one role for another when a higher tier comes, and back when it ends', async () => {
    await town.give(bo, town.silver, 10);
    await town.act({
      userId: bo,
      act: { act: 'upgrade', tierId: town.gold.id, when: 'now', term: { days: 3 } },
    });
    expect(town.rolesOf(bo)).toEqual(['Gold']);
    const { entries } = await historyOf(town.bot.app, town.guildId, bo, null);
    expect(entries.map(({ kind }) => kind)).toEqual(['granted', 'upgraded', 'granted']);
    expect(entries[0]).toMatchObject({ actorId: town.bot.town.people.staff, source: 'manual' });
  });

  it('is written once for one reference, and told so', async () => {
    const userId = newcomer('ref');
    await town.bot.settled();
    const paid = { amountMinor: 9_900, source: 'reference', externalId: 'WX-1' };
    const request = { ...grantOf(userId, town.silver.id, 30), payment: paid };
    const [first] = await town.act(request);
    const [second] = await town.act(request);
    expect(first).toMatchObject({ state: 'done' });
    expect(second).toMatchObject({ state: 'known', entry: { userId, actorId: town.bot.town.people.staff } });
    const [other] = await town.act({ ...grantOf(ann, town.silver.id, 30), payment: paid });
    expect(refusalOf(other)).toBe('tiers.reference-used');
    const held = await membershipOf(town.bot.app, town.guildId, userId);
    expect(held.grants).toHaveLength(1);
    expect(held.payments).toMatchObject([{ amountMinor: 9_900, currency: 'CNY', refundedMinor: 0 }]);
  });

  it('under one reference for two members at the same moment goes to one of them, and the other is told', async () => {
    const userIds = [newcomer('one'), newcomer('two')];
    await town.bot.settled();
    const payment = { amountMinor: 9_900, source: 'reference', externalId: 'WX-both' };
    const outcomes = await Promise.all(
      userIds.map((userId) =>
        changeTiers(town.bot.app, town.guildId, [{ ...grantOf(userId, town.silver.id, 30), payment }], {
          actorId: town.bot.town.people.staff,
          source: 'manual',
        }),
      ),
    );
    expect(
      outcomes
        .flat()
        .map(({ state }) => state)
        .toSorted(),
    ).toEqual(['done', 'refused']);
    expect(refusalOf(outcomes.flat().find(({ state }) => state === 'refused'))).toBe('tiers.reference-used');
  });

  it('by two admins at the same moment happens once: the second sees what the first did', async () => {
    const userId = newcomer('twice');
    await town.bot.settled();
    await town.give(userId, town.silver, 5);
    town.bot.clock.moveBy(11 * 60_000);
    const extend: TierRequest = { userId, act: { act: 'extend', tierId: null, term: { days: 30 } } };
    const by = (actorId: string) =>
      changeTiers(town.bot.app, town.guildId, [extend], { actorId, source: 'manual' });
    const outcomes = (await Promise.all([by('101'), by('102')])).flat();
    expect(outcomes.map(({ state }) => state).toSorted()).toEqual(['done', 'refused']);
    const refused = outcomes.find(({ state }) => state === 'refused');
    expect(refusalOf(refused)).toBe('tiers.just-done');
    const granted = await changeTiers(town.bot.app, town.guildId, [grantOf(userId, town.silver.id, 30)], {
      actorId: '103',
      source: 'manual',
    });
    expect(refusalOf(granted[0])).toBe('tiers.just-done');
    const [again] = await town.act({ ...extend, again: true });
    expect(again).toMatchObject({ state: 'done' });
    const [paid] = await town.act({
      ...extend,
      payment: { amountMinor: 100, source: 'reference', externalId: 'one payment' },
    });
    expect(refusalOf(paid)).toBe('tiers.just-done');
  });

  it('that is refused leaves the others of the same batch unharmed', async () => {
    const [one, two] = [newcomer('batch-one'), newcomer('batch-two')];
    await town.bot.settled();
    const outcomes = await town.act(
      grantOf(one, town.silver.id, 3),
      grantOf(two, 9_999, 3),
      { userId: two, act: { act: 'extend', tierId: null, term: { days: 1 } } },
      grantOf(two, town.gold.id, 3),
      { userId: two, act: { act: 'upgrade', tierId: town.silver.id, when: 'now', term: null } },
    );
    expect(outcomes.map((each) => (each.state === 'refused' ? each.refusal.code : each.state))).toEqual([
      'done',
      'tiers.unknown',
      'tiers.not-held',
      'done',
      'tiers.not-above',
    ]);
    expect(town.rolesOf(one)).toEqual(['Silver']);
    expect(town.rolesOf(two)).toEqual(['Gold']);
  });
});

describe('money', () => {
  it('of a payment can go back once, in parts, and takes the tier with it where that is meant', async () => {
    const userId = newcomer('refund');
    await town.bot.settled();
    const from = town.bot.clock.now();
    const to = new Date(from.getTime() + 1);
    await town.act({
      ...grantOf(userId, town.gold.id, 30),
      payment: { amountMinor: 29_900, source: 'reference', externalId: 'WX-9' },
    });
    const [payment] = (await membershipOf(town.bot.app, town.guildId, userId)).payments;
    const back = (amountMinor: number | null, endsAccess: boolean): TierRequest => ({
      userId,
      act: { act: 'settle' },
      refund: { paymentId: payment!.id, amountMinor, endsAccess },
    });
    expect(await town.act(back(9_900, false))).toMatchObject([
      { state: 'done', after: { tierId: town.gold.id } },
    ]);
    expect(refusalOf((await town.act(back(20_001, true)))[0])).toBe('tiers.refund-too-much');
    expect(refusalOf((await town.act({ ...back(null, true), userId: bo }))[0])).toBe('tiers.payment-unknown');
    const colleague = { actorId: '104', source: 'manual' as const };
    const [twice] = await changeTiers(town.bot.app, town.guildId, [back(9_900, false)], colleague);
    expect(refusalOf(twice)).toBe('tiers.just-done');
    expect(await town.act(back(null, true))).toMatchObject([{ state: 'done', after: null }]);
    expect(town.rolesOf(userId)).toEqual([]);
    expect(refusalOf((await town.act(back(null, true)))[0])).toBe('tiers.refund-too-much');
    const kinds = (await historyOf(town.bot.app, town.guildId, userId, null)).entries.map(({ kind }) => kind);
    expect(kinds).toEqual(['refunded', 'refunded', 'granted']);
    const revenue = await revenueOf(town.bot.app, town.guildId, { from, to });
    expect(revenue).toMatchObject({ refundedMinor: 29_900, refunds: 2, currency: 'CNY' });
    expect(revenue.paidMinor - 29_900).toBeGreaterThanOrEqual(0);
  });
});

describe('what admins change of a tier', () => {
  it('takes effect on those who hold several within a minute', async () => {
    const userId = newcomer('two-tiers');
    await town.bot.settled();
    const later = () => new Date(town.bot.clock.now().getTime() + 60_000);
    await changeTierSettings(town.bot.app, town.guildId, { overlap: 'parallel' });
    await town.give(userId, town.silver, 50);
    await town.give(userId, town.gold, 50);
    expect(town.rolesOf(userId)).toEqual(['Gold']);
    await editTier(town.bot.app, town.guildId, town.silver.id, { rank: 30 });
    await town.moveTo(later());
    expect(town.rolesOf(userId)).toEqual(['Silver']);
    await editTier(town.bot.app, town.guildId, town.silver.id, { rank: 10 });
    await changeTierSettings(town.bot.app, town.guildId, { overlap: 'wait' });
    await town.moveTo(later());
    expect(town.rolesOf(userId)).toEqual(['Gold']);
    const { grants } = await membershipOf(town.bot.app, town.guildId, userId);
    expect(grants.map(({ state }) => state)).toEqual(['waiting', 'active']);
  });

  it('since when somebody holds a tier begins anew after a gap nobody wrote down', async () => {
    const userId = newcomer('gap');
    await town.bot.settled();
    await town.give(userId, town.silver, 1);
    town.bot.clock.moveBy(2 * 86_400_000);
    const at = town.bot.clock.now();
    await town.give(userId, town.silver, 9);
    const filter = { tierId: town.silver.id, state: 'paying' as const, withinDays: 7 };
    const page = await membersOf(town.bot.app, town.guildId, filter, (BigInt(userId) - 1n).toString());
    expect(page.members[0]).toMatchObject({ userId, sinceAt: at });
  });
});

describe('lists', () => {
  it('hold who pays, who ends soon and who had something, each page once', async () => {
    const { app } = town.bot;
    const many = Array.from({ length: 45 }, (_, n) => newcomer(`many-${n}`));
    await town.bot.settled();
    await town.act(...many.map((userId) => grantOf(userId, town.silver.id, 3)));
    const seen: string[] = [];
    const filter = { tierId: town.silver.id, state: 'ending' as const, withinDays: 7 };
    for (let after: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof membersOf>> = await membersOf(app, town.guildId, filter, after);
      seen.push(...page.members.map(({ userId }) => userId));
      expect(page.total).toBeGreaterThanOrEqual(45);
      after = page.nextAfterId;
      if (after === null) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(many.every((userId) => seen.includes(userId))).toBe(true);
    const ended = await membersOf(app, town.guildId, { tierId: null, state: 'ended', withinDays: 0 }, null);
    expect(ended.members.map(({ userId }) => userId)).toContain(ann);
  });

  it('of one community say nothing of another', async () => {
    const elsewhere = await membersOf(
      town.bot.app,
      town.bot.town.other.guildId,
      { tierId: null, state: 'paying', withinDays: 7 },
      null,
    );
    expect(elsewhere).toEqual({ members: [], total: 0, nextAfterId: null });
    expect((await membershipOf(town.bot.app, town.bot.town.other.guildId, bo)).grants).toEqual([]);
  });
});

describe('the definition of a tier', () => {
  it('changed by two admins at the same moment keeps what both said, and nobody keeps a role that is no tier’s any more', async () => {
    const { sandbox } = town.bot.town;
    const [early, late] = [newcomer('early-bird'), newcomer('late-bird')];
    const roleId = sandbox.world.guilds.createRole(town.guildId, { name: 'Gold again' }).id;
    await town.bot.settled();
    await town.give(early, town.gold, 30);
    const { app } = town.bot;
    await Promise.all([
      editTier(app, town.guildId, town.gold.id, { roleId }),
      editTier(app, town.guildId, town.gold.id, { priceMinor: 12_300 }),
      town.give(late, town.gold, 30),
    ]);
    await app.roles.settled(town.guildId);
    await town.bot.settled();
    expect(app.tiers.find(town.guildId, town.gold.id)).toMatchObject({ roleId, priceMinor: 12_300 });
    for (const userId of [early, late])
      expect(sandbox.world.state.guild(town.guildId).members.get(userId)?.roles).toEqual([roleId]);
  });
});
