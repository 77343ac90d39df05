/** /tier refund: money that was given back, and whether what it paid for ends. */
import { action } from '../src/discord/command.ts';
import type { Action } from '../src/discord/command.ts';
import { member, required, text, yesNo } from '../src/discord/options.ts';
import { membershipOf, parseMinor } from '../src/tiers/tiers.ts';
import { changedReply } from './tier-answer.ts';
import { NOTE_MAX } from './tier-changes.ts';
import { paymentOption, pickedPayment } from './tier-options.ts';

export const tierRefund: Action = action({
  access: 'tier-admin',
  options: {
    member: required(member()),
    payment: paymentOption(),
    reason: required(text({ min: 1, max: NOTE_MAX })),
    amount: text({ max: 20 }),
    'ends-access': yesNo(),
    again: yesNo(),
  },
  async run(app, call, { member: whom, payment: picked, reason, amount, 'ends-access': ends, again }) {
    const { userId } = whom;
    const { payments } = await membershipOf(app, call.guildId, userId);
    const payment = pickedPayment(payments, userId, picked);
    const leftMinor = payment.amountMinor - payment.refundedMinor;
    const amountMinor = amount === null ? leftMinor : parseMinor(amount, payment.currency);
    // Other money stands on the same grant, e.g. what was paid before an extension: it still pays for the tier.
    const isOnlyOne = !payments.some(
      (other) =>
        other.id !== payment.id &&
        other.grantId === payment.grantId &&
        other.amountMinor > other.refundedMinor,
    );
    const endsAccess = ends ?? (amountMinor === leftMinor && isOnlyOne);
    return changedReply(app, call, 'refund', whom, {
      act: { act: 'settle' },
      refund: { paymentId: payment.id, amountMinor, endsAccess },
      reason,
      again: again ?? false,
    });
  },
});
