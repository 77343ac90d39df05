/** One websocket of a client: frames in and out, heartbeats, send limit, compression. What the opcodes do stands in `gateway.ts`. */
import type { Duplex } from 'node:stream';
import { constants, createDeflate, type Deflate } from 'node:zlib';
import type { RawData, WebSocket } from 'ws';
import { monotonicMs } from '../kernel/clock.ts';
import { GatewayClose, GatewayOp } from './api-codes.ts';
import type { GatewaySession, SessionCarrier } from './gateway-session.ts';
import type { JsonObject } from './world-records.ts';

/** Bytes of one frame a client may send. Source: https://discord.com/developers/docs/events/gateway#sending-events */
const FRAME_BYTES = 4_096;
const SENDS = { count: 120, windowMs: 60_000 };

export interface ConnectionHandlers {
  frame(connection: GatewayConnection, op: number, data: unknown): void;
  closed(connection: GatewayConnection, code: number): void;
}

export class GatewayConnection implements SessionCarrier {
  session: GatewaySession | null = null;
  private readonly socket: WebSocket;
  private readonly stream: Duplex;
  private readonly deflate: Deflate | null;
  private readonly heartbeatMs: number;
  private corked = false;
  private asked = false;
  private lost: NodeJS.Timeout | null = null;
  private sends: number[] = [];
  /** Dispatches on their way that do not arrive yet; null when all do. */
  private held: string[] | null = null;
  /** The code we closed with, or null while it is open or the client closed. */
  private closedWith: number | null = null;

  constructor(
    socket: WebSocket,
    stream: Duplex,
    options: { compress: boolean; heartbeatMs: number },
    handlers: ConnectionHandlers,
  ) {
    this.socket = socket;
    this.stream = stream;
    this.heartbeatMs = options.heartbeatMs;
    this.deflate = options.compress ? createDeflate({ flush: constants.Z_SYNC_FLUSH }) : null;
    this.deflate?.on('data', (chunk: Buffer) => socket.send(chunk));
    socket.on('message', (data, isBinary) => this.read(data, isBinary, handlers));
    socket.on('close', (code) => {
      if (this.lost) clearTimeout(this.lost);
      this.deflate?.close();
      handlers.closed(this, this.closedWith ?? code);
    });
    // What went wrong on the wire is told by the close that follows.
    socket.on('error', () => socket.terminate());
    this.awaitHeartbeat();
  }

  /** Sends a frame; frames of one turn of the event loop leave in one write. */
  send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.deflate) {
      this.deflate.write(text);
      return;
    }
    if (!this.corked) {
      this.corked = true;
      this.stream.cork();
      process.nextTick(() => {
        this.corked = false;
        this.stream.uncork();
      });
    }
    this.socket.send(text);
  }

  /** A dispatch: sent, or held back with those before it. */
  deliver(frame: string): void {
    if (this.held) this.held.push(frame);
    else this.send(frame);
  }

  /** From now on dispatches do not arrive, while everything else does. */
  hold(): void {
    this.held ??= [];
  }

  /** What was held back arrives, in the order that is given. */
  release(inOrder: (frames: readonly string[]) => readonly string[]): void {
    const frames = inOrder(this.held ?? []);
    this.held = null;
    for (const frame of frames) this.send(frame);
  }

  sendOp(op: number, data: unknown): void {
    this.send(JSON.stringify({ t: null, s: null, op, d: data }));
  }

  /** Bytes that the client has not taken yet. */
  get backlog(): number {
    return this.socket.bufferedAmount + this.stream.writableLength;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  close(code: number, reason = ''): void {
    if (!this.isOpen) return;
    this.closedWith = code;
    this.socket.close(code, reason);
    // A client that does not answer the closing handshake is cut off.
    setTimeout(() => this.socket.terminate(), 2_000).unref();
  }

  /** Cuts the line without a closing frame. */
  cut(): void {
    this.socket.terminate();
  }

  /** Sends the head of a frame that announces more bytes than follow, then cuts the line. */
  cutMidFrame(): void {
    this.stream.write(Buffer.from([0x81, 0x7e, 0x10, 0x00, 0x7b, 0x22, 0x6f, 0x70]), () =>
      this.stream.destroy(),
    );
  }

  /** Asks for a heartbeat, unless an answer is still awaited and `again` is false. */
  askHeartbeat(again: boolean): void {
    if (this.asked && !again) return;
    this.asked = true;
    this.sendOp(GatewayOp.heartbeat, null);
  }

  awaitHeartbeat(): void {
    this.asked = false;
    if (this.lost) clearTimeout(this.lost);
    this.lost = setTimeout(
      () => this.close(GatewayClose.sessionTimedOut, 'Session timed out'),
      this.heartbeatMs * 2,
    );
    this.lost.unref();
  }

  private read(data: RawData, isBinary: boolean, handlers: ConnectionHandlers): void {
    if (this.closedWith !== null) return;
    const bytes = toBuffer(data);
    const frame = isBinary || bytes.length > FRAME_BYTES ? null : parseFrame(bytes.toString('utf8'));
    if (!frame) {
      this.close(GatewayClose.decodeError, 'Error while decoding payload.');
      return;
    }
    if (frame.op !== GatewayOp.heartbeat && !this.mayStillSend()) {
      this.close(GatewayClose.rateLimited, 'Rate limited.');
      return;
    }
    handlers.frame(this, frame.op, frame.data);
  }

  /** Heartbeats are left out: the local Discord asks for many of them itself. */
  private mayStillSend(): boolean {
    const now = monotonicMs();
    this.sends = this.sends.filter((at) => now - at < SENDS.windowMs);
    this.sends.push(now);
    return this.sends.length <= SENDS.count;
  }
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function parseFrame(text: string): { op: number; data: unknown } | null {
  try {
    const frame = JSON.parse(text) as JsonObject | null;
    return typeof frame?.op === 'number' ? { op: frame.op, data: frame.d } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
