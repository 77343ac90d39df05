/** `Threads` on discord.js: its REST, which keeps the limits of each route, and what the gateway told of channels. */
import {
  ChannelType,
  DiscordAPIError,
  MessageType,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import type { APIMessage, APIThreadChannel, APIThreadMember, Client, REST } from 'discord.js';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { snowflakeMs } from '../kernel/snowflake.ts';
import type { Logger } from '../logger.ts';
import { mayBeIn, threadProblem } from './channel-problems.ts';
import type { DiscordConnection } from './connection.ts';
import { HistoryError } from './history.ts';
import type { HistoryReader } from './history.ts';
import type { ChannelProblem, Messenger } from './messenger.ts';
import type { ThreadAnswer, ThreadMemberAnswer, Threads } from './threads.ts';
import { whileAwake } from './thread-waking.ts';
import { untilAborted } from './until-aborted.ts';

/** The most of one list that Discord gives at once. */
const PAGE = 100;

export interface ThreadTools {
  readonly connection: Pick<DiscordConnection, 'client' | 'hasMembersIntent' | 'ended'>;
  readonly messenger: Messenger;
  readonly history: HistoryReader;
  readonly log: Logger;
}

export function discordThreads({ connection, messenger, history, log }: ThreadTools): Threads {
  const problem = (guildId: string, channelId: string, isPrivate: boolean): ChannelProblem | null =>
    threadProblem(connection.client, guildId, channelId, isPrivate);

  function loggedIn(): Client<true> {
    const client = connection.client;
    if (!client?.isReady()) throw new UpstreamError('discord', 'not connected to Discord');
    return client;
  }

  /** Asks for a change and says how it went. @throws UpstreamError. */
  async function change<A extends ThreadMemberAnswer>(
    guildId: string,
    threadId: string,
    answerOf: (error: unknown) => A | null,
    ask: (rest: REST) => Promise<unknown>,
  ): Promise<A | ThreadAnswer> {
    const client = loggedIn();
    if (!mayBeIn(client, guildId, threadId)) return 'gone';
    try {
      await ask(client.rest);
      return 'done';
    } catch (error) {
      const answer = answerOf(error);
      if (answer) return answer;
      throw new UpstreamError('discord', 'Discord did not change a thread', { cause: error });
    }
  }

  /** Lets somebody in (put) or out (delete), also of an archived thread. */
  const changeMember = (
    method: 'put' | 'delete',
    guildId: string,
    threadId: string,
    userId: string,
    signal?: AbortSignal,
  ): Promise<ThreadMemberAnswer> =>
    change(guildId, threadId, memberAnswerOf, (rest) =>
      untilAborted(signal, (own) =>
        whileAwake(
          rest,
          threadId,
          // Who comes in finds an open room; that somebody left is no news.
          (isLocked) => isLocked || method === 'delete',
          () => rest[method](Routes.threadMembers(threadId, userId), { signal: own }),
          own,
        ),
      ),
    );

  return {
    problem,
    async open(guildId, channelId, { name, isPrivate, firstMessage, notifies = [] }) {
      const client = loggedIn();
      const closed = problem(guildId, channelId, isPrivate);
      if (closed) throw channelRefusal(channelId, closed);
      const body = {
        name,
        type: typeOf(client, channelId, isPrivate),
        auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
        ...(isPrivate ? { invitable: false } : {}),
      };
      const { id: threadId } = (await refusing(channelId, NO_ACCESS, () =>
        client.rest.post(Routes.threads(channelId), { body }),
      )) as APIThreadChannel;
      try {
        await messenger.post(guildId, threadId, firstMessage, { nonce: threadId, notifies });
        return { threadId, hasFirstMessage: true };
      } catch (error) {
        if (!(error instanceof Refusal || error instanceof UpstreamError)) throw error;
        // The thread stands: whoever keeps its id must hear of it, and repeats the rest.
        log.warn({ err: error, guild: guildId }, 'a thread was opened, its first message not posted');
        return { threadId, hasFirstMessage: false };
      }
    },
    async find(guildId, channelId, name, since) {
      const client = loggedIn();
      return refusing(channelId, NO_ACCESS, async () => {
        const place = { guildId, channelId, countedId: channelId };
        // Discord is asked, not memory: what was just opened may not have been heard of yet.
        const active = await history.activeThreads(guildId, connection.ended);
        const archived = await history.archivedThreads(place, since, connection.ended);
        const [found] = ([...active, ...archived] as APIThreadChannel[])
          .filter((thread) => thread.parent_id === channelId && thread.name === name)
          .filter((thread) => thread.owner_id === client.user.id)
          .filter(({ id }) => snowflakeMs(id) >= since.getTime())
          .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
        if (!found) return null;
        return { threadId: found.id, hasFirstMessage: await hasOwnMessage(client, found.id) };
      });
    },
    add: (guildId, threadId, userId, signal) => changeMember('put', guildId, threadId, userId, signal),
    remove: (guildId, threadId, userId, signal) => changeMember('delete', guildId, threadId, userId, signal),
    close: (guildId, threadId) =>
      change(guildId, threadId, threadAnswerOf, (rest) =>
        whileAwake(
          rest,
          threadId,
          () => false,
          () => rest.patch(Routes.channel(threadId), { body: { archived: true, locked: true } }),
        ),
      ),
    reopen: (guildId, threadId) =>
      change(guildId, threadId, threadAnswerOf, (rest) =>
        rest.patch(Routes.channel(threadId), { body: { archived: false, locked: false } }),
      ),
    async members(guildId, threadId) {
      const client = loggedIn();
      if (!connection.hasMembersIntent) return null;
      if (!mayBeIn(client, guildId, threadId)) throw channelRefusal(threadId, GONE);
      return refusing(threadId, NO_ACCESS, () => listMembers(client.rest, threadId));
    },
  };
}

const GONE: ChannelProblem = { kind: 'gone', missing: [] };
const NO_ACCESS: ChannelProblem = { kind: 'permissions', missing: ['ViewChannel'] };

function channelRefusal(channelId: string, problem: ChannelProblem): Refusal {
  return new Refusal('messenger.channel', { channelId, problem });
}

/** Whether the bot wrote in the thread, beyond Discord's own lines on who came and went. */
async function hasOwnMessage(client: Client<true>, threadId: string): Promise<boolean> {
  const query = new URLSearchParams({ after: '0', limit: String(PAGE) });
  const oldest = (await client.rest.get(Routes.channelMessages(threadId), { query })) as APIMessage[];
  return oldest.some(({ author, type }) => author.id === client.user.id && type === MessageType.Default);
}

async function listMembers(rest: REST, threadId: string): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    // Without `with_member` Discord does not page.
    const query = new URLSearchParams({ with_member: 'true', limit: String(PAGE), after: ids.at(-1) ?? '0' });
    const page = (await rest.get(Routes.threadMembers(threadId), { query })) as APIThreadMember[];
    ids.push(...page.flatMap(({ user_id: userId }) => userId ?? []));
    if (page.length < PAGE) return ids;
  }
}

