/** A real PostgreSQL reached over a line that can be cut: then the database is really away for whoever uses it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { openDatabase } from '../../src/db/client.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createLogger } from '../../src/logger.ts';
import { testDatabaseKind, testPlace } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

export interface LinedDatabase extends TestDatabase {
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Where such a database is reached, for somebody else to open. */
export interface LinedPlace {
  readonly databaseUrl: string;
  /** Ends every connection and refuses new ones. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function linedPlace(dataDir: string): Promise<LinedPlace> {
  const far = testDatabaseKind === 'server' ? await serverPlace(dataDir) : await memoryPlace();
  const line = await startLine(far.host, far.port);
  const url = new URL(far.databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(line.port);
  return {
    databaseUrl: url.href,
    cut: () => line.cut(),
    mend: () => line.mend(),
    async remove() {
      await line.cut();
      await far.remove();
    },
  };
}

export async function linedDatabase(): Promise<LinedDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'steward-line-'));
  const { databaseUrl, cut, mend, remove } = await linedPlace(dataDir);
  const log = createLogger('silent', false);
  const db = await openDatabase({ databaseUrl, dataDir, log, clock: systemClock });
  return {
    ...db,
    dataDir,
    cut,
    mend,
    async close() {
      await db.close();
      await remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface FarEnd {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly remove: () => Promise<void>;
}

async function serverPlace(dataDir: string): Promise<FarEnd> {
  const place = await testPlace(dataDir);
  if (place.databaseUrl === null) throw new Error('TEST_DATABASE_URL names no server');
  const { hostname, port } = new URL(place.databaseUrl);
  return { databaseUrl: place.databaseUrl, host: hostname, port: Number(port || 5432), remove: place.remove };
}

async function memoryPlace(): Promise<FarEnd> {
  const pglite = await PGlite.create();
  const server = new PGLiteSocketServer({ db: pglite, host: '127.0.0.1', port: 0, maxConnections: 20 });
  await server.start();
  const port = Number(server.getServerConn().split(':').at(-1));
  return {
    databaseUrl: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    host: '127.0.0.1',
    port,
    async remove() {
      await server.stop();
      await pglite.close();
    },
  };
}

async function startLine(host: string, port: number) {
  const sockets = new Set<Socket>();
  let server: Server;
  let own = 0;
  const listen = async (): Promise<void> => {
    server = createServer((near) => {
      const far = connect(port, host);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
    own = (server.address() as AddressInfo).port;
  };
  await listen();
  return {
    port: own,
    mend: listen,
    async cut(): Promise<void> {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
