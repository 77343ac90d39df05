/** What share of a span was seen, and why not the rest. */
import { describe, expect, it } from 'vitest';
import { measureCoverage } from '../../src/coverage/coverage-rules.ts';
import type { ChannelRecord } from '../../src/coverage/coverage-rules.ts';
import type { Span } from '../../src/kernel/calendar.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 16, 0, hour * 60));
const span = (from: number, to: number): Span => ({ from: at(from), to: at(to) });
const DAY = span(0, 10);
const NOW = at(100);
const channel = (given: Partial<ChannelRecord> = {}): ChannelRecord => ({
  channelId: '1',
  createdAt: at(-1000),
  excluded: [],
  closed: [],
  fetched: [],
  ...given,
});
const measure = (spans: Span[], channels: ChannelRecord[], firstAt: Date | null = at(-50), now = NOW) =>
  measureCoverage(DAY, { firstAt, spans }, channels, now);
const gapsOf = (coverage: ReturnType<typeof measure>) =>
  coverage.channels.map(({ gaps }) =>
    gaps.map(({ from, to, reason, isFetched }) => [from.getUTCHours(), to.getUTCHours(), reason, isFetched]),
  );

describe('coverage', () => {
  it('is whole where the bot listened all the time', () => {
    expect(measure([span(-1, 11)], [channel()])).toMatchObject({
      ratio: 1,
      openRatio: 1,
      offlineMs: 0,
      unseen: [],
      closedChannels: 0,
    });
  });

  it('an outage is missing until it was fetched, in each channel by itself', () => {
    const fetched = channel({ fetched: [span(2, 4)] });
    const coverage = measure([span(0, 2), span(4, 10)], [fetched, channel({ channelId: '2' })]);
    expect(coverage).toMatchObject({ ratio: 0.9, openRatio: 0.9, unseen: [span(2, 4)], fetchedMs: 0 });
    expect(gapsOf(coverage)).toEqual([[[2, 4, 'offline', true]], [[2, 4, 'offline', false]]]);
    const both = measure([span(0, 2), span(4, 10)], [fetched, { ...fetched, channelId: '2' }]);
    expect(both).toMatchObject({ ratio: 1, unseen: [], fetchedMs: both.offlineMs });
  });

  it('a closed channel is missing, and does not keep spans from being compared', () => {
    const coverage = measure([span(0, 10)], [channel(), channel({ channelId: '2', closed: [span(0, 10)] })]);
    expect(coverage).toMatchObject({ ratio: 0.5, openRatio: 1, closedChannels: 1, unseen: [] });
  });

  it('while a channel is closed an outage changes nothing in it', () => {
    const coverage = measure([span(0, 2), span(4, 10)], [channel({ closed: [span(1, 5)] })]);
    expect(gapsOf(coverage)).toEqual([[[1, 5, 'no-permission', false]]]);
    expect(coverage.ratio).toBeCloseTo(0.6);
  });

  it('an excluded time is out of the sum', () => {
    const coverage = measure([span(0, 5)], [channel({ excluded: [span(5, 10)] })]);
    expect(coverage.ratio).toBe(1);
    expect(gapsOf(coverage)).toEqual([[[5, 10, 'excluded', false]]]);
  });

  it('the time before the bot came is missing, but it was not offline then', () => {
    const coverage = measure([span(5, 10)], [channel()], at(5));
    expect(coverage).toMatchObject({ ratio: 0.5, offlineMs: 0, unseen: [span(0, 5)] });
    expect(gapsOf(coverage)).toEqual([[[0, 5, 'not-here', false]]]);
  });

  it('the time before a channel was made, and the time to come, are not in the sum', () => {
    const coverage = measure([span(0, 8)], [channel({ createdAt: at(4) })], at(-50), at(8));
    expect(coverage.ratio).toBe(1);
    expect(coverage.channels[0]!.wholeMs).toBe(4 * 3_600_000);
  });

  it('is zero where nothing is known', () => {
    expect(measure([], [], null)).toMatchObject({ ratio: 0, openRatio: 0, offlineMs: 0 });
  });

  it('without a channel it is that of the listening', () => {
    expect(measure([span(0, 5)], [])).toMatchObject({ ratio: 0.5, unseen: [span(5, 10)] });
  });
});
