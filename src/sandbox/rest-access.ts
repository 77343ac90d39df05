/** Who may do what over REST: finds what the path names and refuses as Discord does. Changes nothing. */
import { channelPermissions, guildPermissions, has, outranksMember, outranksRole } from './permissions.ts';
import { Permission } from './api-codes.ts';
import { invalidField, refusal } from './rest-errors.ts';
import { param, type RestCall } from './rest-router.ts';
import type {
  ApplicationRecord,
  ChannelRecord,
  GuildRecord,
  MemberRecord,
  MessageRecord,
  RoleRecord,
} from './world-records.ts';
import type { WorldState } from './world-state.ts';

/** The application that asks. @throws DiscordError 401 */
export function caller(call: RestCall): ApplicationRecord {
  if (!call.application) throw refusal('unauthorized');
  return call.application;
}

export interface GuildPlace {
  readonly guild: GuildRecord;
  /** The bot that asks. */
  readonly self: MemberRecord;
}

/** The path's guild, of which the bot is a member. @throws DiscordError 10004, 50001 */
export function guildOf(state: WorldState, call: RestCall): GuildPlace {
  const guild = state.guilds.get(param(call, 'guild_id'));
  if (!guild || guild.unavailable) throw refusal('unknownGuild');
  const self = guild.members.get(caller(call).botId);
  if (!self) throw refusal('missingAccess');
  return { guild, self };
}

/** @throws DiscordError 50013 */
export function requireGuildPermission(state: WorldState, place: GuildPlace, needed: bigint): void {
  if (!has(guildPermissions(place.guild, place.self, state.now()), needed))
    throw refusal('missingPermissions');
}

export interface ChannelPlace {
  readonly channel: ChannelRecord;
  /** Null in a direct message. */
  readonly guild: GuildRecord | null;
  readonly self: MemberRecord | null;
  /** What the bot may do there; in a direct message everything that makes sense there. */
  readonly permissions: bigint;
}

const IN_DIRECT_MESSAGES =
  Permission.viewChannel |
  Permission.sendMessages |
  Permission.embedLinks |
  Permission.attachFiles |
  Permission.addReactions |
  Permission.readMessageHistory;

/** The path's channel or thread, which the bot sees. @throws DiscordError 10003, 50001 */
export function channelOf(state: WorldState, call: RestCall, id = param(call, 'channel_id')): ChannelPlace {
  const channel = state.channels.get(id);
  if (!channel) throw refusal('unknownChannel');
  const { botId } = caller(call);
  if (channel.guildId === null) {
    if (!channel.recipientIds.includes(botId)) throw refusal('unknownChannel');
    return { channel, guild: null, self: null, permissions: IN_DIRECT_MESSAGES };
  }
  const guild = state.guild(channel.guildId);
  const self = guild.members.get(botId);
  if (!self || guild.unavailable) throw refusal('missingAccess');
  const permissions = channelPermissions(guild, channel, self, state.now());
  if (!has(permissions, Permission.viewChannel)) throw refusal('missingAccess');
  return { channel, guild, self, permissions };
}

/** @throws DiscordError 50013 */
export function requirePermission(place: ChannelPlace, needed: bigint): void {
  if (!has(place.permissions, needed)) throw refusal('missingPermissions');
}

/** The path's message in the path's channel. @throws DiscordError 10008 */
export function messageOf(state: WorldState, call: RestCall, place: ChannelPlace): MessageRecord {
  const message = state.messages.get(param(call, 'message_id'));
  // An ephemeral answer is reached only by its interaction's token.
  if (!message || message.channelId !== place.channel.id || message.ephemeralTo !== null) {
    throw refusal('unknownMessage');
  }
  return message;
}

/** The path's member. @throws DiscordError 10013 for nobody at all, 10007 for somebody elsewhere */
export function memberOf(state: WorldState, call: RestCall, place: GuildPlace): MemberRecord {
  const userId = param(call, 'user_id');
  const member = place.guild.members.get(userId);
  if (member) return member;
  throw refusal(state.users.has(userId) ? 'unknownMember' : 'unknownUser');
}

/** The path's role. @throws DiscordError 10011 */
export function roleOf(call: RestCall, place: GuildPlace): RoleRecord {
  const role = place.guild.roles.get(param(call, 'role_id'));
  if (!role) throw refusal('unknownRole');
  return role;
}

/** Giving, taking or changing a role needs Manage Roles and a higher role of one's own. @throws DiscordError 50013 */
export function requireOverRole(state: WorldState, place: GuildPlace, role: RoleRecord): void {
  requireGuildPermission(state, place, Permission.manageRoles);
  if (!outranksRole(place.guild, place.self, role)) throw refusal('missingPermissions');
}

/** Acting upon a member needs the permission and a higher role. @throws DiscordError 50013 */
export function requireOverMember(
  state: WorldState,
  place: GuildPlace,
  member: MemberRecord,
  needed: bigint,
): void {
  requireGuildPermission(state, place, needed);
  if (!outranksMember(place.guild, place.self, member)) throw refusal('missingPermissions');
}

/** A whole number of the query within bounds. @throws DiscordError 50035 */
export function queryNumber(
  call: RestCall,
  name: string,
  bounds: { min: number; max: number; fallback: number },
): number {
  const text = call.query.get(name);
  if (text === null) return bounds.fallback;
  const value = Number(text);
  if (text === '' || !Number.isInteger(value)) {
    throw invalidField(name, 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
  }
  if (value < bounds.min) {
    throw invalidField(
      name,
      'NUMBER_TYPE_MIN',
      `int value should be greater than or equal to ${bounds.min}.`,
    );
  }
  if (value > bounds.max) {
    throw invalidField(name, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${bounds.max}.`);
  }
  return value;
}
