/** Writing a course: what creators type into forms becomes the words of a draft. Every change goes through `editDraft`. */
import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { Refusal } from '../kernel/errors.ts';
import {
  addLesson,
  assertLesson,
  CHANGES_MAX,
  LESSON_TEXT_MAX,
  parseLink,
  parseMinutes,
  parseText,
  parseTitle,
  parseTopics,
  replaceLesson,
  SUMMARY_MAX,
} from './courses-content-rules.ts';
import { editDraft, moveVersion } from './courses-moves.ts';
import type { Moved, MoveNeeds } from './courses-moves.ts';
import type { Actor, CourseContent, CourseReview, CourseVersion, Lesson } from './courses-records.ts';
import { listReviews } from './courses-history-store.ts';
import { findCourse, findVersion, listVersions } from './courses-store.ts';
import { keysOfKnown } from './courses-topics.ts';

type Frame = Pick<CourseContent, 'title' | 'level' | 'language' | 'tierId'>;

/** A course with nothing in it yet. @throws Refusal `course.title`, `course.too-long`, `course.tier-gone`. */
export function emptyCourse(app: Pick<App, 'tiers'>, guildId: string, frame: Frame): CourseContent {
  assertTier(app, guildId, frame.tierId);
  return { ...frame, title: parseTitle(frame.title), summary: '', topics: [], lessons: [], changes: null };
}

/** The draft and its course, from memory where they were shown lately. @throws Refusal `course.unknown`. */
export async function getDraft(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  versionId: number,
): Promise<Moved> {
  const held = app.courses.drafts.find(guildId, versionId);
  if (held) return held;
  const version = await findVersion(app.db.prisma, guildId, versionId);
  const course = version && (await findCourse(app.db.prisma, guildId, version.courseId));
  if (!course) throw new Refusal('course.unknown', {});
  return { course, version };
}

/** What reviewers found wanting in the version before this one, in their order; nothing where they approved it or never saw it. */
export async function askedBefore(
  { db }: Pick<App, 'db'>,
  { guildId, courseId, number }: CourseVersion,
): Promise<CourseReview[]> {
  const before = (await listVersions(db.prisma, guildId, courseId)).find(
    (version) => version.number < number,
  );
  const reviews = before ? await listReviews(db.prisma, guildId, before.id) : [];
  return reviews.filter(({ verdict }) => verdict !== 'approve');
}

/** @throws Refusal as `editDraft`, and `course.tier-gone`. */
export async function changeFrame(
  app: MoveNeeds & Pick<App, 'tiers'>,
  guildId: string,
  versionId: number,
  actor: Actor,
  frame: Partial<Omit<Frame, 'title'>>,
): Promise<Moved> {
  assertTier(app, guildId, frame.tierId ?? null);
  return editDraft(app, guildId, versionId, actor, (content) => ({ ...content, ...frame }));
}

/** What is in the form of a course's words, as it was typed. */
export interface TypedWords {
  readonly title: string;
  readonly summary: string;
  /** With commas between them. */
  readonly topics: string;
  /** '' where there is no such field, or it was left empty. */
  readonly changes: string;
}

/** @throws Refusal as `editDraft`; `course.title`, `course.too-long`, `course.topic`, `course.too-many-topics`. */
export async function writeWords(
  app: MoveNeeds,
  guildId: string,
  versionId: number,
  actor: Actor,
  typed: TypedWords,
): Promise<Moved> {
  const words = {
    title: parseTitle(typed.title),
    summary: parseText(typed.summary, SUMMARY_MAX),
    topics: parseTopics(typed.topics),
    changes: parseText(typed.changes, CHANGES_MAX) || null,
  };
  return editDraft(app, guildId, versionId, actor, (content) => ({ ...content, ...words }));
}

/** What is in the form of a lesson, as it was typed. */
export interface TypedLesson {
  readonly title: string;
  readonly link: string;
  readonly text: string;
  readonly minutes: string;
}

/**
 * @param key null: a new lesson, at the end.
 * @throws Refusal as `editDraft`; `course.title`, `course.too-long`, `course.link`, `course.minutes`, `course.lesson-empty`,
 * `course.lesson-gone`, `course.too-many-lessons`.
 */
export async function writeLesson(
  app: MoveNeeds,
  guildId: string,
  versionId: number,
  actor: Actor,
  key: string | null,
  typed: TypedLesson,
): Promise<Moved> {
  const lesson: Lesson = {
    // Never one of an earlier lesson, whose learners did that one.
    key: key ?? randomUUID().slice(0, 8),
    title: parseTitle(typed.title),
    link: parseLink(typed.link),
    text: parseText(typed.text, LESSON_TEXT_MAX) || null,
    minutes: parseMinutes(typed.minutes),
  };
  assertLesson(lesson);
  return editDraft(app, guildId, versionId, actor, (content) => {
    const lessons =
      key === null ? addLesson(content.lessons, lesson) : replaceLesson(content.lessons, lesson);
    return { ...content, lessons };
  });
}

/**
 * Hands the draft to the reviewers. Topics that the community has are named by their keys; the others become topics with its publication.
 * @throws Refusal as `moveVersion`, and `course.tier-gone`.
 */
export async function submitDraft(
  app: MoveNeeds & Pick<App, 'tiers'>,
  guildId: string,
  versionId: number,
  actor: Actor,
): Promise<Moved> {
  const finish = (content: CourseContent): CourseContent => {
    assertTier(app, guildId, content.tierId);
    return { ...content, topics: keysOfKnown(app, guildId, content.topics) };
  };
  return moveVersion(app, guildId, versionId, 'submit', actor, { finish });
}

/** A tier that is granted no more would keep newcomers out for good. */
function assertTier({ tiers }: Pick<App, 'tiers'>, guildId: string, tierId: number | null): void {
  const isOpen = tierId === null || tiers.open(guildId).some(({ id }) => id === tierId);
  if (!isOpen) throw new Refusal('course.tier-gone', {});
}
