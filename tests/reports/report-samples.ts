/** Made-up weeks for the report tests: readings built by the real rules from counts, so that every factor and effect is right. */
import { activityFactors, explainActivityChange } from '../../src/analytics/analytics-activity-rules.ts';
import {
  compareSatisfaction,
  netPromoterScore,
  responseRatio,
  satisfactionScore,
} from '../../src/analytics/analytics-satisfaction-rules.ts';
import type {
  ActivityFigures,
  ActivityReading,
  NotCompared,
  SatisfactionReading,
} from '../../src/analytics/analytics.ts';
import { addDays, daySpan } from '../../src/kernel/calendar.ts';
import { snapshotBase } from '../../src/reports/reports-snapshot.ts';
import type { ActivitySnapshot, SatisfactionSnapshot } from '../../src/reports/reports-snapshot.ts';

const WEEK_ON = '2026-11-16';
const ZONE = 'Asia/Shanghai';

const span = {
  fromOn: WEEK_ON,
  lastOn: '2026-11-22',
  timeZone: ZONE,
  fromAt: daySpan(WEEK_ON, 7, ZONE).from.toISOString(),
  toAt: daySpan(WEEK_ON, 7, ZONE).to.toISOString(),
};

const base = snapshotBase({
  communityName: 'CodeHaven · 编程港',
  weekStartsOn: 1,
  madeAt: '2026-11-23T01:00:00.000Z',
  unobserved: false,
});

export interface WeekCounts {
  readonly interactions: number;
  readonly memberHours: number;
  readonly activeMembers: number;
  readonly members: number;
  readonly messages: number;
  readonly dailyActive: number;
  readonly joined: number;
  readonly left: number;
}

export const BUSY: WeekCounts = {
  interactions: 5684,
  memberHours: 1421,
  activeMembers: 241,
  members: 312,
  messages: 4871,
  dailyActive: 154,
  joined: 37,
  left: 12,
};

export const CALMER: WeekCounts = {
  interactions: 5341,
  memberHours: 1260,
  activeMembers: 216,
  members: 301,
  messages: 4357,
  dailyActive: 149.2,
  joined: 41,
  left: 9,
};

export const NOTHING: WeekCounts = {
  interactions: 0,
  memberHours: 0,
  activeMembers: 0,
  members: 3,
  messages: 0,
  dailyActive: 0,
  joined: 0,
  left: 0,
};

function figuresOf(counts: WeekCounts): ActivityFigures {
  const { interactions, memberHours, activeMembers, members, messages, dailyActive, joined, left } = counts;
  const totals = { interactions, memberHours, activeMembers, members, days: 7 };
  return { totals, factors: activityFactors(totals), messages, dailyActive, joined, left };
}

export interface SampleActivity {
  readonly now?: WeekCounts;
  /** Or why there is no comparison. */
  readonly before?: WeekCounts | NotCompared;
  readonly coverage?: number;
  readonly channelName?: string;
  readonly unobserved?: boolean;
}

export function sampleActivity({
  now = BUSY,
  before = CALMER,
  coverage = 0.9972,
  channelName = '💬-typescript-求助',
  unobserved = false,
}: SampleActivity = {}): ActivitySnapshot {
  const figures = figuresOf(now);
  const previous = typeof before === 'string' ? null : figuresOf(before);
  const days = Array.from({ length: 28 }, (_, index) => addDays(WEEK_ON, index - 21));
  const wave = (index: number, mean: number) => Math.round(mean * (1 + 0.2 * Math.sin(index)));
  const reading: ActivityReading = {
    span,
    coverage,
    figures,
    monthlyActive: previous ? Math.round(now.activeMembers * 1.5) : null,
    stickiness: previous && now.activeMembers > 0 ? now.dailyActive / (now.activeMembers * 1.5) : null,
    previous,
    notCompared: typeof before === 'string' ? before : null,
    change: previous && explainActivityChange(figures.factors, previous.factors),
    days: days.map((on, index) => {
      const counts = on >= WEEK_ON ? now : typeof before === 'string' ? null : before;
      return counts
        ? {
            on,
            activeMembers: wave(index, counts.dailyActive),
            interactions: wave(index, counts.interactions / 7),
            messages: wave(index, counts.messages / 7),
          }
        : { on, activeMembers: null, interactions: null, messages: null };
    }),
    heat: Array.from({ length: 7 }, (_, row) =>
      Array.from({ length: 24 }, (_, hour) => (now.interactions > 0 ? wave(row * hour, hour) : 0)),
    ),
    channels: Array.from({ length: now.interactions > 0 ? 6 : 0 }, (_, index) => ({
      channelId: `11000000000000000${index}`,
      name: index === 0 ? channelName : `channel-${index}`,
      interactions: Math.round(now.interactions / 2 ** (index + 1)),
      change: index === 1 || !previous ? null : 0.1 - index * 0.05,
    })),
  };
  return { ...base, unobserved, kind: 'activity', reading };
}

export interface SampleSatisfaction {
  readonly ratings?: Partial<Record<'course-quality' | 'event-effect' | 'community-atmosphere', number[]>>;
  readonly before?: SampleSatisfaction['ratings'] | null;
  readonly recommendations?: readonly number[];
  readonly surveys?: number;
  readonly answered?: number;
  readonly invited?: number | null;
}

export const repeat = (value: number, times: number) => Array.from({ length: times }, () => value);

const RATINGS = {
  'course-quality': [...repeat(5, 18), ...repeat(4, 10), ...repeat(2, 4)],
  'event-effect': [...repeat(5, 6), ...repeat(4, 8), ...repeat(3, 6)],
  'community-atmosphere': [3, 4, 4],
};

const scored = (ratings: SampleSatisfaction['ratings']) =>
  satisfactionScore(
    (['course-quality', 'event-effect', 'community-atmosphere'] as const).map((indicator) => ({
      indicator,
      ratings: ratings?.[indicator] ?? [],
      weight: 1,
    })),
    'sample',
  );

export function sampleSatisfaction({
  ratings = RATINGS,
  before = { 'course-quality': [...repeat(5, 12), ...repeat(4, 14), ...repeat(2, 6)] },
  recommendations = [...repeat(10, 14), ...repeat(8, 8), ...repeat(4, 3)],
  surveys = 2,
  answered = 41,
  invited = 210,
}: SampleSatisfaction = {}): SatisfactionSnapshot {
  const satisfaction = scored(ratings);
  const earlier = scored(before ?? {});
  const recommendation = netPromoterScore(recommendations);
  const ratio = responseRatio(answered, invited);
  const point = (index: number) => ({ fromOn: addDays(WEEK_ON, (index - 7) * 7) });
  const empty = { score: null, interval: null, recommendationScore: null, responseRatio: null };
  const reading: SatisfactionReading = {
    span,
    satisfaction,
    recommendation,
    surveys,
    answered,
    invited,
    responseRatio: ratio,
    change: compareSatisfaction(satisfaction, earlier),
    trend: Array.from({ length: 8 }, (_, index) => {
      if (index < 6) return { ...point(index), ...empty };
      const { score, interval } = index === 7 ? satisfaction : earlier;
      return {
        ...point(index),
        score,
        interval,
        recommendationScore: index === 7 ? recommendation.score : null,
        responseRatio: index === 7 ? ratio : null,
      };
    }),
  };
  return { ...base, kind: 'satisfaction', reading };
}
