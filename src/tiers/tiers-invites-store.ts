/** Invites to tiers and the people named on them. Their grants stand in the ledger. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { InviteWish } from './tiers-invites-rules.ts';
import type { GrantState } from './tiers-ledger.ts';

type Db = Pick<App, 'db'>;

/**
 * making: nothing is granted yet. open: people can join by it, or soon. failed: Discord refused it and nothing was granted. closed: over.
 */
export type InviteState = 'making' | 'open' | 'failed' | 'closed';

export interface TierInvite {
  readonly id: number;
  readonly guildId: string;
  readonly tierId: number;
  /** null until Discord made it. */
  readonly code: string | null;
  readonly channelId: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly state: InviteState;
  readonly wish: InviteWish;
  /** Whether Discord gives the tier's role at joining. */
  readonly hasRole: boolean;
  /** Whether Discord has worked through the list of people. */
  readonly isReady: boolean;
  /** What Discord said against it, of a failed one. */
  readonly problem: string | null;
}

export interface Invitee {
  readonly userId: string;
  /** null until the invite was made. */
  readonly grantId: string | null;
  /** null until they came. */
  readonly joinedAt: Date | null;
  /** How their grant stands as last written down; null without one. */
  readonly grantState: GrantState | null;
}

/** An invite with how many are named on it, and how many of them came. */
export interface InviteCount extends TierInvite {
  readonly named: number;
  readonly came: number;
}

const COLUMNS = `invite.id, invite.guild_id AS "guildId", invite.tier_id AS "tierId", invite.code, invite.channel_id AS "channelId",
  invite.created_by AS "createdBy", invite.created_at AS "createdAt", invite.expires_at AS "expiresAt", invite.state, invite.wish,
  invite.has_role AS "hasRole", invite.is_ready AS "isReady", invite.problem`;

export async function insertInvite(
  sql: SqlRunner,
  invite: Omit<TierInvite, 'id' | 'code' | 'state' | 'isReady' | 'problem'>,
  userIds: readonly string[],
): Promise<number> {
  const [row] = await sql.query<{ id: number }>(
    `INSERT INTO tier_invite (guild_id, tier_id, channel_id, created_by, created_at, expires_at, state, wish, has_role)
     VALUES ($1, $2, $3, $4, $5, $6, 'making', $7::jsonb, $8) RETURNING id`,
    [
      invite.guildId,
      invite.tierId,
      invite.channelId,
      invite.createdBy,
      invite.createdAt,
      invite.expiresAt,
      JSON.stringify(invite.wish),
      invite.hasRole,
    ],
  );
  await sql.execute(
    'INSERT INTO tier_invitee (invite_id, guild_id, user_id) SELECT $1, $2, id FROM unnest($3::bigint[]) AS id',
    [row!.id, invite.guildId, userIds],
  );
  return row!.id;
}

export async function findInvite({ db }: Db, guildId: string, id: number): Promise<TierInvite | null> {
  const [row] = await db.query<TierInvite>(
    `SELECT ${COLUMNS} FROM tier_invite AS invite WHERE guild_id = $1 AND id = $2`,
    [guildId, id],
  );
  return row ? withInstants(row) : null;
}

/** Those made since then and all that are not over, the youngest first. */
export async function listInvites(
  { db }: Db,
  guildId: string,
  since: Date,
  most: number,
): Promise<InviteCount[]> {
  const rows = await db.query<InviteCount>(
    `SELECT ${COLUMNS}, count(*)::int AS named, count(invitee.joined_at)::int AS came
     FROM tier_invite AS invite JOIN tier_invitee AS invitee ON invitee.invite_id = invite.id
     WHERE invite.guild_id = $1 AND (invite.state IN ('making', 'open') OR invite.created_at >= $2)
     GROUP BY invite.id ORDER BY invite.id DESC LIMIT $3`,
    [guildId, since, most],
  );
  return rows.map(withInstants);
}

/** In the order of their ids. */
export async function listInvitees(sql: SqlRunner, guildId: string, inviteId: number): Promise<Invitee[]> {
  return sql.query(
    `SELECT invitee.user_id AS "userId", invitee.grant_id AS "grantId", invitee.joined_at AS "joinedAt", tier_grant.state AS "grantState"
     FROM tier_invitee AS invitee LEFT JOIN tier_grant ON tier_grant.id = invitee.grant_id
     WHERE invitee.guild_id = $1 AND invitee.invite_id = $2 ORDER BY invitee.user_id`,
    [guildId, inviteId],
  );
}

