/** How long something is granted: what may be asked for, and how it is read. Pure. */
import type { LocalLength } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Term } from './tiers-ledger.ts';

/** Twenty years: more is a typing error, and `open-ended` is there for those who mean it. */
export const MOST_DAYS = 7_305;

export function assertEndAhead(term: Term, now: Date): void {
  if (!isUntil(term)) return;
  if (term.until <= now) throw new Refusal('tiers.end-past', { endsAt: term.until });
  if (term.until.getTime() - now.getTime() > MOST_DAYS * 86_400_000)
    throw new Refusal('tiers.too-long', { mostDays: MOST_DAYS });
}

export function assertDays(days: number): void {
  if (!Number.isSafeInteger(days) || days < 1 || days > MOST_DAYS)
    throw new Refusal('tiers.too-long', { mostDays: MOST_DAYS });
}

export function lengthOf(term: Term): LocalLength | null {
  return isDays(term) ? { days: term.days, ms: 0 } : null;
}

export function isDays(term: Term): term is { readonly days: number } {
  return typeof term === 'object' && 'days' in term;
}

export function isUntil(term: Term): term is { readonly until: Date } {
  return typeof term === 'object' && 'until' in term;
}
