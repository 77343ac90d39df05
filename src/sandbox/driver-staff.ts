/** What staff do with Discord's client: hand out, order and change roles, remove and ban, each only with the permission and below their own rank. */
import { Permission } from './api-codes.ts';
import { DriverError, nameOf, type Viewer } from './driver-seen.ts';
import { guildPermissions, has, outranksMember, outranksRole } from './permissions.ts';
import type { World } from './world.ts';
import type { GuildRecord, MemberRecord, RoleRecord } from './world-records.ts';

export function setRole(
  world: World,
  viewer: Viewer,
  change: { userId: string; roleId: string; given: boolean },
): void {
  const { guild, role } = assertOverRole(world, viewer, change.roleId);
  if (role.managed) throw new DriverError(`Nobody hands out the role "${role.name}": Discord manages it.`);
  if (change.given) world.people.addRole(guild.id, change.userId, role.id);
  else world.people.removeRole(guild.id, change.userId, role.id);
}

export function deleteRole(world: World, viewer: Viewer, roleId: string): void {
  const { guild, role } = assertOverRole(world, viewer, roleId);
  if (role.managed || role.id === guild.id)
    throw new DriverError(`The role "${role.name}" cannot be deleted.`);
  world.guilds.deleteRole(guild.id, role.id);
}

/** Just above or below this role. */
export type RolePlace = { readonly above: string } | { readonly below: string };

/** Drags a role to another place in the list, both below the own rank. */
export function moveRole(world: World, viewer: Viewer, roleId: string, place: RolePlace): void {
  const { guild, role } = assertOverRole(world, viewer, roleId);
  const other = assertOverRole(world, viewer, 'above' in place ? place.above : place.below).role;
  const ordered = [...guild.roles.values()]
    .filter(({ id }) => id !== guild.id && id !== role.id)
    .toSorted((a, b) => a.position - b.position);
  // Positions count from 1; @everyone has 0.
  const below = ordered.findIndex(({ id }) => id === other.id) + 1;
  world.guilds.updateRole(guild.id, role.id, { position: 'above' in place ? below + 1 : below });
}

export function setPermission(
  world: World,
  viewer: Viewer,
  roleId: string,
  change: { permission: keyof typeof Permission; given: boolean },
): void {
  const { guild, role } = assertOverRole(world, viewer, roleId);
  const bit = Permission[change.permission];
  const permissions = change.given ? role.permissions | bit : role.permissions & ~bit;
  world.guilds.updateRole(guild.id, role.id, { permissions });
}

/** Removes a member; `ban` keeps them out. */
export function expel(world: World, viewer: Viewer, userId: string, ban: boolean): void {
  const { guild, member } = assertStaff(world, viewer, ban ? 'banMembers' : 'kickMembers');
  const other = guild.members.get(userId);
  if (other !== undefined && !outranksMember(guild, member, other)) {
    throw new DriverError(
      `${nameOf(world.state, userId)} does not stand below ${nameOf(world.state, viewer.userId)}.`,
    );
  }
  if (ban) world.people.ban(guild.id, userId);
  else world.people.leave(guild.id, userId);
}

function assertOverRole(
  world: World,
  viewer: Viewer,
  roleId: string,
): { guild: GuildRecord; role: RoleRecord } {
  const { guild, member } = assertStaff(world, viewer, 'manageRoles');
  const role = guild.roles.get(roleId);
  if (role === undefined) throw new DriverError(`${guild.name} has no role ${roleId}.`);
  if (outranksRole(guild, member, role)) return { guild, role };
  const name = nameOf(world.state, viewer.userId);
  throw new DriverError(`${name} cannot hand out the role "${role.name}": it does not stand below theirs.`);
}

function assertStaff(
  world: World,
  viewer: Viewer,
  permission: 'manageRoles' | 'kickMembers' | 'banMembers',
): { guild: GuildRecord; member: MemberRecord } {
  const { state } = world;
  const guild = state.guild(viewer.guildId);
  const member = state.member(viewer.guildId, viewer.userId);
  if (has(guildPermissions(guild, member, state.now()), Permission[permission])) return { guild, member };
  throw new DriverError(`${nameOf(state, viewer.userId)} lacks ${permission} in ${guild.name}.`);
}
