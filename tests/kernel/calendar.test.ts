/** Days and weeks of communities in zones that change their clocks. Pure; nothing is faked. */
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  dayStart,
  daysBetween,
  isDay,
  isoWeekOf,
  isTimeZone,
  wallTime,
  weekSpan,
  weekStartOf,
} from '../../src/kernel/calendar.ts';

const HOUR_MS = 3_600_000;

describe('a day in a zone', () => {
  it('is the local one', () => {
    expect(dayOf(new Date('2026-11-15T16:30:00Z'), 'Asia/Shanghai')).toBe('2026-11-16');
    expect(dayOf(new Date('2026-11-15T16:30:00Z'), 'America/New_York')).toBe('2026-11-15');
  });

  it('begins an hour later where a clock change skips midnight', () => {
    // Chile moves its clocks at midnight: 2026-09-06 begins at 01:00.
    expect(dayStart('2026-09-06', 'America/Santiago')).toEqual(new Date('2026-09-06T04:00:00Z'));
  });

  it.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['tomorrow', false],
  ])('%s exists: %s', (text, exists) => expect(isDay(text)).toBe(exists));

  it('counts on across months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2);
  });
});

describe('a week in a zone', () => {
  it('begins on the day the community chose', () => {
    expect(weekStartOf('2026-11-18', 1)).toBe('2026-11-16');
    expect(weekStartOf('2026-11-18', 7)).toBe('2026-11-15');
    expect(weekStartOf('2026-11-15', 7)).toBe('2026-11-15');
    expect(weekStartOf('2026-11-15', 1)).toBe('2026-11-09');
  });

  it.each([
    ['the week the clocks go forward', '2026-03-25', 167],
    ['the week the clocks go back', '2026-10-20', 169],
    ['any other week', '2026-06-10', 168],
  ])('has the hours it has: %s', (_, on, hours) => {
    const span = weekSpan(on, 1, 'Europe/Berlin');
    expect((span.to.getTime() - span.from.getTime()) / HOUR_MS).toBe(hours);
    expect(span.days).toHaveLength(7);
  });

  it('is numbered as ISO 8601 says, also over New Year', () => {
    expect(isoWeekOf('2026-11-16')).toEqual({ year: 2026, week: 47 });
    expect(isoWeekOf('2027-01-01')).toEqual({ year: 2026, week: 53 });
  });
});

describe('a wall time', () => {
  it('skipped by a clock change moves forward by the gap', () => {
    expect(wallTime('2026-03-29', 2, 30, 'Europe/Berlin')).toEqual(new Date('2026-03-29T01:30:00Z'));
  });

  it('that comes twice is the first of them', () => {
    expect(wallTime('2026-10-25', 2, 30, 'Europe/Berlin')).toEqual(new Date('2026-10-25T00:30:00Z'));
  });
});

describe('a time zone', () => {
  it.each([
    ['Asia/Shanghai', true],
    ['America/Argentina/Ushuaia', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['GMT+8', false],
    ['+08:00', false],
    ['', false],
  ])('%s is one: %s', (name, is) => expect(isTimeZone(name)).toBe(is));
});
