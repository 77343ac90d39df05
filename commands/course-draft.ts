/** /course draft, edit, submit, withdraw, drafts: creators write. The message in which they do is in course-editor.ts. */
import type { App } from '../src/app.ts';
import {
  changeFrame,
  coursesOf,
  draftCourse,
  emptyCourse,
  knownVersion,
  LEVELS,
  moveVersion,
  reviseCourse,
  settleSoon,
  shortageOfReviewers,
  submitDraft,
  TAUGHT_IN,
  TITLE_MAX,
} from '../src/courses/courses.ts';
import type { Course, CourseVersion } from '../src/courses/courses.ts';
import { assertCreator } from '../src/creators/creators.ts';
import { action } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { oneOf, required, text } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { editorReply } from './course-editor.ts';
import { neededTier, ownCourse, pickedNeed } from './course-own-options.ts';

/** Courses shown by /course drafts. */
const LIST_LENGTH = 15;
/** Characters of a title in a list. */
const TITLE_SHOWN = 60;

export const courseDraft = action({
  access: 'everyone',
  options: {
    title: required(text({ min: 1, max: TITLE_MAX })),
    level: required(oneOf(LEVELS)),
    language: required(oneOf(TAUGHT_IN)),
    tier: neededTier(),
  },
  async run(app, call, { title, level, language, tier }) {
    const { guildId } = call;
    await assertCreator(app, guildId, call.userId);
    const frame = { title, level, language, tierId: pickedNeed(app, guildId, tier) };
    const moved = await draftCourse(app, guildId, call, emptyCourse(app, guildId, frame));
    return editorReply(app, call, moved);
  },
});

export const courseEdit = action({
  access: 'everyone',
  options: { course: ownCourse(), level: oneOf(LEVELS), language: oneOf(TAUGHT_IN), tier: neededTier() },
  async run(app, call, { course, level, language, tier }) {
    const { guildId } = call;
    // Asked before anything is made: a course of somebody else stays as it is.
    const tierId = tier === null ? undefined : pickedNeed(app, guildId, tier);
    await assertCreator(app, guildId, call.userId);
    const moved = await reviseCourse(app, guildId, course, call);
    const frame = {
      ...(level ? { level } : {}),
      ...(language ? { language } : {}),
      ...(tierId === undefined ? {} : { tierId }),
    };
    const isChanged = Object.keys(frame).length > 0;
    const draft = isChanged ? await changeFrame(app, guildId, moved.version.id, call, frame) : moved;
    return editorReply(app, call, draft);
  },
});

export const courseSubmit = action({
  access: 'everyone',
  options: { course: ownCourse() },
  run: async (app, call, { course }) => submittedReply(app, call, (await ownLatest(app, call, course)).id),
});

export const courseWithdraw = action({
  access: 'everyone',
  options: { course: ownCourse() },
  run: async (app, call, { course }) => withdrawnReply(app, call, (await ownLatest(app, call, course)).id),
});

export const courseDrafts = action({
  access: 'everyone',
  options: {},
  run: (app, call) => draftsReply(app, call),
});

/** Hands the draft to the reviewers and says so. */
export async function submittedReply(app: App, call: Call, versionId: number): Promise<Reply> {
  await assertCreator(app, call.guildId, call.userId);
  const moved = await submitDraft(app, call.guildId, versionId, call);
  app.courses.drafts.put(moved);
  settleSoon(app, call.guildId);
  const hasThread = app.courses.settingsOf(call.guildId).roomsChannelId !== null;
  const { submitted, tooFewReviewers } = call.words.authoring;
  const { creatorId, formerCreatorIds } = moved.course;
  const shortage = shortageOfReviewers(app, call.guildId, [creatorId ?? '', ...formerCreatorIds]);
  const content = submitted({ title: moved.version.title, hasThread });
  return { content: shortage ? `${content}\n${tooFewReviewers(shortage)}` : content };
}

/** Takes the version back and says so. Who is no creator any more may do that, too. */
export async function withdrawnReply(app: App, call: Call, versionId: number): Promise<Reply> {
  const moved = await moveVersion(app, call.guildId, versionId, 'withdraw', call);
  app.courses.drafts.put(moved);
  settleSoon(app, call.guildId);
  return { content: call.words.authoring.withdrawn(moved.version) };
}

/** The youngest version of a course of theirs. @throws Refusal `course.unknown`, `course.creator-only`. */
async function ownLatest(app: App, call: Call, courseId: number): Promise<CourseVersion> {
  const { course, version } = await knownVersion(app, call.guildId, courseId, call);
  if (course.creatorId !== call.userId) throw new Refusal('course.creator-only', { title: version.title });
  return version;
}

async function draftsReply(app: App, call: Call): Promise<Reply> {
  const { drafts } = call.words.authoring;
  const own = await coursesOf(app, call.guildId, call.userId);
  if (own.length === 0) return { content: drafts.none };
  const lines = own.slice(0, LIST_LENGTH).map(({ course, latest }) => draftLine(call, course, latest));
  const rest = own.length > LIST_LENGTH ? [drafts.rest({ count: own.length - LIST_LENGTH })] : [];
  const description = shorten([...lines, ...rest].join('\n'), LONGEST_DESCRIPTION);
  return { embeds: [{ title: drafts.title, description }] };
}

function draftLine({ words }: Call, { id: courseId, publishedId }: Course, latest: CourseVersion): string {
  const { drafts } = words.authoring;
  const { number, state, id } = latest;
  const hasOlder = publishedId !== null && publishedId !== id;
  const next = state === 'rejected' && hasOlder ? drafts.rejectedUpdate : drafts.next[state];
  const facts = hasOlder && state !== 'rejected' ? [drafts.publishedBefore, next] : [next];
  const title = oneLine(latest.title, TITLE_SHOWN);
  return `${drafts.line({ courseId, title, number, state })}\n-# ${facts.join(' · ')}`;
}
