/** What is said of one invite to a tier: just after it was made, and later. */
import type { APIButtonComponentWithCustomId } from 'discord.js';
import type { App } from '../src/app.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { inviteAddress } from '../src/discord/invites.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { renderRefusal } from '../src/i18n/i18n.ts';
import { shorten } from '../src/i18n/markup.ts';
import type { Invited, Invitee, InviteView, LeftOut, NamedPeople, TierInvite } from '../src/tiers/tiers.ts';
import { COLOUR, tierName } from './tier-words.ts';

/** People mentioned in one line; the rest is counted. */
const MENTIONED = 20;
const UNREADABLE_SHOWN = 10;

/** What came of naming people for an invite. */
export function invitedReply(
  app: App,
  call: Call,
  { invite, userIds, leftOut }: Invited,
  named: NamedPeople,
): Reply {
  const words = call.words.tierInvites;
  const title = invite ? words.titles[invite.state === 'open' ? 'made' : 'making'] : words.titles.nobody;
  const lines = [
    ...(invite ? aboutLines(app, call, invite, userIds) : []),
    ...(invite?.state === 'open' ? [words.sendIt] : []),
    ...leftOutLines(call, leftOut),
    ...namedLines(call, named),
  ];
  const isWhole = invite?.state === 'open' && leftOut.length === 0 && named.unreadable.length === 0;
  return {
    embeds: [
      {
        title,
        description: shorten(lines.join('\n'), LONGEST_DESCRIPTION),
        color: isWhole ? COLOUR.done : COLOUR.mend,
      },
    ],
  };
}

/** One invite as it stands. */
export function viewReply(app: App, call: Call, { invite, invitees, isGone }: InviteView): Reply {
  const words = call.words.tierInvites;
  const came = invitees.filter(({ joinedAt }) => joinedAt !== null);
  const absent = invitees.filter(({ joinedAt }) => joinedAt === null);
  const isOver = invite.state === 'closed' || invite.state === 'failed';
  const lines = [
    words.states[invite.state],
    ...(invite.problem ? [words.problem({ problem: invite.problem })] : []),
    ...(isGone ? [words.gone] : []),
    ...aboutLines(
      app,
      call,
      isGone ? { ...invite, code: null } : invite,
      invitees.map(({ userId }) => userId),
    ),
    ...(came.length > 0 ? [words.came({ who: mentions(call, came) })] : []),
    ...(absent.length > 0 ? [(isOver ? words.missed : words.absent)({ who: mentions(call, absent) })] : []),
  ];
  return {
    embeds: [
      {
        title: words.titles.one({ id: invite.id }),
        description: shorten(lines.join('\n'), LONGEST_DESCRIPTION),
        color: invite.problem || isGone ? COLOUR.mend : COLOUR.calm,
      },
    ],
    components: buttonRow(buttons(call, invite, isGone)),
  };
}

function buttons(call: Call, { id, state }: TierInvite, isGone: boolean): APIButtonComponentWithCustomId[] {
  const { renew, end, back } = call.words.tierInvites;
  return [
    button(back, componentId('tier.invites')),
    ...(isGone ? [button(renew, componentId('tier.invite-renew', id))] : []),
    ...(state === 'open' ? [button(end, componentId('tier.invite-end', id), 'danger')] : []),
  ];
}

function aboutLines(app: App, call: Call, invite: TierInvite, userIds: readonly string[]): string[] {
  const words = call.words.tierInvites;
  const { tierId, code, state, isReady, wish, hasRole, createdAt, expiresAt } = invite;
  const { term, startsAt } = wish;
  const who = mentions(
    call,
    userIds.map((userId) => ({ userId })),
  );
  const isOpen = state === 'open';
  return [
    ...(isOpen && code ? [inviteAddress(code)] : []),
    words.forWhom({ tier: tierName(app, call, tierId), count: userIds.length, who }),
    startsAt === 'on-join'
      ? words.onJoin
      : hasRole || startsAt <= createdAt
        ? words.begun({ at: startsAt })
        : words.begins({ at: startsAt }),
    ...lastLines(call, term),
    ...paidLines(app, call, invite, userIds.length),
    ...(isOpen ? [words.valid({ at: expiresAt })] : []),
    ...(isOpen && code && !isReady ? [words.notReady] : []),
    ...(state === 'making' ? [words.making] : []),
  ];
}

function lastLines(call: Call, term: TierInvite['wish']['term']): string[] {
  if (term === 'open-ended') return [];
  const { lasts } = call.words.tierInvites;
  return [
    'days' in term ? lasts.days({ days: call.words.tiers.days(term.days) }) : lasts.until({ at: term.until }),
  ];
}

function paidLines(app: App, call: Call, { guildId, wish }: TierInvite, count: number): string[] {
  const { amountMinor, reference, isForOne } = wish;
  const { currency } = app.tiers.settingsOf(guildId);
  if (amountMinor === null && reference === null) return [];
  const words = call.words.tierInvites;
  const amount =
    amountMinor !== null && currency ? formatMoney({ minor: amountMinor, currency }, call.locale) : null;
  return [
    words.paid({ amount, reference }),
    ...(reference && !isForOne && count > 0 ? [words.suffixed] : []),
  ];
}

function leftOutLines(call: Call, leftOut: readonly LeftOut[]): string[] {
  const words = call.words.tierInvites;
  const groups = (['here', 'awaited', 'known'] as const).flatMap((why) => {
    const those = leftOut.filter((one) => one.why === why);
    return those.length > 0 ? [words.leftOut[why]({ who: mentions(call, those) })] : [];
  });
  const refused = leftOut.flatMap((one) =>
    one.why === 'refused'
      ? [words.leftOut.refused({ userId: one.userId, why: renderRefusal(one.refusal, call.locale) })]
      : [],
  );
  const lines = [...groups, ...refused];
  return lines.length > 0 ? ['', words.leftOutTitle, ...lines] : [];
}

function namedLines(call: Call, { twice, unreadable }: NamedPeople): string[] {
  const words = call.words.tierInvites;
  const shown = unreadable.slice(0, UNREADABLE_SHOWN);
  const more = unreadable.length - shown.length;
  const those = twice.map((userId) => ({ userId }));
  return [
    ...(twice.length > 0 ? ['', words.twice({ who: mentions(call, those) })] : []),
    ...(shown.length > 0
      ? [
          '',
          words.unreadableTitle,
          ...shown.map((one) => words.unreadable(one)),
          ...(more > 0 ? [words.moreUnreadable({ count: more })] : []),
          words.unreadableHint,
        ]
      : []),
  ];
}

function mentions(call: Call, people: readonly Pick<Invitee, 'userId'>[]): string {
  const userIds = people.slice(0, MENTIONED).map(({ userId }) => userId);
  return call.words.tierInvites.mentions({ userIds, more: people.length - userIds.length });
}
