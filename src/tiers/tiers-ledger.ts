/** The words of the ledger: grants, what can be done to them, what is written down. Types and refusals only. */
import type { LocalLength } from '../kernel/calendar.ts';

/**
 * invited: begins when its member joins. scheduled: begins at an instant, or when the grant it follows expires. active: its clock runs.
 * waiting: its paid days stand still because another one counts. paused: they stand still because an admin said so. grace: over, but
 * still opens. ended: over.
 */
export type GrantState = 'invited' | 'scheduled' | 'active' | 'waiting' | 'paused' | 'grace' | 'ended';

export type EndReason =
  | 'expired'
  | 'revoked'
  | 'refunded'
  | 'upgraded'
  | 'downgraded'
  /** By the source it came from, e.g. Discord took the entitlement back. */
  | 'withdrawn'
  /** An invite ran out and its member had not come. */
  | 'lapsed';

/** Where a change came from. */
export type EntrySource = 'manual' | 'import' | 'invite' | 'entitlement' | 'clock';

/** One stretch of one tier for one member. Ids are text. */
export interface Grant {
  readonly id: string;
  readonly userId: string;
  readonly tierId: number;
  readonly state: GrantState;
  /** When it begins or began; null while invited, following another one, or waiting without having run. */
  readonly startsAt: Date | null;
  /** When it ends if nothing happens; null for an open-ended one and while its time stands still. */
  readonly endsAt: Date | null;
  /** The paid time left while no clock runs; null while one runs, and for an open-ended one. */
  readonly left: LocalLength | null;
  /** True: sold until a named instant, or open-ended: a higher tier does not stop its clock. */
  readonly dated: boolean;
  readonly graceEndsAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
  readonly followsId: string | null;
  readonly source: EntrySource;
  readonly externalId: string | null;
  readonly createdAt: Date;
}

/** Granted, extended … by somebody; started, waiting, continued, grace, expired by the clock; joined when an invited member came. */
export type EntryKind =
  | 'granted'
  | 'extended'
  | 'upgraded'
  | 'downgraded'
  | 'paused'
  | 'resumed'
  | 'revoked'
  | 'refunded'
  /** The source changed when it ends. */
  | 'redated'
  | 'withdrawn'
  | 'lapsed'
  | 'joined'
  | 'started'
  | 'waiting'
  | 'continued'
  | 'grace'
  | 'expired';

/** One line of the ledger about one grant: what it was, what it became, and when that took effect. */
export interface GrantChange {
  readonly kind: EntryKind;
  readonly at: Date;
  /** null where the grant is new. */
  readonly before: Grant | null;
  readonly after: Grant;
}

/** How long something is granted: so many local days, until an instant, or without end. */
export type Term = { readonly days: number } | { readonly until: Date } | 'open-ended';

/** What can be done to one member's grants. A `tierId` of null means the tier that counts now. */
export type TierAct =
  | {
      readonly act: 'grant';
      readonly tierId: number;
      readonly term: Term;
      /** null: now. A past one is taken, as long as the end is not past. */
      readonly startsAt: Date | null | 'on-join';
      readonly externalId?: string;
    }
  | { readonly act: 'extend'; readonly tierId: number | null; readonly term: Term }
  | {
      readonly act: 'upgrade' | 'downgrade';
      readonly tierId: number;
      readonly when: 'now' | 'period-end';
      /** null: at once, the time left of the present one; at the period's end, the tier's usual days. */
      readonly term: Term | null;
    }
  | { readonly act: 'pause' | 'resume' | 'revoke'; readonly tierId: number | null }
  /** Ends one grant; nothing happens where it has ended already. */
  | { readonly act: 'end'; readonly grantId: string; readonly reason: 'refunded' | 'withdrawn' | 'lapsed' }
  /** The source says when it ends now; null = open-ended. */
  | { readonly act: 'redate'; readonly grantId: string; readonly endsAt: Date | null }
  /** The member joined the server. */
  | { readonly act: 'join' }
  /** Only what the clock did. */
  | { readonly act: 'settle' };

/** What the rules need to know of the community. */
export interface TierRules {
  readonly timeZone: string;
  /** Whether lower tiers wait while a higher one counts, or run beside it. */
  readonly overlap: 'wait' | 'parallel';
  readonly graceDays: number;
  /** Rank of a tier; the higher counts. */
  rankOf(tierId: number): number;
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The member holds no tier, or not this one, that this can be done to. */
    'tiers.not-held': { userId: string; tierId: number | null };
    /** An end that is past already. */
    'tiers.end-past': { endsAt: Date };
    /** An extension that would end earlier than now agreed. */
    'tiers.not-longer': { endsAt: Date };
    /** It has no end that could be moved or followed. */
    'tiers.open-ended': { tierId: number };
    /** The tier is not above (upgrade) or below (downgrade) the one that counts. */
    'tiers.not-above': { tierId: number; currentTierId: number };
    'tiers.not-below': { tierId: number; currentTierId: number };
    /** Another tier already follows at the end of this period. */
    'tiers.already-followed': { tierId: number; nextTierId: number };
    /** The period is over and only the grace period runs: change at once, or extend. */
    'tiers.in-grace': { tierId: number; graceEndsAt: Date };
    /** Nobody said for how long, and the tier has no usual length. */
    'tiers.no-term': { tierId: number };
    /** Paused already, or not paused. */
    'tiers.paused': { tierId: number };
    'tiers.not-paused': { tierId: number };
    /** Its source (Discord's shop) decides how long it lasts. */
    'tiers.managed-by-source': { tierId: number };
    /** The end lies further away than is counted. */
    'tiers.too-long': { mostDays: number };
  }
}
