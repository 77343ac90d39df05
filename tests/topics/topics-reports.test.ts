/**
 * Topics, reports, stale courses, recommendations and a creator's figures: through the real dispatcher on a local Discord, and counted
 * against every single row of a random community. Only the clock is faked; learners, questions and talk are written as rows.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameTopic, transferCourse } from '../../src/courses/courses.ts';
import type { PublishedCourse } from '../../src/courses/courses.ts';
import { Random } from '../../src/demo/random.ts';
import { addDays, dayOf, daySpan } from '../../src/kernel/calendar.ts';
import type { DaySpan } from '../../src/kernel/calendar.ts';
import { recommendCourses, reportCourses, reportDetail } from '../../src/learning/learning.ts';
import { optIn, optOut } from '../../src/privacy/privacy.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { GivenOptions } from '../../src/sandbox/driver-command.ts';
import { listTopics, noteSearch } from '../../src/topics/topics.ts';
import { lesson, publishCourse } from '../support/courses.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const NOW = '2026-11-16T09:00:00Z';
const ZONE = 'Asia/Shanghai';
const TODAY = '2026-11-16';
const DAY_MS = 86_400_000;
const LEARNERS = 150;
const NO_NAMES = { en: null, 'zh-CN': null };

interface Row {
  readonly courseId: number;
  readonly userId: string;
  readonly viewedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly rating: number | null;
  readonly comment: string | null;
  readonly done: readonly string[];
}

let town: TierTown;
let courses: PublishedCourse[];
let rows: Row[];

beforeAll(async () => {
  town = await startTierTown({ at: NOW, timeZone: ZONE });
  const { bo, staff } = town.bot.town.people;
  const by = { guildId: town.guildId, creatorId: bo, reviewerId: staff };
  const lessons = ['a', 'b', 'c'].map((key) => lesson(key));
  for (const name of ['rust', 'go', 'databases']) await nameTopic(town.bot.app, town.guildId, name, NO_NAMES);
  courses = [];
  for (const [title, topic, tierId] of [
    ['Rust from zero', 'rust', null],
    ['Async Rust', 'rust', null],
    ['Go in anger', 'go', null],
    ['数据库入门', 'databases', null],
    ['Golden Go', 'go', town.gold.id],
  ] as const)
    courses.push(await publishCourse(town.bot.app, by, { title, topics: [topic], tierId, lessons }));
  rows = randomRows(new Random('a community'));
  await insertRows();
}, 60_000);
afterAll(() => town.bot.close());

function randomRows(random: Random): Row[] {
  const users = Array.from({ length: LEARNERS }, (_, index) =>
    String(5_000_000_000_000_000_000n + BigInt(index)),
  );
  return users.flatMap((userId, index) =>
    courses
      .filter((_, course) => random.chance(course % 2 === index % 2 ? 0.8 : 0.3))
      .map(({ courseId }) => {
        const viewedMs = Date.parse(NOW) - random.between(0, 60 * 24) * 3_600_000;
        const hasStarted = random.chance(0.7);
        const done = hasStarted ? ['a', 'b', 'c'].slice(0, random.between(0, 3)) : [];
        const isRated = done.length > 0 && random.chance(0.5);
        return {
          courseId,
          userId,
          viewedAt: new Date(viewedMs),
          startedAt: hasStarted ? new Date(viewedMs + 1_000) : null,
          finishedAt: done.length === 3 ? new Date(viewedMs + random.between(1, 20) * DAY_MS) : null,
          rating: isRated ? random.between(1, 5) : null,
          // Of the last course fewer write than are shown.
          comment:
            isRated && random.chance(courseId === courses[4]!.courseId ? 0.05 : 0.6)
              ? `@everyone words ${userId}`
              : null,
          done,
        };
      }),
  );
}

async function insertRows(): Promise<void> {
  const { db } = town.bot.app;
  await db.execute(
    `INSERT INTO course_learner (guild_id, course_id, user_id, viewed_at, started_at, finished_at, rating, comment)
     SELECT $1, * FROM unnest($2::int[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
       $7::smallint[], $8::text[])`,
    [
      town.guildId,
      ...(['courseId', 'userId', 'viewedAt', 'startedAt', 'finishedAt', 'rating', 'comment'] as const).map(
        (column) => rows.map((row) => row[column]),
      ),
    ],
  );
  const done = rows.flatMap((row) => row.done.map((key) => ({ ...row, key })));
  await db.execute(
    `INSERT INTO lesson_done (guild_id, course_id, user_id, lesson, done_at)
     SELECT $1, *, $5::timestamptz FROM unnest($2::int[], $3::bigint[], $4::text[])`,
    [
      town.guildId,
      done.map(({ courseId }) => courseId),
      done.map(({ userId }) => userId),
      done.map(({ key }) => key),
      new Date(NOW),
    ],
  );
}

type Who = 'owner' | 'staff' | 'ann' | 'bo';

function ask(who: Who, line: string, options: GivenOptions = {}): Promise<Answer> {
  return town.bot.as(who).type(line, options, { channelId: town.bot.town.channels.general });
}

const said = (answer: Answer): string => answer.message?.text ?? '';
const filesOf = (answer: Answer) => answer.message?.attachments.map(({ filename }) => filename) ?? [];

describe('the report on courses', () => {
  it.each([null, 7, 30])('counts what a recount of every row counts (days: %s)', async (days) => {
    const from = days === null ? null : new Date(Date.parse(NOW) - days * DAY_MS);
    const reports = await reportCourses(town.bot.app, town.guildId, courses, from);
    for (const [index, report] of reports.entries()) {
      const own = rows.filter(
        (row) => row.courseId === courses[index]!.courseId && (from === null || row.viewedAt >= from),
      );
      const stars = own.flatMap(({ rating }) => rating ?? []);
      const tookDays = own
        .flatMap(({ startedAt, finishedAt }) =>
          finishedAt ? [(finishedAt.getTime() - startedAt!.getTime()) / DAY_MS] : [],
        )
        .toSorted((one, other) => one - other);
      expect(report).toMatchObject({
        viewed: own.length,
        started: own.filter(({ startedAt }) => startedAt).length,
        finished: tookDays.length,
        rated: stars.length,
        starCounts: [1, 2, 3, 4, 5].map((star) => stars.filter((given) => given === star).length),
      });
      const middle = [Math.ceil(tookDays.length / 2) - 1, Math.floor(tookDays.length / 2)];
      const median = middle.reduce((sum, place) => sum + (tookDays[place] ?? 0) / 2, 0);
      expect(report.medianDays === null).toBe(tookDays.length === 0);
      expect(report.medianDays ?? 0).toBeCloseTo(median, 6);
      const detail = await reportDetail(town.bot.app, town.guildId, courses[index]!, from, report.started);
      expect(detail.lessons.map(({ done }) => done)).toEqual(
        ['a', 'b', 'c'].map((key) => own.filter((row) => row.done.includes(key)).length),
      );
      // Never those of some days alone, and never of fewer than five: that would tell who wrote them.
      const wrote = rows.flatMap(({ courseId, comment }) =>
        courseId === courses[index]!.courseId && comment !== null ? [comment] : [],
      );
      expect(detail.comments?.map(({ comment }) => comment).toSorted() ?? null).toEqual(
        wrote.length < 5 ? null : wrote.toSorted(),
      );
      expect(wrote.length < 5).toBe(index === 4);
    }
  });

  it('tells a creator where people stop and what they wrote, without names and without pinging anybody', async () => {
    const answer = await ask('bo', '/course report', { course: courses[0]!.courseId });
    expect(said(answer)).toContain('课程报告 · 《Rust from zero》');
    expect(said(answer)).toContain('在这一节之前停下的人最多');
    expect(said(answer)).not.toContain('@everyone');
    expect(filesOf(answer)).toEqual(['report.png', '课程报告.csv', '课时.csv', '学员评语.csv']);
  });

  it('staff see all courses, a creator their own, nobody else any', async () => {
    const all = await ask('staff', '/course report', { days: 30 });
    expect(said(all)).toContain('Report · all courses');
    for (const { title } of courses) expect(said(all)).toContain(title);
    expect(filesOf(all)).toEqual(['courses.csv']);
    expect(said(await ask('bo', '/course report'))).toContain('我的课程');
    expect(said(await ask('ann', '/course report'))).toContain('no published course');
    expect(said(await ask('ann', '/course report', { course: courses[0]!.courseId }))).toContain(
      'Only the creator of “Rust from zero” and staff',
    );
  });

  it('another community has none of it', async () => {
    const [report] = await reportCourses(
      town.bot.app,
      town.bot.town.other.guildId,
      courses.slice(0, 1),
      null,
    );
    expect(report).toMatchObject({ viewed: 0, started: 0, finished: 0, rated: 0 });
  });
});

describe('what to learn next', () => {
  const own = () => [courses[0]!.courseId, courses[1]!.courseId];
  const start = async (userId: string, courseIds: readonly number[]) => {
    for (const courseId of courseIds)
      await town.bot.app.db.execute(
        'INSERT INTO course_learner (guild_id, course_id, user_id, viewed_at, started_at) VALUES ($1, $2, $3, $4, $4)',
        [town.guildId, courseId, userId, new Date(NOW)],
      );
    for (const courseId of courseIds) town.bot.app.learning.changed(town.guildId, courseId);
  };

  it('before they start anything they see what is liked, those they cannot open last', async () => {
    const answer = said(await ask('ann', '/course recommend'));
    expect(answer).toContain('You have not started a course yet');
    expect(answer).toContain('🔒 Gold and up');
    const last = courses.map(({ title }) => answer.indexOf(title));
    expect(Math.max(...last)).toBe(last[4]);
  });

  it('then what goes with their courses, as a count of every pair says it', async () => {
    const { ann } = town.bot.town.people;
    await start(ann, own());
    const found = await recommendCourses(town.bot.app, town.guildId, ann);
    const takersOf = (courseId: number) =>
      new Set(rows.filter((row) => row.courseId === courseId && row.startedAt).map(({ userId }) => userId));
    const scores = courses.slice(2).map(({ courseId }) => {
      const takers = takersOf(courseId);
      const sims = own().map((ownId) => {
        const both = [...takersOf(ownId)].filter((userId) => takers.has(userId)).length;
        const cosine = both / Math.sqrt(takersOf(ownId).size * takers.size);
        return { ownId, both, alike: (cosine * both) / (both + 10) };
      });
      const best = sims.toSorted((one, other) => other.alike - one.alike)[0]!;
      return {
        courseId,
        score: sims[0]!.alike + sims[1]!.alike,
        because: { courseId: best.ownId, both: best.both },
      };
    });
    const isOpen = (courseId: number) => courseId !== courses[4]!.courseId;
    const expected = scores.toSorted(
      (one, other) =>
        Number(isOpen(other.courseId)) - Number(isOpen(one.courseId)) || other.score - one.score,
    );
    expect(found.impersonal).toBeNull();
    expect(found.courses.map(({ course, because }) => ({ courseId: course.courseId, because }))).toEqual(
      expected.map(({ courseId, because }) => ({ courseId, because })),
    );
    expect(said(await ask('ann', '/course recommend'))).toMatch(/because you took .+: \d+ others/);
  });

  it('who opted out is no ground for it, and sees what is liked with the reason', async () => {
    const { app } = town.bot;
    const { ann } = town.bot.town.people;
    const before = await recommendCourses(app, town.guildId, ann);
    const because = before.courses[0]!.because!;
    const mates = rows.filter(
      ({ userId, courseId, startedAt }) =>
        startedAt &&
        courseId === because.courseId &&
        rows.some(
          (other) =>
            other.userId === userId &&
            other.startedAt &&
            other.courseId === before.courses[0]!.course.courseId,
        ),
    );
    expect(mates).toHaveLength(because.both);
    await optOut(app, town.guildId, mates[0]!.userId);
    const after = (await recommendCourses(app, town.guildId, ann)).courses.find(
      ({ course }) => course.courseId === before.courses[0]!.course.courseId,
    );
    expect(after?.because?.both).toBe(because.both - 1);
    await optIn(app, town.guildId, mates[0]!.userId);
    await optOut(app, town.guildId, ann);
    expect(said(await ask('ann', '/course recommend'))).toContain('You asked not to be counted');
    await optIn(app, town.guildId, ann);
  });

  it('never offers what they made themselves', async () => {
    expect(said(await ask('bo', '/course recommend'))).toContain('没有可推荐的了');
  });
});

describe('topics', () => {
  it('counts what a recount of every search, question and interaction counts', async () => {
    const { app, town: place } = town.bot;
    const { db } = app;
    const random = new Random('searches');
    // Commands are typed elsewhere, and would count.
    const { help } = place.channels;
    await ask('staff', '/topics channel', { topic: 'rust', channel: help });
    const words = ['rust', 'async rust', 'zig', 'golang tricks', 'go', '数据库索引', 'rare', null];
    const searches: { on: string; words: string | null; topic: string | null; found: boolean }[] = [];
    for (let index = 0; index < 120; index += 1) {
      town.bot.clock.moveTo(new Date(Date.parse(NOW) - random.between(0, 19 * 24) * 3_600_000));
      const search = {
        words: random.pick(words),
        topic: random.chance(0.3) ? random.pick(['rust', 'go', 'databases']) : null,
        found: random.chance(0.5),
      };
      searches.push({ ...search, on: dayOf(app.clock.now(), ZONE) });
      await noteSearch(app, town.guildId, search);
    }
    town.bot.clock.moveTo(new Date(NOW));
    const questions = Array.from({ length: 40 }, () => ({
      course: random.pick(courses),
      at: new Date(Date.parse(NOW) - random.between(0, 19 * 24) * 3_600_000),
    }));
    for (const { course, at } of questions)
      await db.execute(
        `INSERT INTO qa_question (guild_id, session_id, course_id, text, asked_at, state) VALUES ($1, 1, $2, 'Why?', $3, 'open')`,
        [town.guildId, course.courseId, at],
      );
    const talk = Array.from({ length: 19 }, (_, back) => ({
      on: addDays(TODAY, -back),
      count: random.between(1, 50),
    }));
    for (const { on, count } of talk)
      await db.execute(
        `INSERT INTO channel_hour (guild_id, "on", hour, channel_id, interactions, messages, reactions)
         VALUES ($1, $2, 3, $3, $4, $4, 0)`,
        [town.guildId, on, help, count],
      );
    expect((await listTopics(app, town.guildId, 10)).topics[0]?.before).toBeNull();
    await db.execute('UPDATE coverage_span SET from_at = $2 WHERE guild_id = $1', [
      town.guildId,
      new Date('2026-10-01'),
    ]);
    const list = await listTopics(app, town.guildId, 10);
    const span = daySpan(addDays(TODAY, -9), 10, ZONE);
    const isAbout = { rust: /rust/, go: /\bgo\b/, databases: /^$/ };
    const recounted = (key: keyof typeof isAbout, { days, from, to }: DaySpan) => {
      const about = searches.filter(
        (search) =>
          days.includes(search.on) &&
          (search.topic === key || (search.words && isAbout[key].test(search.words))),
      );
      const said = questions.filter(({ course, at }) => course.topics.includes(key) && at >= from && at < to);
      const talked = key === 'rust' ? talk.filter(({ on }) => days.includes(on)) : [];
      return {
        searches: about.length,
        missed: about.filter(({ found }) => !found).length,
        questions: said.length,
        interactions: talked.reduce((sum, { count }) => sum + count, 0),
      };
    };
    for (const { topic, demand, before, supply } of list.topics) {
      const key = topic.key as keyof typeof isAbout;
      expect({ key, ...demand }).toEqual({ key, ...recounted(key, span) });
      expect({ key, ...before }).toEqual({ key, ...recounted(key, daySpan(addDays(TODAY, -19), 10, ZONE)) });
      const own = courses.filter(({ topics }) => topics.includes(key));
      const courseIds = new Set(own.map(({ courseId }) => courseId));
      const started = rows.filter(({ courseId, startedAt }) => startedAt && courseIds.has(courseId)).length;
      expect(supply).toEqual({
        courses: own.length,
        updatedAt: new Date(NOW),
        // Ann started both courses on Rust above.
        enrolled: started + (key === 'rust' ? 2 : 0),
      });
    }
    const vain = (typed: string) =>
      searches.filter(
        (search) => search.words === typed && !search.topic && !search.found && span.days.includes(search.on),
      ).length;
    expect(list.missed).toEqual(
      ['zig', 'golang tricks', '数据库索引', 'rare']
        .map((typed) => ({ words: typed, searches: vain(typed) }))
        .filter(({ searches: count }) => count >= 3)
        .toSorted((one, other) => other.searches - one.searches || (one.words < other.words ? -1 : 1)),
    );
  });

  it('are listed for staff in their order with the reason and a file, and for nobody else', async () => {
    const answer = await ask('staff', '/topics list', { span: 10 });
    expect(said(answer)).toMatch(/\*\*1\. .+\*\* · \d course/);
    expect(said(answer)).toContain('Why this order');
    expect(said(answer)).toContain('Searched for, not there yet');
    expect(filesOf(answer)).toEqual(['topics.csv']);
    expect(said(await ask('ann', '/topics list'))).toContain('staff');
  });

  it('get names, and two that are one become one, with their courses and what people call them', async () => {
    expect(said(await ask('staff', '/topics name', { topic: 'golang', zh: 'Go 语言圈' }))).toContain(
      'New topic',
    );
    expect(said(await ask('staff', '/topics name', { topic: 'rust', en: 'Golang' }))).toContain(
      'use `/topics merge`',
    );
    expect(said(await ask('staff', '/topics merge', { from: 'go', into: 'golang' }))).toContain('2 courses');
    const { app } = town.bot;
    expect(app.courses.topicCalled(town.guildId, 'GO')?.key).toBe('golang');
    expect(app.courses.find(town.guildId, courses[2]!.courseId)?.topics).toEqual(['golang']);
    expect(said(await ask('staff', '/topics merge', { from: 'go', into: 'golang' }))).toContain('same topic');
    expect(
      said(await ask('staff', '/topics channel', { topic: 'cobol', channel: town.bot.town.channels.help })),
    ).toContain('There is no topic “cobol”');
  });
});

describe('what a creator sees', () => {
  it('enrolled, finished, ratings, points and their share', async () => {
    const answer = said(await ask('bo', '/creator stats'));
    const started = rows.filter(({ startedAt }) => startedAt).length + 2;
    expect(answer).toContain(`**学习人次** ${started}`);
    expect(answer).toContain('首次发布：本月 500 分（5 次）');
    expect(answer).toContain('100.0%');
    expect(said(await ask('staff', '/creator stats', { member: town.bot.town.people.bo }))).toContain(
      `**Enrolled** ${started}`,
    );
    expect(said(await ask('ann', '/creator stats', { member: town.bot.town.people.bo }))).toContain('staff');
    expect(said(await ask('ann', '/creator stats'))).toContain('/creator apply');
  });

  it('what was not updated for long: their own, all for staff', async () => {
    expect(said(await ask('bo', '/course stale', { days: 1 }))).toContain('没有超过');
    town.bot.clock.moveTo(new Date('2026-12-16T09:00:00Z'));
    const stale = said(await ask('staff', '/course stale', { days: 20 }));
    expect(stale).toContain('30 days ago');
    for (const { title } of courses) expect(stale).toContain(title);
    expect(said(await ask('ann', '/course stale', { days: 20 }))).toContain('None of your published courses');
  });

  it('their points, also when their courses were given to somebody else', async () => {
    const { app } = town.bot;
    const { staff } = town.bot.town.people;
    const owner = { userId: town.bot.town.people.owner, isReviewer: true, isStaff: true };
    for (const { courseId } of courses) await transferCourse(app, town.guildId, courseId, owner, staff);
    expect(said(await ask('bo', '/creator stats'))).toContain('累计 500 分');
  });
});
