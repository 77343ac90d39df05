/** /tier members: who holds what until when, page by page. */
import type { App } from '../src/app.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { integer, oneOf } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { membersOf, toComeOf } from '../src/tiers/tiers.ts';
import type { MemberFilter, MemberLine } from '../src/tiers/tiers.ts';
import { pickedTier, tierOption } from './tier-options.ts';
import { COLOUR, grantText, tierName } from './tier-words.ts';

const PAGE = 'tier.members';
const STATES = ['paying', 'grace', 'ending', 'open-ended', 'waiting', 'ended'] as const;
const USUAL_DAYS = 7;
const DAYS_MAX = 366;
const ID = /^\d{1,20}$/;

export const tierMembers: Action = action({
  access: 'staff',
  options: { tier: tierOption('all'), state: oneOf(STATES), days: integer({ min: 1, max: DAYS_MAX }) },
  run(app, call, { tier, state, days }) {
    const tierId = tier === null ? null : pickedTier(app, call.guildId, tier).id;
    const withinDays = days ?? USUAL_DAYS;
    return pageReply(
      app,
      call,
      { tierId, state: state ?? (days === null ? 'paying' : 'ending'), withinDays },
      null,
    );
  },
});

/** A page of the list; arguments: tier or 0, state, days, the member after whom it begins or 0. */
export const membersPaged = component({
  name: PAGE,
  access: 'staff',
  updates: true,
  async run(app, call, { args: [tierId, state, withinDays, afterId = ''] }) {
    const known = STATES.find((one) => one === state);
    if (!known || !ID.test(afterId)) throw new Refusal('component.unknown', {});
    const filter = { tierId: numberArg(tierId) || null, state: known, withinDays: numberArg(withinDays) };
    return { update: await pageReply(app, call, filter, afterId === '0' ? null : afterId) };
  },
});

async function pageReply(app: App, call: Call, filter: MemberFilter, afterId: string | null): Promise<Reply> {
  const { members: lines, total, nextAfterId } = await membersOf(app, call.guildId, filter, afterId);
  const texts =
    filter.state === 'waiting'
      ? await toComeLines(app, call, lines, filter.tierId)
      : lines.map((line) => lineOf(app, call, line));
  const { members, first, next } = call.words.tiers;
  const { tierId, state, withinDays } = filter;
  const tier = tierId === null ? null : tierName(app, call, tierId);
  const page = (label: string, to: string) =>
    button(label, componentId(PAGE, tierId ?? 0, state, withinDays, to));
  const buttons = [
    ...(afterId === null ? [] : [page(first, '0')]),
    ...(nextAfterId === null ? [] : [page(next, nextAfterId)]),
  ];
  return {
    embeds: [
      {
        title: members.title({ state, tier, days: withinDays, count: total }),
        description: shorten(texts.join('\n'), LONGEST_DESCRIPTION) || members.none,
        color: COLOUR.calm,
      },
    ],
    components: buttonRow(buttons),
  };
}

/** What waits, is paused or is to come, instead of what counts now. */
async function toComeLines(
  app: App,
  call: Call,
  lines: readonly MemberLine[],
  tierId: number | null,
): Promise<string[]> {
  const userIds = lines.map(({ userId }) => userId);
  const grants = await toComeOf(app, call.guildId, userIds, tierId);
  return userIds.map((userId) => {
    const own = grants.filter((grant) => grant.userId === userId);
    return `<@${userId}> ${own.map((grant) => grantText(app, call, grant)).join('; ')}`;
  });
}

function lineOf(app: App, call: Call, { userId, tierId, sinceAt, endsAt, inGrace }: MemberLine): string {
  const { members } = call.words.tiers;
  if (tierId === null) return `<@${userId}>`;
  return [
    `<@${userId}> **${tierName(app, call, tierId)}**`,
    endsAt ? members.ends({ at: endsAt, inGrace }) : members.openEnded,
    ...(sinceAt ? [members.since({ at: sinceAt })] : []),
  ].join(' · ');
}
