import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { unpackArchive } from '../../src/db/archive.ts';
import { backupName, listBackups, pruneBackups } from '../../src/db/backup-files.ts';
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { dataDirectory } from '../../src/db/data-directory.ts';
import { restoreBackup } from '../../src/db/restore-backup.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { StartError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { embeddedTemplate } from '../support/database.ts';

const log = createLogger('silent', false);
const NIGHT = new Date('2026-03-29T03:00:00Z');
const directories: string[] = [];

afterEach(async () => {
  for (const one of directories.splice(0)) await rm(one, { recursive: true, force: true });
});

async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'steward-test-'));
  directories.push(dataDir);
  await cp(await embeddedTemplate(), dataDirectory(dataDir).databaseDir, { recursive: true });
  return dataDir;
}

function openAt(dataDir: string, clock = new StoppedClock(NIGHT)): Promise<Database> {
  return openDatabase({ dataDir, log, clock });
}

const addMembers = (database: Database, from: number, to: number): Promise<number> =>
  database.execute(
    `INSERT INTO member_stay (guild_id, user_id, joined_at)
     SELECT 1, i, TIMESTAMPTZ '2026-01-01Z' FROM generate_series($1::int, $2::int) AS i`,
    [from, to],
  );

describe('the nightly backup', () => {
  it('can be restored after the database was damaged: every row of that night is back, and the damaged files are kept', async () => {
    const dataDir = await newDataDir();
    const directory = dataDirectory(dataDir);
    const database = await openAt(dataDir);
    await addMembers(database, 1, 5_000);
    const held: string[] = [];
    const report = await database.backup(async (work) => {
      held.push('held');
      const result = await work();
      held.push('let go');
      return result;
    });
    expect(held).toEqual(['held', 'let go']);
    expect(report).toMatchObject({ name: 'steward-2026-03-29T030000Z.tar.gz', deleted: [] });
    expect(report?.rowCount).toBeGreaterThanOrEqual(5_000);
    await addMembers(database, 5_001, 5_100);
    await database.close();
    await writeFile(path.join(directory.databaseDir, 'global', 'pg_control'), 'rubbish');

    const damaged: unknown = await openAt(dataDir).catch((error: unknown) => error);
    expect(damaged).toBeInstanceOf(StartError);
    expect((damaged as StartError).mend).toContain(`npm run restore -- ${report?.name}`);
    const restored = await restoreBackup(directory, report?.name ?? '', new Date('2026-03-30T08:15:00Z'));
    expect(restored.rowCount).toBe(report?.rowCount);
    expect(restored.movedTo).toBe(path.join(dataDir, 'database-before-restore-2026-03-30T081500Z'));
    expect(await readFile(path.join(restored.movedTo ?? '', 'global', 'pg_control'), 'utf8')).toBe('rubbish');

    const again = await openAt(dataDir);
    expect(await again.prisma.memberStay.count()).toBe(5_000);
    expect(await addMembers(again, 6_000, 6_001)).toBe(2);
    await again.close();
  }, 120_000);

  it('leaves nothing but itself behind, and the database in use', async () => {
    const dataDir = await newDataDir();
    const database = await openAt(dataDir);
    const [backup, same, rows] = await Promise.all([
      database.backup(),
      database.backup(),
      database.prisma.community.count(),
    ]);
    expect(same).toEqual(backup);
    expect(rows).toBe(0);
    expect(await readdir(dataDirectory(dataDir).backupsDir)).toEqual([backup?.name]);
    await database.close();
  });

  it('is kept for seven nights', async () => {
    const backupsDir = await mkdtemp(path.join(tmpdir(), 'steward-test-'));
    directories.push(backupsDir);
    const nights = Array.from({ length: 9 }, (_, night) =>
      backupName(new Date(Date.UTC(2026, 1, 24 + night, 3))),
    );
    for (const name of [...nights, 'notes.txt']) await writeFile(path.join(backupsDir, name), 'x');
    expect(pruneBackups(backupsDir)).toEqual([nights[1], nights[0]]);
    expect(listBackups(backupsDir).map(({ name }) => name)).toEqual(nights.slice(2).toReversed());
    expect(await readdir(backupsDir)).toContain('notes.txt');
  });

  it('of a database that is damaged is thrown away, and the older ones stay', async () => {
    const dataDir = await newDataDir();
    const { backupsDir, databaseDir } = dataDirectory(dataDir);
    const clock = new StoppedClock(NIGHT);
    const database = await openAt(dataDir, clock);
    await addMembers(database, 1, 5_000);
    const good = await database.backup();
    const [row] = await database.query<{ file: string }>(
      `SELECT pg_relation_filepath('member_stay') AS file`,
    );
    const file = path.join(databaseDir, row?.file ?? '');
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0xab, 8_192, 9_000));
    clock.moveBy(86_400_000);
    await expect(database.backup()).rejects.toThrow(`the newest good backup is ${good?.name}`);
    expect(await readdir(backupsDir)).toEqual([good?.name]);
    await database.close();
  }, 120_000);
});

describe('a restore', () => {
  it('is refused while a bot uses the database', async () => {
    const dataDir = await newDataDir();
    const database = await openAt(dataDir);
    const report = await database.backup();
    await expect(restoreBackup(dataDirectory(dataDir), report?.name ?? '', NIGHT)).rejects.toThrow(
      'is in use',
    );
    await database.close();
  });

  it('from a cut archive changes nothing', async () => {
    const dataDir = await newDataDir();
    const directory = dataDirectory(dataDir);
    const database = await openAt(dataDir);
    const report = await database.backup();
    await addMembers(database, 1, 10);
    await database.close();
    const archive = path.join(directory.backupsDir, report?.name ?? '');
    await truncate(archive, 100_000);
    await expect(unpackArchive(archive, null)).rejects.toThrow(/unexpected end|cut short/);
    await expect(restoreBackup(directory, report?.name ?? '', NIGHT)).rejects.toThrow('Nothing was changed');
    const again = await openAt(dataDir);
    expect(await again.prisma.memberStay.count()).toBe(10);
    await again.close();
    expect((await readdir(dataDir)).toSorted()).toEqual(['backups', 'database']);
  });

  it('of a name nobody knows says how to list them', async () => {
    const dataDir = await newDataDir();
    await expect(restoreBackup(dataDirectory(dataDir), 'yesterday', NIGHT)).rejects.toThrow(
      'npm run restore lists them',
    );
  });
});
