/** A tile: one number, what it was a week ago, and its recent course. */
import { changeTone, changeWidth, drawChange, toneColours } from './change.ts';
import type { ChangeWords } from './change.ts';
import { drawFigure } from './figure.ts';
import type { Figure } from './figure.ts';
import { drawPanelGround, fillRounded } from './panel.ts';
import type { Drawing, Rect } from './picture.ts';
import { drawSparkline } from './sparkline.ts';
import { drawText, fitSize } from './text.ts';
import { colours } from './theme.ts';

export interface Tile extends ChangeWords {
  label: string;
  figure: Figure;
  /** Oldest first; empty for no line. */
  trend: readonly (number | null)[];
}

/** Where the recent course stands: beside the change, or beside the figure where the change needs its whole line. */
type LinePlace = 'foot' | 'figure';

function tilePad(drawing: Drawing): number {
  return Math.round(drawing.type.tileLabel * 1.15);
}

function drawTile(drawing: Drawing, area: Rect, tile: Tile, linePlace: LinePlace): void {
  const { type } = drawing;
  drawPanelGround(drawing, area);
  const pad = tilePad(drawing);
  const tone = changeTone(drawing.locale, tile);
  const edge = tone === 'neutral' ? colours.faint : toneColours[tone];
  fillRounded(drawing, { x: area.x, y: area.y + pad, width: 3, height: area.height - pad * 2 }, 1.5, edge);
  const left = area.x + pad;
  const inner = area.width - pad * 2;
  drawText(drawing, tile.label, {
    x: left,
    y: area.y + pad + type.tileLabel * 0.45,
    middle: true,
    size: fitSize(drawing, tile.label, { size: type.tileLabel }, inner, type.tileLabel * 0.85),
    colour: colours.soft,
    maxWidth: inner,
  });
  const baseline = area.y + pad + type.tileLabel * 1.3 + type.tileValue * 0.95;
  const place = { x: left, y: baseline, maxWidth: inner, size: type.tileValue };
  const figureWidth = drawFigure(drawing, tile.figure, place);
  const middle = area.y + area.height - pad - type.tileChange * 0.45;
  const sizes = { size: type.tileChange, labelSize: type.tileNote };
  const footWidth = drawChange(drawing, tile, { ...sizes, x: left, middle, maxWidth: inner });
  const line = linePlace === 'foot' ? middle : baseline - type.tileValue * 0.36;
  const width = lineWidth(drawing, inner, linePlace === 'foot' ? footWidth : figureWidth);
  if (width === 0) return;
  const height = type.tileChange * 1.5;
  drawSparkline(
    drawing,
    { x: left + inner - width, y: line - height * 0.6, width: width - 4, height },
    tile.trend,
    tone === 'neutral' ? colours.accentSoft : edge,
  );
}

/** Width left for the recent course; 0 where it would be too short to read. */
function lineWidth(drawing: Drawing, inner: number, taken: number): number {
  const width = Math.min(inner - taken - drawing.type.tileNote, inner * 0.32);
  return width < drawing.type.tileNote * 2.4 ? 0 : width;
}

/** Draws tiles side by side over the whole width of `area`, their parts in the same places. */
export function drawTiles(drawing: Drawing, area: Rect, tiles: readonly Tile[], gap: number): void {
  const width = (area.width - gap * (tiles.length - 1)) / Math.max(1, tiles.length);
  const inner = width - tilePad(drawing) * 2;
  const sizes = { size: drawing.type.tileChange, labelSize: drawing.type.tileNote };
  const fitsFoot = tiles.every((tile) => lineWidth(drawing, inner, changeWidth(drawing, tile, sizes)) > 0);
  for (const [index, tile] of tiles.entries()) {
    const place = { ...area, x: area.x + index * (width + gap), width };
    drawTile(drawing, place, tile, fitsFoot ? 'foot' : 'figure');
  }
}
