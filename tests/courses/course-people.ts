/** People around courses, and courses without Discord: settings in memory are given, the clock stands still. The database is the test's. */
import { CommunityMemory } from '../../src/communities/communities.ts';
import { CourseMemory } from '../../src/courses/courses.ts';
import type { Actor, CourseContent, CourseSettings, Lesson } from '../../src/courses/courses.ts';
import { DEFAULT_SETTINGS } from '../../src/courses/courses-records.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { keyedHash } from '../../src/kernel/keyed-hash.ts';
import type { TestDatabase } from '../support/database.ts';

export const GUILD = '100';

const person = (userId: string, roles: Partial<Actor> = {}): Actor => ({
  userId,
  isReviewer: false,
  isStaff: false,
  ...roles,
});

/** Cleo makes courses and holds the reviewers' role, too. */
export const cleo = person('20', { isReviewer: true });
export const dan = person('21');
export const rita = person('30', { isReviewer: true });
export const rob = person('31', { isReviewer: true });
export const rex = person('32', { isReviewer: true });
export const stan = person('40', { isReviewer: true, isStaff: true });
export const mia = person('50');

export const aLesson = (key: string, changes: Partial<Lesson> = {}): Lesson => ({
  key,
  title: `Lesson ${key}`,
  link: `https://example.org/${key}`,
  text: null,
  minutes: 15,
  ...changes,
});

/** Ready to be submitted. */
export const aCourse = (changes: Partial<CourseContent> = {}): CourseContent => ({
  title: 'Rust 入门',
  summary: 'Ownership, borrowing, lifetimes.',
  topics: ['rust'],
  level: 'beginner',
  language: 'both',
  tierId: null,
  lessons: [aLesson('a'), aLesson('b')],
  changes: 'Everything is new.',
  ...changes,
});

export function courseApp(db: TestDatabase, settings: Partial<CourseSettings> = {}) {
  const courses = new CourseMemory();
  courses.putSettings(GUILD, { ...DEFAULT_SETTINGS, ...settings });
  return {
    db,
    courses,
    communities: new CommunityMemory(),
    clock: new StoppedClock('2026-11-16T09:00:00Z'),
    keyedHash: keyedHash(Buffer.alloc(32, 7)),
  };
}
