/** The activity of a week on a real database, against a recount of what was sent, made here without the bot's code. The gateway client is a bare emitter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activityOf, isUnobserved } from '../../src/analytics/analytics.ts';
import { seededRandom } from '../../src/analytics/analytics-satisfaction-rules.ts';
import { addDays, weekSpan } from '../../src/kernel/calendar.ts';
import type { DaySpan, Weekday } from '../../src/kernel/calendar.ts';
import { CODE, GENERAL, GUILD, idAt, logSetting, message } from '../interactions/log-setting.ts';
import type { LogSetting } from '../interactions/log-setting.ts';

const HOUR_MS = 3_600_000;
const PEOPLE = Array.from({ length: 12 }, (_, index) => `9300000000000000${String(index).padStart(2, '0')}`);

interface Sent {
  readonly at: Date;
  readonly userId: string;
  readonly channelId: string;
}

let setting: LogSetting;
beforeAll(async () => {
  setting = await logSetting();
});
afterAll(() => setting.close());

function memberEvent(name: 'GUILD_MEMBER_ADD' | 'GUILD_MEMBER_REMOVE', userId: string, at: Date): void {
  setting.clock.moveTo(at);
  setting.hear(name, { guild_id: GUILD, user: { id: userId }, joined_at: at.toISOString(), roles: [] });
}

function say({ at, userId, channelId }: Sent): void {
  setting.clock.moveTo(at);
  setting.hear('MESSAGE_CREATE', message(idAt(at), userId, { channel_id: channelId }));
}

/** Messages over three weeks up to the end of this one: many at random, some at the very edges of it. */
function threeWeeks(week: DaySpan, seed: string): Sent[] {
  const random = seededRandom(seed);
  const from = new Date(week.from.getTime() - 14 * 24 * HOUR_MS);
  const length = week.to.getTime() - from.getTime();
  const instants = [
    ...Array.from({ length: 400 }, () => new Date(from.getTime() + Math.floor(random() * length))),
    ...[week.from, week.to].flatMap((edge) => [
      new Date(edge.getTime() - 1),
      edge,
      new Date(edge.getTime() + 1),
    ]),
  ];
  return instants
    .toSorted((a, b) => a.getTime() - b.getTime())
    .map((at) => ({
      at,
      userId: PEOPLE[Math.floor(random() * 9)]!,
      channelId: random() < 0.7 ? GENERAL : CODE,
    }));
}

/** Lives through it: everybody is there from the beginning, one leaves before the week, one in it, one joins in it. */
async function live(week: DaySpan, sent: readonly Sent[]): Promise<void> {
  const arrivedAt = new Date(sent[0]!.at.getTime() - HOUR_MS);
  await setting.reset(arrivedAt.toISOString());
  await setting.addCommunity(GUILD, week.timeZone);
  setting.communities.put({ ...setting.communities.get(GUILD), createdAt: arrivedAt });
  for (const userId of PEOPLE.slice(0, 11)) memberEvent('GUILD_MEMBER_ADD', userId, arrivedAt);
  const inWeek = (days: number) => new Date(week.from.getTime() + days * 24 * HOUR_MS);
  const acts: [Date, () => void][] = [
    [inWeek(-3), () => memberEvent('GUILD_MEMBER_REMOVE', PEOPLE[9]!, inWeek(-3))],
    [inWeek(2), () => memberEvent('GUILD_MEMBER_REMOVE', PEOPLE[10]!, inWeek(2))],
    [inWeek(3), () => memberEvent('GUILD_MEMBER_ADD', PEOPLE[11]!, inWeek(3))],
    ...sent.map((one): [Date, () => void] => [one.at, () => say(one)]),
  ];
  for (const [, act] of acts.toSorted(([a], [b]) => a.getTime() - b.getTime())) act();
  await setting.app.interactions.flush();
}

function localDay(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
  return parts;
}

/** What the week should say, from what was sent. */
function recount(sent: readonly Sent[], week: DaySpan) {
  const inWeek = sent.filter(({ at }) => at >= week.from && at < week.to);
  const onDay = (on: string) => inWeek.filter(({ at }) => localDay(at, week.timeZone) === on);
  const active = (some: readonly Sent[]) => new Set(some.map(({ userId }) => userId)).size;
  return {
    interactions: inWeek.length,
    memberHours: new Set(inWeek.map(({ at, userId }) => `${userId} ${Math.floor(at.getTime() / HOUR_MS)}`))
      .size,
    activeMembers: active(inWeek),
    dailyActive: week.days.reduce((sum, on) => sum + active(onDay(on)), 0) / 7,
    days: week.days.map((on) => ({
      on,
      activeMembers: active(onDay(on)),
      interactions: onDay(on).length,
      messages: onDay(on).length,
    })),
    general: inWeek.filter(({ channelId }) => channelId === GENERAL).length,
    code: inWeek.filter(({ channelId }) => channelId === CODE).length,
  };
}

