/** The private panel of whoever answers: the question they took, its answer, dismissing it, putting it back, the next one. */
import type { App } from '../src/app.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { fieldText, textField } from '../src/discord/forms.ts';
import type { ModalReply, Reply } from '../src/discord/reply.ts';
import {
  ANSWER_MAX,
  answerQuestion,
  dismissQuestion,
  getSession,
  putBack,
  questionEmbeds,
  REASON_MAX,
  takeNext,
} from '../src/qa/qa.ts';

const NEXT = 'qa.next';
const ANSWER = 'qa.answer';
const ANSWERED = 'qa.answered';
const DISMISS = 'qa.dismiss';
const DISMISSED = 'qa.dismissed';
const PUT_BACK = 'qa.back';

/** The question to be answered now, with what can be done about it. */
export async function nextReply(app: App, call: Call, sessionId: number): Promise<Reply> {
  const { panel } = call.words.qa;
  const question = await takeNext(app, call.guildId, call, sessionId);
  if (!question) return { content: panel.none };
  const { id } = question;
  return {
    content: panel.yours,
    embeds: questionEmbeds(question, call.words),
    components: buttonRow([
      button(panel.answer, componentId(ANSWER, id), 'main'),
      button(panel.putBack, componentId(PUT_BACK, id)),
      button(panel.dismiss, componentId(DISMISS, id), 'danger'),
    ]),
  };
}

export const nextPressed = component({
  name: NEXT,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args }) => ({ update: await nextReply(app, call, numberArg(args[0])) }),
});

export const answerFormPressed = component({
  name: ANSWER,
  access: 'everyone',
  immediate: true,
  run: async (_app, call, { args }) => answerForm(call, numberArg(args[0]), ''),
});

export const answerNoted = component({
  name: ANSWERED,
  access: 'everyone',
  updates: true,
  formAgain: (call, { args, fields }) => answerForm(call, numberArg(args[0]), fieldText(fields, 'answer')),
  async run(app, call, { args, fields }) {
    const typed = fieldText(fields, 'answer');
    const { sessionId } = await answerQuestion(app, call.guildId, call, numberArg(args[0]), typed);
    const { channelId } = await getSession(app, call.guildId, sessionId);
    return { update: doneReply(call, sessionId, call.words.qa.panel.answered({ channelId })) };
  },
});

export const dismissFormPressed = component({
  name: DISMISS,
  access: 'everyone',
  immediate: true,
  run: async (_app, call, { args }) => dismissForm(call, numberArg(args[0]), ''),
});

export const questionDismissed = component({
  name: DISMISSED,
  access: 'everyone',
  updates: true,
  formAgain: (call, { args, fields }) => dismissForm(call, numberArg(args[0]), fieldText(fields, 'reason')),
  async run(app, call, { args, fields }) {
    const reason = fieldText(fields, 'reason').trim() || null;
    const { sessionId } = await dismissQuestion(app, call.guildId, call, numberArg(args[0]), reason);
    return { update: doneReply(call, sessionId, call.words.qa.panel.dismissed) };
  },
});

export const putBackPressed = component({
  name: PUT_BACK,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    const { sessionId } = await putBack(app, call.guildId, call, numberArg(args[0]));
    return { update: doneReply(call, sessionId, call.words.qa.panel.back) };
  },
});

function doneReply(call: Call, sessionId: number, content: string): Reply {
  const next = button(call.words.qa.panel.next, componentId(NEXT, sessionId), 'main');
  return { content, components: buttonRow([next]) };
}

function answerForm(call: Call, questionId: number, value: string): ModalReply {
  const { panel } = call.words.qa;
  const field = textField(panel.answerField, { id: 'answer', value, max: ANSWER_MAX, long: true });
  return {
    modal: { custom_id: componentId(ANSWERED, questionId), title: panel.answerTitle, components: [field] },
  };
}

function dismissForm(call: Call, questionId: number, value: string): ModalReply {
  const { panel } = call.words.qa;
  const reason = { id: 'reason', value, max: REASON_MAX, long: true, optional: true };
  const field = textField(panel.reasonField, { ...reason, description: panel.reasonHint });
  return {
    modal: { custom_id: componentId(DISMISSED, questionId), title: panel.dismissTitle, components: [field] },
  };
}
