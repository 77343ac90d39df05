/** The forms in which creators write: the words of a course, and one lesson. Filled with what there is, or with what was typed before. */
import {
  CHANGES_MAX,
  LESSON_TEXT_MAX,
  LINK_MAX,
  SUMMARY_MAX,
  TITLE_MAX,
  TOPIC_MAX,
  TOPICS_MAX,
} from '../src/courses/courses.ts';
import type { TypedLesson, TypedWords } from '../src/courses/courses.ts';
import type { ComponentInput } from '../src/discord/command.ts';
import { fieldText, textField } from '../src/discord/forms.ts';
import type { ModalReply } from '../src/discord/reply.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import { shorten } from '../src/i18n/markup.ts';

/** Characters of a field's description. */
const DESCRIPTION_MAX = 100;
/** Room for what is typed carelessly: it is measured when it was made tidy. */
const MINUTES_MAX_LENGTH = 10;

/** @param isUpdate whether learners are to be told what is new. */
export function wordsForm(
  customId: string,
  typed: TypedWords,
  isUpdate: boolean,
  { authoring }: Catalogue,
): ModalReply {
  const { wordsForm: form } = authoring;
  const topicsMax = TOPICS_MAX * (TOPIC_MAX + 2);
  const changes = textField(form.changes, {
    id: 'changes',
    value: typed.changes,
    max: CHANGES_MAX,
    long: true,
    optional: true,
  });
  return {
    modal: {
      custom_id: customId,
      title: form.title,
      components: [
        textField(form.name, { id: 'title', value: typed.title, max: TITLE_MAX }),
        textField(form.summary, {
          id: 'summary',
          value: typed.summary,
          max: SUMMARY_MAX,
          long: true,
          optional: true,
        }),
        textField(form.topics, {
          id: 'topics',
          value: typed.topics,
          max: topicsMax,
          optional: true,
          description: shorten(form.topicsNote({ max: TOPICS_MAX }), DESCRIPTION_MAX),
        }),
        ...(isUpdate ? [changes] : []),
      ],
    },
  };
}

export const typedWords = (fields: ComponentInput['fields']): TypedWords => ({
  title: fieldText(fields, 'title'),
  summary: fieldText(fields, 'summary'),
  topics: fieldText(fields, 'topics'),
  changes: fieldText(fields, 'changes'),
});

export function lessonForm(
  customId: string,
  typed: TypedLesson,
  isNew: boolean,
  { authoring }: Catalogue,
): ModalReply {
  const { lessonForm: form } = authoring;
  return {
    modal: {
      custom_id: customId,
      title: isNew ? form.addTitle : form.changeTitle,
      components: [
        textField(form.name, { id: 'title', value: typed.title, max: TITLE_MAX }),
        textField(form.link, { id: 'link', value: typed.link, max: LINK_MAX, optional: true }),
        textField(form.text, {
          id: 'text',
          value: typed.text,
          max: LESSON_TEXT_MAX,
          long: true,
          optional: true,
        }),
        textField(form.minutes, { id: 'minutes', value: typed.minutes, max: MINUTES_MAX_LENGTH }),
      ],
    },
  };
}

export const typedLesson = (fields: ComponentInput['fields']): TypedLesson => ({
  title: fieldText(fields, 'title'),
  link: fieldText(fields, 'link'),
  text: fieldText(fields, 'text'),
  minutes: fieldText(fields, 'minutes'),
});
