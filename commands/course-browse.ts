/** /course browse: what there is to learn, filtered, page by page, the best rated first. */
import { createHash } from 'node:crypto';
import type { App } from '../src/app.ts';
import { LEVELS, TAUGHT_IN, tierText } from '../src/courses/courses.ts';
import type { PublishedCourse } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { oneOf, text } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { escapeMarkup, oneLine } from '../src/i18n/markup.ts';
import {
  courseFigures,
  inOrder,
  keysOf,
  matchesFilter,
  summariseRatings,
  usualMean,
} from '../src/learning/learning.ts';
import type { CourseFigures, CourseFilter, CourseKeys } from '../src/learning/learning.ts';
import { noteSearch } from '../src/topics/topics.ts';
import { courseMenu } from './course-menu.ts';
import { courseView } from './course-view.ts';
import { topicOption } from './topic-options.ts';

const PAGE = 'course.browse';
const OPEN = 'course.open';
const PER_PAGE = 8;
const TITLE_SHOWN = 80;
const COLOUR = 0x5865f2;
/** What is left of a custom id for the words somebody looks for; longer ones are cut. */
const WORDS_BYTES = 48;
const ANY: CourseFilter = { topic: null, level: null, language: null, words: null };

export const courseBrowse = action({
  access: 'everyone',
  options: {
    topic: topicOption(),
    level: oneOf(LEVELS),
    language: oneOf(TAUGHT_IN),
    words: text({ max: 60 }),
  },
  async run(app, call, { topic: typed, level, language, words: given }) {
    const { guildId } = call;
    const topic = typed === null ? null : app.courses.topicCalled(guildId, typed);
    // What is no topic yet may stand in a title all the same.
    const words = [...(typed !== null && !topic ? [typed] : []), ...(given === null ? [] : [given])].join(
      ' ',
    );
    const filter = { topic: topic?.key ?? null, level, language, words: cut(words) };
    const found = matching(app, guildId, filter).length > 0;
    // Who is not counted makes no demand either.
    if (!app.interactions.isOptedOut(guildId, call.userId))
      await noteSearch(app, guildId, { words: filter.words, topic: filter.topic, found });
    return pageReply(app, call, filter, 0);
  },
});

/** A page of the list; arguments: page, filter. */
export const coursesPaged = component({
  name: PAGE,
  access: 'everyone',
  updates: true,
  async run(app, call, { args: [page, ...filter] }) {
    return { update: await pageReply(app, call, readFilter(app, call.guildId, filter), numberArg(page)) };
  },
});

export const courseOpened = component({
  name: OPEN,
  access: 'everyone',
  run: (app, call, { values }) => courseView(app, call, numberArg(values[0])),
});

function matching(app: App, guildId: string, filter: CourseFilter): PublishedCourse[] {
  const topicNames = (key: string): string[] =>
    Object.values(app.courses.topicCalled(guildId, key)?.names ?? {});
  return app.courses.listOf(guildId).filter((course) => matchesFilter(course, filter, topicNames));
}

/** @param page from 0; past the last one the last. */
async function pageReply(app: App, call: Call, filter: CourseFilter, page: number): Promise<Reply> {
  const { guildId, userId } = call;
  const { browse, page: pageWords } = call.words.learning;
  const figures = await courseFigures(app, guildId);
  const usual = await usualMean(app, guildId);
  const courses = inOrder(matching(app, guildId, filter), (id) => figures.get(id)?.ratings, usual);
  if (courses.length === 0) return noneReply(app, call, filter);
  const pages = Math.ceil(courses.length / PER_PAGE);
  const shown = Math.min(page, pages - 1);
  const from = shown * PER_PAGE;
  const onPage = courses.slice(from, from + PER_PAGE);
  const keys = await keysOf(app, guildId, userId);
  const lines = onPage.map((course, index) =>
    browse.line({
      position: from + index + 1,
      title: `**${call.words.courses.titled(oneLine(course.title, TITLE_SHOWN))}**`,
      facts: factsOf(app, call, course, figures.get(course.courseId), keys),
    }),
  );
  const turn = (label: string, to: number) => button(label, componentId(PAGE, to, ...writeFilter(filter)));
  return {
    embeds: [
      {
        title: `${browse.title} · ${browse.found({ count: courses.length })}`,
        description: [...wantedLines(app, call, filter), ...lines].join('\n'),
        color: COLOUR,
        footer: {
          text: [...(pages > 1 ? [pageWords({ page: shown + 1, pages })] : []), browse.order].join(' · '),
        },
      },
    ],
    components: [
      ...courseMenu(OPEN, browse.open, onPage),
      ...buttonRow([
        ...(shown > 0 ? [turn(browse.earlier, shown - 1)] : []),
        ...(shown < pages - 1 ? [turn(browse.more, shown + 1)] : []),
      ]),
    ],
  };
}

