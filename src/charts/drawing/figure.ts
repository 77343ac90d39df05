/** One big number with its unit, drawn so that it always fits. */
import { formatCompactCount, formatCount, formatDecimal, formatPercent, isKnown, unknownMark } from './numbers.ts';
import type { Drawing } from './picture.ts';
import { drawText, fitSize, textWidth } from './text.ts';
import { colours } from './theme.ts';
import type { ChartLocale } from './theme.ts';

/** The number of a tile. `null` is unknown and shown as –. */
export type Figure =
  | { kind: 'count'; count: number | null }
  /** `outOf` adds the end of the scale: 4.42 / 5. */
  | { kind: 'decimal'; value: number | null; digits: number; outOf?: number }
  | { kind: 'percent'; ratio: number | null }
  /** Two counts of one matter, such as joined and left: +37 / −12. */
  | { kind: 'flow'; inCount: number | null; outCount: number | null };

interface FigureParts {
  main: string;
  suffix: string;
  /** A shorter way to say `main` where it does not fit. */
  compact: string;
}

function figureParts(locale: ChartLocale, figure: Figure): FigureParts {
  const plain = (main: string, suffix = ''): FigureParts => ({ main, suffix, compact: main });
  switch (figure.kind) {
    case 'count':
      return {
        ...plain(formatCount(locale, figure.count)),
        compact: formatCompactCount(locale, figure.count),
      };
    case 'decimal': {
      const suffix =
        figure.outOf === undefined || !isKnown(figure.value) ? '' : `/ ${formatCount(locale, figure.outOf)}`;
      return plain(formatDecimal(locale, figure.value, figure.digits), suffix);
    }
    case 'percent':
      return plain(formatPercent(locale, figure.ratio));
    case 'flow': {
      const joined = isKnown(figure.inCount) ? `+${formatCount(locale, figure.inCount)}` : unknownMark;
      const left = isKnown(figure.outCount) ? `−${formatCount(locale, figure.outCount)}` : unknownMark;
      return {
        ...plain(joined, `/ ${left}`),
        compact: isKnown(figure.inCount) ? `+${formatCompactCount(locale, figure.inCount)}` : unknownMark,
      };
    }
  }
}

/** Draws the figure on a baseline, shrunk or shortened until it fits, and returns its width. */
export function drawFigure(
  drawing: Drawing,
  figure: Figure,
  place: { x: number; y: number; maxWidth: number; size: number },
): number {
  const parts = figureParts(drawing.locale, figure);
  const suffixSize = place.size * 0.52;
  const suffixWidth =
    parts.suffix === '' ? 0 : textWidth(drawing, parts.suffix, { size: suffixSize }) + place.size * 0.2;
  const room = place.maxWidth - suffixWidth;
  const minSize = place.size * 0.62;
  const fits = textWidth(drawing, parts.main, { size: minSize, bold: true }) <= room;
  const main = fits ? parts.main : parts.compact;
  const size = fitSize(drawing, main, { size: place.size, bold: true }, room, minSize);
  const isUnknown = main === unknownMark;
  const width = drawText(drawing, main, {
    x: place.x,
    y: place.y,
    size,
    bold: true,
    colour: isUnknown ? colours.muted : colours.text,
    maxWidth: Math.max(room, size),
  });
  if (parts.suffix === '') return width;
  const gap = place.size * 0.2;
  const drawn = drawText(drawing, parts.suffix, {
    x: place.x + width + gap,
    y: place.y,
    size: suffixSize,
    colour: colours.muted,
    maxWidth: Math.max(place.maxWidth - width - gap, suffixSize),
  });
  return width + gap + drawn;
}

