/**
 * The one way into the ledger: lock the members, let the clock catch up, carry the acts out, and write grants, entries, payments and role
 * wishes in one transaction. For one member or five hundred.
 */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { transactSql } from '../db/transact.ts';
import { Refusal } from '../kernel/errors.ts';
import { carryOut } from './tiers-acts-rules.ts';
import { assertGrantable, findRefund, lockClaims, openClaims } from './tiers-claims.ts';
import type { Claims, Refund } from './tiers-claims.ts';
import type { EntrySource, Grant, GrantChange, TierAct, TierRules } from './tiers-ledger.ts';
import { GrantBook, standingOf } from './tiers-rules.ts';
import { listLiveGrants, lockMembers, reserveIds } from './tiers-store.ts';
import type { MemberRow, OnceRow } from './tiers-store.ts';
import { writeDecisions } from './tiers-writing.ts';

/** What somebody, or some source, wants done to one member. */
export interface TierRequest {
  readonly userId: string;
  readonly act: TierAct;
  /** Money that came in with it. */
  readonly payment?: TierPaymentClaim;
  /** Gives a payment back: all that is left of it, or so much. */
  readonly refund?: {
    readonly paymentId: string;
    readonly amountMinor: number | null;
    /** True: what it paid for ends, too; `act` is `settle` then. */
    readonly endsAccess: boolean;
  };
  /** Makes it happen once, whoever asks again; by default the payment's source and reference. */
  readonly onceKey?: string;
  readonly note?: string | null;
  readonly reason?: string | null;
  readonly receipt?: { readonly fileName: string; readonly contentType: string; readonly data: Buffer };
  /** True: even though somebody did the same minutes ago. */
  readonly again?: boolean;
}

export interface TierPaymentClaim {
  /** Minor units of the community's currency; 0 where only a reference is known. */
  readonly amountMinor: number;
  /** `reference` for what people type, else the service that tells of it. */
  readonly source: string;
  /** What the source calls it; unique within the source. */
  readonly externalId: string | null;
  /** null: now. */
  readonly paidAt?: Date | null;
}

export interface ChangedBy {
  /** null: the bot, by the clock or on word of the source. */
  readonly actorId: string | null;
  readonly source: EntrySource;
}

/** The tier that counts and its end; null where none does. */
export interface Holding {
  readonly tierId: number;
  readonly grantId: string;
  readonly endsAt: Date | null;
  readonly inGrace: boolean;
}

export type TierOutcome =
  | {
      readonly state: 'done';
      readonly entryId: string;
      /** The grant it was about, as it stands now; null for a refund that ends none. */
      readonly grant: Grant | null;
      /** How many of the member's grants it ended. */
      readonly endedCount: number;
      readonly before: Holding | null;
      readonly after: Holding | null;
    }
  /** It was done before, under the same reference. */
  | { readonly state: 'known'; readonly entry: OnceRow }
  | { readonly state: 'unchanged' }
  | { readonly state: 'refused'; readonly refusal: Refusal };

export type ChangeNeeds = Pick<App, 'db' | 'clock' | 'communities' | 'tiers' | 'roles' | 'roleHands'>;

/** As many members as one transaction takes: embedded, everybody else waits for it. */
export const BATCH_SIZE = 500;

/** One member while a batch is carried out. */
export interface Account {
  /** As it was when the transaction began. */
  readonly row: MemberRow;
  /** Not ended, as they stand now. */
  grants: readonly Grant[];
}

/** What was decided and is to be written: one act, or what the clock did to one member. */
export interface Decision {
  readonly userId: string;
  /** null: the clock. */
  readonly request: TierRequest | null;
  readonly by: ChangedBy;
  readonly onceKey: string | null;
  readonly changes: readonly GrantChange[];
  /** The change that carries note, reason and payment; null for a refund that ends nothing. */
  readonly primary: GrantChange | null;
  readonly grant: Grant | null;
  readonly refund: Refund | null;
  readonly before: Holding | null;
  readonly after: Holding | null;
}

/** What is the same for every request of a transaction. */
export interface Batch {
  readonly guildId: string;
  readonly now: Date;
  readonly rules: TierRules;
  readonly accounts: ReadonlyMap<string, Account>;
}

/**
 * Carries out the requests, each by itself: one that is refused hides no other. At most BATCH_SIZE of them.
 * @returns an outcome for each, in their order.
 */
export async function changeTiers(
  app: ChangeNeeds,
  guildId: string,
  requests: readonly TierRequest[],
  by: ChangedBy,
): Promise<TierOutcome[]> {
  const outcomes = await transactSql(app.db, (sql) => changeWithin(app, sql, guildId, requests, by));
  app.roles.wake(guildId);
  return outcomes;
}

