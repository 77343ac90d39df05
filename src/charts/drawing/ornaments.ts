/** What makes paper a document: engraved lines, a frame, a divider, a seal. Shapes only: no words. */
import type { Drawing, Rect } from './picture.ts';
import { paper } from './theme.ts';

interface Circle {
  x: number;
  y: number;
  radius: number;
}

interface Wave {
  /** Waves around the circle. */
  count: number;
  /** Their height, as a share of the radius. */
  height: number;
  /** In radians of one wave. */
  phase: number;
}

/** Adds a closed line around a circle that swings in and out, as on banknotes and seals. */
function traceWave(drawing: Drawing, { x, y, radius }: Circle, wave: Wave): void {
  const { ctx } = drawing;
  const steps = wave.count * 24;
  for (let step = 0; step < steps; step += 1) {
    const angle = (step / steps) * Math.PI * 2;
    const reach = radius * (1 + wave.height * Math.cos(wave.count * angle + wave.phase));
    const [px, py] = [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach];
    if (step === 0) ctx.moveTo(px, py);
    else ctx.lineTo(px, py);
  }
  ctx.closePath();
}

/** A rosette of interwoven lines (guilloche) in the current stroke style. */
function strokeRosette(drawing: Drawing, circle: Circle, wave: Omit<Wave, 'phase'>, lineCount: number): void {
  drawing.ctx.beginPath();
  for (let line = 0; line < lineCount; line += 1) {
    traceWave(drawing, circle, { ...wave, phase: (line / lineCount) * Math.PI * 2 });
  }
  drawing.ctx.stroke();
}

/** Lines under the words, pale enough to read on. */
export function drawWatermark(drawing: Drawing, { x, y, radius }: Circle): void {
  const { ctx } = drawing;
  ctx.save();
  ctx.strokeStyle = paper.indigo;
  ctx.globalAlpha = 0.055;
  ctx.lineWidth = 0.9;
  strokeRosette(drawing, { x, y, radius: radius * 0.8 }, { count: 12, height: 0.22 }, 10);
  strokeRosette(drawing, { x, y, radius: radius * 0.42 }, { count: 8, height: 0.34 }, 8);
  ctx.restore();
}

/** A line around `area` whose corners bend inwards. */
function traceNotched(drawing: Drawing, area: Rect, notch: number): void {
  const { ctx } = drawing;
  const [left, top, right, bottom] = [area.x, area.y, area.x + area.width, area.y + area.height];
  const quarter = Math.PI / 2;
  ctx.beginPath();
  ctx.arc(left, top, notch, quarter, 0, true);
  ctx.arc(right, top, notch, Math.PI, quarter, true);
  ctx.arc(right, bottom, notch, -quarter, Math.PI, true);
  ctx.arc(left, bottom, notch, 0, -quarter, true);
  ctx.closePath();
}

function inset(area: Rect, by: number): Rect {
  return { x: area.x + by, y: area.y + by, width: area.width - by * 2, height: area.height - by * 2 };
}

function fillDiamond(drawing: Drawing, x: number, y: number, reach: number): void {
  const { ctx } = drawing;
  ctx.beginPath();
  ctx.moveTo(x, y - reach);
  ctx.lineTo(x + reach, y);
  ctx.lineTo(x, y + reach);
  ctx.lineTo(x - reach, y);
  ctx.closePath();
  ctx.fill();
}

/** The double frame near the edge of the paper, with a rosette in each corner. */
export function drawFrame(drawing: Drawing, paperArea: Rect): void {
  const { ctx } = drawing;
  const area = inset(paperArea, 30);
  ctx.save();
  ctx.strokeStyle = paper.deep;
  ctx.lineWidth = 3;
  traceNotched(drawing, area, 34);
  ctx.stroke();
  ctx.strokeStyle = paper.gold;
  ctx.lineWidth = 1.2;
  traceNotched(drawing, inset(area, 9), 34);
  ctx.stroke();
  ctx.lineWidth = 0.8;
  ctx.fillStyle = paper.gold;
  for (const x of [area.x, area.x + area.width]) {
    for (const y of [area.y, area.y + area.height]) {
      strokeRosette(drawing, { x, y, radius: 15 }, { count: 6, height: 0.28 }, 4);
      fillDiamond(drawing, x, y, 4);
    }
  }
  ctx.restore();
}

