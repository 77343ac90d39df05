/** How a course changes, in the database: one after the other, at the same second, and never behind the reviewers' backs. Real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommunityMemory } from '../../src/communities/communities.ts';
import {
  changeCourseSettings,
  CHECKS,
  CourseMemory,
  coursesOf,
  draftCourse,
  editDraft,
  getCourse,
  getVersion,
  historyOf,
  moveVersion,
  nameTopic,
  reviewVersion,
  reviseCourse,
  submitDraft,
  transferCourse,
} from '../../src/courses/courses.ts';
import type { Actor, CourseContent, CourseVersion, Verdict } from '../../src/courses/courses.ts';
import { pointsOf } from '../../src/creators/creators.ts';
import type { Shards } from '../../src/kernel/shards.ts';
import { TierMemory } from '../../src/tiers/tiers.ts';
import { aCourse, aLesson, cleo, courseApp, dan, GUILD, mia, rita, rex, rob, stan } from './course-people.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let app: ReturnType<typeof courseApp>;

beforeAll(async () => {
  db = await testDatabase();
  app = courseApp(db);
});
afterAll(() => db.close());

const move = (version: CourseVersion, act: Parameters<typeof moveVersion>[3], who: Actor) =>
  moveVersion(app, GUILD, version.id, act, who);
const say = (version: CourseVersion, who: Actor, verdict: Verdict) =>
  reviewVersion(app, GUILD, version.id, who, {
    verdict,
    checklist: verdict === 'approve' ? CHECKS : [],
    reason: verdict === 'approve' ? null : 'The second lesson is wrong.',
  });
const drafted = async (content: Partial<CourseContent> = {}) =>
  (await draftCourse(app, GUILD, cleo, aCourse(content))).version;
async function submitted(content: Partial<CourseContent> = {}): Promise<CourseVersion> {
  return (await move(await drafted(content), 'submit', cleo)).version;
}
async function approved(version?: CourseVersion): Promise<CourseVersion> {
  const before = version ?? (await submitted());
  await say(before, rita, 'approve');
  return (await say(before, rob, 'approve')).version;
}
const published = async () => (await move(await approved(), 'publish', cleo)).version;
/** The next version of a course, under review. */
async function update(version: CourseVersion): Promise<CourseVersion> {
  const { version: draft } = await reviseCourse(app, GUILD, version.courseId, cleo);
  await editDraft(app, GUILD, draft.id, cleo, (content) => ({ ...content, changes: 'A third lesson.' }));
  return (await move(draft, 'submit', cleo)).version;
}
const now = (version: CourseVersion) => getVersion(app, GUILD, version.id);
const entriesOf = async ({ courseId }: CourseVersion) =>
  (await historyOf(app, GUILD, courseId)).entries.map(({ kind }) => kind);
const outcomes = async (acts: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(acts)).map((one) =>
    one.status === 'fulfilled' ? 'done' : ((one.reason as { code?: string }).code ?? String(one.reason)),
  );

describe('two at the same second', () => {
  it('two approvals both count', async () => {
    const version = await submitted();
    expect(await outcomes([say(version, rita, 'approve'), say(version, rob, 'approve')])).toEqual([
      'done',
      'done',
    ]);
    expect((await now(version)).state).toBe('approved');
    expect(await entriesOf(version)).toEqual(['drafted', 'submit', 'approve', 'approve']);
  });

  it('one who presses twice approves once', async () => {
    const version = await submitted();
    const twice = await outcomes([say(version, rita, 'approve'), say(version, rita, 'approve')]);
    expect(twice.toSorted()).toEqual(['course.reviewed-already', 'done']);
    expect((await now(version)).state).toBe('submitted');
  });

  it('the last approval and a rejection end in a rejection, whoever was first', async () => {
    const version = await submitted();
    await say(version, rex, 'approve');
    const both = await outcomes([say(version, rita, 'approve'), say(version, rob, 'reject')]);
    expect((await now(version)).state).toBe('rejected');
    expect(both[1]).toBe('done');
  });

  it('publishing twice publishes once, and earns once', async () => {
    const version = await approved();
    const before = (await pointsOf(app, GUILD, cleo.userId, null)).total;
    const twice = await outcomes([move(version, 'publish', cleo), move(version, 'publish', stan)]);
    expect(twice.toSorted()).toEqual(['course.state', 'done']);
    expect((await pointsOf(app, GUILD, cleo.userId, null)).total - before).toBe(100);
  });

  it('two beginnings of a new version are one draft', async () => {
    const version = await published();
    const [one, other] = await Promise.all([
      reviseCourse(app, GUILD, version.courseId, cleo),
      reviseCourse(app, GUILD, version.courseId, cleo),
    ]);
    expect(one.version.id).toBe(other.version.id);
    expect(one.version).toMatchObject({ number: 2, state: 'draft', lessons: version.lessons, changes: null });
  });

  it('two edits follow one another: neither loses the other', async () => {
    const draft = await drafted({ lessons: [] });
    const add = (key: string) =>
      editDraft(app, GUILD, draft.id, cleo, (content) => ({
        ...content,
        lessons: [...content.lessons, aLesson(key)],
      }));
    await Promise.all([add('x'), add('y')]);
    expect((await now(draft)).lessons.map(({ key }) => key).toSorted()).toEqual(['x', 'y']);
  });
});

