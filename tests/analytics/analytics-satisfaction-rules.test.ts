import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareSatisfaction,
  netPromoterScore,
  normaliseWeights,
  responseRatio,
  satisfactionScore,
  seededRandom,
} from '../../src/analytics/analytics-satisfaction-rules.ts';
import type { IndicatorRatings } from '../../src/analytics/analytics-satisfaction-rules.ts';

const repeat = (value: number, times: number) => Array.from({ length: times }, () => value);
const rated = (indicator: string, ratings: readonly number[], weight = 1): IndicatorRatings => ({
  indicator,
  ratings,
  weight,
});
const rating = fc.integer({ min: 1, max: 5 });
const indicators = fc
  .array(
    fc.record({ ratings: fc.array(rating, { maxLength: 40 }), weight: fc.integer({ min: 0, max: 9 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((many) => many.map((one, index) => ({ ...one, indicator: `indicator-${index}` })));

describe('satisfaction', () => {
  test('the mean of the indicators’ means, not of all ratings: 20 fives and 5 ones make 3', () => {
    const { score, answers } = satisfactionScore(
      [rated('course', repeat(5, 20)), rated('event', repeat(1, 5))],
      'x',
    );
    expect(score).toBe(3);
    expect(answers).toBe(25);
  });

  test('weights count: an indicator of weight 3 pulls three times as much', () => {
    const { score, indicators: scores } = satisfactionScore(
      [rated('course', repeat(5, 5), 3), rated('event', repeat(1, 5), 1)],
      'x',
    );
    expect(score).toBe(4);
    expect(scores.map((one) => one.weight)).toEqual([1.5, 0.5]);
  });

  test('four answers are too few: the indicator is left out, named, and its mean kept back', () => {
    const { score, indicators: scores } = satisfactionScore(
      [rated('course', repeat(4, 5)), rated('event', repeat(1, 4)), rated('atmosphere', [])],
      'x',
    );
    expect(score).toBe(4);
    expect(scores[1]).toEqual({
      indicator: 'event',
      mean: null,
      interval: null,
      distribution: null,
      answers: 4,
      weight: 0,
      leftOut: 'too-few-answers',
    });
    expect(scores[2]?.leftOut).toBe('too-few-answers');
  });

  test('an indicator of weight 0 does not count, and says so', () => {
    const { score, indicators: scores } = satisfactionScore(
      [rated('course', repeat(4, 5)), rated('event', repeat(1, 9), 0)],
      'x',
    );
    expect(score).toBe(4);
    expect(scores[1]?.leftOut).toBe('no-weight');
  });

  test('without enough answers anywhere there is no score', () => {
    expect(satisfactionScore([rated('course', repeat(5, 4))], 'x')).toMatchObject({
      score: null,
      interval: null,
      answers: 0,
    });
    expect(satisfactionScore([], 'x')).toMatchObject({ score: null, interval: null, indicators: [] });
  });

  test('from 20 ratings on there is an interval, with 19 there is none', () => {
    const mixed = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4];
    expect(satisfactionScore([rated('course', mixed)], 'x').interval).toBeNull();
    expect(satisfactionScore([rated('course', [...mixed, 5])], 'x').interval).not.toBeNull();
  });

  test('the same ratings and seed give the same interval, another seed nearly the same', () => {
    const given = [rated('course', [...repeat(5, 12), ...repeat(3, 12)]), rated('event', [1, 2, 3, 4, 5, 5])];
    const first = satisfactionScore(given, 'guild:2026-11-16').interval;
    const other = satisfactionScore(given, 'guild:2026-11-23').interval;
    expect(satisfactionScore(given, 'guild:2026-11-16').interval).toEqual(first);
    expect(other).not.toEqual(first);
    expect(Math.abs((other?.low ?? 0) - (first?.low ?? 9))).toBeLessThan(0.1);
  });

  test('the order in which answers are read plays no part', () => {
    const ratings = [1, 5, 2, 5, 3, 5, 4, 5, 1, 5, 2, 5, 3, 5, 4, 5, 1, 5, 2, 5, 3];
    const one = satisfactionScore([rated('course', ratings)], 'x');
    expect(satisfactionScore([rated('course', ratings.toReversed())], 'x')).toEqual(one);
  });

  test('each indicator has its distribution, and from 20 ratings on an interval of its own', () => {
    const { indicators: scores } = satisfactionScore(
      [rated('course', [...repeat(5, 15), ...repeat(2, 5)]), rated('event', repeat(4, 6))],
      'x',
    );
    expect(scores[0]?.distribution).toEqual([0, 5, 0, 0, 15]);
    expect(scores[0]?.interval?.low).toBeLessThan(scores[0]?.mean ?? 0);
    expect(scores[1]).toMatchObject({ distribution: [0, 0, 0, 6, 0], interval: null });
  });

  test('the interval is about as wide as theory says', () => {
    // 50 fives and 50 threes: standard error 1/√100 = 0.1, so 4 ± 0.196.
    const interval = satisfactionScore([rated('course', [...repeat(5, 50), ...repeat(3, 50)])], 'x').interval;
    expect(interval?.low).toBeGreaterThan(3.76);
    expect(interval?.low).toBeLessThan(3.84);
    expect(interval?.high).toBeGreaterThan(4.16);
    expect(interval?.high).toBeLessThan(4.24);
  });

  test('ratings are resampled within their own indicator: two unanimous ones leave no doubt', () => {
    const { interval } = satisfactionScore(
      [rated('course', repeat(5, 10)), rated('event', repeat(1, 10))],
      'x',
    );
    expect(interval).toEqual({ low: 3, high: 3 });
  });

  test('S stays on the scale of the ratings and inside its interval, whatever was answered', () => {
    fc.assert(
      fc.property(indicators, fc.string(), (given, seed) => {
        const { score, interval, answers, indicators: scores } = satisfactionScore(given, seed);
        const counted = scores.filter((one) => one.leftOut === null);
        const weights = counted.reduce((sum, one) => sum + one.weight, 0);
        expect(weights).toBeCloseTo(counted.length, 9);
        expect(score === null).toBe(counted.length === 0);
        expect(interval === null).toBe(answers < 20);
        if (score === null) return;
        expect(score).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(score).toBeLessThanOrEqual(5 + 1e-9);
        if (interval === null) return;
        expect(interval.low).toBeLessThanOrEqual(score + 1e-9);
        expect(interval.high).toBeGreaterThanOrEqual(score - 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('weights', () => {
  test.each([
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
    [
      [2, 1, 1],
      [1.5, 0.75, 0.75],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [[], []],
  ])('%j become %j', (given, expected) => {
    expect(normaliseWeights(given)).toEqual(expected);
  });
});

describe('two weeks compared', () => {
  const week = (course: number[], event: number[], atmosphere: number[]) =>
    satisfactionScore([rated('course', course), rated('event', event), rated('atmosphere', atmosphere)], 'x');

  test('only on the indicators that both weeks have', () => {
    const now = week(repeat(4, 5), repeat(5, 5), []);
    const before = week(repeat(3, 5), [], repeat(1, 5));
    expect(compareSatisfaction(now, before)).toEqual({ difference: 1, indicators: ['course'] });
  });

  test('an indicator without weight is not compared', () => {
    const score = (ratings: number[]) =>
      satisfactionScore([rated('course', repeat(4, 5)), rated('event', ratings, 0)], 'x');
    const change = compareSatisfaction(score(repeat(5, 5)), score(repeat(1, 5)));
    expect(change).toEqual({ difference: 0, indicators: ['course'] });
  });

  test('two weeks without a shared indicator cannot be compared', () => {
    expect(compareSatisfaction(week(repeat(4, 5), [], []), week([], repeat(4, 5), []))).toBeNull();
  });

  test('a week compared with itself did not change', () => {
    const same = week(repeat(4, 5), repeat(2, 7), repeat(3, 9));
    expect(compareSatisfaction(same, same)?.difference).toBe(0);
  });
});

describe('recommendation', () => {
  test('six promoters, two passives and two detractors make +40', () => {
    expect(netPromoterScore([9, 9, 10, 10, 9, 9, 7, 8, 6, 0])).toMatchObject({
      score: 40,
      answers: 10,
      promoters: 6,
      passives: 2,
      detractors: 2,
    });
  });

  test('an interval worked out by hand: 50 promoters, 30 passives, 20 detractors', () => {
    const answers = [...repeat(10, 50), ...repeat(8, 30), ...repeat(3, 20)];
    const { interval } = netPromoterScore(answers);
    // p = 50.75/103, d = 20.75/103, (p − d) = 0.29126, se = √((0.69417 − 0.08483)/103) = 0.07691.
    expect(interval?.low).toBeCloseTo(14.05, 1);
    expect(interval?.high).toBeCloseTo(44.2, 1);
  });

  test('four answers are too few to say anything', () => {
    expect(netPromoterScore([10, 10, 10, 10])).toEqual({
      score: null,
      interval: null,
      answers: 4,
      promoters: 0,
      passives: 0,
      detractors: 0,
    });
  });

  test('the score is always inside its interval and both inside −100..100', () => {
    const answers = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 5, maxLength: 300 });
    fc.assert(
      fc.property(answers, (given) => {
        const { score, interval } = netPromoterScore(given);
        expect(interval?.low).toBeLessThanOrEqual(score ?? NaN);
        expect(interval?.high).toBeGreaterThanOrEqual(score ?? NaN);
        expect(interval?.low).toBeGreaterThanOrEqual(-100);
        expect(interval?.high).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('response rate', () => {
  test.each([
    [41, 210, 41 / 210],
    [0, 210, 0],
    [3, 0, null],
    [3, null, null],
    [5, 4, 1],
  ])('%d answers of %s invited: %s', (answered, invited, expected) => {
    expect(responseRatio(answered, invited)).toBe(expected);
  });
});

test('the seeded numbers are evenly spread over [0, 1)', () => {
  const random = seededRandom('a community');
  const numbers = Array.from({ length: 20_000 }, () => random());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const tenths = Array.from(
    { length: 10 },
    (_, tenth) => numbers.filter((value) => Math.floor(value * 10) === tenth).length,
  );
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
});
