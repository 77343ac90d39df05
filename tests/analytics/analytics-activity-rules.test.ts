import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activityFactors,
  changeRatio,
  dailyActiveMean,
  explainActivityChange,
  logarithmicMean,
  stickiness,
} from '../../src/analytics/analytics-activity-rules.ts';
import type { ActivityTotals } from '../../src/analytics/analytics-activity-rules.ts';

const empty: ActivityTotals = { interactions: 0, memberHours: 0, activeMembers: 0, members: 12, days: 7 };
const week: ActivityTotals = { interactions: 700, memberHours: 140, activeMembers: 20, members: 50, days: 7 };

/** Counts as they can really occur: every active member has at least one hour, every hour at least one interaction. */
const liveCounts = fc
  .record({
    activeMembers: fc.integer({ min: 1, max: 5000 }),
    idleMembers: fc.integer({ min: 0, max: 100_000 }),
    moreHours: fc.integer({ min: 0, max: 100_000 }),
    moreInteractions: fc.integer({ min: 0, max: 1_000_000 }),
    days: fc.integer({ min: 1, max: 31 }),
  })
  .map((some): ActivityTotals => ({
    activeMembers: some.activeMembers,
    members: some.activeMembers + some.idleMembers,
    memberHours: some.activeMembers + some.moreHours,
    interactions: some.activeMembers + some.moreHours + some.moreInteractions,
    days: some.days,
  }));

describe('activity and its factors', () => {
  test('a week of 700 interactions in 140 active hours of 20 among 50 members', () => {
    expect(activityFactors(week)).toEqual({
      activity: 100,
      intensity: 5,
      time: 0.4,
      reach: 0.4,
      hoursPerActive: 1,
      members: 50,
    });
  });

  test('a week in which nobody did anything has activity 0, reach 0 and no intensity', () => {
    expect(activityFactors(empty)).toEqual({
      activity: 0,
      intensity: null,
      time: 0,
      reach: 0,
      hoursPerActive: null,
      members: 12,
    });
  });

  test('a community without any member yields no NaN', () => {
    const factors = activityFactors({ ...empty, members: 0 });
    expect(factors).toMatchObject({ activity: 0, time: null, reach: null });
    expect(JSON.stringify(factors)).not.toContain('NaN');
  });

  test('a span without days is a mistake of the caller', () => {
    expect(() => activityFactors({ ...week, days: 0 })).toThrow(RangeError);
  });

  test('A = c·T·N = I/D and T = r·Tₐ in every community that is alive', () => {
    fc.assert(
      fc.property(liveCounts, (counts) => {
        const { activity, intensity, time, reach, hoursPerActive, members } = activityFactors(counts);
        expect((intensity ?? 0) * (time ?? 0) * members).toBeCloseTo(counts.interactions / counts.days, 5);
        expect(activity).toBe(counts.interactions / counts.days);
        expect((reach ?? 0) * (hoursPerActive ?? 0)).toBeCloseTo(time ?? 0, 9);
      }),
    );
  });
});