/** Who among them is named on an invite of this tier that is not over, and has not come: member → that invite's id. */
export async function listAwaited(
  sql: SqlRunner,
  guildId: string,
  tierId: number,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ userId: string; id: number }>(
    `SELECT invitee.user_id AS "userId", invite.id
     FROM tier_invitee AS invitee JOIN tier_invite AS invite ON invite.id = invitee.invite_id
     WHERE invitee.guild_id = $1 AND invite.tier_id = $2 AND invitee.user_id = ANY($3::bigint[])
       AND invite.state IN ('making', 'open') AND invitee.joined_at IS NULL ORDER BY invite.id`,
    [guildId, tierId, userIds],
  );
  return new Map(rows.map(({ userId, id }) => [userId, id]));
}

/** Codes of the community's invites that stand in our table already. */
export async function listCodes({ db }: Db, guildId: string): Promise<Set<string>> {
  const rows = await db.query<{ code: string }>(
    'SELECT code FROM tier_invite WHERE guild_id = $1 AND code IS NOT NULL',
    [guildId],
  );
  return new Set(rows.map(({ code }) => code));
}

/** Invites of these communities with something to do: left in the making, not known to be ready, or over. The oldest first. */
export async function listUnsettled(
  { db }: Db,
  guildIds: readonly string[],
  now: Date,
  leftSince: Date,
): Promise<TierInvite[]> {
  const rows = await db.query<TierInvite>(
    `SELECT ${COLUMNS} FROM tier_invite AS invite
     WHERE guild_id = ANY($1::bigint[])
       AND (state = 'making' AND created_at <= $3 OR state = 'open' AND (expires_at <= $2 OR NOT is_ready)) ORDER BY id`,
    [guildIds, now, leftSince],
  );
  return rows.map(withInstants);
}

export async function updateCode(
  { db }: Db,
  { guildId, id }: TierInvite,
  code: string | null,
): Promise<void> {
  await db.execute('UPDATE tier_invite SET code = $3, is_ready = false WHERE guild_id = $1 AND id = $2', [
    guildId,
    id,
    code,
  ]);
}

export async function updateReady({ db }: Db, { guildId, id }: TierInvite): Promise<void> {
  await db.execute('UPDATE tier_invite SET is_ready = true WHERE guild_id = $1 AND id = $2', [guildId, id]);
}

/** @returns false where it is in that state no more: somebody else was quicker. */
export async function updateState(
  sql: SqlRunner,
  { guildId, id }: TierInvite,
  from: InviteState,
  to: InviteState,
  problem: string | null = null,
): Promise<boolean> {
  const count = await sql.execute(
    'UPDATE tier_invite SET state = $4, problem = $5 WHERE guild_id = $1 AND id = $2 AND state = $3',
    [guildId, id, from, to, problem],
  );
  return count > 0;
}

export async function updateGrants(
  sql: SqlRunner,
  { guildId, id }: TierInvite,
  grants: readonly { readonly userId: string; readonly grantId: string }[],
): Promise<void> {
  await sql.execute(
    `UPDATE tier_invitee AS invitee SET grant_id = made."grantId"
     FROM jsonb_to_recordset($3::jsonb) AS made("userId" bigint, "grantId" bigint)
     WHERE invitee.guild_id = $1 AND invitee.invite_id = $2 AND invitee.user_id = made."userId"`,
    [guildId, id, JSON.stringify(grants)],
  );
}

/** Notes that somebody came by an invite that is not over. @returns ids of the tiers whose role an invite of theirs, over or not, may have brought. */
export async function updateJoined({ db }: Db, guildId: string, userId: string, at: Date): Promise<number[]> {
  const rows = await db.query<{ tierId: number; hasRole: boolean }>(
    `UPDATE tier_invitee AS invitee
     SET joined_at = CASE WHEN invite.state IN ('making', 'open') THEN COALESCE(invitee.joined_at, $3) ELSE invitee.joined_at END
     FROM tier_invite AS invite
     WHERE invitee.guild_id = $1 AND invitee.user_id = $2 AND invite.id = invitee.invite_id
     RETURNING invite.tier_id AS "tierId", invite.has_role AS "hasRole"`,
    [guildId, userId, at],
  );
  return rows.filter(({ hasRole }) => hasRole).map(({ tierId }) => tierId);
}

/** Instants inside the wish are text in the database. */
function withInstants<R extends TierInvite>(row: R): R {
  const { term, startsAt } = row.wish;
  return {
    ...row,
    wish: {
      ...row.wish,
      term: typeof term === 'object' && 'until' in term ? { until: new Date(term.until) } : term,
      startsAt: startsAt === 'on-join' ? startsAt : new Date(startsAt),
    },
  };
}
