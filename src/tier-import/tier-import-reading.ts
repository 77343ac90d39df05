/** The rows of a CSV file, as an editor counts them. Knows the CSV library; what the cells mean is not decided here. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Info } from 'csv-parse';
import { Refusal } from '../kernel/errors.ts';
import { unguardCell } from '../kernel/spreadsheet-cells.ts';
import { decodeText, delimiterOf } from './tier-import-text-rules.ts';

/** As many paying members as the largest community has, and some more. */
export const MOST_LINES = 60_000;
/** In bytes. */
export const LARGEST_FILE = 10 * 1024 * 1024;
/** The parser is given so much at once, so that others come to their turn between. */
const PIECE = 64 * 1024;
/** A quotation mark that is never closed would take the rest of the file for one cell. */
const LONGEST_ROW = 64 * 1024;

export interface SheetRow {
  /** Where it begins; the first line of the file is 1. */
  readonly line: number;
  /** Without spaces around them. */
  readonly cells: readonly string[];
}

/** Rows without those that are empty; the first one is the header. @throws Refusal `tier-import.*`, see tier-import-text-rules.ts. */
export async function readRows(bytes: Uint8Array, fileName: string): Promise<[SheetRow, ...SheetRow[]]> {
  const text = decodeText(bytes, fileName);
  // The last line of what could be read: when reading fails, not all of that has come out of the stream.
  let readTo = 0;
  const parser = parse({
    delimiter: delimiterOf(text),
    info: true,
    max_record_size: LONGEST_ROW,
    on_record(record: string[], { lines }) {
      readTo = lines;
      return record;
    },
    relax_column_count: true,
    relax_quotes: true,
  });
  const rows: SheetRow[] = [];
  let next = 1;
  try {
    for await (const { record, info } of Readable.from(piecesOf(text)).pipe(
      parser,
    ) as AsyncIterable<Parsed>) {
      const cells = record.map(unguardCell);
      if (cells.some((cell) => cell !== '')) rows.push({ line: next, cells });
      next = info.lines + 1;
      if (rows.length > MOST_LINES + 1) throw new Refusal('tier-import.too-many-lines', { most: MOST_LINES });
    }
  } catch (error) {
    // Where it was opened: in the row that could not be read to its end.
    if (error instanceof CsvError) throw new Refusal('tier-import.quotes', { line: readTo + 1 });
    throw error;
  }
  const [header, ...others] = rows;
  if (!header || others.length === 0) throw new Refusal('tier-import.empty', { fileName });
  return [header, ...others];
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += PIECE) yield text.slice(from, from + PIECE);
}