function noneReply(app: App, call: Call, filter: CourseFilter): Reply {
  const { browse } = call.words.learning;
  const isEmpty = app.courses.listOf(call.guildId).length === 0;
  const wanted = wantedLines(app, call, filter);
  const lines = isEmpty ? [browse.nothingYet] : [...wanted, browse.none, '', `-# ${browse.noted}`];
  return {
    embeds: [{ title: browse.title, description: lines.join('\n'), color: COLOUR }],
    components: isEmpty ? [] : buttonRow([button(browse.all, componentId(PAGE, 0, ...writeFilter(ANY)))]),
  };
}

/** What is looked for; nothing where that is everything. */
function wantedLines(app: App, call: Call, { topic, level, language, words }: CourseFilter): string[] {
  const { courses, learning } = call.words;
  const wanted = [
    ...(topic === null ? [] : [escapeMarkup(topicName(app, call, topic))]),
    ...(level === null ? [] : [courses.levels[level]]),
    ...(language === null ? [] : [courses.languages[language]]),
    ...(words === null ? [] : [learning.browse.words({ words })]),
  ];
  return wanted.length === 0 ? [] : [learning.browse.wanted({ wanted: wanted.join(' · ') }), ''];
}

function topicName(app: App, { guildId, locale }: Call, key: string): string {
  return app.courses.topicCalled(guildId, key)?.names[locale] ?? key;
}

function factsOf(
  app: App,
  call: Call,
  course: PublishedCourse,
  figures: CourseFigures | undefined,
  keys: CourseKeys,
): string[] {
  const { courses, learning } = call.words;
  const tier = tierText(app, call.guildId, call.locale, course.tierId);
  const rating = figures && summariseRatings(figures.ratings);
  return [
    courses.levels[course.level],
    courses.languages[course.language],
    keys.opens(course) ? tier : learning.browse.locked({ tier }),
    learning.rating(rating ?? null),
    courses.lessonCount(course.lessonCount),
    courses.length(course.minutes),
  ];
}

/** At most as many words as a button carries, never half a character; null for none. */
function cut(words: string): string | null {
  let kept = '';
  for (const letter of words.trim()) {
    if (Buffer.byteLength(kept + letter) > WORDS_BYTES) break;
    kept += letter;
  }
  return kept.trim() || null;
}

/** As short as a custom id needs: which level and language by their place, the topic by a hash, the words in base64. */
function writeFilter({ topic, level, language, words }: CourseFilter): string[] {
  return [
    level === null ? '' : String(LEVELS.indexOf(level)),
    language === null ? '' : String(TAUGHT_IN.indexOf(language)),
    topic === null ? '' : hashOf(topic),
    words === null ? '' : Buffer.from(words).toString('base64url'),
  ];
}

/** A topic that was merged into another meanwhile is looked for no more. */
function readFilter(
  app: App,
  guildId: string,
  [level, language, topic, words]: readonly string[],
): CourseFilter {
  return {
    level: level ? (LEVELS[Number(level)] ?? null) : null,
    language: language ? (TAUGHT_IN[Number(language)] ?? null) : null,
    topic: app.courses.topicsOf(guildId).find(({ key }) => hashOf(key) === topic)?.key ?? null,
    words: words ? Buffer.from(words, 'base64url').toString() : null,
  };
}

function hashOf(topic: string): string {
  return createHash('sha256').update(topic).digest('hex').slice(0, 8);
}
