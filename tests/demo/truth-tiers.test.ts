/** The story's own book of paid tiers, by hand. */
import { beforeEach, expect, it } from 'vitest';
import { shanghai } from '../../src/demo/story-time.ts';
import { TierBook } from '../../src/demo/truth-tiers.ts';

const GRANTED = shanghai('2026-10-20 10:30');
const ENDS = shanghai('2026-11-01 00:00');

let book: TierBook;
beforeEach(() => {
  book = new TierBook();
  book.grant('ann', 'pro', GRANTED, ENDS);
  book.did('granted');
});

it('gives a tier from its grant up to its end and not at that instant', () => {
  expect(book.tierAt('ann', GRANTED - 1)).toBe(null);
  expect(book.tierAt('ann', GRANTED)).toBe('pro');
  expect(book.tierAt('ann', ENDS - 1)).toBe('pro');
  expect(book.tierAt('ann', ENDS)).toBe(null);
  expect(book.tierAt('bo', GRANTED)).toBe(null);
});

it('lets the higher tier count', () => {
  book.grant('ann', 'gold', GRANTED + 1_000, ENDS - 1_000);
  expect(book.tierAt('ann', GRANTED)).toBe('pro');
  expect(book.tierAt('ann', GRANTED + 1_000)).toBe('gold');
  expect(book.paidUntil('ann', GRANTED + 1_000)).toBe(ENDS - 1_000);
  expect(book.tierAt('ann', ENDS - 1_000)).toBe('pro');
});

it('keeps what ends after the rule was made for the days of grace, and nothing that ended before', () => {
  const graceEnd = shanghai('2026-11-04 00:00');
  book.grant('bo', 'pro', GRANTED, ENDS - 1);
  book.allowGrace(ENDS, 3);
  expect(book.tierAt('ann', graceEnd - 1)).toBe('pro');
  expect(book.paidUntil('ann', graceEnd - 1)).toBe(ENDS);
  expect(book.tierAt('ann', graceEnd)).toBe(null);
  expect(book.tierAt('bo', ENDS)).toBe(null);
  expect([...book.entriesAt(graceEnd - 1)]).toEqual([
    ['granted', 1],
    ['grace', 1],
    ['expired', 1],
  ]);
  expect(book.entriesAt(graceEnd).get('expired')).toBe(2);
});

it('ends what was paid back at once, without grace and without expiring', () => {
  book.allowGrace(GRANTED, 3);
  book.pay(9_900);
  book.cut('ann', GRANTED + 60_000);
  book.refund(9_900);
  expect(book.tierAt('ann', GRANTED + 59_999)).toBe('pro');
  expect(book.tierAt('ann', GRANTED + 60_000)).toBe(null);
  expect([...book.entriesAt(ENDS).keys()]).toEqual(['granted']);
  expect([book.paidMinor, book.payments, book.refundedMinor, book.refunds]).toEqual([9_900, 1, 9_900, 1]);
});

it('extends the latest grant by whole days', () => {
  book.extend('ann', 30);
  expect(book.paidUntil('ann', ENDS)).toBe(shanghai('2026-12-01 00:00'));
  expect(() => book.extend('bo', 30)).toThrow(RangeError);
});
