/** Gathers the satisfaction of a span from the surveys. Sums are made in the rules. */
import type { App } from '../app.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import { INDICATORS, satisfactionData } from '../surveys/surveys.ts';
import type { Indicator, SatisfactionData } from '../surveys/surveys.ts';
import { spanBefore, spanData } from './analytics-reading.ts';
import type { SatisfactionReading } from './analytics-reading.ts';
import {
  compareSatisfaction,
  netPromoterScore,
  responseRatio,
  satisfactionScore,
} from './analytics-satisfaction-rules.ts';
import type { Recommendation, Satisfaction } from './analytics-satisfaction-rules.ts';

/** Spans in the line of S, the asked one included. */
const TREND_SPANS = 8;

/** How much each indicator of S weighs: all the same. */
const WEIGHTS: Readonly<Record<Indicator, number>> = {
  'course-quality': 1,
  'event-effect': 1,
  'community-atmosphere': 1,
};

interface Scored {
  readonly data: SatisfactionData;
  readonly satisfaction: Satisfaction;
  readonly recommendation: Recommendation;
  readonly responseRatio: number | null;
}

/** The satisfaction of a span of whole days, compared with the span of the same length before it. */
export async function satisfactionOf(
  app: Pick<App, 'db'>,
  guildId: string,
  span: DaySpan,
): Promise<SatisfactionReading> {
  const now = await score(app, guildId, span);
  const trend = [toPoint(span, now)];
  let change: SatisfactionReading['change'] = null;
  for (let earlier = spanBefore(span); trend.length < TREND_SPANS; earlier = spanBefore(earlier)) {
    const scored = await score(app, guildId, earlier);
    if (trend.length === 1) change = compareSatisfaction(now.satisfaction, scored.satisfaction);
    trend.unshift(toPoint(earlier, scored));
  }
  return {
    span: spanData(span),
    satisfaction: now.satisfaction,
    recommendation: now.recommendation,
    surveys: now.data.surveys.length,
    answered: now.data.answered,
    invited: now.data.invited,
    responseRatio: now.responseRatio,
    change,
    trend,
  };
}

async function score(app: Pick<App, 'db'>, guildId: string, span: DaySpan): Promise<Scored> {
  const data = await satisfactionData(app, guildId, span);
  const given = INDICATORS.map((indicator) => ({
    indicator,
    ratings: data.ratings[indicator],
    weight: WEIGHTS[indicator],
  }));
  return {
    data,
    // The seed names the span, so that a report drawn again shows the same interval.
    satisfaction: satisfactionScore(given, `${guildId}:${span.fromOn}`),
    recommendation: netPromoterScore(data.recommendations),
    responseRatio: responseRatio(data.answered, data.invited),
  };
}

function toPoint(span: DaySpan, scored: Scored): SatisfactionReading['trend'][number] {
  return {
    fromOn: span.fromOn,
    score: scored.satisfaction.score,
    interval: scored.satisfaction.interval,
    recommendationScore: scored.recommendation.score,
    responseRatio: scored.responseRatio,
  };
}
