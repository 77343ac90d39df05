/**
 * npm run bench:ingest: rows/s from gateway frame to committed row, next to what discord.js takes in doing nothing and to one Prisma
 * `create` per row, over the same stream from a local Discord. The Discord and each contender are processes of their own.
 *
 *   npm run bench:ingest -- --frames 200000 --members 20000 --creates 2000 --rounds 3 --postgres postgresql://postgres@127.0.0.1/postgres
 *
 * The stream waits on the far side and comes at once by a resume, so that the client is the bound and not whoever makes the frames.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { ClientHears, ClientSays, ClientTask, Contender } from './ingest-client.ts';
import type { DiscordHears, DiscordSays, DiscordTask } from './ingest-discord.ts';

const { values: flags } = parseArgs({
  options: {
    frames: { type: 'string', default: '200000' },
    members: { type: 'string', default: '20000' },
    creates: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '1' },
    postgres: { type: 'string' },
  },
});
const sizes = {
  frames: Number(flags.frames),
  members: Number(flags.members),
  creates: Number(flags.creates),
};
const rounds = Number(flags.rounds);
for (const [name, value] of Object.entries({ ...sizes, rounds }))
  if (!Number.isSafeInteger(value) || value < 1) {
    console.error(`--${name} must be a whole number above 0.`);
    process.exit(1);
  }

interface Run {
  readonly name: string;
  readonly contender: Contender;
  readonly database: 'none' | 'embedded' | 'postgres';
}

interface Result {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly peakMb: number;
  readonly journaled: number;
}

const runs: Run[] = [
  { name: 'discord.js, idle, as it comes', contender: 'idle', database: 'none' },
  { name: "discord.js, idle, the bot's caches", contender: 'idle-lean', database: 'none' },
  { name: 'Steward, embedded', contender: 'steward', database: 'embedded' },
  { name: 'one create each, embedded', contender: 'create', database: 'embedded' },
];
if (flags.postgres)
  runs.push(
    { name: 'Steward, PostgreSQL', contender: 'steward', database: 'postgres' },
    { name: 'one create each, PostgreSQL', contender: 'create', database: 'postgres' },
  );

console.log(`${cpus()[0]?.model.trim()} × ${availableParallelism()}, Node ${process.versions.node}`);
console.log(`${sizes.frames} messages and reactions of ${sizes.members} members, median of ${rounds}\n`);
const results = new Map<Run, Result>();
for (const run of runs) {
  const each: Result[] = [];
  for (let round = 0; round < rounds; round += 1) each.push(await measure(run));
  results.set(run, each.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(each.length / 2)]!);
}
print();

function print(): void {
  const idle = results.get(runs[0]!)!.perSecond;
  const createOf = (database: Run['database']): number =>
    [...results].find(([run]) => run.contender === 'create' && run.database === database)?.[1].perSecond ??
    Number.NaN;
  const header = ['', 'frames/s', 'µs CPU each', 'peak MB', 'of idle', '× create', 'by journal'];
  const lines = [...results].map(([run, result]) => [
    run.name,
    String(Math.round(result.perSecond)),
    result.cpuMicros.toFixed(1),
    String(Math.round(result.peakMb)),
    (result.perSecond / idle).toFixed(2),
    run.contender === 'steward' ? (result.perSecond / createOf(run.database)).toFixed(0) : '',
    run.contender === 'steward' ? String(result.journaled) : '',
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]!.length)),
  );
  for (const line of [header, ...lines])
    console.log(
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  '),
    );
}

async function measure(run: Run): Promise<Result> {
  const frames = run.contender === 'create' ? sizes.creates : sizes.frames;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'steward-bench-'));
  const place = run.database === 'postgres' ? await makeDatabase(flags.postgres!) : null;
  const discord = start<DiscordSays, DiscordHears>('ingest-discord.ts', {
    frames,
    members: sizes.members,
  } satisfies DiscordTask);
  try {
    const open = await discord.hear('open');
    const client = start<ClientSays, ClientHears>('ingest-client.ts', {
      contender: run.contender,
      apiUrl: open.apiUrl,
      token: open.token,
      dataDir,
      databaseUrl: place?.url ?? null,
    } satisfies ClientTask);
    try {
      await client.hear('ready');
      discord.tell('connected');
      const prepared = await discord.hear('prepared');
      client.tell({ before: prepared.before, last: prepared.last });
      discord.tell('release');
      const done = await client.hear('done');
      if (run.database !== 'none') {
        const { rows } = await client.hear('counted');
        if (rows !== prepared.rows) throw new Error(`${run.name}: ${rows} rows of ${prepared.rows}`);
      }
      return {
        perSecond: (frames / done.ms) * 1000,
        cpuMicros: (done.cpuMs * 1000) / frames,
        peakMb: done.peakMb,
        journaled: done.journaled,
      };
    } finally {
      await client.end();
    }
  } finally {
    await discord.end();
    await place?.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function start<Says extends { say: string }, Hears>(file: string, task: object) {
  const child = fork(path.join(import.meta.dirname, file), [JSON.stringify(task)], {
    execArgv: ['--import', 'tsx'],
    serialization: 'json',
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
    tell: (hears: Hears): void => void child.send(hears as object),
    hear: <S extends Says['say']>(say: S) =>
      new Promise<Extract<Says, { say: S }>>((resolve, reject) => {
        const look = (): void => {
          const found = said.find((each) => each.say === say);
          if (!found && child.exitCode === null) return;
          waiting.delete(look);
          if (found) resolve(found as Extract<Says, { say: S }>);
          else reject(new Error(`${file} ended before it said "${say}"`));
        };
        waiting.add(look);
        look();
      }),
    end: () => endChild(child),
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(late);
}

/** A database of its own on the server. */
async function makeDatabase(url: string): Promise<{ url: string; remove(): Promise<void> }> {
  const name = `steward_bench_${process.pid}`;
  const onServer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await onServer(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, remove: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`) };
}
