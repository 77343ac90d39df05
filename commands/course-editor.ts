/** The private message in which a creator writes: the whole draft, what it still lacks, and what can be done with it. */
import { ComponentType } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import {
  askedBefore,
  lackOf,
  LESSONS_MAX,
  tierText,
  topicNames,
  totalMinutes,
} from '../src/courses/courses.ts';
import type { CourseVersion, Lesson, Moved } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { LONGEST_CONTENT } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatInstant } from '../src/i18n/format.ts';
import { escapeMarkup, oneLine, shorten } from '../src/i18n/markup.ts';

/** Names of the components under a draft. */
export const WORDS = 'draft.words';
export const LESSON_FORM = 'draft.lesson-form';
export const LESSON = 'draft.lesson';
export const SHOW = 'draft.show';
export const PREVIEW = 'draft.preview';
export const SUBMIT = 'draft.submit';
export const WITHDRAW = 'draft.withdraw';

/** In place of a lesson's key: one that is still to be written. */
export const NEW_LESSON = 'new';

/** Lessons at a time: as many as a menu holds. */
const PAGE = 25;
/** All embeds of a message together have at most 6,000 characters. Source: https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const ABOUT_MAX = 2_400;
const LESSONS_TEXT_MAX = 3_200;
/** Characters of a lesson's title in the list. */
const LESSON_TITLE_SHOWN = 60;
/** Characters of a choice in a menu. */
const CHOICE_MAX = 100;

/** The draft, which from now on opens its forms from memory; a version that is no draft any more is shown without means to change it. */
export async function editorReply(app: App, call: Call, moved: Moved, page = 0): Promise<Reply> {
  app.courses.drafts.put(moved);
  const { version } = moved;
  const last = Math.max(Math.ceil(version.lessons.length / PAGE) - 1, 0);
  const at = Math.min(page, last);
  const asked = version.state === 'draft' ? await askedText(app, call, version) : '';
  return {
    ...(asked === '' ? {} : { content: asked }),
    embeds: [
      { title: headingOf(call, version), description: shorten(aboutText(app, call, moved), ABOUT_MAX) },
      { description: shorten(lessonsText(call, version.lessons, at), LESSONS_TEXT_MAX) },
    ],
    components: version.state === 'draft' ? controls(call, version, at, last) : [],
  };
}

/** What the reviewers of the version before wanted changed, over the editor for as long as it is a draft; '' for nothing. */
async function askedText(app: App, { words }: Call, version: CourseVersion): Promise<string> {
  const reasons = (await askedBefore(app, version)).flatMap(({ reason }) =>
    reason === null ? [] : [reason],
  );
  if (reasons.length === 0) return '';
  const asked = { number: version.number - 1, reasons: reasons.map((reason) => escapeMarkup(reason)) };
  return shorten(words.authoring.asked(asked), LONGEST_CONTENT);
}

function headingOf({ words }: Call, { courseId, number, title }: CourseVersion): string {
  return words.authoring.heading({ courseId, number, title: escapeMarkup(title) });
}

function aboutText(app: App, { guildId, locale, words }: Call, { course, version }: Moved): string {
  const { authoring, courses } = words;
  const { summary, topics, level, language, tierId, changes, state } = version;
  const named = words.courses.topicList(topicNames(app, guildId, locale, topics).map(escapeMarkup));
  const missing = lackOf(version, course.publishedId === null);
  const standing = missing.length === 0 ? authoring.ready : authoring.lacking({ missing });
  const since = version.decidedAt ?? version.submittedAt;
  return [
    // How it stands comes first: a long summary must not push it out.
    state === 'draft' ? standing : authoring.state({ state, at: since && formatInstant(since, 'R') }),
    '',
    authoring.facts({
      topics: named === '' ? authoring.noTopics : named,
      level: courses.levels[level],
      language: courses.languages[language],
      tier: tierText(app, guildId, locale, tierId),
    }),
    ...(state === 'draft' ? [authoring.frameHint] : []),
    ...(changes === null ? [] : [authoring.changes({ changes: escapeMarkup(changes) })]),
    '',
    summary === '' ? authoring.noSummary : escapeMarkup(summary),
  ].join('\n');
}

function lessonsText({ words }: Call, lessons: readonly Lesson[], page: number): string {
  const { authoring, courses } = words;
  const from = page * PAGE;
  const shown = lessons
    .slice(from, from + PAGE)
    .map((lesson, index) => lessonLine(words, lesson, from + index));
  const range = { from: from + 1, to: from + shown.length, count: lessons.length };
  return [
    authoring.lessons({
      count: lessons.length,
      max: LESSONS_MAX,
      length: courses.length(totalMinutes(lessons)),
    }),
    ...(shown.length === 0 ? [authoring.noLessons] : shown),
    ...(lessons.length > PAGE ? [authoring.lessonPage(range)] : []),
  ].join('\n');
}

function lessonLine({ authoring, courses }: Call['words'], lesson: Lesson, index: number): string {
  const { title, link, text, minutes } = lesson;
  const has = link !== null && text !== null ? 'both' : link === null ? 'text' : 'link';
  return authoring.lesson({
    position: index + 1,
    title: oneLine(title, LESSON_TITLE_SHOWN),
    length: courses.length(minutes),
    has: authoring.has[has],
  });
}

function controls(
  { words }: Call,
  version: CourseVersion,
  page: number,
  last: number,
): APIMessageTopLevelComponent[] {
  const { buttons } = words.authoring;
  const { id } = version;
  return [
    ...lessonMenu(words, version, page),
    ...buttonRow([
      button(buttons.words, componentId(WORDS, id), 'main'),
      button(buttons.addLesson, componentId(LESSON_FORM, id, NEW_LESSON), 'main'),
      button(buttons.preview, componentId(PREVIEW, id)),
      button(buttons.submit, componentId(SUBMIT, id)),
      button(buttons.withdraw, componentId(WITHDRAW, id), 'danger'),
    ]),
    ...buttonRow([
      ...(page > 0 ? [button(buttons.earlier, componentId(SHOW, id, page - 1))] : []),
      ...(page < last ? [button(buttons.later, componentId(SHOW, id, page + 1))] : []),
    ]),
  ];
}

function lessonMenu(
  { authoring }: Call['words'],
  { id, lessons }: CourseVersion,
  page: number,
): APIMessageTopLevelComponent[] {
  const from = page * PAGE;
  const options = lessons.slice(from, from + PAGE).map(({ key, title }, index) => ({
    label: shorten(`${from + index + 1}. ${title}`, CHOICE_MAX),
    value: key,
  }));
  if (options.length === 0) return [];
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: componentId(LESSON, id),
    placeholder: authoring.chooseLesson,
    options,
  };
  return [{ type: ComponentType.ActionRow, components: [menu] }];
}

/** The page on which a lesson stands. */
export function pageOf(lessons: readonly Lesson[], key: string): number {
  return Math.floor(
    Math.max(
      lessons.findIndex((lesson) => lesson.key === key),
      0,
    ) / PAGE,
  );
}
