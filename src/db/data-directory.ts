/** The bot's data directory: where what lies in it, and the lock that lets one process at a time use it. Knows no SQL. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { StartError } from '../kernel/errors.ts';

/** A lock not refreshed for this long is abandoned; its holder refreshes it every third of that. */
const STALE_AFTER_MS = 9_000;

/** The places inside a data directory. */
export interface DataDirectory {
  readonly root: string;
  /** The embedded PostgreSQL's own files. */
  readonly databaseDir: string;
  /** The rolling backups of the embedded database. */
  readonly backupsDir: string;
}

export function dataDirectory(dataDir: string): DataDirectory {
  const root = path.resolve(dataDir);
  return { root, databaseDir: path.join(root, 'database'), backupsDir: path.join(root, 'backups') };
}

/** The held lock. */
export interface DirectoryLock {
  release(): Promise<void>;
}

interface Holder {
  pid: number;
  host: string;
}

/**
 * Takes the data directory for this process, making it where it is missing. A lock left by a process that was killed is taken over:
 * at once where that process is known to be gone, else after nine seconds without a sign of life.
 *
 * @param onLost called when the lock was taken by somebody else, or could not be kept fresh: stop writing at once.
 * @throws StartError when another process uses the directory, or it cannot be written.
 */
export async function lockDataDirectory(
  dataDir: string,
  onLost: (error: Error) => void,
): Promise<DirectoryLock> {
  const { root } = dataDirectory(dataDir);
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    return await acquire(root, onLost);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The data directory ${root} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      'Let the user the bot runs as write there, or set DATA_DIR to another directory.',
      { cause: error },
    );
  }
}

/** Directories this very process holds: a holder with our own process id is otherwise one from before a restart. */
const heldHere = new Set<string>();

async function acquire(root: string, onLost: (error: Error) => void): Promise<DirectoryLock> {
  const lockDir = path.join(root, 'lock');
  const holderFile = path.join(root, 'lock.json');
  const attempts = STALE_AFTER_MS / 1_000 + 2;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const release = await lockfile.lock(root, {
        lockfilePath: lockDir,
        stale: STALE_AFTER_MS,
        update: STALE_AFTER_MS / 3,
        onCompromised: (error) => {
          heldHere.delete(root);
          onLost(error);
        },
      });
      heldHere.add(root);
      await rm(path.join(root, 'lock-takeover'), { recursive: true, force: true });
      await writeFile(holderFile, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
      return {
        async release() {
          await rm(holderFile, { force: true });
          heldHere.delete(root);
          await release();
        },
      };
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
    if (await clearAbandonedLock(root, lockDir, holderFile)) continue;
    const holder = await readHolder(holderFile);
    if (attempt >= attempts || heldHere.has(root) || (holder !== null && isAlive(holder)))
      throw refused(root, holder);
    await sleep(1_000);
  }
}

function refused(root: string, holder: Holder | null): StartError {
  const who = holder === null ? 'another process' : `another process (${holder.pid} on ${holder.host})`;
  return new StartError(
    `The data directory ${root} is in use by ${who}.`,
    'Stop that process first, or give this one a DATA_DIR of its own: two processes on one directory would destroy the data.',
  );
}

/**
 * Removes the lock of a process of this machine that no longer runs.
 * The takeover itself is guarded, so that of two starters only one removes it and the other meets the new holder.
 */
async function clearAbandonedLock(root: string, lockDir: string, holderFile: string): Promise<boolean> {
  const guard = path.join(root, 'lock-takeover');
  const holder = await readHolder(holderFile);
  if (heldHere.has(root) || holder === null || holder.host !== hostname() || isAlive(holder)) return false;
  try {
    await mkdir(guard);
  } catch {
    // Somebody else is taking over (or died doing so: then the lock's age decides, some seconds later).
    return false;
  }
  try {
    const again = await readHolder(holderFile);
    if (again?.pid !== holder.pid || again.host !== holder.host || !existsSync(lockDir)) return false;
    await rm(holderFile, { force: true });
    await rmdir(lockDir);
    return true;
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

async function readHolder(holderFile: string): Promise<Holder | null> {
  try {
    const holder: unknown = JSON.parse(await readFile(holderFile, 'utf8'));
    if (typeof holder !== 'object' || holder === null) return null;
    const { pid, host } = holder as Partial<Holder>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : null;
  } catch {
    // Missing, or half written by a process that was killed: the age of the lock decides then.
    return null;
  }
}

/** Whether the holder is a running process of this machine other than a predecessor with our own number. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname() || holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}
