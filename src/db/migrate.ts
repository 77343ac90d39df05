/**
 * Brings a database to the state the migrations describe, in Prisma's own table and with its checksums, so that
 * `prisma migrate deploy` stays usable. Knows the files and that table, no feature's.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { StartError } from '../kernel/errors.ts';
import type { Logger } from '../logger.ts';
import { projectPath } from '../project-root.ts';
import { isDatabaseAway, messageOf } from './database-errors.ts';

/** The advisory lock Prisma takes while it migrates. Source: prisma-engines, sql-schema-connector, flavour/postgres. */
const PRISMA_MIGRATE_LOCK = 72_707_369;

/** Source: prisma-engines, sql-schema-connector, apply_migration / migration persistence for PostgreSQL. */
const MIGRATIONS_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

/** A migration as it lies under prisma/migrations. */
interface Migration {
  name: string;
  sql: string;
}

interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  logs: string | null;
}

export interface MigrateSettings {
  /** How to reach the database; a connection of its own is opened and closed. */
  readonly connection: pg.ClientConfig;
  readonly log: Logger;
  /** A server may be migrated by several processes at once; the embedded database has the data directory's lock. */
  readonly underAdvisoryLock: boolean;
  readonly migrationsDir?: string;
}

/**
 * Applies what is missing, each migration in a transaction of its own.
 *
 * @throws StartError when an applied migration was changed since, is unknown here, or failed before; and when one fails now.
 */
export async function migrate(settings: MigrateSettings): Promise<void> {
  const migrations = readMigrations(settings.migrationsDir ?? projectPath('prisma', 'migrations'));
  const client = new pg.Client(settings.connection);
  client.on('error', (error) =>
    settings.log.warn({ reason: messageOf(error) }, 'the connection for migrating broke'),
  );
  await client.connect();
  try {
    // Advisory locks shut nobody out on the embedded database, whose connections are one session.
    if (settings.underAdvisoryLock) await client.query('SELECT pg_advisory_lock($1)', [PRISMA_MIGRATE_LOCK]);
    await client.query(MIGRATIONS_TABLE);
    const applied = await client.query<AppliedMigration>(
      `SELECT migration_name, checksum, finished_at, logs FROM "_prisma_migrations"
       WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    const missing = missingMigrations(migrations, applied.rows);
    for (const migration of missing) await apply(client, migration, settings.log);
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

/** In the order of their names, which is the order they are applied in. */
function readMigrations(migrationsDir: string): Migration[] {
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8') }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function missingMigrations(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (row.finished_at === null) {
      throw new StartError(
        `The migration ${row.migration_name} was begun and never finished: ${row.logs ?? 'no reason is recorded'}.`,
        'Look at what it left behind, then mark it with "npx prisma migrate resolve", or restore a backup.',
      );
    }
    if (migration === undefined) {
      throw new StartError(
        `The database has the migration ${row.migration_name}, which this version does not know.`,
        'A newer version used this database: run that one, or restore a backup from before.',
      );
    }
    if (!checksums(migration.sql).includes(row.checksum)) {
      throw new StartError(
        `The migration ${migration.name} was changed after it was applied to this database.`,
        `Bring back prisma/migrations/${migration.name}/migration.sql as it was; a further change belongs into a new migration.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: pg.Client, migration: Migration, log: Logger): Promise<void> {
  const id = randomUUID();
  try {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at) VALUES ($1, $2, $3, clock_timestamp())`,
      [id, checksum(migration.sql), migration.name],
    );
    await client.query(migration.sql);
    await client.query(
      `UPDATE "_prisma_migrations" SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1`,
      [id],
    );
    await client.query('COMMIT');
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    await client.query('ROLLBACK');
    throw new StartError(
      `The migration ${migration.name} failed: ${messageOf(error)}. Nothing of it was kept.`,
      'Mend what the message names (a table of the same name in a shared database? rights? a full disk?) and start again.',
      { cause: error },
    );
  }
  log.info({ migration: migration.name }, 'migration applied');
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** A checkout with other line ends is the same migration, as it is for Prisma. */
function checksums(sql: string): string[] {
  const unix = sql.replaceAll('\r\n', '\n');
  return [checksum(sql), checksum(unix), checksum(unix.replaceAll('\n', '\r\n'))];
}
