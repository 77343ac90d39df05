/** English words of what courses brought: reports, stale courses, what to learn next, a creator's figures. */
import type { ActionWords } from '../command-words.ts';
import { formatCount, formatDay, formatInstant, formatNumber, formatPercent } from '../format.ts';

const number = (value: number) => formatCount(value, 'en');
const counted = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;
const percent = (ratio: number) => formatPercent(ratio, 0, 'en');
const decimal = (value: number) => formatNumber(value, 2, 'en');

/** A rating with how sure it is; null: nobody rated. */
const rating = (facts: { mean: number; low: number; high: number; count: number } | null) =>
  facts === null
    ? 'no ratings yet'
    : `★ ${decimal(facts.mean)} of 5 (${counted(facts.count, 'rating', 'ratings')}, 95% interval ${decimal(facts.low)}–${decimal(facts.high)})`;

const days = (value: number) => counted(value, 'day', 'days');

export const insight = {
  rating,
  report: {
    title: (facts: { title: string }) => `Report · ${facts.title}`,
    allTitle: 'Report · all courses',
    ownTitle: 'Report · your courses',
    /** Of whom the figures are. @param facts.days null: of everybody. */
    of: (facts: { days: number | null }) =>
      facts.days === null
        ? '-# Everybody who ever looked.'
        : `-# Those who first looked in the last ${days(facts.days)}, and what they did until now.`,
    steps: { viewed: 'Viewed', started: 'Started', finished: 'Finished', rated: 'Rated' },
    /** @param facts.ratio of those who did what `of` names; null: nobody did. */
    step: (facts: { name: string; count: number; ratio: number | null; of: string | null }) =>
      `**${facts.name}** ${number(facts.count)}${
        facts.ratio === null || facts.of === null ? '' : ` · ${percent(facts.ratio)} ${facts.of}`
      }`,
    ofViewed: 'of those who viewed',
    ofStarted: 'of those who started',
    median: (facts: { days: number }) =>
      `Median time to finish: ${facts.days < 1 ? 'less than a day' : `${formatNumber(facts.days, 1, 'en')} days`}`,
    questions: (facts: { asked: number; unanswered: number }) =>
      facts.asked === 0
        ? 'No questions in Q&A.'
        : `${counted(facts.asked, 'question', 'questions')} in Q&A, ${number(facts.unanswered)} without an answer.`,
    room: (facts: { count: number }) => `${counted(facts.count, 'learner is', 'learners are')} in its room.`,
    lessons: 'Lessons, by those who started',
    /** @param facts.title safe to be shown. */
    lesson: (facts: {
      position: number;
      title: string;
      done: number;
      ratio: number | null;
      isWorst: boolean;
    }) =>
      `\`${facts.position}\` ${facts.title} · ${number(facts.done)}${facts.ratio === null ? '' : ` (${percent(facts.ratio)})`}${
        facts.isWorst ? ' ← most stop before this one' : ''
      }`,
    moreLessons: (facts: { count: number }) => `-# … and ${counted(facts.count, 'more', 'more')} in the file`,
    comments: 'Comments of all learners, shuffled and without names',
    fewComments: (facts: { least: number }) =>
      `-# Shown once ${facts.least} learners have commented: with fewer, one could guess who wrote what.`,
    /** @param facts.comment safe to be shown. */
    comment: (facts: { stars: number; comment: string }) => `${'★'.repeat(facts.stars)} ${facts.comment}`,
    moreComments: (facts: { count: number }) =>
      `-# … and ${counted(facts.count, 'more', 'more')} in the file`,
    /** @param facts.title safe to be shown. */
    course: (facts: {
      title: string;
      viewed: number;
      started: number;
      finished: number;
      rated: number;
      rating: string;
    }) =>
      `**${facts.title}**\n${number(facts.viewed)} viewed → ${number(facts.started)} started → ${number(facts.finished)} finished → ${number(facts.rated)} rated · ${facts.rating}`,
    moreCourses: (facts: { count: number }) =>
      `-# … and ${counted(facts.count, 'more course', 'more courses')} in the file`,
    nothing: 'No course is published yet.',
    nothingOwn: 'You have no published course yet. `/course drafts` shows where yours stand.',
    coursesFile: 'courses.csv',
    courseColumns: [
      'course',
      'title',
      'viewed',
      'started',
      'finished',
      'rated',
      'mean rating',
      '95% from',
      '95% to',
      'median days to finish',
      'questions',
      'unanswered',
      'in room',
    ],
    lessonsFile: 'lessons.csv',
    lessonColumns: ['position', 'lesson', 'done', 'share of starters'],
    commentsFile: 'comments.csv',
    commentColumns: ['stars', 'comment'],
    chart: {
      title: 'Course report',
      funnel: 'From the first look to a rating',
      lessons: 'Lessons done',
      ratings: 'Ratings',
      nobody: 'Nobody yet.',
      ofViewed: (facts: { count: number }) => `of ${counted(facts.count, 'member', 'members')} who viewed it`,
      ofStarted: (facts: { count: number }) => `of ${counted(facts.count, 'member', 'members')} who started`,
      rated: (facts: { count: number }) => counted(facts.count, 'rating', 'ratings'),
      asOf: (facts: { on: string }) => `as of ${formatDay(facts.on, 'en')}`,
    },
    picture: (facts: { title: string }) =>
      `Bars: how many viewed, started, finished and rated ${facts.title}`,
  },
  stale: {
    title: (facts: { days: number }) => `Not updated for ${days(facts.days)} or longer`,
    /** @param facts.title, facts.creator safe to be shown. */
    line: (facts: {
      title: string;
      creator: string;
      updatedAt: Date;
      days: number;
      rating: string;
      learners: number;
    }) =>
      `**${facts.title}** by ${facts.creator}\nupdated ${formatInstant(facts.updatedAt, 'D')}, ${days(facts.days)} ago · ${counted(facts.learners, 'learner', 'learners')} · ${facts.rating}`,
    none: (facts: { days: number }) => `No course here has gone ${days(facts.days)} without an update.`,
    noneOwn: (facts: { days: number }) =>
      `None of your published courses has gone ${days(facts.days)} without an update.`,
    more: (facts: { count: number }) => `-# … and ${counted(facts.count, 'more', 'more')}`,
    next: '-# `/course edit` begins a new version; `/course archive` takes a course off the list.',
  },
  recommend: {
    title: 'What to learn next',
    /** Why nothing is said from what they took. */
    impersonal: {
      'opted-out':
        'You asked not to be counted (`/me opt-out`), so these are not chosen for you but ordered by how many started them and how they were rated. Nor does what you learn recommend anything to others.',
      'nothing-started':
        'You have not started a course yet, so these are ordered by how many started them and how they were rated.',
      'too-few':
        'Too few members took the same courses as you, so these are ordered by how many started them and how they were rated.',
    },
    /** @param facts.course safe to be shown. */
    because: (facts: { course: string; both: number }) =>
      `because you took ${facts.course}: ${number(facts.both)} others who took it took this one, too`,
    popular: (facts: { started: number }) =>
      facts.started === 0
        ? 'new: nobody has started it yet'
        : `${counted(facts.started, 'member has', 'members have')} started it`,
    /** @param facts.title, facts.tier, facts.reason safe to be shown. */
    line: (facts: { title: string; level: string; length: string; rating: string; reason: string }) =>
      `**${facts.title}** · ${facts.level} · ${facts.length} · ${facts.rating}\n-# ${facts.reason}`,
    /** @param facts.tier safe to be shown. */
    needs: (facts: { tier: string }) => `🔒 ${facts.tier}`,
    none: 'There is nothing left to recommend: you have started or made every course here.',
    noCourses: 'No course is published yet.',
    /** One that is not published any more. */
    anotherCourse: 'another course',
    menu: 'Look at one of them',
  },
  creatorStats: {
    title: 'How your courses are doing',
    titleOf: 'How a creator’s courses are doing',
    /** @param facts.userId whose. */
    of: (facts: { userId: string }) => `<@${facts.userId}>`,
    totals: (facts: { enrolled: number; finished: number; answers: number }) =>
      `**Enrolled** ${number(facts.enrolled)} · **Finished** ${number(facts.finished)} · **Answers in Q&A** ${number(facts.answers)}`,
    ratingAll: (facts: { rating: string }) => `**Rating** of all: ${facts.rating}`,
    /** @param facts.title safe to be shown. */
    course: (facts: {
      title: string;
      enrolled: number;
      finished: number;
      rating: string;
      isArchived: boolean;
    }) =>
      `**${facts.title}**${facts.isArchived ? ' (archived)' : ''} · ${number(facts.enrolled)} enrolled, ${number(facts.finished)} finished · ${facts.rating}`,
    more: (facts: { count: number }) => `-# … and ${counted(facts.count, 'more course', 'more courses')}`,
    points: 'Points',
    kinds: {
      published: 'first publications',
      updated: 'updates',
      finished: 'learners who finished',
      rated: 'ratings of 4 or 5 stars',
    },
    kind: (facts: {
      name: string;
      monthCount: number;
      monthPoints: number;
      everCount: number;
      everPoints: number;
    }) =>
      `${facts.name}: ${number(facts.monthPoints)} this month (${number(facts.monthCount)}×), ${number(facts.everPoints)} in all (${number(facts.everCount)}×)`,
    pointsTotal: (facts: { month: number; ever: number }) =>
      `**${number(facts.month)} this month, ${number(facts.ever)} in all**`,
    /** @param facts.amount null: no pool is set. */
    share: (facts: { ratio: number; amount: string | null }) =>
      `Payout: ${formatPercent(facts.ratio, 1, 'en')} of this month’s points so far${
        facts.amount === null ? '; no pool is set.' : `, which would be ${facts.amount} of the pool.`
      }`,
    noShare: 'Payout: nobody has earned points this month yet.',
    none: 'They have not published a course yet.',
    noneOwn:
      'You have not published a course yet. To become a creator: `/creator apply`. To begin a course: `/course draft`.',
  },
};

const course = { name: 'course', description: 'Which course' };

export const insightCourseActions = {
  stale: {
    name: 'stale',
    description: 'Courses not updated for long (creators: their own)',
    options: { days: { name: 'days', description: 'For how many days; as in the settings if left out' } },
  },
  report: {
    name: 'report',
    description: 'From view to rating (staff; creators: their own)',
    options: {
      course: { ...course, description: 'Which course; all if left out' },
      days: { name: 'days', description: 'Only those who first looked in the last so many days' },
    },
  },
  recommend: { name: 'recommend', description: 'What to learn next, and why' },
} satisfies Record<string, ActionWords>;

export const insightCreatorActions = {
  stats: {
    name: 'stats',
    description: 'Learners, ratings, points and payout of your courses',
    options: { member: { name: 'member', description: 'Staff: another creator' } },
  },
} satisfies Record<string, ActionWords>;
