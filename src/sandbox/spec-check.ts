/**
 * Checks every request a bot sends, and every answer it gets, against Discord's own description of its API. What differs is collected,
 * never refused: refusing is the work of `payload-*.ts`, after Discord's own rules, which the description does not tell in full.
 */
import type { z } from 'zod/mini';
import type { RestReply, Route } from './rest-router.ts';
import routes from './spec-routes.json' with { type: 'json' };
import { type NamedSchemas, type SpecRoute, type SpecShape, toChecker } from './spec-shapes.ts';

export interface SpecMismatch {
  readonly side: 'request' | 'answer';
  /** e.g. `POST /channels/{channel_id}/messages` */
  readonly route: string;
  readonly status: number;
  /** e.g. `components.0.type: Invalid input` */
  readonly problems: readonly string[];
  readonly value: unknown;
}

/**
 * The description has whole numbers for the codes of single fields, where Discord sends names such as `BASE_TYPE_MAX_LENGTH`.
 * Source: https://docs.discord.com/developers/reference#error-messages
 */
const FIELD_CODE = /^errors\.(?:.+\.)?_errors\.\d+\.code: /;

const ROUTES: Readonly<Record<string, SpecRoute | undefined>> = routes;

export class SpecCheck {
  readonly mismatches: SpecMismatch[] = [];
  private readonly schemas: NamedSchemas;
  /** Made when a route is first used: all together take seconds. */
  private readonly checkers = new Map<string, z.ZodMiniType>();

  constructor(schemas: NamedSchemas) {
    this.schemas = schemas;
  }

  checkExchange(route: Route, sent: { query: URLSearchParams; body: unknown }, reply: RestReply): void {
    const key = `${route.method} ${route.template}`;
    const described = ROUTES[key];
    if (!described) {
      this.note('request', key, reply.status, ['Discord describes no such route'], null);
      return;
    }
    const queryProblems = this.queryProblems(key, described, sent.query);
    const bodyProblems = described.request ? this.problems(key, 'request', described.request, sent.body) : [];
    this.note('request', key, reply.status, [...queryProblems, ...bodyProblems], sent.body);
    if (reply.status < 500 && !reply.bytes) this.checkAnswer(key, described, reply);
  }

  private checkAnswer(key: string, described: SpecRoute, reply: RestReply): void {
    const { status, body } = reply;
    const shape =
      status === 429 ? 'RatelimitedResponse' : status >= 400 ? 'ErrorResponse' : described.answers[status];
    if (shape === undefined) {
      this.note('answer', key, status, [`status ${status} is not described`], body);
    } else if (status === 400 && isTargetUsersRefusal(body)) {
      return;
    } else if (shape === null) {
      this.note('answer', key, status, body === undefined ? [] : ['no content is described'], body);
    } else {
      const found = this.problems(`${key} ${status}`, 'answer', shape, body);
      const problems = found.filter((problem) => !FIELD_CODE.test(problem));
      this.note('answer', key, status, problems, body);
    }
  }

  private queryProblems(key: string, described: SpecRoute, query: URLSearchParams): string[] {
    return [...new Set(query.keys())].flatMap((name) => {
      const shape = described.query?.[name];
      if (!shape) return [`query ${name}: not described`];
      const texts = query.getAll(name);
      const readings = [texts.length > 1 ? texts : texts[0], ...texts.slice(0, 1).flatMap(readingsOf)];
      const checker = this.checker(`${key} query ${name}`, shape);
      return readings.some((reading) => checker.safeParse(reading).success)
        ? []
        : [`query ${name}: ${texts.join()}`];
    });
  }

  private problems(name: string, side: SpecMismatch['side'], shape: SpecShape, value: unknown): string[] {
    const checked = this.checker(name, shape).safeParse(excused(value, side));
    return checked.success ? [] : flatten(checked.error.issues);
  }

  private checker(name: string, shape: SpecShape): z.ZodMiniType {
    let checker = this.checkers.get(name);
    if (!checker) {
      checker = toChecker(shape, this.schemas);
      this.checkers.set(name, checker);
    }
    return checker;
  }

  private note(
    side: SpecMismatch['side'],
    route: string,
    status: number,
    found: readonly string[],
    value: unknown,
  ): void {
    if (found.length > 0) this.mismatches.push({ side, route, status, problems: found, value });
  }
}

/** @throws Error when `discord-api-spec` is not installed (it is a dev dependency). */
export async function loadSpecCheck(): Promise<SpecCheck> {
  return new SpecCheck((await import('discord-api-spec/zod')) as NamedSchemas);
}

/**
 * A list of people that cannot be read is refused in a form of its own, documented but not described.
 * Source: https://docs.discord.com/developers/resources/invite#update-target-users
 */
function isTargetUsersRefusal(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).join() === 'target_users_file';
}

/** A query is text: what it may stand for. */
function readingsOf(text: string): unknown[] {
  return text === 'true' || text === 'false' ? [text === 'true'] : [Number(text), [text]];
}

const WITH_OFFSET = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)\+00:00$/;
/** Fields of requests that hold a set of permissions. */
const PERMISSION_FIELDS = new Set(['permissions', 'allow', 'deny', 'default_member_permissions']);

/**
 * The places where the description is narrower than what Discord documents and does, made to fit before the check:
 * - instants: Discord writes them with an offset, the schemas take only a Z;
 * - permissions in requests: documented as decimal text, described as numbers.
 */
function excused(value: unknown, side: SpecMismatch['side']): unknown {
  if (typeof value === 'string') return value.replace(WITH_OFFSET, '$1Z');
  if (Array.isArray(value)) return value.map((item) => excused(item, side));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isPermissions = side === 'request' && PERMISSION_FIELDS.has(key) && typeof inner === 'string';
      return [key, isPermissions && /^\d+$/.test(inner) ? Number(inner) : excused(inner, side)];
    }),
  );
}

/** Of a choice, the problems of the branch that comes closest. */
function flatten(issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest =
        [...issue.errors].toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
      return flatten(nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
    }
    return [`${issue.path.join('.')}: ${issue.message}`];
  });
}

/** How far a branch got before something did not fit: a branch of another kind fails at once. */
function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}
