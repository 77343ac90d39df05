/** The monthly partitions of the log: made ahead, named interaction_YYYY_MM, bounded by the smallest ids of two months. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { transactSql } from '../db/transact.ts';
import { snowflakeAt } from '../kernel/snowflake.ts';

/** Makes the partitions of the month of `at` and of the months after it that are missing. What lies in the default one moves over. */
export async function ensurePartitions(
  { db }: Pick<App, 'db'>,
  at: Date,
  monthsAhead: number,
): Promise<void> {
  const existing = new Set(await listPartitions(db));
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const from = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead));
    const to = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead + 1));
    const name = `interaction_${from.toISOString().slice(0, 7).replace('-', '_')}`;
    if (!existing.has(name)) await transactSql(db, (sql) => makePartition(sql, name, from, to));
  }
}

/** Names of all partitions, the default one included, in no order. */
export async function listPartitions(sql: SqlRunner): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits
     JOIN pg_class AS child ON child.oid = inhrelid JOIN pg_class AS parent ON parent.oid = inhparent
     WHERE parent.oid = to_regclass('interaction')`,
  );
  return rows.map(({ name }) => name);
}

async function makePartition(sql: SqlRunner, name: string, from: Date, to: Date): Promise<void> {
  // Another process may make it at the same time, and nobody may write rows of the month into the default partition meanwhile.
  await sql.execute('LOCK TABLE interaction IN SHARE ROW EXCLUSIVE MODE');
  if ((await listPartitions(sql)).includes(name)) return;
  const [low, high] = [snowflakeAt(from), snowflakeAt(to)];
  await sql.execute(`CREATE TABLE ${name} (LIKE interaction INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
  await sql.execute(
    `WITH moved AS (DELETE FROM interaction_default WHERE subject_id >= ${low} AND subject_id < ${high} RETURNING *)
     INSERT INTO ${name} SELECT * FROM moved`,
  );
  await sql.execute(`ALTER TABLE interaction ATTACH PARTITION ${name} FOR VALUES FROM (${low}) TO (${high})`);
}
