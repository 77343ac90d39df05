/** What a course may hold: its words, topics and lessons. Pure. */
import { Refusal } from '../kernel/errors.ts';
import type { CourseContent, Lesson } from './courses-records.ts';

export const TITLE_MAX = 100;
export const SUMMARY_MAX = 1_000;
export const CHANGES_MAX = 500;
/** As much as a field of a form takes. Source: https://discord.com/developers/docs/components/reference#text-input */
export const LESSON_TEXT_MAX = 4_000;
export const LINK_MAX = 500;
const MINUTES_MAX = 600;
export const LESSONS_MAX = 50;
export const TOPICS_MAX = 5;
export const TOPIC_MAX = 40;

/** Letters and digits of any script, and what stands in names such as C++, C#, .NET, Node.js, CI/CD. */
const TOPIC = /^\.?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .+#&/_-]*$/u;

/** A topic's name → the key under which it is kept: small letters, single spaces. @throws Refusal `course.topic`. */
export function topicKey(name: string): string {
  const key = searchKey(name);
  if (key.length > TOPIC_MAX || !TOPIC.test(key))
    throw new Refusal('course.topic', { given: name, most: TOPIC_MAX });
  return key;
}

/** Words as they are compared: one form of each letter, small, single spaces. */
export function searchKey(words: string): string {
  return words.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** Topics typed with commas between them (of either script) → their names, each once. @throws Refusal `course.topic`, `course.too-many-topics`. */
export function parseTopics(typed: string): string[] {
  const names = typed
    .split(/[,，、;；\n]/)
    .map((name) => name.replaceAll(/\s+/g, ' ').trim())
    .filter((name) => name !== '');
  const byKey = new Map<string, string>();
  for (const name of names) if (!byKey.has(topicKey(name))) byKey.set(topicKey(name), name);
  if (byKey.size > TOPICS_MAX) throw new Refusal('course.too-many-topics', { most: TOPICS_MAX });
  return [...byKey.values()];
}

/** A title of a course or a lesson, in one line. @throws Refusal `course.title`, `course.too-long`. */
export function parseTitle(typed: string): string {
  const title = typed.replaceAll(/\s+/g, ' ').trim();
  if (title === '') throw new Refusal('course.title', {});
  return parseText(title, TITLE_MAX);
}

/** What was typed without blanks around it, in whatever script. @throws Refusal `course.too-long`. */
export function parseText(typed: string, most: number): string {
  const text = typed.trim();
  if (text.length > most) throw new Refusal('course.too-long', { given: text, length: text.length, most });
  return text;
}

/** An address as it is kept; null for none. @throws Refusal `course.link` for what no browser opens. */
export function parseLink(typed: string): string | null {
  const given = typed.trim();
  if (given === '') return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  // The last part of a site's name has letters; an address in numbers is a machine, often somebody's own.
  const isWeb =
    url !== null && /^https?:$/.test(url.protocol) && /\.[a-z0-9-]*[a-z][a-z0-9-]*\.?$/.test(url.hostname);
  // A name before the host is how one site pretends to be another.
  const isPlain = url !== null && url.username === '' && url.password === '' && !/\s/.test(given);
  if (!isWeb || !isPlain || url.href.length > LINK_MAX) throw new Refusal('course.link', { given });
  return url.href;
}

/** @throws Refusal `course.minutes`. */
export function parseMinutes(typed: string): number {
  const given = typed.normalize('NFKC').trim();
  const minutes = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (minutes < 1 || minutes > MINUTES_MAX)
    throw new Refusal('course.minutes', { given: typed, most: MINUTES_MAX });
  return minutes;
}

/** @throws Refusal `course.lesson-empty`. */
export function assertLesson({ title, link, text }: Lesson): void {
  if (link === null && text === null) throw new Refusal('course.lesson-empty', { title });
}

/** @throws Refusal `course.too-many-lessons`. */
export function addLesson(lessons: readonly Lesson[], lesson: Lesson): Lesson[] {
  if (lessons.length >= LESSONS_MAX) throw new Refusal('course.too-many-lessons', { most: LESSONS_MAX });
  return [...lessons, lesson];
}

/** The lesson with the key of `lesson` as it is now. @throws Refusal `course.lesson-gone`. */
export function replaceLesson(lessons: readonly Lesson[], lesson: Lesson): Lesson[] {
  return lessons.with(placeOf(lessons, lesson.key), lesson);
}

/** One place earlier or later; at either end it stays. @throws Refusal `course.lesson-gone`. */
export function shiftLesson(lessons: readonly Lesson[], key: string, by: -1 | 1): Lesson[] {
  const from = placeOf(lessons, key);
  const to = Math.min(Math.max(from + by, 0), lessons.length - 1);
  return lessons.toSpliced(from, 1).toSpliced(to, 0, lessons[from]!);
}

/** @throws Refusal `course.lesson-gone`. */
export function withoutLesson(lessons: readonly Lesson[], key: string): Lesson[] {
  return lessons.toSpliced(placeOf(lessons, key), 1);
}

function placeOf(lessons: readonly Lesson[], key: string): number {
  const place = lessons.findIndex((lesson) => lesson.key === key);
  if (place === -1) throw new Refusal('course.lesson-gone', {});
  return place;
}

/** What it still lacks before it can be submitted. @param isFirst whether nothing of the course was ever published. */
export function lackOf(
  { lessons, summary, topics, changes }: Pick<CourseContent, 'lessons' | 'summary' | 'topics' | 'changes'>,
  isFirst: boolean,
): ('lessons' | 'summary' | 'topics' | 'changes')[] {
  return [
    ...(summary.trim() === '' ? (['summary'] as const) : []),
    ...(topics.length === 0 ? (['topics'] as const) : []),
    ...(lessons.length === 0 ? (['lessons'] as const) : []),
    // Learners are told what is new.
    ...(!isFirst && changes === null ? (['changes'] as const) : []),
  ];
}

/** Whether it can be submitted. @throws Refusal `course.incomplete`. */
export function assertComplete(content: Parameters<typeof lackOf>[0], isFirst: boolean): void {
  const missing = lackOf(content, isFirst);
  if (missing.length > 0) throw new Refusal('course.incomplete', { missing });
}

export function totalMinutes(lessons: readonly Pick<Lesson, 'minutes'>[]): number {
  return lessons.reduce((sum, { minutes }) => sum + minutes, 0);
}
