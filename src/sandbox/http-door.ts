/** The local Discord's door: one loopback port for REST and websockets, which can be shut and opened again. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface DoorHandlers {
  request(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
}

/** Longer than clients keep an idle connection, so that none is closed under a request that is just being sent. */
const KEEP_ALIVE_MS = 75_000;

export class HttpDoor {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  constructor(handlers: DoorHandlers) {
    this.server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      handlers.request(request, response).catch((error: unknown) => {
        // The client went away while it was sending or being answered.
        if (!request.socket.destroyed) response.destroy(error instanceof Error ? error : undefined);
      });
    });
    this.server.on('upgrade', (request, stream, head) => handlers.upgrade(request, stream, head));
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** e.g. `http://127.0.0.1:1234` */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Opens on the port (0: any free one; later openings: the same as before). */
  async open(port = this.port): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Cuts every connection and takes no new one. */
  async shut(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
