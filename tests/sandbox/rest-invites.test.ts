/** Invites that carry roles and are for chosen people, through the real client. Faked: the clock, which stands still. */
import { DiscordAPIError, type GuildMember, type Invite } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { createPaidSetting, heard, type PaidSetting } from './paid-setting.ts';

const NEEDED =
  Permission.viewChannel |
  Permission.createInstantInvite |
  Permission.manageRoles |
  Permission.manageGuild |
  Permission.manageChannels;

let town: PaidSetting;
beforeEach(async () => {
  town = await createPaidSetting(NEEDED);
  town.sandbox.world.invites.jobMs = 0;
});
afterEach(() => town.close());

const invite = (options: object = {}): Promise<Invite> =>
  town.clientGuild.invites.create(town.general.id, options);
const zoe = () => town.sandbox.person(town.zoeId);
const refused = async (attempt: Promise<unknown>): Promise<DiscordAPIError> => {
  const error: unknown = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DiscordAPIError) return error;
  throw new Error(`Expected a refusal, got ${String(error)}.`);
};

describe('an invite with a role for chosen people', () => {
  it('lets them in with the role, and the join does not say by which invite', async () => {
    const made = await invite({ roles: [town.proRoleId], targetUsersFile: [town.zoeId], maxUses: 1 });
    expect(made.roles?.map(({ name }) => name)).toEqual(['Pro']);
    const joined = heard<GuildMember>(town.client, 'guildMemberAdd');
    const gone = heard<Invite>(town.client, 'inviteDelete');
    const member = zoe().accept(made.code);
    expect(member.member.roles).toEqual([town.proRoleId]);
    expect((await joined).roles.cache.has(town.proRoleId)).toBe(true);
    expect((await gone).code).toBe(made.code);
    expect((await refused(town.client.fetchInvite(made.code))).code).toBe(10006);
  });

  it('is told to the bot with its roles and its end', async () => {
    const told = heard<Invite>(town.client, 'inviteCreate');
    await invite({ roles: [town.proRoleId], maxAge: 3_600 });
    const { roles, expiresAt } = await told;
    expect([...(roles?.keys() ?? [])]).toEqual([town.proRoleId]);
    expect(expiresAt).toEqual(new Date(town.clock.now().getTime() + 3_600_000));
  });

  it('lets nobody else in', async () => {
    const made = await invite({ targetUsersFile: [town.ann.id] });
    expect(() => zoe().accept(made.code)).toThrow('is not for Zoe');
    expect(town.guild.members.has(town.zoeId)).toBe(false);
  });

  it('opens only when the list is worked through, and says how far it is', async () => {
    town.sandbox.world.invites.holdJobs = true;
    const made = await invite({ targetUsersFile: [town.zoeId, town.zoeId] });
    const status = () => town.clientGuild.invites.fetchTargetUsersJobStatus(made.code);
    expect(await status()).toMatchObject({ status: 1, totalUsers: 1, processedUsers: 0, completedAt: null });
    expect(() => zoe().accept(made.code)).toThrow('is not for Zoe');
    town.sandbox.world.invites.holdJobs = false;
    expect(await status()).toMatchObject({ status: 2, processedUsers: 1, completedAt: town.clock.now() });
    expect(zoe().accept(made.code).userId).toBe(town.zoeId);
  });

  it('keeps its earlier list when the next one fails', async () => {
    const made = await invite({ targetUsersFile: [town.zoeId] });
    await town.clientGuild.invites.fetchTargetUsersJobStatus(made.code);
    town.sandbox.world.invites.failNextJob('Failed to parse CSV file');
    await town.clientGuild.invites.updateTargetUsers(made.code, [town.ann.id]);
    const status = await town.clientGuild.invites.fetchTargetUsersJobStatus(made.code);
    expect(status).toMatchObject({ status: 3, errorMessage: 'Failed to parse CSV file' });
    expect(zoe().accept(made.code).userId).toBe(town.zoeId);
  });

  it('can be given to others, and lists them under a heading', async () => {
    const made = await invite({ targetUsersFile: [town.ann.id] });
    await town.clientGuild.invites.updateTargetUsers(made.code, Buffer.from(`user_id\r\n${town.zoeId}\r\n`));
    const list = await town.clientGuild.invites.fetchTargetUsers(made.code);
    expect(list.toString()).toBe(`user_id\r\n${town.zoeId}\r\n`);
    expect(zoe().accept(made.code).userId).toBe(town.zoeId);
  });

  it('names every line that is no id, without a code of its own', async () => {
    const error = await refused(invite({ targetUsersFile: Buffer.from(`${town.zoeId}\nzoe\n12`) }));
    expect(error).toMatchObject({ status: 400, code: undefined });
    expect(error.rawError).toEqual({
      target_users_file: [
        'Line 2: invalid user ID format',
        'Line 3: invalid user ID - must be a valid Discord snowflake',
      ],
    });
    expect(town.guild.invites.size).toBe(0);
  });
});

