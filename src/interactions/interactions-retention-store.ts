/** How rows of the log go when they are old enough: month by month, whole partitions at once. Says also from when on there are rows. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { transactSql } from '../db/transact.ts';
import { snowflakeAt } from '../kernel/snowflake.ts';
import { listPartitions, partitionName } from './interactions-partitions-store.ts';

/** Everybody who writes to the log waits behind a lock that is waited for, so it is given up soon and tried again later. */
const LOCK_WITHIN_MS = 2_000;

/** So many rows are deleted at once: a fraction of a second, in which nothing else waits. */
const PORTION = 10_000;

/** From when on rows are kept, as SQL: every instant before anything was deleted. */
export const ROWS_FROM = `coalesce((SELECT rows_from_at FROM log_horizon), '-infinity')`;

/** From when on rows are kept; null where none were ever deleted for their age. */
export async function findRowsFrom(sql: SqlRunner): Promise<Date | null> {
  const [row] = await sql.query<{ at: Date }>('SELECT rows_from_at AS at FROM log_horizon');
  return row?.at ?? null;
}

/** Rows are kept from `at` on, or later if that was so already. @returns what holds now. */
export async function moveRowsFrom({ db }: Pick<App, 'db'>, at: Date): Promise<Date> {
  const known = await findRowsFrom(db);
  if (known && known >= at) return known;
  return transactSql(db, async (sql) => {
    await sql.execute(`SET LOCAL lock_timeout = ${LOCK_WITHIN_MS}`);
    // Whoever writes or counts anew ends first, and whoever comes after sees the new instant: nothing deleted is ever counted twice.
    await sql.execute('LOCK TABLE interaction IN SHARE ROW EXCLUSIVE MODE');
    const [row] = await sql.query<{ at: Date }>(
      `INSERT INTO log_horizon AS kept (id, rows_from_at) VALUES (1, $1)
       ON CONFLICT (id) DO UPDATE SET rows_from_at = greatest(kept.rows_from_at, excluded.rows_from_at)
       RETURNING rows_from_at AS at`,
      [at.toISOString()],
    );
    return row?.at ?? at;
  });
}

/** Partitions of the months before the one that begins at `at`, oldest first. */
export async function listPartitionsBefore({ db }: Pick<App, 'db'>, at: Date): Promise<string[]> {
  const first = partitionName(at);
  return (await listPartitions(db)).filter((name) => /\d$/.test(name) && name < first).toSorted();
}

/**
 * Drops a partition. Who reacted to a message after its month stands there too: what happened at `rowsFrom` or later (acrossGuilds) moves
 * to the default partition in the same transaction.
 * @returns the number of rows moved. @throws SQLSTATE 55P03 where somebody reads the log for long; nothing is changed then.
 */
export async function dropPartition({ db }: Pick<App, 'db'>, name: string, rowsFrom: Date): Promise<number> {
  return transactSql(db, async (sql) => {
    await sql.execute(`SET LOCAL lock_timeout = ${LOCK_WITHIN_MS}`);
    await sql.execute(`ALTER TABLE interaction DETACH PARTITION ${name}`);
    const moved = await sql.execute(
      `INSERT INTO interaction_default SELECT * FROM ${name} WHERE occurred_at >= $1`,
      [rowsFrom.toISOString()],
    );
    await sql.execute(`DROP TABLE ${name}`);
    return moved;
  });
}

/** Deletes what happened before `rowsFrom` from the default partition (acrossGuilds). @returns the number of rows. */
export async function deleteStraysBefore({ db }: Pick<App, 'db'>, rowsFrom: Date): Promise<number> {
  return deleteInPortions(db, 'interaction_default', 'occurred_at < $1', rowsFrom.toISOString());
}

/** Deletes what is known by count only of reactions to messages before `rowsFrom` (acrossGuilds). @returns the number of rows. */
export async function deleteReactionCountsBefore({ db }: Pick<App, 'db'>, rowsFrom: Date): Promise<number> {
  return deleteInPortions(db, 'reaction_count', 'message_id < $1', snowflakeAt(rowsFrom));
}

async function deleteInPortions(db: App['db'], table: string, isOld: string, bound: string): Promise<number> {
  let count = 0;
  for (;;) {
    const deleted = await db.execute(
      `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${isOld} LIMIT ${PORTION}))`,
      [bound],
    );
    count += deleted;
    if (deleted < PORTION) return count;
  }
}
