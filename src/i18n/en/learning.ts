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
  hasStarted ? ' Your progress is kept: you can go on where you left off.' : '';

const offerOf = ({ offer, tier }: RefusalFacts['learning.tier']): string => {
  if (!offer) return '';
  const isSame = offer.tier.en === tier.en;
  const days = offer.days ? ` for ${counted(offer.days, 'day', 'days')}` : '';
  const price = offer.price ? `: ${formatMoney(offer.price, 'en')}${days}` : '';
  if (isSame) return price === '' ? '' : `\n- ${bold(offer.tier.en)}${price}`;
  return `\n- ${bold(offer.tier.en)} opens it${price}`;
};

export const learning = {
  /** In short; null: nobody rated. */
  rating: (facts: { mean: number; count: number } | null) =>
    facts === null
      ? 'no ratings yet'
      : `★ ${formatNumber(facts.mean, 2, 'en')} (${formatCount(facts.count, 'en')})`,
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
    none: 'No course matches. Try fewer filters, or see all courses.',
    nothingYet: 'There are no courses yet. To make one, begin with `/creator apply`.',
    noted: 'Staff see which searches found nothing, never who searched.',
    order: 'Best rated first; few ratings count less.',
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
    again: (facts: { title: string }) =>
      `You started ${quoted(facts.title)} before. Here is where you left off.`,
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
    undo: 'Mark as not done',
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
    again: (facts: { title: string }) => `${quoted(facts.title)} was already done.`,
    undone: (facts: { title: string }) => `${quoted(facts.title)} is no longer marked as done.`,
    stillFinished: 'The course still counts as finished, and your certificate stays valid.',
    finished: (facts: { title: string }) =>
      `🎓 You have finished ${quoted(facts.title)}. Congratulations! Here is your certificate.`,
    rateNow: 'How was it? Your rating helps others choose.',
  },
  mine: {
    title: 'Courses you take',
    none: 'You have not started a course yet. `/course browse` shows what there is.',
    finished: (facts: { at: Date }) => `🎓 finished ${formatInstant(facts.at, 'D')}`,
    lost: (facts: { tier: string }) => `🔒 closed for now: needs ${facts.tier}. Your progress is kept.`,
    archived: 'taken off the list; your progress is kept',
    own: 'yours now: you are its creator',
    open: 'Go on with…',
  },
  rate: {
    /** @param facts.title null: it is not at hand. */
    title: (facts: { title: string | null }) => `Rate ${facts.title ?? 'the course'}`,
    stars: 'Stars',
    star: (facts: { stars: number }) => `${'★'.repeat(facts.stars)}${'☆'.repeat(5 - facts.stars)}`,
    comment: 'Comment',
    commentSeen:
      'Only the course’s creator and staff see it, without your name, once five learners have written one.',
    thanks: (facts: { title: string; stars: number }) =>
      `You gave ${quoted(facts.title)} ${'★'.repeat(facts.stars)}. You can change it at any time.`,
    changed: (facts: { title: string; stars: number; before: number }) =>
      `You changed your rating of ${quoted(facts.title)} from ${facts.before} to ${facts.stars}.`,
    commentKept:
      'Your comment goes to the course’s creator and staff only, without your name, once five learners have written one.',
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
      `🎓 Your certificate for ${quoted(facts.title)}. Code: \`${facts.code}\``,
    howName: 'For another name on it: `/course certificate name:`. The code stays the same.',
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
        '-# Members choose the name themselves; the account above is the one that learned.',
      ].join('\n'),
  },
  room: {
    welcome: (facts: { title: string; creatorId: string | null }) =>
      `## 📚 ${oneLine(facts.title, TITLE_SHOWN)}\nThis is the room for everybody who takes this course. Ask, show what you made, help each other.${
        facts.creatorId === null ? '' : `\nThe course is by <@${facts.creatorId}>.`
      }`,
    inThread: (facts: { threadId: string }) => `The course’s room: <#${facts.threadId}>`,
    thread: 'The course’s room opens for you in a moment: a private thread, in the list on the left.',
    role: (facts: { roleId: string }) =>
      `In a moment you get <@&${facts.roleId}>, which opens the course’s channel.`,
    problems: {
      'no-channel': 'The course’s room is not open yet: admins must choose a channel for it first.',
      full: 'The course’s room is full: Discord takes no more than 1,000 people into a thread. Staff know; everything else works.',
      'no-permission': 'I could not let you into the course’s room: I lack permissions. Staff know.',
      'too-many-threads':
        'The course’s room could not be opened: the server has as many threads as Discord allows.',
      discord: 'Discord did not let me open the course’s room for you. I will try again by myself.',
    } satisfies Record<RoomProblem, string>,
    /** For staff. */
    problem: (facts: { title: string; problem: RoomProblem }) =>
      `⚠️ Learners of ${quoted(facts.title)} cannot be let into its room: ${
        {
          'no-channel':
            'no channel is set in which I could open it. Choose one with `/course settings rooms-channel:`, or do without a room: `/course room kind:`.',
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
      `${quoted(facts.title)} is for ${bold(facts.tier.en)} and up. ${facts.held ? `You have ${bold(facts.held.en)}.` : 'You have no tier at the moment.'}${kept(facts.hasStarted)}`,
      `**How to get it:** ${facts.howTo.en ? shorten(facts.howTo.en, LONGEST_WORDS) : 'ask the staff of this community.'} \`/membership\` shows what you have.${offerOf(facts)}`,
    ].join('\n'),
  'learning.archived': ({ title, hasStarted }: RefusalFacts['learning.archived']) =>
    `${quoted(title)} was taken off the list and cannot be learned at the moment.${hasStarted ? ' Your progress is kept, and a certificate stays valid: `/course certificate`.' : ''}`,
  'learning.not-started': ({ title }: { title: string }) =>
    `You have not started ${quoted(title)} yet: \`/course start\`.`,
  'learning.own-course': ({ title }: { title: string }) =>
    `${quoted(title)} is your own course: others learn and rate it. \`/course view\` shows it as they see it.`,
  'learning.lesson-unknown': ({ title }: { title: string }) =>
    `${quoted(title)} has no such lesson, or no longer. Open it again: \`/course view\`.`,
  'learning.rate-first': ({ title }: { title: string }) =>
    `Do at least one lesson of ${quoted(title)} before you rate it.`,
  'learning.not-finished': ({ title, done, lessons }: RefusalFacts['learning.not-finished']) =>
    `You get a certificate once every lesson of ${quoted(title)} is done. So far it is ${done} of ${lessons}.`,
  'learning.code-unknown': () =>
    'No certificate of this community has this code. It has twelve letters and digits, for example 7F3K-9QXM-2TBD. Or its owner asked to be forgotten.',
  'learning.name-empty': () => 'A name needs at least one letter or digit.',
};

const course = { name: 'course', description: 'Which course' };
const levels = { beginner: 'Beginner', intermediate: 'Intermediate', advanced: 'Advanced' };
const languages = { en: 'English', 'zh-CN': 'Chinese', both: 'English and Chinese' };

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
      done: { name: 'done', description: 'False: not done after all' },
    },
  },
  rate: {
    name: 'rate',
    description: 'Rate a course, or change it',
    options: {
      course,
      stars: { name: 'stars', description: '1 to 5' },
      comment: { name: 'comment', description: 'For its creator and staff only' },
    },
  },
  mine: { name: 'mine', description: 'Courses you take, and how far you are' },
  certificate: {
    name: 'certificate',
    description: 'Get your certificate again',
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
