/** REST routes of invites, without the lists of people they are for (`rest-invite-targets.ts`). */
import { Permission } from './api-codes.ts';
import { has } from './permissions.ts';
import {
  caller,
  channelOf,
  type ChannelPlace,
  guildOf,
  type GuildPlace,
  requireGuildPermission,
  requireOverRole,
  requirePermission,
} from './rest-access.ts';
import { invalidField, refusal } from './rest-errors.ts';
import { readFlag, readNumber, textOf } from './rest-fields.ts';
import { readTargets, targetsFileOf } from './rest-invite-targets.ts';
import { bodyObject, ok, param, type RestCall, type RestReply, type RestRouter } from './rest-router.ts';
import { renderInvite } from './shape-channel.ts';
import type { World } from './world.ts';
import type { InviteRecord, JsonObject } from './world-records.ts';

/** Source: CreateGuildInviteRequest of https://github.com/discord/discord-api-spec */
const MAX_AGE_SECONDS = 5_184_000;
const MAX_ROLES = 250;

export function addInviteRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  router.add('POST', '/channels/{channel_id}/invites', (call) => createInvite(world, call));
  router.add('GET', '/channels/{channel_id}/invites', (call) => {
    const place = inGuild(channelOf(state, call));
    requirePermission(place, Permission.manageChannels);
    const ofChannel = world.invites
      .list(place.guild.id)
      .filter(({ channelId }) => channelId === place.channel.id);
    return ok(ofChannel.map((invite) => rendered(world, invite)));
  });
  router.add('GET', '/guilds/{guild_id}/invites', (call) => {
    const place = guildOf(state, call);
    requireGuildPermission(state, place, Permission.manageGuild);
    return ok(world.invites.list(place.guild.id).map((invite) => rendered(world, invite)));
  });
  router.add('GET', '/invites/{code}', (call) => ok(rendered(world, inviteOf(world, call))));
  router.add('DELETE', '/invites/{code}', (call) => {
    const invite = inviteOf(world, call);
    const place = inGuild(channelOf(state, call, invite.channelId));
    if (!has(place.permissions, Permission.manageChannels)) {
      requireGuildPermission(state, place, Permission.manageGuild);
    }
    world.invites.delete(invite);
    return ok(rendered(world, invite));
  });
}

function createInvite(world: World, call: RestCall): RestReply {
  const place = inGuild(channelOf(world.state, call));
  requirePermission(place, Permission.createInstantInvite);
  const body = bodyObject(call);
  const roleIds = readRoleIds(body);
  const file = targetsFileOf(call);
  assertMayLimit(world, place, roleIds, file !== undefined);
  const given = {
    inviterId: caller(call).botId,
    maxAgeSeconds: readNumber(body, 'max_age', { min: 0, max: MAX_AGE_SECONDS }) ?? 86_400,
    maxUses: readNumber(body, 'max_uses', { min: 0, max: 100 }) ?? 0,
    temporary: readFlag(body, 'temporary') ?? false,
    roleIds,
  };
  const targets = file && readTargets(file.bytes);
  if (targets && 'refusal' in targets) return targets.refusal;
  const invite = world.invites.create(place.channel.id, { ...given, targetIds: targets?.userIds });
  return ok(rendered(world, invite));
}

/** Roles and lists of people are for those who manage the guild; roles also for those who could give them. @throws DiscordError */
function assertMayLimit(
  world: World,
  place: GuildPlace,
  roleIds: readonly string[],
  hasTargets: boolean,
): void {
  if (roleIds.length === 0 && !hasTargets) return;
  requireGuildPermission(world.state, place, Permission.manageGuild);
  for (const id of roleIds) {
    const role = place.guild.roles.get(id);
    if (!role) throw refusal('unknownRole');
    requireOverRole(world.state, place, role);
    if (role.managed || role.id === place.guild.id) throw refusal('missingPermissions');
  }
}

/** A list, or as a form's field one text with commas. @throws DiscordError 50035 */
function readRoleIds(body: JsonObject): readonly string[] {
  const { role_ids: given } = body;
  if (given === undefined || given === null || given === '') return [];
  const ids = Array.isArray(given) ? given.map(textOf) : textOf(given).split(',');
  if (ids.length > MAX_ROLES) {
    throw invalidField('role_ids', 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_ROLES} or fewer in length.`);
  }
  const wrong = ids.findIndex((id) => !/^\d{17,20}$/.test(id));
  if (wrong >= 0) {
    const words = `Value "${ids[wrong]}" is not snowflake.`;
    throw invalidField(`role_ids.${wrong}`, 'NUMBER_TYPE_COERCE', words);
  }
  return [...new Set(ids)];
}

function rendered(world: World, invite: InviteRecord): JsonObject {
  const { state } = world;
  return renderInvite(
    invite,
    state.guild(invite.guildId),
    state.channel(invite.channelId),
    state.user(invite.inviterId),
  );
}

/** The path's invite, which still opens the door. @throws DiscordError 10006 */
function inviteOf(world: World, call: RestCall): InviteRecord {
  const invite = world.invites.find(param(call, 'code'));
  if (!invite) throw refusal('unknownInvite');
  return invite;
}

function inGuild(place: ChannelPlace) {
  const { guild, self } = place;
  if (!guild || !self) throw refusal('cannotExecuteOnDm');
  return { ...place, guild, self };
}