/** Turns Discord's refusals of a question into ours; everything else is Discord's fault. @param closed what a lack of permission means here. */
async function refusing<T>(channelId: string, closed: ChannelProblem, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (codeOf(error) === RESTJSONErrorCodes.MaximumActiveThreads) throw new Refusal('threads.too-many', {});
    const answer = error instanceof HistoryError ? error.problem : threadAnswerOf(error);
    if (answer === 'gone') throw channelRefusal(channelId, GONE);
    if (answer === 'no-permission') throw channelRefusal(channelId, closed);
    throw new UpstreamError('discord', 'Discord did not carry out a request about a thread', {
      cause: error,
    });
  }
}

/** Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes */
function threadAnswerOf(error: unknown): Exclude<ThreadAnswer, 'done'> | null {
  switch (codeOf(error)) {
    case RESTJSONErrorCodes.UnknownChannel:
      return 'gone';
    case RESTJSONErrorCodes.MissingAccess:
    case RESTJSONErrorCodes.MissingPermissions:
    case RESTJSONErrorCodes.TwoFactorAuthenticationIsRequired:
      return 'no-permission';
    default:
      return null;
  }
}

function memberAnswerOf(error: unknown): Exclude<ThreadMemberAnswer, 'done'> | null {
  switch (codeOf(error)) {
    case RESTJSONErrorCodes.UnknownMember:
    case RESTJSONErrorCodes.UnknownUser:
      return 'absent';
    case RESTJSONErrorCodes.MaximumThreadParticipantsReached:
      return 'full';
    default:
      return threadAnswerOf(error);
  }
}

function codeOf(error: unknown): number | string | null {
  return error instanceof DiscordAPIError ? error.code : null;
}

/** Public threads of an announcement channel are of a type of their own. */
function typeOf(client: Client, channelId: string, isPrivate: boolean): ChannelType {
  if (isPrivate) return ChannelType.PrivateThread;
  const { type } = client.channels.cache.get(channelId) ?? {};
  return type === ChannelType.GuildAnnouncement ? ChannelType.AnnouncementThread : ChannelType.PublicThread;
}
