/** What keeps the bot from working in a channel or thread, from the client's memory. Asks Discord nothing. */
import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Client, GuildBasedChannel, GuildMember, PermissionsString } from 'discord.js';
import type { ChannelProblem } from './messenger.ts';
import { POSTING_PERMISSIONS, THREAD_PERMISSIONS, THREAD_POSTING_PERMISSIONS } from './permissions.ts';

const GONE: ChannelProblem = { kind: 'gone', missing: [] };
const NOT_TEXT: ChannelProblem = { kind: 'not-text', missing: [] };

/** Of a message there; a thread that is not in memory counts as gone. */
export function postingProblem(
  client: Client | null,
  guildId: string,
  channelId: string,
): ChannelProblem | null {
  const channel = channelIn(client, guildId, channelId);
  if (!channel) return GONE;
  if (channel.isThread()) return missingIn(channel, THREAD_POSTING_PERMISSIONS);
  return isText(channel) ? missingIn(channel, POSTING_PERMISSIONS) : NOT_TEXT;
}

/** Of threads in the channel. Private ones Discord has in text channels alone. */
export function threadProblem(
  client: Client | null,
  guildId: string,
  channelId: string,
  isPrivate: boolean,
): ChannelProblem | null {
  const channel = channelIn(client, guildId, channelId);
  if (!channel) return GONE;
  if (isPrivate ? channel.type !== ChannelType.GuildText : !isText(channel)) return NOT_TEXT;
  const other = isPrivate ? 'CreatePublicThreads' : 'CreatePrivateThreads';
  const needed = new Set<PermissionsString>([...THREAD_POSTING_PERMISSIONS, ...THREAD_PERMISSIONS]);
  needed.delete(other);
  return missingIn(channel, [...needed]);
}

/** What somebody lacks to write in a channel or thread, or to join a voice channel. Of a channel that is not known: nothing. */
export function missingForMember(member: GuildMember, channelId: string): PermissionsString[] {
  const channel = member.guild.channels.cache.get(channelId);
  if (!channel) return [];
  const act = channel.isVoiceBased()
    ? 'Connect'
    : channel.isThread()
      ? 'SendMessagesInThreads'
      : 'SendMessages';
  const granted = channel.permissionsFor(member);
  return (['ViewChannel', act] as const).filter((name) => !granted?.has(PermissionFlagsBits[name]));
}

/**
 * Whether the bot may ask Discord of the channel for this community: it is in the community, and the channel is not known to be elsewhere.
 * Archived threads are in nobody's memory.
 */
export function mayBeIn(client: Client | null, guildId: string, channelId: string): boolean {
  const known = client?.channels.cache.get(channelId);
  if (!known) return client?.guilds.cache.has(guildId) ?? false;
  return !known.isDMBased() && known.guildId === guildId;
}

function channelIn(client: Client | null, guildId: string, channelId: string): GuildBasedChannel | undefined {
  return client?.guilds.cache.get(guildId)?.channels.cache.get(channelId);
}

function isText({ type }: GuildBasedChannel): boolean {
  return type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
}

function missingIn(channel: GuildBasedChannel, needed: readonly PermissionsString[]): ChannelProblem | null {
  const me = channel.guild.members.me;
  if (!me) return GONE;
  const granted = channel.permissionsFor(me);
  const missing = needed.filter((name) => !granted?.has(PermissionFlagsBits[name]));
  return missing.length > 0 ? { kind: 'permissions', missing } : null;
}
