/** Discord's markup as tokens, and as plain text for the screen. Pure. */
import type { Names } from './names.ts';
import { clockText, DAY_MS, dayOn, HOUR_MS, localWeekday, MINUTE_MS } from './story-time.ts';

/** A piece of a line. `text` is what a reader sees. */
export type Token =
  | { readonly kind: 'text' | 'bold' | 'italic' | 'code' | 'time'; readonly text: string }
  | { readonly kind: 'channel' | 'role' | 'user'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

const PATTERN =
  /\\([\\*_~`|>#<:@()[\]-])|`([^`]+)`|\*\*(.+?)\*\*|<#(\d+)>|<@&(\d+)>|<@!?(\d+)>|<t:(-?\d+)(?::([tTdDfFR]))?>|<\/([^:>]+):\d+>|(https?:\/\/[^\s<>)]+)|\*(?!\s)([^*\n]+)\*/g;

/** The pieces of one line, without what stands at its beginning (a heading's `##`, a quote's `>`). */
export function tokensOf(line: string, names: Names): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  const text = (given: string): void => {
    if (given !== '') tokens.push({ kind: 'text', text: given });
  };
  for (const match of line.matchAll(PATTERN)) {
    text(line.slice(end, match.index));
    end = match.index + match[0].length;
    tokens.push(tokenOf(match, names, line));
  }
  text(line.slice(end));
  return tokens;
}

function tokenOf(match: RegExpExecArray, names: Names, line: string): Token {
  const [, escaped, code, bold, channel, role, user, instant, style, command, url, italic] = match;
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return { kind: 'bold', text: plainLine(bold, names) };
  if (italic !== undefined) return { kind: 'italic', text: plainLine(italic, names) };
  if (channel !== undefined) return { kind: 'channel', text: names.channel(channel)?.name ?? channel };
  if (role !== undefined) return { kind: 'role', text: names.role(role) ?? role };
  if (user !== undefined) return { kind: 'user', text: names.user(user) ?? user };
  if (instant !== undefined) {
    const ms = Number(instant) * 1_000;
    return {
      kind: 'time',
      text: style === 'R' ? relativeText(ms - names.now, line) : instantText(ms, style),
    };
  }
  if (command !== undefined) return { kind: 'code', text: `/${command}` };
  return { kind: 'link', text: url ?? '', url: url ?? '' };
}

/** A line as it stands on a screen without bold and colours. */
export function plainLine(line: string, names: Names): string {
  const signs: Partial<Record<Token['kind'], string>> = { channel: '#', role: '@', user: '@' };
  return tokensOf(line, names)
    .map(({ kind, text }) => `${signs[kind] ?? ''}${text}`)
    .join('');
}

/** What a line is, and the rest of it. */
export function lineOf(line: string): {
  kind: 'heading' | 'quote' | 'small' | 'item' | 'plain';
  rest: string;
} {
  const heading = /^#{1,3} (.*)$/.exec(line);
  if (heading) return { kind: 'heading', rest: heading[1] ?? '' };
  if (line.startsWith('> ')) return { kind: 'quote', rest: line.slice(2) };
  if (line.startsWith('-# ')) return { kind: 'small', rest: line.slice(3) };
  if (/^[-*] /.test(line)) return { kind: 'item', rest: line.slice(2) };
  return { kind: 'plain', rest: line };
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Discord shows it in each reader's own zone; here all read it in Shanghai. */
function instantText(ms: number, style = 'f'): string {
  if (style === 't' || style === 'T') return clockText(ms);
  if (style === 'd' || style === 'D') return dayOn(ms);
  return `${WEEKDAYS[localWeekday(ms) - 1]} ${dayOn(ms)} ${clockText(ms)}`;
}

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', 1_000],
] as const;

/** How far away an instant is, in the language of the line that tells of it: Discord takes the reader's, who is answered in it. */
function relativeText(ms: number, line: string): string {
  const words = line.replaceAll(/<[^>]*>/g, '');
  const signs = (pattern: RegExp): number => words.match(pattern)?.length ?? 0;
  const locale = signs(/\p{Script=Han}/gu) * 2 > signs(/[a-z]/gi) ? 'zh-CN' : 'en';
  const [unit, size] = UNITS.find(([, least]) => Math.abs(ms) >= least) ?? UNITS[3];
  const count = Math.round(ms / size);
  // Without a number only for this very moment: “now”.
  return new Intl.RelativeTimeFormat(locale, { numeric: count === 0 ? 'auto' : 'always' }).format(
    count,
    unit,
  );
}
