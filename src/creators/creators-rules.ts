/** Who may make courses, and what creators earn for them. Pure. */
import type { Locale } from '../i18n/format.ts';
import { dayOf } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import type { KeyedHash } from '../kernel/keyed-hash.ts';

/** removed: was a creator; their published courses stay. */
export type CreatorState = 'applied' | 'approved' | 'rejected' | 'removed';

export const FIELD_MAX = 300;
export const SAMPLES_MAX = 1_500;
export const REASON_MAX = 500;

/** Somebody who applied to make courses, as their latest application stands. */
export interface Creator {
  readonly guildId: string;
  readonly userId: string;
  readonly state: CreatorState;
  /** What they know, in their words. */
  readonly field: string;
  /** What they made, in their words. */
  readonly samples: string;
  /** The language they are answered in. */
  readonly locale: Locale;
  readonly appliedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  /** The post that asks staff. due: still to be made, with `channelId` once that was begun; done: it shows the decision. */
  readonly postState: 'due' | 'posted' | 'done';
  readonly channelId: string | null;
  readonly messageId: string | null;
  /** When they were told the decision, or could not be. */
  readonly toldAt: Date | null;
}

export interface Application {
  readonly field: string;
  readonly samples: string;
  readonly locale: Locale;
}

/** What was typed, without blanks around it. @throws Refusal `creators.empty`. */
export function parseApplication(typed: Application): Application {
  const [field, samples] = [typed.field.trim(), typed.samples.trim()];
  if (field === '' || samples === '') throw new Refusal('creators.empty', {});
  return { ...typed, field: field.slice(0, FIELD_MAX), samples: samples.slice(0, SAMPLES_MAX) };
}

/**
 * Whether this very application can be decided by this person. @throws Refusal `creators.unknown`, `creators.application-old`,
 * `creators.decided`, `creators.own`.
 */
export function assertDecidable(
  creator: Creator | null,
  application: { readonly userId: string; readonly appliedAt: Date },
  by: { readonly userId: string; readonly isAdmin: boolean },
): void {
  const { userId } = application;
  if (!creator) throw new Refusal('creators.unknown', { userId });
  const { state, decidedBy, decidedAt } = creator;
  if (creator.appliedAt.getTime() !== application.appliedAt.getTime())
    throw new Refusal('creators.application-old', { userId });
  if (state !== 'applied') throw new Refusal('creators.decided', { userId, state, decidedBy, decidedAt });
  // Who may manage the server could make themselves one in other ways.
  if (userId === by.userId && !by.isAdmin) throw new Refusal('creators.own', {});
}

export const POINT_KINDS = ['published', 'updated', 'finished', 'rated'] as const;
export type PointKind = (typeof POINT_KINDS)[number];

/**
 * Most is for the work of a whole course. An update is worth a fifth of that, and no more than one of a course counts in a month, so that
 * nobody earns by publishing commas. A learner who gets to the end is what a course is for; a good rating says that it helped. Twenty who
 * finish weigh as much as the course itself.
 */
export const POINTS: Readonly<Record<PointKind, number>> = {
  published: 100,
  updated: 20,
  finished: 5,
  rated: 2,
};

/** Fewer stars earn nothing. */
const GOOD_STARS = 4;

export type Earning = {
  readonly guildId: string;
  /** null: the course belongs to nobody, so nobody earns. */
  readonly creatorId: string | null;
  readonly courseId: number;
  readonly at: Date;
} & (
  | { readonly kind: 'published' | 'updated' }
  | { readonly kind: 'finished'; readonly learnerId: string }
  | { readonly kind: 'rated'; readonly learnerId: string; readonly stars: number }
);

/** What earns only once, whoever's the course is by then; null for what earns nothing. @param timeZone the community's. */
export function onceKey(earning: Earning, keyedHash: KeyedHash, timeZone: string): string | null {
  const { guildId, courseId, creatorId, at, kind } = earning;
  switch (kind) {
    case 'published':
      return `published:${courseId}`;
    case 'updated':
      return `updated:${courseId}:${dayOf(at, timeZone).slice(0, 7)}`;
    case 'finished':
    case 'rated': {
      // With the course in it, so that nobody's points tell which courses the same person learned.
      const { learnerId } = earning;
      if (learnerId === creatorId || (kind === 'rated' && earning.stars < GOOD_STARS)) return null;
      return `${kind}:${courseId}:${keyedHash.of('creator-point', guildId, String(courseId), learnerId)}`;
    }
  }
}

/** Part of the pool, rounded down, so that all parts together never exceed it. */
export function shareOfPool(poolMinor: number, ownPoints: number, allPoints: number): number {
  return Number((BigInt(poolMinor) * BigInt(ownPoints)) / BigInt(allPoints));
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** Only approved creators write courses; null: they never applied. The reason is that of a rejection or removal. */
    'creators.not-approved': { state: CreatorState | null; reason: string | null };
    /** They applied already, or are a creator. */
    'creators.applied-already': { state: CreatorState };
    /** A field of the application holds nothing but blanks. */
    'creators.empty': Record<string, never>;
    /** They never applied, or are no creator. */
    'creators.unknown': { userId: string };
    /** Somebody was faster. */
    'creators.decided': {
      userId: string;
      state: CreatorState;
      decidedBy: string | null;
      decidedAt: Date | null;
    };
    /** A button of an application in whose place a younger one stands. */
    'creators.application-old': { userId: string };
    /** Nobody decides about themselves. */
    'creators.own': Record<string, never>;
  }
}
