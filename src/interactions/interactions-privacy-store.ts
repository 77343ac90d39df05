/** The rows of one person in one community: read, and erased together with what they add to the rollups. */
import type { App } from '../app.ts';
import { transactSql } from '../db/transact.ts';
import { rollupStatement } from './interactions-rollup-store.ts';

type Db = Pick<App, 'db'>;

export interface HeldInteraction {
  readonly kind: number;
  readonly occurredAt: Date;
  readonly subjectId: string;
  readonly channelId: string;
  readonly referenceId: string | null;
  readonly emoji: string;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
}

/** In the order they happened. */
export async function listInteractions(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<HeldInteraction[]> {
  return db.query(
    `SELECT kind, occurred_at AS "occurredAt", subject_id AS "subjectId", channel_id AS "channelId",
       reference_id AS "referenceId", emoji, edited_at AS "editedAt", deleted_at AS "deletedAt"
     FROM interaction WHERE guild_id = $1 AND user_id = $2 ORDER BY occurred_at, subject_id, kind`,
    [guildId, userId],
  );
}

/** What the person did per day, oldest first. */
export async function listMemberDays(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<{ on: string; interactions: number; messages: number; reactions: number }[]> {
  return db.query(
    `SELECT "on", interactions, messages, reactions FROM member_day
     WHERE guild_id = $1 AND user_id = $2 AND interactions > 0 ORDER BY "on"`,
    [guildId, userId],
  );
}

/** The voice channel the person is in now; null when in none. */
export async function findVoiceStay(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<{ channelId: string; inCompanyAt: Date | null } | null> {
  const rows = await db.query<{ channelId: string; inCompanyAt: Date | null }>(
    'SELECT channel_id AS "channelId", in_company_at AS "inCompanyAt" FROM voice_stay WHERE guild_id = $1 AND user_id = $2',
    [guildId, userId],
  );
  return rows[0] ?? null;
}

/** All of it, in one transaction. @returns rows erased. */
export async function deletePerson({ db }: Db, guildId: string, userId: string): Promise<number> {
  const person = [guildId, userId];
  return transactSql(db, async (sql) => {
    const [held] = await sql.query<{ count: string }>(
      'SELECT count(*) AS count FROM interaction WHERE guild_id = $1 AND user_id = $2',
      person,
    );
    await sql.execute(ERASE, person);
    const days = await sql.execute('DELETE FROM member_day WHERE guild_id = $1 AND user_id = $2', person);
    const stays = await sql.execute('DELETE FROM voice_stay WHERE guild_id = $1 AND user_id = $2', person);
    return Number(held?.count ?? 0) + days + stays;
  });
}

const ERASE = rollupStatement(
  `gone AS (
     DELETE FROM interaction WHERE guild_id = $1 AND user_id = $2
     RETURNING guild_id, user_id, channel_id, occurred_at, kind, deleted_at
   ), changed AS (
     SELECT guild_id, user_id, channel_id, occurred_at, kind FROM gone WHERE deleted_at IS NULL
   )`,
  -1,
);
