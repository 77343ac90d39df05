/** How messages look in Discord's JSON: over REST, over the gateway, and without content for those who may not read it. Pure. */
import { MessageFlag } from './api-codes.ts';
import { signedPath } from './file-store.ts';
import { isObject } from './payload-form.ts';
import { snowflakeInstant } from '../kernel/snowflake.ts';
import { renderChannel } from './shape-channel.ts';
import { isoTime, isoTimeOrNull, renderBareMember, renderUser } from './shape-people.ts';
import type { AttachmentRecord, EmojiRecord, JsonObject, MessageRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export function renderEmoji(emoji: EmojiRecord): JsonObject {
  return emoji.id === null
    ? { id: null, name: emoji.name }
    : { id: emoji.id, name: emoji.name, animated: emoji.animated };
}

/** @param place where files are found, and since when their addresses hold. */
export function renderAttachment(
  attachment: AttachmentRecord,
  place: { origin: string; now: Date },
  ephemeral = false,
): JsonObject {
  const url = place.origin + signedPath(attachment.path, place.now);
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.size,
    url,
    proxy_url: url,
    ...(attachment.width === null || attachment.height === null
      ? {}
      : { width: attachment.width, height: attachment.height }),
    ...(attachment.description === null ? {} : { description: attachment.description }),
    content_type: attachment.contentType,
    ...(ephemeral ? { ephemeral: true } : {}),
  };
}

/**
 * A message without what depends on who reads it (reactions' `me`), with what it answers one level deep.
 * @param origin where the attachments are found.
 */
export function renderMessage(state: WorldState, message: MessageRecord, origin: string): JsonObject {
  const json = renderBasicMessage(state, message, origin);
  if (message.reference?.type === 0 && message.reference.messageId !== null) {
    const answered = state.messages.get(message.reference.messageId);
    // Null tells that the message answered was deleted.
    json.referenced_message = answered ? renderBasicMessage(state, answered, origin) : null;
  }
  return json;
}

/** A message as REST answers the user `selfId`: with its reactions. */
export function renderMessageFor(
  state: WorldState,
  message: MessageRecord,
  origin: string,
  selfId: string,
): JsonObject {
  const json = renderMessage(state, message, origin);
  if (!message.reactions || message.reactions.size === 0) return json;
  json.reactions = [...message.reactions.values()].map(({ emoji, userIds }) => ({
    emoji: renderEmoji(emoji),
    count: userIds.size,
    count_details: { burst: 0, normal: userIds.size },
    burst_colors: [],
    me_burst: false,
    me: userIds.has(selfId),
  }));
  return json;
}

function renderBasicMessage(state: WorldState, message: MessageRecord, origin: string): JsonObject {
  const ephemeral = (message.flags & MessageFlag.ephemeral) !== 0;
  const place = { origin, now: state.now() };
  const json: JsonObject = {
    type: message.type,
    content: message.content,
    mentions: message.mentionIds.length === 0 ? [] : renderMentions(state, message),
    mention_roles: message.mentionRoleIds,
    attachments: message.attachments.map((attachment) => renderAttachment(attachment, place, ephemeral)),
    embeds: withOpenMedia(message.embeds, message, place),
    timestamp: isoTime(snowflakeInstant(message.id)),
    edited_timestamp: isoTimeOrNull(message.editedAt),
    flags: message.flags,
    components: withOpenMedia(message.components, message, place),
    id: message.id,
    channel_id: message.channelId,
    author: renderUser(message.author),
    pinned: message.pinnedAt !== null,
    mention_everyone: message.mentionEveryone,
    tts: message.tts,
  };
  if (message.applicationId !== null) json.application_id = message.applicationId;
  if (message.webhookId !== null) json.webhook_id = message.webhookId;
  if (message.interactionMetadata !== null) json.interaction_metadata = message.interactionMetadata;
  if (message.poll !== null) json.poll = message.poll;
  if (message.reference) json.message_reference = renderReference(message.reference);
  const thread = message.threadId === null ? undefined : state.channels.get(message.threadId);
  if (thread) json.thread = renderChannel(thread);
  return json;
}

/** Embeds or components, in which the message's own files stand under addresses that hold from now on. */
function withOpenMedia(
  parts: readonly JsonObject[],
  message: MessageRecord,
  place: { origin: string; now: Date },
): unknown {
  if (message.attachments.length === 0 || parts.length === 0) return parts;
  const open = new Map(
    message.attachments.map(({ path }) => [place.origin + path, place.origin + signedPath(path, place.now)]),
  );
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') return open.get(value) ?? value;
    if (Array.isArray(value)) return value.map(replace);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
  return replace(parts);
}

function renderReference(reference: NonNullable<MessageRecord['reference']>): JsonObject {
  return {
    type: reference.type,
    channel_id: reference.channelId,
    ...(reference.messageId === null ? {} : { message_id: reference.messageId }),
    ...(reference.guildId === null ? {} : { guild_id: reference.guildId }),
  };
}

function renderMentions(state: WorldState, message: MessageRecord): JsonObject[] {
  return message.mentionIds.flatMap((id) => {
    const user = state.users.get(id);
    return user ? [renderUser(user)] : [];
  });
}

/** The gateway's additions: where it was sent and who its author is there. Ephemeral answers and webhooks have no `member`. */
export function renderGatewayMessage(state: WorldState, message: MessageRecord, origin: string): JsonObject {
  const json = renderMessage(state, message, origin);
  if (message.nonce !== null) json.nonce = message.nonce;
  if (message.guildId === null || message.ephemeralTo !== null) return json;
  json.guild_id = message.guildId;
  const guild = state.guild(message.guildId);
  const author = guild.members.get(message.author.id);
  if (author && message.webhookId === null) json.member = renderBareMember(author);
  if (message.mentionIds.length > 0) {
    json.mentions = message.mentionIds.flatMap((id) => {
      const user = state.users.get(id);
      const member = guild.members.get(id);
      return user ? [{ ...renderUser(user), ...(member ? { member: renderBareMember(member) } : {}) }] : [];
    });
  }
  return json;
}

/** What is left for a bot without the message-content intent. */
export function withoutContent(message: JsonObject): JsonObject {
  const stripped: JsonObject = { ...message, content: '', embeds: [], attachments: [], components: [] };
  delete stripped.poll;
  const answered = stripped.referenced_message;
  if (typeof answered === 'object' && answered !== null) {
    stripped.referenced_message = withoutContent(answered as JsonObject);
  }
  return stripped;
}
