/** REST routes of a guild and its roles. */
import { ALL_PERMISSIONS, Permission } from './api-codes.ts';
import { guildPermissions, has, outranksRole } from './permissions.ts';
import { guildOf, type GuildPlace, requireGuildPermission, requireOverRole, roleOf } from './rest-access.ts';
import { invalidField, refusal } from './rest-errors.ts';
import { readText, textOf } from './rest-fields.ts';
import { bodyObject, noContent, ok, type RestCall, type RestRouter } from './rest-router.ts';
import { renderChannel } from './shape-channel.ts';
import { renderGuild, renderRole } from './shape-people.ts';
import type { World } from './world.ts';
import type { NewRole, RoleChanges } from './world-guilds.ts';
import type { JsonObject, RoleRecord } from './world-records.ts';

const GUILD = '/guilds/{guild_id}';
const ROLES = `${GUILD}/roles`;
const ROLE = `${ROLES}/{role_id}`;

export function addGuildRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  router.add('GET', GUILD, (call) => {
    const { guild } = guildOf(state, call);
    const counts =
      call.query.get('with_counts') === 'true'
        ? { approximate_member_count: guild.members.size, approximate_presence_count: guild.members.size }
        : {};
    return ok({ ...renderGuild(guild), ...counts });
  });
  router.add('PATCH', GUILD, (call) => {
    const place = guildOf(state, call);
    requireGuildPermission(state, place, Permission.manageGuild);
    const { name, description } = bodyObject(call);
    const changes = {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof description === 'string' || description === null ? { description } : {}),
    };
    return ok(renderGuild(world.guilds.update(place.guild.id, changes)));
  });
  router.add('GET', `${GUILD}/channels`, (call) =>
    ok([...guildOf(state, call).guild.channels.values()].map(renderChannel)),
  );
  for (const empty of ['emojis', 'stickers', 'integrations', 'auto-moderation/rules']) {
    router.add('GET', `${GUILD}/${empty}`, (call) => {
      guildOf(state, call);
      return ok([]);
    });
  }
  addRoleRoutes(router, world);
}

function addRoleRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  router.add('GET', ROLES, (call) => ok([...guildOf(state, call).guild.roles.values()].map(renderRole)));
  router.add('GET', ROLE, (call) => ok(renderRole(roleOf(call, guildOf(state, call)))));
  router.add('POST', ROLES, (call) => {
    const place = guildOf(state, call);
    requireGuildPermission(state, place, Permission.manageRoles);
    const given = readRole(bodyObject(call));
    assertMayGrant(world, place, given.permissions);
    return ok(renderRole(world.guilds.createRole(place.guild.id, { name: 'new role', ...given })));
  });
  router.add('PATCH', ROLES, (call) => moveRoles(world, call));
  router.add('PATCH', ROLE, (call) => {
    const place = guildOf(state, call);
    const role = roleOf(call, place);
    requireOverRole(state, place, role);
    const changes: RoleChanges = readRole(bodyObject(call));
    assertMayGrant(world, place, changes.permissions);
    return ok(renderRole(world.guilds.updateRole(place.guild.id, role.id, changes)));
  });
  router.add('DELETE', ROLE, (call) => {
    const place = guildOf(state, call);
    const role = roleOf(call, place);
    requireOverRole(state, place, role);
    if (role.id === place.guild.id || role.managed) throw refusal('missingPermissions');
    world.guilds.deleteRole(place.guild.id, role.id);
    return noContent;
  });
}

function moveRoles(world: World, call: RestCall) {
  const place = guildOf(world.state, call);
  const entries = Array.isArray(call.body) ? (call.body as JsonObject[]) : [];
  for (const { id, position } of entries) {
    const role = place.guild.roles.get(String(id));
    if (!role) throw refusal('unknownRole');
    requireOverRole(world.state, place, role);
    if (typeof position !== 'number') continue;
    assertBelowOwn(place, { ...role, position });
    world.guilds.updateRole(place.guild.id, role.id, { position });
  }
  return ok([...place.guild.roles.values()].map(renderRole));
}

/** Nobody gives a permission they do not hold. @throws DiscordError 50013 */
function assertMayGrant(world: World, place: GuildPlace, permissions: bigint | undefined): void {
  const own = guildPermissions(place.guild, place.self, world.state.now());
  if (permissions !== undefined && !has(own, permissions)) throw refusal('missingPermissions');
}

function assertBelowOwn(place: GuildPlace, role: RoleRecord): void {
  if (!outranksRole(place.guild, place.self, role)) throw refusal('missingPermissions');
}

/** @throws DiscordError 50035 */
function readRole(body: JsonObject): Partial<NewRole> {
  const { permissions, color, colors, hoist, mentionable } = body;
  const name = readText(body, 'name', { min: 0, max: 100 });
  const primary =
    typeof colors === 'object' && colors !== null ? (colors as JsonObject).primary_color : undefined;
  return {
    ...(name ? { name } : {}),
    ...(permissions === undefined || permissions === null ? {} : { permissions: readBits(permissions) }),
    ...(typeof color === 'number' ? { color } : {}),
    ...(typeof primary === 'number' ? { color: primary } : {}),
    ...(typeof hoist === 'boolean' ? { hoist } : {}),
    ...(typeof mentionable === 'boolean' ? { mentionable } : {}),
  };
}

/** Permissions come as a decimal text. @throws DiscordError 50035 */
export function readBits(given: unknown): bigint {
  const text = textOf(given);
  if (!/^\d{1,20}$/.test(text)) {
    throw invalidField('permissions', 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
  }
  // Unknown bits are dropped, as Discord does.
  return BigInt(text) & (ALL_PERMISSIONS | (1n << 52n));
}
