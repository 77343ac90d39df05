/** REST routes of what people bought from an application. Source: https://docs.discord.com/developers/resources/entitlement */
import { caller, queryNumber } from './rest-access.ts';
import { refusal } from './rest-errors.ts';
import { readChoice, readId, required } from './rest-fields.ts';
import {
  bodyObject,
  noContent,
  ok,
  param,
  type RestCall,
  type RestReply,
  type RestRouter,
} from './rest-router.ts';
import { isActive, isEnded, renderEntitlement } from './shape-entitlement.ts';
import type { World } from './world.ts';
import { compareIds } from './world-messages.ts';
import type { ApplicationRecord, EntitlementRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

const LIST = '/applications/{application_id}/entitlements';
const ONE = `${LIST}/{entitlement_id}`;
const OWNER = { guild: 1, user: 2 } as const;

export function addEntitlementRoutes(router: RestRouter, world: World): void {
  const { state } = world;
  router.add('GET', LIST, (call) => ok(listEntitlements(state, call).map(renderEntitlement)));
  router.add('POST', LIST, (call) => createTest(world, call));
  router.add('GET', ONE, (call) => ok(renderEntitlement(entitlementOf(state, call))));
  router.add('DELETE', ONE, (call) => {
    const entitlement = entitlementOf(state, call);
    // What somebody paid for is refunded by Discord, never by the application.
    if (!entitlement.isTest || entitlement.deleted) throw refusal('unknownEntitlement');
    world.entitlements.delete(entitlement.id);
    return noContent;
  });
  router.add('POST', `${ONE}/consume`, (call) => {
    world.entitlements.consume(entitlementOf(state, call).id);
    return noContent;
  });
}

/** A page in the order of ids: the first after `after`, or the last before `before`. */
function listEntitlements(state: WorldState, call: RestCall): EntitlementRecord[] {
  const application = ownApplication(call);
  const { query } = call;
  const limit = queryNumber(call, 'limit', { min: 1, max: 100, fallback: 100 });
  const skuIds = query.getAll('sku_ids').flatMap((text) => text.split(',').filter((id) => id !== ''));
  const [userId, guildId] = [query.get('user_id'), query.get('guild_id')];
  const [before, after] = [query.get('before'), query.get('after')];
  const now = state.now();
  const fitting = [...state.entitlements.values()].filter(
    (one) =>
      one.applicationId === application.id &&
      (userId === null || one.userId === userId) &&
      (guildId === null || one.guildId === guildId) &&
      (skuIds.length === 0 || skuIds.includes(one.skuId)) &&
      (before === null || compareIds(one.id, before) < 0) &&
      (after === null || compareIds(one.id, after) > 0) &&
      (query.get('exclude_ended') !== 'true' || !isEnded(one, now)) &&
      // Deleted ones come only when they are asked for.
      (query.get('exclude_deleted') === 'false' || !one.deleted) &&
      (query.get('only_active') !== 'true' || isActive(one, now)),
  );
  fitting.sort((a, b) => compareIds(a.id, b.id));
  return before === null ? fitting.slice(0, limit) : fitting.slice(-limit);
}

/** @throws DiscordError 50035, 10004, 10013 */
function createTest(world: World, call: RestCall): RestReply {
  const { id: applicationId, ownerId } = ownApplication(call);
  const body = bodyObject(call);
  const skuId = readId(body, 'sku_id') ?? required('sku_id');
  const owner = readId(body, 'owner_id') ?? required('owner_id');
  const kind = readChoice(body, 'owner_type', [OWNER.guild, OWNER.user]) ?? required('owner_type');
  const { guilds, users } = world.state;
  if (kind === OWNER.guild && !guilds.has(owner)) throw refusal('unknownGuild');
  if (kind === OWNER.user && !users.has(owner)) throw refusal('unknownUser');
  const whose = kind === OWNER.guild ? { userId: ownerId, guildId: owner } : { userId: owner };
  // Valid for ever: no beginning, no end.
  const test = { applicationId, skuId, ...whose, startsAt: null, isTest: true };
  return ok(renderEntitlement(world.entitlements.create(test)));
}

/** @throws DiscordError 10029 */
function entitlementOf(state: WorldState, call: RestCall): EntitlementRecord {
  const { id } = ownApplication(call);
  const found = state.entitlements.get(param(call, 'entitlement_id'));
  if (found?.applicationId !== id) throw refusal('unknownEntitlement');
  return found;
}

/** @throws DiscordError 20012 for another one */
function ownApplication(call: RestCall): ApplicationRecord {
  const application = caller(call);
  if (param(call, 'application_id') !== application.id) throw refusal('notAuthorizedOnApplication');
  return application;
}
