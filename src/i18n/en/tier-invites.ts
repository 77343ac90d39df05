/** English words for other ways to a tier: /tier invite and /tier sku. */
import type { RefusalFacts } from '../../kernel/errors.ts';
import type { ActionWords } from '../command-words.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';
import { core } from './core.ts';

const TEXT_SHOWN = 60;
const PROBLEM_SHOWN = 300;

const quoted = (text: string, most = TEXT_SHOWN) => `“${escapeMarkup(shorten(text, most))}”`;
const people = (count: number) => (count === 1 ? '1 person' : `${formatCount(count, 'en')} people`);
const mentions = (userIds: readonly string[], more: number) =>
  userIds.map((id) => `<@${id}>`).join(' ') + (more > 0 ? ` and ${formatCount(more, 'en')} more` : '');

export const tierInvites = {
  titles: {
    made: 'Invite made',
    making: 'Invite in the making',
    nobody: 'Nobody was invited',
    list: 'Invites to tiers',
    one: (facts: { id: number }) => `Invite #${facts.id}`,
  },
  mentions: (facts: { userIds: readonly string[]; more: number }) => mentions(facts.userIds, facts.more),
  forWhom: (facts: { tier: string; count: number; who: string }) =>
    `**${facts.tier}** for ${people(facts.count)}: ${facts.who}`,
  onJoin: 'Begins for each of them when they join; Discord gives the role at that moment.',
  begun: (facts: { at: Date }) =>
    `Runs since ${formatInstant(facts.at)}, whether they have come or not; Discord gives the role when they join.`,
  begins: (facts: { at: Date }) =>
    `Begins ${formatInstant(facts.at)}, whether they have come by then or not. The invite brings no role: I give it from then on.`,
  lasts: {
    days: (facts: { days: string }) => `Lasts ${facts.days}.`,
    until: (facts: { at: Date }) => `Lasts until ${formatInstant(facts.at)}.`,
  },
  valid: (facts: { at: Date }) =>
    `The link works until ${formatInstant(facts.at)} (${formatInstant(facts.at, 'R')}).`,
  sendIt: '-# Send it to them yourself. Nobody else can use it, and in `/tier invite` you see who came.',
  notReady: '⏳ Discord is still reading who is named on it: the link works in a moment.',
  making:
    '⏳ Discord did not answer. I try again by myself; nothing is granted before the invite stands. Look with `/tier invite` in some minutes.',
  paid: (facts: { amount: string | null; reference: string | null }) =>
    `💰 On record for each: ${[...(facts.amount ? [facts.amount] : []), ...(facts.reference ? [`reference ${escapeMarkup(facts.reference)}`] : [])].join(' · ')}`,
  suffixed: '-# With several people each reference is followed by the person’s id.',
  leftOut: {
    here: (facts: { who: string }) => `- Here already, use \`/tier grant\`: ${facts.who}`,
    awaited: (facts: { who: string }) =>
      `- Named on an invite that is open, see \`/tier invite\`: ${facts.who}`,
    known: (facts: { who: string }) => `- Granted before under this reference, nothing changed: ${facts.who}`,
    refused: (facts: { userId: string; why: string }) => `- <@${facts.userId}>: ${facts.why}`,
  },
  leftOutTitle: '**Not invited**',
  twice: (facts: { who: string }) => `Named twice, counted once: ${facts.who}`,
  unreadable: (facts: { line: number; text: string }) =>
    `- Line ${facts.line}: ${quoted(facts.text)} is no id`,
  moreUnreadable: (facts: { count: number }) => `- … and ${formatCount(facts.count, 'en')} more`,
  unreadableTitle: '**Could not be read**',
  unreadableHint:
    '-# An id has 17 to 20 digits. Spreadsheets shorten it to 1.2E+17: format the column as text.',

  none: 'There are no invites. `/tier invite tier: members:` makes one that only those people can use.',
  line: (facts: { id: number; tier: string; state: string; came: number; named: number; at: Date }) =>
    `**#${facts.id}** ${facts.tier} · ${facts.state} · ${formatCount(facts.came, 'en')} of ${formatCount(facts.named, 'en')} came · until ${formatInstant(facts.at, 'D')}`,
  states: {
    making: 'In the making',
    open: 'Open',
    failed: 'Discord refused it, nothing was granted',
    closed: 'Over',
  },
  choose: 'Look at one',
  choice: (facts: { id: number; tier: string }) => `#${facts.id} ${facts.tier}`,
  problem: (facts: { problem: string }) =>
    `⛔ What stood against it: ${quoted(facts.problem, PROBLEM_SHOWN)}`,
  gone: '⚠️ It was deleted in Discord, so nobody can use it. What it granted still waits for those who have not come.',
  came: (facts: { who: string }) => `Came: ${facts.who}`,
  absent: (facts: { who: string }) => `Not yet: ${facts.who}`,
  missed: (facts: { who: string }) => `Did not come: ${facts.who}`,
  renew: 'New link',
  end: 'End it',
  back: 'All invites',
  told: {
    lapsed: (facts: {
      id: number;
      tier: string;
      userIds: readonly string[];
      more: number;
      isVoid: boolean;
    }) =>
      `Invite #${facts.id} to ${escapeMarkup(facts.tier)} has run out, and these people did not come: ${mentions(facts.userIds, facts.more)}. ${facts.isVoid ? 'What was to begin at their coming is void; what they paid stays on record.' : 'What they were granted does not depend on their coming: it goes on, and the role follows when they join. `/tier revoke` takes it back.'}`,
    unusable: (facts: {
      id: number;
      tier: string;
      userIds: readonly string[];
      more: number;
      problem: string;
    }) =>
      `Invite #${facts.id} to ${escapeMarkup(facts.tier)} cannot be used: Discord could not read who is named on it (${quoted(facts.problem, PROBLEM_SHOWN)}). I took back what it granted to ${mentions(facts.userIds, facts.more)}; what they paid stays on record.`,
  },

  skus: {
    title: 'Products of Discord’s shop',
    none: 'No product stands for a tier yet. `/tier sku sku: tier:` names one; its id stands in the developer portal under Monetization.',
    line: (facts: { skuId: string; tier: string }) => `\`${facts.skuId}\` → **${facts.tier}**`,
    closed: (facts: { skuId: string }) =>
      `\`${facts.skuId}\` → nothing new; what was granted for it goes on to its end`,
    unnamed: (facts: { skuId: string }) =>
      `\`${facts.skuId}\` stands for no tier yet. Add \`tier:\` to name one.`,
    change: '-# To change it, add `tier:`, or `remove:True`.',
    named: (facts: { skuId: string; tier: string }) =>
      `\`${facts.skuId}\` stands for **${facts.tier}** now. Who bought it has the tier as long as Discord says; what was bought before now is granted as well. What was granted for another tier stays.`,
    removed: (facts: { skuId: string }) =>
      `Nothing new is granted for \`${facts.skuId}\`. Who has a tier by it keeps it as long as Discord says.`,
    hint: '-# Discord does not tell what was paid, so these purchases are in no figure of revenue.',
  },
};

