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
