/** Decisions become rows: ledger entries, payments, the members' standing, the welcome, and what roles are to follow. */
import type { SqlRunner } from '../db/client.ts';
import { wishRoles } from '../roles/roles.ts';
import type { RoleWish } from '../roles/roles.ts';
import type { Account, Batch, ChangeNeeds, Decision } from './tiers-changes.ts';
import type { Grant, GrantChange } from './tiers-ledger.ts';
import { decideWelcome } from './tiers-notices-rules.ts';
import type { Welcome } from './tiers-notices-rules.ts';
import { insertWelcomes } from './tiers-notices-store.ts';
import { nextInstant, standingOf } from './tiers-rules.ts';
import { saveLedger } from './tiers-saving-store.ts';
import { reserveIds } from './tiers-store.ts';
import type { EntryRow, GrantFacts, MemberRow, PaymentRow, ReceiptRow } from './tiers-store.ts';

/** What roles of tiers are wished for, so that other features' wishes are told apart. */
export const ROLE_PURPOSE = 'tier';

/** Writes everything. @returns the id of the entry that tells of each decision; those that changed nothing have none. */
export async function writeDecisions(
  app: ChangeNeeds,
  sql: SqlRunner,
  batch: Batch,
  decisions: readonly Decision[],
): Promise<Map<Decision, string>> {
  const lines = decisions.flatMap(linesOf);
  const evidence = await evidenceOf(app, sql, batch, decisions);
  const ids = await reserveIds(sql, 'tier_entry', lines.length);
  const entries = lines.map((line, index) => entryOf(batch, line, ids[index]!, evidence));
  const entryIds = new Map<Decision, string>();
  for (const [index, { decision, change }] of lines.entries())
    if (change === decision.primary) entryIds.set(decision, ids[index]!);
  const accounts = [...batch.accounts.values()];
  const changed = new Map(lines.flatMap(({ change }) => (change ? [[change.after.id, change.after]] : [])));
  const lastEntries = new Map(entries.map((entry) => [entry.userId, entry]));
  const telling = new Set(entryIds.values());
  // What people did is to be found beside the roles that followed, not what the clock made of it in the same moment.
  const tellingEntries = new Map(
    entries.filter(({ id }) => telling.has(id)).map((entry) => [entry.userId, entry]),
  );
  const withoutMeanwhile = new Set(
    decisions.filter(({ after }) => after === null).map(({ userId }) => userId),
  );
  await saveLedger(sql, batch.guildId, {
    grants: [...changed.values()],
    entries,
    payments: evidence.payments,
    receipts: evidence.receipts,
    members: accounts.map((account) => {
      const { userId } = account.row;
      return memberOf(batch, account, lastEntries.get(userId), withoutMeanwhile.has(userId));
    }),
  });
  const returned = new Set(
    decisions.filter(({ request }) => request?.act.act === 'join').map(({ userId }) => userId),
  );
  const wishes = accounts.flatMap((account) => {
    const { userId } = account.row;
    const cause = tellingEntries.get(userId) ?? lastEntries.get(userId);
    return wishesOf(app, batch, account, cause, returned.has(userId));
  });
  await wishRoles(sql, batch.guildId, wishes);
  await insertWelcomes(sql, batch.guildId, welcomesOf(app, batch, lines), batch.now);
  const changedIds = accounts.filter((account) => isChanged(batch, account)).map(({ row }) => row.userId);
  for (const tell of changedIds.length > 0 ? app.tiers.onChanged : [])
    await tell(sql, batch.guildId, changedIds, batch.now);
  return entryIds;
}

/** One line of the ledger to be: a change of a grant, or null for a refund that ends nothing. */
interface Line {
  readonly decision: Decision;
  readonly change: GrantChange | null;
}

function linesOf(decision: Decision): Line[] {
  if (decision.changes.length === 0) return decision.refund ? [{ decision, change: null }] : [];
  return decision.changes.map((change) => ({ decision, change }));
}

interface Evidence {
  readonly payments: PaymentRow[];
  readonly receipts: ReceiptRow[];
  readonly paymentIds: ReadonlyMap<Decision, string>;
  readonly receiptIds: ReadonlyMap<Decision, string>;
}

async function evidenceOf(
  app: ChangeNeeds,
  sql: SqlRunner,
  { guildId, now }: Batch,
  decisions: readonly Decision[],
): Promise<Evidence> {
  const paid = decisions.filter(({ request, refund }) => request?.payment || refund);
  const proven = decisions.filter(({ request }) => request?.receipt);
  const paymentIds = await reserveIds(sql, 'tier_payment', paid.length);
  const receiptIds = await reserveIds(sql, 'tier_receipt', proven.length);
  const currency = app.tiers.settingsOf(guildId).currency ?? '';
  return {
    payments: paid.map((decision, index) => paymentOf(decision, paymentIds[index]!, currency, now)),
    receipts: proven.map(({ userId, request }, index) => ({
      id: receiptIds[index]!,
      userId,
      ...request!.receipt!,
      createdAt: now,
    })),
    paymentIds: new Map(paid.map((decision, index) => [decision, paymentIds[index]!])),
    receiptIds: new Map(proven.map((decision, index) => [decision, receiptIds[index]!])),
  };
}

