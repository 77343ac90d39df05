/** The backups as files: their names, which there are, which are too many. Knows nothing of what is inside. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** How many backups are kept; the oldest beyond that go. */
const BACKUPS_KEPT = 7;

const NAME = /^steward-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.tar\.gz$/;

/** One finished backup of the embedded database. */
export interface BackupFile {
  /** What `npm run restore -- <name>` takes. */
  readonly name: string;
  readonly file: string;
  readonly madeAt: Date;
  readonly bytes: number;
}

/** steward-2026-11-22T031500Z.tar.gz: sorts by time, and is a file name on every system. */
export function backupName(madeAt: Date): string {
  return `steward-${madeAt.toISOString().slice(0, 19).replaceAll(':', '')}Z.tar.gz`;
}

/** The finished backups, newest first; empty where the directory is missing. */
export function listBackups(backupsDir: string): BackupFile[] {
  let names: string[];
  try {
    names = readdirSync(backupsDir);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const found = NAME.exec(name);
      if (found === null) return [];
      const [, day, hour, minute, second] = found;
      const file = path.join(backupsDir, name);
      return [
        { name, file, madeAt: new Date(`${day}T${hour}:${minute}:${second}Z`), bytes: statSync(file).size },
      ];
    })
    .toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

/** Deletes all but the newest; returns the names deleted. */
export function pruneBackups(backupsDir: string, keep = BACKUPS_KEPT): string[] {
  const surplus = listBackups(backupsDir).slice(keep);
  for (const { file } of surplus) rmSync(file, { force: true });
  return surplus.map(({ name }) => name);
}
