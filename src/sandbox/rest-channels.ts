/** REST routes of channels and their permission overwrites. Threads are changed here too, as they are channels; made in `rest-threads.ts`. */
import { ALL_PERMISSIONS, ChannelKind, Permission } from './api-codes.ts';
import { isObject } from './payload-form.ts';
import { has } from './permissions.ts';
import {
  caller,
  channelOf,
  type ChannelPlace,
  guildOf,
  requireGuildPermission,
  requirePermission,
} from './rest-access.ts';
import { invalidField, refusal } from './rest-errors.ts';
import {
  given,
  needText,
  readChoice,
  readFlag,
  readId,
  readNumber,
  readText,
  readTextOrNull,
} from './rest-fields.ts';
import {
  bodyObject,
  created,
  noContent,
  ok,
  param,
  type RestCall,
  type RestReply,
  type RestRouter,
} from './rest-router.ts';
import { readBits } from './rest-guilds.ts';
import { ARCHIVE_MINUTES } from './rest-threads.ts';
import { renderChannel, renderDirectChannel } from './shape-channel.ts';
import type { World } from './world.ts';
import type { ChannelChanges, NewChannel } from './world-channels.ts';
import type { ForumTagRecord, GuildRecord, JsonObject, OverwriteRecord } from './world-records.ts';

const CHANNEL = '/channels/{channel_id}';
const OVERWRITE = `${CHANNEL}/permissions/{overwrite_id}`;
const KINDS = [0, 2, 4, 5, 13, 15, 16];

export function addChannelRoutes(router: RestRouter, world: World): void {
  router.add('GET', CHANNEL, (call) => ok(rendered(world, call, channelOf(world.state, call))));
  router.add('PATCH', CHANNEL, (call) => changeChannel(world, call));
  router.add('DELETE', CHANNEL, (call) => deleteChannel(world, call));
  router.add('POST', '/guilds/{guild_id}/channels', (call) => {
    const place = guildOf(world.state, call);
    requireGuildPermission(world.state, place, Permission.manageChannels);
    return created(
      renderChannel(world.channels.create(place.guild.id, readNewChannel(place.guild, bodyObject(call)))),
    );
  });
  router.add('PATCH', '/guilds/{guild_id}/channels', (call) => moveChannels(world, call));
  router.add('PUT', OVERWRITE, (call) => putOverwrite(world, call));
  router.add('DELETE', OVERWRITE, (call) => {
    const place = channelOf(world.state, call);
    requirePermission(place, Permission.manageRoles);
    if (!world.channels.deleteOverwrite(place.channel.id, param(call, 'overwrite_id'))) {
      throw refusal('unknownOverwrite');
    }
    return noContent;
  });
}

function rendered(world: World, call: RestCall, { channel }: ChannelPlace): JsonObject {
  return channel.guildId === null
    ? renderDirectChannel(channel, caller(call).botId, (id) => world.state.user(id))
    : renderChannel(channel);
}

function changeChannel(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  if (!place.guild) throw refusal('cannotExecuteOnDm');
  if (place.channel.thread) return changeThread(world, call, place);
  requirePermission(place, Permission.manageChannels);
  const body = bodyObject(call);
  const changes: ChannelChanges = { ...readChannel(place.channel.type, body), ...readTags(world, body) };
  if (body.permission_overwrites !== undefined && body.permission_overwrites !== null) {
    requirePermission(place, Permission.manageRoles);
    changes.overwrites = readOverwrites(place.guild, body.permission_overwrites);
  }
  return ok(renderChannel(world.channels.update(place.channel.id, changes)));
}

/** The owner may rename and archive; the rest is for those who manage threads. Waking an unlocked one is for whoever may write there. */
function changeThread(world: World, call: RestCall, place: ChannelPlace): RestReply {
  const { channel } = place;
  const body = bodyObject(call);
  const manages = has(place.permissions, Permission.manageThreads);
  const owns = channel.thread?.ownerId === caller(call).botId;
  const isWaking = body.archived === false && Object.keys(body).length === 1 && !channel.thread?.locked;
  const isManaging =
    body.locked !== undefined || body.rate_limit_per_user !== undefined || channel.thread?.locked;
  if (!manages && (isManaging || !owns) && !isWaking) throw refusal('missingPermissions');
  if (isWaking) requirePermission(place, Permission.sendMessagesInThreads);
  if (channel.thread?.archived && body.archived !== false) throw refusal('archivedThread');
  const tags = Array.isArray(body.applied_tags) ? body.applied_tags.map(String) : undefined;
  return ok(
    renderChannel(
      world.threads.update(
        channel.id,
        given({
          name: readText(body, 'name', { min: 1, max: 100 }),
          slowmodeSeconds: readNumber(body, 'rate_limit_per_user', { min: 0, max: 21_600 }),
          archived: readFlag(body, 'archived'),
          locked: readFlag(body, 'locked'),
          invitable: readFlag(body, 'invitable'),
          autoArchiveMinutes: readChoice(body, 'auto_archive_duration', ARCHIVE_MINUTES),
          appliedTags: tags,
        }),
      ),
    ),
  );
}

