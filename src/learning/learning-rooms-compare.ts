/** Compares who is in the rooms of a community's courses with who belongs there. What differs is looked at by the worker. */
import type { App } from '../app.ts';
import { noteRoom } from '../courses/courses.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import { Refusal } from '../kernel/errors.ts';
import type { RefusalFacts } from '../kernel/errors.ts';
import { listHeldTiers, settleCommunity } from '../tiers/tiers.ts';
import { isOpenTo } from './learning-access-rules.ts';
import { rankOf } from './learning-access.ts';
import {
  listSettled,
  updateClosedDue,
  updateInside,
  updateLearnersDue,
  updateOutside,
} from './learning-rooms-store.ts';
import type { Room } from './learning-rooms-rules.ts';
import { threadIsGone } from './learning-rooms-thread.ts';

export type CompareNeeds = Parameters<typeof settleCommunity>[0] &
  Pick<App, 'courses' | 'threads' | 'roleHands' | 'log'>;

/** What one community shares with the others. */
export interface SharedRooms {
  /** Aborted when the bot stops. */
  readonly signal: AbortSignal;
  /** Resolves when the next request may be sent. */
  turn(): Promise<void>;
}

/** Repeatable without harm. @throws what keeps it from coming to its end, the stop among it. */
export async function compareRooms(app: CompareNeeds, guildId: string, shared: SharedRooms): Promise<void> {
  const courses = app.courses.listOf(guildId);
  await settleCommunity(app, guildId);
  const held = await listHeldTiers(app, guildId);
  for (const course of courses) {
    shared.signal.throwIfAborted();
    await compareRoom(app, course, held, shared);
  }
  const openIds = courses.map(({ courseId }) => courseId);
  await updateClosedDue(app, guildId, openIds, app.clock.now());
}

/** People leave and are let in by hand while nobody listens. */
async function compareRoom(
  app: CompareNeeds,
  course: PublishedCourse,
  held: ReadonlyMap<string, number>,
  shared: SharedRooms,
): Promise<void> {
  const { guildId, courseId } = course;
  const wanted = wantedRoom(course);
  // Before it is read what is known: whoever is let in meanwhile is known to be.
  const present = wanted === null ? null : await presentIn(app, course, shared);
  const known = await listSettled(app, guildId, courseId);
  const belongs = whoBelongs(app, course, held);
  const misplaced = known.filter(
    ({ userId, room, isHindered }) =>
      room !== (belongs(userId) ? wanted : null) && !(room === null && isHindered),
  );
  const idsOf = (some: typeof known) => some.map(({ userId }) => userId);
  const now = app.clock.now();
  if (misplaced.length > 0) await updateLearnersDue(app, guildId, courseId, idsOf(misplaced), now);
  if (wanted === null || present === null) return;
  const isMember = (userId: string): boolean => app.roleHands.isMember(guildId, userId) === true;
  const gone = known.filter(
    ({ userId, room }) => room === wanted && !present.has(userId) && isMember(userId),
  );
  const come = known.filter(({ userId, room }) => room === null && present.has(userId));
  if (gone.length > 0) await updateOutside(app, guildId, idsOf(gone), wanted, now);
  if (come.length > 0) await updateInside(app, guildId, courseId, idsOf(come), wanted, now);
  const { roomKind, roomCreatorId } = course;
  if (
    roomKind === 'thread' &&
    roomCreatorId !== null &&
    isMember(roomCreatorId) &&
    !present.has(roomCreatorId)
  )
    await noteRoom(app, guildId, courseId, { roomCreatorId: null });
}

function wantedRoom({ roomKind, roomRoleId, roomThreadId }: PublishedCourse): Room | null {
  if (roomKind === 'role') return roomRoleId === null ? null : `role:${roomRoleId}`;
  return roomKind === 'none' ? null : `thread:${roomThreadId ?? ''}`;
}

/** Who may open it, unless they left. */
function whoBelongs(
  app: CompareNeeds,
  { guildId, tierId, creatorId }: PublishedCourse,
  held: ReadonlyMap<string, number>,
): (userId: string) => boolean {
  const required = rankOf(app, guildId, tierId, Infinity);
  const rankHeld = (userId: string) => rankOf(app, guildId, held.get(userId) ?? null, -1);
  return (userId) =>
    app.roleHands.isMember(guildId, userId) !== false &&
    (userId === creatorId || isOpenTo(required, rankHeld(userId)));
}

/** Who is in the room by Discord; null where that is not known. A thread that is gone is noted: another is opened for its learners. */
async function presentIn(
  app: CompareNeeds,
  course: PublishedCourse,
  shared: SharedRooms,
): Promise<ReadonlySet<string> | null> {
  const { guildId, roomKind, roomRoleId, roomThreadId } = course;
  if (roomKind === 'role') {
    const holders = app.roleHands.holders(guildId, new Set(roomRoleId === null ? [] : [roomRoleId]));
    return holders && new Set(holders.keys());
  }
  if (roomThreadId === null) return null;
  await shared.turn();
  try {
    const members = await app.threads.members(guildId, roomThreadId);
    return members && new Set(members);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A server that is away says nothing of its threads.
    if (isGone(error) && app.roleHands.isListening(guildId))
      await threadIsGone(app, course, `thread:${roomThreadId}`);
    app.log.info({ guild: guildId, reason: error.code }, 'who is in the room of a course cannot be seen');
    return null;
  }
}

/** Deleted by somebody, or together with its channel. */
function isGone({ code, facts }: Refusal): boolean {
  return code === 'messenger.channel' && (facts as RefusalFacts['messenger.channel']).problem.kind === 'gone';
}
