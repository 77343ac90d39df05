/** One lesson of a draft: its form, and the step in which it is changed, moved or removed. */
import { editDraft, shiftLesson, withoutLesson, writeLesson } from '../src/courses/courses.ts';
import type { Lesson, Moved, TypedLesson } from '../src/courses/courses.ts';
import { assertCreator } from '../src/creators/creators.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { escapeMarkup, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { draftToEdit, edited, ownDraft } from './course-editor-draft.ts';
import { lessonForm, typedLesson } from './course-editor-forms.ts';
import { LESSON, LESSON_FORM, NEW_LESSON, pageOf, SHOW } from './course-editor.ts';

const LESSON_SENT = 'draft.lesson-sent';
const MOVE = 'draft.move';
const REMOVE = 'draft.remove';
const REMOVE_NOW = 'draft.remove-now';

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

/** A lesson from the menu, or the one of the button, whole, with what can be done to it. */
export const lessonChosen = component({
  name: LESSON,
  access: 'everyone',
  updates: true,
  async run(app, call, { args, values }) {
    const draft = await ownDraft(app, call, numberArg(args[0]));
    return { update: lessonReply(call, draft, values[0] ?? args[1] ?? '') };
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

/** A lesson may be an evening's work. */
export const lessonRemovalAsked = component({
  name: REMOVE,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    const key = args[1] ?? '';
    const draft = await ownDraft(app, call, numberArg(args[0]));
    const { authoring } = call.words;
    const { id } = draft.version;
    return {
      update: {
        ...lessonReply(call, draft, key),
        content: authoring.removeSure,
        components: buttonRow([
          button(authoring.buttons.remove, componentId(REMOVE_NOW, id, key), 'danger'),
          button(authoring.buttons.keep, componentId(LESSON, id, key)),
        ]),
      },
    };
  },
});

export const lessonRemoved = component({
  name: REMOVE_NOW,
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
