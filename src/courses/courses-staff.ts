/** What staff decide about a course besides its states: where its learners meet, and whose it is. */
import type { App } from '../app.ts';
import { transact } from '../db/transact.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { Refusal } from '../kernel/errors.ts';
import { tellChanged } from './courses-moves.ts';
import type { MoveNeeds } from './courses-moves.ts';
import type { Actor, Course, CourseVersion, RoomKind } from './courses-records.ts';
import { isInTheWorks } from './courses-states-rules.ts';
import { insertEntry, listReviews } from './courses-history-store.ts';
import { findLatest, lockCourse, updateCourse } from './courses-store.ts';

export interface Room {
  readonly kind: RoomKind;
  /** null unless a role opens it. */
  readonly roleId: string | null;
}

/** Nobody moves where it is so already. @throws Refusal `course.unknown`, and those of `assertRoom`. */
export async function changeRoom(
  app: MoveNeeds & Pick<App, 'roleHands' | 'tiers'>,
  guildId: string,
  courseId: number,
  { userId }: Actor,
  { kind, roleId }: Room,
): Promise<Course> {
  assertRoom(app, guildId, courseId, { kind, roleId });
  return changedByStaff(app, guildId, courseId, async (tx, course, latest, now) => {
    const change = { roomKind: kind, roomRoleId: kind === 'role' ? roleId : null };
    if (course.roomKind === kind && course.roomRoleId === change.roomRoleId) return;
    // Its thread stays known: who comes back to it finds what was said there.
    await updateCourse(tx, course, { ...change, roomProblem: null });
    const note = course.roomRoleId === null ? course.roomKind : `role:${course.roomRoleId}`;
    await insertEntry(tx, course, { versionId: latest.id, userId, kind: 'room', at: now, note });
    await tellChanged(app, tx, guildId, courseId, now);
  });
}

/**
 * A role that opens a channel must stand for nothing else: learners get it, and lose it with their access.
 * @throws Refusal `course.room-role-missing`, `course.room-role-taken`, `course.room-role-ruling`, `course.room-role-used`,
 * `tiers.role-problem`.
 */
function assertRoom(
  app: Pick<App, 'courses' | 'communities' | 'tiers' | 'roleHands'>,
  guildId: string,
  courseId: number,
  { kind, roleId }: Room,
): void {
  if (kind !== 'role') return;
  if (roleId === null) throw new Refusal('course.room-role-missing', {});
  const { staffRoleId, adminRoleId } = app.communities.get(guildId);
  const taken = [guildId, staffRoleId, adminRoleId, app.courses.settingsOf(guildId).reviewerRoleId];
  if (taken.includes(roleId) || app.tiers.all(guildId).some((tier) => tier.roleId === roleId))
    throw new Refusal('course.room-role-taken', { roleId });
  if (app.roleHands.isRuling(guildId, roleId)) throw new Refusal('course.room-role-ruling', { roleId });
  const used = app.courses
    .listOf(guildId)
    .find((course) => course.roomRoleId === roleId && course.courseId !== courseId);
  if (used) throw new Refusal('course.room-role-used', { roleId, title: used.title });
  const problem = app.roleHands.problem(guildId, roleId);
  if (problem) throw new Refusal('tiers.role-problem', { roleId, problem });
}

/** Gives the course to another approved creator. @throws Refusal `course.unknown`, `course.transfer-same`, `course.transfer-reviewer`. */
export async function transferCourse(
  app: MoveNeeds,
  guildId: string,
  courseId: number,
  { userId }: Actor,
  toUserId: string,
): Promise<Course> {
  return changedByStaff(app, guildId, courseId, async (tx, course, latest, now) => {
    const { title } = latest;
    if (course.creatorId === toUserId) throw new Refusal('course.transfer-same', { userId: toUserId, title });
    const reviews = isInTheWorks(latest.state) ? await listReviews(tx, guildId, latest.id) : [];
    if (reviews.some((review) => review.userId === toUserId))
      throw new Refusal('course.transfer-reviewer', { userId: toUserId, title });
    const { creatorId, formerCreatorIds: former } = course;
    const formerCreatorIds = [...new Set([...former, ...(creatorId === null ? [] : [creatorId])])];
    await updateCourse(tx, course, { creatorId: toUserId, formerCreatorIds });
    const entry = { versionId: latest.id, userId, kind: 'transferred', at: now, note: toUserId } as const;
    await insertEntry(tx, course, entry, 'due');
    await tellChanged(app, tx, guildId, courseId, now);
  });
}

async function changedByStaff(
  app: MoveNeeds,
  guildId: string,
  courseId: number,
  work: (tx: PrismaTransaction, course: Course, latest: CourseVersion, now: Date) => Promise<void>,
): Promise<Course> {
  const changed = await transact(app.db, async (tx) => {
    const course = await lockCourse(tx, guildId, courseId);
    const latest = course && (await findLatest(tx, guildId, courseId));
    if (!course || !latest) throw new Refusal('course.unknown', {});
    await work(tx, course, latest, app.clock.now());
    return (await lockCourse(tx, guildId, courseId))!;
  });
  await app.courses.refresh(app, guildId, courseId);
  return changed;
}
