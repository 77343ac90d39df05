/** What ratings of 1 to 5 stars say: the mean, how sure it is, and which course comes first. Pure. */

/** The ratings of one course, or of several: enough for every sum made of them. */
export interface Ratings {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

export const STARS = [1, 2, 3, 4, 5] as const;
const LEAST_STARS = 1;
const MOST_STARS = 5;

export const NO_RATINGS: Ratings = { count: 0, sum: 0, sumOfSquares: 0 };

/** The mean of 1 to 5, and of their squares: what one rating not yet given is taken for. */
const PRIOR = { mean: 3, square: 11 };

/** Of the standard normal distribution, for 95 %. */
const QUANTILE = 1.959_964;

/** So many ratings at the community's mean are added to a course's own. */
const PRIOR_RATINGS = 10;

/** The community's mean before anybody rated. */
const USUAL_MEAN = 3.5;

export interface RatingSummary {
  readonly count: number;
  readonly mean: number;
  /** Within these lies the mean that all learners would give, with 95 %; 1 ≤ low ≤ mean ≤ high ≤ 5. */
  readonly low: number;
  readonly high: number;
}

/**
 * Mean and interval; null where nobody rated. Normal approximation of the posterior of the mean under a Dirichlet prior of total weight 1,
 * spread evenly over 1 … 5: five times five stars is not certainty.
 * Source: Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.4 (multinomial model) and appendix A (moments of the Dirichlet).
 */
export function summariseRatings({ count, sum, sumOfSquares }: Ratings): RatingSummary | null {
  if (count === 0) return null;
  const mean = sum / count;
  const expected = (sum + PRIOR.mean) / (count + 1);
  const expectedSquare = (sumOfSquares + PRIOR.square) / (count + 1);
  const variance = (expectedSquare - expected ** 2) / (count + 2);
  const reach = QUANTILE * Math.sqrt(Math.max(0, variance));
  return {
    count,
    mean,
    // The prior pulls towards the middle: where all gave the same, the mean itself lies at the edge.
    low: Math.max(LEAST_STARS, Math.min(mean, expected - reach)),
    high: Math.min(MOST_STARS, Math.max(mean, expected + reach)),
  };
}

/** The ratings of several courses as of one. */
export function sumRatings(all: Iterable<Ratings>): Ratings {
  let total = NO_RATINGS;
  for (const { count, sum, sumOfSquares } of all)
    total = {
      count: total.count + count,
      sum: total.sum + sum,
      sumOfSquares: total.sumOfSquares + sumOfSquares,
    };
  return total;
}

/** The mean of all ratings in the community. */
export function communityMean(all: Iterable<Ratings>): number {
  const { count, sum } = sumRatings(all);
  return count === 0 ? USUAL_MEAN : sum / count;
}

/**
 * Decides the order of courses: with few ratings near the community's mean, so that one vote of 5 is not the best course.
 * Source: the Bayesian average, as of IMDb's list of films; docs/metrics.md.
 */
export function shrunkMean({ count, sum }: Ratings, usual: number): number {
  return (PRIOR_RATINGS * usual + sum) / (PRIOR_RATINGS + count);
}
