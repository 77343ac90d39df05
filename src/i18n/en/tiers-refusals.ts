/** English sentences for what cannot be done with paid tiers. */
import type { AmountProblem } from '../../kernel/money.ts';
import type { RefusalFacts } from '../../kernel/errors.ts';
import { decimalsOf } from '../../kernel/money.ts';
import { formatCount, formatInstant, formatMoney } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';

/** Whose bookkeeping stays after they asked to be forgotten. */
const NOBODY = '0';

/** What people typed may be long. */
const GIVEN_SHOWN = 60;

const quoted = (text: string) => `“${escapeMarkup(shorten(text, GIVEN_SHOWN))}”`;

/** Why a role cannot be given or taken, and who can mend it how. */
export const roleProblems = {
  'role-gone': (facts: { roleId: string }) =>
    `the role <@&${facts.roleId}> no longer exists. Choose another: \`/tier edit role:\``,
  'role-above': (facts: { roleId: string }) =>
    `<@&${facts.roleId}> stands above my own role. Move my role above it under Server Settings → Roles`,
  'role-managed': (facts: { roleId: string }) =>
    `Discord or an integration manages <@&${facts.roleId}>, so nobody can give it by hand. Choose another: \`/tier edit role:\``,
  'no-permission': () =>
    'I lack the permission “Manage Roles”. Allow it for my role under Server Settings → Roles',
};

/** A clause such as the above as a sentence of its own. */
export const asSentence = (clause: string) => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;

const amountProblems: Record<AmountProblem, (currency: string) => string> = {
  comma: () =>
    'has a comma, which means thousands to some and decimals to others. Write it with a point and without a comma: 1299.00',
  'not-a-number': () => 'is not an amount. Write it like 1299 or 1299.00, without a currency sign',
  decimals: (currency) =>
    decimalsOf(currency) === 0
      ? `has decimals, and ${currency} has none`
      : `has more decimals than the ${decimalsOf(currency)} that ${currency} has`,
  'too-large': () => 'is more than I can count exactly',
};

