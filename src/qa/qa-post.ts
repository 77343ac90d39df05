/** What a channel sees of a session: its post, the question that is answered now, and answers; in the community's language. */
import type { APIEmbed } from 'discord.js';
import { button, buttonRow } from '../discord/buttons.ts';
import { componentId } from '../discord/components.ts';
import type { Reply } from '../discord/reply.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { escapeMarkup, oneLine, shorten } from '../i18n/markup.ts';
import { endsAt, isOver } from './qa-rules.ts';
import type { QaQuestion, QaSession, QuestionState } from './qa-rules.ts';

/** Names of the buttons; the last two mark a session's post and the posts about a question, by which they are found again. */
export const ASK_BUTTON = 'qa.ask';
export const VOTE_BUTTON = 'qa.votes';
export const QUESTIONS_BUTTON = 'qa.questions';
export const TOLD_BUTTON = 'qa.told';

/** Characters of a course's title in the title of an embed, which holds 256, every one of them escaped. */
const TITLE_SHOWN = 100;
/** Characters of an event's name. Source: https://docs.discord.com/developers/resources/guild-scheduled-event */
const EVENT_NAME_MAX = 100;
const COLOURS: Readonly<Record<QaSession['state'], number>> = {
  planned: 0x5865f2,
  open: 0x57f287,
  closing: 0x4e5058,
  closed: 0x4e5058,
  cancelled: 0x4e5058,
};
const QUESTION_COLOURS: Readonly<Record<QuestionState, number>> = {
  open: 0x5865f2,
  taken: 0xfee75c,
  answered: 0x57f287,
  dismissed: 0x4e5058,
};

export type Counts = Readonly<Record<QuestionState | 'votes', number>>;

export function sessionMarker({ id }: Pick<QaSession, 'id'>): string {
  return componentId(QUESTIONS_BUTTON, id);
}

/** One for each time a question was taken, and for its answer. */
export function toldMarker(question: Pick<QaQuestion, 'id' | 'state' | 'handledAt'>): string {
  return componentId(TOLD_BUTTON, question.id, toldKey(question));
}

export function toldKey({ state, handledAt }: Pick<QaQuestion, 'state' | 'handledAt'>): string {
  return `${state.charAt(0)}${Math.floor((handledAt?.getTime() ?? 0) / 1_000).toString(36)}`;
}

export function sessionPost(session: QaSession, title: string, counts: Counts, words: Catalogue): Reply {
  const { post } = words.qa;
  const { id, startsAt, minutes, voiceId, closedAt, anonymous, state } = session;
  const said = {
    planned: [post.planned({ startsAt, minutes }), ...(voiceId ? [post.inVoice({ voiceId })] : [])],
    open: [post.open({ endsAt: endsAt(session) }), ...(voiceId ? [post.inVoice({ voiceId })] : [])],
    closing: [post.closed({ closedAt })],
    closed: [post.closed({ closedAt })],
    cancelled: [post.cancelled({ startsAt })],
  }[state];
  const isLive = !isOver(session);
  const lines = [...said, '', post.counts(counts), ...(isLive ? ['', post.how({ anonymous })] : [])];
  return {
    embeds: [
      {
        title: post.title({ title: oneLine(title, TITLE_SHOWN) }),
        description: lines.join('\n'),
        color: COLOURS[state],
      },
    ],
    components: buttonRow([
      ...(isLive
        ? [
            button(post.ask, componentId(ASK_BUTTON, id, Number(anonymous)), 'main'),
            button(post.vote, componentId(VOTE_BUTTON, id)),
          ]
        : []),
      button(post.questions, sessionMarker(session)),
    ]),
  };
}

/** What stands where the post was when a session moved to another channel. */
export function movedPost(title: string, channelId: string, words: Catalogue): Reply {
  const { post } = words.qa;
  return {
    embeds: [
      { title: post.title({ title: oneLine(title, TITLE_SHOWN) }), description: post.moved({ channelId }) },
    ],
    components: [],
  };
}

/** Tells that a question is answered now, or its answer; whoever asked it with a name is told. */
export function questionPost(question: QaQuestion, words: Catalogue): Reply {
  const { post } = words.qa;
  const asker = question.userId === null ? null : `<@${question.userId}>`;
  const isAnswered = question.state === 'answered';
  return {
    ...(isAnswered && asker ? { content: post.answerFor({ asker }) } : {}),
    embeds: questionEmbeds(question, words),
    components: buttonRow([button(post.questions, toldMarker(question))]),
  };
}

/** A question in full, and its answer or why it has none. */
export function questionEmbeds(question: QaQuestion, words: Catalogue): APIEmbed[] {
  const { post, questionStates } = words.qa;
  const { text, state, answer, handledBy, userId } = question;
  const asked: APIEmbed = {
    author: { name: state === 'answered' ? post.question : questionStates[state] },
    description: `${escapeMarkup(text)}\n-# ${post.asker({ userId })}`,
    color: QUESTION_COLOURS[state],
  };
  const dismissed = { description: post.dismissed({ reason: answer }), color: QUESTION_COLOURS[state] };
  if (state === 'dismissed') return [asked, dismissed];
  if (state !== 'answered') return [asked];
  const said = `${escapeMarkup(answer ?? '')}\n-# ${post.answeredBy({ userId: handledBy })}`;
  return [asked, { author: { name: post.answer }, description: said, color: QUESTION_COLOURS[state] }];
}

/** Discord's own event, in its own words. */
export function eventWords(
  session: QaSession,
  title: string,
  words: Catalogue,
): { name: string; description: string } {
  const { event } = words.qa;
  return {
    name: shorten(event.name({ id: session.id, title }), EVENT_NAME_MAX),
    description: event.description({ channelId: session.channelId }),
  };
}
