/** REST routes of members: look up, change, roles, kick, ban, voice. */
import { Permission } from './api-codes.ts';
import { channelPermissions, guildPermissions, has } from './permissions.ts';
import {
  caller,
  guildOf,
  type GuildPlace,
  memberOf,
  queryNumber,
  requireGuildPermission,
  requireOverMember,
  requireOverRole,
  roleOf,
} from './rest-access.ts';
import { invalidField, refusal } from './rest-errors.ts';
import { given, readFlag, readId, readInstant, readTextOrNull } from './rest-fields.ts';
import {
  bodyObject,
  noContent,
  ok,
  param,
  type RestCall,
  type RestReply,
  type RestRouter,
} from './rest-router.ts';
import { renderVoiceState } from './shape-channel.ts';
import { renderMember, renderUser } from './shape-people.ts';
import type { World } from './world.ts';
import { compareIds } from './world-messages.ts';
import type { JsonObject, MemberRecord } from './world-records.ts';

const GUILD = '/guilds/{guild_id}';
const MEMBERS = `${GUILD}/members`;
const MEMBER = `${MEMBERS}/{user_id}`;
/** Giving and taking one role. */
export const ROLE_ROUTE = `${MEMBER}/roles/{role_id}`;
const BAN = `${GUILD}/bans/{user_id}`;
/** Nobody is put in time-out for longer. */
const TIME_OUT_DAYS = 28;

export function addMemberRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  router.add('GET', MEMBERS, (call) => {
    const { guild } = guildOf(state, call);
    // The full list is for applications with the privileged intent.
    if (!caller(call).privileged.guildMembers) throw refusal('missingAccess');
    const limit = queryNumber(call, 'limit', { min: 1, max: 1_000, fallback: 1 });
    const after = call.query.get('after') ?? '0';
    return ok(
      ordered(guild.members)
        .filter(({ user }) => compareIds(user.id, after) > 0)
        .slice(0, limit)
        .map(renderMember),
    );
  });
  router.add('GET', `${MEMBERS}/search`, (call) => {
    const { guild } = guildOf(state, call);
    const limit = queryNumber(call, 'limit', { min: 1, max: 1_000, fallback: 1 });
    const query = (call.query.get('query') ?? '').toLowerCase();
    const named = ordered(guild.members).filter((member) =>
      [member.user.username, member.nick ?? ''].some((name) => name.toLowerCase().startsWith(query)),
    );
    return ok(named.slice(0, limit).map(renderMember));
  });
  router.add('GET', MEMBER, (call) => ok(renderMember(memberOf(state, call, guildOf(state, call)))));
  router.add('PATCH', `${MEMBERS}/@me`, (call) => {
    const place = guildOf(state, call);
    requireGuildPermission(state, place, Permission.changeNickname);
    const changes = given({ nick: readTextOrNull(bodyObject(call), 'nick', 32) });
    return ok(renderMember(world.people.updateMember(place.guild.id, place.self.user.id, changes)));
  });
  router.add('PATCH', MEMBER, (call) => changeMember(world, call));
  router.add('DELETE', MEMBER, (call) => {
    const place = guildOf(state, call);
    const member = memberOf(state, call, place);
    requireOverMember(state, place, member, Permission.kickMembers);
    world.people.leave(place.guild.id, member.user.id);
    return noContent;
  });
  addMemberRoleRoutes(router, world);
  addBanRoutes(router, world);
  addVoiceRoutes(router, world);
}

function changeMember(world: World, call: RestCall): RestReply {
  const { state } = world;
  const place = guildOf(state, call);
  const member = memberOf(state, call, place);
  const body = bodyObject(call);
  const changes = given({
    nick: readTextOrNull(body, 'nick', 32),
    roles: Array.isArray(body.roles) ? [...new Set(body.roles.map(String))] : undefined,
    timedOutUntil: readInstant(body, 'communication_disabled_until'),
    mute: readFlag(body, 'mute'),
    deaf: readFlag(body, 'deaf'),
  });
  if (changes.nick !== undefined && member.user.id !== place.self.user.id) {
    requireOverMember(state, place, member, Permission.manageNicknames);
  }
  if (changes.roles) assertRoleChange(world, place, member, changes.roles);
  if (changes.timedOutUntil !== undefined) assertTimeOut(world, place, member, changes.timedOutUntil);
  if (changes.mute !== undefined) requireGuildPermission(state, place, Permission.muteMembers);
  if (changes.deaf !== undefined) requireGuildPermission(state, place, Permission.deafenMembers);
  if (body.channel_id !== undefined) moveVoice(world, place, member, body);
  return ok(renderMember(world.people.updateMember(place.guild.id, member.user.id, changes)));
}

