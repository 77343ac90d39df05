/** /tier grant, extend, upgrade, downgrade, pause, resume, revoke: what admins do to one member's tiers. */
import type { App } from '../src/app.ts';
import { action } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import type { Attached } from '../src/discord/attachments.ts';
import { attachment, day, integer, member, oneOf, required, text, yesNo } from '../src/discord/options.ts';
import type { PickedMember } from '../src/discord/options.ts';
import { dayStart } from '../src/kernel/calendar.ts';
import { Refusal } from '../src/kernel/errors.ts';
import {
  membershipOf,
  MOST_DAYS,
  MOST_RECEIPT_BYTES,
  parseMinor,
  parseTerm,
  receiptType,
} from '../src/tiers/tiers.ts';
import type { Term, TierRequest } from '../src/tiers/tiers.ts';
import { assertPerson, changedReply, refusedReply } from './tier-answer.ts';
import { pickedTier, requiredTier, tierOption } from './tier-options.ts';

export const REFERENCE_MAX = 100;
export const NOTE_MAX = 500;

const term = { days: integer({ min: 1, max: MOST_DAYS }), until: day() };
const evidence = {
  amount: text({ max: 20 }),
  reference: text({ max: REFERENCE_MAX }),
  receipt: attachment(),
  note: text({ max: NOTE_MAX }),
};

interface GivenTerm {
  readonly days: number | null;
  readonly until: string | null;
}

interface GivenEvidence {
  readonly amount: string | null;
  readonly reference: string | null;
  readonly receipt: Attached | null;
  readonly note: string | null;
}

export const tierChanges: Readonly<Record<string, Action>> = {
  grant: action({
    access: 'tier-admin',
    options: {
      member: required(member()),
      tier: requiredTier(),
      ...term,
      from: day(),
      ...evidence,
      again: yesNo(),
    },
    async run(app, call, { member: whom, tier: picked, from, again, ...given }) {
      assertPerson(whom);
      const { id: tierId, days } = pickedTier(app, call.guildId, picked);
      const startsAt = from === null ? null : dayStart(from, zoneOf(app, call));
      const act = {
        act: 'grant' as const,
        tierId,
        term: termOf(app, call, given, { tierId, days }),
        startsAt,
      };
      const proof = await evidenceOf(app, call, given);
      return changedReply(app, call, 'grant', whom, { act, ...proof, again: again ?? false });
    },
  }),
  extend: action({
    access: 'tier-admin',
    options: { member: required(member()), tier: tierOption('all'), ...term, ...evidence, again: yesNo() },
    async run(app, call, { member: whom, tier: picked, again, ...given }) {
      assertPerson(whom);
      const tierId = picked === null ? null : pickedTier(app, call.guildId, picked).id;
      const held = tierId ?? (await heldTierId(app, call, whom.userId));
      if (held === null)
        return refusedReply(
          app,
          call,
          whom.userId,
          new Refusal('tiers.not-held', { userId: whom.userId, tierId }),
        );
      const days = app.tiers.find(call.guildId, held)?.days ?? null;
      const act = { act: 'extend' as const, tierId, term: termOf(app, call, given, { tierId: held, days }) };
      const proof = await evidenceOf(app, call, given);
      return changedReply(app, call, 'extend', whom, { act, ...proof, again: again ?? false });
    },
  }),
  upgrade: toOtherTier('upgrade', 'now'),
  downgrade: toOtherTier('downgrade', 'period-end'),
  pause: restingAct('pause'),
  resume: restingAct('resume'),
  revoke: action({
    access: 'tier-admin',
    options: {
      member: required(member()),
      reason: required(text({ min: 1, max: NOTE_MAX })),
      tier: tierOption('all'),
    },
    run(app, call, { member: whom, reason, tier }) {
      return changedReply(app, call, 'revoke', whom, {
        act: { act: 'revoke', tierId: pickedOrNull(app, call, tier) },
        reason,
      });
    },
  }),
};

function toOtherTier(act: 'upgrade' | 'downgrade', usually: 'now' | 'period-end'): Action {
  return action({
    access: 'tier-admin',
    options: {
      member: required(member()),
      tier: requiredTier(),
      when: oneOf(['now', 'period-end']),
      ...term,
      ...evidence,
    },
    async run(app, call, { member: whom, tier: picked, when, ...given }) {
      assertPerson(whom);
      const { id: tierId } = pickedTier(app, call.guildId, picked);
      const length = parseTerm(given.days, given.until, zoneOf(app, call));
      const proof = await evidenceOf(app, call, given);
      return changedReply(app, call, act, whom, {
        act: { act, tierId, when: when ?? usually, term: length },
        ...proof,
      });
    },
  });
}

function restingAct(act: 'pause' | 'resume'): Action {
  return action({
    access: 'tier-admin',
    options: { member: required(member()), tier: tierOption('all'), note: text({ max: NOTE_MAX }) },
    run(
      app,
      call,
      { member: whom, tier, note }: { member: PickedMember; tier: string | null; note: string | null },
    ) {
      return changedReply(app, call, act, whom, {
        act: { act, tierId: pickedOrNull(app, call, tier) },
        note,
      });
    },
  });
}

function pickedOrNull(app: App, call: Call, picked: string | null): number | null {
  return picked === null ? null : pickedTier(app, call.guildId, picked).id;
}

/** The tier that an extension without a named tier is about; null where there is none. */
async function heldTierId(app: App, call: Call, userId: string): Promise<number | null> {
  const { standing, grants } = await membershipOf(app, call.guildId, userId);
  return (standing?.grant ?? grants.at(-1))?.tierId ?? null;
}

/** @throws Refusal `tiers.two-terms`; `tiers.no-term` where nobody says for how long. */
export function termOf(
  app: App,
  call: Call,
  { days, until }: GivenTerm,
  usual: { readonly tierId: number; readonly days: number | null },
): Term {
  const said = parseTerm(days, until, zoneOf(app, call));
  if (said) return said;
  if (usual.days === null) throw new Refusal('tiers.no-term', { tierId: usual.tierId });
  return { days: usual.days };
}

/** Payment, receipt and note. @throws Refusal `tiers.amount`, `tiers.currency-missing`, `tiers.receipt-no-image`, `attachment.*`. */
async function evidenceOf(
  app: App,
  call: Call,
  { amount, reference, receipt, note }: GivenEvidence,
): Promise<Pick<TierRequest, 'payment' | 'receipt' | 'note'>> {
  const { currency } = app.tiers.settingsOf(call.guildId);
  const amountMinor = amount === null ? 0 : parseMinor(amount, currency);
  const isPaid = amountMinor > 0 || reference !== null;
  const data = receipt && (await app.attachments.download(receipt, MOST_RECEIPT_BYTES));
  return {
    note,
    ...(isPaid && { payment: { amountMinor, source: 'reference', externalId: reference } }),
    ...(receipt &&
      data && {
        receipt: { fileName: receipt.fileName, contentType: receiptType(receipt.fileName, data), data },
      }),
  };
}

export function zoneOf(app: App, call: Call): string {
  return app.communities.get(call.guildId).timeZone;
}
