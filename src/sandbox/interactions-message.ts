/** Messages a bot writes and changes by means of an interaction: the answer, its edits, follow-ups. Bodies arrive validated or are refused here. */
import { MessageFlag, MessageKind, Permission } from './api-codes.ts';
import { CommandKind } from './commands-shape.ts';
import { type InteractionHub, InteractionKind, type InteractionRecord } from './interactions-hub.ts';
import { isObject, type JsonObject } from './payload-form.ts';
import { checkMessage } from './payload-message.ts';
import type { UploadedFile } from './payload-multipart.ts';
import { type MentionContext, type Mentions, toMentions, toMessageParts } from './payload-parts.ts';
import { channelPermissions, has } from './permissions.ts';
import { assertValid } from './rest-errors.ts';
import { renderMessageFor } from './shape-message.ts';
import type { MessageRecord, MessageReference } from './world-records.ts';

export interface MessageRequest {
  readonly body: JsonObject;
  readonly files: readonly UploadedFile[];
  /** Where the body stands in the request, for naming problems. */
  readonly path?: readonly string[];
}

/** Flags a bot may set on an answer. */
const SETTABLE =
  MessageFlag.suppressEmbeds |
  MessageFlag.ephemeral |
  MessageFlag.suppressNotifications |
  MessageFlag.componentsV2;

/** @throws DiscordError 50035, 50006, 40005 */
export function assertMessage(request: MessageRequest, before?: MessageRecord): void {
  const { body, files, path } = request;
  assertValid(checkMessage(body, { files, ...(path ? { path } : {}), ...(before ? { before } : {}) }));
}

/** Writes the answer or a follow-up; seen by the invoker only when the flags say so. */
export function writeMessage(
  hub: InteractionHub,
  record: InteractionRecord,
  request: MessageRequest,
  place: { followUp: boolean },
): MessageRecord {
  const { state, messages } = hub.world;
  const parts = toMessageParts(request.body, {
    channelId: record.channelId,
    files: request.files,
    nextId: () => state.ids.next(),
    origin: hub.origin(),
  });
  const flags = flagsOf(request.body) & SETTABLE;
  const { poll } = request.body;
  return messages.create({
    ...base(hub, record, place.followUp, flags),
    ...parts,
    ...mentionsOf(hub, record, request.body, parts.content),
    tts: request.body['tts'] === true,
    poll: isObject(poll) ? { ...poll } : null,
  });
}

/** "Steward is thinking…": an empty message that a later edit fills. */
export function writeLoading(hub: InteractionHub, record: InteractionRecord, flags: number): MessageRecord {
  const shown = (flags & MessageFlag.ephemeral) | MessageFlag.loading;
  return hub.world.messages.create(base(hub, record, false, shown));
}

function base(hub: InteractionHub, record: InteractionRecord, followUp: boolean, flags: number) {
  const { state } = hub.world;
  const reference = referenceOf(hub, record, followUp, flags);
  const metadata =
    followUp && record.originalId !== null
      ? { ...record.shownMetadata, original_response_message_id: record.originalId }
      : record.shownMetadata;
  return {
    channelId: record.channelId,
    authorId: state.application(record.applicationId).botId,
    type: reference === null ? kindOf(record) : MessageKind.reply,
    reference,
    flags,
    webhookId: record.applicationId,
    applicationId: record.applicationId,
    interactionMetadata: metadata,
    ephemeralTo: (flags & MessageFlag.ephemeral) === 0 ? null : record.userId,
  };
}

/** An answer to a component replies to its message, a follow-up to the answer; a public one never to a private one. */
function referenceOf(
  hub: InteractionHub,
  record: InteractionRecord,
  followUp: boolean,
  flags: number,
): MessageReference | null {
  const targetId = followUp ? record.originalId : record.source?.id;
  const target = targetId ? hub.world.state.messages.get(targetId) : undefined;
  if (target === undefined) return null;
  const isPublic = (flags & MessageFlag.ephemeral) === 0;
  if (isPublic && target.ephemeralTo !== null) return null;
  return { type: 0, channelId: target.channelId, messageId: target.id, guildId: target.guildId };
}

function kindOf(record: InteractionRecord): number {
  const origin = record.cause ?? record;
  if (origin.type !== InteractionKind.command) return MessageKind.default;
  return origin.data['type'] === CommandKind.chatInput
    ? MessageKind.chatInputCommand
    : MessageKind.contextMenuCommand;
}

/** Changes a message of the interaction; what the body leaves out stays. @throws DiscordError 50035, 50006 */
export function editMessage(
  hub: InteractionHub,
  record: InteractionRecord,
  before: MessageRecord,
  request: MessageRequest,
): MessageRecord {
  assertMessage(request, before);
  const { state, messages } = hub.world;
  const parts = toMessageParts(request.body, {
    channelId: record.channelId,
    files: request.files,
    before,
    nextId: () => state.ids.next(),
    origin: hub.origin(),
  });
  const wasLoading = (before.flags & MessageFlag.loading) !== 0;
  const added = flagsOf(request.body) & (MessageFlag.suppressEmbeds | MessageFlag.componentsV2);
  const changes = {
    ...parts,
    ...mentionsOf(hub, record, request.body, parts.content),
    flags: (before.flags & ~MessageFlag.loading) | added,
  };
  // The words that a deferral waited for are no edit to those who read them.
  return messages.edit(before.id, changes, wasLoading ? 'silent' : 'author');
}

function flagsOf(body: JsonObject): number {
  return typeof body['flags'] === 'number' ? body['flags'] : 0;
}

function mentionsOf(
  hub: InteractionHub,
  record: InteractionRecord,
  body: JsonObject,
  content: string,
): Mentions {
  const { state } = hub.world;
  const guild = record.guildId === null ? null : state.guild(record.guildId);
  const { botId } = state.application(record.applicationId);
  const bot = guild?.members.get(botId);
  const mayAll =
    guild !== null && bot !== undefined
      ? has(
          channelPermissions(guild, state.channel(record.channelId), bot, state.now()),
          Permission.mentionEveryone,
        )
      : false;
  const context: MentionContext = {
    isUser: (id) => state.users.has(id),
    isRole: (id) => guild?.roles.has(id) ?? false,
    mayMentionEveryone: mayAll,
  };
  return toMentions(body, content, context);
}

/** A message of the interaction as REST answers it to its bot. */
export function renderForBot(
  hub: InteractionHub,
  record: InteractionRecord,
  message: MessageRecord,
): JsonObject {
  const { state } = hub.world;
  return renderMessageFor(state, message, hub.origin(), state.application(record.applicationId).botId);
}
