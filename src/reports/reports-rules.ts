/** Decisions on weekly reports: which week, by what mark a post is known, who may take a claim over. Pure. */
import type { CommunitySettings } from '../communities/communities.ts';
import { addDays, dayOf, isDay, weekSpan } from '../kernel/calendar.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';

const REPORT_KINDS = ['activity', 'satisfaction'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/**
 * Where a report stands. claimed: somebody is at it, or died there. released: a try ended, and whether Discord took the post may be
 * unknown. posted: it is in the channel and noted.
 */
export type ReportState = 'claimed' | 'released' | 'posted';

/** Somebody who claimed a report and has not posted it after this time is taken for dead. Drawing and posting take seconds. */
export const CLAIM_LEASE_MS = 2 * 60_000;

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** A report was asked for of a week that is still running, or to come. Days are the week's first and last. */
    'report.week-not-over': { fromOn: string; lastOn: string; overAt: Date };
    /** A report was asked for of a week before the bot came. */
    'report.no-data': { fromOn: string; lastOn: string; knownSince: Date };
  }
}

type WeekSettings = Pick<CommunitySettings, 'timeZone' | 'weekStartsOn'>;

/** The week of the community that holds the local day `on`. */
export function weekOf(on: string, { timeZone, weekStartsOn }: WeekSettings): DaySpan {
  return weekSpan(on, weekStartsOn, timeZone);
}

/** The last week of the community that was over at `at`. */
export function lastWholeWeek(at: Date, settings: WeekSettings): DaySpan {
  const running = weekOf(dayOf(at, settings.timeZone), settings);
  return weekOf(addDays(running.fromOn, -1), settings);
}

/** @throws Refusal `report.week-not-over`. */
export function assertWeekOver(week: DaySpan, at: Date): void {
  if (week.to <= at) return;
  const lastOn = addDays(week.toOn, -1);
  throw new Refusal('report.week-not-over', { fromOn: week.fromOn, lastOn, overAt: week.to });
}

/**
 * What a report is known by: the nonce of its post, and the argument of the button below it, which finds it again after a crash. Names
 * kind and week, so that the button can say what it explains, and the community, since Discord's nonces are the bot's own in all of
 * them. At most 23 of the 25 characters Discord takes.
 */
export function markerOf(guildId: string, kind: ReportKind, weekOn: string): string {
  return `${kind[0]}${weekOn.replaceAll('-', '')}-${BigInt(guildId).toString(36)}`;
}

/** The kind a marker names; null for one that was not made by `markerOf`. */
export function kindOfMarker(marker: string): ReportKind | null {
  const [, initial, year, month, day] = /^(.)(\d{4})(\d{2})(\d{2})-[0-9a-z]+$/.exec(marker) ?? [];
  if (!isDay(`${year}-${month}-${day}`)) return null;
  return REPORT_KINDS.find((kind) => kind[0] === initial) ?? null;
}

/** Whether a claim that is not posted may be taken over: it was given back, or its owner is taken for dead. */
export function isAbandoned(claim: { state: ReportState; claimedAt: Date }, now: Date): boolean {
  if (claim.state === 'released') return true;
  return claim.state === 'claimed' && now.getTime() - claim.claimedAt.getTime() > CLAIM_LEASE_MS;
}
