/** Finds damage in an open database by looking: files that are gone, pages whose checksum is wrong. Changes nothing. */

/** The little of PGlite used here. */
export interface IntegrityReader {
  query<Row>(sql: string): Promise<{ rows: Row[] }>;
  exec(sql: string): Promise<unknown>;
}

/** Up to this size every page is read at each start (about a second per gigabyte); beyond it only the catalogue's. */
const READ_ALL_UP_TO_BYTES = 512 * 1024 * 1024;

/** Tables, indexes and sequences whose file is missing or cut in the middle of a page. */
const BROKEN_FILES = `
  SELECT c.oid::regclass::text AS name, s.size
  FROM pg_class c LEFT JOIN LATERAL pg_stat_file(pg_relation_filepath(c.oid), true) s ON true
  WHERE c.relkind IN ('r', 'i', 't', 'S', 'm') AND (s.size IS NULL OR s.size % 8192 <> 0)`;

const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name, n.nspname = 'pg_catalog' AS catalogue,
         sum(pg_relation_size(c.oid)) OVER () AS total_bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 't', 'm') AND c.relpersistence = 'p'
  ORDER BY n.nspname <> 'pg_catalog', c.relname`;

/** What is damaged, in words for the log; empty where nothing was found. Reads all pages of a small database. */
export async function findDamage(database: IntegrityReader): Promise<string[]> {
  return (await readThrough(database, READ_ALL_UP_TO_BYTES)).damage;
}

/**
 * Reads every page of every table from the disk, whose checksums PostgreSQL compares.
 *
 * @param upToBytes a larger database has only its catalogue read.
 */
export async function readThrough(
  database: IntegrityReader,
  upToBytes = Number.POSITIVE_INFINITY,
): Promise<{ damage: string[]; rowCount: number }> {
  const broken = await database.query<{ name: string; size: number | null }>(BROKEN_FILES);
  const damage = broken.rows.map(
    ({ name, size }) => `${name}: its file is ${size === null ? 'gone' : 'cut'}`,
  );
  if (damage.length > 0) return { damage, rowCount: 0 };
  let rowCount = 0;
  const tables = await database.query<{ name: string; catalogue: boolean; total_bytes: number }>(TABLES);
  await database.exec('BEGIN; SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off');
  try {
    for (const table of tables.rows) {
      if (!table.catalogue && Number(table.total_bytes) > upToBytes) continue;
      await database.exec('SAVEPOINT reading');
      try {
        const counted = await database.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${table.name}`);
        if (!table.catalogue) rowCount += Number(counted.rows[0]?.rows ?? 0);
      } catch (error) {
        damage.push(`${table.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      await database.exec('ROLLBACK TO SAVEPOINT reading');
    }
  } finally {
    await database.exec('ROLLBACK');
  }
  return { damage, rowCount };
}
