/** Words that several answers of /tier share: the name of a tier, how a grant stands, which role followed. */
import type { App } from '../src/app.ts';
import type { Call } from '../src/discord/command.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { escapeMarkup } from '../src/i18n/markup.ts';
import { dayOf } from '../src/kernel/calendar.ts';
import type { Money } from '../src/kernel/money.ts';
import type { RoleRecord } from '../src/roles/roles.ts';
import { lastDay } from '../src/tiers/tiers.ts';
import type { Grant } from '../src/tiers/tiers.ts';

/** Discord's blurple; green where all is well; yellow where something is to be mended. */
export const COLOUR = { calm: 0x5865f2, done: 0x57f287, mend: 0xfee75c };

/** In the reader's language, safe to be shown; archived ones say so, since a new one may be called the same. */
export function tierName(app: Pick<App, 'tiers'>, call: Call, tierId: number | null): string {
  const tier = tierId === null ? null : app.tiers.find(call.guildId, tierId);
  const { name, unknownTier } = call.words.tiers;
  return tier
    ? name({ name: escapeMarkup(tier.names[call.locale]), archived: tier.archivedAt !== null })
    : unknownTier;
}

/** A payment by its amount, day and reference. */
export function paymentText(
  app: Pick<App, 'communities'>,
  call: Call,
  { paidAt, externalId, ...money }: Money & { readonly paidAt: Date; readonly externalId: string | null },
): string {
  return call.words.tiers.payment({
    amount: formatMoney(money, call.locale),
    on: dayOf(paidAt, app.communities.get(call.guildId).timeZone),
    reference: externalId === null ? null : escapeMarkup(externalId),
  });
}

/** How a grant stands, in one line. */
export function grantText(app: Pick<App, 'tiers' | 'communities'>, call: Call, grant: Grant): string {
  const { state, startsAt, endsAt, left, graceEndsAt, followsId } = grant;
  const words = call.words.tiers.grant;
  const { timeZone } = app.communities.get(call.guildId);
  const tier = tierName(app, call, grant.tierId);
  const ends = endsAt && { endsAt, lastOn: lastDay(endsAt, timeZone) };
  const lasting = (said: string): string => {
    if (ends) return words.upTo({ text: said, ...ends });
    return left ? words.lasting({ text: said, days: left.days }) : said;
  };
  switch (state) {
    case 'active':
      return ends ? words.active({ tier, ...ends }) : words.openEnded({ tier });
    case 'scheduled':
      return lasting(
        followsId || !startsAt ? words.following({ tier }) : words.scheduled({ tier, startsAt }),
      );
    case 'invited':
      return lasting(words.invited({ tier }));
    case 'waiting':
    case 'paused':
      return left ? words.left({ text: words[state]({ tier }), days: left.days }) : words[state]({ tier });
    case 'grace':
      return words.grace({ tier, graceEndsAt: graceEndsAt! });
    case 'ended':
      return words.ended({ tier });
  }
}

/** What became of one wish for a role; how many others are open only where it is known. */
export function roleText(call: Call, record: RoleRecord, others = 0): string {
  const { roles } = call.words.tiers;
  const { roleId, wanted, state, callCount, problem } = record;
  switch (state) {
    case 'open':
      return roles.open({ roleId, wanted, others });
    case 'done':
      if (callCount === 0) return wanted ? roles.hadIt({ roleId }) : roles.hadItNot({ roleId });
      return wanted ? roles.given({ roleId }) : roles.taken({ roleId });
    case 'absent':
      return roles.absent({ roleId, wanted });
    case 'failed':
      return roles.failed({ roleId, wanted, problem: roles.problems[problem ?? 'discord']({ roleId }) });
    case 'replaced':
      return roles.replaced({ roleId });
  }
}