function assertRoleChange(
  world: World,
  place: GuildPlace,
  member: MemberRecord,
  wanted: readonly string[],
): void {
  requireGuildPermission(world.state, place, Permission.manageRoles);
  const changed = [
    ...wanted.filter((id) => !member.roles.includes(id)),
    ...member.roles.filter((id) => !wanted.includes(id)),
  ];
  for (const id of changed) {
    const role = place.guild.roles.get(id);
    if (!role) throw invalidField('roles', 'INVALID_ROLE', `Role ${id} does not exist`);
    requireOverRole(world.state, place, role);
    if (role.managed) throw refusal('missingPermissions');
  }
}

function assertTimeOut(world: World, place: GuildPlace, member: MemberRecord, until: Date | null): void {
  requireOverMember(world.state, place, member, Permission.moderateMembers);
  const now = world.state.now();
  if (has(guildPermissions(place.guild, member, now), Permission.administrator))
    throw refusal('missingPermissions');
  if (until && until.getTime() > now.getTime() + TIME_OUT_DAYS * 86_400_000) {
    throw invalidField(
      'communication_disabled_until',
      'INVALID_COMMUNICATION_DISABLED_TIMESTAMP',
      'Must be at most 28 days ahead.',
    );
  }
}

function moveVoice(world: World, place: GuildPlace, member: MemberRecord, body: JsonObject): void {
  requireGuildPermission(world.state, place, Permission.moveMembers);
  if (!place.guild.voiceStates.has(member.user.id)) {
    throw invalidField('channel_id', 'TARGET_USER_NOT_IN_VOICE', 'Target user is not connected to voice.');
  }
  const channelId = readId(body, 'channel_id') ?? null;
  if (channelId !== null && !place.guild.channels.has(channelId)) throw refusal('unknownChannel');
  world.voice.set(place.guild.id, member.user.id, channelId);
}

function addMemberRoleRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  const limit = { limit: { calls: 10, windowMs: 10_000 } };
  const find = (call: RestCall) => {
    const place = guildOf(state, call);
    const member = memberOf(state, call, place);
    const role = roleOf(call, place);
    requireOverRole(state, place, role);
    // Bots' own roles and @everyone are given by Discord alone.
    if (role.managed || role.id === place.guild.id) throw refusal('missingPermissions');
    return { place, member, role };
  };
  router.add(
    'PUT',
    ROLE_ROUTE,
    (call) => {
      const { place, member, role } = find(call);
      world.people.addRole(place.guild.id, member.user.id, role.id);
      return noContent;
    },
    limit,
  );
  router.add(
    'DELETE',
    ROLE_ROUTE,
    (call) => {
      const { place, member, role } = find(call);
      world.people.removeRole(place.guild.id, member.user.id, role.id);
      return noContent;
    },
    limit,
  );
}

function addBanRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  const banOf = (call: RestCall) => {
    const place = guildOf(state, call);
    requireGuildPermission(state, place, Permission.banMembers);
    return place.guild;
  };
  router.add('GET', `${GUILD}/bans`, (call) =>
    ok([...banOf(call).bans].map(([id, reason]) => ({ user: renderUser(state.user(id)), reason }))),
  );
  router.add('GET', BAN, (call) => {
    const userId = param(call, 'user_id');
    const reason = banOf(call).bans.get(userId);
    if (reason === undefined) throw refusal('unknownBan');
    return ok({ user: renderUser(state.user(userId)), reason });
  });
  router.add('PUT', BAN, (call) => {
    const place = guildOf(state, call);
    const userId = param(call, 'user_id');
    if (!state.users.has(userId)) throw refusal('unknownUser');
    const member = place.guild.members.get(userId);
    if (member) requireOverMember(state, place, member, Permission.banMembers);
    else requireGuildPermission(state, place, Permission.banMembers);
    world.people.ban(place.guild.id, userId, call.reason);
    return noContent;
  });
  router.add('DELETE', BAN, (call) => {
    const guild = banOf(call);
    if (!guild.bans.has(param(call, 'user_id'))) throw refusal('unknownBan');
    world.people.unban(guild.id, param(call, 'user_id'));
    return noContent;
  });
}

function addVoiceRoutes(router: RestRouter, world: World): void {
  router.add('GET', `${GUILD}/voice-states/{user_id}`, (call) => {
    const { guild, self } = guildOf(world.state, call);
    const asked = param(call, 'user_id');
    const voice = guild.voiceStates.get(asked === '@me' ? self.user.id : asked);
    if (!voice) throw refusal('unknownVoiceState');
    const channel = guild.channels.get(voice.channelId ?? '');
    const permissions = channel ? channelPermissions(guild, channel, self, world.state.now()) : 0n;
    if (!has(permissions, Permission.viewChannel)) throw refusal('missingAccess');
    return ok(renderVoiceState(voice));
  });
}

function ordered(members: ReadonlyMap<string, MemberRecord>): MemberRecord[] {
  return [...members.values()].toSorted((a, b) => compareIds(a.user.id, b.user.id));
}
