/** Which learners do not want to be counted: they are no ground for what others are recommended. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { App } from '../app.ts';
import { listLearnersSince } from './learning-recommending-store.ts';

interface Checked {
  /** Whose opt-outs were looked at: another set once somebody opts out or in. */
  readonly hashes: ReadonlySet<string>;
  /** Who started before it was looked at. */
  readonly beforeMs: number;
  readonly userIds: Set<string>;
}

/** Two instants of one millisecond, or of clocks that differ a little. */
const OVERLAP_MS = 60_000;
/** Hashes made before others get a turn. */
const AT_ONCE = 1_000;

/**
 * Which learners do not want to be counted. The table of opt-outs knows only hashes, so each learner is looked up once; afterwards only
 * those who started since.
 */
export class OptedOutLearners {
  private readonly checked = new Map<string, Checked>();

  async listOf(app: Pick<App, 'db' | 'clock' | 'interactions'>, guildId: string): Promise<readonly string[]> {
    const hashes = app.interactions.optOutHashes(guildId);
    if (!hashes) return [];
    const known = this.checked.get(guildId);
    const before = known?.hashes === hashes ? known : { hashes, beforeMs: 0, userIds: new Set<string>() };
    const nowMs = app.clock.now().getTime();
    const learners = await listLearnersSince(app, guildId, new Date(before.beforeMs - OVERLAP_MS));
    const userIds = new Set(before.userIds);
    for (const [index, userId] of learners.entries()) {
      if (app.interactions.isOptedOut(guildId, userId)) userIds.add(userId);
      if (index % AT_ONCE === 0) await breathe();
    }
    this.checked.set(guildId, { hashes, beforeMs: nowMs, userIds });
    return [...userIds];
  }

  dropCommunity(guildId: string): void {
    this.checked.delete(guildId);
  }
}
