/** English words of live questions and answers about a course. */
import type { RefusalFacts } from '../../kernel/errors.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import { core } from './core.ts';

const count = (value: number) => formatCount(value, 'en');
const many = (value: number, one: string, more: string) =>
  value === 1 ? `1 ${one}` : `${count(value)} ${more}`;
const person = (userId: string | null) => (userId === null ? 'somebody' : `<@${userId}>`);

const states = {
  planned: 'planned',
  open: 'open now',
  closing: 'closed',
  closed: 'closed',
  cancelled: 'cancelled',
};

const questionStates = {
  open: 'waiting',
  taken: 'now being answered',
  answered: 'answered',
  dismissed: 'dismissed',
};

const acts = {
  ask: 'ask',
  vote: 'vote',
  next: 'answer questions',
  move: 'change it',
  'put-off': 'give it another time',
  close: 'close it',
  cancel: 'cancel it',
};

export const qa = {
  states,
  questionStates,
  suggestion: ({ id, title, at }: { id: number; title: string; at: string }) => `#${id} · ${at} · ${title}`,
  post: {
    title: ({ title }: { title: string }) => `Live Q&A: ${title}`,
    planned: ({ startsAt, minutes }: { startsAt: Date; minutes: number }) =>
      `🗓️ ${formatInstant(startsAt, 'F')} (${formatInstant(startsAt, 'R')}), ${many(minutes, 'minute', 'minutes')}`,
    open: ({ endsAt }: { endsAt: Date }) => `🟢 **Open now**, until about ${formatInstant(endsAt, 't')}`,
    inVoice: ({ voiceId }: { voiceId: string }) => `🔊 In <#${voiceId}>`,
    closed: ({ closedAt }: { closedAt: Date | null }) =>
      `Closed${closedAt ? ` ${formatInstant(closedAt)}` : ''}. Questions and answers stay, and \`/qa search\` finds them.`,
    cancelled: ({ startsAt }: { startsAt: Date }) =>
      `❌ **Cancelled.** It was planned for ${formatInstant(startsAt, 'F')}.`,
    moved: ({ channelId }: { channelId: string }) => `This Q&A has moved to <#${channelId}>.`,
    counts: ({ open, taken, answered, votes }: Record<'open' | 'taken' | 'answered' | 'votes', number>) =>
      `❓ ${count(open + taken)} waiting · ✅ ${count(answered)} answered · 👍 ${many(votes, 'vote', 'votes')}`,
    how: ({ anonymous }: { anonymous: boolean }) =>
      `Everybody to whom the course is open can ask and vote, also before it begins. The questions with the most votes are answered first.${anonymous ? ' You may ask without your name.' : ''}`,
    ask: 'Ask',
    vote: 'Vote',
    questions: 'Questions',
    question: 'Question',
    answer: 'Answer',
    answerFor: ({ asker }: { asker: string }) => `${asker}, your question was answered:`,
    asker: ({ userId }: { userId: string | null }) =>
      userId === null ? 'Asked without a name' : `Asked by <@${userId}>`,
    answeredBy: ({ userId }: { userId: string | null }) => `Answered by ${person(userId)}`,
    dismissed: ({ reason }: { reason: string | null }) =>
      `Dismissed${reason ? `: ${escapeMarkup(reason)}` : ''}`,
  },
  event: {
    name: ({ id, title }: { id: number; title: string }) => `Q&A ${id}: ${title}`,
    description: ({ channelId }: { channelId: string }) =>
      `Live questions and answers about the course. Ask and vote in <#${channelId}>, also before it begins.`,
  },
  opened: ({
    id,
    channelId,
    startsAt,
    isOpen,
  }: {
    id: number;
    channelId: string;
    startsAt: Date;
    isOpen: boolean;
  }) =>
    isOpen
      ? `Q&A #${id} is open in <#${channelId}>. \`/qa next\` brings you the first question.`
      : `Q&A #${id} is planned for ${formatInstant(startsAt, 'F')} (${formatInstant(startsAt, 'R')}) in <#${channelId}>. Questions can be asked from now on; it opens by itself.`,
  moved: ({
    id,
    channelId,
    startsAt,
    minutes,
  }: {
    id: number;
    channelId: string;
    startsAt: Date;
    minutes: number;
  }) =>
    `Q&A #${id}: ${formatInstant(startsAt, 'F')} (${formatInstant(startsAt, 'R')}), ${many(minutes, 'minute', 'minutes')}, in <#${channelId}>.`,
  closed: ({ id, waiting }: { id: number; waiting: number }) =>
    waiting === 0
      ? `Q&A #${id} is closed.`
      : `Q&A #${id} is closed. ${many(waiting, 'question waits', 'questions wait')} still; \`/qa next\` brings them even now.`,
  cancelled: ({ id }: { id: number }) => `Q&A #${id} is cancelled. Its post says so.`,
  eventMade: ({ address }: { address: string }) => `Discord’s event: ${address}`,
  problem: ({ sentence }: { sentence: string }) => `⚠️ The session is set, but: ${sentence}`,
  mend: 'Once that is fixed, `/qa move` tries again.',
  form: {
    title: 'Your question',
    question: 'What do you want to know?',
    name: 'Shown with your name?',
    named: 'With my name: I am told when it is answered',
    anonymous: 'Without my name: nobody can see who asked',
  },
  asked: ({ anonymous, startsAt, isOpen }: { anonymous: boolean; startsAt: Date; isOpen: boolean }) =>
    [
      'Your question is in. Others can vote for it now.',
      anonymous
        ? 'Nobody can see that it is yours, not even staff, so I cannot tell you when it is answered: look under “Questions”.'
        : 'You are told when it is answered.',
      ...(isOpen ? [] : [`The session begins ${formatInstant(startsAt, 'R')}.`]),
    ].join('\n'),
  vote: {
    title: 'Which questions should be answered first?',
    none: 'No question is waiting for votes.',
    choose: 'Vote for a question, or take your vote back',
    give: 'Vote for it',
    takeBack: 'Take your vote back',
    line: ({
      number,
      text,
      votes,
      hasVoted,
      isOwn,
    }: {
      number: number;
      text: string;
      votes: number;
      hasVoted: boolean;
      isOwn: boolean;
    }) =>
      `**${number}.** ${text}\n-# 👍 ${many(votes, 'vote', 'votes')}${hasVoted ? ' · with yours' : ''}${isOwn ? ' · your own' : ''}`,
  },
  list: {
    questions: 'Questions',
    none: 'Nobody has asked anything yet.',
    read: 'Read one in full',
    question: ({ text, state, votes }: { text: string; state: keyof typeof questionStates; votes: number }) =>
      `${state === 'answered' ? '✅' : '❓'} ${text}\n-# ${questionStates[state]} · 👍 ${many(votes, 'vote', 'votes')}`,
    answer: ({ text }: { text: string }) => `> ${text}`,
    found: ({ title, words, total }: { title: string; words: string; total: number }) =>
      `${many(total, 'answer', 'answers')} about ${title}${words ? ` with “${words}”` : ''}`,
    noneFound: 'Nothing was found. Try fewer or other words, or ask in the next session.',
    sessions: ({ total }: { total: number }) =>
      total === 0 ? 'Live Q&A' : `Live Q&A: ${many(total, 'session', 'sessions')}`,
    noSessions: {
      upcoming: 'No session is planned or open. Creators of courses and staff plan one with `/qa open`.',
      past: 'There was none yet.',
    },
    session: ({
      id,
      title,
      state,
      startsAt,
      link,
    }: {
      id: number;
      title: string;
      state: keyof typeof states;
      startsAt: Date;
      link: string | null;
    }) =>
      `**#${id} ${title}** · ${states[state]}\n-# ${formatInstant(startsAt, 'F')}${link ? ` · [see the post](${link})` : ''}`,
    page: ({ page, pages }: { page: number; pages: number }) => `Page ${count(page)} of ${count(pages)}`,
    back: 'Back',
    next: 'Next',
  },
  panel: {
    none: 'No question is waiting. 🎉',
    votes: ({ votes }: { votes: number }) => `👍 ${many(votes, 'vote', 'votes')}`,
    yours:
      'This question is yours: nobody else gets it for 15 minutes. Answer aloud or in writing, and note the answer here so that it is kept.',
    answer: 'Note the answer',
    dismiss: 'Dismiss',
    putBack: 'Put back',
    next: 'Next question',
    answerTitle: 'The answer',
    answerField: 'The answer, or what was said, in short',
    dismissTitle: 'Dismiss the question',
    reasonField: 'Why?',
    reasonHint: 'Optional. Shown under “Questions” to whoever opens it.',
    answered: ({ channelId }: { channelId: string }) => `Answered. It is posted in <#${channelId}> and kept.`,
    dismissed: 'Dismissed.',
    back: 'It is waiting again.',
  },
};

