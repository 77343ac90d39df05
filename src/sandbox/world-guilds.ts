/** Guilds and their roles. */
import { DEFAULT_EVERYONE_PERMISSIONS } from './api-codes.ts';
import type { ApplicationRecord, GuildRecord, MemberRecord, RoleRecord } from './world-records.ts';
import { WorldError, type WorldState } from './world-state.ts';
import type { WorldPeople } from './world-people.ts';

export interface NewGuild {
  name: string;
  ownerId: string;
  preferredLocale?: string;
  description?: string | null;
  everyone?: bigint;
  at?: Date;
}

export interface NewRole {
  name: string;
  permissions?: bigint;
  color?: number;
  hoist?: boolean;
  mentionable?: boolean;
  /** Discord's own: given to who boosts, or by an integration (a subscription elsewhere). Nobody else hands it out. */
  managed?: 'booster' | 'integration';
  /** Default: just above @everyone, pushing the others up, as Discord does. */
  position?: number;
}

export type GuildChanges = Partial<
  Pick<
    GuildRecord,
    | 'name'
    | 'description'
    | 'preferredLocale'
    | 'systemChannelId'
    | 'rulesChannelId'
    | 'publicUpdatesChannelId'
    | 'features'
  >
>;
export type RoleChanges = Partial<
  Pick<RoleRecord, 'name' | 'permissions' | 'position' | 'color' | 'hoist' | 'mentionable'>
>;

export class WorldGuilds {
  private readonly state: WorldState;
  private readonly people: WorldPeople;

  constructor(state: WorldState, people: WorldPeople) {
    this.state = state;
    this.people = people;
  }

  /** A guild with @everyone and its owner as the only member; no channel yet. */
  create(given: NewGuild): GuildRecord {
    const id = this.state.ids.next(given.at);
    const guild: GuildRecord = {
      id,
      name: given.name,
      ownerId: given.ownerId,
      description: given.description ?? null,
      preferredLocale: given.preferredLocale ?? 'en-US',
      systemChannelId: null,
      rulesChannelId: null,
      publicUpdatesChannelId: null,
      features: ['COMMUNITY', 'NEWS'],
      unavailable: false,
      roles: new Map(),
      channels: new Map(),
      threads: new Map(),
      members: new Map(),
      voiceStates: new Map(),
      scheduledEvents: new Map(),
      bans: new Map(),
      invites: new Map(),
      permissionVersion: 0,
    };
    guild.roles.set(id, {
      ...roleRecord(id, id, {
        name: '@everyone',
        permissions: given.everyone ?? DEFAULT_EVERYONE_PERMISSIONS,
      }),
      position: 0,
    });
    this.state.guilds.set(id, guild);
    this.people.join(id, given.ownerId, { silently: true, ...(given.at ? { joinedAt: given.at } : {}) });
    return guild;
  }

  update(guildId: string, changes: GuildChanges): GuildRecord {
    const guild = this.state.guild(guildId);
    Object.assign(guild, changes);
    this.state.emit({ kind: 'guildUpdate', guild });
    return guild;
  }

  /** Installs a bot: it joins with its own managed role, which holds `permissions`. */
  addBot(
    guildId: string,
    application: ApplicationRecord,
    permissions: bigint,
    given: { joinedAt?: Date } = {},
  ): MemberRecord {
    const guild = this.state.guild(guildId);
    const role: RoleRecord = {
      ...roleRecord(this.state.ids.next(), guildId, { name: application.name, permissions }),
      position: 1,
      managed: true,
      botId: application.botId,
    };
    this.placeRole(guild, role, 1);
    this.state.emit({ kind: 'roleCreate', role });
    const member = this.people.join(guildId, application.botId, { roles: [role.id], ...given });
    this.state.emit({ kind: 'guildAvailable', guild, botId: application.botId });
    return member;
  }

  /** An outage: the guild is away (`true`), or back. */
  setUnavailable(guildId: string, unavailable: boolean): void {
    const guild = this.state.guild(guildId);
    if (guild.unavailable === unavailable) return;
    guild.unavailable = unavailable;
    this.state.emit({ kind: unavailable ? 'guildGone' : 'guildAvailable', guild, botId: null });
  }

  createRole(guildId: string, given: NewRole): RoleRecord {
    const guild = this.state.guild(guildId);
    const role = roleRecord(this.state.ids.next(), guildId, given);
    this.placeRole(guild, role, given.position ?? 1);
    guild.permissionVersion += 1;
    this.state.emit({ kind: 'roleCreate', role });
    return role;
  }

  updateRole(guildId: string, roleId: string, changes: RoleChanges): RoleRecord {
    const guild = this.state.guild(guildId);
    const role = guild.roles.get(roleId);
    if (!role) throw new WorldError(`The guild has no role ${roleId}.`);
    const { position, ...rest } = changes;
    Object.assign(role, rest);
    guild.permissionVersion += 1;
    if (position !== undefined && position !== role.position) this.moveRole(guild, role, position);
    this.state.emit({ kind: 'roleUpdate', role });
    return role;
  }

  deleteRole(guildId: string, roleId: string): void {
    const guild = this.state.guild(guildId);
    const role = guild.roles.get(roleId);
    if (!role || role.id === guildId) throw new WorldError(`The guild has no role ${roleId} that can go.`);
    guild.roles.delete(roleId);
    guild.permissionVersion += 1;
    for (const member of guild.members.values()) {
      if (member.roles.includes(roleId)) member.roles = member.roles.filter((id) => id !== roleId);
    }
    for (const channel of guild.channels.values()) channel.overwrites.delete(roleId);
    this.state.emit({ kind: 'roleDelete', role });
  }

  /** Puts a role at a position; those there and above move up by one, which everybody is told. */
  private placeRole(guild: GuildRecord, role: RoleRecord, position: number): void {
    const top = Math.max(0, ...[...guild.roles.values()].map((other) => other.position));
    role.position = Math.min(Math.max(1, position), top + 1);
    for (const other of guild.roles.values()) {
      if (other.id === guild.id || other.position < role.position) continue;
      other.position += 1;
      this.state.emit({ kind: 'roleUpdate', role: other });
    }
    guild.roles.set(role.id, role);
  }

  private moveRole(guild: GuildRecord, role: RoleRecord, position: number): void {
    const others = [...guild.roles.values()]
      .filter((other) => other.id !== guild.id && other.id !== role.id)
      .toSorted((a, b) => a.position - b.position);
    others.splice(Math.max(0, position - 1), 0, role);
    others.forEach((other, index) => {
      if (other.position === index + 1) return;
      other.position = index + 1;
      if (other !== role) this.state.emit({ kind: 'roleUpdate', role: other });
    });
  }
}

function roleRecord(id: string, guildId: string, given: NewRole): RoleRecord {
  return {
    id,
    guildId,
    name: given.name,
    permissions: given.permissions ?? 0n,
    position: given.position ?? 1,
    color: given.color ?? 0,
    hoist: given.hoist ?? false,
    mentionable: given.mentionable ?? false,
    managed: given.managed !== undefined,
    botId: null,
    forBoosters: given.managed === 'booster',
  };
}
