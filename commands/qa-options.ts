/** The option that names a session of questions and answers, and pages of what is listed. */
import { button, buttonRow } from '../src/discord/buttons.ts';
import { componentId } from '../src/discord/components.ts';
import type { Call } from '../src/discord/command.ts';
import { integer, required } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import { localText } from '../src/kernel/calendar.ts';
import { sessionsOf } from '../src/qa/qa.ts';
import type { SessionState } from '../src/qa/qa.ts';

/** The greatest number the database gives a session. */
const MAX_ID = 2_147_483_647;
/** Suggestions Discord takes. */
const SUGGESTED = 25;
/** 2026-03-02 20:00 of 2026-03-02T20:00:00+08:00. */
const TO_MINUTES = 16;

/** The number of a session; those in one of the states are suggested. */
export function sessionOption(states: readonly SessionState[]): OptionKind<number> {
  const kind = required(integer({ min: 1, max: MAX_ID }));
  return { ...kind, suggest: (typed, where) => suggestSessions(states, typed, where) };
}

async function suggestSessions(
  states: readonly SessionState[],
  typed: string,
  { app, guildId, locale }: SuggestPlace,
): Promise<Suggestion[]> {
  const { timeZone } = app.communities.get(guildId);
  const where = { states, courseId: null };
  const { sessions } = await sessionsOf(app, guildId, where, { skip: 0, take: SUGGESTED });
  const wanted = typed.trim().toLowerCase();
  return sessions
    .map(({ id, title, startsAt }) => {
      const at = localText(startsAt, timeZone).slice(0, TO_MINUTES).replace('T', ' ');
      return { name: catalogues[locale].qa.suggestion({ id, title, at }), value: id };
    })
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** Where a page begins. @param page from 0. */
export const pageOf = (page: number, size: number) => ({ skip: page * size, take: size });

/** Which page is shown, and the buttons to the others; nothing where one page holds all. @param args what the component needs before the page. */
export function turning(
  call: Call,
  { page, size, total }: { readonly page: number; readonly size: number; readonly total: number },
  name: string,
  ...args: readonly (string | number)[]
): { footer: { footer?: { text: string } }; components: NonNullable<Reply['components']> } {
  const { list } = call.words.qa;
  const pages = Math.max(1, Math.ceil(total / size));
  const turn = (label: string, to: number) => button(label, componentId(name, ...args, to));
  return {
    footer: pages > 1 ? { footer: { text: list.page({ page: page + 1, pages }) } } : {},
    components: buttonRow([
      ...(page > 0 ? [turn(list.back, page - 1)] : []),
      ...(page < pages - 1 ? [turn(list.next, page + 1)] : []),
    ]),
  };
}
