/** A small community on a local Discord, for tests: real people, channels and roles, and an application that may join it. */
import { PermissionFlagsBits } from 'discord.js';
import { invitePermissions } from '../../src/discord/permissions.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { ChannelKind } from '../../src/sandbox/api-codes.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { NewApplication } from '../../src/sandbox/world-people.ts';
import type { ApplicationRecord } from '../../src/sandbox/world-records.ts';

export interface Town {
  readonly sandbox: Sandbox;
  readonly guildId: string;
  readonly token: string;
  readonly botId: string;
  /** User ids. The owner may do anything, `staff` holds the staff role, `ann` reads English, `bo` Chinese. */
  readonly people: {
    readonly owner: string;
    readonly staff: string;
    readonly ann: string;
    readonly bo: string;
  };
  /** Channel ids: two text channels, one for reports, a forum, a voice channel, one the bot cannot see. */
  readonly channels: Record<'general' | 'help' | 'reports' | 'forum' | 'voice' | 'secret', string>;
  readonly staffRoleId: string;
  /** Another community the bot is in, with one member of its own. */
  readonly other: { readonly guildId: string; readonly ownerId: string; readonly channelId: string };
}

export interface TownOptions {
  readonly clock: Clock;
  readonly application?: Partial<NewApplication>;
  readonly sandbox?: SandboxOptions;
}

/** When everybody joined and everything was made: well before any fixed instant of a test. */
const FOUNDED_AT = new Date('2026-01-05T00:00:00Z');

export async function startTown({
  clock,
  application = {},
  sandbox: options = {},
}: TownOptions): Promise<Town> {
  const sandbox = await startSandbox({ clock, ...options });
  const { people, guilds, channels, state } = sandbox.world;
  const at = FOUNDED_AT;
  const bot = people.createApplication({ name: 'steward', ...application });
  const community = foundCommunity(sandbox, bot);
  const otherOwner = people.createUser({ username: 'otto', locale: 'en-US', at }).id;
  const other = guilds.create({ name: 'Elsewhere', ownerId: otherOwner, at }).id;
  const otherChannel = channels.create(other, { name: 'general', type: ChannelKind.text, at }).id;
  guilds.addBot(other, bot, invitePermissions, { joinedAt: at });
  state.ledger.length = 0;
  return {
    sandbox,
    token: bot.token,
    botId: bot.botId,
    other: { guildId: other, ownerId: otherOwner, channelId: otherChannel },
    ...community,
  };
}

/** Another community like it on the same local Discord, with people of its own, that the same application joins now. */
export function foundTown(town: Town): Town {
  const { state } = town.sandbox.world;
  return { ...town, ...foundCommunity(town.sandbox, state.application(town.botId)) };
}

function foundCommunity(
  { world }: Sandbox,
  bot: ApplicationRecord,
): Pick<Town, 'guildId' | 'people' | 'channels' | 'staffRoleId'> {
  const { people, guilds, channels } = world;
  const at = FOUNDED_AT;
  const person = (username: string, locale = 'en-US') => people.createUser({ username, locale, at }).id;
  const ids = { owner: person('olga'), staff: person('stan'), ann: person('ann'), bo: person('bo', 'zh-CN') };
  const { id: guildId } = guilds.create({ name: 'CodeHaven', ownerId: ids.owner, at });
  const staffRoleId = guilds.createRole(guildId, { name: 'Staff' }).id;
  for (const userId of [ids.ann, ids.bo]) people.join(guildId, userId, { silently: true, joinedAt: at });
  people.join(guildId, ids.staff, { silently: true, joinedAt: at, roles: [staffRoleId] });
  const channel = (name: string, type: number) => channels.create(guildId, { name, type, at }).id;
  const places = {
    general: channel('general', ChannelKind.text),
    help: channel('help', ChannelKind.text),
    reports: channel('reports', ChannelKind.text),
    forum: channel('questions', ChannelKind.forum),
    voice: channel('lounge', ChannelKind.voice),
    secret: channel('secret', ChannelKind.text),
  };
  // @everyone has the guild's own id.
  channels.setOverwrite(places.secret, {
    id: guildId,
    type: 0,
    allow: 0n,
    deny: PermissionFlagsBits.ViewChannel,
  });
  guilds.addBot(guildId, bot, invitePermissions, { joinedAt: at });
  return { guildId, people: ids, channels: places, staffRoleId };
}
