/** Cells of a file that a spreadsheet must not take for something else. */

/** What a spreadsheet would calculate. Source: OWASP, CSV injection. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
/** Digits that a spreadsheet would round: it keeps fifteen. */
const LONG_NUMBER = /^\d{12,}$/;

/** A text as it is safe in a spreadsheet: with an apostrophe in front where it would be calculated or rounded. */
export function guardCell(text: string): string {
  return FORMULA.test(text) || LONG_NUMBER.test(text) ? `'${text}` : text;
}

/** The text that `guardCell` was given. */
export function unguardCell(cell: string): string {
  const text = cell.trim();
  return text.startsWith("'") && guardCell(text.slice(1)) === text ? text.slice(1).trim() : text;
}
