/** Satisfaction S = (1/K)·Σ wₖFₖ, its interval, recommendation (NPS) and response rate: sums over ratings, repeatable, nothing that waits. */
import { mean, quantileSorted } from 'simple-statistics';
import { ratioOf } from './analytics-activity-rules.ts';

/** An indicator with fewer answers is left out of S. */
export const MIN_ANSWERS = 5;
/** From this many ratings on S comes with an interval. */
export const MIN_ANSWERS_FOR_INTERVAL = 20;
/** Resamples of the bootstrap. Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), ch. 13: ≥ 1000 for percentiles. */
const RESAMPLES = 2000;
/** Standard normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959964;

/** A 95 % interval, low ≤ high, in the unit of the figure it belongs to. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The ratings (1–5) an indicator got, in any order. */
export interface IndicatorRatings {
  readonly indicator: string;
  readonly ratings: readonly number[];
  /** The operator's weight, ≥ 0. */
  readonly weight: number;
}

export interface IndicatorScore {
  readonly indicator: string;
  /** Fₖ: mean rating; null below the minimum of answers, so that nobody's rating can be read off it. */
  readonly mean: number | null;
  /** 95 %, from 20 ratings on; null below. */
  readonly interval: Interval | null;
  /** How often 1, 2, 3, 4 and 5 were given; null below the minimum of answers. */
  readonly distribution: readonly number[] | null;
  readonly answers: number;
  /** wₖ after normalisation: the weights of those that count add up to their number. 0 when it does not count. */
  readonly weight: number;
  /** Why it does not count. */
  readonly leftOut: 'too-few-answers' | 'no-weight' | null;
}

export interface Satisfaction {
  /** S on the 1–5 scale; null when no indicator has enough answers. */
  readonly score: number | null;
  /** 95 %, from 20 ratings on; null below. */
  readonly interval: Interval | null;
  /** n: ratings behind S. */
  readonly answers: number;
  /** In the order given. */
  readonly indicators: readonly IndicatorScore[];
}

/**
 * S of a span.
 * @param seed makes the interval repeatable: same ratings and seed, same interval.
 */
export function satisfactionScore(given: readonly IndicatorRatings[], seed: string): Satisfaction {
  const counted = given.filter((one) => reasonLeftOut(one) === null);
  const weights = normaliseWeights(counted.map((one) => one.weight));
  const weightOf = new Map(counted.map((one, index) => [one.indicator, weights[index] ?? 0]));
  const indicators = given.map((one) => scoreIndicator(one, weightOf.get(one.indicator) ?? 0, seed));
  const answers = counted.reduce((sum, one) => sum + one.ratings.length, 0);
  if (counted.length === 0) return { score: null, interval: null, answers, indicators };
  const samples = counted.map((one) => one.ratings);
  const score = weightedScore(
    samples.map((ratings) => mean([...ratings])),
    weights,
  );
  return { score, interval: bootstrapInterval(samples, weights, seed), answers, indicators };
}

function scoreIndicator(one: IndicatorRatings, weight: number, seed: string): IndicatorScore {
  const enough = one.ratings.length >= MIN_ANSWERS;
  return {
    indicator: one.indicator,
    mean: enough ? mean([...one.ratings]) : null,
    interval: bootstrapInterval([one.ratings], [1], `${seed}:${one.indicator}`),
    distribution: enough
      ? [1, 2, 3, 4, 5].map((value) => one.ratings.filter((r) => r === value).length)
      : null,
    answers: one.ratings.length,
    weight,
    leftOut: reasonLeftOut(one),
  };
}

/** Weights scaled so that they add up to their number K: S then stays on the scale of the ratings. */
export function normaliseWeights(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum <= 0) return weights.map(() => 0);
  return weights.map((weight) => (weight * weights.length) / sum);
}

function reasonLeftOut(one: IndicatorRatings): IndicatorScore['leftOut'] {
  if (one.ratings.length < MIN_ANSWERS) return 'too-few-answers';
  return one.weight > 0 ? null : 'no-weight';
}

function weightedScore(means: readonly number[], weights: readonly number[]): number {
  return means.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / means.length;
}

/**
 * Percentile bootstrap of S: each indicator's ratings are resampled among themselves, as many as it has. They are put in order first,
 * so that the order in which answers are read plays no part. Null below the minimum for an interval.
 */
