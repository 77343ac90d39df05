/** REST routes about the bot itself: gateway address, user, application, its guilds, direct messages. */
import { guildPermissions } from './permissions.ts';
import { caller, queryNumber } from './rest-access.ts';
import { invalidField, refusal } from './rest-errors.ts';
import { bodyObject, noContent, ok, param, type RestCall, type RestRouter } from './rest-router.ts';
import { renderDirectChannel } from './shape-channel.ts';
import { renderApplication, renderSelf, renderUser } from './shape-people.ts';
import type { World } from './world.ts';
import { compareIds } from './world-messages.ts';

export interface GatewayAddress {
  url(): string;
  /** IDENTIFYs of the application so far. */
  identified(applicationId: string): number;
  startLimit: { total: number; maxConcurrency: number; shards: number };
}

export function addSelfRoutes(router: RestRouter, world: World, gateway: GatewayAddress): void {
  const { state } = world;
  router.add('GET', '/gateway', () => ok({ url: gateway.url() }), { auth: 'none' });
  router.add('GET', '/gateway/bot', (call) => {
    const { total, maxConcurrency, shards } = gateway.startLimit;
    return ok({
      url: gateway.url(),
      shards,
      session_start_limit: {
        total,
        remaining: Math.max(0, total - gateway.identified(caller(call).id)),
        reset_after: 86_400_000,
        max_concurrency: maxConcurrency,
      },
    });
  });
  router.add('GET', '/users/@me', (call) => ok(renderSelf(state.user(caller(call).botId))));
  router.add('GET', '/users/{user_id}', (call) => {
    const user = state.users.get(param(call, 'user_id'));
    if (!user) throw refusal('unknownUser');
    return ok(renderUser(user));
  });
  router.add('GET', '/users/@me/guilds', (call) => ok(listGuilds(world, call)));
  router.add('DELETE', '/users/@me/guilds/{guild_id}', (call) => {
    const guild = state.guilds.get(param(call, 'guild_id'));
    if (!guild?.members.has(caller(call).botId)) throw refusal('unknownGuild');
    world.people.leave(guild.id, caller(call).botId);
    return noContent;
  });
  router.add('POST', '/users/@me/channels', (call) => openDirectChannel(world, call));
  for (const path of ['/oauth2/applications/@me', '/applications/@me']) {
    router.add('GET', path, (call) => {
      const application = caller(call);
      const people = { bot: state.user(application.botId), owner: state.user(application.ownerId) };
      const guilds = [...state.guilds.values()].filter((guild) => guild.members.has(application.botId));
      return ok(renderApplication(application, people, guilds.length));
    });
  }
}

function listGuilds({ state }: World, call: RestCall) {
  const { botId } = caller(call);
  const limit = queryNumber(call, 'limit', { min: 1, max: 200, fallback: 200 });
  const after = call.query.get('after') ?? '0';
  const withCounts = call.query.get('with_counts') === 'true';
  return [...state.guilds.values()]
    .filter((guild) => guild.members.has(botId) && compareIds(guild.id, after) > 0)
    .toSorted((a, b) => compareIds(a.id, b.id))
    .slice(0, limit)
    .map((guild) => ({
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: guild.ownerId === botId,
      permissions: guildPermissions(guild, state.member(guild.id, botId), state.now()).toString(),
      features: guild.features,
      ...(withCounts
        ? { approximate_member_count: guild.members.size, approximate_presence_count: guild.members.size }
        : {}),
    }));
}

function openDirectChannel(world: World, call: RestCall) {
  const { botId } = caller(call);
  const { recipient_id: given } = bodyObject(call);
  const recipient =
    typeof given === 'string' || typeof given === 'number' ? world.state.users.get(String(given)) : undefined;
  if (!recipient) throw invalidField('recipient_id', 'NUMBER_TYPE_COERCE', 'Value is not a known user.');
  if (recipient.id === botId) throw refusal('cannotDm');
  const channel = world.channels.directChannel(botId, recipient.id);
  return ok(renderDirectChannel(channel, botId, (id) => world.state.user(id)));
}
