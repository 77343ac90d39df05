/** Satisfaction as the demo counts it by itself. */
import { expect, it } from 'vitest';
import { countSatisfaction } from '../../src/demo/truth-satisfaction.ts';
import type { SurveyTruth } from '../../src/demo/truth-satisfaction.ts';

const WEEK = { from: 100, to: 200 };

function survey(
  values: readonly (readonly (number | null)[])[],
  given: Partial<SurveyTruth> = {},
): SurveyTruth {
  return {
    anonymous: false,
    questions: [{ kind: 'rating', indicator: 'course-quality' }, { kind: 'recommendation' }],
    openedAt: 100,
    closedAt: 190,
    answers: new Map(values.map((one, index) => [`member ${index}`, { at: 150, values: one }])),
    ...given,
  };
}

const FIVE = [
  [5, 10],
  [4, 9],
  [3, 7],
  [4, 6],
  [5, null],
];

it('is the mean of the indicators that have five answers, and NPS counts who answered', () => {
  expect(countSatisfaction([survey(FIVE)], WEEK)).toEqual({
    score: 4.2,
    ratings: 5,
    recommendation: 25,
    recommendations: 4,
    answered: 5,
  });
});

it('has no score below five answers', () => {
  expect(countSatisfaction([survey(FIVE.slice(1))], WEEK).score).toBeNull();
});

it('counts a named answer when it was given, an anonymous one when its survey closed', () => {
  const next = { from: 160, to: 300 };
  expect(countSatisfaction([survey(FIVE)], next).answered).toBe(0);
  expect(countSatisfaction([survey(FIVE, { anonymous: true })], next).answered).toBe(5);
  expect(countSatisfaction([survey(FIVE, { anonymous: true, closedAt: null })], next).answered).toBe(0);
});
