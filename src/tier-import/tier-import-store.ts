/** Imports and their lines: written by the thousand, taken batch by batch. Every statement names its community. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { transactSql } from '../db/transact.ts';
import type { LineProblem, LineWish } from './tier-import-rules.ts';

type Db = Pick<App, 'db'>;

/** checking: its lines are being written. checked: applying it is up to an admin. */
export type ImportState = 'checking' | 'checked' | 'applying' | 'done' | 'dropped';

/** ready: to be granted. known: was granted before, or was over when it was exported. failed: was ready, and then refused. */
export type LineState = 'ready' | 'known' | 'wrong' | 'done' | 'failed';

export interface ImportRow {
  readonly id: number;
  readonly guildId: string;
  readonly fileName: string;
  readonly state: ImportState;
  readonly currency: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly appliedBy: string | null;
  readonly appliedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface LineRow {
  readonly line: number;
  /** null where it cannot be read. */
  readonly userId: string | null;
  readonly wish: LineWish | null;
  readonly state: LineState;
  /** Of a wrong or failed one. */
  readonly problem: LineProblem | null;
}

const COLUMNS = `id, guild_id AS "guildId", file_name AS "fileName", state, currency, created_by AS "createdBy",
  created_at AS "createdAt", applied_by AS "appliedBy", applied_at AS "appliedAt", finished_at AS "finishedAt"`;

export async function insertImport(
  { db }: Db,
  row: Pick<ImportRow, 'guildId' | 'fileName' | 'currency' | 'createdBy' | 'createdAt'>,
): Promise<number> {
  const [made] = await db.query<{ id: number }>(
    `INSERT INTO tier_import (guild_id, file_name, state, currency, created_by, created_at)
     VALUES ($1, $2, 'checking', $3, $4, $5) RETURNING id`,
    [row.guildId, row.fileName, row.currency, row.createdBy, row.createdAt],
  );
  return made!.id;
}

export async function insertLines(
  { db }: Db,
  guildId: string,
  importId: number,
  lines: readonly LineRow[],
): Promise<void> {
  await db.execute(
    `INSERT INTO tier_import_line (import_id, guild_id, line, user_id, wish, state, problem)
     SELECT $1, $2, line, "userId", wish, state, problem
     FROM jsonb_to_recordset($3::jsonb) AS made(line int, "userId" bigint, wish jsonb, state text, problem jsonb)`,
    [importId, guildId, JSON.stringify(lines)],
  );
}

/** @returns whether it was in the state before. */
export async function updateState(
  { db }: Db,
  guildId: string,
  importId: number,
  { from, to, finishedAt = null }: { from: ImportState; to: ImportState; finishedAt?: Date | null },
): Promise<boolean> {
  const rows = await db.query(
    'UPDATE tier_import SET state = $4, finished_at = $5 WHERE guild_id = $1 AND id = $2 AND state = $3 RETURNING id',
    [guildId, importId, from, to, finishedAt],
  );
  return rows.length > 0;
}

export async function findImport({ db }: Db, guildId: string, importId: number): Promise<ImportRow | null> {
  const [row] = await db.query<ImportRow>(
    `SELECT ${COLUMNS} FROM tier_import WHERE guild_id = $1 AND id = $2`,
    [guildId, importId],
  );
  return row ?? null;
}

/** The one that is being applied, else the last one that was checked and not dropped; null when there is none. */
export async function findLastImport({ db }: Db, guildId: string): Promise<ImportRow | null> {
  const [row] = await db.query<ImportRow>(
    `SELECT ${COLUMNS} FROM tier_import WHERE guild_id = $1 AND state IN ('checked', 'applying', 'done')
     ORDER BY state = 'applying' DESC, id DESC LIMIT 1`,
    [guildId],
  );
  return row ?? null;
}

/**
 * Begins to apply a checked import.
 * @returns busy: another one of the community is being applied; settled: it is not merely checked any more.
 */
export async function claimImport(
  { db }: Db,
  guildId: string,
  importId: number,
  by: { readonly actorId: string; readonly at: Date },
): Promise<'claimed' | 'busy' | 'settled'> {
  return transactSql(db, async (sql) => {
    const rows = await sql.query<{ id: number; state: ImportState }>(
      `SELECT id, state FROM tier_import WHERE guild_id = $1 AND (id = $2 OR state IN ('checked', 'applying'))
       ORDER BY id FOR UPDATE`,
      [guildId, importId],
    );
    if (rows.find(({ id }) => id === importId)?.state !== 'checked') return 'settled';
    if (rows.some(({ state }) => state === 'applying')) return 'busy';
    await sql.execute(
      `UPDATE tier_import SET state = 'applying', applied_by = $3, applied_at = $4 WHERE guild_id = $1 AND id = $2`,
      [guildId, importId, by.actorId, by.at],
    );
    return 'claimed';
  });
}

/** Those of the communities that are being applied, or whose end was not told yet; the oldest first. */
export async function listUnfinished({ db }: Db, guildIds: readonly string[]): Promise<ImportRow[]> {
  return db.query(
    `SELECT ${COLUMNS} FROM tier_import WHERE guild_id = ANY($1::bigint[])
       AND (state = 'applying' OR (state = 'done' AND told_at IS NULL)) ORDER BY id`,
    [guildIds],
  );
}

export async function updateTold({ db }: Db, guildId: string, importId: number, toldAt: Date): Promise<void> {
  await db.execute('UPDATE tier_import SET told_at = $3 WHERE guild_id = $1 AND id = $2', [
    guildId,
    importId,
    toldAt,
  ]);
}

export async function countLines(
  { db }: Db,
  guildId: string,
  importId: number,
): Promise<Record<LineState, number>> {
  const rows = await db.query<{ state: LineState; count: string }>(
    'SELECT state, count(*) AS count FROM tier_import_line WHERE guild_id = $1 AND import_id = $2 GROUP BY state',
    [guildId, importId],
  );
  const none: Record<LineState, number> = { ready: 0, known: 0, wrong: 0, done: 0, failed: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])) };
}

