/** What something bought in Discord's shop means for the ledger. Pure. */
import type { Entitlement } from '../discord/entitlements.ts';
import type { TierRequest } from './tiers-changes.ts';
import type { EndReason, GrantState } from './tiers-ledger.ts';

/** What the ledger has of an entitlement: its last grant. */
export interface EntitlementGrant {
  readonly grantId: string;
  readonly state: GrantState;
  readonly endsAt: Date | null;
  readonly endReason: EndReason | null;
  /** How many grants there were for it: one for each time it began again after it had ended. */
  readonly count: number;
}

/** As Discord names it; stands as note in the ledger. */
const TEST_NOTE = 'TEST_MODE_PURCHASE';

/**
 * What is to be done for an entitlement as it stands now; null where the ledger says so already.
 * @param tierId what the product stands for; null where nothing new is granted for it.
 */
export function requestFor(
  entitlement: Entitlement,
  known: EntitlementGrant | null,
  tierId: number | null,
  now: Date,
): TierRequest | null {
  const { userId, endsAt, isDeleted } = entitlement;
  const isOver = isDeleted || (endsAt !== null && endsAt <= now);
  if (known && known.state !== 'ended') {
    const { grantId } = known;
    if (isDeleted) return { userId, act: { act: 'end', grantId, reason: 'withdrawn' } };
    if (known.endsAt?.getTime() === endsAt?.getTime()) return null;
    return { userId, act: { act: 'redate', grantId, endsAt } };
  }
  // Renewed late it goes on; what an admin or a refund took away stays taken.
  const mayBegin = known === null || known.endReason === 'expired';
  return isOver || !mayBegin || tierId === null ? null : newGrant(entitlement, known, tierId);
}

function newGrant(
  { id, userId, startsAt, endsAt, isTest }: Entitlement,
  known: EntitlementGrant | null,
  tierId: number,
): TierRequest {
  const externalId = known ? `${id}:${known.count + 1}` : id;
  return {
    userId,
    act: {
      act: 'grant',
      tierId,
      term: endsAt ? { until: endsAt } : 'open-ended',
      startsAt: known ? null : startsAt,
      externalId,
    },
    onceKey: `entitlement:${externalId}`,
    note: isTest ? TEST_NOTE : null,
  };
}

/** The entitlement that a grant's external id speaks of. */
export function entitlementIdOf(externalId: string): string {
  return externalId.split(':')[0]!;
}
