/** The one way a course changes: lock it, look what the table of states allows, write the version, its history and what follows from it. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { earnPoints } from '../creators/creators.ts';
import { transact } from '../db/transact.ts';
import { Refusal } from '../kernel/errors.ts';
import { assertComplete } from './courses-content-rules.ts';
import { CHECKS } from './courses-records.ts';
import type { Actor, Course, CourseContent, CourseReview, CourseVersion } from './courses-records.ts';
import {
  actOf,
  decideMove,
  decideRecount,
  decideReview,
  isInTheWorks,
  isKnownTo,
} from './courses-states-rules.ts';
import type { CourseAct } from './courses-states-rules.ts';
import { insertEntry, listReviews, saveReview } from './courses-history-store.ts';
import {
  findLatest,
  findVersion,
  insertDraft,
  listVersions,
  lockCourse,
  updateContent,
  updateCourse,
  updateVersion,
} from './courses-store.ts';
import type { VersionChange } from './courses-store.ts';
import { keepTopics } from './courses-topics.ts';
import type { Topic } from './courses-topics-rules.ts';

export type MoveNeeds = Pick<App, 'db' | 'clock' | 'courses' | 'communities' | 'keyedHash'>;

/** A course and the version that was changed, as they stand after it. */
export interface Moved {
  readonly course: Course;
  readonly version: CourseVersion;
}

interface Locked extends Moved {
  readonly tx: PrismaTransaction;
  readonly now: Date;
}

export interface MoveDetails {
  /** Why. */
  readonly note?: string | null;
  /** What submitting makes of the words, under the lock: nobody changes them between the last look at them and the reviewers. */
  readonly finish?: (content: CourseContent) => CourseContent;
}

/**
 * Moves a version as the table says. Approving, asking for changes and rejecting go through `reviewVersion`, editing through `editDraft`.
 * @throws Refusal of `changed`, those of `decideMove`; `course.incomplete` and what `finish` throws on submitting.
 */
export async function moveVersion(
  app: MoveNeeds,
  guildId: string,
  versionId: number,
  act: Extract<CourseAct, 'submit' | 'withdraw' | 'publish' | 'archive' | 'restore'>,
  actor: Actor,
  { note = null, finish = (content) => content }: MoveDetails = {},
): Promise<Moved> {
  let newTopics: readonly Topic[] = [];
  const moved = await changed(app, guildId, versionId, actor, async (locked) => {
    const { tx, course, version, now } = locked;
    const to = decideMove(course, version, act, actor, reviewerRole(app, guildId));
    // What staff took down does not come back by an update.
    if (act === 'publish' && course.archivedAt)
      throw new Refusal('course.archived', { title: version.title });
    if (act === 'submit') {
      assertComplete(version, course.publishedId === null);
      await updateContent(tx, version, finish(version));
    }
    await updateVersion(tx, version, { state: to, ...consequences(act, now) });
    if (act === 'publish') newTopics = await publishInPlace(app, locked, actor);
    if (act === 'archive') await updateCourse(tx, course, { archivedAt: now });
    if (act === 'restore') await updateCourse(tx, course, { archivedAt: null });
    const entry = { versionId, userId: actor.userId, kind: act, at: now, note };
    // What was never before the reviewers has no thread.
    await insertEntry(tx, course, entry, act === 'submit' || version.threadState === 'none' ? 'none' : 'due');
    if (act === 'archive' || act === 'restore') await tellChanged(app, tx, guildId, course.id, now);
  });
  for (const topic of newTopics) app.courses.putTopic(topic);
  return moved;
}

/** Tells those who follow what becomes of a course, within the transaction that changes it. */
export async function tellChanged(
  { courses }: Pick<App, 'courses'>,
  tx: PrismaTransaction,
  guildId: string,
  courseId: number,
  now: Date,
): Promise<void> {
  for (const tell of courses.onChanged) await tell(tx, guildId, courseId, now);
}

/** What is done about a move outside the database is only noted here, and done by `settleCourses`. */
function consequences(act: CourseAct, now: Date): VersionChange {
  switch (act) {
    case 'submit':
      return { submittedAt: now, threadState: 'due' };
    case 'publish':
      return { publishedAt: now, announceState: 'due' };
    default:
      return {};
  }
}

