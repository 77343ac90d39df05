/** What the buttons, menus and forms under a draft do. Only its creator's presses count: everything is looked at again when it is written. */
import type { App } from '../src/app.ts';
import {
  courseMessage,
  editDraft,
  getDraft,
  shiftLesson,
  topicNames,
  withoutLesson,
  writeLesson,
  writeWords,
} from '../src/courses/courses.ts';
import type { Lesson, Moved, TypedLesson, TypedWords } from '../src/courses/courses.ts';
import { assertCreator } from '../src/creators/creators.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { inFormTime } from '../src/discord/forms.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply, UpdateReply } from '../src/discord/reply.ts';
import { escapeMarkup, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { submittedReply, withdrawnReply } from './course-draft.ts';
import { lessonForm, typedLesson, typedWords, wordsForm } from './course-editor-forms.ts';
import {
  editorReply,
  LESSON,
  LESSON_FORM,
  NEW_LESSON,
  pageOf,
  PREVIEW,
  SHOW,
  SUBMIT,
  WITHDRAW,
  WORDS,
} from './course-editor.ts';

const WORDS_SENT = 'draft.words-sent';
const LESSON_SENT = 'draft.lesson-sent';
const MOVE = 'draft.move';
const REMOVE = 'draft.remove';

export const wordsPressed = component({
  name: WORDS,
  access: 'everyone',
  immediate: true,
  async run(app, call, { args }) {
    const { course, version } = await draftToEdit(app, call, numberArg(args[0]));
    const isUpdate = course.publishedId !== null;
    const { title, summary, changes } = version;
    const topics = topicNames(app, call.guildId, call.locale, version.topics).join(', ');
    const typed: TypedWords = { title, summary, topics, changes: changes ?? '' };
    return wordsForm(componentId(WORDS_SENT, version.id, Number(isUpdate)), typed, isUpdate, call.words);
  },
});

export const wordsSent = component({
  name: WORDS_SENT,
  access: 'everyone',
  updates: true,
  formAgain: ({ words }, { args: [versionId = '', isUpdate = ''], fields }) =>
    wordsForm(componentId(WORDS_SENT, versionId, isUpdate), typedWords(fields), isUpdate === '1', words),
  run: (app, call, { args, fields }) =>
    edited(
      app,
      call,
      (versionId) => writeWords(app, call.guildId, versionId, call, typedWords(fields)),
      args,
    ),
});

export const lessonFormPressed = component({
  name: LESSON_FORM,
  access: 'everyone',
  immediate: true,
  async run(app, call, { args }) {
    const { version } = await draftToEdit(app, call, numberArg(args[0]));
    const key = args[1] ?? NEW_LESSON;
    const typed = key === NEW_LESSON ? NO_LESSON : toTyped(lessonOf(version.lessons, key));
    return lessonForm(componentId(LESSON_SENT, version.id, key), typed, key === NEW_LESSON, call.words);
  },
});

export const lessonSent = component({
  name: LESSON_SENT,
  access: 'everyone',
  updates: true,
  formAgain: ({ words }, { args: [versionId = '', key = ''], fields }) =>
    lessonForm(componentId(LESSON_SENT, versionId, key), typedLesson(fields), key === NEW_LESSON, words),
  run(app, call, { args, fields }) {
    const key = args[1] === NEW_LESSON ? null : (args[1] ?? null);
    const write = (versionId: number) =>
      writeLesson(app, call.guildId, versionId, call, key, typedLesson(fields));
    return edited(app, call, write, args);
  },
});

/** A lesson from the menu, whole, with what can be done to it. */
export const lessonChosen = component({
  name: LESSON,
  access: 'everyone',
  updates: true,
  async run(app, call, { args, values }) {
    const draft = await ownDraft(app, call, numberArg(args[0]));
    return { update: lessonReply(call, draft, values[0] ?? '') };
  },
});

export const lessonMoved = component({
  name: MOVE,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    const key = args[1] ?? '';
    const by = args[2] === 'up' ? -1 : 1;
    await assertCreator(app, call.guildId, call.userId);
    const draft = await editDraft(app, call.guildId, numberArg(args[0]), call, (content) => ({
      ...content,
      lessons: shiftLesson(content.lessons, key, by),
    }));
    app.courses.drafts.put(draft);
    return { update: lessonReply(call, draft, key) };
  },
});

