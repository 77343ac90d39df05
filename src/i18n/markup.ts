/** What people typed, shown as they typed it: Discord's markup in it is switched off. Not for forms, lists of choices and files, which know no markup. */

/** Web addresses stay whole; everything that would format, mention, link or hide is escaped. */
const MARKUP = /https?:\/\/[^\s<>]+|@(?=everyone|here)|[\\*_~`|<>[\]#-]/g;

/** The text with markup switched off. `@everyone` keeps its looks and loses its meaning. */
export function escapeMarkup(text: string): string {
  return text.replace(MARKUP, (found) => {
    if (found.startsWith('http')) return found;
    return found === '@' ? '@\u200B' : `\\${found}`;
  });
}

/** At most `max` characters, with an ellipsis where something was cut; never half an emoji. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)];
  let kept = '';
  for (const { segment } of graphemes) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** What somebody typed, in one line of at most `max` characters and with its markup switched off. */
export function oneLine(typed: string, max: number): string {
  return escapeMarkup(shorten(typed.replaceAll(/\s+/g, ' '), max));
}

/** The text in parts of at most `max` characters, cut at the end of a line or word where there is one, never within an emoji. */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > max) {
    const head = rest.slice(0, max + 1);
    const lastLine = head.lastIndexOf('\n');
    const lastSpace = head.lastIndexOf(' ');
    // A cut in the first half would make many small parts.
    const cut = [lastLine, lastSpace].find((at) => at > max / 2) ?? wholeLength(rest, max);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Characters of the longest beginning of at most `max` characters that ends with a whole letter or emoji. */
function wholeLength(text: string, max: number): number {
  let length = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(
    text.slice(0, max + 50),
  )) {
    if (length + segment.length > max) break;
    length += segment.length;
  }
  return length === 0 ? max : length;
}
