/** Compares who is in the rooms of a community's courses with who belongs there. What differs is looked at by the worker. */
import type { App } from '../app.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import { Refusal } from '../kernel/errors.ts';
import { listHeldTiers, settleCommunity } from '../tiers/tiers.ts';
import { isOpenTo } from './learning-access-rules.ts';
import { rankOf } from './learning-access.ts';
import {
  listSettled,
  updateClosedDue,
  updateInside,
  updateMisplaced,
  updateOutside,
} from './learning-rooms-store.ts';
import type { Room } from './learning-rooms-rules.ts';

export type CompareNeeds = Parameters<typeof settleCommunity>[0] &
  Pick<App, 'courses' | 'threads' | 'roleHands' | 'log'>;

/** Repeatable without harm. */
export async function compareRooms(app: CompareNeeds, guildId: string): Promise<void> {
  const courses = app.courses.listOf(guildId);
  await settleCommunity(app, guildId);
  const held = await listHeldTiers(app, guildId);
  for (const course of courses) {
    const wanted = wantedRoom(course);
    if (wanted !== null) await compareWithDiscord(app, course, wanted);
    const now = app.clock.now();
    await updateMisplaced(app, guildId, course.courseId, wanted, whoOpens(app, course, held), now);
  }
  const openIds = courses.map(({ courseId }) => courseId);
  await updateClosedDue(app, guildId, openIds, app.clock.now());
}

function wantedRoom({ roomKind, roomRoleId, roomThreadId }: PublishedCourse): Room | null {
  if (roomKind === 'role') return roomRoleId === null ? null : `role:${roomRoleId}`;
  return roomKind === 'none' ? null : `thread:${roomThreadId ?? ''}`;
}

/** null: everybody. */
function whoOpens(
  app: CompareNeeds,
  { guildId, tierId, creatorId }: PublishedCourse,
  held: ReadonlyMap<string, number>,
): string[] | null {
  const required = rankOf(app, guildId, tierId, Infinity);
  if (required === null) return null;
  const holders = [...held].filter(([, heldId]) => isOpenTo(required, rankOf(app, guildId, heldId, -1)));
  return [...holders.map(([userId]) => userId), ...(creatorId === null ? [] : [creatorId])];
}

/** People leave and are let in by hand while nobody listens. */
async function compareWithDiscord(app: CompareNeeds, course: PublishedCourse, room: Room): Promise<void> {
  const { guildId, courseId, creatorId, roomThreadId } = course;
  const present = await presentIn(app, course);
  if (present === null) return;
  const isMember = (userId: string): boolean => app.roleHands.isMember(guildId, userId) === true;
  const known = await listSettled(app, guildId, courseId, room);
  const gone = known.filter(({ userId, isIn }) => isIn && !present.has(userId) && isMember(userId));
  const come = known.filter(({ userId, isIn }) => !isIn && present.has(userId));
  const ids = (some: typeof known) => some.map(({ userId }) => userId);
  const now = app.clock.now();
  if (gone.length > 0) await updateOutside(app, guildId, ids(gone), room, now);
  if (come.length > 0) await updateInside(app, guildId, courseId, ids(come), room, now);
  if (roomThreadId !== null && creatorId !== null && isMember(creatorId) && !present.has(creatorId))
    await app.threads.add(guildId, roomThreadId, creatorId);
}

/** Who is in the room by Discord; null where that is not known. */
async function presentIn(
  app: CompareNeeds,
  { guildId, roomKind, roomRoleId, roomThreadId }: PublishedCourse,
): Promise<ReadonlySet<string> | null> {
  if (roomKind === 'role') {
    const holders = app.roleHands.holders(guildId, new Set(roomRoleId === null ? [] : [roomRoleId]));
    return holders && new Set(holders.keys());
  }
  if (roomThreadId === null) return null;
  try {
    const members = await app.threads.members(guildId, roomThreadId);
    return members && new Set(members);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info({ guild: guildId, reason: error.code }, 'who is in the room of a course cannot be seen');
    return null;
  }
}
