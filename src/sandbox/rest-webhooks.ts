/** REST routes of channels' webhooks: made, listed, deleted, and what they write. An application's own webhook, by which it answers interactions, is not here. */
import { MessageFlag, Permission } from './api-codes.ts';
import { checkMessage } from './payload-message.ts';
import { toMentions, toMessageParts } from './payload-parts.ts';
import { caller, channelOf, guildOf, requireGuildPermission, requirePermission } from './rest-access.ts';
import { assertValid, DiscordError, refusal } from './rest-errors.ts';
import { needText } from './rest-fields.ts';
import {
  bodyObject,
  noContent,
  ok,
  param,
  type RestCall,
  type RestReply,
  type RestRouter,
} from './rest-router.ts';
import { flagsIn } from './rest-send.ts';
import { renderWebhook } from './shape-channel.ts';
import { renderMessageFor } from './shape-message.ts';
import type { World } from './world.ts';
import type { JsonObject, WebhookRecord } from './world-records.ts';

export function addWebhookRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  const render = (call: RestCall, webhook: WebhookRecord): JsonObject =>
    renderWebhook(webhook, state.user(webhook.creatorId), call.origin);
  router.add('POST', '/channels/{channel_id}/webhooks', (call) => {
    const place = channelOf(state, call);
    if (!place.guild) throw refusal('cannotExecuteOnDm');
    requirePermission(place, Permission.manageWebhooks);
    const { botId, id: applicationId } = caller(call);
    const name = needText(bodyObject(call), 'name', { min: 1, max: 80 });
    return ok(
      render(call, world.channels.createWebhook(place.channel.id, { name, creatorId: botId, applicationId })),
    );
  });
  router.add('GET', '/channels/{channel_id}/webhooks', (call) => {
    const place = channelOf(state, call);
    requirePermission(place, Permission.manageWebhooks);
    const ofChannel = [...state.webhooks.values()].filter(({ channelId }) => channelId === place.channel.id);
    return ok(ofChannel.map((webhook) => render(call, webhook)));
  });
  router.add('GET', '/guilds/{guild_id}/webhooks', (call) => {
    const place = guildOf(state, call);
    requireGuildPermission(state, place, Permission.manageWebhooks);
    const ofGuild = [...state.webhooks.values()].filter(({ guildId }) => guildId === place.guild.id);
    return ok(ofGuild.map((webhook) => render(call, webhook)));
  });
  const find = (call: RestCall): WebhookRecord => {
    const webhook = state.webhooks.get(param(call, 'webhook_id'));
    if (!webhook) throw refusal('unknownWebhook');
    requirePermission(channelOf(state, call, webhook.channelId), Permission.manageWebhooks);
    return webhook;
  };
  router.add('GET', '/webhooks/{webhook_id}', (call) => ok(render(call, find(call))));
  router.add('DELETE', '/webhooks/{webhook_id}', (call) => {
    world.channels.deleteWebhook(find(call).id);
    return noContent;
  });
}

/** POST /webhooks/{webhook_id}/{webhook_token}: the webhook writes; with `wait` the message is the answer. */
export function executeWebhook(world: World, call: RestCall): RestReply {
  const { state } = world;
  const webhook = state.webhooks.get(param(call, 'webhook_id'));
  if (!webhook) throw refusal('unknownWebhook');
  if (webhook.token !== param(call, 'webhook_token'))
    throw new DiscordError(401, 50027, 'Invalid Webhook Token');
  const body = bodyObject(call);
  assertValid(checkMessage(call.body, { files: call.files }));
  const parts = toMessageParts(body, {
    channelId: webhook.channelId,
    files: call.files,
    nextId: () => state.ids.next(),
    origin: call.origin,
  });
  const mentions = toMentions(body, parts.content, {
    isUser: (id) => state.users.has(id),
    isRole: (id) => state.guild(webhook.guildId).roles.has(id),
    mayMentionEveryone: true,
  });
  const message = world.messages.create({
    channelId: webhook.channelId,
    authorId: webhook.id,
    webhookId: webhook.id,
    applicationId: webhook.applicationId,
    ...parts,
    ...mentions,
    flags: flagsIn(body) & (MessageFlag.suppressEmbeds | MessageFlag.componentsV2),
  });
  if (call.query.get('wait') !== 'true') return noContent;
  return ok(renderMessageFor(state, message, call.origin, webhook.id));
}
