/** How many of those invited answered: the ground every other number of a satisfaction report stands on. */
import { drawChange } from '../drawing/change.ts';
import type { Change } from '../drawing/change.ts';
import { drawFigure } from '../drawing/figure.ts';
import { isKnown } from '../drawing/numbers.ts';
import { drawPanel, fillRounded } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawText } from '../drawing/text.ts';
import { colours } from '../drawing/theme.ts';

export interface ResponsePanel {
  title: string;
  /** 0..1; null where nobody was invited. */
  responseRatio: number | null;
  change: Change | null;
  changeLabel: string;
  /** "87 of 240 invited members answered", or why there is no rate. */
  note: string;
}

export function drawResponsePanel(drawing: Drawing, area: Rect, panel: ResponsePanel): void {
  const { type } = drawing;
  const body = drawPanel(drawing, area, panel.title);
  const size = type.tileValue * 1.3;
  const baseline = body.y + size * 0.86;
  const figure = { kind: 'percent' as const, ratio: panel.responseRatio };
  const place = { x: body.x, y: baseline, maxWidth: body.width * 0.5, size };
  const width = drawFigure(drawing, figure, place) + 20;
  if (isKnown(panel.responseRatio)) {
    const words = { change: panel.change, goodWhen: 'higher' as const, changeLabel: panel.changeLabel };
    const sizes = { size: type.tileChange, labelSize: type.small };
    const room = { x: body.x + width, maxWidth: body.width - width };
    drawChange(drawing, words, { ...sizes, ...room, middle: baseline - type.body * 0.4 });
  }
  const track = { x: body.x, y: baseline + 18, width: body.width, height: 12 };
  fillRounded(drawing, track, 6, colours.track);
  if (isKnown(panel.responseRatio) && panel.responseRatio > 0) {
    const filled = Math.max(track.height, track.width * Math.min(1, panel.responseRatio));
    fillRounded(drawing, { ...track, width: filled }, 6, colours.accent);
  }
  drawText(drawing, panel.note, {
    x: body.x,
    y: track.y + track.height + type.body * 1.3,
    middle: true,
    size: type.body,
    colour: isKnown(panel.responseRatio) ? colours.muted : colours.amber,
    maxWidth: body.width,
  });
}
