/**
 * The embedded PostgreSQL as seen from the bot: made at the first start, served by a thread of its own, started again when it aborts.
 * Knows the thread and the files, not what is asked over the socket.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../kernel/errors.ts';
import type { Logger } from '../logger.ts';
import { listBackups } from './backup-files.ts';
import type { DataDirectory } from './data-directory.ts';
import { isDiskFull, messageOf } from './database-errors.ts';
import type { EmbeddedAddress } from './embedded-protocol.ts';
import { EmbeddedFailure, startThread } from './embedded-thread.ts';
import type { EmbeddedThread } from './embedded-thread.ts';

/** PostgreSQL's own name for the socket of port 5432 inside a directory; pg looks for exactly this. */
const SOCKET_NAME = '.s.PGSQL.5432';

/** The shortest limit among the systems Node runs on (macOS: 104 bytes with the closing zero). */
const LONGEST_SOCKET_PATH = 103;

/** How long a close may take before the thread is ended; what is committed is safe on disk either way. */
const CLOSE_WITHIN_MS = 6_000;

/** Pauses before PostgreSQL is started again after it aborted; the last one repeats. */
const RESTART_PAUSES_MS = [200, 1_000, 2_000, 5_000, 10_000];

export interface EmbeddedSettings {
  readonly directory: DataDirectory;
  readonly log: Logger;
  /** Called once where the database cannot go on (damage found while starting again): the bot should stop. */
  readonly onLost: (error: unknown) => void;
}

/** A running embedded PostgreSQL. */
export interface Embedded {
  /** Where pg finds it; the same after a restart. */
  readonly connection: { host: string; port: number };
  /** Copies its files while nothing writes; see copyDatabase. */
  copy(to: string, oldestLog: string): Promise<void>;
  /** Checkpoint, close, end of the thread; at most six seconds. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database, making it at the first start. The caller holds the lock of the data directory.
 *
 * @throws StartError when it is damaged (names the backup to restore; nothing is written over), or the disk is full.
 */
export async function openEmbedded(settings: EmbeddedSettings): Promise<Embedded> {
  const { directory, log } = settings;
  if (!existsSync(directory.databaseDir)) await makeDatabase(directory, log);
  const server = new EmbeddedServer(settings, await chooseAddress(directory.root));
  try {
    await server.start();
  } catch (error) {
    await server.close();
    throw explain(error, directory);
  }
  return server;
}

async function makeDatabase(directory: DataDirectory, log: Logger): Promise<void> {
  const [backup] = listBackups(directory.backupsDir);
  if (backup !== undefined) {
    throw new StartError(
      `There is no database in ${directory.root}, but there are backups of one.`,
      `Restore the newest with: npm run restore -- ${backup.name}   (or move ${directory.backupsDir} away to begin anew).`,
    );
  }
  log.info(
    { directory: directory.databaseDir },
    'first start: making the database, this takes a few seconds',
  );
  const thread = startThread({ type: 'create', directory: directory.databaseDir }, (line) => log.debug(line));
  try {
    await thread.started;
  } catch (error) {
    throw explain(error, directory);
  } finally {
    await thread.ended;
  }
}

/** A unix socket that only this user can reach; Windows has none that pg understands, there a free port of the machine itself. */
async function chooseAddress(dataDir: string): Promise<EmbeddedAddress> {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: 0 };
  const beside = path.join(dataDir, SOCKET_NAME);
  if (await canListen(beside)) return { path: beside };
  return { path: path.join(await mkdtemp(path.join(tmpdir(), 'steward-socket-')), SOCKET_NAME) };
}

/** Some shared folders hold no sockets, and no system takes one with a long path. */
async function canListen(socket: string): Promise<boolean> {
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH) return false;
  await rm(socket, { force: true });
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(socket, () => server.close(() => resolve(true)));
  });
}