export const tiersRefusals = {
  'tiers.unknown': () =>
    'There is no such tier. Pick one of the suggestions while you type; `/tier list` shows them all.',
  'tiers.missing': () => 'Which tier? Add `tier:` and pick one of the suggestions.',
  'tiers.archived': () =>
    'This tier is archived: it is granted and changed no more. `/tier list` shows the others.',
  'tiers.name-taken': (facts: { name: string }) => `Another tier is called ${quoted(facts.name)} already.`,
  'tiers.rank-taken': (facts: RefusalFacts['tiers.rank-taken']) =>
    `Rank ${facts.rank} belongs to ${quoted(facts.names.en)} already. Two tiers cannot rank the same, for the higher one counts.`,
  'tiers.role-taken': (facts: RefusalFacts['tiers.role-taken']) =>
    `<@&${facts.roleId}> is the role of ${quoted(facts.names.en)} already. Each tier needs a role of its own.`,
  'tiers.role-everyone': () =>
    'Everybody has @everyone, so it cannot be the role of a paid tier. Choose another.',
  'tiers.role-problem': ({ roleId, problem }: RefusalFacts['tiers.role-problem']) =>
    `I cannot give that role: ${roleProblems[problem]({ roleId })}.`,
  'tiers.role-ruling': (facts: { roleId: string }) =>
    `<@&${facts.roleId}> is the staff or admin role, or it brings permissions over others, such as “Manage Messages” or “Kick Members”. Whoever pays for a tier must not become staff by it: choose a role that only opens channels.`,
  'tiers.full': (facts: { most: number }) =>
    `There are ${facts.most} tiers, which is the most there can be. Archive one first.`,
  'tiers.currency-unknown': (facts: { given: string }) =>
    `${quoted(facts.given)} is no currency. Write its three letters, for example CNY, USD or EUR.`,
  'tiers.currency-fixed': (facts: { currency: string }) =>
    `Prices or payments are on record in ${facts.currency}, so the currency stays.`,
  'tiers.currency-missing': () =>
    'In which currency does this community count? Set it once, then try again: `/tier settings currency:`.',
  'tiers.not-held': (facts: { userId: string; tierId: number | null }) =>
    facts.tierId === null
      ? `<@${facts.userId}> has no tier this can be done with. \`/tier grant\` gives them one, \`/tier history\` shows what they had.`
      : `<@${facts.userId}> does not have this tier in a way this can be done with. \`/tier history\` shows what they have.`,
  'tiers.end-past': (facts: { endsAt: Date }) =>
    `That would have ended ${formatInstant(facts.endsAt)} (${formatInstant(facts.endsAt, 'R')}). Choose a later day.`,
  'tiers.not-longer': (facts: { endsAt: Date }) =>
    `It already lasts until ${formatInstant(facts.endsAt)}. Choose a later day; to end it earlier there is \`/tier revoke\`.`,
  'tiers.open-ended': () => 'It has no end, so there is nothing that could be extended or followed.',
  'tiers.not-above': () =>
    'That tier does not rank above the one the member has now. For more time there is `/tier extend`, for a lower tier `/tier downgrade`.',
  'tiers.not-below': () =>
    'That tier does not rank below the one the member has now. For more time there is `/tier extend`, for a higher tier `/tier upgrade`.',
  'tiers.already-followed': () =>
    'Another tier already follows at the end of this period. Revoke that one first, if another is to follow.',
  'tiers.in-grace': (facts: { graceEndsAt: Date }) =>
    `The paid time is over, and only the grace period runs until ${formatInstant(facts.graceEndsAt)}. Say for how long the new tier is paid (\`days:\` or \`until:\`) and choose at once.`,
  'tiers.no-term': () => 'For how long? This tier has no usual length: add `days:` or `until:`.',
  'tiers.paused': () => 'It is paused. `/tier resume` lets it go on.',
  'tiers.not-paused': () => 'It is not paused, so there is nothing to resume.',
  'tiers.managed-by-source': () =>
    'This was bought in Discord, and Discord decides how long it lasts. Change it there; a tier of yours can be granted beside it.',
  'tiers.too-long': (facts: { mostDays: number }) =>
    `A tier is granted for 1 to ${formatCount(facts.mostDays, 'en')} days at a time. Please check the number.`,
  'tiers.reference-used': (facts: RefusalFacts['tiers.reference-used']) =>
    `The reference ${quoted(facts.reference)} stands for something else already: it was used for ${facts.userId === NOBODY ? 'somebody who has since been erased' : `<@${facts.userId}>`} ${formatInstant(facts.at)}. Nothing was changed. Please check it.`,
  'tiers.just-done': (facts: RefusalFacts['tiers.just-done']) => {
    const who = facts.actorId ? `<@${facts.actorId}>` : 'Somebody';
    const what =
      facts.kind === 'extended'
        ? 'extended this member’s tier'
        : facts.kind === 'refunded'
          ? 'noted a refund to this member'
          : 'granted this to the member';
    const until = facts.endsAt ? `; it now lasts until ${formatInstant(facts.endsAt)}` : '';
    return `${who} ${what} ${formatInstant(facts.at, 'R')}${until}. So I changed nothing. If it is to happen once more, type the command again and add \`again:True\`.`;
  },
  'tiers.payment-unknown': (facts: { userId: string }) =>
    `<@${facts.userId}> has no such payment. Pick one of the suggestions while you type.`,
  'tiers.refund-too-much': ({ leftMinor, currency }: RefusalFacts['tiers.refund-too-much']) =>
    leftMinor <= 0
      ? 'Of this payment nothing is left that could be given back.'
      : `Of this payment ${formatMoney({ minor: leftMinor, currency }, 'en')} is left. A refund is more than nothing and at most that.`,
  'tiers.amount': ({ given, problem, currency }: RefusalFacts['tiers.amount']) =>
    `${quoted(given)} ${amountProblems[problem](currency)}.`,
  'tiers.two-terms': () => 'Say either for how many days (`days:`) or until which day (`until:`), not both.',
  'tiers.bot': (facts: { userId: string }) => `<@${facts.userId}> is a bot. Only people can have a tier.`,
  'tiers.receipt-no-image': (facts: { fileName: string }) =>
    `${quoted(facts.fileName)} is not a picture I can read. Attach the receipt as PNG, JPEG, WebP or GIF. Nothing was changed.`,
  'tiers.receipt-unknown': () => 'This receipt is not kept any more.',
};
