/** What admins type becomes the terms and amounts of the ledger. Pure. */
import { addDays, dayStart } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { parseAmount } from '../kernel/money.ts';
import type { AmountProblem } from '../kernel/money.ts';
import type { Term } from './tiers-ledger.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** An amount that cannot be read in the community's currency. */
    'tiers.amount': { given: string; problem: AmountProblem; currency: string };
    /** Both a number of days and a last day. */
    'tiers.two-terms': Record<string, never>;
    /** A bot was to have a tier. */
    'tiers.bot': { userId: string };
  }
}

/** A length or a last day, of which at most one may be said. The last day counts wholly. @returns null where neither is said. @throws Refusal `tiers.two-terms`. */
export function parseTerm(days: number | null, untilOn: string | null, timeZone: string): Term | null {
  if (days !== null && untilOn !== null) throw new Refusal('tiers.two-terms', {});
  if (untilOn !== null) return { until: dayStart(addDays(untilOn, 1), timeZone) };
  return days === null ? null : { days };
}

/** Minor units of what is written in the community's currency. @throws Refusal `tiers.amount`; `tiers.currency-missing` where it has none. */
export function parseMinor(given: string, currency: string | null): number {
  if (currency === null) throw new Refusal('tiers.currency-missing', {});
  const minor = parseAmount(given, currency);
  if (typeof minor === 'string') throw new Refusal('tiers.amount', { given, problem: minor, currency });
  return minor;
}