/** Minor units that the lines to be granted and those granted bring in. */
export async function sumAmounts({ db }: Db, guildId: string, importId: number): Promise<number> {
  const [row] = await db.query<{ minor: string }>(
    `SELECT COALESCE(SUM((wish -> 'payment' ->> 'amountMinor')::bigint), 0) AS minor
     FROM tier_import_line WHERE guild_id = $1 AND import_id = $2 AND state IN ('ready', 'done')`,
    [guildId, importId],
  );
  return Number(row?.minor ?? 0);
}

/** Who is in the lines to be granted, each once. */
export async function listReadyUsers({ db }: Db, guildId: string, importId: number): Promise<string[]> {
  const rows = await db.query<{ userId: string }>(
    `SELECT DISTINCT user_id AS "userId" FROM tier_import_line
     WHERE guild_id = $1 AND import_id = $2 AND state = 'ready'`,
    [guildId, importId],
  );
  return rows.map(({ userId }) => userId);
}

/** Wrong and failed lines in their order. */
export async function listProblems(
  { db }: Db,
  guildId: string,
  importId: number,
  most: number,
): Promise<{ line: number; problem: LineProblem }[]> {
  return db.query(
    `SELECT line, problem FROM tier_import_line
     WHERE guild_id = $1 AND import_id = $2 AND state IN ('wrong', 'failed') ORDER BY line LIMIT $3`,
    [guildId, importId, most],
  );
}

/** The next lines to be granted, under lock. */
export async function lockReady(
  sql: SqlRunner,
  guildId: string,
  importId: number,
  most: number,
): Promise<{ line: number; wish: LineWish }[]> {
  return sql.query(
    `SELECT line, wish FROM tier_import_line WHERE guild_id = $1 AND import_id = $2 AND state = 'ready'
     ORDER BY line LIMIT $3 FOR UPDATE`,
    [guildId, importId, most],
  );
}

export async function updateLines(
  sql: SqlRunner,
  guildId: string,
  importId: number,
  lines: readonly Pick<LineRow, 'line' | 'state' | 'problem'>[],
): Promise<void> {
  await sql.execute(
    `UPDATE tier_import_line AS line SET state = changed.state, problem = changed.problem
     FROM jsonb_to_recordset($3::jsonb) AS changed(line int, state text, problem jsonb)
     WHERE line.guild_id = $1 AND line.import_id = $2 AND line.line = changed.line`,
    [guildId, importId, JSON.stringify(lines)],
  );
}

/** Across all communities (acrossGuilds): imports made before `before` that are not being applied go, with their lines. @returns how many. */
export async function deleteImportsBefore({ db }: Db, before: Date): Promise<number> {
  const old = `SELECT id FROM tier_import WHERE created_at < $1 AND state <> 'applying'`;
  await db.execute(`DELETE FROM tier_import_line WHERE import_id IN (${old})`, [before]);
  const gone = await db.query(`DELETE FROM tier_import WHERE id IN (${old}) RETURNING id`, [before]);
  return gone.length;
}

/** What the files said of somebody, the oldest first. */
export async function listLinesOf({ db }: Db, guildId: string, userId: string): Promise<unknown[]> {
  return db.query(
    `SELECT file.file_name AS "fileName", file.created_at AS "importedAt", line.line, line.state, line.wish
     FROM tier_import_line AS line JOIN tier_import AS file ON file.id = line.import_id
     WHERE line.guild_id = $1 AND line.user_id = $2 ORDER BY line.import_id, line.line`,
    [guildId, userId],
  );
}

/** Lines about somebody lose who and what; those still to be granted stay, because that was paid for. @returns how many. */
export async function updateLinesToNobody({ db }: Db, guildId: string, userId: string): Promise<number> {
  const rows = await db.query(
    `UPDATE tier_import_line AS line SET user_id = NULL, wish = NULL FROM tier_import AS file
     WHERE line.guild_id = $1 AND line.user_id = $2 AND file.id = line.import_id
       AND (line.state <> 'ready' OR file.state = 'dropped') RETURNING line.line`,
    [guildId, userId],
  );
  return rows.length;
}
