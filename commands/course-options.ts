/** Options of /course for members: a course they can find, one they have started, a lesson of it. */
import { integer, required, text } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import { shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { learningOf, ownCourse, startedTitle } from '../src/learning/learning.ts';
import type { OwnCourse } from '../src/learning/learning.ts';

/** The greatest number the database gives a course. */
const MAX_ID = 2_147_483_647;
/** Source: https://discord.com/developers/docs/interactions/application-commands (name of a choice) */
const SUGGESTION_MAX = 100;

/** The number of a course. @param which published: all that can be found; started: those the member began, the latest first. */
export function courseOption(which: 'published' | 'started' = 'published'): OptionKind<number | null> {
  const suggest = which === 'published' ? suggestPublished : suggestStarted;
  return { ...integer({ min: 1, max: MAX_ID }), suggest };
}

export function requiredCourse(which: 'published' | 'started' = 'published'): OptionKind<number> {
  return required(courseOption(which));
}

function suggestPublished(typed: string, { app, guildId }: SuggestPlace): Suggestion[] {
  const byName = app.courses
    .listOf(guildId)
    .toSorted((one, other) => one.title.localeCompare(other.title, 'zh-CN'));
  return suggestions(byName, typed);
}

async function suggestStarted(typed: string, { app, guildId, userId }: SuggestPlace): Promise<Suggestion[]> {
  const started = await learningOf(app, guildId, userId);
  const courses = started.flatMap(({ learner }) => app.courses.find(guildId, learner.courseId) ?? []);
  return suggestions(courses, typed);
}

function suggestions(
  courses: readonly { readonly courseId: number; readonly title: string }[],
  typed: string,
): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return courses
    .filter(({ courseId, title }) => title.toLowerCase().includes(wanted) || String(courseId) === wanted)
    .map(({ courseId, title }) => ({ name: shorten(title, SUGGESTION_MAX), value: courseId }));
}

/** A lesson of the course named in the option `course`: those that are not done come first. */
export function lessonOption(): OptionKind<string> {
  return { ...required(text({ max: 100 })), suggest: suggestLessons };
}

async function suggestLessons(
  typed: string,
  { app, guildId, userId, given }: SuggestPlace,
): Promise<Suggestion[]> {
  const courseId = Number(given['course']);
  if (!app.courses.find(guildId, courseId)) return [];
  const { version, done } = await ownCourse(app, guildId, userId, courseId);
  const wanted = typed.trim().toLowerCase();
  return version.lessons
    .map(({ key, title }, index) => ({ key, name: `${done.has(key) ? '✅ ' : ''}${index + 1}. ${title}` }))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((one, other) => Number(done.has(one.key)) - Number(done.has(other.key)))
    .map(({ key, name }) => ({ name: shorten(name, SUGGESTION_MAX), value: key }));
}

/** The lesson that was picked, or typed as its number or title. @throws Refusal `learning.lesson-unknown`. */
export function pickedLesson(
  { course, version }: Pick<OwnCourse, 'course' | 'version'>,
  given: string,
): string {
  const wanted = given.trim().toLowerCase();
  const { lessons } = version;
  const found =
    lessons.find(({ key }) => key === given) ??
    lessons.find((_, index) => String(index + 1) === wanted) ??
    lessons.find(({ title }) => title.toLowerCase() === wanted);
  if (!found) throw new Refusal('learning.lesson-unknown', { title: course.title });
  return found.key;
}

/** The number of a course the member finished, also of one that was taken down. */
export function finishedCourse(): OptionKind<number> {
  return { ...requiredCourse(), suggest: suggestFinished };
}

async function suggestFinished(typed: string, { app, guildId, userId }: SuggestPlace): Promise<Suggestion[]> {
  const finished = (await learningOf(app, guildId, userId)).filter(({ learner }) => learner.finishedAt);
  const courses: { courseId: number; title: string }[] = [];
  for (const { learner } of finished) {
    const { courseId } = learner;
    courses.push({ courseId, title: await startedTitle(app, guildId, courseId) });
  }
  return suggestions(courses, typed);
}
