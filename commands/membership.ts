/** /membership: what a member has, until when, how to extend it, what they paid, and whether they are reminded. Always one's own. */
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, command, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { MEMBERSHIP_BUTTON, membershipOf, wantReminders } from '../src/tiers/tiers.ts';
import type { PaymentLine } from '../src/tiers/tiers.ts';
import { BACK, PAYMENTS, REMIND } from './membership-buttons.ts';
import { overview } from './membership-overview.ts';

const PAYMENTS_PER_PAGE = 10;
const COLOUR = 0xf1c40f;

export default command({
  name: 'membership',
  action: action({ access: 'everyone', options: {}, run: (app, call) => overview(app, call) }),
});

/** Under a welcome that everybody sees: whoever presses it sees their own. */
export const membershipShown = component({
  name: MEMBERSHIP_BUTTON,
  access: 'everyone',
  run: (app, call) => overview(app, call),
});

export const membershipBack = component({
  name: BACK,
  access: 'everyone',
  updates: true,
  run: async (app, call) => ({ update: await overview(app, call) }),
});

export const reminderPressed = component({
  name: REMIND,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    const { guildId, userId, locale } = call;
    await wantReminders(app, guildId, userId, { wanted: args[0] === 'on', locale });
    return { update: await overview(app, call) };
  },
});

export const paymentsTurned = component({
  name: PAYMENTS,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    const { payments } = await membershipOf(app, call.guildId, call.userId);
    return { update: paymentsReply(call, payments, numberArg(args[0])) };
  },
});

/** @param page from 0; past the last one the last. */
function paymentsReply(call: Call, payments: readonly PaymentLine[], page: number): Reply {
  const words = call.words.membership;
  const pages = Math.max(1, Math.ceil(payments.length / PAYMENTS_PER_PAGE));
  const shown = Math.min(page, pages - 1);
  const from = shown * PAYMENTS_PER_PAGE;
  const lines = payments.slice(from, from + PAYMENTS_PER_PAGE).map((payment) => paymentLine(call, payment));
  return {
    embeds: [
      {
        title: words.paymentsTitle,
        description: lines.length > 0 ? lines.join('\n') : words.noPayments,
        color: COLOUR,
        ...(pages > 1 && { footer: { text: words.page({ page: shown + 1, pages }) } }),
      },
    ],
    components: buttonRow([
      button(words.buttons.back, componentId(BACK)),
      ...(shown > 0 ? [button(words.buttons.newer, componentId(PAYMENTS, shown - 1))] : []),
      ...(shown < pages - 1 ? [button(words.buttons.older, componentId(PAYMENTS, shown + 1))] : []),
    ]),
  };
}

function paymentLine({ words, locale }: Call, payment: PaymentLine): string {
  const { paidAt, amountMinor, refundedMinor, currency, externalId } = payment;
  // Where only a reference is known, the amount is 0, and a currency may be missing.
  const written = (minor: number): string | null =>
    minor > 0 ? formatMoney({ minor, currency }, locale) : null;
  return words.membership.paymentLine({
    at: paidAt,
    amount: written(amountMinor),
    reference: externalId,
    refunded: written(refundedMinor),
  });
}
