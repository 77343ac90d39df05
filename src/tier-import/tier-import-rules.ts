/** What one line of a file asks for, or what is wrong with it. Pure; what the ledger says to it is not decided here. */
import { createHash } from 'node:crypto';
import { addDays, dayStart, isDay, wallTime } from '../kernel/calendar.ts';
import { parseAmount } from '../kernel/money.ts';
import type { AmountProblem } from '../kernel/money.ts';
import { isSnowflake } from '../kernel/snowflake.ts';
import type { Term, Tier, TierRequest } from '../tiers/tiers.ts';
import type { Column } from './tier-import-columns-rules.ts';

/** What can be wrong with a line, and the facts its sentence needs: as they stand in JSON, so that they can be kept. */
export interface LineProblems {
  /** More cells than columns: most likely a comma within a value that has no quotation marks. */
  cells: { count: number; columns: number };
  empty: Record<string, never>;
  'not-an-id': { given: string };
  /** A spreadsheet took it for a number and rounded it. */
  rounded: { given: string };
  bot: Record<string, never>;
  tier: { given: string; nearest: string | null };
  days: { given: string };
  date: { given: string };
  'two-terms': Record<string, never>;
  /** Neither days nor an end, and the tier has no usual length. */
  'no-term': Record<string, never>;
  'end-past': { on: string };
  /** A payment of a day to come. */
  'paid-future': { given: string };
  'too-long': { mostDays: number };
  amount: { given: string; problem: AmountProblem; currency: string };
  currency: { given: string; currency: string };
  'currency-missing': Record<string, never>;
  'text-too-long': { most: number };
  'reference-twice': { line: number };
  /** Something else was granted under the reference. */
  'reference-used': { on: string };
  /** What the bot exported stood in a state that a file cannot bring back. */
  state: { state: string };
  /** The tier was archived since. */
  archived: Record<string, never>;
  /** The bot failed with it, not the file. */
  unexpected: Record<string, never>;
}

type ProblemCode = keyof LineProblems;

/** `column` null where it is about the whole line. */
export type LineProblem = {
  [C in ProblemCode]: { readonly code: C; readonly column: Column | null; readonly facts: LineProblems[C] };
}[ProblemCode];

/** What a line asks for, as JSON: instants as ISO 8601 text. */
export interface LineWish {
  readonly userId: string;
  readonly tierId: number;
  readonly term: { readonly days: number } | { readonly until: string } | 'open-ended';
  /** null: when it is applied. */
  readonly startsAt: string | null;
  /** null where no money is named. */
  readonly payment: {
    readonly amountMinor: number;
    readonly reference: string | null;
    readonly paidAt: string | null;
  } | null;
  readonly note: string | null;
  /** Makes it happen once, in whatever file it stands; null where the payment's reference does that. */
  readonly onceKey: string | null;
}

/** What lines are read by. */
export interface LineContext {
  readonly now: Date;
  readonly timeZone: string;
  readonly currency: string | null;
  /** Those that can be granted. */
  readonly tiers: readonly Tier[];
  /** By the tier's name in either language; null when there is none. */
  readonly tierNamed: (name: string) => Tier | null;
  readonly isBot: (userId: string) => boolean;
  /** Ids that may be rounded are: see `areRounded`. */
  readonly idsAreRounded: boolean;
}

/** One line: it asks for something, was over when it was exported, or is wrong. */
export type ReadLine =
  | { readonly state: 'ready'; readonly wish: LineWish }
  | { readonly state: 'over' }
  | { readonly state: 'wrong'; readonly problem: LineProblem };

/** As long as the options of /tier grant take it. */
const LONGEST_REFERENCE = 100;
const LONGEST_NOTE = 500;

type Cells = Readonly<Partial<Record<Column, string>>>;

export function readLine(
  columns: readonly (Column | null)[],
  cells: readonly string[],
  context: LineContext,
): ReadLine {
  try {
    const named: Partial<Record<Column, string>> = {};
    for (const [index, cell] of cells.entries()) {
      const column = columns[index];
      if (column) named[column] = cell;
      else if (cell !== '') throw wrong('cells', null, { count: cells.length, columns: columns.length });
    }
    if (named.state === 'ended') return { state: 'over' };
    return { state: 'ready', wish: wishOf(named, context) };
  } catch (error) {
    if (error instanceof WrongLine) return { state: 'wrong', problem: error.problem };
    throw error;
  }
}

