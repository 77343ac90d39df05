/** A process of its own that uses a data directory, for tests that kill it. Arguments: what to do, the data directory. */
import { openDatabase } from '../../src/db/client.ts';
import { messageOf } from '../../src/db/database-errors.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { StartError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';

const [task, dataDir = ''] = process.argv.slice(2);

export const BATCH_ROWS = 200;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function writeForEver(): Promise<void> {
  const log = createLogger('silent', false);
  const database = await openDatabase({ dataDir, log, clock: systemClock });
  const [last] = await database.query<{ batch: string }>(
    'SELECT coalesce(max(guild_id), 0) AS batch FROM interaction',
  );
  say('open');
  if (task === 'hold') return void setInterval(() => undefined, 1_000);
  for (let batch = Number(last?.batch ?? 0) + 1; ; batch += 1) {
    await database.sqlTransaction(async (sql) => {
      for (const half of [0, 1]) {
        await sql.execute(
          `INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, kind)
           SELECT $1::bigint * 1000 + i, $1, 1, 1, TIMESTAMPTZ '2026-01-01Z', 1 FROM generate_series($2::int, $3::int) AS i`,
          [batch, half * (BATCH_ROWS / 2), (half + 1) * (BATCH_ROWS / 2) - 1],
        );
      }
    });
    say(`written ${batch}`);
  }
}

try {
  await writeForEver();
} catch (error) {
  say(error instanceof StartError ? `refused: ${error.what} ${error.mend}` : `failed: ${messageOf(error)}`);
  process.exit(1);
}
