/** What a member may want to learn next, and why. Who opted out is neither asked about nor counted. */
import type { App } from '../app.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import { keysOf } from './learning-access.ts';
import type { AccessNeeds } from './learning-access.ts';
import { courseFigures, NO_FIGURES } from './learning-figures.ts';
import type { CourseFigures } from './learning-figures.ts';
import { communityMean, shrunkMean } from './learning-ratings-rules.ts';
import { popularity, suggestCourses } from './learning-recommending-rules.ts';
import { countOverlaps, countStarted } from './learning-recommending-store.ts';
import { listStarted } from './learning-store.ts';

export interface Recommended {
  readonly course: PublishedCourse;
  readonly figures: CourseFigures;
  /** Whether the member can open it now. */
  readonly isOpen: boolean;
  /** The course of theirs that it goes with, and how many took both; null: it is liked by all. */
  readonly because: { readonly courseId: number; readonly both: number } | null;
}

export interface Recommendations {
  /** Why nothing is said from what they took; null: something is. */
  readonly impersonal: 'opted-out' | 'nothing-started' | 'too-few' | null;
  /** Those they can open first; within these the best first. */
  readonly courses: readonly Recommended[];
}

type Needs = AccessNeeds & Pick<App, 'interactions' | 'learning'>;

const COURSES_MAX = 10;

/** At most ten courses that they have not started and did not make. */
export async function recommendCourses(
  app: Needs,
  guildId: string,
  userId: string,
): Promise<Recommendations> {
  const isOptedOut = app.interactions.isOptedOut(guildId, userId);
  const started = (await listStarted(app, guildId, userId)).map(({ courseId }) => courseId);
  const open = app.courses
    .listOf(guildId)
    .filter(({ courseId, creatorId }) => !started.includes(courseId) && creatorId !== userId);
  const byId = new Map(open.map((course) => [course.courseId, course]));
  const suggested =
    isOptedOut || started.length === 0 ? [] : await suggestFrom(app, guildId, userId, started);
  const reasons = new Map(suggested.map(({ courseId, because }) => [courseId, because]));
  const figures = await courseFigures(app, guildId);
  const popular = byPopularity(open, figures).filter(({ courseId }) => !reasons.has(courseId));
  const keys = await keysOf(app, guildId, userId);
  const courses = [...suggested.flatMap(({ courseId }) => byId.get(courseId) ?? []), ...popular]
    .map((course) => ({
      course,
      figures: figures.get(course.courseId) ?? NO_FIGURES,
      isOpen: keys.opens(course),
      because: reasons.get(course.courseId) ?? null,
    }))
    .toSorted((one, other) => Number(other.isOpen) - Number(one.isOpen))
    .slice(0, COURSES_MAX);
  return { impersonal: whyImpersonal(isOptedOut, started, courses), courses };
}

function whyImpersonal(
  isOptedOut: boolean,
  started: readonly number[],
  courses: readonly Recommended[],
): Recommendations['impersonal'] {
  if (isOptedOut) return 'opted-out';
  if (started.length === 0) return 'nothing-started';
  return courses.some(({ because }) => because) ? null : 'too-few';
}

async function suggestFrom(app: Needs, guildId: string, userId: string, started: readonly number[]) {
  const without = [userId, ...(await app.learning.optedOut.listOf(app, guildId))];
  const overlaps = await countOverlaps(app, guildId, started, without);
  return suggestCourses(overlaps, await countStarted(app, guildId, without));
}

/** Most liked first; the younger one first where both are alike. */
function byPopularity(
  courses: readonly PublishedCourse[],
  figures: ReadonlyMap<number, CourseFigures>,
): PublishedCourse[] {
  const usual = communityMean([...figures.values()].map(({ ratings }) => ratings));
  const likedBy = ({ courseId }: PublishedCourse): number => {
    const { started, ratings } = figures.get(courseId) ?? NO_FIGURES;
    return popularity(started, shrunkMean(ratings, usual));
  };
  return courses.toSorted((one, other) => likedBy(other) - likedBy(one) || other.courseId - one.courseId);
}
