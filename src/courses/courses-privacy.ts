/** What courses hold on a person: shown, and erased. What members learn from stays without the name of who made it. */
import type { App } from '../app.ts';
import { transact } from '../db/transact.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { tellChanged } from './courses-moves.ts';
import {
  deleteCourse,
  eraseActs,
  listHeldOn,
  listThreadsOf,
  lockCoursesOf,
  updateToNobodys,
} from './courses-privacy-store.ts';
import { withdrawThread } from './courses-threads.ts';

export const coursesPrivacy: PrivacyPart = {
  feature: 'courses',
  models: ['Course', 'CourseVersion', 'CourseReview', 'CourseEntry'],
  async export(app, guildId, userId) {
    const { courses, given, versions, reviews, entries } = await listHeldOn(app, guildId, userId);
    if (courses.length + given.length + reviews.length + entries.length === 0) return null;
    return {
      courses: courses.map(({ id, createdAt, archivedAt }) => ({
        course: id,
        createdAt,
        archivedAt,
        versions: versions
          .filter(({ courseId }) => courseId === id)
          .map((version) => ({
            number: version.number,
            state: version.state,
            title: version.title,
            summary: version.summary,
            topics: version.topics,
            level: version.level,
            language: version.language,
            lessons: version.lessons,
            changes: version.changes,
            submittedAt: version.submittedAt,
          })),
      })),
      givenAway: given.map(({ id: course }) => ({ course })),
      reviews: reviews.map(({ courseId: course, verdict, checklist, reason, at }) => ({
        course,
        verdict,
        checklist,
        reason,
        at,
      })),
      acts: entries.map(({ courseId: course, kind, at }) => ({ course, kind, at })),
    };
  },
  erase: (app, guildId, userId) =>
    // While no thread is being opened for them.
    app.courses.inTurn(guildId, async () => {
      for (const version of await listThreadsOf(app, guildId, userId))
        await withdrawThread(app, version, userId);
      const { count, courseIds } = await eraseRows(app, guildId, userId);
      app.courses.drafts.dropCreator(guildId, userId);
      for (const courseId of courseIds) await app.courses.refresh(app, guildId, courseId);
      return count;
    }),
};

/** @returns how many rows, and the courses that were theirs. */
async function eraseRows(
  app: Pick<App, 'db' | 'clock' | 'courses'>,
  guildId: string,
  userId: string,
): Promise<{ readonly count: number; readonly courseIds: readonly number[] }> {
  const now = app.clock.now();
  return transact(app.db, async (tx) => {
    const own = await lockCoursesOf(tx, guildId, userId);
    let count = 0;
    for (const { id, isPublished } of own) {
      count += await (isPublished ? updateToNobodys : deleteCourse)(tx, guildId, id);
      if (isPublished) await tellChanged(app, tx, guildId, id, now);
    }
    count += await eraseActs(tx, guildId, userId);
    return { count, courseIds: own.map(({ id }) => id) };
  });
}
