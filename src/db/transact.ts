/** Short transactions that run again where they met another one. Keep the work short: embedded, everybody else waits for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, PrismaTransaction, SqlRunner } from './client.ts';
import { isConflict } from './database-errors.ts';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 20;

/**
 * Runs `work` in one transaction of Prisma's calls. `work` may run several times: it must do nothing outside the database.
 *
 * @throws what `work` throws, after undoing it; the conflict itself after five attempts.
 */
export function transact<T>(database: Database, work: (tx: PrismaTransaction) => Promise<T>): Promise<T> {
  return withRetry(() => database.prisma.$transaction(work));
}

/** The same for statements of raw SQL, without Prisma's cost per call. */
export function transactSql<T>(database: Database, work: (sql: SqlRunner) => Promise<T>): Promise<T> {
  return withRetry(() => database.sqlTransaction(work));
}

async function withRetry<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      // A pause of differing length, so that two that met do not meet again.
      await sleep(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}
