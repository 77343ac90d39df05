/** Moments as people type them. Pure; nothing is faked. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/kernel/errors.ts';
import { momentAt, parseMoment } from '../../src/kernel/moments.ts';

/** 17:00 in Shanghai, 10:00 in Berlin. */
const NOW = new Date('2026-11-16T09:00:00Z');

const instantOf = (typed: string, timeZone = 'Asia/Shanghai', now = NOW) =>
  momentAt(parseMoment(typed), now, timeZone).toISOString();

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a moment that somebody types', () => {
  it.each([
    ['now', '2026-11-16T09:00:00.000Z'],
    ['现在', '2026-11-16T09:00:00.000Z'],
    ['20:00', '2026-11-16T12:00:00.000Z'],
    ['２０：００', '2026-11-16T12:00:00.000Z'],
    // 17:00 is this very minute, and so tomorrow's.
    ['17:00', '2026-11-17T09:00:00.000Z'],
    ['9:05', '2026-11-17T01:05:00.000Z'],
    ['2026-12-01 20:00', '2026-12-01T12:00:00.000Z'],
    ['2028-02-29T00:00', '2028-02-28T16:00:00.000Z'],
  ])("%s is that moment in the community's zone", (typed, instant) => {
    expect(instantOf(typed)).toBe(instant);
  });

  it.each(['31/02', '2026-02-31 20:00', '2027-02-29 10:00', '24:00', '20:60', 'tomorrow', '2026-12-01', ''])(
    '%s is no moment',
    (typed) => expect(refusalOf(() => parseMoment(typed)).code).toBe('option.moment'),
  );

  it('a day and time that is over, or this very minute, is refused', () => {
    expect(refusalOf(() => instantOf('2026-11-16 16:59')).code).toBe('option.moment-past');
    expect(refusalOf(() => instantOf('2026-11-16 17:00')).code).toBe('option.moment-past');
    expect(instantOf('2026-11-16 17:01')).toBe('2026-11-16T09:01:00.000Z');
  });

  it('a time that clocks set forward leave out is refused, and one that occurs twice is the first', () => {
    const before = new Date('2027-03-27T12:00:00Z');
    const refusal = refusalOf(() => instantOf('2027-03-28 02:30', 'Europe/Berlin', before));
    expect(refusal.code).toBe('option.moment-gap');
    expect(refusal.facts).toMatchObject({ next: new Date('2027-03-28T01:30:00Z') });
    expect(refusalOf(() => instantOf('02:30', 'Europe/Berlin', before)).code).toBe('option.moment-gap');
    expect(instantOf('2027-10-31 02:30', 'Europe/Berlin', before)).toBe('2027-10-31T00:30:00.000Z');
  });
});
