/** What /membership shows first: what one has, what is to come, how to extend it, whether one is reminded. */
import type { APIMessageTopLevelComponent } from 'discord.js';
import { button, buttonRow } from '../src/discord/buttons.ts';
import type { App } from '../src/app.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { shorten } from '../src/i18n/markup.ts';
import { inLanguage, lastDay, membershipOf, reminderStandingOf } from '../src/tiers/tiers.ts';
import type { Grant, Membership, ReminderStanding } from '../src/tiers/tiers.ts';
import { PAYMENTS, REMIND } from './membership-buttons.ts';

const COLOUR = 0xf1c40f;

/** Always of the caller. */
export async function overview(app: App, call: Call): Promise<Reply> {
  const { guildId, userId, words } = call;
  const own = await membershipOf(app, guildId, userId);
  const reminder = await reminderStandingOf(app, guildId, userId);
  const isForNobody = app.tiers.open(guildId).length === 0 && own.grants.length === 0;
  const lines = isForNobody
    ? [words.membership.noTiers]
    : [
        ...heldLines(app, call, own, reminder),
        ...toComeLines(app, call, own),
        ...reminderLines(app, call, reminder),
        // Last, since many tiers may be more than fits.
        ...extendingLines(app, call, own),
      ];
  const title = words.membership.title({ community: app.communities.get(guildId).name });
  return {
    embeds: [{ title, description: shorten(lines.join('\n'), LONGEST_DESCRIPTION), color: COLOUR }],
    components: overviewButtons(app, call, own, reminder),
  };
}

/** What counts now. */
function heldLines(app: App, call: Call, { standing }: Membership, { sinceAt }: ReminderStanding): string[] {
  const words = call.words.membership;
  if (!standing) return [words.nothingHeld];
  const { tierId, startsAt } = standing.grant;
  const opens = opensOf(app, call, tierId);
  const since = sinceAt ?? startsAt;
  return [
    heldLine(app, call, standing),
    ...(since ? [words.since({ since })] : []),
    ...(opens ? [words.opens({ opens })] : []),
  ];
}

function heldLine(app: App, call: Call, { grant, inGrace }: NonNullable<Membership['standing']>): string {
  const words = call.words.membership;
  const { endsAt, graceEndsAt, source } = grant;
  const tier = nameOf(app, call, grant.tierId);
  if (inGrace && endsAt && graceEndsAt) return words.inGrace({ tier, endsAt, graceEndsAt });
  if (source === 'entitlement') return words.heldRenewing({ tier, endsAt });
  if (!endsAt) return words.heldOpenEnded({ tier });
  return words.held({ tier, endsAt, lastOn: lastDay(endsAt, app.communities.get(call.guildId).timeZone) });
}

/** Everything besides what counts now. */
function toComeLines(app: App, call: Call, own: Membership): string[] {
  const others = own.grants.filter(({ id }) => id !== own.standing?.grant.id);
  if (others.length === 0) return [];
  return [
    '',
    `**${call.words.membership.toCome}**`,
    ...others.map((grant) => toComeLine(app, call, own, grant)),
  ];
}

function toComeLine(app: App, call: Call, { timeline }: Membership, grant: Grant): string {
  const words = call.words.membership;
  const tier = nameOf(app, call, grant.tierId);
  const left = grant.left && words.left(grant.left);
  const stretch = timeline.find(({ grantId }) => grantId === grant.id);
  switch (grant.state) {
    case 'invited':
      return words.invited({ tier });
    case 'paused':
      return words.paused({ tier, left });
    case 'scheduled': {
      const from = stretch?.from ?? grant.startsAt;
      return from
        ? words.begins({ tier, from, to: stretch?.to ?? grant.endsAt })
        : words.waits({ tier, left });
    }
    case 'waiting':
      return stretch ? words.waitsUntil({ tier, left, from: stretch.from }) : words.waits({ tier, left });
    default:
      return words.alsoRuns({ tier, endsAt: grant.graceEndsAt ?? grant.endsAt });
  }
}

/** Prices and the staff's words on how to pay; nothing for who holds something without an end. */
function extendingLines(app: App, call: Call, { standing }: Membership): string[] {
  const words = call.words.membership;
  if (standing && !standing.grant.endsAt) return [];
  const { howTo: howTos, currency } = app.tiers.settingsOf(call.guildId);
  const howTo = inLanguage(howTos, call.locale);
  const prices = app.tiers.open(call.guildId).flatMap((tier) => {
    const { priceMinor, days } = tier;
    const price =
      priceMinor !== null && currency ? formatMoney({ minor: priceMinor, currency }, call.locale) : null;
    const opens = opensOf(app, call, tier.id);
    return [
      words.price({ tier: tier.names[call.locale], price, days }),
      ...(opens && !standing ? [words.priceOpens({ opens })] : []),
    ];
  });
  return [
    '',
    `**${standing ? words.howToExtend : words.howToGet}**`,
    howTo ? words.howTo({ howTo }) : words.howToUnknown,
    ...prices,
  ];
}

function reminderLines(app: App, call: Call, { isWanted, end, state }: ReminderStanding): string[] {
  const words = call.words.membership;
  const { reminderDays } = app.tiers.settingsOf(call.guildId);
  if (!isWanted || !end || reminderDays === 0) return [];
  if (state === 'failed') return ['', words.reminderFailed];
  return ['', state === 'sent' ? words.reminderSent : words.reminderOn({ days: reminderDays })];
}

function overviewButtons(
  app: App,
  call: Call,
  { payments }: Membership,
  { isWanted, end }: ReminderStanding,
): APIMessageTopLevelComponent[] {
  const words = call.words.membership.buttons;
  const mayAsk = end !== null && app.tiers.settingsOf(call.guildId).reminderDays > 0;
  return buttonRow([
    ...(isWanted ? [button(words.doNotRemind, componentId(REMIND, 'off'))] : []),
    ...(!isWanted && mayAsk ? [button(words.remind, componentId(REMIND, 'on'))] : []),
    ...(payments.length > 0
      ? [button(words.payments({ count: payments.length }), componentId(PAYMENTS, 0))]
      : []),
  ]);
}

function nameOf(app: App, { guildId, locale }: Call, tierId: number): string {
  return app.tiers.find(guildId, tierId)?.names[locale] ?? '?';
}

function opensOf(app: App, call: Call, tierId: number): string | null {
  const tier = app.tiers.find(call.guildId, tierId);
  return tier && inLanguage(tier.opens, call.locale);
}
