/** The database of the bot, embedded or on a server, with one face: Prisma's client and raw SQL over the very same connections. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { monotonicMs } from '../kernel/clock.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../logger.ts';
import { makeBackup } from './backup.ts';
import type { BackupReport, HoldWrites } from './backup.ts';
import { embeddedPool, serverPool, sqlRunner, sqlTransaction } from './connections.ts';
import type { SqlRunner } from './connections.ts';
import { messageOf } from './database-errors.ts';
import { dataDirectory, lockDataDirectory } from './data-directory.ts';
import { openEmbedded } from './embedded.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate } from './migrate.ts';
import { waitForServer } from './server.ts';
import { startUpkeep } from './upkeep.ts';

export type { BackupReport, HoldWrites } from './backup.ts';
export type { SqlRunner } from './connections.ts';

/** Prisma's client inside an interactive transaction. */
export type PrismaTransaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

export interface DatabaseSettings {
  /** A PostgreSQL server; without it the embedded database in `dataDir` is used. */
  readonly databaseUrl?: string | null | undefined;
  /** Locked for this process while the database is open, with a server too. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly clock: Clock;
  /** Called once where the database or its directory is lost for good (damage, another process): the bot should stop. */
  readonly onLost?: (error: unknown) => void;
  /** For tests: other migrations than prisma/migrations. */
  readonly migrationsDir?: string;
  /** Between two attempts to reach a server at the start. */
  readonly serverPauseMs?: number;
}

/** An open, migrated database. */
export interface Database extends SqlRunner {
  readonly kind: 'embedded' | 'server';
  /** For everything that is not written by the thousand. Its errors: see isDatabaseAway, isDiskFull, isConflict. */
  readonly prisma: PrismaClient;
  /** One transaction of raw SQL; anything thrown undoes it. `transactSql` repeats it on conflicts. */
  sqlTransaction<T>(work: (sql: SqlRunner) => Promise<T>): Promise<T>;
  /** Milliseconds until the database answered. @throws DatabaseAway */
  ping(): Promise<number>;
  /**
   * Makes a rolling backup of the embedded database (seven are kept) in DATA_DIR/backups; null on a server, which has its own means.
   *
   * @param holdWrites called around the copy; whatever the caller would write meanwhile must wait elsewhere.
   * @throws UpstreamError where there is no room, or the copy cannot be read: the older backups stay.
   */
  backup(holdWrites?: HoldWrites): Promise<BackupReport | null>;
  /** Lets what runs end, then closes: embedded with a checkpoint. Gives up the data directory. */
  close(): Promise<void>;
}

/** How long an interactive transaction of Prisma waits for its turn, and may then take. */
const TRANSACTION_OPTIONS = { maxWait: 15_000, timeout: 15_000 };

/** How long close waits for statements that still run. */
const DRAIN_WITHIN_MS = 3_000;

/**
 * Locks the data directory, opens the database there or on the server, and applies missing migrations.
 *
 * @throws StartError with what is wrong and how to mend it.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const { log } = settings;
  // WebAssembly (Prisma's compiler, the embedded PostgreSQL) is compiled by many threads, each of which keeps the memory it needed.
  setFlagsFromString('--wasm-num-compilation-tasks=1');
  const onLost = (error: unknown): void => {
    log.fatal({ reason: messageOf(error) }, 'the database is lost to this process');
    settings.onLost?.(error);
  };
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const closeOne of closers.splice(0).toReversed()) await closeOne();
  };
  try {
    const lock = await lockDataDirectory(settings.dataDir, (error) => {
      onLost(error);
      closeAll().catch((reason: unknown) =>
        log.error({ reason: messageOf(reason) }, 'closing the database failed'),
      );
    });
    closers.push(() => lock.release());
    return settings.databaseUrl
      ? await openServer(settings, settings.databaseUrl, closers, closeAll)
      : await openOwn(settings, onLost, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openServer(
  settings: DatabaseSettings,
  databaseUrl: string,
  closers: (() => Promise<void>)[],
  closeAll: () => Promise<void>,
): Promise<Database> {
  const { log } = settings;
  const pool = serverPool(databaseUrl, log);
  closers.push(() => drain(pool));
  await waitForServer(pool, databaseUrl, log, settings.serverPauseMs);
  await migrate({ ...settings, connection: { connectionString: databaseUrl }, underAdvisoryLock: true });
  return assemble('server', pool, async () => null, closers, closeAll);
}

async function openOwn(
  settings: DatabaseSettings,
  onLost: (error: unknown) => void,
  closers: (() => Promise<void>)[],
  closeAll: () => Promise<void>,
): Promise<Database> {
  const { log } = settings;
  const directory = dataDirectory(settings.dataDir);
  const embedded = await openEmbedded({ directory, log, onLost });
  closers.push(() => embedded.close());
  const connection = { ...embedded.connection, user: 'postgres', database: 'postgres' };
  await migrate({ ...settings, connection, underAdvisoryLock: false });
  const pool = embeddedPool(embedded.connection, log);
  closers.push(() => drain(pool));
  const source = { embedded, pool, directory, log, clock: settings.clock };
  const backup = oneAtATime((holdWrites: HoldWrites) => makeBackup(source, holdWrites));
  const database = assemble('embedded', pool, backup, closers, closeAll);
  closers.push(startUpkeep(database, log));
  return database;
}

function assemble(
  kind: Database['kind'],
  pool: pg.Pool,
  backup: (holdWrites: HoldWrites) => Promise<BackupReport | null>,
  closers: (() => Promise<void>)[],
  closeAll: () => Promise<void>,
): Database {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    errorFormat: 'minimal',
    transactionOptions: TRANSACTION_OPTIONS,
  });
  closers.push(() => prisma.$disconnect());
  const sql = sqlRunner(pool);
  return {
    ...sql,
    kind,
    prisma,
    sqlTransaction: (work) => sqlTransaction(pool, work),
    async ping() {
      const from = monotonicMs();
      await sql.query('SELECT 1');
      return monotonicMs() - from;
    },
    backup: (holdWrites = (work) => work()) => backup(holdWrites),
    close: closeAll,
  };
}

/** Whoever asks while it runs gets the running one's result. */
function oneAtATime<A, T>(work: (given: A) => Promise<T>): (given: A) => Promise<T> {
  let running: Promise<T> | null = null;
  return (given) => {
    running ??= work(given).finally(() => {
      running = null;
    });
    return running;
  };
}

async function drain(pool: pg.Pool): Promise<void> {
  await Promise.race([pool.end(), sleep(DRAIN_WITHIN_MS, undefined, { ref: false })]);
}
