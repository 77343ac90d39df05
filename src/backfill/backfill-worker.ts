/**
 * Fetches what was missed, one request at a time, each task a page in turn so that a busy channel starves no other. Begins again where it
 * was after a stop or a kill; decides when, not what.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { HistoryError } from '../discord/history.ts';
import type { HistoryProblem } from '../discord/history.ts';
import { monotonicMs } from '../kernel/clock.ts';
import { UpstreamError } from '../kernel/errors.ts';
import type { TaskProblem } from './backfill-rules.ts';
import { isExcluded, takeStep } from './backfill-fetching.ts';
import { listOpenTasks, updateBudgetSpent, updateProblem } from './backfill-store.ts';
import type { BackfillTask } from './backfill-store.ts';

/** Changes of channels and roles come in bursts; the first one waits this long for the others. */
const LOOK_AFTER_MS = 300;
/** Between two requests: at most twenty a second of the fifty that Discord allows, the rest is for answers to people. */
const PAUSE_MS = 50;
/** Two million messages: more is not fetched at one go, and what is left waits for the next start or for staff. */
const MOST_STEPS = 20_000;
/** After this long at one go the rest waits too, so that a start comes to an end. */
const MOST_MS = 30 * 60_000;
/** Waits of a task that failed; the last one repeats. */
const RETRY_MS = [1_000, 5_000, 30_000, 120_000, 600_000];
/** A late report waits for what is being fetched, but never longer than this. */
const REPORTS_WAIT_MS = 10 * 60_000;
/** How long a list of active threads is good for: one request instead of one per channel. */
const THREADS_GOOD_FOR_MS = 5_000;

/** What is refused for good, as it is noted; everything else is tried again. */
const FOR_GOOD: Partial<Record<HistoryProblem, TaskProblem>> = { gone: 'gone', refused: 'unreadable' };

export interface WorkerSettings {
  /** Notes what is to be fetched of a community; called when something may have changed there. */
  look(guildId: string): Promise<void>;
  /** For tests: other bounds. */
  readonly mostSteps?: number;
}

export class BackfillWorker {
  private readonly app: App;
  private readonly settings: WorkerSettings;
  private readonly ending = new AbortController();
  private looks = new Set<string>();
  /** Communities with something left to fetch, and since when. */
  private readonly busy = new Map<string, number>();
  /** Tasks that failed: how often, and when they may be tried again. */
  private readonly resting = new Map<string, { failures: number; untilMs: number }>();
  private readonly threads = new Map<string, { untilMs: number; list: Promise<readonly unknown[]> }>();
  private steps = 0;
  private begunMs = 0;
  private wakeUp: () => void = () => undefined;
  private running: Promise<void> | null = null;

  constructor(app: App, settings: WorkerSettings) {
    this.app = app;
    this.settings = settings;
  }

  /** Something may have to be fetched in the community. What was given up for this time is tried again. */
  wake(guildId: string): void {
    if (this.ending.signal.aborted) return;
    this.looks.add(guildId);
    if (!this.busy.has(guildId)) this.busy.set(guildId, monotonicMs());
    this.running ??= this.run();
    this.wakeUp();
  }

  /** Whether nothing is left to fetch in the community, or it takes so long that nobody should wait for it. */
  isSettled(guildId: string): boolean {
    const sinceMs = this.busy.get(guildId);
    return sinceMs === undefined || monotonicMs() - sinceMs > REPORTS_WAIT_MS;
  }

  /** Ends after the step that is being written; a request under way is given up. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.wakeUp();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.lookAround();
        await this.round();
      } catch (error) {
        if (this.ending.signal.aborted) return;
        this.app.log.warn({ err: error }, 'fetching what was missed stumbled; it goes on in a moment');
        await this.pause(RETRY_MS[1]!);
      }
    }
  }

  private async lookAround(): Promise<void> {
    if (this.looks.size === 0) return;
    await this.pause(LOOK_AFTER_MS);
    const guildIds = this.looks;
    this.looks = new Set();
    this.resting.clear();
    this.steps = 0;
    this.begunMs = monotonicMs();
    try {
      for (const guildId of guildIds) await this.settings.look(guildId);
    } catch (error) {
      for (const guildId of guildIds) this.looks.add(guildId);
      throw error;
    }
  }

  /** One step of every task there is. */
  private async round(): Promise<void> {
    const guildIds = this.app.messenger.guildIds();
    const due: BackfillTask[] = [];
    for (const task of await listOpenTasks(this.app, guildIds)) {
      const closed = this.whyClosed(task);
      if (closed === null && this.dueAtMs(task) < Number.POSITIVE_INFINITY) due.push(task);
      if (closed !== null && task.problem !== closed)
        await updateProblem(this.app, task, closed, false, this.app.clock.now());
    }
    this.settle(new Set(due.map(({ guildId }) => guildId)));
    if (due.length === 0) return this.rest(null);
    if (this.isSpent()) {
      await updateBudgetSpent(this.app, guildIds);
      this.app.log.info(
        { tasks: due.length },
        'enough history was fetched for one start; the rest follows at the next one, or with /log backfill',
      );
      this.settle(new Set());
      return this.rest(null);
    }
    const ready = due.filter((task) => this.dueAtMs(task) <= monotonicMs());
    if (ready.length === 0)
      return this.rest(Math.min(...due.map((task) => this.dueAtMs(task))) - monotonicMs());
    for (const task of ready) {
      if (this.ending.signal.aborted || this.looks.size > 0 || this.isSpent()) return;
      await this.step(task);
      await this.pause(PAUSE_MS);
    }
  }

