/** English words of /tier import and /tier export. Sentences on lines are plain text: they stand in files, too. */
import { decimalsOf } from '../../kernel/money.ts';
import type { AmountProblem, Money } from '../../kernel/money.ts';
import type { Column, ImportReport, LineProblems } from '../../tier-import/tier-import.ts';
import { formatCount, formatInstant, formatMoney } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';

const GIVEN_SHOWN = 60;

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${formatCount(count, 'en')} ${many}`;

const quoted = (text: string) => `“${shorten(text, GIVEN_SHOWN)}”`;

const columns: Record<Column, string> = {
  user: 'user',
  tier: 'tier',
  days: 'days',
  until: 'until',
  from: 'from',
  amount: 'amount',
  currency: 'currency',
  reference: 'reference',
  paid: 'paid',
  note: 'note',
  state: 'state',
  source: 'source',
  grant: 'grant',
};

const listed = (given: readonly Column[]) => given.map((column) => `\`${columns[column]}\``).join(', ');

const amounts: Record<AmountProblem, (currency: string) => string> = {
  comma: () =>
    'has a comma, which means thousands to some and decimals to others. Write it with a point and without a comma, e.g. 1299.00',
  'not-a-number': () => 'is no amount. Write it like 1299 or 1299.00, without a sign',
  decimals: (currency) =>
    decimalsOf(currency) === 0
      ? `has decimals; ${currency} has none`
      : `has too many decimals; ${currency} has ${decimalsOf(currency)}`,
  'too-large': () => 'is too large to be counted exactly',
};

const problems: { [C in keyof LineProblems]: (facts: LineProblems[C]) => string } = {
  cells: (facts) =>
    `${counted(facts.count, 'value', 'values')} for ${counted(facts.columns, 'column', 'columns')}. Is there a separator within a value? Put that value in quotation marks`,
  empty: () => 'is empty',
  'not-an-id': (facts) =>
    `${quoted(facts.given)} is no user ID: it has 17 to 20 digits. In Discord: right-click the member → Copy User ID`,
  rounded: (facts) =>
    `${quoted(facts.given)} was rounded by Excel, so it is lost. Format the column as text and copy the values in again`,
  bot: () => 'is a bot; only people can have a tier',
  tier: (facts) =>
    `${quoted(facts.given)} is no tier${facts.nearest === null ? '' : `; did you mean ${quoted(facts.nearest)}?`}`,
  days: (facts) => `${quoted(facts.given)} is no number of days. Write a whole number above 0`,
  date: (facts) => `${quoted(facts.given)} is no day that I can read. Write it like 2026-12-31`,
  'two-terms': () => 'has both a number of days and an end. Keep one of them',
  'no-term': () => 'has neither a number of days nor an end, and the tier has no usual length',
  'end-past': (facts) => `would be over already (${facts.on})`,
  'paid-future': (facts) => `${quoted(facts.given)} is a day to come; write when the money came in`,
  'too-long': (facts) =>
    `is too long: at most ${formatCount(facts.mostDays, 'en')} days. Without an end: open-ended`,
  amount: (facts) => `${quoted(facts.given)} ${amounts[facts.problem](facts.currency)}`,
  currency: (facts) =>
    `${quoted(facts.given)} is not the currency of this community, which is ${facts.currency}`,
  'currency-missing': () =>
    'has an amount, and this community has no currency yet. Set it with /tier settings and import the file again',
  'text-too-long': (facts) => `is too long: at most ${formatCount(facts.most, 'en')} characters`,
  'reference-twice': (facts) => `stands in line ${facts.line} already; one payment counts once`,
  'reference-used': (facts) => `was used for another member or tier already (${facts.on})`,
  state: (facts) =>
    `${quoted(facts.state)} is a state that a file cannot bring back. Use the commands for this one`,
  archived: () => 'was archived and is granted no more',
  unexpected: () => 'failed because of a fault of mine, not of the file. Nothing was granted',
};

const states: Record<ImportReport['state'], string> = {
  checking: '⏳ Being checked.',
  checked: '🔍 Checked. **Nothing has been granted yet.**',
  applying: '⏳ Being applied.',
  done: '✅ Applied.',
  dropped: '🗑️ Dropped. Nothing was granted.',
};

