/** The story's own book of courses, by hand. */
import { beforeEach, expect, it } from 'vitest';
import { shanghai } from '../../src/demo/story-time.ts';
import { CourseBook } from '../../src/demo/truth-courses.ts';

const OCTOBER = shanghai('2026-10-22 10:00');
const NOVEMBER = shanghai('2026-11-06 10:00');

let book: CourseBook;
const did = (userId: string, at = OCTOBER) => ({ userId, channelId: 'courses', at });

beforeEach(() => {
  book = new CourseBook();
  book.create('types', 'leo', 'pro', 1);
  book.publish('types', OCTOBER, 2);
});

it('counts each person once at each step, who began without a look among those who looked', () => {
  book.view('types', did('ann'));
  book.view('types', did('ann', OCTOBER + 1));
  book.start('types', did('bo'));
  book.start('types', did('bo', OCTOBER + 1));
  book.done('types', 1, did('bo'));
  expect(book.funnelOf('types')).toEqual({ viewed: 2, started: 1, finished: 0, rated: 0, mean: null });
  book.done('types', 2, did('bo'));
  book.rate('types', 3, did('bo'));
  book.rate('types', 4, did('bo', OCTOBER + 1));
  expect(book.funnelOf('types')).toEqual({ viewed: 2, started: 1, finished: 1, rated: 1, mean: 4 });
  expect([...book.learnersOf('types')]).toEqual([['bo', 2]]);
  expect(() => book.done('types', 1, did('ann'))).toThrow(RangeError);
});

it('keeps who finished finished when a new version brings a lesson', () => {
  book.start('types', did('bo'));
  book.done('types', 1, did('bo'));
  book.done('types', 2, did('bo'));
  book.publish('types', NOVEMBER, 3);
  expect(book.funnelOf('types').finished).toBe(1);
  expect(book.versionsOf('types')).toBe(2);
});

it('notes as interactions what people did, and the same at the same instant once', () => {
  book.view('types', did('ann'));
  book.view('types', did('ann'));
  book.start('types', did('ann'));
  book.start('types', did('ann', OCTOBER + 1));
  book.ask(did('ann'), true);
  book.ask(did('bo'), false);
  book.answer(did('leo'));
  expect(book.acts.map(({ userId }) => userId)).toEqual(['ann', 'ann', 'ann', 'leo']);
  expect([book.questions, book.answers]).toEqual([2, 1]);
});

it('lets into the room who began and may open it, and the creator', () => {
  for (const userId of ['ann', 'bo', 'cy']) book.start('types', did(userId));
  const tiers = new Map([
    ['ann', 'pro'],
    ['bo', 'gold'],
  ] as const);
  const room = book.roomOf('types', (userId) => tiers.get(userId as 'ann' | 'bo') ?? null);
  expect([...room].toSorted()).toEqual(['ann', 'bo', 'leo']);
  book.create('cli', 'mo', null, 1);
  book.start('cli', did('cy'));
  expect([...book.roomOf('cli', () => null)].toSorted()).toEqual(['cy', 'mo']);
});

it('gives points for publishing, one update a month, who finished, and who liked it', () => {
  book.publish('types', NOVEMBER, 2);
  book.publish('types', NOVEMBER + 1, 2);
  for (const [userId, stars] of [
    ['ann', 5],
    ['bo', 3],
  ] as const) {
    book.start('types', did(userId));
    book.done('types', 1, did(userId));
    book.rate('types', stars, did(userId));
  }
  book.done('types', 2, did('ann'));
  expect([...book.points]).toEqual([['leo', 100 + 20 + 5 + 2]]);
});
