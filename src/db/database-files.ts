/** The embedded database as files: made whole or not at all, copied, forced to disk. Knows no SQL. */
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';

/**
 * A fresh directory beside `directory`, which becomes it in one step. Whoever is killed in between leaves no half database behind:
 * the next start clears the unfinished one away.
 */
export function createDirectory(directory: string): { path: string; moveIntoPlace: () => void } {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  return {
    path: unfinished,
    moveIntoPlace: () => {
      renameSync(unfinished, directory);
      syncOne(path.dirname(directory));
    },
  };
}

/** Forces every file and folder below to disk. */
export function syncDirectory(directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    syncOne(path.join(entry.parentPath, entry.name));
  }
  syncOne(directory);
}

/** Forces one file, or the entries of one folder, to disk. */
export function syncOne(name: string): void {
  // Windows opens no folders; there the file system's journal does it.
  if (process.platform === 'win32') return;
  const file = openSync(name, constants.O_RDONLY);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Copies a database's files. Nothing may write to it meanwhile.
 *
 * @param oldestLog name of the first piece of the write-ahead log that recovery will ask for; older ones are left out.
 */
export function copyDatabase(from: string, to: string, oldestLog: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const inside = path.join(path.relative(from, entry.parentPath), entry.name);
    if (entry.isDirectory()) {
      mkdirSync(path.join(to, inside), { recursive: true, mode: 0o700 });
    } else if (isNeeded(inside, oldestLog)) {
      mkdirSync(path.join(to, path.dirname(inside)), { recursive: true, mode: 0o700 });
      // Where the file system can share blocks between files, this takes no time and no room.
      copyFileSync(path.join(from, inside), path.join(to, inside), constants.COPYFILE_FICLONE);
    }
  }
}

function isNeeded(inside: string, oldestLog: string): boolean {
  if (inside === 'postmaster.pid' || inside === 'postmaster.opts') return false;
  const [folder, name = ''] = inside.split(path.sep);
  return folder !== 'pg_wal' || !/^[0-9A-F]{24}$/.test(name) || name >= oldestLog;
}
