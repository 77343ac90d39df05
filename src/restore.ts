/** `npm run restore`: lists the backups of the built-in database; with a name, puts that one into place. An entry: runs on import. */
import { config as loadEnvFile } from 'dotenv';
import { loadDataDir } from './config.ts';
import { listBackups } from './db/backup-files.ts';
import { dataDirectory } from './db/data-directory.ts';
import { restoreBackup } from './db/restore-backup.ts';
import { systemClock } from './kernel/clock.ts';
import { StartError } from './kernel/errors.ts';

loadEnvFile({ quiet: true });

async function run(name: string | undefined): Promise<void> {
  const directory = dataDirectory(loadDataDir(process.env));
  if (name === undefined) {
    const backups = listBackups(directory.backupsDir);
    if (backups.length === 0) return console.log(`There are no backups in ${directory.backupsDir}.`);
    console.log(`Backups in ${directory.backupsDir}, newest first:`);
    for (const { name: each, bytes } of backups)
      console.log(`  ${each}  ${(bytes / 1024 / 1024).toFixed(1)} MiB`);
    return console.log('\nStop the bot, then: npm run restore -- <name>');
  }
  console.log(`Restoring ${name} into ${directory.databaseDir} …`);
  const { rowCount, movedTo } = await restoreBackup(directory, name, systemClock.now());
  console.log(`Restored and read through: ${rowCount} rows. Start the bot as usual.`);
  if (movedTo !== null)
    console.log(`What was there before lies in ${movedTo}; delete it when you no longer need it.`);
}

try {
  await run(process.argv[2]);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`${error.what}\n${error.mend}`);
  process.exitCode = 1;
}
