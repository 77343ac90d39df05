/** Invites: made, limited to some people, used, gone. Whoever calls has checked that the person may. */
import { monotonicMs } from '../kernel/clock.ts';
import { inviteExpiry, type InviteRecord, type InviteTargets, type MemberRecord } from './world-records.ts';
import type { WorldPeople } from './world-people.ts';
import { WorldError, type WorldState } from './world-state.ts';

export interface NewInvite {
  inviterId: string;
  /** 0: for ever. Default a day. */
  maxAgeSeconds?: number;
  /** 0 (default): as often as they like. */
  maxUses?: number;
  temporary?: boolean;
  roleIds?: readonly string[];
  /** The only people who may accept it; anybody when omitted. */
  targetIds?: readonly string[] | undefined;
}

export class WorldInvites {
  /** Real milliseconds for working through a list of people, as Discord takes its time for it. */
  jobMs = 100;
  /** While true no list of people gets done. */
  holdJobs = false;
  private nextJobError: string | null = null;
  private readonly state: WorldState;
  private readonly people: WorldPeople;

  constructor(state: WorldState, people: WorldPeople) {
    this.state = state;
    this.people = people;
  }

  create(channelId: string, given: NewInvite): InviteRecord {
    const channel = this.state.channel(channelId);
    if (channel.guildId === null) throw new WorldError('A direct message has no invites.');
    const id = BigInt(this.state.ids.next());
    const invite: InviteRecord = {
      code: id.toString(36).slice(-10),
      guildId: channel.guildId,
      channelId,
      inviterId: given.inviterId,
      createdAt: this.state.now(),
      maxAgeSeconds: given.maxAgeSeconds ?? 86_400,
      maxUses: given.maxUses ?? 0,
      temporary: given.temporary ?? false,
      roleIds: given.roleIds ?? [],
      targets: null,
      uses: 0,
    };
    if (given.targetIds !== undefined) this.setTargets(invite, given.targetIds);
    this.state.guild(channel.guildId).invites.set(invite.code, invite);
    this.state.emit({ kind: 'inviteCreate', invite });
    return invite;
  }

  /** Those of a guild that still open its door, oldest first. */
  list(guildId: string): InviteRecord[] {
    return [...this.state.guild(guildId).invites.values()].filter((invite) => !this.isExpired(invite));
  }

  find(code: string): InviteRecord | undefined {
    for (const guild of this.state.guilds.values()) {
      const invite = guild.invites.get(code);
      if (invite && !this.isExpired(invite)) return invite;
    }
    return undefined;
  }

  /** Begins to work through a new list; until that is done the earlier one counts. */
  setTargets(invite: InviteRecord, userIds: readonly string[]): void {
    const earlier = this.targetsOf(invite)?.userIds ?? [];
    invite.targets = {
      userIds: earlier,
      job: {
        userIds,
        startedMs: monotonicMs(),
        createdAt: this.state.now(),
        plannedError: this.nextJobError,
        completedAt: null,
        error: null,
      },
    };
    this.nextJobError = null;
  }

  /** The work on the next list of people ends with this error. */
  failNextJob(message: string): void {
    this.nextJobError = message;
  }

  /** Who may accept the invite by now; null: anybody. */
  targetsOf(invite: InviteRecord): InviteTargets | null {
    const { targets } = invite;
    if (targets === null) return null;
    const { job } = targets;
    const isOpen = job.completedAt === null && job.error === null;
    if (!isOpen || this.holdJobs || monotonicMs() - job.startedMs < this.jobMs) return targets;
    if (job.plannedError !== null) {
      job.error = job.plannedError;
    } else {
      job.completedAt = this.state.now();
      targets.userIds = job.userIds;
    }
    return targets;
  }

  /** Somebody joins by it, with its roles as far as they still exist. Its last use takes the invite away. */
  use(invite: InviteRecord, userId: string): MemberRecord {
    const guild = this.state.guild(invite.guildId);
    const present = guild.members.get(userId);
    // A click on it by somebody who is here already only opens the channel.
    if (present) return present;
    invite.uses += 1;
    if (invite.maxUses > 0 && invite.uses >= invite.maxUses) this.delete(invite);
    return this.people.join(guild.id, userId, { roles: invite.roleIds.filter((id) => guild.roles.has(id)) });
  }

  delete(invite: InviteRecord): void {
    if (this.state.guild(invite.guildId).invites.delete(invite.code)) {
      this.state.emit({ kind: 'inviteDelete', invite });
    }
  }

  private isExpired(invite: InviteRecord): boolean {
    const expiresAt = inviteExpiry(invite);
    return expiresAt !== null && expiresAt <= this.state.now();
  }
}
