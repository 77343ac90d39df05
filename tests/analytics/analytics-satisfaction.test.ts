/** Satisfaction of a week on a real database. The answers are written as rows, since how they come is tested with the surveys. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { satisfactionOf } from '../../src/analytics/analytics.ts';
import { weekSpan } from '../../src/kernel/calendar.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const GUILD = '900000000000000001';
const OTHER_GUILD = '900000000000000002';
const WEEK = weekSpan('2026-11-18', 1, 'Europe/Berlin');
/** Of the three questions: course quality, community atmosphere, recommendation. */
type Values = readonly [course: number, atmosphere: number, recommendation: number];

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.execute('TRUNCATE survey, survey_question, survey_answer');
});

interface GivenSurvey {
  readonly guildId?: string;
  readonly closedAt: string | null;
  readonly anonymous?: boolean;
  readonly invited?: number;
  /** Answered at this instant, in a named survey. */
  readonly answeredAt?: string;
  readonly answers: readonly Values[];
}

async function addSurvey(given: GivenSurvey): Promise<void> {
  const { guildId = GUILD, closedAt, anonymous = true, invited = 40, answeredAt, answers } = given;
  const ask = (position: number, kind: string, indicator: string | null) => ({
    position,
    kind,
    indicator,
    text: `Question ${position}`,
    choices: [],
  });
  await db.prisma.survey.create({
    data: {
      guildId: BigInt(guildId),
      title: 'Pulse',
      state: closedAt ? 'closed' : 'open',
      anonymous,
      createdBy: 1n,
      createdAt: new Date('2026-11-01T00:00:00Z'),
      openedAt: new Date('2026-11-01T00:00:00Z'),
      closedAt: closedAt ? new Date(closedAt) : null,
      invitedCount: invited,
      questions: {
        create: [
          ask(1, 'rating', 'course-quality'),
          ask(2, 'rating', 'community-atmosphere'),
          ask(3, 'recommendation', null),
        ],
      },
      answers: {
        create: answers.map(([course, atmosphere, recommendation], index) => ({
          id: randomUUID(),
          guildId: BigInt(guildId),
          userId: anonymous ? null : BigInt(index + 1),
          respondentKey: anonymous ? randomUUID() : String(index + 1),
          answeredAt: answeredAt ? new Date(answeredAt) : null,
          values: { '1': course, '2': atmosphere, '3': recommendation },
        })),
      },
    },
  });
}

const times = (count: number, values: Values): Values[] => Array.from({ length: count }, () => values);
const read = () => satisfactionOf({ db }, GUILD, WEEK);

describe('satisfaction of a week', () => {
  test('S, indicators, response rate and NPS of a survey that closed in it', async () => {
    await addSurvey({
      closedAt: '2026-11-20T12:00:00Z',
      answers: [...times(6, [5, 4, 10]), ...times(4, [3, 4, 6])],
    });
    const reading = await read();
    // (4.2 + 4.0) / 2
    expect(reading.satisfaction.score).toBeCloseTo(4.1, 12);
    expect(reading.satisfaction.answers).toBe(20);
    expect(reading.satisfaction.interval?.low).toBeLessThan(4.1);
    const scores = new Map(reading.satisfaction.indicators.map((one) => [one.indicator, one]));
    expect(scores.get('course-quality')).toMatchObject({ answers: 10, distribution: [0, 0, 4, 0, 6] });
    expect(scores.get('event-effect')).toMatchObject({ answers: 0, mean: null, leftOut: 'too-few-answers' });
    expect(reading).toMatchObject({ surveys: 1, answered: 10, invited: 40, responseRatio: 0.25 });
    expect(reading.recommendation).toMatchObject({ score: 20, promoters: 6, passives: 0, detractors: 4 });
  });

  test('the same week read twice says exactly the same', async () => {
    await addSurvey({
      closedAt: '2026-11-20T12:00:00Z',
      answers: [...times(9, [5, 4, 10]), ...times(8, [2, 1, 6])],
    });
    expect(await read()).toEqual(await read());
  });

  test('it is compared with the week before, and eight weeks make its line', async () => {
    await addSurvey({ closedAt: '2026-11-12T12:00:00Z', answers: times(6, [3, 4, 8]) });
    await addSurvey({ closedAt: '2026-11-20T12:00:00Z', answers: times(6, [4, 4, 9]) });
    const { change, trend } = await read();
    expect(change).toEqual({ difference: 0.5, indicators: ['course-quality', 'community-atmosphere'] });
    expect(trend).toHaveLength(8);
    expect(trend.map(({ fromOn }) => fromOn).slice(-2)).toEqual(['2026-11-09', '2026-11-16']);
    expect(trend.map(({ score }) => score)).toEqual([null, null, null, null, null, null, 3.5, 4]);
  });

  test('a survey closed at the instant the week begins belongs to it, one at its end to the next', async () => {
    await addSurvey({ closedAt: WEEK.from.toISOString(), answers: times(5, [5, 5, 9]) });
    await addSurvey({ closedAt: WEEK.to.toISOString(), answers: times(5, [1, 1, 0]) });
    expect(await read()).toMatchObject({ surveys: 1, satisfaction: { score: 5 } });
  });

  test('named answers belong to the week in which they were given', async () => {
    const named = { closedAt: null, anonymous: false, answers: times(5, [4, 4, 9]) };
    await addSurvey({ ...named, answeredAt: '2026-11-18T12:00:00Z' });
    expect((await read()).satisfaction.score).toBe(4);
    expect(
      (await satisfactionOf({ db }, GUILD, weekSpan('2026-11-25', 1, 'Europe/Berlin'))).satisfaction.score,
    ).toBeNull();
  });

  test('another community’s answers are invisible', async () => {
    await addSurvey({ guildId: OTHER_GUILD, closedAt: '2026-11-20T12:00:00Z', answers: times(6, [5, 5, 9]) });
    expect(await read()).toMatchObject({ surveys: 0, answered: 0, invited: null, responseRatio: null });
  });

  test('without any survey everything is empty and nothing is NaN', async () => {
    const reading = await read();
    expect(reading.satisfaction).toMatchObject({ score: null, interval: null, answers: 0 });
    expect(reading.change).toBeNull();
    expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
  });
});
