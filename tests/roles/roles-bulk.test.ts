/**
 * Waves of roles, and what interrupts them. Real: bot, database, client, local Discord. Faked: the clock, and in one test a database that
 * does not answer. A kill is stood for by a stop that gives up the requests under way; tests/faults has real ones.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DatabaseAway } from '../../src/db/database-errors.ts';
import { RoleWork } from '../../src/roles/roles.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import { startTestBot } from '../support/bot.ts';
import { roleSetting } from './role-setting.ts';
import type { RoleSetting } from './role-setting.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };
const JOINED_AT = new Date('2026-01-06T00:00:00Z');

let setting: RoleSetting;
beforeEach(async () => {
  setting = await roleSetting(await startTestBot());
});
afterEach(() => setting?.bot.close());

const sandbox = () => setting.bot.town.sandbox;
const guildId = () => setting.bot.town.guildId;
const wake = () => setting.bot.app.roles.wake(guildId());

/** New members. */
async function join(count: number, roles: readonly string[]): Promise<string[]> {
  const { people } = sandbox().world;
  const userIds = Array.from(
    { length: count },
    (_, n) => people.createUser({ username: `m${roles.length}${n}`, at: JOINED_AT }).id,
  );
  for (const userId of userIds) people.join(guildId(), userId, { roles });
  await setting.bot.settled();
  return userIds;
}

const wishesFor = (userIds: readonly string[]) => userIds.map((userId) => ({ userId }));
const lacking = (userIds: readonly string[]) =>
  userIds.filter((userId) => !setting.rolesOf(userId).includes(setting.memberRoleId));

/** With Discord's own limits out of the way, as fast as it goes. */
async function hurry(): Promise<void> {
  for (const method of ['PUT', 'DELETE'] as const) sandbox().limitRoute(method, ROLE_ROUTE, null);
  await setting.bot.app.roles.stop();
  const work = new RoleWork();
  Object.assign(setting.bot.app, { roles: work });
  work.start(setting.bot.app, 0);
}

it('two thousand wishes cost as many requests as there are wrong roles, and whoever came last does not wait', async () => {
  const { ann } = setting.bot.town.people;
  await hurry();
  const right = await join(1_960, [setting.memberRoleId]);
  const wrong = await join(39, []);
  await setting.carryOut(...wishesFor(right), ...wishesFor(wrong), { userId: ann });
  expect(lacking([...right, ...wrong, ann])).toEqual([]);
  expect(setting.requests()).toEqual(Array.from({ length: 40 }, () => 'PUT 204'));
  const first = sandbox()
    .requests.filter(({ path }) => path.includes('/roles/'))
    .slice(0, 4);
  expect(first.some(({ path }) => path.includes(ann))).toBe(true);
  expect(await setting.progress()).toMatchObject({ open: 0, done: 2_000, failed: [] });
});

it('what Discord carried out before a kill costs no second request', async () => {
  const { ann, bo } = setting.bot.town.people;
  const fault = sandbox().faults.delay({ route: ROLE_ROUTE, path: ann }, 60_000, 'after');
  await setting.wish({ userId: ann });
  wake();
  await vi.waitFor(() => expect(setting.rolesOf(ann)).toContain(setting.memberRoleId), PATIENCE);
  expect(await setting.statesOf(ann)).toEqual(['give: open, 0']);
  await setting.wish({ userId: bo });
  await setting.bot.restart();
  await vi.waitFor(
    async () => expect(await setting.progress()).toMatchObject({ open: 0, done: 2 }),
    PATIENCE,
  );
  expect(await setting.statesOf(ann)).toEqual(['give: done, 0']);
  expect(setting.rolesOf(bo)).toContain(setting.memberRoleId);
  const asked = sandbox().requests.filter(({ path }) => path.includes(`${ann}/roles`));
  expect(asked.length).toBeLessThanOrEqual(1);
  fault.cancel();
});

it('after a restart the list of members is waited for, so that what is right already costs no request', async () => {
  await setting.bot.close();
  setting = await roleSetting(await startTestBot({ sandbox: { gateway: { fullListEveryMs: 10_000 } } }));
  const userIds = await join(6, [setting.memberRoleId]);
  await setting.wish(...wishesFor(userIds));
  await setting.bot.restart();
  expect(setting.bot.app.roleHands.isListComing(guildId())).toBe(true);
  await vi.waitFor(
    async () => expect(await setting.progress()).toMatchObject({ open: 0, done: 6 }),
    PATIENCE,
  );
  expect(setting.requests()).toEqual([]);
});

it('a stop does not wait for a rate limit, and the next start goes on', async () => {
  sandbox().limitRoute('PUT', ROLE_ROUTE, { calls: 2, windowMs: 3_600_000 });
  const userIds = await join(6, []);
  await setting.wish(...wishesFor(userIds));
  wake();
  await vi.waitFor(() => expect(lacking(userIds)).toHaveLength(4), PATIENCE);
  // The next ones are sent after the pace, and then wait inside discord.js.
  await sleep(500);
  await setting.bot.app.roles.stop();
  expect(await setting.progress()).toMatchObject({ open: 4, done: 2 });
  sandbox().limitRoute('PUT', ROLE_ROUTE, null);
  await setting.bot.restart();
  await vi.waitFor(
    async () => expect(await setting.progress()).toMatchObject({ open: 0, done: 6 }),
    PATIENCE,
  );
  expect(lacking(userIds)).toEqual([]);
  expect(sandbox().requestCount({ route: ROLE_ROUTE, status: 204 })).toBe(6);
});

it('while the database is away an outcome is kept, and nothing more is asked of Discord', async () => {
  const userIds = await join(8, []);
  await setting.wish(...wishesFor(userIds));
  const { db } = setting.bot.app;
  const query = db.query.bind(db);
  let refusals = 0;
  Object.assign(db, {
    query: async (sql: string, params?: readonly unknown[]) => {
      if (!sql.startsWith('UPDATE role_task') || refusals === 8) return query(sql, params);
      refusals += 1;
      throw new DatabaseAway(new Error('no answer'));
    },
  });
  wake();
  await vi.waitFor(() => expect(refusals).toBe(8), PATIENCE);
  expect(setting.requests().length).toBeLessThanOrEqual(4);
  await setting.carryOut();
  expect(lacking(userIds)).toEqual([]);
  expect(setting.requests()).toHaveLength(8);
  const states = await Promise.all(userIds.map((userId) => setting.statesOf(userId)));
  expect(new Set(states.flat())).toEqual(new Set(['give: done, 1']));
});

it('the roles of a community the bot is not in wait for it', async () => {
  const { ann } = setting.bot.town.people;
  sandbox().world.guilds.setUnavailable(guildId(), true);
  await setting.bot.settled();
  await setting.carryOut({ userId: ann });
  expect(await setting.statesOf(ann)).toEqual(['give: open, 0']);
  expect(setting.requests()).toEqual([]);
  sandbox().world.guilds.setUnavailable(guildId(), false);
  await vi.waitFor(async () => expect(await setting.statesOf(ann)).toEqual(['give: done, 1']), PATIENCE);
});
