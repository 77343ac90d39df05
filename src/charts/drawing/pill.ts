/** A short word on a rounded ground: a badge, a topic. */
import type { Drawing } from './picture.ts';
import { drawText, textWidth } from './text.ts';

export interface PillLook {
  size: number;
  ground: string;
  colour: string;
}

function pillPad(look: PillLook): number {
  return look.size * 0.7;
}

export function pillHeight(look: PillLook): number {
  return look.size * 1.75;
}

/** Width of a pill with all the room it wants. */
export function pillWidth(drawing: Drawing, text: string, look: PillLook): number {
  return textWidth(drawing, text, { size: look.size, bold: true }) + pillPad(look) * 2;
}

/** Draws a pill from `x` on around a middle line, its word cut to the room, and returns its width. */
export function drawPill(
  drawing: Drawing,
  text: string,
  look: PillLook,
  place: { x: number; middle: number; maxWidth: number },
): number {
  const width = Math.min(place.maxWidth, pillWidth(drawing, text, look));
  const height = pillHeight(look);
  const { ctx } = drawing;
  ctx.fillStyle = look.ground;
  ctx.beginPath();
  ctx.roundRect(place.x, place.middle - height / 2, width, height, height / 2);
  ctx.fill();
  drawText(drawing, text, {
    size: look.size,
    bold: true,
    colour: look.colour,
    x: place.x + width / 2,
    y: place.middle,
    middle: true,
    align: 'center',
    maxWidth: width - pillPad(look),
  });
  return width;
}
