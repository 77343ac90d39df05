/** Opening and closing when things go wrong in between, and by themselves. The whole bot on a local Discord; only the clock is faked. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { upsertAnswerWhileOpen } from '../../src/surveys/surveys-answers-store.ts';
import { answerSurvey, closeSurvey, openSurvey, settleSurveys } from '../../src/surveys/surveys.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { answer, openedSurvey, postOf, postsOf, writeSurvey } from '../support/survey-acts.ts';

const POSTING = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;
const EDITING = { method: 'PATCH', route: '/channels/{channel_id}/messages/{message_id}' } as const;
const WHOLE = { q1: '5', q2: '9', q3: '0' };

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  await bot.as('owner').type('/setup', { 'staff-role': bot.town.staffRoleId });
});

afterEach(() => bot.town.sandbox.faults.clear());

afterAll(async () => {
  await bot.close();
});

const settle = () => settleSurveys(bot.app, bot.town.guildId);
const rowOf = (id: number) => bot.app.db.prisma.survey.findUniqueOrThrow({ where: { id } });
/** How often the bot asked Discord to post. */
const postingCount = () =>
  bot.town.sandbox.requests.filter(
    ({ method, route }) => method === POSTING.method && route === POSTING.route,
  ).length;
const answersLogged = (id: number) =>
  bot.app.db.prisma.interaction.findMany({ where: { kind: 9, subjectId: BigInt(id) } });

describe('opening', () => {
  it('a post that Discord took without saying so is found again: it is never posted twice', async () => {
    const { id } = await writeSurvey(bot);
    // As when the bot dies between the post and noting it: the message is there, the outcome is not.
    bot.town.sandbox.faults.loseReply(POSTING);
    const told = await bot.as('staff').type('/survey open', { survey: id });
    expect(told.message?.text).toContain('Discord did not do what was asked');
    expect(await rowOf(id)).toMatchObject({ state: 'opening', messageId: null });
    expect(postsOf(bot, id)).toHaveLength(1);

    const early = await answer(bot.as('ann'), postOf(bot, id), WHOLE);
    expect(early.message?.text).toContain('your answer is stored');

    // Long enough for Discord to have forgotten the nonce: only the post itself can tell.
    bot.clock.moveBy(30 * 60_000);
    await bot.restart();
    await settle();
    expect(postsOf(bot, id)).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ state: 'open', messageId: BigInt(postOf(bot, id).id) });
    await settle();
    expect(postsOf(bot, id)).toHaveLength(1);
  });

  it('a post that never came is posted on the next try, once, whoever tries', async () => {
    const { id } = await writeSurvey(bot);
    const fault = bot.town.sandbox.faults.loseRequest(POSTING);
    await bot.as('staff').type('/survey open', { survey: id });
    fault.cancel();
    expect(postsOf(bot, id)).toEqual([]);
    expect((await rowOf(id)).state).toBe('opening');
    const before = postingCount();
    // Slow enough for all of them to look for an earlier post in vain.
    bot.town.sandbox.faults.delay(POSTING, 500);
    const [told] = await Promise.all([
      bot.as('staff').type('/survey open', { survey: id }),
      settle(),
      settle(),
    ]);
    expect(told.message?.text).toContain('is open in');
    expect(postsOf(bot, id)).toHaveLength(1);
    expect(postingCount() - before).toBe(1);
  });

  it('two who open it at once open it once', async () => {
    const { id } = await writeSurvey(bot);
    const before = postingCount();
    const results = await Promise.allSettled([1, 2, 3].map(() => openSurvey(bot.app, bot.town.guildId, id)));
    expect(postingCount() - before).toBe(1);
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(postsOf(bot, id)).toHaveLength(1);
    expect((await rowOf(id)).state).toBe('open');
  });

  it('a channel closed to the bot meanwhile leaves a draft, which says what is missing', async () => {
    const { id } = await writeSurvey(bot);
    bot.town.sandbox.faults.status(POSTING, 403, { message: 'Missing Permissions', code: 50013 });
    const told = await bot.as('staff').type('/survey open', { survey: id });
    expect(told.message?.text).toContain('cannot post');
    expect(await rowOf(id)).toMatchObject({ state: 'draft', openedAt: null, invitedCount: null });
    expect((await bot.as('staff').type('/survey open', { survey: id })).message?.text).toContain(
      'is open in',
    );
  });
});

