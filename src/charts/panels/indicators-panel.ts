/** The indicators of S: weight, mean with interval, sample, and how the ratings 1 to 5 are spread. */
import {
  formatCompactCount,
  formatDecimal,
  formatInterval,
  isKnown,
  unknownMark,
} from '../drawing/numbers.ts';
import type { Interval } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel, panelPad } from '../drawing/panel.ts';
import type { LegendItem } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawScale } from '../drawing/scale.ts';
import { drawStackedBar } from '../drawing/stacked-bar.ts';
import { drawText } from '../drawing/text.ts';
import { colours, ratingColours } from '../drawing/theme.ts';
import { ratingEnds } from './score-panel.ts';

export interface IndicatorRow {
  name: string;
  /** Normalised: the weights of all indicators add up to their number. null where it is left out of S. */
  weight: number | null;
  /** 1..5; null where there are too few answers to say. */
  mean: number | null;
  interval: Interval | null;
  answerCount: number;
  /** Answers of 1, 2, 3, 4 and 5; null where they are too few to be shown without telling who gave them. */
  ratingCounts: readonly [number, number, number, number, number] | null;
  /** Beside the name of an indicator that does not count, such as "left out: 3 of 5 answers"; null for none. */
  note: string | null;
}

export interface IndicatorsPanel {
  title: string;
  /** Heads of the columns. */
  columnLabels: { indicator: string; weight: string; mean: string; answers: string; ratings: string };
  /** Before the bounds of a mean: "95% interval". */
  intervalLabel: string;
  rows: readonly IndicatorRow[];
  emptyText: string;
}

const rowHeight = 50;
const headHeight = 26;
const emptyHeight = 70;

/** Height of the panel with all its rows, so that a card can be laid out around it. */
export function indicatorsPanelHeight(drawing: Drawing, panel: IndicatorsPanel): number {
  const frame = panelPad(drawing) * 2 + drawing.type.panelTitle * 1.7;
  return frame + (panel.rows.length === 0 ? emptyHeight : headHeight + panel.rows.length * rowHeight);
}

interface Columns {
  name: Rect;
  weight: number;
  mean: number;
  scale: Rect;
  answers: number;
  ratings: Rect;
}

function columnsOf(body: Rect): Columns {
  const at = (ratio: number) => body.x + body.width * ratio;
  return {
    name: { ...body, width: body.width * 0.225 },
    weight: at(0.285),
    mean: at(0.35),
    scale: { ...body, x: at(0.38), width: body.width * 0.19, height: 8 },
    answers: at(0.645),
    ratings: { ...body, x: at(0.665), width: body.width * 0.335, height: 26 },
  };
}

function drawHeads(drawing: Drawing, body: Rect, panel: IndicatorsPanel): void {
  const columns = columnsOf(body);
  const labels = panel.columnLabels;
  const line = {
    y: body.y + headHeight * 0.4,
    middle: true,
    size: drawing.type.small,
    colour: colours.muted,
  };
  const right = { ...line, align: 'right' as const };
  drawText(drawing, labels.indicator, { ...line, x: columns.name.x, maxWidth: columns.name.width });
  drawText(drawing, labels.weight, { ...right, x: columns.weight, maxWidth: body.width * 0.07 });
  drawText(drawing, labels.mean, { ...right, x: columns.mean, maxWidth: body.width * 0.06 });
  drawText(drawing, labels.answers, { ...right, x: columns.answers, maxWidth: body.width * 0.06 });
  drawText(drawing, labels.ratings, { ...line, x: columns.ratings.x, maxWidth: columns.ratings.width });
  for (const rating of [1, 3, 5]) {
    const ratio = (rating - ratingEnds.low) / (ratingEnds.high - ratingEnds.low);
    const x = columns.scale.x + ratio * columns.scale.width;
    drawText(drawing, String(rating), { ...line, x, align: 'center' });
  }
}

function drawName(
  drawing: Drawing,
  row: IndicatorRow,
  intervalLabel: string,
  area: Rect,
  middle: number,
): void {
  const { type } = drawing;
  const style = { x: area.x, middle: true, maxWidth: area.width, size: type.body };
  const bounds =
    row.interval === null || row.mean === null
      ? null
      : `${intervalLabel} ${formatInterval(drawing.locale, row.interval, 2)}`;
  const detail = row.note ?? bounds;
  const shift = detail === null ? 0 : type.body * 0.6;
  const colour = row.mean === null ? colours.muted : colours.text;
  drawText(drawing, row.name, { ...style, y: middle - shift, colour });
  if (detail === null) return;
  const quiet = { size: type.small - 0.5, colour: row.note === null ? colours.muted : colours.amber };
  drawText(drawing, detail, { ...style, ...quiet, y: middle + shift });
}

