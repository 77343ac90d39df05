/** A process of its own that uses a data directory, for tests that kill it. Arguments: what to do, the data directory. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { isDatabaseAway, isDiskFull, messageOf } from '../../src/db/database-errors.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { StartError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';

const [task, dataDir = ''] = process.argv.slice(2);

const BATCH_ROWS = 200;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function useDatabase(): Promise<void> {
  const log = createLogger('silent', false);
  const database = await openDatabase({ dataDir, log, clock: systemClock });
  say('open');
  if (task === 'hold') return void setInterval(() => undefined, 1_000);
  const [last] = await database.query<{ batch: string }>(
    'SELECT coalesce(max(guild_id), 0) AS batch FROM interaction',
  );
  let full = false;
  for (let batch = Number(last?.batch ?? 0) + 1; ;) {
    try {
      // On a full disk, use up what room is left inside PostgreSQL's log too: then it aborts.
      if (full) await database.query(`SELECT pg_logical_emit_message(true, 'fill', repeat('x', 1000000))`);
      await write(database, batch);
      say(`written ${batch}`);
      batch += 1;
      full = false;
    } catch (error) {
      if (!isDiskFull(error) && !isDatabaseAway(error)) throw error;
      full = isDiskFull(error);
      say(full ? 'disk full' : 'away');
      await sleep(100);
    }
  }
}

/** One batch in two statements of one transaction; may have been written before, when its acknowledgement got lost. */
function write(database: Database, batch: number): Promise<void> {
  return database.sqlTransaction(async (sql) => {
    for (const half of [0, 1]) {
      await sql.execute(
        `INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, kind)
         SELECT $1::bigint * 1000 + i, $1, 1, 1, TIMESTAMPTZ '2026-01-01Z', 1
         FROM generate_series($2::int, $3::int) AS i ON CONFLICT DO NOTHING`,
        [batch, half * (BATCH_ROWS / 2), (half + 1) * (BATCH_ROWS / 2) - 1],
      );
    }
  });
}

try {
  await useDatabase();
} catch (error) {
  say(error instanceof StartError ? `refused: ${error.what} ${error.mend}` : `failed: ${messageOf(error)}`);
  process.exit(1);
}
