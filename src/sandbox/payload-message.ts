/** Discord's rules for a message a bot sends or edits, whatever the route: sizes, emptiness, mentions, nonce, layout. Pure. Source: https://docs.discord.com/developers/resources/message#create-message */
import { checkComponents, COMPONENTS_V2_FLAG } from './payload-components.ts';
import { checkEmbeds } from './payload-embeds.ts';
import {
  EMPTY_MESSAGE,
  FormCheck,
  isObject,
  type JsonObject,
  NO_OBJECT,
  type PayloadError,
} from './payload-form.ts';

const CONTENT_CHARACTERS = 2000;
const FILES_PER_MESSAGE = 10;
/** Bytes of one file without a boosted guild. */
export const FILE_BYTES = 10 * 1024 * 1024;

/** What of an earlier message stays when an edit leaves it out. */
interface MessageBefore {
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly attachments: readonly { readonly id: string; readonly filename: string }[];
  readonly flags: number;
}

export interface MessageContext {
  /** Files sent along (multipart), by the name they were given. */
  readonly files?: readonly { readonly filename: string; readonly size: number }[];
  /** The message that is edited; absent when a new one is sent. */
  readonly before?: MessageBefore;
  /** Where the body stands in the request: `['data']` in an interaction callback. */
  readonly path?: readonly string[];
}

const TOO_LARGE: PayloadError = { status: 413, code: 40005, message: 'Request entity too large' };

/** The refusal a message body earns, or null when Discord would take it. */
export function checkMessage(body: unknown, context: MessageContext = {}): PayloadError | null {
  if (!isObject(body)) return NO_OBJECT;
  const files = context.files ?? [];
  if (files.some((file) => file.size > FILE_BYTES)) return TOO_LARGE;
  const form = new FormCheck().at(...(context.path ?? []));
  const v2 = isV2(body, context.before);
  checkAttachments(form, body, context);
  form.boolean(body, 'tts');
  form.integer(body, 'flags', { min: 0 });
  checkNonce(form, body);
  checkAllowedMentions(form, body);
  form.list(body, 'sticker_ids', { max: 3 });
  form.text(body, 'content', { max: CONTENT_CHARACTERS });
  checkEmbeds(form, body);
  const kept = context.before?.attachments.map((file) => file.filename) ?? [];
  checkComponents(form, body, { v2, files: [...kept, ...files.map((file) => file.filename)] });
  checkPoll(form, body);
  if (v2) checkV2(form, body, context.before);
  const refusal = form.refusal();
  if (refusal !== null) return refusal;
  return isEmpty(body, context) ? EMPTY_MESSAGE : null;
}

function isV2(body: JsonObject, before: MessageBefore | undefined): boolean {
  const flags = typeof body['flags'] === 'number' ? body['flags'] : 0;
  return ((flags | (before?.flags ?? 0)) & COMPONENTS_V2_FLAG) !== 0;
}

function checkV2(form: FormCheck, body: JsonObject, before: MessageBefore | undefined): void {
  for (const key of ['content', 'embeds', 'poll', 'sticker_ids']) {
    if (isNothing(body[key])) continue;
    form
      .at(key)
      .fail(
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      );
  }
  const flags = body['flags'];
  const had = before !== undefined && (before.flags & COMPONENTS_V2_FLAG) !== 0;
  if (had && typeof flags === 'number' && (flags & COMPONENTS_V2_FLAG) === 0) {
    form
      .at('flags')
      .fail(
        'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
        'The IS_COMPONENTS_V2 flag cannot be removed from a message',
      );
  }
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) && value.length === 0;
}

function checkAttachments(form: FormCheck, body: JsonObject, context: MessageContext): void {
  const files = context.files?.length ?? 0;
  const named = form.objects(body, 'attachments', { max: FILES_PER_MESSAGE });
  for (const { place, item } of named) {
    place.text(item, 'description', { max: 1024 });
    place.text(item, 'filename', { max: 1024 });
    const { id } = item;
    if (typeof id !== 'string' && typeof id !== 'number') {
      place.at('id').fail('BASE_TYPE_REQUIRED', 'This field is required');
    } else if (!isKnownAttachment(String(id), files, context.before)) {
      place.at('id').fail('ATTACHMENT_NOT_FOUND', 'The attachment was not found');
    }
  }
  if (files > FILES_PER_MESSAGE) {
    form.at('attachments').fail('BASE_TYPE_MAX_LENGTH', `Must be ${FILES_PER_MESSAGE} or fewer in length.`);
  }
}

function isKnownAttachment(id: string, files: number, before: MessageBefore | undefined): boolean {
  // Files sent along are named by their index, those the message already has by their snowflake.
  if (/^\d{1,2}$/.test(id)) return Number(id) < files;
  return before?.attachments.some((file) => file.id === id) ?? false;
}

function checkNonce(form: FormCheck, body: JsonObject): void {
  const { nonce } = body;
  if (nonce === undefined || nonce === null || Number.isSafeInteger(nonce)) return;
  form.text(body, 'nonce', { max: 25 });
}

function checkAllowedMentions(form: FormCheck, body: JsonObject): void {
  const mentions = body['allowed_mentions'];
  if (!isObject(mentions)) return;
  const place = form.at('allowed_mentions');
  const parse = place.list(mentions, 'parse', {}) ?? [];
  for (const [index, kind] of parse.entries()) {
    if (kind === 'users' || kind === 'roles' || kind === 'everyone') continue;
    place
      .at('parse', index)
      .fail('BASE_TYPE_CHOICES', "Value must be one of ('users', 'roles', 'everyone').");
  }
  for (const kind of ['users', 'roles']) {
    const ids = place.list(mentions, kind, { max: 100 }) ?? [];
    if (ids.length > 0 && parse.includes(kind)) {
      place.fail(
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
  }
}

function checkPoll(form: FormCheck, body: JsonObject): void {
  const { poll } = body;
  if (!isObject(poll)) return;
  const place = form.at('poll');
  const { question } = poll;
  if (isObject(question)) place.at('question').text(question, 'text', { min: 1, max: 300, required: true });
  else place.at('question').fail('BASE_TYPE_REQUIRED', 'This field is required');
  place.list(poll, 'answers', { min: 1, max: 10, required: true });
  place.integer(poll, 'duration', { min: 1, max: 768 });
}

/** Whether nothing at all would be shown. A forward shows what it forwards. */
function isEmpty(body: JsonObject, { files = [], before }: MessageContext): boolean {
  const reference = body['message_reference'];
  if (files.length > 0 || (isObject(reference) && reference['type'] === 1)) return false;
  const text = 'content' in body ? body['content'] : before?.content;
  if (typeof text === 'string' && text.trim() !== '') return false;
  const parts = ['embeds', 'components', 'attachments'] as const;
  if (parts.some((key) => !isNothing(key in body ? body[key] : before?.[key]))) return false;
  return isNothing(body['sticker_ids']) && isNothing(body['poll']);
}