describe('why activity changed', () => {
  test('the four effects add up to the change exactly, whatever the two weeks were', () => {
    fc.assert(
      fc.property(liveCounts, liveCounts, (a, b) => {
        const now = activityFactors(a);
        const before = activityFactors(b);
        const { difference, effects } = explainActivityChange(now, before);
        if (!effects) throw new Error('no effects');
        const sum = effects.intensity + effects.time + effects.reach + effects.size;
        const scale = Math.max(now.activity, before.activity);
        expect(Math.abs(sum - difference)).toBeLessThan(1e-9 * scale);
        expect(difference).toBe(now.activity - before.activity);
      }),
      { numRuns: 500 },
    );
  });

  test('seen from the other side, every effect is the opposite', () => {
    fc.assert(
      fc.property(liveCounts, liveCounts, (a, b) => {
        const there = explainActivityChange(activityFactors(a), activityFactors(b)).effects;
        const back = explainActivityChange(activityFactors(b), activityFactors(a)).effects;
        const scale = Math.max(a.interactions / a.days, b.interactions / b.days);
        for (const name of ['intensity', 'time', 'reach', 'size'] as const)
          expect(Math.abs((there?.[name] ?? 0) + (back?.[name] ?? 0))).toBeLessThan(1e-9 * scale);
      }),
    );
  });

  test('twice as many members who behave the same: all of it is size', () => {
    const doubled = { ...week, interactions: 1400, memberHours: 280, activeMembers: 40, members: 100 };
    const { difference, ratio, effects } = explainActivityChange(
      activityFactors(doubled),
      activityFactors(week),
    );
    expect(difference).toBe(100);
    expect(ratio).toBe(1);
    expect(effects?.size).toBeCloseTo(100, 9);
    for (const other of [effects?.intensity, effects?.time, effects?.reach]) expect(other).toBeCloseTo(0, 9);
  });

  test('an example worked out by hand: intensity 5 → 6, everything else as before', () => {
    const busier = activityFactors({ ...week, interactions: 840 });
    // L(120, 100)·ln(6/5) = 20/ln(1.2)·ln(1.2) = 20.
    expect(explainActivityChange(busier, activityFactors(week)).effects?.intensity).toBeCloseTo(20, 9);
  });

  test('two equal weeks have a difference of 0 and four effects of 0', () => {
    expect(explainActivityChange(activityFactors(week), activityFactors(week))).toEqual({
      difference: 0,
      ratio: 0,
      effects: { intensity: 0, time: 0, reach: 0, size: 0 },
      emptySpan: null,
    });
  });

  test.each([
    ['now', empty, week],
    ['before', week, empty],
    ['both', empty, empty],
  ] as const)('where nothing happened (%s) there is no decomposition, and it says where', (which, a, b) => {
    const change = explainActivityChange(activityFactors(a), activityFactors(b));
    expect(change.effects).toBeNull();
    expect(change.emptySpan).toBe(which);
    expect(Number.isFinite(change.difference)).toBe(true);
  });
});

describe('the logarithmic mean', () => {
  test.each([
    [1, 1, 1],
    [5, 5, 5],
    [Math.E, 1, Math.E - 1],
    [0, 3, 0],
    [3, 0, 0],
    [0, 0, 0],
  ])('L(%d, %d) = %d', (a, b, expected) => {
    expect(logarithmicMean(a, b)).toBeCloseTo(expected, 12);
  });

  test('it lies between the geometric and the arithmetic mean, also for numbers that hardly differ', () => {
    const level = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    const nudge = fc.double({ min: 1e-12, max: 3, noNaN: true });
    fc.assert(
      fc.property(level, nudge, (a, share) => {
        const b = a * (1 + share);
        const between = logarithmicMean(a, b);
        expect(between).toBeGreaterThanOrEqual(Math.sqrt(a * b) * (1 - 1e-9));
        expect(between).toBeLessThanOrEqual(((a + b) / 2) * (1 + 1e-9));
      }),
    );
  });
});

describe('ratios beside it', () => {
  test.each([
    [110, 100, 0.1],
    [90, 100, -0.1],
    [100, 100, 0],
  ])('from %s against %s: %s', (now, before, expected) => {
    expect(changeRatio(now, before)).toBeCloseTo(expected, 12);
  });

  test.each([
    [5, 0],
    [5, null],
    [5, undefined],
    [null, 5],
  ])('%s against %s cannot be compared', (now, before) => {
    expect(changeRatio(now, before)).toBeNull();
  });

  test('the mean of daily active members, and none without days', () => {
    expect(dailyActiveMean([10, 20, 30])).toBe(20);
    expect(dailyActiveMean([])).toBeNull();
  });

  test('stickiness needs a month in which somebody was active', () => {
    expect(stickiness(30, 120)).toBe(0.25);
    expect(stickiness(0, 0)).toBeNull();
    expect(stickiness(30, null)).toBeNull();
  });
});
