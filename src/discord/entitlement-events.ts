/** Tells of what people buy, renew, cancel and get back in Discord's shop, and when something of it may have been missed. */
import { Events, GatewayDispatchEvents } from 'discord.js';
import type { Client, GatewayDispatchPayload } from 'discord.js';
import { toEntitlement } from './discord-entitlements.ts';
import type { Entitlement } from './entitlements.ts';

/**
 * @param onChange called with each as it stands now, in the order of the events.
 * @param onGap called when a connection begins anew: what happened before it is not told.
 */
export function followEntitlements(
  client: Client,
  onChange: (entitlement: Entitlement) => void,
  onGap: () => void,
): void {
  client.on(Events.ShardReady, () => onGap());
  client.on(Events.Raw, (packet: GatewayDispatchPayload) => {
    switch (packet.t) {
      case GatewayDispatchEvents.EntitlementCreate:
      case GatewayDispatchEvents.EntitlementUpdate: {
        const entitlement = toEntitlement(packet.d);
        if (entitlement) onChange(entitlement);
        break;
      }
      case GatewayDispatchEvents.EntitlementDelete: {
        const entitlement = toEntitlement(packet.d);
        // The event itself says it, whatever the flag in it.
        if (entitlement) onChange({ ...entitlement, isDeleted: true });
        break;
      }
    }
  });
}
