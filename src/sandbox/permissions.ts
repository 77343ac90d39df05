/** What somebody may do where: Discord's computation of permissions. Pure. Source: https://discord.com/developers/docs/topics/permissions#permission-overwrites */
import { ALL_PERMISSIONS, ChannelKind, Permission } from './api-codes.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, RoleRecord } from './world-records.ts';

/** What is left to somebody in time-out. */
const TIMED_OUT = Permission.viewChannel | Permission.readMessageHistory;

/** In the guild as a whole: the roles' permissions together; everything for owner and administrators. */
export function guildPermissions(guild: GuildRecord, member: MemberRecord, now: Date): bigint {
  if (guild.ownerId === member.user.id) return ALL_PERMISSIONS;
  let permissions = guild.roles.get(guild.id)?.permissions ?? 0n;
  for (const roleId of member.roles) permissions |= guild.roles.get(roleId)?.permissions ?? 0n;
  if (has(permissions, Permission.administrator)) return ALL_PERMISSIONS;
  return isTimedOut(member, now) ? permissions & TIMED_OUT : permissions;
}

/** In one channel; a thread takes its channel's. Zero where the channel cannot be seen. */
export function channelPermissions(
  guild: GuildRecord,
  channel: ChannelRecord,
  member: MemberRecord,
  now: Date,
): bigint {
  const base = guildPermissions(guild, member, now);
  if (base === ALL_PERMISSIONS) return base;
  const place = channel.thread ? guild.channels.get(channel.parentId ?? '') : channel;
  if (!place) return 0n;
  let permissions = applyOverwrites(base, guild, place, member);
  if (!has(permissions, Permission.viewChannel)) return 0n;
  if (channel.thread && !mayFollow(channel, member, permissions)) return 0n;
  const sending = channel.thread ? Permission.sendMessagesInThreads : Permission.sendMessages;
  // Without sending there is nothing to attach, embed or mention with.
  if (!has(permissions, sending)) {
    permissions &= ~(
      Permission.mentionEveryone |
      Permission.sendTtsMessages |
      Permission.attachFiles |
      Permission.embedLinks
    );
  }
  const isVoice = place.type === ChannelKind.voice || place.type === ChannelKind.stage;
  if (isVoice && !has(permissions, Permission.connect))
    permissions &= ~(Permission.speak | Permission.stream);
  return isTimedOut(member, now) ? permissions & TIMED_OUT : permissions;
}

export function has(permissions: bigint, needed: bigint): boolean {
  return (permissions & needed) === needed;
}

/** The highest of a member's roles; @everyone when there is no other. */
function highestRole(guild: GuildRecord, member: MemberRecord): RoleRecord | undefined {
  let highest = guild.roles.get(guild.id);
  for (const roleId of member.roles) {
    const role = guild.roles.get(roleId);
    if (role && (!highest || isAbove(role, highest))) highest = role;
  }
  return highest;
}

/** Whether the role stands above the other; of equal positions the older role is the higher one. */
function isAbove(role: RoleRecord, other: RoleRecord): boolean {
  if (role.position !== other.position) return role.position > other.position;
  return BigInt(role.id) < BigInt(other.id);
}

/** Whether a member may give, take or change the role: it stands below their highest. The owner may all. */
export function outranksRole(guild: GuildRecord, member: MemberRecord, role: RoleRecord): boolean {
  if (guild.ownerId === member.user.id) return true;
  const highest = highestRole(guild, member);
  return highest !== undefined && highest.id !== role.id && isAbove(highest, role);
}

/** Whether a member may act upon another one (rename, time out, kick). Never upon the owner, nor upon an equal. */
export function outranksMember(guild: GuildRecord, member: MemberRecord, other: MemberRecord): boolean {
  if (guild.ownerId === other.user.id) return false;
  const theirs = highestRole(guild, other);
  return theirs === undefined || outranksRole(guild, member, theirs);
}

function applyOverwrites(
  base: bigint,
  guild: GuildRecord,
  place: ChannelRecord,
  member: MemberRecord,
): bigint {
  if (place.overwrites.size === 0) return base;
  let permissions = base;
  const everyone = place.overwrites.get(guild.id);
  if (everyone) permissions = (permissions & ~everyone.deny) | everyone.allow;
  let allow = 0n;
  let deny = 0n;
  for (const roleId of member.roles) {
    const overwrite = place.overwrites.get(roleId);
    allow |= overwrite?.allow ?? 0n;
    deny |= overwrite?.deny ?? 0n;
  }
  permissions = (permissions & ~deny) | allow;
  const own = place.overwrites.get(member.user.id);
  return own ? (permissions & ~own.deny) | own.allow : permissions;
}

/** A private thread is seen by those in it and those who manage threads. */
function mayFollow(channel: ChannelRecord, member: MemberRecord, permissions: bigint): boolean {
  if (channel.type !== ChannelKind.privateThread) return true;
  return has(permissions, Permission.manageThreads) || channel.thread?.members.has(member.user.id) === true;
}

function isTimedOut(member: MemberRecord, now: Date): boolean {
  return member.timedOutUntil !== null && member.timedOutUntil > now;
}
