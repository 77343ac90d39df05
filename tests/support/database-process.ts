/** Starts tests/db/database-child.ts and listens to what it says. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { projectPath } from '../../src/project-root.ts';

export interface DatabaseProcess {
  /** Everything it has said so far, line by line. */
  readonly said: readonly string[];
  /** Resolves with the first line that matches, also one already said. @throws Error where it ends before. */
  hear(pattern: RegExp): Promise<string>;
  /** Number of the last batch it said is written; 0 before the first. */
  lastWritten(): number;
  signal(signal: NodeJS.Signals): void;
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** @param more modules to load before it, in its threads too, and variables of its environment. */
export function startDatabaseProcess(
  task: 'hold' | 'write',
  dataDir: string,
  more: { imports?: readonly string[]; env?: Record<string, string> } = {},
): DatabaseProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = spawn(
    process.execPath,
    [
      ...[tsx, ...(more.imports ?? [])].flatMap((url) => ['--import', url]),
      projectPath('tests', 'db', 'database-child.ts'),
      task,
      dataDir,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...more.env } },
  );
  const said: string[] = [];
  const listeners = new Set<() => void>();
  let ended = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    for (const listener of listeners) listener();
  });
  const end = new Promise<void>((resolve) => {
    child.on('close', () => {
      ended = true;
      for (const listener of listeners) listener();
      resolve();
    });
  });
  return {
    said,
    hear: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = said.find((each) => pattern.test(each));
          if (line === undefined && !ended) return;
          listeners.delete(look);
          if (line !== undefined) resolve(line);
          else reject(new Error(`the process ended without saying ${pattern}: ${said.join(' / ')}`));
        };
        listeners.add(look);
        look();
      }),
    lastWritten: () => Number(said.findLast((line) => line.startsWith('written'))?.split(' ')[1] ?? 0),
    signal: (signal) => void child.kill(signal),
    async kill(signal) {
      child.kill(signal);
      await end;
    },
  };
}