export const lessonRemoved = component({
  name: REMOVE,
  access: 'everyone',
  updates: true,
  run(app, call, { args }) {
    const remove = (versionId: number) =>
      editDraft(app, call.guildId, versionId, call, (content) => ({
        ...content,
        lessons: withoutLesson(content.lessons, args[1] ?? ''),
      }));
    return edited(app, call, remove, args);
  },
});

export const draftShown = component({
  name: SHOW,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    const draft = await ownDraft(app, call, numberArg(args[0]));
    return { update: editorReply(app, call, draft, numberArg(args[1])) };
  },
});

/** As members will see it, in a message of its own. */
export const previewPressed = component({
  name: PREVIEW,
  access: 'everyone',
  async run(app, call, { args }) {
    const { course, version } = await ownDraft(app, call, numberArg(args[0]));
    const shown = {
      ...version,
      creatorId: course.creatorId,
      publishedAt: null,
      isNew: course.publishedId === null,
    };
    const message = await courseMessage(app, call.guildId, call.locale, shown, null);
    return { ...message, content: call.words.authoring.previewed };
  },
});

export const submitPressed = component({
  name: SUBMIT,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args }) => ({ update: await submittedReply(app, call, numberArg(args[0])) }),
});

export const withdrawPressed = component({
  name: WITHDRAW,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args }) => ({ update: await withdrawnReply(app, call, numberArg(args[0])) }),
});

/** Changes the draft named by the first argument and shows it: the page with the lesson named by the second, or the last one. */
async function edited(
  app: App,
  call: Call,
  change: (versionId: number) => Promise<Moved>,
  [versionId, key = '']: readonly string[],
): Promise<UpdateReply> {
  await assertCreator(app, call.guildId, call.userId);
  const draft = await change(numberArg(versionId));
  const { lessons } = draft.version;
  const page = pageOf(lessons, key === NEW_LESSON ? (lessons.at(-1)?.key ?? '') : key);
  return { update: editorReply(app, call, draft, page) };
}

/** @throws Refusal `course.unknown`, `course.creator-only`. */
async function ownDraft(app: App, { guildId, userId }: Call, versionId: number): Promise<Moved> {
  const draft = await getDraft(app, guildId, versionId);
  if (draft.course.creatorId !== userId)
    throw new Refusal('course.creator-only', { title: draft.version.title });
  return draft;
}

/** For a form, which must be the first answer. @throws as `ownDraft`; Refusal `course.form-late`, `course.state`. */
async function draftToEdit(app: App, call: Call, versionId: number): Promise<Moved> {
  const draft = await inFormTime(ownDraft(app, call, versionId));
  if (!draft) throw new Refusal('course.form-late', {});
  const { title, number, state } = draft.version;
  if (state !== 'draft') throw new Refusal('course.state', { title, number, state, act: 'edit' });
  return draft;
}

const NO_LESSON: TypedLesson = { title: '', link: '', text: '', minutes: '' };

const toTyped = ({ title, link, text, minutes }: Lesson): TypedLesson => ({
  title,
  link: link ?? '',
  text: text ?? '',
  minutes: String(minutes),
});

/** @throws Refusal `course.lesson-gone`. */
function lessonOf(lessons: readonly Lesson[], key: string): Lesson {
  const lesson = lessons.find((one) => one.key === key);
  if (!lesson) throw new Refusal('course.lesson-gone', {});
  return lesson;
}

function lessonReply({ words }: Call, { version }: Moved, key: string): Reply {
  const { id, lessons } = version;
  const { title, link, text, minutes } = lessonOf(lessons, key);
  const { buttons } = words.authoring;
  const place = lessons.findIndex((lesson) => lesson.key === key);
  const body = [
    words.courses.length(minutes),
    ...(link === null ? [] : [link]),
    '',
    escapeMarkup(text ?? ''),
  ];
  return {
    embeds: [
      {
        title: `${place + 1}. ${escapeMarkup(title)}`,
        description: shorten(body.join('\n').trimEnd(), LONGEST_DESCRIPTION),
      },
    ],
    components: buttonRow([
      button(buttons.change, componentId(LESSON_FORM, id, key), 'main'),
      { ...button(buttons.up, componentId(MOVE, id, key, 'up')), disabled: place === 0 },
      {
        ...button(buttons.down, componentId(MOVE, id, key, 'down')),
        disabled: place === lessons.length - 1,
      },
      button(buttons.remove, componentId(REMOVE, id, key), 'danger'),
      button(buttons.back, componentId(SHOW, id, pageOf(lessons, key))),
    ]),
  };
}
