/** Parts of a whole in one bar, each with its percentage where it fits. */
import { formatPercent } from './numbers.ts';
import { fillRounded } from './panel.ts';
import type { Drawing, Rect } from './picture.ts';
import { drawText, textWidth } from './text.ts';
import { colours } from './theme.ts';

export interface BarPart {
  count: number;
  colour: string;
}

/** Draws the parts from left to right; an empty track where all are zero. Percentages are of the sum of the parts. */
export function drawStackedBar(
  drawing: Drawing,
  area: Rect,
  parts: readonly BarPart[],
  labelSize: number,
): void {
  const { ctx } = drawing;
  fillRounded(drawing, area, 5, colours.track);
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  if (total <= 0) return;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(area.x, area.y, area.width, area.height, 5);
  ctx.clip();
  let x = area.x;
  for (const part of parts) {
    const width = (part.count / total) * area.width;
    ctx.fillStyle = part.colour;
    // A hairline of ground keeps neighbours apart without a second colour.
    const gap = x + width > area.x + area.width - 1 ? 0 : 1.5;
    ctx.fillRect(x, area.y, Math.max(width - gap, 0), area.height);
    const label = formatPercent(drawing.locale, part.count / total, 0);
    const style = { size: labelSize, bold: true, colour: '#14151a' };
    if (part.count > 0 && textWidth(drawing, label, style) + 8 <= width) {
      const centre = { x: x + width / 2 - 0.75, y: area.y + area.height / 2 };
      drawText(drawing, label, { ...style, ...centre, middle: true, align: 'center' });
    }
    x += width;
  }
  ctx.restore();
}
