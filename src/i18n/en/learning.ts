/** English words of learning: finding, starting and doing courses, ratings, certificates, rooms. */
import type { ActionWords, CommandWords } from '../command-words.ts';
import type { RefusalFacts } from '../../kernel/errors.ts';
import { formatCount, formatInstant, formatMoney, formatNumber } from '../format.ts';
import { escapeMarkup, oneLine, shorten } from '../markup.ts';

const TITLE_SHOWN = 100;
const LONGEST_WORDS = 900;

const quoted = (title: string): string => `“${oneLine(title, TITLE_SHOWN)}”`;
const bold = (name: string): string => `**${escapeMarkup(name)}**`;
const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${formatCount(count, 'en')} ${many}`;

type RoomProblem = 'no-channel' | 'full' | 'no-permission' | 'too-many-threads' | 'discord';

const kept = (hasStarted: boolean): string =>
  hasStarted ? ' What you did in it is kept: you go on where you stopped.' : '';

const offerOf = ({ offer, tier }: RefusalFacts['learning.tier']): string => {
  if (!offer) return '';
  const isSame = offer.tier.en === tier.en;
  const days = offer.days ? ` for ${counted(offer.days, 'day', 'days')}` : '';
  const price = offer.price ? `: ${formatMoney(offer.price, 'en')}${days}` : '';
  if (isSame) return price === '' ? '' : `\n- ${bold(offer.tier.en)}${price}`;
  return `\n- ${bold(offer.tier.en)} opens it${price}`;
};

export const learning = {
  rating: (facts: { mean: number; count: number }) =>
    `★ ${formatNumber(facts.mean, 1, 'en')} (${formatCount(facts.count, 'en')})`,
  ratingWithin: (facts: { mean: number; low: number; high: number; count: number }) =>
    `**${formatNumber(facts.mean, 1, 'en')}** of 5 from ${counted(facts.count, 'rating', 'ratings')}; 95 % interval ${formatNumber(facts.low, 1, 'en')}–${formatNumber(facts.high, 1, 'en')}`,
  unrated: 'not rated yet',
  page: (facts: { page: number; pages: number }) => `Page ${facts.page} of ${facts.pages}`,
  browse: {
    title: 'Courses',
    found: (facts: { count: number }) => counted(facts.count, 'course', 'courses'),
    wanted: (facts: { wanted: string }) => `Looking for: ${facts.wanted}`,
    words: (facts: { words: string }) => quoted(facts.words),
    /** Each part is safe to be shown. */
    line: (facts: { position: number; title: string; facts: readonly string[] }) =>
      `**${facts.position}.** ${facts.title}\n-# ${facts.facts.join(' · ')}`,
    locked: (facts: { tier: string }) => `🔒 ${facts.tier}`,
    none: 'No course fits. Look for fewer things at once, or look at all of them.',
    nothingYet: 'There are no courses yet. Members who want to make one begin with `/creator apply`.',
    noted: 'Staff see what is looked for and not found, never who did.',
    order: 'The best rated come first; few ratings count less.',
    all: 'All courses',
    open: 'Open a course…',
    earlier: 'Back',
    more: 'More',
  },
  view: {
    yours: 'You',
    ratings: 'Rating',
    learners: 'Learners',
    room: 'Room',
    answers: 'Questions and answers',
    answered: (facts: { count: number }) =>
      `${counted(facts.count, 'question', 'questions')} answered: \`/qa search\``,
    notStarted: 'not started yet',
    own: 'this is your own course',
    locked: (facts: { tier: string }) => `🔒 needs ${facts.tier}`,
    learnersOf: (facts: { started: number; finished: number }) =>
      `${formatCount(facts.started, 'en')} started, ${formatCount(facts.finished, 'en')} finished`,
    finished: (facts: { at: Date }) => `🎓 finished ${formatInstant(facts.at, 'D')}`,
    start: 'Start',
    continue: 'Continue',
    lessons: 'Lessons',
    rate: 'Rate',
    rateAgain: 'Change my rating',
    certificate: 'Certificate',
  },
  progress: (facts: { bar: string; done: number; lessons: number }) =>
    `${facts.bar} ${facts.done} of ${counted(facts.lessons, 'lesson', 'lessons')}`,
  started: {
    new: (facts: { title: string }) => `You have started ${quoted(facts.title)}. Here is the first lesson.`,
    again: (facts: { title: string }) => `You had started ${quoted(facts.title)} already. You go on here.`,
    allDone: (facts: { title: string }) => `You have done every lesson of ${quoted(facts.title)}.`,
  },
  lesson: {
    title: (facts: { position: number; title: string }) => `${facts.position}. ${facts.title}`,
    footer: (facts: { course: string; position: number; lessons: number }) =>
      `${shorten(facts.course, TITLE_SHOWN)} · lesson ${facts.position} of ${facts.lessons}`,
    minutes: (facts: { length: string }) => `About ${facts.length}`,
    isDone: '✅ Done',
    open: 'Open the lesson',
    done: 'Done',
    undo: 'Not done after all',
    previous: 'Previous',
    next: 'Next',
    overview: 'All lessons',
  },
  lessons: {
    title: (facts: { course: string }) => `Lessons of ${shorten(facts.course, TITLE_SHOWN)}`,
    line: (facts: { position: number; title: string; length: string; isDone: boolean }) =>
      `${facts.isDone ? '✅' : '⬜'} **${facts.position}.** ${facts.title} · ${facts.length}`,
    open: 'Open a lesson…',
  },
  done: {
    new: (facts: { title: string }) => `✅ Done: ${quoted(facts.title)}.`,
    again: (facts: { title: string }) => `${quoted(facts.title)} was done already.`,
    undone: (facts: { title: string }) => `${quoted(facts.title)} is open again.`,
    stillFinished: 'The course stays finished, and your certificate yours.',
    finished: (facts: { title: string }) =>
      `🎓 You have finished ${quoted(facts.title)}. Congratulations! This is your certificate.`,
    rateNow: 'How was it? Your rating helps others to choose.',
  },
  mine: {
    title: 'Your courses',
    none: 'You have not started a course. `/course browse` shows what there is.',
    finished: (facts: { at: Date }) => `🎓 finished ${formatInstant(facts.at, 'D')}`,
    lost: (facts: { tier: string }) => `🔒 closed to you: needs ${facts.tier}. Your progress is kept.`,
    archived: 'taken down; what you did is kept',
    open: 'Go on with…',
  },
  rate: {
    /** @param facts.title null: it is not at hand. */
    title: (facts: { title: string | null }) => `Rate ${facts.title ?? 'the course'}`,
    stars: 'Stars',
    star: (facts: { stars: number }) => `${'★'.repeat(facts.stars)}${'☆'.repeat(5 - facts.stars)}`,
    comment: 'Comment',
    commentSeen: 'Only the course’s creator and staff see it, without your name.',
    thanks: (facts: { title: string; stars: number }) =>
      `You gave ${quoted(facts.title)} ${'★'.repeat(facts.stars)}. You can change it at any time.`,
    changed: (facts: { title: string; stars: number; before: number }) =>
      `You changed your rating of ${quoted(facts.title)} from ${facts.before} to ${facts.stars}.`,
    commentKept: 'Your comment goes to the course’s creator and staff only, without your name.',
  },
  certificate: {
    title: 'Certificate of completion',
    certifies: 'This certifies that',
    completed: 'has completed the course',
    creator: 'Course by',
    day: 'Completed on',
    code: 'Verification code',
    verify: (facts: { community: string }) =>
      `To check it, type /verify with this code in ${facts.community} on Discord.`,
    picture: (facts: { name: string; title: string; code: string }) =>
      shorten(`Certificate: ${facts.name} has completed “${facts.title}”. Code ${facts.code}`, 1_000),
    here: (facts: { title: string; code: string }) =>
      `🎓 Your certificate of ${quoted(facts.title)}. Code: \`${facts.code}\``,
    howName: 'Another name on it: `/course certificate` with `name:`. The code stays the same.',
  },
  verify: {
    title: '✅ This certificate is genuine',
    /** @param facts.userId of who has it: their mention is the account. */
    text: (facts: {
      userId: string;
      name: string;
      title: string;
      number: number;
      lessons: string;
      finishedAt: Date;
      code: string;
    }) =>
      [
        `<@${facts.userId}>, on the certificate as ${bold(facts.name === '' ? '–' : facts.name)}, completed ${quoted(facts.title)}.`,
        '',
        `**Completed** · ${formatInstant(facts.finishedAt, 'D')}`,
        `**Version** · ${facts.number} (${facts.lessons})`,
        `**Code** · \`${facts.code}\``,
        '',
        '-# The name was chosen by the member; the account above is who learned.',
      ].join('\n'),
  },
  room: {
    welcome: (facts: { title: string; creatorId: string | null }) =>
      `## 📚 ${oneLine(facts.title, TITLE_SHOWN)}\nThis is the room of everybody who learns this course. Ask, show what you made, help each other.${
        facts.creatorId === null ? '' : `\nThe course is by <@${facts.creatorId}>.`
      }`,
    inThread: (facts: { threadId: string }) => `The course’s room: <#${facts.threadId}>`,
    thread: 'The course’s room opens to you in a moment: a private thread at the left.',
    role: (facts: { roleId: string }) =>
      `In a moment you get <@&${facts.roleId}>, which opens the course’s channel.`,
    problems: {
      'no-channel': 'The course’s room is not open yet: staff have to choose a channel for it.',
      full: 'The course’s room is full: Discord takes no more than 1,000 people into a thread. Staff know; everything else works.',
      'no-permission': 'I could not let you into the course’s room: I lack permissions. Staff know.',
      'too-many-threads':
        'The course’s room could not be opened: the server has as many threads as Discord allows.',
      discord: 'Discord did not let me open the course’s room to you. I try again by myself.',
    } satisfies Record<RoomProblem, string>,
    /** For staff. */
    problem: (facts: { title: string; problem: RoomProblem }) =>
      `⚠️ Learners of ${quoted(facts.title)} cannot be let into its room: ${
        {
          'no-channel':
            'no channel is set in which I could open it. Choose one with `/course settings rooms-channel:`, or do without: `/course room kind:`.',
          full: 'Discord takes no more than 1,000 people into a thread. Let a role open a channel instead: `/course room` with `kind:` and `role:`.',
          'no-permission':
            'I lack permissions for its thread or for the channel in which I open threads. `/diagnose` shows which.',
          'too-many-threads':
            'the server has as many active threads as Discord allows. Close some, or let a role open a channel: `/course room`.',
          discord: 'Discord failed. I try again by myself.',
        }[facts.problem]
      }`,
  },
};

