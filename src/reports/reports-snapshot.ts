/** Every figure of a report as plain data: what is stored with the claim, and the only thing a post is made of. */
import type { ActivityReading, SatisfactionReading, SpanData } from '../analytics/analytics.ts';
import type { Weekday } from '../kernel/calendar.ts';
import type { ReportKind } from './reports-rules.ts';

/** Raised when the shape changes; an older one is then read as it was. */
const VERSION = 1;

interface AnySnapshot {
  readonly version: typeof VERSION;
  readonly kind: ReportKind;
  readonly communityName: string;
  readonly weekStartsOn: Weekday;
  /** When the figures were read, ISO 8601 in UTC. */
  readonly madeAt: string;
  /** True when the bot was not in the community in that week: then every figure is empty. */
  readonly unobserved: boolean;
  /** What was seen of the week; missing where an early version made the report. */
  readonly coverage?: CoverageFigures;
}

/** What was seen of a week, as docs/metrics.md defines it. */
export interface CoverageFigures {
  /** 0 … 1. */
  readonly ratio: number;
  /** How long the bot was off or cut off. */
  readonly offlineMs: number;
  /** How much of that was fetched afterwards in every channel open to it. */
  readonly fetchedMs: number;
  /** Channels closed to the bot for some of the week. */
  readonly closedChannels: number;
}

export interface ActivitySnapshot extends AnySnapshot {
  readonly kind: 'activity';
  readonly reading: ActivityReading;
}

export interface SatisfactionSnapshot extends AnySnapshot {
  readonly kind: 'satisfaction';
  readonly reading: SatisfactionReading;
}

export type ReportSnapshot = ActivitySnapshot | SatisfactionSnapshot;

/** What all snapshots share, for making one. */
export function snapshotBase(facts: Omit<AnySnapshot, 'version' | 'kind'>) {
  return { version: VERSION, ...facts } as const;
}

/** A snapshot as it is read back from where it is stored. @throws Error for one of a shape this version does not know. */
export function parseSnapshot(stored: string): ReportSnapshot {
  const snapshot = JSON.parse(stored) as { version: unknown };
  if (snapshot.version !== VERSION)
    throw new Error(`a stored report has the unknown version ${String(snapshot.version)}`);
  return snapshot as ReportSnapshot;
}

export function weekOfSnapshot(snapshot: ReportSnapshot): SpanData {
  return snapshot.reading.span;
}
