/** A PostgreSQL server given by DATABASE_URL: waits for it at the start, and says what is wrong with it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { StartError } from '../kernel/errors.ts';
import type { Logger } from '../logger.ts';
import { isDatabaseAway, messageOf } from './database-errors.ts';

/** How often it is asked before giving up: a server that starts together with the bot needs some seconds. */
const ASK_TIMES = 12;
const PAUSE_MS = 5_000;

/**
 * Waits until the server answers.
 *
 * @param pauseMs between two attempts, of twelve.
 * @throws StartError when it stays away, or refuses the user or the database.
 */
export async function waitForServer(
  pool: pg.Pool,
  databaseUrl: string,
  log: Logger,
  pauseMs = PAUSE_MS,
): Promise<void> {
  const server = describeServer(databaseUrl);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await pool.query('SELECT 1');
      return;
    } catch (error) {
      const reason = messageOf(error);
      if (!isDatabaseAway(error)) {
        throw new StartError(
          `The database server ${server} refuses: ${reason}.`,
          'Check user, password and database name in DATABASE_URL.',
          { cause: error },
        );
      }
      if (attempt === ASK_TIMES) {
        throw new StartError(
          `The database server ${server} does not answer: ${reason}.`,
          'Check that PostgreSQL runs there and that DATABASE_URL is right; or remove DATABASE_URL to use the built-in database.',
          { cause: error },
        );
      }
      log.warn(
        { server, reason, attempt, of: ASK_TIMES },
        'the database server does not answer yet; trying again',
      );
      await sleep(pauseMs);
    }
  }
}

/** Host, port and database, never the password. */
function describeServer(databaseUrl: string): string {
  try {
    const { hostname, port, pathname } = new URL(databaseUrl);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    return 'of DATABASE_URL';
  }
}
