/** English words of paid tiers: what /tier answers. Refusals and the command's own words stand beside it. */
import type { EntryKind, EntrySource, MemberFilter, TierSettings } from '../../tiers/tiers.ts';
import { formatCount, formatDay, formatInstant } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import { asSentence, roleProblems } from './tiers-refusals.ts';

const days = (count: number) => (count === 1 ? '1 day' : `${formatCount(count, 'en')} days`);
const until = (facts: { endsAt: Date; lastOn: string }) =>
  `until ${formatInstant(facts.endsAt)} (last day ${formatDay(facts.lastOn, 'en')})`;

const sources: Record<EntrySource, string> = {
  manual: 'by hand',
  import: 'import',
  invite: 'invite',
  entitlement: 'Discord’s shop',
  clock: 'by itself, as time went on',
};

const kinds: Record<EntryKind, string> = {
  granted: 'Granted',
  extended: 'Extended',
  upgraded: 'Upgraded',
  downgraded: 'Downgraded',
  paused: 'Paused',
  resumed: 'Resumed',
  revoked: 'Revoked',
  refunded: 'Refunded',
  redated: 'End changed',
  withdrawn: 'Taken back',
  lapsed: 'Invite ran out',
  joined: 'Joined the server',
  started: 'Began',
  waiting: 'Waits',
  continued: 'Goes on',
  grace: 'Grace period began',
  expired: 'Ended',
};

const memberStates: Record<MemberFilter['state'], string> = {
  paying: 'with a tier now',
  grace: 'in the grace period',
  ending: 'ending soon',
  'open-ended': 'without an end',
  waiting: 'paused, waiting or to come',
  ended: 'had one, have none now',
};

const overlaps: Record<TierSettings['overlap'], string> = {
  wait: 'lower tiers wait while a higher one counts, and lose no day',
  parallel: 'lower tiers run on beside a higher one',
};

const unknownRoles: Record<TierSettings['unknownRoles'], string> = {
  keep: 'stay; `/tier drift` shows them',
  remove: 'are taken away',
};

