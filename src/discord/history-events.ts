/** Tells when a community's past may have become readable or may hold a gap: a new session, another channel, another permission. */
import { Events } from 'discord.js';
import type { Client } from 'discord.js';

/** @param onChange called with the community; often, and also where nothing changed for the bot. */
export function followReadability(client: Client, onChange: (guildId: string) => void): void {
  // After a resume nothing is missing; this is said only of new sessions, once their communities have come.
  client.on(Events.ShardReady, (shardId) => {
    for (const guild of client.guilds.cache.values()) if (guild.shardId === shardId) onChange(guild.id);
  });
  for (const event of [Events.GuildCreate, Events.GuildAvailable] as const)
    client.on(event, (guild) => onChange(guild.id));
  for (const event of [Events.ChannelCreate, Events.ChannelDelete] as const)
    client.on(event, (channel) => 'guildId' in channel && onChange(channel.guildId));
  client.on(Events.ChannelUpdate, (_, channel) => 'guildId' in channel && onChange(channel.guildId));
  client.on(Events.GuildRoleUpdate, (_, role) => onChange(role.guild.id));
  client.on(Events.GuildRoleDelete, (role) => onChange(role.guild.id));
  client.on(Events.GuildMemberUpdate, (_, member) => {
    if (member.id === client.user?.id) onChange(member.guild.id);
  });
}