/** The same inside another transaction; afterwards `app.roles.wake(guildId)` is the caller's. */
export async function changeWithin(
  app: ChangeNeeds,
  sql: SqlRunner,
  guildId: string,
  requests: readonly TierRequest[],
  by: ChangedBy,
): Promise<TierOutcome[]> {
  const batch = await openBatch(app, sql, guildId, requests);
  const claims = await openClaims(sql, guildId, requests, batch.now);
  const newIds = await reserveIds(sql, 'tier_grant', requests.length);
  const decisions = [...batch.accounts.values()].map((account) => catchUp(batch, account));
  const decided: (Decision | Exclude<TierOutcome, { state: 'done' }>)[] = [];
  for (const [index, request] of requests.entries()) {
    const decision = await attempt(app, sql, batch, claims, { request, by, newId: newIds[index]! });
    decided.push(decision);
    if (!('state' in decision)) decisions.push(decision);
  }
  const entryIds = await writeDecisions(app, sql, batch, decisions);
  return decided.map((one): TierOutcome => {
    if ('state' in one) return one;
    const { changes, grant, before, after } = one;
    const endedCount = changes.filter((change) => change.after.state === 'ended').length;
    return { state: 'done', entryId: entryIds.get(one)!, grant, endedCount, before, after };
  });
}

async function openBatch(
  app: ChangeNeeds,
  sql: SqlRunner,
  guildId: string,
  requests: readonly TierRequest[],
): Promise<Batch> {
  const userIds = [...new Set(requests.map(({ userId }) => userId))];
  const rows = await lockMembers(sql, guildId, userIds);
  await lockClaims(sql, guildId, requests);
  // Read after the locks: whoever waited for one sees what the other did, and when.
  const now = app.clock.now();
  const live = await listLiveGrants(sql, guildId, userIds);
  const rules = app.tiers.rulesOf(guildId, app.communities.get(guildId).timeZone);
  const accounts = userIds.map(
    (userId) => [userId, { row: rows.get(userId)!, grants: live.get(userId) ?? [] }] as const,
  );
  return { guildId, now, rules, accounts: new Map(accounts) };
}

/** What the clock did since the grants were saved. */
function catchUp({ rules, now }: Batch, account: Account): Decision {
  const before = holdingOf(account.grants, rules);
  const book = new GrantBook(account.grants, rules);
  book.settle(now);
  // Where a rank or a setting changed since, another tier may count from now on.
  book.arrange(now);
  account.grants = book.live();
  return {
    userId: account.row.userId,
    request: null,
    by: { actorId: null, source: 'clock' },
    onceKey: null,
    changes: book.changes,
    primary: null,
    grant: null,
    refund: null,
    before,
    after: holdingOf(account.grants, rules),
  };
}

interface Attempt {
  readonly request: TierRequest;
  readonly by: ChangedBy;
  readonly newId: string;
}

async function attempt(
  app: ChangeNeeds,
  sql: SqlRunner,
  batch: Batch,
  claims: Claims,
  { request, by, newId }: Attempt,
): Promise<Decision | Exclude<TierOutcome, { state: 'done' }>> {
  try {
    const known = claims.known(request);
    if (known) return { state: 'known', entry: known };
    claims.refuseIfJustDone(request, by);
    assertGrantable(app, batch.guildId, request);
    const refund = request.refund ? await findRefund(sql, batch.guildId, request) : null;
    const decision = decide(app, batch, { request, by, newId }, { refund, onceKey: claims.keyOf(request) });
    if (!decision) return { state: 'unchanged' };
    claims.add(decision, batch.now);
    return decision;
  } catch (error) {
    if (error instanceof Refusal) return { state: 'refused', refusal: error };
    throw error;
  }
}

/** null where there is nothing to be done. @throws Refusal `tiers.*`; nothing is changed then. */
function decide(
  app: ChangeNeeds,
  { guildId, now, rules, accounts }: Batch,
  { request, by, newId }: Attempt,
  { refund, onceKey }: { refund: Refund | null; onceKey: string | null },
): Decision | null {
  const { userId } = request;
  const account = accounts.get(userId)!;
  const before = holdingOf(account.grants, rules);
  const book = new GrantBook(account.grants, rules);
  const usualDays = (tierId: number): number | null => app.tiers.find(guildId, tierId)?.days ?? null;
  const act: TierAct =
    refund && request.act.act === 'settle' && refund.grantId && refund.endsAccess
      ? { act: 'end', grantId: refund.grantId, reason: 'refunded' }
      : request.act;
  const grant = carryOut(book, act, { userId, now, source: by.source, newId, usualDays });
  // Whoever joins gets the role again, whatever the ledger had to say: Discord took it when they left.
  if (book.changes.length === 0 && !refund && act.act !== 'join') return null;
  const primary = book.changes.findLast(({ after }) => after.id === grant?.id) ?? book.changes[0] ?? null;
  account.grants = book.live();
  const after = holdingOf(account.grants, rules);
  return { userId, request, by, onceKey, changes: book.changes, primary, grant, refund, before, after };
}

function holdingOf(grants: readonly Grant[], rules: TierRules): Holding | null {
  const standing = standingOf(grants, rules);
  if (!standing) return null;
  const { tierId, id, endsAt } = standing.grant;
  return { tierId, grantId: id, endsAt, inGrace: standing.inGrace };
}
