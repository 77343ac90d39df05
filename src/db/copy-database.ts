/** Copies all rows of one database into another, empty one, whatever tables there are. Both are migrated by the same version. */
import { StartError } from '../kernel/errors.ts';
import type { Database, SqlRunner } from './client.ts';

/** Rows on their way at once: some megabytes. */
const PORTION = 5_000;

/** How many rows each table had, in the order copied. */
export type CopiedTables = ReadonlyMap<string, number>;

/**
 * All of it or nothing. Nobody else may write to either one meanwhile.
 * @throws StartError where the other one holds rows already.
 */
export async function copyDatabase(from: Database, to: Database): Promise<CopiedTables> {
  return to.sqlTransaction((target) =>
    from.sqlTransaction(async (source) => {
      const tables = await listTables(source);
      for (const table of tables) await assertEmpty(target, table);
      await makePartitions(source, target);
      const copied = new Map<string, number>();
      for (const table of tables) copied.set(table, await copyTable(source, target, table));
      await advanceSequences(target);
      return copied;
    }),
  );
}

/** Without partitions, and those that refer to others last. */
async function listTables(sql: SqlRunner): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `SELECT format('%I', relname) AS name FROM pg_class AS listed
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
       AND relname <> '_prisma_migrations'
     ORDER BY (SELECT count(*) FROM pg_constraint WHERE conrelid = listed.oid AND contype = 'f'), relname`,
  );
  return rows.map(({ name }) => name);
}

async function assertEmpty(sql: SqlRunner, table: string): Promise<void> {
  const [row] = await sql.query(`SELECT FROM ${table} LIMIT 1`);
  if (row)
    throw new StartError(
      `The database of DATABASE_URL holds rows already (in ${table}).`,
      'Name an empty database: what is moved would mix with them.',
    );
}

async function makePartitions(source: SqlRunner, target: SqlRunner): Promise<void> {
  const rows = await source.query<{ statement: string }>(
    `SELECT format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I %s', part.relname, whole.relname,
       pg_get_expr(part.relpartbound, part.oid)) AS statement
     FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid JOIN pg_class AS whole ON whole.oid = inhparent
     WHERE part.relnamespace = current_schema()::regnamespace AND part.relkind = 'r'`,
  );
  for (const { statement } of rows) await target.execute(statement);
}

/** By the names of columns: their order differs where migrations came in another order. */
async function copyTable(source: SqlRunner, target: SqlRunner, table: string): Promise<number> {
  await source.execute(
    `DECLARE moving NO SCROLL CURSOR FOR SELECT row_to_json(moved)::text AS line FROM ${table} AS moved`,
  );
  let count = 0;
  for (;;) {
    const rows = await source.query<{ line: string }>(`FETCH ${PORTION} FROM moving`);
    if (rows.length === 0) break;
    count += await target.execute(
      `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
      [`[${rows.map(({ line }) => line).join(',')}]`],
    );
  }
  await source.execute('CLOSE moving');
  return count;
}

/** Numbers given out by the database go on behind those that were copied. */
async function advanceSequences(sql: SqlRunner): Promise<void> {
  const rows = await sql.query<{ statement: string }>(
    `SELECT format('SELECT setval(%L, coalesce(max(%I), 1), max(%I) IS NOT NULL) FROM %I', sequence, attname, attname, relname) AS statement
     FROM (
       SELECT relname, attname, pg_get_serial_sequence(format('%I', relname), attname) AS sequence
       FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
       WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
     ) AS numbered
     WHERE sequence IS NOT NULL`,
  );
  for (const { statement } of rows) await sql.query(statement);
}
