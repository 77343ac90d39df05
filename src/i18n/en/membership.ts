/** English words of /membership, of reminders and of welcomes. */
import type { LocalLength } from '../../kernel/calendar.ts';
import type { CommandWords } from '../command-words.ts';
import { formatCount, formatDay, formatInstant } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';

const LONGEST_WORDS = 900;

const days = (count: number): string => (count === 1 ? '1 day' : `${formatCount(count, 'en')} days`);

const bold = (name: string): string => `**${escapeMarkup(name)}**`;

const until = (facts: { endsAt: Date; lastOn: string }): string =>
  `until ${formatInstant(facts.endsAt)} (last day: ${formatDay(facts.lastOn, 'en')})`;

export const membership = {
  title: (facts: { community: string }) => `Your membership in ${facts.community}`,
  noTiers: 'This community has no paid tiers.',
  nothingHeld: 'You have no paid tier here at the moment.',
  held: (facts: { tier: string; endsAt: Date; lastOn: string }) =>
    `🟢 ${bold(facts.tier)} ${until(facts)}, ${formatInstant(facts.endsAt, 'R')}`,
  heldOpenEnded: (facts: { tier: string }) => `🟢 ${bold(facts.tier)} without an end`,
  heldRenewing: (facts: { tier: string; endsAt: Date | null }) =>
    facts.endsAt
      ? `🟢 ${bold(facts.tier)}, bought in Discord; as things stand until ${formatInstant(facts.endsAt)}, ${formatInstant(facts.endsAt, 'R')}`
      : `🟢 ${bold(facts.tier)}, bought in Discord; it renews by itself until you cancel it there`,
  inGrace: (facts: { tier: string; endsAt: Date; graceEndsAt: Date }) =>
    `🟠 ${bold(facts.tier)} ended ${formatInstant(facts.endsAt)}. Everything it opens stays open to you until ${formatInstant(facts.graceEndsAt)}, ${formatInstant(facts.graceEndsAt, 'R')}.`,
  since: (facts: { since: Date }) => `Since ${formatInstant(facts.since, 'D')}`,
  opens: (facts: { opens: string }) => `Opens: ${shorten(facts.opens, LONGEST_WORDS)}`,
  toCome: 'To come',
  /** Runs beside the tier that counts. */
  alsoRuns: (facts: { tier: string; endsAt: Date | null }) =>
    facts.endsAt
      ? `▫️ ${bold(facts.tier)} runs as well, until ${formatInstant(facts.endsAt)}`
      : `▫️ ${bold(facts.tier)} runs as well, without an end`,
  begins: (facts: { tier: string; from: Date; to: Date | null }) =>
    facts.to
      ? `🗓️ ${bold(facts.tier)} from ${formatInstant(facts.from)} until ${formatInstant(facts.to)}`
      : `🗓️ ${bold(facts.tier)} from ${formatInstant(facts.from)}`,
  waits: (facts: { tier: string; left: string | null }) =>
    `⏸️ ${bold(facts.tier)} waits while other paid time runs${facts.left ? `; ${facts.left} left` : ''}`,
  waitsUntil: (facts: { tier: string; left: string | null; from: Date }) =>
    `⏸️ ${bold(facts.tier)} waits while other paid time runs${facts.left ? ` (${facts.left} left)` : ''} and goes on ${formatInstant(facts.from)}`,
  paused: (facts: { tier: string; left: string | null }) =>
    `⏸️ ${bold(facts.tier)} is paused${facts.left ? `; ${facts.left} left` : ''}. Staff can let it go on.`,
  invited: (facts: { tier: string }) =>
    `✉️ ${bold(facts.tier)} begins when your joining has been noted, within the hour`,
  left: (left: LocalLength) => {
    const hours = Math.floor(left.ms / 3_600_000);
    if (left.days === 0) return hours === 1 ? '1 hour' : `${hours} hours`;
    return hours > 0 ? `${days(left.days)} and ${hours} h` : days(left.days);
  },
  howToExtend: 'How to extend',
  howToGet: 'How to get one',
  howToUnknown: 'Ask the staff of this community.',
  howTo: (facts: { howTo: string }) => shorten(facts.howTo, LONGEST_WORDS),
  price: (facts: { tier: string; price: string | null; days: number | null }) =>
    [
      `- ${bold(facts.tier)}`,
      ...(facts.price ? [`: ${facts.price}`] : []),
      ...(facts.days ? [facts.price ? ` for ${days(facts.days)}` : `: ${days(facts.days)}`] : []),
    ].join(''),
  /** Under a price, for those who have nothing yet. */
  priceOpens: (facts: { opens: string }) => `  ${shorten(facts.opens, 200)}`,
  reminderOn: (facts: { days: number }) =>
    `🔔 I will write to you ${days(facts.days)} before it ends, and only then.`,
  reminderSent: '🔔 I have written to you about this end.',
  reminderFailed:
    '🔕 I could not write to you: you take no direct messages from me. Allow them in this server’s menu under Privacy Settings; I will write before the next end.',
  paymentsTitle: 'Your payments',
  noPayments: 'There is no payment on record.',
  paymentLine: (facts: {
    at: Date;
    amount: string | null;
    reference: string | null;
    refunded: string | null;
  }) =>
    [
      `- ${formatInstant(facts.at, 'D')}`,
      facts.amount ?? 'no amount on record',
      ...(facts.reference ? [`reference ${escapeMarkup(shorten(facts.reference, 60))}`] : []),
      ...(facts.refunded ? [`↩️ ${facts.refunded} given back`] : []),
    ].join(' · '),
  page: (facts: { page: number; pages: number }) => `Page ${facts.page} of ${facts.pages}`,
  buttons: {
    show: 'My membership',
    remind: 'Remind me before it ends',
    doNotRemind: 'Do not remind me',
    payments: (facts: { count: number }) => `My payments (${formatCount(facts.count, 'en')})`,
    back: 'Back',
    newer: 'Newer',
    older: 'Older',
  },
  /** A direct message, at most 2,000 characters. */
  reminder: (facts: {
    community: string;
    tier: string;
    nextTier: string | null;
    endsAt: Date;
    lastOn: string;
    graceEndsAt: Date | null;
    howTo: string | null;
  }) =>
    [
      `🔔 Your ${bold(facts.tier)} in ${bold(facts.community)} ends ${formatInstant(facts.endsAt, 'R')}: it lasts ${until(facts)}.`,
      ...(facts.graceEndsAt
        ? [`Everything stays open to you until ${formatInstant(facts.graceEndsAt)} all the same.`]
        : []),
      ...(facts.nextTier ? [`Then ${bold(facts.nextTier)} goes on.`] : []),
      `**How to extend:** ${facts.howTo ? shorten(facts.howTo, LONGEST_WORDS) : 'ask the staff there.'}`,
      '',
      'You asked for this message. `/membership` in the community shows everything and stops reminders.',
    ].join('\n'),
  /** A public message, at most 2,000 characters with 25 people. */
  welcome: (facts: { userIds: readonly string[]; tier: string; opens: string | null }) =>
    [
      `🎉 Welcome to ${bold(facts.tier)}, ${facts.userIds.map((id) => `<@${id}>`).join(', ')}!`,
      ...(facts.opens ? [shorten(facts.opens, LONGEST_WORDS)] : []),
    ].join('\n'),
};

export const membershipCommands = {
  membership: {
    name: 'membership',
    description: 'Your paid tier here: until when, how to extend it, your payments',
  },
} satisfies Record<string, CommandWords>;