describe('reviewing', () => {
  it('who approves ticks everything, and who does not says why', async () => {
    const version = await submitted();
    const review = (verdict: Verdict, reason: string | null, checklist = CHECKS.slice(1)) =>
      reviewVersion(app, GUILD, version.id, rita, { verdict, checklist, reason });
    await expect(review('approve', null)).rejects.toMatchObject({
      code: 'course.checklist',
      facts: { missing: ['correctness'] },
    });
    await expect(review('reject', ' \n')).rejects.toThrow('course.no-reason');
    expect((await review('changes', 'Lesson 2')).version.state).toBe('changes-requested');
  });

  it('nobody reviews their own, and a button of an old version says so', async () => {
    const old = await submitted();
    await expect(say(old, cleo, 'approve')).rejects.toThrow('course.own-review');
    await expect(say(old, mia, 'approve')).rejects.toThrow('course.unknown');
    await say(old, rita, 'changes');
    const next = await update(old);
    await expect(say(old, rob, 'approve')).rejects.toMatchObject({
      code: 'course.old-version',
      facts: { number: 1, latest: 2 },
    });
    expect(next).toMatchObject({ number: 2, state: 'submitted', changes: 'A third lesson.' });
  });

  it('approvals of one version are none of the next', async () => {
    const first = await submitted();
    await say(first, rita, 'approve');
    await say(first, rob, 'changes');
    const next = await update(first);
    await say(next, rita, 'approve');
    expect((await now(next)).state).toBe('submitted');
  });

  it('a fault seen late stops an approved version, and it is not published', async () => {
    const version = await approved();
    expect((await say(version, rita, 'reject')).version.state).toBe('rejected');
    await expect(move(version, 'publish', cleo)).rejects.toThrow('course.state');
  });
});

describe('versions', () => {
  it('a rejected first version ends the course; after a rejected update the published one is built upon', async () => {
    const first = await submitted();
    await say(first, rita, 'reject');
    await expect(reviseCourse(app, GUILD, first.courseId, cleo)).rejects.toMatchObject({
      code: 'course.rejected',
      facts: { reason: 'The second lesson is wrong.' },
    });
    const base = await published();
    const next = await update(base);
    await say(next, rita, 'reject');
    const { version } = await reviseCourse(app, GUILD, base.courseId, cleo);
    expect(version).toMatchObject({ number: 3, state: 'draft', changes: null });
  });

  it('a published course stays as it is while its update is written, reviewed and withdrawn', async () => {
    const base = await published();
    const next = await update(base);
    await expect(reviseCourse(app, GUILD, base.courseId, cleo)).rejects.toThrow('course.in-the-works');
    await expect(editDraft(app, GUILD, next.id, cleo, (content) => content)).rejects.toThrow('course.state');
    await move(next, 'withdraw', cleo);
    expect(app.courses.find(GUILD, base.courseId)).toMatchObject({ versionId: base.id, number: 1 });
  });

  it('an update takes the place of what was published, in one moment', async () => {
    const base = await published();
    const next = await approved(await update(base));
    await move(next, 'publish', cleo);
    expect([(await now(base)).state, (await now(next)).state]).toEqual(['superseded', 'published']);
    expect((await getCourse(app, GUILD, base.courseId)).publishedId).toBe(next.id);
    expect(app.courses.find(GUILD, base.courseId)).toMatchObject({ versionId: next.id, number: 2 });
  });

  it('an archived course leaves the list, is updated by nobody, and staff alone bring it back', async () => {
    const base = await published();
    const next = await approved(await update(base));
    await move(base, 'archive', cleo);
    expect(app.courses.find(GUILD, base.courseId)).toBeNull();
    await expect(move(next, 'publish', cleo)).rejects.toThrow('course.archived');
    await expect(move(base, 'restore', cleo)).rejects.toThrow('access.staff-only');
    await move(base, 'restore', stan);
    await move(next, 'publish', cleo);
    expect(app.courses.find(GUILD, base.courseId)).toMatchObject({ number: 2 });
  });

  it('what is incomplete is not submitted', async () => {
    const draft = await drafted({ summary: ' ', lessons: [] });
    await expect(move(draft, 'submit', cleo)).rejects.toMatchObject({
      code: 'course.incomplete',
      facts: { missing: ['summary', 'lessons'] },
    });
  });
});

