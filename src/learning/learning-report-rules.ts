/** How a course does: the way from the first look to a rating, and where people stop. Pure. */
import type { Ratings } from './learning-ratings-rules.ts';

/** Ratings of 1, 2, 3, 4 and 5 stars. */
export type StarCounts = readonly [number, number, number, number, number];

/** Comments are shown from so many on: of fewer, who wrote them might be guessed. */
export const COMMENTS_MIN = 5;

/** People who first looked at the course in a span, each counted once, and what they did until now. */
export interface Funnel {
  readonly viewed: number;
  readonly started: number;
  readonly finished: number;
  readonly rated: number;
}

export interface CourseReport extends Funnel {
  readonly courseId: number;
  readonly starCounts: StarCounts;
  /** Between start and finish, half took longer; null: nobody finished. */
  readonly medianDays: number | null;
  /** In its room now. */
  readonly inRoom: number;
}

export interface LessonReport {
  readonly title: string;
  /** Of those who started. */
  readonly done: number;
  /** null: nobody started. */
  readonly ratio: number | null;
}

export function ratingsOf(counts: StarCounts): Ratings {
  const sum = (valueOf: (stars: number) => number) =>
    counts.reduce((total, count, index) => total + count * valueOf(index + 1), 0);
  return { count: sum(() => 1), sum: sum((stars) => stars), sumOfSquares: sum((stars) => stars ** 2) };
}

/** `part` of `whole`, 0..1; null where the whole is nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function addFunnels(funnels: readonly Funnel[]): Funnel {
  return funnels.reduce<Funnel>(
    (sum, { viewed, started, finished, rated }) => ({
      viewed: sum.viewed + viewed,
      started: sum.started + started,
      finished: sum.finished + finished,
      rated: sum.rated + rated,
    }),
    { viewed: 0, started: 0, finished: 0, rated: 0 },
  );
}

/**
 * Index of the lesson before which most people stop: fewer did it than the one before it (or than started) by more than anywhere else.
 * null where nobody stops anywhere.
 */
export function mostStopAt(started: number, lessons: readonly Pick<LessonReport, 'done'>[]): number | null {
  let worst: { index: number; lost: number } | null = null;
  let before = started;
  for (const [index, { done }] of lessons.entries()) {
    const lost = before - done;
    if (lost > (worst?.lost ?? 0)) worst = { index, lost };
    before = done;
  }
  return worst?.index ?? null;
}
