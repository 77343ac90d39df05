import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/kernel/errors.ts';
import {
  assertWeekOver,
  CLAIM_LEASE_MS,
  isAbandoned,
  kindOfMarker,
  lastWholeWeek,
  markerOf,
  weekOf,
} from '../../src/reports/reports-rules.ts';

const berlin = { timeZone: 'Europe/Berlin', weekStartsOn: 1 } as const;
const newYork = { timeZone: 'America/New_York', weekStartsOn: 7 } as const;
const kolkata = { timeZone: 'Asia/Kolkata', weekStartsOn: 1 } as const;
const hours = (span: { from: Date; to: Date }) => (span.to.getTime() - span.from.getTime()) / 3_600_000;

describe('the week a report is about', () => {
  test.each([
    [
      'Monday 09:00 in Berlin',
      '2026-11-23T08:00:00Z',
      berlin,
      '2026-11-16',
      '2026-11-15T23:00:00Z',
      '2026-11-22T23:00:00Z',
    ],
    [
      'Sunday in Berlin: the running week does not count',
      '2026-11-22T20:00:00Z',
      berlin,
      '2026-11-09',
      '2026-11-08T23:00:00Z',
      '2026-11-15T23:00:00Z',
    ],
    [
      'midnight between two weeks',
      '2026-11-22T23:00:00Z',
      berlin,
      '2026-11-16',
      '2026-11-15T23:00:00Z',
      '2026-11-22T23:00:00Z',
    ],
    [
      'a week that begins on Sunday in New York',
      '2026-11-22T14:00:00Z',
      newYork,
      '2026-11-15',
      '2026-11-15T05:00:00Z',
      '2026-11-22T05:00:00Z',
    ],
    [
      'a zone half an hour off',
      '2026-11-23T03:30:00Z',
      kolkata,
      '2026-11-16',
      '2026-11-15T18:30:00Z',
      '2026-11-22T18:30:00Z',
    ],
    [
      'over the end of the year',
      '2027-01-04T08:00:00Z',
      berlin,
      '2026-12-28',
      '2026-12-27T23:00:00Z',
      '2027-01-03T23:00:00Z',
    ],
  ] as const)('%s', (_, at, settings, fromOn, from, to) => {
    const week = lastWholeWeek(new Date(at), settings);
    expect(week.fromOn).toBe(fromOn);
    expect(week.days).toHaveLength(7);
    expect([week.from, week.to]).toEqual([new Date(from), new Date(to)]);
  });

  test.each([
    ['Berlin in March loses an hour', '2026-03-30T08:00:00Z', berlin, 167],
    ['Berlin in October gains an hour', '2026-10-26T09:00:00Z', berlin, 169],
    ['New York in March loses an hour', '2026-03-15T14:00:00Z', newYork, 167],
    ['New York in November gains an hour', '2026-11-08T15:00:00Z', newYork, 169],
  ] as const)('the week in which %s is still seven days', (_, at, settings, expected) => {
    const week = lastWholeWeek(new Date(at), settings);
    expect(week.days).toHaveLength(7);
    expect(hours(week)).toBe(expected);
    expect(week.to <= new Date(at)).toBe(true);
  });

  test('a week that is still running, or to come, has no report yet', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    for (const on of ['2026-11-20', '2026-11-22', '2027-05-01'])
      expect(() => assertWeekOver(weekOf(on, berlin), now)).toThrow(Refusal);
    expect(() => assertWeekOver(weekOf('2026-11-15', berlin), now)).not.toThrow();
  });

  test('the refusal says when the week is over', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    const facts = { fromOn: '2026-11-16', lastOn: '2026-11-22', overAt: new Date('2026-11-22T23:00:00Z') };
    expect(() => assertWeekOver(weekOf('2026-11-20', berlin), now)).toThrow(
      expect.objectContaining({ code: 'report.week-not-over', facts }),
    );
  });
});

describe('the marker of a post', () => {
  test('it fits into a nonce for the longest of ids and differs by community, kind and week', () => {
    const markers = [
      markerOf('18446744073709551615', 'satisfaction', '2026-11-16'),
      markerOf('18446744073709551615', 'activity', '2026-11-16'),
      markerOf('18446744073709551615', 'activity', '2026-11-23'),
      markerOf('18446744073709551614', 'activity', '2026-11-16'),
    ];
    expect(Math.max(...markers.map((marker) => marker.length))).toBeLessThanOrEqual(25);
    expect(new Set(markers).size).toBe(4);
  });

  test.each(['activity', 'satisfaction'] as const)('the button below a %s report knows its kind', (kind) => {
    expect(kindOfMarker(markerOf('112233445566778899', kind, '2026-11-16'))).toBe(kind);
  });

  test.each(['', 'a', 'x20261116-abc', 'a20261340-abc', 'a20261116', 'a20261116-AB!', 'aaaaaaaaa-abc'])(
    '“%s” is no marker',
    (marker) => {
      expect(kindOfMarker(marker)).toBeNull();
    },
  );
});

describe('taking a claim over', () => {
  const claimedAt = new Date('2026-11-23T08:00:00Z');
  const later = (ms: number) => new Date(claimedAt.getTime() + ms);

  test.each([
    ['claimed', 0, false],
    ['claimed', CLAIM_LEASE_MS, false],
    ['claimed', CLAIM_LEASE_MS + 1, true],
    ['released', 0, true],
    ['posted', 10 * CLAIM_LEASE_MS, false],
  ] as const)('a report %s %d ms ago: %s', (state, ms, expected) => {
    expect(isAbandoned({ state, claimedAt }, later(ms))).toBe(expected);
  });
});
