/** What a version changes against the one people learn from. Pure. */
import type { CourseContent, Lesson } from './courses-records.ts';

export interface Comparison {
  readonly added: readonly Lesson[];
  /** As they are now. */
  readonly changed: readonly Lesson[];
  /** As they were. */
  readonly gone: readonly Lesson[];
  /** Whether those that both have stand in another order. */
  readonly isReordered: boolean;
  /** Whether anything but lessons and the word on what is new differs. */
  readonly hasOtherFacts: boolean;
}

export function compareVersions(before: CourseContent, after: CourseContent): Comparison {
  const was = new Map(before.lessons.map((lesson) => [lesson.key, lesson]));
  const is = new Map(after.lessons.map((lesson) => [lesson.key, lesson]));
  const inBoth = (lesson: Lesson): boolean => was.has(lesson.key) && is.has(lesson.key);
  const keysBefore = before.lessons.filter(inBoth).map(({ key }) => key);
  const keysAfter = after.lessons.filter(inBoth).map(({ key }) => key);
  return {
    added: after.lessons.filter(({ key }) => !was.has(key)),
    changed: after.lessons.filter((lesson) => {
      const old = was.get(lesson.key);
      return old !== undefined && !isSameLesson(old, lesson);
    }),
    gone: before.lessons.filter(({ key }) => !is.has(key)),
    isReordered: keysBefore.join('/') !== keysAfter.join('/'),
    hasOtherFacts: factsOf(before) !== factsOf(after),
  };
}

function isSameLesson(one: Lesson, other: Lesson): boolean {
  return (
    one.title === other.title &&
    one.link === other.link &&
    one.text === other.text &&
    one.minutes === other.minutes
  );
}

function factsOf({ title, summary, topics, level, language, tierId }: CourseContent): string {
  return JSON.stringify([title, summary, topics, level, language, tierId]);
}
