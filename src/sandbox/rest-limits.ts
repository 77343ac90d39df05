/** Rate limits of the REST API: one bucket per route and top-level resource, and one for everything an application does. Real time: clients wait in it. */
import { createHash } from 'node:crypto';
import { monotonicMs } from '../kernel/clock.ts';
import type { RestMethod, Route, RouteLimit } from './rest-router.ts';

export interface LimitOptions {
  /** False: nothing is limited and no header is sent. */
  enabled: boolean;
  /** Requests a second of one application over all routes that count. */
  globalPerSecond: number;
}

export const LIMIT_DEFAULTS: LimitOptions = { enabled: true, globalPerSecond: 50 };

export interface LimitVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Set when the request is refused with 429. */
  readonly refused: { readonly retryAfterSeconds: number; readonly global: boolean } | null;
}

interface Window {
  used: number;
  endsAt: number;
}

const FREE: LimitVerdict = { headers: {}, refused: null };
const GLOBAL_WINDOW_MS = 1_000;
/** Buckets remembered before those that are over are swept. */
const SWEEP_AT = 5_000;

export class RateLimits {
  private readonly options: LimitOptions;
  private readonly windows = new Map<string, Window>();
  /** By method and template, in place of what the route declares. */
  private readonly given = new Map<string, RouteLimit | null>();

  constructor(options: LimitOptions) {
    this.options = options;
  }

  /** From now on this route has another limit, or none (null). */
  setRoute(method: RestMethod, template: string, limit: RouteLimit | null): void {
    this.given.set(`${method} ${template}`, limit);
  }

  /** Counts the request. @param who the application, or the address of somebody unknown. */
  count(
    who: string,
    route: Route,
    params: Readonly<Record<string, string>>,
    nowEpochMs: number,
  ): LimitVerdict {
    if (!this.options.enabled) return FREE;
    if (!route.globalExempt) {
      const over = this.take(`global ${who}`, {
        calls: this.options.globalPerSecond,
        windowMs: GLOBAL_WINDOW_MS,
      });
      if (over.exceeded) return refuse(over.leftMs, true, {});
    }
    const given = this.given.get(`${route.method} ${route.template}`);
    const limit = given === undefined ? route.limit : given;
    if (!limit) return FREE;
    const taken = this.take(`${who} ${bucketKey(route, params)}`, limit);
    const headers = {
      'X-RateLimit-Limit': String(limit.calls),
      'X-RateLimit-Remaining': String(Math.max(0, limit.calls - taken.used)),
      'X-RateLimit-Reset': ((nowEpochMs + taken.leftMs) / 1_000).toFixed(3),
      'X-RateLimit-Reset-After': (taken.leftMs / 1_000).toFixed(3),
      'X-RateLimit-Bucket': bucketName(route),
    };
    return taken.exceeded ? refuse(taken.leftMs, false, headers) : { headers, refused: null };
  }

  private take(key: string, limit: RouteLimit) {
    const now = monotonicMs();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      if (this.windows.size > SWEEP_AT) this.sweep(now);
      window = { used: 0, endsAt: now + limit.windowMs };
      this.windows.set(key, window);
    }
    const exceeded = window.used >= limit.calls;
    if (!exceeded) window.used += 1;
    return { exceeded, used: window.used, leftMs: window.endsAt - now };
  }

  private sweep(now: number): void {
    for (const [key, window] of this.windows) {
      if (window.endsAt <= now) this.windows.delete(key);
    }
  }
}

/** Discord's top-level resources: calls on different ones do not share a bucket. */
function bucketKey(route: Route, params: Readonly<Record<string, string>>): string {
  const major = params.channel_id ?? params.guild_id ?? params.webhook_id ?? '';
  return `${route.method} ${route.template} ${major} ${params.webhook_token ?? ''}`;
}

/** The name clients see: the same for one route, whatever the resource. */
function bucketName(route: Route): string {
  return createHash('md5').update(`${route.method} ${route.template}`).digest('hex');
}

function refuse(leftMs: number, global: boolean, headers: Readonly<Record<string, string>>): LimitVerdict {
  const retryAfterSeconds = Math.max(0.001, Math.ceil(leftMs) / 1_000);
  return {
    headers: {
      ...headers,
      'X-RateLimit-Scope': global ? 'global' : 'user',
      ...(global ? { 'X-RateLimit-Global': 'true' } : {}),
      'Retry-After': String(Math.ceil(retryAfterSeconds)),
    },
    refused: { retryAfterSeconds, global },
  };
}
