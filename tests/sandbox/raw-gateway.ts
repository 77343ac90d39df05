/** A client of the gateway that does only what a test tells it: for what a real client library would hide or repair. */
import { WebSocket } from 'ws';

export interface Frame {
  op: number;
  t: string | null;
  s: number | null;
  d: unknown;
}

export class RawGateway {
  readonly frames: Frame[] = [];
  /** The code the connection was closed with. */
  readonly closed: Promise<number>;
  readonly socket: WebSocket;
  private readonly watchers = new Set<() => void>();
  /** False: ops of the server are not answered. */
  answers = true;

  constructor(url: string, query = '?v=10&encoding=json') {
    this.socket = new WebSocket(url + query);
    this.socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as Frame;
      this.frames.push(frame);
      if (frame.op === 1 && this.answers) this.send(1, this.sequence);
      for (const watcher of this.watchers) watcher();
    });
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
  }

  /** The last sequence received. */
  get sequence(): number | null {
    return this.frames.findLast((frame) => frame.s !== null)?.s ?? null;
  }

  get ready(): Record<string, unknown> {
    return this.payloads('READY')[0] ?? {};
  }

  payloads(name: string): Record<string, unknown>[] {
    return this.frames.filter((frame) => frame.t === name).map((frame) => frame.d as Record<string, unknown>);
  }

  send(op: number, d: unknown): void {
    this.socket.send(JSON.stringify({ op, d }));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  async hello(): Promise<this> {
    await this.until((frame) => frame.op === 10);
    return this;
  }

  async identify(token: string, intents: number, more: object = {}): Promise<this> {
    await this.hello();
    this.send(2, { token, intents, properties: {}, ...more });
    await Promise.race([this.until((frame) => frame.t === 'READY'), this.closed]);
    return this;
  }

  /** The first frame, already here or still to come, that fits. */
  until(fits: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.frames.find(fits);
        if (!found) return;
        this.watchers.delete(look);
        resolve(found);
      };
      this.watchers.add(look);
      look();
    });
  }

  dispatched(name: string): Promise<Frame> {
    return this.until((frame) => frame.t === name);
  }

  end(): Promise<number> {
    this.socket.terminate();
    return this.closed;
  }
}
