/** The comparison on the screen: a table by weeks, and one line for what is too many to show. */
import { agree, type Pair } from './comparison.ts';
import { padTo, type Screen } from './screen.ts';

const LABEL_COLUMNS = 32;
const CELL_COLUMNS = 18;

/** One row per figure, one column per week: the bot's number, the local Discord's, and whether they agree. */
export function showTable(screen: Screen, title: string, pairs: readonly Pair[]): void {
  const weeks = [...new Set(pairs.map(({ weekOn }) => weekOn))];
  screen.line();
  screen.line(
    screen.paint(
      'bold',
      `   ${padTo(title, LABEL_COLUMNS)}${weeks.map((week) => padTo(week, CELL_COLUMNS)).join('')}`,
    ),
  );
  for (const what of new Set(pairs.map((pair) => pair.what))) {
    const cells = weeks.map((week) => {
      const pair = pairs.find((one) => one.weekOn === week && one.what === what);
      return padCell(screen, pair);
    });
    screen.line(`   ${padTo(what, LABEL_COLUMNS)}${cells.join('')}`);
  }
}

/** Many pairs in one line; those that differ are named. */
export function showSummary(screen: Screen, title: string, pairs: readonly Pair[]): void {
  const wrong = pairs.filter((pair) => !agree(pair));
  const sign = wrong.length === 0 ? screen.paint('green', '✓') : screen.paint('red', '✗');
  screen.line(
    `   ${padTo(title, LABEL_COLUMNS + CELL_COLUMNS)}${pairs.length - wrong.length} of ${pairs.length} agree ${sign}`,
  );
  for (const { what, bot, discord } of wrong)
    screen.line(
      screen.paint('red', `     ${what}: the bot says ${text(bot)}, the local Discord ${text(discord)}`),
    );
}

function padCell(screen: Screen, pair: Pair | undefined): string {
  if (!pair) return padTo('', CELL_COLUMNS);
  const isSame = agree(pair);
  const shown = `${text(pair.bot)} ${isSame ? '=' : '≠'} ${text(pair.discord)}`;
  const sign = isSame ? screen.paint('green', '✓') : screen.paint('red', '✗');
  return `${shown} ${sign}${padTo('', CELL_COLUMNS - shown.length - 2)}`;
}

function text(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2);
}
