/** Members learn: the whole bot on the local Discord, with real tiers. Faked: the clock, which stands still until moved. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeCourseSettings, moveVersion, transferCourse } from '../../src/courses/courses.ts';
import type { CourseContent, PublishedCourse } from '../../src/courses/courses.ts';
import { pointsOf } from '../../src/creators/creators.ts';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import { courseFigures, reportCourses } from '../../src/learning/learning.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import { lesson, publishCourse, updateCourse } from '../support/courses.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';
import { changeTierSettings } from '../../src/tiers/tiers.ts';

let town: TierTown;
let guildId: string;
let ann: string;
let staff: string;
let here: { channelId: string };

beforeAll(async () => {
  town = await startTierTown();
  guildId = town.guildId;
  ({ ann, staff } = town.bot.town.people);
  here = { channelId: town.bot.town.channels.general };
  const roomsChannelId = town.bot.town.channels.help;
  await changeCourseSettings(town.bot.app, guildId, { roomsChannelId });
  await changeTierSettings(town.bot.app, guildId, {
    howTo: { en: 'Ask the treasurer.', 'zh-CN': '请联系财务。' },
  });
});
afterAll(() => town?.bot.close());

const app = () => town.bot.app;
const by = () => ({ guildId, creatorId: staff, reviewerId: town.bot.town.people.owner });
const publish = (content: Partial<CourseContent> = {}) => publishCourse(app(), by(), content);
const type = (line: string, options = {}, who: 'ann' | 'bo' | 'staff' = 'ann') =>
  town.bot.as(who).type(line, options, here);
const textOf = (answer: Answer): string => answer.message?.text ?? '';
async function said(line: string, options = {}, who: 'ann' | 'bo' | 'staff' = 'ann'): Promise<string> {
  const answer = await type(line, options, who);
  expect(answer.ephemeral).toBe(true);
  return textOf(answer);
}
async function roomsSettled(): Promise<void> {
  app().courseRooms.wake(guildId);
  await app().courseRooms.settled(guildId);
  await app().roles.settled(guildId);
  await town.bot.settled();
}
const threadsOf = (who: 'ann' | 'bo') =>
  town.bot
    .as(who)
    .threads(town.bot.town.channels.help)
    .map(({ name }) => name);
const learnerRow = (courseId: number, userId = ann) =>
  app().db.prisma.courseLearner.findFirst({ where: { courseId, userId: BigInt(userId) } });

const LEARNING_KINDS = ['courseView', 'courseStart', 'lessonDone', 'rating'] as const;

describe('a course that needs a tier', () => {
  let course: PublishedCourse;
  beforeAll(async () => {
    course = await publish({ title: 'Async Rust 异步', tierId: town.gold.id });
  });

  it('is refused without it, plainly: what is missing, what it costs and how to get it', async () => {
    const english = await said('/course start', { course: course.courseId });
    expect(english).toContain('is for **Gold** and up. You have no tier at the moment.');
    expect(english).toContain('Ask the treasurer.');
    expect(english).toContain('**Gold**: CN¥299.00 for 30 days');
    const chinese = await said('/课程 开始', { 课程: course.courseId }, 'bo');
    expect(chinese).toContain('需要 **黄金** 或更高等级。你目前没有会员等级。');
    expect(chinese).toContain('请联系财务。');
    expect(await learnerRow(course.courseId)).toBeNull();
  });

  it('opens with a higher tier or the very one, in its private room too; lost, it closes and keeps what was done; regained, it goes on', async () => {
    await town.give(ann, town.silver, 3);
    expect(await said('/course start', { course: course.courseId })).toContain('You have **Silver**.');
    await town.give(ann, town.gold, 2);
    const started = await type('/course start', { course: course.courseId });
    expect(textOf(started)).toContain('You have started “Async Rust 异步”');
    await roomsSettled();
    expect(threadsOf('ann')).toEqual([`Async Rust 异步 · #${course.courseId}`]);
    const next = await town.bot.as('ann').press(started, 'Done');
    expect(textOf(next)).toContain('✅ Done: “Lesson a”.');
    expect(textOf(next)).toContain('▰▰▰▰▰▱▱▱▱▱ 1 of 2 lessons');
    await town.moveTo('2026-11-18T09:00:00Z');
    // The lesson stays on the screen, and the refusal comes below it.
    const lost = await town.bot.as('ann').press(next, 'Done');
    expect(lost.followUps.at(-1)?.text).toContain('You have **Silver**. Your progress is kept');
    await roomsSettled();
    expect(threadsOf('ann')).toEqual([]);
    expect(await said('/course mine')).toContain(
      '🔒 closed for now: needs Gold and up. Your progress is kept.',
    );
    await town.give(ann, town.gold, 30);
    await roomsSettled();
    expect(threadsOf('ann')).toHaveLength(1);
    expect(await said('/course start', { course: course.courseId })).toContain('1 of 2 lessons');
  });

  it('is closed when it is taken down, and open again when it is restored', async () => {
    const owner = { userId: town.bot.town.people.owner, isReviewer: true, isStaff: true };
    await moveVersion(app(), guildId, course.versionId, 'archive', owner);
    await roomsSettled();
    expect(threadsOf('ann')).toEqual([]);
    expect(await said('/course start', { course: course.courseId })).toContain('was taken off the list');
    expect(await said('/course mine')).toContain('taken off the list; your progress is kept');
    await moveVersion(app(), guildId, course.versionId, 'restore', owner);
    await roomsSettled();
    expect(threadsOf('ann')).toHaveLength(1);
  });
});

describe('a course for everybody', () => {
  it('ends with one certificate, whose code everybody can check, however it is typed', async () => {
    const { courseId } = await publish({ title: 'Git <@&1> @everyone', lessons: [lesson('a')] });
    await type('/course start', { course: courseId });
    const [one, other] = await Promise.all([
      type('/course done', { course: courseId, lesson: 'a' }),
      type('/course done', { course: courseId, lesson: '1' }),
    ]);
    const finished = [one, other].filter((answer) => textOf(answer).includes('🎓 You have finished'));
    expect(finished).toHaveLength(1);
    expect(finished[0]!.message!.attachments.map(({ filename }) => filename)).toEqual(['certificate.png']);
    const { certificateCode: code } = (await learnerRow(courseId))!;
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    const typed = ` ${code!.slice(0, 4).toLowerCase()} ${code!.slice(4).replaceAll('1', 'l').replaceAll('0', 'o')}`;
    const checked = await said('/verify', { code: typed }, 'bo');
    expect(checked).toContain(`<@${ann}>`);
    expect(checked).toContain('Git \\<@&1\\> @\u200Beveryone');
    const { byKind } = await pointsOf(app(), guildId, staff, null);
    expect(byKind.finished.count).toBe(1);
    await said('/course certificate', { course: courseId, name: '  Ann\nLee ' });
    expect(await learnerRow(courseId)).toMatchObject({ certificateName: 'Ann Lee', certificateCode: code });
    expect(await said('/course certificate', { course: courseId, name: '🙂' })).toContain(
      'A name needs at least one letter or digit.',
    );
    expect(await said('/verify', { code: '7F3K-9QXM-2TBD' })).toContain('No certificate of this community');
  });

  it('stays finished when a new version brings lessons, shows them, and forgets those it dropped', async () => {
    const course = await publish({ title: 'Docker', lessons: [lesson('a')] });
    const { courseId } = course;
    await type('/course start', { course: courseId });
    await type('/course done', { course: courseId, lesson: 'a' });
    const before = await learnerRow(courseId);
    await updateCourse(app(), by(), courseId, { lessons: [lesson('b'), lesson('c')] });
    expect(await said('/course start', { course: courseId })).toContain('0 of 2 lessons');
    await said('/course done', { course: courseId, lesson: 'b' });
    await said('/course done', { course: courseId, lesson: 'c' });
    expect(await learnerRow(courseId)).toMatchObject({
      finishedAt: before!.finishedAt,
      finishedId: course.versionId,
      certificateCode: before!.certificateCode,
    });
    const undone = await said('/course done', { course: courseId, lesson: 'c', done: false });
    expect(undone).toContain('is no longer marked as done.');
    expect(undone).toContain('your certificate stays valid');
    expect(await said('/course done', { course: courseId, lesson: 'a' })).toContain('no such lesson');
  });

  it('is rated by who did a lesson, never by who made it, and changed afterwards', async () => {
    const { courseId } = await publish({ title: 'SQL' });
    const rate = { course: courseId, stars: 5 };
    expect(await said('/course rate', rate)).toContain('Do at least one lesson');
    expect(await said('/course rate', rate, 'staff')).toContain('is your own course');
    expect(await said('/course start', { course: courseId }, 'staff')).toContain('is your own course');
    await type('/course start', { course: courseId });
    await type('/course done', { course: courseId, lesson: 'a' });
    expect(await said('/course rate', { ...rate, comment: 'Clear @everyone' })).toContain('★★★★★');
    expect(await said('/course rate', { ...rate, stars: 3 })).toContain('from 5 to 3');
    expect(await learnerRow(courseId)).toMatchObject({ rating: 3, comment: 'Clear @everyone' });
    const view = await type('/course view', { course: courseId });
    expect(textOf(view)).toContain('★ 3.00 of 5 (1 rating, 95% interval 1.');
    const form = await town.bot.as('ann').press(view, 'Change my rating');
    expect(form.modal?.title).toBe('Rate SQL');
    const changed = await town.bot.as('ann').submit(form, { Stars: '★★★★☆', Comment: '' });
    expect(textOf(changed)).toContain('from 3 to 4');
    expect(await learnerRow(courseId)).toMatchObject({ rating: 4, comment: null });
    expect((await pointsOf(app(), guildId, staff, null)).byKind.rated.count).toBe(1);
    const { versionId } = app().courses.find(guildId, courseId)!;
    await moveVersion(app(), guildId, versionId, 'archive', {
      userId: staff,
      isReviewer: true,
      isStaff: true,
    });
    expect(textOf(await town.bot.as('ann').press(view, 'Change my rating'))).toContain(
      'was taken off the list',
    );
    const late = await town.bot.as('ann').submit(form, { Stars: '★★★★☆', Comment: 'Late' });
    expect(textOf(late)).toContain('was taken off the list');
    const again = await town.bot.as('ann').press(late, 'Open the form again');
    expect(again.modal?.title).toBe('Rate the course');
  });

  it('that is given to one of its learners is learned and rated by them no more, and their stars count no more', async () => {
    const { courseId } = await publish({ title: 'Handed over' });
    const started = await type('/course start', { course: courseId });
    const next = await town.bot.as('ann').press(started, 'Done');
    const view = await type('/course view', { course: courseId });
    await type('/course rate', { course: courseId, stars: 5 });
    const owner = { userId: town.bot.town.people.owner, isReviewer: true, isStaff: true };
    const before = await reportCourses(app(), guildId, [{ courseId }], null);
    expect(before).toMatchObject([{ started: 1, rated: 1 }]);
    await transferCourse(app(), guildId, courseId, owner, ann);

    const done = await town.bot.as('ann').press(next, 'Done');
    expect(done.followUps.at(-1)?.text).toContain('is your own course');
    expect(textOf(await town.bot.as('ann').press(view, 'Rate'))).toContain('is your own course');
    const mine = await type('/course mine');
    expect(textOf(mine)).toMatch(/Handed over.*\n-# yours now/);
    const goOn = mine.message!.selects.flatMap(({ options }) => options.map(({ label }) => label));
    expect(goOn).not.toContain('Handed over');
    expect(await reportCourses(app(), guildId, [{ courseId }], null)).toMatchObject([
      { started: 0, rated: 0 },
    ]);
    expect((await courseFigures(app(), guildId)).get(courseId)?.ratings.count ?? 0).toBe(0);
  });

  it('leaves what members did in the log: each look, the start, each lesson, each rating, once', async () => {
    const { courseId } = await publish({ title: 'Kafka' });
    const atOnce = { course: courseId };
    await type('/course view', atOnce, 'bo');
    for (let twice = 0; twice < 2; twice += 1) {
      await type('/course start', atOnce, 'bo');
      await type('/course done', { ...atOnce, lesson: 'a' }, 'bo');
      await type('/course done', { ...atOnce, lesson: 'a', done: false }, 'bo');
      town.bot.clock.moveBy(1_000);
    }
    expect(await said('/course rate', { ...atOnce, stars: 4 }, 'bo')).toContain('请至少学完');
    await type('/course done', { ...atOnce, lesson: 'a' }, 'bo');
    await type('/course rate', { ...atOnce, stars: 4 }, 'bo');
    // The creator's own looks are none.
    await type('/course view', atOnce, 'staff');
    await town.bot.settled();
    const codes = Object.fromEntries(
      LEARNING_KINDS.map((kind) => [kind, interactionKinds[kind].code] as const),
    );
    const rows = await app().db.query<{ kind: number; userId: string }>(
      'SELECT kind, user_id AS "userId" FROM interaction WHERE guild_id = $1 AND subject_id & 4194303 = $2',
      [guildId, courseId],
    );
    const counted = Object.entries(codes).map(([kind, code]) => [
      kind,
      rows.filter((row) => row.kind === code && row.userId === town.bot.town.people.bo).length,
    ]);
    expect(Object.fromEntries(counted)).toEqual({ courseView: 1, courseStart: 1, lessonDone: 1, rating: 1 });
    expect(rows.filter(({ userId }) => userId === staff)).toEqual([]);
  });

  it('is unknown in another community, and so are its certificates', async () => {
    const { courseId } = await publish({ title: 'Here only', lessons: [lesson('a')] });
    await type('/course start', { course: courseId });
    await type('/course done', { course: courseId, lesson: 'a' });
    const { certificateCode: code } = (await learnerRow(courseId))!;
    const { other, sandbox } = town.bot.town;
    const elsewhere = sandbox.as(other.guildId, other.ownerId);
    const place = { channelId: other.channelId };
    for (const line of ['/course view', '/course start'])
      expect(textOf(await elsewhere.type(line, { course: courseId }, place))).toContain(
        'There is no such course.',
      );
    expect(textOf(await elsewhere.type('/verify', { code: code! }, place))).toContain('No certificate');
    expect(textOf(await elsewhere.type('/course browse', {}, place))).toContain('There are no courses yet.');
  });

  it('is found by topic, level, language and words of both scripts, page by page', async () => {
    for (let index = 1; index <= 9; index += 1)
      await publish({ title: `机器学习 ${index}`, topics: ['ml'], language: 'zh-CN', level: 'advanced' });
    const first = await type('/course browse', { words: '机器学习', level: 'advanced' });
    expect(textOf(first)).toContain('Courses · 9 courses');
    expect(textOf(first)).toContain('Looking for: Advanced · “机器学习”');
    expect(textOf(first)).not.toContain('机器学习 9');
    const second = await town.bot.as('ann').press(first, 'More');
    expect(textOf(second)).toContain('**9.** **机器学习 9**');
    const opened = await town.bot.as('ann').choose(second, 'Open a course…', '机器学习 9');
    expect(opened.ephemeral).toBe(true);
    expect(opened.message!.attachments).toHaveLength(1);
    const none = await said('/course browse', { words: 'quantum', language: 'en' });
    expect(none).toContain('No course matches.');
    const searched = await app().db.prisma.courseSearch.findFirst({ where: { words: 'quantum' } });
    expect(searched).toMatchObject({ found: false, searches: 1 });
  });

  it('shows lessons only to who started it, a long text whole, a link as a button', async () => {
    const text = `${'x'.repeat(3_990)}\`\`\`@a`;
    const lessons = Array.from({ length: 50 }, (_, index) =>
      lesson(`l${index}`, { text: index === 0 ? text : null, link: 'https://example.org/lesson' }),
    );
    const { courseId } = await publish({ title: 'Long', lessons });
    const view = await type('/course view', { course: courseId });
    expect(view.message!.buttons.map(({ label }) => label)).toEqual(['Start']);
    const started = await town.bot.as('ann').press(view, 'Start');
    expect(textOf(started)).toContain(text);
    expect(started.message!.buttons[0]).toMatchObject({ url: 'https://example.org/lesson' });
    const list = await town.bot.as('ann').press(started, 'All lessons');
    const third = await town.bot.as('ann').press(await town.bot.as('ann').press(list, 'More'), 'More');
    expect(textOf(third)).toContain('⬜ **50.** Lesson l49 · 10 min');
    const last = await town.bot.as('ann').choose(third, 'Open a lesson…', '49');
    expect(textOf(last)).toContain('50. Lesson l49');
    const suggested = await town.bot
      .as('ann')
      .autocomplete('/course done', 'lesson', 'l4', { course: courseId }, here);
    expect(suggested.map(({ name }) => name)).toContain('5. Lesson l4');
  });
});