  private async step(task: BackfillTask): Promise<void> {
    this.steps += 1;
    try {
      await takeStep(this.app, task, (guildId) => this.activeThreads(guildId), this.ending.signal);
      this.resting.delete(keyOf(task));
    } catch (error) {
      if (this.ending.signal.aborted) return;
      if (error instanceof UpstreamError) throw error;
      // Whatever else goes wrong with one task must not hold up the others.
      const isKnown = error instanceof HistoryError;
      await this.note(task, isKnown ? error : new HistoryError('later', 'this is a bug', { cause: error }));
    }
  }

  private async note(task: BackfillTask, error: HistoryError): Promise<void> {
    const { guildId, channelId } = task;
    const now = this.app.clock.now();
    const forGood = FOR_GOOD[error.problem];
    const facts = { guild: guildId, channel: channelId, reason: error.message };
    if (forGood) {
      this.app.log.warn(
        facts,
        'the history of a channel cannot be fetched; what was missed there stays missing',
      );
      return updateProblem(this.app, task, forGood, true, now);
    }
    const closed = error.problem === 'no-permission';
    const failures = (this.resting.get(keyOf(task))?.failures ?? 0) + 1;
    const waitMs = closed ? Number.POSITIVE_INFINITY : RETRY_MS[Math.min(failures, RETRY_MS.length) - 1]!;
    this.resting.set(keyOf(task), { failures, untilMs: monotonicMs() + waitMs });
    if (closed) this.app.log.info(facts, 'the history of a channel waits until the bot may read it');
    else
      this.app.log.warn(
        { ...facts, err: error.cause },
        'Discord did not give a channel’s history; tried again',
      );
    await updateProblem(this.app, task, closed ? 'no-permission' : 'discord', false, now);
  }

  private activeThreads(guildId: string): Promise<readonly unknown[]> {
    const known = this.threads.get(guildId);
    if (known && monotonicMs() < known.untilMs) return known.list;
    const list = this.app.history.activeThreads(guildId, this.ending.signal);
    this.threads.set(guildId, { untilMs: monotonicMs() + THREADS_GOOD_FOR_MS, list });
    return list;
  }

  /** What keeps the channel from being fetched now; a change of it wakes. One that is gone is asked for once more, and then given up. */
  private whyClosed(task: BackfillTask): TaskProblem | null {
    if (isExcluded(this.app, task)) return 'excluded';
    return this.app.history.isOpen(task) ? null : 'no-permission';
  }

  private dueAtMs(task: BackfillTask): number {
    return this.resting.get(keyOf(task))?.untilMs ?? 0;
  }

  private isSpent(): boolean {
    return this.steps >= (this.settings.mostSteps ?? MOST_STEPS) || monotonicMs() - this.begunMs > MOST_MS;
  }

  private settle(stillBusy: ReadonlySet<string>): void {
    for (const guildId of this.busy.keys())
      if (!stillBusy.has(guildId) && !this.looks.has(guildId)) this.busy.delete(guildId);
  }

  /** Until there is something to look at, or so long at most. */
  private async rest(mostMs: number | null): Promise<void> {
    if (this.looks.size > 0 || this.ending.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = mostMs === null ? null : setTimeout(resolve, Math.max(0, mostMs)).unref();
      this.wakeUp = () => {
        if (timer) clearTimeout(timer);
        resolve();
      };
    });
  }

  private async pause(ms: number): Promise<void> {
    // Rejects only where the stop ends it, which the caller looks at.
    await sleep(ms, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
  }
}

const keyOf = ({ guildId, channelId, fromId }: BackfillTask): string => `${guildId}/${channelId}/${fromId}`;
