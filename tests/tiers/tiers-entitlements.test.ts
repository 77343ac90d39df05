/** What people buy in Discord's shop, on the real bot, database and local Discord. Only the clock is faked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entitlement } from '../../src/discord/entitlements.ts';
import { historyOf, membershipOf, nameSku } from '../../src/tiers/tiers.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const DAY_MS = 86_400_000;

let town: TierTown;
let skuId: string;
let userId: string;
let count = 0;

beforeAll(async () => {
  town = await startTierTown({ at: '2026-11-16T09:00:00Z', timeZone: 'Asia/Shanghai' });
});
afterAll(() => town.bot.close());
/** A product and a member of their own for each test. */
beforeEach(async () => {
  count += 1;
  skuId = `13000000000000000${String(count).padStart(2, '0')}`;
  await nameSku(town.bot.app, town.guildId, skuId, town.gold.id);
  userId = town.bot.town.sandbox.join(town.guildId, { username: `buyer${count}` }).userId;
  await town.bot.settled();
});

const buyer = () => town.bot.town.sandbox.person(userId);
const later = (ms: number): Date => new Date(town.bot.clock.now().getTime() + ms);
const membership = () => membershipOf(town.bot.app, town.guildId, userId);
const kinds = async () =>
  (await historyOf(town.bot.app, town.guildId, userId, null)).entries.map(({ kind }) => kind).toReversed();
async function followed(): Promise<void> {
  await town.bot.settled();
  await town.bot.app.entitlements.settled();
  await town.bot.app.roles.settled(town.guildId);
}

describe('something bought', () => {
  it('gives the tier and its role without an end, and no payment, for Discord does not tell the price', async () => {
    const { id } = buyer().buy(skuId, { guildId: town.guildId });
    await followed();
    expect(await membership()).toMatchObject({
      standing: { grant: { tierId: town.gold.id, endsAt: null, source: 'entitlement', externalId: id } },
      payments: [],
    });
    expect(town.rolesOf(userId)).toEqual(['Gold']);
  });

  it('for nobody’s server counts in the community of the product, for another server it does not', async () => {
    buyer().buy(skuId, { guildId: town.bot.town.other.guildId });
    await followed();
    expect((await membership()).grants).toEqual([]);
    buyer().buy(skuId);
    await followed();
    expect((await membership()).grants).toHaveLength(1);
  });

  it('and cancelled lasts until the end Discord says; taken up again it goes on', async () => {
    const { id } = buyer().buy(skuId);
    buyer().cancel(id, later(10 * DAY_MS));
    await followed();
    expect((await membership()).standing?.grant.endsAt).toEqual(later(10 * DAY_MS));
    buyer().renew(id, null);
    await followed();
    expect((await membership()).standing?.grant.endsAt).toBeNull();
    buyer().cancel(id, later(5 * DAY_MS));
    await followed();
    await town.moveTo(later(5 * DAY_MS));
    expect((await membership()).standing).toBeNull();
    expect(town.rolesOf(userId)).toEqual([]);
    expect(await kinds()).toEqual(['granted', 'redated', 'redated', 'redated', 'expired']);
  });

  it('and renewed after it had run out begins again', async () => {
    const { id } = buyer().buy(skuId, { endsAt: later(DAY_MS) });
    await followed();
    await town.moveTo(later(DAY_MS));
    expect((await membership()).standing).toBeNull();
    buyer().renew(id, later(30 * DAY_MS));
    await followed();
    expect((await membership()).standing?.grant).toMatchObject({ externalId: `${id}:2` });
    buyer().renew(id, later(60 * DAY_MS));
    await followed();
    expect((await membership()).standing?.grant.endsAt).toEqual(later(60 * DAY_MS));
    expect(await kinds()).toEqual(['granted', 'expired', 'granted', 'redated']);
  });

  it('and given back takes the tier away, and the role', async () => {
    const { id } = buyer().buy(skuId);
    await followed();
    buyer().refund(id);
    await followed();
    expect((await membership()).grants).toEqual([]);
    expect(await kinds()).toEqual(['granted', 'withdrawn']);
    expect(town.rolesOf(userId)).toEqual([]);
  });

  it('and revoked by an admin stays revoked, whatever Discord tells of it later', async () => {
    const { id } = buyer().buy(skuId);
    await followed();
    await town.act({ userId, act: { act: 'revoke', tierId: null }, reason: 'abuse' });
    buyer().renew(id, later(90 * DAY_MS));
    await followed();
    await town.bot.app.entitlements.compare();
    expect((await membership()).grants).toEqual([]);
  });
});

