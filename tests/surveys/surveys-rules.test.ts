/** What may be done with a survey when, and what an answer and a question must look like. Pure tables; nothing is faked. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/kernel/errors.ts';
import type { RefusalCode } from '../../src/kernel/errors.ts';
import {
  assertCanAnswer,
  assertCanOpen,
  closingInstant,
  isDue,
  parseAnswer,
  parseQuestion,
  parseTitle,
} from '../../src/surveys/surveys-rules.ts';
import type { GivenQuestion, Question, SurveyState } from '../../src/surveys/surveys-rules.ts';

const NOON = new Date('2026-03-08T12:00:00Z');
const EARLIER = new Date('2026-03-08T11:59:59.999Z');
const LATER = new Date('2026-03-08T12:00:00.001Z');

/** The code of the refusal the work ends with; null when it ends well. */
function refusalOf(work: () => unknown): RefusalCode | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const survey = (state: SurveyState, closesAt: Date | null = null, closedAt: Date | null = null) => ({
  state,
  closesAt,
  closedAt,
  title: 'Weekly pulse',
});

describe('when a survey takes answers', () => {
  it.each([
    ['draft', 'survey.unknown'],
    ['opening', null],
    ['open', null],
    ['closing', 'survey.closed'],
    ['closed', 'survey.closed'],
  ] as const)('a survey that is %s: %s', (state, code) => {
    expect(refusalOf(() => assertCanAnswer(survey(state, null, EARLIER), NOON))).toBe(code);
  });

  it('takes none from the very instant it closes, also before the bot has noticed', () => {
    expect(refusalOf(() => assertCanAnswer(survey('open', LATER), NOON))).toBeNull();
    expect(refusalOf(() => assertCanAnswer(survey('open', NOON), NOON))).toBe('survey.closed');
    expect(refusalOf(() => assertCanAnswer(survey('open', EARLIER), NOON))).toBe('survey.closed');
  });

  it('says when it closed', () => {
    const late = () => assertCanAnswer(survey('closed', null, EARLIER), NOON);
    expect(late).toThrow(expect.objectContaining({ facts: { closedAt: EARLIER } }));
  });
});

describe('opening and closing', () => {
  it('opens only a draft, with a question, that closes later', () => {
    const open = (state: SurveyState, count: number, closesAt: Date | null) =>
      refusalOf(() => assertCanOpen(survey(state, closesAt), count, NOON));
    expect(open('draft', 1, null)).toBeNull();
    expect(open('draft', 5, LATER)).toBeNull();
    expect(open('draft', 0, null)).toBe('survey.no-questions');
    expect(open('draft', 1, NOON)).toBe('survey.closes-past');
    expect(open('open', 1, null)).toBe('survey.not-draft');
    expect(open('closed', 1, null)).toBe('survey.not-draft');
  });

  it('is due from its closing instant on, and only while open', () => {
    expect(isDue(survey('open', NOON), NOON)).toBe(true);
    expect(isDue(survey('open', LATER), NOON)).toBe(false);
    expect(isDue(survey('open', null), NOON)).toBe(false);
    expect(isDue(survey('closed', EARLIER), NOON)).toBe(false);
  });

  it('counts as closed at its own closing time, even where the bot comes later', () => {
    expect(closingInstant(survey('open', EARLIER), NOON)).toEqual(EARLIER);
    expect(closingInstant(survey('open', LATER), NOON)).toEqual(NOON);
    expect(closingInstant(survey('open', null), NOON)).toEqual(NOON);
  });
});

describe('what staff write', () => {
  const given = (changes: Partial<GivenQuestion>): GivenQuestion => ({
    text: 'How was the course?',
    kind: 'rating',
    indicator: 'course-quality',
    choices: '',
    required: true,
    ...changes,
  });

  it.each([
    ['no text', { text: '  \n ' }, 'text'],
    ['a text of 101 characters', { text: 'x'.repeat(101) }, 'text'],
    ['an unknown kind', { kind: 'essay' }, 'kind'],
    ['a rating without an indicator', { indicator: '' }, 'indicator'],
    ['a rating with an unknown indicator', { indicator: 'weather' }, 'indicator'],
    ['one choice', { kind: 'choice', choices: 'only this' }, 'choices-count'],
    [
      'eleven choices',
      { kind: 'choice', choices: Array.from({ length: 11 }, (_, index) => `c${index}`).join('\n') },
      'choices-count',
    ],
    ['a choice of 101 characters', { kind: 'choice', choices: `a\n${'x'.repeat(101)}` }, 'choices-length'],
    ['the same choice twice', { kind: 'choice', choices: 'a\nb\n a ' }, 'choices-twice'],
  ] as const)('refuses a question with %s', (_name, changes, problem) => {
    expect(() => parseQuestion(given(changes))).toThrow(
      expect.objectContaining({ code: 'survey.question', facts: { problem } }),
    );
  });

  it('keeps choices in their order, without empty lines, and drops what the kind does not have', () => {
    const choice = parseQuestion(given({ kind: 'choice', choices: ' Rust \n\n 🚀 \nGo' }));
    expect(choice).toMatchObject({ choices: ['Rust', '🚀', 'Go'], indicator: null });
    const text = parseQuestion(given({ kind: 'text', choices: 'a\nb' }));
    expect(text).toMatchObject({ choices: [], indicator: null });
    expect(parseQuestion(given({})).indicator).toBe('course-quality');
  });

  it('wants a title of 1 to 100 characters, on one line', () => {
    expect(parseTitle('  Weekly\n pulse ')).toBe('Weekly pulse');
    expect(refusalOf(() => parseTitle(' '))).toBe('survey.title');
    expect(refusalOf(() => parseTitle('x'.repeat(101)))).toBe('survey.title');
  });
});

describe('what members answer', () => {
  const question = (position: number, changes: Partial<Question>): Question => ({
    position,
    kind: 'rating',
    text: `Question ${position}`,
    indicator: 'course-quality',
    choices: [],
    required: true,
    ...changes,
  });
  const questions = [
    question(1, {}),
    question(2, { kind: 'recommendation', indicator: null }),
    question(3, { kind: 'choice', indicator: null, choices: ['Rust', 'Go'] }),
    question(4, { kind: 'text', indicator: null, required: false }),
  ];
  const whole = { q1: '5', q2: ['0'], q3: '1', q4: ' fine ' };

  it('reads every kind, and leaves out what was left out', () => {
    expect(parseAnswer(questions, whole)).toEqual({ 1: 5, 2: 0, 3: 1, 4: 'fine' });
    expect(parseAnswer(questions, { ...whole, q4: '' })).toEqual({ 1: 5, 2: 0, 3: 1 });
  });

  it.each([
    ['a rating of 0', { q1: '0' }],
    ['a rating of 6', { q1: '6' }],
    ['a rating of 4.5', { q1: '4.5' }],
    ['a rating in words', { q1: 'five' }],
    ['a recommendation of 11', { q2: ['11'] }],
    ['a recommendation of −1', { q2: ['-1'] }],
    ['a choice that is not offered', { q3: '2' }],
    ['a text of 1001 characters', { q4: 'x'.repeat(1001) }],
  ] as const)('refuses %s', (_name, changes) => {
    expect(refusalOf(() => parseAnswer(questions, { ...whole, ...changes }))).toBe('survey.answer-invalid');
  });

  it('wants required questions answered, and something of a survey without any', () => {
    expect(refusalOf(() => parseAnswer(questions, { ...whole, q2: [] }))).toBe('survey.answer-missing');
    expect(refusalOf(() => parseAnswer([questions[3]!], { q4: '  ' }))).toBe('survey.answer-empty');
  });
});
