/** The private thread of a course: opened once, found again after a stop, and what staff are told where that is not possible. */
import type { App } from '../app.ts';
import { noteRoom, tellStaff } from '../courses/courses.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import type { OpenedThread } from '../discord/threads.ts';
import { catalogues } from '../i18n/i18n.ts';
import { shorten } from '../i18n/markup.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import type { Room } from './learning-rooms-rules.ts';
import { updateRoomGone } from './learning-rooms-store.ts';
import type { RoomProblem } from './learning-records.ts';

const NAME_MAX = 100;
/** How far the bot's clock may be ahead of Discord's. */
const CLOCK_LEEWAY_MS = 10 * 60_000;

/** Why a room takes nobody, whoever it is. */
export class RoomHindrance extends Error {
  readonly problem: RoomProblem;

  constructor(problem: RoomProblem) {
    super(`a room takes nobody: ${problem}`);
    this.problem = problem;
  }
}

/** Discord failed: it is tried again. */
export const isFromDiscord = (error: unknown): error is UpstreamError =>
  error instanceof UpstreamError && error.upstream === 'discord';

type ThreadNeeds = Pick<App, 'db' | 'clock' | 'communities' | 'courses' | 'messenger' | 'threads'>;

/** @returns its id. @throws RoomHindrance; UpstreamError: to be tried again. */
export async function openThread(app: ThreadNeeds, course: PublishedCourse): Promise<string> {
  const { guildId, courseId, creatorId, title, firstAt } = course;
  const channelId = app.courses.settingsOf(guildId).roomsChannelId;
  if (channelId === null) throw new RoomHindrance('no-channel');
  if (app.threads.problem(guildId, channelId, true)) throw new RoomHindrance('no-permission');
  const words = catalogues[app.communities.get(guildId).locale].learning.room;
  const number = ` · #${courseId}`;
  const name = `${shorten(title, NAME_MAX - number.length)}${number}`;
  const firstMessage = { content: words.welcome({ title, creatorId }) };
  const since = new Date(firstAt.getTime() - CLOCK_LEEWAY_MS);
  try {
    const thread: OpenedThread =
      (await app.threads.find(guildId, channelId, name, since)) ??
      (await app.threads.open(guildId, channelId, { name, isPrivate: true, firstMessage }));
    const { threadId, hasFirstMessage } = thread;
    if (!hasFirstMessage) await app.messenger.post(guildId, threadId, firstMessage, { nonce: threadId });
    await noteRoom(app, guildId, courseId, { roomThreadId: threadId });
    return threadId;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new RoomHindrance(error.code === 'threads.too-many' ? 'too-many-threads' : 'no-permission');
  }
}

/** Somebody deleted the thread: another is opened for those who belong into it. */
export async function threadIsGone(
  app: Pick<App, 'db' | 'clock' | 'courses'>,
  { guildId, courseId }: PublishedCourse,
  room: Room,
): Promise<void> {
  await noteRoom(app, guildId, courseId, { roomThreadId: null, roomCreatorId: null });
  await updateRoomGone(app, guildId, room, app.clock.now());
}

const NONCE_MAX = 25;

/**
 * Tells staff once why a course's room takes nobody, and keeps it. @param problem null: it takes people again.
 * @throws UpstreamError: nothing is kept, so that they are told later.
 */
export async function tellRoomProblem(
  app: Pick<App, 'db' | 'communities' | 'courses' | 'messenger' | 'log'>,
  guildId: string,
  courseId: number,
  problem: RoomProblem | null,
): Promise<void> {
  const course = app.courses.find(guildId, courseId);
  if (course && problem !== null) {
    const { locale } = app.communities.get(guildId);
    const content = catalogues[locale].learning.room.problem({ title: course.title, problem });
    const nonce = `room-${courseId}-${problem}`.slice(0, NONCE_MAX);
    await tellStaff(app, guildId, content, nonce).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      // A staff channel that takes no message is no reason to keep people waiting.
      app.log.warn({ guild: guildId, err: error }, 'staff could not be told of the room of a course');
    });
  }
  await noteRoom(app, guildId, courseId, { roomProblem: problem });
}