/** Thrown by the readers of cells below, and caught by `readLine`. */
class WrongLine extends Error {
  readonly problem: LineProblem;

  constructor(problem: LineProblem) {
    super(`wrong line: ${problem.code}`);
    this.problem = problem;
  }
}

function wrong<C extends ProblemCode>(code: C, column: Column | null, facts: LineProblems[C]): WrongLine {
  return new WrongLine({ code, column, facts } as LineProblem);
}

function wishOf(cells: Cells, context: LineContext): LineWish {
  const userId = readUser(cells.user ?? '', context);
  const tier = readTier(cells.tier ?? '', context);
  const { timeZone } = context;
  const startsAt = cells.from ? readInstant('from', cells.from, timeZone) : null;
  const term = readTerm(cells, tier, timeZone);
  assertState(cells.state ?? '', startsAt);
  const payment = readPayment(cells, context);
  const note = readText('note', cells.note ?? '', LONGEST_NOTE);
  const { amountMinor = null, paidAt = null } = payment ?? {};
  const said = [userId, tier.id, term, startsAt, amountMinor, paidAt, note];
  return {
    userId,
    tierId: tier.id,
    // The tier's usual length may be another one when the file is imported again; what the line says is the same.
    term: term ?? { days: tier.days! },
    startsAt: startsAt?.toISOString() ?? null,
    payment,
    note,
    onceKey: onceKeyOf(cells.grant, payment?.reference ?? null, said),
  };
}

function onceKeyOf(
  grant: string | undefined,
  reference: string | null,
  said: readonly unknown[],
): string | null {
  if (grant) return `grant:${grant}`;
  if (reference !== null) return null;
  return `line:${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)}`;
}

/** 1.23457E+17 */
const ROUNDED = /^\d(?:[.,]\d+)?e\+?\d+$/i;

/** A spreadsheet keeps fifteen digits and writes zeros for the rest. */
const MAY_BE_ROUNDED = /^\d{15}0{2,5}$/;

/** Whether a file's ids went through a spreadsheet that rounded them: of true ones hardly one in a hundred looks so. */
export function areRounded(ids: readonly string[]): boolean {
  const suspects = ids.filter((id) => MAY_BE_ROUNDED.test(id)).length;
  return suspects > 1 && suspects > ids.length / 2;
}

function readUser(given: string, { isBot, idsAreRounded }: LineContext): string {
  if (given === '') throw wrong('empty', 'user', {});
  const userId = /^<@!?(\d+)>$/.exec(given)?.[1] ?? given;
  if (ROUNDED.test(userId) || (idsAreRounded && MAY_BE_ROUNDED.test(userId)))
    throw wrong('rounded', 'user', { given });
  if (!isSnowflake(userId)) throw wrong('not-an-id', 'user', { given });
  if (isBot(userId)) throw wrong('bot', 'user', {});
  return userId;
}

function readTier(given: string, { tiers, tierNamed }: LineContext): Tier {
  if (given === '') throw wrong('empty', 'tier', {});
  const found = tierNamed(given) ?? tiers.find(({ id }) => String(id) === given);
  if (!found) throw wrong('tier', 'tier', { given, nearest: nearestName(given, tiers) });
  return found;
}

/** null: the tier's usual length. */
function readTerm({ days, until }: Cells, tier: Tier, timeZone: string): LineWish['term'] | null {
  if (days && until) throw wrong('two-terms', 'until', {});
  if (until)
    return OPEN_ENDED.includes(until.toLowerCase())
      ? 'open-ended'
      : { until: readInstant('until', until, timeZone).toISOString() };
  if (days) {
    if (!/^\d{1,6}$/.test(days) || Number(days) === 0) throw wrong('days', 'days', { given: days });
    return { days: Number(days) };
  }
  if (tier.days === null) throw wrong('no-term', 'days', {});
  return null;
}

