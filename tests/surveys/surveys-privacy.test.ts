/** What surveys hold on a person, shown and erased. The whole bot on a local Discord; anonymous answers are in surveys-anonymity.test.ts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { surveysPrivacy } from '../../src/surveys/surveys-privacy.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { answer, openedSurvey } from '../support/survey-acts.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  await bot.as('owner').type('/setup', { 'staff-role': bot.town.staffRoleId });
});

afterAll(async () => {
  await bot.close();
});

const held = (userId: string, guildId = bot.town.guildId) => surveysPrivacy.export(bot.app, guildId, userId);
const erase = (userId: string, guildId = bot.town.guildId) => surveysPrivacy.erase(bot.app, guildId, userId);

it('a named answer is shown in words and erased, in this community and of this person only; the form is empty again', async () => {
  const { people, other } = bot.town;
  const { id, post } = await openedSurvey(bot);
  for (const who of ['ann', 'bo'] as const)
    await answer(bot.as(who), post, { q1: '5', q2: '9', q3: '1', q4: `of ${who}` });
  expect(await held(people.ann)).toEqual({
    answers: [
      {
        surveyId: id,
        title: 'Weekly pulse',
        anonymous: false,
        answeredAt: bot.clock.now(),
        answers: [
          { question: 'How was the course?', answer: 5 },
          { question: 'How likely are you to recommend us?', answer: 9 },
          { question: 'What next?', answer: 'Go' },
          { question: 'Anything else?', answer: 'of ann' },
        ],
      },
    ],
    surveysCreated: [],
  });
  expect(await held(people.ann, other.guildId)).toBeNull();
  expect(await erase(people.ann, other.guildId)).toBe(0);
  expect(await erase(people.ann)).toBe(1);
  expect(await erase(people.ann)).toBe(0);
  expect(await held(people.ann)).toBeNull();
  expect(await held(people.bo)).not.toBeNull();
  const form = await bot.as('ann').press(post, 'Answer');
  expect(form.modal?.title).toBe('Weekly pulse');
});

it('who made a survey is shown to them and taken off it; the survey stays', async () => {
  const { id } = await openedSurvey(bot);
  const { people } = bot.town;
  expect(await held(people.staff)).toMatchObject({
    answers: [],
    surveysCreated: expect.arrayContaining([expect.objectContaining({ id, title: 'Weekly pulse' })]),
  });
  expect(await erase(people.staff)).toBeGreaterThan(0);
  expect(await held(people.staff)).toBeNull();
  expect(await bot.app.db.prisma.survey.findUnique({ where: { id } })).toMatchObject({ createdBy: 0n });
});
