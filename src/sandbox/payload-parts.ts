/**
 * A valid message body turned into what the world stores: attachments with their bytes, embeds and components in Discord's
 * answered shape, and who is really mentioned. Whether the body is valid was decided before (`payload-message.ts`).
 */
import { toFilePath } from './file-store.ts';
import { attachmentName, toStoredComponents } from './payload-components.ts';
import { toStoredEmbed } from './payload-embeds.ts';
import { isObject, type JsonObject } from './payload-form.ts';
import { pictureSize, type UploadedFile } from './payload-multipart.ts';
import type { AttachmentRecord, MessageRecord } from './world-records.ts';

export interface PartsContext {
  readonly channelId: string;
  readonly files: readonly UploadedFile[];
  /** The message that is edited. */
  readonly before?: MessageRecord;
  readonly nextId: () => string;
  /** Where attachments are found, e.g. `http://127.0.0.1:1234`. */
  readonly origin: string;
}

/** The attachments of the message after the request: those kept, then the new ones. */
function toAttachments(body: JsonObject, context: PartsContext): readonly AttachmentRecord[] {
  const entries = Array.isArray(body['attachments']) ? body['attachments'].filter(isObject) : null;
  const before = context.before?.attachments ?? [];
  // A list names what stays; without one everything stays.
  const kept =
    entries === null ? before : before.filter(({ id }) => entries.some((entry) => entry['id'] === id));
  const added = context.files.map((file) => {
    const entry = entries?.find(({ id }) => String(id) === String(file.index));
    return toAttachment(file, entry, context);
  });
  return [...kept, ...added];
}

function toAttachment(
  file: UploadedFile,
  entry: JsonObject | undefined,
  context: PartsContext,
): AttachmentRecord {
  const id = context.nextId();
  const filename = typeof entry?.['filename'] === 'string' ? entry['filename'] : file.filename;
  const size = pictureSize(file.bytes);
  return {
    id,
    filename,
    contentType: file.contentType,
    description: typeof entry?.['description'] === 'string' ? entry['description'] : null,
    size: file.bytes.length,
    width: size?.width ?? null,
    height: size?.height ?? null,
    spoiler: filename.startsWith('SPOILER_') || entry?.['is_spoiler'] === true,
    bytes: file.bytes,
    path: toFilePath('attachments', context.channelId, id, filename),
  };
}

export interface MessageParts {
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly attachments: readonly AttachmentRecord[];
}

/** What the message shows after the request; of an edit, what the body leaves out stays as it was. */
export function toMessageParts(body: JsonObject, context: PartsContext): MessageParts {
  const attachments = toAttachments(body, context);
  const find = (url: string): AttachmentRecord | undefined =>
    attachments.find(({ filename }) => filename === attachmentName(url));
  const addressOf = (url: string): string => {
    const found = find(url);
    return found === undefined ? url : `${context.origin}${found.path}`;
  };
  const { before } = context;
  return {
    content: 'content' in body ? toText(body['content']) : (before?.content ?? ''),
    embeds:
      'embeds' in body
        ? listOf(body['embeds']).map((embed) => toStoredEmbed(embed, addressOf))
        : (before?.embeds ?? []),
    components:
      'components' in body
        ? toStoredComponents(listOf(body['components']), (url) => ({
            id: find(url)?.id ?? context.nextId(),
            url: addressOf(url),
            name: attachmentName(url) ?? url,
            size: find(url)?.size ?? null,
          }))
        : (before?.components ?? []),
    attachments,
  };
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export interface MentionContext {
  /** Ids of the people and roles that exist here. */
  readonly isUser: (id: string) => boolean;
  readonly isRole: (id: string) => boolean;
  /** Whether the sender may mention everyone and any role. */
  readonly mayMentionEveryone: boolean;
  /** Who wrote the message that is answered. */
  readonly repliedToId?: string | null;
}

export interface Mentions {
  readonly mentionIds: readonly string[];
  readonly mentionRoleIds: readonly string[];
  readonly mentionEveryone: boolean;
}

/** Who is really pinged: the marks in the text, cut down by `allowed_mentions`. Source: https://docs.discord.com/developers/resources/message#allowed-mentions-object */
export function toMentions(body: JsonObject, content: string, context: MentionContext): Mentions {
  const rules = isObject(body['allowed_mentions']) ? body['allowed_mentions'] : null;
  const allows = (kind: 'users' | 'roles', id: string): boolean => {
    if (rules === null) return true;
    return includes(rules['parse'], kind) || includes(rules[kind], id);
  };
  const users = marks(content, /<@!?(\d{17,20})>/g).filter((id) => context.isUser(id) && allows('users', id));
  const roles = marks(content, /<@&(\d{17,20})>/g).filter((id) => context.isRole(id) && allows('roles', id));
  const replied = context.repliedToId;
  const pingsReplied =
    replied && (rules === null || rules['replied_user'] === true || allows('users', replied));
  const mayAll = rules === null || includes(rules['parse'], 'everyone');
  return {
    mentionIds: [...new Set(pingsReplied ? [...users, replied] : users)],
    mentionRoleIds: roles,
    mentionEveryone: context.mayMentionEveryone && mayAll && /@(?:everyone|here)\b/.test(content),
  };
}

function includes(list: unknown, item: string): boolean {
  return Array.isArray(list) && (list as unknown[]).some((entry) => String(entry) === item);
}

function marks(content: string, pattern: RegExp): string[] {
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
