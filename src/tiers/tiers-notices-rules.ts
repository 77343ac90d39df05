/** Whom to welcome in a tier's channel, whom to remind of an end, and when a message that failed is tried again. Pure. */
import { addLocal } from '../kernel/calendar.ts';
import type { EntryKind, Grant, GrantChange, TierRules } from './tiers-ledger.ts';
import { standingOf, timelineOf } from './tiers-rules.ts';
import type { Stretch } from './tiers-rules.ts';

/** Somebody who came to a tier. */
export interface Welcome {
  readonly userId: string;
  readonly grantId: string;
  readonly tierId: number;
  readonly begunAt: Date;
}

/** What is over soon, and what is left then. */
export interface ComingEnd {
  readonly grantId: string;
  readonly tierId: number;
  readonly endsAt: Date;
  /** Until when everything stays open all the same; null without grace. */
  readonly graceEndsAt: Date | null;
  /** The lower tier that goes on or begins then; null where nothing does. */
  readonly nextTierId: number | null;
}

/** Of a grant that runs for the first time; one that continues or is resumed was welcomed before. */
const BEGINNINGS: ReadonlySet<EntryKind> = new Set(['granted', 'joined', 'started']);

/**
 * The welcome that a change of somebody's grants calls for; null where none is due: the tier counted before, a lower one takes over, nothing
 * began, or a file told of people who were there already.
 * @param tierBefore the one that counted before the changes. @param grants as they stand after them.
 */
export function decideWelcome(
  tierBefore: number | null,
  grants: readonly Grant[],
  changes: readonly GrantChange[],
  rules: TierRules,
): Welcome | null {
  const grant = standingOf(grants, rules)?.grant;
  if (!grant || grant.source === 'import' || grant.startsAt === null) return null;
  const hasBegun = changes.some(({ kind, after }) => after.id === grant.id && BEGINNINGS.has(kind));
  const isHigher = tierBefore === null || rules.rankOf(grant.tierId) > rules.rankOf(tierBefore);
  if (!hasBegun || !isHigher) return null;
  return { userId: grant.userId, grantId: grant.id, tierId: grant.tierId, begunAt: grant.startsAt };
}

/**
 * The next instant at which somebody loses the tier they hold; null where that never happens by itself, or has happened (grace). Another
 * grant of the same or a higher tier that takes over without a gap puts it off.
 */
export function comingEnd(grants: readonly Grant[], now: Date, rules: TierRules): ComingEnd | null {
  const [first, ...later] = timelineOf(grants, now, rules);
  if (!first || first.inGrace) return null;
  let held = first;
  let grace: Stretch | null = null;
  let next: Stretch | null = null;
  for (const stretch of later) {
    if (stretch.from.getTime() !== (grace ?? held).to?.getTime()) break;
    if (stretch.inGrace) grace = stretch;
    else if (rules.rankOf(stretch.tierId) < rules.rankOf(held.tierId)) {
      next = stretch;
      break;
    } else {
      held = stretch;
      grace = null;
    }
  }
  if (held.to === null) return null;
  const { grantId, tierId, to: endsAt } = held;
  return { grantId, tierId, endsAt, graceEndsAt: grace?.to ?? null, nextTierId: next?.tierId ?? null };
}

/** Ends before this instant are reminded of now. */
export function reminderHorizon(now: Date, reminderDays: number, timeZone: string): Date {
  return addLocal(now, { days: reminderDays, ms: 0 }, timeZone);
}

/** Whether a message is tried again after so many tries: the first wait doubles each time. */
export function isTryDue(
  { attempts, createdAt }: { readonly attempts: number; readonly createdAt: Date },
  now: Date,
  firstWaitMs: number,
): boolean {
  return now.getTime() - createdAt.getTime() >= firstWaitMs * (2 ** attempts - 1);
}
