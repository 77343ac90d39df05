/** REST routes of invites. */
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
import { readFlag, readNumber } from './rest-fields.ts';
import { bodyObject, ok, param, type RestCall, type RestRouter } from './rest-router.ts';
import { renderInvite } from './shape-channel.ts';
import type { World } from './world.ts';
import type { InviteRecord, JsonObject } from './world-records.ts';

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