const wrongRights = (missing: readonly string[]) =>
  missing.map((name) => core.permissions[name] ?? name).join(', ');

export const tierInvitesRefusals = {
  'invites.permissions': ({ channelId, missing }: RefusalFacts['invites.permissions']) =>
    `I cannot make or end invites${channelId ? ` for <#${channelId}>` : ''}: I am missing ${wrongRights(missing)}. Give my role these permissions under Server Settings → Roles. Nothing was granted.`,
  'invites.list-refused': ({ problems }: RefusalFacts['invites.list-refused']) =>
    `Discord could not read who is to be named on the invite${problems.length > 0 ? `: ${quoted(problems.join('; '), PROBLEM_SHOWN)}` : ''}. Nothing was granted.`,
  'tiers.invite-nobody': () =>
    'Whom? Name them in `members:` by their ids or mentions, or attach a file with one id a line.',
  'tiers.invite-two-lists': () => 'Name the people either in `members:` or in a file, not in both.',
  'tiers.invite-too-many': (facts: { most: number; count: number }) =>
    `That is ${people(facts.count)}; one invite is for at most ${formatCount(facts.most, 'en')}. Make several.`,
  'tiers.invite-joins-unheard': () =>
    'I do not hear who joins, so nothing can begin at that moment: `/diagnose` says how to change it. With `from:` it begins on a given day.',
  'tiers.invite-unknown': () => 'There is no such invite.',
  'tiers.sku-elsewhere': (facts: { skuId: string }) =>
    `The product \`${facts.skuId}\` stands for a tier of another server. Remove it there first.`,
  'tiers.sku-full': (facts: { most: number }) =>
    `There are ${facts.most} products already, which is the most there can be.`,
  'tiers.sku-wrong': (facts: { given: string }) =>
    `${quoted(facts.given)} is not the id of a product: it has 17 to 20 digits and stands in the developer portal under Monetization.`,
};

export const tierInviteActions = {
  invite: {
    name: 'invite',
    description: 'Invite named people to a tier; alone: all invites',
    options: {
      tier: { name: 'tier', description: 'Which tier' },
      members: { name: 'members', description: 'Their ids or mentions' },
      file: { name: 'file', description: 'Or a file, one id a line' },
      days: { name: 'days', description: 'For how many days' },
      until: { name: 'until', description: 'Through which day' },
      from: { name: 'from', description: 'First day; when they join if left out' },
      channel: { name: 'channel', description: 'Where they arrive' },
      'valid-days': { name: 'valid-days', description: 'How long the link works; 7' },
      amount: { name: 'amount', description: 'What each of them paid' },
      reference: { name: 'reference', description: 'The payment’s number' },
      note: { name: 'note', description: 'For the ledger' },
    },
  },
  sku: {
    name: 'sku',
    description: 'Tiers sold in Discord’s shop',
    options: {
      sku: { name: 'sku', description: 'Id of the product' },
      tier: { name: 'tier', description: 'Which tier' },
      remove: { name: 'remove', description: 'Grant nothing new for it' },
    },
  },
} satisfies Record<string, ActionWords>;
