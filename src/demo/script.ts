/** How large the story is: the four weeks of the demo, or less for tests. Numbers only; what happens stands in the acts. */
import { DAY_MS, shanghai, WEEK_MS } from './story-time.ts';

export interface Script {
  /** Everything left to chance follows from it. */
  readonly seed: string;
  /** First local midnight and the last instant of the story, Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Members at the beginning, and those who join. */
  readonly founders: number;
  readonly newcomers: number;
  /** Messages of an ordinary day at the beginning. */
  readonly messagesPerDay: number;
  /** How many of those who see a survey answer it, 0..1. */
  readonly answering: number;
}

const MONDAY = shanghai('2026-10-19 00:00');

/** Four weeks from Monday 2026-10-19, and the morning after. */
export const FOUR_WEEKS: Script = {
  seed: 'CodeHaven',
  from: MONDAY,
  to: MONDAY + 4 * WEEK_MS + 10 * 60 * 60_000,
  founders: 272,
  newcomers: 44,
  messagesPerDay: 1_080,
  answering: 0.2,
};

/** Two days and the morning after, for tests: a weekend, so that a report is due at its end. */
export const WEEKEND: Script = {
  seed: 'weekend',
  from: MONDAY + 5 * DAY_MS,
  to: MONDAY + 7 * DAY_MS + 10 * 60 * 60_000,
  founders: 30,
  newcomers: 4,
  messagesPerDay: 160,
  answering: 0.5,
};