export const learningRefusals = {
  'learning.tier': (facts: RefusalFacts['learning.tier']) =>
    [
      `${quoted(facts.title)} is open from ${bold(facts.tier.en)} up. ${facts.held ? `You have ${bold(facts.held.en)}.` : 'You have no tier at the moment.'}${kept(facts.hasStarted)}`,
      `**How to get it:** ${facts.howTo.en ? shorten(facts.howTo.en, LONGEST_WORDS) : 'ask the staff of this community.'} \`/membership\` shows what you have.${offerOf(facts)}`,
    ].join('\n'),
  'learning.archived': ({ title, hasStarted }: RefusalFacts['learning.archived']) =>
    `${quoted(title)} was taken down and cannot be learned at the moment.${hasStarted ? ' What you did in it is kept, and a certificate stays yours: `/course certificate`.' : ''}`,
  'learning.not-started': ({ title }: { title: string }) =>
    `You have not started ${quoted(title)} yet: \`/course start\`.`,
  'learning.own-course': ({ title }: { title: string }) =>
    `${quoted(title)} is your own course: others learn and rate it. \`/course view\` shows it as they see it.`,
  'learning.lesson-unknown': ({ title }: { title: string }) =>
    `${quoted(title)} has no such lesson (any more). Open it anew: \`/course view\`.`,
  'learning.rate-first': ({ title }: { title: string }) =>
    `Do at least one lesson of ${quoted(title)} before you rate it.`,
  'learning.not-finished': ({ title, done, lessons }: RefusalFacts['learning.not-finished']) =>
    `There is a certificate when every lesson of ${quoted(title)} is done. So far it is ${done} of ${lessons}.`,
  'learning.code-unknown': () =>
    'No certificate of this community has this code. It has twelve letters and digits, for example 7F3K-9QXM-2TBD. Perhaps its owner asked to be forgotten.',
  'learning.name-empty': () => 'A name needs at least one letter or digit.',
};

