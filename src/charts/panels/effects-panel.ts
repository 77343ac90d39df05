/** Why a number changed: the effects between last week's level and this week's, as steps that add up exactly. */
import { formatDecimal, formatSigned, isKnown } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel, fillRounded } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawText } from '../drawing/text.ts';
import { colours } from '../drawing/theme.ts';

export interface EffectStep {
  label: string;
  /** What the factor did, in words or numbers, such as "7.9 → 8.3 per active hour"; null for nothing. */
  detail: string | null;
  /** Interactions per day; the steps add up to the difference of the two levels. */
  effectPerDay: number;
}

export interface EffectsPanel {
  title: string;
  lastWeekLabel: string;
  thisWeekLabel: string;
  lastWeekPerDay: number | null;
  thisWeekPerDay: number | null;
  /** null or empty where there is no decomposition; then `sentence` says why. */
  steps: readonly EffectStep[] | null;
  /** Shown where there are no steps. */
  sentence: string;
}

interface Column {
  label: string;
  detail: string | null;
  from: number;
  to: number;
  amount: string;
  colour: string;
  isLevel: boolean;
}

function effectColour(effect: number): string {
  if (effect === 0) return colours.soft;
  return effect > 0 ? colours.good : colours.bad;
}

function levelColumn(drawing: Drawing, label: string, level: number, digits: number): Column {
  const amount = formatDecimal(drawing.locale, level, digits);
  return { label, detail: null, from: level, to: level, amount, colour: colours.text, isLevel: true };
}

function toColumns(
  drawing: Drawing,
  panel: EffectsPanel,
  steps: readonly EffectStep[],
  levels: { last: number; current: number },
): Column[] {
  // One precision for all, so that a reader can add them up.
  const digits = Math.max(levels.last, levels.current) < 10_000 ? 1 : 0;
  const columns = [levelColumn(drawing, panel.lastWeekLabel, levels.last, digits)];
  let level = levels.last;
  for (const step of steps) {
    columns.push({
      label: step.label,
      detail: step.detail,
      from: level,
      to: level + step.effectPerDay,
      amount: formatSigned(drawing.locale, step.effectPerDay, digits),
      colour: effectColour(step.effectPerDay),
      isLevel: false,
    });
    level += step.effectPerDay;
  }
  columns.push(levelColumn(drawing, panel.thisWeekLabel, levels.current, digits));
  return columns;
}

function drawColumn(drawing: Drawing, column: Column, slot: Rect, yOf: (level: number) => number): void {
  const { type } = drawing;
  const width = Math.min(slot.width * 0.62, 110);
  const x = slot.x + (slot.width - width) / 2;
  const top = Math.min(yOf(column.from), yOf(column.to));
  const height = Math.max(4, Math.abs(yOf(column.from) - yOf(column.to)));
  const bar = { x, y: column.isLevel ? top - 2 : top, width, height };
  fillRounded(drawing, bar, column.isLevel ? 2 : 4, column.isLevel ? colours.accentSoft : column.colour);
  const centre = { x: slot.x + slot.width / 2, align: 'center' as const, maxWidth: slot.width - 8 };
  drawText(drawing, column.amount, {
    ...centre,
    y: bar.y - type.body * 0.72,
    middle: true,
    size: type.body,
    bold: true,
    colour: column.colour,
  });
}

function drawColumnWords(drawing: Drawing, column: Column, slot: Rect, y: number): void {
  const { type } = drawing;
  const centre = { x: slot.x + slot.width / 2, align: 'center' as const, maxWidth: slot.width - 10 };
  drawText(drawing, column.label, {
    ...centre,
    y,
    middle: true,
    size: type.small + 1,
    colour: column.isLevel ? colours.muted : colours.text,
  });
  if (column.detail === null) return;
  const detail = { ...centre, y: y + type.small * 1.45, middle: true, size: type.small - 1 };
  drawText(drawing, column.detail, { ...detail, colour: colours.muted });
}

/** Dashed lines from the end of each column to the start of the next, at the level reached. */
function drawConnectors(
  drawing: Drawing,
  columns: readonly Column[],
  slots: readonly Rect[],
  yOf: (level: number) => number,
) {
  const { ctx } = drawing;
  ctx.save();
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([3, 4]);
  for (const [index, column] of columns.slice(0, -1).entries()) {
    const slot = slots[index];
    if (!slot) continue;
    const width = Math.min(slot.width * 0.62, 110);
    const y = yOf(column.to);
    ctx.beginPath();
    ctx.moveTo(slot.x + (slot.width + width) / 2 + 4, y);
    ctx.lineTo(slot.x + slot.width + (slot.width - width) / 2 - 4, y);
    ctx.stroke();
  }
  ctx.restore();
}

export function drawEffectsPanel(drawing: Drawing, area: Rect, panel: EffectsPanel): void {
  const { type } = drawing;
  const body = drawPanel(drawing, area, panel.title);
  const { lastWeekPerDay: last, thisWeekPerDay: current, steps } = panel;
  if (!isKnown(last) || !isKnown(current) || steps === null || steps.length === 0) {
    drawEmpty(drawing, body, panel.sentence);
    return;
  }
  const columns = toColumns(drawing, panel, steps, { last, current });
  const ends = columns.flatMap((column) => [column.from, column.to]);
  const low = Math.min(...ends);
  const range = Math.max(...ends) - low;
  const wordsHeight = type.small * 2.9;
  const top = body.y + type.body * 1.5;
  const bottom = body.y + body.height - wordsHeight - 6;
  const yOf = (level: number) =>
    range === 0 ? (top + bottom) / 2 : bottom - ((level - low) / range) * (bottom - top);
  const width = body.width / columns.length;
  const slots = columns.map((_, index) => ({ ...body, x: body.x + index * width, width }));
  drawConnectors(drawing, columns, slots, yOf);
  for (const [index, column] of columns.entries()) {
    const slot = slots[index] ?? body;
    drawColumn(drawing, column, slot, yOf);
    drawColumnWords(drawing, column, slot, body.y + body.height - type.small * 2.1);
  }
}
