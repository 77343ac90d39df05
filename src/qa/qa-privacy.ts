/** What questions and answers hold on a person: what they asked with and without a name, their votes, sessions they opened, questions they answered. */
import type { App } from '../app.ts';
import { transact } from '../db/transact.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { askerKey } from './qa-access.ts';
import { countHandledBy, erasePerson, listAskedBy, listVotesOf } from './qa-questions-store.ts';
import type { QaQuestion } from './qa-rules.ts';
import { listAnonymousIds, listOpenedBy, updateOpenerToNobody } from './qa-sessions-store.ts';

export const qaPrivacy: PrivacyPart = {
  feature: 'qa',
  models: ['QaQuestion', 'QaVote', 'QaSession'],
  async export(app, guildId, userId) {
    const questions = await listAskedBy(app, guildId, userId, await keysOf(app, guildId, userId));
    const votes = await listVotesOf(app, guildId, userId);
    const opened = await listOpenedBy(app, guildId, userId);
    const handledCount = await countHandledBy(app, guildId, userId);
    if (questions.length + votes.length + opened.length + handledCount === 0) return null;
    return {
      questions: questions.map(toReadable),
      votes,
      sessionsOpened: opened.map(({ id, courseId, startsAt }) => ({ sessionId: id, courseId, startsAt })),
      ...(handledCount > 0 ? { questionsHandled: { count: handledCount } } : {}),
    };
  },
  async erase(app, guildId, userId) {
    const keys = await keysOf(app, guildId, userId);
    return transact(
      app.db,
      async (tx) =>
        (await erasePerson(tx, guildId, userId, keys)) + (await updateOpenerToNobody(tx, guildId, userId)),
    );
  },
};

/** Under what their questions without a name stand. */
async function keysOf(
  app: Pick<App, 'db' | 'keyedHash'>,
  guildId: string,
  userId: string,
): Promise<string[]> {
  const sessionIds = await listAnonymousIds(app, guildId);
  return sessionIds.map((sessionId) => askerKey(app, guildId, sessionId, userId));
}

function toReadable({ sessionId, courseId, text, askedAt, userId, state, answer }: QaQuestion) {
  return { sessionId, courseId, askedAt, anonymous: userId === null, question: text, state, answer };
}
