/** REST routes of invites and of channels' webhooks (made, listed, deleted; what a webhook writes goes by its token). */
import { Permission } from './api-codes.ts';
import {
  caller,
  channelOf,
  type ChannelPlace,
  guildOf,
  requireGuildPermission,
  requirePermission,
} from './rest-access.ts';
import { refusal } from './rest-errors.ts';
import { needText, readFlag, readNumber } from './rest-fields.ts';
import { bodyObject, noContent, ok, param, type RestCall, type RestRouter } from './rest-router.ts';
import { renderInvite, renderWebhook } from './shape-channel.ts';
import type { World } from './world.ts';
import type { InviteRecord, JsonObject, WebhookRecord } from './world-records.ts';

export function addInviteRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  router.add('POST', '/channels/{channel_id}/invites', (call) => {
    const place = inGuild(channelOf(state, call));
    requirePermission(place, Permission.createInstantInvite);
    const body = bodyObject(call);
    const invite = world.channels.createInvite(place.channel.id, {
      inviterId: caller(call).botId,
      maxAgeSeconds: readNumber(body, 'max_age', { min: 0, max: 604_800 }) ?? 86_400,
      maxUses: readNumber(body, 'max_uses', { min: 0, max: 100 }) ?? 0,
      temporary: readFlag(body, 'temporary') ?? false,
    });
    return ok(rendered(world, invite));
  });
  router.add('GET', '/channels/{channel_id}/invites', (call) => {
    const place = inGuild(channelOf(state, call));
    requirePermission(place, Permission.manageChannels);
    const ofChannel = [...place.guild.invites.values()].filter(
      ({ channelId }) => channelId === place.channel.id,
    );
    return ok(ofChannel.map((invite) => rendered(world, invite)));
  });
  router.add('GET', '/guilds/{guild_id}/invites', (call) => {
    const place = guildOf(state, call);
    requireGuildPermission(state, place, Permission.manageGuild);
    return ok([...place.guild.invites.values()].map((invite) => rendered(world, invite)));
  });
  router.add('GET', '/invites/{code}', (call) => ok(rendered(world, inviteOf(world, call))));
  router.add('DELETE', '/invites/{code}', (call) => {
    const invite = inviteOf(world, call);
    const place = channelOf(state, call, invite.channelId);
    requirePermission(place, Permission.manageChannels);
    world.channels.deleteInvite(invite);
    return ok(rendered(world, invite));
  });
}

export function addWebhookRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  const render = (call: RestCall, webhook: WebhookRecord): JsonObject =>
    renderWebhook(webhook, state.user(webhook.creatorId), call.origin);
  router.add('POST', '/channels/{channel_id}/webhooks', (call) => {
    const place = inGuild(channelOf(state, call));
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

function rendered(world: World, invite: InviteRecord): JsonObject {
  const { state } = world;
  return renderInvite(
    invite,
    state.guild(invite.guildId),
    state.channel(invite.channelId),
    state.user(invite.inviterId),
  );
}

function inviteOf(world: World, call: RestCall): InviteRecord {
  for (const guild of world.state.guilds.values()) {
    const invite = guild.invites.get(param(call, 'code'));
    if (invite) return invite;
  }
  throw refusal('unknownInvite');
}

function inGuild(place: ChannelPlace) {
  if (!place.guild) throw refusal('cannotExecuteOnDm');
  return { ...place, guild: place.guild };
}
