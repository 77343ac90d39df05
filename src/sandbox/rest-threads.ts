/** REST routes of threads and forum posts: start, follow, list. */
import { ChannelKind, Permission } from './api-codes.ts';
import { isObject } from './payload-form.ts';
import { checkMessage } from './payload-message.ts';
import { channelPermissions, has } from './permissions.ts';
import {
  caller,
  channelOf,
  type ChannelPlace,
  guildOf,
  messageOf,
  queryNumber,
  requirePermission,
} from './rest-access.ts';
import { assertValid, invalidField, refusal } from './rest-errors.ts';
import { needText, readChoice, readFlag, readNumber, required } from './rest-fields.ts';
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
import { sendMessage } from './rest-send.ts';
import { renderChannel, renderThreadMember } from './shape-channel.ts';
import { renderMessageFor } from './shape-message.ts';
import { renderMember } from './shape-people.ts';
import type { World } from './world.ts';
import { compareIds } from './world-messages.ts';
import type { ChannelRecord, JsonObject, MemberRecord, ThreadPart } from './world-records.ts';
import { isForum } from './world-threads.ts';

const CHANNEL = '/channels/{channel_id}';
const MEMBERS = `${CHANNEL}/thread-members`;

/** How long a thread may rest before it is archived. */
export const ARCHIVE_MINUTES = [60, 1_440, 4_320, 10_080] as const;

export function addThreadRoutes(router: RestRouter, world: World): void {
  router.add('POST', `${CHANNEL}/messages/{message_id}/threads`, (call) => startFromMessage(world, call));
  router.add('POST', `${CHANNEL}/threads`, (call) => {
    const place = channelOf(world.state, call);
    return isForum(place.channel) ? startPost(world, call, place) : startThread(world, call, place);
  });
  router.add('GET', '/guilds/{guild_id}/threads/active', (call) => listActive(world, call));
  for (const [kind, types] of [
    ['public', [ChannelKind.publicThread, ChannelKind.announcementThread]],
    ['private', [ChannelKind.privateThread]],
  ] as const) {
    router.add('GET', `${CHANNEL}/threads/archived/${kind}`, (call) => listArchived(world, call, types));
  }
  router.add('GET', `${CHANNEL}/users/@me/threads/archived/private`, (call) => listJoined(world, call));
  addThreadMemberRoutes(router, world);
}

/** @throws DiscordError 160006 */
function assertRoom(world: World, { guild }: ChannelPlace): void {
  const active = [...(guild?.threads.values() ?? [])].filter(({ thread }) => !thread?.archived);
  if (active.length >= world.threads.mostActive) throw refusal('tooManyThreads');
}

function readThread(body: JsonObject) {
  return {
    name: needText(body, 'name', { min: 1, max: 100 }),
    autoArchiveMinutes: readChoice(body, 'auto_archive_duration', ARCHIVE_MINUTES) ?? 4_320,
    slowmodeSeconds: readNumber(body, 'rate_limit_per_user', { min: 0, max: 21_600 }) ?? 0,
  };
}

function startFromMessage(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  assertMayHold(place.channel);
  const message = messageOf(world.state, call, place);
  requirePermission(place, Permission.createPublicThreads);
  if (message.threadId !== null) throw refusal('threadExists');
  assertRoom(world, place);
  const thread = world.threads.create({
    ...readThread(bodyObject(call)),
    channelId: place.channel.id,
    ownerId: caller(call).botId,
    messageId: message.id,
  });
  return created(renderWithSelf(thread, caller(call).botId));
}

function startThread(world: World, call: RestCall, place: ChannelPlace): RestReply {
  assertMayHold(place.channel);
  const body = bodyObject(call);
  // Without a type it is a private one.
  const isPrivate = (readChoice(body, 'type', [10, 11, 12]) ?? 12) === ChannelKind.privateThread;
  requirePermission(place, isPrivate ? Permission.createPrivateThreads : Permission.createPublicThreads);
  // Private ones are for text channels alone.
  if (isPrivate && place.channel.type !== ChannelKind.text) throw refusal('invalidChannelType');
  assertRoom(world, place);
  const thread = world.threads.create({
    ...readThread(body),
    channelId: place.channel.id,
    ownerId: caller(call).botId,
    isPrivate,
    invitable: readFlag(body, 'invitable') ?? true,
  });
  return created(renderWithSelf(thread, caller(call).botId));
}