function paymentOf(
  { userId, request, refund, grant }: Decision,
  id: string,
  currency: string,
  now: Date,
): PaymentRow {
  if (refund)
    return {
      id,
      userId,
      grantId: refund.grantId,
      amountMinor: -refund.amountMinor,
      currency: refund.currency,
      source: 'reference',
      externalId: null,
      refundsId: refund.paymentId,
      paidAt: now,
    };
  const { amountMinor, source, externalId, paidAt } = request!.payment!;
  const grantId = grant?.id ?? null;
  return {
    id,
    userId,
    grantId,
    amountMinor,
    currency,
    source,
    externalId,
    refundsId: null,
    paidAt: paidAt ?? now,
  };
}

function entryOf({ now }: Batch, { decision, change }: Line, id: string, evidence: Evidence): EntryRow {
  const { userId, by, request, onceKey, refund } = decision;
  const isPrimary = change === decision.primary;
  // Why something was done belongs to all that it did, e.g. to each of several grants that were revoked.
  const isSame = change?.kind === decision.primary?.kind;
  return {
    id,
    userId,
    grantId: change?.after.id ?? refund?.grantId ?? null,
    tierId: change?.after.tierId ?? refund?.tierId ?? null,
    kind: change?.kind ?? 'refunded',
    at: change?.at ?? now,
    recordedAt: now,
    actorId: by.actorId,
    source: by.source,
    onceKey: isPrimary ? onceKey : null,
    note: isSame ? (request?.note ?? null) : null,
    reason: isSame ? (request?.reason ?? null) : null,
    paymentId: isPrimary ? (evidence.paymentIds.get(decision) ?? null) : null,
    receiptId: isPrimary ? (evidence.receiptIds.get(decision) ?? null) : null,
    before: change?.before ? factsOf(change.before) : null,
    after: change ? factsOf(change.after) : null,
  };
}

function factsOf({ state, startsAt, endsAt, left, graceEndsAt, endReason }: Grant): GrantFacts {
  return {
    state,
    startsAt: startsAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
    leftDays: left?.days ?? null,
    graceEndsAt: graceEndsAt?.toISOString() ?? null,
    endReason,
  };
}

function memberOf(
  { rules }: Batch,
  { row, grants }: Account,
  last: EntryRow | undefined,
  wasWithout: boolean,
): MemberRow {
  const standing = standingOf(grants, rules);
  const tierId = standing?.grant.tierId ?? null;
  return {
    userId: row.userId,
    tierId,
    grantId: standing?.grant.id ?? null,
    sinceAt: tierId === null ? null : tierId === row.tierId && !wasWithout ? row.sinceAt : (last?.at ?? null),
    endsAt: standing?.grant.endsAt ?? null,
    inGrace: standing?.inGrace ?? false,
    nextAt: nextInstant(grants),
  };
}

/** Whether another tier counts now than before. */
function isChanged({ rules }: Batch, { row, grants }: Account): boolean {
  return row.tierId !== (standingOf(grants, rules)?.grant.tierId ?? null);
}

/** The role of the tier that counts now, and no other tier's: neither the one that counted before, nor one that was given by hand. */
function wishesOf(
  app: ChangeNeeds,
  { guildId, rules, now }: Batch,
  { row, grants }: Account,
  cause: EntryRow | undefined,
  hasReturned: boolean,
): RoleWish[] {
  const { userId } = row;
  const roleOf = (tierId: number | null): string | null =>
    tierId === null ? null : (app.tiers.find(guildId, tierId)?.roleId ?? null);
  const before = roleOf(row.tierId);
  const after = roleOf(standingOf(grants, rules)?.grant.tierId ?? null);
  if (before === after && !hasReturned) return [];
  const others = new Set(app.tiers.all(guildId).map(({ roleId }) => roleId));
  if (after !== null) others.delete(after);
  const taken = [...others].filter(
    (roleId) => roleId === before || app.roleHands.holds(guildId, userId, roleId) === true,
  );
  const wish = (roleId: string, wanted: boolean): RoleWish => ({
    userId,
    roleId,
    wanted,
    purpose: ROLE_PURPOSE,
    entryId: cause?.id ?? null,
    wishedAt: cause?.at ?? now,
  });
  return [...taken.map((roleId) => wish(roleId, false)), ...(after === null ? [] : [wish(after, true)])];
}

/** Who came to a tier that has a channel to welcome them in. */
function welcomesOf(
  app: ChangeNeeds,
  { guildId, rules, accounts }: Batch,
  lines: readonly Line[],
): Welcome[] {
  const changes = lines.flatMap(({ change }) => (change ? [change] : []));
  return [...accounts.values()].flatMap(({ row, grants }) => {
    const welcome = decideWelcome(row.tierId, grants, changes, rules);
    return welcome && app.tiers.find(guildId, welcome.tierId)?.channelId ? [welcome] : [];
  });
}
