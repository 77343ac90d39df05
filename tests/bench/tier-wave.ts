/** What is done to paid tiers inside the bot's process, and how long it takes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App, Steward } from '../../src/app.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { roleProgress } from '../../src/roles/roles.ts';
import {
  BATCH_SIZE,
  changeTiers,
  changeTierSettings,
  createTier,
  reconcileRoles,
} from '../../src/tiers/tiers.ts';
import { peakMbOf, residentMb } from './bench-memory.ts';
import { machineMs } from './bench-time.ts';

const LOOK_EVERY_MS = 20;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const EVER = new Date(0);

/** The machine's, and ahead of it once it is moved. */
export class AheadClock implements Clock {
  private aheadMs = 0;

  now(): Date {
    return new Date(systemClock.now().getTime() + this.aheadMs);
  }

  moveTo(at: Date): void {
    this.aheadMs = at.getTime() - systemClock.now().getTime();
  }
}

export interface GrantTask {
  readonly guildId: string;
  readonly roleId: string;
  /** Who gets the tier; all of them hold the role already. */
  readonly userIds: readonly string[];
  /** So many of the first have it for half an hour only. */
  readonly expiring: number;
}

export interface Granted {
  /** Until the last one was granted, and until the last role was looked at. */
  readonly grantedMs: number;
  readonly rolesMs: number;
}

export interface Reconciled {
  /** Until all was compared and wished, and until the roles were right. */
  readonly comparedMs: number;
  readonly rolesMs: number;
  readonly beforeMb: number;
  readonly peakMb: number;
  readonly afterMb: number;
}

export interface Expired extends Omit<Reconciled, 'comparedMs'> {
  /** Until the ledger said so of everybody. */
  readonly writtenMs: number;
}

export class TierWave {
  private readonly steward: Steward;
  private readonly app: App;
  private readonly clock: AheadClock;
  private guildId = '';
  private endsAt = EVER;

  constructor(steward: Steward, app: App, clock: AheadClock) {
    this.steward = steward;
    this.app = app;
    this.clock = clock;
  }

  /** In batches, as an import does it. */
  async grant({ guildId, roleId, userIds, expiring }: GrantTask): Promise<Granted> {
    const { app, clock } = this;
    this.guildId = guildId;
    // Early in an hour, so that what is done every hour by itself does not fall into what is measured.
    const hour = Math.ceil(clock.now().getTime() / HOUR_MS) * HOUR_MS;
    clock.moveTo(new Date(hour + MINUTE_MS / 2));
    this.endsAt = new Date(hour + HOUR_MS / 2);
    await this.steward.runDueJobs();
    await changeTierSettings(app, guildId, { unknownRoles: 'remove' });
    const names = { en: 'Silver', 'zh-CN': '白银' };
    const { id: tierId } = await createTier(app, guildId, { names, rank: 10, roleId, days: 365 });
    const from = machineMs();
    for (let at = 0; at < userIds.length; at += BATCH_SIZE) {
      const requests = userIds.slice(at, at + BATCH_SIZE).map((userId, index) => {
        const term = at + index < expiring ? { until: this.endsAt } : { days: 365 };
        return { userId, act: { act: 'grant' as const, tierId, term, startsAt: null } };
      });
      await changeTiers(app, guildId, requests, { actorId: null, source: 'import' });
    }
    const grantedMs = machineMs() - from;
    await this.rolesSettled();
    return { grantedMs, rolesMs: machineMs() - from };
  }

  async reconcile(): Promise<Reconciled> {
    const beforeMb = residentMb();
    const from = machineMs();
    let comparedMs = 0;
    const peakMb = await peakMbOf(async () => {
      await reconcileRoles(this.app, this.guildId);
      comparedMs = machineMs() - from;
      await this.rolesSettled();
    });
    return { comparedMs, rolesMs: machineMs() - from, beforeMb, peakMb, afterMb: residentMb() };
  }

  async expire(): Promise<Expired> {
    const beforeMb = residentMb();
    this.clock.moveTo(this.endsAt);
    const from = machineMs();
    let writtenMs = 0;
    const peakMb = await peakMbOf(async () => {
      const jobs = this.steward.runDueJobs();
      while ((await this.due()) > 0) await sleep(LOOK_EVERY_MS);
      writtenMs = machineMs() - from;
      await jobs;
      await this.rolesSettled();
    });
    return { writtenMs, rolesMs: machineMs() - from, beforeMb, peakMb, afterMb: residentMb() };
  }

  /** Members for whom the clock is not written down yet. */
  private async due(): Promise<number> {
    const [row] = await this.app.db.query<{ due: number }>(
      'SELECT count(*)::int AS due FROM tier_member WHERE guild_id = $1 AND next_at <= $2',
      [this.guildId, this.endsAt],
    );
    return row!.due;
  }

  private async rolesSettled(): Promise<void> {
    do await this.app.roles.settled(this.guildId);
    while ((await roleProgress(this.app, this.guildId, EVER)).open > 0);
  }
}