function startPost(world: World, call: RestCall, place: ChannelPlace): RestReply {
  requirePermission(place, Permission.sendMessages);
  const body = bodyObject(call);
  const { message } = body;
  if (!isObject(message)) return required('message');
  assertValid(checkMessage(message, { files: call.files, path: ['message'] }));
  const tags = Array.isArray(body.applied_tags) ? body.applied_tags.map(String) : [];
  if (tags.length > 5)
    throw invalidField('applied_tags', 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.');
  const thread = world.threads.create({
    ...readThread(body),
    channelId: place.channel.id,
    ownerId: caller(call).botId,
    appliedTags: tags,
  });
  const first = sendMessage(world, call, channelOf(world.state, call, thread.id), {
    body: message,
    files: call.files,
    path: ['message'],
    id: thread.id,
  });
  const { botId } = caller(call);
  return created({
    ...renderWithSelf(thread, botId),
    message: renderMessageFor(world.state, first, call.origin, botId),
  });
}

function listActive(world: World, call: RestCall): RestReply {
  const { guild, self } = guildOf(world.state, call);
  const threads = [...guild.threads.values()].filter((thread) => {
    const permissions = channelPermissions(guild, thread, self, world.state.now());
    return !thread.thread?.archived && has(permissions, Permission.viewChannel);
  });
  return ok({ ...renderList(threads, self), has_more: false });
}

function listArchived(world: World, call: RestCall, types: readonly number[]): RestReply {
  const place = channelOf(world.state, call);
  requirePermission(place, Permission.readMessageHistory);
  if (types.includes(ChannelKind.privateThread)) requirePermission(place, Permission.manageThreads);
  if (!place.guild || !place.self) throw refusal('cannotExecuteOnDm');
  const limit = queryNumber(call, 'limit', { min: 2, max: 100, fallback: 50 });
  const before = call.query.get('before');
  const since = (thread: ChannelRecord): number => thread.thread?.archivedChangedAt.getTime() ?? 0;
  const archived = [...place.guild.threads.values()]
    .filter(
      (thread) =>
        thread.parentId === place.channel.id && types.includes(thread.type) && thread.thread?.archived,
    )
    .filter((thread) => before === null || since(thread) < new Date(before).getTime())
    .toSorted((a, b) => since(b) - since(a) || compareIds(b.id, a.id));
  return ok({ ...renderList(archived.slice(0, limit), place.self), has_more: archived.length > limit });
}

/** Archived private threads the bot is in, the youngest first; `before` is a thread's id here. */
function listJoined(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  requirePermission(place, Permission.readMessageHistory);
  const { guild, self, channel } = place;
  if (!guild || !self) throw refusal('cannotExecuteOnDm');
  const limit = queryNumber(call, 'limit', { min: 2, max: 100, fallback: 50 });
  const before = call.query.get('before');
  const joined = [...guild.threads.values()]
    .filter(({ parentId, type }) => parentId === channel.id && type === ChannelKind.privateThread)
    .filter(({ thread }) => thread?.archived && thread.members.has(self.user.id))
    .filter(({ id }) => before === null || compareIds(id, before) < 0)
    .toSorted((a, b) => compareIds(b.id, a.id));
  return ok({ ...renderList(joined.slice(0, limit), self), has_more: joined.length > limit });
}

/** Threads, and of which of them the bot is a member. */
function renderList(threads: readonly ChannelRecord[], self: MemberRecord) {
  return {
    threads: threads.map(renderChannel),
    members: threads
      .filter((thread) => thread.thread?.members.has(self.user.id))
      .map((thread) => renderThreadMember(thread, self.user.id)),
  };
}

function addThreadMemberRoutes(router: RestRouter, world: World): void {
  router.add('GET', MEMBERS, (call) => {
    const place = threadOf(world, call);
    // Who else is in a thread is for applications with the privileged intent.
    if (!caller(call).privileged.guildMembers) throw refusal('missingAccess');
    const withMember = call.query.get('with_member') === 'true';
    const ids = [...(place.channel.thread?.members.keys() ?? [])];
    const shown = withMember ? pageOf(call, ids) : ids;
    return ok(shown.map((id) => renderFollower(place, id, withMember)));
  });
  router.add('GET', `${MEMBERS}/{user_id}`, (call) => {
    const place = threadOf(world, call);
    const asked = param(call, 'user_id');
    const userId = asked === '@me' ? caller(call).botId : asked;
    if (!place.channel.thread?.members.has(userId)) throw refusal('unknownMember');
    return ok(renderFollower(place, userId, call.query.get('with_member') === 'true'));
  });
  for (const who of ['@me', '{user_id}']) {
    router.add('PUT', `${MEMBERS}/${who}`, (call) => {
      const place = threadOf(world, call);
      const thread = activeThread(place);
      const userId = call.params.user_id ?? caller(call).botId;
      if (call.params.user_id !== undefined) {
        requirePermission(place, Permission.sendMessagesInThreads);
        // Where members may not invite, only moderators do.
        if (!thread.invitable || thread.locked) requirePermission(place, Permission.manageThreads);
        if (!place.guild?.members.has(userId)) throw refusal('unknownMember');
      }
      const isFull = thread.members.size >= world.threads.mostMembers;
      if (isFull && !thread.members.has(userId)) throw refusal('threadFull');
      world.threads.addMember(place.channel.id, userId, caller(call).botId);
      return noContent;
    });
    router.add('DELETE', `${MEMBERS}/${who}`, (call) => {
      const place = threadOf(world, call);
      const thread = activeThread(place);
      const { botId } = caller(call);
      const userId = call.params.user_id ?? botId;
      // Whoever opened a private one may take people out as well.
      const owns = place.channel.type === ChannelKind.privateThread && thread.ownerId === botId;
      if (userId !== botId && !owns) requirePermission(place, Permission.manageThreads);
      world.threads.removeMember(place.channel.id, userId, botId);
      return noContent;
    });
  }
}

/** @throws DiscordError 50083 */
function activeThread({ channel }: ChannelPlace): ThreadPart {
  if (!channel.thread || channel.thread.archived) throw refusal('archivedThread');
  return channel.thread;
}

/** Of ids, those the request asks for: ascending, after one of them. */
function pageOf(call: RestCall, ids: readonly string[]): string[] {
  const limit = queryNumber(call, 'limit', { min: 1, max: 100, fallback: 100 });
  const after = call.query.get('after') ?? '0';
  return ids
    .filter((id) => compareIds(id, after) > 0)
    .toSorted(compareIds)
    .slice(0, limit);
}

function renderFollower(place: ChannelPlace, userId: string, withMember: boolean): JsonObject {
  const member = place.guild?.members.get(userId);
  return {
    ...renderThreadMember(place.channel, userId),
    ...(withMember && member ? { member: renderMember(member) } : {}),
  };
}

function renderWithSelf(thread: ChannelRecord, botId: string): JsonObject {
  return { ...renderChannel(thread), member: renderThreadMember(thread, botId) };
}

function threadOf(world: World, call: RestCall): ChannelPlace {
  const place = channelOf(world.state, call);
  if (!place.channel.thread) throw refusal('invalidChannelType');
  return place;
}

/** @throws DiscordError 50024 */
function assertMayHold(channel: ChannelRecord): void {
  const holds = channel.type === ChannelKind.text || channel.type === ChannelKind.announcement;
  if (!holds) throw refusal('invalidChannelType');
}
