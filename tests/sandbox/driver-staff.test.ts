/** What staff do to roles by hand, and what the real client's bot may do with them afterwards. */
import { DiscordAPIError, type GuildMember, type Role } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import { createPaidSetting, heard, type PaidSetting } from './paid-setting.ts';

let town: PaidSetting;
beforeEach(async () => {
  town = await createPaidSetting(Permission.manageRoles | Permission.viewChannel);
});
afterEach(() => town.close());

const annOf = (): Promise<GuildMember> => town.clientGuild.members.fetch(town.ann.id);
const codeOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => null,
    (error: unknown) => (error instanceof DiscordAPIError ? error.code : error),
  );

describe('the bot gives and takes a role', () => {
  it('and doing it again changes nothing and is told to nobody', async () => {
    const ann = await annOf();
    let updates = 0;
    town.client.on('guildMemberUpdate', () => (updates += 1));
    for (let n = 0; n < 2; n += 1) await ann.roles.add(town.proRoleId, '续费 WX-1');
    await town.sandbox.drained();
    expect(town.guild.members.get(town.ann.id)?.roles).toEqual([town.proRoleId]);
    for (let n = 0; n < 2; n += 1) await ann.roles.remove(town.proRoleId);
    await town.sandbox.drained();
    expect(town.guild.members.get(town.ann.id)?.roles).toEqual([]);
    expect(updates).toBe(2);
    expect(town.sandbox.requestCount({ method: 'PUT', route: ROLE_ROUTE, status: 204 })).toBe(2);
    expect(town.sandbox.requests.find(({ method }) => method === 'PUT')?.reason).toBe('续费 WX-1');
  });

  it('not without Manage Roles, nor once the role stands above its own (50013 both)', async () => {
    const ann = await annOf();
    town.olga.setPermission(town.botRoleId, 'manageRoles', false);
    expect(await codeOf(ann.roles.add(town.proRoleId))).toBe(50013);
    town.olga.setPermission(town.botRoleId, 'manageRoles', true);
    town.olga.moveRole(town.proRoleId, { above: town.botRoleId });
    expect(await codeOf(ann.roles.add(town.proRoleId))).toBe(50013);
    town.olga.moveRole(town.proRoleId, { below: town.botRoleId });
    expect(await codeOf(ann.roles.add(town.proRoleId))).toBeNull();
  });

  it.each(['booster', 'integration'] as const)('not one that Discord manages: %s', async (managed) => {
    const { id } = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'Thanks', managed });
    expect(await codeOf((await annOf()).roles.add(id))).toBe(50013);
    expect(() => town.olga.giveRole(town.ann.id, id)).toThrow('Discord manages it');
    const seen = await town.clientGuild.roles.fetch(id, { force: true });
    expect([seen?.managed, seen?.tags?.premiumSubscriberRole ?? false]).toEqual([
      true,
      managed === 'booster',
    ]);
  });

  it('not to somebody who left; who comes back has none of their roles', async () => {
    const ann = await annOf();
    await ann.roles.add(town.proRoleId);
    town.olga.kick(town.ann.id);
    expect(await codeOf(ann.roles.add(town.proRoleId))).toBe(10007);
    expect(town.sandbox.join(town.guild.id, town.ann.id).member.roles).toEqual([]);
  });
});

describe('staff', () => {
  it('delete a role: its members lose it, and it is unknown from then on', async () => {
    const ann = await annOf();
    await ann.roles.add(town.proRoleId);
    const deleted = heard<Role>(town.client, 'roleDelete');
    town.olga.deleteRole(town.proRoleId);
    expect((await deleted).id).toBe(town.proRoleId);
    expect(town.guild.members.get(town.ann.id)?.roles).toEqual([]);
    expect(await codeOf(town.client.rest.put(rolePath()))).toBe(10011);
    expect(() => town.olga.deleteRole(town.botRoleId)).toThrow('cannot be deleted');
  });
  const rolePath = () => `/guilds/${town.guild.id}/members/${town.ann.id}/roles/${town.proRoleId}` as const;

  it('put a role just above or below another, and everybody sees the order', async () => {
    const { guilds } = town.sandbox.world;
    for (const name of ['C', 'B', 'A']) guilds.createRole(town.guild.id, { name, position: 9 });
    const idOf = (name: string) =>
      [...town.guild.roles.values()].find((role) => role.name === name)?.id ?? '';
    const order = () =>
      [...town.guild.roles.values()]
        .toSorted((a, b) => a.position - b.position)
        .map(({ name }) => name)
        .join(' ');
    expect(order()).toBe('@everyone Pro Steward C B A');
    town.olga.moveRole(idOf('Pro'), { above: idOf('B') });
    expect(order()).toBe('@everyone Steward C B Pro A');
    town.olga.moveRole(idOf('A'), { below: idOf('C') });
    expect(order()).toBe('@everyone Steward A C B Pro');
    await town.sandbox.drained();
    const seen = [...(await town.clientGuild.roles.fetch()).values()].toSorted(
      (a, b) => a.position - b.position,
    );
    expect(seen.map(({ name }) => name).join(' ')).toBe('@everyone Steward A C B Pro');
  });

  it('reach no further than their own rank', () => {
    const { guilds } = town.sandbox.world;
    const mods = guilds.createRole(town.guild.id, { name: 'Mods', permissions: Permission.manageRoles });
    const mod = town.sandbox.join(town.guild.id, { username: 'mo', globalName: 'Mo' }, { roles: [mods.id] });
    expect(() => mod.deleteRole(town.proRoleId)).toThrow('does not stand below theirs');
    expect(() => mod.moveRole(mods.id, { above: town.proRoleId })).toThrow('does not stand below theirs');
    expect(() => mod.setPermission(town.botRoleId, 'manageRoles', false)).toThrow('does not stand below');
    const ann = town.sandbox.as(town.guild.id, town.ann.id);
    expect(() => ann.deleteRole(town.proRoleId)).toThrow('Ann lacks manageRoles');
  });
});
