/** Made-up communities of learners, and whether what `/course recommend` says finds what they took next better than what all took. Pure. */
import { suggestCourses } from '../../src/learning/learning-recommending-rules.ts';
import { Random } from '../../src/demo/random.ts';

export interface Taste {
  readonly courses: number;
  readonly learners: number;
  /** Fields that courses belong to; each learner likes one or two. */
  readonly fields: number;
  /** How often somebody takes a course of a field they like, 0..1; 0: no structure at all, only popularity. */
  readonly fidelity: number;
}

/** Courses in the order each learner started them. */
export type Histories = readonly (readonly number[])[];

/** For each learner who was asked about: did the list of ten hold what they took last? */
export interface Trial {
  readonly alike: readonly boolean[];
  readonly popular: readonly boolean[];
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const LIST = 10;
/** Fewer starts leave nothing to learn from when the last is hidden. */
const STARTS_MIN = 2;
const STARTS_MAX = 9;
const RESAMPLES = 2_000;
/** The second most popular course has so much less than the first, as in most shops. */
const STEEPNESS = 0.8;

export function makeHistories({ courses, learners, fields, fidelity }: Taste, seed: string): Histories {
  const random = new Random(seed);
  const weights = Array.from({ length: courses }, (_, index) => 1 / (index + 1) ** STEEPNESS);
  const all = weights.map((_, course) => course);
  return Array.from({ length: learners }, () => {
    const liked = new Set([
      random.between(0, fields - 1),
      ...(random.chance(0.3) ? [random.between(0, fields - 1)] : []),
    ]);
    const inField = all.filter((course) => liked.has(course % fields));
    const taken = new Set<number>();
    const wanted = Math.min(courses, random.between(STARTS_MIN, STARTS_MAX));
    while (taken.size < wanted) {
      const left = (random.chance(fidelity) ? inField : all).filter((course) => !taken.has(course));
      taken.add(
        random.weighted(
          left.length > 0 ? left : all.filter((course) => !taken.has(course)),
          (course) => weights[course]!,
        ),
      );
    }
    return [...taken];
  });
}

/** Hides what each learner took last, and asks both lists for it; nobody's hidden course is learned from. */
export function tryBoth(histories: Histories): Trial {
  const known = histories.map((history) => history.slice(0, -1));
  const started = new Map<number, number>();
  const both = new Map<number, Map<number, number>>();
  for (const own of known)
    for (const course of own) {
      add(started, course);
      const together = both.get(course) ?? new Map<number, number>();
      both.set(course, together);
      for (const other of own) if (other !== course) add(together, other);
    }
  const byPopularity = [...started].toSorted((one, other) => other[1] - one[1]).map(([course]) => course);
  const alike: boolean[] = [];
  const popular: boolean[] = [];
  for (const [index, own] of known.entries()) {
    const hidden = histories[index]!.at(-1)!;
    const isNew = (course: number) => !own.includes(course);
    const overlaps = own.flatMap((ownId) =>
      [...(both.get(ownId) ?? [])]
        .filter(([otherId]) => isNew(otherId))
        .map(([otherId, count]) => ({ ownId, otherId, both: count })),
    );
    const others = new Map(
      [...started].map(([course, count]) => [course, count - (own.includes(course) ? 1 : 0)]),
    );
    const suggested = suggestCourses(overlaps, others).map(({ courseId }) => courseId);
    const liked = byPopularity.filter(isNew);
    alike.push([...new Set([...suggested, ...liked])].slice(0, LIST).includes(hidden));
    popular.push(liked.slice(0, LIST).includes(hidden));
  }
  return { alike, popular };
}

export function hitRatio(hits: readonly boolean[]): number {
  return hits.filter(Boolean).length / hits.length;
}

/** 95 % interval of the difference of both hit ratios. Source: Efron, Bootstrap methods, 1979: pairs drawn again, percentiles. */
export function differenceInterval({ alike, popular }: Trial, seed: string): Interval {
  const random = new Random(seed);
  const differences = alike.map((hit, index) => Number(hit) - Number(popular[index]));
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < differences.length; drawn += 1)
      sum += differences[Math.floor(random.next() * differences.length)]!;
    return sum / differences.length;
  }).toSorted((one, other) => one - other);
  return { low: means[Math.floor(RESAMPLES * 0.025)]!, high: means[Math.ceil(RESAMPLES * 0.975) - 1]! };
}

export function verdictOf({ low, high }: Interval): string {
  if (low > 0) return 'beats popularity';
  return high < 0 ? 'is worse than popularity' : 'does not beat popularity';
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
