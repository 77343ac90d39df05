/**
 * Starts the thread of the embedded database and talks with it: one request, one answer. What is done once gets a process instead, because
 * only that gives back all the memory it took: making a database takes 600 MB, of which a thread leaves 100 behind. Decides nothing.
 */
import type { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import { entryUrl, isBuilt, loaderUrl, startOwnProcess } from '../own-process.ts';
import type { EmbeddedReply, EmbeddedRequest, EmbeddedTask } from './embedded-protocol.ts';

const ENTRY = 'db/embedded-worker';

type Ask<Request> = Request extends { id: number } ? Omit<Request, 'id'> : never;

/** PostgreSQL did not start, found damage, or aborted; `lastWords` are the last lines it wrote. */
export class EmbeddedFailure extends Error {
  readonly lastWords: readonly string[];

  constructor(reason: string, lastWords: readonly string[]) {
    super(reason);
    this.name = 'EmbeddedFailure';
    this.lastWords = lastWords;
  }
}

export interface EmbeddedThread {
  /** Resolves with what the thread says when its task is done (create, verify) or it serves. @throws EmbeddedFailure */
  readonly started: Promise<Extract<EmbeddedReply, { type: 'ready' | 'finished' }>>;
  /** Resolves when the thread has ended, with why, where it gave a reason; an Error of another kind is a bug in the thread. */
  readonly ended: Promise<Error | null>;
  /** @throws Error where the thread could not do it, or ended before it answered. */
  ask(request: Ask<EmbeddedRequest>): Promise<void>;
  /** Ends the thread at once; what was acknowledged stands on disk, as after a crash. */
  kill(): Promise<void>;
}

/** A thread or a process. It says EmbeddedReply by `message`; `error` and `exit` are Node's. */
interface Runner {
  readonly says: EventEmitter;
  send(request: EmbeddedRequest): void;
  kill(): Promise<unknown>;
}

export function startThread(task: EmbeddedTask, onWarning: (line: string) => void): EmbeddedThread {
  const runner = task.type === 'serve' ? newThread(task) : newProcess(task);
  const open = new Map<number, (error: string | null) => void>();
  let failure: Error | null = null;
  let lastId = 0;

  const started = new Promise<Extract<EmbeddedReply, { type: 'ready' | 'finished' }>>((resolve, reject) => {
    runner.says.on('message', (reply: EmbeddedReply) => {
      if (reply.type === 'ready' || reply.type === 'finished') resolve(reply);
      else if (reply.type === 'said') onWarning(reply.line);
      else if (reply.type === 'done') open.get(reply.id)?.(reply.error);
      else {
        failure = new EmbeddedFailure(reply.reason, reply.lastWords);
        reject(failure);
      }
    });
    runner.says.on('error', (error: Error) => {
      failure ??= error;
      reject(failure);
    });
    runner.says.on('exit', () => reject(failure ?? new Error('the thread of the embedded database ended')));
  });
  // Whoever starts a thread awaits this; a failure after the start is told by `ended`.
  started.catch(() => undefined);

  const ended = new Promise<Error | null>((resolve) => {
    runner.says.on('exit', () => {
      for (const settle of open.values()) settle('the thread of the embedded database ended');
      resolve(failure);
    });
  });

  return {
    started,
    ended,
    ask(request) {
      lastId += 1;
      const id = lastId;
      return new Promise<void>((resolve, reject) => {
        open.set(id, (error) => {
          open.delete(id);
          if (error === null) resolve();
          else reject(new Error(error));
        });
        runner.send({ ...request, id });
      });
    },
    kill: async () => void (await runner.kill()),
  };
}

function newThread(task: EmbeddedTask): Runner {
  const worker = isBuilt ? new Worker(entryUrl(ENTRY), { workerData: task }) : newThreadFromSources(task);
  return {
    says: worker,
    send: (request) => worker.postMessage(request),
    kill: () => worker.terminate(),
  };
}

function newThreadFromSources(task: EmbeddedTask): Worker {
  const load = `import { register } from '${loaderUrl('dist/esm/api/index.mjs')}'; register(); await import('${entryUrl(ENTRY).href}');`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(load)}`), { workerData: task });
}

function newProcess(task: EmbeddedTask): Runner {
  const child = startOwnProcess(ENTRY, [JSON.stringify(task)]);
  // It waits for this before it ends, so that its last words are heard.
  child.on('message', ({ type }: EmbeddedReply) => {
    if (type === 'finished' || type === 'failed') child.disconnect();
  });
  return {
    says: child,
    send: (request) => void child.send(request),
    kill: async () => child.kill('SIGKILL'),
  };
}
