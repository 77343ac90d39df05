/** What learning holds on a person: courses they looked at, lessons they did, ratings, certificates, and the rooms they are in. */
import type { App } from '../app.ts';
import { listRoomsOfCreator, noteRoom } from '../courses/courses.ts';
import { transact, transactSql } from '../db/transact.ts';
import { UpstreamError } from '../kernel/errors.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { wishRoles } from '../roles/roles.ts';
import { ROLE_PURPOSE } from './learning-rooms-guild.ts';
import { idOf, kindOf } from './learning-rooms-rules.ts';
import { listRoomsOf, updateStopped } from './learning-rooms-store.ts';
import { deleteLearner, listHeld } from './learning-store.ts';

export const learningPrivacy: PrivacyPart = {
  feature: 'learning',
  models: ['CourseLearner', 'LessonDone'],
  async export(app, guildId, userId) {
    const { courses, lessons } = await listHeld(app, guildId, userId);
    if (courses.length + lessons.length === 0) return null;
    return { courses, lessonsDone: lessons };
  },
  /** With them goes the certificate: its code is unknown from now on. */
  async erase(app, guildId, userId) {
    await updateStopped(app, guildId, userId);
    await app.courseRooms.rest(guildId);
    await leaveRooms(app, guildId, userId);
    const erased = await transact(app.db, (tx) => deleteLearner(tx, guildId, userId));
    for (const { courseId } of app.courses.listOf(guildId)) app.learning.changed(guildId, courseId);
    return erased;
  },
};

/** Nobody would know any more that they are in it. @throws UpstreamError when Discord did not let them out. */
async function leaveRooms(
  app: Pick<App, 'db' | 'clock' | 'courses' | 'threads' | 'roles'>,
  guildId: string,
  userId: string,
): Promise<void> {
  const rooms = (await listRoomsOf(app, guildId, userId)).map(({ room }) => room);
  for (const room of rooms.filter((one) => kindOf(one) === 'thread'))
    await leaveThread(app, guildId, idOf(room), userId);
  for (const { courseId, threadId } of await listRoomsOfCreator(app, guildId, userId)) {
    await leaveThread(app, guildId, threadId, userId);
    await noteRoom(app, guildId, courseId, { roomCreatorId: null });
  }
  const wishedAt = app.clock.now();
  const wishes = rooms
    .filter((one) => kindOf(one) === 'role')
    .map((room) => ({
      userId,
      roleId: idOf(room),
      wanted: false,
      purpose: ROLE_PURPOSE,
      entryId: null,
      wishedAt,
    }));
  if (wishes.length === 0) return;
  await transactSql(app.db, (sql) => wishRoles(sql, guildId, wishes));
  app.roles.wake(guildId);
}

async function leaveThread(
  { threads }: Pick<App, 'threads'>,
  guildId: string,
  threadId: string,
  userId: string,
): Promise<void> {
  if ((await threads.remove(guildId, threadId, userId)) === 'no-permission')
    throw new UpstreamError('discord', 'somebody could not be let out of the room of a course');
}
