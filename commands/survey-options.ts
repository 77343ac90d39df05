/** The option that names a survey, suggested from memory while it is typed; and the survey's number in a custom id. */
import { numberArg } from '../src/discord/components.ts';
import { integer, required } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import { Refusal } from '../src/kernel/errors.ts';
import type { SurveyState } from '../src/surveys/surveys.ts';

/** The greatest number the database gives a survey. */
const MAX_ID = 2_147_483_647;

/** The number of a survey; those in one of the states are suggested, newest first. */
export function surveyId(states: readonly SurveyState[]): OptionKind<number> {
  const kind = required(integer({ min: 1, max: MAX_ID }));
  return { ...kind, suggest: (typed, where) => suggestSurveys(states, typed, where) };
}

function suggestSurveys(
  states: readonly SurveyState[],
  typed: string,
  { app, guildId, locale }: SuggestPlace,
): Suggestion[] {
  const words = catalogues[locale].surveys;
  const wanted = typed.trim().toLowerCase();
  return app.surveys
    .listOf(guildId)
    .filter(({ state }) => states.includes(state))
    .map(({ id, title, state }) => ({
      name: words.suggestion({ id, title, state: words.states[state] }),
      value: id,
    }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** The survey's number in a custom id. @throws Refusal `component.unknown` for what is no such number. */
export function surveyIdArg(arg: string | undefined): number {
  const id = numberArg(arg);
  if (id > MAX_ID) throw new Refusal('component.unknown', {});
  return id;
}
