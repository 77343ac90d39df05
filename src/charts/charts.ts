/** The face of the charts: numbers and words in, PNG out. Others import only this; nothing else here is theirs to know. */
export { renderActivityCard, renderActivityHero } from './activity-card.ts';
export type { ActivityCard, ActivityHero } from './activity-card.ts';
export { renderSatisfactionCard, renderSatisfactionHero } from './satisfaction-card.ts';
export type { SatisfactionCard, SatisfactionHero } from './satisfaction-card.ts';
export { renderSurveyChart } from './survey-chart.ts';
export type { SurveyResults } from './survey-chart.ts';

export type { Change } from './drawing/change.ts';
export type { Figure } from './drawing/figure.ts';
export type { Interval, IsoWeekday } from './drawing/numbers.ts';
export type { CardHeader } from './drawing/panel.ts';
export type { ChartLocale } from './drawing/theme.ts';
export type { Tile } from './drawing/tile.ts';
export type { ChannelRow } from './panels/channels-panel.ts';
export type { EffectStep } from './panels/effects-panel.ts';
export type { IndicatorRow } from './panels/indicators-panel.ts';
export type { SurveyQuestionResult } from './panels/question-panel.ts';
