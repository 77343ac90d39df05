/** What a submission's thread is told, in the community's language. Speaks Discord's JSON, knows no client. */
import { button, buttonRow } from '../discord/buttons.ts';
import { componentId } from '../discord/components.ts';
import type { Reply } from '../discord/reply.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { escapeMarkup, shorten } from '../i18n/markup.ts';
import { totalMinutes } from './courses-content-rules.ts';
import type { Course, CourseReview, CourseVersion } from './courses-records.ts';
import type { DueEntry } from './courses-settling-store.ts';

/** Opens a submission for who presses it; arguments: the version, and the entry that the post tells of. */
export const OPEN_BUTTON = 'review.open';
/** Publishes the version that is its argument. */
export const PUBLISH_BUTTON = 'publish.now';

const COLOUR = 0x5865f2;
const THREAD_NAME_MAX = 100;
/** By its beginning no two threads are called the same. */
export function threadName({ number, courseId, title }: CourseVersion): string {
  return shorten(`v${number} · #${courseId} ${title.replaceAll(/\s+/g, ' ')}`, THREAD_NAME_MAX);
}

export interface FirstPost {
  readonly version: CourseVersion;
  readonly creatorId: string | null;
  readonly reviewerIds: readonly string[];
  readonly approvalsNeeded: number;
  /** The thread of the version before; null for none. */
  readonly earlierId: string | null;
}

export function firstPost(
  { version, creatorId, reviewerIds, approvalsNeeded, earlierId }: FirstPost,
  words: Catalogue,
): Reply {
  const { thread } = words.coursesReview;
  const { number, title, summary, changes, lessons } = version;
  const description = [
    escapeMarkup(summary),
    '',
    ...(changes === null ? [] : [`**${words.courses.labels.changes}** · ${escapeMarkup(changes)}`]),
    words.courses.lessonsHead({ count: lessons.length, minutes: totalMinutes(lessons) }),
    '',
    thread.howTo({ approvals: approvalsNeeded }),
    ...(earlierId === null ? [] : [thread.earlier({ threadId: earlierId })]),
  ];
  const people = reviewerIds.length === 0 ? [] : [thread.reviewers(reviewerIds)];
  return {
    content: [thread.submitted({ number, userId: creatorId }), ...people].join('\n'),
    embeds: [{ title: escapeMarkup(title), description: description.join('\n'), color: COLOUR }],
    components: buttonRow([button(thread.open, firstPostMarker(version), 'main')]),
  };
}

/** By which the first post of a submission's thread is found again. */
export function firstPostMarker({ id }: Pick<CourseVersion, 'id'>): string {
  return componentId(OPEN_BUTTON, id);
}

/** What is left of the first post when who submitted it asked to be forgotten. */
export function forgottenPost({ coursesReview: { thread } }: Catalogue): Reply {
  return { content: thread.forgotten, embeds: [], components: [] };
}

export interface Told {
  readonly entry: DueEntry;
  readonly course: Course;
  readonly version: CourseVersion;
  /** Every decision about the version. */
  readonly reviews: readonly CourseReview[];
  readonly approvalsNeeded: number;
}

/** The custom id by which the post about an entry is found again. */
export function entryMarker({ versionId, id }: DueEntry): string {
  return componentId(OPEN_BUTTON, versionId ?? 0, id);
}

/** The post about an entry; null for what nobody is told. */
export function entryPost(told: Told, words: Catalogue): Reply | null {
  const { thread } = words.coursesReview;
  const content = entryText(told, words);
  if (content === null) return null;
  const { entry, version } = told;
  const buttons = [
    ...(isDecidingApproval(told) || entry.kind === 'recounted'
      ? [button(thread.publishNow, componentId(PUBLISH_BUTTON, version.id), 'main')]
      : []),
    button(thread.open, entryMarker(entry)),
  ];
  return { content, embeds: reasonEmbeds(entry), components: buttonRow(buttons) };
}

/** Why, in the words of who did it. */
export function reasonEmbeds({ kind, note }: DueEntry): NonNullable<Reply['embeds']> {
  return note === null || kind === 'transferred' ? [] : [{ description: escapeMarkup(note), color: COLOUR }];
}

/** Whose business it is besides the reviewers': they are notified. */
export function concerns({ entry, course }: Told): string | null {
  if (entry.kind === 'transferred') return entry.note;
  return entry.userId === course.creatorId ? null : course.creatorId;
}

/** Whether a version came out of the reviewers' hands by it. */
export function isDecision(told: Told): boolean {
  return ['request-changes', 'reject', 'recounted'].includes(told.entry.kind) || isDecidingApproval(told);
}

function isDecidingApproval({ entry, version }: Told): boolean {
  return entry.kind === 'approve' && version.decidedAt?.getTime() === entry.at.getTime();
}

export function entryText(told: Told, words: Catalogue): string | null {
  const { thread } = words.coursesReview;
  const { entry, course, version, reviews, approvalsNeeded: needed } = told;
  const { userId, note } = entry;
  const { creatorId } = course;
  const { number } = version;
  switch (entry.kind) {
    case 'approve': {
      if (isDecidingApproval(told)) return thread.approved({ userId, creatorId });
      const earlier = reviews.filter(({ verdict, at }) => verdict === 'approve' && at <= entry.at);
      return thread.approve({ userId, count: earlier.length, needed });
    }
    case 'recounted':
      return thread.recounted({ creatorId });
    case 'request-changes':
    case 'reject':
      return thread[entry.kind]({ userId, creatorId });
    case 'archive':
    case 'withdraw':
    case 'restore':
      return thread[entry.kind]({ userId });
    case 'publish':
      return thread.publish({ number, userId });
    case 'transferred':
      return note === null ? null : thread.transferred({ userId, toId: note });
    default:
      return null;
  }
}
