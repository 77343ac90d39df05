/** Tells who joins a community. Without the members intent nobody is told of. */
import { Events } from 'discord.js';
import type { Client } from 'discord.js';

/** @param onJoin called with the community and the human who came. */
export function followJoins(client: Client, onJoin: (guildId: string, userId: string) => void): void {
  client.on(Events.GuildMemberAdd, ({ guild, user }) => {
    if (!user.bot) onJoin(guild.id, user.id);
  });
}
