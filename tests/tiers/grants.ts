/** Grants and rules as the tests of the ledger write them. */
import type { Grant, TierRules } from '../../src/tiers/tiers-ledger.ts';

export const SILVER = 1;
export const GOLD = 2;

/** Tiers rank by their number; days of the UTC unless a zone is named. */
export function rules(given: Partial<TierRules> = {}): TierRules {
  return { timeZone: 'UTC', overlap: 'wait', graceDays: 0, rankOf: (tierId) => tierId, ...given };
}

export function grant(given: Partial<Grant> & Pick<Grant, 'id' | 'tierId'>): Grant {
  return {
    userId: '7',
    state: 'active',
    startsAt: null,
    endsAt: null,
    left: null,
    dated: false,
    graceEndsAt: null,
    endedAt: null,
    endReason: null,
    followsId: null,
    source: 'manual',
    externalId: null,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    ...given,
  };
}
