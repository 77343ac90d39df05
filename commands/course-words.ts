/** Words that several answers about learning share: how far somebody is, where learners meet. */
import type { Call } from '../src/discord/command.ts';
import type { OwnCourse, Progress } from '../src/learning/learning.ts';

const BAR_LENGTH = 10;

/** ▰▰▰▱▱▱▱▱▱▱ 3 of 10 lessons. Full only when all are done. */
export function progressText({ words }: Call, { done, lessons }: Progress): string {
  const filled = lessons === 0 ? 0 : Math.floor((done / lessons) * BAR_LENGTH);
  const bar = '▰'.repeat(filled) + '▱'.repeat(BAR_LENGTH - filled);
  return words.learning.progress({ bar, done, lessons });
}

/** Where the learners of a course meet, or what keeps this one out; null where there is no room for them. */
export function roomText({ words, userId }: Call, { course, learner }: OwnCourse): string | null {
  const { room } = words.learning;
  const { roomKind, roomThreadId, roomRoleId, creatorId } = course;
  if (roomKind === 'none' || (!learner?.startedAt && creatorId !== userId)) return null;
  if (learner?.roomProblem) return room.problems[learner.roomProblem];
  if (roomKind === 'role') return roomRoleId === null ? null : room.role({ roleId: roomRoleId });
  return roomThreadId === null ? room.thread : room.inThread({ threadId: roomThreadId });
}
