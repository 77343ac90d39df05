/** Who may see a channel, by Discord's rules. Source: https://discord.com/developers/docs/topics/permissions#permission-overwrites */
import { PermissionFlagsBits } from 'discord.js';
import type { Guild, GuildBasedChannel, PermissionOverwrites } from 'discord.js';
import type { RoleSet } from './member-roles.ts';

const { Administrator, ViewChannel } = PermissionFlagsBits;

/** Those of the members who see the channel. Members with the same roles see the same unless the channel names them, which carries 100,000 of them. */
export function viewersOf(
  guild: Guild,
  channel: GuildBasedChannel,
  members: ReadonlyMap<string, RoleSet>,
): string[] {
  // A thread is seen by those who see its channel.
  const overwrites = (channel.isThread() ? channel.parent : channel)?.permissionOverwrites.cache;
  const viewByRoles = new Map<RoleSet, View>();
  const viewers: string[] = [];
  for (const [userId, roles] of members) {
    const view = viewByRoles.get(roles) ?? viewOf(guild, overwrites, roles);
    viewByRoles.set(roles, view);
    const always = view === 'always' || userId === guild.ownerId;
    if (always || (saysOf(overwrites?.get(userId)) ?? view) === 'yes') viewers.push(userId);
  }
  return viewers;
}

/** What roles alone give; `always`: whatever the channel says. */
type View = 'always' | 'yes' | 'no';
type Overwrites = ReadonlyMap<string, PermissionOverwrites> | undefined;

function viewOf(guild: Guild, overwrites: Overwrites, roles: RoleSet): View {
  const held = [guild.id, ...roles].flatMap((id) => guild.roles.cache.get(id) ?? []);
  if (held.some(({ permissions }) => permissions.has(Administrator))) return 'always';
  const ofRoles = roles.map((id) => saysOf(overwrites?.get(id)));
  if (ofRoles.includes('yes')) return 'yes';
  if (ofRoles.includes('no')) return 'no';
  const byRoles = held.some(({ permissions }) => permissions.has(ViewChannel)) ? 'yes' : 'no';
  return saysOf(overwrites?.get(guild.id)) ?? byRoles;
}

function saysOf(overwrite: PermissionOverwrites | undefined): 'yes' | 'no' | null {
  if (overwrite?.allow.has(ViewChannel)) return 'yes';
  return overwrite?.deny.has(ViewChannel) ? 'no' : null;
}
