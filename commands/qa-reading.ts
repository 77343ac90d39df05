/** Reading: the questions of a session, what was answered about a course, a question in full, the list of sessions. */
import { ComponentType } from 'discord.js';
import type { App } from '../src/app.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import {
  courseTitle,
  questionEmbeds,
  QUESTIONS_BUTTON,
  questionsOf,
  readQuestion,
  searchAnswers,
  sessionsOf,
  TOLD_BUTTON,
} from '../src/qa/qa.ts';
import type { QaQuestion, QuestionState, SessionState } from '../src/qa/qa.ts';
import { pageOf, turning } from './qa-options.ts';

/** Characters of a search; more would not fit into the buttons that turn its pages. */
export const SEARCH_MAX = 50;
/** Bytes of them that fit. */
const SEARCH_BYTES = 52;

const PAGE = 'qa.page';
const READ = 'qa.read';
const FOUND = 'qa.found';
const SESSIONS = 'qa.sessions';
const PAGE_SIZE = 6;
/** Characters shown in a list: six of both, all escaped, fit into a message. */
const QUESTION_SHOWN = 120;
const ANSWER_SHOWN = 150;
const TITLE_SHOWN = 80;
/** In the title of an embed, which holds 256 characters, beside the words that were looked for; every one of both escaped. */
const TITLE_FOUND = 50;
const CHOICE_MAX = 100;
const SHOWN: readonly QuestionState[] = ['open', 'taken', 'answered', 'dismissed'];
const STATES: Readonly<Record<'upcoming' | 'past', readonly SessionState[]>> = {
  upcoming: ['planned', 'open'],
  past: ['closing', 'closed', 'cancelled'],
};

export const questionsPressed = component({
  name: QUESTIONS_BUTTON,
  access: 'everyone',
  run: (app, call, { args }) => questionsReply(app, call, numberArg(args[0]), 0),
});

/** Under a post about one question. */
export const toldPressed = component({
  name: TOLD_BUTTON,
  access: 'everyone',
  async run(app, call, { args }) {
    const { sessionId } = await readQuestion(app, call.guildId, call, numberArg(args[0]));
    return questionsReply(app, call, sessionId, 0);
  },
});

export const questionsTurned = component({
  name: PAGE,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args }) => ({
    update: await questionsReply(app, call, numberArg(args[0]), numberArg(args[1])),
  }),
});

export const questionChosen = component({
  name: READ,
  access: 'everyone',
  async run(app, call, { values }) {
    const question = await readQuestion(app, call.guildId, call, numberArg(values[0]));
    return { embeds: questionEmbeds(question, call.words) };
  },
});

async function questionsReply(app: App, call: Call, sessionId: number, page: number): Promise<Reply> {
  const { list } = call.words.qa;
  const { questions, total } = await questionsOf(
    app,
    call.guildId,
    call,
    sessionId,
    SHOWN,
    pageOf(page, PAGE_SIZE),
  );
  const lines = questions.map((question) => linesOf(call, question, question.votes));
  return listReply(call, list.questions, lines.join('\n') || list.none, questions, {
    ...turning(call, { page, size: PAGE_SIZE, total }, PAGE, sessionId),
  });
}

function linesOf(call: Call, { text, state, answer }: QaQuestion, votes: number): string {
  const { list } = call.words.qa;
  const asked = list.question({ text: oneLine(text, QUESTION_SHOWN), state, votes });
  return state === 'answered' ? `${asked}\n${answerLine(call, answer)}` : asked;
}

function answerLine(call: Call, answer: string | null): string {
  return call.words.qa.list.answer({ text: oneLine(answer ?? '', ANSWER_SHOWN) });
}

function listReply(
  call: Call,
  title: string,
  lines: string,
  questions: readonly QaQuestion[],
  { footer, components }: ReturnType<typeof turning>,
): Reply {
  const options = questions.map(({ id, text }) => ({
    label: shorten(text.replaceAll(/\s+/g, ' '), CHOICE_MAX),
    value: String(id),
  }));
  const { read } = call.words.qa.list;
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: componentId(READ),
    placeholder: read,
    options,
  };
  return {
    embeds: [{ title, description: shorten(lines, LONGEST_DESCRIPTION), ...footer }],
    components: [
      ...(options.length === 0 ? [] : [{ type: ComponentType.ActionRow as const, components: [menu] }]),
      ...components,
    ],
  };
}

/** What was answered about a course. @param typed as it was typed; what does not fit into a button is not searched for, and not shown. */
export async function foundReply(
  app: App,
  call: Call,
  courseId: number,
  typed: string,
  page: number,
): Promise<Reply> {
  const { list } = call.words.qa;
  const words = fitting(typed);
  const { found, total } = await searchAnswers(
    app,
    call.guildId,
    call,
    courseId,
    words,
    pageOf(page, PAGE_SIZE),
  );
  const title = list.found({
    title: oneLine(await courseTitle(app, call.guildId, courseId), TITLE_FOUND),
    words: oneLine(words, SEARCH_MAX),
    total,
  });
  const lines = found.map(
    ({ text, answer }) => `**${oneLine(text, QUESTION_SHOWN)}**\n${answerLine(call, answer)}`,
  );
  const carried = Buffer.from(words).toString('base64url');
  return listReply(call, title, lines.join('\n') || list.noneFound, found, {
    ...turning(call, { page, size: PAGE_SIZE, total }, FOUND, courseId, carried),
  });
}

export const foundTurned = component({
  name: FOUND,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args: [courseId, carried = '', page] }) => ({
    update: await foundReply(
      app,
      call,
      numberArg(courseId),
      Buffer.from(carried, 'base64url').toString(),
      numberArg(page),
    ),
  }),
});

/** As many characters as fit into the buttons. */
function fitting(typed: string): string {
  let words = '';
  for (const character of typed.trim()) {
    if (Buffer.byteLength(words + character) > SEARCH_BYTES) break;
    words += character;
  }
  return words.trim();
}

/** The list of sessions. @param courseId null: of every course. */
export async function sessionsReply(
  app: App,
  call: Call,
  show: 'upcoming' | 'past',
  courseId: number | null,
  page: number,
): Promise<Reply> {
  const { list } = call.words.qa;
  const { guildId } = call;
  const where = { states: STATES[show], courseId };
  const { sessions, total } = await sessionsOf(app, guildId, where, pageOf(page, PAGE_SIZE));
  const lines = sessions.map(({ id, title, state, startsAt, channelId, messageId }) => {
    const link = messageId && `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
    return list.session({ id, title: oneLine(title, TITLE_SHOWN), state, startsAt, link });
  });
  const { footer, components } = turning(
    call,
    { page, size: PAGE_SIZE, total },
    SESSIONS,
    show,
    courseId ?? 0,
  );
  const description = lines.join('\n') || list.noSessions[show];
  return { embeds: [{ title: list.sessions({ total }), description, ...footer }], components };
}

export const sessionsTurned = component({
  name: SESSIONS,
  access: 'everyone',
  updates: true,
  async run(app, call, { args: [show, courseId, page] }) {
    if (show !== 'upcoming' && show !== 'past') throw new Refusal('component.unknown', {});
    const course = numberArg(courseId) || null;
    return { update: await sessionsReply(app, call, show, course, numberArg(page)) };
  },
});
