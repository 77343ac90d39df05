/** What the buttons and forms under a draft do. Only its creator's presses count: everything is looked at again when it is written. */
import { topicNames, writeWords } from '../src/courses/courses.ts';
import type { TypedWords } from '../src/courses/courses.ts';
import { component } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { submittedReply, withdrawnReply } from './course-draft.ts';
import { draftToEdit, edited, ownDraft } from './course-editor-draft.ts';
import { typedWords, wordsForm } from './course-editor-forms.ts';
import { editorReply, SHOW, SUBMIT, WITHDRAW, WORDS } from './course-editor.ts';

const WORDS_SENT = 'draft.words-sent';

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

export const draftShown = component({
  name: SHOW,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    const draft = await ownDraft(app, call, numberArg(args[0]));
    return { update: await editorReply(app, call, draft, numberArg(args[1])) };
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
