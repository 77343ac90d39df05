/** What courses hold on a person: shown, and erased. What members learn from stays without the name of who made it. */
import { transact } from '../db/transact.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { tellChanged } from './courses-moves.ts';
import {
  deleteCourse,
  eraseActs,
  listHeldOn,
  lockCoursesOf,
  updateToNobodys,
} from './courses-privacy-store.ts';

export const coursesPrivacy: PrivacyPart = {
  feature: 'courses',
  models: ['Course', 'CourseVersion', 'CourseReview', 'CourseEntry'],
  async export(app, guildId, userId) {
    const { courses, versions, reviews, entries } = await listHeldOn(app, guildId, userId);
    if (courses.length + reviews.length + entries.length === 0) return null;
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
  async erase(app, guildId, userId) {
    const now = app.clock.now();
    const { count, courseIds } = await transact(app.db, async (tx) => {
      const own = await lockCoursesOf(tx, guildId, userId);
      let rows = 0;
      for (const { id, isPublished } of own) {
        rows += await (isPublished ? updateToNobodys : deleteCourse)(tx, guildId, id);
        if (isPublished) await tellChanged(app, tx, guildId, id, now);
      }
      rows += await eraseActs(tx, guildId, userId);
      return { count: rows, courseIds: own.map(({ id }) => id) };
    });
    for (const courseId of courseIds) await app.courses.refresh(app, guildId, courseId);
    return count;
  },
};
