/** The monthly partitions of the log: made ahead, named interaction_YYYY_MM, bounded by the smallest ids of two months. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { transactSql } from '../db/transact.ts';
import { DISCORD_EPOCH_MS, snowflakeAt } from '../kernel/snowflake.ts';

/** The beginning of the month of `at` in UTC, or of the one so many months later. */
export function monthStart(at: Date, later = 0): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later));
}

export function partitionName(month: Date): string {
  return `interaction_${month.toISOString().slice(0, 7).replace('-', '_')}`;
}

/** Makes the partitions of the month of `at` and of the months after it that are missing. What lies in the default one moves over. */
export async function ensurePartitions(
  { db }: Pick<App, 'db'>,
  at: Date,
  monthsAhead: number,
): Promise<void> {
  const months = Array.from({ length: monthsAhead + 1 }, (_, ahead) => monthStart(at, ahead));
  await makeMissing(db, months);
}

/** Makes the partitions of the months from `from` up to and without that of `before` whose rows lie in the default one. */
export async function placeStrays({ db }: Pick<App, 'db'>, from: Date, before: Date): Promise<void> {
  const rows = await db.query<{ month: Date }>(
    `SELECT DISTINCT date_trunc('month', to_timestamp(((subject_id >> 22) + ${DISCORD_EPOCH_MS}) / 1000.0), 'UTC') AS month
     FROM interaction_default WHERE subject_id >= $1 AND subject_id < $2`,
    [snowflakeAt(monthStart(from)), snowflakeAt(monthStart(before))],
  );
  await makeMissing(
    db,
    rows.map(({ month }) => month),
  );
}

async function makeMissing(db: App['db'], months: readonly Date[]): Promise<void> {
  const existing = new Set(await listPartitions(db));
  for (const month of months)
    if (!existing.has(partitionName(month))) await transactSql(db, (sql) => makePartition(sql, month));
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

async function makePartition(sql: SqlRunner, month: Date): Promise<void> {
  const name = partitionName(month);
  // Another process may make it at the same time, and nobody may write rows of the month into the default partition meanwhile.
  await sql.execute('LOCK TABLE interaction IN SHARE ROW EXCLUSIVE MODE');
  if ((await listPartitions(sql)).includes(name)) return;
  const [low, high] = [snowflakeAt(month), snowflakeAt(monthStart(month, 1))];
  await sql.execute(`CREATE TABLE ${name} (LIKE interaction INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
  await sql.execute(
    `WITH moved AS (DELETE FROM interaction_default WHERE subject_id >= ${low} AND subject_id < ${high} RETURNING *)
     INSERT INTO ${name} SELECT * FROM moved`,
  );
  await sql.execute(`ALTER TABLE interaction ATTACH PARTITION ${name} FOR VALUES FROM (${low}) TO (${high})`);
}
