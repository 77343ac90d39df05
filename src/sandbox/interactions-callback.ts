/** A bot's first response to an interaction: which kinds are allowed when, what each does, and what is answered. */
import { MessageFlag } from './api-codes.ts';
import {
  CallbackKind,
  type InteractionHub,
  InteractionKind,
  type InteractionRecord,
} from './interactions-hub.ts';
import {
  assertMessage,
  editMessage,
  renderForBot,
  writeLoading,
  writeMessage,
} from './interactions-message.ts';
import { FormCheck, isObject, type JsonObject } from './payload-form.ts';
import { checkChoices, checkModal } from './payload-modal.ts';
import { assertValid, refusal } from './rest-errors.ts';
import {
  bodyObject,
  noContent,
  ok,
  param,
  type RestCall,
  type RestReply,
  type RestRouter,
} from './rest-router.ts';
import type { MessageRecord } from './world-records.ts';

const { message, deferredMessage, deferredUpdate, update, choices, modal } = CallbackKind;

export function addCallbackRoute(router: RestRouter, hub: InteractionHub): void {
  router.add(
    'POST',
    '/interactions/{interaction_id}/{interaction_token}/callback',
    (call) => {
      const record = hub.takeForResponse(param(call, 'interaction_id'), param(call, 'interaction_token'));
      const resource = respond(hub, record, call);
      hub.changed(record);
      return call.query.get('with_response') === 'true' ? toReply(hub, record, resource) : noContent;
    },
    { auth: 'none', globalExempt: true, limit: null },
  );
}

/** What the response made or changed, for those who ask for it. */
interface Resource {
  readonly type: number;
  readonly message: MessageRecord;
}

function respond(hub: InteractionHub, record: InteractionRecord, call: RestCall): Resource | null {
  const body = bodyObject(call);
  const type = assertType(record, body);
  const request = {
    body: isObject(body['data']) ? { ...body['data'] } : {},
    files: call.files,
    path: ['data'],
  };
  switch (type) {
    case message: {
      assertMessage(request);
      hub.respond(record, type);
      const written = writeMessage(hub, record, request, { followUp: false });
      record.originalId = written.id;
      return { type, message: written };
    }
    case deferredMessage: {
      const { flags } = request.body;
      hub.respond(record, type);
      const written = writeLoading(hub, record, typeof flags === 'number' ? flags : 0);
      record.originalId = written.id;
      record.isLoading = true;
      return { type: message, message: written };
    }
    case update: {
      const changed = editMessage(hub, record, sourceOf(hub, record), request);
      hub.respond(record, type);
      record.originalId = changed.id;
      return { type, message: changed };
    }
    case deferredUpdate: {
      const { id } = sourceOf(hub, record);
      hub.respond(record, type);
      record.originalId = id;
      return null;
    }
    case choices: {
      assertValid(checkChoices(body['data'], record.choiceKind ?? 'string'));
      hub.respond(record, type);
      const given = request.body['choices'];
      record.choices = Array.isArray(given) ? given.filter(isObject).map((choice) => ({ ...choice })) : [];
      return null;
    }
    default: {
      assertValid(checkModal(body['data']));
      hub.respond(record, type);
      record.modal = request.body;
      return null;
    }
  }
}

function sourceOf(hub: InteractionHub, record: InteractionRecord): MessageRecord {
  const source = record.source ? hub.world.state.messages.get(record.source.id) : undefined;
  if (source === undefined) throw refusal('unknownMessage');
  return source;
}

/** @throws DiscordError 50035 for a kind this interaction cannot be answered with */
function assertType(record: InteractionRecord, body: JsonObject): number {
  const form = new FormCheck();
  const type = form.integer(body, 'type', { required: true });
  const allowed = allowedKinds(record);
  if (type !== null && !allowed.includes(type)) {
    form.at('type').fail('BASE_TYPE_CHOICES', `Value must be one of (${allowed.join(', ')}).`);
  }
  assertValid(form.refusal());
  return type ?? message;
}

function allowedKinds(record: InteractionRecord): readonly number[] {
  const updates = record.source ? [deferredUpdate, update] : [];
  switch (record.type) {
    case InteractionKind.autocomplete:
      return [choices];
    case InteractionKind.modal:
      return [message, deferredMessage, ...updates];
    default:
      return [message, deferredMessage, ...updates, modal];
  }
}

function toReply(hub: InteractionHub, record: InteractionRecord, resource: Resource | null): RestReply {
  const original = record.originalId === null ? undefined : hub.world.state.messages.get(record.originalId);
  return ok({
    interaction: {
      id: record.id,
      type: record.type,
      channel_id: record.channelId,
      ...(record.guildId === null ? {} : { guild_id: record.guildId }),
      ...(original === undefined
        ? {}
        : {
            response_message_id: original.id,
            response_message_loading: (original.flags & MessageFlag.loading) !== 0,
            response_message_ephemeral: original.ephemeralTo !== null,
          }),
    },
    ...(resource === null
      ? {}
      : { resource: { type: resource.type, message: renderForBot(hub, record, resource.message) } }),
  });
}
