/** What surveys hold on a person: their answers, named and anonymous ones, and the surveys they made. */
import type { App } from '../app.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { anonymousKey } from './surveys-answers.ts';
import { deleteAnswersUnder, listAnswersUnder } from './surveys-answers-store.ts';
import type { OwnAnswer } from './surveys-answers-store.ts';
import { listAnonymousIds, listSurveysBy, updateCreatorToNobody } from './surveys-store.ts';

export const surveysPrivacy: PrivacyPart = {
  feature: 'surveys',
  models: ['SurveyAnswer', 'Survey'],
  async export(app, guildId, userId) {
    const keys = await keysOf(app, guildId, userId);
    const answers = await listAnswersUnder(app, guildId, [...keys.keys()]);
    const created = await listSurveysBy(app, guildId, userId);
    if (answers.length === 0 && created.length === 0) return null;
    return { answers: answers.map(toReadable), surveysCreated: created };
  },
  async erase(app, guildId, userId) {
    const keys = await keysOf(app, guildId, userId);
    const erased = await deleteAnswersUnder(app, guildId, [...keys.keys()]);
    for (const [key, surveyId] of keys) app.surveys.forgetAnswer(key, surveyId);
    return erased + (await updateCreatorToNobody(app, guildId, userId));
  },
};

/** Everything an answer of this person can stand under → the anonymous survey it belongs to; null for the key of named ones. */
async function keysOf(
  app: Pick<App, 'db' | 'keyedHash'>,
  guildId: string,
  userId: string,
): Promise<Map<string, number | null>> {
  const keys = new Map<string, number | null>([[userId, null]]);
  for (const surveyId of await listAnonymousIds(app, guildId))
    keys.set(anonymousKey(app, guildId, surveyId, userId), surveyId);
  return keys;
}

function toReadable({ surveyId, title, anonymous, answeredAt, values, questions }: OwnAnswer) {
  return {
    surveyId,
    title,
    anonymous,
    answeredAt,
    answers: questions
      .filter(({ position }) => values[position] !== undefined)
      .map(({ position, text, choices }) => {
        const value = values[position];
        return { question: text, answer: typeof value === 'number' ? (choices[value] ?? value) : value };
      }),
  };
}
