/** /course view: a course as it is, and how the reader stands in it. */
import type { App } from '../src/app.ts';
import { courseMessage, tierText } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import {
  courseFigures,
  courseStanding,
  keysOf,
  NO_FIGURES,
  summariseRatings,
  viewCourse,
} from '../src/learning/learning.ts';
import type { OwnCourse } from '../src/learning/learning.ts';
import { answeredCount } from '../src/qa/qa.ts';
import { CERTIFICATE, LESSON, LESSONS, RATE, START, VIEW } from './course-buttons.ts';
import { requiredCourse } from './course-options.ts';
import { progressText, roomText } from './course-words.ts';

export const courseViewed = action({
  access: 'everyone',
  options: { course: requiredCourse() },
  run: (app, call, { course }) => courseView(app, call, course),
});

/** Under an announcement and under lists. */
export const viewPressed = component({
  name: VIEW,
  access: 'everyone',
  run: (app, call, { args }) => courseView(app, call, numberArg(args[0])),
});

/** @throws Refusal `course.unknown`, `learning.archived`. */
export async function courseView(app: App, call: Call, courseId: number): Promise<Reply> {
  const { guildId, locale } = call;
  const own = await viewCourse(app, call, courseId);
  const { course, version } = own;
  const standing = await courseStanding(app, guildId, courseId);
  const shown = { ...version, creatorId: course.creatorId, isNew: !course.isUpdate };
  const message = await courseMessage(app, guildId, locale, shown, standing);
  const isOpen = (await keysOf(app, guildId, call.userId)).opens(course);
  const [embed] = message.embeds ?? [];
  return {
    ...message,
    embeds: [{ ...embed, fields: await fieldsOf(app, call, own, isOpen) }],
    components: buttonsOf(call, own, isOpen),
  };
}

async function fieldsOf(app: App, call: Call, own: OwnCourse, isOpen: boolean) {
  const { guildId, locale } = call;
  const { view } = call.words.learning;
  const { courseId, tierId } = own.course;
  const figures = (await courseFigures(app, guildId)).get(courseId) ?? NO_FIGURES;
  const rating = summariseRatings(figures.ratings);
  const answered = await answeredCount(app, guildId, courseId);
  const locked = isOpen ? [] : [view.locked({ tier: tierText(app, guildId, locale, tierId) })];
  const room = roomText(call, own);
  return [
    { name: view.yours, value: [...standingLines(call, own), ...locked].join('\n') },
    { name: view.ratings, value: call.words.insight.rating(rating) },
    { name: view.learners, value: view.learnersOf(figures) },
    ...(answered > 0 ? [{ name: view.answers, value: view.answered({ count: answered }) }] : []),
    ...(room !== null && isOpen ? [{ name: view.room, value: room }] : []),
  ];
}

function standingLines(call: Call, own: OwnCourse): string[] {
  const { view } = call.words.learning;
  const { course, learner } = own;
  if (course.creatorId === call.userId) return [view.own];
  if (!learner?.startedAt) return [view.notStarted];
  const finished = learner.finishedAt ? [view.finished({ at: learner.finishedAt })] : [];
  return [progressText(call, own.progress), ...finished];
}

function buttonsOf(call: Call, { course, learner, progress, done }: OwnCourse, isOpen: boolean) {
  const { view } = call.words.learning;
  const { courseId } = course;
  const isOwn = course.creatorId === call.userId;
  const next = button(view.continue, componentId(LESSON, courseId, progress.next ?? 0), 'main');
  const start = button(view.start, componentId(START, courseId), 'main');
  const hasStarted = Boolean(learner?.startedAt);
  const mayRate = !isOwn && hasStarted && (Boolean(learner?.finishedAt) || done.size > 0);
  return buttonRow([
    // Whoever lacks the tier is told how to get it.
    ...(isOwn ? [] : [hasStarted && isOpen ? next : start]),
    ...(isOwn || (hasStarted && isOpen) ? [button(view.lessons, componentId(LESSONS, courseId, 0))] : []),
    ...(mayRate
      ? [button((learner?.rating ?? null) === null ? view.rate : view.rateAgain, componentId(RATE, courseId))]
      : []),
    ...(learner?.finishedAt ? [button(view.certificate, componentId(CERTIFICATE, courseId))] : []),
  ]);
}
