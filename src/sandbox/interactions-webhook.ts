/** What a bot may do with an interaction's token for fifteen minutes: read, change and delete its answer, and follow up. */
import { CallbackKind, type InteractionHub, type InteractionRecord } from './interactions-hub.ts';
import { assertMessage, editMessage, renderForBot, writeMessage } from './interactions-message.ts';
import { DiscordError, refusal } from './rest-errors.ts';
import { bodyObject, noContent, ok, param, type RestCall, type RestReply } from './rest-router.ts';
import type { MessageRecord } from './world-records.ts';

const ORIGINAL = '@original';

/** POST /webhooks/{application}/{token}: a further message. Right after a deferral it fills the waiting answer instead. */
export function followUp(hub: InteractionHub, call: RestCall): RestReply {
  const record = recordOf(hub, call);
  const request = { body: bodyObject(call), files: call.files };
  const loading = record.isLoading ? originalOf(hub, record) : undefined;
  if (loading !== undefined) {
    const changed = editMessage(hub, record, loading, request);
    record.isLoading = false;
    record.wasEdited = true;
    hub.changed(record);
    return ok(renderForBot(hub, record, changed));
  }
  assertMessage(request);
  const written = writeMessage(hub, record, request, { followUp: true });
  record.followUpIds.push(written.id);
  hub.changed(record);
  return ok(renderForBot(hub, record, written));
}

/** GET /webhooks/{application}/{token}/messages/{message} */
export function readAnswer(hub: InteractionHub, call: RestCall): RestReply {
  const record = recordOf(hub, call);
  return ok(renderForBot(hub, record, messageOf(hub, record, call)));
}

/** PATCH …: changes the answer or a follow-up; a deferred one gets its words. */
export function editAnswer(hub: InteractionHub, call: RestCall): RestReply {
  const record = recordOf(hub, call);
  const before = messageOf(hub, record, call);
  const changed = editMessage(hub, record, before, { body: bodyObject(call), files: call.files });
  if (changed.id === record.originalId) {
    record.isLoading = false;
    record.wasEdited = true;
  }
  hub.changed(record);
  return ok(renderForBot(hub, record, changed));
}

/** DELETE …: takes the answer or a follow-up back, ephemeral ones too. */
export function deleteAnswer(hub: InteractionHub, call: RestCall): RestReply {
  const record = recordOf(hub, call);
  const message = messageOf(hub, record, call);
  hub.world.messages.delete(message.id);
  if (message.id === record.originalId) record.isLoading = false;
  hub.changed(record);
  return noContent;
}

/** @throws DiscordError 10015 for a webhook that is no application's, and before the first response; 50027 for a token that is wrong or over */
function recordOf(hub: InteractionHub, call: RestCall): InteractionRecord {
  if (!hub.world.state.applications.has(param(call, 'webhook_id'))) throw refusal('unknownWebhook');
  const record = hub.findByToken(param(call, 'webhook_id'), param(call, 'webhook_token'));
  if (record === null) throw new DiscordError(401, 50027, 'Invalid Webhook Token');
  const { response } = record;
  if (response === null || response === CallbackKind.choices) throw refusal('unknownWebhook');
  return record;
}

/** @throws DiscordError 10008 */
function messageOf(hub: InteractionHub, record: InteractionRecord, call: RestCall): MessageRecord {
  const asked = param(call, 'message_id') || ORIGINAL;
  const id = asked === ORIGINAL ? record.originalId : asked;
  const isOurs = id !== null && (id === record.originalId || record.followUpIds.includes(id));
  const message = isOurs ? hub.world.state.messages.get(id) : undefined;
  if (message === undefined) throw refusal('unknownMessage');
  return message;
}

function originalOf(hub: InteractionHub, record: InteractionRecord): MessageRecord | undefined {
  return record.originalId === null ? undefined : hub.world.state.messages.get(record.originalId);
}
