/** A mean rating as five stars, the last one filled as far as it goes. */
import { isKnown } from './numbers.ts';
import type { Drawing } from './picture.ts';
import { colours } from './theme.ts';

const starCount = 5;
const pitch = 1.16;

/** Width of the five stars; `size` is the width of one. */
export function starsWidth(size: number): number {
  return size * (1 + pitch * (starCount - 1));
}

function traceStar(drawing: Drawing, x: number, middle: number, radius: number): void {
  const { ctx } = drawing;
  for (let point = 0; point < 10; point += 1) {
    const reach = point % 2 === 0 ? radius : radius * 0.45;
    const angle = (point * Math.PI) / 5 - Math.PI / 2;
    const [px, py] = [x + Math.cos(angle) * reach, middle + Math.sin(angle) * reach];
    if (point === 0) ctx.moveTo(px, py);
    else ctx.lineTo(px, py);
  }
  ctx.closePath();
}

/** `mean` is 1 to 5; all five stay empty where it is not known. */
export function drawStars(
  drawing: Drawing,
  mean: number | null,
  place: { x: number; middle: number; size: number },
): void {
  const { ctx } = drawing;
  ctx.save();
  ctx.beginPath();
  for (let star = 0; star < starCount; star += 1) {
    const x = place.x + place.size * (0.5 + star * pitch);
    traceStar(drawing, x, place.middle, place.size * 0.54);
  }
  ctx.fillStyle = colours.faint;
  ctx.fill();
  ctx.clip();
  if (isKnown(mean)) {
    const whole = Math.floor(mean);
    const width = place.size * (whole * pitch + (mean - whole));
    ctx.fillStyle = colours.amber;
    ctx.fillRect(place.x, place.middle - place.size, width, place.size * 2);
  }
  ctx.restore();
}
