/** A bot writes a message into a channel, thread or forum post: permissions, validity, nonce, mentions. Shared by every route that does so. */
import { ChannelKind, MessageFlag, Permission } from './api-codes.ts';
import { isObject } from './payload-form.ts';
import { checkMessage } from './payload-message.ts';
import type { UploadedFile } from './payload-multipart.ts';
import { toMentions, toMessageParts } from './payload-parts.ts';
import { has } from './permissions.ts';
import { caller, type ChannelPlace, requirePermission } from './rest-access.ts';
import { assertValid, DiscordError, invalidField, refusal } from './rest-errors.ts';
import { textOf } from './rest-fields.ts';
import type { RestCall } from './rest-router.ts';
import type { World } from './world.ts';
import type { JsonObject, MessageRecord, MessageReference } from './world-records.ts';
import { isForum } from './world-threads.ts';
import { snowflakeMs } from '../kernel/snowflake.ts';

export interface SendRequest {
  readonly body: JsonObject;
  readonly files: readonly UploadedFile[];
  /** Where the body stands in the request, for naming problems: `['message']` in a forum post. */
  readonly path?: readonly string[];
  /** The first message of a forum post has the thread's id. */
  readonly id?: string;
}

/** How long a nonce is remembered ("a few minutes"). */
const NONCE_MS = 5 * 60_000;
const SETTABLE = MessageFlag.suppressEmbeds | MessageFlag.suppressNotifications | MessageFlag.componentsV2;

/**
 * Writes the message, or gives back the one that an enforced nonce names.
 * @throws DiscordError 50008, 50013, 50035, 50006, 50007, 50278, 50083, 160002
 */
export function sendMessage(
  world: World,
  call: RestCall,
  place: ChannelPlace,
  request: SendRequest,
): MessageRecord {
  assertMayWrite(world, place, request.body, request.files.length > 0);
  assertValid(
    checkMessage(request.body, { files: request.files, ...(request.path ? { path: request.path } : {}) }),
  );
  const { botId, id: applicationId } = caller(call);
  const { channel, guild } = place;
  const { nonce } = request.body;
  const isNonce = typeof nonce === 'string' || typeof nonce === 'number';
  if (isNonce && request.body.enforce_nonce === true) {
    const earlier = findByNonce(world, place, botId, nonce);
    if (earlier) return earlier;
  }
  const parts = toMessageParts(request.body, {
    channelId: channel.id,
    files: request.files,
    nextId: () => world.state.ids.next(),
    origin: call.origin,
  });
  const reference = readReference(world, place, request.body);
  const answered =
    reference?.type === 0 && reference.messageId ? world.state.messages.get(reference.messageId) : undefined;
  const mentions = toMentions(request.body, parts.content, {
    isUser: (id) => world.state.users.has(id),
    isRole: (id) => guild?.roles.has(id) ?? false,
    mayMentionEveryone: has(place.permissions, Permission.mentionEveryone),
    repliedToId: answered?.author.id ?? null,
  });
  const { poll } = request.body;
  return world.messages.create({
    ...(request.id ? { id: request.id } : {}),
    channelId: channel.id,
    authorId: botId,
    applicationId: parts.components.length > 0 ? applicationId : null,
    ...parts,
    ...mentions,
    flags: flagsIn(request.body) & SETTABLE,
    tts: request.body.tts === true,
    nonce: isNonce ? nonce : null,
    reference,
    poll: isObject(poll) ? { ...poll } : null,
  });
}

export function flagsIn(body: JsonObject): number {
  return typeof body.flags === 'number' ? body.flags : 0;
}

function assertMayWrite(world: World, place: ChannelPlace, body: JsonObject, hasFiles: boolean): void {
  const { channel, guild } = place;
  if (channel.type === ChannelKind.category || isForum(channel)) throw refusal('cannotSendInThisChannelType');
  if (!guild) {
    assertReachable(world, channel.recipientIds);
    return;
  }
  requirePermission(place, channel.thread ? Permission.sendMessagesInThreads : Permission.sendMessages);
  if (Array.isArray(body.embeds) && body.embeds.length > 0) requirePermission(place, Permission.embedLinks);
  if (hasFiles) requirePermission(place, Permission.attachFiles);
  if (body.tts === true) requirePermission(place, Permission.sendTtsMessages);
  if (isObject(body.poll)) requirePermission(place, Permission.sendPolls);
  // Writing wakes an archived thread, but not a locked one.
  const { locked = false, archived = false } = channel.thread ?? {};
  if (locked && (archived || !has(place.permissions, Permission.manageThreads)))
    throw refusal('archivedThread');
}

/** A bot writes only to people it shares a guild with, and who let it. @throws DiscordError 50278, 50007 */
function assertReachable({ state }: World, userIds: readonly string[]): void {
  const guilds = [...state.guilds.values()];
  if (!guilds.some(({ members }) => userIds.every((id) => members.has(id)))) throw refusal('noMutualGuilds');
  if (userIds.some((id) => !state.user(id).acceptsDms)) throw refusal('cannotDm');
}

function findByNonce(
  world: World,
  place: ChannelPlace,
  botId: string,
  nonce: string | number,
): MessageRecord | undefined {
  const since = world.state.now().getTime() - NONCE_MS;
  // From the newest back, as far as the nonce is remembered.
  for (let index = place.channel.messages.length - 1; index >= 0; index -= 1) {
    const message = place.channel.messages[index];
    if (!message || snowflakeMs(message.id) < since) return undefined;
    const isOurs = message.author.id === botId && message.nonce !== null;
    if (isOurs && String(message.nonce) === String(nonce)) return message;
  }
  return undefined;
}

/** @throws DiscordError 50035 for a message that is not there, 160002 without Read Message History */
function readReference(world: World, place: ChannelPlace, body: JsonObject): MessageReference | null {
  const given = body.message_reference;
  if (!isObject(given) || given.message_id === undefined) return null;
  const messageId = textOf(given.message_id);
  const type = given.type === 1 ? 1 : 0;
  const found = world.state.messages.get(messageId);
  const channelId = given.channel_id === undefined ? place.channel.id : textOf(given.channel_id);
  const isThere = found?.channelId === channelId && (type === 1 || channelId === place.channel.id);
  if (!isThere) {
    if (given.fail_if_not_exists === false) return null;
    throw invalidField('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  if (!has(place.permissions, Permission.readMessageHistory)) {
    throw new DiscordError(400, 160002, 'Cannot reply without permission to read message history');
  }
  return { type, channelId, messageId, guildId: found.guildId };
}
