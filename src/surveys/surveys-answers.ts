/** Answering a survey, and what the answers add up to. Who answered an anonymous one stands nowhere, only a keyed hash. */
import type { App } from '../app.ts';
import { Refusal } from '../kernel/errors.ts';
import { countAnswersOf, listAnswers, upsertAnswerWhileOpen } from './surveys-answers-store.ts';
import { getSurvey } from './surveys-drafts.ts';
import type { EarlierAnswer } from './surveys-memory.ts';
import { decideResults } from './surveys-results-rules.ts';
import type { ResultsDecision } from './surveys-results-rules.ts';
import { assertCanAnswer, parseAnswer } from './surveys-rules.ts';
import type { Survey } from './surveys-rules.ts';
import { listNewest } from './surveys-store.ts';

/** Under what a person's answer stands: a keyed hash per survey in an anonymous one, their id in a named one. */
function respondentKey(
  app: Pick<App, 'keyedHash'>,
  { guildId, id, anonymous }: Pick<Survey, 'guildId' | 'id' | 'anonymous'>,
  userId: string,
): string {
  return anonymous ? anonymousKey(app, guildId, id, userId) : userId;
}

/** The keyed hash under which this person's answer to an anonymous survey stands. */
export function anonymousKey(
  app: Pick<App, 'keyedHash'>,
  guildId: string,
  surveyId: number,
  userId: string,
): string {
  return app.keyedHash.of('survey', guildId, String(surveyId), userId);
}

/**
 * What the form needs, from memory alone: the survey, and the person's earlier answer as far as it is at hand.
 * @throws Refusal `survey.closed` with the closing instant; `survey.unknown`.
 */
export function surveyToAnswer(
  app: Pick<App, 'surveys' | 'keyedHash' | 'clock'>,
  guildId: string,
  surveyId: number,
  userId: string,
): { survey: Survey; earlier: EarlierAnswer } {
  const survey = app.surveys.find(guildId, surveyId);
  if (!survey) throw new Refusal('survey.unknown', {});
  assertCanAnswer(survey, app.clock.now());
  return { survey, earlier: app.surveys.earlierAnswer(surveyId, respondentKey(app, survey, userId)) };
}

/**
 * Stores a submitted form as the person's one answer, over an earlier one.
 * @throws Refusal `survey.closed` (also when it closed while the form was open: nothing is stored), `survey.unknown`,
 * `survey.answer-missing`, `survey.answer-invalid`, `survey.answer-empty`.
 */
export async function answerSurvey(
  app: Pick<App, 'db' | 'surveys' | 'keyedHash' | 'clock'>,
  guildId: string,
  surveyId: number,
  userId: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
): Promise<{ survey: Survey; outcome: 'new' | 'changed' }> {
  const at = app.clock.now();
  const survey = await getSurvey(app, guildId, surveyId);
  assertCanAnswer(survey, at);
  const values = parseAnswer(survey.questions, fields);
  const key = respondentKey(app, survey, userId);
  const who = survey.anonymous ? { userId: null, answeredAt: null } : { userId, answeredAt: at };
  const outcome = await upsertAnswerWhileOpen(
    app,
    { guildId, surveyId, respondentKey: key, ...who, values },
    at,
  );
  if (!outcome) {
    assertCanAnswer(await getSurvey(app, guildId, surveyId), at);
    throw new Refusal('survey.unknown', {});
  }
  app.surveys.noteAnswer(surveyId, key, survey.anonymous ? null : values);
  return { survey, outcome };
}

/** What the answers add up to, or why that is withheld. @throws Refusal `survey.unknown`. */
export async function surveyResults(
  app: Pick<App, 'db'>,
  guildId: string,
  surveyId: number,
): Promise<{ survey: Survey; decision: ResultsDecision }> {
  const survey = await getSurvey(app, guildId, surveyId);
  return { survey, decision: decideResults(survey, await listAnswers(app, guildId, surveyId)) };
}

export interface ListedSurvey {
  readonly survey: Survey;
  readonly answered: number;
}

/** The community's surveys with how many answered, newest first. */
export async function listSurveys(
  app: Pick<App, 'db'>,
  guildId: string,
  limit: number,
): Promise<ListedSurvey[]> {
  const surveys = await listNewest(app, guildId, limit);
  const counts = await countAnswersOf(
    app,
    guildId,
    surveys.map(({ id }) => id),
  );
  return surveys.map((survey) => ({ survey, answered: counts.get(survey.id) ?? 0 }));
}
