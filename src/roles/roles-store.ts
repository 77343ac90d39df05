/** The table of wished roles. Its states: see RoleState. An open one has closed_id 0, so there is one for each role of each person. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { RoleProblem, RoleResult, RoleState, RoleTask, RoleWish } from './roles-rules.ts';

type Db = Pick<App, 'db'>;

/** Nothing younger was wished for the same person and role. */
const NOT_WISHED_ANEW = `NOT EXISTS (SELECT FROM role_task AS younger WHERE younger.guild_id = task.guild_id
  AND younger.user_id = task.user_id AND younger.role_id = task.role_id AND younger.id > task.id)`;

/**
 * Adds wishes inside the caller's transaction, thousands at once. An open one that wishes the same stays as it is; an opposite one is
 * closed as replaced.
 * @param wishes at most one for each role of each person.
 */
export async function insertWishes(
  sql: SqlRunner,
  guildId: string,
  wishes: readonly RoleWish[],
): Promise<void> {
  const given = `jsonb_to_recordset($2::jsonb) AS given
    ("userId" bigint, "roleId" bigint, wanted boolean, purpose text, "entryId" bigint, "wishedAt" timestamptz)`;
  const params = [guildId, JSON.stringify(wishes)];
  await sql.execute(
    `UPDATE role_task AS task SET state = 'replaced', closed_id = task.id, finished_at = given."wishedAt", next_attempt_at = NULL
     FROM ${given}
     WHERE task.guild_id = $1 AND task.user_id = given."userId" AND task.role_id = given."roleId" AND task.closed_id = 0
       AND task.wanted <> given.wanted`,
    params,
  );
  // Only where two wish the opposite at the same moment is there an open one to change: the younger wish counts.
  await sql.execute(
    `INSERT INTO role_task AS task (guild_id, user_id, role_id, wanted, state, purpose, entry_id, wished_at)
     SELECT $1::bigint, "userId", "roleId", wanted, 'open', purpose, "entryId", "wishedAt" FROM ${given}
     ON CONFLICT (guild_id, user_id, role_id, closed_id) DO UPDATE
       SET wanted = excluded.wanted, purpose = excluded.purpose, entry_id = excluded.entry_id, wished_at = excluded.wished_at,
         call_count = 0, problem = NULL, next_attempt_at = NULL
       WHERE task.wanted <> excluded.wanted`,
    params,
  );
}

/** Open tasks whose time has come. @param order of their wishes. */
export async function listDueTasks(
  { db }: Db,
  guildId: string,
  now: Date,
  order: 'oldest first' | 'youngest first',
  limit: number,
): Promise<RoleTask[]> {
  return db.query<RoleTask>(
    `SELECT id AS "taskId", user_id AS "userId", role_id AS "roleId", wanted, purpose, entry_id AS "entryId", wished_at AS "wishedAt",
       call_count AS "callCount"
     FROM role_task WHERE guild_id = $1 AND state = 'open' AND (next_attempt_at IS NULL OR next_attempt_at <= $2)
     ORDER BY id ${order === 'oldest first' ? 'ASC' : 'DESC'} LIMIT $3`,
    [guildId, now.toISOString(), limit],
  );
}

/** Communities among these with an open task whose time has come, in no order. */
export async function listDueGuilds({ db }: Db, guildIds: readonly string[], now: Date): Promise<string[]> {
  const rows = await db.query<{ guildId: string }>(
    `SELECT guild_id AS "guildId" FROM unnest($1::bigint[]) AS here(guild_id)
     WHERE EXISTS (SELECT FROM role_task WHERE role_task.guild_id = here.guild_id AND state = 'open'
       AND (next_attempt_at IS NULL OR next_attempt_at <= $2))`,
    [guildIds, now.toISOString()],
  );
  return rows.map(({ guildId }) => guildId);
}

/** A task and what became of it. */
export interface TaskResult extends RoleResult {
  readonly task: RoleTask;
  /** Requests sent for it this time. */
  readonly calls: number;
}

/**
 * Writes what became of tasks. Of one that was replaced meanwhile only the requests are counted.
 * @returns ids of the tasks it was written of.
 */
export async function updateResults(
  { db }: Db,
  guildId: string,
  results: readonly TaskResult[],
  at: Date,
): Promise<Set<string>> {
  const given = `jsonb_to_recordset($2::jsonb) AS given
    (id bigint, wanted boolean, state text, problem text, calls integer, "nextAttemptAt" timestamptz)`;
  const rows = (those: readonly TaskResult[]): string =>
    JSON.stringify(
      those.map(({ task: { taskId: id, wanted }, state, problem, calls, nextAttemptAt }) => ({
        id,
        wanted,
        state,
        problem,
        calls,
        nextAttemptAt,
      })),
    );
  const written = await db.query<{ id: string }>(
    `UPDATE role_task AS task SET state = given.state, closed_id = CASE given.state WHEN 'open' THEN 0 ELSE task.id END,
       call_count = task.call_count + given.calls, problem = given.problem, next_attempt_at = given."nextAttemptAt",
       finished_at = CASE given.state WHEN 'open' THEN NULL ELSE $3::timestamptz END
     FROM ${given} WHERE task.guild_id = $1 AND task.id = given.id AND task.closed_id = 0 AND task.wanted = given.wanted
     RETURNING task.id`,
    [guildId, rows(results), at.toISOString()],
  );
  await db.execute(
    `DELETE FROM role_task WHERE guild_id = $1 AND user_id = ANY($2::bigint[]) AND is_forgotten AND state NOT IN ('open', 'failed')`,
    [guildId, results.map(({ task }) => task.userId)],
  );
  const ids = new Set(written.map(({ id }) => id));
  const replaced = results.filter(({ task, calls }) => calls > 0 && !ids.has(task.taskId));
  if (replaced.length > 0)
    await db.execute(
      `UPDATE role_task AS task SET call_count = task.call_count + given.calls
       FROM ${given} WHERE task.guild_id = $1 AND task.id = given.id`,
      [guildId, rows(replaced)],
    );
  return ids;
}

