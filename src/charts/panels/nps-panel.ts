/** NPS: the number on its scale of −100 to 100, and the promoters, passives and detractors it comes from. */
import { drawChange } from '../drawing/change.ts';
import type { Change } from '../drawing/change.ts';
import { formatCompactCount, formatInterval, formatSigned, isKnown } from '../drawing/numbers.ts';
import type { Interval } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel, fillRounded } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawScale, drawScaleTicks } from '../drawing/scale.ts';
import { drawStackedBar } from '../drawing/stacked-bar.ts';
import { drawText, textWidth } from '../drawing/text.ts';
import { colours, ratingColours } from '../drawing/theme.ts';

/** Answers to "would you recommend us?" in the three groups of NPS, with the words for them. */
export interface NpsGroups {
  /** −100..100: % promoters − % detractors; null where nobody, or too few, answered. */
  nps: number | null;
  interval: Interval | null;
  intervalLabel: string;
  promoterCount: number;
  passiveCount: number;
  detractorCount: number;
  promotersLabel: string;
  passivesLabel: string;
  detractorsLabel: string;
}

export interface NpsPanel extends NpsGroups {
  title: string;
  change: Change | null;
  changeLabel: string;
  emptyText: string;
}

export const npsColours = {
  promoters: ratingColours[4],
  passives: ratingColours[2],
  detractors: ratingColours[0],
} as const;

const npsEnds = { low: -100, high: 100 };

/** The three groups as one bar with their names and counts below. */
export function drawNpsGroups(drawing: Drawing, area: Rect, groups: NpsGroups, barHeight: number): void {
  const { type } = drawing;
  const parts = [
    { label: groups.detractorsLabel, count: groups.detractorCount, colour: npsColours.detractors },
    { label: groups.passivesLabel, count: groups.passiveCount, colour: npsColours.passives },
    { label: groups.promotersLabel, count: groups.promoterCount, colour: npsColours.promoters },
  ];
  drawStackedBar(drawing, { ...area, height: barHeight }, parts, type.small);
  const middle = area.y + barHeight + type.small * 1.25;
  const style = { size: type.small, colour: colours.soft };
  const dot = type.small * 0.7;
  const gap = type.small * 1.3;
  const entries = parts.map((part) => {
    const count = formatCompactCount(drawing.locale, part.count);
    const countWidth = textWidth(drawing, count, { ...style, bold: true });
    const frame = dot + 6 + 7 + countWidth;
    return { ...part, count, frame, width: frame + textWidth(drawing, part.label, style) };
  });
  const wanted = entries.reduce((sum, entry) => sum + entry.width + gap, -gap);
  const share = (area.width + gap) / entries.length - gap;
  let x = area.x;
  for (const entry of entries) {
    fillRounded(drawing, { x, y: middle - dot / 2, width: dot, height: dot }, dot / 4, entry.colour);
    x += dot + 6;
    // Words give way before numbers do.
    const maxWidth = wanted <= area.width ? area.width : share - entry.frame;
    x += drawText(drawing, entry.label, { ...style, x, y: middle, middle: true, maxWidth }) + 7;
    const count = { ...style, bold: true, colour: colours.text };
    x += drawText(drawing, entry.count, { ...count, x, y: middle, middle: true }) + gap;
  }
}

export function drawNpsPanel(drawing: Drawing, area: Rect, panel: NpsPanel): void {
  const { type, locale } = drawing;
  const body = drawPanel(drawing, area, panel.title);
  if (!isKnown(panel.nps)) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  const size = type.tileValue * 1.3;
  const leftWidth = body.width * 0.34;
  const baseline = body.y + size * 0.86;
  drawText(drawing, formatSigned(locale, panel.nps), { x: body.x, y: baseline, size, bold: true });
  const words = { change: panel.change, goodWhen: 'higher' as const, changeLabel: panel.changeLabel };
  const foot = { x: body.x, maxWidth: leftWidth - 10 };
  const sizes = { size: type.tileChange, labelSize: type.small };
  drawChange(drawing, words, { ...foot, ...sizes, middle: baseline + type.body * 1.5 });
  if (panel.interval !== null) {
    const text = `${panel.intervalLabel} ${formatInterval(locale, panel.interval, 0)}`;
    const style = { size: type.small, colour: colours.muted, middle: true };
    drawText(drawing, text, { ...foot, ...style, y: baseline + type.body * 3 });
  }
  const right = { ...body, x: body.x + leftWidth, width: body.width - leftWidth };
  const track = { ...right, y: body.y + 10, height: 12 };
  const colour = panel.nps < 0 ? npsColours.detractors : npsColours.promoters;
  drawScale(drawing, track, { ...npsEnds, origin: 0, value: panel.nps, interval: panel.interval, colour });
  const ticks = [-100, -50, 0, 50, 100].map((at) => ({ at, label: formatSigned(locale, at) }));
  drawScaleTicks(drawing, track, npsEnds, ticks, type.axis);
  drawNpsGroups(drawing, { ...right, y: track.y + 48, height: 60 }, panel, 28);
}
