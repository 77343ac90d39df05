/**
 * What a PostgreSQL server does in the background and the embedded one does not, having no background processes: checkpoints,
 * so that its log does not fill the disk, and clearing away dead rows with fresh statistics.
 */
import type { Logger } from '../logger.ts';
import type { SqlRunner } from './connections.ts';
import { isDatabaseAway, isDiskFull, messageOf } from './database-errors.ts';

const LOOK_EVERY_MS = 15_000;

/** A checkpoint is due after this much log, or after this many looks with any. */
const CHECKPOINT_AFTER_BYTES = 32 * 1024 * 1024;
const CHECKPOINT_AFTER_LOOKS = 20;

const VACUUM_EVERY_LOOKS = 4;

/** Tables with enough change since they were last tended. Source: the defaults of PostgreSQL's autovacuum. */
const UNTENDED_TABLES = `
  SELECT format('%I.%I', schemaname, relname) AS name
  FROM pg_stat_user_tables
  WHERE n_dead_tup > 50 + 0.2 * n_live_tup
     OR n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
     OR n_mod_since_analyze > 50 + 0.1 * n_live_tup
  ORDER BY n_dead_tup + n_ins_since_vacuum DESC`;

/** Starts looking; returns how to stop, which waits for what is just being done. */
export function startUpkeep(sql: SqlRunner, log: Logger): () => Promise<void> {
  let looks = 0;
  let looksSinceCheckpoint = 0;
  let running: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    looks += 1;
    looksSinceCheckpoint += 1;
    try {
      const written = await logBytesSinceCheckpoint(sql);
      const aged = written > 0 && looksSinceCheckpoint >= CHECKPOINT_AFTER_LOOKS;
      if (written > CHECKPOINT_AFTER_BYTES || aged) {
        await sql.execute('CHECKPOINT');
        looksSinceCheckpoint = 0;
      }
      if (looks % VACUUM_EVERY_LOOKS === 0) await tendTables(sql);
    } catch (error) {
      // Away or full: said elsewhere, with what to do; the next look tries again.
      if (!isDatabaseAway(error) && !isDiskFull(error)) {
        log.warn({ reason: messageOf(error) }, 'the upkeep of the embedded database failed');
      }
    }
  };

  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = look().finally(() => {
      busy = false;
    });
  }, LOOK_EVERY_MS);
  timer.unref();

  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** Vacuums and analyses the tables that changed much, one statement each, so that others get their turn in between. */
export async function tendTables(sql: SqlRunner): Promise<string[]> {
  const tables = await sql.query<{ name: string }>(UNTENDED_TABLES);
  for (const { name } of tables) await sql.execute(`VACUUM (ANALYZE) ${name}`);
  return tables.map(({ name }) => name);
}

async function logBytesSinceCheckpoint(sql: SqlRunner): Promise<number> {
  const [row] = await sql.query<{ bytes: string }>(
    'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) AS bytes FROM pg_control_checkpoint()',
  );
  return Number(row?.bytes ?? 0);
}
