/** The kept sessions at Discord's gateway. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { GatewaySession } from './interactions-session-rules.ts';

/** Part of the transaction that writes what they cover. */
export async function keepSessions(sql: SqlRunner, sessions: readonly GatewaySession[]): Promise<void> {
  for (const { owner, shardCount, shardId, sessionId, resumeUrl, sequence, atMs } of sessions)
    await sql.execute(
      `INSERT INTO gateway_session (owner, shard_count, shard_id, session_id, resume_url, sequence, saved_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (owner, shard_count, shard_id) DO UPDATE SET session_id = excluded.session_id,
         resume_url = excluded.resume_url, sequence = excluded.sequence, saved_at = excluded.saved_at`,
      [owner, shardCount, shardId, sessionId, resumeUrl, sequence, new Date(atMs).toISOString()],
    );
}

/** Of every bot that ran on this database, in no order. */
export async function listKeptSessions({ db }: Pick<App, 'db'>): Promise<GatewaySession[]> {
  return db.query<GatewaySession>(
    `SELECT owner, shard_count AS "shardCount", shard_id AS "shardId", session_id AS "sessionId",
       resume_url AS "resumeUrl", sequence, (extract(epoch FROM saved_at) * 1000)::float8 AS "atMs"
     FROM gateway_session`,
  );
}

/** Forgets this session, unless another one has taken its place. */
export async function deleteKeptSession({ db }: Pick<App, 'db'>, session: GatewaySession): Promise<void> {
  await db.execute(
    'DELETE FROM gateway_session WHERE owner = $1 AND shard_count = $2 AND shard_id = $3 AND session_id = $4',
    [session.owner, session.shardCount, session.shardId, session.sessionId],
  );
}

/** Sessions that nobody has added to since: Discord has long forgotten them. */
export async function deleteSessionsBefore({ db }: Pick<App, 'db'>, before: Date): Promise<void> {
  await db.execute('DELETE FROM gateway_session WHERE saved_at < $1', [before.toISOString()]);
}
