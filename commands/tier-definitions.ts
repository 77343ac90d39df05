/** /tier create, edit, list, archive: which tiers there are, who holds them, and what they bring in. */
import type { App } from '../src/app.ts';
import { action } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { integer, oneOf, required, role, text, textChannel } from '../src/discord/options.ts';
import type { ChannelProblem } from '../src/discord/messenger.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { renderRefusal } from '../src/i18n/i18n.ts';
import { escapeMarkup, oneLine } from '../src/i18n/markup.ts';
import { addDays, dayOf, monthSpan } from '../src/kernel/calendar.ts';
import { Refusal } from '../src/kernel/errors.ts';
import {
  archiveTier,
  createTier,
  editTier,
  holdersByTier,
  MOST_DAYS,
  parseMinor,
  revenueOf,
} from '../src/tiers/tiers.ts';
import type { Revenue, Tier, TierWish } from '../src/tiers/tiers.ts';
import { pickedTier, requiredTier } from './tier-options.ts';
import { COLOUR, tierName } from './tier-words.ts';

const NAME_MAX = 50;
const OPENS_MAX = 300;
/** Characters of what a tier opens in the list. */
const OPENS_SHOWN = 120;
const RANK_MAX = 1_000;
/** Room below the tiers for what came in and for the line that says how many more there are. */
const ROOM_BELOW = 500;

const shared = {
  'name-zh': text({ max: NAME_MAX }),
  price: text({ max: 20 }),
  days: integer({ min: 1, max: MOST_DAYS }),
  channel: textChannel(),
  opens: text({ max: OPENS_MAX }),
  'opens-zh': text({ max: OPENS_MAX }),
};

interface GivenDefinition {
  readonly name: string | null;
  readonly 'name-zh': string | null;
  readonly rank: number | null;
  readonly role: string | null;
  readonly price: string | null;
  readonly days: number | null;
  readonly channel: string | null;
  readonly opens: string | null;
  readonly 'opens-zh': string | null;
}

export const tierDefinitions: Readonly<Record<string, Action>> = {
  create: action({
    access: 'tier-admin',
    options: {
      name: required(text({ min: 1, max: NAME_MAX })),
      rank: required(integer({ min: 1, max: RANK_MAX })),
      role: required(role()),
      ...shared,
    },
    async run(app, call, given) {
      const { name, rank, role: roleId } = given;
      const zh = given['name-zh'];
      const names = { en: name, ...(zh !== null && { 'zh-CN': zh }) };
      const tier = await createTier(app, call.guildId, {
        ...wishOf(app, call, given),
        names,
        rank,
        roleId,
      });
      return tierReply(app, call, tier, [call.words.tiers.definitions.created]);
    },
  }),
  edit: action({
    access: 'tier-admin',
    options: {
      tier: requiredTier(),
      name: text({ min: 1, max: NAME_MAX }),
      rank: integer({ min: 1, max: RANK_MAX }),
      role: role(),
      ...shared,
      clear: oneOf(['price', 'days', 'channel', 'opens']),
    },
    async run(app, call, { tier: picked, clear, ...given }) {
      const { id } = pickedTier(app, call.guildId, picked);
      const cleared: TierWish = {
        ...(clear === 'price' && { priceMinor: null }),
        ...(clear === 'days' && { days: null }),
        ...(clear === 'channel' && { channelId: null }),
        ...(clear === 'opens' && { opens: { en: null, 'zh-CN': null } }),
      };
      const wish = { ...cleared, ...wishOf(app, call, given) };
      const { definitions } = call.words.tiers;
      const { tier, moved } = await editTier(app, call.guildId, id, wish);
      return tierReply(app, call, tier, [
        ...(Object.keys(wish).length > 0 ? [definitions.saved] : []),
        ...(moved > 0 ? [definitions.roleMoves({ count: moved })] : []),
      ]);
    },
  }),
  list: action({ access: 'staff', options: {}, run: listReply }),
  archive: action({
    access: 'tier-admin',
    options: { tier: requiredTier() },
    async run(app, call, { tier: picked }) {
      const { id, names } = await archiveTier(app, call.guildId, pickedTier(app, call.guildId, picked).id);
      const holders = (await holdersByTier(app, call.guildId)).get(id) ?? 0;
      const tier = escapeMarkup(names[call.locale]);
      return { content: call.words.tiers.definitions.archived({ tier, holders }) };
    },
  }),
};

function wishOf(app: App, call: Call, given: GivenDefinition): TierWish {
  const { currency } = app.tiers.settingsOf(call.guildId);
  const { name, rank, role: roleId, price, days, channel, opens } = given;
  const [nameZh, opensZh] = [given['name-zh'], given['opens-zh']];
  const names = { ...(name !== null && { en: name }), ...(nameZh !== null && { 'zh-CN': nameZh }) };
  const opened = { ...(opens !== null && { en: opens }), ...(opensZh !== null && { 'zh-CN': opensZh }) };
  return {
    ...(Object.keys(names).length > 0 && { names }),
    ...(rank !== null && { rank }),
    ...(roleId !== null && { roleId }),
    ...(price !== null && { priceMinor: parseMinor(price, currency) }),
    ...(days !== null && { days }),
    ...(channel !== null && { channelId: channel }),
    ...(Object.keys(opened).length > 0 && { opens: opened }),
  };
}