describe('a week counted by the bot is the week that happened', () => {
  test.each([
    ['Berlin, clocks forward', '2026-03-25', 1, 'Europe/Berlin', 167],
    ['Berlin, clocks back', '2026-10-21', 1, 'Europe/Berlin', 169],
    ['New York, weeks from Sunday, clocks forward', '2026-03-10', 7, 'America/New_York', 167],
    ['New York, weeks from Sunday, clocks back', '2026-11-03', 7, 'America/New_York', 169],
    ['Kolkata, half an hour off', '2026-05-13', 1, 'Asia/Kolkata', 168],
    ['Shanghai', '2026-11-18', 1, 'Asia/Shanghai', 168],
  ] as const)('%s', async (_, on, weekStartsOn, timeZone, hours) => {
    const week = weekSpan(on, weekStartsOn as Weekday, timeZone);
    expect((week.to.getTime() - week.from.getTime()) / HOUR_MS).toBe(hours);
    const sent = threeWeeks(week, timeZone + on);
    await live(week, sent);
    const reading = await activityOf(setting.app, GUILD, week);
    const expected = recount(sent, week);

    // Eleven were there at the beginning, one of them left before the week; one came in it.
    const totals = { members: 11, days: 7 };
    expect(reading.figures.totals).toEqual({
      ...totals,
      interactions: expected.interactions,
      memberHours: expected.memberHours,
      activeMembers: expected.activeMembers,
    });
    expect(reading.figures.messages).toBe(expected.interactions);
    expect(reading.figures.dailyActive).toBeCloseTo(expected.dailyActive, 12);
    expect(reading.figures).toMatchObject({ joined: 1, left: 1 });
    expect(reading.days.filter(({ on: day }) => day >= week.fromOn)).toEqual(expected.days);
    expect(reading.channels.map(({ channelId, interactions }) => [channelId, interactions])).toEqual([
      [GENERAL, expected.general],
      [CODE, expected.code],
    ]);
    expect(reading.heat.flat().reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(
      expected.interactions,
    );

    const before = recount(sent, weekSpan(addDays(week.fromOn, -1), weekStartsOn as Weekday, timeZone));
    expect(reading.notCompared).toBeNull();
    expect(reading.previous?.totals.interactions).toBe(before.interactions);
    expect(reading.previous?.dailyActive).toBeCloseTo(before.dailyActive, 12);
    const { intensity, time, reach, size } = reading.change!.effects!;
    expect(intensity + time + reach + size).toBeCloseTo((expected.interactions - before.interactions) / 7, 9);
  });
});

describe('what was not seen is not taken for quiet', () => {
  const week = weekSpan('2026-03-25', 1, 'Europe/Berlin');

  /** The bot comes on this day and listens until the end of the week; Anna says something every day. */
  async function listenFrom(arrivedOn: string, gap?: { from: string; to: string }): Promise<void> {
    const arrivedAt = new Date(`${arrivedOn}T00:30:00Z`);
    await setting.reset(arrivedAt.toISOString());
    await setting.addCommunity(GUILD, week.timeZone);
    setting.communities.put({ ...setting.communities.get(GUILD), createdAt: arrivedAt });
    let heardMs = 0;
    for (let at = arrivedAt; at < week.to; at = new Date(at.getTime() + 3 * HOUR_MS)) {
      if (gap && at > new Date(gap.from) && at < new Date(gap.to)) continue;
      if (heardMs > 0 && at.getTime() - heardMs > 3 * HOUR_MS) {
        // Ended before the gap; what happened in it is not replayed.
        await setting.restart();
        setting.clock.moveTo(at);
        await setting.addCommunity(GUILD, week.timeZone);
        setting.communities.put({ ...setting.communities.get(GUILD), createdAt: arrivedAt });
      }
      say({ at, userId: PEOPLE[0]!, channelId: GENERAL });
      heardMs = at.getTime();
    }
    say({ at: week.to, userId: PEOPLE[0]!, channelId: GENERAL });
    await setting.app.interactions.flush();
  }

  test('the week in which the bot came has no week before, and the days before it are unknown', async () => {
    await listenFrom('2026-03-26');
    const reading = await activityOf(setting.app, GUILD, week);
    expect(reading.notCompared).toBe('no-week-before');
    expect(reading.previous).toBeNull();
    expect(reading.change).toBeNull();
    expect(reading.monthlyActive).toBeNull();
    expect(reading.coverage).toBeCloseTo(93.5 / 167, 2);
    const known = reading.days.filter(({ activeMembers }) => activeMembers !== null);
    expect(known.map(({ on }) => on)).toEqual(['2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29']);
    // Monday was not heard; on Sunday two o'clock did not exist.
    expect(reading.heat[0]).toEqual(Array.from({ length: 24 }, () => null));
    expect(reading.heat[6]?.[2]).toBeNull();
    expect(reading.heat[6]?.[3]).not.toBeNull();
  });

  test('the evening on which the bot came, with nothing said, was no day without people', async () => {
    await listenFrom('2026-03-26');
    const arrivedAt = new Date('2026-03-25T22:50:00Z');
    setting.communities.put({ ...setting.communities.get(GUILD), createdAt: arrivedAt });
    const { days } = await activityOf(setting.app, GUILD, week);
    expect(days.find(({ on }) => on === '2026-03-25')).toMatchObject({ activeMembers: null });
  });

  test('a second week after half a first one is not compared with it', async () => {
    await listenFrom('2026-03-20');
    const reading = await activityOf(setting.app, GUILD, week);
    expect(reading.coverage).toBeGreaterThan(0.99);
    expect(reading.notCompared).toBe('gap-before');
  });

  test('a week with a hole of two days is not compared either', async () => {
    await listenFrom('2026-03-10', { from: '2026-03-25T00:00:00Z', to: '2026-03-27T00:00:00Z' });
    const reading = await activityOf(setting.app, GUILD, week);
    expect(reading.notCompared).toBe('gap-now');
    expect(reading.coverage).toBeLessThan(0.75);
    expect(reading.days.find(({ on }) => on === '2026-03-26')).toMatchObject({ activeMembers: null });
  });

  test('a week before the bot came is unobserved, the first one is not', async () => {
    await listenFrom('2026-03-26');
    const earlier = weekSpan('2026-03-18', 1, 'Europe/Berlin');
    expect(await isUnobserved(setting.app, GUILD, earlier)).toBe(true);
    expect(await isUnobserved(setting.app, GUILD, week)).toBe(false);
  });
});
