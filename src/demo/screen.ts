/** The story on a terminal: who typed what, what was answered, what was counted. Colours where it is one. Decides nothing. */
import { styleText } from 'node:util';
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import { lineOf, plainLine } from './markup.ts';
import type { Names } from './names.ts';
import { clockText, dayText } from './story-time.ts';

type Style = Parameters<typeof styleText>[0];

export interface ScreenOptions {
  write(text: string): void;
  readonly colours: boolean;
}

/** Lines of one answer that are shown; the transcript has all of them. */
const MOST_LINES = 14;
const RULE_LENGTH = 78;

export class Screen {
  private readonly options: ScreenOptions;

  constructor(options: ScreenOptions) {
    this.options = options;
  }

  line(text = ''): void {
    this.options.write(`${text}\n`);
  }

  paint(style: Style, text: string): string {
    return this.options.colours ? styleText(style, text) : text;
  }

  /** A new act, in both languages. */
  act(at: number, english: string, chinese: string): void {
    const head = `── ${english} · ${chinese} `;
    this.line();
    this.line(this.paint(['bold', 'cyan'], head + '─'.repeat(Math.max(3, RULE_LENGTH - widthOf(head)))));
    this.line(this.paint('dim', `   ${dayText(at)} ${clockText(at)} Shanghai`));
  }

  /** Something a person did: typed, pressed, filled in. */
  did(at: number, who: string, what: string): void {
    this.line(`${this.paint('dim', clockText(at))}  ${this.paint(['bold', 'yellow'], who)}  ${what}`);
  }

  /** What the bot said, to one person or to everybody. */
  said(bot: string, message: SeenMessage, names: Names, where: string): void {
    this.line(`       ${this.paint(['bold', 'blue'], `🤖 ${bot}`)} ${this.paint('dim', where)}`);
    const bar = this.paint('blue', '│');
    const lines = shownLines(message, names);
    for (const line of lines.slice(0, MOST_LINES)) this.line(`       ${bar} ${line}`);
    const left = lines.length - MOST_LINES;
    if (left > 0)
      this.line(`       ${bar} ${this.paint('dim', `… ${left} more lines stand in the transcript`)}`);
    for (const { filename, description } of message.attachments)
      this.line(
        `       ${bar} 🖼  ${filename}${description ? this.paint('dim', ` “${short(description, 90)}”`) : ''}`,
      );
    const buttons = message.buttons.map(({ label, emoji, disabled }) => {
      const name = `[ ${[emoji, label].filter(Boolean).join(' ')} ]`;
      return disabled ? this.paint('dim', name) : name;
    });
    if (buttons.length > 0) this.line(`       ${bar} ${buttons.join(' ')}`);
  }

  /** A remark of the narrator. */
  note(text: string): void {
    this.line(`       ${this.paint('dim', text)}`);
  }

  /** One day of the community in one line. */
  day(at: number, text: string): void {
    this.line(`${this.paint('green', `   ${dayText(at)}`)}  ${text}`);
  }
}

/** Columns a text takes: a Chinese character or an emoji takes two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => {
    if (sign === '\u200D' || sign === '\uFE0F') return sum;
    return (
      sum +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
        sign,
      )
        ? 2
        : 1)
    );
  }, 0);
}

/** Padded to so many columns. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function shownLines(message: SeenMessage, names: Names): string[] {
  const signs = { heading: '', quote: '“ ', small: '', item: '• ', plain: '' };
  return message.text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { kind, rest } = lineOf(line);
      return short(`${signs[kind]}${plainLine(rest, names)}`, 170);
    });
}
