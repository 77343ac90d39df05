/**
 * Makes an invite with Discord and grants what it promises, so that a kill at any point leaves nobody with the one without the other:
 *
 * 1. The row says what is to be made and for whom; nothing is granted yet.
 * 2. Discord makes the invite, and works through the list of people.
 * 3. Grants and payments are written and the invite is opened, in one transaction.
 *
 * What was left between 1 and 3 is taken up again later: an invite that Discord made all the same is known by its people.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { transactSql } from '../db/transact.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { changeWithin } from './tiers-changes.ts';
import type { ChangeNeeds, TierOutcome } from './tiers-changes.ts';
import { requestsOf } from './tiers-invites-rules.ts';
import {
  findInvite,
  listCodes,
  listInvitees,
  updateCode,
  updateGrants,
  updateReady,
  updateState,
} from './tiers-invites-store.ts';
import type { TierInvite } from './tiers-invites-store.ts';

export type InviteNeeds = ChangeNeeds & Pick<App, 'invites' | 'log' | 'roleHands' | 'gateway' | 'messenger'>;

/** So long Discord's work on the list of people is waited for, while an admin waits for the answer. */
const LIST_LOOKS_MS = [100, 200, 300, 400, 500, 500, 500, 500, 500, 500];
/** The clocks of Discord and of this machine may differ by so much. */
const CLOCKS_DIFFER_MS = 120_000;
const SHORTEST_SECONDS = 60;
const REASON = 'Paid tier';

/**
 * Makes the invite that the row asks for and opens it. Repeatable: what was done before is not done again.
 * @param isLeft it was left in the making, so Discord may have made it already.
 * @throws Refusal, after which it has failed and nothing was granted; UpstreamError, after which it is still in the making.
 */
export async function makeInvite(app: InviteNeeds, invite: TierInvite, isLeft: boolean): Promise<TierInvite> {
  const { guildId } = invite;
  let code = invite.code;
  try {
    const userIds = (await listInvitees(app.db, guildId, invite.id)).map(({ userId }) => userId);
    if (isLeft) code ??= await findMade(app, invite, userIds);
    code ??= await createInvite(app, invite, userIds);
    await updateCode(app, invite, code);
    const isReady = await isListDone(app, code);
    await openInvite(app, { ...invite, code }, userIds);
    if (isReady) await updateReady(app, invite);
  } catch (error) {
    if (error instanceof Refusal) await giveUp(app, { ...invite, code }, error);
    throw error;
  }
  return (await findInvite(app, guildId, invite.id))!;
}

/** Has Discord make it. @throws Refusal of `Invites.create`; UpstreamError. */
export async function createInvite(
  app: Pick<App, 'invites' | 'tiers' | 'clock'>,
  { guildId, tierId, channelId, hasRole, expiresAt }: TierInvite,
  userIds: readonly string[],
): Promise<string> {
  const { roleId } = app.tiers.find(guildId, tierId)!;
  const leftMs = expiresAt.getTime() - app.clock.now().getTime();
  const validSeconds = Math.max(SHORTEST_SECONDS, Math.floor(leftMs / 1_000));
  const roleIds = hasRole ? [roleId] : [];
  return app.invites.create(guildId, { channelId, roleIds, userIds, validSeconds }, REASON);
}

/** Whether Discord has worked through the people, after a short wait. @throws Refusal `invites.list-refused`. */
export async function isListDone(app: Pick<App, 'invites'>, code: string): Promise<boolean> {
  for (const waitMs of LIST_LOOKS_MS) {
    const list = await app.invites.nameList(code);
    if (!list) throw new UpstreamError('discord', 'an invite is gone that was made a moment ago');
    if (list.state === 'failed')
      throw new Refusal('invites.list-refused', { problems: list.problem ? [list.problem] : [] });
    if (list.state === 'done') return true;
    await sleep(waitMs);
  }
  return false;
}

/** An invite of ours for exactly these people that no row knows of; null where there is none. */
async function findMade(
  app: Pick<App, 'db' | 'invites'>,
  { guildId, channelId, createdAt }: TierInvite,
  userIds: readonly string[],
): Promise<string | null> {
  const known = await listCodes(app, guildId);
  const sinceMs = createdAt.getTime() - CLOCKS_DIFFER_MS;
  const wanted = userIds.toSorted().join();
  for (const own of await app.invites.listOwn(guildId)) {
    if (own.channelId !== channelId || own.createdAt.getTime() < sinceMs || known.has(own.code)) continue;
    if ((await app.invites.listNamed(own.code)).toSorted().join() === wanted) return own.code;
  }
  return null;
}

async function openInvite(app: InviteNeeds, invite: TierInvite, userIds: readonly string[]): Promise<void> {
  const { guildId, tierId, wish, createdBy, code, channelId } = invite;
  const isOurs = await transactSql(app.db, async (sql) => {
    if (!(await updateState(sql, invite, 'making', 'open'))) return false;
    const requests = requestsOf(tierId, userIds, wish);
    const by = { actorId: createdBy, source: 'invite' as const };
    const outcomes = await changeWithin(app, sql, guildId, requests, by);
    const grants = outcomes.map((outcome, index) => ({
      userId: userIds[index]!,
      grantId: grantIdOf(outcome, requests[index]!.payment?.externalId ?? ''),
    }));
    await updateGrants(sql, invite, grants);
    return true;
  });
  app.roles.wake(guildId);
  if (isOurs) return;
  // Somebody else opened it meanwhile: theirs counts.
  const theirs = await findInvite(app, guildId, invite.id);
  if (theirs?.code !== code) await app.invites.delete(guildId, channelId, code!, REASON);
}

/** @throws Refusal for what changed since it was foreseen; the whole transaction is undone then. */
function grantIdOf(outcome: TierOutcome, reference: string): string {
  if (outcome.state === 'done' && outcome.grant) return outcome.grant.id;
  if (outcome.state === 'refused') throw outcome.refusal;
  if (outcome.state === 'known') {
    const { userId, tierId, recordedAt: at } = outcome.entry;
    throw new Refusal('tiers.reference-used', { reference, userId, tierId, at });
  }
  throw new Error('a grant by invite changed nothing');
}

async function giveUp(app: InviteNeeds, invite: TierInvite, why: Refusal): Promise<void> {
  const { guildId, channelId, code } = invite;
  await updateState(app.db, invite, 'making', 'failed', problemOf(why));
  if (code === null) return;
  try {
    await app.invites.delete(guildId, channelId, code, REASON);
  } catch (error) {
    app.log.warn({ guild: guildId, err: error }, 'an invite that came to nothing could not be deleted');
  }
}

/** What it came to nothing for, in Discord's own words where it had any. */
function problemOf(why: Refusal): string {
  if (isOf(why, 'invites.list-refused')) return why.facts.problems.join('; ') || why.code;
  if (isOf(why, 'invites.permissions')) return why.facts.missing.join(', ');
  return why.code;
}

function isOf<C extends 'invites.list-refused' | 'invites.permissions'>(
  why: Refusal,
  code: C,
): why is Refusal<C> & Refusal {
  return why.code === code;
}
