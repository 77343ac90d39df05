/** Which time of a channel was seen, which was not and why, and the share of it all. Pure. */
import type { Span } from '../kernel/calendar.ts';
import { commonSpans, cutSpans, joinSpans, spansMs } from '../kernel/spans.ts';

/** Why a time was not heard: before the bot came; it was off or cut off; the channel was closed to it; staff excluded the channel. */
export type GapReason = 'not-here' | 'offline' | 'no-permission' | 'excluded';

/** A time of one channel that was not heard live. */
export interface ChannelGap extends Span {
  readonly reason: GapReason;
  /** Whether its messages were fetched afterwards. */
  readonly isFetched: boolean;
}

/** What is known of one channel. Spans in any order; they may overlap and reach beyond what is asked. */
export interface ChannelRecord {
  readonly channelId: string;
  readonly createdAt: Date;
  readonly excluded: readonly Span[];
  /** Times in which the bot could not see it. */
  readonly closed: readonly Span[];
  /** Times of which the messages were fetched. */
  readonly fetched: readonly Span[];
}

/** When the bot listened to a community: stretches, and when it first did (null: never). */
export interface Listened {
  readonly firstAt: Date | null;
  readonly spans: readonly Span[];
}

/** What was seen of one channel. */
export interface ChannelCoverage {
  readonly channelId: string;
  /** Time that counts: the channel was there, and not excluded. */
  readonly wholeMs: number;
  readonly seenMs: number;
  /** In order; touching ones of the same kind are one. */
  readonly gaps: readonly ChannelGap[];
}

/** What was seen of a community. */
export interface Coverage {
  /** Seen time through all time, added up over the channels, 0 … 1; 0 when nothing is known of the span. */
  readonly ratio: number;
  /** The same of the channels while they are open to the bot: what decides whether two spans can be compared. */
  readonly openRatio: number;
  /** Times in which the bot was not there and that were not fetched in every open channel; in order. */
  readonly unseen: readonly Span[];
  /** How long the bot was off or cut off since it first came. */
  readonly offlineMs: number;
  /** How much of that was fetched afterwards in every open channel. */
  readonly fetchedMs: number;
  /** Channels that were closed to the bot for some of the time. */
  readonly closedChannels: number;
  readonly channels: readonly ChannelCoverage[];
}

/** What was seen of a span, as far as it has passed. */
export function measureCoverage(
  span: Span,
  listened: Listened,
  channels: readonly ChannelRecord[],
  now: Date,
): Coverage {
  const asked = joinSpans([{ from: span.from, to: span.to < now ? span.to : now }]);
  const here = listened.firstAt ? [{ from: listened.firstAt, to: now }] : [];
  // A day of a month is asked of every channel: what lies outside of it is laid aside first.
  const meeting = (spans: readonly Span[]): Span[] =>
    spans.filter(({ from, to }) => from < span.to && span.from < to);
  const spans = meeting(listened.spans);
  const offline = cutSpans(commonSpans(asked, here), spans);
  const missed = cutSpans(asked, spans);
  const each = channels.map((channel) =>
    measureChannel(asked, { spans, here }, { ...channel, fetched: meeting(channel.fetched) }),
  );
  const whole = sum(each, ({ wholeMs }) => wholeMs);
  const seen = sum(each, ({ seenMs }) => seenMs);
  const closed = sum(each, ({ gaps }) => spansMs(gaps.filter(isClosed)));
  const unseen = joinSpans(each.flatMap(({ gaps }) => gaps.filter((gap) => isMissed(gap) && !gap.isFetched)));
  // Nothing is known of its channels yet, or nothing of them counted: the listening is all there is to say.
  const listenedRatio = spansMs(asked) === 0 ? 0 : 1 - spansMs(missed) / spansMs(asked);
  return {
    ratio: whole === 0 ? listenedRatio : seen / whole,
    openRatio: whole - closed <= 0 ? listenedRatio : seen / (whole - closed),
    unseen: whole === 0 ? missed : unseen,
    offlineMs: spansMs(offline),
    fetchedMs: whole === 0 ? 0 : spansMs(cutSpans(offline, unseen)),
    closedChannels: each.filter(({ gaps }) => gaps.some(isClosed)).length,
    channels: each,
  };
}

function measureChannel(
  asked: readonly Span[],
  { spans, here }: { readonly spans: readonly Span[]; readonly here: readonly Span[] },
  channel: ChannelRecord,
): ChannelCoverage {
  const there = cutSpans(asked, [{ from: new Date(0), to: channel.createdAt }]);
  const whole = cutSpans(there, channel.excluded);
  // While a channel is closed it does not matter whether the bot listens.
  const missed = cutSpans(cutSpans(whole, channel.closed), spans);
  const reasons: Readonly<Record<GapReason, Span[]>> = {
    'not-here': cutSpans(missed, here),
    offline: commonSpans(missed, here),
    'no-permission': commonSpans(whole, channel.closed),
    excluded: commonSpans(there, channel.excluded),
  };
  const gaps = (Object.keys(reasons) as GapReason[]).flatMap((reason) => [
    ...commonSpans(reasons[reason], channel.fetched).map((gap) => ({ ...gap, reason, isFetched: true })),
    ...cutSpans(reasons[reason], channel.fetched).map((gap) => ({ ...gap, reason, isFetched: false })),
  ]);
  const unseenMs = spansMs(gaps.filter((gap) => gap.reason !== 'excluded' && !gap.isFetched));
  return {
    channelId: channel.channelId,
    wholeMs: spansMs(whole),
    seenMs: spansMs(whole) - unseenMs,
    gaps: gaps.toSorted((a, b) => a.from.getTime() - b.from.getTime()),
  };
}

const isClosed = (gap: ChannelGap): boolean => gap.reason === 'no-permission' && !gap.isFetched;

const isMissed = (gap: ChannelGap): boolean => gap.reason === 'offline' || gap.reason === 'not-here';

function sum<T>(entries: readonly T[], of: (entry: T) => number): number {
  return entries.reduce((total, entry) => total + of(entry), 0);
}
