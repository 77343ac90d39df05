import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { createSetting, type Setting } from './community-setting.ts';

let town: Setting;
beforeEach(async () => {
  town = await createSetting({
    permissions: Permission.viewChannel | Permission.manageRoles | Permission.moderateMembers,
  });
});
afterEach(() => town.close());

const guildPath = (rest: string): string => `/guilds/${town.guild.id}${rest}`;
const botRole = () => [...town.guild.roles.values()].find(({ managed }) => managed);

describe('giving a role', () => {
  it('below its own works; the member has it and everybody is told', async () => {
    const role = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'paid' });
    const raw = await town.connect(1 << 1);
    const path = guildPath(`/members/${town.ann.id}/roles/${role.id}`);
    expect((await town.call('PUT', path)).status).toBe(204);
    expect((await raw.dispatched('GUILD_MEMBER_UPDATE')).d).toMatchObject({ roles: [role.id] });
    expect((await town.call('DELETE', path)).status).toBe(204);
    expect(town.guild.members.get(town.ann.id)?.roles).toEqual([]);
  });

  it('that stands above its own, or its own, is refused (50013)', async () => {
    const above = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'staff', position: 9 });
    for (const id of [above.id, botRole()?.id]) {
      const answer = await town.call('PUT', guildPath(`/members/${town.ann.id}/roles/${id}`));
      expect(answer).toMatchObject({ status: 403, body: { code: 50013 } });
    }
  });

  it('without Manage Roles is refused (50013)', async () => {
    const role = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'paid' });
    town.sandbox.world.guilds.updateRole(town.guild.id, botRole()?.id ?? '', { permissions: 0n });
    const answer = await town.call('PUT', guildPath(`/members/${town.ann.id}/roles/${role.id}`));
    expect(answer).toMatchObject({ status: 403, body: { code: 50013 } });
  });

  it('that does not exist is 10011, to somebody who is no member 10007, to nobody 10013', async () => {
    const stranger = town.sandbox.world.people.createUser({ username: 'stranger' });
    const role = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'paid' });
    const give = (userId: string, roleId: string) =>
      town.call('PUT', guildPath(`/members/${userId}/roles/${roleId}`));
    expect(await give(town.ann.id, '10000000000000001')).toMatchObject({
      status: 404,
      body: { code: 10011 },
    });
    expect(await give(stranger.id, role.id)).toMatchObject({ status: 404, body: { code: 10007 } });
    expect(await give('10000000000000001', role.id)).toMatchObject({ status: 404, body: { code: 10013 } });
  });
});

describe('roles themselves', () => {
  it('are made with no more permissions than the bot has', async () => {
    const make = (permissions: bigint) =>
      town.call('POST', guildPath('/roles'), { name: 'new', permissions: permissions.toString() });
    expect(await make(Permission.banMembers)).toMatchObject({ status: 403, body: { code: 50013 } });
    expect((await make(Permission.viewChannel)).body).toMatchObject({
      name: 'new',
      permissions: '1024',
      position: 1,
    });
  });

  it('above its own can be neither changed nor deleted', async () => {
    const above = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'staff', position: 9 });
    for (const method of ['PATCH', 'DELETE']) {
      const answer = await town.call(
        method,
        guildPath(`/roles/${above.id}`),
        method === 'PATCH' ? { name: 'x' } : undefined,
      );
      expect(answer).toMatchObject({ status: 403, body: { code: 50013 } });
    }
  });

  it('that are deleted leave their members', async () => {
    const role = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'paid' });
    town.sandbox.world.people.addRole(town.guild.id, town.ann.id, role.id);
    expect((await town.call('DELETE', guildPath(`/roles/${role.id}`))).status).toBe(204);
    expect(town.guild.members.get(town.ann.id)?.roles).toEqual([]);
  });
});

describe('members', () => {
  it('are listed to those with the privileged intent, page by page', async () => {
    const list = (query: string) => town.call('GET', guildPath(`/members?${query}`));
    const all = (await list('limit=1000')).body as unknown as { user: { id: string } }[];
    expect(all).toHaveLength(3);
    expect((await list(`limit=1000&after=${all[0]?.user.id}`)).body).toHaveLength(2);
    town.application.privileged.guildMembers = false;
    expect(await list('limit=1')).toMatchObject({ status: 403, body: { code: 50001 } });
  });

  it('are put in time-out for 28 days at most', async () => {
    const timeOut = (at: string) =>
      town.call('PATCH', guildPath(`/members/${town.ann.id}`), { communication_disabled_until: at });
    expect((await timeOut('2026-03-03T00:00:00Z')).body).toMatchObject({
      communication_disabled_until: '2026-03-03T00:00:00.000000+00:00',
    });
    expect(await timeOut('2026-05-01T00:00:00Z')).toMatchObject({ body: { code: 50035 } });
  });

  it('of a guild the bot is not in are out of reach (50001), of no guild unknown (10004)', async () => {
    const elsewhere = town.sandbox.world.guilds.create({ name: 'Elsewhere', ownerId: town.owner.id });
    expect(await town.call('GET', `/guilds/${elsewhere.id}/members/${town.owner.id}`)).toMatchObject({
      status: 403,
      body: { code: 50001 },
    });
    expect(await town.call('GET', '/guilds/10000000000000001')).toMatchObject({
      status: 404,
      body: { code: 10004 },
    });
  });

  it('keep the reason that was given for a ban', async () => {
    town.sandbox.world.guilds.updateRole(town.guild.id, botRole()?.id ?? '', {
      permissions: Permission.banMembers,
    });
    await fetch(`${town.sandbox.apiUrl}/v10${guildPath(`/bans/${town.ann.id}`)}`, {
      method: 'PUT',
      headers: {
        authorization: `Bot ${town.application.token}`,
        'content-type': 'application/json',
        'x-audit-log-reason': encodeURIComponent('广告'),
      },
      body: '{}',
    });
    expect((await town.call('GET', guildPath(`/bans/${town.ann.id}`))).body).toMatchObject({
      reason: '广告',
    });
    expect(town.guild.members.has(town.ann.id)).toBe(false);
  });
});
