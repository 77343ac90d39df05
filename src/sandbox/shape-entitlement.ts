/** How an entitlement looks in Discord's JSON, and whether it counts at an instant. Pure. */
import { isoTimeOrNull } from './shape-people.ts';
import type { EntitlementRecord, JsonObject } from './world-records.ts';

/** Bought as a subscription of an application. Source: https://docs.discord.com/developers/resources/entitlement#entitlement-object-entitlement-types */
const APPLICATION_SUBSCRIPTION = 8;

export function renderEntitlement(entitlement: EntitlementRecord): JsonObject {
  return {
    id: entitlement.id,
    sku_id: entitlement.skuId,
    application_id: entitlement.applicationId,
    user_id: entitlement.userId,
    ...(entitlement.guildId === null ? {} : { guild_id: entitlement.guildId }),
    type: APPLICATION_SUBSCRIPTION,
    deleted: entitlement.deleted,
    consumed: entitlement.consumed,
    starts_at: isoTimeOrNull(entitlement.startsAt),
    ends_at: isoTimeOrNull(entitlement.endsAt),
  };
}

export function isEnded(entitlement: EntitlementRecord, now: Date): boolean {
  return entitlement.endsAt !== null && entitlement.endsAt <= now;
}

export function isActive(entitlement: EntitlementRecord, now: Date): boolean {
  const { deleted, startsAt } = entitlement;
  return !deleted && (startsAt === null || startsAt <= now) && !isEnded(entitlement, now);
}
