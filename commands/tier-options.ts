/** Options of /tier that are suggested while somebody types: a tier, a payment. And what they typed, found again. */
import { required, text } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';
import type { App } from '../src/app.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import { dayOf } from '../src/kernel/calendar.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { membershipOf, nameKey } from '../src/tiers/tiers.ts';
import type { PaymentLine, Tier } from '../src/tiers/tiers.ts';

/** A suggestion sends its number like this, for which no name is mistaken; who types freely sends a name. */
const NUMBER = /^#(\d{1,18})$/;

/** @param which open: those that can be granted; all: archived ones, too, because some still hold them. */
export function tierOption(which: 'open' | 'all' = 'open'): OptionKind<string | null> {
  return { ...text({ max: 100 }), suggest: (typed, where) => suggestTiers(which, typed, where) };
}

export function requiredTier(which: 'open' | 'all' = 'open'): OptionKind<string> {
  return required(tierOption(which));
}

/** The tier that was picked or typed. @throws Refusal `tiers.unknown`; `tiers.missing` where none was. */
export function pickedTier({ tiers }: Pick<App, 'tiers'>, guildId: string, given: string | null): Tier {
  if (given === null) throw new Refusal('tiers.missing', {});
  const number = NUMBER.exec(given)?.[1];
  const tier = number === undefined ? tiers.byName(guildId, given) : tiers.find(guildId, Number(number));
  if (!tier) throw new Refusal('tiers.unknown', {});
  return tier;
}

function suggestTiers(
  which: 'open' | 'all',
  typed: string,
  { app, guildId, locale }: SuggestPlace,
): Suggestion[] {
  const { name } = catalogues[locale].tiers;
  const wanted = nameKey(typed);
  const tiers = which === 'open' ? app.tiers.open(guildId) : app.tiers.all(guildId);
  return tiers
    .filter(({ names }) => Object.values(names).some((one) => nameKey(one).includes(wanted)))
    .map(({ id, names, archivedAt }) => ({
      name: name({ name: names[locale], archived: archivedAt !== null }),
      value: `#${id}`,
    }));
}

/** A payment of the member named in the option `member`, of which something is left. */
export function paymentOption(): OptionKind<string> {
  return { ...required(text({ max: 100 })), suggest: suggestPayments };
}

/** The payment that was picked, or typed by its reference. @throws Refusal `tiers.payment-unknown`. */
export function pickedPayment(payments: readonly PaymentLine[], userId: string, given: string): PaymentLine {
  const number = NUMBER.exec(given)?.[1];
  const found = payments.find(({ id, externalId }) =>
    number === undefined ? externalId === given : id === number,
  );
  if (!found) throw new Refusal('tiers.payment-unknown', { userId });
  return found;
}

async function suggestPayments(
  typed: string,
  { app, guildId, locale, given }: SuggestPlace,
): Promise<Suggestion[]> {
  if (given['member'] === undefined) return [];
  const { timeZone } = app.communities.get(guildId);
  const { payments } = await membershipOf(app, guildId, String(given['member']));
  const wanted = typed.trim().toLowerCase();
  return payments
    .filter(({ amountMinor, refundedMinor }) => amountMinor > refundedMinor)
    .map(({ id, amountMinor, refundedMinor, currency, paidAt, externalId }) => ({
      name: catalogues[locale].tiers.payment({
        amount: formatMoney({ minor: amountMinor - refundedMinor, currency }, locale),
        on: dayOf(paidAt, timeZone),
        reference: externalId,
      }),
      value: `#${id}`,
    }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}
