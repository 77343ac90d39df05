import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { dataDirectory } from '../../src/db/data-directory.ts';
import { DatabaseAway, isConflict, isDatabaseAway, isDiskFull } from '../../src/db/database-errors.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { StartError, UpstreamError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { projectPath } from '../../src/project-root.ts';
import { embeddedTemplate } from '../support/database.ts';
import { startDatabaseProcess } from '../support/database-process.ts';

const log = createLogger('silent', false);
const atEnd: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of atEnd.splice(0).toReversed()) await end();
});

async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'steward-test-'));
  atEnd.push(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it worked',
    (error: unknown) => error,
  );

/** Asks until it is answered; only a database that is away is waited for. */
async function untilAnswered(database: Database): Promise<void> {
  for (;;) {
    const failure = await failureOf(database.ping());
    if (failure === 'it worked') return;
    expect(isDatabaseAway(failure)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Stands for a PostgreSQL server: PGlite behind a port. What is real: pg, the adapter, the sockets; a server's own ways of failing are not. */
class StandInServer {
  private server: PGLiteSocketServer | null = null;
  private readonly pglite: PGlite;
  port = 0;

  constructor(pglite: PGlite) {
    this.pglite = pglite;
  }

  async start(): Promise<void> {
    this.server = new PGLiteSocketServer({
      db: this.pglite,
      host: '127.0.0.1',
      port: this.port,
      maxConnections: 20,
    });
    await this.server.start();
    this.port = Number(this.server.getServerConn().split(':').at(-1));
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = null;
  }

  get url(): string {
    return `postgresql://postgres:secret@127.0.0.1:${this.port}/postgres`;
  }
}

async function standInServer(): Promise<StandInServer> {
  const pglite = await PGlite.create();
  const server = new StandInServer(pglite);
  await server.start();
  atEnd.push(() => pglite.close());
  atEnd.push(() => server.stop());
  return server;
}

describe('a database server that is away', () => {
  it('at the start is asked again and, when it comes, used', async () => {
    const server = await standInServer();
    await server.stop();
    const dataDir = await newDataDir();
    const opening = openDatabase({
      databaseUrl: server.url,
      dataDir,
      log,
      clock: systemClock,
      serverPauseMs: 200,
    });
    setTimeout(() => void server.start(), 500);
    const database = await opening;
    expect(database.kind).toBe('server');
    expect(await database.prisma.community.count()).toBe(0);
    await database.close();
  }, 120_000);

  it('at the start, and stays so, ends it with a sentence that names the server but not its password', async () => {
    const databaseUrl = 'postgresql://steward:secret@127.0.0.1:1/steward';
    const dataDir = await newDataDir();
    const error = await failureOf(
      openDatabase({ databaseUrl, dataDir, log, clock: systemClock, serverPauseMs: 1 }),
    );
    expect(error).toBeInstanceOf(StartError);
    expect((error as StartError).what).toMatch(
      /^The database server 127\.0\.0\.1:1\/steward does not answer: .*ECONNREFUSED/,
    );
    expect((error as StartError).mend).toContain('DATABASE_URL');
    expect(String(error)).not.toContain('secret');
  });

  it('later fails each call recognisably, through Prisma and raw SQL alike, and works again by itself', async () => {
    const server = await standInServer();
    const dataDir = await newDataDir();
    const database = await openDatabase({ databaseUrl: server.url, dataDir, log, clock: systemClock });
    atEnd.push(() => database.close());
    await database.ping();
    await server.stop();
    const failures = await Promise.all([
      failureOf(database.query('SELECT 1')),
      failureOf(database.sqlTransaction((sql) => sql.query('SELECT 1'))),
      failureOf(database.prisma.community.count()),
      failureOf(database.prisma.$transaction((tx) => tx.community.count())),
    ]);
    expect(failures.map(isDatabaseAway)).toEqual([true, true, true, true]);
    expect(failures[0]).toBeInstanceOf(DatabaseAway);
    expect(failures[0]).toBeInstanceOf(UpstreamError);
    await server.start();
    await untilAnswered(database);
    expect(await database.prisma.community.count()).toBe(0);
  }, 120_000);
});

describe('the embedded database', () => {
  it('survives a full disk: writes fail as such, and once there is room again every acknowledged row is there', async () => {
    const dataDir = await newDataDir();
    await cp(await embeddedTemplate(), dataDirectory(dataDir).databaseDir, { recursive: true });
    const flag = path.join(dataDir, 'full');
    const writer = startDatabaseProcess('write', dataDir, {
      imports: [projectPath('tests', 'support', 'full-disk.mjs')],
      env: { FULL_DISK_FLAG: flag },
    });
    atEnd.push(() => writer.kill('SIGKILL'));
    await writer.hear(/^written 5$/);
    await writeFile(flag, '');
    await writer.hear(/^disk full$/);
    await writer.hear(/^away$/);
    await rm(flag);
    const before = writer.lastWritten();
    await writer.hear(new RegExp(`^written ${before + 10}$`));
    await writer.kill('SIGKILL');
    const database = await openDatabase({ dataDir, log, clock: systemClock });
    const [row] = await database.query<{ batches: string }>(
      'SELECT count(*) AS batches FROM (SELECT guild_id FROM interaction GROUP BY guild_id HAVING count(*) = 200) AS whole',
    );
    await database.close();
    expect(Number(row?.batches)).toBeGreaterThanOrEqual(writer.lastWritten());
  }, 120_000);
});

describe('an error of the database', () => {
  it.each([
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a server that shuts down', Object.assign(new Error('terminating connection'), { code: '57P01' })],
    ['a lost connection', new Error('Connection terminated unexpectedly')],
    [
      'a name with two addresses, both refused',
      new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]),
    ],
    ['one wrapped by Prisma', Object.assign(new Error('x'), { code: 'P1001' })],
  ])('is known as away: %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(true);
    expect(isDiskFull(error)).toBe(false);
  });

  it.each([
    ['a broken unique key', Object.assign(new Error('duplicate key'), { code: '23505' })],
    ['a mistake in our SQL', Object.assign(new Error('syntax error'), { code: '42601' })],
    ['no error at all', undefined],
    ['a file that is missing', Object.assign(new Error('open'), { code: 'ENOENT', syscall: 'open' })],
  ])('is neither away, nor a full disk, nor a conflict: %s', (_, error) => {
    expect([isDatabaseAway(error), isDiskFull(error), isConflict(error)]).toEqual([false, false, false]);
  });
});
