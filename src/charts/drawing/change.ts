/** A change against last week: an arrow, an amount, and the colour of the news. */
import { formatDecimal, formatPercent, isKnown, unknownMark } from './numbers.ts';
import type { Drawing } from './picture.ts';
import { drawText, textWidth } from './text.ts';
import { colours } from './theme.ts';
import type { ChartLocale } from './theme.ts';

/** `ratio` 0.064 is 6.4 % more than last week; a `difference` is in the figure's own unit, named by `unitLabel` if any. */
export type Change =
  | { kind: 'ratio'; ratio: number }
  | { kind: 'difference'; difference: number; digits: number; unitLabel?: string };

/** What is compared, and how it reads. */
export interface ChangeWords {
  /** null where there is no last week to compare with. */
  change: Change | null;
  /** Which way is good news: decides the colour, never the arrow. */
  goodWhen: 'higher' | 'lower' | 'neither';
  /** Beside the change: "vs last week", or "no last week" where there is none; empty for nothing. */
  changeLabel: string;
}

export interface ChangeSizes {
  size: number;
  labelSize: number;
}

export type Tone = 'good' | 'bad' | 'neutral';

export const toneColours: Record<Tone, string> = {
  good: colours.good,
  bad: colours.bad,
  neutral: colours.soft,
};

interface ShownChange {
  text: string;
  direction: number;
}

function showChange(locale: ChartLocale, change: Change | null): ShownChange {
  const amount = change === null ? null : change.kind === 'ratio' ? change.ratio : change.difference;
  if (change === null || !isKnown(amount)) return { text: unknownMark, direction: 0 };
  const text =
    change.kind === 'ratio'
      ? formatPercent(locale, Math.abs(amount))
      : formatDecimal(locale, Math.abs(amount), change.digits) +
        (change.unitLabel === undefined ? '' : ` ${change.unitLabel}`);
  // A change too small to show has no direction either: ▲ 0% would puzzle.
  return { text, direction: /[1-9]/.test(text) ? Math.sign(amount) : 0 };
}

/** Good or bad news; neutral where nothing moved, nothing is known or neither way is good. */
export function changeTone(locale: ChartLocale, words: ChangeWords): Tone {
  const { direction } = showChange(locale, words.change);
  if (direction === 0 || words.goodWhen === 'neither') return 'neutral';
  return direction > 0 === (words.goodWhen === 'higher') ? 'good' : 'bad';
}

/** The triangle of a change; an even dash where nothing moved. */
function drawArrow(drawing: Drawing, x: number, middle: number, side: number, direction: number): void {
  const { ctx } = drawing;
  ctx.beginPath();
  if (direction === 0) {
    ctx.roundRect(x, middle - side * 0.1, side, side * 0.2, side * 0.1);
  } else {
    const up = direction > 0 ? 1 : -1;
    ctx.moveTo(x, middle + up * side * 0.42);
    ctx.lineTo(x + side, middle + up * side * 0.42);
    ctx.lineTo(x + side / 2, middle - up * side * 0.46);
    ctx.closePath();
  }
  ctx.fill();
}

const arrowRoom = 1;
const labelGap = 0.45;

/** Width of "▲ 6.4% vs last week" as `drawChange` would draw it with all the room it wants. */
export function changeWidth(drawing: Drawing, words: ChangeWords, sizes: ChangeSizes): number {
  const shown = showChange(drawing.locale, words.change);
  const arrow = shown.text === unknownMark ? 0 : sizes.size * arrowRoom;
  const amount = textWidth(drawing, shown.text, { size: sizes.size, bold: true });
  if (words.changeLabel === '') return arrow + amount;
  const label = textWidth(drawing, words.changeLabel, { size: sizes.labelSize });
  return arrow + amount + sizes.size * labelGap + label;
}

/**
 * Draws "▲ 6.4% vs last week" from `x` on, in the colour of the news, and returns its width. There is no arrow where
 * nothing can be compared; the label is cut to the room.
 */
export function drawChange(
  drawing: Drawing,
  words: ChangeWords,
  place: ChangeSizes & { x: number; middle: number; maxWidth: number },
): number {
  const shown = showChange(drawing.locale, words.change);
  const isUnknown = shown.text === unknownMark;
  const colour = isUnknown ? colours.muted : toneColours[changeTone(drawing.locale, words)];
  let x = place.x;
  if (!isUnknown) {
    drawing.ctx.fillStyle = colour;
    drawArrow(drawing, x, place.middle, place.size * 0.72, shown.direction);
    x += place.size * arrowRoom;
  }
  const line = { y: place.middle, middle: true };
  x += drawText(drawing, shown.text, { ...line, x, size: place.size, bold: true, colour });
  const room = place.x + place.maxWidth - x - place.size * labelGap;
  if (words.changeLabel === '' || room < place.labelSize * 2) return x - place.x;
  x += place.size * labelGap;
  x += drawText(drawing, words.changeLabel, {
    ...line,
    x,
    size: place.labelSize,
    colour: colours.muted,
    maxWidth: room,
  });
  return x - place.x;
}
