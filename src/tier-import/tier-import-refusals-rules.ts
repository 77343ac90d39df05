/** What the ledger refuses, as the problem of a line. Pure. */
import { dayOf } from '../kernel/calendar.ts';
import type { Refusal, RefusalCode } from '../kernel/errors.ts';
import type { LineProblem } from './tier-import-rules.ts';

/** null for a refusal that a grant from a file never meets. */
export function toProblem(refusal: Refusal, timeZone: string): LineProblem | null {
  if (is(refusal, 'tiers.end-past')) {
    // The last day that it would have lasted.
    const lastAt = new Date(refusal.facts.endsAt.getTime() - 1);
    return { code: 'end-past', column: 'until', facts: { on: dayOf(lastAt, timeZone) } };
  }
  if (is(refusal, 'tiers.too-long')) return { code: 'too-long', column: null, facts: refusal.facts };
  if (is(refusal, 'tiers.reference-used'))
    return {
      code: 'reference-used',
      column: 'reference',
      facts: { on: dayOf(refusal.facts.at, timeZone) },
    };
  if (is(refusal, 'tiers.currency-missing')) return { code: 'currency-missing', column: 'amount', facts: {} };
  if (is(refusal, 'tiers.archived') || is(refusal, 'tiers.unknown'))
    return { code: 'archived', column: 'tier', facts: {} };
  return null;
}

function is<C extends RefusalCode>(refusal: Refusal, code: C): refusal is Refusal<C> {
  return refusal.code === code;
}
