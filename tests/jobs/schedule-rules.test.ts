/** Which slots are due, across clock changes. Pure; nothing is faked. */
import { describe, expect, it } from 'vitest';
import { nextSlot, slotsBetween, slotsToRun } from '../../src/jobs/schedule-rules.ts';
import type { Schedule } from '../../src/jobs/schedule-rules.ts';

const mondayNine = (timeZone: string): Schedule => ({ every: 'week', weekday: 1, hour: 9, timeZone });

describe('a weekly report', () => {
  it('is due at its local hour in summer and in winter', () => {
    const span = { from: new Date('2026-10-18T00:00:00Z'), to: new Date('2026-10-31T00:00:00Z') };
    expect(slotsBetween(mondayNine('Europe/Berlin'), span)).toEqual([
      new Date('2026-10-19T07:00:00Z'),
      new Date('2026-10-26T08:00:00Z'),
    ]);
  });

  it('is due once where its hour comes twice, and not lost where its hour is skipped', () => {
    const sundayTwo: Schedule = { every: 'week', weekday: 7, hour: 2, timeZone: 'Europe/Berlin' };
    const of = (from: string, to: string) =>
      slotsBetween(sundayTwo, { from: new Date(from), to: new Date(to) });
    expect(of('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([new Date('2026-10-25T00:00:00Z')]);
    expect(of('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([new Date('2026-03-29T01:00:00Z')]);
  });

  it('begins after `from` and includes `to`, so that looking twice finds nothing twice', () => {
    const slot = new Date('2026-11-16T01:00:00Z');
    const schedule = mondayNine('Asia/Shanghai');
    expect(slotsBetween(schedule, { from: new Date(slot.getTime() - 1), to: slot })).toEqual([slot]);
    expect(slotsBetween(schedule, { from: slot, to: new Date(slot.getTime() + 1) })).toEqual([]);
    expect(nextSlot(schedule, slot)).toEqual(new Date('2026-11-23T01:00:00Z'));
  });
});

it('a daily job runs on the day the clocks change as well', () => {
  const span = { from: new Date('2026-03-27T12:00:00Z'), to: new Date('2026-03-31T12:00:00Z') };
  const slots = slotsBetween({ every: 'day', hour: 4, timeZone: 'Europe/Berlin' }, span);
  expect(slots.map((slot) => slot.toISOString().slice(0, 13))).toEqual([
    '2026-03-28T03',
    '2026-03-29T02',
    '2026-03-30T02',
    '2026-03-31T02',
  ]);
});

it('a job every ten minutes has its slots at whole ten minutes', () => {
  const schedule: Schedule = { every: 'minutes', minutes: 10 };
  const span = { from: new Date('2026-11-16T00:05:00Z'), to: new Date('2026-11-16T00:30:00Z') };
  expect(slotsBetween(schedule, span).map((slot) => slot.getUTCMinutes())).toEqual([10, 20, 30]);
  expect(nextSlot(schedule, new Date('2026-11-16T00:10:00Z'))).toEqual(new Date('2026-11-16T00:20:00Z'));
});

describe('slots missed while the bot was off', () => {
  const slots = ['2026-11-02', '2026-11-09', '2026-11-16'].map((on) => new Date(`${on}T01:00:00Z`));
  const weekLater = new Date('2026-11-20T00:00:00Z');

  it('are all run where all matter', () => expect(slotsToRun('run-all', slots, weekLater)).toEqual(slots));

  it('are passed over but for the latest where only that matters', () =>
    expect(slotsToRun('run-latest', slots, weekLater)).toEqual([slots[2]]));

  it('are passed over where late is useless, unless the latest is just due', () => {
    expect(slotsToRun('skip', slots, weekLater)).toEqual([]);
    expect(slotsToRun('skip', slots, new Date('2026-11-16T01:00:30Z'))).toEqual([slots[2]]);
  });

  it('none due, none run', () => expect(slotsToRun('run-latest', [], weekLater)).toEqual([]));
});
