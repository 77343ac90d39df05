/** Gathers the activity of a span from the log and the members. Sums are made in the rules. */
import type { App } from '../app.ts';
import { coverageOf } from '../coverage/coverage.ts';
import { countActivity } from '../interactions/interactions.ts';
import type { ActivityCounts } from '../interactions/interactions.ts';
import { addDays, daySpan, dayStart, hourOf, wallTime, weekdayOf } from '../kernel/calendar.ts';
import type { DaySpan, Span } from '../kernel/calendar.ts';
import { countMembers } from '../members/members.ts';
import {
  activityFactors,
  changeRatio,
  dailyActiveMean,
  explainActivityChange,
  stickiness,
} from './analytics-activity-rules.ts';
import type { ActivityTotals } from './analytics-activity-rules.ts';
import { spanBefore, spanData } from './analytics-reading.ts';
import type {
  ActivityDay,
  ActivityFigures,
  ActivityReading,
  ChannelShare,
  NotCompared,
} from './analytics-reading.ts';

/** Below this share of a span that was seen, its figures are not compared with another's: the gap would look like a change. */
const COMPARABLE_COVERAGE = 0.9;
/** How many days the daily lines show, and over how many MAU is counted. */
const MONTH_DAYS = 28;
const TOP_CHANNELS = 10;
const HOUR_MS = 3_600_000;

export type ActivityNeeds = Pick<App, 'db' | 'clock' | 'communities' | 'interactions'>;

interface Gathered {
  readonly counts: ActivityCounts;
  readonly figures: ActivityFigures;
  readonly coverage: number;
  /** Coverage of the channels while open to the bot: one that is always closed keeps no two spans from being compared. */
  readonly openCoverage: number;
}

/** The activity of a span of whole days, compared with the span of the same length before it. */
export async function activityOf(
  app: ActivityNeeds,
  guildId: string,
  span: DaySpan,
): Promise<ActivityReading> {
  const now = await gather(app, guildId, span);
  const before = await gather(app, guildId, spanBefore(span));
  const month = daySpan(addDays(span.toOn, -MONTH_DAYS), MONTH_DAYS, span.timeZone);
  const monthCounts = await countActivity(app, guildId, month);
  const monthSeen = await coverageOf(app, guildId, month);
  const monthlyActive = monthSeen.openRatio < COMPARABLE_COVERAGE ? null : monthCounts.activeMembers;
  const notCompared = reasonNotCompared(now, before);
  const previous = notCompared === null ? before.figures : null;
  return {
    span: spanData(span),
    coverage: now.coverage,
    figures: now.figures,
    monthlyActive,
    stickiness: stickiness(now.figures.dailyActive, monthlyActive),
    previous,
    notCompared,
    change: previous && explainActivityChange(now.figures.factors, previous.factors),
    days: monthCounts.days.map((day) => toDay(day, month.timeZone, monthSeen.unseen)),
    heat: heatOf(now.counts.heat, span, monthSeen.unseen),
    channels: topChannels(now.counts, previous && before.counts),
  };
}

/** True when the log holds nothing of the span because the bot was not there: it neither listened nor counted anything. */
export async function isUnobserved(app: ActivityNeeds, guildId: string, span: DaySpan): Promise<boolean> {
  const { ratio } = await coverageOf(app, guildId, span);
  return ratio === 0 && (await countActivity(app, guildId, span)).interactions === 0;
}

async function gather(app: ActivityNeeds, guildId: string, span: DaySpan): Promise<Gathered> {
  const counts = await countActivity(app, guildId, span);
  const { members, joined, left } = await countMembers(app, guildId, span);
  const totals: ActivityTotals = {
    interactions: counts.interactions,
    memberHours: counts.memberHours,
    activeMembers: counts.activeMembers,
    // Whoever was active was a member, also where the stay is not known (came and went while the bot was away).
    members: Math.max(members, counts.activeMembers),
    days: span.days.length,
  };
  const figures: ActivityFigures = {
    totals,
    factors: activityFactors(totals),
    messages: counts.messages,
    dailyActive: dailyActiveMean(counts.days.map((day) => day.activeMembers)) ?? 0,
    joined,
    left,
  };
  const { ratio, openRatio } = await coverageOf(app, guildId, span);
  return { counts, figures, coverage: ratio, openCoverage: openRatio };
}

function reasonNotCompared(now: Gathered, before: Gathered): NotCompared | null {
  if (before.coverage === 0 && before.figures.totals.interactions === 0) return 'no-week-before';
  if (now.openCoverage < COMPARABLE_COVERAGE) return 'gap-now';
  return before.openCoverage < COMPARABLE_COVERAGE ? 'gap-before' : null;
}

function toDay(day: ActivityCounts['days'][number], timeZone: string, unseen: readonly Span[]): ActivityDay {
  const from = dayStart(day.on, timeZone);
  const to = dayStart(addDays(day.on, 1), timeZone);
  const unseenMs = unseen.reduce((ms, gap) => ms + overlapMs(gap, { from, to }), 0);
  // A day of which little was seen and nothing counted (the evening on which the bot came) was not a day without people.
  const wasSeen = day.interactions > 0 || unseenMs < (to.getTime() - from.getTime()) / 2;
  return wasSeen
    ? {
        on: day.on,
        activeMembers: day.activeMembers,
        interactions: day.interactions,
        messages: day.messages,
      }
    : { on: day.on, activeMembers: null, interactions: null, messages: null };
}

function overlapMs(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to.getTime(), b.to.getTime()) - Math.max(a.from.getTime(), b.from.getTime()));
}

/** An hour without interactions is only quiet if it exists on one of the days and somebody was there to hear it. */
function heatOf(heat: ActivityCounts['heat'], span: DaySpan, unseen: readonly Span[]): (number | null)[][] {
  const wasSeen = (on: string, hour: number): boolean => {
    const from = wallTime(on, hour, 0, span.timeZone);
    const to = new Date(from.getTime() + HOUR_MS);
    return hourOf(from, span.timeZone) === hour && !unseen.some((gap) => gap.from <= from && to <= gap.to);
  };
  return heat.map((hours, row) => {
    const days = span.days.filter((on) => weekdayOf(on) === row + 1);
    return hours.map((count, hour) => (count > 0 || days.some((on) => wasSeen(on, hour)) ? count : null));
  });
}

function topChannels(now: ActivityCounts, before: ActivityCounts | null): ChannelShare[] {
  const earlier = new Map(before?.channels.map((channel) => [channel.channelId, channel.interactions]));
  return now.channels
    .filter((channel) => channel.interactions > 0)
    .toSorted(
      (a, b) => b.interactions - a.interactions || (BigInt(a.channelId) < BigInt(b.channelId) ? -1 : 1),
    )
    .slice(0, TOP_CHANNELS)
    .map(({ channelId, name, interactions }) => ({
      channelId,
      name,
      interactions,
      change: changeRatio(interactions, earlier.get(channelId)),
    }));
}
