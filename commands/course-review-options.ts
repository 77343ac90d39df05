/** Options of /review and of the staff's part of /course: a submission, a course in some state. Each is sent by its number. */
import { coursesOf, versionsIn } from '../src/courses/courses.ts';
import type { CourseVersion, VersionState } from '../src/courses/courses.ts';
import { integer, required } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import { catalogues } from '../src/i18n/i18n.ts';

/** The greatest number the database gives. */
const MAX_ID = 2_147_483_647;

/** The id of a version that waits for reviewers or for being published; the oldest submission is suggested first. */
export function submittedVersion(): OptionKind<number> {
  return numbered(['submitted', 'approved'], ({ id }) => id);
}

/** The id of a course of which some version is in one of the states: of all for reviewers, of their own for others. */
export function courseIn(states: readonly VersionState[]): OptionKind<number> {
  return numbered(states, ({ courseId }) => courseId);
}

function numbered(
  states: readonly VersionState[],
  valueOf: (version: CourseVersion) => number,
): OptionKind<number> {
  return {
    ...required(integer({ min: 1, max: MAX_ID })),
    suggest: (typed, where) => suggest(typed, where, states, valueOf),
  };
}

async function suggest(
  typed: string,
  { app, guildId, userId, isReviewer, locale }: SuggestPlace,
  states: readonly VersionState[],
  valueOf: (version: CourseVersion) => number,
): Promise<Suggestion[]> {
  const { version } = catalogues[locale].coursesReview;
  const wanted = typed.trim().toLowerCase();
  // What was never published is nobody else's business.
  const own = isReviewer ? null : await coursesOf(app, guildId, userId);
  const isShown = ({ courseId }: CourseVersion) => !own || own.some(({ course }) => course.id === courseId);
  const versions = (await versionsIn(app, guildId, states)).filter(isShown);
  const youngest = new Map(versions.map((one) => [valueOf(one), one]));
  return [...youngest.values()]
    .map((one) => ({ name: version(one), value: valueOf(one) }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}
