/** The face of paid tiers: what admins make of them, who holds what until when, and what was paid. Access is decided here and nowhere else. */
import type { App } from '../app.ts';
import type { Span } from '../kernel/calendar.ts';
import { transactSql } from '../db/transact.ts';
import { Refusal } from '../kernel/errors.ts';
import { wishRoles } from '../roles/roles.ts';
import type { ChangeNeeds } from './tiers-changes.ts';
import { JUST_NOW_MS } from './tiers-claims.ts';
import { settleCommunity } from './tiers-clock.ts';
import { decideNewTier, decideSettings, decideTier } from './tiers-definitions-rules.ts';
import type { NewTierWish, Tier, TierSettings, TierWish } from './tiers-definitions-rules.ts';
import { hasMoney, insertTier, saveSettings, updateTier, updateTierRole } from './tiers-definitions-store.ts';
import type { Grant } from './tiers-ledger.ts';
import {
  countHolders,
  findReceipt,
  listEntries,
  listGrantsOf,
  listMemberPage,
  listPaymentsOf,
  listToCome,
  sumPayments,
} from './tiers-reading-store.ts';
import type { EntryLine, EntryPage, MemberFilter, MemberPage, PaymentLine } from './tiers-reading-store.ts';
import type { ReceiptRow } from './tiers-store.ts';
import { ROLE_PURPOSE } from './tiers-writing.ts';
import { settle, standingOf, timelineOf } from './tiers-rules.ts';
import { makeDue } from './tiers-store.ts';
import type { Standing, Stretch } from './tiers-rules.ts';

export { BATCH_SIZE, changeTiers, changeWithin } from './tiers-changes.ts';
export type { ChangedBy, Holding, TierOutcome, TierPaymentClaim, TierRequest } from './tiers-changes.ts';
export { settleCommunity } from './tiers-clock.ts';
export type { NewTierWish, Tier, TierSettings, TierWish } from './tiers-definitions-rules.ts';
export type { EndReason, EntryKind, EntrySource, Grant, GrantState, Term, TierAct } from './tiers-ledger.ts';
export { reconcileCommunity } from './tiers-drift-summary.ts';
export { listAllGrants, listAllPayments, listOwners } from './tiers-export-store.ts';
export type { PaymentOfTier } from './tiers-export-store.ts';
export { EntitlementWork, nameSku, skusOf } from './tiers-entitlements.ts';
export { foreseeGrants } from './tiers-foresight.ts';
export { MOST_DAYS } from './tiers-terms-rules.ts';
export { inLanguage, nameKey } from './tiers-definitions-rules.ts';
export { parseMinor, parseTerm } from './tiers-input-rules.ts';
export { MOST_RECEIPT_BYTES, receiptFileName, receiptType } from './tiers-receipts-rules.ts';
export { noteMemberJoined } from './tiers-joins.ts';
export { endInvite, getInvite, inviteMembers, recentInvites, renewInvite } from './tiers-invites.ts';
export type { InviteOrder, InviteView, Invited, LeftOut } from './tiers-invites.ts';
export { assertInvitable, parseStart, readNameFile, readNames } from './tiers-invites-rules.ts';
export type { NamedPeople } from './tiers-invites-rules.ts';
export type { InviteCount, Invitee, TierInvite } from './tiers-invites-store.ts';
export { TierMemory } from './tiers-memory.ts';
export { lastDay, reminderStandingOf, wantReminders } from './tiers-notices-reminders.ts';
export type { ReminderStanding } from './tiers-notices-reminders.ts';
export { MEMBERSHIP_BUTTON } from './tiers-notices-welcomes.ts';
export { findDrift, reconcileRoles } from './tiers-reconcile.ts';
export type { Repair, TierDrift } from './tiers-reconcile.ts';
export { listHeldTiers } from './tiers-drift-store.ts';
export { reconcileAtStart } from './tiers-start.ts';
export type { EntryLine, MemberFilter, MemberLine, PaymentLine } from './tiers-reading-store.ts';
export type { Stretch } from './tiers-rules.ts';
export type { GrantFacts, OnceRow } from './tiers-store.ts';

/**
 * @throws Refusal of `decideNewTier`; `tiers.role-problem` for a role the bot cannot give; `tiers.role-ruling` for one that makes its holders
 * more than members; `tiers.currency-missing` for a price without a currency.
 */
