/** Points in the database: once for each occasion, summed by month, shared from the pool. Real database; the settings in memory are given. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { currentMonth, earnPoints, payoutShare, pointsOf } from '../../src/creators/creators.ts';
import type { Earning } from '../../src/creators/creators.ts';
import { transact } from '../../src/db/transact.ts';
import { keyedHash } from '../../src/kernel/keyed-hash.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { CommunityMemory } from '../../src/communities/communities.ts';
import { CourseMemory } from '../../src/courses/courses.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const GUILD = '100';
const [ANN, BO] = ['20', '21'];
const AT = new Date('2026-11-16T09:00:00Z');

let db: TestDatabase;
const communities = new CommunityMemory();
const courses = new CourseMemory();
const clock = new StoppedClock(AT.toISOString());
const app = () => ({ db, communities, courses, clock, keyedHash: keyedHash(Buffer.alloc(32, 7)) });

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const base = { guildId: GUILD, creatorId: ANN, courseId: 1, at: AT };
const earn = (earning: Earning) => earnPoints(db.prisma, app(), earning);

it('the same occasion earns once, also when two note it at the same second', async () => {
  const finished = { ...base, kind: 'finished', learnerId: '30' } as const;
  await Promise.all([earn(finished), earn(finished), earn({ ...base, kind: 'published' })]);
  await earn({ ...finished, at: new Date('2027-01-01T00:00:00Z') });
  const { total, byKind } = await pointsOf(app(), GUILD, ANN, null);
  expect(total).toBe(105);
  expect(byKind).toEqual({
    published: { count: 1, points: 100 },
    updated: { count: 0, points: 0 },
    finished: { count: 1, points: 5 },
    rated: { count: 0, points: 0 },
  });
});

it('a transaction that fails earns nothing, and a course that belongs to nobody neither', async () => {
  const failing = transact(db, async (tx) => {
    await earnPoints(tx, app(), { ...base, kind: 'published', courseId: 2 });
    throw new Error('not published after all');
  });
  await expect(failing).rejects.toThrow('not published');
  await earn({ ...base, kind: 'published', courseId: 3, creatorId: null });
  expect((await pointsOf(app(), GUILD, ANN, null)).total).toBe(105);
});

it('the share is by the points of the local month, in minor units of the pool, and other communities do not count', async () => {
  await earn({ ...base, kind: 'published', courseId: 4, creatorId: BO });
  await earn({ ...base, kind: 'published', courseId: 5, creatorId: BO, guildId: '101' });
  await earn({
    ...base,
    kind: 'published',
    courseId: 6,
    creatorId: BO,
    at: new Date('2026-10-31T23:59:59Z'),
  });
  const month = currentMonth(app(), GUILD);
  expect([month.fromOn, month.toOn]).toEqual(['2026-11-01', '2026-12-01']);
  expect(await payoutShare(app(), GUILD, ANN, month)).toEqual({
    ownPoints: 105,
    allPoints: 205,
    ratio: 105 / 205,
    amountMinor: null,
  });
  courses.putSettings(GUILD, { ...courses.settingsOf(GUILD), poolMinor: 100_000 });
  const shares = await Promise.all([ANN, BO].map((userId) => payoutShare(app(), GUILD, userId, month)));
  expect(shares.map((share) => share?.amountMinor)).toEqual([51_219, 48_780]);
  const empty = { from: new Date('2025-01-01T00:00:00Z'), to: new Date('2025-02-01T00:00:00Z') };
  expect(await payoutShare(app(), GUILD, ANN, empty)).toBeNull();
});
