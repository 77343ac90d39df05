import { cp, mkdir, mkdtemp, open, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backupName } from '../../src/db/backup-files.ts';
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { dataDirectory } from '../../src/db/data-directory.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { StartError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { projectPath } from '../../src/project-root.ts';
import { embeddedTemplate } from '../support/database.ts';
import { startDatabaseProcess } from '../support/database-process.ts';
import type { DatabaseProcess } from '../support/database-process.ts';

const BATCH_ROWS = 200;
const log = createLogger('silent', false);
const directories: string[] = [];
const processes: DatabaseProcess[] = [];

afterEach(async () => {
  for (const one of processes.splice(0)) await one.kill('SIGKILL');
  for (const one of directories.splice(0)) await rm(one, { recursive: true, force: true });
});

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'steward-test-'));
  directories.push(directory);
  return directory;
}

/** A data directory with a migrated database that nobody has open. */
async function newDataDir(): Promise<string> {
  const dataDir = await emptyDirectory();
  await cp(await embeddedTemplate(), dataDirectory(dataDir).databaseDir, { recursive: true });
  return dataDir;
}

function start(...args: Parameters<typeof startDatabaseProcess>): DatabaseProcess {
  const started = startDatabaseProcess(...args);
  processes.push(started);
  return started;
}

const openAt = (dataDir: string): Promise<Database> => openDatabase({ dataDir, log, clock: systemClock });

