/** REST routes of messages: read, write, change, delete, pin, crosspost, typing. */
import { ChannelKind, MessageFlag, MessageKind, Permission } from './api-codes.ts';
import { checkMessage } from './payload-message.ts';
import { toMessageParts } from './payload-parts.ts';
import { has } from './permissions.ts';
import {
  caller,
  channelOf,
  type ChannelPlace,
  messageOf,
  queryNumber,
  requirePermission,
} from './rest-access.ts';
import { assertValid, refusal } from './rest-errors.ts';
import { flagsIn, sendMessage } from './rest-send.ts';
import { bodyObject, noContent, ok, type RestCall, type RestReply, type RestRouter } from './rest-router.ts';
import { renderMessageFor } from './shape-message.ts';
import { isoTime } from './shape-people.ts';
import type { World } from './world.ts';
import { compareIds, indexById } from './world-messages.ts';
import type { MessageRecord } from './world-records.ts';
import { snowflakeMs } from '../kernel/snowflake.ts';

const LIST = '/channels/{channel_id}/messages';
const ONE = `${LIST}/{message_id}`;
const PINS = `${LIST}/pins`;
const MAX_PINS = 250;
/** Older messages are not deleted in bulk. */
const BULK_AGE_MS = 14 * 86_400_000;

export function addMessageRoutes(router: RestRouter, world: World): void {
  router.add('GET', LIST, (call) => listMessages(world, call));
  router.add('POST', LIST, (call) => createMessage(world, call), { limit: { calls: 5, windowMs: 5_000 } });
  router.add('GET', ONE, (call) => {
    const place = channelOf(world.state, call);
    requirePermission(place, Permission.readMessageHistory);
    return ok(rendered(world, call, messageOf(world.state, call, place)));
  });
  router.add('PATCH', ONE, (call) => editMessage(world, call), { limit: { calls: 5, windowMs: 5_000 } });
  router.add('DELETE', ONE, (call) => deleteMessage(world, call), { limit: { calls: 5, windowMs: 1_000 } });
  router.add('POST', `${LIST}/bulk-delete`, (call) => bulkDelete(world, call));
  router.add('POST', `${ONE}/crosspost`, (call) => crosspost(world, call));
  router.add('POST', '/channels/{channel_id}/typing', (call) => {
    const place = channelOf(world.state, call);
    requirePermission(
      place,
      place.channel.thread ? Permission.sendMessagesInThreads : Permission.sendMessages,
    );
    world.channels.type(place.channel.id, caller(call).botId);
    return noContent;
  });
  addPinRoutes(router, world);
}

function listMessages(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const limit = queryNumber(call, 'limit', { min: 1, max: 100, fallback: 50 });
  if (!has(place.permissions, Permission.readMessageHistory)) return ok([]);
  const { messages } = place.channel;
  const page = pageOf(messages, call.query, limit);
  return ok(page.map((message) => rendered(world, call, message)));
}

/** Newest first, whatever was asked. */
function pageOf(messages: readonly MessageRecord[], query: URLSearchParams, limit: number): MessageRecord[] {
  const after = query.get('after');
  const around = query.get('around');
  const before = query.get('before');
  if (around !== null) {
    const middle = indexById(messages, around);
    const start = Math.max(0, middle - Math.floor(limit / 2));
    return messages.slice(start, start + limit).toReversed();
  }
  if (after !== null) {
    const start = indexById(messages, after);
    const first = messages[start]?.id === after ? start + 1 : start;
    return messages.slice(first, first + limit).toReversed();
  }
  const end = before === null ? messages.length : indexById(messages, before);
  return messages.slice(Math.max(0, end - limit), end).toReversed();
}

function createMessage(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const message = sendMessage(world, call, place, { body: bodyObject(call), files: call.files });
  const json = rendered(world, call, message);
  return ok(message.nonce === null ? json : { ...json, nonce: message.nonce });
}

function editMessage(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const message = messageOf(world.state, call, place);
  const body = bodyObject(call);
  const { botId } = caller(call);
  if (message.author.id !== botId) {
    // Somebody else's message: its embeds may be hidden, nothing more.
    if (Object.keys(body).some((key) => key !== 'flags')) throw refusal('cannotEditOthersMessage');
    requirePermission(place, Permission.manageMessages);
  }
  assertNotArchived(place);
  assertValid(checkMessage(call.body, { files: call.files, before: message }));
  const parts = toMessageParts(body, {
    channelId: place.channel.id,
    files: call.files,
    before: message,
    nextId: () => world.state.ids.next(),
    origin: call.origin,
  });
  const settable = MessageFlag.suppressEmbeds | MessageFlag.componentsV2;
  const flags =
    body.flags === undefined
      ? message.flags
      : (message.flags & ~MessageFlag.suppressEmbeds) | (flagsIn(body) & settable);
  const by = message.author.id === botId ? 'author' : 'silent';
  return ok(rendered(world, call, world.messages.edit(message.id, { ...parts, flags }, by)));
}

