/** Questions and answers through the real dispatcher and the real discord.js client on a local Discord and a real database. Only the clock is faked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  changeCourseSettings,
  CHECKS,
  draftCourse,
  moveVersion,
  reviewVersion,
} from '../../src/courses/courses.ts';
import { qaPrivacy } from '../../src/qa/qa-privacy.ts';
import {
  answeredCount,
  answersGivenBy,
  askQuestion,
  openQuestionsOf,
  readQuestion,
} from '../../src/qa/qa.ts';
import { settleQa } from '../../src/qa/qa-settling.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import type { SeenMessage } from '../../src/sandbox/driver-seen.ts';
import type { TestBot } from '../support/bot.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const POSTING = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;
const MINUTE_MS = 60_000;

let town: TierTown;
let bot: TestBot;
let ann: Person;
let bo: Person;
let staff: Person;
/** Bo's, for Silver and up. */
let paid: number;
/** Bo's, for everybody. */
let free: number;

beforeAll(async () => {
  town = await startTierTown();
  ({ bot } = town);
  ann = bot.as('ann');
  bo = bot.as('bo');
  staff = bot.as('staff');
  // What Discord allows in some seconds would make the tests wait.
  bot.town.sandbox.limitRoute('POST', '/guilds/{guild_id}/scheduled-events', null);
  bot.town.sandbox.limitRoute(POSTING.method, POSTING.route, null);
  bot.town.sandbox.limitRoute('PATCH', '/channels/{channel_id}/messages/{message_id}', null);
  await changeCourseSettings(bot.app, town.guildId, { approvalsNeeded: 1 });
  paid = await publishedCourse('Rust 所有权', town.silver.id);
  free = await publishedCourse('Git @everyone', null);
  await bo.type('/me language', { language: 'en' });
});

afterEach(() => bot.town.sandbox.faults.clear());

afterAll(async () => {
  await bot.close();
});

async function publishedCourse(title: string, tierId: number | null): Promise<number> {
  const { guildId } = town;
  const creator = { userId: bot.town.people.bo, isReviewer: false, isStaff: false };
  const reviewer = { userId: bot.town.people.staff, isReviewer: true, isStaff: true };
  const lesson = { key: 'a', title: 'One', link: null, text: 'Text', minutes: 5 };
  const { course, version } = await draftCourse(bot.app, guildId, creator, {
    title,
    summary: 'Summary',
    topics: ['rust'],
    level: 'beginner',
    language: 'both',
    tierId,
    lessons: [lesson],
    changes: null,
  });
  await moveVersion(bot.app, guildId, version.id, 'submit', creator);
  const said = { verdict: 'approve', checklist: CHECKS, reason: null } as const;
  await reviewVersion(bot.app, guildId, version.id, reviewer, said);
  await moveVersion(bot.app, guildId, version.id, 'publish', creator);
  return course.id;
}

const said = (seen: { message: { text: string } | null }): string => seen.message?.text ?? '';
const refusedWith = (seen: Answer): string => seen.followUps.at(-1)?.text ?? said(seen);
const settle = () => settleQa(bot.app, town.guildId);
const rowOf = (id: number) => bot.app.db.prisma.qaSession.findUniqueOrThrow({ where: { id } });
const questionsIn = (sessionId: number) =>
  bot.app.db.prisma.qaQuestion.findMany({ where: { sessionId }, orderBy: { id: 'asc' } });
const eventsNow = () => [...bot.town.sandbox.world.state.guild(town.guildId).scheduledEvents.values()];

/** Messages in the channel under which the session's buttons stand. */
function postsOf(id: number, channelId = bot.town.channels.general): SeenMessage[] {
  return ann
    .read(channelId)
    .filter(({ buttons }) => buttons.some(({ customId }) => customId === `1:qa.questions:${id}`));
}