/** One tier with both its languages, below what was done. */
function tierReply(app: App, call: Call, tier: Tier, said: readonly string[]): Reply {
  const { definitions } = call.words.tiers;
  const opens = [tier.opens.en, tier.opens['zh-CN']].filter((one) => one !== null);
  const lines = [
    definitions.names({ en: escapeMarkup(tier.names.en), zh: escapeMarkup(tier.names['zh-CN']) }),
    factsLine(app, call, tier),
    ...opens.map((one) => `> ${oneLine(one, OPENS_MAX)}`),
    ...problemLines(app, call, tier),
  ];
  return {
    ...(said.length > 0 && { content: said.join('\n') }),
    embeds: [{ title: tierName(app, call, tier.id), description: lines.join('\n'), color: COLOUR.calm }],
  };
}

async function listReply(app: App, call: Call): Promise<Reply> {
  const { definitions, more } = call.words.tiers;
  const holders = await holdersByTier(app, call.guildId);
  const tiers = app.tiers
    .all(call.guildId)
    .filter(({ id, archivedAt }) => archivedAt === null || holders.has(id));
  if (tiers.length === 0) return { content: definitions.empty };
  const shown: string[] = [];
  for (const [index, tier] of tiers.entries()) {
    const block = blockOf(app, call, tier, holders.get(tier.id) ?? 0);
    if ([...shown, block].join('\n').length > LONGEST_DESCRIPTION - ROOM_BELOW) {
      shown.push(more({ count: tiers.length - index }));
      break;
    }
    shown.push(block);
  }
  const description = [...shown, ...(await revenueLines(app, call))].join('\n');
  return { embeds: [{ title: definitions.listTitle, description, color: COLOUR.calm }] };
}

function blockOf(app: App, call: Call, tier: Tier, count: number): string {
  const { definitions } = call.words.tiers;
  const opens = tier.opens[call.locale];
  return [
    `**${tierName(app, call, tier.id)}** · ${definitions.holders({ count })}`,
    `-# ${factsLine(app, call, tier)}`,
    ...(opens === null ? [] : [`> ${oneLine(opens, OPENS_SHOWN)}`]),
    ...problemLines(app, call, tier),
  ].join('\n');
}

function factsLine(app: App, call: Call, { rank, roleId, priceMinor, days, channelId }: Tier): string {
  const { definitions } = call.words.tiers;
  const { currency } = app.tiers.settingsOf(call.guildId);
  const amount =
    priceMinor === null || currency === null
      ? null
      : formatMoney({ minor: priceMinor, currency }, call.locale);
  return [
    definitions.rank({ rank }),
    `<@&${roleId}>`,
    ...(amount === null ? [] : [definitions.price({ amount, days })]),
    ...(amount === null && days !== null ? [call.words.tiers.days(days)] : []),
    ...(channelId === null ? [] : [definitions.welcomes({ channelId })]),
  ].join(' · ');
}

/** Why the tier's role cannot be given, or nobody be welcomed, where that is so. */
function problemLines(app: App, call: Call, { roleId, channelId, archivedAt }: Tier): string[] {
  const { definitions, roles } = call.words.tiers;
  const role = app.roleHands.problem(call.guildId, roleId);
  const channel =
    channelId === null || archivedAt ? null : app.messenger.channelProblem(call.guildId, channelId);
  return [
    ...(role ? [definitions.problem({ problem: roles.problems[role]({ roleId }) })] : []),
    ...(channelId !== null && channel
      ? [definitions.noWelcome({ sentence: channelSentence(call, channelId, channel) })]
      : []),
  ];
}

function channelSentence(call: Call, channelId: string, problem: ChannelProblem): string {
  return renderRefusal(new Refusal('messenger.channel', { channelId, problem }), call.locale);
}

async function revenueLines(app: App, call: Call): Promise<string[]> {
  const { timeZone } = app.communities.get(call.guildId);
  const { thisMonth, lastMonth } = call.words.tiers.definitions.revenue;
  const present = monthSpan(dayOf(call.at, timeZone), timeZone);
  const past = monthSpan(addDays(present.fromOn, -1), timeZone);
  const sums = [
    { span: thisMonth, revenue: await revenueOf(app, call.guildId, present) },
    { span: lastMonth, revenue: await revenueOf(app, call.guildId, past) },
  ];
  const lines = sums.flatMap(({ span, revenue }) => revenueLine(call, span, revenue));
  return lines.length > 0 ? ['', ...lines] : [];
}

function revenueLine(call: Call, span: string, revenue: Revenue): string[] {
  const { currency, paidMinor, refundedMinor, payments } = revenue;
  if (currency === null) return [];
  const money = (minor: number): string => formatMoney({ minor, currency }, call.locale);
  return [
    call.words.tiers.definitions.revenue.line({
      span,
      net: money(paidMinor - refundedMinor),
      paid: money(paidMinor),
      refunded: refundedMinor > 0 ? money(refundedMinor) : null,
      payments,
    }),
  ];
}
