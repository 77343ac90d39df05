/**
 * A thread of its own for the embedded PostgreSQL, which it serves over a local socket; as a process it makes one or reads a copy through.
 * It knows files and PGlite; statements come over the socket. Side effects on import: this is the entry of both.
 */
import { fdatasyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { copyDatabase, createDirectory, syncDirectory } from './database-files.ts';
import type { EmbeddedAddress, EmbeddedReply, EmbeddedRequest, EmbeddedTask } from './embedded-protocol.ts';
import { findDamage, readThrough } from './integrity.ts';

/** How PGlite signals that a statement failed; any other exception out of PostgreSQL's main loop means the server is dead. */
const STATEMENT_FAILED_STATUS = 100;

const START_PARAMS = [
  // Without -F (fsync off): a commit that was acknowledged stands after a power cut.
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  // The default of 128 MB costs memory a small machine does not have.
  '-c',
  'shared_buffers=16MB',
  // What a burst made the write-ahead log grow is given back at the next checkpoint.
  '-c',
  'max_wal_size=64MB',
];

/** Smaller pieces of the write-ahead log than the usual 16 MB: less to copy for a backup, less on a small disk. */
const CREATE_PARAMS = ['--wal-segsize=4'];

const task: EmbeddedTask = parentPort ? workerData : JSON.parse(process.argv[2] ?? 'null');
if (!parentPort) {
  // An interrupt typed at a terminal reaches this process too; the bot decides what it means, and this one ends with it.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit());
}

/** The last things PostgreSQL said, to explain an end. */
const lastWords: string[] = [];

function fail(message: string): never {
  throw new Error(message);
}

function tell(reply: EmbeddedReply): void {
  if (parentPort) parentPort.postMessage(reply);
  else process.send?.(reply);
}

function hear(line: string): boolean {
  lastWords.push(line);
  if (lastWords.length > 30) lastWords.shift();
  if (/\b(WARNING|FATAL|PANIC):/.test(line)) tell({ type: 'said', line });
  return false;
}

/** A stream of Emscripten's NODEFS; `nfd` is Node's file descriptor. */
interface NodeStream {
  nfd: number;
}

interface NodeFiles {
  stream_ops: { fsync?: (stream: NodeStream) => number };
  tryFSOperation: (operation: () => void) => void;
}

/** PGlite's file system ignores fsync; this one means it. */
class DurableFiles extends NodeFS {
  override async init(...[postgres, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(postgres, options);
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        preRun: [
          ...(emscriptenOpts.preRun ?? []),
          (module) => {
            const nodeFiles: NodeFiles = module.FS.filesystems.NODEFS;
            nodeFiles.stream_ops.fsync = (stream) => {
              nodeFiles.tryFSOperation(() => fdatasyncSync(stream.nfd));
              return 0;
            };
          },
        ],
      },
    };
  }
}

/** @throws whatever keeps PostgreSQL from starting; what it said stands in `lastWords`. */
function openPostgres(directory: string): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableFiles(directory),
    startParams: START_PARAMS,
    initDbStartParams: CREATE_PARAMS,
    onStderr: hear,
  });
}

/** PGlite goes on after PostgreSQL aborted (a PANIC, for example a full disk under its log). Nothing may run then. */
function dieWithPostgres(postgres: PGlite): void {
  const loopOnce = postgres.Module._PostgresMainLoopOnce;
  postgres.Module._PostgresMainLoopOnce = () => {
    try {
      loopOnce();
    } catch (error) {
      const status: unknown = typeof error === 'object' && error !== null && Reflect.get(error, 'status');
      if (status === STATEMENT_FAILED_STATUS) throw error;
      tell({ type: 'died', reason: String(error), lastWords });
      process.exit(1);
    }
  };
}

async function create(directory: string): Promise<void> {
  const unfinished = createDirectory(directory);
  const postgres = await openPostgres(unfinished.path);
  await postgres.close();
  syncDirectory(unfinished.path);
  unfinished.moveIntoPlace();
  tell({ type: 'finished', rowCount: 0 });
}

async function verify(directory: string): Promise<void> {
  const postgres = await openPostgres(directory);
  const { damage, rowCount } = await readThrough(postgres);
  await postgres.exec('CHECKPOINT');
  await postgres.close();
  if (damage.length > 0) fail(damage.join('; '));
  tell({ type: 'finished', rowCount });
}

async function serve(directory: string, address: EmbeddedAddress): Promise<void> {
  const postgres = await openPostgres(directory);
  dieWithPostgres(postgres);
  const damage = await findDamage(postgres);
  if (damage.length > 0) fail(damage.join('; '));
  // The client opens one connection only; the other place is for its successor while the first is being closed.
  const server = new PGLiteSocketServer({ db: postgres, maxConnections: 2, ...address });
  await server.start();
  parentPort?.on('message', (request: EmbeddedRequest) => {
    void answer(request, async () => {
      if (request.type === 'copy') return copyDatabase(directory, request.to, request.oldestLog);
      await server.stop();
      await postgres.exec('CHECKPOINT');
      await postgres.close();
    });
  });
  tell({ type: 'ready', port: 'path' in address ? null : Number(server.getServerConn().split(':').at(-1)) });
}

async function answer(request: EmbeddedRequest, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    tell({ type: 'done', id: request.id, error: null });
  } catch (error) {
    tell({ type: 'done', id: request.id, error: String(error) });
  }
  if (request.type === 'close') parentPort?.close();
}

async function run(): Promise<void> {
  try {
    if (task.type === 'create') await create(task.directory);
    else if (task.type === 'verify') await verify(task.directory);
    else await serve(task.directory, task.address);
  } catch (error) {
    tell({ type: 'failed', reason: String(error), lastWords });
    if (!parentPort) return;
    parentPort.close();
    // A PostgreSQL that failed half way holds open files and, after an abort, may not be spoken to.
    process.exit(1);
  }
}

void run();