export const tierImport = {
  title: (facts: { fileName: string }) => `Import of ${escapeMarkup(shorten(facts.fileName, 100))}`,
  states,
  ready: (facts: { count: number }) => `New: **${formatCount(facts.count, 'en')}**`,
  progress: (facts: { done: number; all: number }) =>
    `Finished: ${formatCount(facts.done, 'en')} of ${counted(facts.all, 'line', 'lines')}`,
  done: (facts: { count: number }) => `Granted: **${formatCount(facts.count, 'en')}**`,
  known: (facts: { count: number }) =>
    `Nothing to do: ${formatCount(facts.count, 'en')} (granted before, or its end is past)`,
  wrong: (facts: { count: number }) =>
    `Wrong: **${formatCount(facts.count, 'en')}** (left out; the others are not affected)`,
  failed: (facts: { count: number }) => `Failed: **${formatCount(facts.count, 'en')}**`,
  absent: (facts: { count: number }) =>
    `Not in the server now: ${counted(facts.count, 'member', 'members')}. They get the role when they join.`,
  amount: (facts: Money) => `Payments: ${formatMoney(facts, 'en')}`,
  rolesOpen: (facts: { count: number }) =>
    `Roles on their way: ${formatCount(facts.count, 'en')} (as fast as Discord allows)`,
  appliedBy: (facts: { userId: string; at: Date }) =>
    `Applied by <@${facts.userId}> ${formatInstant(facts.at)}`,
  problemLine: (facts: { line: number; column: Column | null; text: string }) =>
    `- Line ${facts.line}${facts.column === null ? '' : `, ${columns[facts.column]}`}: ${escapeMarkup(facts.text)}`,
  moreProblems: (facts: { count: number }) => `- … and ${counted(facts.count, 'more line', 'more lines')}.`,
  reimport: 'Correct these lines and import the whole file again: what was granted is recognised.',
  none: 'No file was imported yet. Attach one: `/tier import file:`',
  buttons: { apply: 'Apply', drop: 'Drop', refresh: 'Refresh', lines: 'Wrong lines', show: 'Details' },
  problems,
  columns,
  problemHeader: ['line', 'column', 'what is wrong'],
  problemFile: 'wrong-lines.csv',
  exported: (facts: { grants: number; payments: number; isPacked: boolean }) =>
    `${counted(facts.grants, 'grant', 'grants')} and ${counted(facts.payments, 'payment', 'payments')}. \`/tier import\` reads members.csv again. Keep these files to yourself: they hold everybody's payments.${facts.isPacked ? ' They were too large for Discord, so they are packed (.gz): unpack them first, for instance with 7-Zip.' : ''}`,
};

const shownNames = (names: readonly string[]) =>
  names
    .slice(0, 5)
    .map((name) => escapeMarkup(quoted(name)))
    .join(', ');

const known = () =>
  `I know: ${listed(['user', 'tier', 'days', 'until', 'from', 'amount', 'currency', 'reference', 'paid', 'note'])}. The first two are needed.`;

export const tierImportRefusals = {
  'tier-import.not-text': (facts: { fileName: string }) =>
    `${escapeMarkup(quoted(facts.fileName))} is no CSV file that I can read. In Excel: File → Save As → “CSV UTF-8”.`,
  'tier-import.empty': (facts: { fileName: string }) =>
    `Nothing stands in ${escapeMarkup(quoted(facts.fileName))} below the first line. The first line names the columns; each line below it is one grant. ${known()}`,
  'tier-import.quotes': (facts: { line: number }) =>
    `In line ${facts.line} a quotation mark is opened and never closed, so I cannot tell where its value ends. Close it, or take it out.`,
  'tier-import.too-many-lines': (facts: { most: number }) =>
    `I take at most ${formatCount(facts.most, 'en')} lines at once. Split the file and import the parts one after the other.`,
  'tier-import.columns-unknown': (facts: { names: readonly string[] }) =>
    `I do not know ${facts.names.length === 1 ? 'this column' : 'these columns'}: ${shownNames(facts.names)}. Rename or remove ${facts.names.length === 1 ? 'it' : 'them'}. ${known()}`,
  'tier-import.columns-missing': (facts: { columns: readonly Column[] }) =>
    `The first line must name the columns, and I miss ${listed(facts.columns)}. ${known()}`,
  'tier-import.columns-twice': (facts: { names: readonly string[] }) =>
    `More than one column means the same: ${shownNames(facts.names)}. Keep one of them.`,
  'tier-import.unknown': () =>
    'This import is not kept any more. Import the file again: what was granted is recognised.',
  'tier-import.busy': () =>
    'Another import is being applied. See how far it is with `/tier import`, and press again when it is done.',
  'tier-import.currency-changed': (facts: { currency: string | null }) =>
    `The community's currency changed since the file was checked${facts.currency === null ? '' : ` (it was ${facts.currency})`}. Import the file again.`,
  'tier-import.export-too-large': (facts: { mostBytes: number }) =>
    `The files would be larger than Discord takes (${Math.round(facts.mostBytes / 1_048_576)} MB). Choose a shorter span with \`from\` and \`to\`.`,
  'tier-import.days-reversed': (facts: { fromOn: string; toOn: string }) =>
    `The last day (${facts.toOn}) lies before the first (${facts.fromOn}). Swap them.`,
};

/** Subcommands of /tier. */
export const tierImportActions = {
  import: {
    name: 'import',
    description: 'Grant from a CSV file: check first, then apply. Without a file: the last one',
    options: {
      file: { name: 'file', description: 'A CSV file with the columns user, tier, days or until …' },
    },
  },
  export: {
    name: 'export',
    description: 'All grants and payments as CSV files',
    options: {
      from: { name: 'from', description: 'Payments from this day on (YYYY-MM-DD)' },
      to: { name: 'to', description: 'Payments up to this day, inclusive (YYYY-MM-DD)' },
    },
  },
};
