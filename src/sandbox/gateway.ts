/** The gateway, v10: connections, sessions, resumes, and telling each session what happened in the world. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { monotonicMs } from '../kernel/clock.ts';
import { GatewayClose, GatewayOp, Intent } from './api-codes.ts';
import type { DispatchContext } from './dispatch.ts';
import { GatewayConnection } from './gateway-connection.ts';
import { toDispatches } from './gateway-dispatch.ts';
import { findByToken, readIdentify, readResume } from './gateway-identify.ts';
import { FullListLimit, memberChunks } from './gateway-members.ts';
import { guildsOf, renderGuildCreate, renderReady } from './gateway-ready.ts';
import { GatewaySession } from './gateway-session.ts';
import type { WorldEvent } from './world-events.ts';
import type { ApplicationRecord, GuildRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export interface GatewayOptions {
  /** Between two heartbeats, told in HELLO. */
  heartbeatMs: number;
  /** Dispatches kept per session for a resume. */
  resumeBuffer: number;
  /** Sessions without a client that are kept; the oldest go. */
  idleSessions: number;
  guildsPerShard: number;
  /** Everybody of a guild may be asked for once in so many real milliseconds. */
  fullListEveryMs: number;
  /**
   * One IDENTIFY per application and identify key (shard number modulo `maxConcurrency`) within so many real milliseconds; another is
   * answered with op 9. 0: as many as come; Discord has 5,000.
   * Source: https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
   */
  identifyEveryMs: number;
  maxConcurrency: number;
}

export const GATEWAY_DEFAULTS: GatewayOptions = {
  heartbeatMs: 41_250,
  resumeBuffer: 250_000,
  idleSessions: 4,
  guildsPerShard: 2_500,
  fullListEveryMs: 30_000,
  identifyEveryMs: 0,
  maxConcurrency: 1,
};

export class Gateway {
  /** In the order in which they were opened. */
  readonly sessions = new Map<string, GatewaySession>();
  readonly connections = new Set<GatewayConnection>();
  /** Handshakes answered with 503 while true. */
  refusing = false;
  /** New connections hold their dispatches back while true. */
  holding = false;
  /** IDENTIFYs accepted so far, per application. */
  readonly identified = new Map<string, number>();
  private readonly context: DispatchContext;
  private readonly options: GatewayOptions;
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly fullLists: FullListLimit;
  private readonly identifiedAtMs = new Map<string, number>();
  private readonly heartbeatListeners = new Set<() => void>();

  constructor(context: DispatchContext, options: GatewayOptions) {
    this.context = context;
    this.options = options;
    this.fullLists = new FullListLimit(options.fullListEveryMs);
  }

  get url(): string {
    return this.context.origin().replace(/^http/, 'ws');
  }

  private get state(): WorldState {
    return this.context.state;
  }

  /** Takes over a connection that asks to become a websocket. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.refusing) {
      stream.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, stream, head, (socket) => {
      const query = new URL(request.url ?? '/', 'ws://localhost').searchParams;
      const connection = new GatewayConnection(
        socket,
        stream,
        { compress: query.get('compress') === 'zlib-stream', heartbeatMs: this.options.heartbeatMs },
        {
          frame: (from, op, data) => this.receive(from, op, data),
          closed: (from, code) => this.disconnected(from, code),
        },
      );
      this.connections.add(connection);
      if (this.holding) connection.hold();
      connection.sendOp(GatewayOp.hello, {
        heartbeat_interval: this.options.heartbeatMs,
        _trace: ['["local"]'],
      });
      const version = query.get('v');
      if (version !== null && version !== '10' && version !== '9') {
        connection.close(GatewayClose.invalidApiVersion, 'Invalid API version');
      }
    });
  }

  /** Tells every session that is concerned; each payload is serialised once, and once more without content if somebody needs that. */
  handle(event: WorldEvent): void {
    if (event.kind === 'guildAvailable') this.tellGuild(event.guild, event.botId);
    if (event.kind === 'guildGone') this.tellGuildGone(event.guild, event.botId);
    if (this.sessions.size === 0) return;
    for (const dispatch of toDispatches(this.context, event)) {
      let full: string | null = null;
      let bare: string | null = null;
      for (const session of this.sessions.values()) {
        if (!session.wants(this.state, dispatch)) continue;
        if (session.readsContent(dispatch)) full ??= JSON.stringify(dispatch.payload);
        else bare ??= JSON.stringify(dispatch.bare?.payload);
        session.push(dispatch.name, (session.readsContent(dispatch) ? full : bare) ?? '{}');
      }
    }
  }

