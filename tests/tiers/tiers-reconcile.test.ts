/** Roles against the ledger: what is put right every hour, what waits for an admin's word, and what staff are told. Real bot, local Discord. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import { changeTiers, findDrift, reconcileRoles } from '../../src/tiers/tiers.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown, TierTownOptions } from '../support/tiers.ts';

const HOUR_MS = 3_600_000;

let bot: TestBot;
let town: TierTown;

beforeAll(async () => {
  bot = await startTestBot({ at: '2026-11-16T09:30:00Z' });
});
afterAll(() => bot?.close());

/** A new town, at half past an hour. */
async function start(settings: TierTownOptions['settings'] = {}) {
  const hours = Math.ceil(bot.clock.now().getTime() / HOUR_MS);
  bot.clock.moveTo(new Date((hours + 0.5) * HOUR_MS));
  town = await startTierTown({ bot, settings });
  const { guildId } = town;
  const { people, sandbox } = town.bot.town;
  return { app: bot.app, guildId, people, owner: sandbox.as(guildId, people.owner), world: sandbox.world };
}

/** On to a full hour: 1 is the next. */
const toHour = (nth: number) =>
  town.moveTo(new Date((Math.floor(bot.clock.now().getTime() / HOUR_MS) + nth) * HOUR_MS));

const idsOf = (drifted: readonly { readonly userId: string }[]): string[] =>
  drifted.map(({ userId }) => userId);

describe('every hour', () => {
  it('a role taken by hand comes back, and one that was kept by hand after the end goes', async () => {
    const { owner, people } = await start();
    await town.give(people.ann, town.gold, 30);
    await town.give(people.bo, town.silver, 1);
    owner.takeRole(people.ann, town.gold.roleId);
    await town.moveTo(new Date(bot.clock.now().getTime() + 24 * HOUR_MS));
    expect(town.rolesOf(people.bo)).toEqual([]);
    owner.giveRole(people.bo, town.silver.roleId);
    await town.bot.settled();
    await toHour(1);
    expect(town.rolesOf(people.ann)).toEqual(['Gold']);
    expect(town.rolesOf(people.bo)).toEqual([]);
  });

  it('what is right already costs no request', async () => {
    const { people } = await start();
    await town.give(people.ann, town.gold, 30);
    const before = town.roleRequests();
    await toHour(3);
    expect(town.roleRequests()).toBe(before);
  });

  it('the roles of people the ledger never knew stay, and staff are told once', async () => {
    const { app, guildId, owner, people } = await start();
    await changeSettings(app, guildId, { staffChannelId: town.bot.town.channels.reports });
    owner.giveRole(people.bo, town.silver.roleId);
    await town.bot.settled();
    await toHour(1);
    await toHour(1);
    expect(town.rolesOf(people.bo)).toEqual(['Silver']);
    const posts = () =>
      town.bot
        .as('staff')
        .read(town.bot.town.channels.reports)
        .map(({ text }) => text);
    expect(posts()).toHaveLength(1);
    expect(posts()[0]).toContain('1 member holds a tier’s role and was never granted anything');
    await changeSettings(app, guildId, { locale: 'zh-CN' });
    await toHour(1);
    expect(posts()).toHaveLength(1);
    owner.takeRole(people.bo, town.silver.roleId);
    await town.bot.settled();
    await changeSettings(app, guildId, { locale: 'en' });
    await toHour(1);
    expect(posts().at(-1)).toContain('agree again');
  });

  it('by setting they go', async () => {
    const { owner, people } = await start({ unknownRoles: 'remove' });
    owner.giveRole(people.bo, town.silver.roleId);
    await town.bot.settled();
    await toHour(1);
    expect(town.rolesOf(people.bo)).toEqual([]);
  });

  it('a role that cannot be given is given when it can, and asked for no more often than that', async () => {
    const { app, guildId, owner, people, world } = await start();
    const botRole = [...world.state.guild(guildId).roles.values()].find(({ botId }) => botId)!;
    owner.moveRole(town.gold.roleId, { above: botRole.id });
    await town.bot.settled();
    await town.give(people.ann, town.gold, 30);
    expect(town.rolesOf(people.ann)).toEqual([]);
    const drift = await findDrift(app, guildId);
    expect(drift.obstacles).toMatchObject([{ tierId: town.gold.id, problem: 'role-above' }]);
    expect(idsOf(drift.withoutRole)).toEqual([people.ann]);
    await toHour(3);
    expect(town.roleRequests()).toBe(0);
    owner.moveRole(town.gold.roleId, { below: botRole.id });
    await town.bot.settled();
    await toHour(1);
    expect(town.rolesOf(people.ann)).toEqual(['Gold']);
  });

  it('who left and came back while nobody listened has the role again soon after the start', async () => {
    const { guildId, people } = await start();
    await town.give(people.ann, town.gold, 30);
    await town.bot.restart(() => {
      const { sandbox } = town.bot.town;
      sandbox.as(guildId, people.ann).leave();
      sandbox.join(guildId, people.ann);
    });
    await expect.poll(() => town.rolesOf(people.ann), { timeout: 20_000 }).toEqual(['Gold']);
  });

  it('an invited member who came while nobody listened begins', async () => {
    const { guildId, world, app } = await start();
    const { id } = world.people.createUser({ username: 'guest' });
    const act = {
      act: 'grant' as const,
      tierId: town.silver.id,
      term: { days: 5 },
      startsAt: 'on-join' as const,
    };
    await changeTiers(app, guildId, [{ userId: id, act }], { actorId: null, source: 'invite' });
    await town.bot.restart(() => void town.bot.town.sandbox.join(guildId, id));
    await expect.poll(() => town.bot.app.roleHands.isListComing(guildId)).toBe(false);
    await toHour(1);
    expect(town.rolesOf(id)).toEqual(['Silver']);
  });
});

