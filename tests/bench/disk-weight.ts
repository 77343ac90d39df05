/** What the log weighs on disk, next to a plain model of the same rows: ids as text, an id of its own, the usual indexes. SQL only. */
import type { Database } from '../../src/db/client.ts';

export interface LogWeight {
  readonly rows: number;
  /** The log with its indexes. */
  readonly logBytes: number;
  /** member_day and channel_hour with theirs. */
  readonly rollupBytes: number;
}

/**
 * How a bot keeps its interactions where nobody counts bytes: what `model Interaction { id String @id @default(cuid()) … }` with String ids
 * makes of it.
 */
const PLAIN_MODEL = `
  CREATE TABLE plain_interaction (
    id TEXT PRIMARY KEY, "guildId" TEXT NOT NULL, "channelId" TEXT NOT NULL, "userId" TEXT NOT NULL, "messageId" TEXT NOT NULL,
    type TEXT NOT NULL, emoji TEXT, "createdAt" TIMESTAMP(3) NOT NULL
  );
  CREATE INDEX ON plain_interaction ("guildId", "createdAt");
  CREATE INDEX ON plain_interaction ("userId");
  CREATE INDEX ON plain_interaction ("channelId");
  CREATE UNIQUE INDEX ON plain_interaction ("messageId", "userId", type, emoji);`;

/** 25 characters that begin with the time, as a cuid. */
const FILL_PLAIN = `
  INSERT INTO plain_interaction
  SELECT 'c' || to_hex((extract(epoch FROM occurred_at) * 1000)::bigint) || substr(md5(random()::text), 1, 13), guild_id::text, channel_id::text,
    user_id::text, subject_id::text, CASE kind WHEN 3 THEN 'REACTION' WHEN 2 THEN 'REPLY' ELSE 'MESSAGE' END, nullif(emoji, ''), occurred_at
  FROM interaction WHERE kind <= 3 ORDER BY occurred_at`;

export async function weighLog(db: Database): Promise<LogWeight> {
  const [row] = await db.query<Record<keyof LogWeight, string>>(
    `SELECT (SELECT count(*) FROM interaction WHERE kind <= 3) AS rows,
       (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('interaction') WHERE isleaf) AS "logBytes",
       pg_total_relation_size('member_day') + pg_total_relation_size('channel_hour') AS "rollupBytes"`,
  );
  if (!row) throw new Error('the database does not tell its sizes');
  const { rows, logBytes, rollupBytes } = row;
  return { rows: Number(rows), logBytes: Number(logBytes), rollupBytes: Number(rollupBytes) };
}

/** The bytes of the same rows in the plain model, written in the order of time, as a bot would have. The table stays behind. */
export async function weighPlainModel(db: Database): Promise<number> {
  for (const statement of PLAIN_MODEL.split(';').filter((part) => part.trim())) await db.execute(statement);
  await db.execute(FILL_PLAIN);
  const [row] = await db.query<{ bytes: string }>(
    "SELECT pg_total_relation_size('plain_interaction') AS bytes",
  );
  return Number(row?.bytes);
}
