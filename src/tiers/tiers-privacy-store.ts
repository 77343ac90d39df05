/** Everything the ledger's tables hold on one person: read for them, and taken out of what is over. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { EntryKind } from './tiers-ledger.ts';
import { GRANT_COLUMNS, PAYMENT_COLUMNS, toGrant, toPayment } from './tiers-store.ts';
import type { EntryRow, GrantColumns, PaymentColumns } from './tiers-store.ts';

type Db = Pick<App, 'db'>;

/** Where somebody is named as a member; each list the oldest first. */
export async function listHeldOn({ db }: Db, guildId: string, userId: string) {
  const params = [guildId, userId];
  const where = 'WHERE guild_id = $1 AND user_id = $2';
  const grants = await db.query<GrantColumns>(
    `SELECT ${GRANT_COLUMNS} FROM tier_grant ${where} ORDER BY id`,
    params,
  );
  const payments = await db.query<PaymentColumns>(
    `SELECT ${PAYMENT_COLUMNS} FROM tier_payment ${where} ORDER BY id`,
    params,
  );
  return {
    grants: grants.map(toGrant),
    entries: await db.query<HeldEntry>(
      `SELECT id, tier_id AS "tierId", kind, at, recorded_at AS "recordedAt", actor_id AS "actorId", source,
              once_key AS "onceKey", note, reason, before, after
       FROM tier_entry ${where} ORDER BY id`,
      params,
    ),
    payments: payments.map(toPayment),
    receipts: await db.query<{ fileName: string; contentType: string; data: Buffer; createdAt: Date }>(
      `SELECT file_name AS "fileName", content_type AS "contentType", data, created_at AS "createdAt"
       FROM tier_receipt ${where} ORDER BY id`,
      params,
    ),
    invites: await db.query<{ inviteId: number; joinedAt: Date | null }>(
      `SELECT invite_id AS "inviteId", joined_at AS "joinedAt" FROM tier_invitee ${where} ORDER BY invite_id`,
      params,
    ),
    notices: await db.query<{ kind: string; aboutAt: Date; state: string; createdAt: Date }>(
      `SELECT kind, about_at AS "aboutAt", state, created_at AS "createdAt" FROM tier_notice ${where} ORDER BY id`,
      params,
    ),
    standing: await db.query<{ tierId: number | null; sinceAt: Date | null; wantsReminder: boolean }>(
      `SELECT tier_id AS "tierId", since_at AS "sinceAt", wants_reminder AS "wantsReminder" FROM tier_member ${where}`,
      params,
    ),
  };
}

type HeldEntry = Omit<EntryRow, 'userId' | 'grantId' | 'paymentId' | 'receiptId'>;

/** What somebody did to others as an admin: how often, by kind. */
export async function countActsOf(
  { db }: Db,
  guildId: string,
  actorId: string,
): Promise<{ kind: EntryKind; count: number; lastAt: Date }[]> {
  const rows = await db.query<{ kind: EntryKind; count: string; lastAt: Date }>(
    `SELECT kind, count(*) AS count, max(recorded_at) AS "lastAt" FROM tier_entry
     WHERE guild_id = $1 AND actor_id = $2 GROUP BY kind ORDER BY kind`,
    [guildId, actorId],
  );
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
}

const LIVE = `SELECT id FROM tier_grant WHERE guild_id = $1 AND user_id = $2 AND state <> 'ended'`;

/** An invite for several people makes a reference for each by their id; afterwards the row's own number tells them apart. */
const withoutId = (column: string): string => `regexp_replace(${column}, '/' || user_id || '$', '/#' || id)`;

/**
 * Takes the person out of everything that is over. What was paid and granted stays as bookkeeping, on nobody (user 0); notes, reasons,
 * receipts and messages go. In this order: grants last, since they say what is over.
 */
const ERASING = [
  'SELECT 1 FROM tier_member WHERE guild_id = $1 AND user_id = $2 FOR UPDATE',
  `UPDATE tier_entry SET user_id = 0, note = NULL, reason = NULL, receipt_id = NULL, once_key = ${withoutId('once_key')}
   WHERE guild_id = $1 AND user_id = $2 AND (grant_id IS NULL OR grant_id NOT IN (${LIVE}))`,
  `UPDATE tier_payment SET user_id = 0, external_id = ${withoutId('external_id')}
   WHERE guild_id = $1 AND user_id = $2 AND (grant_id IS NULL OR grant_id NOT IN (${LIVE}))`,
  `DELETE FROM tier_receipt WHERE guild_id = $1 AND user_id = $2 AND id NOT IN (
     SELECT receipt_id FROM tier_entry WHERE guild_id = $1 AND user_id = $2 AND receipt_id IS NOT NULL)`,
  `DELETE FROM tier_notice WHERE guild_id = $1 AND user_id = $2 AND grant_id NOT IN (${LIVE})`,
  `UPDATE tier_invite SET wish = wish || '{"note": null}' WHERE guild_id = $1 AND id IN (
     SELECT invite_id FROM tier_invitee WHERE guild_id = $1 AND user_id = $2 AND (grant_id IS NULL OR grant_id NOT IN (${LIVE})))
     AND state IN ('closed', 'failed')`,
  `DELETE FROM tier_invitee WHERE guild_id = $1 AND user_id = $2 AND (grant_id IS NULL OR grant_id NOT IN (${LIVE}))`,
  `UPDATE tier_grant SET user_id = 0 WHERE guild_id = $1 AND user_id = $2 AND state = 'ended'`,
  `DELETE FROM tier_member WHERE guild_id = $1 AND user_id = $2 AND NOT EXISTS (${LIVE})`,
];

/** @returns rows that no longer name the person. */
export async function eraseOver(sql: SqlRunner, guildId: string, userId: string): Promise<number> {
  let erased = 0;
  for (const [index, statement] of ERASING.entries()) {
    const rows = await sql.execute(statement, [guildId, userId]);
    // The first one only locks.
    if (index > 0) erased += rows;
  }
  return erased;
}
