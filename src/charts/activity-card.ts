/** The weekly activity report as pictures: the full card to open, and the hero that reads inline. Layout only. */
import { columnsOf, gap, margin } from './drawing/layout.ts';
import { drawFooter, drawHeader } from './drawing/panel.ts';
import type { CardHeader } from './drawing/panel.ts';
import { renderPicture } from './drawing/picture.ts';
import type { Drawing, Rect } from './drawing/picture.ts';
import { cardType, heroType } from './drawing/theme.ts';
import type { ChartLocale } from './drawing/theme.ts';
import { drawTiles } from './drawing/tile.ts';
import type { Tile } from './drawing/tile.ts';
import { drawChannelsPanel } from './panels/channels-panel.ts';
import type { ChannelsPanel } from './panels/channels-panel.ts';
import { drawDailyMembersPanel } from './panels/daily-members-panel.ts';
import type { DailyMembersPanel } from './panels/daily-members-panel.ts';
import { drawDailyMessagesPanel } from './panels/daily-messages-panel.ts';
import type { DailyMessagesPanel } from './panels/daily-messages-panel.ts';
import { drawEffectsPanel } from './panels/effects-panel.ts';
import type { EffectsPanel } from './panels/effects-panel.ts';
import { drawHeatMapPanel } from './panels/heat-map-panel.ts';
import type { HeatMapPanel } from './panels/heat-map-panel.ts';

/** One week of a community's activity. All words are in the community's language; numbers are formatted by `locale`. */
export interface ActivityCard {
  locale: ChartLocale;
  header: CardHeader;
  /** Five read best. */
  tiles: readonly Tile[];
  members: DailyMembersPanel;
  messages: DailyMessagesPanel;
  heatMap: HeatMapPanel;
  channels: ChannelsPanel;
  effects: EffectsPanel;
  /** Coverage, when it was made, that no content is kept: joined by dots in one line. */
  footerParts: readonly string[];
}

export interface ActivityHero {
  locale: ChartLocale;
  header: CardHeader;
  /** Three read best. */
  tiles: readonly Tile[];
  members: DailyMembersPanel;
}

function paintActivityCard(drawing: Drawing, area: Rect, card: ActivityCard): void {
  const row = (y: number, height: number): Rect => ({
    x: margin,
    y,
    width: area.width - margin * 2,
    height,
  });
  drawHeader(drawing, row(28, 60), card.header);
  drawTiles(drawing, row(104, 126), card.tiles, gap);
  const [left, right] = columnsOf(row(246, 266), [1, 1]);
  if (left) drawDailyMembersPanel(drawing, left, card.members);
  if (right) drawDailyMessagesPanel(drawing, right, card.messages);
  const [wide, narrow] = columnsOf(row(528, 300), [62, 38]);
  if (wide) drawHeatMapPanel(drawing, wide, card.heatMap);
  if (narrow) drawChannelsPanel(drawing, narrow, card.channels);
  drawEffectsPanel(drawing, row(844, 196), card.effects);
  drawFooter(drawing, row(1050, 30), card.footerParts);
}

/** The full card: 1800×1632 pixels, made to be opened by a click. */
export function renderActivityCard(card: ActivityCard): Promise<Buffer> {
  const size = { width: 1200, height: 1088, scale: 1.5, type: cardType, locale: card.locale };
  return renderPicture(size, (drawing, area) => paintActivityCard(drawing, area, card));
}

/** The hero: 1100×690 pixels, with type of at least 22 pixels, made to be read inline. */
export function renderActivityHero(hero: ActivityHero): Promise<Buffer> {
  const size = { width: 1100, height: 690, scale: 1, type: heroType, locale: hero.locale };
  return renderPicture(size, (drawing, area) => {
    const width = area.width - margin * 2;
    drawHeader(drawing, { x: margin, y: 26, width, height: 70 }, hero.header);
    drawTiles(drawing, { x: margin, y: 118, width, height: 190 }, hero.tiles, gap);
    drawDailyMembersPanel(drawing, { x: margin, y: 324, width, height: 340 }, hero.members);
  });
}
