/** What keeps an act from happening twice or by accident: references used before, what a colleague just did, payments given back already. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { Refusal } from '../kernel/errors.ts';
import type { ChangedBy, Decision, TierRequest } from './tiers-changes.ts';
import type { EntryKind } from './tiers-ledger.ts';
import { listOnce, listRecentActs, lockOnce, lockPayment } from './tiers-store.ts';
import type { OnceRow, RecentAct } from './tiers-store.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The reference belongs to something else that was done. */
    'tiers.reference-used': { reference: string; userId: string; tierId: number | null; at: Date };
    /** Somebody did the same to this member minutes ago. */
    'tiers.just-done': {
      actorId: string | null;
      kind: EntryKind;
      tierId: number | null;
      at: Date;
      endsAt: Date | null;
    };
    /** There is no such payment of this member. */
    'tiers.payment-unknown': { userId: string };
    /** More than is left of the payment. */
    'tiers.refund-too-much': { leftMinor: number; currency: string };
  }
}

/** Two people who read the same message act within this time. */
export const JUST_NOW_MS = 10 * 60_000;

/** What an entry says of an act that another time would silently do once more; everything else refuses by itself. */
const REPEATABLE: Readonly<Partial<Record<TierRequest['act']['act'], EntryKind>>> = {
  grant: 'granted',
  extend: 'extended',
};
/** Either adds time: a colleague who granted has done what another one is about to do by extending. */
const ADDING: readonly EntryKind[] = ['granted', 'extended'];

function isRepeatable({ act, refund }: TierRequest): boolean {
  return refund !== undefined || act.act in REPEATABLE;
}

/** Whether the entry, by whoever wrote it, may be what the request is about to do once more. */
function isSame(entry: RecentAct, { act, refund }: TierRequest, actorId: string | null): boolean {
  const byColleague = entry.actorId !== actorId;
  if (refund) return byColleague && entry.kind === 'refunded';
  return entry.kind === REPEATABLE[act.act] || (byColleague && ADDING.includes(entry.kind));
}

/** A payment that is to be given back. */
export interface Refund {
  readonly paymentId: string;
  /** Positive. */
  readonly amountMinor: number;
  readonly currency: string;
  /** What it paid for; null where nothing is on record. */
  readonly grantId: string | null;
  readonly tierId: number | null;
  readonly endsAccess: boolean;
}

export interface Claims {
  /** Under what the act happens once; null where nothing says so. */
  keyOf(request: TierRequest): string | null;
  /** What was done under the same key; null for a new one. @throws Refusal `tiers.reference-used` where that was something else. */
  known(request: TierRequest): OnceRow | null;
  /** @throws Refusal `tiers.just-done`. */
  refuseIfJustDone(request: TierRequest, by: ChangedBy): void;
  /** Requests further down in the same batch see it, too. */
  add(decision: Decision, now: Date): void;
}

/** Until the transaction ends nobody else acts under the same keys, for whichever member. The members must be locked. */
export async function lockClaims(
  sql: SqlRunner,
  guildId: string,
  requests: readonly TierRequest[],
): Promise<void> {
  await lockOnce(
    sql,
    guildId,
    requests.map(keyOf).filter((key) => key !== null),
  );
}

/** Reads what was done under these keys, and lately to these members. The members must be locked. */
export async function openClaims(
  sql: SqlRunner,
  guildId: string,
  requests: readonly TierRequest[],
  now: Date,
): Promise<Claims> {
  const keys = requests.map(keyOf).filter((key) => key !== null);
  const once = await listOnce(sql, guildId, keys);
  const asked = requests.filter((request) => isRepeatable(request) && !request.again);
  const since = new Date(now.getTime() - JUST_NOW_MS);
  const userIds = [...new Set(asked.map(({ userId }) => userId))];
  const recent = userIds.length > 0 ? await listRecentActs(sql, guildId, userIds, since) : [];
  return {
    keyOf,
    known: (request) => knownOf(once, request),
    refuseIfJustDone: (request, by) => refuseIfJustDone(recent, request, by),
    add({ userId, request, by, primary, onceKey }, at) {
      const row = {
        userId,
        tierId: primary?.after.tierId ?? null,
        actorId: by.actorId,
        kind: primary?.kind ?? ('refunded' as const),
        recordedAt: at,
      };
      if (onceKey && request) once.set(onceKey, { ...row, onceKey });
    },
  };
}

/** @throws Refusal `tiers.unknown`, `tiers.archived`, `tiers.currency-missing`. */
export function assertGrantable(
  app: Pick<App, 'tiers'>,
  guildId: string,
  { act, payment }: TierRequest,
): void {
  if (act.act === 'grant' || act.act === 'upgrade' || act.act === 'downgrade') {
    const tier = app.tiers.find(guildId, act.tierId);
    if (!tier) throw new Refusal('tiers.unknown', {});
    if (tier.archivedAt) throw new Refusal('tiers.archived', { tierId: tier.id });
  }
  if (payment && app.tiers.settingsOf(guildId).currency === null)
    throw new Refusal('tiers.currency-missing', {});
}

/** @throws Refusal `tiers.payment-unknown`, `tiers.refund-too-much`. */
export async function findRefund(
  sql: SqlRunner,
  guildId: string,
  { userId, refund }: TierRequest,
): Promise<Refund> {
  const { paymentId, amountMinor, endsAccess } = refund!;
  const found = await lockPayment(sql, guildId, paymentId);
  if (!found || found.payment.userId !== userId) throw new Refusal('tiers.payment-unknown', { userId });
  const { payment, tierId, refundedMinor } = found;
  const leftMinor = payment.amountMinor - refundedMinor;
  const backMinor = amountMinor ?? leftMinor;
  if (backMinor <= 0 || backMinor > leftMinor)
    throw new Refusal('tiers.refund-too-much', { leftMinor, currency: payment.currency });
  const { currency, grantId } = payment;
  return { paymentId, amountMinor: backMinor, currency, grantId, tierId, endsAccess };
}

function keyOf({ onceKey, payment }: TierRequest): string | null {
  if (onceKey) return onceKey;
  return payment?.externalId ? `${payment.source}:${payment.externalId}` : null;
}

function knownOf(once: ReadonlyMap<string, OnceRow>, request: TierRequest): OnceRow | null {
  const key = keyOf(request);
  const row = key === null ? undefined : once.get(key);
  if (!row) return null;
  const { act, userId, payment } = request;
  const sameTier = !('tierId' in act) || act.tierId === null || act.tierId === row.tierId;
  if (row.userId === userId && sameTier) return row;
  const reference = payment?.externalId ?? key!;
  throw new Refusal('tiers.reference-used', {
    reference,
    userId: row.userId,
    tierId: row.tierId,
    at: row.recordedAt,
  });
}

/** @param recent the youngest first. */
function refuseIfJustDone(recent: readonly RecentAct[], request: TierRequest, by: ChangedBy): void {
  if (!isRepeatable(request) || request.again || by.source !== 'manual') return;
  const tierId = 'tierId' in request.act ? request.act.tierId : null;
  const same = recent.find(
    (one) =>
      one.userId === request.userId &&
      (tierId === null || one.tierId === tierId) &&
      isSame(one, request, by.actorId) &&
      // Two references are two payments.
      !(one.onceKey && keyOf(request)),
  );
  if (!same) return;
  const { actorId, recordedAt: at, endsAt } = same;
  throw new Refusal('tiers.just-done', {
    actorId,
    kind: same.kind,
    tierId: same.tierId,
    at,
    endsAt: endsAt === null ? null : new Date(endsAt),
  });
}
