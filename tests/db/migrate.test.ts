import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schemaDiff } from '../../scripts/schema-diff.ts';
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { StartError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { projectPath } from '../../src/project-root.ts';
import { testPlace } from '../support/database.ts';
import type { TestPlace } from '../support/database.ts';

const log = createLogger('silent', false);
let dataDir: string;
let migrationsDir: string;
let place: TestPlace;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'steward-test-'));
  migrationsDir = path.join(dataDir, 'migrations');
  await cp(projectPath('prisma', 'migrations'), migrationsDir, { recursive: true });
  place = await testPlace(dataDir);
});

afterEach(async () => {
  await place.remove();
  await rm(dataDir, { recursive: true, force: true });
});

function open(): Promise<Database> {
  return openDatabase({ databaseUrl: place.databaseUrl, dataDir, migrationsDir, log, clock: systemClock });
}

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(migrationsDir, name));
  await writeFile(path.join(migrationsDir, name, 'migration.sql'), sql);
}

async function refusalOf(opening: Promise<Database>): Promise<StartError> {
  const error: unknown = await opening.then(
    (database) => database.close().then(() => 'it opened'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  return error as StartError;
}

describe('schema.prisma and the migrations', () => {
  it('agree: a database made by the migrations lacks nothing the schema asks for, and has nothing more', async () => {
    expect(await schemaDiff()).toBe('');
  }, 120_000);

  it('are found to disagree where a migration is missing something', async () => {
    const sql = await readFile(path.join(migrationsDir, '0001_start', 'migration.sql'), 'utf8');
    const without = sql.replace(/.*"late" BOOLEAN.*\n/, '');
    await writeFile(path.join(migrationsDir, '0001_start', 'migration.sql'), without);
    expect(await schemaDiff(migrationsDir)).toContain('ADD COLUMN     "late" BOOLEAN NOT NULL DEFAULT false');
  }, 120_000);
});

describe('the start', () => {
  it("applies a new migration once, and records it as Prisma's own tool would", async () => {
    const sql = 'CREATE TABLE hat (id INT PRIMARY KEY);\nINSERT INTO hat VALUES (1);\n';
    await addMigration('0099_hats', sql);
    for (const round of [1, 2]) {
      const database = await open();
      const rows = await database.query('SELECT id FROM hat');
      const recorded = await database.query(
        `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at, logs, applied_steps_count
         FROM _prisma_migrations WHERE migration_name = '0099_hats'`,
      );
      await database.close();
      expect(rows, `start ${round}`).toEqual([{ id: 1 }]);
      expect(recorded).toEqual([
        {
          migration_name: '0099_hats',
          // sha256sum of the file, computed apart from the code under test.
          checksum: '9524a3c58c4f844249b6980f386e04daa168c15dda9dd6317afcfc6849134742',
          finished: true,
          rolled_back_at: null,
          logs: null,
          applied_steps_count: 1,
        },
      ]);
    }
  });

  it('makes active hours of the counts per hour that an earlier version kept', async () => {
    const sqlOf = (name: string) => readFile(path.join(migrationsDir, name, 'migration.sql'), 'utf8');
    const [start, activeHours] = [await sqlOf('0001_start'), await sqlOf('0005_active_hours')];
    const database = await open();
    try {
      const days = await database.sqlTransaction(async (sql) => {
        await sql.execute(`CREATE SCHEMA earlier; SET LOCAL search_path TO earlier; ${start}`);
        await sql.execute(
          `INSERT INTO member_day (guild_id, "on", user_id, interactions, messages, reactions, hours)
           VALUES (1, '2026-03-02', 2, 4, 4, 0, '{3,0,0,1}'), (1, '2026-03-03', 2, 0, 0, 0, '{0,0}'), (1, '2026-03-04', 2, 0, 0, 0, NULL)`,
        );
        await sql.execute(activeHours);
        return sql.query<{ hours: number }>('SELECT hours FROM member_day ORDER BY "on"');
      });
      expect(days.map(({ hours }) => hours)).toEqual([0b1001, 0, 0]);
    } finally {
      await database.close();
    }
  });

  it('is refused, with the name, where a migration was changed after it was applied', async () => {
    await appendFile(path.join(migrationsDir, '0001_start', 'migration.sql'), '-- a second thought\n');
    const refusal = await refusalOf(open());
    expect(refusal.what).toBe('The migration 0001_start was changed after it was applied to this database.');
    expect(refusal.mend).toContain('prisma/migrations/0001_start/migration.sql');
  });

  it('takes a migration whose line ends were changed by the checkout for the same', async () => {
    const file = path.join(migrationsDir, '0001_start', 'migration.sql');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));
    const database = await open();
    expect(await database.prisma.community.count()).toBe(0);
    await database.close();
  });

  it('is refused, and nothing of it kept, where a migration fails half way', async () => {
    await addMigration('0099_hats', 'CREATE TABLE hat (id INT);\nCREATE TABLE community (id INT);\n');
    const refusal = await refusalOf(open());
    expect(refusal.what).toMatch(/^The migration 0099_hats failed: .*"community" already exists/);
    await rm(path.join(migrationsDir, '0099_hats'), { recursive: true });
    const database = await open();
    expect(await database.query(`SELECT to_regclass('hat') AS hat`)).toEqual([{ hat: null }]);
    await database.close();
  });

  it('is refused where a newer version used the database', async () => {
    await addMigration('0099_hats', 'CREATE TABLE hat (id INT);\n');
    await (await open()).close();
    await rm(path.join(migrationsDir, '0099_hats'), { recursive: true });
    expect((await refusalOf(open())).what).toContain(
      'has the migration 0099_hats, which this version does not know',
    );
  });

  it('is refused where another tool began a migration and never finished it', async () => {
    const database = await open();
    await database.execute(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ('1', 'x', '0002_next', 'out of memory')`,
    );
    await database.close();
    expect((await refusalOf(open())).what).toBe(
      'The migration 0002_next was begun and never finished: out of memory.',
    );
  });
});
