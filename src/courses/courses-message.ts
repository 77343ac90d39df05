/** A course as a message: previews, `/course view` and announcements show it alike. Brings no buttons: those belong to who shows it. */
import type { App } from '../app.ts';
import { renderCourseCard } from '../charts/charts.ts';
import type { CourseCard } from '../charts/charts.ts';
import { LONGEST_DESCRIPTION } from '../discord/reply.ts';
import type { Reply } from '../discord/reply.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { escapeMarkup, oneLine, shorten } from '../i18n/markup.ts';
import { dayOf } from '../kernel/calendar.ts';
import { totalMinutes } from './courses-content-rules.ts';
import type { CourseContent, CourseStanding, Lesson } from './courses-records.ts';
import { tierBadge, tierText, topicNames } from './courses-words.ts';

/** What is shown of a course. */
export interface ShownCourse extends CourseContent {
  /** null: they asked to be forgotten. */
  readonly creatorId: string | null;
  /** When this version was published; null: a preview. */
  readonly publishedAt: Date | null;
  /** Whether nothing of it was published before. */
  readonly isNew: boolean;
}

type MessageNeeds = Pick<App, 'names' | 'tiers' | 'courses' | 'communities'>;

const COLOUR = 0x5865f2;
const PICTURE = 'course.png';
/** Characters of a lesson's title, so that the lessons of an ordinary course fit. */
const LESSON_TITLE_SHOWN = 80;
/** Room for the line that says how many lessons are left out. */
const REST_ROOM = 40;

/**
 * The course's words, facts and lessons' titles as far as they fit, and its card as a picture.
 * @param standing what learners made of it; null where that is nothing yet.
 */
export async function courseMessage(
  app: MessageNeeds,
  guildId: string,
  locale: Locale,
  course: ShownCourse,
  standing: CourseStanding | null,
): Promise<Reply> {
  const { card } = catalogues[locale].courses;
  const data = await renderCourseCard(await cardOf(app, guildId, locale, course, standing));
  const description = shorten(card.picture({ title: course.title }), 1_000);
  return {
    embeds: [
      {
        title: escapeMarkup(course.title),
        description: descriptionOf(app, guildId, locale, course),
        color: COLOUR,
        image: { url: `attachment://${PICTURE}` },
      },
    ],
    files: [{ name: PICTURE, data, description }],
  };
}

function descriptionOf(app: MessageNeeds, guildId: string, locale: Locale, course: ShownCourse): string {
  const words = catalogues[locale].courses;
  const { labels } = words;
  const { summary, topics, level, language, tierId, changes, creatorId, lessons } = course;
  const fact = (label: string, value: string) => `**${label}** · ${value}`;
  const named = topicNames(app, guildId, locale, topics).map(escapeMarkup);
  const creator = creatorId === null ? words.formerMember : `<@${creatorId}>`;
  const head = [
    summary.trim() === '' ? words.noSummary : escapeMarkup(summary),
    '',
    ...(changes === null ? [] : [fact(labels.changes, escapeMarkup(changes))]),
    ...(named.length === 0 ? [] : [fact(labels.topics, words.topicList(named))]),
    fact(labels.level, words.levels[level]),
    fact(labels.language, words.languages[language]),
    fact(labels.needs, tierText(app, guildId, locale, tierId)),
    fact(labels.creator, creator),
    '',
    words.lessonsHead({ count: lessons.length, minutes: totalMinutes(lessons) }),
  ];
  return withLessons(head.join('\n'), lessons, locale);
}

/** As many lessons as fit, and how many do not. */
function withLessons(head: string, lessons: readonly Lesson[], locale: Locale): string {
  const words = catalogues[locale].courses;
  let text = head;
  for (const [index, { title, minutes }] of lessons.entries()) {
    const line = words.lesson({ position: index + 1, title: oneLine(title, LESSON_TITLE_SHOWN), minutes });
    const longer = `${text}\n${line}`;
    if (longer.length > LONGEST_DESCRIPTION - REST_ROOM)
      return `${text}\n${words.moreLessons({ count: lessons.length - index })}`;
    text = longer;
  }
  return text;
}

async function cardOf(
  app: MessageNeeds,
  guildId: string,
  locale: Locale,
  course: ShownCourse,
  standing: CourseStanding | null,
): Promise<CourseCard> {
  const words = catalogues[locale].courses;
  const { card } = words;
  const { title, level, language, tierId, topics, lessons, creatorId } = course;
  const creator = creatorId === null ? null : await app.names.of(guildId, creatorId);
  const { ratingMean: mean, ratingCount, learnerCount, finishedCount } = standing ?? NOBODY_YET;
  return {
    locale,
    kickerParts: [card.course, words.levels[level], words.languages[language]],
    title,
    tierBadge: tierBadge(app, guildId, locale, tierId),
    creatorLabel: card.by,
    creator: creator ?? { name: words.formerMember, username: '' },
    news: newsOf(app, guildId, locale, course),
    topics: topicNames(app, guildId, locale, topics),
    lessons: { label: card.lessons, count: lessons.length, note: card.minutes(totalMinutes(lessons)) },
    rating: { label: card.rating, mean, note: card.ratings(ratingCount) },
    learners: { label: card.learners, count: learnerCount, note: card.finished(finishedCount) },
  };
}

const NOBODY_YET: CourseStanding = { ratingMean: null, ratingCount: 0, learnerCount: 0, finishedCount: 0 };

function newsOf(
  { communities }: Pick<App, 'communities'>,
  guildId: string,
  locale: Locale,
  { publishedAt, isNew }: ShownCourse,
): CourseCard['news'] {
  const { card } = catalogues[locale].courses;
  if (publishedAt === null) return { text: card.preview, isNew: false };
  const on = dayOf(publishedAt, communities.get(guildId).timeZone);
  return { text: isNew ? card.published({ on }) : card.updated({ on }), isNew };
}
