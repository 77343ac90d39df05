/** What staff do with Discord's client: give and take roles, remove and ban, each only with the permission and below their own rank. */
import { Permission } from './api-codes.ts';
import { DriverError, nameOf, type Viewer } from './driver-seen.ts';
import { guildPermissions, has, outranksMember, outranksRole } from './permissions.ts';
import type { World } from './world.ts';
import type { GuildRecord, MemberRecord } from './world-records.ts';

export function setRole(
  world: World,
  viewer: Viewer,
  change: { userId: string; roleId: string; given: boolean },
): void {
  const { guild, member } = assertStaff(world, viewer, 'manageRoles');
  const role = guild.roles.get(change.roleId);
  const name = nameOf(world.state, viewer.userId);
  if (role === undefined) throw new DriverError(`${guild.name} has no role ${change.roleId}.`);
  if (role.managed || !outranksRole(guild, member, role)) {
    throw new DriverError(
      `${name} cannot hand out the role "${role.name}": it stands above theirs or belongs to a bot.`,
    );
  }
  if (change.given) world.people.addRole(guild.id, change.userId, role.id);
  else world.people.removeRole(guild.id, change.userId, role.id);
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