/** The older version steps down in the moment the younger one is there. @returns topics that there are only now. */
async function publishInPlace(
  app: MoveNeeds,
  { tx, course, version, now }: Locked,
  actor: Actor,
): Promise<readonly Topic[]> {
  const { guildId, creatorId, id: courseId } = course;
  const kind = course.publishedId === null ? 'published' : 'updated';
  await earnPoints(tx, app, { kind, guildId, creatorId, courseId, at: now });
  if (course.publishedId !== null) {
    const before = await findVersion(tx, guildId, course.publishedId);
    // Other words and lessons change nothing about who may learn it.
    if (before?.tierId !== version.tierId) await tellChanged(app, tx, guildId, courseId, now);
    await updateVersion(tx, { guildId, id: course.publishedId }, { state: 'superseded' });
    const entry = {
      versionId: course.publishedId,
      userId: actor.userId,
      kind: 'supersede',
      at: now,
      note: null,
    } as const;
    await insertEntry(tx, course, entry);
  }
  await updateCourse(tx, course, { publishedId: version.id, remindedAt: null });
  const { keys, made } = await keepTopics(tx, app, guildId, version.topics);
  await updateContent(tx, version, { ...version, topics: keys });
  return made;
}

export type Said = Pick<CourseReview, 'verdict' | 'checklist' | 'reason'>;

/**
 * One reviewer's decision. @returns how the version stands, and every decision about it.
 * @throws as `decideReview` and `assertSaid`; Refusal of `changed`.
 */
export async function reviewVersion(
  app: MoveNeeds,
  guildId: string,
  versionId: number,
  actor: Actor,
  said: Said,
): Promise<Moved & { readonly reviews: readonly CourseReview[] }> {
  let reviews: CourseReview[] = [];
  const moved = await changed(app, guildId, versionId, actor, async ({ tx, course, version, now }) => {
    const before = await listReviews(tx, guildId, versionId);
    const { approvalsNeeded, reviewerRoleId } = app.courses.settingsOf(guildId);
    const facts = { reviews: before, approvalsNeeded, reviewerRoleId };
    const to = decideReview(course, version, said.verdict, actor, facts);
    assertSaid(said);
    await saveReview(tx, version, { ...said, userId: actor.userId, at: now });
    if (to !== version.state) await updateVersion(tx, version, { state: to, decidedAt: now });
    const entry = { versionId, userId: actor.userId, kind: actOf(said.verdict), at: now, note: said.reason };
    await insertEntry(tx, course, entry, 'due');
    reviews = await listReviews(tx, guildId, versionId);
  });
  return { ...moved, reviews };
}

/** Approves a submitted version that has as many approvals as are needed by now; repeatable. */
export async function recountApprovals(app: MoveNeeds, guildId: string, versionId: number): Promise<void> {
  await changed(app, guildId, versionId, null, async ({ tx, course, version, now }) => {
    const { approvalsNeeded } = app.courses.settingsOf(guildId);
    const to = decideRecount(version, await listReviews(tx, guildId, versionId), approvalsNeeded);
    if (to === version.state) return;
    await updateVersion(tx, version, { state: to, decidedAt: now });
    const entry = { versionId, userId: null, kind: 'recounted', at: now, note: null } as const;
    await insertEntry(tx, course, entry, 'due');
  });
}

/** Who approves found everything good; who does not says why. @throws Refusal `course.checklist`, `course.no-reason`. */
function assertSaid({ verdict, checklist, reason }: Said): void {
  const missing = CHECKS.filter((check) => !checklist.includes(check));
  if (verdict === 'approve' && missing.length > 0) throw new Refusal('course.checklist', { missing });
  if (verdict !== 'approve' && !reason?.trim()) throw new Refusal('course.no-reason', {});
}

/** Changes the words of a draft; two edits at once follow one another. @throws Refusal of `changed`, as `decideMove`, and what `edit` throws. */
export async function editDraft(
  app: MoveNeeds,
  guildId: string,
  versionId: number,
  actor: Actor,
  edit: (content: CourseContent) => CourseContent,
): Promise<Moved> {
  return changed(app, guildId, versionId, actor, async ({ tx, course, version }) => {
    decideMove(course, version, 'edit', actor, reviewerRole(app, guildId));
    await updateContent(tx, version, edit(version));
  });
}