/** A gold line that fades at its ends, with a diamond in its middle. */
export function drawDivider(drawing: Drawing, x: number, y: number, width: number): void {
  const { ctx } = drawing;
  const fade = ctx.createLinearGradient(x - width / 2, y, x + width / 2, y);
  fade.addColorStop(0, `${paper.gold}00`);
  fade.addColorStop(0.3, paper.gold);
  fade.addColorStop(0.7, paper.gold);
  fade.addColorStop(1, `${paper.gold}00`);
  ctx.fillStyle = fade;
  ctx.fillRect(x - width / 2, y - 0.75, width, 1.5);
  ctx.fillStyle = paper.ground;
  fillDiamond(drawing, x, y, 11);
  ctx.fillStyle = paper.gold;
  fillDiamond(drawing, x, y, 6);
}

function goldAcross(drawing: Drawing, { x, y, radius }: Circle) {
  const gold = drawing.ctx.createLinearGradient(x - radius, y - radius, x + radius, y + radius);
  gold.addColorStop(0, paper.goldLight);
  gold.addColorStop(0.5, paper.gold);
  gold.addColorStop(1, paper.goldDeep);
  return gold;
}

function drawRibbons(drawing: Drawing, { x, y, radius }: Circle): void {
  const { ctx } = drawing;
  for (const side of [-1, 1]) {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(side * -0.3);
    const [half, end] = [radius * 0.27, radius * 1.62];
    ctx.beginPath();
    ctx.moveTo(-half, 0);
    ctx.lineTo(-half, end);
    ctx.lineTo(0, end - half * 0.8);
    ctx.lineTo(half, end);
    ctx.lineTo(half, 0);
    ctx.closePath();
    ctx.fillStyle = side < 0 ? paper.deep : paper.indigo;
    ctx.fill();
    ctx.restore();
  }
}

/** ‹✓›: code that was found good. */
function drawCheckedCode(drawing: Drawing, { x, y, radius }: Circle): void {
  const { ctx } = drawing;
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.strokeStyle = paper.goldLight;
  ctx.lineWidth = radius * 0.12;
  ctx.beginPath();
  for (const side of [-1, 1]) {
    ctx.moveTo(x + side * radius * 0.52, y - radius * 0.34);
    ctx.lineTo(x + side * radius * 0.82, y);
    ctx.lineTo(x + side * radius * 0.52, y + radius * 0.34);
  }
  ctx.stroke();
  ctx.strokeStyle = paper.ground;
  ctx.lineWidth = radius * 0.17;
  ctx.beginPath();
  ctx.moveTo(x - radius * 0.34, y + radius * 0.04);
  ctx.lineTo(x - radius * 0.08, y + radius * 0.3);
  ctx.lineTo(x + radius * 0.36, y - radius * 0.3);
  ctx.stroke();
}

/** The seal, with ribbons below it down to 1.6 of its radius. */
export function drawSeal(drawing: Drawing, circle: Circle): void {
  const { ctx } = drawing;
  const { x, y, radius } = circle;
  const ring = (share: number) => ({ x, y, radius: radius * share });
  ctx.save();
  drawRibbons(drawing, circle);
  ctx.fillStyle = goldAcross(drawing, circle);
  ctx.beginPath();
  traceWave(drawing, ring(0.97), { count: 28, height: 0.03, phase: 0 });
  ctx.fill();
  ctx.strokeStyle = paper.goldLight;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.arc(x, y, radius * 0.87, 0, Math.PI * 2);
  ctx.stroke();
  ctx.fillStyle = paper.deep;
  ctx.beginPath();
  ctx.arc(x, y, radius * 0.8, 0, Math.PI * 2);
  ctx.fill();
  ctx.globalAlpha = 0.5;
  ctx.strokeStyle = paper.gold;
  ctx.lineWidth = 0.7;
  strokeRosette(drawing, ring(0.7), { count: 18, height: 0.09 }, 4);
  ctx.globalAlpha = 1;
  drawCheckedCode(drawing, ring(0.6));
  ctx.restore();
}
