/** The frame of every part of a picture: panel with title and legend, its empty state, header and footer. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Drawing, Rect } from './picture.ts';
import { drawPill } from './pill.ts';
import { drawText, fitSize, textWidth } from './text.ts';
import { badgeColours, colours } from './theme.ts';

export interface LegendItem {
  label: string;
  colour: string;
  mark: 'line' | 'dash' | 'block';
}

export interface CardHeader {
  title: string;
  /** Shown in one line, joined by dots: week, span, time zone. */
  subtitleParts: readonly string[];
  communityName: string;
  /** A short word in a pill beside the title, such as "late" or "preview"; null for none. */
  badge: string | null;
}

const panelRadius = 12;

export function fillRounded(drawing: Drawing, area: Rect, radius: number, fill: SKRSContext2D['fillStyle']) {
  const { ctx } = drawing;
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.roundRect(area.x, area.y, area.width, area.height, radius);
  ctx.fill();
}

/** A panel without a title: ground and hairline. */
export function drawPanelGround(drawing: Drawing, area: Rect): void {
  fillRounded(drawing, area, panelRadius, colours.panel);
  drawing.ctx.strokeStyle = colours.panelEdge;
  drawing.ctx.lineWidth = 1;
  drawing.ctx.stroke();
}

function drawLegendMark(drawing: Drawing, item: LegendItem, x: number, y: number, width: number): void {
  const { ctx } = drawing;
  if (item.mark === 'block') {
    const side = width * 0.6;
    fillRounded(drawing, { x: x + width - side, y: y - side / 2, width: side, height: side }, 3, item.colour);
    return;
  }
  ctx.save();
  ctx.strokeStyle = item.colour;
  ctx.lineWidth = item.mark === 'line' ? 3 : 2;
  if (item.mark === 'dash') ctx.setLineDash([width / 4, width / 6]);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + width, y);
  ctx.stroke();
  ctx.restore();
}

/** Right-aligned at `right`, never past `left`: what does not fit is left out, the first items are kept. */
function drawLegend(
  drawing: Drawing,
  items: readonly LegendItem[],
  left: number,
  right: number,
  y: number,
): void {
  const style = { size: drawing.type.legend, colour: colours.muted };
  const markWidth = drawing.type.legend * 1.3;
  const widthOf = (item: LegendItem) => markWidth + 6 + textWidth(drawing, item.label, style) + 16;
  const shown: LegendItem[] = [];
  let width = -16;
  for (const item of items) {
    if (width + widthOf(item) > right - left) break;
    width += widthOf(item);
    shown.push(item);
  }
  let x = right - width;
  for (const item of shown) {
    drawLegendMark(drawing, item, x, y, markWidth);
    drawText(drawing, item.label, { ...style, x: x + markWidth + 6, y, middle: true });
    x += widthOf(item);
  }
}

/** Room between the edge of a panel and its content. */
export function panelPad(drawing: Drawing): number {
  const size = drawing.type.panelTitle;
  return Math.round(size < 20 ? size * 1.15 : size * 0.85);
}

/** Draws a titled panel and returns the room left for its content. */
export function drawPanel(
  drawing: Drawing,
  area: Rect,
  title: string,
  legend: readonly LegendItem[] = [],
): Rect {
  drawPanelGround(drawing, area);
  const size = drawing.type.panelTitle;
  const pad = panelPad(drawing);
  const middle = area.y + pad + size * 0.55;
  const inner = area.width - pad * 2;
  const titleWidth = drawText(drawing, title, {
    x: area.x + pad,
    y: middle,
    middle: true,
    size,
    bold: true,
    maxWidth: inner,
  });
  drawLegend(drawing, legend, area.x + pad + titleWidth + 20, area.x + area.width - pad, middle);
  const top = area.y + pad + size + Math.round(size * (size < 20 ? 0.7 : 0.4));
  return { x: area.x + pad, y: top, width: inner, height: area.y + area.height - pad - top };
}

/** What a panel says where there is nothing to show. */
export function drawEmpty(drawing: Drawing, area: Rect, text: string): void {
  const { ctx } = drawing;
  const size = drawing.type.body;
  ctx.save();
  ctx.strokeStyle = colours.grid;
  ctx.setLineDash([5, 5]);
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(area.x + 0.5, area.y + 0.5, area.width - 1, area.height - 1, 8);
  ctx.stroke();
  ctx.restore();
  drawText(drawing, text, {
    x: area.x + area.width / 2,
    y: area.y + area.height / 2,
    middle: true,
    align: 'center',
    size,
    colour: colours.muted,
    maxWidth: area.width - size * 2,
  });
}

/** The bright bar at the left of a title. */
export function drawAccentBar(drawing: Drawing, area: Rect): void {
  const gradient = drawing.ctx.createLinearGradient(0, area.y, 0, area.y + area.height);
  gradient.addColorStop(0, colours.accent);
  gradient.addColorStop(1, colours.pink);
  fillRounded(drawing, area, 3, gradient);
}

/** Title, span and community across the top of `area`; the caller leaves room of about 2.1 × title + subtitle. */
export function drawHeader(drawing: Drawing, area: Rect, header: CardHeader): void {
  const { type } = drawing;
  const barHeight = type.title * 1.05 + type.subtitle * 1.45;
  drawAccentBar(drawing, { x: area.x, y: area.y, width: 6, height: barHeight });

  const left = area.x + 22;
  const titleMiddle = area.y + type.title * 0.5;
  const community = { size: type.community, bold: true, colour: colours.accentSoft };
  const communityWidth = Math.min(area.width * 0.36, textWidth(drawing, header.communityName, community));
  drawText(drawing, header.communityName, {
    ...community,
    x: area.x + area.width,
    y: titleMiddle,
    middle: true,
    align: 'right',
    maxWidth: communityWidth + 1,
  });
  const room = area.width - 22 - communityWidth - 30;
  const titleSize = fitSize(
    drawing,
    header.title,
    { size: type.title, bold: true },
    room - (header.badge === null ? 0 : 110),
    type.title * 0.7,
  );
  const titleWidth = drawText(drawing, header.title, {
    x: left,
    y: titleMiddle,
    middle: true,
    size: titleSize,
    bold: true,
    maxWidth: room - (header.badge === null ? 0 : 110),
  });
  if (header.badge !== null) {
    const place = { x: left + titleWidth + 14, middle: titleMiddle, maxWidth: room - titleWidth - 14 };
    drawPill(drawing, header.badge, { size: type.legend, ...badgeColours }, place);
  }
  drawText(drawing, header.subtitleParts.join('  ·  '), {
    x: left,
    y: area.y + barHeight - type.subtitle * 0.5,
    middle: true,
    size: type.subtitle,
    colour: colours.muted,
    maxWidth: area.width - 22,
  });
}

/** One quiet line; parts are joined by dots and cut at the edge. */
export function drawFooter(drawing: Drawing, area: Rect, parts: readonly string[]): void {
  drawText(drawing, parts.join('  ·  '), {
    x: area.x,
    y: area.y + area.height / 2,
    middle: true,
    size: drawing.type.footer,
    colour: colours.muted,
    maxWidth: area.width,
  });
}
