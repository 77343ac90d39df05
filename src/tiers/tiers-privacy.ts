/** What the ledger holds on a member: shown, and erased where it is over. What runs or is to come stays: else they would lose what they paid for. */
import type { App } from '../app.ts';
import { transactSql } from '../db/transact.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { changeTiers } from './tiers-changes.ts';
import { countActsOf, eraseOver, listHeldOn } from './tiers-privacy-store.ts';
import { listGrantsOf } from './tiers-reading-store.ts';

/** Pictures past this sum are named and not included: Discord takes files of 10 MiB. */
const MOST_PICTURE_BYTES = 4 * 1024 * 1024;

export const tiersPrivacy: PrivacyPart = {
  feature: 'tiers',
  models: ['TierGrant', 'TierMember', 'TierEntry', 'TierPayment', 'TierReceipt', 'TierInvitee', 'TierNotice'],
  export: exported,
  async erase(app, guildId, userId) {
    // What has run out by now is over, whether the clock was written down or not.
    if (await hasAny(app, guildId, userId))
      await changeTiers(app, guildId, [{ userId, act: { act: 'settle' } }], {
        actorId: null,
        source: 'clock',
      });
    return transactSql(app.db, (sql) => eraseOver(sql, guildId, userId));
  },
  keeps: hasAny,
};

async function hasAny(app: App, guildId: string, userId: string): Promise<boolean> {
  return (await listGrantsOf(app, guildId, userId)).length > 0;
}

async function exported(app: App, guildId: string, userId: string): Promise<unknown> {
  const { grants, entries, payments, receipts, invites, notices, standing } = await listHeldOn(
    app,
    guildId,
    userId,
  );
  const actsAsAdmin = await countActsOf(app, guildId, userId);
  const lists = [grants, entries, payments, receipts, invites, notices, standing, actsAsAdmin];
  if (lists.every(({ length }) => length === 0)) return null;
  const tierOf = (tierId: number | null): string | null =>
    tierId === null ? null : (app.tiers.find(guildId, tierId)?.names.en ?? String(tierId));
  const byOf = (actorId: string | null): string => {
    if (actorId === null) return 'the bot';
    // Who of the staff it was is theirs, not the member's.
    return actorId === userId ? 'you' : 'staff';
  };
  return {
    standing: standing.map(({ tierId, ...row }) => ({ tier: tierOf(tierId), ...row })),
    grants: grants.map(
      ({ tierId, state, startsAt, endsAt, left, graceEndsAt, endedAt, endReason, source }) => ({
        tier: tierOf(tierId),
        state,
        startsAt,
        endsAt,
        left,
        graceEndsAt,
        endedAt,
        endReason,
        source,
      }),
    ),
    ledger: entries.map(({ tierId, actorId, ...entry }) => ({
      tier: tierOf(tierId),
      by: byOf(actorId),
      ...entry,
    })),
    payments: payments.map(({ id, paidAt, amountMinor, currency, source, externalId, refundsId }) => ({
      id,
      paidAt,
      amountMinor,
      currency,
      source,
      externalId,
      refundsId,
    })),
    receipts: picturesOf(receipts),
    invites,
    messages: notices,
    actsAsAdmin,
  };
}

function picturesOf(receipts: Awaited<ReturnType<typeof listHeldOn>>['receipts']) {
  let bytes = 0;
  return receipts.map(({ data, ...receipt }) => {
    bytes += data.length;
    const isIncluded = bytes <= MOST_PICTURE_BYTES;
    return {
      ...receipt,
      bytes: data.length,
      picture: isIncluded
        ? Buffer.from(data).toString('base64')
        : 'too large for this file: ask the staff for it',
    };
  });
}
