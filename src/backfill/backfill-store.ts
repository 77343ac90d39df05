/** The table of what is to be fetched. How far a page brought it is written with the page's rows, by the log. */
import type { App } from '../app.ts';
import { transactSql } from '../db/transact.ts';
import { instantAfter } from '../kernel/snowflake.ts';
import type { BackfillProgress, IdSpan, TaskOrigin, TaskProblem, TaskState } from './backfill-rules.ts';

type Db = Pick<App, 'db'>;

export interface BackfillTask extends IdSpan {
  readonly guildId: string;
  readonly channelId: string;
  readonly countedId: string;
  readonly origin: TaskOrigin;
  readonly state: TaskState;
  readonly cursorId: string;
  readonly problem: TaskProblem | null;
}

export interface Unfinished {
  readonly problem: TaskProblem | null;
  readonly channels: number;
}

const COLUMNS = `guild_id AS "guildId", channel_id AS "channelId", counted_id AS "countedId", from_id AS "fromId", to_id AS "toId",
  origin, state, cursor_id AS "cursorId", problem`;

/** Tasks of these communities that are not finished: what staff asked for first, then what waited longest. */
export async function listOpenTasks({ db }: Db, guildIds: readonly string[]): Promise<BackfillTask[]> {
  return db.query<BackfillTask>(
    `SELECT ${COLUMNS} FROM backfill_task WHERE guild_id = ANY($1::bigint[]) AND state IN ('threads', 'messages')
     ORDER BY origin DESC, updated_at, channel_id, from_id`,
    [guildIds],
  );
}

/** Spans of every task of the community that reach beyond `sinceId`, per channel they count to. */
export async function listTaskSpans(
  { db }: Db,
  guildId: string,
  sinceId: string,
): Promise<(IdSpan & { countedId: string })[]> {
  return db.query(
    `SELECT counted_id AS "countedId", from_id AS "fromId", to_id AS "toId" FROM backfill_task
     WHERE guild_id = $1 AND to_id > $2 AND channel_id = counted_id ORDER BY from_id`,
    [guildId, sinceId],
  );
}

/** Adds what is not there yet. */
export async function insertTasks({ db }: Db, tasks: readonly BackfillTask[], at: Date): Promise<void> {
  await db.execute(
    `INSERT INTO backfill_task (guild_id, channel_id, from_id, to_id, counted_id, origin, state, cursor_id, created_at, updated_at)
     SELECT guild_id, channel_id, from_id, to_id, counted_id, origin, state, cursor_id, $9, $9
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
       AS given(guild_id, channel_id, from_id, to_id, counted_id, origin, state, cursor_id)
     ON CONFLICT DO NOTHING`,
    [
      tasks.map(({ guildId }) => guildId),
      tasks.map(({ channelId }) => channelId),
      tasks.map(({ fromId }) => fromId),
      tasks.map(({ toId }) => toId),
      tasks.map(({ countedId }) => countedId),
      tasks.map(({ origin }) => origin),
      tasks.map(({ state }) => state),
      tasks.map(({ cursorId }) => cursorId),
      at.toISOString(),
    ],
  );
}

/**
 * Takes tasks of the channel that begin where the new ones do out of their way: they are fetched anew. What a longer one has behind the
 * new one's end stays as it is.
 */
export async function makeWay(
  { db }: Db,
  guildId: string,
  channelId: string,
  spans: readonly IdSpan[],
): Promise<void> {
  await transactSql(db, async (sql) => {
    for (const { fromId, toId } of spans) {
      await sql.execute(
        `INSERT INTO backfill_task (guild_id, channel_id, from_id, to_id, counted_id, origin, state, cursor_id, problem, created_at, updated_at)
         SELECT guild_id, channel_id, $4, to_id, counted_id, 'gap', state, greatest(cursor_id, $4), problem, created_at, updated_at
         FROM backfill_task WHERE guild_id = $1 AND counted_id = $2 AND from_id = $3 AND to_id > $4
         ON CONFLICT DO NOTHING`,
        [guildId, channelId, fromId, toId],
      );
      await sql.execute(
        'DELETE FROM backfill_task WHERE guild_id = $1 AND counted_id = $2 AND from_id = $3',
        [guildId, channelId, fromId],
      );
    }
  });
}