const session = { name: 'session', description: 'Which session; pick one of the suggestions' };
const when = 'now, 20:00 (today or tomorrow), or 2026-03-02 20:00, in the community’s time zone';

export const qaCommands = {
  qa: {
    name: 'qa',
    description: 'Live questions and answers about a course',
    subcommands: {
      open: {
        name: 'open',
        description: 'Plan or open a session (creator of the course, staff)',
        options: {
          course: { name: 'course', description: 'About which course' },
          when: { name: 'when', description: when },
          minutes: { name: 'minutes', description: 'How long; an hour if left out' },
          channel: { name: 'channel', description: 'Where to post it; this channel if left out' },
          voice: { name: 'voice', description: 'The voice channel it is held in; in text if left out' },
          anonymous: { name: 'anonymous', description: 'Whether questions may be asked without a name' },
        },
      },
      next: {
        name: 'next',
        description: 'Take the question most people want answered (creator, staff)',
        options: { session },
      },
      move: {
        name: 'move',
        description: 'Give a session another time, length or channel (creator, staff)',
        options: {
          session,
          when: { name: 'when', description: when },
          minutes: { name: 'minutes', description: 'How long' },
          channel: { name: 'channel', description: 'Where to post it' },
        },
      },
      cancel: {
        name: 'cancel',
        description: 'Cancel a session; its post says so (creator, staff)',
        options: { session },
      },
      close: {
        name: 'close',
        description: 'End a session; questions and answers stay (creator, staff)',
        options: { session },
      },
      list: {
        name: 'list',
        description: 'Sessions that are planned, open or past',
        options: {
          show: {
            name: 'show',
            description: 'Which ones; planned and open ones if left out',
            choices: { upcoming: 'planned and open', past: 'past' },
          },
          course: { name: 'course', description: 'Only about this course' },
        },
      },
      search: {
        name: 'search',
        description: 'Search what was asked and answered about a course',
        options: {
          course: { name: 'course', description: 'About which course' },
          words: { name: 'words', description: 'Words that the question or the answer holds' },
        },
      },
    },
  },
};

