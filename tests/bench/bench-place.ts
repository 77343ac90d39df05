/** Where a measurement's database lies: a fresh directory, and on a server a fresh database. Gone afterwards. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { dataDirectory } from '../../src/db/data-directory.ts';
import { embeddedTemplate } from '../support/database.ts';

export type DatabaseKind = 'embedded' | 'PostgreSQL';

export interface Place {
  readonly dataDir: string;
  /** null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  remove(): Promise<void>;
}

let count = 0;

/**
 * An embedded database was made before: that takes a few seconds once in its life, and memory.
 * @param kind null: nobody writes. @param serverUrl a superuser's address; used for PostgreSQL only.
 */
export async function makePlace(kind: DatabaseKind | null, serverUrl: string | null): Promise<Place> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'steward-bench-'));
  const removeDir = (): void => rmSync(dataDir, { recursive: true, force: true });
  if (kind === 'embedded')
    cpSync(await embeddedTemplate(), dataDirectory(dataDir).databaseDir, { recursive: true });
  if (kind !== 'PostgreSQL') return { dataDir, databaseUrl: null, remove: async () => removeDir() };
  if (!serverUrl) throw new Error('no PostgreSQL server was named');
  count += 1;
  const name = `steward_bench_${process.pid}_${count}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const own = new URL(serverUrl);
  own.pathname = `/${name}`;
  return {
    dataDir,
    databaseUrl: own.href,
    async remove() {
      await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      removeDir();
    },
  };
}

/** The server's version, and whether a commit waits for its disk, for the description of the machine. */
export async function describeServer(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string; fsync: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync`,
  );
  await client.end();
  return `PostgreSQL ${rows[0]?.version} (fsync ${rows[0]?.fsync})`;
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}