export async function createTier(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'tiers' | 'roleHands'>,
  guildId: string,
  wish: NewTierWish,
): Promise<Tier> {
  return app.tiers.inTurn(async () => {
    assertWish(app, guildId, wish);
    const made = decideNewTier(guildId, wish, app.tiers.open(guildId), app.clock.now());
    const tier = await insertTier(app, made);
    app.tiers.put(tier);
    return tier;
  });
}

/**
 * Changes what a tier is from now on; what was sold stays sold. A new role goes to all who hold the tier, and the old one is taken.
 * @returns how many members change roles, besides the tier. @throws as `createTier`, and `tiers.unknown`, `tiers.archived`.
 */
export async function editTier(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'tiers' | 'roleHands' | 'roles'>,
  guildId: string,
  tierId: number,
  wish: TierWish,
): Promise<{ tier: Tier; moved: number }> {
  return app.tiers.inTurn(async () => {
    assertWish(app, guildId, wish);
    const others = app.tiers.open(guildId).filter(({ id }) => id !== tierId);
    const before = tierOf(app, guildId, tierId);
    const tier = decideTier(before, wish, others);
    const moved = tier.roleId === before.roleId ? 0 : await moveRole(app, before, tier.roleId);
    await updateTier(app, tier, app.clock.now());
    app.tiers.put(tier);
    if (tier.rank !== before.rank) {
      await makeDue(app, guildId, app.clock.now());
      for (const tell of app.tiers.onRankChanged) tell(guildId);
    }
    app.roles.wake(guildId);
    return { tier, moved };
  });
}

/** In one transaction, so that a kill leaves nobody with the old role whom nothing would take it from any more. @returns how many hold the tier. */
async function moveRole(
  app: Pick<App, 'db' | 'clock' | 'tiers'>,
  before: Tier,
  roleId: string,
): Promise<number> {
  const { guildId, id, roleId: oldRoleId } = before;
  // Whoever is granted the tier while this runs is to get the new role: nothing would take the old one from them any more.
  app.tiers.put({ ...before, roleId });
  const moved = transactSql(app.db, async (sql) => {
    const userIds = await updateTierRole(sql, guildId, id, roleId);
    const wish = { purpose: ROLE_PURPOSE, entryId: null, wishedAt: app.clock.now() };
    const wishes = userIds.flatMap((userId) => [
      { ...wish, userId, roleId: oldRoleId, wanted: false },
      { ...wish, userId, roleId, wanted: true },
    ]);
    await wishRoles(sql, guildId, wishes);
    return userIds.length;
  });
  return moved.catch((error: unknown) => {
    app.tiers.put(before);
    throw error;
  });
}

/** From now on it is granted no more; what runs goes on to its end. @throws Refusal `tiers.unknown`, `tiers.archived`. */
export async function archiveTier(
  app: Pick<App, 'db' | 'clock' | 'tiers'>,
  guildId: string,
  tierId: number,
): Promise<Tier> {
  return app.tiers.inTurn(async () => {
    const archivedAt = app.clock.now();
    const tier = { ...decideTier(tierOf(app, guildId, tierId), {}, []), archivedAt };
    await updateTier(app, tier, archivedAt);
    app.tiers.put(tier);
    return tier;
  });
}

/** Whoever holds several tiers is arranged anew within the minute. @throws Refusal `tiers.currency-unknown`, `tiers.currency-fixed`. */
export async function changeTierSettings(
  app: Pick<App, 'db' | 'clock' | 'tiers'>,
  guildId: string,
  changes: Partial<TierSettings>,
): Promise<TierSettings> {
  return app.tiers.inTurn(async () => {
    const settings = decideSettings(app.tiers.settingsOf(guildId), changes, await hasMoney(app, guildId));
    await saveSettings(app, guildId, settings);
    const before = app.tiers.settingsOf(guildId);
    app.tiers.putSettings(guildId, settings);
    if (settings.overlap !== before.overlap) await makeDue(app, guildId, app.clock.now());
    return settings;
  });
}

/** @throws Refusal `tiers.unknown`. */
function tierOf({ tiers }: Pick<App, 'tiers'>, guildId: string, tierId: number): Tier {
  const tier = tiers.find(guildId, tierId);
  if (!tier) throw new Refusal('tiers.unknown', {});
  return tier;
}

/** What one member has, had and paid. */
export interface Membership {
  /** What counts now; null without access. */
  readonly standing: Standing | null;
  /** Which tier counts from now on if nothing happens. */
  readonly timeline: readonly Stretch[];
  /** Not ended, the oldest first. */
  readonly grants: readonly Grant[];
  /** The youngest first. */
  readonly payments: readonly PaymentLine[];
}

