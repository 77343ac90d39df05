/** `HistoryReader` on discord.js: its REST, which keeps Discord's rate limits, and raw JSON; nothing is built of what comes. */
import { ChannelType, DiscordAPIError, PermissionFlagsBits, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { Client, GuildBasedChannel } from 'discord.js';
import { HISTORY_PAGE, HistoryError } from './history.ts';
import type { HistoryChannel, HistoryPlace, HistoryProblem, HistoryReader } from './history.ts';

const READING_PERMISSIONS = ['ViewChannel', 'ReadMessageHistory'] as const;
/** Who may not enter a voice channel may not read what is written there either. Source: https://discord.com/developers/docs/resources/message#get-channel-messages */
const READING_IN_VOICE = [...READING_PERMISSIONS, 'Connect'] as const;

const POSTS_ONLY: ReadonlySet<ChannelType> = new Set([ChannelType.GuildForum, ChannelType.GuildMedia]);

const HOLDS_MESSAGES: ReadonlySet<ChannelType> = new Set([
  ...POSTS_ONLY,
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
]);

/** These can have threads. */
const HOLDS_THREADS: ReadonlySet<ChannelType> = new Set([
  ...POSTS_ONLY,
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
]);

/** A list of archived threads that is longer than so many pages is cut: ten thousand threads within one gap. */
const MOST_THREAD_PAGES = 100;

/** @param current the client that is logged in; null before the first log-in. */
export function discordHistory(current: () => Client | null): HistoryReader {
  const channelOf = ({ guildId, countedId }: HistoryPlace): GuildBasedChannel | null =>
    current()?.guilds.cache.get(guildId)?.channels.cache.get(countedId) ?? null;

  /** @throws HistoryError where the bot may not read there: Discord would answer with an empty page, as if nothing had been written. */
  function assertReadable(place: HistoryPlace): GuildBasedChannel {
    if (!current()?.isReady()) throw new HistoryError('later', 'not connected to Discord');
    // While Discord has an outage there, nothing is known of its channels; that they are missing says nothing.
    if (!current()?.guilds.cache.get(place.guildId)?.available)
      throw new HistoryError('later', 'the community is not available');
    const channel = channelOf(place);
    if (!channel) throw new HistoryError('gone', 'the channel does not exist');
    if (missingIn(channel).length > 0)
      throw new HistoryError('no-permission', 'the channel is closed to the bot');
    return channel;
  }

  async function get(
    route: `/${string}`,
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const client = current();
    if (!client?.isReady()) throw new HistoryError('later', 'not connected to Discord');
    // discord.js never takes its listener off the signal it is given, so each request has one of its own.
    const request = new AbortController();
    const giveUp = (): void => request.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await client.rest.get(route, { query: new URLSearchParams(query), signal: request.signal });
    } catch (error) {
      throw new HistoryError(problemOf(error), 'Discord did not give the history', { cause: error });
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Of one list of archived threads, those archived since then. */
  async function archived(
    route: `/${string}`,
    order: 'by-archiving' | 'by-id',
    since: Date,
    signal: AbortSignal,
  ): Promise<unknown[]> {
    const found: unknown[] = [];
    let before: string | null = null;
    for (let page = 0; page < MOST_THREAD_PAGES; page += 1) {
      const query: Record<string, string> = {
        limit: String(HISTORY_PAGE),
        ...(before === null ? {} : { before }),
      };
      const answer = await get(route, query, signal);
      const threads = threadsIn(answer);
      found.push(...threads.filter((thread) => archivedAt(thread) >= since.toISOString()));
      const last = threads.at(-1);
      before = order === 'by-id' ? idOf(last) : archivedAt(last);
      // The youngest archived first: from here on they are older than what is asked.
      const isPast = order === 'by-archiving' && before < since.toISOString();
      if (before === '' || isPast || !hasMore(answer)) break;
    }
    return found;
  }

  return {
    channels(guildId) {
      const channels = current()?.guilds.cache.get(guildId)?.channels.cache.values() ?? [];
      return [...channels].filter(({ type }) => HOLDS_MESSAGES.has(type)).map(describe);
    },
    isOpen(place) {
      const channel = channelOf(place);
      return channel === null || missingIn(channel).length === 0;
    },
    async messagesAfter(place, afterId, signal) {
      assertReadable(place);
      const query = { after: afterId, limit: String(HISTORY_PAGE) };
      const page = await get(Routes.channelMessages(place.channelId), query, signal);
      // Asked again: the permission may have been taken while the page was on its way, and the page be empty for that reason.
      assertReadable(place);
      if (!Array.isArray(page))
        throw new HistoryError('later', 'Discord answered something else than a page');
      return page;
    },
    async isDeleted(place, messageId, signal) {
      try {
        await get(Routes.channelMessage(place.channelId, messageId), {}, signal);
        return false;
      } catch (error) {
        if (isUnknownMessage(error)) return true;
        throw error;
      }
    },
    async activeThreads(guildId, signal) {
      return threadsIn(await get(Routes.guildActiveThreads(guildId), {}, signal));
    },
    async archivedThreads(place, since, signal) {
      const channel = assertReadable(place);
      if (!HOLDS_THREADS.has(channel.type)) return [];
      const ofChannel = (kind: 'public' | 'private'): Promise<unknown[]> =>
        archived(Routes.channelThreads(place.channelId, kind), 'by-archiving', since, signal);
      const open = await ofChannel('public');
      if (channel.type !== ChannelType.GuildText) return open;
      const me = channel.guild.members.me;
      const seesAll = me !== null && channel.permissionsFor(me).has(PermissionFlagsBits.ManageThreads);
      const joined = Routes.channelJoinedArchivedThreads(place.channelId);
      const hidden = seesAll ? ofChannel('private') : archived(joined, 'by-id', since, signal);
      return [...open, ...(await hidden)];
    },
  };
}

function describe(channel: GuildBasedChannel): HistoryChannel {
  return {
    channelId: channel.id,
    holdsPostsOnly: POSTS_ONLY.has(channel.type),
    lastMessageId: 'lastMessageId' in channel ? channel.lastMessageId : null,
    missing: missingIn(channel),
  };
}

function missingIn(channel: GuildBasedChannel): string[] {
  const me = channel.guild.members.me;
  const granted = me && channel.permissionsFor(me);
  const needed = channel.isVoiceBased() ? READING_IN_VOICE : READING_PERMISSIONS;
  return needed.filter((name) => !granted?.has(PermissionFlagsBits[name]));
}

/** Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes */
function problemOf(error: unknown): HistoryProblem {
  if (!(error instanceof DiscordAPIError)) return 'later';
  if (error.code === RESTJSONErrorCodes.UnknownChannel) return 'gone';
  if (error.code === RESTJSONErrorCodes.MissingAccess || error.code === RESTJSONErrorCodes.MissingPermissions)
    return 'no-permission';
  return error.status === 400 ? 'refused' : 'later';
}

function isUnknownMessage(error: unknown): boolean {
  return (
    error instanceof HistoryError &&
    error.cause instanceof DiscordAPIError &&
    error.cause.code === RESTJSONErrorCodes.UnknownMessage
  );
}

function threadsIn(answer: unknown): unknown[] {
  const threads =
    typeof answer === 'object' && answer !== null && 'threads' in answer ? answer.threads : null;
  if (!Array.isArray(threads))
    throw new HistoryError('later', 'Discord answered something else than a list of threads');
  return threads;
}

function hasMore(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'has_more' in answer && answer.has_more === true;
}

/** '' where there is none. */
function idOf(thread: unknown): string {
  const id = typeof thread === 'object' && thread !== null && 'id' in thread ? thread.id : null;
  return typeof id === 'string' ? id : '';
}

/** When a thread was archived, ISO 8601 in UTC; '' where Discord does not say. */
function archivedAt(thread: unknown): string {
  const metadata =
    typeof thread === 'object' && thread !== null && 'thread_metadata' in thread
      ? thread.thread_metadata
      : null;
  const at =
    typeof metadata === 'object' && metadata !== null && 'archive_timestamp' in metadata
      ? metadata.archive_timestamp
      : null;
  const ms = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
