/**
 * The face of roles: what a feature decided about somebody's roles is wished in its own transaction and carried out afterwards, within
 * Discord's limits. Knows nothing of why: that is the feature's business.
 */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { lastWishes } from './roles-rules.ts';
import type { RoleProblem, RoleWish } from './roles-rules.ts';
import { countStates, insertWishes, listByEntries, listByMember, listFailed } from './roles-store.ts';
import type { RoleRecord } from './roles-store.ts';

export { RoleWork } from './roles-work.ts';
export type { RoleOutcome } from './roles-work.ts';
export type { RoleProblem, RoleState, RoleWish } from './roles-rules.ts';
export type { RoleRecord } from './roles-store.ts';

/** So many wishes are written by one statement. */
const WISHES_AT_ONCE = 5_000;

/**
 * Wishes roles inside the caller's transaction; call `app.roles.wake(guildId)` once that is over. Of several wishes for one role of one
 * person the last counts, here and over time.
 */
export async function wishRoles(sql: SqlRunner, guildId: string, wishes: readonly RoleWish[]): Promise<void> {
  const last = lastWishes(wishes);
  for (let from = 0; from < last.length; from += WISHES_AT_ONCE)
    await insertWishes(sql, guildId, last.slice(from, from + WISHES_AT_ONCE));
}

/** How far wishes are carried out. */
export interface RoleProgress {
  readonly open: number;
  readonly done: number;
  /** Of people who are not in the community. */
  readonly absent: number;
  /** How many failed and were not wished anew, by why; only problems that occurred, the most frequent first. */
  readonly failed: readonly { readonly problem: RoleProblem; readonly count: number }[];
  /** From when on the oldest open wish was to be so; null when none is open. */
  readonly oldestOpenAt: Date | null;
  /** By how much roles lag behind what was decided, in milliseconds; 0 when nothing is open. */
  readonly lagMs: number;
}

/** Wishes that are open, and those that were finished since `since`. */
export async function roleProgress(
  app: Pick<App, 'db' | 'clock'>,
  guildId: string,
  since: Date,
): Promise<RoleProgress> {
  const states = await countStates(app, guildId, since);
  const open = states.filter(({ state }) => state === 'open');
  const sum = (state: string): number =>
    states.reduce((total, each) => total + (each.state === state ? each.count : 0), 0);
  const oldestMs = Math.min(...open.map(({ oldestAt }) => oldestAt.getTime()));
  return {
    open: sum('open'),
    done: sum('done'),
    absent: sum('absent'),
    failed: states
      .flatMap(({ state, problem, count }) => (state === 'failed' && problem ? [{ problem, count }] : []))
      .toSorted((a, b) => b.count - a.count),
    oldestOpenAt: open.length > 0 ? new Date(oldestMs) : null,
    lagMs: open.length > 0 ? Math.max(0, app.clock.now().getTime() - oldestMs) : 0,
  };
}

/** What became of the wishes these entries of a ledger caused, in the order of the wishes. */
export async function rolesOfEntries(
  app: Pick<App, 'db'>,
  guildId: string,
  entryIds: readonly string[],
): Promise<RoleRecord[]> {
  return listByEntries(app, guildId, entryIds);
}

/** Every wish about the person's roles, the youngest first. */
export async function rolesOfMember(
  app: Pick<App, 'db'>,
  guildId: string,
  userId: string,
): Promise<RoleRecord[]> {
  return listByMember(app, guildId, userId);
}

/** Whose roles could not be changed since then, and why; the youngest first. What was wished anew afterwards is left out. */
export async function failedRoles(
  app: Pick<App, 'db'>,
  guildId: string,
  since: Date,
  limit: number,
): Promise<RoleRecord[]> {
  return listFailed(app, guildId, since, limit);
}
