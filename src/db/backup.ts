/** Makes one backup of the embedded database while it is in use: copied as a whole, opened and read through, packed, then put in place. */
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { monotonicMs } from '../kernel/clock.ts';
import type { Clock } from '../kernel/clock.ts';
import { UpstreamError } from '../kernel/errors.ts';
import type { Logger } from '../logger.ts';
import { packDirectory, unpackArchive } from './archive.ts';
import { backupName, listBackups, pruneBackups } from './backup-files.ts';
import { withConnection } from './connections.ts';
import type { DataDirectory } from './data-directory.ts';
import { syncOne } from './database-files.ts';
import { messageOf } from './database-errors.ts';
import type { Embedded } from './embedded.ts';
import { startThread } from './embedded-thread.ts';

/** Runs `work` while the caller writes nothing to the database (the interaction log spills to its journal meanwhile). */
export type HoldWrites = <T>(work: () => Promise<T>) => Promise<T>;

/** What a backup came to. */
export interface BackupReport {
  /** What `npm run restore -- <name>` takes. */
  readonly name: string;
  readonly bytes: number;
  /** Rows read in the copy when it was tried. */
  readonly rowCount: number;
  /** How long the database could not be used. */
  readonly heldMs: number;
  readonly tookMs: number;
  /** Older backups deleted, because there were more than seven. */
  readonly deleted: readonly string[];
}

export interface BackupSource {
  readonly embedded: Embedded;
  readonly pool: pg.Pool;
  readonly directory: DataDirectory;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Makes a backup and deletes those beyond the seven newest.
 *
 * @throws UpstreamError where there is no room for it, or the copy turns out damaged: then the older backups all stay.
 */
export async function makeBackup(source: BackupSource, holdWrites: HoldWrites): Promise<BackupReport> {
  const { directory, log, clock } = source;
  const fromMs = monotonicMs();
  const copy = path.join(directory.backupsDir, 'making');
  const unfinished = path.join(directory.backupsDir, 'making.tar.gz');
  const name = backupName(clock.now());
  await mkdir(directory.backupsDir, { recursive: true, mode: 0o700 });
  try {
    await rm(copy, { recursive: true, force: true });
    await checkRoom(directory);
    const heldMs = await holdWrites(() => copyWhileHeld(source, copy));
    const rowCount = await tryCopy(copy, directory, log);
    const packed = await packDirectory(copy, unfinished);
    const read = await unpackArchive(unfinished, null);
    if (read.fileCount !== packed.fileCount || read.byteCount !== packed.byteCount) {
      throw new UpstreamError('database', 'the packed backup does not hold what was packed');
    }
    syncOne(unfinished);
    await rename(unfinished, path.join(directory.backupsDir, name));
    syncOne(directory.backupsDir);
    const { size: bytes } = await stat(path.join(directory.backupsDir, name));
    const deleted = pruneBackups(directory.backupsDir);
    const report = { name, bytes, rowCount, heldMs, tookMs: Math.round(monotonicMs() - fromMs), deleted };
    log.info(report, 'backup made');
    return report;
  } finally {
    await rm(copy, { recursive: true, force: true });
    await rm(unfinished, { force: true });
  }
}

/** The only connection is held, so that nothing can write between the checkpoint and the end of the copy. */
async function copyWhileHeld({ embedded, pool }: BackupSource, copy: string): Promise<number> {
  const fromMs = monotonicMs();
  await withConnection(pool, async (client) => {
    await client.query('CHECKPOINT');
    const control = await client.query<{ redo_wal_file: string }>(
      'SELECT redo_wal_file FROM pg_control_checkpoint()',
    );
    await embedded.copy(copy, control.rows[0]?.redo_wal_file ?? '');
  });
  return Math.round(monotonicMs() - fromMs);
}

/** Opens the copy and reads every row, as a restore would find it. */
async function tryCopy(copy: string, directory: DataDirectory, log: Logger): Promise<number> {
  const thread = startThread({ type: 'verify', directory: copy }, (line) =>
    log.debug({ said: line }, 'trying the backup'),
  );
  try {
    const finished = await thread.started;
    return finished.type === 'finished' ? finished.rowCount : 0;
  } catch (error) {
    const [newest] = listBackups(directory.backupsDir);
    const advice =
      newest === undefined ? 'there is no older backup' : `the newest good backup is ${newest.name}`;
    throw new UpstreamError(
      'database',
      `the backup could not be read, the database may be damaged; ${advice}: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  } finally {
    await thread.ended;
  }
}

/** A backup must not fill the disk the database lives on. */
async function checkRoom({ databaseDir, backupsDir }: DataDirectory): Promise<void> {
  let needed = 64 * 1024 * 1024;
  for (const entry of await readdir(databaseDir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) needed += (await stat(path.join(entry.parentPath, entry.name))).size * 1.5;
  }
  const { bavail, bsize } = await statfs(backupsDir);
  if (bavail * bsize >= needed) return;
  const mib = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  throw new UpstreamError(
    'database',
    `no room for a backup in ${backupsDir}: ${mib(bavail * bsize)} MiB are free, ${mib(needed)} MiB are needed; free some space`,
  );
}