/** By the ledger at this very minute, whether the clock was written down already or not. */
export async function membershipOf(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'tiers'>,
  guildId: string,
  userId: string,
): Promise<Membership> {
  const now = app.clock.now();
  const rules = app.tiers.rulesOf(guildId, app.communities.get(guildId).timeZone);
  const { grants } = settle(await listGrantsOf(app, guildId, userId), now, rules);
  return {
    standing: standingOf(grants, rules),
    timeline: timelineOf(grants, now, rules),
    grants,
    payments: await listPaymentsOf(app, guildId, userId),
  };
}

/** The ledger of one member, the youngest entry first. @param beforeId only entries older than this one. */
export async function historyOf(
  app: Pick<App, 'db'>,
  guildId: string,
  userId: string,
  beforeId: string | null,
): Promise<EntryPage> {
  return listEntries(app, guildId, userId, beforeId);
}

/** A receipt once more. @throws Refusal `tiers.receipt-unknown`. */
export async function getReceipt(
  app: Pick<App, 'db'>,
  guildId: string,
  receiptId: string,
): Promise<Omit<ReceiptRow, 'contentType'>> {
  const receipt = await findReceipt(app, guildId, receiptId);
  if (!receipt) throw new Refusal('tiers.receipt-unknown', {});
  return receipt;
}

/** What another admin did to the member minutes ago, the youngest; null where nobody did. */
export async function actOfColleague(
  app: Pick<App, 'db' | 'clock'>,
  guildId: string,
  userId: string,
  ownId: string,
): Promise<EntryLine | null> {
  const { entries } = await listEntries(app, guildId, userId, null);
  const sinceMs = app.clock.now().getTime() - JUST_NOW_MS;
  const isColleagues = ({ actorId, source, recordedAt }: EntryLine): boolean =>
    actorId !== null && actorId !== ownId && source === 'manual' && recordedAt.getTime() > sinceMs;
  return entries.find(isColleagues) ?? null;
}

/** Who holds what; what the clock had to do is written down first. @param afterId only members after this one. */
export async function membersOf(
  app: ChangeNeeds,
  guildId: string,
  filter: MemberFilter,
  afterId: string | null,
): Promise<MemberPage> {
  await settleCommunity(app, guildId);
  return listMemberPage(app, guildId, filter, app.clock.now(), afterId);
}

/** What of these members is paused, waiting or to come. @param tierId null: of whichever tier. */
export async function toComeOf(
  app: Pick<App, 'db'>,
  guildId: string,
  userIds: readonly string[],
  tierId: number | null,
): Promise<Grant[]> {
  return listToCome(app, guildId, userIds, tierId);
}

/** Members per tier that counts, by tier id; archived ones too, as long as somebody holds them. */
export async function holdersByTier(app: Pick<App, 'db'>, guildId: string): Promise<Map<number, number>> {
  return countHolders(app, guildId);
}

/** Payments and refunds of a span, minor units of the community's currency. Source: docs/metrics.md, R. */
export interface Revenue {
  readonly paidMinor: number;
  /** Positive. */
  readonly refundedMinor: number;
  readonly payments: number;
  readonly refunds: number;
  readonly currency: string | null;
}

export async function revenueOf(
  app: Pick<App, 'db' | 'tiers'>,
  guildId: string,
  span: Span,
): Promise<Revenue> {
  const { currency } = app.tiers.settingsOf(guildId);
  return { ...(await sumPayments(app, guildId, span)), currency };
}

function assertWish(
  app: Pick<App, 'communities' | 'tiers' | 'roleHands'>,
  guildId: string,
  wish: TierWish,
): void {
  const { roleId } = wish;
  if (roleId !== undefined && roleId !== guildId) {
    const { staffRoleId, adminRoleId } = app.communities.get(guildId);
    // Else whoever may grant tiers could make anybody staff, themselves included.
    if (roleId === staffRoleId || roleId === adminRoleId || app.roleHands.isRuling(guildId, roleId))
      throw new Refusal('tiers.role-ruling', { roleId });
    const problem = app.roleHands.problem(guildId, roleId);
    if (problem) throw new Refusal('tiers.role-problem', { roleId, problem });
  }
  if (wish.priceMinor && app.tiers.settingsOf(guildId).currency === null)
    throw new Refusal('tiers.currency-missing', {});
}