function deleteChannel(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const json = rendered(world, call, place);
  // "Deleting" a direct message only closes it.
  if (!place.guild) return ok(json);
  requirePermission(place, place.channel.thread ? Permission.manageThreads : Permission.manageChannels);
  if (place.channel.thread) world.threads.delete(place.channel.id);
  else world.channels.delete(place.channel.id);
  return ok(json);
}

function moveChannels(world: World, call: RestCall): RestReply {
  const place = guildOf(world.state, call);
  requireGuildPermission(world.state, place, Permission.manageChannels);
  for (const entry of Array.isArray(call.body) ? call.body.filter(isObject) : []) {
    const channel = place.guild.channels.get(String(entry.id));
    if (!channel) throw refusal('unknownChannel');
    const changes = given({
      position: readNumber(entry, 'position', { min: 0, max: 1_000 }),
      parentId: readId(entry, 'parent_id'),
    });
    world.channels.update(channel.id, changes);
  }
  return noContent;
}

function putOverwrite(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  if (!place.guild || place.channel.thread) throw refusal('invalidChannelType');
  requirePermission(place, Permission.manageRoles);
  const [overwrite] = readOverwrites(place.guild, [{ ...bodyObject(call), id: param(call, 'overwrite_id') }]);
  if (!overwrite) throw refusal('unknownOverwrite');
  // Nobody hands out, or takes away, what they do not hold themselves there.
  if (!has(place.permissions, (overwrite.allow | overwrite.deny) & ALL_PERMISSIONS))
    throw refusal('missingPermissions');
  world.channels.setOverwrite(place.channel.id, overwrite);
  return noContent;
}

function readNewChannel(guild: GuildRecord, body: JsonObject): NewChannel {
  const type = readChoice(body, 'type', KINDS) ?? ChannelKind.text;
  const name = needText(body, 'name', { min: 1, max: 100 });
  const { parentId } = readChannel(type, body);
  if (parentId && guild.channels.get(parentId)?.type !== ChannelKind.category) {
    throw invalidField('parent_id', 'CHANNEL_PARENT_INVALID', 'Category does not exist');
  }
  const tags = Array.isArray(body.available_tags) ? body.available_tags.filter(isObject) : [];
  return {
    ...readChannel(type, body),
    name: toChannelName(type, name),
    type,
    ...(Array.isArray(body.permission_overwrites)
      ? { overwrites: readOverwrites(guild, body.permission_overwrites) }
      : {}),
    availableTags: tags.map((tag) => ({
      name: needText(tag, 'name', { min: 1, max: 20 }),
      moderated: tag.moderated === true,
      emojiName: typeof tag.emoji_name === 'string' ? tag.emoji_name : null,
    })),
  };
}

function readChannel(type: number, body: JsonObject) {
  const isForum = type === ChannelKind.forum || type === ChannelKind.media;
  const name = readText(body, 'name', { min: 1, max: 100 });
  return given({
    name: name === undefined ? undefined : toChannelName(type, name),
    topic: readTextOrNull(body, 'topic', isForum ? 4_096 : 1_024),
    parentId: readId(body, 'parent_id'),
    position: readNumber(body, 'position', { min: 0, max: 1_000 }),
    nsfw: readFlag(body, 'nsfw'),
    slowmodeSeconds: readNumber(body, 'rate_limit_per_user', { min: 0, max: 21_600 }),
    bitrate: readNumber(body, 'bitrate', { min: 8_000, max: 384_000 }),
    userLimit: readNumber(body, 'user_limit', { min: 0, max: 99 }),
  });
}

function readTags(world: World, body: JsonObject): { availableTags?: ForumTagRecord[] } {
  if (!Array.isArray(body.available_tags)) return {};
  return {
    availableTags: body.available_tags.filter(isObject).map((tag) => ({
      id: typeof tag.id === 'string' ? tag.id : world.state.ids.next(),
      name: needText(tag, 'name', { min: 1, max: 20 }),
      moderated: tag.moderated === true,
      emojiName: typeof tag.emoji_name === 'string' ? tag.emoji_name : null,
    })),
  };
}

/** @throws DiscordError 50035 for somebody or a role that is not there */
function readOverwrites(guild: GuildRecord, list: unknown): OverwriteRecord[] {
  if (!Array.isArray(list))
    throw invalidField('permission_overwrites', 'BASE_TYPE_BAD_TYPE', 'Expected a list.');
  return list.filter(isObject).map((entry) => {
    const id = String(entry.id);
    const type = entry.type === 1 || entry.type === '1' ? 1 : 0;
    // A person may have an overwrite without being a member any more; a role has to exist.
    if (type === 0 && !guild.roles.has(id)) {
      throw invalidField('permission_overwrites', 'INVALID_ROLE', `Role ${id} does not exist`);
    }
    return { id, type, allow: readBits(entry.allow ?? '0'), deny: readBits(entry.deny ?? '0') };
  });
}

/** Text channels have no capitals and no spaces. */
function toChannelName(type: number, name: string): string {
  const isText = type === ChannelKind.text || type === ChannelKind.announcement || type === ChannelKind.forum;
  return isText ? name.toLowerCase().replaceAll(/\s+/g, '-') : name;
}
