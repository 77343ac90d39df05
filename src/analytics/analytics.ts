/** The face of analytics: the figures of one span of a community. Words and pictures belong to the reports. */
export { activityOf, isUnobserved } from './analytics-activity.ts';
export type { ActivityNeeds } from './analytics-activity.ts';
export type { ActivityChange, ActivityEffects, ActivityTotals } from './analytics-activity-rules.ts';
export type {
  ActivityDay,
  ActivityFigures,
  ActivityReading,
  NotCompared,
  SatisfactionReading,
  SpanData,
} from './analytics-reading.ts';
export { satisfactionOf } from './analytics-satisfaction.ts';
export type { Interval } from './analytics-satisfaction-rules.ts';
