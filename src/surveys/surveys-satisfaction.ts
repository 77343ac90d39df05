/** What surveys have to say on satisfaction in a span: the raw answers that reports and analyses start from. */
import type { App } from '../app.ts';
import type { Span } from '../kernel/calendar.ts';
import { listAnswers, listAnswersIn } from './surveys-answers-store.ts';
import { ANONYMOUS_MIN } from './surveys-results-rules.ts';
import { INDICATORS } from './surveys-rules.ts';
import type { AnswerValues, Indicator, Survey } from './surveys-rules.ts';
import { listSurveysAsked } from './surveys-store.ts';

export interface SatisfactionData {
  /** Ratings 1–5 per indicator, in no telling order. */
  readonly ratings: Readonly<Record<Indicator, readonly number[]>>;
  /** Recommendations 0–10, in no telling order. */
  readonly recommendations: readonly number[];
  /** Humans who could see the surveys' channels at opening, added up over the surveys; null without a survey, or where one is not known. */
  readonly invited: number | null;
  /** Answers, added up over the surveys. */
  readonly answered: number;
  /** The surveys they come from, oldest first. */
  readonly surveys: readonly { readonly id: number; readonly title: string }[];
}

/**
 * The answers of a span to surveys that ask for a rating or a recommendation. A named answer belongs to the span in which it was given
 * or last changed. An anonymous one has no time: it belongs to the span in which its survey closed, and before the close, or where fewer
 * than three answered, its values are not given out (it counts in `answered`).
 */
export async function satisfactionData(
  app: Pick<App, 'db'>,
  guildId: string,
  span: Span,
): Promise<SatisfactionData> {
  const surveys = (await listSurveysAsked(app, guildId, span)).filter(asksForSatisfaction);
  const ratings: Record<Indicator, number[]> = {
    'course-quality': [],
    'event-effect': [],
    'community-atmosphere': [],
  };
  const recommendations: number[] = [];
  let answered = 0;
  const named = surveys.filter((survey) => !survey.anonymous);
  const namedAnswers = await listAnswersIn(
    app,
    guildId,
    named.map(({ id }) => id),
    span,
  );
  for (const survey of surveys) {
    const answers = survey.anonymous
      ? await listAnswers(app, guildId, survey.id)
      : namedAnswers.filter(({ surveyId }) => surveyId === survey.id).map(({ values }) => values);
    answered += answers.length;
    if (!survey.anonymous || answers.length >= ANONYMOUS_MIN)
      gather(survey, answers, ratings, recommendations);
  }
  return {
    ratings,
    recommendations,
    invited: invitedCount(surveys),
    answered,
    surveys: surveys.map(({ id, title }) => ({ id, title })),
  };
}

function asksForSatisfaction(survey: Survey): boolean {
  return survey.questions.some(({ kind }) => kind === 'rating' || kind === 'recommendation');
}

function invitedCount(surveys: readonly Survey[]): number | null {
  if (surveys.length === 0) return null;
  return surveys.reduce<number | null>(
    (sum, { invitedCount }) => (sum === null || invitedCount === null ? null : sum + invitedCount),
    0,
  );
}

function gather(
  survey: Survey,
  answers: readonly AnswerValues[],
  ratings: Record<Indicator, number[]>,
  recommendations: number[],
): void {
  for (const { position, kind, indicator } of survey.questions) {
    const values = answers.map((answer) => answer[position]).filter((value) => typeof value === 'number');
    if (kind === 'recommendation') recommendations.push(...values);
    if (kind === 'rating' && indicator && INDICATORS.includes(indicator)) ratings[indicator].push(...values);
  }
}
