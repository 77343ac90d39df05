/** Which courses somebody may like, from what those took who took the same ones. Pure. */

/** Of those besides the member who started both courses. */
export interface Overlap {
  /** One that the member started. */
  readonly ownId: number;
  readonly otherId: number;
  readonly both: number;
}

export interface Suggested {
  readonly courseId: number;
  readonly score: number;
  /** Of the member's courses the one that is most like it, and how many took both. */
  readonly because: { readonly courseId: number; readonly both: number };
}

/**
 * Shrinks a likeness that few people stand behind: as many learners of both as this halve it. In made-up communities 3, 10 and 30 differ
 * by about one hit in a hundred; docs/benchmarks.md.
 */
const SHRINKAGE = 10;

/** Fewer might show what somebody took. */
export const PEOPLE_MIN = 5;

/**
 * How alike two courses are, 0..1: the cosine of who started them, shrunk.
 * Source: Sarwar et al., Item-based collaborative filtering recommendation algorithms, WWW 2001 (cosine); Bell and Koren, Scalable
 * collaborative filtering with jointly derived neighborhood interpolation weights, ICDM 2007 (shrinkage by support).
 */
export function likeness(both: number, one: number, other: number): number {
  if (both === 0) return 0;
  return (both / Math.sqrt(one * other)) * (both / (both + SHRINKAGE));
}

/** Best first; only what enough people stand behind. @param learners course → who started it, besides the member. */
export function suggestCourses(
  overlaps: readonly Overlap[],
  learners: ReadonlyMap<number, number>,
): Suggested[] {
  const found = new Map<number, { score: number; best: number; because: Suggested['because'] }>();
  for (const { ownId, otherId, both } of overlaps) {
    if (both < PEOPLE_MIN) continue;
    const alike = likeness(both, learners.get(ownId) ?? both, learners.get(otherId) ?? both);
    const sum = found.get(otherId) ?? { score: 0, best: 0, because: { courseId: ownId, both } };
    const isBest = alike > sum.best;
    found.set(otherId, {
      score: sum.score + alike,
      best: isBest ? alike : sum.best,
      because: isBest ? { courseId: ownId, both } : sum.because,
    });
  }
  return [...found]
    .map(([courseId, { score, because }]) => ({ courseId, score, because }))
    .toSorted((one, other) => other.score - one.score || one.courseId - other.courseId);
}

/** How much a course is liked by all: its shrunk mean rating for each who started it. */
export function popularity(started: number, shrunkMean: number): number {
  return started * shrunkMean;
}
