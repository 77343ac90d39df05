/** /course publish, archive, restore, transfer: what its owner or staff do with a course that was reviewed. */
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
import type { CourseVersion } from '../src/courses/courses.ts';
import { isCreator } from '../src/creators/creators.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { numberArg } from '../src/discord/components.ts';
import { member, required, text } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { courseIn } from './course-review-options.ts';

const REASON_MAX = 500;

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

export const courseArchive = action({
  access: 'everyone',
  options: { course: courseIn(['published']), reason: text({ max: REASON_MAX }) },
  async run(app, call, { course, reason }) {
    const version = await publishedOf(app, call, course);
    await moveVersion(app, call.guildId, version.id, 'archive', call, reason);
    wake(app, call.guildId);
    return { content: call.words.coursesReview.archived(version) };
  },
});

export const courseRestore = action({
  access: 'staff',
  options: { course: courseIn(['archived']) },
  async run(app, call, { course }) {
    const version = await publishedOf(app, call, course);
    await moveVersion(app, call.guildId, version.id, 'restore', call);
    wake(app, call.guildId);
    return { content: call.words.coursesReview.restored(version) };
  },
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
    wake(app, guildId);
    return { content: call.words.coursesReview.transferred({ title, userId }) };
  },
});

async function publishedReply(app: App, call: Call, versionId: number): Promise<Reply> {
  const { guildId, words } = call;
  const { version } = await moveVersion(app, guildId, versionId, 'publish', call);
  wake(app, guildId);
  const { announceChannelId: channelId } = app.courses.settingsOf(guildId);
  return { content: words.coursesReview.published({ ...version, channelId }) };
}

/** What people learn from or learned from; where nothing ever was published, the version of which the table speaks to the caller. */
async function publishedOf(app: App, call: Call, courseId: number): Promise<CourseVersion> {
  const { publishedId } = await getCourse(app, call.guildId, courseId);
  if (publishedId !== null) return getVersion(app, call.guildId, publishedId);
  return (await knownVersion(app, call.guildId, courseId, call)).version;
}

/** The thread is told, what is new is announced, and the room follows. */
function wake(app: App, guildId: string): void {
  settleSoon(app, guildId);
  app.courseRooms.wake(guildId);
}
