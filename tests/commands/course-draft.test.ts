/** Writing a course through the real dispatcher and the real discord.js client on a local Discord and a real database. Only the clock is faked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS, getCourse, getVersion, moveVersion, reviewVersion } from '../../src/courses/courses.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { GivenFields } from '../../src/sandbox/driver-modal.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import type { TestBot } from '../support/bot.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const FRAME = { level: 'beginner', language: 'both' };
const WORDS = { title: 'Rust 入门', summary: 'Ownership 所有权', topics: 'Rust，系统编程' };
const LESSON = { title: 'Hello', link: 'https://example.org/1', text: '', minutes: '15' };

let town: TierTown;
let bot: TestBot;

beforeAll(async () => {
  town = await startTierTown();
  ({ bot } = town);
  for (const who of ['ann', 'bo'] as const) await makeCreator(bot.town.people[who]);
});

afterAll(async () => {
  await bot.close();
});

/** As if they had applied and been approved; applying is in creator.test.ts. */
async function makeCreator(userId: string): Promise<void> {
  const at = bot.clock.now();
  const key = { guildId: BigInt(town.guildId), userId: BigInt(userId) };
  const application = { field: 'x', samples: 'x', locale: 'en', appliedAt: at, toldAt: at };
  await bot.app.db.prisma.creator.create({
    data: { ...key, ...application, state: 'approved', postState: 'done' },
  });
}

const said = (seen: { message: { text: string } | null }): string => seen.message?.text ?? '';
const refusedWith = ({ followUps }: Answer): string => followUps.at(-1)?.text ?? '';
const labelsOf = ({ message }: Answer): (string | null)[] => message?.buttons.map(({ label }) => label) ?? [];

const draft = (person: Person, options: Record<string, string> = {}): Promise<Answer> =>
  person.type('/course draft', { title: 'Rust', ...FRAME, ...options });

async function addLesson(person: Person, editor: Answer, fields: GivenFields = LESSON): Promise<Answer> {
  return person.submit(await person.press(editor, 'Add lesson …'), fields);
}

