/** /survey through the real dispatcher and the real discord.js client on a local Discord and a real database. Only the clock is faked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import {
  answer,
  FOUR_QUESTIONS,
  openedSurvey,
  postOf,
  postsOf,
  writeSurvey,
} from '../support/survey-acts.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  await bot.as('owner').type('/setup', { 'staff-role': bot.town.staffRoleId });
});

afterAll(async () => {
  await bot.close();
});

const said = (seen: { message: { text: string } | null }): string => seen.message?.text ?? '';
const WHOLE = { q1: '5', q2: '9', q3: '0', q4: 'more **workshops**' };

describe('writing a survey', () => {
  it('staff add, change and remove questions with buttons, and open it', async () => {
    const staff = bot.as('staff');
    const { id, draft } = await writeSurvey(bot, { title: 'Course in *depth*' });
    expect(draft.ephemeral).toBe(true);
    expect(said(draft)).toContain(`Draft #${id}: Course in \\*depth\\*`);
    expect(said(draft)).toContain('Questions (4 of 5)');
    expect(said(draft)).toContain('feeds “Course quality”');
    expect(said(draft)).toContain('Rust / Go');

    const form = await staff.choose(draft, 'Change a question …', '3. What next?');
    expect(form.modal?.title).toBe('Change question 3');
    expect(form.modal?.fields.find(({ customId }) => customId === 'choices')?.value).toBe('Rust\nGo');
    await staff.submit(form, { choices: 'Rust\nGo\nZig' });
    expect(said(draft)).toContain('Rust / Go / Zig');

    await staff.press(draft, 'Remove last question');
    expect(said(draft)).not.toContain('Anything else?');

    const opened = await staff.press(draft, 'Open now');
    expect(said(opened)).toContain(`is open in <#${bot.town.channels.general}>`);
    expect(said(opened)).toContain('4 members can see it');
    const post = postOf(bot, id);
    expect(post.embeds[0]?.['title']).toBe('Course in \\*depth\\*');
    expect(post.text).toContain('With names');
    expect(post.buttons).toMatchObject([{ label: 'Answer', disabled: false }]);
  });

  it('takes five questions and no sixth, and says what a question lacks', async () => {
    const staff = bot.as('staff');
    const { draft } = await writeSurvey(bot, { questions: [] });
    const open = draft.message?.buttons.find(({ label }) => label === 'Open now');
    expect(open?.disabled).toBe(true);

    const lacking = await staff.submit(await staff.press(draft, 'Add question'), {
      text: 'Rate us',
      kind: 'rating',
    });
    expect(lacking.followUps[0]?.text).toContain('must name the indicator');
    const early = await staff.press(draft, 'Add question');
    for (let count = 0; count < 5; count += 1)
      await staff.submit(await staff.press(draft, 'Add question'), FOUR_QUESTIONS[0]!);
    expect(said(draft)).toContain('Questions (5 of 5)');
    expect(draft.message?.buttons.find(({ label }) => label === 'Add question')?.disabled).toBe(true);
    const sixth = await staff.submit(early, FOUR_QUESTIONS[0]!);
    expect(sixth.followUps[0]?.text).toContain('at most 5 questions');
  });

  it('refuses a closing day that is over, one that does not exist, and a channel the bot cannot see', async () => {
    const staff = bot.as('staff');
    const create = (options: Record<string, string>) =>
      staff.type('/survey create', { title: 'Pulse', anonymous: true, ...options });
    expect(said(await create({ 'closes-on': '2026-11-15' }))).toContain('has passed');
    expect(said(await create({ 'closes-on': '2026-02-30' }))).toContain('not a day written like 2026-03-02');
    expect(said(await create({ channel: bot.town.channels.secret }))).toContain('cannot post');
    expect(said(await create({ 'closes-on': '2026-11-16' }))).toContain('Draft #');
  });

  it('a discarded draft is gone, and its buttons say so', async () => {
    const staff = bot.as('staff');
    const { id, draft } = await writeSurvey(bot);
    const kept = await staff.type('/survey show', { survey: id });
    expect(said(await staff.press(draft, 'Discard'))).toContain('was discarded');
    expect(said(await staff.press(kept, 'Add question'))).toContain('no such survey');
    expect((await staff.press(kept, 'Open now')).followUps[0]?.text).toContain('no such survey');
    expect(said(await staff.type('/survey delete', { survey: id }))).toContain('no such survey');
  });

  it('an opened survey can no longer be changed, opened again or discarded', async () => {
    const staff = bot.as('staff');
    const { id, draft } = await writeSurvey(bot);
    const stale = await staff.type('/survey show', { survey: id });
    await staff.press(draft, 'Open now');
    expect(said(await staff.press(stale, 'Add question'))).toContain('was opened already');
    expect(said(await staff.type('/survey open', { survey: id }))).toContain('was opened already');
    expect(said(await staff.type('/survey delete', { survey: id }))).toContain('was opened already');
    expect(postsOf(bot, id)).toHaveLength(1);
  });
});

describe('answering', () => {
  it('brings the form at once, with every kind of question, and stores the answer', async () => {
    const { id, post } = await openedSurvey(bot);
    const ann = bot.as('ann');
    const form = await ann.press(post, 'Answer');
    expect(form.modal?.title).toBe('Weekly pulse');
    expect(form.modal?.fields.map(({ label, kind, required }) => [label, kind, required])).toEqual([
      ['How was the course?', 21, true],
      ['How likely are you to recommend us?', 3, true],
      ['What next?', 21, true],
      ['Anything else?', 4, false],
    ]);
    expect(form.modal?.fields[1]?.options).toHaveLength(11);
    const thanked = await ann.submit(form, WHOLE);
    expect(thanked.ephemeral).toBe(true);
    expect(said(thanked)).toContain('your answer is stored');
    const rows = await bot.app.db.prisma.surveyAnswer.findMany({ where: { surveyId: id } });
    expect(rows).toMatchObject([
      { userId: BigInt(bot.town.people.ann), values: { 1: 5, 2: 9, 3: 0, 4: 'more **workshops**' } },
    ]);
  });

  it('an anonymous form starts empty, says so, and still replaces the answer', async () => {
    const { id, post } = await openedSurvey(bot, { anonymous: true });
    expect(post.text).toContain('Anonymous');
    const first = await answer(bot.as('ann'), post, WHOLE);
    expect(said(first)).toContain('Nobody can tell that it is yours');
    const again = await bot.as('ann').press(post, 'Answer');
    expect(again.modal?.title).toBe('Answer again (the form starts empty)');
    expect(again.modal?.fields.every(({ options }) => options.every(({ isDefault }) => !isDefault))).toBe(
      true,
    );
    await bot.as('ann').submit(again, { ...WHOLE, q1: '1' });
    const rows = await bot.app.db.prisma.surveyAnswer.findMany({ where: { surveyId: id } });
    expect(rows.map(({ values }) => values)).toEqual([expect.objectContaining({ 1: 1 })]);
  });

  it('after the close the button says when it closed, and a form still open stores nothing', async () => {
    const { id, post } = await openedSurvey(bot);
    const form = await bot.as('ann').press(post, 'Answer');
    const boForm = await bot.as('bo').press(post, 'Answer');
    await bot.as('staff').type('/survey close', { survey: id });
    const closedAt = `<t:${Math.floor(bot.clock.now().getTime() / 1000)}:f>`;
    const late = await bot.as('ann').submit(form, WHOLE);
    expect(said(late)).toContain(`This survey closed ${closedAt}`);
    expect(said(await bot.as('bo').submit(boForm, WHOLE))).toContain(`这份问卷已于 ${closedAt}`);
    expect(await bot.app.db.prisma.surveyAnswer.count({ where: { surveyId: id } })).toBe(0);
    expect(postOf(bot, id).buttons).toMatchObject([{ label: 'Closed', disabled: true }]);
  });

  it('a long question stands whole under its number, and texts of people keep their looks in the form', async () => {
    const text = 'How much did the workshop on continuous delivery help you in your daily work?';
    const questions = [{ text, kind: 'choice', choices: '*a*\n🚀' }];
    const { post } = await openedSurvey(bot, { questions });
    const form = await bot.as('ann').press(post, 'Answer');
    expect(form.modal?.fields[0]).toMatchObject({ label: 'Question 1', description: text });
    expect(form.modal?.fields[0]?.options.map(({ label }) => label)).toEqual(['*a*', '🚀']);
  });
});

describe('closing and results', () => {
  it('staff close a survey and see the results in words and a picture; members see them once posted, in their language', async () => {
    const staff = bot.as('staff');
    const { id, post } = await openedSurvey(bot, { title: 'Pulse' });
    await answer(bot.as('ann'), post, WHOLE);
    await answer(bot.as('bo'), post, { q1: '4', q2: '3', q3: '1' });
    const early = await staff.type('/survey results', { survey: id, public: true });
    expect(said(early)).toContain('only after the close');
    expect(said(await staff.type('/survey results', { survey: id }))).toContain('Still open');

    expect(said(await staff.type('/survey close', { survey: id }))).toContain('closed with 2 answers');
    expect(said(await staff.type('/survey close', { survey: id }))).toContain('closed already');
    expect(postOf(bot, id).text).toContain('with 2 answers');

    const results = await staff.type('/survey results', { survey: id });
    expect(results.ephemeral).toBe(true);
    expect(said(results)).toContain('2 answers from 4 invited: response rate 50.0%');
    expect(said(results)).toContain('mean **4.50** of 5 (n = 2)');
    expect(said(results)).toContain('NPS **0**');
    expect(said(results)).toContain('- Rust: 1 (50%)');
    expect(said(results)).toContain('> more \\*\\*workshops\\*\\*');
    expect(results.message?.attachments.map(({ filename }) => filename)).toEqual([
      `survey-${id}.png`,
      `survey-${id}-answers.txt`,
    ]);

    expect(said(await staff.press(results, 'Post publicly'))).toContain('are posted in');
    expect(said(await staff.type('/survey results', { survey: id, public: true }))).toContain('already in');
    const published = bot
      .as('ann')
      .read(bot.town.channels.general)
      .filter((message) => message.buttons.some(({ customId }) => customId === `1:survey.shown:${id}`));
    expect(published).toHaveLength(1);
    expect(published[0]?.text).toContain('mean **4.50**');
    expect(published[0]?.text).not.toContain('workshops');
    const own = await bot.as('bo').press(published[0]!, 'Show in my language');
    expect(own.ephemeral).toBe(true);
    expect(said(own)).toContain('平均 **4.50** 分');
  });

  it('an anonymous survey shows the number of answers before the close, and withholds fewer than three after it', async () => {
    const staff = bot.as('staff');
    const { id, post } = await openedSurvey(bot, { anonymous: true });
    await answer(bot.as('ann'), post, WHOLE);
    await answer(bot.as('bo'), post, WHOLE);
    const before = await staff.type('/survey results', { survey: id });
    expect(said(before)).toContain('2 answers so far');
    expect(said(before)).not.toContain('mean');
    await staff.type('/survey close', { survey: id });
    for (const options of [{ survey: id }, { survey: id, public: true }]) {
      const withheld = await staff.type('/survey results', options);
      expect(said(withheld)).toContain('withheld');
      expect(withheld.message?.attachments).toEqual([]);
      expect(withheld.message?.buttons).toEqual([]);
    }
  });

  it('the list and the suggestions show what there is, newest first', async () => {
    const staff = bot.as('staff');
    const { id } = await writeSurvey(bot, { title: 'Newest of all', anonymous: true });
    expect(said(await staff.type('/survey list'))).toMatch(
      new RegExp(`^Surveys\\n\\*\\*#${id} Newest of all\\*\\* · draft · anonymous · 4 questions`),
    );
    const offered = await staff.autocomplete('/survey open', 'survey', 'newest');
    expect(offered).toEqual([{ name: `#${id} Newest of all (draft)`, value: id }]);
    expect(await staff.autocomplete('/survey close', 'survey', 'newest')).toEqual([]);
  });
});

describe('who may do what', () => {
  it('a member who is no staff is refused, privately and in their language', async () => {
    const { id, draft } = await writeSurvey(bot);
    const refused = await bot.as('bo').type('/survey results', { survey: id });
    expect(refused.ephemeral).toBe(true);
    expect(said(refused)).toContain('只有管理人员');
    expect(said(await bot.as('ann').type('/survey open', { survey: id }))).toContain('Only staff');
    expect(await bot.as('ann').autocomplete('/survey open', 'survey', '')).toEqual([]);
    expect(postsOf(bot, id)).toEqual([]);
    expect(draft.kind).toBe('message');
  });

  it("another community's survey is invisible, under every command", async () => {
    const { id } = await openedSurvey(bot);
    const { guildId, ownerId, channelId } = bot.town.other;
    const stranger = bot.town.sandbox.as(guildId, ownerId);
    const before = await bot.app.db.prisma.survey.findMany({ where: { id } });
    for (const name of ['show', 'open', 'close', 'results', 'delete']) {
      const refused = await stranger.type(`/survey ${name}`, { survey: id }, { channelId });
      expect(said(refused)).toContain('no such survey');
    }
    expect(said(await stranger.type('/survey list', {}, { channelId }))).toContain('no surveys yet');
    expect(await stranger.autocomplete('/survey close', 'survey', '', {}, { channelId })).toEqual([]);
    expect(await bot.app.db.prisma.survey.findMany({ where: { id } })).toEqual(before);
  });

  it('speaks Chinese to those who read it, and posts in the language of the community', async () => {
    const staff = bot.as('staff');
    staff.locale = 'zh-CN';
    await bot.as('owner').type('/setup', { language: 'zh-CN' });
    const draft = await staff.type('/survey create', {
      title: '每周脉搏',
      anonymous: true,
      channel: bot.town.channels.general,
    });
    expect(said(draft)).toContain('还没有问题');
    await staff.submit(await staff.press(draft, '添加问题'), FOUR_QUESTIONS[0]!);
    const id = Number(/#(\d+)/.exec(said(draft))?.[1]);
    await staff.press(draft, '立即发布');
    const post = postOf(bot, id);
    expect(post.text).toContain('匿名');
    expect(post.buttons[0]?.label).toBe('填写问卷');
    expect(said(await answer(bot.as('ann'), post, { q1: '5' }))).toContain('your answer is stored');
    expect(said(await answer(bot.as('bo'), post, { q1: '5' }))).toContain('你的回答已保存');
    await bot.as('owner').type('/setup', { language: 'en' });
    staff.locale = 'en-US';
  });
});

// Last, because Discord gives the list of members only once in thirty seconds: until then nobody's invitation is known.
it('a named answer comes back prefilled, also after a restart, and the new one replaces it', async () => {
  const { id, post } = await openedSurvey(bot);
  await answer(bot.as('ann'), post, WHOLE);
  await bot.restart();
  const again = await bot.as('ann').press(post, 'Answer');
  expect(again.modal?.title).toBe('Change your answer');
  const chosen = again.modal?.fields.map(({ options }) => options.find(({ isDefault }) => isDefault)?.value);
  expect(chosen?.slice(0, 3)).toEqual(['5', '9', '0']);
  expect(again.modal?.fields[3]?.value).toBe('more **workshops**');
  expect(said(await bot.as('ann').submit(again, { q1: '2' }))).toContain('replaced');
  const rows = await bot.app.db.prisma.surveyAnswer.findMany({ where: { surveyId: id } });
  expect(rows.map(({ values }) => values)).toEqual([{ 1: 2, 2: 9, 3: 0, 4: 'more **workshops**' }]);
});
