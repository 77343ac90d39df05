/** The benchmark's processes: started from the build, as the bot itself is, told things and heard. Knows no measurement. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';

/** A process of its own that takes part in a measurement. */
export interface Child<Says extends { say: string }, Hears extends object> {
  tell(hears: Hears): void;
  /** The next thing of this kind it says, also one said before the call; each is heard once. @throws Error when it ends before. */
  hear<S extends Says['say']>(say: S): Promise<Extract<Says, { say: S }>>;
  /** Asks it to end, and ends it where it does not. */
  end(): Promise<void>;
}

/** As `npm start` sets it. */
export const START_ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: '131072' };

const END_WITHIN_MS = 15_000;

/** @param name of the file beside this one, without its ending. */
export function startChild<Says extends { say: string }, Hears extends object>(
  name: string,
  task: object,
): Child<Says, Hears> {
  // Nothing of the loader this process may have been started with: it would count into the child's memory.
  const child = fork(path.join(import.meta.dirname, `${name}.js`), [JSON.stringify(task)], {
    execArgv: [],
    env: { ...process.env, ...START_ENVIRONMENT },
  });
  const said: Says[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const each of waiting) each();
  };
  child.on('message', (says) => {
    said.push(says as Says);
    wake();
  });
  child.on('exit', wake);
  return {
    tell: (hears) => void child.send(hears),
    hear: <S extends Says['say']>(say: S) =>
      new Promise<Extract<Says, { say: S }>>((resolve, reject) => {
        const look = (): void => {
          const place = said.findIndex((each) => each.say === say);
          if (place === -1 && !hasEnded(child)) return;
          waiting.delete(look);
          if (place === -1) reject(new Error(`${name} ended before it said "${say}"`));
          else resolve(said.splice(place, 1)[0] as Extract<Says, { say: S }>);
        };
        waiting.add(look);
        look();
      }),
    end: () => endProcess(child),
  };
}

/** SIGTERM, and SIGKILL where that is not heard. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
  await ended;
  clearTimeout(late);
}

/** Inside a child: what it was started with. From now on it ends with the process that started it. */
export function taskOf<Task>(): Task {
  process.once('disconnect', () => process.exit(1));
  return JSON.parse(process.argv[2] ?? '{}') as Task;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
