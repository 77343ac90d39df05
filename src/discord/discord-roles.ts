/** `RoleHands` on discord.js: its REST, which keeps the limits of each route, and what the gateway told of members and roles. */
import { DiscordAPIError, PermissionFlagsBits, RESTJSONErrorCodes, Routes, Status } from 'discord.js';
import type { Guild } from 'discord.js';
import { UpstreamError } from '../kernel/errors.ts';
import type { DiscordConnection } from './connection.ts';
import type { RoleSet } from './member-roles.ts';
import { ROLE_PERMISSION, RULING_PERMISSIONS } from './permissions.ts';
import type { RoleAnswer, RoleHands, RoleObstacle } from './roles.ts';
import { untilAborted } from './until-aborted.ts';

export function discordRoles(
  connection: Pick<DiscordConnection, 'client' | 'members' | 'hasMembersIntent' | 'isRoleAbove'>,
): RoleHands {
  const { members } = connection;
  const guildOf = (guildId: string): Guild | undefined => connection.client?.guilds.cache.get(guildId);

  function problem(guildId: string, roleId: string): RoleObstacle | null {
    const guild = guildOf(guildId);
    const me = guild?.members.me;
    // While Discord has an outage there, nothing is known of its roles.
    if (!guild?.available || !me) return null;
    const role = guild.roles.cache.get(roleId);
    if (!role) return 'role-gone';
    // @everyone has the guild's own id.
    if (role.managed || roleId === guildId) return 'role-managed';
    if (!me.permissions.has(PermissionFlagsBits[ROLE_PERMISSION])) return 'no-permission';
    return connection.isRoleAbove(guildId, roleId) ? 'role-above' : null;
  }

  function knowsEveryone(guildId: string): boolean {
    const guild = guildOf(guildId);
    return connection.hasMembersIntent && !!guild && members.count(guildId) >= guild.memberCount;
  }

  function holders(guildId: string, roleIds: ReadonlySet<string>): Map<string, readonly string[]> | null {
    if (!knowsEveryone(guildId)) return null;
    // Members with the same roles share one list, so each list is looked through once.
    const among = new Map<RoleSet, readonly string[]>();
    const found = new Map<string, readonly string[]>();
    for (const [userId, roles] of members.humans(guildId)) {
      const held = among.get(roles) ?? roles.filter((roleId) => roleIds.has(roleId));
      among.set(roles, held);
      if (held.length > 0) found.set(userId, held);
    }
    return found;
  }

  return {
    problem,
    async change(guildId, { userId, roleId, wanted }, reason, signal) {
      const client = connection.client;
      if (!client?.isReady()) throw new UpstreamError('discord', 'not connected to Discord');
      const route = Routes.guildMemberRole(guildId, userId, roleId);
      try {
        await untilAborted(signal, (own) =>
          wanted
            ? client.rest.put(route, { reason, signal: own })
            : client.rest.delete(route, { reason, signal: own }),
        );
        return 'done';
      } catch (error) {
        const answer = answerOf(error, () => problem(guildId, roleId));
        if (answer) return answer;
        throw new UpstreamError('discord', 'Discord did not change a role', { cause: error });
      }
    },
    isRuling(guildId, roleId) {
      const permissions = guildOf(guildId)?.roles.cache.get(roleId)?.permissions;
      return permissions?.any([...RULING_PERMISSIONS]) ?? false;
    },
    holds(guildId, userId, roleId) {
      // Without the intent nobody tells when the roles of a member change.
      if (!connection.hasMembersIntent) return null;
      return members.humans(guildId).get(userId)?.includes(roleId) ?? null;
    },
    holders,
    managers(guildId) {
      const guild = guildOf(guildId);
      if (!guild?.available) return null;
      const ruling = guild.roles.cache.filter(({ permissions }) =>
        permissions.has(PermissionFlagsBits.ManageGuild),
      );
      // @everyone has the guild's own id.
      if (ruling.has(guildId)) return null;
      const found = holders(guildId, new Set(ruling.keys()));
      return found && new Set([guild.ownerId, ...found.keys()]);
    },
    isMember(guildId, userId) {
      if (!connection.hasMembersIntent) return null;
      if (members.has(guildId, userId)) return true;
      return knowsEveryone(guildId) ? false : null;
    },
    isListening(guildId) {
      const guild = guildOf(guildId);
      return !!guild?.available && guild.shard.status === Status.Ready;
    },
    isListComing: (guildId) => connection.hasMembersIntent && !knowsEveryone(guildId),
  };
}

/**
 * Missing Permissions (50013) has two causes, which memory tells apart; where it sees none, it is behind or a server asks for a second
 * factor, and the permission is what staff must look at.
 * Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
 */
function answerOf(error: unknown, problem: () => RoleObstacle | null): RoleAnswer | null {
  if (!(error instanceof DiscordAPIError)) return null;
  switch (error.code) {
    case RESTJSONErrorCodes.UnknownMember:
    case RESTJSONErrorCodes.UnknownUser:
      return 'absent';
    case RESTJSONErrorCodes.UnknownRole:
      return 'role-gone';
    case RESTJSONErrorCodes.InvalidRole:
      return 'role-managed';
    case RESTJSONErrorCodes.MissingPermissions:
    case RESTJSONErrorCodes.TwoFactorAuthenticationIsRequired:
      return problem() ?? 'no-permission';
    default:
      return null;
  }
}
