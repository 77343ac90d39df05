/**
 * Runs what is due. node-cron only wakes it; the app's clock says what time it is, and the job table who runs a slot: two processes never
 * run the same one, and what was missed while the bot was off is caught up as the job declares.
 */
import { schedule as wake } from 'node-cron';
import type { ScheduledTask } from 'node-cron';
import type { App } from '../app.ts';
import { scheduleOf, slotOwner } from './job.ts';
import type { Job } from './job.ts';
import {
  findWatermark,
  insertPassed,
  insertRun,
  listRetryable,
  updateDone,
  updateFailed,
  updateLease,
  updateRetaken,
} from './job-store.ts';
import type { RunKey } from './job-store.ts';
import { isLate, nextSlot, slotsBetween, slotsToRun } from './schedule-rules.ts';
import type { Schedule } from './schedule-rules.ts';

/** A runner that has not renewed its lease for this long is taken for dead. */
const LEASE_MS = 5 * 60_000;
/** Waits before the second, third … try of a failed slot. */
const RETRY_AFTER_MS = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000, 3 * 60 * 60_000];
/** The wait of every further try, see `nextAttempt`. */
const LONGEST_WAIT_MS = 3 * 60 * 60_000;
const RETRY_CHECK_MS = 60_000;

/** Jobs of communities wait for each other; beside them run those of the process and of the whole bot, and those among them that ask Discord. */
const ROUNDS = ['communities', 'others', 'discord'] as const;
type Round = (typeof ROUNDS)[number];

/** One job of one community as it stands now. */
interface Plan {
  readonly job: Job;
  readonly guildId: string;
  readonly schedule: Schedule;
  /** Slots up to here were begun or passed over. */
  doneUntil: Date;
  nextAt: Date;
  retryCheckAt: Date;
}

export class JobRunner {
  private readonly app: App;
  private readonly jobs: readonly Job[];
  private readonly plans = new Map<string, Plan>();
  private task: ScheduledTask | null = null;
  /** What is running now. */
  private readonly rounds = new Map<Round, Promise<void>>();
  private stopped = false;

  constructor(app: App, jobs: readonly Job[]) {
    this.app = app;
    this.jobs = jobs;
  }

  start(): void {
    // A tick during a long round joins it, and a second that was missed is made up for by the next: neither is worth a word in the log.
    this.task = wake('* * * * * *', () => this.tick(), { name: 'steward', suppressMissedWarning: true });
  }

  /** Ends after the job that is running now. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.task?.destroy();
    await Promise.all(this.rounds.values());
  }

  /**
   * Runs everything that is due at the app's clock. Jobs of communities one after the other, and beside them the others: a backup that
   * takes its time keeps no community waiting for its report. Never throws.
   */
  async tick(): Promise<void> {
    await Promise.all(ROUNDS.map((round) => this.tickOf(round)));
  }

  /** One of each at a time; a tick during one joins it. */
  private tickOf(round: Round): Promise<void> {
    const running = this.rounds.get(round);
    if (running) return running;
    const begun = this.run(round).finally(() => this.rounds.delete(round));
    this.rounds.set(round, begun);
    return begun;
  }

  private async run(round: Round): Promise<void> {
    for (const { job, guildId, schedule } of this.wanted(round)) {
      if (this.stopped) return;
      try {
        const plan = await this.planOf(job, guildId, schedule);
        await this.runDue(plan);
      } catch (error) {
        this.app.log.error(
          { err: error, job: job.name, guild: guildId },
          'the scheduler could not look after a job; it tries again',
        );
      }
    }
  }

  private wanted(round: Round): { job: Job; guildId: string; schedule: Schedule }[] {
    const { communities, config } = this.app;
    return this.jobs.flatMap((job): { job: Job; guildId: string; schedule: Schedule }[] => {
      if (roundOf(job) !== round) return [];
      if (job.scope === 'bot' || job.scope === 'process')
        return [{ job, guildId: slotOwner(job, '', config.shards), schedule: job.schedule() }];
      return communities.all().flatMap((community) => {
        const schedule = job.schedule(community);
        return schedule ? [{ job, guildId: community.guildId, schedule }] : [];
      });
    });
  }

  /** A job seen for the first time begins now: nothing before it was promised. */
  private async planOf(job: Job, guildId: string, schedule: Schedule): Promise<Plan> {
    const id = `${job.name}/${guildId}`;
    const known = this.plans.get(id);
    if (known && sameSchedule(known.schedule, schedule)) return known;
    const now = this.app.clock.now();
    const doneUntil = known?.doneUntil ?? (await this.watermark(job, guildId, now));
    const plan: Plan = {
      job,
      guildId,
      schedule,
      doneUntil,
      nextAt: nextSlot(schedule, doneUntil),
      retryCheckAt: now,
    };
    this.plans.set(id, plan);
    return plan;
  }

