/**
 * The face of the charts: numbers and words in, PNG out. Others import only this; nothing else here is theirs to know. What draws is
 * loaded when something is first drawn: the chart library, the canvas and its fonts are 65 MB that a bot between two reports does not need.
 */
import type { ActivityCard, ActivityHero } from './activity-card.ts';
import type { SatisfactionCard, SatisfactionHero } from './satisfaction-card.ts';
import type { SurveyResults } from './survey-chart.ts';

export async function renderActivityCard(card: ActivityCard): Promise<Buffer> {
  return (await import('./activity-card.ts')).renderActivityCard(card);
}

export async function renderActivityHero(hero: ActivityHero): Promise<Buffer> {
  return (await import('./activity-card.ts')).renderActivityHero(hero);
}

export async function renderSatisfactionCard(card: SatisfactionCard): Promise<Buffer> {
  return (await import('./satisfaction-card.ts')).renderSatisfactionCard(card);
}

export async function renderSatisfactionHero(hero: SatisfactionHero): Promise<Buffer> {
  return (await import('./satisfaction-card.ts')).renderSatisfactionHero(hero);
}

export async function renderSurveyChart(results: SurveyResults): Promise<Buffer> {
  return (await import('./survey-chart.ts')).renderSurveyChart(results);
}

export type { ActivityCard, ActivityHero } from './activity-card.ts';
export type { SatisfactionCard, SatisfactionHero } from './satisfaction-card.ts';
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
