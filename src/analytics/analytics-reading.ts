/** What a reading of a community is: the figures of one span as plain data, which survives being stored as JSON unchanged. */
import { addDays, daySpan } from '../kernel/calendar.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import type { ActivityChange, ActivityFactors, ActivityTotals } from './analytics-activity-rules.ts';
import type {
  Interval,
  Recommendation,
  Satisfaction,
  SatisfactionChange,
} from './analytics-satisfaction-rules.ts';

/** A span as plain data. Days are local days, instants ISO 8601 in UTC. */
export interface SpanData {
  readonly fromOn: string;
  /** The last day, inclusive. */
  readonly lastOn: string;
  readonly timeZone: string;
  readonly fromAt: string;
  /** The first instant after the span. */
  readonly toAt: string;
}

/** The headline figures of one span. */
export interface ActivityFigures {
  readonly totals: ActivityTotals;
  readonly factors: ActivityFactors;
  readonly messages: number;
  /** DAU: mean of the days' active members. */
  readonly dailyActive: number;
  readonly joined: number;
  readonly left: number;
}

/** Why a span is not compared with the one before: there was none, or too much of one of them was not seen. */
export type NotCompared = 'no-week-before' | 'gap-now' | 'gap-before';

/** A day's counts; null where the bot did not see the day. */
export interface ActivityDay {
  readonly on: string;
  readonly activeMembers: number | null;
  readonly interactions: number | null;
  readonly messages: number | null;
}

export interface ChannelShare {
  readonly channelId: string;
  /** As last seen; '' where it never was described. */
  readonly name: string;
  readonly interactions: number;
  /** Against the span before; null when that is not compared or had nothing in this channel. */
  readonly change: number | null;
}

/** The activity of one span. */
export interface ActivityReading {
  readonly span: SpanData;
  /** Share of the channels' time in the span that was seen, 0..1; time before the bot first came counts as not seen. */
  readonly coverage: number;
  readonly figures: ActivityFigures;
  /** MAU: members active within the 28 days that end with the span; null when too little of them was seen. */
  readonly monthlyActive: number | null;
  /** DAU/MAU, 0..1. */
  readonly stickiness: number | null;
  /** The span of the same length just before; null when it is not compared. */
  readonly previous: ActivityFigures | null;
  readonly notCompared: NotCompared | null;
  /** Why A changed; null when it is not compared. */
  readonly change: ActivityChange | null;
  /** The 28 days that end with the span, oldest first. */
  readonly days: readonly ActivityDay[];
  /**
   * Interactions by ISO weekday (first index: 0 = Monday … 6) and local hour 0 … 23. null: an hour that was not seen, or does not exist
   * because the clocks went forward.
   */
  readonly heat: readonly (readonly (number | null)[])[];
  /** Busiest first, at most ten. */
  readonly channels: readonly ChannelShare[];
}

/** S of one span of the line of S. */
export interface SatisfactionPoint {
  /** First day. */
  readonly fromOn: string;
  readonly score: number | null;
  readonly interval: Interval | null;
  readonly recommendationScore: number | null;
  readonly responseRatio: number | null;
}

/** The satisfaction of one span. */
export interface SatisfactionReading {
  readonly span: SpanData;
  readonly satisfaction: Satisfaction;
  readonly recommendation: Recommendation;
  /** Surveys that asked for a rating or a recommendation. */
  readonly surveys: number;
  /** Answers, added up over the surveys. */
  readonly answered: number;
  /** Invitations, added up over the surveys; null without a survey, or where one is not known. */
  readonly invited: number | null;
  /** 0..1. */
  readonly responseRatio: number | null;
  /** Against the span before, on the indicators that both have; null when they share none. */
  readonly change: SatisfactionChange | null;
  /** The eight spans of the same length that end with this one, oldest first. */
  readonly trend: readonly SatisfactionPoint[];
}

/** The span of the same length just before. */
export function spanBefore(span: DaySpan): DaySpan {
  return daySpan(addDays(span.fromOn, -span.days.length), span.days.length, span.timeZone);
}

export function spanData(span: DaySpan): SpanData {
  return {
    fromOn: span.fromOn,
    lastOn: addDays(span.toOn, -1),
    timeZone: span.timeZone,
    fromAt: span.from.toISOString(),
    toAt: span.to.toISOString(),
  };
}
