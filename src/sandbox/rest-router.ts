/** Routes of the REST API: how they are declared, and finding the one a request means. No server, no rules of single routes. */
import type { UploadedFile } from './payload-multipart.ts';
import type { ApplicationRecord, JsonObject } from './world-records.ts';

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler is given. The body is already read: JSON, or the `payload_json` of a multipart form with its files. */
export interface RestCall {
  readonly method: RestMethod;
  /** Path without `/api` and version, e.g. `/channels/1/messages`. */
  readonly path: string;
  /** As declared, e.g. `/channels/{channel_id}/messages`. */
  readonly route: string;
  /** Decoded parts of the path by their names in the template. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** An empty object when the request had no body. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** Who asks; on routes with `auth: 'none'` the application may be unknown. */
  readonly application: ApplicationRecord | null;
  /** `X-Audit-Log-Reason`, decoded. */
  readonly reason: string | null;
  /** e.g. `http://127.0.0.1:1234`: where attachments are found. */
  readonly origin: string;
}

/** `body` undefined: no content. `bytes`: sent as they are (attachments). */
export interface RestReply {
  readonly status: number;
  readonly body?: unknown;
  readonly bytes?: { readonly contentType: string; readonly data: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
}

export type RestHandler = (call: RestCall) => RestReply | Promise<RestReply>;

/** So many calls within a window, counted from its first. */
export interface RouteLimit {
  readonly calls: number;
  readonly windowMs: number;
}

export interface RouteOptions {
  /** `bot` (default): a valid `Authorization: Bot …`, else 401. `none`: the token is in the path, or nobody is asked. */
  auth?: 'bot' | 'none';
  /** Does not count towards the global limit of 50 a second (interaction callbacks, webhooks). */
  globalExempt?: boolean;
  /** Calls allowed within a window, per top-level resource of the path. Default 50 in 1 s; null: none. */
  limit?: RouteLimit | null;
}

export interface Route extends Required<RouteOptions> {
  readonly method: RestMethod;
  readonly template: string;
  readonly parts: readonly string[];
  readonly handler: RestHandler;
}

const DEFAULT_LIMIT = { calls: 50, windowMs: 1_000 };

export class RestRouter {
  /** By method and number of parts: few to compare. */
  private readonly routes = new Map<string, Route[]>();

  /** Declares a route: `add('GET', '/channels/{channel_id}', call => …)`. A template is matched after one that is literal in its place. */
  add(method: RestMethod, template: string, handler: RestHandler, options: RouteOptions = {}): void {
    const parts = splitPath(template);
    const key = `${method} ${parts.length}`;
    const route: Route = {
      method,
      template,
      parts,
      handler,
      auth: options.auth ?? 'bot',
      globalExempt: options.globalExempt ?? false,
      limit: options.limit === undefined ? DEFAULT_LIMIT : options.limit,
    };
    const list = [...(this.routes.get(key) ?? []), route];
    // Literal parts before templates, leftmost first: `/users/@me` wins over `/users/{user_id}`.
    list.sort((a, b) => wildness(a).localeCompare(wildness(b)));
    this.routes.set(key, list);
  }

  find(method: string, path: string): { route: Route; params: Record<string, string> } | null {
    const parts = splitPath(path);
    for (const route of this.routes.get(`${method} ${parts.length}`) ?? []) {
      const params = matchParts(route.parts, parts);
      if (params) return { route, params };
    }
    return null;
  }

  /** Whether some method is declared for the path: then a wrong method is 405, not 404. */
  knowsPath(path: string): boolean {
    return (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).some(
      (method) => this.find(method, path) !== null,
    );
  }

  /** Every declared route, for checks against Discord's description. */
  all(): Route[] {
    return [...this.routes.values()].flat();
  }
}

/** Answers a handler commonly gives. */
export const ok = (body: unknown): RestReply => ({ status: 200, body });
export const created = (body: unknown): RestReply => ({ status: 201, body });
export const noContent: RestReply = { status: 204 };

/** The body as an object; a JSON array or scalar counts as empty. Fields are validated by whoever reads them. */
export function bodyObject(call: RestCall): JsonObject {
  const { body } = call;
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {};
}

/** A part of the path that the template is known to have. */
export function param(call: RestCall, name: string): string {
  return call.params[name] ?? '';
}

function splitPath(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function wildness(route: Route): string {
  return route.parts.map((part) => (part.startsWith('{') ? '1' : '0')).join('');
}

function matchParts(template: readonly string[], parts: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith('{')) params[expected.slice(1, -1)] = decode(part);
    else if (expected !== decode(part)) return null;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray % is a part of its own, which no id equals.
    return part;
  }
}