describe('an invite is refused', () => {
  it.each<[string, (roles: Record<'above' | 'booster', string>) => object, number]>([
    ['with a role above the bot', ({ above }) => ({ roles: [above] }), 50013],
    ['with a role Discord manages', ({ booster }) => ({ roles: [booster] }), 50013],
    ['that would last longer than two months', () => ({ maxAge: 5_184_001 }), 50035],
    ['for more than a hundred uses', () => ({ maxUses: 101 }), 50035],
  ])('%s', async (_, options, code) => {
    const { guilds } = town.sandbox.world;
    const above = guilds.createRole(town.guild.id, { name: 'Above', position: 9 }).id;
    const booster = guilds.createRole(town.guild.id, { name: 'Booster', managed: 'booster' }).id;
    expect((await refused(invite(options({ above, booster })))).code).toBe(code);
  });

  it('with a role that is gone (10011)', async () => {
    const gone = town.proRoleId;
    town.sandbox.world.guilds.deleteRole(town.guild.id, gone);
    const path = `/channels/${town.general.id}/invites`;
    expect(await town.call('POST', path, { role_ids: [gone] })).toMatchObject({ body: { code: 10011 } });
    expect(await town.call('POST', path, { role_ids: ['pro'] })).toMatchObject({ body: { code: 50035 } });
  });

  it.each<[string, keyof typeof Permission, 'role' | 'targets' | null]>([
    ['at all without Create Invite', 'createInstantInvite', null],
    ['with a role without Manage Roles', 'manageRoles', 'role'],
    ['with a role without Manage Guild', 'manageGuild', 'role'],
    ['for chosen people without Manage Guild', 'manageGuild', 'targets'],
  ])('%s', async (_, permission, what) => {
    town.olga.setPermission(town.guild.id, 'createInstantInvite', false);
    town.olga.setPermission(town.botRoleId, permission, false);
    expect((await refused(invite(optionsFor(what)))).code).toBe(50013);
  });

  it('for nothing it does not ask: a plain one needs neither permission, one for chosen people no Manage Roles', async () => {
    town.olga.setPermission(town.botRoleId, 'manageRoles', false);
    expect((await invite(optionsFor('targets'))).code).not.toBe('');
    town.olga.setPermission(town.botRoleId, 'manageGuild', false);
    expect((await invite()).code).not.toBe('');
  });
  const optionsFor = (what: 'role' | 'targets' | null): object => {
    if (what === null) return {};
    return what === 'role' ? { roles: [town.proRoleId] } : { targetUsersFile: [town.zoeId] };
  };
});

describe('an invite ends', () => {
  it('when its time is over: it is unknown, and opens nothing', async () => {
    const made = await invite({ maxAge: 60 });
    town.clock.moveBy(60_000);
    expect((await refused(town.client.fetchInvite(made.code))).code).toBe(10006);
    expect(() => zoe().accept(made.code)).toThrow('invalid or has expired');
  });

  it('when it is deleted, which takes Manage Channels or Manage Guild', async () => {
    const made = await invite();
    town.olga.setPermission(town.botRoleId, 'manageChannels', false);
    await town.clientGuild.invites.delete(made.code);
    expect(() => zoe().accept(made.code)).toThrow('invalid or has expired');
    const other = await invite();
    town.olga.setPermission(town.botRoleId, 'manageGuild', false);
    expect((await refused(town.clientGuild.invites.delete(other.code))).code).toBe(50013);
  });
});

it('somebody who is banned cannot accept, and a member who clicks changes nothing', async () => {
  const made = await invite({ roles: [town.proRoleId], maxUses: 1 });
  town.sandbox.world.people.ban(town.guild.id, town.zoeId);
  expect(() => zoe().accept(made.code)).toThrow('Zoe is banned there');
  expect(town.sandbox.person(town.ann.id).accept(made.code).member.roles).toEqual([]);
  expect(town.guild.invites.get(made.code)?.uses).toBe(0);
});