function deleteMessage(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const message = messageOf(world.state, call, place);
  if (message.author.id !== caller(call).botId) {
    if (place.guild === null) throw refusal('cannotExecuteOnDm');
    requirePermission(place, Permission.manageMessages);
  }
  if (message.type === MessageKind.threadStarter) throw refusal('cannotActOnSystemMessage');
  assertNotArchived(place);
  world.messages.delete(message.id);
  return noContent;
}

function bulkDelete(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  if (place.guild === null) throw refusal('cannotExecuteOnDm');
  requirePermission(place, Permission.manageMessages);
  const { messages } = bodyObject(call);
  const ids = Array.isArray(messages) ? [...new Set(messages.map(String))] : [];
  if (ids.length < 2 || ids.length > 100) throw refusal('wrongMessageCount');
  const oldest = world.state.now().getTime() - BULK_AGE_MS;
  if (ids.some((id) => snowflakeMs(id) < oldest)) throw refusal('messageTooOldToBulkDelete');
  world.messages.deleteBulk(place.channel.id, ids);
  return noContent;
}

function crosspost(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const message = messageOf(world.state, call, place);
  if (place.channel.type !== ChannelKind.announcement) throw refusal('invalidChannelType');
  const needed =
    message.author.id === caller(call).botId ? Permission.sendMessages : Permission.manageMessages;
  requirePermission(place, needed);
  if ((message.flags & MessageFlag.crossposted) !== 0) throw refusal('alreadyCrossposted');
  return ok(rendered(world, call, world.messages.crosspost(message.id)));
}

/** Today's pin routes and those they replaced. */
function addPinRoutes(router: RestRouter, world: World): void {
  router.add('GET', PINS, (call) => {
    const items = pinned(world, call);
    const limit = queryNumber(call, 'limit', { min: 1, max: 50, fallback: 50 });
    const before = call.query.get('before');
    const older = before === null ? items : items.filter((item) => item.pinnedAt < new Date(before));
    return ok({
      items: older.slice(0, limit).map(({ message, pinnedAt }) => ({
        pinned_at: isoTime(pinnedAt),
        message: rendered(world, call, message),
      })),
      has_more: older.length > limit,
    });
  });
  router.add('GET', '/channels/{channel_id}/pins', (call) =>
    ok(
      pinned(world, call)
        .slice(0, 50)
        .map(({ message }) => rendered(world, call, message)),
    ),
  );
  for (const template of [`${PINS}/{message_id}`, '/channels/{channel_id}/pins/{message_id}']) {
    router.add('PUT', template, (call) => setPinned(world, call, true));
    router.add('DELETE', template, (call) => setPinned(world, call, false));
  }
}

/** The last pinned first. */
function pinned(world: World, call: RestCall): { message: MessageRecord; pinnedAt: Date }[] {
  const place = channelOf(world.state, call);
  if (!has(place.permissions, Permission.readMessageHistory)) return [];
  return place.channel.messages
    .flatMap((message) => (message.pinnedAt ? [{ message, pinnedAt: message.pinnedAt }] : []))
    .toSorted(
      (a, b) => b.pinnedAt.getTime() - a.pinnedAt.getTime() || compareIds(b.message.id, a.message.id),
    );
}

function setPinned(world: World, call: RestCall, value: boolean): RestReply {
  const place = channelOf(world.state, call);
  const message = messageOf(world.state, call, place);
  // Manage Messages no longer suffices; pinning has a permission of its own.
  if (place.guild) requirePermission(place, Permission.pinMessages);
  if (value && place.channel.messages.filter(({ pinnedAt }) => pinnedAt).length >= MAX_PINS)
    throw refusal('maxPins');
  world.messages.setPinned(message.id, value, caller(call).botId);
  return noContent;
}

function rendered(world: World, call: RestCall, message: MessageRecord) {
  return renderMessageFor(world.state, message, call.origin, caller(call).botId);
}

function assertNotArchived(place: ChannelPlace): void {
  if (place.channel.thread?.archived) throw refusal('archivedThread');
}
