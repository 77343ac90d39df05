/** People, bots and their applications, and who is a member of which guild. */
import type { ApplicationRecord, MemberRecord, UserRecord } from './world-records.ts';
import { WorldError, type WorldState } from './world-state.ts';

export interface NewUser {
  username: string;
  id?: string;
  globalName?: string | null;
  bot?: boolean;
  locale?: string;
  acceptsDms?: boolean;
  /** When the account was made; its id tells it. */
  at?: Date;
}

export interface NewApplication {
  name: string;
  /** Default: made up, in the form of a real one. */
  token?: string;
  ownerId?: string;
  description?: string;
  /** Default: all three switched on. */
  privileged?: Partial<ApplicationRecord['privileged']>;
}

export interface NewMember {
  nick?: string | null;
  roles?: readonly string[];
  joinedAt?: Date;
  pending?: boolean;
  /** Someone who was there all along (part of the setting): no event, no ledger entry. */
  silently?: boolean;
}

export type MemberChanges = Partial<
  Pick<MemberRecord, 'nick' | 'roles' | 'timedOutUntil' | 'pending' | 'mute' | 'deaf' | 'premiumSince'>
>;

export class WorldPeople {
  /** Called when somebody has joined, after everybody was told. */
  welcome: ((member: MemberRecord) => void) | null = null;
  private readonly state: WorldState;

  constructor(state: WorldState) {
    this.state = state;
  }

  createUser(given: NewUser): UserRecord {
    const user: UserRecord = {
      id: given.id ?? this.state.ids.next(given.at),
      username: given.username,
      globalName: given.globalName ?? null,
      bot: given.bot ?? false,
      locale: given.locale ?? 'en-US',
      acceptsDms: given.acceptsDms ?? true,
    };
    this.state.users.set(user.id, user);
    return user;
  }

  updateUser(
    userId: string,
    changes: Partial<Pick<UserRecord, 'username' | 'globalName' | 'locale' | 'acceptsDms'>>,
  ): UserRecord {
    const user = this.state.user(userId);
    Object.assign(user, changes);
    this.state.emit({ kind: 'userUpdate', user });
    return user;
  }

  /** An application and its bot user, in no guild yet (`guilds.addBot`). */
  createApplication(given: NewApplication): ApplicationRecord {
    const bot = this.createUser({ username: given.name, bot: true });
    const ownerId = given.ownerId ?? this.createUser({ username: `${given.name}-owner` }).id;
    const application: ApplicationRecord = {
      // Discord gives a bot its application's id; clients rely on neither, the real thing has both equal.
      id: bot.id,
      name: given.name,
      botId: bot.id,
      ownerId,
      token: given.token ?? `${Buffer.from(bot.id).toString('base64url')}.GSbox1.${'k'.repeat(38)}`,
      privileged: { guildMembers: true, guildPresences: true, messageContent: true, ...given.privileged },
      description: given.description ?? '',
    };
    this.state.applications.set(application.id, application);
    return application;
  }

  /** A person (or bot) becomes a member. Joining twice changes nothing. */
  join(guildId: string, userId: string, given: NewMember = {}): MemberRecord {
    const guild = this.state.guild(guildId);
    const present = guild.members.get(userId);
    if (present) return present;
    const user = this.state.user(userId);
    const member: MemberRecord = {
      user,
      guildId,
      nick: given.nick ?? null,
      roles: [...(given.roles ?? [])],
      joinedAt: given.joinedAt ?? this.state.now(),
      timedOutUntil: null,
      pending: given.pending ?? false,
      premiumSince: null,
      mute: false,
      deaf: false,
    };
    guild.members.set(userId, member);
    guild.permissionVersion += 1;
    if (given.silently) return member;
    this.state.record({ kind: 'join', guildId, channelId: null, userId, byBot: user.bot, subjectId: null });
    this.state.emit({ kind: 'memberAdd', member });
    this.welcome?.(member);
    return member;
  }

  /** Leaves or is removed; whoever left is no longer in voice and follows no thread. */
  leave(guildId: string, userId: string): void {
    const guild = this.state.guild(guildId);
    const member = this.state.member(guildId, userId);
    if (guild.ownerId === userId) throw new WorldError('The owner cannot leave their guild.');
    const voice = guild.voiceStates.get(userId);
    if (voice) {
      this.state.record({
        kind: 'voice',
        guildId,
        channelId: null,
        userId,
        byBot: member.user.bot,
        subjectId: null,
        detail: voice.channelId,
      });
      voice.channelId = null;
      this.state.emit({ kind: 'voiceState', state: voice });
      guild.voiceStates.delete(userId);
    }
    guild.members.delete(userId);
    for (const thread of guild.threads.values()) thread.thread?.members.delete(userId);
    guild.permissionVersion += 1;
    this.state.record({
      kind: 'leave',
      guildId,
      channelId: null,
      userId,
      byBot: member.user.bot,
      subjectId: null,
    });
    this.state.emit({ kind: 'memberRemove', guildId, user: member.user });
    if (this.state.applicationOfBot(userId)) this.state.emit({ kind: 'guildGone', guild, botId: userId });
  }

  updateMember(guildId: string, userId: string, changes: MemberChanges): MemberRecord {
    const member = this.state.member(guildId, userId);
    Object.assign(member, changes);
    this.state.guild(guildId).permissionVersion += 1;
    this.state.emit({ kind: 'memberUpdate', member });
    return member;
  }

  addRole(guildId: string, userId: string, roleId: string): MemberRecord {
    const member = this.state.member(guildId, userId);
    if (member.roles.includes(roleId)) return member;
    return this.updateMember(guildId, userId, { roles: [...member.roles, roleId] });
  }

  removeRole(guildId: string, userId: string, roleId: string): MemberRecord {
    const member = this.state.member(guildId, userId);
    if (!member.roles.includes(roleId)) return member;
    return this.updateMember(guildId, userId, { roles: member.roles.filter((id) => id !== roleId) });
  }

  /** Bans, and removes the person if a member. */
  ban(guildId: string, userId: string, reason: string | null = null): void {
    const guild = this.state.guild(guildId);
    guild.bans.set(userId, reason);
    if (guild.members.has(userId)) this.leave(guildId, userId);
    this.state.emit({ kind: 'banAdd', guildId, user: this.state.user(userId) });
  }

  unban(guildId: string, userId: string): void {
    if (!this.state.guild(guildId).bans.delete(userId)) return;
    this.state.emit({ kind: 'banRemove', guildId, user: this.state.user(userId) });
  }
}