export const qaRefusals = {
  'qa.unknown': () => 'There is no such session or question. Pick a session that is suggested while typing.',
  'qa.session-state': ({ state, act, startsAt }: RefusalFacts['qa.session-state']) => {
    if (state === 'planned')
      return `The session has not begun: you can ${acts[act]} from ${formatInstant(startsAt, 'F')} (${formatInstant(startsAt, 'R')}).`;
    if (state === 'open') return `The session is open, so you can no longer ${acts[act]}.`;
    if (act === (state === 'cancelled' ? 'cancel' : 'close'))
      return `This session is already ${states[state]}.`;
    return `The session is ${states[state]}, so you can no longer ${acts[act]}. \`/qa list\` shows the next ones.`;
  },
  'qa.channel-closed': ({ channelId, missing }: RefusalFacts['qa.channel-closed']) =>
    `You cannot hold a session in <#${channelId}>: you are missing ${missing.map((name) => core.permissions[name] ?? name).join(', ')} there. Choose a channel you can use yourself.`,
  'qa.too-far': ({ startsAt, days }: RefusalFacts['qa.too-far']) =>
    `${formatInstant(startsAt, 'F')} is too far ahead: a session begins within ${count(days)} days. Check the year.`,
  'qa.too-many-sessions': ({ most }: RefusalFacts['qa.too-many-sessions']) =>
    `${count(most)} sessions are planned or open, the most there can be. Close or cancel one first.`,
  'qa.too-many-questions': ({ most }: RefusalFacts['qa.too-many-questions']) =>
    `${count(most)} of your questions are already waiting in this session. Ask again once one is answered, and vote for what others ask.`,
  'qa.empty': () => 'There is nothing in it but spaces. Please write something.',
  'qa.not-anonymous': () => 'Questions are asked with a name here. Choose “With my name”, or do not ask.',
  'qa.question-state': ({ state }: RefusalFacts['qa.question-state']) =>
    `The question is already ${questionStates[state]}, so this no longer works.`,
  'qa.own-question': () => 'This is your own question: votes count who else wants to know.',
  'qa.taken-by-other': ({ userId }: RefusalFacts['qa.taken-by-other']) =>
    `${userId ? `<@${userId}> has` : 'Somebody else has'} this question. \`/qa next\` brings you another one.`,
};