describe('the same event', () => {
  const told = (id: string, changes: Partial<Entitlement> = {}): Entitlement => ({
    id,
    skuId,
    userId,
    guildId: null,
    startsAt: town.bot.clock.now(),
    endsAt: null,
    isDeleted: false,
    isTest: false,
    ...changes,
  });

  it('twice, at once and with the whole list between, is one grant', async () => {
    const { id } = buyer().buy(skuId);
    const { entitlements } = town.bot.app;
    entitlements.heard(told(id));
    entitlements.noteGap();
    entitlements.heard(told(id));
    await followed();
    expect(await kinds()).toEqual(['granted']);
  });

  it('heard first as a change, or as the end of what nobody saw, is right', async () => {
    const { entitlements } = town.bot.app;
    entitlements.heard(told('1300000000000000900', { isDeleted: true }));
    entitlements.heard(told('1300000000000000901', { endsAt: later(-1) }));
    await followed();
    expect(await kinds()).toEqual([]);
    entitlements.heard(told('1300000000000000902', { endsAt: later(DAY_MS) }));
    await followed();
    expect((await membership()).standing?.grant.endsAt).toEqual(later(DAY_MS));
  });

  it('after the end does not bring it back', async () => {
    const { entitlements } = town.bot.app;
    entitlements.heard(told('1300000000000000903'));
    entitlements.heard(told('1300000000000000903', { isDeleted: true }));
    entitlements.heard(told('1300000000000000903'));
    await followed();
    expect(await kinds()).toEqual(['granted', 'withdrawn']);
  });

  it('of a test is marked as one, and one for later waits', async () => {
    const { entitlements } = town.bot.app;
    entitlements.heard(told('1300000000000000904', { isTest: true, startsAt: later(DAY_MS) }));
    await followed();
    const { entries } = await historyOf(town.bot.app, town.guildId, userId, null);
    expect(entries).toMatchObject([{ kind: 'granted', note: 'TEST_MODE_PURCHASE' }]);
    expect((await membership()).grants).toMatchObject([{ state: 'scheduled' }]);
  });
});

describe('what happened while the bot was off', () => {
  it('is found at the start: bought, cancelled, given back, over before anybody saw it', async () => {
    const [kept, gone] = [buyer().buy(skuId), buyer().buy(skuId)];
    await followed();
    await town.bot.restart(() => {
      buyer().cancel(kept.id, later(7 * DAY_MS));
      buyer().refund(gone.id);
      buyer().refund(buyer().buy(skuId).id);
      buyer().buy(skuId, { endsAt: later(3 * DAY_MS) });
    });
    await followed();
    expect((await membership()).grants.map(({ endsAt }) => endsAt)).toEqual([
      later(7 * DAY_MS),
      later(3 * DAY_MS),
    ]);
    expect(await kinds()).toEqual(['granted', 'granted', 'redated', 'withdrawn', 'granted']);
  });

  it('is found by the hourly comparison where an event was lost, over more than one page', async () => {
    const { sandbox } = town.bot.town;
    const unnamed = '1300000000000000999';
    const buyers = Array.from({ length: 120 }, (_, n) => {
      const { id } = sandbox.world.people.createUser({ username: `page${n}` });
      sandbox.person(id).buy(unnamed);
      return id;
    });
    await followed();
    await nameSku(town.bot.app, town.guildId, unnamed, town.silver.id);
    const last = await membershipOf(town.bot.app, town.guildId, buyers.at(-1)!);
    expect(last.standing?.grant.tierId).toBe(town.silver.id);
    const requests = town.roleRequests();
    await town.moveTo(later(3_600_000));
    await followed();
    expect(town.roleRequests()).toBe(requests);
  });
});

describe('a product', () => {
  it('that is removed grants nothing new, and what was granted is followed to its end', async () => {
    const { id } = buyer().buy(skuId);
    await followed();
    await nameSku(town.bot.app, town.guildId, skuId, null);
    buyer().buy(skuId);
    buyer().cancel(id, later(DAY_MS));
    await followed();
    expect((await membership()).grants).toMatchObject([{ endsAt: later(DAY_MS) }]);
  });

  it('stands for a tier of one community only', async () => {
    const other = town.bot.town.other.guildId;
    await expect(nameSku(town.bot.app, other, skuId, null)).rejects.toMatchObject({
      code: 'tiers.sku-elsewhere',
    });
    await expect(nameSku(town.bot.app, other, skuId, town.gold.id)).rejects.toMatchObject({
      code: 'tiers.unknown',
    });
  });

  it('bought by somebody who is not here yet gives the role when they come', async () => {
    const { sandbox } = town.bot.town;
    const { id } = sandbox.world.people.createUser({ username: `outside${count}` });
    sandbox.person(id).buy(skuId);
    await followed();
    sandbox.join(town.guildId, id);
    await vi.waitFor(() => expect(town.rolesOf(id)).toEqual(['Gold']));
  });
});
