/** What the answers to a survey add up to, and whether that may be shown. Pure. Intervals belong to analytics. */
import { isClosed } from './surveys-rules.ts';
import type { AnswerValues, Question, Survey } from './surveys-rules.ts';

/** Results of an anonymous survey with fewer answers are withheld: one person could be guessed. */
export const ANONYMOUS_MIN = 3;

export type QuestionResult =
  | {
      readonly kind: 'rating';
      readonly question: Question;
      readonly n: number;
      readonly mean: number | null;
      readonly counts: readonly number[];
    }
  | ({
      readonly kind: 'recommendation';
      readonly question: Question;
      readonly n: number;
      readonly counts: readonly number[];
    } & Nps)
  | {
      readonly kind: 'choice';
      readonly question: Question;
      readonly n: number;
      readonly counts: readonly number[];
    }
  | {
      readonly kind: 'text';
      readonly question: Question;
      readonly n: number;
      readonly texts: readonly string[];
    };

export interface Nps {
  /** Answers 9–10, 7–8 and 0–6. */
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** −100 … 100; null without an answer. */
  readonly nps: number | null;
}

export interface SurveyResults {
  readonly answered: number;
  /** null where it could not be known. */
  readonly invited: number | null;
  /** 0..1; null when nobody was invited or it is not known. */
  readonly responseRatio: number | null;
  /** In the order asked. */
  readonly questions: readonly QuestionResult[];
}

/** Shown, or withheld with the reason: an anonymous survey that still runs, or that fewer than three answered. */
export type ResultsDecision =
  | { readonly shown: true; readonly results: SurveyResults }
  | {
      readonly shown: false;
      readonly reason: 'open' | 'too-few';
      readonly answered: number;
      readonly invited: number | null;
    };

export function decideResults(survey: Survey, answers: readonly AnswerValues[]): ResultsDecision {
  const answered = answers.length;
  const withheld = { shown: false, answered, invited: survey.invitedCount } as const;
  if (survey.anonymous && !isClosed(survey)) return { ...withheld, reason: 'open' };
  if (survey.anonymous && answered < ANONYMOUS_MIN) return { ...withheld, reason: 'too-few' };
  return { shown: true, results: surveyResults(survey, answers) };
}

export function surveyResults(survey: Survey, answers: readonly AnswerValues[]): SurveyResults {
  return {
    answered: answers.length,
    invited: survey.invitedCount,
    responseRatio: responseRatio(answers.length, survey.invitedCount),
    questions: survey.questions.map((question) => questionResult(question, answers)),
  };
}

/** Answered of the invited, 0..1; never above 1, since people who came later may answer too. null when nobody was invited or it is not known. */
export function responseRatio(answered: number, invited: number | null): number | null {
  return invited ? Math.min(1, answered / invited) : null;
}

/**
 * Net promoter score: per cent of 9–10 less per cent of 0–6.
 * Source: F. F. Reichheld, "The one number you need to grow", Harvard Business Review 81/12 (2003) 46–54.
 */
export function netPromoterScore(scores: readonly number[]): Nps {
  const promoters = scores.filter((score) => score >= 9).length;
  const detractors = scores.filter((score) => score <= 6).length;
  const nps = scores.length === 0 ? null : ((promoters - detractors) / scores.length) * 100;
  return { promoters, passives: scores.length - promoters - detractors, detractors, nps };
}

function questionResult(question: Question, answers: readonly AnswerValues[]): QuestionResult {
  const values = answers.map((answer) => answer[question.position]).filter((value) => value !== undefined);
  if (question.kind === 'text') {
    const texts = values.filter((value) => typeof value === 'string');
    return { kind: 'text', question, n: texts.length, texts };
  }
  const numbers = values.filter((value) => typeof value === 'number');
  const n = numbers.length;
  if (question.kind === 'rating') {
    const mean = n === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / n;
    return { kind: 'rating', question, n, mean, counts: countValues(numbers, 1, 5) };
  }
  if (question.kind === 'recommendation')
    return {
      kind: 'recommendation',
      question,
      n,
      counts: countValues(numbers, 0, 10),
      ...netPromoterScore(numbers),
    };
  return { kind: 'choice', question, n, counts: countValues(numbers, 0, question.choices.length - 1) };
}

/** How often each value from `least` to `most` occurs, in that order. */
function countValues(numbers: readonly number[], least: number, most: number): number[] {
  return Array.from(
    { length: most - least + 1 },
    (_, index) => numbers.filter((value) => value === least + index).length,
  );
}
