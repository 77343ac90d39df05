/** What reports get to know of satisfaction. A real database; Discord is not there: posts go nowhere and four people see every channel. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommunityMemory } from '../../src/communities/communities.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { keyedHash } from '../../src/kernel/keyed-hash.ts';
import {
  addQuestion,
  answerSurvey,
  createSurvey,
  satisfactionData,
  SurveyMemory,
} from '../../src/surveys/surveys.ts';
import { updateClosed, updateOpened, updateOpening } from '../../src/surveys/surveys-store.ts';
import { updateClosing } from '../../src/surveys/surveys-answers-store.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const GUILD = '100000000000000001';
const OTHER_GUILD = '100000000000000002';
const CHANNEL = '200000000000000001';
const STAFF = '300000000000000001';
const MONDAY = new Date('2026-03-02T00:00:00Z');
const NEXT_MONDAY = new Date('2026-03-09T00:00:00Z');
const WEEK = { from: MONDAY, to: NEXT_MONDAY };
const WEEK_AFTER = { from: NEXT_MONDAY, to: new Date('2026-03-16T00:00:00Z') };

let db: TestDatabase;
const clock = new StoppedClock(MONDAY);

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(() => db.close());

function stage() {
  return {
    db,
    clock,
    communities: new CommunityMemory(),
    surveys: new SurveyMemory(),
    keyedHash: keyedHash(Buffer.alloc(32, 7)),
  };
}

const QUESTIONS = [
  { text: 'Course?', kind: 'rating', indicator: 'course-quality', choices: '', required: false },
  { text: 'Mood?', kind: 'rating', indicator: 'community-atmosphere', choices: '', required: false },
  { text: 'Recommend?', kind: 'recommendation', indicator: '', choices: '', required: false },
  { text: 'Words?', kind: 'text', indicator: '', choices: '', required: false },
];

interface Made {
  readonly id: number;
  answer(person: number, at: string, fields: Record<string, string>): Promise<void>;
  close(at: string): Promise<void>;
}

async function openSurveyAt(
  at: string,
  given: {
    guildId?: string;
    anonymous?: boolean;
    invited?: number | null;
    questions?: typeof QUESTIONS;
  } = {},
): Promise<Made> {
  const { guildId = GUILD, anonymous = false, invited = 10, questions = QUESTIONS } = given;
  const app = { ...stage(), messenger: quietMessenger };
  clock.moveTo(new Date(at));
  const { id } = await createSurvey(app, guildId, {
    title: `Asked ${at}`,
    anonymous,
    channelId: CHANNEL,
    closesOn: null,
    createdBy: STAFF,
  });
  for (const question of questions) await addQuestion(app, guildId, id, question);
  await updateOpening(app, guildId, id, { openedAt: clock.now(), invitedCount: invited });
  await updateOpened(app, guildId, id, '400000000000000001');
  return {
    id,
    async answer(person, answeredAt, fields) {
      clock.moveTo(new Date(answeredAt));
      await answerSurvey(app, guildId, id, `5000000000000000${person}`, fields);
    },
    async close(closedAt) {
      await updateClosing(app, { guildId, surveyId: id, anonymous, closedAt: new Date(closedAt) });
      await updateClosed(app, guildId, id);
    },
  };
}

const quietMessenger = {
  post: async () => ({ messageId: '400000000000000001' }),
  edit: async () => undefined,
  dm: async () => undefined,
  findOwn: async () => null,
  channelProblem: () => null,
  humansWhoSee: () => ['1', '2', '3', '4'],
  guild: () => null,
  guildIds: () => [GUILD],
};

const erased = () => db.prisma.survey.deleteMany({});
const data = (span: typeof WEEK, guildId = GUILD) => satisfactionData({ db }, guildId, span);

describe('satisfaction of a span', () => {
  it('is nothing where nothing was asked: not 0, not NaN', async () => {
    await erased();
    expect(await data(WEEK)).toEqual({
      ratings: { 'course-quality': [], 'event-effect': [], 'community-atmosphere': [] },
      recommendations: [],
      invited: null,
      answered: 0,
      surveys: [],
    });
  });

  it('a named answer belongs to the span in which it was given or last changed', async () => {
    await erased();
    const survey = await openSurveyAt('2026-03-02T08:00:00Z');
    await survey.answer(1, '2026-03-08T23:59:59.999Z', { q1: '5', q2: '4', q3: '9' });
    await survey.answer(2, '2026-03-09T00:00:00Z', { q1: '1' });
    await survey.answer(3, '2026-03-04T00:00:00Z', { q1: '2', q4: 'no rating counts words' });
    await survey.answer(3, '2026-03-10T00:00:00Z', { q1: '3' });
    expect(await data(WEEK)).toMatchObject({
      ratings: { 'course-quality': [5], 'community-atmosphere': [4], 'event-effect': [] },
      recommendations: [9],
      invited: 10,
      answered: 1,
      surveys: [{ id: survey.id }],
    });
    const after = await data(WEEK_AFTER);
    expect(after.ratings['course-quality'].toSorted((a, b) => a - b)).toEqual([1, 3]);
    expect(after.answered).toBe(2);
  });

  it('anonymous answers belong to the span in which their survey closed, and are given out only then', async () => {
    await erased();
    const survey = await openSurveyAt('2026-03-02T08:00:00Z', { anonymous: true });
    for (const person of [1, 2, 3]) await survey.answer(person, '2026-03-03T00:00:00Z', { q1: '4' });
    expect(await data(WEEK)).toMatchObject({ answered: 0, invited: null, surveys: [] });
    await survey.close('2026-03-09T10:00:00Z');
    expect((await data(WEEK)).ratings['course-quality']).toEqual([]);
    const after = await data(WEEK_AFTER);
    expect(after.ratings['course-quality']).toEqual([4, 4, 4]);
    expect(after).toMatchObject({ answered: 3, invited: 10 });
  });

  it('of an anonymous survey that fewer than three answered only the number of answers is given out', async () => {
    await erased();
    const survey = await openSurveyAt('2026-03-02T08:00:00Z', { anonymous: true });
    for (const person of [1, 2]) await survey.answer(person, '2026-03-03T00:00:00Z', { q1: '4', q3: '1' });
    await survey.close('2026-03-05T00:00:00Z');
    const found = await data(WEEK);
    expect(found.ratings['course-quality']).toEqual([]);
    expect(found).toMatchObject({ recommendations: [], answered: 2, invited: 10 });
  });

  it('the invited of several surveys add up, and are unknown where one of them is', async () => {
    await erased();
    await openSurveyAt('2026-03-03T00:00:00Z', { invited: 7 });
    await openSurveyAt('2026-03-04T00:00:00Z', { invited: 5 });
    expect((await data(WEEK)).invited).toBe(12);
    await openSurveyAt('2026-03-05T00:00:00Z', { invited: null });
    expect((await data(WEEK)).invited).toBeNull();
  });

  it('surveys that ask for no rating, drafts, and surveys of other spans and communities are left out', async () => {
    await erased();
    const words = await openSurveyAt('2026-03-03T00:00:00Z', { questions: [QUESTIONS[3]!] });
    await words.answer(1, '2026-03-03T00:00:00Z', { q1: 'only words' });
    const over = await openSurveyAt('2026-02-20T00:00:00Z');
    await over.close('2026-03-01T23:59:59Z');
    await openSurveyAt('2026-03-09T00:00:00Z');
    const foreign = await openSurveyAt('2026-03-03T00:00:00Z', { guildId: OTHER_GUILD });
    await foreign.answer(1, '2026-03-03T00:00:00Z', { q1: '5' });
    expect(await data(WEEK)).toMatchObject({ answered: 0, surveys: [] });
    expect((await data(WEEK, OTHER_GUILD)).ratings['course-quality']).toEqual([5]);
  });
});
