/** The bot's data directory: where what lies in it, and the lock that lets one process at a time use it. Knows no SQL. */
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
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

/** Who holds the lock, told well enough to know it again. */
interface Holder {
  pid: number;
  host: string;
  /** The space its process id is meant in (containers have their own); null where the system has but one. */
  pidSpace: string | null;
  /** When it started, in the system's ticks: a process id is used again. Null where the system does not say. */
  startTicks: string | null;
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
    const holder = await readHolder(holderFile);
    // Its age alone says nothing: a process that was suspended for a while comes back.
    if (heldHere.has(root) || (holder !== null && whereabouts(holder) === 'running'))
      throw refused(root, holder);
    const lock = await tryLock(root, lockDir, holderFile, onLost);
    if (lock !== null) return lock;
    if (await clearAbandonedLock(lockDir, holderFile, root)) continue;
    if (attempt >= attempts) throw refused(root, holder);
    await sleep(1_000);
  }
}

async function tryLock(
  root: string,
  lockDir: string,
  holderFile: string,
  onLost: (error: Error) => void,
): Promise<DirectoryLock | null> {
  let release: (() => Promise<void>) | null;
  try {
    release = await lockfile.lock(root, {
      lockfilePath: lockDir,
      stale: STALE_AFTER_MS,
      update: STALE_AFTER_MS / 3,
      onCompromised: (error) => {
        release = null;
        heldHere.delete(root);
        onLost(error);
      },
    });
  } catch (error) {
    if (isLocked(error)) return null;
    throw error;
  }
  heldHere.add(root);
  await rm(path.join(root, 'lock-takeover'), { recursive: true, force: true });
  await writeFile(holderFile, JSON.stringify(ourselves()));
  return {
    async release() {
      if (release === null) return;
      await rm(holderFile, { force: true });
      heldHere.delete(root);
      await release();
    },
  };
}

function refused(root: string, holder: Holder | null): StartError {
  const who = holder === null ? 'another process' : `another process (${holder.pid} on ${holder.host})`;
  return new StartError(
    `The data directory ${root} is in use by ${who}.`,
    'Stop that process first, or give this one a DATA_DIR of its own: two processes on one directory would destroy the data.',
  );
}

/**
 * Removes the lock of a process that no longer runs.
 * The takeover itself is guarded, so that of two starters only one removes it and the other meets the new holder.
 */
async function clearAbandonedLock(lockDir: string, holderFile: string, root: string): Promise<boolean> {
  const guard = path.join(root, 'lock-takeover');
  try {
    await mkdir(guard);
  } catch {
    // Somebody else is taking over (or died doing so: then the lock's age decides, some seconds later).
    return false;
  }
  try {
    const holder = await readHolder(holderFile);
    if (holder === null || whereabouts(holder) !== 'gone' || !existsSync(lockDir)) return false;
    await rm(holderFile, { force: true });
    await rmdir(lockDir);
    return true;
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

async function readHolder(holderFile: string): Promise<Holder | null> {
  try {
    const holder: Partial<Holder> | null = JSON.parse(await readFile(holderFile, 'utf8'));
    if (typeof holder?.pid !== 'number' || typeof holder.host !== 'string') return null;
    const { pid, host, pidSpace = null, startTicks = null } = holder;
    return { pid, host, pidSpace, startTicks };
  } catch {
    // Missing, or half written by a process that was killed: the age of the lock decides then.
    return null;
  }
}

function ourselves(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    pidSpace: ourPidSpace(),
    startTicks: startTicksOf(process.pid),
  };
}

/** Unknown where the holder's process id means nothing here: another machine or container. */
function whereabouts(holder: Holder): 'running' | 'gone' | 'unknown' {
  if (holder.host !== hostname() || holder.pidSpace !== ourPidSpace()) return 'unknown';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return 'gone';
  }
  return startTicksOf(holder.pid) === holder.startTicks ? 'running' : 'gone';
}

function ourPidSpace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux.
    return null;
  }
}

/** Field 22 of /proc/<pid>/stat. Source: proc_pid_stat(5). */
function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces; the third field follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // One that was killed and is only waiting for its parent to notice has ended.
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    // Not Linux.
    return null;
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}
