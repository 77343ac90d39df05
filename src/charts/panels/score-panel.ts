/** The satisfaction score S: one big number on its scale of 1 to 5, with its interval, or why there is none. */
import { drawChange } from '../drawing/change.ts';
import type { Change } from '../drawing/change.ts';
import { drawFigure } from '../drawing/figure.ts';
import { formatInterval, isKnown } from '../drawing/numbers.ts';
import type { Interval } from '../drawing/numbers.ts';
import { drawPanel } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawScale, drawScaleTicks } from '../drawing/scale.ts';
import { drawText, wrapText } from '../drawing/text.ts';
import { colours } from '../drawing/theme.ts';

export interface ScorePanel {
  title: string;
  /** 1..5; null where there is not enough data, and `note` says so. */
  score: number | null;
  /** The 95 % interval of the score; null below the sample size that carries one. */
  interval: Interval | null;
  intervalLabel: string;
  change: Change | null;
  changeLabel: string;
  /** One or two lines below: the sample, what was left out, or what is missing. */
  note: string;
}

export const ratingEnds = { low: 1, high: 5 };

export function drawScorePanel(drawing: Drawing, area: Rect, panel: ScorePanel): void {
  const { type } = drawing;
  const body = drawPanel(drawing, area, panel.title);
  const known = isKnown(panel.score);
  const figureSize = type.tileValue * 1.6;
  const baseline = body.y + figureSize * 0.86;
  const figureWidth = drawFigure(
    drawing,
    { kind: 'decimal', value: panel.score, digits: 2, outOf: 5 },
    { x: body.x, y: baseline, maxWidth: body.width * 0.55, size: figureSize },
  );
  const beside = { x: body.x + figureWidth + 24, maxWidth: body.width - figureWidth - 24 };
  const changeMiddle = baseline - type.body * (panel.interval === null ? 0.4 : 1.75);
  const words = { change: panel.change, goodWhen: 'higher' as const, changeLabel: panel.changeLabel };
  if (known && (panel.change !== null || panel.changeLabel !== '')) {
    const sizes = { size: type.tileChange, labelSize: type.small };
    drawChange(drawing, words, { ...beside, ...sizes, middle: changeMiddle });
  }
  if (known && panel.interval !== null) {
    const text = `${panel.intervalLabel} ${formatInterval(drawing.locale, panel.interval, 2)}`;
    drawText(drawing, text, { ...beside, y: baseline, size: type.small + 1, colour: colours.soft });
  }
  const track = { x: body.x, y: baseline + 26, width: body.width, height: 12 };
  drawScale(drawing, track, {
    ...ratingEnds,
    value: panel.score,
    interval: panel.interval,
    colour: colours.teal,
  });
  const ticks = [1, 2, 3, 4, 5].map((at) => ({ at, label: String(at) }));
  drawScaleTicks(drawing, track, ratingEnds, ticks, type.axis);
  const style = { size: type.body, colour: known ? colours.muted : colours.amber };
  const lines = wrapText(drawing, panel.note, style, body.width, 2);
  const lineHeight = type.body * 1.4;
  const top = body.y + body.height - lineHeight * (lines.length - 0.5);
  for (const [index, line] of lines.entries()) {
    drawText(drawing, line, { ...style, x: body.x, y: top + index * lineHeight, middle: true });
  }
}
