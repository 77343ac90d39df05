/** Lessons: one as it is learned, and all of them with what is done. For who started the course and may open it, and for its creator. */
import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIButtonComponent, APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import type { CourseVersion } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import { escapeMarkup, oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { openLessons } from '../src/learning/learning.ts';
import type { OwnCourse } from '../src/learning/learning.ts';
import { LESSON, LESSONS } from './course-buttons.ts';
import { progressText } from './course-words.ts';

/** The same in place of the message whose button was pressed. */
const TURN = 'course.turn';
const LIST = 'course.list';
const PICK = 'course.pick';
/** Course, lesson's key, yes or no. */
export const DONE = 'course.done';
const PER_PAGE = 20;
const TITLE_SHOWN = 80;
const LABEL_MAX = 100;
const COLOUR = { open: 0x5865f2, done: 0x57f287 };

export const lessonPressed = component({
  name: LESSON,
  access: 'everyone',
  run: (app, call, { args: [courseId, index] }) => lessonOf(app, call, numberArg(courseId), numberArg(index)),
});

export const lessonTurned = component({
  name: TURN,
  access: 'everyone',
  updates: true,
  async run(app, call, { args: [courseId, index] }) {
    return { update: await lessonOf(app, call, numberArg(courseId), numberArg(index)) };
  },
});

export const lessonPicked = component({
  name: PICK,
  access: 'everyone',
  updates: true,
  async run(app, call, { args: [courseId], values: [index] }) {
    return { update: await lessonOf(app, call, numberArg(courseId), numberArg(index)) };
  },
});

export const lessonsPressed = component({
  name: LESSONS,
  access: 'everyone',
  run: (app, call, { args: [courseId, page] }) => lessonsOf(app, call, numberArg(courseId), numberArg(page)),
});

export const lessonsTurned = component({
  name: LIST,
  access: 'everyone',
  updates: true,
  async run(app, call, { args: [courseId, page] }) {
    return { update: await lessonsOf(app, call, numberArg(courseId), numberArg(page)) };
  },
});

async function lessonOf(app: App, call: Call, courseId: number, index: number): Promise<Reply> {
  return lessonReply(call, await openLessons(app, call.guildId, call.userId, courseId), index);
}

/** One lesson. @param index from 0. @throws Refusal `learning.lesson-unknown`. */
export function lessonReply(call: Call, own: OwnCourse, index: number): Reply {
  const { course, version, done } = own;
  const lesson = version.lessons[index];
  if (!lesson) throw new Refusal('learning.lesson-unknown', { title: course.title });
  return {
    embeds: [lessonEmbed(call, version, index, done.has(lesson.key))],
    components: lessonButtons(call, own, index),
  };
}

/** A lesson as members see it. @param index of a lesson there is, from 0. */
export function lessonEmbed(
  { words }: Call,
  { title: course, lessons }: Pick<CourseVersion, 'title' | 'lessons'>,
  index: number,
  isDone: boolean,
): APIEmbed {
  const { lesson } = words.learning;
  const { title, text, minutes } = lessons[index]!;
  const position = index + 1;
  const length = words.courses.length(minutes);
  const head = [lesson.minutes({ length }), ...(isDone ? [lesson.isDone] : [])].join(' · ');
  return {
    title: lesson.title({ position, title: escapeMarkup(title) }),
    // As reviewers passed it: a lesson about code needs its blocks of code. Mentions in it notify nobody.
    description: text === null ? head : `${head}\n\n${text}`,
    color: isDone ? COLOUR.done : COLOUR.open,
    footer: { text: lesson.footer({ course, position, lessons: lessons.length }) },
  };
}

/** To where the lesson is, if it is elsewhere. */
export function linkButton({ words }: Call, link: string | null): APIButtonComponent[] {
  if (link === null) return [];
  return [
    { type: ComponentType.Button, style: ButtonStyle.Link, label: words.learning.lesson.open, url: link },
  ];
}

function lessonButtons(call: Call, own: OwnCourse, index: number): APIMessageTopLevelComponent[] {
  const { course, version, done, learner } = own;
  const { courseId } = course;
  const { lesson: words } = call.words.learning;
  const { key, link } = version.lessons[index]!;
  const isDone = done.has(key);
  const turn = (label: string, to: number) => button(label, componentId(TURN, courseId, to));
  const mark = isDone
    ? button(words.undo, componentId(DONE, courseId, key, 'no'))
    : button(words.done, componentId(DONE, courseId, key, 'yes'), 'main');
  const buttons: APIButtonComponent[] = [
    ...linkButton(call, link),
    ...(learner?.startedAt && course.creatorId !== call.userId ? [mark] : []),
    ...(index > 0 ? [turn(words.previous, index - 1)] : []),
    ...(index < version.lessons.length - 1 ? [turn(words.next, index + 1)] : []),
    button(words.overview, componentId(LIST, courseId, Math.floor(index / PER_PAGE))),
  ];
  return [{ type: ComponentType.ActionRow, components: buttons }];
}

/** A page of all lessons. @param page from 0; past the last one the last. */
async function lessonsOf(app: App, call: Call, courseId: number, page: number): Promise<Reply> {
  const own = await openLessons(app, call.guildId, call.userId, courseId);
  const { version, done, progress } = own;
  const { learning, courses } = call.words;
  const pages = Math.max(1, Math.ceil(version.lessons.length / PER_PAGE));
  const shown = Math.min(page, pages - 1);
  const from = shown * PER_PAGE;
  const lessons = version.lessons.slice(from, from + PER_PAGE);
  const lines = lessons.map(({ key, title, minutes }, index) =>
    learning.lessons.line({
      position: from + index + 1,
      title: oneLine(title, TITLE_SHOWN),
      length: courses.length(minutes),
      isDone: done.has(key),
    }),
  );
  const options = lessons.map(({ title }, index) => ({
    label: shorten(`${from + index + 1}. ${title}`, LABEL_MAX),
    value: String(from + index),
  }));
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: componentId(PICK, courseId),
    placeholder: learning.lessons.open,
    options,
  };
  const turn = (label: string, to: number) => button(label, componentId(LIST, courseId, to));
  return {
    embeds: [
      {
        title: escapeMarkup(learning.lessons.title({ course: version.title })),
        description: [progressText(call, progress), '', ...lines].join('\n'),
        color: progress.next === null ? COLOUR.done : COLOUR.open,
        ...(pages > 1 && { footer: { text: learning.page({ page: shown + 1, pages }) } }),
      },
    ],
    components: [
      ...(options.length === 0 ? [] : [{ type: ComponentType.ActionRow as const, components: [menu] }]),
      ...buttonRow([
        ...(shown > 0 ? [turn(learning.browse.earlier, shown - 1)] : []),
        ...(shown < pages - 1 ? [turn(learning.browse.more, shown + 1)] : []),
      ]),
    ],
  };
}
