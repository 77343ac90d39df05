/** Who may do what with the questions and answers of a course: its creator and staff lead, whoever can open the course takes part. */
import type { App } from '../app.ts';
import { getCourse, getVersion } from '../courses/courses.ts';
import type { Actor } from '../courses/courses.ts';
import { Refusal } from '../kernel/errors.ts';
import { assertAccess } from '../learning/learning.ts';
import type { QaQuestion } from './qa-rules.ts';

export type AccessNeeds = Pick<App, 'db' | 'clock' | 'communities' | 'tiers' | 'courses'>;

/** Staff look into every course, also archived ones. @throws as `assertAccess` of learning. */
export async function assertTakesPart(
  app: AccessNeeds,
  guildId: string,
  { userId, isStaff }: Actor,
  courseId: number,
): Promise<void> {
  if (!isStaff) await assertAccess(app, guildId, userId, courseId);
}

/** @throws Refusal `course.owner-only`, `course.unknown`. */
export async function assertLeads(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  { userId, isStaff }: Actor,
  courseId: number,
): Promise<void> {
  if (isStaff) return;
  const { creatorId } = await getCourse(app, guildId, courseId);
  if (creatorId !== userId)
    throw new Refusal('course.owner-only', { title: await courseTitle(app, guildId, courseId) });
}

/** What the course is called, also an archived one. @throws Refusal `course.unknown`. */
export async function courseTitle(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  courseId: number,
): Promise<string> {
  const held = app.courses.find(guildId, courseId);
  if (held) return held.title;
  const { publishedId } = await getCourse(app, guildId, courseId);
  if (publishedId === null) throw new Refusal('course.unknown', {});
  return (await getVersion(app, guildId, publishedId)).title;
}

/** Under what somebody's questions without a name stand in a session. */
export function askerKey(
  app: Pick<App, 'keyedHash'>,
  guildId: string,
  sessionId: number,
  userId: string,
): string {
  return app.keyedHash.of('qa', guildId, String(sessionId), userId);
}

/** Asked by this person, with a name or without. */
export function isOwn(
  app: Pick<App, 'keyedHash'>,
  question: Pick<QaQuestion, 'guildId' | 'sessionId' | 'userId' | 'askerKey'>,
  userId: string,
): boolean {
  if (question.askerKey === null) return question.userId === userId;
  return question.askerKey === askerKey(app, question.guildId, question.sessionId, userId);
}
