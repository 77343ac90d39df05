/** Who makes a course is in its thread; who made it before is not, unless they learn it. */
import type { App } from '../app.ts';
import { noteRoom } from '../courses/courses.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import type { SharedRooms } from './learning-rooms-compare.ts';
import type { RoomDoors } from './learning-rooms-doors.ts';
import { isInAsLearner } from './learning-rooms-store.ts';
import { isFromDiscord, threadIsGone } from './learning-rooms-thread.ts';

/** What one community's rooms are changed with. */
interface Hands {
  readonly app: App;
  readonly shared: SharedRooms;
  readonly doors: RoomDoors;
}

/** In every thread of the community where another was let in for making the course. */
export async function changeCreators(hands: Hands, guildId: string): Promise<void> {
  const { app, shared, doors } = hands;
  for (const course of app.courses.listOf(guildId)) {
    const { courseId, creatorId, roomCreatorId, roomThreadId } = course;
    if (roomThreadId === null || roomCreatorId === creatorId || doors.problem(courseId)) continue;
    try {
      if (roomCreatorId !== null && !(await isOut(hands, course, roomThreadId, roomCreatorId))) continue;
      // Written first: whoever may be in it is taken out of it later.
      await noteRoom(app, guildId, courseId, { roomCreatorId: creatorId });
      if (creatorId !== null) await letIn(hands, course, roomThreadId, creatorId);
    } catch (error) {
      if (shared.signal.aborted || !isFromDiscord(error)) throw error;
      const what = 'whose course it is could not be let into its room; the hourly comparison makes up for it';
      app.log.warn({ guild: guildId, err: error }, what);
    }
  }
}

/** Takes out who made the course. @returns false where they are still in. */
async function isOut(
  { app, shared, doors }: Hands,
  { guildId, courseId }: PublishedCourse,
  threadId: string,
  userId: string,
): Promise<boolean> {
  if (await isInAsLearner(app, guildId, courseId, userId, `thread:${threadId}`)) return true;
  await shared.turn();
  const answer = await app.threads.remove(guildId, threadId, userId, shared.signal);
  if (answer === 'no-permission') await doors.close(courseId, answer);
  return answer !== 'no-permission';
}

async function letIn(
  { app, shared, doors }: Hands,
  course: PublishedCourse,
  threadId: string,
  userId: string,
): Promise<void> {
  const { guildId, courseId } = course;
  await shared.turn();
  const answer = await app.threads.add(guildId, threadId, userId, shared.signal);
  if (answer === 'gone') await threadIsGone(app, course, `thread:${threadId}`);
  else if (answer === 'full' || answer === 'no-permission') await doors.close(courseId, answer);
}
