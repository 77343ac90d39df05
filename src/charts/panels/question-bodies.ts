/** What the result of a survey question looks like, by kind: ratings, recommendation, choices. */
import {
  formatCount,
  formatDecimal,
  formatInterval,
  formatPercent,
  formatSigned,
  isKnown,
  unknownMark,
} from '../drawing/numbers.ts';
import type { Interval } from '../drawing/numbers.ts';
import { fillRounded } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawText, fitSize, textWidth } from '../drawing/text.ts';
import { colours, ratingColours } from '../drawing/theme.ts';
import { drawNpsGroups, npsColours } from './nps-panel.ts';
import type { NpsGroups } from './nps-panel.ts';

export interface RatingResult {
  /** 1..5; null where there are too few answers to say. */
  mean: number | null;
  interval: Interval | null;
  meanLabel: string;
  intervalLabel: string;
  /** Answers of 1, 2, 3, 4 and 5. */
  ratingCounts: readonly [number, number, number, number, number];
}

export interface RecommendationResult extends NpsGroups {
  npsLabel: string;
  /** Answers of 0, 1, … 10: eleven numbers. */
  scoreCounts: readonly number[];
}

export interface ChoiceResult {
  /** In the order they were offered. */
  options: readonly { label: string; count: number }[];
}

const rowHeight = 42;
const barHeight = 22;
/** As many as a Discord select menu offers. */
const maxOptions = 25;
const leftShare = 0.26;
const columnsHeight = 150;

export const ratingsHeight = rowHeight * 5;

export function recommendationHeight(drawing: Drawing): number {
  return columnsHeight + drawing.type.axis * 1.6 + 84;
}

export function choiceHeight(result: ChoiceResult): number {
  return rowHeight * Math.min(maxOptions, Math.max(1, result.options.length));
}

/** The big number on the left of a body, with a label above and its interval below. */
function drawSideFigure(
  drawing: Drawing,
  area: Rect,
  figure: { label: string; text: string; suffix: string; interval: string | null },
): void {
  const { type } = drawing;
  const style = { x: area.x, maxWidth: area.width };
  const top = area.y + area.height / 2 - type.tileValue * 0.9;
  drawText(drawing, figure.label, { ...style, y: top, middle: true, size: type.small, colour: colours.soft });
  const baseline = top + type.tileValue * 1.25;
  const width = drawText(drawing, figure.text, {
    ...style,
    y: baseline,
    size: type.tileValue,
    bold: true,
    colour: figure.text === unknownMark ? colours.muted : colours.text,
  });
  drawText(drawing, figure.suffix, {
    x: area.x + width + 10,
    y: baseline,
    size: type.body,
    colour: colours.muted,
  });
  if (figure.interval === null) return;
  const size = fitSize(drawing, figure.interval, { size: type.small }, area.width, type.small * 0.8);
  const below = baseline + type.small * 1.5;
  drawText(drawing, figure.interval, { ...style, y: below, middle: true, size, colour: colours.muted });
}

interface BarRow {
  label: string;
  count: number;
  colour: string;
  isStrong: boolean;
}

/** Label, bar, count and percentage in one row each; percentages are of `total`. */
function drawBarRows(drawing: Drawing, area: Rect, rows: readonly BarRow[], total: number): void {
  const { type, locale } = drawing;
  const style = { size: type.small + 1, middle: true };
  const widest = Math.max(...rows.map((row) => textWidth(drawing, row.label, style)));
  const labelWidth = Math.min(widest + 4, area.width * 0.4);
  const numbers = rows.map((row) => ({
    count: formatCount(locale, row.count),
    percent: formatPercent(locale, total > 0 ? row.count / total : null, 0),
  }));
  const percentWidth = textWidth(drawing, '100%', style);
  const countWidth = Math.max(
    ...numbers.map((number) => textWidth(drawing, number.count, { ...style, bold: true })),
  );
  const right = area.x + area.width;
  const bar = { x: area.x + labelWidth + 16, width: 0, height: barHeight };
  bar.width = right - percentWidth - countWidth - 36 - bar.x;
  const highest = Math.max(1, ...rows.map((row) => row.count));
  for (const [index, row] of rows.entries()) {
    const middle = area.y + (index + 0.5) * rowHeight;
    const colour = row.isStrong ? colours.text : colours.soft;
    drawText(drawing, row.label, { ...style, x: area.x, y: middle, colour, maxWidth: labelWidth });
    const track = { ...bar, y: middle - barHeight / 2 };
    fillRounded(drawing, track, 6, colours.track);
    const width = (row.count / highest) * bar.width;
    if (row.count > 0) fillRounded(drawing, { ...track, width: Math.max(8, width) }, 6, row.colour);
    const number = numbers[index];
    const end = { ...style, y: middle, align: 'right' as const };
    const countRight = right - percentWidth - 18;
    drawText(drawing, number?.count ?? '', { ...end, x: countRight, bold: true, colour: colours.text });
    drawText(drawing, number?.percent ?? '', { ...end, x: right, colour: colours.muted });
  }
}

