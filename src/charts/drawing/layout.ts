/** Margins and columns that all cards share. */
import type { Rect } from './picture.ts';

/** Logical pixels between the edge of a picture and its panels. */
export const margin = 28;
/** Logical pixels between panels. */
export const gap = 16;

/** Cuts a row into columns of the given shares, `gap` apart. */
export function columnsOf(row: Rect, shares: readonly number[]): Rect[] {
  const room = row.width - gap * (shares.length - 1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  let { x } = row;
  return shares.map((share) => {
    const width = (room * share) / total;
    const column = { ...row, x, width };
    x += width + gap;
    return column;
  });
}
