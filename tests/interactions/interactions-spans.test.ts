/** Days and hours of a community's own zone, in what is written, deleted, counted anew and asked. The database is real. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countActivity, rebuildRollups } from '../../src/interactions/interactions.ts';
import { saveCommunity } from '../../src/communities/communities-store.ts';
import { daySpan } from '../../src/kernel/calendar.ts';
import { ANNA, BEN, GENERAL, GUILD, START, idAt, logSetting, message } from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';
import { differencesFromRows } from './recount.ts';

let setting: LogSetting;
beforeAll(async () => {
  setting = await logSetting();
});
afterAll(() => setting.close());
beforeEach(() => setting.reset());

const say = (at: string, userId = ANNA): string => {
  const id = idAt(at);
  setting.hear('MESSAGE_CREATE', message(id, userId));
  return id;
};
const counts = (fromOn: string, days: number, timeZone: string) =>
  countActivity(setting.app, GUILD, daySpan(fromOn, days, timeZone));

describe('a span of days', () => {
  it('begins and ends at local midnight and lists every day, also the quiet ones', async () => {
    await setting.addCommunity(GUILD, 'Asia/Shanghai');
    say('2026-03-01T15:59:59.999Z');
    say('2026-03-01T16:00:00Z');
    say('2026-03-03T16:00:00Z', BEN);
    say('2026-03-08T15:59:59.999Z');
    say('2026-03-08T16:00:00Z');
    expect(await counts('2026-03-02', 7, 'Asia/Shanghai')).toMatchObject({
      interactions: 3,
      activeMembers: 2,
      memberHours: 3,
      days: [
        { on: '2026-03-02', activeMembers: 1, interactions: 1, messages: 1 },
        { on: '2026-03-03', activeMembers: 0, interactions: 0, messages: 0 },
        { on: '2026-03-04', activeMembers: 1, interactions: 1, messages: 1 },
        { on: '2026-03-05', interactions: 0 },
        { on: '2026-03-06', interactions: 0 },
        { on: '2026-03-07', interactions: 0 },
        { on: '2026-03-08', activeMembers: 1, interactions: 1, messages: 1 },
      ],
    });
  });

  it('the heat map is by local weekday, Monday first, and local hour', async () => {
    await setting.addCommunity(GUILD, 'Asia/Shanghai');
    say('2026-03-01T16:30:00Z');
    say('2026-03-08T15:30:00Z');
    say('2026-03-08T15:31:00Z');
    const { heat } = await counts('2026-03-02', 7, 'Asia/Shanghai');
    expect(heat).toHaveLength(7);
    expect(heat.every((day) => day.length === 24)).toBe(true);
    expect([heat[0]![0], heat[6]![23], heat.flat().reduce((sum, count) => sum + count)]).toEqual([1, 2, 3]);
  });

  it('a community without anything has zeros', async () => {
    await setting.addCommunity(GUILD);
    const empty = await counts('2026-03-02', 2, 'UTC');
    expect(empty).toMatchObject({ interactions: 0, memberHours: 0, activeMembers: 0, channels: [] });
    expect(empty.days).toHaveLength(2);
  });
});

describe('member-hours', () => {
  it('several interactions of a member within a clock hour are one', async () => {
    await setting.addCommunity(GUILD);
    for (const minute of ['00', '30', '59']) say(`2026-03-02T12:${minute}:00Z`);
    say('2026-03-02T13:00:00Z');
    say('2026-03-02T12:30:00Z', BEN);
    expect((await counts('2026-03-02', 1, 'UTC')).memberHours).toBe(3);
  });

  it('where midnight cuts a clock hour in two, it counts once over both days and once in each', async () => {
    await setting.addCommunity(GUILD, 'Asia/Kolkata');
    say('2026-03-02T18:15:00Z');
    say('2026-03-02T18:45:00Z');
    say('2026-03-02T18:10:00Z', BEN);
    expect(await counts('2026-03-02', 2, 'Asia/Kolkata')).toMatchObject({ memberHours: 2, activeMembers: 2 });
    expect((await counts('2026-03-02', 1, 'Asia/Kolkata')).memberHours).toBe(2);
    expect((await counts('2026-03-03', 1, 'Asia/Kolkata')).memberHours).toBe(1);
  });
});

describe('days on which the clocks change', () => {
  it.each([
    // zone, day, instants of that day, instants just outside it, hours it has
    [
      'Europe/Berlin',
      '2026-03-29',
      ['2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
      ['2026-03-28T22:59:59Z', '2026-03-29T22:00:00Z'],
      23,
    ],
    [
      'Europe/Berlin',
      '2026-10-25',
      ['2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
      ['2026-10-24T21:59:59Z', '2026-10-25T23:00:00Z'],
      25,
    ],
    // Midnight comes twice: 01:00 falls back to 00:00.
    [
      'America/Havana',
      '2026-11-01',
      ['2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z'],
      ['2026-11-01T03:59:59Z', '2026-11-02T05:00:00Z'],
      25,
    ],
    // Midnight is skipped: the day begins at 01:00.
    [
      'Africa/Cairo',
      '2026-04-24',
      ['2026-04-23T22:00:00Z', '2026-04-24T20:59:59Z'],
      ['2026-04-23T21:59:59Z', '2026-04-24T21:00:00Z'],
      23,
    ],
    // Half an hour back, from +11 to +10:30.
    [
      'Australia/Lord_Howe',
      '2026-04-05',
      ['2026-04-04T13:00:00Z', '2026-04-05T13:29:59Z'],
      ['2026-04-04T12:59:59Z', '2026-04-05T13:30:00Z'],
      25,
    ],
  ])('%s on %s', async (timeZone, on, inside, outside, clockHours) => {
    await setting.addCommunity(GUILD, timeZone);
    for (const at of [...inside, ...outside]) say(at);
    const first = Math.floor(Date.parse(inside[0]!) / 3_600_000);
    const last = Math.floor(Date.parse(inside[1]!) / 3_600_000);
    for (let hour = first; hour <= last; hour += 1) {
      const at = Math.max(hour * 3_600_000, Date.parse(inside[0]!));
      say(new Date(at).toISOString(), BEN);
    }
    const day = await counts(on, 1, timeZone);
    expect(day.days).toEqual([
      { on, activeMembers: 2, interactions: 2 + clockHours, messages: 2 + clockHours },
    ]);
    expect(day.memberHours).toBe(2 + clockHours);
    expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
  });
});

describe('a change of the time zone', () => {
  it('counts past days anew, and what comes meanwhile is not lost', async () => {
    await setting.addCommunity(GUILD);
    say('2026-03-02T23:30:00Z');
    const gone = say('2026-03-02T23:40:00Z');
    await setting.app.interactions.flush();
    setting.hear('MESSAGE_DELETE', { id: gone, channel_id: GENERAL, guild_id: GUILD });
    await setting.app.interactions.flush();
    const settings = { ...setting.communities.get(GUILD), timeZone: 'Asia/Tokyo' };
    await saveCommunity(setting, settings, new Date(START));
    const rebuilt = rebuildRollups(setting.app, GUILD);
    say('2026-03-03T01:00:00Z', BEN);
    await rebuilt;
    expect(await counts('2026-03-02', 1, 'Asia/Tokyo')).toMatchObject({ interactions: 0 });
    expect(await counts('2026-03-03', 1, 'Asia/Tokyo')).toMatchObject({ interactions: 2, activeMembers: 2 });
    expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
  });
});
