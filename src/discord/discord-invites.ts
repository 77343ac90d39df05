/** `Invites` on discord.js: its REST, and what the gateway told of channels and permissions. */
import { ChannelType, DiscordAPIError, PermissionFlagsBits, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { APIExtendedInvite, APIInvite, Client, Guild, GuildBasedChannel } from 'discord.js';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { isSnowflake } from '../kernel/snowflake.ts';
import type { Invites, NameList } from './invites.ts';
import { INVITE_PERMISSIONS, ROLE_PERMISSION } from './permissions.ts';

/** As Discord numbers the states of the work on a list. Source: TargetUsersJobStatusTypes of https://github.com/discord/discord-api-spec */
const LIST_STATES: Readonly<Record<number, NameList['state']>> = { 2: 'done', 3: 'failed' };

interface ListAnswer {
  readonly status: number;
  readonly error_message: string | null;
}

/** @param current the client that is logged in; null before the first log-in. */
export function discordInvites(current: () => Client | null): Invites {
  const guildOf = (guildId: string): Guild | undefined => current()?.guilds.cache.get(guildId);

  function lacks(guild: Guild, channel: GuildBasedChannel): string[] {
    const me = guild.members.me;
    const granted = me && channel.permissionsFor(me);
    return [...INVITE_PERMISSIONS, ROLE_PERMISSION].filter(
      (name) => !granted?.has(PermissionFlagsBits[name]),
    );
  }

  function missing(guildId: string, channelId: string): string[] {
    const guild = guildOf(guildId);
    const channel = guild?.channels.cache.get(channelId);
    return guild && channel ? lacks(guild, channel) : [];
  }

  /** Turns Discord's refusals into ours; everything else is Discord's fault. */
  async function asking<T>(
    guildId: string,
    channelId: string,
    act: (client: Client<true>) => Promise<T>,
  ): Promise<T> {
    const client = current();
    if (!client?.isReady()) throw new UpstreamError('discord', 'not connected to Discord');
    try {
      return await act(client);
    } catch (error) {
      throw refusalOf(error, channelId, missing(guildId, channelId));
    }
  }

  return {
    missing,
    create: (guildId, { channelId, roleIds, userIds, validSeconds }, reason) =>
      asking(guildId, channelId, async ({ rest }) => {
        const made = (await rest.post(Routes.channelInvites(channelId), {
          // Without `unique` Discord may hand out an earlier invite that looks the same.
          body: { max_age: validSeconds, max_uses: 0, unique: true, role_ids: roleIds },
          files: [
            {
              key: 'target_users_file',
              name: 'users.csv',
              data: `user_id\n${userIds.join('\n')}\n`,
              contentType: 'text/csv',
            },
          ],
          reason,
        })) as APIInvite;
        return made.code;
      }),
    listOwn: (guildId) =>
      asking(guildId, '', async ({ rest, user }) => {
        const all = (await rest.get(Routes.guildInvites(guildId))) as APIExtendedInvite[];
        return all
          .filter(({ inviter }) => inviter?.id === user.id)
          .map(({ code, channel, created_at: createdAt }) => ({
            code,
            channelId: channel?.id ?? '',
            createdAt: new Date(createdAt),
          }));
      }),
    listNamed: (code) =>
      asking('', '', async ({ rest }) => {
        const file = (await rest.get(Routes.inviteTargetUsers(code))) as ArrayBuffer;
        return Buffer.from(file).toString('utf8').split(/\r?\n/).filter(isSnowflake);
      }),
    nameList: (code) =>
      asking('', '', async ({ rest }) => {
        try {
          const answer = (await rest.get(Routes.inviteTargetUsersJobStatus(code))) as ListAnswer;
          return { state: LIST_STATES[answer.status] ?? 'processing', problem: answer.error_message };
        } catch (error) {
          if (codeOf(error) === RESTJSONErrorCodes.UnknownInvite) return null;
          throw error;
        }
      }),
    delete: (guildId, channelId, code, reason) =>
      asking(guildId, channelId, async ({ rest }) => {
        try {
          await rest.delete(Routes.invite(code), { reason });
        } catch (error) {
          if (codeOf(error) !== RESTJSONErrorCodes.UnknownInvite) throw error;
        }
      }),
    landing(guildId) {
      const guild = guildOf(guildId);
      if (!guild) return null;
      const { everyone } = guild.roles;
      const open = guild.channels.cache
        .filter((channel) => channel.type === ChannelType.GuildText)
        .filter((channel) => channel.permissionsFor(everyone).has(PermissionFlagsBits.ViewChannel))
        .sort((one, other) => one.rawPosition - other.rawPosition);
      // Where Discord greets newcomers, where the rules stand, then the topmost channel that everybody sees.
      const places = [guild.systemChannel, guild.rulesChannel, ...open.values()];
      return places.find((channel) => channel && lacks(guild, channel).length === 0)?.id ?? null;
    },
  };
}

function refusalOf(error: unknown, channelId: string, missing: readonly string[]): Error {
  switch (codeOf(error)) {
    case RESTJSONErrorCodes.UnknownChannel:
      return new Refusal('messenger.channel', { channelId, problem: { kind: 'gone', missing: [] } });
    case RESTJSONErrorCodes.MissingAccess:
    case RESTJSONErrorCodes.MissingPermissions:
    case RESTJSONErrorCodes.TwoFactorAuthenticationIsRequired:
      return new Refusal('invites.permissions', {
        channelId,
        // Where memory sees none, it is behind: any of them may be the one.
        missing: missing.length > 0 ? missing : [...INVITE_PERMISSIONS, ROLE_PERMISSION],
      });
  }
  const problems = listProblems(error);
  if (problems) return new Refusal('invites.list-refused', { problems });
  return new UpstreamError('discord', 'Discord did not carry out a request about an invite', {
    cause: error,
  });
}

function codeOf(error: unknown): number | string | null {
  return error instanceof DiscordAPIError ? error.code : null;
}

/** Wrong lines come without a code of their own. Source: https://docs.discord.com/developers/resources/invite#create-channel-invite */
function listProblems(error: unknown): string[] | null {
  if (!(error instanceof DiscordAPIError) || error.status !== 400) return null;
  const raw: object = error.rawError;
  if (!('target_users_file' in raw) || !Array.isArray(raw.target_users_file)) return null;
  return raw.target_users_file.map(String);
}
