/**
 * A fresh, migrated database for a test file, quickly: a copy of a template that is made once per state of the migrations.
 * Embedded by default; with TEST_DATABASE_URL (a superuser's address) a database of its own on that PostgreSQL server.
 */
import { createHash, randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { dataDirectory } from '../../src/db/data-directory.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createLogger } from '../../src/logger.ts';
import { projectPath } from '../../src/project-root.ts';

/** Close it after the test: that removes the database and its directory too. */
export interface TestDatabase extends Database {
  /** A directory of its own, where journals and the like may be kept. */
  readonly dataDir: string;
}

const log = createLogger('silent', false);
const serverUrl = process.env['TEST_DATABASE_URL'];

/** Where the tests run: 'embedded', or 'server' with TEST_DATABASE_URL. */
export const testDatabaseKind: Database['kind'] = serverUrl ? 'server' : 'embedded';

export async function testDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'steward-test-'));
  const place = await testPlace(dataDir);
  const database = await openDatabase({ databaseUrl: place.databaseUrl, dataDir, log, clock: systemClock });
  return {
    ...database,
    dataDir,
    async close() {
      await database.close();
      await place.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Where a fresh, migrated, closed database lies. */
export interface TestPlace {
  /** null: embedded in the data directory that was given. */
  readonly databaseUrl: string | null;
  readonly remove: () => Promise<void>;
}

/** Prepares a database that somebody else will open, for instance a whole bot. */
export async function testPlace(dataDir: string): Promise<TestPlace> {
  return serverUrl ? cloneOnServer(serverUrl) : cloneEmbedded(dataDir);
}

async function cloneEmbedded(dataDir: string): Promise<TestPlace> {
  // A thousand small files: one after the other at once, they cost a fraction of what a promise for each does.
  cpSync(await embeddedTemplate(), dataDirectory(dataDir).databaseDir, { recursive: true });
  return { databaseUrl: null, remove: async () => undefined };
}

/** The directory of a migrated embedded database that is closed. */
export async function embeddedTemplate(): Promise<string> {
  const cache = projectPath('node_modules', '.cache', 'steward-tests');
  const template = path.join(cache, await stateOfMigrations());
  if (await exists(template)) return template;
  await mkdir(cache, { recursive: true });
  const dataDir = await mkdtemp(path.join(cache, 'making-'));
  await (await openDatabase({ dataDir, log, clock: systemClock })).close();
  try {
    await rename(dataDirectory(dataDir).databaseDir, template);
  } catch (error) {
    // Another test file was faster; its template is as good.
    if (!(await exists(template))) throw error;
  }
  await rm(dataDir, { recursive: true, force: true });
  return template;
}

async function cloneOnServer(url: string): Promise<TestPlace> {
  const template = `steward_test_${await stateOfMigrations()}`;
  const name = `${template}_${randomUUID().slice(0, 8)}`;
  await onServer(url, async (client) => {
    // One test file at a time makes the template or copies it: a template must have no other visitor.
    await client.query('SELECT pg_advisory_lock(7438)');
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount === 0) await makeServerTemplate(url, client, template);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  return {
    databaseUrl: addressOf(url, name),
    remove: () =>
      onServer(url, async (client) => void (await client.query(`DROP DATABASE "${name}" WITH (FORCE)`))),
  };
}

async function makeServerTemplate(url: string, client: pg.Client, template: string): Promise<void> {
  const making = `${template}_making`;
  await client.query(`DROP DATABASE IF EXISTS "${making}" WITH (FORCE)`);
  await client.query(`CREATE DATABASE "${making}"`);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'steward-test-'));
  const databaseUrl = addressOf(url, making);
  await (await openDatabase({ databaseUrl, dataDir, log, clock: systemClock })).close();
  await rm(dataDir, { recursive: true, force: true });
  await client.query(`ALTER DATABASE "${making}" RENAME TO "${template}"`);
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

/** Sixteen hex digits that change with the migrations, with PGlite, and with how the database is made. */
async function stateOfMigrations(): Promise<string> {
  const hash = createHash('sha256');
  const migrations = projectPath('prisma', 'migrations');
  const names = (await readdir(migrations, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(name).update(await readFile(path.join(migrations, name, 'migration.sql')));
  }
  hash.update(await readFile(projectPath('src', 'db', 'embedded-worker.ts')));
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  hash.update(await readFile(path.join(path.dirname(pglite), '..', 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

async function exists(directory: string): Promise<boolean> {
  return access(directory).then(
    () => true,
    () => false,
  );
}
