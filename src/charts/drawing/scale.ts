/** A value on its scale, with the interval it may lie in. Nothing is marked where the value is unknown. */
import { isKnown } from './numbers.ts';
import type { Interval } from './numbers.ts';
import { fillRounded } from './panel.ts';
import type { Drawing, Rect } from './picture.ts';
import { drawText } from './text.ts';
import { colours } from './theme.ts';

export interface ScaleMark {
  low: number;
  high: number;
  value: number | null;
  interval: Interval | null;
  colour: string;
  /** Where the filled part starts; default `low`. NPS starts at 0. */
  origin?: number;
}

export interface ScaleTick {
  at: number;
  label: string;
}

/** Draws track, filled part, interval and marker; `area.height` is the thickness of the track. */
export function drawScale(drawing: Drawing, area: Rect, mark: ScaleMark): void {
  const { ctx } = drawing;
  const radius = area.height / 2;
  const middle = area.y + radius;
  const xOf = (value: number) => {
    const ratio = (value - mark.low) / (mark.high - mark.low);
    return area.x + Math.min(1, Math.max(0, ratio)) * area.width;
  };
  fillRounded(drawing, area, radius, colours.track);
  if (!isKnown(mark.value)) return;
  const from = xOf(mark.origin ?? mark.low);
  const to = xOf(mark.value);
  ctx.save();
  ctx.globalAlpha = 0.6;
  const filled = { ...area, x: Math.min(from, to), width: Math.max(Math.abs(to - from), 1) };
  fillRounded(drawing, filled, radius, mark.colour);
  ctx.restore();
  if (mark.interval !== null) {
    ctx.strokeStyle = colours.text;
    ctx.lineWidth = Math.max(2, area.height * 0.22);
    const [low, high] = [xOf(mark.interval.low), xOf(mark.interval.high)];
    const cap = area.height * 0.75;
    ctx.beginPath();
    for (const x of [low, high]) {
      ctx.moveTo(x, middle - cap);
      ctx.lineTo(x, middle + cap);
    }
    ctx.moveTo(low, middle);
    ctx.lineTo(high, middle);
    ctx.stroke();
  }
  ctx.beginPath();
  ctx.arc(to, middle, area.height * 0.78, 0, Math.PI * 2);
  ctx.fillStyle = colours.text;
  ctx.fill();
  ctx.beginPath();
  ctx.arc(to, middle, area.height * 0.5, 0, Math.PI * 2);
  ctx.fillStyle = mark.colour;
  ctx.fill();
}

/** Labels under a scale; the first and last stay within its ends. */
export function drawScaleTicks(
  drawing: Drawing,
  area: Rect,
  ends: { low: number; high: number },
  ticks: readonly ScaleTick[],
  size: number,
): void {
  for (const tick of ticks) {
    const ratio = (tick.at - ends.low) / (ends.high - ends.low);
    const align = ratio <= 0 ? 'left' : ratio >= 1 ? 'right' : 'center';
    drawText(drawing, tick.label, {
      x: area.x + ratio * area.width,
      y: area.y + area.height + size * 1.15,
      middle: true,
      align,
      size,
      colour: colours.muted,
    });
  }
}