  /** Sessions somebody is connected to. */
  connected(): GatewaySession[] {
    return [...this.sessions.values()].filter((session) => session.carrier !== null);
  }

  /** Called on every heartbeat and every change of who is connected. @returns ends it. */
  onProgress(listener: () => void): () => void {
    this.heartbeatListeners.add(listener);
    return () => this.heartbeatListeners.delete(listener);
  }

  close(): void {
    for (const connection of this.connections) connection.cut();
    this.server.close();
  }

  private progress(): void {
    for (const listener of this.heartbeatListeners) listener();
  }

  private receive(connection: GatewayConnection, op: number, data: unknown): void {
    if (op === GatewayOp.heartbeat) {
      this.heartbeat(connection, data);
      return;
    }
    if (op === GatewayOp.identify || op === GatewayOp.resume) {
      if (connection.session) connection.close(GatewayClose.alreadyAuthenticated, 'Already authenticated.');
      else if (op === GatewayOp.identify) this.identify(connection, data);
      else this.resume(connection, data);
      return;
    }
    const { session } = connection;
    if (!session) {
      connection.close(GatewayClose.notAuthenticated, 'Not authenticated.');
    } else if (op === GatewayOp.requestGuildMembers) {
      this.requestMembers(session, data);
    } else if (!TOLERATED.has(op)) {
      connection.close(GatewayClose.unknownOpcode, 'Unknown opcode.');
    }
  }

  private heartbeat(connection: GatewayConnection, data: unknown): void {
    connection.awaitHeartbeat();
    connection.sendOp(GatewayOp.heartbeatAck, null);
    if (connection.session && typeof data === 'number') {
      connection.session.acknowledged = Math.max(connection.session.acknowledged, data);
    }
    this.progress();
  }

  private identify(connection: GatewayConnection, data: unknown): void {
    const identified = readIdentify(data, this.state.applications.values(), {
      guildsPerShard: this.options.guildsPerShard,
      guildCountOf: (application) =>
        [...this.state.guilds.values()].filter((guild) => guild.members.has(application.botId)).length,
    });
    if ('closeCode' in identified) {
      connection.close(identified.closeCode, identified.reason);
      return;
    }
    const { application, request } = identified;
    if (this.isTooSoon(application, request.shard[0])) {
      connection.sendOp(GatewayOp.invalidSession, false);
      return;
    }
    this.identified.set(application.id, (this.identified.get(application.id) ?? 0) + 1);
    const id = BigInt(this.state.ids.next()).toString(16).padStart(32, '0');
    const session = new GatewaySession(id, application, request, this.options.resumeBuffer);
    this.sessions.set(id, session);
    this.attach(connection, session);
    session.push('READY', JSON.stringify(renderReady(this.state, session, this.url)));
    if (session.hasIntent(Intent.guilds)) {
      for (const guild of guildsOf(this.state, session)) this.pushGuild(session, guild);
    }
    this.progress();
  }

  private isTooSoon({ id }: ApplicationRecord, shard: number): boolean {
    const key = `${id} ${shard % this.options.maxConcurrency}`;
    const now = monotonicMs();
    if (now - (this.identifiedAtMs.get(key) ?? -Infinity) < this.options.identifyEveryMs) return true;
    this.identifiedAtMs.set(key, now);
    return false;
  }

