/** Faults a test or the demo asks for: wrong answers, lost answers, delays, cut connections. Says what should go wrong; REST and gateway carry it out. */
import { GatewayOp } from './api-codes.ts';
import type { Gateway } from './gateway.ts';
import type { RestMethod } from './rest-router.ts';

/** Which requests go wrong. What is left out matches anything. */
export interface FaultMatch {
  method?: RestMethod;
  /** As declared, e.g. `/channels/{channel_id}/messages`. */
  route?: string;
  /** A part of the real path or a pattern it matches. */
  path?: string | RegExp;
  /** How many requests go wrong; default 1. */
  times?: number;
  /** How many matching requests pass first; default 0. */
  after?: number;
}

export type FaultEffect =
  /** 429; the client is to wait `retryAfterSeconds`. Nothing is carried out. */
  | { kind: 'rateLimit'; retryAfterSeconds: number; global: boolean }
  /** An answer with this status. Nothing is carried out. */
  | { kind: 'status'; status: number; body: unknown }
  /** Carried out, but the line is cut before the answer. */
  | { kind: 'loseReply' }
  /** The line is cut before anything is carried out. */
  | { kind: 'loseRequest' }
  /** Carried out and answered, later: waits before or after carrying out. */
  | { kind: 'delay'; ms: number; when: 'before' | 'after' };

export interface Fault {
  readonly effect: FaultEffect;
  /** Requests that went wrong so far. */
  hits: number;
  cancel(): void;
}

interface Planned extends Fault {
  readonly match: FaultMatch;
  passed: number;
}

export class Faults {
  private readonly planned = new Set<Planned>();
  private readonly gateway: Gateway;
  private readonly away: { leave(): Promise<void>; return(): Promise<void> };

  /** @param away how the whole server goes and comes back, on the same port. */
  constructor(gateway: Gateway, away: { leave(): Promise<void>; return(): Promise<void> }) {
    this.gateway = gateway;
    this.away = away;
  }

  rateLimit(match: FaultMatch, given: { retryAfterSeconds?: number; global?: boolean } = {}): Fault {
    const { retryAfterSeconds = 0.05, global = false } = given;
    return this.plan(match, { kind: 'rateLimit', retryAfterSeconds, global });
  }

  /** 5xx, or any other status. */
  status(match: FaultMatch, status: number, body: unknown = { message: `${status}: Fault`, code: 0 }): Fault {
    return this.plan(match, { kind: 'status', status, body });
  }

  loseReply(match: FaultMatch): Fault {
    return this.plan(match, { kind: 'loseReply' });
  }

  loseRequest(match: FaultMatch): Fault {
    return this.plan(match, { kind: 'loseRequest' });
  }

  delay(match: FaultMatch, ms: number, when: 'before' | 'after' = 'before'): Fault {
    return this.plan(match, { kind: 'delay', ms, when });
  }

  /** Forgets every fault that has not happened yet. */
  clear(): void {
    this.planned.clear();
  }

  /** Cuts every gateway connection without a closing frame; clients may resume. */
  cutGateway(): void {
    for (const connection of this.gateway.connections) connection.cut();
  }

  /** Cuts every gateway connection in the middle of a frame. */
  cutGatewayMidFrame(): void {
    for (const connection of this.gateway.connections) connection.cutMidFrame();
  }

  /** Closes every gateway connection with a code, e.g. 4000. */
  closeGateway(code: number, reason = ''): void {
    for (const connection of this.gateway.connections) connection.close(code, reason);
  }

  /** Op 7: the client should reconnect and resume. */
  askReconnect(): void {
    for (const connection of this.gateway.connections) connection.sendOp(GatewayOp.reconnect, null);
  }

  /** Op 9. Not resumable: the session is forgotten, and the client has to identify anew. */
  invalidateSessions(resumable = false): void {
    for (const connection of this.gateway.connections) {
      const { session } = connection;
      if (!resumable && session) this.gateway.sessions.delete(session.id);
      // The client may resume or identify over the same connection.
      if (session) session.carrier = null;
      connection.session = null;
      connection.sendOp(GatewayOp.invalidSession, resumable);
    }
  }

  /** What was kept for resumes is gone, as after a long absence: the next RESUME is answered with op 9. */
  expireSessions(): void {
    for (const [id, session] of this.gateway.sessions) {
      session.forget();
      if (session.carrier === null) this.gateway.sessions.delete(id);
    }
  }

  /** Every client gets the last dispatches of its session once more, under the same numbers. */
  repeatFrames(count: number): void {
    for (const session of this.gateway.connected()) session.repeatLast(count);
  }

  /** From now on dispatches do not arrive, also on connections that are opened later; heartbeats and the like do. */
  holdFrames(): void {
    this.gateway.holding = true;
    for (const connection of this.gateway.connections) connection.hold();
  }

  /** What was held back on each connection arrives, by default in its own order. @param inOrder gives back the same frames, reordered. */
  releaseFrames(inOrder: (frames: readonly string[]) => readonly string[] = (frames) => frames): void {
    this.gateway.holding = false;
    for (const connection of this.gateway.connections) connection.release(inOrder);
  }

  /** Sends a text as it is to every connected client, e.g. half a JSON document. */
  sendRawFrame(text: string): void {
    for (const connection of this.gateway.connections) connection.send(text);
  }

  /** Refuses new websockets (503) while REST goes on. */
  refuseGateway(refusing: boolean): void {
    this.gateway.refusing = refusing;
  }

  /** The whole server goes away: connections are cut, new ones refused. Sessions are kept, unless they are lost with it. */
  async leave(sessions: 'kept' | 'lost' = 'kept'): Promise<void> {
    await this.away.leave();
    if (sessions === 'lost') this.gateway.sessions.clear();
  }

  /** It is back on the same port. */
  comeBack(): Promise<void> {
    return this.away.return();
  }

  /** What is to go wrong with this request, each counted as having happened. */
  take(method: string, path: string, route: string | null): FaultEffect[] {
    const effects: FaultEffect[] = [];
    for (const planned of this.planned) {
      if (!matches(planned.match, method, path, route)) continue;
      planned.passed += 1;
      if (planned.passed <= (planned.match.after ?? 0)) continue;
      planned.hits += 1;
      if (planned.hits >= (planned.match.times ?? 1)) this.planned.delete(planned);
      effects.push(planned.effect);
    }
    return effects;
  }

  private plan(match: FaultMatch, effect: FaultEffect): Fault {
    const planned: Planned = {
      match,
      effect,
      hits: 0,
      passed: 0,
      cancel: () => this.planned.delete(planned),
    };
    this.planned.add(planned);
    return planned;
  }
}

function matches(match: FaultMatch, method: string, path: string, route: string | null): boolean {
  if (match.method && match.method !== method) return false;
  if (match.route && match.route !== route) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? path.includes(match.path) : match.path.test(path);
}