async function startErrorOf(opening: Promise<Database>): Promise<StartError> {
  const error: unknown = await opening.then(
    (database) => database.close().then(() => 'it opened'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  return error as StartError;
}

describe('a bot that is killed', () => {
  it('in the middle of writing has lost no batch it was told is written, and none stands by half', async () => {
    const dataDir = await newDataDir();
    let lastWritten = 0;
    for (const batches of [4, 11, 23]) {
      const writer = start('write', dataDir);
      await writer.hear(new RegExp(`^written ${lastWritten + batches}$`));
      await writer.kill('SIGKILL');
      lastWritten = writer.lastWritten();
    }
    const database = await openAt(dataDir);
    const batches = await database.query<{ batch: string; rows: string }>(
      'SELECT guild_id AS batch, count(*) AS rows FROM interaction GROUP BY guild_id ORDER BY guild_id',
    );
    await database.close();
    expect(batches.length).toBeGreaterThanOrEqual(lastWritten);
    expect(batches.map(({ batch }) => Number(batch))).toEqual(batches.map((_, index) => index + 1));
    expect(new Set(batches.map(({ rows }) => Number(rows)))).toEqual(new Set([BATCH_ROWS]));
  }, 120_000);
});

describe('a batch the bot was told is written', () => {
  it('was forced to the disk before, so that a power cut takes nothing either', async () => {
    const dataDir = await newDataDir();
    const count = path.join(dataDir, 'syncs');
    const writer = start('write', dataDir, {
      imports: [projectPath('tests', 'support', 'count-syncs.mjs')],
      env: { SYNC_COUNT: count },
    });
    // Opening forces some tens of times; every batch adds one before it is acknowledged.
    await writer.hear(/^written 300$/);
    expect((await stat(count)).size).toBeGreaterThanOrEqual(300);
  });
});

describe('a second bot on the same data directory', () => {
  it('is refused with the name of the first one, whose work goes on', async () => {
    const dataDir = await newDataDir();
    const first = start('write', dataDir);
    await first.hear(/^written 1$/);
    const second = start('hold', dataDir);
    const refusal = await second.hear(/^refused/);
    expect(refusal).toMatch(/is in use by another process \(\d+ on .+\)\. Stop that process first/);
    const writtenBefore = first.said.length;
    await first.hear(new RegExp(`^written ${writtenBefore + 1}$`));
  }, 120_000);

  it('is refused also where the first one is suspended for so long that its lock looks abandoned', async () => {
    const dataDir = await newDataDir();
    const first = start('hold', dataDir);
    await first.hear(/^open$/);
    first.signal('SIGSTOP');
    await utimes(path.join(dataDir, 'lock'), new Date('2026-01-01Z'), new Date('2026-01-01Z'));
    expect((await startErrorOf(openAt(dataDir))).what).toContain('is in use by another process');
  });

  it('of a machine that can no longer be asked is waited out, and taken over when it gives no sign of life', async () => {
    const dataDir = await newDataDir();
    await mkdir(path.join(dataDir, 'lock'));
    await writeFile(path.join(dataDir, 'lock.json'), JSON.stringify({ pid: 1, host: 'another-machine' }));
    const database = await openAt(dataDir);
    expect(await database.prisma.community.count()).toBe(0);
    await database.close();
  });

  it('is refused within one process too', async () => {
    const dataDir = await newDataDir();
    const database = await openAt(dataDir);
    expect((await startErrorOf(openAt(dataDir))).what).toContain('is in use');
    await database.close();
  });

  it('may take over at once where the first one was killed', async () => {
    const dataDir = await newDataDir();
    const first = start('hold', dataDir);
    await first.hear(/^open$/);
    await first.kill('SIGKILL');
    expect(await readdir(dataDir)).toContain('lock');
    const database = await openAt(dataDir);
    expect(await database.prisma.community.count()).toBe(0);
    await database.close();
    expect(await readdir(dataDir)).not.toContain('lock');
  });
});

describe('a start that finds damage', () => {
  const newest = backupName(new Date('2026-03-02T03:00:00Z'));

  async function damagedDataDir(damage: (databaseDir: string) => Promise<void>): Promise<string> {
    const dataDir = await newDataDir();
    const { databaseDir, backupsDir } = dataDirectory(dataDir);
    await damage(databaseDir);
    await mkdir(backupsDir);
    await writeFile(path.join(backupsDir, backupName(new Date('2026-03-01T03:00:00Z'))), 'older');
    await writeFile(path.join(backupsDir, newest), 'newest');
    return dataDir;
  }

  it('in the control file stops, names the newest backup and leaves every file as it was', async () => {
    const dataDir = await damagedDataDir((databaseDir) =>
      overwrite(path.join(databaseDir, 'global', 'pg_control'), 0),
    );
    const { databaseDir } = dataDirectory(dataDir);
    const before = await sizes(databaseDir);
    const error = await startErrorOf(openAt(dataDir));
    expect(error.what).toContain('is damaged');
    expect(error.mend).toContain(`npm run restore -- ${newest}`);
    expect(await sizes(databaseDir)).toEqual(before);
  });

  it("in a table's page stops, and says which table", async () => {
    const dataDir = await newDataDir();
    const database = await openAt(dataDir);
    await database.execute(`INSERT INTO command_registration VALUES ('app', 'hash', now())`);
    const [row] = await database.query<{ file: string }>(
      `SELECT pg_relation_filepath('command_registration') AS file`,
    );
    await database.close();
    await overwrite(path.join(dataDirectory(dataDir).databaseDir, row?.file ?? ''), 8_000);
    const error = await startErrorOf(openAt(dataDir));
    expect(error.what).toMatch(/is damaged .*command_registration.*invalid page/);
    expect(error.mend).toContain('There is no backup');
  });

  it("in a table's missing file stops, and says which table", async () => {
    const dataDir = await newDataDir();
    const database = await openAt(dataDir);
    const [row] = await database.query<{ file: string }>(`SELECT pg_relation_filepath('survey') AS file`);
    await database.close();
    await rm(path.join(dataDirectory(dataDir).databaseDir, row?.file ?? ''));
    expect((await startErrorOf(openAt(dataDir))).what).toContain('survey: its file is gone');
  });

  it('that is the whole database missing does not begin an empty one over the backups', async () => {
    const dataDir = await damagedDataDir((databaseDir) => rm(databaseDir, { recursive: true }));
    const error = await startErrorOf(openAt(dataDir));
    expect(error.what).toContain('There is no database');
    expect(error.mend).toContain(newest);
    expect(await readdir(dataDir)).not.toContain('database');
  });
});

describe('a first start', () => {
  it('that was cut off leaves nothing the next one could mistake for a database', async () => {
    const dataDir = await emptyDirectory();
    await mkdir(path.join(dataDir, 'database.unfinished'));
    await writeFile(path.join(dataDir, 'database.unfinished', 'PG_VERSION'), '18');
    const database = await openAt(dataDir);
    expect(await database.prisma.community.count()).toBe(0);
    await database.close();
    expect(await readdir(dataDir)).toEqual(['database']);
  }, 120_000);
});

async function overwrite(file: string, position: number): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(100, 0xab), 0, 100, position);
  await handle.close();
}

async function sizes(directory: string): Promise<[string, number][]> {
  const names = await readdir(directory, { recursive: true });
  return Promise.all(
    names
      .toSorted()
      .map(async (name): Promise<[string, number]> => [
        name,
        (await stat(path.join(directory, name))).mtimeMs,
      ]),
  );
}
