/** Courses that nobody updated for long: which they are, and reminding their creators once per such time. */
import type { App } from '../app.ts';
import { button, buttonRow } from '../discord/buttons.ts';
import { componentId } from '../discord/components.ts';
import { catalogues } from '../i18n/i18n.ts';
import { Refusal } from '../kernel/errors.ts';
import type { PublishedCourse } from './courses-records.ts';
import { insertEntry } from './courses-history-store.ts';
import { findCourse, listVersions, updateCourse } from './courses-store.ts';
import { CLOCK_LEEWAY_MS, tellStaff } from './courses-threads.ts';
import type { SettlingNeeds } from './courses-threads.ts';

const DAY_MS = 86_400_000;
/** More lines than this do not fit one message. */
const LISTED = 7;

export interface StaleCourse {
  readonly course: PublishedCourse;
  /** Whole days since it was updated. */
  readonly days: number;
}

/** Published and not updated for so many days (by default the community's own number), the longest first. From memory. */
export function staleCourses(
  { clock, courses }: Pick<App, 'clock' | 'courses'>,
  guildId: string,
  days = courses.settingsOf(guildId).staleDays,
): StaleCourse[] {
  const nowMs = clock.now().getTime();
  return courses
    .listOf(guildId)
    .map((course) => ({ course, days: Math.floor((nowMs - course.updatedAt.getTime()) / DAY_MS) }))
    .filter((stale) => stale.days >= days)
    .toSorted((one, other) => other.days - one.days || one.course.courseId - other.course.courseId);
}

/** Reminds the creators of stale courses, each once per `staleDays`; staff hear of those who cannot be reminded. */
export async function remindStale(app: SettlingNeeds, guildId: string): Promise<void> {
  const { staleDays } = app.courses.settingsOf(guildId);
  const now = app.clock.now();
  const unreached: PublishedCourse[] = [];
  for (const { course } of staleCourses(app, guildId)) {
    const remindedAt = (await findCourse(app.db.prisma, guildId, course.courseId))?.remindedAt;
    if (remindedAt && now.getTime() - remindedAt.getTime() < staleDays * DAY_MS) continue;
    if (await reminded(app, course, staleDays, now)) await noteReminded(app, course, now);
    else unreached.push(course);
  }
  if (unreached.length === 0) return;
  await tellStaff(
    app,
    guildId,
    staffText(app, guildId, unreached, staleDays),
    `stale-${Math.floor(now.getTime() / 1_000)}`,
  );
  for (const course of unreached) await noteReminded(app, course, now);
}

/** @returns false where the creator is gone, or no thread takes the reminder. */
async function reminded(
  app: SettlingNeeds,
  { guildId, courseId, creatorId, title, updatedAt, versionId }: PublishedCourse,
  days: number,
  now: Date,
): Promise<boolean> {
  if (creatorId === null || app.roleHands.isMember(guildId, creatorId) === false) return false;
  const versions = await listVersions(app.db.prisma, guildId, courseId);
  const threadId = versions.find(({ reviewThreadId }) => reviewThreadId !== null)?.reviewThreadId;
  if (!threadId) return false;
  const { thread } = catalogues[app.communities.get(guildId).locale].coursesReview;
  // The day tells this reminder from the one before.
  const marker = componentId('course.view', courseId, versionId, now.toISOString().slice(0, 10));
  const post = {
    content: thread.stale({ creatorId, title, days, at: updatedAt }),
    components: buttonRow([button(thread.view, marker)]),
  };
  try {
    const since = new Date(now.getTime() - DAY_MS - CLOCK_LEEWAY_MS);
    if (await app.messenger.findOwn(guildId, threadId, marker, since)) return true;
    const nonce = `course-stale-${courseId}`;
    await app.messenger.post(guildId, threadId, post, { nonce, notifies: [creatorId] });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info({ guild: guildId, reason: error.code }, 'the thread of a course takes no reminder');
    return false;
  }
}

async function noteReminded(app: SettlingNeeds, course: PublishedCourse, at: Date): Promise<void> {
  const { guildId, courseId: id, versionId } = course;
  await updateCourse(app.db.prisma, { guildId, id }, { remindedAt: at });
  const entry = { versionId, userId: null, kind: 'reminded', at, note: null } as const;
  await insertEntry(app.db.prisma, { guildId, id }, entry);
}

function staffText(
  { communities }: Pick<App, 'communities'>,
  guildId: string,
  courses: readonly PublishedCourse[],
  days: number,
): string {
  const { staff, submission } = catalogues[communities.get(guildId).locale].coursesReview;
  const rest = courses.length - LISTED;
  return [
    staff.staleHead({ count: courses.length, days }),
    ...courses.slice(0, LISTED).map(({ title, updatedAt: at }) => staff.staleLine({ title, at })),
    ...(rest > 0 ? [submission.more(rest)] : []),
  ].join('\n');
}
