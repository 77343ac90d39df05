/**
 * The bot as a process of its own, as `npm start` runs it, on a local Discord in the test's process. Faked is only what `imports` fake.
 * It can be killed at any moment and started again on the same data.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createLogger } from '../../src/logger.ts';
import { projectPath } from '../../src/project-root.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { linedPlace } from '../interactions/database-line.ts';
import type { LinedPlace } from '../interactions/database-line.ts';
import { startChild } from '../support/child-process.ts';
import type { Child } from '../support/child-process.ts';
import { testPlace } from '../support/database.ts';
import { startTown } from '../support/town.ts';
import type { Town } from '../support/town.ts';
import { differences } from './agreement.ts';

export interface FaultyBot {
  readonly town: Town;
  readonly dataDir: string;
  /** The line to its database; null where that is not lined. */
  readonly line: LinedPlace | null;
  /** Starts it; it goes on to connect by itself. */
  start(): Child;
  /** Starts it and waits until it is connected and its jobs run. */
  startReady(): Promise<Child>;
  /** Opens the database of a bot that has ended, does the work and closes it. */
  withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /**
   * Waits until the bot has received everything, ends it with SIGTERM, and compares.
   * @returns what differs between the local Discord and the tables; empty where all agrees.
   * @throws Error where it did not end cleanly.
   */
  endAndCompare(child: Child): Promise<string[]>;
  close(): Promise<void>;
}

export interface FaultyBotSettings {
  readonly sandbox?: SandboxOptions;
  /** Modules loaded before the bot. */
  readonly imports?: readonly string[];
  /** More variables of its environment. */
  readonly env?: (dataDir: string) => Record<string, string>;
  /** Puts its database behind a line that can be cut, on a server or what stands for one. */
  readonly lined?: boolean;
}

export const READY = /Steward is ready/;

const log = createLogger('silent', false);

export async function faultyBot(settings: FaultyBotSettings = {}): Promise<FaultyBot> {
  const program = await buildBot();
  const town = await startTown({ clock: systemClock, sandbox: settings.sandbox ?? {} });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'steward-faults-'));
  const line = settings.lined ? await linedPlace(dataDir) : null;
  const place = line ?? (await testPlace(dataDir));
  const { databaseUrl } = place;
  const children: Child[] = [];

  const start = (): Child => {
    const child = startChild(path.join(program, 'src', 'main.js'), [], {
      imports: settings.imports ?? [],
      env: {
        ...process.env,
        DISCORD_TOKEN: town.token,
        DISCORD_API_URL: town.sandbox.apiUrl,
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl ?? '',
        ...settings.env?.(dataDir),
      },
    });
    children.push(child);
    return child;
  };
  const withDatabase = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    const db = await openDatabase({ databaseUrl, dataDir, log, clock: systemClock });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  };
  return {
    town,
    dataDir,
    line,
    start,
    async startReady() {
      const child = start();
      await child.hear(READY);
      return child;
    },
    withDatabase,
    async endAndCompare(child) {
      await received(town);
      const code = await child.kill('SIGTERM');
      if (code !== 0) throw new Error(`the bot ended with ${code}:\n${child.said.slice(-10).join('\n')}`);
      return withDatabase((db) => differences(db, town));
    },
    async close() {
      await Promise.all(children.map((child) => child.kill('SIGKILL')));
      await town.sandbox.close();
      await place.remove();
      await rm(dataDir, { recursive: true, force: true });
      await rm(program, { recursive: true, force: true });
    },
  };
}

/** Resolves when somebody is connected and has received everything; also where the connection is lost meanwhile. */
export async function received({ sandbox }: Pick<Town, 'sandbox'>): Promise<void> {
  do {
    await sandbox.connected();
    await sandbox.drained();
  } while (sandbox.gateway.connected().length === 0);
}

/** Compiled once, since thirty starts through a loader would cost a second each. @returns the folder. */
async function buildBot(): Promise<string> {
  const folder = await mkdtemp(projectPath('node_modules', '.cache', 'steward-bot-'));
  const compiler = projectPath('node_modules', 'typescript', 'bin', 'tsc');
  const args = [
    compiler,
    '-p',
    projectPath('tsconfig.build.json'),
    '--outDir',
    folder,
    '--sourceMap',
    'false',
  ];
  await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'close');
  await access(path.join(folder, 'src', 'main.js'));
  return folder;
}