describe('a grant', () => {
  it('takes the role of another tier that was given by hand before', async () => {
    const { owner, people } = await start();
    owner.giveRole(people.ann, town.silver.roleId);
    await town.bot.settled();
    await town.give(people.ann, town.gold, 30);
    expect(town.rolesOf(people.ann)).toEqual(['Gold']);
  });
});

describe('drift', () => {
  it('tells paid without role, role without grant and grants without an end apart, and repair puts the roles right', async () => {
    const { app, guildId, owner, people } = await start();
    await town.give(people.ann, town.gold, 30);
    owner.takeRole(people.ann, town.gold.roleId);
    owner.giveRole(people.ann, town.silver.roleId);
    owner.giveRole(people.bo, town.silver.roleId);
    const act = {
      act: 'grant' as const,
      tierId: town.silver.id,
      term: 'open-ended' as const,
      startsAt: null,
    };
    await town.act({ userId: people.staff, act });
    const drift = await findDrift(app, guildId);
    expect(drift.withoutRole).toEqual([
      { userId: people.ann, tierId: town.gold.id, missing: town.gold.roleId, surplus: [town.silver.roleId] },
    ]);
    expect(idsOf(drift.surplus)).toEqual([people.ann]);
    expect(idsOf(drift.unknown)).toEqual([people.bo]);
    expect(drift.openEnded).toEqual([{ userId: people.staff, tierId: town.silver.id }]);
    expect(await reconcileRoles(app, guildId, 'remove')).toEqual({ given: 1, taken: 2 });
    await town.act();
    expect([people.ann, people.bo, people.staff].map((userId) => town.rolesOf(userId))).toEqual([
      ['Gold'],
      [],
      ['Silver'],
    ]);
    expect((await findDrift(app, guildId)).unknown).toEqual([]);
  });

  it('of a role that was deleted names the role, and nobody as holding it', async () => {
    const { app, guildId, owner, people } = await start();
    await town.give(people.ann, town.gold, 30);
    owner.deleteRole(town.gold.roleId);
    await town.bot.settled();
    const drift = await findDrift(app, guildId);
    expect(drift.obstacles).toMatchObject([{ tierId: town.gold.id, problem: 'role-gone' }]);
    expect([...drift.unknown, ...drift.surplus]).toEqual([]);
  });
});
