/** `Messenger` on discord.js: posts and edits over REST, looks up in the client's caches. */
import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { APIChannel, APIMessage, Client, Guild } from 'discord.js';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { snowflakeAt } from '../kernel/snowflake.ts';
import { toDiscord } from './call.ts';
import { mayBeIn, postingProblem } from './channel-problems.ts';
import { viewersOf } from './channel-viewers.ts';
import type { MemberRoles } from './member-roles.ts';
import type { ChannelProblem, Messenger, PostOptions } from './messenger.ts';
import { whileAwake } from './thread-waking.ts';
import type { Reply } from './reply.ts';

/** Pages of 100 messages searched for an own one: a week of a busy channel, and two minutes of requests. */
const SEARCH_PAGES = 100;

/** @param current the client that is logged in; null before the first log-in. @param members who is a member, with which roles. */
export function discordMessenger(current: () => Client | null, members: MemberRoles): Messenger {
  const guildOf = (guildId: string): Guild | null => current()?.guilds.cache.get(guildId) ?? null;
  const channelOf = (guildId: string, channelId: string) =>
    guildOf(guildId)?.channels.cache.get(channelId) ?? null;

  const problemOf = (guildId: string, channelId: string): ChannelProblem | null =>
    postingProblem(current(), guildId, channelId);

  function loggedIn(): Client<true> {
    const client = current();
    if (!client?.isReady()) throw new UpstreamError('discord', 'not connected to Discord');
    return client;
  }

  /** Turns Discord's refusals into ours; everything else is Discord's fault. */
  async function asking<T>(
    guildId: string,
    channelId: string,
    act: (client: Client<true>) => Promise<T>,
  ): Promise<T> {
    const client = loggedIn();
    try {
      return await act(client);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const code = error instanceof DiscordAPIError ? error.code : null;
      if (code === RESTJSONErrorCodes.UnknownMessage)
        throw new Refusal('messenger.message-gone', { channelId });
      if (code === RESTJSONErrorCodes.UnknownChannel)
        throw new Refusal('messenger.channel', { channelId, problem: { kind: 'gone', missing: [] } });
      if (code === RESTJSONErrorCodes.MissingAccess || code === RESTJSONErrorCodes.MissingPermissions) {
        const known = problemOf(guildId, channelId);
        // A thread that is not in memory is there all the same: Discord would have said otherwise.
        const problem: ChannelProblem =
          known?.kind === 'permissions' ? known : { kind: 'permissions', missing: ['ViewChannel'] };
        throw new Refusal('messenger.channel', { channelId, problem });
      }
      throw new UpstreamError('discord', 'Discord did not carry out a request', { cause: error });
    }
  }

  return {
    async post(guildId, channelId, message, options: PostOptions = {}) {
      const client = current();
      const problem = problemOf(guildId, channelId);
      // What is not in memory may be an archived thread: Discord knows.
      const mayWork = problem === null || (problem.kind === 'gone' && mayBeIn(client, guildId, channelId));
      if (client?.isReady() && !mayWork) throw new Refusal('messenger.channel', { channelId, problem });
      return asking(guildId, channelId, async ({ rest }) => {
        const { body, files } = requestOf(message, options.notifies);
        const posted = (await whileAwake(
          rest,
          channelId,
          (isLocked) => isLocked,
          () =>
            rest.post(Routes.channelMessages(channelId), { body: { ...body, ...nonceOf(options) }, files }),
        )) as APIMessage;
        return { messageId: posted.id };
      });
    },
    async edit(guildId, channelId, messageId, message) {
      await asking(guildId, channelId, async ({ rest }) => {
        const { body, files } = requestOf(message);
        await whileAwake(
          rest,
          channelId,
          () => true,
          () => rest.patch(Routes.channelMessage(channelId, messageId), { body, files }),
        );
      });
    },
    async dm(userId, message, options = {}) {
      const { rest } = loggedIn();
      try {
        const channel = (await rest.post(Routes.userChannels(), {
          body: { recipient_id: userId },
        })) as APIChannel;
        const { body, files } = requestOf(message);
        await rest.post(Routes.channelMessages(channel.id), {
          body: { ...body, ...nonceOf(options) },
          files,
        });
      } catch (error) {
        if (isClosedToUs(error)) throw new Refusal('messenger.dm-closed', { userId });
        throw new UpstreamError('discord', 'Discord did not carry out a request', { cause: error });
      }
    },
    findOwn: (guildId, channelId, customId, since) =>
      asking(guildId, channelId, (client) => search(client, channelId, customId, since)),
    channelProblem: problemOf,
    humansWhoSee(guildId, channelId) {
      const guild = guildOf(guildId);
      const channel = channelOf(guildId, channelId);
      // Without the whole list nobody can say who sees the channel.
      if (!guild || !channel || members.count(guildId) < guild.memberCount) return null;
      return viewersOf(guild, channel, members.humans(guildId));
    },
    guild(guildId) {
      const guild = guildOf(guildId);
      if (!guild?.available) return null;
      return { name: guild.name, memberCount: guild.memberCount, preferredLocale: guild.preferredLocale };
    },
    guildIds: () => [...(current()?.guilds.cache.keys() ?? [])],
  };
}

function nonceOf({ nonce }: PostOptions) {
  return nonce === undefined ? {} : { nonce, enforce_nonce: true };
}

/** They take no direct messages, no longer share a server with us, or their account is gone. */
function isClosedToUs(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  const { code } = error;
  return (
    code === RESTJSONErrorCodes.CannotSendMessagesToThisUser ||
    code === RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds ||
    code === RESTJSONErrorCodes.UnknownUser ||
    code === RESTJSONErrorCodes.InvalidRecipients
  );
}

/** @param notifies users whose mention notifies them. */
function requestOf(message: Reply, notifies: readonly string[] = []) {
  const { files, allowedMentions, ...body } = toDiscord(message);
  return {
    body: {
      ...body,
      allowed_mentions: notifies.length > 0 ? { ...allowedMentions, users: notifies } : allowedMentions,
      ...(files
        ? {
            attachments: files.map(({ name, description }, index) => ({
              id: String(index),
              filename: name,
              ...(description ? { description } : {}),
            })),
          }
        : {}),
    },
    files: (files ?? []).map(({ attachment, name }) => ({ data: attachment, name })),
  };
}

async function search(
  client: Client<true>,
  channelId: string,
  customId: string,
  since: Date,
): Promise<string | null> {
  let after = snowflakeAt(since);
  let found: string | null = null;
  for (let page = 0; page < SEARCH_PAGES; page += 1) {
    const query = new URLSearchParams({ after, limit: '100' });
    const messages = (await client.rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
    const oldestFirst = messages.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    for (const message of oldestFirst) {
      if (message.author.id === client.user.id && hasCustomId(message.components ?? [], customId))
        found = message.id;
    }
    if (messages.length < 100) return found;
    after = oldestFirst.at(-1)!.id;
  }
  // "There is none" would be a guess, and whoever asks would post again.
  if (found === null) throw new UpstreamError('discord', 'too many messages to look through for an own one');
  return found;
}

/** Looks through rows and containers at any depth. */
function hasCustomId(components: readonly unknown[], customId: string): boolean {
  return components.some((component) => {
    if (typeof component !== 'object' || component === null) return false;
    if ('custom_id' in component && component.custom_id === customId) return true;
    return (
      'components' in component &&
      Array.isArray(component.components) &&
      hasCustomId(component.components, customId)
    );
  });
}
