/** The option that names a course: suggested by title from memory while it is typed. */
import { integer, required } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';

/** The greatest number the database gives a course. */
const MAX_ID = 2_147_483_647;

/** The number of a course; published ones are suggested. */
export function courseOption(): OptionKind<number | null> {
  return { ...integer({ min: 1, max: MAX_ID }), suggest: suggestCourses };
}

/** The same where a course must be named. */
export function requiredCourse(): OptionKind<number> {
  return required(courseOption());
}

function suggestCourses(typed: string, { app, guildId, locale }: SuggestPlace): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return app.courses
    .listOf(guildId)
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .map(({ courseId, title }) => ({ name: title, value: courseId }))
    .toSorted((one, other) => one.name.localeCompare(other.name, locale));
}