describe('whose it is', () => {
  it('another community sees nothing of it', async () => {
    const version = await published();
    await expect(moveVersion(app, '101', version.id, 'archive', stan)).rejects.toThrow('course.unknown');
    await expect(
      reviewVersion(app, '101', version.id, rita, { verdict: 'approve', checklist: CHECKS, reason: null }),
    ).rejects.toThrow('course.unknown');
  });

  it('whom it is given to goes on with it, and may not have decided about it before', async () => {
    const version = await submitted();
    await say(version, rita, 'approve');
    const give = (to: Actor) => transferCourse(app, GUILD, version.courseId, stan, to.userId);
    await expect(give(rita)).rejects.toThrow('course.transfer-reviewer');
    await expect(give(cleo)).rejects.toThrow('course.transfer-same');
    await give(dan);
    await expect(move(version, 'withdraw', cleo)).rejects.toThrow('course.creator-only');
    await move(version, 'withdraw', dan);
    expect((await coursesOf(app, GUILD, dan.userId)).map(({ course }) => course.id)).toEqual([
      version.courseId,
    ]);
  });

  it('who wrote it does not review it when it was given away, nor does whoever gets it at the same second', async () => {
    const version = await submitted();
    const give = (to: Actor) => transferCourse(app, GUILD, version.courseId, stan, to.userId);
    await give(dan);
    await expect(say(version, cleo, 'approve')).rejects.toThrow('course.own-review');
    const both = await outcomes([say(version, rita, 'approve'), give(rita)]);
    expect(both).toContain('done');
    expect(both.some((code) => code === 'course.own-review' || code === 'course.transfer-reviewer')).toBe(
      true,
    );
  });

  it('of many courses begun at the same second a creator gets as many as they may have', async () => {
    const rosa: Actor = { ...mia, userId: '51' };
    const all = await outcomes(Array.from({ length: 12 }, () => draftCourse(app, GUILD, rosa, aCourse())));
    expect(all.filter((outcome) => outcome === 'done')).toHaveLength(10);
    expect(all.filter((outcome) => outcome === 'course.too-many-drafts')).toHaveLength(2);
  });
});

describe('submitting', () => {
  it('an edit at the same second comes before it or not at all: what reviewers read was looked at', async () => {
    const tiers = new TierMemory();
    await nameTopic(app, GUILD, 'Rust', { en: 'Rust', 'zh-CN': 'Rust 语言' });
    for (const isEditFirst of [true, false]) {
      const draft = await drafted({ topics: ['RUST'] });
      const acts = [
        () => editDraft(app, GUILD, draft.id, cleo, (content) => ({ ...content, topics: ['Rust 语言'] })),
        () => submitDraft({ ...app, tiers }, GUILD, draft.id, cleo),
      ];
      await outcomes((isEditFirst ? acts : acts.toReversed()).map((act) => act()));
      expect(await now(draft)).toMatchObject({ state: 'submitted', topics: ['rust'] });
    }
  });
});

describe('what is held in memory', () => {
  // A creator has only so many courses in the works.
  beforeAll(async () => {
    for (const { latest } of await coursesOf(app, GUILD, cleo.userId))
      if (['draft', 'submitted', 'approved'].includes(latest.state)) await move(latest, 'withdraw', cleo);
  });

  /** The database fails where published courses are read. */
  const failing = () => {
    const course = { findMany: () => Promise.reject(new Error('the database is away')) };
    const prisma = new Proxy(db.prisma, {
      get: (real, key) => (key === 'course' ? course : Reflect.get(real, key)),
    });
    return { ...app, db: Object.assign(Object.create(db) as TestDatabase, { prisma }) };
  };

  it('follows as soon as it can where it could not at once, and what was done has not failed', async () => {
    const first = await published();
    const second = await published();
    const archived = await moveVersion(failing(), GUILD, first.id, 'archive', stan);
    expect(archived.version.state).toBe('archived');
    await move(second, 'archive', stan);
    expect(app.courses.find(GUILD, first.courseId)).toBeNull();
    await moveVersion(failing(), GUILD, second.id, 'restore', stan);
    await expect(app.courses.refreshStale(failing(), GUILD)).rejects.toThrow('away');
    await app.courses.refreshStale(app, GUILD);
    expect(app.courses.find(GUILD, second.courseId)).not.toBeNull();
  });

  it('is what belongs to the communities of this process', async () => {
    const version = await published();
    await changeCourseSettings(app, GUILD, { staleDays: 30 });
    const loaded = async (shards: Shards | null) => {
      const courses = new CourseMemory();
      await courses.load({ db, communities: new CommunityMemory(shards) });
      return [courses.find(GUILD, version.courseId)?.versionId, courses.settingsOf(GUILD).staleDays];
    };
    expect(await loaded(null)).toEqual([version.id, 30]);
    expect(await loaded({ ids: [1], count: 2 })).toEqual([undefined, 90]);
  });
});
