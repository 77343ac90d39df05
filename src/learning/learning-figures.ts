/** How many people looked at, started, finished and rated each course: summed at most once a minute, with own changes seen at once. */
import type { App } from '../app.ts';
import { OptedOutLearners } from './learning-opted-out.ts';
import { NO_RATINGS } from './learning-ratings-rules.ts';
import type { Ratings } from './learning-ratings-rules.ts';
import { sumFigures } from './learning-store.ts';

/** People, each counted once. */
export interface CourseFigures {
  readonly viewed: number;
  readonly started: number;
  readonly finished: number;
  readonly ratings: Ratings;
}

export const NO_FIGURES: CourseFigures = { viewed: 0, started: 0, finished: 0, ratings: NO_RATINGS };

const KEPT_MS = 60_000;

interface Held {
  readonly atMs: number;
  readonly figures: ReadonlyMap<number, CourseFigures>;
}

/** Sums that were made lately, so that lists of courses do not count fifty thousand learners each time. */
export class LearningMemory {
  readonly optedOut = new OptedOutLearners();
  private readonly held = new Map<string, Held>();
  /** Courses that changed since they were summed. */
  private readonly stale = new Map<string, Set<number>>();

  /** Somebody did something with the course. */
  changed(guildId: string, courseId: number): void {
    this.stale.set(guildId, (this.stale.get(guildId) ?? new Set()).add(courseId));
  }

  dropCommunity(guildId: string): void {
    this.held.delete(guildId);
    this.stale.delete(guildId);
    this.optedOut.dropCommunity(guildId);
  }

  async figuresOf(
    app: Pick<App, 'db' | 'clock'>,
    guildId: string,
  ): Promise<ReadonlyMap<number, CourseFigures>> {
    const nowMs = app.clock.now().getTime();
    const held = this.held.get(guildId);
    const isFresh = held !== undefined && nowMs - held.atMs < KEPT_MS;
    // Before it is summed: what changes meanwhile is summed again.
    const stale = [...(this.stale.get(guildId) ?? [])];
    this.stale.delete(guildId);
    if (isFresh && stale.length === 0) return held.figures;
    const summed = await sumFigures(app, guildId, isFresh ? stale : null);
    const figures = new Map([...(isFresh ? held.figures : []), ...summed]);
    this.held.set(guildId, { atMs: isFresh ? held.atMs : nowMs, figures });
    return figures;
  }
}

/** By course; those nobody looked at are left out. */
export async function courseFigures(
  app: Pick<App, 'db' | 'clock' | 'learning'>,
  guildId: string,
): Promise<ReadonlyMap<number, CourseFigures>> {
  return app.learning.figuresOf(app, guildId);
}
