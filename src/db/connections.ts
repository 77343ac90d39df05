/** The connections to PostgreSQL: how many, how long one waits, how values arrive, and raw SQL over them. Knows no table. */
import pg from 'pg';
import type { Logger } from '../logger.ts';
import { DatabaseAway, isDatabaseAway, messageOf } from './database-errors.ts';

/** Longest wait for a connection, or on the embedded database for one's turn. */
const CONNECT_WITHIN_MS = 15_000;

/** A statement that takes longer is given up: the answer of a server that froze never comes. */
const ANSWER_WITHIN_MS = 60_000;

const SERVER_CONNECTIONS = 10;

/**
 * Raw parametrised SQL. Values arrive as: BIGINT, NUMERIC and DATE as text, TIMESTAMPTZ as Date, arrays of them likewise.
 * An array parameter may be a JavaScript array, or faster for thousands of values already PostgreSQL's text form (`'{1,2,3}'`).
 */
export interface SqlRunner {
  /** @throws DatabaseAway where the database does not answer; pg's DatabaseError (SQLSTATE in `code`) otherwise. */
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** For statements whose rows nobody needs: how many were written. */
  execute(sql: string, params?: readonly unknown[]): Promise<number>;
}

/** Calendar days stay text (YYYY-MM-DD): a Date would mean midnight in the process's own zone. */
const AS_TEXT = new Set<number>([pg.types.builtins.DATE, pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);
const DATE_ARRAY_OID = 1182;

const valueTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (AS_TEXT.has(oid)) return (value: string) => value;
    // Text arrays are read the same way, and leave their elements alone.
    const TEXT_ARRAY_OID = 1009;
    return pg.types.getTypeParser(oid === DATE_ARRAY_OID ? TEXT_ARRAY_OID : oid, format);
  },
};

/** One connection for the embedded database, whose connections would share one session and mix up their statements. */
export function embeddedPool(connection: { host: string; port: number }, log: Logger): pg.Pool {
  return watched(
    new pg.Pool({
      ...connection,
      user: 'postgres',
      database: 'postgres',
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      types: valueTypes,
    }),
    log,
  );
}

export function serverPool(databaseUrl: string, log: Logger): pg.Pool {
  return watched(
    new pg.Pool({
      connectionString: databaseUrl,
      application_name: 'steward',
      max: SERVER_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
      types: valueTypes,
      // Not as parameters of the connection: poolers such as PgBouncer refuse those.
      // Handing back the promise makes the pool wait for it; its type knows nothing of that.
      onConnect: (client): unknown =>
        client.query(`SET TIME ZONE 'UTC'; SET statement_timeout = ${ANSWER_WITHIN_MS}`),
    }),
    log,
  );
}

/** A connection that breaks while nobody uses it must not end the process. */
function watched(pool: pg.Pool, log: Logger): pg.Pool {
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug({ reason: messageOf(error) }, 'a database connection broke'));
  });
  pool.on('error', (error) => log.debug({ reason: messageOf(error) }, 'an idle database connection broke'));
  return pool;
}

export function sqlRunner(connection: pg.Pool | pg.PoolClient): SqlRunner {
  const run = async (sql: string, params: readonly unknown[]): Promise<pg.QueryResult> => {
    try {
      return await connection.query(sql, [...params]);
    } catch (error) {
      throw asAway(error);
    }
  };
  return {
    query: async (sql, params = []) => (await run(sql, params)).rows,
    execute: async (sql, params = []) => (await run(sql, params)).rowCount ?? 0,
  };
}

/** Runs `work` between BEGIN and COMMIT on one connection; anything thrown undoes it. */
export async function sqlTransaction<T>(pool: pg.Pool, work: (sql: SqlRunner) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client) => {
    const sql = sqlRunner(client);
    await sql.execute('BEGIN');
    try {
      const result = await work(sql);
      await sql.execute('COMMIT');
      return result;
    } catch (error) {
      // Where the connection is gone the server undoes it by itself.
      if (!isDatabaseAway(error)) await sql.execute('ROLLBACK');
      throw error;
    }
  });
}

/** Holds one connection for `work`; on the embedded database that is the only one, so nothing else runs meanwhile. */
export async function withConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw asAway(error);
  }
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = isDatabaseAway(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

function asAway(error: unknown): unknown {
  return isDatabaseAway(error) && !(error instanceof DatabaseAway) ? new DatabaseAway(error) : error;
}
