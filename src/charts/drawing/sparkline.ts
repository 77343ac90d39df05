/** A small line of a number's recent course, without axes. */
import { isKnown } from './numbers.ts';
import type { Drawing, Rect } from './picture.ts';

/** Oldest first; unknown values break the line. Nothing is drawn where fewer than two are known: a dot has no course. */
export function drawSparkline(
  drawing: Drawing,
  area: Rect,
  values: readonly (number | null)[],
  colour: string,
): void {
  const known = values.filter(isKnown);
  if (known.length < 2) return;
  const { ctx } = drawing;
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const xOf = (index: number) => area.x + (index / (values.length - 1)) * area.width;
  const yOf = (value: number) =>
    range === 0 ? area.y + area.height / 2 : area.y + area.height * (1 - (value - low) / range);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = Math.max(2, area.height / 13);
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.beginPath();
  let open = false;
  for (const [index, value] of values.entries()) {
    if (!isKnown(value)) {
      open = false;
      continue;
    }
    if (open) ctx.lineTo(xOf(index), yOf(value));
    else ctx.moveTo(xOf(index), yOf(value));
    open = true;
  }
  ctx.stroke();
  const last = values.findLastIndex(isKnown);
  const lastValue = values[last];
  if (isKnown(lastValue)) {
    ctx.beginPath();
    ctx.arc(xOf(last), yOf(lastValue), ctx.lineWidth * 1.45, 0, Math.PI * 2);
    ctx.fill();
  }
  ctx.restore();
}
