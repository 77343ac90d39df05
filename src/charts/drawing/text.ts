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
  /** Logical pixels between characters; default 0. */
  spacing?: number;
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
/** What belongs to the word before it: no line may start with one. */
const closingMark = /^[，。、；：？！）》】〉」』”’…,.;:?!)\]+#%/-]+$/u;
/** What belongs to the word after it: no line may end with one. */
const openingMark = /[（《【〈「『“‘([]$/u;

function setFont(drawing: Drawing, style: TextStyle): void {
  drawing.ctx.font = `${style.bold === true ? 700 : 400} ${style.size}px ${fontFamily}`;
  drawing.ctx.letterSpacing = `${style.spacing ?? 0}px`;
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

/** What a line may be broken between: words with the marks that belong to them, and where one is wider than a line its characters. */
function splitWords(drawing: Drawing, text: string, style: TextStyle, maxWidth: number): string[] {
  const words: string[] = [];
  const segmenter = new Intl.Segmenter(drawing.locale, { granularity: 'word' });
  for (const { segment } of segmenter.segment(readableText(text))) {
    const last = words.at(-1) ?? ' ';
    const belongsToLast = openingMark.test(last) || (closingMark.test(segment) && !last.endsWith(' '));
    if (belongsToLast) words[words.length - 1] = last + segment;
    else words.push(segment);
  }
  return words.flatMap((word) =>
    measureShown(drawing, word, style) > maxWidth ? splitClusters(word) : [word],
  );
}

/** Lines that fit the width, broken between words (between hanzi in Chinese); what exceeds `maxLines` is cut off with …. */
export function wrapText(
  drawing: Drawing,
  text: string,
  style: TextStyle,
  maxWidth: number,
  maxLines: number,
): string[] {
  const words = splitWords(drawing, text, style, maxWidth);
  const lines: string[] = [];
  let line = '';
  for (const [index, word] of words.entries()) {
    if (line === '' || measureShown(drawing, (line + word).trimEnd(), style) <= maxWidth) {
      line += word;
      continue;
    }
    if (lines.length === maxLines - 1) {
      lines.push(cutToWidth(drawing, line + words.slice(index).join(''), style, maxWidth));
      return lines;
    }
    lines.push(line.trimEnd());
    line = word.trimStart();
  }
  if (line !== '') lines.push(line.trimEnd());
  return lines;
}

/**
 * The largest size up to `style.size`, and not below `minSize`, at which `maxLines` hold the whole text, and its lines, all
 * of about one length: a title whose last line is one word looks forgotten.
 */
export function fitLines(
  drawing: Drawing,
  text: string,
  style: TextStyle,
  place: { maxWidth: number; maxLines: number; minSize: number },
): { size: number; lines: string[] } {
  let { size } = style;
  // One line more than there may be shows that the text is too long.
  const linesWithin = (width: number, lineCount: number) =>
    wrapText(drawing, text, { ...style, size }, width, lineCount + 1);
  while (size > place.minSize && linesWithin(place.maxWidth, place.maxLines).length > place.maxLines)
    size -= 1;
  let lines = wrapText(drawing, text, { ...style, size }, place.maxWidth, place.maxLines);
  for (let width = place.maxWidth; width > place.maxWidth / 2; width *= 0.97) {
    const balanced = linesWithin(width, lines.length);
    if (balanced.length > lines.length) break;
    lines = balanced;
  }
  return { size, lines };
}
