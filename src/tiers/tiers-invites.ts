/** Invites to a paid tier: only the people named on one can accept it, and what they were granted begins when they come or on a given day. */
import type { App } from '../app.ts';
import { transactSql } from '../db/transact.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { changeWithin } from './tiers-changes.ts';
import { foreseeGrants } from './tiers-foresight.ts';
import { createInvite, isListDone, makeInvite } from './tiers-invites-making.ts';
import type { InviteNeeds } from './tiers-invites-making.ts';
import { carriesRole, requestsOf, validSeconds } from './tiers-invites-rules.ts';
import type { InviteWish } from './tiers-invites-rules.ts';
import {
  findInvite,
  insertInvite,
  listAwaited,
  listInvitees,
  listInvites,
  updateCode,
  updateReady,
  updateState,
} from './tiers-invites-store.ts';
import type { InviteCount, Invitee, TierInvite } from './tiers-invites-store.ts';
import { lockMembers } from './tiers-store.ts';

export interface InviteOrder {
  readonly tierId: number;
  readonly userIds: readonly string[];
  readonly channelId: string;
  readonly wish: InviteWish;
  readonly validDays: number;
  readonly createdBy: string;
}

/** Why somebody named is not on the invite: a member already; awaited by another invite; their reference was used before, for this or for something else. */
export type LeftOut =
  | { readonly userId: string; readonly why: 'here' | 'known' }
  | { readonly userId: string; readonly why: 'awaited'; readonly inviteId: number }
  | { readonly userId: string; readonly why: 'refused'; readonly refusal: Refusal };

