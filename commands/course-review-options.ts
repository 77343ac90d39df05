/** Options of /review and of the staff's part of /course: a submission, a course in some state. Each is sent by its number. */
import { coursesOf, versionsIn } from '../src/courses/courses.ts';
import type { CourseVersion, VersionState } from '../src/courses/courses.ts';
import { integer, required } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import { catalogues } from '../src/i18n/i18n.ts';

/** The greatest number the database gives. */
const MAX_ID = 2_147_483_647;
const NUMBER = integer({ min: 1, max: MAX_ID });

/** The id of a version that waits for reviewers or for being published; the oldest submission is suggested first. */
export function submittedVersion(): OptionKind<number> {
  return suggesting(required(NUMBER), ['submitted', 'approved'], ({ id }) => id);
}

/**
 * The id of a course of which some version is in one of the states: of their own, and for reviewers of all that were submitted.
 * @param drafts.withDrafts for reviewers also those that never were.
 */
export function courseIn(
  states: readonly VersionState[],
  { withDrafts } = { withDrafts: false },
): OptionKind<number> {
  return suggesting(required(NUMBER), states, ({ courseId }) => courseId, withDrafts);
}

/** The same; null where it is left out. */
export function anyCourseIn(states: readonly VersionState[]): OptionKind<number | null> {
  return suggesting(NUMBER, states, ({ courseId }) => courseId);
}

function suggesting<Value>(
  kind: OptionKind<Value>,
  states: readonly VersionState[],
  valueOf: (version: CourseVersion) => number,
  withDrafts = false,
): OptionKind<Value> {
  return {
    ...kind,
    async suggest(typed, where) {
      const versions = (await versionsIn(where.app, where.guildId, states)).filter(
        await isShownTo(where, withDrafts),
      );
      return suggestions(typed, where, versions, valueOf);
    },
  };
}

/** What was never published is nobody else’s business than its creator's and reviewers'. */
async function isShownTo(
  { app, guildId, userId, isReviewer }: SuggestPlace,
  withDrafts: boolean,
): Promise<(version: CourseVersion) => boolean> {
  const own = new Set((await coursesOf(app, guildId, userId)).map(({ course }) => course.id));
  return ({ courseId, submittedAt }) =>
    own.has(courseId) || (isReviewer && (withDrafts || submittedAt !== null));
}

function suggestions(
  typed: string,
  { locale }: SuggestPlace,
  versions: readonly CourseVersion[],
  valueOf: (version: CourseVersion) => number,
): Suggestion[] {
  const { version } = catalogues[locale].coursesReview;
  const wanted = typed.trim().toLowerCase();
  const youngest = new Map(versions.map((one) => [valueOf(one), one]));
  return [...youngest.values()]
    .map((one) => ({ name: version(one), value: valueOf(one) }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}
