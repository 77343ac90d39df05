/** What a measurement is: numbers in, a table and its bars out. Knows nothing of how they are shown. */
import type { DatabaseKind } from './bench-place.ts';

/** How much of everything a run takes. */
export interface Sizes {
  /** Messages and reactions that come at once. */
  readonly frames: number;
  /** Members of the community they come from. */
  readonly members: number;
  /** Rows written one by one, for the comparison. */
  readonly creates: number;
  /** Members of the large community. */
  readonly crowd: number;
  /** Interactions of the large community; the one it is compared with has a tenth. */
  readonly interactions: number;
  /** Days over which they lie: two weeks and a month are read. */
  readonly days: number;
  /** Slash commands, idle and under load. */
  readonly calls: number;
  /** Reports and starts of which the median is taken. */
  readonly repeats: number;
  /** Members of the large community with a paid tier. */
  readonly paying: number;
  /** Of their roles and those of others, how many staff change by hand. */
  readonly wrongRoles: number;
  /** How many paid tiers end in the same minute. */
  readonly expiring: number;
  /** Learners of the community that is asked what to learn next; each started up to five courses. */
  readonly learners: number;
  /** How long memory must stay the same to count as settled. */
  readonly settleSeconds: number;
}

export interface Bench {
  readonly sizes: Sizes;
  /** Each speed is the median of so many runs. */
  readonly rounds: number;
  readonly databases: readonly DatabaseKind[];
  /** A superuser's address. */
  readonly serverUrl: string | null;
}

/** What must hold, and whether it does. */
export interface Bar {
  readonly what: string;
  readonly must: string;
  readonly measured: string;
  readonly met: boolean;
}

/** Rows of cells; the first row is the header. */
export type Table = readonly (readonly string[])[];

export interface Findings {
  readonly bars: readonly Bar[];
  readonly tables: readonly Table[];
  /** How it was measured, in sentences. */
  readonly how: string;
}

export interface Measurement {
  /** For --only. */
  readonly name: string;
  readonly title: string;
  measure(bench: Bench): Promise<Findings>;
}

export function atLeast(what: string, value: number, least: number, digits: number, unit = ''): Bar {
  return {
    what,
    must: `≥ ${least}${unit}`,
    measured: `${written(value, digits)}${unit}`,
    met: value >= least,
  };
}

export function atMost(what: string, value: number, most: number, digits: number, unit = ''): Bar {
  return {
    what,
    must: `≤ ${most}${unit}`,
    measured: `${written(value, digits)}${unit}`,
    met: value <= most,
  };
}

/** A number with commas, as it is read in a table. */
export function written(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The value at this share of the sorted list, 0..1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return sorted[place] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