function bootstrapInterval(
  samples: readonly (readonly number[])[],
  weights: readonly number[],
  seed: string,
): Interval | null {
  const answers = samples.reduce((sum, ratings) => sum + ratings.length, 0);
  if (answers < MIN_ANSWERS_FOR_INTERVAL) return null;
  const random = seededRandom(seed);
  const sorted = samples.map((ratings) => ratings.toSorted((a, b) => a - b));
  const scores = Array.from({ length: RESAMPLES }, () =>
    weightedScore(
      sorted.map((ratings) => resampledMean(ratings, random)),
      weights,
    ),
  ).sort((a, b) => a - b);
  return { low: quantileSorted(scores, 0.025), high: quantileSorted(scores, 0.975) };
}

function resampledMean(ratings: readonly number[], random: () => number): number {
  let sum = 0;
  for (let drawn = 0; drawn < ratings.length; drawn += 1)
    sum += ratings[Math.floor(random() * ratings.length)] ?? 0;
  return sum / ratings.length;
}

/**
 * Numbers in [0, 1) that depend on the seed alone.
 * Source: the text is hashed by FNV-1a (32 bit), the sequence is mulberry32 (Tommy Ettinger, public domain).
 */
export function seededRandom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1)
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface SatisfactionChange {
  /** S now minus S before, both over the shared indicators only. */
  readonly difference: number;
  /** The indicators that count in both spans, in order. */
  readonly indicators: readonly string[];
}

/** Two spans compared on the indicators that count in both, with the weights of the later one; null when they share none. */
export function compareSatisfaction(now: Satisfaction, before: Satisfaction): SatisfactionChange | null {
  const earlier = new Map(before.indicators.map((one) => [one.indicator, one]));
  const shared = now.indicators.flatMap((one) => {
    const other = earlier.get(one.indicator);
    if (one.leftOut !== null || one.mean === null) return [];
    if (!other || other.leftOut !== null || other.mean === null) return [];
    return [{ indicator: one.indicator, weight: one.weight, now: one.mean, before: other.mean }];
  });
  if (shared.length === 0) return null;
  const weights = normaliseWeights(shared.map((one) => one.weight));
  const scoreOf = (pick: (one: (typeof shared)[number]) => number) =>
    weightedScore(shared.map(pick), weights);
  return {
    difference: scoreOf((one) => one.now) - scoreOf((one) => one.before),
    indicators: shared.map((one) => one.indicator),
  };
}

export interface Recommendation {
  /** NPS −100..100: percentage of promoters minus percentage of detractors; null below the minimum of answers. */
  readonly score: number | null;
  readonly interval: Interval | null;
  readonly answers: number;
  /** 9–10, 7–8 and 0–6; all 0 below the minimum of answers. */
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/**
 * Net Promoter Score of answers 0–10, with a 95 % interval by the adjusted Wald method: three answers are added, one quarter of
 * them promoters, one half passives, one quarter detractors.
 * Source: B. Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70 (2016) 365–372.
 */
export function netPromoterScore(recommendations: readonly number[]): Recommendation {
  const answers = recommendations.length;
  const none = { score: null, interval: null, answers, promoters: 0, passives: 0, detractors: 0 };
  if (answers < MIN_ANSWERS) return none;
  const promoters = recommendations.filter((value) => value >= 9).length;
  const detractors = recommendations.filter((value) => value <= 6).length;
  const score = (100 * (promoters - detractors)) / answers;
  const n = answers + 3;
  const p = (promoters + 0.75) / n;
  const d = (detractors + 0.75) / n;
  const halfWidth = 100 * Z_95 * Math.sqrt((p + d - (p - d) ** 2) / n);
  const centre = 100 * (p - d);
  const interval = { low: Math.max(-100, centre - halfWidth), high: Math.min(100, centre + halfWidth) };
  return { score, interval, answers, promoters, passives: answers - promoters - detractors, detractors };
}

/** Answered / invited, 0..1; null when nobody was invited or it is not known how many were. Late joiners cannot push it above 1. */
export function responseRatio(answered: number, invited: number | null): number | null {
  const ratio = invited === null ? null : ratioOf(answered, invited);
  return ratio === null ? null : Math.min(1, ratio);
}