  private async watermark(job: Job, guildId: string, now: Date): Promise<Date> {
    const found = await findWatermark(this.app.db, job.name, guildId);
    if (found) return found;
    await insertPassed(this.app.db, { job: job.name, guildId, bucketAt: now }, now);
    return now;
  }

  private async runDue(plan: Plan): Promise<void> {
    const now = this.app.clock.now();
    if (plan.nextAt <= now && (plan.job.isReady?.(this.app, plan.guildId) ?? true)) {
      const slots = slotsBetween(plan.schedule, { from: plan.doneUntil, to: now });
      const run = slotsToRun(plan.job.missed, slots, now);
      for (const bucketAt of run) await this.runSlot(plan.job, keyOf(plan, bucketAt));
      const last = slots.at(-1);
      // Only the newest of what was passed over: it is where the next start goes on.
      if (run.length === 0 && last) await insertPassed(this.app.db, keyOf(plan, last), now);
      plan.doneUntil = slots.at(-1) ?? plan.doneUntil;
      plan.nextAt = nextSlot(plan.schedule, plan.doneUntil);
    }
    if (plan.retryCheckAt <= now) {
      plan.retryCheckAt = new Date(now.getTime() + RETRY_CHECK_MS);
      await this.retry(plan, now);
    }
  }

  private async runSlot(job: Job, key: RunKey): Promise<void> {
    const now = this.app.clock.now();
    if (!(await insertRun(this.app.db, key, now, leaseFrom(now)))) return;
    await this.carryOut(job, key, 1);
  }

  private async retry(plan: Plan, now: Date): Promise<void> {
    for (const run of await listRetryable(this.app.db, plan.job.name, plan.guildId, now)) {
      if (!(await updateRetaken(this.app.db, run, now, leaseFrom(now)))) continue;
      await this.carryOut(plan.job, run, run.attempts + 1);
    }
  }

  private async carryOut(job: Job, key: RunKey, attempt: number): Promise<void> {
    const { app } = this;
    const late = isLate(key.bucketAt, app.clock.now());
    // The lease is renewed while the job runs, so that a long job is not taken for a dead one.
    const renewal = setInterval(() => {
      updateLease(app.db, key, leaseFrom(app.clock.now())).catch((error: unknown) => {
        app.log.warn({ err: error, job: job.name }, 'the lease of a running job could not be renewed');
      });
    }, LEASE_MS / 5);
    try {
      await job.run(app, { guildId: key.guildId, bucketAt: key.bucketAt, late });
      await updateDone(app.db, key, app.clock.now());
      app.log.debug({ job: job.name, guild: key.guildId, bucketAt: key.bucketAt, attempt }, 'job done');
    } catch (error) {
      await this.noteFailure(job, key, attempt, error);
    } finally {
      clearInterval(renewal);
    }
  }

  /** When a failed slot is tried again; null = never. Where only the latest matters it is tried on until the next one is due. */
  private nextAttempt(job: Job, key: RunKey, attempt: number, now: Date): Date | null {
    const waitMs = RETRY_AFTER_MS[attempt - 1];
    if (waitMs !== undefined) return new Date(now.getTime() + waitMs);
    const schedule = scheduleOf(job, this.app.communities.get(key.guildId));
    if (job.missed !== 'run-latest' || !schedule) return null;
    const next = new Date(now.getTime() + LONGEST_WAIT_MS);
    return next < nextSlot(schedule, key.bucketAt) ? next : null;
  }

  private async noteFailure(job: Job, key: RunKey, attempt: number, error: unknown): Promise<void> {
    const now = this.app.clock.now();
    const nextAttemptAt = this.nextAttempt(job, key, attempt, now);
    this.app.log.error(
      { err: error, job: job.name, guild: key.guildId, bucketAt: key.bucketAt, attempt, nextAttemptAt },
      nextAttemptAt
        ? 'a job failed and will be tried again'
        : 'a job failed for the last time; see /diagnose',
    );
    await updateFailed(
      this.app.db,
      key,
      now,
      error instanceof Error ? error.message : String(error),
      nextAttemptAt,
    );
  }
}

const keyOf = ({ job, guildId }: Plan, bucketAt: Date): RunKey => ({ job: job.name, guildId, bucketAt });

const leaseFrom = (now: Date): Date => new Date(now.getTime() + LEASE_MS);

const sameSchedule = (a: Schedule, b: Schedule): boolean => JSON.stringify(a) === JSON.stringify(b);

function roundOf(job: Job): Round {
  if (job.scope === 'process' && job.asksDiscord) return 'discord';
  return job.scope === 'bot' || job.scope === 'process' ? 'others' : 'communities';
}
