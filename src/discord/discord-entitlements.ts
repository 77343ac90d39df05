/** `Shop` on discord.js, and what Discord's JSON says of an entitlement. */
import { EntitlementType, Routes } from 'discord.js';
import type { APIEntitlement, Client } from 'discord.js';
import { UpstreamError } from '../kernel/errors.ts';
import type { Entitlement, Shop } from './entitlements.ts';

/** Source: https://docs.discord.com/developers/resources/entitlement#list-entitlements */
const PAGE_SIZE = 100;

/** @param current the client that is logged in; null before the first log-in. */
export function discordShop(current: () => Client | null): Shop {
  async function page(skuIds: readonly string[], after: string): Promise<APIEntitlement[]> {
    const client = current();
    if (!client?.isReady()) throw new UpstreamError('discord', 'not connected to Discord');
    // Deleted ones are left out unless they are asked for.
    const query = new URLSearchParams({
      sku_ids: skuIds.join(','),
      after,
      limit: String(PAGE_SIZE),
      exclude_deleted: 'false',
    });
    try {
      return (await client.rest.get(Routes.entitlements(client.application.id), {
        query,
      })) as APIEntitlement[];
    } catch (error) {
      throw new UpstreamError('discord', 'Discord did not list what was bought', { cause: error });
    }
  }

  return {
    async *entitlements(skuIds) {
      for (let after = '0'; ;) {
        const found = await page(skuIds, after);
        yield found.flatMap((one) => toEntitlement(one) ?? []);
        if (found.length < PAGE_SIZE) return;
        after = found
          .map(({ id }) => BigInt(id))
          .reduce((one, other) => (one > other ? one : other))
          .toString();
      }
    },
  };
}

/** null for what belongs to no person. */
export function toEntitlement(given: APIEntitlement): Entitlement | null {
  const {
    id,
    sku_id: skuId,
    user_id: userId,
    guild_id: guildId,
    starts_at: startsAt,
    ends_at: endsAt,
  } = given;
  if (!userId) return null;
  return {
    id,
    skuId,
    userId,
    guildId: guildId ?? null,
    startsAt: startsAt ? new Date(startsAt) : null,
    endsAt: endsAt ? new Date(endsAt) : null,
    isDeleted: given.deleted,
    isTest: given.type === EntitlementType.TestModePurchase,
  };
}