/**
 * The draft a creator goes on with: the one there is, or a new one with the words of the latest version.
 * @throws Refusal `course.unknown`, `course.creator-only`, `course.rejected`, `course.in-the-works` while reviewers have it.
 */
export async function reviseCourse(
  app: MoveNeeds,
  guildId: string,
  courseId: number,
  actor: Actor,
): Promise<Moved> {
  return transact(app.db, async (tx) => {
    const course = await lockCourse(tx, guildId, courseId);
    const versions = course ? await listVersions(tx, guildId, courseId) : [];
    // For its creator the youngest of all.
    const latest = course && versions.find((version) => isKnownTo(course, version, actor));
    if (!course || !latest) throw new Refusal('course.unknown', {});
    const { title, number, state } = latest;
    if (course.creatorId !== actor.userId) throw new Refusal('course.creator-only', { title });
    if (state === 'draft') return { course, version: latest };
    if (isInTheWorks(state)) throw new Refusal('course.in-the-works', { title, number, state });
    const base = await baseOf(tx, course, latest);
    decideMove(course, base, 'revise', actor, reviewerRole(app, guildId));
    const now = app.clock.now();
    const version = await insertDraft(tx, course, { ...base, changes: changesOf(latest) }, now);
    const entry = {
      versionId: version.id,
      userId: actor.userId,
      kind: 'drafted',
      at: now,
      note: null,
    } as const;
    await insertEntry(tx, course, entry);
    return { course, version };
  });
}

/** A rejected update is no ground to build on: the published version is. */
async function baseOf(tx: PrismaTransaction, course: Course, latest: CourseVersion): Promise<CourseVersion> {
  if (latest.state !== 'rejected') return latest;
  const published =
    course.publishedId === null ? null : await findVersion(tx, course.guildId, course.publishedId);
  if (published) return published;
  const reviews = await listReviews(tx, course.guildId, latest.id);
  const reason = reviews.findLast(({ verdict }) => verdict === 'reject')?.reason ?? null;
  throw new Refusal('course.rejected', { title: latest.title, reason });
}

/** What was said of changes that never came out still holds. */
function changesOf({ state, changes }: CourseVersion): string | null {
  return state === 'withdrawn' || state === 'changes-requested' ? changes : null;
}

/**
 * Does `work` on the youngest version under lock. @returns how it stands afterwards. @param actor null: the bot.
 * @throws Refusal `course.unknown`, also for whoever may know nothing of it; `course.old-version` where there is a younger one, unless
 * this is what people learn.
 */
async function changed(
  app: MoveNeeds,
  guildId: string,
  versionId: number,
  actor: Actor | null,
  work: (locked: Locked) => Promise<void>,
): Promise<Moved> {
  const moved = await transact(app.db, async (tx) => {
    const { courseId } = (await findVersion(tx, guildId, versionId)) ?? {};
    const course = courseId === undefined ? null : await lockCourse(tx, guildId, courseId);
    // Read under the lock: who waited for it sees what the other did.
    const version = course && (await findVersion(tx, guildId, versionId));
    if (!course || !version || (actor && !isKnownTo(course, version, actor)))
      throw new Refusal('course.unknown', {});
    await assertCurrent(tx, course, version);
    await work({ tx, course, version, now: app.clock.now() });
    return {
      course: (await lockCourse(tx, guildId, course.id))!,
      version: (await findVersion(tx, guildId, versionId))!,
    };
  });
  await app.courses.refresh(app, guildId, moved.course.id);
  return moved;
}

async function assertCurrent(tx: PrismaTransaction, course: Course, version: CourseVersion): Promise<void> {
  if (course.publishedId === version.id) return;
  const latest = await findLatest(tx, course.guildId, course.id);
  if (latest && latest.id !== version.id)
    throw new Refusal('course.old-version', {
      title: version.title,
      number: version.number,
      latest: latest.number,
    });
}

function reviewerRole({ courses }: Pick<App, 'courses'>, guildId: string): string | null {
  return courses.settingsOf(guildId).reviewerRoleId;
}