const course = { name: 'course', description: 'Which course' };
const levels = { beginner: 'Beginner', intermediate: 'Intermediate', advanced: 'Advanced' };
const languages = { en: 'English', 'zh-CN': 'Chinese', both: 'Both' };

/** Of /course; with all the others they must stay short. */
export const learningCourseActions = {
  browse: {
    name: 'browse',
    description: 'What there is to learn',
    options: {
      topic: { name: 'topic', description: 'Only this topic' },
      level: { name: 'level', description: 'Only this level', choices: levels },
      language: { name: 'language', description: 'Only in this language', choices: languages },
      words: { name: 'words', description: 'Words in title, summary or topics' },
    },
  },
  view: { name: 'view', description: 'Look at a course', options: { course } },
  start: { name: 'start', description: 'Start a course, or go on', options: { course } },
  done: {
    name: 'done',
    description: 'Mark a lesson as done',
    options: {
      course,
      lesson: { name: 'lesson', description: 'Which lesson' },
      done: { name: 'done', description: 'No: not done after all' },
    },
  },
  rate: {
    name: 'rate',
    description: 'Rate a course, or change it',
    options: {
      course,
      stars: { name: 'stars', description: '1 to 5' },
      comment: { name: 'comment', description: 'For creator and staff only' },
    },
  },
  mine: { name: 'mine', description: 'Your courses and how far you are' },
  certificate: {
    name: 'certificate',
    description: 'Your certificate once more',
    options: { course, name: { name: 'name', description: 'Another name on it' } },
  },
} satisfies Record<string, ActionWords>;

export const learningCommands = {
  verify: {
    name: 'verify',
    description: 'Check whether a certificate is genuine',
    options: { code: { name: 'code', description: 'The code on the certificate' } },
  },
} satisfies Record<string, CommandWords>;
