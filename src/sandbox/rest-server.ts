/** One REST request from bytes to bytes: version, route, token, limits, faults, handler, checks, log. What a route does stands in `rest-*.ts` of its own. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultEffect, Faults } from './faults.ts';
import { fileReply, isFilePath } from './file-store.ts';
import { findByToken } from './gateway-identify.ts';
import { readRequestBody } from './payload-multipart.ts';
import { RequestLog } from './request-log.ts';
import { assertValid, DiscordError, refusal } from './rest-errors.ts';
import type { RateLimits } from './rest-limits.ts';
import type { RestCall, RestReply, RestRouter, Route } from './rest-router.ts';
import type { SpecCheck } from './spec-check.ts';
import type { ApplicationRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export interface RestServices {
  readonly state: WorldState;
  readonly router: RestRouter;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly spec: SpecCheck | null;
  readonly origin: () => string;
}

const API_PATH = /^\/api(?:\/v(\d+))?(\/.*)?$/;

interface Draft {
  method: string;
  path: string;
  query: string;
  route: Route | null;
  params: Record<string, string>;
  application: ApplicationRecord | null;
  body: unknown;
  files: RestCall['files'];
}

export class RestServer {
  readonly log = new RequestLog();
  /** Errors of the local Discord itself (answered with 500): tests expect none. */
  readonly failures: unknown[] = [];
  private readonly services: RestServices;

  constructor(services: RestServices) {
    this.services = services;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (isFilePath(url.pathname)) {
      send(response, fileReply(this.services.state, url), {});
      return;
    }
    const draft = this.draft(request, url);
    const bytes = await readAll(request);
    const effects = this.services.faults.take(draft.method, draft.path, draft.route?.template ?? null);
    if (effects.some((effect) => effect.kind === 'loseRequest')) {
      this.note(draft, request, null, undefined);
      request.socket.destroy();
      return;
    }
    await pause(effects, 'before');
    const headers: Record<string, string> = {};
    const reply = faultReply(effects) ?? (await this.answer(draft, request, bytes, url, headers));
    this.note(draft, request, effects.some(isLoss) ? null : reply.status, reply.body);
    await pause(effects, 'after');
    if (effects.some(isLoss)) request.socket.destroy();
    else send(response, reply, headers);
  }

  private draft(request: IncomingMessage, url: URL): Draft {
    const api = API_PATH.exec(url.pathname);
    const path = api?.[2] ?? '/';
    const method = request.method ?? 'GET';
    const found = api ? this.services.router.find(method, path) : null;
    return {
      method,
      path,
      query: url.search,
      route: found?.route ?? null,
      params: found?.params ?? {},
      application: null,
      body: {},
      files: [],
    };
  }

  /** Every refusal becomes an answer here, and nowhere else. */
  private async answer(
    draft: Draft,
    request: IncomingMessage,
    bytes: Buffer,
    url: URL,
    headers: Record<string, string>,
  ): Promise<RestReply> {
    let reply: RestReply;
    try {
      reply = await this.run(draft, request, bytes, url, headers);
    } catch (error) {
      if (error instanceof DiscordError) reply = { status: error.status, body: error.body() };
      else {
        this.failures.push(error);
        reply = { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
      }
    }
    if (draft.route)
      this.services.spec?.checkExchange(draft.route, { query: url.searchParams, body: draft.body }, reply);
    return reply;
  }

  private async run(
    draft: Draft,
    request: IncomingMessage,
    bytes: Buffer,
    url: URL,
    headers: Record<string, string>,
  ): Promise<RestReply> {
    const { services } = this;
    const { route } = draft;
    if (!route) throw refusal(services.router.knowsPath(draft.path) ? 'methodNotAllowed' : 'notFound');
    const authorization = request.headers.authorization;
    draft.application = authorization?.startsWith('Bot ')
      ? (findByToken(authorization, services.state.applications.values()) ?? null)
      : null;
    if (route.auth === 'bot' && !draft.application) throw refusal('unauthorized');
    const who = draft.application?.id ?? request.socket.remoteAddress ?? 'unknown';
    const verdict = services.limits.count(who, route, draft.params, services.state.now().getTime());
    Object.assign(headers, verdict.headers);
    if (verdict.refused) return tooMany(verdict.refused.retryAfterSeconds, verdict.refused.global);
    const read = await readRequestBody(request.headers['content-type'], bytes);
    if ('refusal' in read) {
      assertValid(read.refusal);
      throw refusal('malformedJson');
    }
    draft.body = read.json;
    draft.files = read.files;
    return route.handler({
      method: route.method,
      path: draft.path,
      route: route.template,
      params: draft.params,
      query: url.searchParams,
      body: read.json,
      files: read.files,
      application: draft.application,
      reason: auditReason(request),
      origin: services.origin(),
    });
  }

  private note(draft: Draft, request: IncomingMessage, status: number | null, answer: unknown): void {
    this.log.add({
      at: this.services.state.now(),
      method: draft.method,
      path: draft.path + draft.query,
      route: draft.route?.template ?? null,
      applicationId: draft.application?.id ?? null,
      body: draft.body,
      files: draft.files.map((file) => ({ filename: file.filename, size: file.bytes.length })),
      status,
      answer,
      reason: auditReason(request),
    });
  }
}

function isLoss(effect: FaultEffect): boolean {
  return effect.kind === 'loseReply';
}

async function pause(effects: readonly FaultEffect[], when: 'before' | 'after'): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === 'delay' && effect.when === when) await sleep(effect.ms);
  }
}

function faultReply(effects: readonly FaultEffect[]): RestReply | null {
  for (const effect of effects) {
    if (effect.kind === 'status') return { status: effect.status, body: effect.body };
    if (effect.kind === 'rateLimit') {
      const reply = tooMany(effect.retryAfterSeconds, effect.global);
      const after = String(effect.retryAfterSeconds);
      const scope: Record<string, string> = effect.global
        ? { 'X-RateLimit-Global': 'true', 'X-RateLimit-Scope': 'global' }
        : { 'X-RateLimit-Scope': 'user' };
      return { ...reply, headers: { 'Retry-After': after, 'X-RateLimit-Reset-After': after, ...scope } };
    }
  }
  return null;
}

function tooMany(retryAfterSeconds: number, global: boolean): RestReply {
  return {
    status: 429,
    body: { message: 'You are being rate limited.', code: 0, retry_after: retryAfterSeconds, global },
  };
}

function auditReason(request: IncomingMessage): string | null {
  const given = request.headers['x-audit-log-reason'];
  return typeof given === 'string' ? decoded(given) : null;
}

/** A stray % stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, reply: RestReply, headers: Readonly<Record<string, string>>): void {
  const all = { ...headers, ...reply.headers };
  if (reply.bytes) {
    const { contentType, data } = reply.bytes;
    response.writeHead(reply.status, { ...all, 'Content-Type': contentType, 'Content-Length': data.length });
    response.end(data);
  } else if (reply.body === undefined) {
    response.writeHead(reply.status, all).end();
  } else {
    const data = Buffer.from(JSON.stringify(reply.body));
    response.writeHead(reply.status, {
      ...all,
      'Content-Type': 'application/json',
      'Content-Length': data.length,
    });
    response.end(data);
  }
}
