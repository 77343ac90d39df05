/** What is decided about a wished role before and after Discord is asked. Pure. */
import type { RoleAnswer, RoleChange, RoleObstacle } from '../discord/roles.ts';

/** Why a role was not given or taken: an obstacle, or Discord failed again and again. */
export type RoleProblem = RoleObstacle | 'discord';

/** Somebody is to hold a role, or not to. */
export interface RoleWish extends RoleChange {
  /** What it is for, as the one who wishes it calls it, e.g. tier; stands in the server's audit log. */
  readonly purpose: string;
  /** The ledger's entry that caused it; null for a repair. */
  readonly entryId: string | null;
  /** From when on it is to be so. */
  readonly wishedAt: Date;
}

/** A wish that is not carried out yet. */
export interface RoleTask extends RoleWish {
  readonly taskId: string;
  /** Requests sent for it so far. */
  readonly callCount: number;
}

/** open: not yet; absent: not in the community; replaced: by a younger, opposite wish. */
export type RoleState = 'open' | 'done' | 'absent' | 'failed' | 'replaced';

/** What became of a task. */
export interface RoleResult {
  readonly state: Exclude<RoleState, 'replaced'>;
  /** Why it failed, or why it is tried again; null otherwise. */
  readonly problem: RoleProblem | null;
  /** Waits until then before it is tried again; null unless it is open. */
  readonly nextAttemptAt: Date | null;
}

/** Waits before a task is tried again; after the last one it has failed. Half an hour in all: longer ones are outages, see decideRest. */
const RETRY_SECONDS = [5, 30, 120, 600, 1_200];

/** How long a community's work rests after a round in which Discord carried out nothing; the last one repeats. */
const REST_MS = [1_000, 5_000, 30_000, 120_000, 300_000];

const DONE: RoleResult = { state: 'done', problem: null, nextAttemptAt: null };

/** Of several wishes for one role of one person, the last; each in the place of its first. */
export function lastWishes(wishes: readonly RoleWish[]): RoleWish[] {
  return [...new Map(wishes.map((wish) => [`${wish.userId}/${wish.roleId}`, wish])).values()];
}

/** What memory knows before Discord is asked; null: unknown. */
export interface Known {
  readonly obstacle: RoleObstacle | null;
  readonly holds: boolean | null;
  readonly isMember: boolean | null;
}

/** What became of the task without asking Discord; null: it has to be asked. A deleted role is held by nobody. */
export function decideUnasked(wanted: boolean, { obstacle, holds, isMember }: Known): RoleResult | null {
  if (obstacle === 'role-gone') return resultOf(wanted, obstacle);
  if (holds === wanted) return DONE;
  if (isMember === false) return resultOf(wanted, 'absent');
  return obstacle && resultOf(wanted, obstacle);
}

/** What Discord's answer means for the task. */
export function resultOf(wanted: boolean, answer: RoleAnswer): RoleResult {
  if (answer === 'done' || (answer === 'role-gone' && !wanted)) return DONE;
  if (answer === 'absent') return { state: 'absent', problem: null, nextAttemptAt: null };
  return { state: 'failed', problem: answer, nextAttemptAt: null };
}

/** What becomes of a task when Discord failed. @param callCount requests sent for it, with this one. */
export function decideRetry(callCount: number, now: Date): RoleResult {
  const seconds = RETRY_SECONDS[callCount - 1];
  if (seconds === undefined) return { state: 'failed', problem: 'discord', nextAttemptAt: null };
  return { state: 'open', problem: 'discord', nextAttemptAt: new Date(now.getTime() + seconds * 1_000) };
}

/**
 * How long the community's work rests, in milliseconds. While Discord is away one round after the other fails: resting keeps each task
 * from using up its tries.
 * @param failures rounds in a row in which Discord carried out nothing, 1 or more.
 */
export function decideRest(failures: number): number {
  return REST_MS[Math.min(failures, REST_MS.length) - 1]!;
}

/**
 * Tasks to ask Discord for next: a few of the youngest first, then the oldest, so that a single wish never waits behind a wave of
 * thousands, and the wave goes on.
 * @param oldest in order of their wishes. @param youngest the youngest first; some may be among the oldest.
 */
export function decideNext(
  oldest: readonly RoleTask[],
  youngest: readonly RoleTask[],
  { old, young }: { readonly old: number; readonly young: number },
): RoleTask[] {
  const first = youngest.slice(0, young);
  const taken = new Set(first.map(({ taskId }) => taskId));
  return [...first, ...oldest.filter(({ taskId }) => !taken.has(taskId)).slice(0, old)];
}