/** The channel's threads are listed; its own messages follow, unless there are none. */
export async function updateThreadsListed({ db }: Db, task: BackfillTask, at: Date): Promise<void> {
  await db.execute(
    `UPDATE backfill_task SET state = CASE WHEN cursor_id >= to_id THEN 'done' ELSE 'messages' END, problem = NULL, updated_at = $4
     WHERE guild_id = $1 AND channel_id = $2 AND from_id = $3 AND state = 'threads'`,
    [task.guildId, task.channelId, task.fromId, at.toISOString()],
  );
}

/** Why the task rests; `refused`: for good. */
export async function updateProblem(
  { db }: Db,
  task: BackfillTask,
  problem: TaskProblem,
  refused: boolean,
  at: Date,
): Promise<void> {
  await db.execute(
    `UPDATE backfill_task SET problem = $4, state = CASE WHEN $5 THEN 'refused' ELSE state END, updated_at = $6
     WHERE guild_id = $1 AND channel_id = $2 AND from_id = $3 AND state IN ('threads', 'messages')`,
    [task.guildId, task.channelId, task.fromId, problem, refused, at.toISOString()],
  );
}

/** These communities' tasks rest because as much was fetched as a start may. */
export async function updateBudgetSpent({ db }: Db, guildIds: readonly string[]): Promise<void> {
  await db.execute(
    `UPDATE backfill_task SET problem = 'budget'
     WHERE guild_id = ANY($1::bigint[]) AND state IN ('threads', 'messages') AND problem IS NULL`,
    [guildIds],
  );
}

/** Channels with something left to fetch, by why it rests (null: it does not); the most first. @param channelId null for every channel. */
export async function listUnfinished(
  { db }: Db,
  guildId: string,
  channelId: string | null,
): Promise<Unfinished[]> {
  const rows = await db.query<{ problem: TaskProblem | null; channels: string }>(
    `SELECT problem, count(DISTINCT counted_id) AS channels FROM backfill_task
     WHERE guild_id = $1 AND state IN ('threads', 'messages') AND ($2::bigint IS NULL OR counted_id = $2)
     GROUP BY problem ORDER BY channels DESC, problem`,
    [guildId, channelId],
  );
  return rows.map(({ problem, channels }) => ({ problem, channels: Number(channels) }));
}

/** What staff had or have fetched of a channel and its threads, what was asked for last first. */
export async function listProgress(
  { db }: Db,
  guildId: string,
  channelId: string,
): Promise<BackfillProgress[]> {
  const rows = await db.query<{
    fromId: string;
    toId: string;
    reachedId: string;
    open: string;
    refused: boolean;
    problem: TaskProblem | null;
    found: string;
    added: string;
    places: string;
  }>(
    `SELECT from_id AS "fromId", max(to_id) AS "toId",
       min(CASE WHEN state IN ('done', 'refused') THEN to_id WHEN state = 'threads' THEN from_id ELSE cursor_id END) AS "reachedId",
       count(*) FILTER (WHERE state IN ('threads', 'messages')) AS open,
       bool_or(state = 'refused' AND channel_id = counted_id) AS refused,
       coalesce(max(problem) FILTER (WHERE channel_id = counted_id), max(problem) FILTER (WHERE state <> 'refused')) AS problem,
       sum(found_count) AS found, sum(added_count) AS added, count(*) AS places
     FROM backfill_task WHERE guild_id = $1 AND counted_id = $2
     GROUP BY from_id HAVING bool_or(origin = 'staff') ORDER BY min(created_at) DESC, from_id DESC`,
    [guildId, channelId],
  );
  return rows.map((row) => ({
    channelId,
    from: instantAfter(row.fromId),
    to: instantAfter(row.toId),
    reachedAt: instantAfter(row.reachedId),
    state: row.refused ? 'refused' : Number(row.open) === 0 ? 'done' : row.problem ? 'waiting' : 'running',
    problem: row.problem,
    found: Number(row.found),
    added: Number(row.added),
    places: Number(row.places),
    placesDone: Number(row.places) - Number(row.open),
  }));
}