  private resume(connection: GatewayConnection, data: unknown): void {
    const asked = readResume(data);
    if (!asked) {
      connection.close(GatewayClose.decodeError, 'Error while decoding payload.');
      return;
    }
    const application = findByToken(asked.token, this.state.applications.values());
    if (!application) {
      connection.close(GatewayClose.authenticationFailed, 'Authentication failed.');
      return;
    }
    const session = this.sessions.get(asked.sessionId);
    if (session && asked.sequence > session.sequence) {
      connection.close(GatewayClose.invalidSequence, 'Invalid seq.');
      return;
    }
    const missed = session?.application === application ? session.keptAfter(asked.sequence) : null;
    if (!session || !missed) {
      connection.sendOp(GatewayOp.invalidSession, false);
      return;
    }
    // Whoever still holds the session is let go: one client at a time.
    for (const other of this.connections) {
      if (other.session === session) this.detach(other);
    }
    session.acknowledged = asked.sequence;
    this.attach(connection, session);
    for (const frame of missed) connection.deliver(frame);
    session.push('RESUMED', '{"_trace":["[\\"local\\"]"]}', false);
    this.progress();
  }

  private attach(connection: GatewayConnection, session: GatewaySession): void {
    connection.session = session;
    session.carrier = connection;
  }

  private detach(connection: GatewayConnection): void {
    if (connection.session?.carrier === connection) connection.session.carrier = null;
    connection.session = null;
    connection.close(GatewayClose.unknownError, 'Session resumed elsewhere.');
  }

  /** 1000 and 1001 end the session; after any other end the client may resume. */
  private disconnected(connection: GatewayConnection, code: number): void {
    this.connections.delete(connection);
    const { session } = connection;
    if (session?.carrier === connection) {
      session.carrier = null;
      if (ENDING.has(code)) this.sessions.delete(session.id);
      this.dropIdle();
    }
    this.progress();
  }

  private dropIdle(): void {
    const idle = [...this.sessions.values()].filter((session) => session.carrier === null);
    for (const session of idle.slice(0, Math.max(0, idle.length - this.options.idleSessions))) {
      this.sessions.delete(session.id);
    }
  }

  private requestMembers(session: GatewaySession, data: unknown): void {
    const tooSoon = this.fullLists.refuse(session, data);
    if (tooSoon) {
      session.push('RATE_LIMITED', JSON.stringify(tooSoon));
      return;
    }
    for (const chunk of memberChunks(this.state, session, data)) {
      session.push('GUILD_MEMBERS_CHUNK', JSON.stringify(chunk));
    }
  }

  private tellGuild(guild: GuildRecord, botId: string | null): void {
    for (const session of this.sessions.values()) {
      const concerned = botId === null || session.botId === botId;
      if (
        concerned &&
        guild.members.has(session.botId) &&
        session.servesGuild(guild.id) &&
        session.hasIntent(Intent.guilds)
      ) {
        this.pushGuild(session, guild);
      }
    }
  }

  private tellGuildGone(guild: GuildRecord, botId: string | null): void {
    for (const session of this.sessions.values()) {
      const concerned = botId === null ? guild.members.has(session.botId) : session.botId === botId;
      if (!concerned || !session.servesGuild(guild.id) || !session.hasIntent(Intent.guilds)) continue;
      // `unavailable` is present only when the guild is away; without it the bot was removed.
      session.push(
        'GUILD_DELETE',
        JSON.stringify(botId === null ? { id: guild.id, unavailable: true } : { id: guild.id }),
      );
    }
  }

  private pushGuild(session: GatewaySession, guild: GuildRecord): void {
    const payload = guild.unavailable
      ? { id: guild.id, unavailable: true }
      : renderGuildCreate(this.state, session, guild);
    session.push(guild.unavailable ? 'GUILD_DELETE' : 'GUILD_CREATE', JSON.stringify(payload));
  }
}

/** Presence, voice and soundboard requests are accepted and change nothing. */
const TOLERATED = new Set<number>([
  GatewayOp.presenceUpdate,
  GatewayOp.voiceStateUpdate,
  GatewayOp.requestSoundboardSounds,
]);

const ENDING = new Set<number>([
  1_000,
  1_001,
  GatewayClose.sessionTimedOut,
  GatewayClose.invalidSequence,
  GatewayClose.authenticationFailed,
]);
