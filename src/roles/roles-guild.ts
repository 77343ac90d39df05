/** Carries out the wishes of one community: what memory settles without a request, the rest by asking Discord, a few at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { isDatabaseAway } from '../db/database-errors.ts';
import type { RoleObstacle } from '../discord/roles.ts';
import { monotonicMs } from '../kernel/clock.ts';
import { UpstreamError } from '../kernel/errors.ts';
import { decideNext, decideRest, decideRetry, decideUnasked, resultOf } from './roles-rules.ts';
import type { RoleProblem, RoleResult, RoleTask, RoleWish } from './roles-rules.ts';
import { listDueTasks, listFailedRoleIds, reopenFailed, updateResults } from './roles-store.ts';
import type { TaskResult } from './roles-store.ts';

/** A wish that is over. */
export interface RoleOutcome extends RoleWish {
  readonly guildId: string;
  readonly state: 'done' | 'absent' | 'failed';
  readonly problem: RoleProblem | null;
}

/** What one community shares with the others. */
export interface SharedWork {
  /** Aborted when the bot stops. */
  readonly signal: AbortSignal;
  /** Resolves when the next request may be sent. */
  turn(): Promise<void>;
  closed(outcome: RoleOutcome): void;
}

/** Tasks held at once. */
const BATCH = 500;
/** Asked of Discord before the table is read again: with its usual ten requests in ten seconds, twenty seconds. */
const ROUND = { old: 16, young: 4 };
/** Requests under way at once. Discord.js sends those of one bucket one by one; giving and taking may have a bucket each. */
const AT_ONCE = 4;
/** Roles that staff move come as a burst of changes; the first one waits this long for the others. */
const LOOK_AFTER_MS = 300;
/** The list of members is waited for, so that what is right already is not asked for, but not longer than this. */
const LIST_WITHIN_MS = 60_000;
const LIST_LOOK_MS = 100;
/** So long after a request its event may be on its way, and memory is not believed about this role of this person. */
const EVENT_WITHIN_MS = 60_000;
/** So long a role that Discord refused for no reason seen in memory is not asked for: each such request counts towards a ban. */
const REFUSED_FOR_MS = 600_000;
const DATABASE_LOOK_MS = 1_000;

export class GuildRoles {
  private readonly app: App;
  private readonly guildId: string;
  private readonly shared: SharedWork;
  private running: Promise<void> | null = null;
  private isAsked = false;
  private mayHaveChanged = false;
  private gaveListUp = false;
  /** Rounds in a row in which Discord carried out nothing, and until when the work rests for it. */
  private failures = 0;
  private restUntilMs = 0;
  /** Role of a person → until when memory is not believed about it; in the order of the requests. */
  private readonly recent = new Map<string, number>();
  private readonly refused = new Map<string, { obstacle: RoleObstacle; untilMs: number }>();

  constructor(app: App, guildId: string, shared: SharedWork) {
    this.app = app;
    this.guildId = guildId;
    this.shared = shared;
  }

  wake(): void {
    this.isAsked = true;
    this.running ??= this.run();
  }

  standingChanged(): void {
    // From here on memory knows why; when the reason is gone, it will know that too.
    for (const roleId of this.refused.keys())
      if (this.app.roleHands.problem(this.guildId, roleId)) this.refused.delete(roleId);
    this.mayHaveChanged = true;
    this.wake();
  }

