/** Asking and voting, from the buttons under a session's post. Asking leaves no trace of who, since it may be without a name. */
import { ComponentType } from 'discord.js';
import type { APILabelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { fieldText, inFormTime, textField } from '../src/discord/forms.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { ModalReply, Reply } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import {
  ASK_BUTTON,
  askQuestion,
  assertCanAsk,
  getSession,
  isOwn,
  QUESTION_MAX,
  questionsOf,
  VOTE_BUTTON,
  voteFor,
} from '../src/qa/qa.ts';
import type { ListedQuestion } from '../src/qa/qa.ts';
import { pageOf, turning } from './qa-options.ts';

const FORM = 'qa.asked';
const PAGE = 'qa.voting';
const CHOSEN = 'qa.voted';
/** Choice of the form. */
const UNNAMED = 'anonymous';
const PAGE_SIZE = 10;
/** Characters of a question in a list. */
const TEXT_SHOWN = 150;
/** Characters of a choice in a menu. Source: https://discord.com/developers/docs/components/reference#string-select-select-option-structure */
const CHOICE_MAX = 100;

export const questionFormPressed = component({
  name: ASK_BUTTON,
  access: 'everyone',
  immediate: true,
  traced: false,
  async run(app, call, { args: [sessionId, anonymous] }) {
    const id = numberArg(sessionId);
    // Where the database is slow: what is sent is looked at anyway.
    await inFormTime(assertCanAsk(app, call.guildId, call, id));
    const mayBeUnnamed = anonymous === '1' && app.courses.settingsOf(call.guildId).anonymousQuestions;
    return askForm(call, id, mayBeUnnamed, { text: '', anonymous: false });
  },
});

export const questionAsked = component({
  name: FORM,
  access: 'everyone',
  traced: false,
  formAgain: (call, { args: [sessionId, mayBeUnnamed], fields }) =>
    askForm(call, numberArg(sessionId), mayBeUnnamed === '1', {
      text: fieldText(fields, 'question'),
      anonymous: fieldText(fields, 'name') === UNNAMED,
    }),
  async run(app, call, { args, fields }) {
    const sessionId = numberArg(args[0]);
    const anonymous = fieldText(fields, 'name') === UNNAMED;
    const asked = { text: fieldText(fields, 'question'), anonymous };
    await askQuestion(app, call.guildId, call, sessionId, asked);
    const { startsAt, state } = await getSession(app, call.guildId, sessionId);
    return { content: call.words.qa.asked({ anonymous, startsAt, isOpen: state === 'open' }) };
  },
});

function askForm(
  call: Call,
  sessionId: number,
  mayBeUnnamed: boolean,
  typed: { readonly text: string; readonly anonymous: boolean },
): ModalReply {
  const { form } = call.words.qa;
  const name: APILabelComponent = {
    type: ComponentType.Label,
    label: form.name,
    component: {
      type: ComponentType.RadioGroup,
      custom_id: 'name',
      options: [
        { label: form.named, value: 'named', default: !typed.anonymous },
        { label: form.anonymous, value: UNNAMED, default: typed.anonymous },
      ],
    },
  };
  const question = textField(form.question, {
    id: 'question',
    value: typed.text,
    max: QUESTION_MAX,
    long: true,
  });
  return {
    modal: {
      custom_id: componentId(FORM, sessionId, Number(mayBeUnnamed)),
      title: form.title,
      components: [question, ...(mayBeUnnamed ? [name] : [])],
    },
  };
}

export const votePressed = component({
  name: VOTE_BUTTON,
  access: 'everyone',
  run: (app, call, { args }) => votesReply(app, call, numberArg(args[0]), 0),
});

export const votesTurned = component({
  name: PAGE,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args }) => ({
    update: await votesReply(app, call, numberArg(args[0]), numberArg(args[1])),
  }),
});

/** The value says what is meant, so that the same choice sent twice is one vote. */
export const voteChosen = component({
  name: CHOSEN,
  access: 'everyone',
  updates: true,
  async run(app, call, { args, values: [value = ''] }) {
    const [, questionId, wish] = /^(\d+)([+-])$/.exec(value) ?? [];
    if (!wish) throw new Refusal('component.unknown', {});
    await voteFor(app, call.guildId, call, numberArg(questionId), wish === '+');
    return { update: await votesReply(app, call, numberArg(args[0]), numberArg(args[1])) };
  },
});

/** What can be voted for, in the order in which it will be answered. */
async function votesReply(app: App, call: Call, sessionId: number, page: number): Promise<Reply> {
  const { vote } = call.words.qa;
  const { questions, total } = await questionsOf(
    app,
    call.guildId,
    call,
    sessionId,
    ['open'],
    pageOf(page, PAGE_SIZE),
  );
  const lines = questions.map((question, index) =>
    vote.line({
      number: page * PAGE_SIZE + index + 1,
      text: oneLine(question.text, TEXT_SHOWN),
      votes: question.votes,
      hasVoted: question.hasVoted,
      isOwn: isOwn(app, question, call.userId),
    }),
  );
  const others = questions.filter((question) => !isOwn(app, question, call.userId));
  const { footer, components } = turning(call, { page, size: PAGE_SIZE, total }, PAGE, sessionId);
  const description = shorten(lines.join('\n'), LONGEST_DESCRIPTION) || vote.none;
  return {
    embeds: [{ title: vote.title, description, ...footer }],
    components: [...voteMenu(call, componentId(CHOSEN, sessionId, page), others), ...components],
  };
}

function voteMenu(
  call: Call,
  customId: string,
  questions: readonly ListedQuestion[],
): NonNullable<Reply['components']> {
  if (questions.length === 0) return [];
  const { vote } = call.words.qa;
  const options = questions.map(({ id, text, hasVoted }) => ({
    label: shorten(text.replaceAll(/\s+/g, ' '), CHOICE_MAX),
    description: hasVoted ? vote.takeBack : vote.give,
    value: `${id}${hasVoted ? '-' : '+'}`,
  }));
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: customId,
    placeholder: vote.choose,
    options,
  };
  return [{ type: ComponentType.ActionRow, components: [menu] }];
}
