/** One big number with its unit, drawn so that it always fits. */
import {
  formatCompactCount,
  formatCount,
  formatDecimal,
  formatPercent,
  formatSigned,
  isKnown,
  unknownMark,
} from './numbers.ts';
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
  /** Shown with its sign, as NPS is: +38. */
  | { kind: 'signed'; value: number | null }
  /** Two counts of one matter, such as joined and left: +37 / −12. */
  | { kind: 'flow'; inCount: number | null; outCount: number | null };

interface FigureParts {
  main: string;
  suffix: string;
  /** A shorter way to say both where they do not fit; a number is never cut off. */
  compact: { main: string; suffix: string };
}

function figureParts(locale: ChartLocale, figure: Figure): FigureParts {
  const plain = (main: string, suffix = ''): FigureParts => ({
    main,
    suffix,
    compact: { main, suffix },
  });
  switch (figure.kind) {
    case 'count':
      return {
        ...plain(formatCount(locale, figure.count)),
        compact: { main: formatCompactCount(locale, figure.count), suffix: '' },
      };
    case 'decimal': {
      const suffix =
        figure.outOf === undefined || !isKnown(figure.value) ? '' : `/ ${formatCount(locale, figure.outOf)}`;
      return plain(formatDecimal(locale, figure.value, figure.digits), suffix);
    }
    case 'percent':
      return plain(formatPercent(locale, figure.ratio));
    case 'signed':
      return plain(formatSigned(locale, figure.value));
    case 'flow': {
      const joined = isKnown(figure.inCount) ? `+${formatCount(locale, figure.inCount)}` : unknownMark;
      const left = isKnown(figure.outCount) ? `−${formatCount(locale, figure.outCount)}` : unknownMark;
      return {
        ...plain(joined, `/ ${left}`),
        compact: {
          main: isKnown(figure.inCount) ? `+${formatCompactCount(locale, figure.inCount)}` : unknownMark,
          suffix: isKnown(figure.outCount) ? `/ −${formatCompactCount(locale, figure.outCount)}` : '',
        },
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
  const gap = place.size * 0.2;
  const suffixStyle = { size: place.size * 0.52, colour: colours.muted };
  const minSize = place.size * 0.6;
  const roomBeside = (suffix: string) =>
    suffix === '' ? place.maxWidth : place.maxWidth - textWidth(drawing, suffix, suffixStyle) - gap;
  const fits = textWidth(drawing, parts.main, { size: minSize, bold: true }) <= roomBeside(parts.suffix);
  const { main, suffix } = fits ? parts : parts.compact;
  const room = roomBeside(suffix);
  const width = drawText(drawing, main, {
    x: place.x,
    y: place.y,
    size: fitSize(drawing, main, { size: place.size, bold: true }, room, minSize),
    bold: true,
    colour: main === unknownMark ? colours.muted : colours.text,
  });
  if (suffix === '') return width;
  const x = place.x + width + gap;
  return width + gap + drawText(drawing, suffix, { ...suffixStyle, x, y: place.y });
}
