/** Satisfaction as docs/metrics.md counts it, from the forms that members sent and the bot accepted. Shares no code with the bot. Pure. */
import type { TruthSpan } from './truth.ts';

export type Indicator = 'course-quality' | 'event-effect' | 'community-atmosphere';

/** One question of a survey, as far as the figures need it. */
export interface AskedQuestion {
  readonly kind: 'rating' | 'recommendation' | 'choice' | 'text';
  readonly indicator?: Indicator;
}

export interface SurveyTruth {
  readonly anonymous: boolean;
  readonly questions: readonly AskedQuestion[];
  /** Unix milliseconds. */
  readonly openedAt: number;
  closedAt: number | null;
  /** The latest accepted answer of each member, and when it was given. */
  readonly answers: Map<
    string,
    { readonly at: number; readonly values: readonly (number | string | null)[] }
  >;
}

export interface SatisfactionTruth {
  /** S; null where no indicator has enough answers. */
  readonly score: number | null;
  /** Ratings in S. */
  readonly ratings: number;
  /** NPS; null without an answer. */
  readonly recommendation: number | null;
  readonly recommendations: number;
  /** Answers of the span. */
  readonly answered: number;
}

const INDICATORS: readonly Indicator[] = ['course-quality', 'event-effect', 'community-atmosphere'];
/** An indicator with fewer answers is left out. */
const ENOUGH = 5;

/** A named answer counts when it was given or last changed, an anonymous one when its survey closed. */
export function countSatisfaction(
  surveys: readonly SurveyTruth[],
  { from, to }: TruthSpan,
): SatisfactionTruth {
  const ratings = new Map<Indicator, number[]>(INDICATORS.map((indicator) => [indicator, []]));
  const recommendations: number[] = [];
  let answered = 0;
  for (const { anonymous, questions, closedAt, answers } of surveys) {
    for (const { at, values } of answers.values()) {
      const countsAt = anonymous ? closedAt : at;
      if (countsAt === null || countsAt < from || countsAt >= to) continue;
      answered += 1;
      for (const [index, { kind, indicator }] of questions.entries()) {
        const value = values[index];
        if (typeof value !== 'number') continue;
        if (kind === 'rating' && indicator) ratings.get(indicator)?.push(value);
        if (kind === 'recommendation') recommendations.push(value);
      }
    }
  }
  const enough = [...ratings.values()].filter(({ length }) => length >= ENOUGH);
  const share = (fits: (value: number) => boolean): number =>
    recommendations.filter(fits).length / recommendations.length;
  return {
    score: enough.length === 0 ? null : mean(enough.map(mean)),
    ratings: enough.reduce((sum, { length }) => sum + length, 0),
    recommendation:
      recommendations.length === 0
        ? null
        : 100 * (share((value) => value >= 9) - share((value) => value <= 6)),
    recommendations: recommendations.length,
    answered,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
