/**
 * Who is a member and which roles they hold, as the gateway tells it. Kept apart from discord.js because a hundred thousand members cost it
 * some 80 MB; here members with the same roles share one list, and that is all that is known of them.
 */
import { GatewayDispatchEvents } from 'discord.js';
import type { GatewayDispatchPayload } from 'discord.js';

/** Role ids in ascending order, without @everyone; one and the same array for all who hold the same. */
export type RoleSet = readonly string[];

/** Past this the sharing begins anew: combinations that nobody holds any more must not fill the memory of a bot that runs for years. */
const MOST_SETS = 20_000;

interface Told {
  readonly user: { readonly id: string; readonly bot?: boolean };
  readonly roles: readonly string[];
}

interface GuildMembers {
  readonly humans: Map<string, RoleSet>;
  readonly bots: Set<string>;
}

export class MemberRoles {
  private readonly guilds = new Map<string, GuildMembers>();
  private readonly sets = new Map<string, RoleSet>();

  /** Every packet of the live connection. */
  hear(packet: GatewayDispatchPayload): void {
    switch (packet.t) {
      case GatewayDispatchEvents.GuildCreate:
        // A new session: who left while nobody listened is not told of, so the list is asked for and begun anew.
        if (packet.d.unavailable) return;
        this.guilds.delete(packet.d.id);
        for (const member of packet.d.members) this.put(packet.d.id, member);
        return;
      case GatewayDispatchEvents.GuildDelete:
        if (!packet.d.unavailable) this.guilds.delete(packet.d.id);
        return;
      case GatewayDispatchEvents.GuildMembersChunk:
        for (const member of packet.d.members) this.put(packet.d.guild_id, member);
        return;
      case GatewayDispatchEvents.GuildMemberAdd:
      case GatewayDispatchEvents.GuildMemberUpdate:
        this.put(packet.d.guild_id, packet.d);
        return;
      case GatewayDispatchEvents.GuildMemberRemove:
        this.of(packet.d.guild_id).humans.delete(packet.d.user.id);
        this.of(packet.d.guild_id).bots.delete(packet.d.user.id);
        return;
      default:
    }
  }

  /** Humans and bots known so far; fewer than the community has while its list is on the way, or without the members intent. */
  count(guildId: string): number {
    const { humans, bots } = this.of(guildId);
    return humans.size + bots.size;
  }

  /** Human members and their roles, in no order. */
  humans(guildId: string): ReadonlyMap<string, RoleSet> {
    return this.of(guildId).humans;
  }

  /** Whether this account, a human's or a bot's, is known to be a member. */
  has(guildId: string, userId: string): boolean {
    const { humans, bots } = this.of(guildId);
    return humans.has(userId) || bots.has(userId);
  }

  private of(guildId: string): GuildMembers {
    const known = this.guilds.get(guildId) ?? { humans: new Map(), bots: new Set() };
    this.guilds.set(guildId, known);
    return known;
  }

  private put(guildId: string, { user, roles }: Told): void {
    if (user.bot) this.of(guildId).bots.add(user.id);
    else this.of(guildId).humans.set(user.id, this.shared(roles));
  }

  private shared(roles: readonly string[]): RoleSet {
    const sorted = roles.toSorted();
    const key = sorted.join();
    if (this.sets.size >= MOST_SETS) this.sets.clear();
    const known = this.sets.get(key) ?? sorted;
    this.sets.set(key, known);
    return known;
  }
}
