/** /course publish and transfer: what its owner or staff do with a course that was reviewed. */
import type { App } from '../src/app.ts';
import {
  getCourse,
  getVersion,
  knownVersion,
  latestVersion,
  moveVersion,
  PUBLISH_BUTTON,
  settleSoon,
  transferCourse,
} from '../src/courses/courses.ts';
import { assertCreator, isCreator } from '../src/creators/creators.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { numberArg } from '../src/discord/components.ts';
import { member, required } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { courseIn } from './course-review-options.ts';

export const coursePublish = action({
  access: 'everyone',
  options: { course: courseIn(['approved']) },
  async run(app, call, { course }) {
    return publishedReply(app, call, (await knownVersion(app, call.guildId, course, call)).version.id);
  },
});

/** The button in the thread of a submission that was approved; its argument is the version. */
export const publishNow = component({
  name: PUBLISH_BUTTON,
  access: 'everyone',
  run: (app, call, { args }) => publishedReply(app, call, numberArg(args[0])),
});

export const courseTransfer = action({
  access: 'staff',
  options: {
    course: courseIn(['draft', 'submitted', 'changes-requested', 'approved', 'published', 'archived'], {
      withDrafts: true,
    }),
    member: required(member()),
  },
  async run(app, call, { course, member: { userId } }) {
    const { guildId } = call;
    if (!(await isCreator(app, guildId, userId))) throw new Refusal('course.not-a-creator', { userId });
    const { title } = await latestVersion(app, guildId, course);
    await transferCourse(app, guildId, course, call, userId);
    wakeCourses(app, guildId);
    return { content: call.words.coursesReview.transferred({ title, userId }) };
  },
});

async function publishedReply(app: App, call: Call, versionId: number): Promise<Reply> {
  const { guildId, userId, words } = call;
  // Who was removed as a creator publishes no more, not even what was approved before.
  const { creatorId } = await getCourse(app, guildId, (await getVersion(app, guildId, versionId)).courseId);
  if (creatorId === userId && !call.isStaff) await assertCreator(app, guildId, userId);
  const { version } = await moveVersion(app, guildId, versionId, 'publish', call);
  wakeCourses(app, guildId);
  const { announceChannelId: channelId } = app.courses.settingsOf(guildId);
  return { content: words.coursesReview.published({ ...version, channelId }) };
}

/** The thread is told, what is new is announced, and the room follows. */
export function wakeCourses(app: App, guildId: string): void {
  settleSoon(app, guildId);
  app.courseRooms.wake(guildId);
}
