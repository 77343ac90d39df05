/** What the local Discord was asked and answered: the last requests whole, and all of them counted by route. */
import type { RestMethod } from './rest-router.ts';

/** One request the local Discord got, and what it answered. */
export interface RequestEntry {
  readonly at: Date;
  readonly method: string;
  /** Without `/api` and version, with the query. */
  readonly path: string;
  /** As declared; null when there is no such route. */
  readonly route: string | null;
  readonly applicationId: string | null;
  readonly body: unknown;
  readonly files: readonly { readonly filename: string; readonly size: number }[];
  /** Null when a fault cut the line. */
  readonly status: number | null;
  readonly answer: unknown;
  readonly reason: string | null;
}

/** Which requests are counted. What is left out matches anything. */
export interface CountMatch {
  readonly method?: RestMethod;
  /** As declared, e.g. `/channels/{channel_id}/messages`. */
  readonly route?: string;
  readonly status?: number;
}

const KEPT = 20_000;
const INVALID = new Set<number | null>([401, 403, 429]);

interface RouteCount {
  readonly method: string;
  readonly route: string | null;
  readonly status: number | null;
  count: number;
}

export class RequestLog {
  /** The last requests, oldest first. */
  readonly entries: RequestEntry[] = [];
  private readonly counts = new Map<string, RouteCount>();

  add(entry: RequestEntry): void {
    if (this.entries.length >= KEPT) this.entries.splice(0, KEPT / 4);
    this.entries.push(entry);
    const { method, route, status } = entry;
    const key = `${method} ${route} ${status}`;
    const present = this.counts.get(key);
    if (present) present.count += 1;
    else this.counts.set(key, { method, route, status, count: 1 });
  }

  /** All since the start that match, also those no longer kept. */
  count(match: CountMatch): number {
    return this.sum(
      (one) =>
        (match.method === undefined || one.method === match.method) &&
        (match.route === undefined || one.route === match.route) &&
        (match.status === undefined || one.status === match.status),
    );
  }

  /** Requests answered with 401, 403 or 429; on the real Discord 10,000 in ten minutes ban the address. */
  get invalidCount(): number {
    return this.sum(({ status }) => INVALID.has(status));
  }

  private sum(fits: (one: RouteCount) => boolean): number {
    let sum = 0;
    for (const one of this.counts.values()) if (fits(one)) sum += one.count;
    return sum;
  }
}