function splitBody(area: Rect): { left: Rect; right: Rect } {
  const width = area.width * leftShare;
  return {
    left: { ...area, width: width - 24 },
    right: { ...area, x: area.x + width, width: area.width - width },
  };
}

export function drawRatings(drawing: Drawing, area: Rect, result: RatingResult): void {
  const { left, right } = splitBody(area);
  const { locale } = drawing;
  drawSideFigure(drawing, left, {
    label: result.meanLabel,
    text: formatDecimal(locale, result.mean, 2),
    suffix: isKnown(result.mean) ? '/ 5' : '',
    interval:
      result.interval === null
        ? null
        : `${result.intervalLabel} ${formatInterval(locale, result.interval, 2)}`,
  });
  const highest = Math.max(...result.ratingCounts);
  const rows = [5, 4, 3, 2, 1].map((rating) => {
    const count = result.ratingCounts[rating - 1] ?? 0;
    const colour = ratingColours[rating - 1] ?? colours.faint;
    return { label: String(rating), count, colour, isStrong: count === highest };
  });
  const total = result.ratingCounts.reduce((sum, count) => sum + count, 0);
  drawBarRows(drawing, right, rows, total);
}

function npsColourOf(score: number): string {
  if (score >= 9) return npsColours.promoters;
  return score >= 7 ? npsColours.passives : npsColours.detractors;
}

/** Eleven columns for the answers 0 to 10, in the colours of their groups. */
function drawScoreColumns(drawing: Drawing, area: Rect, scoreCounts: readonly number[]): void {
  const { type, locale } = drawing;
  const slot = area.width / 11;
  const highest = Math.max(1, ...scoreCounts);
  const top = area.y + type.axis * 1.3;
  for (let score = 0; score <= 10; score += 1) {
    const count = scoreCounts[score] ?? 0;
    const height = Math.max(3, (count / highest) * (area.y + area.height - top));
    const column = {
      x: area.x + score * slot + slot * 0.16,
      y: area.y + area.height - height,
      width: slot * 0.68,
      height,
    };
    fillRounded(drawing, column, count > 0 ? 5 : 1.5, count > 0 ? npsColourOf(score) : colours.faint);
    const centre = { x: area.x + (score + 0.5) * slot, align: 'center' as const, middle: true };
    const scoreY = area.y + area.height + type.axis * 0.9;
    drawText(drawing, String(score), { ...centre, y: scoreY, size: type.axis, colour: colours.muted });
    if (count === 0) continue;
    const label = formatCount(locale, count);
    const size = fitSize(drawing, label, { size: type.axis, bold: true }, slot - 4, type.axis * 0.6);
    drawText(drawing, label, { ...centre, y: column.y - type.axis * 0.65, size, bold: true });
  }
}

export function drawRecommendation(drawing: Drawing, area: Rect, result: RecommendationResult): void {
  const { left, right } = splitBody(area);
  const { locale } = drawing;
  drawSideFigure(drawing, left, {
    label: result.npsLabel,
    text: formatSigned(locale, result.nps),
    suffix: '',
    interval:
      result.interval === null
        ? null
        : `${result.intervalLabel} ${formatInterval(locale, result.interval, 0)}`,
  });
  drawScoreColumns(drawing, { ...right, height: columnsHeight }, result.scoreCounts);
  const groupsTop = area.y + columnsHeight + drawing.type.axis * 2;
  drawNpsGroups(drawing, { ...right, y: groupsTop, height: 70 }, result, 30);
}

/** Percentages are of those who answered, so they may pass 100 in sum where several could be chosen. */
export function drawChoices(drawing: Drawing, area: Rect, result: ChoiceResult, answerCount: number): void {
  const options = result.options.slice(0, maxOptions);
  if (options.length === 0) return;
  const highest = Math.max(...options.map((option) => option.count));
  const rows = options.map((option) => {
    const isStrong = option.count === highest && highest > 0;
    return { ...option, colour: isStrong ? colours.accent : '#434b8c', isStrong };
  });
  drawBarRows(drawing, area, rows, answerCount);
}