const courseIdOf = (editor: Answer): number => Number(/#(\d+)/.exec(said(editor))?.[1]);

/** The youngest version of a course, as it is kept. */
async function latestOf(courseId: number) {
  const row = await bot.app.db.prisma.courseVersion.findFirstOrThrow({
    where: { courseId },
    orderBy: { number: 'desc' },
  });
  return getVersion(bot.app, town.guildId, row.id);
}

/** A draft with words and a lesson; the editor. */
async function whole(person: Person): Promise<Answer> {
  const editor = await draft(person);
  await person.submit(await person.press(editor, 'Details …'), WORDS);
  await addLesson(person, editor);
  return editor;
}

/** Two reviewers approve, and it is published. */
async function publish(courseId: number): Promise<void> {
  const { id } = await latestOf(courseId);
  for (const userId of ['901', '902']) {
    const reviewer = { userId, isReviewer: true, isStaff: true };
    await reviewVersion(bot.app, town.guildId, id, reviewer, {
      verdict: 'approve',
      checklist: CHECKS,
      reason: null,
    });
  }
  await moveVersion(bot.app, town.guildId, id, 'publish', { userId: '901', isReviewer: true, isStaff: true });
}

describe('a draft', () => {
  it('shows all of it, says what is missing, and is submitted when nothing is', async () => {
    const ann = bot.as('ann');
    const editor = await draft(ann, { tier: 'Gold' });
    expect(editor.ephemeral).toBe(true);
    expect(said(editor)).toContain('it still needs a summary, a topic, a lesson');
    expect(said(editor)).toContain('Gold and up');
    await ann.submit(await ann.press(editor, 'Details …'), WORDS);
    expect(said(editor)).toContain('Rust 入门');
    await addLesson(ann, editor);
    expect(said(editor)).toContain('`1` Hello · 15 min · link');
    expect(said(editor)).toContain('It can be submitted');

    const preview = await ann.press(editor, 'Preview');
    expect(preview.message?.attachments.map(({ filename }) => filename)).toEqual(['course.png']);
    expect(said(preview)).toContain('Ownership 所有权');
    await ann.press(preview, 'Lessons');
    expect(said(preview)).toContain('1. Hello\nAbout 15 min');
    expect(preview.message?.buttons[0]).toMatchObject({ url: 'https://example.org/1' });
    await ann.press(preview, 'Back');
    expect(preview.message?.attachments).toHaveLength(1);

    const courseId = courseIdOf(editor);
    expect(said(await ann.press(editor, 'Submit'))).toContain('is with the reviewers');
    const version = await latestOf(courseId);
    expect(version).toMatchObject({ state: 'submitted', topics: ['Rust', '系统编程'], tierId: town.gold.id });
    // What nobody published is no topic, and is suggested to nobody.
    const suggested = async () =>
      (await ann.autocomplete('/course browse', 'topic', '')).map(({ name }) => name);
    expect(await suggested()).toEqual([]);
    await publish(courseId);
    expect((await latestOf(courseId)).topics).toEqual(['rust', '系统编程']);
    expect((await suggested()).toSorted()).toEqual(['Rust', '系统编程']);
  });

  it('goes on by the topics there are, whichever of their names is typed', async () => {
    const { app } = bot;
    const go = { guildId: town.guildId, key: 'go', names: { en: 'Go', 'zh-CN': 'Go 语言' } };
    app.courses.putTopic({ ...go, otherNames: ['golang'], channelIds: [] });
    const ann = bot.as('ann');
    const editor = await draft(ann);
    await ann.submit(await ann.press(editor, 'Details …'), { ...WORDS, topics: 'Go 语言, GOLANG' });
    await addLesson(ann, editor);
    const courseId = courseIdOf(editor);
    await ann.press(editor, 'Submit');
    expect((await latestOf(courseId)).topics).toEqual(['go']);
  });

  it('opens its forms filled, also after the bot began anew', async () => {
    const ann = bot.as('ann');
    const editor = await whole(ann);
    const before = await ann.press(editor, 'Details …');
    // What a bot that began anew remembers: nothing.
    bot.app.courses.drafts.dropCommunity(town.guildId);
    const after = await ann.press(editor, 'Details …');
    expect(after.modal?.fields.map(({ value }) => value)).toEqual(
      before.modal?.fields.map(({ value }) => value),
    );
    expect(after.modal?.fields.map(({ value }) => value)).toEqual([
      'Rust 入门',
      'Ownership 所有权',
      'Rust, 系统编程',
    ]);
  });

  it('has lessons that are changed, moved and removed one at a time, on pages of 25', async () => {
    const ann = bot.as('ann');
    const editor = await draft(ann);
    const { id } = await latestOf(courseIdOf(editor));
    const lessons = Array.from({ length: 30 }, (_, index) => ({
      key: `k${index}`,
      title: `Part ${index + 1}`,
      link: null,
      text: 'x',
      minutes: 5,
    }));
    await bot.app.db.prisma.courseVersion.updateMany({ where: { id }, data: { lessons } });
    const shown = await ann.type('/course edit', { course: courseIdOf(editor) });
    expect(said(shown)).toContain('Lessons 1 to 25 of 30');
    await ann.press(shown, 'Next lessons');
    expect(said(shown)).toContain('`30` Part 30');
    await ann.choose(shown, 'Change, move or remove a lesson …', '30. Part 30');
    await ann.press(shown, 'Move up');
    expect(said(shown)).toContain('29. Part 30');
    const form = await ann.press(shown, 'Change …');
    expect(form.modal?.fields.map(({ value }) => value)).toEqual(['Part 30', null, 'x', '5']);
    await ann.submit(form, { title: 'The end', minutes: '１０' });
    expect(said(shown)).toContain('`29` The end · 10 min · text');
    await ann.choose(shown, 'Change, move or remove a lesson …', '26. Part 26');
    await ann.press(shown, 'Remove');
    expect(said(shown)).toContain('Remove this lesson?');
    await ann.press(shown, 'Keep it');
    expect((await latestOf(courseIdOf(editor))).lessons).toHaveLength(30);
    await ann.press(shown, 'Remove');
    await ann.press(shown, 'Remove');
    expect(said(shown)).toContain('(29 of 50)');
    expect(said(shown)).not.toContain('Part 26');
  });
});

describe('bad input', () => {
  it.each([
    ['a link that is none', { ...LESSON, link: 'example' }, 'is not a web address'],
    ['minutes that are none', { ...LESSON, minutes: 'abc' }, 'is not a number of minutes'],
    ['no minutes at all', { ...LESSON, minutes: '0' }, 'is not a number of minutes'],
    ['neither link nor text', { ...LESSON, link: '' }, 'needs a link'],
  ])('%s is refused, and the form comes back as it was typed', async (_, typed, sentence) => {
    const ann = bot.as('ann');
    const editor = await draft(ann);
    const sent = await addLesson(ann, editor, { ...typed, text: typed.link === '' ? '' : 'long work' });
    expect(refusedWith(sent)).toContain(sentence);
    const again = await ann.press(sent.followUps.at(-1)!, 'Open the form again');
    expect(again.modal?.fields.map(({ value }) => value ?? '')).toEqual([
      typed.title,
      typed.link,
      typed.link === '' ? '' : 'long work',
      typed.minutes,
    ]);
    const mended = await ann.submit(again, LESSON);
    expect(said(mended)).toContain('`1` Hello · 15 min');
    await ann.type('/course withdraw', { course: courseIdOf(editor) });
  });

  it('a topic with an emoji is refused, and a text of 4,000 characters is taken whole', async () => {
    const ann = bot.as('ann');
    const editor = await draft(ann);
    const course = courseIdOf(editor);
    const sent = await ann.submit(await ann.press(editor, 'Details …'), { ...WORDS, topics: 'Rust 🦀' });
    expect(refusedWith(sent)).toContain('cannot be a topic');
    await addLesson(ann, editor, { ...LESSON, text: '字'.repeat(4_000) });
    const { lessons } = await latestOf(course);
    expect(lessons[0]?.text).toHaveLength(4_000);
    await ann.choose(editor, 'Change, move or remove a lesson …', '1. Hello');
    expect(said(editor)).toContain('字'.repeat(100));
    await ann.type('/course withdraw', { course });
  });

  it('sixty lessons do not fit: the fifty-first is refused and nothing is lost', async () => {
    const ann = bot.as('ann');
    const editor = await draft(ann);
    const { id } = await latestOf(courseIdOf(editor));
    // The longest that can be written, so that the message is as full as it gets.
    const lessons = Array.from({ length: 50 }, (_, index) => ({
      key: `k${index}`,
      title: '*'.repeat(100),
      link: null,
      text: '_'.repeat(4_000),
      minutes: 600,
    }));
    const words = { summary: '*'.repeat(1_000), topics: ['rust'], changes: '_'.repeat(500) };
    await bot.app.db.prisma.courseVersion.updateMany({ where: { id }, data: { lessons, ...words } });
    const shown = await ann.type('/course edit', { course: courseIdOf(editor) });
    expect(said(shown)).toContain('(50 of 50)');
    expect(refusedWith(await addLesson(ann, shown))).toContain('at most 50 lessons');
    await ann.press(shown, 'Next lessons');
    await ann.choose(shown, 'Change, move or remove a lesson …', 'k49');
    expect(labelsOf(shown)).toContain('Remove');
    expect((await latestOf(courseIdOf(editor))).lessons).toHaveLength(50);
    await ann.type('/course withdraw', { course: courseIdOf(editor) });
  });

  it('@everyone in every field pings nobody', async () => {
    const ann = bot.as('ann');
    const ping = '@everyone <@&1> <@2>';
    const editor = await draft(ann, { title: ping });
    await ann.submit(await ann.press(editor, 'Details …'), { title: ping, summary: ping, topics: 'Rust' });
    await addLesson(ann, editor, { ...LESSON, title: ping, text: ping });
    for (const seen of [editor, await ann.type('/course drafts'), await ann.press(editor, 'Preview')]) {
      expect(said(seen)).not.toContain('@everyone');
      expect(said(seen)).not.toContain('<@&1>');
    }
    await ann.type('/course withdraw', { course: courseIdOf(editor) });
  });

  it("a stranger's course cannot be edited, submitted or withdrawn, and is not suggested", async () => {
    const editor = await whole(bot.as('ann'));
    const bo = bot.as('bo');
    const course = courseIdOf(editor);
    // Nor do they learn what it is called.
    const acts = ['edit', 'submit', 'withdraw', 'publish', 'archive', 'history'];
    for (const act of acts)
      expect(said(await bo.type(`/course ${act}`, { course }))).toContain('没有这门课程');
    expect(await bo.autocomplete('/course edit', 'course', '')).toEqual([]);
    expect(
      (await bot.as('ann').autocomplete('/course edit', 'course', `#${course}`)).map(({ value }) => value),
    ).toEqual([course]);
    expect(said(await bo.type('/course submit', { course: 999_999 }))).toContain('没有这门课程');
    expect((await latestOf(course)).state).toBe('draft');
    await bot.as('ann').type('/course withdraw', { course });
  });

  it('what is under review changes no more, also by buttons of an editor that is still open', async () => {
    const ann = bot.as('ann');
    const editor = await whole(ann);
    const course = courseIdOf(editor);
    const other = await ann.type('/course edit', { course });
    const form = await ann.press(other, 'Add lesson …');
    await ann.press(editor, 'Submit');
    expect(said(await ann.press(other, 'Details …'))).toContain('under review');
    expect(refusedWith(await ann.submit(form, LESSON))).toContain('under review');
    expect(said(await ann.type('/course edit', { course }))).toContain('under review');
    expect((await latestOf(course)).lessons).toHaveLength(1);
    await ann.type('/course withdraw', { course });
    expect(said(await ann.type('/course edit', { course }))).toContain('version 2');
    expect(said(await ann.press(other, 'Details …'))).toContain('withdrawn');
    expect((await ann.press(other, 'Submit')).followUps.at(-1)?.text).toContain('version 1');
    await ann.type('/course withdraw', { course });
  });

  it('who is a creator no more writes no more, but can take back what is not published', async () => {
    const { userId } = bot.as('bo');
    const bo = bot.as('bo');
    const editor = await draft(bo);
    const set = (state: string) =>
      bot.app.db.prisma.creator.updateMany({ where: { userId: BigInt(userId) }, data: { state } });
    await set('removed');
    const form = await bo.press(editor, '添加课时…');
    expect(refusedWith(await bo.submit(form, LESSON))).toContain('不再是创作者');
    const course = courseIdOf(editor);
    expect(said(await bo.type('/course edit', { course }))).toContain('不再是创作者');
    expect(said(await bo.type('/course withdraw', { course }))).toContain('已撤回');
    await set('approved');
  });

  it('a tier that is granted no more cannot be needed, and one that is unknown neither', async () => {
    const ann = bot.as('ann');
    expect(said(await draft(ann, { tier: 'Platinum' }))).toContain('no such tier');
    const editor = await draft(ann, { tier: 'Gold' });
    const edited = await ann.type('/course edit', { course: courseIdOf(editor), tier: 'Open to all' });
    expect(said(edited)).toContain('everybody');
    await ann.type('/course withdraw', { course: courseIdOf(editor) });
  });
});

describe('a version that was sent back', () => {
  it('is followed by a draft with its words, under what the reviewers said', async () => {
    const ann = bot.as('ann');
    const editor = await whole(ann);
    const course = courseIdOf(editor);
    await ann.press(editor, 'Submit');
    const reviewer = { userId: '901', isReviewer: true, isStaff: false };
    const reason = 'Lesson 1 lacks *examples* @everyone';
    const verdict = { verdict: 'changes', checklist: [], reason } as const;
    await reviewVersion(bot.app, town.guildId, (await latestOf(course)).id, reviewer, verdict);
    expect(said(await ann.type('/course drafts'))).toContain('waiting for changes');
    const next = await ann.type('/course edit', { course });
    expect(said(next)).toContain('What reviewers said of version 1');
    expect(said(next)).toContain('lacks \\*examples\\*');
    expect(said(next)).not.toContain('@everyone');
    expect(said(next)).toContain('`1` Hello · 15 min');
    // Also after the first thing was done about it.
    await addLesson(ann, next, { ...LESSON, title: 'Examples' });
    expect(said(next)).toMatch(/lacks .*`2` Examples/s);
    const sent = said(await ann.press(next, 'Submit'));
    expect(sent).toContain('is with the reviewers');
    expect(sent).not.toContain('lacks');
  });

  it('ends there where it was rejected, however long the reason is', async () => {
    const ann = bot.as('ann');
    const editor = await whole(ann);
    const course = courseIdOf(editor);
    await ann.press(editor, 'Submit');
    const reviewer = { userId: '901', isReviewer: true, isStaff: false };
    const verdict = { verdict: 'reject', checklist: [], reason: '*'.repeat(1_000) } as const;
    await reviewVersion(bot.app, town.guildId, (await latestOf(course)).id, reviewer, verdict);
    expect(said(await ann.type('/course edit', { course }))).toMatch(
      /was rejected .* The reason: (\\\*){699}….*`\/course draft`/,
    );
  });
});

describe('a published course', () => {
  it('is changed by a new version with the old words, which must say what is new', async () => {
    const ann = bot.as('ann');
    const editor = await whole(ann);
    const course = courseIdOf(editor);
    await ann.press(editor, 'Submit');
    await publish(course);
    expect(said(await ann.type('/course drafts'))).toContain(`#${course} Rust 入门`);

    const next = await ann.type('/course edit', { course, level: 'advanced' });
    expect(said(next)).toContain('version 2');
    expect(said(next)).toContain('Advanced');
    expect(said(next)).toContain('a word on what is new');
    expect(refusedWith(await ann.press(next, 'Submit'))).toContain('a word on what is new');
    await ann.submit(await ann.press(next, 'Details …'), { changes: 'More on lifetimes' });
    expect(said(await ann.press(next, 'Submit'))).toContain('is with the reviewers');
    expect(bot.app.courses.find(town.guildId, course)).toMatchObject({ number: 1, level: 'beginner' });
    expect((await getCourse(bot.app, town.guildId, course)).publishedId).not.toBeNull();
    expect(said(await ann.type('/course drafts'))).toContain('an older version stays published meanwhile');
  });
});
