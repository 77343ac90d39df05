/** /tier invite: makes an invite that only the named people can use, and shows those there are. What is said of one stands in tier-invite-words.ts. */
import { ComponentType } from 'discord.js';
import type { App } from '../src/app.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Attached } from '../src/discord/attachments.ts';
import { LONGEST_INVITE_SECONDS } from '../src/discord/invites.ts';
import { attachment, day, integer, text, textChannel } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import {
  assertInvitable,
  endInvite,
  getInvite,
  inviteMembers,
  MOST_DAYS,
  parseMinor,
  parseStart,
  readNameFile,
  readNames,
  recentInvites,
  renewInvite,
} from '../src/tiers/tiers.ts';
import type { NamedPeople } from '../src/tiers/tiers.ts';
import { NOTE_MAX, REFERENCE_MAX, termOf, zoneOf } from './tier-changes.ts';
import { invitedReply, viewReply } from './tier-invite-words.ts';
import { pickedTier, tierOption } from './tier-options.ts';
import { COLOUR, tierName } from './tier-words.ts';

const VALID_DAYS_MAX = LONGEST_INVITE_SECONDS / 86_400;
const VALID_DAYS_USUAL = 7;
/** Some three hundred ids; more come in a file. Source: Discord's limit for what is typed into an option. */
const TYPED_MAX = 6_000;
const FILE_BYTES_MAX = 1_000_000;
/** As many as a menu shows. */
const LISTED = 25;

export const tierInvite = action({
  access: 'tier-admin',
  options: {
    tier: tierOption(),
    members: text({ max: TYPED_MAX }),
    file: attachment(),
    days: integer({ min: 1, max: MOST_DAYS }),
    until: day(),
    from: day(),
    channel: textChannel(),
    'valid-days': integer({ min: 1, max: VALID_DAYS_MAX }),
    amount: text({ max: 20 }),
    reference: text({ max: REFERENCE_MAX }),
    note: text({ max: NOTE_MAX }),
  },
  async run(app, call, { tier, members, file, from, amount, reference, note, ...given }) {
    if (tier === null && members === null && file === null) return listReply(app, call);
    const { guildId } = call;
    const { id: tierId, days } = pickedTier(app, guildId, tier);
    const named = await namedIn(app, members, file);
    const wish = {
      term: termOf(app, call, given, { tierId, days }),
      startsAt: parseStart(from, zoneOf(app, call)),
      // What cost nothing was not paid.
      amountMinor:
        amount === null ? null : parseMinor(amount, app.tiers.settingsOf(guildId).currency) || null,
      reference,
      isForOne: named.userIds.length === 1,
      note,
    };
    const invited = await inviteMembers(app, guildId, {
      tierId,
      userIds: named.userIds,
      channelId: given.channel ?? app.invites.landing(guildId) ?? call.channelId,
      wish,
      validDays: given['valid-days'] ?? VALID_DAYS_USUAL,
      createdBy: call.userId,
    });
    return invitedReply(app, call, invited, named);
  },
});

/** The menu below the list. */
export const inviteChosen = component({
  name: 'tier.invite',
  access: 'tier-admin',
  updates: true,
  run: async (app, call, { values }) => {
    const view = await getInvite(app, call.guildId, numberArg(values[0]));
    return { update: viewReply(app, call, view) };
  },
});

/** "All invites" below one of them. */
export const invitesBack = component({
  name: 'tier.invites',
  access: 'tier-admin',
  updates: true,
  run: async (app, call) => ({ update: await listReply(app, call) }),
});

/** "New link" below an invite that was deleted in Discord. */
export const inviteRenewed = component({
  name: 'tier.invite-renew',
  access: 'tier-admin',
  updates: true,
  run: async (app, call, { args }) => {
    const view = await renewInvite(app, call.guildId, numberArg(args[0]));
    return { update: viewReply(app, call, view) };
  },
});

/** "End it" below an open invite. */
export const inviteEnded = component({
  name: 'tier.invite-end',
  access: 'tier-admin',
  updates: true,
  run: async (app, call, { args }) => {
    const view = await endInvite(app, call.guildId, numberArg(args[0]), call.userId);
    return { update: viewReply(app, call, view) };
  },
});

/** @throws Refusal `tiers.invite-nobody`, `tiers.invite-two-lists`, `tiers.invite-too-many`, `attachment.*`. */
async function namedIn(app: App, members: string | null, file: Attached | null): Promise<NamedPeople> {
  if (members !== null && file !== null) throw new Refusal('tiers.invite-two-lists', {});
  const named = file
    ? readNameFile(await app.attachments.download(file, FILE_BYTES_MAX))
    : readNames(members ?? '');
  assertInvitable(named);
  return named;
}

async function listReply(app: App, call: Call): Promise<Reply> {
  const words = call.words.tierInvites;
  const invites = await recentInvites(app, call.guildId, LISTED);
  if (invites.length === 0) return { content: words.none };
  const lines = invites.map(({ id, tierId, state, named, came, expiresAt }) =>
    words.line({
      id,
      tier: tierName(app, call, tierId),
      state: words.states[state],
      named,
      came,
      at: expiresAt,
    }),
  );
  const options = invites.map(({ id, tierId }) => ({
    label: words.choice({ id, tier: app.tiers.find(call.guildId, tierId)!.names[call.locale] }).slice(0, 100),
    value: String(id),
  }));
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: componentId('tier.invite'),
    placeholder: words.choose,
    options,
  };
  return {
    embeds: [
      {
        title: words.titles.list,
        description: shorten(lines.join('\n'), LONGEST_DESCRIPTION),
        color: COLOUR.calm,
      },
    ],
    components: [{ type: ComponentType.ActionRow, components: [menu] }],
  };
}