export const tiers = {
  days,
  name: (facts: { name: string; archived: boolean }) =>
    facts.archived ? `${facts.name} (archived)` : facts.name,
  unknownTier: 'an unknown tier',
  newer: 'Newest',
  older: 'Older',
  first: 'First page',
  next: 'Next page',
  more: (facts: { count: number }) => `… and ${formatCount(facts.count, 'en')} more`,

  grant: {
    active: (facts: { tier: string; endsAt: Date; lastOn: string }) => `**${facts.tier}** ${until(facts)}`,
    openEnded: (facts: { tier: string }) => `**${facts.tier}** without an end`,
    scheduled: (facts: { tier: string; startsAt: Date }) =>
      `**${facts.tier}** from ${formatInstant(facts.startsAt)} on`,
    following: (facts: { tier: string }) => `**${facts.tier}** once the present period is over`,
    invited: (facts: { tier: string }) => `**${facts.tier}** from the moment they join the server`,
    waiting: (facts: { tier: string }) =>
      `**${facts.tier}** waits while other paid time runs, and loses nothing by it`,
    paused: (facts: { tier: string }) => `**${facts.tier}** is paused`,
    grace: (facts: { tier: string; graceEndsAt: Date }) =>
      `**${facts.tier}** is over; the grace period still opens it until ${formatInstant(facts.graceEndsAt)}`,
    ended: (facts: { tier: string }) => `**${facts.tier}** has ended`,
    left: (facts: { text: string; days: number }) =>
      `${facts.text} (${facts.days === 0 ? 'less than a day' : days(facts.days)} left)`,
    lasting: (facts: { text: string; days: number }) => `${facts.text} (for ${days(facts.days)})`,
    upTo: (facts: { text: string; endsAt: Date; lastOn: string }) => `${facts.text}, ${until(facts)}`,
  },

  answer: {
    titles: {
      grant: 'Granted',
      extend: 'Extended',
      upgrade: 'Upgraded',
      downgrade: 'Downgraded',
      pause: 'Paused',
      resume: 'Resumed',
      revoke: 'Revoked',
      refund: 'Refunded',
    },
    refusedTitle: (facts: { title: string }) => `${facts.title} in the ledger, but the role is not right`,
    about: (facts: { userId: string; text: string }) => `<@${facts.userId}> · ${facts.text}`,
    noGrant: 'Access stays as it is',
    noneHeld: 'They have no tier now, so no access was changed',
    endedMany: (facts: { text: string; count: number }) =>
      `${facts.text} (${formatCount(facts.count, 'en')} grants were ended)`,
    noAccess: 'From now on they have no tier.',
    fromNowOn: '**From now on**',
    toCome: '**What they still have**',
    stretch: (facts: { tier: string; from: Date; to: Date | null; inGrace: boolean }) =>
      `- ${facts.tier}${facts.inGrace ? ' (grace period)' : ''}: ${formatInstant(facts.from)} – ${facts.to ? formatInstant(facts.to) : 'without an end'}`,
    beside: (facts: { text: string }) => `- Also: ${facts.text}`,
    paid: (facts: { amount: string | null; reference: string | null }) =>
      `💰 ${[...(facts.amount ? [facts.amount] : []), ...(facts.reference ? [`reference ${escapeMarkup(facts.reference)}`] : [])].join(' · ')}`,
    refunded: (facts: { amount: string; payment: string }) =>
      `💰 ${facts.amount} given back of the payment ${facts.payment}`,
    receipt: '🧾 The receipt is kept; `/tier history` shows it.',
    notHere: (facts: { userId: string }) =>
      `<@${facts.userId}> is not in the server. The ledger holds it; the role follows when they join.`,
    known: (facts: {
      kind: EntryKind;
      userId: string;
      actorId: string | null;
      at: Date;
      reference: string;
    }) =>
      `The reference ${escapeMarkup(facts.reference)} was written down already: ${kinds[facts.kind].toLowerCase()} for <@${facts.userId}> ${facts.actorId ? `by <@${facts.actorId}> ` : ''}${formatInstant(facts.at)}. So nothing was changed.`,
    unchanged: 'There was nothing to change.',
    justBefore: (facts: { actorId: string; kind: EntryKind; tier: string; at: Date }) =>
      `<@${facts.actorId}> got ahead of you ${formatInstant(facts.at, 'R')}: ${kinds[facts.kind].toLowerCase()} ${facts.tier}. \`/tier history\` shows how it stands now.`,
  },

  roles: {
    given: (facts: { roleId: string }) => `✅ Role <@&${facts.roleId}> given`,
    taken: (facts: { roleId: string }) => `✅ Role <@&${facts.roleId}> taken away`,
    hadIt: (facts: { roleId: string }) => `✅ Role <@&${facts.roleId}>: they had it already`,
    hadItNot: (facts: { roleId: string }) => `✅ Role <@&${facts.roleId}>: they did not have it any more`,
    stays: (facts: { roleId: string }) => `✅ Role <@&${facts.roleId}> stays`,
    open: (facts: { roleId: string; wanted: boolean; others: number }) =>
      `⏳ Role <@&${facts.roleId}> is ${facts.wanted ? 'on its way' : 'being taken away'}: Discord has not answered yet${facts.others > 0 ? `, and ${formatCount(facts.others, 'en')} other role changes are open` : ''}. \`/tier history\` shows what became of it.`,
    absent: (facts: { roleId: string; wanted: boolean }) =>
      facts.wanted
        ? `⏳ Role <@&${facts.roleId}>: they are not in the server and get it when they join`
        : `✅ Role <@&${facts.roleId}>: they are not in the server, so they do not have it`,
    failed: (facts: { roleId: string; wanted: boolean; problem: string }) =>
      `⚠️ Role <@&${facts.roleId}> could not be ${facts.wanted ? 'given' : 'taken away'}: ${facts.problem}. Once that is mended I try again by myself.`,
    missing: (facts: { roleId: string }) =>
      `⚠️ Role <@&${facts.roleId}> is missing on them. \`/tier repair\` gives it back.`,
    replaced: (facts: { roleId: string }) => `Role <@&${facts.roleId}>: a later change took its place`,
    problems: {
      ...roleProblems,
      discord: () => 'Discord failed again and again',
    },
    after: (facts: { text: string; seconds: number }) =>
      facts.seconds < 1 ? facts.text : `${facts.text} after ${formatCount(facts.seconds, 'en')} s`,
  },

  definitions: {
    created: 'Tier created.',
    saved: 'Saved.',
    archived: (facts: { tier: string; holders: number }) =>
      `**${facts.tier}** is archived: it is granted no more. ${facts.holders === 0 ? 'Nobody has it now.' : `What runs goes on to its end (${facts.holders === 1 ? '1 member' : `${formatCount(facts.holders, 'en')} members`}).`}`,
    roleMoves: (facts: { count: number }) =>
      facts.count === 1
        ? 'One member gets the new role and loses the old one.'
        : `${formatCount(facts.count, 'en')} members get the new role and lose the old one.`,
    listTitle: 'Paid tiers',
    empty:
      'There are no tiers yet. Make one: `/tier create`. Prices need a currency first: `/tier settings currency:`.',
    rank: (facts: { rank: number }) => `Rank ${facts.rank}`,
    names: (facts: { en: string; zh: string }) => `English: ${facts.en} · 中文: ${facts.zh}`,
    price: (facts: { amount: string; days: number | null }) =>
      facts.days === null ? facts.amount : `${facts.amount} for ${days(facts.days)}`,
    holders: (facts: { count: number }) =>
      facts.count === 1 ? '1 member' : `${formatCount(facts.count, 'en')} members`,
    welcomes: (facts: { channelId: string }) => `welcome in <#${facts.channelId}>`,
    problem: (facts: { problem: string }) => `⚠️ ${asSentence(facts.problem)}`,
    noWelcome: (facts: { sentence: string }) => `⚠️ Nobody is welcomed: ${facts.sentence}`,
    revenue: {
      thisMonth: 'This month so far',
      lastMonth: 'Last month',
      line: (facts: { span: string; net: string; paid: string; refunded: string | null; payments: number }) =>
        `**${facts.span}** ${facts.net}${facts.refunded ? ` (${facts.paid} paid, ${facts.refunded} given back)` : ''} · ${facts.payments === 1 ? '1 payment' : `${formatCount(facts.payments, 'en')} payments`}`,
    },
  },

  settings: {
    title: 'Settings of paid tiers',
    saved: 'Saved.',
    labels: {
      currency: 'Currency',
      overlap: 'Several tiers at once',
      grace: 'Grace period',
      reminder: 'Reminder',
      unknownRoles: 'Tier roles of people the ledger never knew',
      howTo: 'How to extend (English)',
      howToZh: 'How to extend (Chinese)',
    },
    overlaps,
    unknownRoles,
    noGrace: 'none: access ends with the paid time',
    grace: (facts: { days: number }) => `${days(facts.days)} after the end`,
    reminder: (facts: { days: number }) => `${days(facts.days)} before the end, to those who asked for it`,
  },

  members: {
    title: (facts: { state: MemberFilter['state']; tier: string | null; days: number; count: number }) => {
      const what = facts.state === 'ending' ? `ending within ${days(facts.days)}` : memberStates[facts.state];
      return `Members ${what}${facts.tier ? ` · ${facts.tier}` : ''} (${formatCount(facts.count, 'en')})`;
    },
    none: 'Nobody.',
    since: (facts: { at: Date }) => `since ${formatInstant(facts.at, 'D')}`,
    ends: (facts: { at: Date; inGrace: boolean }) =>
      facts.inGrace
        ? `ended ${formatInstant(facts.at, 'D')}, grace period`
        : `until ${formatInstant(facts.at)} (${formatInstant(facts.at, 'R')})`,
    openEnded: 'without an end',
  },

  history: {
    title: 'Ledger',
    of: (facts: { userId: string }) => `<@${facts.userId}>`,
    now: (facts: { text: string }) => `Now: ${facts.text}`,
    nothingNow: 'no tier',
    empty: 'Nothing is written down of this member.',
    kinds,
    sources,
    line: (facts: { kind: string; tier: string | null; at: Date; by: string; id: string }) =>
      `**${facts.kind}**${facts.tier ? ` ${facts.tier}` : ''} · ${formatInstant(facts.at)} · ${facts.by} · #${facts.id}`,
    ofPayment: (facts: { payment: string }) => `given back of the payment ${facts.payment}`,
    recorded: (facts: { at: Date }) => `written down ${formatInstant(facts.at)}`,
    change: (facts: { before: string | null; after: string }) =>
      facts.before === null ? facts.after : `${facts.before} → ${facts.after}`,
    facts: {
      until: (facts: { at: Date }) => `until ${formatInstant(facts.at)}`,
      openEnded: 'no end',
      from: (facts: { at: Date }) => `from ${formatInstant(facts.at)}`,
      following: 'after the present period',
      invited: 'when they join',
      waiting: 'waits',
      paused: 'paused',
      grace: (facts: { at: Date }) => `grace period until ${formatInstant(facts.at)}`,
      ended: 'ended',
      left: (facts: { text: string; days: number }) => `${facts.text}, ${days(facts.days)} left`,
    },
    reference: (facts: { reference: string }) => `reference ${escapeMarkup(facts.reference)}`,
    note: (facts: { note: string }) => `note: ${facts.note}`,
    reason: (facts: { reason: string }) => `reason: ${facts.reason}`,
    receipt: (facts: { entryId: string }) => `🧾 Receipt of #${facts.entryId}`,
    receiptOf: (facts: { userId: string; at: Date }) =>
      `Receipt of <@${facts.userId}>, kept since ${formatInstant(facts.at)}`,
    receiptPicture: 'The receipt as it was attached',
  },

  payment: (facts: { amount: string; on: string; reference: string | null }) =>
    [facts.amount, formatDay(facts.on, 'en'), ...(facts.reference ? [facts.reference] : [])].join(' · '),
};
