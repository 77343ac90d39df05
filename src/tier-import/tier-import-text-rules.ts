/** What a file's bytes say: its encoding, and what separates its cells. Pure. */
import { Refusal } from '../kernel/errors.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** No text: a workbook, a picture, or an encoding that is none of those read. */
    'tier-import.not-text': { fileName: string };
    /** Nothing stands in the file but at most its first line. */
    'tier-import.empty': { fileName: string };
    /** A quotation mark that is opened in this line and never closed. */
    'tier-import.quotes': { line: number };
    /** More lines than are taken at once. */
    'tier-import.too-many-lines': { most: number };
  }
}

/** By their byte order mark; spreadsheets write it in front of UTF-16. */
const MARKED: readonly { readonly mark: readonly number[]; readonly encoding: string }[] = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** Without a mark: what is no UTF-8 is most likely what a Chinese Excel writes; GB18030 holds GBK and GB2312. */
const UNMARKED = ['utf-8', 'gb18030'];

/** The text without its byte order mark, every line ended by `\n`. @throws Refusal `tier-import.not-text`. */
export function decodeText(bytes: Uint8Array, fileName: string): string {
  const marked = MARKED.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  for (const encoding of marked ? [marked.encoding] : UNMARKED) {
    const text = decodeAs(encoding, bytes);
    if (text !== null) {
      // No text has it, every picture and workbook does.
      if (text.includes('\0')) break;
      return text.replaceAll(/\r\n?/g, '\n');
    }
  }
  throw new Refusal('tier-import.not-text', { fileName });
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What the first line separates its cells with most often: comma, semicolon or tab. */
export function delimiterOf(text: string): string {
  const [first = ''] = text.trimStart().split('\n', 1);
  const unquoted = first.replaceAll(/"[^"]*"/g, '');
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: unquoted.split(mark).length - 1 }));
  return counted.toSorted((one, other) => other.count - one.count)[0]!.mark;
}