/** The first one is what the export writes. */
const OPEN_ENDED = ['open-ended', 'never', '无期限', '长期', '永久'];

const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const DATE_TIME = /^(\S+?)[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A day, as any of the usual spreadsheets writes it, a local time, or an instant with its zone. The day of an end counts wholly. */
function readInstant(column: 'from' | 'until' | 'paid', given: string, timeZone: string): Date {
  const [, date = given, hour = '0', minute = '0', second = '0'] = DATE_TIME.exec(given) ?? [];
  const [, year = '', month = '', day = ''] = DATE.exec(date) ?? [];
  const on = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (INSTANT.test(given) && !Number.isNaN(Date.parse(given))) return new Date(given);
  if (!isDay(on) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    throw wrong('date', column, { given });
  // A spreadsheet writes midnight behind a day that has no time.
  if (Number(hour) + Number(minute) + Number(second) === 0)
    return dayStart(column === 'until' ? addDays(on, 1) : on, timeZone);
  return new Date(wallTime(on, Number(hour), Number(minute), timeZone).getTime() + Number(second) * 1000);
}

function readPayment(cells: Cells, { currency, timeZone, now }: LineContext): LineWish['payment'] {
  const { amount } = cells;
  const reference = readText('reference', cells.reference ?? '', LONGEST_REFERENCE);
  if (reference !== null && ROUNDED.test(reference))
    throw wrong('rounded', 'reference', { given: reference });
  if (!amount && reference === null) return null;
  if (currency === null) throw wrong('currency-missing', 'amount', {});
  if (cells.currency && cells.currency.toUpperCase() !== currency)
    throw wrong('currency', 'currency', { given: cells.currency, currency });
  const amountMinor = amount ? parseAmount(amount, currency) : 0;
  if (typeof amountMinor === 'string')
    throw wrong('amount', 'amount', { given: amount ?? '', problem: amountMinor, currency });
  const paidAt = cells.paid ? readInstant('paid', cells.paid, timeZone) : null;
  if (paidAt && paidAt > now) throw wrong('paid-future', 'paid', { given: cells.paid! });
  return { amountMinor, reference, paidAt: paidAt?.toISOString() ?? null };
}

function readText(column: 'reference' | 'note', given: string, most: number): string | null {
  if (given.length > most) throw wrong('text-too-long', column, { most });
  return given || null;
}

/** What was exported in another state than these would begin to run; that is no restoring. */
function assertState(state: string, startsAt: Date | null): void {
  if (['', 'active', 'grace', 'waiting'].includes(state) || (state === 'scheduled' && startsAt)) return;
  throw wrong('state', 'state', { state });
}

/** The name that is most like what is written, where one is: two letters of five may differ. */
function nearestName(given: string, tiers: readonly Tier[]): string | null {
  const written = given.toLowerCase();
  const [best] = tiers
    .flatMap(({ names }) => Object.values(names))
    .map((name) => ({ name, distance: editDistance(written, name.toLowerCase()) }))
    .toSorted((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.ceil(best.name.length * 0.4) ? best.name : null;
}

/** Source: V. Levenshtein, 1966. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].slice(0, 100).entries()) {
    const next = [index + 1];
    for (let at = 1; at <= other.length; at += 1)
      next.push(Math.min(row[at]! + 1, next[at - 1]! + 1, row[at - 1]! + (letter === other[at - 1] ? 0 : 1)));
    row = next;
  }
  return row[other.length]!;
}

/** What the ledger is asked for a line. */
export function toRequest({ userId, tierId, term, startsAt, payment, note, onceKey }: LineWish): TierRequest {
  const asked: Term = typeof term === 'object' && 'until' in term ? { until: new Date(term.until) } : term;
  return {
    userId,
    act: { act: 'grant', tierId, term: asked, startsAt: startsAt === null ? null : new Date(startsAt) },
    ...(payment && {
      payment: {
        amountMinor: payment.amountMinor,
        source: 'reference',
        externalId: payment.reference,
        paidAt: payment.paidAt === null ? null : new Date(payment.paidAt),
      },
    }),
    ...(onceKey !== null && { onceKey }),
    note,
    // The same member twice in one file is meant.
    again: true,
  };
}
