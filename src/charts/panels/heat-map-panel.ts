/** Hour-of-week heat map: seven rows from the community's first day of the week, 24 columns of local hours. */
import { formatCount, formatIsoWeekday, isKnown } from '../drawing/numbers.ts';
import type { IsoWeekday } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel, fillRounded } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawText, textWidth } from '../drawing/text.ts';
import { colours, heatColours } from '../drawing/theme.ts';

export interface HeatMapPanel {
  title: string;
  weekStart: IsoWeekday;
  /**
   * Seven rows (the first is `weekStart`) of 24 local hours. null: that hour was not observed, or does not exist on a
   * day when the clocks go forward.
   */
  interactionCounts: readonly (readonly (number | null)[])[];
  quietLabel: string;
  busyLabel: string;
  /** Stands before the busiest hour, as in "busiest: Thu 21:00 · 212". */
  busiestLabel: string;
  emptyText: string;
}

const hoursPerDay = 24;
const daysPerWeek = 7;

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The colour at `ratio` 0..1 of the heat scale, between its two neighbouring stops. */
export function heatColour(ratio: number): string {
  const position = Math.min(1, Math.max(0, ratio)) * (heatColours.length - 1);
  const index = Math.min(Math.floor(position), heatColours.length - 2);
  const from = channels(heatColours[index] ?? heatColours[0]);
  const to = channels(heatColours[index + 1] ?? heatColours[0]);
  const mixed = from.map((part, channel) =>
    Math.round(part + ((to[channel] ?? part) - part) * (position - index)),
  );
  return `rgb(${mixed.join(', ')})`;
}

interface HeatGrid {
  area: Rect;
  cellWidth: number;
  cellHeight: number;
  highest: number;
}

function drawCell(drawing: Drawing, grid: HeatGrid, row: number, hour: number, count: number | null): void {
  const gap = 2.5;
  const cell = {
    x: grid.area.x + hour * grid.cellWidth + gap / 2,
    y: grid.area.y + row * grid.cellHeight + gap / 2,
    width: grid.cellWidth - gap,
    height: grid.cellHeight - gap,
  };
  if (!isKnown(count)) {
    const { ctx } = drawing;
    ctx.save();
    ctx.strokeStyle = colours.faint;
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 3]);
    ctx.beginPath();
    ctx.roundRect(cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1, 4);
    ctx.stroke();
    ctx.restore();
    return;
  }
  // Counts are skewed: lifted a little, quiet hours still differ from each other.
  fillRounded(drawing, cell, 4, heatColour(grid.highest === 0 ? 0 : (count / grid.highest) ** 0.8));
  if (count === grid.highest && count > 0) {
    drawing.ctx.strokeStyle = colours.amber;
    drawing.ctx.lineWidth = 2.5;
    drawing.ctx.stroke();
  }
}

function drawScale(drawing: Drawing, panel: HeatMapPanel, right: number, middle: number): void {
  const style = { size: drawing.type.legend, colour: colours.muted };
  const steps = 6;
  const side = 15;
  let x = right - textWidth(drawing, panel.busyLabel, style);
  drawText(drawing, panel.busyLabel, { ...style, x, y: middle, middle: true });
  x -= 8 + steps * (side + 3) - 3;
  for (let step = 0; step < steps; step += 1) {
    const cell = { x: x + step * (side + 3), y: middle - side / 2, width: side, height: side };
    fillRounded(drawing, cell, 3, heatColour(step / (steps - 1)));
  }
  drawText(drawing, panel.quietLabel, { ...style, x: x - 8, y: middle, middle: true, align: 'right' });
}

function busiestText(drawing: Drawing, panel: HeatMapPanel, highest: number): string {
  const row = panel.interactionCounts.findIndex((counts) => counts.includes(highest));
  const hour = panel.interactionCounts[row]?.indexOf(highest) ?? 0;
  const weekday = formatIsoWeekday(drawing.locale, panel.weekStart + row);
  const time = `${String(hour).padStart(2, '0')}:00`;
  return `${panel.busiestLabel} ${weekday} ${time} · ${formatCount(drawing.locale, highest)}`;
}

export function drawHeatMapPanel(drawing: Drawing, area: Rect, panel: HeatMapPanel): void {
  const body = drawPanel(drawing, area, panel.title);
  const known = panel.interactionCounts.flat().filter(isKnown);
  if (known.length === 0) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  const { type } = drawing;
  const highest = Math.max(...known);
  const titleMiddle = body.y - type.panelTitle * 1.2;
  drawScale(drawing, panel, body.x + body.width, titleMiddle);
  const labelWidth = type.axis * 3.2;
  const footHeight = type.axis * 3.1;
  const gridArea = {
    x: body.x + labelWidth,
    y: body.y,
    width: body.width - labelWidth,
    height: body.height - footHeight,
  };
  const grid: HeatGrid = {
    area: gridArea,
    cellWidth: gridArea.width / hoursPerDay,
    cellHeight: gridArea.height / daysPerWeek,
    highest,
  };
  for (let row = 0; row < daysPerWeek; row += 1) {
    drawText(drawing, formatIsoWeekday(drawing.locale, panel.weekStart + row), {
      x: body.x,
      y: gridArea.y + (row + 0.5) * grid.cellHeight,
      middle: true,
      size: type.axis,
      colour: colours.muted,
    });
    for (let hour = 0; hour < hoursPerDay; hour += 1) {
      drawCell(drawing, grid, row, hour, panel.interactionCounts[row]?.[hour] ?? null);
    }
  }
  for (let hour = 0; hour < hoursPerDay; hour += 3) {
    drawText(drawing, String(hour).padStart(2, '0'), {
      x: gridArea.x + (hour + 0.5) * grid.cellWidth,
      y: gridArea.y + gridArea.height + type.axis * 1.0,
      middle: true,
      align: 'center',
      size: type.axis,
      colour: colours.muted,
    });
  }
  if (highest === 0) return;
  const foot = { x: body.x + body.width, y: body.y + body.height - type.small * 0.4, middle: true };
  drawText(drawing, busiestText(drawing, panel, highest), {
    ...foot,
    align: 'right',
    size: type.small,
    colour: colours.amber,
    maxWidth: body.width,
  });
}
