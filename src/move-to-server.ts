/** `npm run move-to-server`: copies the built-in database to the PostgreSQL server of DATABASE_URL. An entry: runs on import. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { config as loadEnvFile } from 'dotenv';
import { loadDatabasePlaces } from './config.ts';
import { openDatabase } from './db/client.ts';
import { copyDatabase } from './db/copy-database.ts';
import { dataDirectory } from './db/data-directory.ts';
import { systemClock } from './kernel/clock.ts';
import { StartError } from './kernel/errors.ts';
import { createLogger } from './logger.ts';

loadEnvFile({ quiet: true });

async function run(): Promise<void> {
  const { dataDir, databaseUrl } = loadDatabasePlaces(process.env);
  const { databaseDir } = dataDirectory(dataDir);
  if (!databaseUrl)
    throw new StartError(
      'DATABASE_URL is not set: there is no server to move to.',
      'Set it to an empty PostgreSQL database, e.g. postgresql://steward:secret@localhost:5432/steward',
    );
  if (!existsSync(databaseDir))
    throw new StartError(
      `There is no built-in database in ${databaseDir}.`,
      'Set DATA_DIR to where the bot kept its data; with a server from the beginning there is nothing to move.',
    );
  const settings = { log: createLogger('warn', process.stdout.isTTY), clock: systemClock };
  console.log(`Copying ${databaseDir} …`);
  const from = await openDatabase({ ...settings, dataDir });
  // The server is opened beside it, and both ask for a directory of their own.
  const besideDir = await mkdtemp(path.join(tmpdir(), 'steward-move-'));
  try {
    const to = await openDatabase({ ...settings, dataDir: besideDir, databaseUrl });
    try {
      const copied = await copyDatabase(from, to);
      for (const [table, rows] of copied) if (rows > 0) console.log(`  ${table}: ${rows} rows`);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
    await rm(besideDir, { recursive: true, force: true });
  }
  console.log('Copied. Start the bot as usual: with DATABASE_URL set it uses the server.');
  console.log(`The built-in database stays in ${databaseDir}; delete it when you no longer need it.`);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`${error.what}\n${error.mend}`);
  process.exitCode = 1;
}
