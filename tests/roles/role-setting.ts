/** The whole bot with a role that stands below its own, and what a test of roles asks of it. Real: see support/bot.ts. */
import { transactSql } from '../../src/db/transact.ts';
import { failedRoles, rolesOfMember, roleProgress, wishRoles } from '../../src/roles/roles.ts';
import type { RoleOutcome, RoleWish } from '../../src/roles/roles.ts';
import type { TestBot } from '../support/bot.ts';

export interface RoleSetting {
  readonly bot: TestBot;
  /** A role below the bot's. */
  readonly memberRoleId: string;
  readonly closed: RoleOutcome[];
  wish(...wishes: readonly Partial<RoleWish>[]): Promise<void>;
  /** Wishes, and waits until nothing is left to do now. */
  carryOut(...wishes: readonly Partial<RoleWish>[]): Promise<void>;
  /** `METHOD status` of each request about roles of its members so far, oldest first. */
  requests(): string[];
  rolesOf(userId: string): readonly string[];
  /** The states of what was wished for a person, the youngest first. */
  statesOf(userId: string): Promise<string[]>;
  progress(): ReturnType<typeof roleProgress>;
  failed(): Promise<{ userId: string; problem: string | null }[]>;
}

const EVER = new Date(0);

/** @param bot in whose community it is. */
export async function roleSetting(bot: TestBot): Promise<RoleSetting> {
  const { town } = bot;
  const { world } = town.sandbox;
  const memberRoleId = world.guilds.createRole(town.guildId, { name: 'Members' }).id;
  await bot.settled();
  const closed: RoleOutcome[] = [];
  bot.app.roles.onClosed.push((outcome) => {
    if (outcome.guildId === town.guildId) closed.push(outcome);
  });
  const base = () => ({
    userId: town.people.ann,
    roleId: memberRoleId,
    wanted: true,
    purpose: 'tier',
    entryId: null,
    wishedAt: bot.clock.now(),
  });
  const wish: RoleSetting['wish'] = (...wishes) =>
    transactSql(bot.app.db, (sql) =>
      wishRoles(
        sql,
        town.guildId,
        wishes.map((each) => ({ ...base(), ...each })),
      ),
    );
  return {
    bot,
    memberRoleId,
    closed,
    wish,
    async carryOut(...wishes) {
      await wish(...wishes);
      bot.app.roles.wake(town.guildId);
      await bot.app.roles.settled(town.guildId);
      await bot.settled();
    },
    requests: () =>
      town.sandbox.requests
        .filter(({ path }) => new RegExp(`/${town.guildId}/members/\\d+/roles/\\d+$`).test(path))
        .map(({ method, status }) => `${method} ${status}`),
    rolesOf: (userId) => world.state.guild(town.guildId).members.get(userId)?.roles ?? [],
    async statesOf(userId) {
      const records = await rolesOfMember(bot.app, town.guildId, userId);
      return records.map(
        ({ wanted, state, problem, callCount }) =>
          `${wanted ? 'give' : 'take'}: ${state}${problem ? ` (${problem})` : ''}, ${callCount}`,
      );
    },
    progress: () => roleProgress(bot.app, town.guildId, EVER),
    failed: async () =>
      (await failedRoles(bot.app, town.guildId, EVER, 10)).map(({ userId, problem }) => ({
        userId,
        problem,
      })),
  };
}