/** What the operator should know and do about a database that does not start; what is no failure of PostgreSQL stays as it is. */
function explain(error: unknown, directory: DataDirectory): unknown {
  if (!(error instanceof EmbeddedFailure)) return error;
  const { databaseDir, backupsDir } = directory;
  const words = error.lastWords.filter((line) => /\b(ERROR|FATAL|PANIC):/.test(line));
  const reason = [messageOf(error), ...words].join(' | ');
  if (failedOnFullDisk(error)) {
    return new StartError(
      `The disk that holds ${directory.root} is full (${reason}).`,
      'Free some space and start again; nothing is lost.',
      { cause: error },
    );
  }
  if (/EACCES|EPERM|Permission denied/.test(reason)) {
    return new StartError(
      `The database in ${databaseDir} cannot be opened (${reason}).`,
      'Let the user the bot runs as read and write there.',
      { cause: error },
    );
  }
  const [backup] = listBackups(backupsDir);
  return new StartError(
    `The database in ${databaseDir} is damaged (${reason}). Nothing in it was changed.`,
    backup === undefined
      ? `There is no backup in ${backupsDir}. Keep a copy of the directory before anything else is tried; move it away to begin anew.`
      : `Restore the newest backup with: npm run restore -- ${backup.name}   (the damaged files are kept beside it).`,
    { cause: error },
  );
}

function failedOnFullDisk(error: unknown): boolean {
  const words = error instanceof EmbeddedFailure ? error.lastWords : [];
  return isDiskFull(error) || words.some((line) => isDiskFull(new Error(line)));
}

class EmbeddedServer implements Embedded {
  private readonly settings: EmbeddedSettings;
  private address: EmbeddedAddress;
  private thread: EmbeddedThread | null = null;
  private readonly closing = new AbortController();

  constructor(settings: EmbeddedSettings, address: EmbeddedAddress) {
    this.settings = settings;
    this.address = address;
  }

  get connection(): { host: string; port: number } {
    if ('path' in this.address) return { host: path.dirname(this.address.path), port: 5432 };
    return this.address;
  }

  /** @throws EmbeddedFailure */
  async start(): Promise<void> {
    const { directory, log } = this.settings;
    if ('path' in this.address) await rm(this.address.path, { force: true });
    const task = { type: 'serve', directory: directory.databaseDir, address: this.address } as const;
    const thread = startThread(task, (line) => log.warn({ said: line }, 'the embedded database warns'));
    const ready = await thread.started;
    if (ready.type === 'ready' && ready.port !== null) this.address = { host: '127.0.0.1', port: ready.port };
    this.thread = thread;
    void this.goOnAfter(thread);
  }

  async copy(to: string, oldestLog: string): Promise<void> {
    if (this.thread === null) throw new Error('the embedded database is not running');
    await this.thread.ask({ type: 'copy', to, oldestLog });
  }

  async close(): Promise<void> {
    this.closing.abort();
    const { thread } = this;
    if (thread !== null) {
      const late = sleep(CLOSE_WITHIN_MS, 'late' as const, { ref: false });
      const outcome = await Promise.race([thread.ask({ type: 'close' }).catch(messageOf), late]);
      if (outcome !== undefined)
        this.settings.log.warn({ outcome }, 'the embedded database did not close cleanly');
      await Promise.race([thread.ended, sleep(1_000, undefined, { ref: false })]);
      await thread.kill();
    }
    await this.removeSocket();
  }

  private async removeSocket(): Promise<void> {
    if (!('path' in this.address)) return;
    const folder = path.dirname(this.address.path);
    if (folder === this.settings.directory.root) await rm(this.address.path, { force: true });
    else await rm(folder, { recursive: true, force: true });
  }

  /** Waits for the thread's end; where nobody asked for it, starts PostgreSQL again, which recovers what was acknowledged. */
  private async goOnAfter(thread: EmbeddedThread): Promise<void> {
    const failure = await thread.ended;
    if (this.closing.signal.aborted) return;
    this.thread = null;
    const { log, directory, onLost } = this.settings;
    const advice = failedOnFullDisk(failure)
      ? 'the embedded database stopped because the disk is full: free some space; it is started again until then'
      : 'the embedded database stopped unexpectedly and is started again';
    const lastWords = failure instanceof EmbeddedFailure ? failure.lastWords : [];
    log.error({ reason: failure?.message, lastWords }, advice);
    for (let attempt = 0; !this.closing.signal.aborted; attempt += 1) {
      const pause = RESTART_PAUSES_MS[Math.min(attempt, RESTART_PAUSES_MS.length - 1)];
      try {
        await sleep(pause, undefined, { signal: this.closing.signal });
        await this.start();
        log.info('the embedded database runs again');
        return;
      } catch (error) {
        if (this.closing.signal.aborted) return;
        if (!failedOnFullDisk(error)) return onLost(explain(error, directory));
        log.error({ reason: messageOf(error) }, 'the disk is still full: the embedded database cannot start');
      }
    }
  }
}