function drawRow(drawing: Drawing, body: Rect, row: IndicatorRow, intervalLabel: string, top: number): void {
  const { ctx, type, locale } = drawing;
  const columns = columnsOf(body);
  const middle = top + rowHeight / 2;
  ctx.fillStyle = colours.panelEdge;
  ctx.fillRect(body.x, top, body.width, 1);
  drawName(drawing, row, intervalLabel, columns.name, middle);
  const right = { y: middle, middle: true, align: 'right' as const, size: type.body };
  const weight = isKnown(row.weight) ? `×${formatDecimal(locale, row.weight, 2)}` : unknownMark;
  drawText(drawing, weight, { ...right, x: columns.weight, colour: colours.soft });
  const mean = formatDecimal(locale, row.mean, 2);
  const meanColour = isKnown(row.mean) ? colours.text : colours.muted;
  drawText(drawing, mean, { ...right, x: columns.mean, size: type.body + 2, bold: true, colour: meanColour });
  const scale = { ...columns.scale, y: middle - 4 };
  const mark = { value: row.mean, interval: row.interval, colour: colours.teal };
  drawScale(drawing, scale, { ...ratingEnds, ...mark });
  const count = formatCompactCount(locale, row.answerCount);
  drawText(drawing, count, { ...right, x: columns.answers, colour: colours.soft });
  const parts = (row.ratingCounts ?? []).map((ratingCount, index) => ({
    count: ratingCount,
    colour: ratingColours[index] ?? colours.faint,
  }));
  drawStackedBar(drawing, { ...columns.ratings, y: middle - 13 }, parts, type.small);
}

export function drawIndicatorsPanel(drawing: Drawing, area: Rect, panel: IndicatorsPanel): void {
  const legend: LegendItem[] = ratingColours.map((colour, index) => ({
    label: String(index + 1),
    colour,
    mark: 'block',
  }));
  const body = drawPanel(drawing, area, panel.title, panel.rows.length === 0 ? [] : legend);
  if (panel.rows.length === 0) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  drawHeads(drawing, body, panel);
  for (const [index, row] of panel.rows.entries()) {
    drawRow(drawing, body, row, panel.intervalLabel, body.y + headHeight + index * rowHeight);
  }
}

const maxHeroRows = 5;

/** The same rows with type that reads inline: name, mean and its place on the scale. */
export function drawIndicatorsHeroPanel(drawing: Drawing, area: Rect, panel: IndicatorsPanel): void {
  const { type } = drawing;
  const body = drawPanel(drawing, area, panel.title);
  if (panel.rows.length === 0) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  const rows = panel.rows.slice(0, maxHeroRows);
  const height = Math.min(body.height / rows.length, type.body * 3);
  const track = { x: body.x + body.width * 0.4, width: body.width * 0.48, height: 14 };
  const titleMiddle = body.y - type.panelTitle * 0.85;
  for (const rating of [ratingEnds.low, ratingEnds.high]) {
    const x = rating === ratingEnds.low ? track.x : track.x + track.width;
    const style = { size: type.small, colour: colours.muted, align: 'center' as const };
    drawText(drawing, String(rating), { ...style, x, y: titleMiddle, middle: true });
  }
  for (const [index, row] of rows.entries()) {
    const middle = body.y + (index + 0.5) * height;
    const isCounted = isKnown(row.mean);
    drawText(drawing, row.name, {
      x: body.x,
      y: middle,
      middle: true,
      size: type.body,
      colour: isCounted ? colours.text : colours.muted,
      maxWidth: body.width * 0.36,
    });
    const scale = { ...track, y: middle - 7 };
    const mark = { value: row.mean, interval: row.interval, colour: colours.teal };
    if (isCounted || row.note === null) {
      drawScale(drawing, scale, { ...ratingEnds, ...mark });
    } else {
      drawText(drawing, row.note, {
        x: scale.x,
        y: middle,
        middle: true,
        size: type.small,
        colour: colours.amber,
        maxWidth: scale.width,
      });
    }
    drawText(drawing, formatDecimal(drawing.locale, row.mean, 2), {
      x: body.x + body.width,
      y: middle,
      middle: true,
      align: 'right',
      size: type.body + 4,
      bold: true,
      colour: isCounted ? colours.text : colours.muted,
    });
  }
}
