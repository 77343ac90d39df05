/**
 * What a channel's history says, as Discord answers it over REST, in the words of the log: the same readers as for the gateway, so that a
 * message is the same row however it was heard of. Asks nobody and writes nothing.
 */
import type { App } from '../app.ts';
import { snowflakeMs } from '../kernel/snowflake.ts';
import { compareIds } from './interactions-history-rules.ts';
import type { CountedReaction } from './interactions-history-rules.ts';
import { idOf, instantOf, isPart, listOf, MalformedPacket, partOf } from './interactions-packet-values.ts';
import type { Data } from './interactions-packet-values.ts';
import { emojiOf, readPacket } from './interactions-packets.ts';
import type { PacketContext } from './interactions-packets.ts';
import type { LogEvent } from './interactions-rules.ts';

/** What the table takes. */
const BIGGEST_COUNT = 2_147_483_647;

type Needs = Pick<App, 'clock' | 'communities' | 'interactions'>;

/** Messages of a page, read. */
export interface ReadMessages {
  readonly events: readonly LogEvent[];
  /** Every message with a usable id, oldest first; also those of bots, and those that could not be read otherwise. */
  readonly messageIds: readonly string[];
  /** The ids of members' messages that are counted. */
  readonly countedIds: readonly string[];
  readonly reactions: readonly CountedReaction[];
  /** Entries that are not what Discord describes; they are left out. */
  readonly refused: readonly string[];
}

/** A thread, as a list of threads describes it. */
export interface ReadThread {
  readonly threadId: string;
  /** The channel it stands in. */
  readonly channelId: string;
  /** The youngest message ever written in it, also where that was deleted; the thread's own id where there is none. */
  readonly lastMessageId: string;
  /** When it was opened, Unix milliseconds. */
  readonly openedMs: number;
  /** That it was opened. */
  readonly opened: readonly LogEvent[];
  /** What is to be known of it, so that its messages find their channel. */
  readonly described: readonly LogEvent[];
}

/** Reads messages of one channel or thread, in whatever order they come. */
export function readMessages(app: Needs, guildId: string, messages: readonly unknown[]): ReadMessages {
  const context = contextOf(app);
  const read = messages.map((message) => tryTo(() => readMessage(message, guildId, context)));
  const usable = read
    .flatMap((one) => ('refused' in one ? [] : [one]))
    .toSorted((a, b) => compareIds(a.id, b.id));
  return {
    events: usable.flatMap(({ events }) => events),
    messageIds: messages.flatMap(usableIdOf).toSorted(compareIds),
    countedIds: usable.flatMap(({ id, events }) => (events.some(isCounted(app)) ? [id] : [])),
    reactions: usable.flatMap(({ reactions }) => reactions),
    refused: read.flatMap((one) => ('refused' in one ? [one.refused] : [])),
  };
}

/** Reads a list of threads. An entry that is not what Discord describes is left out. */
export function readThreads(app: Needs, guildId: string, threads: readonly unknown[]): ReadThread[] {
  const context = contextOf(app);
  return threads.flatMap((thread) => {
    const read = tryTo(() => readThread(thread, guildId, context));
    return 'refused' in read ? [] : [read];
  });
}

function usableIdOf(message: unknown): string[] {
  const read = tryTo(() => ({ id: idOf(partOf(message, 'message')['id'], 'message') }));
  return 'refused' in read ? [] : [read.id];
}

function readMessage(value: unknown, guildId: string, context: PacketContext) {
  // Over REST a message does not name its community.
  const data: Data = { ...partOf(value, 'message'), guild_id: guildId };
  const id = idOf(data['id'], 'message');
  const channelId = idOf(data['channel_id'], 'channel');
  const events = readPacket('MESSAGE_CREATE', data, context);
  const edits =
    typeof data['edited_timestamp'] === 'string' ? readPacket('MESSAGE_UPDATE', data, context) : [];
  const reactions = context.isExcluded(guildId, channelId)
    ? []
    : listOf(data['reactions'] ?? [], 'reactions');
  return {
    id,
    events: [...events, ...edits],
    reactions: reactions.map((entry) => readReaction(partOf(entry, 'reaction'), id)),
  };
}

function readReaction(reaction: Data, messageId: string): CountedReaction {
  const count = reaction['count'];
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > BIGGEST_COUNT)
    throw new MalformedPacket('reaction without a count');
  return { messageId, emoji: emojiOf(reaction['emoji']), count };
}

function readThread(value: unknown, guildId: string, context: PacketContext): ReadThread {
  const data: Data = { ...partOf(value, 'thread'), guild_id: guildId };
  const threadId = idOf(data['id'], 'thread');
  const metadata = data['thread_metadata'];
  const created = isPart(metadata) ? metadata['create_timestamp'] : null;
  const described = readPacket('THREAD_UPDATE', data, context);
  return {
    threadId,
    channelId: idOf(data['parent_id'], 'parent'),
    lastMessageId:
      typeof data['last_message_id'] === 'string' ? idOf(data['last_message_id'], 'message') : threadId,
    openedMs: typeof created === 'string' ? instantOf(created, 'create_timestamp') : snowflakeMs(threadId),
    opened: readPacket('THREAD_CREATE', { ...data, newly_created: true }, context),
    described,
  };
}

/** An act of somebody who wants to be counted. */
function isCounted({ interactions }: Needs) {
  return (event: LogEvent): boolean =>
    event.type === 'interaction' && !interactions.isOptedOut(event.guildId, event.userId);
}

function contextOf({ clock, communities, interactions }: Needs): PacketContext {
  const { channels, bots } = interactions.senses;
  return {
    nowMs: () => clock.now().getTime(),
    channels,
    bots,
    noteBot: (userId) => interactions.noteBot(userId),
    isExcluded: (guildId, channelId) =>
      channels.isWithin(channelId, communities.find(guildId)?.excludedChannelIds ?? []),
    isTraced: () => false,
  };
}

function tryTo<T extends object>(read: () => T): T | { refused: string } {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedPacket) return { refused: error.message };
    throw error;
  }
}
