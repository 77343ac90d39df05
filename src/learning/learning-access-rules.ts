/** Who may open a course, and how far somebody is in it. Pure. */
import type { Lesson } from '../courses/courses.ts';

/**
 * @param required rank of the lowest tier that opens it; null: everybody. @param held rank of the tier that counts now, also in its grace;
 * null: none.
 */
export function isOpenTo(required: number | null, held: number | null): boolean {
  return required === null || (held !== null && held >= required);
}

/** How far somebody is in the lessons of a version. */
export interface Progress {
  readonly done: number;
  readonly lessons: number;
  /** Minutes of the lessons that are not done. */
  readonly minutesLeft: number;
  /** Index of the first lesson that is not done; null when all are. */
  readonly next: number | null;
}

/** Lessons that a younger version dropped do not count, those it brought do. @param done keys of lessons. */
export function progressOf(
  lessons: readonly Pick<Lesson, 'key' | 'minutes'>[],
  done: ReadonlySet<string>,
): Progress {
  const open = lessons.filter(({ key }) => !done.has(key));
  const next = lessons.findIndex(({ key }) => !done.has(key));
  return {
    done: lessons.length - open.length,
    lessons: lessons.length,
    minutesLeft: open.reduce((sum, { minutes }) => sum + minutes, 0),
    next: next === -1 ? null : next,
  };
}