describe('closing', () => {
  it('closes by itself at the end of its last day, refuses answers from that instant on, and says so once', async () => {
    const { id, post } = await openedSurvey(bot, { closesOn: '2026-11-16' });
    await answer(bot.as('ann'), post, WHOLE);
    await settle();
    expect((await rowOf(id)).state).toBe('open');

    // UTC is the community's zone.
    const closesAt = new Date('2026-11-16T23:59:00Z');
    bot.clock.moveTo(closesAt);
    const late = await bot.as('bo').press(post, 'Answer');
    expect(late.message?.text).toContain('结束');
    bot.clock.moveTo(new Date('2026-11-17T03:00:00Z'));
    await settle();
    await settle();
    expect(await rowOf(id)).toMatchObject({ state: 'closed', closedAt: closesAt });
    expect(postOf(bot, id).buttons[0]?.disabled).toBe(true);
    expect(await answersLogged(id)).toMatchObject([
      { userId: BigInt(bot.town.people.ann), occurredAt: closesAt },
    ]);
  });

  it('the job of the bot closes what is due', async () => {
    const { id } = await openedSurvey(bot, { closesOn: '2026-11-18' });
    bot.clock.moveTo(new Date('2026-11-19T00:10:00Z'));
    await bot.runDueJobs();
    await expect.poll(async () => (await rowOf(id)).state).toBe('closed');
  });

  it('where Discord does not take the change of the post, answers are refused all the same, and the post follows', async () => {
    const { id, post } = await openedSurvey(bot);
    await answer(bot.as('ann'), post, WHOLE);
    bot.town.sandbox.faults.status({ ...EDITING, times: 50 }, 500);
    const told = await bot.as('staff').type('/survey close', { survey: id });
    expect(told.message?.text).toContain('it will follow by itself');
    expect((await rowOf(id)).state).toBe('closing');
    expect((await bot.as('ann').press(post, 'Answer')).message?.text).toContain('This survey closed');
    await expect(settle()).rejects.toThrow('could not be opened or closed');

    bot.town.sandbox.faults.clear();
    await settle();
    expect((await rowOf(id)).state).toBe('closed');
    expect(postOf(bot, id).buttons[0]?.disabled).toBe(true);
    expect(await answersLogged(id)).toHaveLength(1);
  });

  it('one whose post was deleted closes without it', async () => {
    const { id, post } = await openedSurvey(bot);
    bot.as('owner').delete(post);
    const told = await bot.as('staff').type('/survey close', { survey: id });
    expect(told.message?.text).toContain('is closed with 0 answers');
    expect((await rowOf(id)).state).toBe('closed');
  });

  it('closing twice logs nobody twice and changes nothing', async () => {
    const { id, post } = await openedSurvey(bot);
    await answer(bot.as('ann'), post, WHOLE);
    await Promise.all([1, 2].map(() => closeSurvey(bot.app, bot.town.guildId, id)));
    const row = await rowOf(id);
    bot.clock.moveBy(60_000);
    expect(await closeSurvey(bot.app, bot.town.guildId, id)).toMatchObject({ already: true, answered: 1 });
    expect(await rowOf(id)).toEqual(row);
    expect(await answersLogged(id)).toHaveLength(1);
  });

  it('an answer that races the close is either refused or counted and logged, never half', async () => {
    const { id } = await openedSurvey(bot);
    const { guildId } = bot.town;
    const people = Array.from(
      { length: 30 },
      (_, index) => bot.town.sandbox.join(guildId, { username: `racer${index}` }).userId,
    );
    await bot.settled();
    const sent = people.map((userId) => answerSurvey(bot.app, guildId, id, userId, WHOLE));
    const closed = closeSurvey(bot.app, guildId, id);
    const outcomes = await Promise.allSettled(sent);
    await closed;
    const taken = people.filter((_, index) => outcomes[index]!.status === 'fulfilled').toSorted();
    const rows = await bot.app.db.prisma.surveyAnswer.findMany({ where: { surveyId: id } });
    expect(rows.map(({ userId }) => String(userId)).toSorted()).toEqual(taken);
    expect((await answersLogged(id)).map(({ userId }) => String(userId)).toSorted()).toEqual(taken);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(refused.map(() => 'survey.closed'));
  });

  it('the database itself takes no answer behind the close, nor one for another community', async () => {
    const { id } = await openedSurvey(bot);
    const given = { surveyId: id, respondentKey: '1', userId: null, answeredAt: null, values: { 1: 5 } };
    const { guildId, other } = bot.town;
    const at = bot.clock.now();
    const upsert = (guild: string) => upsertAnswerWhileOpen(bot.app, { ...given, guildId: guild }, at);
    expect(await upsert(other.guildId)).toBeNull();
    expect(await upsert(guildId)).toBe('new');
    expect(await upsert(guildId)).toBe('changed');
    await closeSurvey(bot.app, guildId, id);
    expect(await upsert(guildId)).toBeNull();
  });
});
