/** The weekly satisfaction report as pictures: the full card to open, and the hero that reads inline. Layout only. */
import { columnsOf, gap, margin } from './drawing/layout.ts';
import { drawFooter, drawHeader } from './drawing/panel.ts';
import type { CardHeader } from './drawing/panel.ts';
import { renderPicture } from './drawing/picture.ts';
import type { Drawing, Rect } from './drawing/picture.ts';
import { cardType, heroType } from './drawing/theme.ts';
import type { ChartLocale } from './drawing/theme.ts';
import { drawTiles } from './drawing/tile.ts';
import type { Tile } from './drawing/tile.ts';
import {
  drawIndicatorsHeroPanel,
  drawIndicatorsPanel,
  indicatorsPanelHeight,
} from './panels/indicators-panel.ts';
import type { IndicatorsPanel } from './panels/indicators-panel.ts';
import { drawNpsPanel } from './panels/nps-panel.ts';
import type { NpsPanel } from './panels/nps-panel.ts';
import { drawResponsePanel } from './panels/response-panel.ts';
import type { ResponsePanel } from './panels/response-panel.ts';
import { drawScorePanel } from './panels/score-panel.ts';
import type { ScorePanel } from './panels/score-panel.ts';
import { drawScoreTrendPanel } from './panels/score-trend-panel.ts';
import type { ScoreTrendPanel } from './panels/score-trend-panel.ts';

/** One week of a community's satisfaction. All words are in the community's language. */
export interface SatisfactionCard {
  locale: ChartLocale;
  header: CardHeader;
  score: ScorePanel;
  trend: ScoreTrendPanel;
  indicators: IndicatorsPanel;
  nps: NpsPanel;
  response: ResponsePanel;
  footerParts: readonly string[];
}

export interface SatisfactionHero {
  locale: ChartLocale;
  header: CardHeader;
  /** Three read best: S, NPS, response rate. */
  tiles: readonly Tile[];
  /** At most five rows are shown. */
  indicators: IndicatorsPanel;
}

const indicatorsTop = 372;
const lastRowHeight = 184;

function paintSatisfactionCard(drawing: Drawing, area: Rect, card: SatisfactionCard): void {
  const row = (y: number, height: number): Rect => ({ x: margin, y, width: area.width - margin * 2, height });
  drawHeader(drawing, row(28, 60), card.header);
  const [narrow, wide] = columnsOf(row(104, 252), [40, 60]);
  if (narrow) drawScorePanel(drawing, narrow, card.score);
  if (wide) drawScoreTrendPanel(drawing, wide, card.trend);
  const height = indicatorsPanelHeight(drawing, card.indicators);
  drawIndicatorsPanel(drawing, row(indicatorsTop, height), card.indicators);
  const lastTop = indicatorsTop + height + gap;
  const [left, right] = columnsOf(row(lastTop, lastRowHeight), [62, 38]);
  if (left) drawNpsPanel(drawing, left, card.nps);
  if (right) drawResponsePanel(drawing, right, card.response);
  drawFooter(drawing, row(lastTop + lastRowHeight + 10, 30), card.footerParts);
}

/** The full card: 1800 pixels wide, its height grows with the indicators; made to be opened by a click. */
export function renderSatisfactionCard(card: SatisfactionCard): Promise<Buffer> {
  const height = (drawing: Drawing) =>
    indicatorsTop + indicatorsPanelHeight(drawing, card.indicators) + gap + lastRowHeight + 48;
  const size = { width: 1200, height, scale: 1.5, type: cardType, locale: card.locale };
  return renderPicture(size, (drawing, area) => paintSatisfactionCard(drawing, area, card));
}

/** The hero: 1100×690 pixels, with type of at least 22 pixels, made to be read inline. */
export function renderSatisfactionHero(hero: SatisfactionHero): Promise<Buffer> {
  const size = { width: 1100, height: 690, scale: 1, type: heroType, locale: hero.locale };
  return renderPicture(size, (drawing, area) => {
    const width = area.width - margin * 2;
    drawHeader(drawing, { x: margin, y: 26, width, height: 70 }, hero.header);
    drawTiles(drawing, { x: margin, y: 118, width, height: 190 }, hero.tiles, gap);
    drawIndicatorsHeroPanel(drawing, { x: margin, y: 324, width, height: 340 }, hero.indicators);
  });
}