/** Roles of the community that could not be given to or taken from somebody. */
export async function listFailedRoleIds({ db }: Db, guildId: string): Promise<string[]> {
  const rows = await db.query<{ roleId: string }>(
    `SELECT DISTINCT role_id AS "roleId" FROM role_task WHERE guild_id = $1 AND state = 'failed' ORDER BY role_id`,
    [guildId],
  );
  return rows.map(({ roleId }) => roleId);
}

/** What failed with these roles is open again, unless something younger was wished for the same person and role. @returns how many. */
export async function reopenFailed({ db }: Db, guildId: string, roleIds: readonly string[]): Promise<number> {
  return db.execute(
    `UPDATE role_task AS task SET state = 'open', closed_id = 0, next_attempt_at = NULL, finished_at = NULL
     WHERE guild_id = $1 AND state = 'failed' AND role_id = ANY($2::bigint[]) AND ${NOT_WISHED_ANEW}`,
    [guildId, roleIds],
  );
}

/** A wish as it stands, for histories. */
export interface RoleRecord extends RoleWish {
  readonly state: RoleState;
  readonly callCount: number;
  /** The last one, also while open. */
  readonly problem: RoleProblem | null;
  readonly finishedAt: Date | null;
}

const RECORD = `user_id AS "userId", role_id AS "roleId", wanted, purpose, entry_id AS "entryId", wished_at AS "wishedAt", state,
  call_count AS "callCount", problem, finished_at AS "finishedAt"`;

/** What these entries of the ledger caused, in the order of the wishes. */
export async function listByEntries(
  { db }: Db,
  guildId: string,
  entryIds: readonly string[],
): Promise<RoleRecord[]> {
  return db.query<RoleRecord>(
    `SELECT ${RECORD} FROM role_task WHERE guild_id = $1 AND entry_id = ANY($2::bigint[]) ORDER BY id`,
    [guildId, entryIds],
  );
}

/** Everything wished for the person, the youngest first. */
export async function listByMember({ db }: Db, guildId: string, userId: string): Promise<RoleRecord[]> {
  return db.query<RoleRecord>(
    `SELECT ${RECORD} FROM role_task WHERE guild_id = $1 AND user_id = $2 ORDER BY id DESC`,
    [guildId, userId],
  );
}

/** What failed since then and was not wished anew afterwards, the youngest first. */
export async function listFailed(
  { db }: Db,
  guildId: string,
  since: Date,
  limit: number,
): Promise<RoleRecord[]> {
  return db.query<RoleRecord>(
    `SELECT ${RECORD} FROM role_task AS task
     WHERE guild_id = $1 AND state = 'failed' AND finished_at >= $2 AND ${NOT_WISHED_ANEW}
     ORDER BY id DESC LIMIT $3`,
    [guildId, since.toISOString(), limit],
  );
}

/** How many stand in which state, with the oldest wish among them: those open, and those closed since `since`. Failed ones as in `listFailed`. */
export async function countStates(
  { db }: Db,
  guildId: string,
  since: Date,
): Promise<{ state: RoleState; problem: RoleProblem | null; count: number; oldestAt: Date }[]> {
  const rows = await db.query<{
    state: RoleState;
    problem: RoleProblem | null;
    count: string;
    oldestAt: Date;
  }>(
    `SELECT state, problem, count(*) AS count, min(wished_at) AS "oldestAt" FROM role_task AS task
     WHERE guild_id = $1 AND (state = 'open' OR (state IN ('done', 'absent') AND finished_at >= $2)
       OR (state = 'failed' AND finished_at >= $2 AND ${NOT_WISHED_ANEW}))
     GROUP BY state, problem ORDER BY state, problem`,
    [guildId, since.toISOString()],
  );
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Erases what is over about the person; what is open is still to be carried out. @returns how many. */
export async function deleteClosed({ db }: Db, guildId: string, userId: string): Promise<number> {
  return db.execute(`DELETE FROM role_task WHERE guild_id = $1 AND user_id = $2 AND state <> 'open'`, [
    guildId,
    userId,
  ]);
}

/** What is still to be carried out about the person is erased when it is over. */
export async function updateForgotten({ db }: Db, guildId: string, userId: string): Promise<void> {
  await db.execute(`UPDATE role_task SET is_forgotten = true WHERE guild_id = $1 AND user_id = $2`, [
    guildId,
    userId,
  ]);
}
