/** Tells the communities feature to which servers the bot came and from which it was removed. */
import { Events, GatewayDispatchEvents } from 'discord.js';
import type { Client, GatewayDispatchPayload } from 'discord.js';
import type { App } from '../app.ts';
import { communityRemoved, noteAbsentCommunities, registerCommunity } from '../communities/communities.ts';

export function followCommunities(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'log'>,
  client: Client,
): void {
  client.once(Events.ClientReady, (ready) => {
    noteAbsentCommunities(app, [...ready.guilds.cache.keys()]).catch((error: unknown) => {
      app.log.error(
        { err: error },
        'removals while the bot was off could not be noted; tried again at the next start',
      );
    });
  });
  client.on(Events.Raw, (packet: GatewayDispatchPayload) => {
    const change = changeOf(app, packet);
    change?.catch((error: unknown) => {
      app.log.error(
        { err: error, event: packet.t },
        'a community could not be registered; it is tried again at the next connection',
      );
    });
  });
}

function changeOf(
  app: Pick<App, 'db' | 'clock' | 'communities'>,
  packet: GatewayDispatchPayload,
): Promise<void> | null {
  switch (packet.t) {
    case GatewayDispatchEvents.GuildCreate:
    case GatewayDispatchEvents.GuildUpdate: {
      const { id, name, preferred_locale: preferredLocale } = packet.d;
      // A server in an outage comes without its name.
      return 'unavailable' in packet.d && packet.d.unavailable
        ? null
        : registerCommunity(app, { guildId: id, name, preferredLocale });
    }
    case GatewayDispatchEvents.GuildDelete:
      return packet.d.unavailable ? null : communityRemoved(app, packet.d.id);
    default:
      return null;
  }
}