  async settled(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.isAsked && !this.shared.signal.aborted) {
        this.isAsked = false;
        await this.reopen();
        while (await this.round());
      }
    } catch (error) {
      if (!this.shared.signal.aborted)
        this.app.log.warn(
          { guildId: this.guildId, err: error },
          'giving and taking roles stumbled; it goes on in a moment',
        );
    } finally {
      this.running = null;
    }
  }

  /** What failed is open again where nothing known keeps it from going well. */
  private async reopen(): Promise<void> {
    if (!this.mayHaveChanged) return;
    await this.pause(LOOK_AFTER_MS);
    const { app, guildId } = this;
    // Nothing is known of its roles then; being heard again is a change too.
    if (!app.roleHands.isListening(guildId)) return;
    const roleIds = (await listFailedRoleIds(app, guildId)).filter((id) => this.obstacle(id) === null);
    const count = roleIds.length > 0 ? await reopenFailed(app, guildId, roleIds) : 0;
    this.mayHaveChanged = false;
    if (count > 0) app.log.info({ guildId, count }, 'roles that could not be changed are tried again');
  }

  /** @returns whether there may be more to do now. */
  private async round(): Promise<boolean> {
    const { app, guildId } = this;
    if (this.shared.signal.aborted || monotonicMs() < this.restUntilMs) return false;
    if (!app.roleHands.isListening(guildId)) return false;
    const now = app.clock.now();
    const tasks = await listDueTasks(app, guildId, now, 'oldest first', BATCH);
    if (tasks.length === 0) return false;
    await this.listed();
    const unasked = tasks.flatMap((task) => {
      const result = this.unasked(task);
      return result ? [{ ...result, task, calls: 0 }] : [];
    });
    await this.note(unasked);
    // What costs no request does not wait for what does.
    if (unasked.length > 0 && tasks.length === BATCH) return true;
    const over = new Set(unasked.map(({ task }) => task));
    const left = tasks.filter((task) => !over.has(task));
    const youngest =
      tasks.length < BATCH
        ? left.toReversed()
        : await listDueTasks(app, guildId, now, 'youngest first', ROUND.young);
    return this.ask(decideNext(left, youngest, ROUND));
  }

  /** @returns whether to go on: Discord answered something, or nothing had to be asked. */
  private async ask(tasks: readonly RoleTask[]): Promise<boolean> {
    const queue = [...tasks];
    let answered = 0;
    let failed = 0;
    const askEach = async (): Promise<void> => {
      for (let task = queue.shift(); task && !this.shared.signal.aborted; task = queue.shift())
        if (await this.askOne(task)) answered += 1;
        else {
          failed += 1;
          // The rest stays open: it is read again.
          queue.length = 0;
        }
    };
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, askEach));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (answered > 0 || failed === 0) {
      this.failures = 0;
      return true;
    }
    this.failures += 1;
    this.restUntilMs = monotonicMs() + decideRest(this.failures);
    return false;
  }

  /** @returns false when Discord failed. What became of the task is written. */
  private async askOne(task: RoleTask): Promise<boolean> {
    await this.shared.turn();
    // Since the round began, Discord may have refused this very role, or staff have done it by hand.
    const unasked = this.unasked(task);
    if (this.shared.signal.aborted) return false;
    if (unasked) {
      await this.note([{ ...unasked, task, calls: 0 }]);
      return true;
    }
    const { app, guildId } = this;
    const reason = task.entryId === null ? task.purpose : `${task.purpose} #${task.entryId}`;
    // Also when it fails: it may have been carried out all the same.
    this.doubt(task);
    try {
      const answer = await app.roleHands.change(guildId, task, reason, this.shared.signal);
      if (answer !== 'done' && answer !== 'absent' && !app.roleHands.problem(guildId, task.roleId))
        this.refused.set(task.roleId, { obstacle: answer, untilMs: monotonicMs() + REFUSED_FOR_MS });
      await this.note([{ ...resultOf(task.wanted, answer), task, calls: 1 }]);
      return true;
    } catch (error) {
      if (this.shared.signal.aborted || !(error instanceof UpstreamError) || error.upstream !== 'discord')
        throw error;
      app.log.warn({ guildId, err: error }, 'Discord did not change a role; tried again');
      await this.note([{ ...decideRetry(task.callCount + 1, app.clock.now()), task, calls: 1 }]);
      return false;
    }
  }

  private unasked(task: RoleTask): RoleResult | null {
    const { roleHands } = this.app;
    const isRecent = (this.recent.get(keyOf(task)) ?? 0) > monotonicMs();
    return decideUnasked(task.wanted, {
      obstacle: this.obstacle(task.roleId),
      holds: isRecent ? null : roleHands.holds(this.guildId, task.userId, task.roleId),
      isMember: roleHands.isMember(this.guildId, task.userId),
    });
  }

  private obstacle(roleId: string): RoleObstacle | null {
    const refused = this.refused.get(roleId);
    if (refused && refused.untilMs > monotonicMs()) return refused.obstacle;
    this.refused.delete(roleId);
    return this.app.roleHands.problem(this.guildId, roleId);
  }

  /** Its event comes later: until then memory is not believed about this role of this person. */
  private doubt(task: RoleTask): void {
    const nowMs = monotonicMs();
    this.recent.delete(keyOf(task));
    this.recent.set(keyOf(task), nowMs + EVENT_WITHIN_MS);
    for (const [key, untilMs] of this.recent) {
      if (untilMs > nowMs) break;
      this.recent.delete(key);
    }
  }

  /** Writes what became of tasks; waits while the database is away, so that nothing more is asked of Discord meanwhile. */
  private async note(results: readonly TaskResult[]): Promise<void> {
    if (results.length === 0) return;
    const written = await this.written(results);
    for (const { task, state, problem } of results)
      if (state !== 'open' && written.has(task.taskId)) {
        const { userId, roleId, wanted, purpose, entryId, wishedAt } = task;
        const wish = { userId, roleId, wanted, purpose, entryId, wishedAt };
        this.shared.closed({ ...wish, guildId: this.guildId, state, problem });
      }
  }

  private async written(results: readonly TaskResult[]): Promise<Set<string>> {
    for (;;) {
      try {
        return await updateResults(this.app, this.guildId, results, this.app.clock.now());
      } catch (error) {
        if (this.shared.signal.aborted || !isDatabaseAway(error)) throw error;
        await this.pause(DATABASE_LOOK_MS);
      }
    }
  }

  private async listed(): Promise<void> {
    const isComing = (): boolean => this.app.roleHands.isListComing(this.guildId);
    const untilMs = monotonicMs() + LIST_WITHIN_MS;
    while (isComing() && !this.gaveListUp && monotonicMs() < untilMs && !this.shared.signal.aborted)
      await this.pause(LIST_LOOK_MS);
    this.gaveListUp = isComing();
  }

  private async pause(ms: number): Promise<void> {
    // Rejects only where the stop ends it, which the caller looks at.
    await sleep(ms, undefined, { signal: this.shared.signal, ref: false }).catch(() => undefined);
  }
}

const keyOf = ({ userId, roleId }: RoleTask): string => `${userId}/${roleId}`;
