/** Tells when the bot may be allowed more or less with a community's roles than before, or hears of them again. */
import { Events } from 'discord.js';
import type { Client } from 'discord.js';

/** @param onChange called with the community; in bursts, and also where nothing changed for the bot. */
export function followRoleStanding(client: Client, onChange: (guildId: string) => void): void {
  const onShard = (shardId: number): void => {
    for (const guild of client.guilds.cache.values()) if (guild.shardId === shardId) onChange(guild.id);
  };
  client.on(Events.ShardReady, onShard);
  client.on(Events.ShardResume, onShard);
  for (const event of [Events.GuildCreate, Events.GuildAvailable] as const)
    client.on(event, (guild) => onChange(guild.id));
  client.on(Events.GuildRoleUpdate, (_, role) => onChange(role.guild.id));
  client.on(Events.GuildRoleDelete, (role) => onChange(role.guild.id));
  client.on(Events.GuildMemberUpdate, (_, member) => {
    if (member.id === client.user?.id) onChange(member.guild.id);
  });
}
