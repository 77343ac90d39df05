/** Finding courses: which match what somebody looks for, and which comes first. Pure. */
import { searchKey } from '../courses/courses-content-rules.ts';
import type { Level, PublishedCourse, TaughtIn } from '../courses/courses.ts';
import { NO_RATINGS, shrunkMean } from './learning-ratings-rules.ts';
import type { Ratings } from './learning-ratings-rules.ts';

/** What somebody looks for; null: anything. */
export interface CourseFilter {
  /** Key of a topic. */
  readonly topic: string | null;
  readonly level: Level | null;
  /** Courses in both languages are found by either. */
  readonly language: TaughtIn | null;
  /** Each of them has to occur. */
  readonly words: string | null;
}

/** @param topicNames what a topic is called, in every language. */
export function matchesFilter(
  course: Pick<PublishedCourse, 'title' | 'summary' | 'topics' | 'level' | 'language'>,
  { topic, level, language, words }: CourseFilter,
  topicNames: (key: string) => readonly string[],
): boolean {
  const { title, summary, topics } = course;
  if (topic !== null && !topics.includes(topic)) return false;
  if (level !== null && course.level !== level) return false;
  if (language !== null && course.language !== language && course.language !== 'both') return false;
  if (words === null) return true;
  const text = searchKey([title, summary, ...topics.flatMap((key) => [key, ...topicNames(key)])].join('\n'));
  return searchKey(words)
    .split(' ')
    .every((word) => text.includes(word));
}

/** The best rated first, with few ratings near the community's mean; the same in the order of their names. */
export function inOrder<C extends Pick<PublishedCourse, 'courseId' | 'title'>>(
  courses: readonly C[],
  ratingsOf: (courseId: number) => Ratings | undefined,
  usual: number,
): C[] {
  const score = ({ courseId }: C): number => shrunkMean(ratingsOf(courseId) ?? NO_RATINGS, usual);
  const scores = new Map(courses.map((course) => [course, score(course)]));
  return courses.toSorted(
    (one, other) =>
      scores.get(other)! - scores.get(one)! ||
      compareNames(one.title, other.title) ||
      one.courseId - other.courseId,
  );
}

const { compare: compareNames } = new Intl.Collator('zh-CN', { numeric: true });
