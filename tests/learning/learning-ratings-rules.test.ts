/** What ratings say. Pure; the simulation has a fixed seed. */
import { describe, expect, it } from 'vitest';
import {
  communityMean,
  NO_RATINGS,
  shrunkMean,
  summariseRatings,
} from '../../src/learning/learning-ratings-rules.ts';
import type { Ratings } from '../../src/learning/learning-ratings-rules.ts';
import { Random } from '../../src/demo/random.ts';

const ratings = (...stars: readonly number[]): Ratings => ({
  count: stars.length,
  sum: stars.reduce((sum, one) => sum + one, 0),
  sumOfSquares: stars.reduce((sum, one) => sum + one * one, 0),
});

/** How people rate: the share of 1 … 5 stars. */
const HABITS = [
  [0.02, 0.03, 0.1, 0.3, 0.55],
  [0.2, 0.2, 0.2, 0.2, 0.2],
  [0.4, 0.05, 0.05, 0.1, 0.4],
  [0.0, 0.0, 0.1, 0.6, 0.3],
];

function drawn(habit: readonly number[], random: () => number): number {
  let left = random();
  const index = habit.findIndex((share) => (left -= share) < 0);
  return (index === -1 ? habit.length - 1 : index) + 1;
}

describe('the interval of a mean', () => {
  it('is none where nobody rated', () => {
    expect(summariseRatings(NO_RATINGS)).toBeNull();
  });

  it('of five times five stars is no certainty, and ends at five', () => {
    const summary = summariseRatings(ratings(5, 5, 5, 5, 5))!;
    expect(summary.mean).toBe(5);
    expect(summary.high).toBe(5);
    expect(summary.low).toBeGreaterThan(3.5);
    expect(summary.low).toBeLessThan(4.5);
  });

  it('of a single vote says next to nothing', () => {
    const { low, high } = summariseRatings(ratings(5))!;
    expect(high - low).toBeGreaterThan(2);
  });

  it('always holds the mean, within 1 and 5, and becomes narrower with more of the same', () => {
    const seeded = new Random('7');
    const random = () => seeded.next();
    for (let round = 0; round < 500; round += 1) {
      const stars = Array.from({ length: 1 + Math.floor(random() * 40) }, () => 1 + Math.floor(random() * 5));
      const one = summariseRatings(ratings(...stars))!;
      const four = summariseRatings(ratings(...stars, ...stars, ...stars, ...stars))!;
      expect(one.low).toBeGreaterThanOrEqual(1);
      expect(one.high).toBeLessThanOrEqual(5);
      expect(one.low).toBeLessThanOrEqual(one.mean);
      expect(one.high).toBeGreaterThanOrEqual(one.mean);
      expect(four.high - four.low).toBeLessThan(one.high - one.low);
    }
  });

  it('holds the true mean 95 times of 100 with many ratings, and nearly as often with five', () => {
    const random = new Random('coverage');
    for (const { count, least } of [
      { count: 5, least: 0.86 },
      { count: 30, least: 0.91 },
      { count: 100, least: 0.93 },
    ])
      for (const habit of HABITS) {
        const truth = habit.reduce((sum, share, index) => sum + share * (index + 1), 0);
        let held = 0;
        const rounds = 2_000;
        for (let round = 0; round < rounds; round += 1) {
          const stars = Array.from({ length: count }, () => drawn(habit, () => random.next()));
          const { low, high } = summariseRatings(ratings(...stars))!;
          if (low <= truth && truth <= high) held += 1;
        }
        expect(held / rounds, `${count} ratings, ${habit.join(' ')}`).toBeGreaterThan(least);
      }
  });
});

describe('the order of courses', () => {
  it('has one vote of five below many of nearly five, and above what is rated poorly', () => {
    const loved = ratings(...Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? 4 : 5)));
    const usual = communityMean([loved, ratings(5), ratings(3, 4, 3, 4, 2, 4, 3, 4, 5, 3, 4, 4)]);
    expect(shrunkMean(ratings(5), usual)).toBeLessThan(shrunkMean(loved, usual));
    expect(shrunkMean(ratings(2, 2, 3), usual)).toBeLessThan(shrunkMean(NO_RATINGS, usual));
  });

  it('takes 3.5 for the mean of a community before anybody rated', () => {
    expect(communityMean([])).toBe(3.5);
    expect(shrunkMean(NO_RATINGS, communityMean([NO_RATINGS]))).toBe(3.5);
    expect(shrunkMean(ratings(5), 3.5)).toBeCloseTo(40 / 11);
  });
});
