/** Which characters our fonts can draw, and what stands in for the others. Names come from members and hold anything. */
import { createCanvas } from '@napi-rs/canvas';
import { fontFamily, registerFonts } from './fonts.ts';

const substitute = '□';
/** A noncharacter: no font may have it, so what is drawn for it is what is drawn for any missing glyph. */
const noncharacter = '\u{10FFFF}';
const maxKnownClusters = 4096;

/** Combining marks of Latin, Cyrillic and Greek that stand alone after NFC; marks of other scripts are letters there. */
const stackedAccents = /[\u0300-\u036F]|[\u0488-\u0489]|[\u1AB0-\u1AFF]|[\u1DC0-\u1DFF]/g;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const drawableByCluster = new Map<string, boolean>();
const probe = { width: 64, height: 40 };
let missingInk: Buffer | null = null;

function inkOf(text: string): Buffer {
  const canvas = createCanvas(probe.width, probe.height);
  const ctx = canvas.getContext('2d');
  ctx.font = `24px ${fontFamily}`;
  ctx.fillStyle = '#fff';
  ctx.fillText(text, 12, 28);
  return Buffer.from(ctx.getImageData(0, 0, probe.width, probe.height).data);
}

function isDrawable(cluster: string): boolean {
  const known = drawableByCluster.get(cluster);
  if (known !== undefined) return known;
  missingInk ??= inkOf(noncharacter);
  const ink = inkOf(cluster);
  const drawable = !ink.equals(missingInk) && ink.some((byte) => byte !== 0);
  if (drawableByCluster.size >= maxKnownClusters) drawableByCluster.clear();
  drawableByCluster.set(cluster, drawable);
  return drawable;
}

/** The written characters of a text as a reader counts them: a family emoji or a letter with its accent is one. */
export function splitClusters(text: string): string[] {
  return Array.from(graphemes.segment(text), (part) => part.segment);
}

/** One line, without invisible direction marks (a name must not turn the words beside it) and stacked accents. */
function plainLine(text: string): string {
  return text
    .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g, '')
    .normalize('NFC')
    .replace(stackedAccents, '')
    .replace(/[\s\p{Cc}\u3164\u115F]+/gu, ' ')
    .trim();
}

/** The cluster, or its plain form where only that can be drawn; null where no font has either. */
function drawableForm(cluster: string): string | null {
  if (cluster === ' ' || isDrawable(cluster)) return cluster;
  const plain = cluster.normalize('NFKC');
  return plain !== cluster && isDrawable(plain) ? plain : null;
}

/**
 * The text as our fonts can show it: one line, without invisible direction marks, without stacked accents (those a letter
 * has by itself stay), with decorated letters in their plain form and each run of characters no font has as a single □.
 */
export function readableText(text: string): string {
  const line = plainLine(text);
  if (/^[ -~]*$/.test(line)) return line;
  registerFonts();
  let shown = '';
  for (const cluster of splitClusters(line)) {
    const form = drawableForm(cluster);
    if (form !== null) shown += form;
    else if (!shown.endsWith(substitute)) shown += substitute;
  }
  return shown;
}

/** A person as Discord knows them. */
export interface PersonName {
  /** As the community sees it. */
  name: string;
  /** The account's name, without @; Discord allows a–z, 0–9, dot and underscore. Empty where unknown. */
  username: string;
}

/**
 * How a picture calls a person. A name is nothing to be written with □: ornaments no font has are left out, and where
 * letters are missing the person is `@username`.
 */
export function personText({ name, username }: PersonName): string {
  registerFonts();
  const clusters = splitClusters(plainLine(name));
  const lacksLetters = clusters.some(
    (cluster) => drawableForm(cluster) === null && !/^[\p{P}\p{S}\p{M}]/u.test(cluster),
  );
  const written = clusters
    .map((cluster) => drawableForm(cluster) ?? '')
    .join('')
    .trim();
  if (written !== '' && !lacksLetters) return written;
  return username === '' ? readableText(name) : `@${username}`;
}