/** The post as it is, once everything is shown. */
async function postOf(id: number): Promise<SeenMessage> {
  await settle();
  const posts = postsOf(id);
  expect(posts).toHaveLength(1);
  return posts[0]!;
}

async function opened(options: Record<string, string | number | boolean> = {}): Promise<number> {
  const given = { course: free, when: 'now', channel: bot.town.channels.general, ...options };
  const told = await bo.type('/qa open', given);
  const id = Number(/#(\d+)/.exec(said(told))?.[1]);
  if (!id) throw new Error(said(told));
  return id;
}

async function ask(who: Person, sessionId: number, question: string, name?: 'anonymous'): Promise<Answer> {
  const form = await who.press(await postOf(sessionId), 'Ask');
  return who.submit(form, name ? { question, name } : { question });
}

describe('opening a session', () => {
  it('is for the creator of the course and staff, in a time that exists and lies ahead', async () => {
    const given = { course: free, channel: bot.town.channels.general };
    expect(said(await ann.type('/qa open', { ...given, when: 'now' }))).toContain('Only the creator');
    for (const [when, sentence] of [
      ['2027-02-31 20:00', 'the calendar has none such'],
      ['31/02', 'no time I can read'],
      ['2026-11-16 08:59', 'is over'],
      ['2062-11-16 20:00', 'too far ahead'],
    ] as const)
      expect(said(await bo.type('/qa open', { ...given, when }))).toContain(sentence);
    expect(said(await bo.type('/qa open', { course: 999, when: 'now' }))).toContain('no such course');
    const { secret } = bot.town.channels;
    const owner = bot.as('owner');
    expect(said(await owner.type('/qa open', { ...given, when: 'now', channel: secret }))).toContain(
      'missing View Channel',
    );
    expect(await bot.app.db.prisma.qaSession.count()).toBe(0);
  });

  it("a planned one has one post and Discord's event, is moved with it, opens by itself, and ends with it", async () => {
    const id = await opened({ when: '20:00', voice: bot.town.channels.voice, minutes: 30 });
    const startsAt = new Date('2026-11-16T20:00:00Z');
    expect((await postOf(id)).text).toContain(`<t:${startsAt.getTime() / 1000}:F>`);
    expect(eventsNow()).toMatchObject([
      { name: `Q&A ${id}: Git @everyone`, channelId: bot.town.channels.voice },
    ]);

    await bo.type('/qa move', { session: id, when: '2026-11-16 21:00' });
    expect(await postOf(id)).toMatchObject({
      text: expect.stringContaining(`<t:${startsAt.getTime() / 1000 + 3_600}:F>`),
    });
    expect(eventsNow()).toHaveLength(1);
    expect(said(await bo.type('/qa next', { session: id }))).toContain('has not begun');
    expect(said(await ann.type('/qa cancel', { session: id }))).toContain('Only the creator');

    bot.clock.moveTo(new Date('2026-11-16T21:00:00Z'));
    await bot.runDueJobs();
    expect((await postOf(id)).text).toContain('Open now');
    // Discord itself begins no event in a voice channel, and would end it as cancelled.
    expect(eventsNow()).toMatchObject([{ status: 2 }]);
    expect(refusedWith(await bo.type('/qa move', { session: id, when: '23:00' }))).toContain(
      'session is open',
    );

    // Nobody closes it: half an hour after its time it is over.
    bot.clock.moveTo(new Date('2026-11-16T22:00:00Z'));
    await bot.runDueJobs();
    const post = await postOf(id);
    expect(post.text).toContain('Closed');
    expect(post.buttons.map(({ label }) => label)).toEqual(['Questions']);
    expect(await rowOf(id)).toMatchObject({ state: 'closed', eventState: 'over' });
    expect(eventsNow()).toMatchObject([{ status: 3 }]);
    // One that begins at once is begun with it, and stays so when it is made longer.
    const now = await opened({ voice: bot.town.channels.voice });
    expect(eventsNow()).toMatchObject([{ status: 3 }, { status: 2 }]);
    await bo.type('/qa move', { session: now, minutes: 90 });
    expect(eventsNow()[1]).toMatchObject({ status: 2, endsAt: new Date('2026-11-16T23:30:00Z') });
    await bo.type('/qa close', { session: now });
    expect(eventsNow()[1]).toMatchObject({ status: 3 });
  });

  it('is only where whoever opens or moves it may write, and in a voice channel they may join', async () => {
    const { help, voice, general } = bot.town.channels;
    const { channels } = bot.town.sandbox.world;
    const id = await opened({ when: '20:00' });
    const deny = async (channelId: string, denied: bigint): Promise<void> => {
      const mine = { id: bot.town.people.bo, type: 1, allow: 0n, deny: denied } as const;
      channels.setOverwrite(channelId, mine);
      await bot.settled();
    };
    await deny(help, PermissionFlagsBits.SendMessages);
    await deny(voice, PermissionFlagsBits.Connect);
    const given = { course: free, when: '20:00' };
    const count = await bot.app.db.prisma.qaSession.count();
    for (const options of [
      { ...given, channel: help },
      { ...given, channel: general, voice },
    ])
      expect(said(await bo.type('/qa open', options))).toMatch(
        /you are missing (Send Messages|Connect) there/,
      );
    expect(said(await bo.type('/qa open', given, { channelId: help }))).toContain('missing Send Messages');
    const moved = await bo.type('/qa move', { session: id, channel: help });
    expect(said(moved)).toContain(`You cannot hold a session in <#${help}>`);
    expect(await bot.app.db.prisma.qaSession.count()).toBe(count);
    await deny(help, 0n);
    await deny(voice, 0n);
    expect(said(await bo.type('/qa move', { session: id, channel: help }))).toContain(`in <#${help}>`);
    await bo.type('/qa cancel', { session: id });
  });

  it('one about a course with the longest title has its event, and its answers are found', async () => {
    const course = await publishedCourse('*'.repeat(100), null);
    const id = await opened({ course, when: '2026-11-16 23:00' });
    await settle();
    expect(await rowOf(id)).toMatchObject({ eventState: 'made' });
    expect(eventsNow().find(({ name }) => name.startsWith(`Q&A ${id}: `))?.name).toHaveLength(100);
    expect(said(await ann.type('/qa search', { course, words: '_'.repeat(50) }))).toContain('0 answers');
    await bo.type('/qa cancel', { session: id });
  });

  it('one whose time passed while the bot was away is over without having been open', async () => {
    const id = await opened({ when: '23:00' });
    bot.clock.moveTo(new Date('2026-11-17T09:00:00Z'));
    await bot.runDueJobs();
    expect((await postOf(id)).text).toContain('Closed');
  });

  it('called off while Discord is still making its event leaves none in the calendar', async () => {
    const { sandbox } = bot.town;
    const route = '/guilds/{guild_id}/scheduled-events';
    sandbox.faults.delay({ method: 'POST', route }, 1_000, 'after');
    const making = opened({ when: '2026-11-20 20:00' });
    // Discord has made it; its answer is on the way.
    while (!eventsNow().some(({ status }) => status === 1)) await sleep(10);
    const { id } = await bot.app.db.prisma.qaSession.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await bo.type('/qa cancel', { session: id });
    expect(await making).toBe(id);
    await settle();
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled', eventState: 'over' });
    expect(eventsNow().filter(({ status }) => status === 1)).toEqual([]);
  });

  it('one whose course was taken down is called off when its time comes', async () => {
    const { guildId } = town;
    const owner = { userId: bot.town.people.staff, isReviewer: true, isStaff: true };
    const id = await opened({ course: paid, when: '2026-11-18 20:00' });
    const { versionId } = bot.app.courses.find(guildId, paid)!;
    await moveVersion(bot.app, guildId, versionId, 'archive', owner);
    const before = bot.clock.now();
    bot.clock.moveTo(new Date('2026-11-18T20:00:30Z'));
    await settle();
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled' });
    bot.clock.moveTo(before);
    await moveVersion(bot.app, guildId, versionId, 'restore', owner);
  });

  it('stands where Discord refuses its event, says why, and has one after it was mended', async () => {
    const { guildId, world } = { guildId: town.guildId, world: bot.town.sandbox.world };
    const role = [...world.state.guild(guildId).roles.values()].find(({ name }) => name === 'steward')!;
    bot.as('owner').setPermission(role.id, 'createEvents', false);
    await bot.settled();
    const told = await bo.type('/qa open', {
      course: free,
      when: '20:00',
      channel: bot.town.channels.general,
    });
    expect(said(told)).toContain('missing Create Events');
    const id = Number(/#(\d+)/.exec(said(told))?.[1]);
    expect(postsOf(id)).toHaveLength(1);
    bot.as('owner').setPermission(role.id, 'createEvents', true);
    await bot.settled();
    expect(said(await bo.type('/qa move', { session: id, minutes: 45 }))).toContain(
      'https://discord.com/events/',
    );
    await bo.type('/qa cancel', { session: id });
    expect((await postOf(id)).text).toContain('Cancelled');
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled', eventState: 'over' });
  });

  it('a post that Discord took without saying so is found again; one that was deleted comes back; one that moved leaves a sign', async () => {
    bot.town.sandbox.faults.loseReply(POSTING);
    const id = await opened();
    expect(await rowOf(id)).toMatchObject({ postState: 'due', messageId: null });
    // Long enough for Discord to have forgotten the nonce: only the post itself can tell.
    bot.clock.moveBy(30 * MINUTE_MS);
    const post = await postOf(id);

    bot.as('owner').delete(post);
    await ask(ann, id, 'Why?').catch(() => undefined);
    await bo.type('/qa move', { session: id, minutes: 90 });
    const again = await postOf(id);
    expect(again.id).not.toBe(post.id);

    await bo.type('/qa move', { session: id, channel: bot.town.channels.help });
    expect(ann.look(again).text).toContain(`moved to <#${bot.town.channels.help}>`);
    expect(postsOf(id, bot.town.channels.help)).toHaveLength(1);
    await bo.type('/qa close', { session: id });
  });
});

describe('asking and voting', () => {
  it('is for who can open the course', async () => {
    const id = await opened({ course: paid });
    expect(said(await ann.press(await postOf(id), 'Ask'))).toContain('Silver');
    expect(said(await ann.press(await postOf(id), 'Vote'))).toContain('Silver');
    expect(said(await ann.press(await postOf(id), 'Questions'))).toContain('Silver');
    expect(said(await ann.type('/qa search', { course: paid }))).toContain('Silver');
    await town.give(bot.town.people.ann, town.silver, 30);
    expect(said(await ask(ann, id, '@everyone, who owns `s`? 谁拥有它？'))).toContain('Your question is in');
    const seen = await ann.press(await postOf(id), 'Questions');
    expect(said(seen)).toContain('@\u200Beveryone');
    await bo.type('/qa close', { session: id });
    expect((await postOf(id)).text).toContain('1 waiting');
  });

  it('without a name leaves neither a name nor a trace of who; with one it is noted at once', async () => {
    const id = await opened({ when: '2026-12-01 20:00' });
    const { calls, rows } = await traces();
    expect(said(await ask(ann, id, 'Is this stupid?', 'anonymous'))).toContain('Nobody can see');
    expect(await traces()).toEqual({ calls, rows });
    const [question] = await questionsIn(id);
    // What they pressed before and after stands in the log with its time: of the question only the day is kept.
    expect(question).toMatchObject({
      userId: null,
      askerKey: expect.any(String),
      askedAt: new Date('2026-11-17T00:00:00Z'),
    });
    await ask(ann, id, 'And this?');
    const [, named] = await questionsIn(id);
    expect(named).toMatchObject({ userId: BigInt(bot.town.people.ann), askerKey: null });
    expect((await traces()).rows).toBe(rows + 1);

    await changeCourseSettings(bot.app, town.guildId, { anonymousQuestions: false });
    const form = await ann.press(await postOf(id), 'Ask');
    expect(form.modal?.fields).toHaveLength(1);
    await changeCourseSettings(bot.app, town.guildId, { anonymousQuestions: true });
    await bo.type('/qa cancel', { session: id });
    // A form that was open while the session was called off.
    const late = await ann.submit(form, { question: 'Too late?' });
    expect(said(late)).toContain('cancelled');
    expect(late.message?.buttons.map(({ label }) => label)).toContain('Open the form again');
  });

  async function traces() {
    await bot.settled();
    const { prisma } = bot.app.db;
    return {
      calls: await prisma.commandCall.count({ where: { command: { contains: 'qa.ask' } } }),
      rows: await prisma.interaction.count({ where: { userId: BigInt(bot.town.people.ann) } }),
    };
  }

  it('one person has five questions that wait, of which none is empty', async () => {
    const id = await opened();
    expect(said(await ask(ann, id, ' \n '))).toContain('nothing in it but spaces');
    for (let n = 1; n <= 5; n += 1)
      await ask(ann, id, `Question ${n}`, ...(n % 2 ? (['anonymous'] as const) : []));
    expect(said(await ask(ann, id, 'Question 6'))).toContain('5 of your questions are already waiting');
    expect(await questionsIn(id)).toHaveLength(5);
    await bo.type('/qa close', { session: id });
  });

  it('votes once, however often it is sent, takes it back, and never for an own question', async () => {
    const id = await opened();
    await ask(ann, id, 'First?', 'anonymous');
    await ask(ann, id, 'Second?');
    await ask(staff, id, 'Third?');
    const list = await ann.press(await postOf(id), 'Vote');
    expect(list.message?.selects[0]?.options.map(({ label }) => label)).toEqual(['Third?']);
    const others = await bo.press(await postOf(id), 'Vote');
    await Promise.all([
      bo.choose(others, '1:qa.voted:' + `${id}:0`, ['Second?']),
      bo.choose(others, `1:qa.voted:${id}:0`, ['Second?']),
    ]);
    expect(await bot.app.db.prisma.qaVote.count()).toBe(1);
    const again = await bo.press(await postOf(id), 'Vote');
    expect(said(again)).toContain('**1.** Second?\n-# 👍 1 vote · with yours');
    await bo.choose(again, `1:qa.voted:${id}:0`, ['Second?']);
    expect(await bot.app.db.prisma.qaVote.count()).toBe(0);
    const own = await questionsIn(id);
    const values = (await bo.press(await postOf(id), 'Vote')).message?.selects[0]?.options.map(
      ({ value }) => value,
    );
    expect(values).toEqual(own.map((question) => `${question.id}+`));
    await bo.type('/qa close', { session: id });
  });
});

describe('answering', () => {
  it('two at the same second never have the same question; most votes come first; the answer stands in the channel and is found', async () => {
    const id = await opened();
    await ask(ann, id, 'Oldest?');
    await ask(staff, id, 'How does 借用检查 work? @everyone');
    const list = await ann.press(await postOf(id), 'Vote');
    await ann.choose(list, `1:qa.voted:${id}:0`, ['How does 借用检查 work? @everyone']);
    const [one, two] = await Promise.all([
      bo.type('/qa next', { session: id }),
      staff.type('/qa next', { session: id }),
    ]);
    const texts = [said(one), said(two)];
    expect(texts.filter((text) => text.includes('Oldest?'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('借用检查'))).toHaveLength(1);
    expect(texts.join()).not.toContain('No question is waiting');
    const [panel, who, other] = texts[0]!.includes('借用检查') ? [one, bo, staff] : [two, staff, bo];
    // Whoever asks for the next one while having one gets theirs again.
    expect(said(await who.type('/qa next', { session: id }))).toContain('借用检查');

    const form = await who.press(panel, 'Note the answer');
    const done = await who.submit(form, { answer: 'By ＬＩＦＥＴＩＭＥＳ, 生命周期' });
    expect(said(done)).toContain('Answered');
    const post = ann.read(bot.town.channels.general).find(({ text }) => text.includes('ＬＩＦＥＴＩＭＥＳ'))!;
    expect(post.content).toBe(`<@${bot.town.people.staff}>, your question was answered:`);
    expect(post.text).toContain('@\u200Beveryone');
    expect(await answeredCount(bot.app, town.guildId, free)).toBe(1);

    for (const words of ['lifetimes', '生命 借用', 'HOW'])
      expect(said(await ann.type('/qa search', { course: free, words }))).toContain('1 answer about Git');
    expect(said(await ann.type('/qa search', { course: free, words: 'lifetimes 100%' }))).toContain(
      'Nothing was found',
    );
    const found = await ann.type('/qa search', { course: free });
    const read = await ann.choose(found, '1:qa.read', ['How does 借用检查 work? @everyone']);
    expect(said(read)).toContain('Answered by');

    // The other one put theirs back and the first takes it, and dismisses it with a reason.
    const theirs = await other.type('/qa next', { session: id });
    await other.press(theirs, 'Put back');
    const next = await who.press(done, 'Next question');
    expect(said(next)).toContain('Oldest?');
    await who.submit(await who.press(next, 'Dismiss'), { reason: 'See lesson 1' });
    expect(said(await who.type('/qa next', { session: id }))).toContain('No question is waiting');
    const span = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') };
    const demand = await openQuestionsOf(bot.app, town.guildId, span);
    const [counted] = demand.filter(({ courseId }) => courseId === paid);
    expect(counted).toEqual({ courseId: paid, asked: 1, unanswered: 1 });
    const by = who === bo ? bot.town.people.bo : bot.town.people.staff;
    expect(await answersGivenBy(bot.app, town.guildId, by)).toBe(1);
    await bo.type('/qa close', { session: id });
    expect(said(await ann.type('/qa list', { show: 'past', course: free }))).toContain(`#${id} Git`);
  });

  it('an answer that Discord took without saying so stands there once, and a late one after the end as well', async () => {
    const id = await opened();
    await ask(ann, id, 'Unsure?', 'anonymous');
    await ask(ann, id, 'Left over?');
    const panel = await bo.type('/qa next', { session: id });
    bot.town.sandbox.faults.loseReply(POSTING);
    await bo.submit(await bo.press(panel, 'Note the answer'), { answer: 'Once only' });
    bot.clock.moveBy(30 * MINUTE_MS);
    await settle();
    const answers = () =>
      ann.read(bot.town.channels.general).filter(({ text }) => text.includes('Once only'));
    expect(answers()).toHaveLength(1);
    expect(answers()[0]!.content).toBe('');
    expect(answers()[0]!.text).toContain('Asked without a name');

    const stale = await staff.type('/qa next', { session: id });
    await bo.type('/qa close', { session: id });
    expect(said(await bo.type('/qa next', { session: id }))).toContain('No question is waiting');
    // Who took it left it for a quarter of an hour.
    bot.clock.moveBy(16 * MINUTE_MS);
    const taken = await bo.type('/qa next', { session: id });
    expect(said(taken)).toContain('Left over?');
    const late = await staff.submit(await staff.press(stale, 'Note the answer'), { answer: 'Too late' });
    expect(refusedWith(late)).toContain(`<@${bot.town.people.bo}> has this question`);
    await bo.submit(await bo.press(taken, 'Note the answer'), { answer: 'Afterwards' });
    expect((await postOf(id)).text).toContain('2 answered');
  });
});

describe('who asked without a name', () => {
  it('is noted when the session closes, at that instant, and only where five asked', async () => {
    const { world } = bot.town.sandbox;
    const crowd = ['c1', 'c2', 'c3', 'c4', 'c5'].map((username) => {
      const { id } = world.people.createUser({ username, locale: 'en-US', at: bot.clock.now() });
      world.people.join(town.guildId, id, { joinedAt: bot.clock.now() });
      return id;
    });
    await bot.settled();
    const few = await opened();
    const many = await opened();
    for (const [index, userId] of crowd.entries()) {
      const actor = { userId, isReviewer: false, isStaff: false };
      const asked = { text: 'Why?', anonymous: true };
      if (index > 0) await askQuestion(bot.app, town.guildId, actor, few, asked);
      await askQuestion(bot.app, town.guildId, actor, many, asked);
    }
    const noted = async () => {
      await bot.settled();
      const userIds = crowd.map(BigInt);
      return bot.app.db.prisma.interaction.findMany({
        where: {
          userId: { in: userIds },
          subjectId: { gt: 0 },
          channelId: BigInt(bot.town.channels.general),
        },
      });
    };
    bot.clock.moveBy(MINUTE_MS);
    await bo.type('/qa close', { session: few });
    expect(await noted()).toEqual([]);
    bot.clock.moveBy(MINUTE_MS);
    const closedAt = bot.clock.now();
    await bo.type('/qa close', { session: many });
    const rows = await noted();
    expect(rows.map(({ userId }) => userId.toString()).toSorted()).toEqual(crowd.toSorted());
    expect(rows.map(({ occurredAt }) => occurredAt)).toEqual(crowd.map(() => closedAt));
  });

  it('what somebody asked is theirs to see and to erase; what was answered stays without them', async () => {
    const id = await opened();
    await ask(ann, id, 'Answered one?', 'anonymous');
    await ask(ann, id, 'Open one?', 'anonymous');
    await ask(ann, id, 'Named one?');
    const panel = await bo.type('/qa next', { session: id });
    await bo.submit(await bo.press(panel, 'Note the answer'), { answer: 'Yes' });
    const userId = bot.town.people.ann;
    const held = JSON.stringify(await qaPrivacy.export(bot.app, town.guildId, userId));
    for (const words of ['Answered one?', 'Open one?', 'Named one?']) expect(held).toContain(words);
    expect(await qaPrivacy.erase(bot.app, town.guildId, userId)).toBeGreaterThan(2);
    expect(await qaPrivacy.export(bot.app, town.guildId, userId)).toBeNull();
    expect(await questionsIn(id)).toMatchObject([{ text: 'Answered one?', userId: null, askerKey: null }]);
    expect((await postOf(id)).text).toContain('0 waiting · ✅ 1 answered');
    await bo.type('/qa close', { session: id });
  });
});

it("another community's sessions and questions do not exist here", async () => {
  const id = await opened();
  await ask(staff, id, 'Ours?');
  const [question] = await questionsIn(id);
  const actor = { userId: '1', isReviewer: true, isStaff: true };
  const { guildId } = bot.town.other;
  const asked = { text: 'Why?', anonymous: false };
  await expect(askQuestion(bot.app, guildId, actor, id, asked)).rejects.toMatchObject({ code: 'qa.unknown' });
  await expect(readQuestion(bot.app, guildId, actor, question!.id)).rejects.toMatchObject({
    code: 'qa.unknown',
  });
  await bo.type('/qa close', { session: id });
});

it('a busy session shows the latest by itself', async () => {
  const id = await opened();
  const post = await postOf(id);
  await ask(staff, id, 'One?');
  const seen = await ann.awaitMessage(
    bot.town.channels.general,
    (message) => message.id === post.id && message.text.includes('1 waiting'),
  );
  expect(seen.id).toBe(post.id);
});
