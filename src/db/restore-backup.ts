/** Puts a backup of the embedded database into place. The database that was there is moved aside, never deleted. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../kernel/errors.ts';
import { unpackArchive } from './archive.ts';
import { listBackups } from './backup-files.ts';
import type { DataDirectory } from './data-directory.ts';
import { lockDataDirectory } from './data-directory.ts';
import { messageOf } from './database-errors.ts';
import { syncDirectory, syncOne } from './database-files.ts';
import { startThread } from './embedded-thread.ts';

export interface RestoreReport {
  readonly rowCount: number;
  /** Where the former database lies now; null where there was none. */
  readonly movedTo: string | null;
}

/**
 * Unpacks a backup, reads it through, and only then exchanges it for the database.
 *
 * @param at names the directory the former database is moved to.
 * @throws StartError when a bot uses the directory, there is no such backup, or it cannot be read: then nothing was changed.
 */
export async function restoreBackup(
  directory: DataDirectory,
  name: string,
  at: Date,
): Promise<RestoreReport> {
  const lock = await lockDataDirectory(directory.root, (error) => {
    throw error;
  });
  const unpacked = `${directory.databaseDir}.restoring`;
  try {
    const backup = listBackups(directory.backupsDir).find((one) => one.name === name);
    if (backup === undefined) {
      throw new StartError(
        `There is no backup ${name} in ${directory.backupsDir}.`,
        'npm run restore lists them.',
      );
    }
    await rm(unpacked, { recursive: true, force: true });
    const rowCount = await unpackAndTry(backup.file, unpacked);
    const movedTo = existsSync(directory.databaseDir)
      ? path.join(
          directory.root,
          `database-before-restore-${at.toISOString().slice(0, 19).replaceAll(':', '')}Z`,
        )
      : null;
    if (movedTo !== null) await rename(directory.databaseDir, movedTo);
    await rename(unpacked, directory.databaseDir);
    syncOne(directory.root);
    return { rowCount, movedTo };
  } finally {
    await rm(unpacked, { recursive: true, force: true });
    await lock.release();
  }
}

async function unpackAndTry(archive: string, directory: string): Promise<number> {
  try {
    await unpackArchive(archive, directory);
    const thread = startThread({ type: 'verify', directory }, () => undefined);
    const finished = await thread.started;
    await thread.ended;
    syncDirectory(directory);
    return finished.type === 'finished' ? finished.rowCount : 0;
  } catch (error) {
    throw new StartError(
      `The backup ${path.basename(archive)} cannot be restored: ${messageOf(error)}. Nothing was changed.`,
      'Try an older one; npm run restore lists them.',
      { cause: error },
    );
  }
}
