/** What answers add up to and when that is withheld. Pure tables; nothing is faked. */
import { describe, expect, it } from 'vitest';
import {
  decideResults,
  netPromoterScore,
  responseRatio,
  surveyResults,
} from '../../src/surveys/surveys-results-rules.ts';
import type { Question, Survey } from '../../src/surveys/surveys-rules.ts';

const question = (position: number, changes: Partial<Question>): Question => ({
  position,
  kind: 'rating',
  text: `Question ${position}`,
  indicator: null,
  choices: [],
  required: false,
  ...changes,
});

const survey: Survey = {
  id: 7,
  guildId: '100000000000000001',
  title: 'Weekly pulse',
  state: 'closed',
  anonymous: true,
  channelId: '100000000000000002',
  messageId: null,
  createdAt: new Date('2026-03-01T00:00:00Z'),
  openedAt: null,
  closesAt: null,
  closedAt: null,
  invitedCount: 8,
  questions: [
    question(1, { indicator: 'course-quality' }),
    question(2, { kind: 'recommendation' }),
    question(3, { kind: 'choice', choices: ['Rust', 'Go'] }),
    question(4, { kind: 'text' }),
  ],
};

const answers = [{ 1: 5, 2: 10, 3: 1, 4: 'more Rust' }, { 1: 4, 2: 7, 3: 1 }, { 1: 2, 2: 6 }, { 2: 9 }];

describe('results', () => {
  it('add up each kind of question over those who answered it', () => {
    const { questions, ...response } = surveyResults(survey, answers);
    expect(response).toEqual({ answered: 4, invited: 8, responseRatio: 0.5 });
    expect(questions[0]).toMatchObject({ n: 3, mean: 11 / 3, counts: [0, 1, 0, 1, 1] });
    expect(questions[1]).toMatchObject({ n: 4, promoters: 2, passives: 1, detractors: 1, nps: 25 });
    expect(questions[1]).toHaveProperty('counts', [0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1]);
    expect(questions[2]).toMatchObject({ n: 2, counts: [0, 2] });
    expect(questions[3]).toMatchObject({ n: 1, texts: ['more Rust'] });
  });

  it('of nobody are nothing, never NaN', () => {
    const { questions } = surveyResults({ ...survey, invitedCount: 0 }, []);
    expect(questions[0]).toMatchObject({ n: 0, mean: null, counts: [0, 0, 0, 0, 0] });
    expect(questions[1]).toMatchObject({ n: 0, nps: null });
  });

  it('have no response rate where nobody was invited or it is not known, and none above 1', () => {
    expect(responseRatio(0, 0)).toBeNull();
    expect(responseRatio(3, null)).toBeNull();
    expect(responseRatio(0, 10)).toBe(0);
    expect(responseRatio(12, 10)).toBe(1);
  });

  it.each([
    [[9, 10], 100],
    [[0, 6], -100],
    [[7, 8], 0],
    [[10, 0, 8, 9], 25],
  ])('of recommendations %j are an NPS of %d', (scores, nps) => {
    expect(netPromoterScore(scores).nps).toBe(nps);
  });
});

describe('withholding', () => {
  it('an anonymous survey shows nothing but the number of answers before the close', () => {
    for (const state of ['opening', 'open'] as const)
      expect(decideResults({ ...survey, state }, answers)).toEqual({
        shown: false,
        reason: 'open',
        answered: 4,
        invited: 8,
      });
    for (const state of ['closing', 'closed'] as const)
      expect(decideResults({ ...survey, state }, answers).shown).toBe(true);
  });

  it('an anonymous survey that fewer than three answered shows nothing after the close either', () => {
    expect(decideResults(survey, answers.slice(0, 2))).toMatchObject({ shown: false, reason: 'too-few' });
    expect(decideResults(survey, answers.slice(0, 3)).shown).toBe(true);
  });

  it('a survey with names shows its results at any time', () => {
    const named = { ...survey, anonymous: false };
    expect(decideResults({ ...named, state: 'open' }, answers.slice(0, 1)).shown).toBe(true);
  });
});
