/** Words on a picture: measured, cut to fit, wrapped, drawn. The only place that calls `fillText`. */
import { fontFamily } from './fonts.ts';
import { readableText, splitClusters } from './glyphs.ts';
import type { Drawing } from './picture.ts';
import { colours } from './theme.ts';

export interface TextStyle {
  /** Logical pixels. */
  size: number;
  bold?: boolean;
  colour?: string;
}

export interface TextPlace extends TextStyle {
  x: number;
  /** The baseline, or the middle of the line with `middle`. */
  y: number;
  middle?: boolean;
  /** Which end `x` is; default `left`. */
  align?: 'left' | 'center' | 'right';
  /** Words that are longer end in an ellipsis. */
  maxWidth?: number;
}

const ellipsis = '…';

function setFont(drawing: Drawing, style: TextStyle): void {
  drawing.ctx.font = `${style.bold === true ? 700 : 400} ${style.size}px ${fontFamily}`;
}

function measureShown(drawing: Drawing, shown: string, style: TextStyle): number {
  setFont(drawing, style);
  return drawing.ctx.measureText(shown).width;
}

/** Width of a text in logical pixels, as it would be drawn. */
export function textWidth(drawing: Drawing, text: string, style: TextStyle): number {
  return measureShown(drawing, readableText(text), style);
}

function cutToWidth(drawing: Drawing, shown: string, style: TextStyle, maxWidth: number): string {
  if (measureShown(drawing, shown, style) <= maxWidth) return shown;
  const parts = splitClusters(shown);
  let fits = 0;
  let tooLong = parts.length;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    const candidate = parts.slice(0, middle).join('').trimEnd() + ellipsis;
    if (measureShown(drawing, candidate, style) <= maxWidth) fits = middle;
    else tooLong = middle;
  }
  return parts.slice(0, fits).join('').trimEnd() + ellipsis;
}

/** The text itself, or as much of it as fits followed by an ellipsis. */
export function fitText(drawing: Drawing, text: string, style: TextStyle, maxWidth: number): string {
  return cutToWidth(drawing, readableText(text), style, maxWidth);
}

/** The largest size up to `style.size`, and not below `minSize`, at which the text fits. */
export function fitSize(
  drawing: Drawing,
  text: string,
  style: TextStyle,
  maxWidth: number,
  minSize: number,
): number {
  const width = textWidth(drawing, text, style);
  if (width <= maxWidth) return style.size;
  return Math.max(minSize, Math.floor((style.size * maxWidth * 2) / width) / 2);
}

/** Draws one line and returns its width in logical pixels. */
export function drawText(drawing: Drawing, text: string, place: TextPlace): number {
  const { ctx } = drawing;
  const shown =
    place.maxWidth === undefined ? readableText(text) : fitText(drawing, text, place, place.maxWidth);
  const width = measureShown(drawing, shown, place);
  ctx.fillStyle = place.colour ?? colours.text;
  ctx.textAlign = place.align ?? 'left';
  ctx.textBaseline = place.middle === true ? 'middle' : 'alphabetic';
  ctx.fillText(shown, place.x, place.y);
  return width;
}

/** Lines that fit the width, broken between words (between hanzi in Chinese); what exceeds `maxLines` is cut off with …. */
export function wrapText(
  drawing: Drawing,
  text: string,
  style: TextStyle,
  maxWidth: number,
  maxLines: number,
): string[] {
  const words = new Intl.Segmenter(drawing.locale, { granularity: 'word' });
  const parts = Array.from(words.segment(readableText(text)), (part) => part.segment);
  const lines: string[] = [];
  let line = '';
  for (const [index, part] of parts.entries()) {
    if (line !== '' && measureShown(drawing, (line + part).trimEnd(), style) > maxWidth) {
      if (lines.length === maxLines - 1) {
        lines.push(cutToWidth(drawing, line + parts.slice(index).join(''), style, maxWidth));
        return lines;
      }
      // A mark that closes a phrase stays with it, even a little past the edge: no line may start with one.
      if (/^[，。、；：？！）」』”’…,.;:?!)\]]+$/u.test(part)) {
        line += part;
        continue;
      }
      lines.push(line.trimEnd());
      line = part.trimStart();
    } else {
      line += part;
    }
  }
  if (line !== '') lines.push(cutToWidth(drawing, line.trimEnd(), style, maxWidth));
  return lines;
}
