/** What people buy from the application through Discord, as the real client hears and reads it. Faked: the clock, which stands still. */
import type { Entitlement } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPaidSetting, heard, type PaidSetting } from './paid-setting.ts';

const SKU = '1019475255913222144';
const OTHER_SKU = '1019475255913222145';
const DAY_MS = 86_400_000;

let town: PaidSetting;
beforeEach(async () => {
  town = await createPaidSetting(0n);
});
afterEach(() => town.close());

const zoe = () => town.sandbox.person(town.zoeId);
const inDays = (days: number): Date => new Date(town.clock.now().getTime() + days * DAY_MS);
const fetched = async (options: object = {}): Promise<string[]> =>
  [...(await town.client.application.entitlements.fetch({ cache: false, ...options })).keys()].toSorted();

describe('what somebody buys', () => {
  it('is told when it begins, is cancelled, goes on, and is refunded', async () => {
    const created = heard<Entitlement>(town.client, 'entitlementCreate');
    const bought = zoe().buy(SKU, { guildId: town.guild.id });
    const seen = await created;
    expect(seen).toMatchObject({ id: bought.id, skuId: SKU, userId: town.zoeId, guildId: town.guild.id });
    expect([seen.startsAt, seen.endsAt, seen.deleted]).toEqual([town.clock.now(), null, false]);

    const cancelled = heard<Entitlement>(town.client, 'entitlementUpdate');
    zoe().cancel(bought.id, inDays(30));
    expect((await cancelled).endsAt).toEqual(inDays(30));
    const renewed = heard<Entitlement>(town.client, 'entitlementUpdate');
    zoe().renew(bought.id);
    expect((await renewed).endsAt).toBeNull();

    const refunded = heard<Entitlement>(town.client, 'entitlementDelete');
    zoe().refund(bought.id);
    expect(await refunded).toMatchObject({ id: bought.id, deleted: true });
  });

  it('may name no guild: then the first shard hears it', async () => {
    const shards = await Promise.all([0, 1].map((shard) => town.connect(0, { shard: [shard, 2] })));
    const forNobody = zoe().buy(SKU);
    const forGuild = zoe().buy(SKU, { guildId: town.guild.id });
    await town.sandbox.drained();
    const heardBy = shards.map((raw) => raw.payloads('ENTITLEMENT_CREATE').map(({ id }) => id));
    const shardOfGuild = Number((BigInt(town.guild.id) >> 22n) % 2n);
    expect(heardBy[0]).toContain(forNobody.id);
    expect(heardBy[1]).not.toContain(forNobody.id);
    expect(heardBy[shardOfGuild]).toContain(forGuild.id);
    expect(heardBy[1 - shardOfGuild]).not.toContain(forGuild.id);
  });

  it('belongs to one application only, and nobody else can read it', async () => {
    const other = town.sandbox.world.people.createApplication({ name: 'Rival' });
    const theirs = zoe().buy(SKU, { applicationId: other.id });
    expect(() => zoe().buy(SKU)).toThrow('Say whose product it is');
    expect(() => town.sandbox.person(town.ann.id).refund(theirs.id)).toThrow('Ann has not bought');
    expect(await fetched()).toEqual([]);
    const path = (application: string) => `/applications/${application}/entitlements/${theirs.id}`;
    expect(await town.call('GET', path(town.application.id))).toMatchObject({ body: { code: 10029 } });
    expect(await town.call('GET', path(other.id))).toMatchObject({ body: { code: 20012 } });
  });
});

describe('the list', () => {
  it('is narrowed by person, guild and product, and leaves out what is over or refunded', async () => {
    const own = zoe().buy(SKU);
    const inGuild = zoe().buy(OTHER_SKU, { guildId: town.guild.id });
    const anns = town.sandbox.person(town.ann.id).buy(SKU, { endsAt: inDays(1) });
    const refunded = zoe().buy(SKU);
    zoe().refund(refunded.id);
    expect(await fetched()).toEqual([own.id, inGuild.id, anns.id]);
    expect(await fetched({ user: town.ann.id })).toEqual([anns.id]);
    expect(await fetched({ guild: town.guild.id })).toEqual([inGuild.id]);
    expect(await fetched({ skus: [OTHER_SKU] })).toEqual([inGuild.id]);
    expect(await fetched({ excludeDeleted: false })).toContain(refunded.id);
    town.clock.moveBy(DAY_MS);
    expect(await fetched({ excludeEnded: true })).toEqual([own.id, inGuild.id]);
    expect(await fetched()).toContain(anns.id);
  });

  it('comes in pages, forwards and backwards', async () => {
    const all = Array.from({ length: 5 }, () => zoe().buy(SKU).id);
    expect(await fetched({ limit: 2 })).toEqual(all.slice(0, 2));
    expect(await fetched({ limit: 2, after: all[1] })).toEqual(all.slice(2, 4));
    expect(await fetched({ limit: 2, before: all[4] })).toEqual(all.slice(2, 4));
    const path = `/applications/${town.application.id}/entitlements`;
    expect(await town.call('GET', `${path}?limit=101`)).toMatchObject({ body: { code: 50035 } });
    expect((await town.call('GET', `${path}?only_active=true`)).body).toHaveLength(5);
  });
});

describe('an entitlement made for trying', () => {
  it('lasts for ever, until the application takes it back', async () => {
    const { entitlements } = town.client.application;
    const test = await entitlements.createTest({ sku: SKU, guild: town.guild.id });
    expect(test).toMatchObject({ guildId: town.guild.id, startsTimestamp: null, endsTimestamp: null });
    const deleted = heard<Entitlement>(town.client, 'entitlementDelete');
    await entitlements.deleteTest(test.id);
    expect((await deleted).id).toBe(test.id);
    expect(await fetched()).toEqual([]);
  });

  it('is the only kind the application can take back', async () => {
    const bought = zoe().buy(SKU);
    await expect(town.client.application.entitlements.deleteTest(bought.id)).rejects.toMatchObject({
      code: 10029,
    });
    await town.client.application.entitlements.consume(bought.id);
    const { entitlements } = town.client.application;
    expect(await entitlements.fetch({ entitlement: bought.id, force: true })).toMatchObject({
      consumed: true,
    });
  });
});
