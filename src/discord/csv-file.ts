/** Tables as files that people open in a spreadsheet. Knows the CSV library. */
import { stringify } from 'csv-stringify/sync';
import { guardCell } from '../kernel/spreadsheet-cells.ts';
import type { AttachedFile } from './reply.ts';

/** So that Excel reads it as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The first of several parts of a file: its header. */
export function csvHeader(columns: readonly string[]): Buffer {
  return Buffer.from(BYTE_ORDER_MARK + linesOf([columns]));
}

/** Rows without their header; text that would be calculated or rounded is guarded. */
export function csvRows(rows: readonly (readonly unknown[])[]): Buffer {
  return Buffer.from(linesOf(rows));
}

export function csvFile(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): AttachedFile {
  return { name, data: Buffer.concat([csvHeader(columns), csvRows(rows)]) };
}

function linesOf(rows: readonly (readonly unknown[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guardCell(cell) : cell))),
    { record_delimiter: 'windows' },
  );
}