export interface Invited {
  /** Open, or still in the making where Discord did not answer; null where nobody was left to invite. */
  readonly invite: TierInvite | null;
  readonly userIds: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Invites people to a tier. At most MOST_INVITED.
 * @throws Refusal `tiers.*` where the wish cannot be granted to anybody, `invites.*` where Discord refused: then nothing is granted.
 */
export async function inviteMembers(app: InviteNeeds, guildId: string, order: InviteOrder): Promise<Invited> {
  const { tierId, channelId, wish, createdBy } = order;
  const now = app.clock.now();
  const hasRole = carriesRole(wish, now);
  assertPossible(app, guildId, order, hasRole);
  const sorted = await sortOut(app, guildId, order);
  const seconds = validSeconds(wish, order.validDays, now, app.communities.get(guildId).timeZone);
  const expiresAt = new Date(now.getTime() + seconds * 1_000);
  const row = { guildId, tierId, channelId, createdBy, createdAt: now, expiresAt, wish, hasRole };
  const { id, userIds, awaited } = await insertUnlessAwaited(app, row, sorted.userIds);
  const leftOut = [...sorted.leftOut, ...awaited];
  if (id === null) return { invite: null, userIds, leftOut };
  const made = (await findInvite(app, guildId, id))!;
  try {
    return { invite: await makeInvite(app, made, false), userIds, leftOut };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    app.log.warn({ guild: guildId, err: error }, 'an invite could not be made; it is tried again');
    return { invite: made, userIds, leftOut };
  }
}

/** Under lock: of two admins who invite the same people at the same moment the second sees what the first did. */
async function insertUnlessAwaited(
  app: InviteNeeds,
  row: Parameters<typeof insertInvite>[1],
  wanted: readonly string[],
): Promise<{ id: number | null; userIds: readonly string[]; awaited: readonly LeftOut[] }> {
  return transactSql(app.db, async (sql) => {
    await lockMembers(sql, row.guildId, wanted);
    const taken = await listAwaited(sql, row.guildId, row.tierId, wanted);
    const userIds = wanted.filter((userId) => !taken.has(userId));
    const awaited = [...taken].map(([userId, inviteId]) => ({ userId, why: 'awaited' as const, inviteId }));
    return { id: userIds.length > 0 ? await insertInvite(sql, row, userIds) : null, userIds, awaited };
  });
}

/** @throws Refusal for what would keep everybody from being invited, as far as memory knows. */
function assertPossible(
  app: InviteNeeds,
  guildId: string,
  { tierId, channelId, wish }: InviteOrder,
  hasRole: boolean,
): void {
  const tier = app.tiers.find(guildId, tierId);
  if (!tier) throw new Refusal('tiers.unknown', {});
  if (tier.archivedAt) throw new Refusal('tiers.archived', { tierId });
  if (wish.startsAt === 'on-join' && !app.gateway.hasMembersIntent)
    throw new Refusal('tiers.invite-joins-unheard', {});
  const missing = app.invites.missing(guildId, channelId);
  if (missing.length > 0) throw new Refusal('invites.permissions', { channelId, missing });
  const problem = hasRole ? app.roleHands.problem(guildId, tier.roleId) : null;
  if (problem) throw new Refusal('tiers.role-problem', { roleId: tier.roleId, problem });
}

/** Who can be invited, and who cannot and why. @throws Refusal for what nobody can be granted. */
async function sortOut(
  app: InviteNeeds,
  guildId: string,
  { tierId, userIds, wish }: InviteOrder,
): Promise<Omit<Invited, 'invite'>> {
  const leftOut: LeftOut[] = [];
  const awaited = await listAwaited(app.db, guildId, tierId, userIds);
  const others = userIds.filter((userId) => {
    const inviteId = awaited.get(userId);
    if (app.roleHands.isMember(guildId, userId)) leftOut.push({ userId, why: 'here' });
    else if (inviteId !== undefined) leftOut.push({ userId, why: 'awaited', inviteId });
    else return true;
    return false;
  });
  const foreseen = await foreseeGrants(app, guildId, requestsOf(tierId, others, wish));
  const free = others.filter((userId, index) => {
    const stop = foreseen[index];
    if (!stop) return true;
    if (stop.state === 'known') leftOut.push({ userId, why: 'known' });
    // Everything else is about the wish, and so the same for everybody.
    else if (stop.refusal.code !== 'tiers.reference-used') throw stop.refusal;
    else leftOut.push({ userId, why: 'refused', refusal: stop.refusal });
    return false;
  });
  return { userIds: free, leftOut };
}

/** A month: older ones that are over are told of no more. */
const SHOWN_FOR_MS = 30 * 86_400_000;

/** Invites that are not over, and those made lately, the youngest first. */
export async function recentInvites(
  app: Pick<App, 'db' | 'clock'>,
  guildId: string,
  most: number,
): Promise<InviteCount[]> {
  return listInvites(app, guildId, new Date(app.clock.now().getTime() - SHOWN_FOR_MS), most);
}

/** One invite, who is named on it, and whether it was deleted in Discord although it is open. */
export interface InviteView {
  readonly invite: TierInvite;
  readonly invitees: readonly Invitee[];
  readonly isGone: boolean;
}

/** @throws Refusal `tiers.invite-unknown`; UpstreamError. */
export async function getInvite(
  app: Pick<App, 'db' | 'invites'>,
  guildId: string,
  id: number,
): Promise<InviteView> {
  const invite = await findInvite(app, guildId, id);
  if (!invite) throw new Refusal('tiers.invite-unknown', {});
  const invitees = await listInvitees(app.db, guildId, id);
  const isOpen = invite.state === 'open' && invite.code !== null;
  return { invite, invitees, isGone: isOpen && (await app.invites.nameList(invite.code!)) === null };
}

/** A new link for those who have not come, where the old one was deleted in Discord. What they were granted stays. @throws as `Invites.create`. */
export async function renewInvite(app: InviteNeeds, guildId: string, id: number): Promise<InviteView> {
  const { invite, invitees, isGone } = await getInvite(app, guildId, id);
  if (isGone && invite.expiresAt > app.clock.now()) {
    const awaited = invitees.filter(({ joinedAt }) => joinedAt === null).map(({ userId }) => userId);
    if (awaited.length > 0) {
      const code = await createInvite(app, invite, awaited);
      await updateCode(app, invite, code);
      if (await isListDone(app, code)) await updateReady(app, invite);
    }
  }
  return getInvite(app, guildId, id);
}

/** Ends an invite: nobody can join by it any more, and who has not come loses what it granted. Payments stay on record. @throws as `Invites.delete`. */
export async function endInvite(
  app: InviteNeeds,
  guildId: string,
  id: number,
  actorId: string,
): Promise<InviteView> {
  const { invite } = await getInvite(app, guildId, id);
  if (invite.state === 'open') {
    if (invite.code) await app.invites.delete(guildId, invite.channelId, invite.code, 'Paid tier');
    await closeInvite(app, invite, { actorId, reason: 'withdrawn', problem: null });
  }
  return getInvite(app, guildId, id);
}

/** How an invite is closed. */
export interface Closing {
  /** null: the bot. */
  readonly actorId: string | null;
  /** lapsed: only grants that begin at joining end. withdrawn: all of those who did not come. */
  readonly reason: 'lapsed' | 'withdrawn';
  readonly problem: string | null;
}

/** @returns those who did not come; null where it was closed before. */
export async function closeInvite(
  app: InviteNeeds,
  invite: TierInvite,
  { actorId, reason, problem }: Closing,
): Promise<readonly Invitee[] | null> {
  const { guildId } = invite;
  const absent = await transactSql(app.db, async (sql) => {
    if (!(await updateState(sql, invite, 'open', 'closed', problem))) return null;
    const invitees = await listInvitees(sql, guildId, invite.id);
    // Who came while nobody listened is here all the same.
    const missing = invitees.filter(
      ({ userId, joinedAt }) => joinedAt === null && app.roleHands.isMember(guildId, userId) !== true,
    );
    const requests = missing.flatMap(({ userId, grantId }) =>
      grantId === null ? [] : [{ userId, act: { act: 'end' as const, grantId, reason } }],
    );
    await changeWithin(app, sql, guildId, requests, { actorId, source: 'invite' });
    return missing;
  });
  app.roles.wake(guildId);
  return absent;
}
