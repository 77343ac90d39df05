/** Roles that were wished, carried out. Real: bot, database, client, local Discord. Faked: the clock, which stands still until moved. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { invitePermissions } from '../../src/discord/permissions.ts';
import { rolesPrivacy } from '../../src/roles/roles-privacy.ts';
import { rolesOfEntries, wishRoles } from '../../src/roles/roles.ts';
import { transactSql } from '../../src/db/transact.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { roleSetting } from './role-setting.ts';
import type { RoleSetting } from './role-setting.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };

let bot: TestBot;
let setting: RoleSetting;
beforeAll(async () => {
  bot = await startTestBot();
});
beforeEach(async () => {
  setting = await roleSetting(await bot.inNewTown());
});
afterAll(() => bot?.close());

const people = () => setting.bot.town.people;
const world = () => setting.bot.town.sandbox.world;
const guildId = () => setting.bot.town.guildId;
const botRole = () =>
  [...world().state.guild(guildId()).roles.values()].find(({ botId }) => botId === setting.bot.town.botId)!;

describe('what is wished', () => {
  it('is given and taken, and stands in the audit log with what it is for', async () => {
    await setting.carryOut({ entryId: '41' });
    expect(setting.rolesOf(people().ann)).toContain(setting.memberRoleId);
    await setting.carryOut({ wanted: false, entryId: '42' });
    expect(setting.rolesOf(people().ann)).not.toContain(setting.memberRoleId);
    expect(setting.requests()).toEqual(['PUT 204', 'DELETE 204']);
    const asked = setting.bot.town.sandbox.requests.filter(
      ({ route, path }) => route === ROLE_ROUTE && path.includes(guildId()),
    );
    expect(asked.map(({ reason }) => reason)).toEqual(['tier #41', 'tier #42']);
    expect(setting.closed.map(({ state, entryId }) => `${entryId} ${state}`)).toEqual(['41 done', '42 done']);
    const records = await rolesOfEntries(setting.bot.app, guildId(), ['41', '42', '43']);
    expect(records.map(({ entryId, callCount }) => [entryId, callCount])).toEqual([
      ['41', 1],
      ['42', 1],
    ]);
  });

  it('costs no request where it is so already', async () => {
    world().people.addRole(guildId(), people().ann, setting.memberRoleId);
    await setting.bot.settled();
    await setting.carryOut({}, { userId: people().bo, wanted: false });
    expect(setting.requests()).toEqual([]);
    expect(await setting.statesOf(people().ann)).toEqual(['give: done, 0']);
    expect(await setting.statesOf(people().bo)).toEqual(['take: done, 0']);
  });

  it('stays one wish when it is wished again, and gives way to its opposite', async () => {
    await setting.wish({ entryId: '1' });
    await setting.wish({ entryId: '2' });
    expect(await setting.statesOf(people().ann)).toEqual(['give: open, 0']);
    await setting.wish({ wanted: false });
    expect(await setting.statesOf(people().ann)).toEqual(['take: open, 0', 'give: replaced, 0']);
    await setting.carryOut({}, { wanted: false }, {});
    expect(await setting.statesOf(people().ann)).toEqual([
      'give: done, 1',
      'take: replaced, 0',
      'give: replaced, 0',
    ]);
  });

  it('is not wished when the transaction around it is undone', async () => {
    const wish = { userId: people().ann, roleId: setting.memberRoleId, wanted: true, purpose: 'tier' };
    const undone = transactSql(setting.bot.app.db, async (sql) => {
      await wishRoles(sql, guildId(), [{ ...wish, entryId: null, wishedAt: setting.bot.clock.now() }]);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await setting.statesOf(people().ann)).toEqual([]);
  });

  it('is done although the event of the wish before has not come yet', async () => {
    const { faults } = setting.bot.town.sandbox;
    faults.holdFrames();
    await setting.wish({});
    setting.bot.app.roles.wake(guildId());
    await setting.bot.app.roles.settled(guildId());
    // For all the bot has heard, she does not hold the role.
    await setting.wish({ wanted: false });
    setting.bot.app.roles.wake(guildId());
    await setting.bot.app.roles.settled(guildId());
    faults.releaseFrames();
    await setting.bot.settled();
    expect(setting.rolesOf(people().ann)).not.toContain(setting.memberRoleId);
    expect(setting.requests()).toEqual(['PUT 204', 'DELETE 204']);
  });
});

it('a member is shown every wish about their roles, and may have erased what is over', async () => {
  const { bot } = setting;
  const { ann, bo } = people();
  expect(await rolesPrivacy.export(bot.app, guildId(), ann)).toBe(null);
  await setting.carryOut({}, { userId: bo });
  await setting.wish({ wanted: false });
  expect(await rolesPrivacy.export(bot.app, guildId(), ann)).toMatchObject({
    roles: [
      { roleId: setting.memberRoleId, wish: 'not to hold it', state: 'open', finishedAt: null },
      { wish: 'to hold it', purpose: 'tier', state: 'done', requestsToDiscord: 1 },
    ],
  });
  expect(await rolesPrivacy.erase(bot.app, bot.town.other.guildId, ann)).toBe(0);
  expect(await rolesPrivacy.erase(bot.app, guildId(), ann)).toBe(1);
  expect(await setting.statesOf(ann)).toEqual(['take: open, 0']);
  expect(await setting.statesOf(bo)).toEqual(['give: done, 1']);
});

describe('what keeps the bot from it is said, without a request', () => {
  it('a member who left is absent; one whose role failed hides no other', async () => {
    world().people.leave(guildId(), people().bo);
    await setting.bot.settled();
    const { staffRoleId } = setting.bot.town;
    await setting.carryOut({ userId: people().bo }, { roleId: staffRoleId }, { roleId: '4711' }, {});
    expect(setting.requests()).toEqual(['PUT 204']);
    expect(await setting.statesOf(people().bo)).toEqual(['give: absent, 0']);
    expect(await setting.progress()).toMatchObject({ open: 0, done: 1, absent: 1, lagMs: 0 });
    expect((await setting.progress()).failed).toEqual(
      expect.arrayContaining([
        { problem: 'role-above', count: 1 },
        { problem: 'role-gone', count: 1 },
      ]),
    );
  });

  it('a role of another bot is managed; the lack of Manage Roles is told apart from a role above', async () => {
    const other = world().people.createApplication({ name: 'other' });
    world().guilds.addBot(guildId(), other, 0n);
    await setting.bot.settled();
    const managed = [...world().state.guild(guildId()).roles.values()].find(
      ({ botId }) => botId === other.botId,
    )!;
    await setting.carryOut({ roleId: managed.id });
    world().guilds.updateRole(guildId(), botRole().id, {
      permissions: invitePermissions & ~PermissionFlagsBits.ManageRoles,
    });
    await setting.bot.settled();
    await setting.carryOut({});
    expect(setting.requests()).toEqual([]);
    expect((await setting.failed()).map(({ problem }) => problem)).toEqual(['no-permission', 'role-managed']);
  });

  it('a deleted role is held by nobody, so taking it is done', async () => {
    world().people.addRole(guildId(), people().ann, setting.memberRoleId);
    world().guilds.deleteRole(guildId(), setting.memberRoleId);
    await setting.bot.settled();
    await setting.carryOut({ wanted: false }, { userId: people().bo });
    expect(setting.requests()).toEqual([]);
    expect(await setting.statesOf(people().ann)).toEqual(['take: done, 0']);
    expect(await setting.statesOf(people().bo)).toEqual(['give: failed (role-gone), 0']);
  });

  it('what failed for the bot’s standing is done by itself once that is mended', async () => {
    world().guilds.updateRole(guildId(), setting.memberRoleId, { position: botRole().position + 1 });
    await setting.bot.settled();
    await setting.carryOut({}, { userId: people().bo });
    await setting.carryOut({ userId: people().bo, wanted: false });
    expect(await setting.failed()).toEqual([{ userId: people().ann, problem: 'role-above' }]);
    world().guilds.updateRole(guildId(), setting.memberRoleId, { position: 1 });
    await vi.waitFor(() => expect(setting.rolesOf(people().ann)).toContain(setting.memberRoleId), PATIENCE);
    await vi.waitFor(async () => expect(await setting.failed()).toEqual([]), PATIENCE);
    // What was wished since then stays the last word.
    expect(setting.rolesOf(people().bo)).not.toContain(setting.memberRoleId);
    expect(setting.requests()).toEqual(['PUT 204']);
  });

  it('a role that Discord refuses although memory sees no reason is not asked for over and over', async () => {
    const { faults } = setting.bot.town.sandbox;
    const body = { message: 'Missing Permissions', code: 50013 };
    faults.status({ route: ROLE_ROUTE, times: 100 }, 403, body);
    const at = new Date('2026-01-06T00:00:00Z');
    const userIds = Array.from(
      { length: 40 },
      (_, n) => world().people.createUser({ username: `m${n}`, at }).id,
    );
    for (const userId of userIds) world().people.join(guildId(), userId);
    await setting.bot.settled();
    await setting.carryOut(...userIds.map((userId) => ({ userId })));
    expect((await setting.progress()).failed).toEqual([{ problem: 'no-permission', count: 40 }]);
    // As many as are under way at once.
    expect(setting.requests().length).toBeLessThanOrEqual(4);
    // A change that mends nothing asks for nothing.
    world().guilds.updateRole(guildId(), setting.memberRoleId, { name: 'Paying members' });
    await setting.bot.settled();
    await sleep(500);
    await setting.bot.app.roles.settled(guildId());
    expect(setting.requests().length).toBeLessThanOrEqual(4);
  });
});

describe('Discord in trouble', () => {
  it('is asked again after a while', async () => {
    const { faults } = setting.bot.town.sandbox;
    const fault = faults.status({ route: ROLE_ROUTE, path: people().ann, times: 1_000 }, 502);
    await setting.carryOut({}, { userId: people().bo });
    expect(setting.rolesOf(people().bo)).toContain(setting.memberRoleId);
    expect(await setting.statesOf(people().ann)).toEqual(['give: open (discord), 1']);
    setting.bot.clock.moveBy(4_000);
    await setting.carryOut();
    expect(await setting.statesOf(people().ann)).toEqual(['give: open (discord), 1']);
    expect(await setting.progress()).toMatchObject({ open: 1, lagMs: 4_000 });
    fault.cancel();
    setting.bot.clock.moveBy(1_000);
    await vi.waitFor(() => {
      setting.bot.app.roles.wake(guildId());
      expect(setting.rolesOf(people().ann)).toContain(setting.memberRoleId);
    }, PATIENCE);
    await setting.carryOut();
    expect(await setting.statesOf(people().ann)).toEqual(['give: done, 2']);
  });

  it('what it never carries out has failed in the end, and is tried again at the next start', async () => {
    const { faults } = setting.bot.town.sandbox;
    const fault = faults.status({ route: ROLE_ROUTE, path: people().ann, times: 1_000 }, 502);
    await setting.wish({});
    // Something else goes well each time, so that it is no outage.
    for (let time = 0; time < 6; time += 1) {
      await setting.carryOut({ userId: people().bo, wanted: time % 2 === 0 });
      setting.bot.clock.moveBy(20 * 60_000);
    }
    expect(await setting.statesOf(people().ann)).toEqual(['give: failed (discord), 6']);
    expect((await setting.progress()).failed).toEqual([{ problem: 'discord', count: 1 }]);
    fault.cancel();
    await setting.bot.restart();
    await vi.waitFor(
      async () => expect(await setting.statesOf(people().ann)).toEqual(['give: done, 7']),
      PATIENCE,
    );
  });

  it('that limits the rate or loses its answer leaves nobody out', async () => {
    const { faults } = setting.bot.town.sandbox;
    faults.rateLimit({ route: ROLE_ROUTE });
    faults.loseReply({ route: ROLE_ROUTE, after: 1 });
    await setting.carryOut({}, { userId: people().bo }, { userId: people().staff });
    expect(await setting.progress()).toMatchObject({ open: 1, done: 2 });
    setting.bot.clock.moveBy(5_000);
    await setting.carryOut();
    for (const userId of [people().ann, people().bo, people().staff])
      expect(setting.rolesOf(userId)).toContain(setting.memberRoleId);
    expect(await setting.progress()).toMatchObject({ open: 0, done: 3, failed: [] });
  });
});
