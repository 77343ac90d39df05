/** A process of its own that a test starts, listens to and ends. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export interface Child {
  /** Everything it has said so far on its standard output, line by line. */
  readonly said: readonly string[];
  /** Resolves with the exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves with the first line that matches, also one already said. @throws Error where it ends before. */
  hear(pattern: RegExp): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** @param more modules to load before it, in its threads too, and its environment. */
export function startChild(
  script: string,
  args: readonly string[],
  more: { imports: readonly string[]; env: NodeJS.ProcessEnv },
): Child {
  const imports = more.imports.flatMap((file) => ['--import', pathToFileURL(file).href]);
  // A process that lives for seconds never earns back what optimising PostgreSQL's code costs; what the code does is the same.
  const child = spawn(process.execPath, ['--liftoff-only', ...imports, script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: more.env,
  });
  const said: string[] = [];
  const listeners = new Set<() => void>();
  let isOver = false;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    tell();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      isOver = true;
      tell();
      resolve(code);
    });
  });
  return {
    said,
    ended,
    hear: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = said.find((each) => pattern.test(each));
          if (line === undefined && !isOver) return;
          listeners.delete(look);
          if (line !== undefined) resolve(line);
          else reject(new Error(`the process ended without saying ${pattern}: ${said.join(' / ')}`));
        };
        listeners.add(look);
        look();
      }),
    signal: (signal) => void child.kill(signal),
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
