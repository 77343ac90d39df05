/** English words of a course as people see it: its card, its facts, its announcement. */
import { formatCount, formatDay } from '../format.ts';

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${formatCount(count, 'en')} ${many}`;

const length = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [
    ...(hours > 0 ? [`${formatCount(hours, 'en')} h`] : []),
    ...(rest > 0 || hours === 0 ? [`${rest} min`] : []),
  ].join(' ');
};

export const courses = {
  levels: { beginner: 'Beginner', intermediate: 'Intermediate', advanced: 'Advanced' },
  languages: { en: 'English', 'zh-CN': 'Chinese', both: 'English and Chinese' },
  /** "9 h 30 min" */
  length,
  lessonCount: (count: number) => counted(count, 'lesson', 'lessons'),
  /** A title within other words. @param title safe to be shown. */
  titled: (title: string) => title,
  /** @param facts.tier safe to be shown. */
  tierAndUp: (facts: { tier: string }) => `${facts.tier} and up`,
  openToAll: 'everybody',
  labels: {
    topics: 'Topics',
    level: 'Level',
    language: 'Language',
    needs: 'Open to',
    creator: 'By',
    changes: 'What is new',
  },
  noSummary: 'No summary yet.',
  /** @param names safe to be shown. */
  topicList: (names: readonly string[]) => names.join(', '),
  lessonsHead: (facts: { count: number; minutes: number }) =>
    facts.count === 0
      ? '**Lessons** · none yet'
      : `**${counted(facts.count, 'lesson', 'lessons')}** · ${length(facts.minutes)}`,
  /** @param facts.title safe to be shown. */
  lesson: (facts: { position: number; title: string; minutes: number }) =>
    `\`${facts.position}\` ${facts.title} · ${length(facts.minutes)}`,
  moreLessons: (facts: { count: number }) => `-# … and ${counted(facts.count, 'more', 'more')}`,
  formerMember: 'a former member',
  card: {
    course: 'Course',
    by: 'by',
    preview: 'Preview · not published yet',
    published: (facts: { on: string }) => `New · published on ${formatDay(facts.on, 'en')}`,
    updated: (facts: { on: string }) => `Updated on ${formatDay(facts.on, 'en')}`,
    lessons: 'Lessons',
    minutes: (minutes: number) => `${length(minutes)} in all`,
    rating: 'Rating',
    ratings: (count: number) => (count === 0 ? 'No ratings yet' : counted(count, 'rating', 'ratings')),
    learners: 'Learners',
    finished: (count: number) =>
      count === 1 ? '1 has finished' : `${formatCount(count, 'en')} have finished`,
    /** What the picture shows, for people who cannot see it. */
    picture: (facts: { title: string }) => `Card of the course “${facts.title}”`,
  },
  announcement: {
    published: (facts: { title: string }) => `## 🎓 New course: ${facts.title}`,
    updated: (facts: { title: string }) => `## 🔄 Course updated: ${facts.title}`,
    view: 'View',
    start: 'Start',
  },
};
