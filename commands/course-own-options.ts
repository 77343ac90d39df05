/** Options of /course for creators: a course of their own, the tier it is to need. */
import type { App } from '../src/app.ts';
import { coursesOf } from '../src/courses/courses.ts';
import { integer, required, text } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import { LOCALES } from '../src/i18n/format.ts';
import { nameKey } from '../src/tiers/tiers.ts';
import { pickedTier, tierOption } from './tier-options.ts';

/** The greatest number the database gives a course. */
const MAX_ID = 2_147_483_647;

/** The number of a course of their own; the youngest are suggested first. */
export function ownCourse(): OptionKind<number> {
  return { ...required(integer({ min: 1, max: MAX_ID })), suggest: suggestOwn };
}

async function suggestOwn(
  typed: string,
  { app, guildId, userId, locale }: SuggestPlace,
): Promise<Suggestion[]> {
  const { suggestion } = catalogues[locale].authoring;
  const wanted = typed.trim().toLowerCase();
  const own = await coursesOf(app, guildId, userId);
  return own
    .map(({ course, latest: { title, state } }) => ({
      name: suggestion({ courseId: course.id, title, state }),
      value: course.id,
    }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** Sent where “open to all” is picked; no tier is called so by its number. */
const OPEN_TO_ALL = '#0';

/** A tier, or that the course is open to all. */
export function neededTier(): OptionKind<string | null> {
  return { ...text({ max: 100 }), suggest: suggestNeeded };
}

async function suggestNeeded(typed: string, where: SuggestPlace): Promise<Suggestion[]> {
  const { openToAll } = catalogues[where.locale].authoring;
  const tiers = (await tierOption('open').suggest?.(typed, where)) ?? [];
  const all = nameKey(openToAll).includes(nameKey(typed)) ? [{ name: openToAll, value: OPEN_TO_ALL }] : [];
  return [...all, ...tiers];
}

/** The tier that was picked or typed; null: open to all. @throws Refusal `tiers.unknown`. */
export function pickedNeed(app: Pick<App, 'tiers'>, guildId: string, given: string | null): number | null {
  const openToAll = LOCALES.map((locale) => nameKey(catalogues[locale].authoring.openToAll));
  const isForAll = given === null || given === OPEN_TO_ALL || openToAll.includes(nameKey(given));
  return isForAll ? null : pickedTier(app, guildId, given).id;
}
