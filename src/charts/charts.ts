/** The face of the charts: numbers and words in, PNG out. Everything else in this folder is nobody else's business. */
export { renderActivityCard, renderActivityHero } from './activity-card.ts';
export type { ActivityCard, ActivityHero } from './activity-card.ts';
export type { ChartLocale } from './drawing/theme.ts';
