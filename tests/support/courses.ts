/** Courses that went through the review: made, submitted, approved and published through the faces that people's commands use. */
import type { App } from '../../src/app.ts';
import {
  changeCourseSettings,
  draftCourse,
  editDraft,
  moveVersion,
  reviewVersion,
  reviseCourse,
} from '../../src/courses/courses.ts';
import type { Actor, CourseContent, PublishedCourse } from '../../src/courses/courses.ts';

export const lesson = (key: string, more: Partial<CourseContent['lessons'][number]> = {}) => ({
  key,
  title: `Lesson ${key}`,
  link: null,
  text: `What ${key} is about`,
  minutes: 10,
  ...more,
});

const CONTENT: CourseContent = {
  title: 'Rust from zero',
  summary: 'Ownership without tears',
  topics: ['rust'],
  level: 'beginner',
  language: 'en',
  tierId: null,
  lessons: [lesson('a'), lesson('b')],
  changes: null,
};

const creator = (userId: string): Actor => ({ userId, isReviewer: false, isStaff: false });

export interface Publishers {
  readonly guildId: string;
  readonly creatorId: string;
  readonly reviewerId: string;
}

/** A course that people can find, approved by one reviewer. */
export async function publishCourse(
  app: App,
  by: Publishers,
  content: Partial<CourseContent> = {},
): Promise<PublishedCourse> {
  await changeCourseSettings(app, by.guildId, { approvalsNeeded: 1 });
  const { version } = await draftCourse(app, by.guildId, creator(by.creatorId), { ...CONTENT, ...content });
  return publishVersion(app, by, version.id, version.courseId);
}

/** The next version of it. */
export async function updateCourse(
  app: App,
  by: Publishers,
  courseId: number,
  content: Partial<CourseContent>,
): Promise<PublishedCourse> {
  const { version } = await reviseCourse(app, by.guildId, courseId, creator(by.creatorId));
  await editDraft(app, by.guildId, version.id, creator(by.creatorId), (before) => ({
    ...before,
    changes: 'More of it',
    ...content,
  }));
  return publishVersion(app, by, version.id, courseId);
}

async function publishVersion(
  app: App,
  { guildId, creatorId, reviewerId }: Publishers,
  versionId: number,
  courseId: number,
): Promise<PublishedCourse> {
  const checklist = ['correctness', 'structure', 'originality', 'language'] as const;
  const reviewer = { userId: reviewerId, isReviewer: true, isStaff: true };
  await moveVersion(app, guildId, versionId, 'submit', creator(creatorId));
  await reviewVersion(app, guildId, versionId, reviewer, { verdict: 'approve', checklist, reason: null });
  await moveVersion(app, guildId, versionId, 'publish', creator(creatorId));
  return app.courses.find(guildId, courseId)!;
}
