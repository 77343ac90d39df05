/** What people buy from the application through Discord, as the real client hears and reads it. Faked: the clock, which stands still. */
import { type ChatInputCommandInteraction, type Entitlement, SlashCommandBuilder } from 'discord.js';
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

  it('is heard on the shard of its guild; without a guild on the first', async () => {
    const { guilds } = town.sandbox.world;
    // Ids tell the millisecond: an odd one lies on the second of two shards.
    const at = new Date(town.clock.now().getTime() + 1);
    const odd = guilds.create({ name: 'Elsewhere', ownerId: town.owner.id, at });
    guilds.addBot(odd.id, town.application, 0n);
    const shards = await Promise.all([0, 1].map((shard) => town.connect(0, { shard: [shard, 2] })));
    const forNobody = zoe().buy(SKU);
    const forGuild = zoe().buy(SKU, { guildId: odd.id });
    await Promise.all([
      shards[0]?.dispatched('ENTITLEMENT_CREATE'),
      shards[1]?.dispatched('ENTITLEMENT_CREATE'),
    ]);
    const heardBy = shards.map((raw) => raw.payloads('ENTITLEMENT_CREATE').map(({ id }) => id));
    expect(heardBy).toEqual([[forNobody.id], [forGuild.id]]);
  });

  it('comes along with what the buyer types, and with what anybody types where it is for the guild', async () => {
    const command = new SlashCommandBuilder().setName('help').setDescription('d');
    await town.client.application.commands.set([command], town.guild.id);
    const { id: own } = town.sandbox.person(town.ann.id).buy(SKU);
    const { id: ofGuild } = zoe().buy(OTHER_SKU, { guildId: town.guild.id });
    zoe().buy(SKU);
    town.sandbox.person(town.ann.id).buy(OTHER_SKU, { endsAt: town.clock.now() });
    const seen = async (userId: string): Promise<string[]> => {
      const interaction = heard<ChatInputCommandInteraction>(town.client, 'interactionCreate');
      const answering = town.sandbox.as(town.guild.id, userId).type('/help');
      await (await interaction).reply('x');
      await answering;
      return [...(await interaction).entitlements.keys()];
    };
    expect(await seen(town.ann.id)).toEqual([own, ofGuild]);
    expect(await seen(town.owner.id)).toEqual([ofGuild]);
  });

  it('belongs to one application only, and nobody else can read it', async () => {
    const other = town.sandbox.world.people.createApplication({ name: 'Rival' });
    let heardCount = 0;
    town.client.on('entitlementCreate', () => (heardCount += 1));
    const theirs = zoe().buy(SKU, { applicationId: other.id });
    await town.sandbox.drained();
    expect(heardCount).toBe(0);
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
