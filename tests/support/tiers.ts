/** A community with two paid tiers, Silver and Gold, and somebody who may grant them. Real: the bot, its database, the local Discord. */
import { changeSettings } from '../../src/communities/communities.ts';
import { changeTiers, changeTierSettings, createTier } from '../../src/tiers/tiers.ts';
import type { Tier, TierOutcome, TierRequest, TierSettings } from '../../src/tiers/tiers.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import { startTestBot } from './bot.ts';
import type { TestBot } from './bot.ts';
import type { TownOptions } from './town.ts';

export interface TierTown {
  readonly bot: TestBot;
  readonly guildId: string;
  readonly silver: Tier;
  readonly gold: Tier;
  /** The role whose holders may grant; `staff` holds it besides the staff role. */
  readonly adminRoleId: string;
  /** Does something to members as `staff`, and waits until their roles followed. */
  act(...requests: readonly TierRequest[]): Promise<TierOutcome[]>;
  /** Grants a tier for so many days. */
  give(userId: string, tier: Tier, days: number): Promise<TierOutcome>;
  /** Names of the tiers' roles that somebody holds on the local Discord. */
  rolesOf(userId: string): string[];
  /** Moves the clock, lets the jobs run that are due, and waits until the roles followed. */
  moveTo(at: string | Date): Promise<void>;
  /** Requests that changed somebody's roles here so far. */
  roleRequests(): number;
}

export interface TierTownOptions extends Partial<TownOptions> {
  /** A bot that runs already; the community is a new one. */
  readonly bot?: TestBot;
  readonly at?: string;
  readonly timeZone?: string;
  readonly settings?: Partial<TierSettings>;
}

export async function startTierTown({
  timeZone,
  settings = {},
  bot: running,
  ...options
}: TierTownOptions = {}): Promise<TierTown> {
  const bot = running ? await running.inNewTown() : await startTestBot(options);
  const { town } = bot;
  const { guildId } = town;
  const { guilds, state } = town.sandbox.world;
  // What Discord allows in ten seconds would make the tests wait; tests/roles tests it.
  for (const method of ['PUT', 'DELETE'] as const) town.sandbox.limitRoute(method, ROLE_ROUTE, null);
  const role = (name: string): string => guilds.createRole(guildId, { name }).id;
  const roleIds = { silver: role('Silver'), gold: role('Gold'), admin: role('Treasurer') };
  town.sandbox.as(guildId, town.people.owner).giveRole(town.people.staff, roleIds.admin);
  await bot.settled();
  await changeSettings(bot.app, guildId, {
    staffRoleId: town.staffRoleId,
    adminRoleId: roleIds.admin,
    ...(timeZone !== undefined && { timeZone }),
  });
  await changeTierSettings(bot.app, guildId, { currency: 'CNY', ...settings });
  const silver = await createTier(bot.app, guildId, {
    names: { en: 'Silver', 'zh-CN': '白银' },
    rank: 10,
    roleId: roleIds.silver,
    priceMinor: 9_900,
    days: 30,
  });
  const gold = await createTier(bot.app, guildId, {
    names: { en: 'Gold', 'zh-CN': '黄金' },
    rank: 20,
    roleId: roleIds.gold,
    priceMinor: 29_900,
    days: 30,
  });

  // From now on what falls due is due.
  await bot.runDueJobs();

  async function act(...requests: readonly TierRequest[]): Promise<TierOutcome[]> {
    const by = { actorId: town.people.staff, source: 'manual' as const };
    const outcomes = await changeTiers(bot.app, guildId, requests, by);
    await rolesSettled();
    return outcomes;
  }

  async function rolesSettled(): Promise<void> {
    await bot.app.roles.settled(guildId);
    await bot.settled();
  }

  return {
    bot,
    guildId,
    silver,
    gold,
    adminRoleId: roleIds.admin,
    act,
    async give(userId, tier, days) {
      const [outcome] = await act({
        userId,
        act: { act: 'grant', tierId: tier.id, term: { days }, startsAt: null },
      });
      return outcome!;
    },
    rolesOf(userId) {
      const guild = state.guild(guildId);
      const held = guild.members.get(userId)?.roles ?? [];
      return held
        .filter((id) => id === roleIds.silver || id === roleIds.gold)
        .map((id) => guild.roles.get(id)!.name)
        .toSorted();
    },
    async moveTo(at) {
      bot.clock.moveTo(new Date(at));
      await bot.runDueJobs();
      await rolesSettled();
    },
    roleRequests: () =>
      town.sandbox.requests.filter(({ path }) =>
        new RegExp(`/${guildId}/members/\\d+/roles/\\d+$`).test(path),
      ).length,
  };
}
