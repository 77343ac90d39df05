/**
 * What Discord's gateway packets mean for the log. Packets come from outside, so each value is looked at before it is used; nothing is
 * built of them but the events. On the way of every message: keep it cheap.
 */
import type { ChannelMemory } from '../channels/channels.ts';
import { POST_CHANNEL_TYPES } from '../channels/channels-rules.ts';
import type { ChannelFact } from '../channels/channels-rules.ts';
import { snowflakeMs } from '../kernel/snowflake.ts';
import {
  cleanText,
  idOf,
  instantOf,
  isPart,
  listOf,
  MalformedPacket,
  partOf,
} from './interactions-packet-values.ts';
import type { Data } from './interactions-packet-values.ts';
import { interactionOf, momentId } from './interactions-rules.ts';
import type { InteractionKind, LogEvent } from './interactions-rules.ts';

/** What must be known to read a packet. */
export interface PacketContext {
  /** The app's clock, Unix milliseconds: for what carries no time of its own. */
  nowMs(): number;
  readonly channels: ChannelMemory;
  /** Ids of bots. */
  readonly bots: ReadonlySet<string>;
  /** A packet names this account as a bot. */
  noteBot(userId: string): void;
  /** Whether what happens in this channel or thread is left out. */
  isExcluded(guildId: string, channelId: string): boolean;
  /** Whether pressing a component with this custom id may leave a trace. */
  isTraced(customId: string): boolean;
}

/** Plain messages and replies; everything else is Discord's or a bot's own. Source: https://discord.com/developers/docs/resources/message#message-object-message-types */
const MESSAGE_TYPE = 0;
const REPLY_TYPE = 19;

/** The events of a packet of this name; none for one that does not concern the log. @throws MalformedPacket */
export function readPacket(name: string, data: unknown, context: PacketContext): readonly LogEvent[] {
  const read = readers[name];
  if (!read) return NONE;
  return read(partOf(data, name), context);
}

type Reader = (data: Data, context: PacketContext) => readonly LogEvent[];

const NONE: readonly LogEvent[] = [];

const readers: Readonly<Record<string, Reader>> = {
  MESSAGE_CREATE: readMessage,
  MESSAGE_UPDATE: readEdit,
  MESSAGE_DELETE: (data, context) => readDelete(data, [idOf(data['id'], 'message')], context),
  MESSAGE_DELETE_BULK: (data, context) =>
    readDelete(
      data,
      listOf(data['ids'], 'ids').map((id) => idOf(id, 'message')),
      context,
    ),
  // Taking a reaction back changes nothing: it was an act of its own, and counts once however often it is toggled.
  MESSAGE_REACTION_ADD: readReaction,
  THREAD_CREATE: readThread,
  THREAD_UPDATE: (data, context) => learnChannel(data, idOf(data['guild_id'], 'guild'), context),
  THREAD_LIST_SYNC: (data, context) => readChannels(data, 'threads', context),
  THREAD_DELETE: readChannelDelete,
  CHANNEL_CREATE: readChannel,
  CHANNEL_UPDATE: readChannel,
  CHANNEL_DELETE: readChannelDelete,
  GUILD_CREATE: readGuild,
  GUILD_MEMBER_ADD: readJoin,
  GUILD_MEMBER_REMOVE: readLeave,
  INTERACTION_CREATE: readInteraction,
};

function readMessage(data: Data, context: PacketContext): readonly LogEvent[] {
  if (data['guild_id'] === undefined || data['guild_id'] === null) return NONE;
  const id = idOf(data['id'], 'message');
  const guildId = idOf(data['guild_id'], 'guild');
  const channelId = idOf(data['channel_id'], 'channel');
  const author = partOf(data['author'], 'author');
  const isHuman = data['webhook_id'] === undefined && isHumanUser(author, context);
  // The first message of a forum post bears the post's id.
  if (id === channelId) return readStarter(data, id, guildId, author, isHuman, context);
  const type = data['type'];
  if (!isHuman || (type !== MESSAGE_TYPE && type !== REPLY_TYPE)) return NONE;
  if (context.isExcluded(guildId, channelId)) return NONE;
  const reference = type === REPLY_TYPE ? data['message_reference'] : null;
  const referenceId = isPart(reference) ? reference['message_id'] : null;
  return [
    {
      type: 'interaction',
      kind: type === REPLY_TYPE ? 'reply' : 'message',
      guildId,
      subjectId: id,
      userId: idOf(author['id'], 'author'),
      channelId,
      occurredAtMs: snowflakeMs(id),
      referenceId: typeof referenceId === 'string' ? idOf(referenceId, 'reference') : null,
      emoji: '',
    },
  ];
}

/** A forum post counts once, whether its thread or its first message is heard of; only the message tells that a bot or a webhook made it. */
function readStarter(
  data: Data,
  id: string,
  guildId: string,
  author: Data,
  isHuman: boolean,
  context: PacketContext,
): readonly LogEvent[] {
  const parentId = context.channels.find(id)?.parentId;
  const parent = parentId ? context.channels.find(parentId) : null;
  if (parent && !POST_CHANNEL_TYPES.includes(parent.type)) return NONE;
  if (!isHuman) return [{ type: 'delete', guildId, messageIds: [id], atMs: context.nowMs() }];
  if (data['type'] !== MESSAGE_TYPE || context.isExcluded(guildId, id)) return NONE;
  return [interactionOf('post', guildId, id, idOf(author['id'], 'author'), id, snowflakeMs(id))];
}

function readEdit(data: Data): readonly LogEvent[] {
  // Discord also sends this when it has fetched a link's preview; then nobody edited anything.
  if (typeof data['edited_timestamp'] !== 'string' || typeof data['guild_id'] !== 'string') return NONE;
  return [
    {
      type: 'edit',
      guildId: idOf(data['guild_id'], 'guild'),
      messageId: idOf(data['id'], 'message'),
      atMs: instantOf(data['edited_timestamp'], 'edited_timestamp'),
    },
  ];
}

function readDelete(data: Data, messageIds: readonly string[], context: PacketContext): readonly LogEvent[] {
  if (data['guild_id'] === undefined || messageIds.length === 0) return NONE;
  return [{ type: 'delete', guildId: idOf(data['guild_id'], 'guild'), messageIds, atMs: context.nowMs() }];
}

function readReaction(data: Data, context: PacketContext): readonly LogEvent[] {
  if (data['guild_id'] === undefined) return NONE;
  const guildId = idOf(data['guild_id'], 'guild');
  const userId = idOf(data['user_id'], 'user');
  const channelId = idOf(data['channel_id'], 'channel');
  const subjectId = idOf(data['message_id'], 'message');
  const member = data['member'];
  if (isPart(member) && isPart(member['user']) && !isHumanUser(member['user'], context)) return NONE;
  if (context.bots.has(userId) || context.isExcluded(guildId, channelId)) return NONE;
  return [
    {
      type: 'interaction',
      kind: 'reaction',
      guildId,
      subjectId,
      userId,
      channelId,
      occurredAtMs: context.nowMs(),
      referenceId: null,
      emoji: emojiOf(data['emoji']),
    },
  ];
}

function readThread(data: Data, context: PacketContext): readonly LogEvent[] {
  const guildId = idOf(data['guild_id'], 'guild');
  const learned = learnChannel(data, guildId, context);
  // Also sent when the bot is added to a thread that has long been there.
  if (data['newly_created'] !== true) return learned;
  const id = idOf(data['id'], 'thread');
  const ownerId = idOf(data['owner_id'], 'owner');
  if (context.bots.has(ownerId) || context.isExcluded(guildId, id)) return learned;
  const parentId = context.channels.find(id)?.parentId;
  const parent = parentId ? context.channels.find(parentId) : null;
  const kind = parent && POST_CHANNEL_TYPES.includes(parent.type) ? 'post' : 'thread';
  return [...learned, interactionOf(kind, guildId, id, ownerId, id, threadOpenedMs(data, id, context))];
}

/** A thread opened from a message bears the message's id, which is as old as the message; Discord says when the thread was opened. */
function threadOpenedMs(data: Data, id: string, context: PacketContext): number {
  const metadata = data['thread_metadata'];
  const created = isPart(metadata) ? metadata['create_timestamp'] : null;
  if (typeof created === 'string') return instantOf(created, 'create_timestamp');
  return Math.max(snowflakeMs(id), context.nowMs());
}

function readJoin(data: Data, context: PacketContext): readonly LogEvent[] {
  const guildId = idOf(data['guild_id'], 'guild');
  const user = partOf(data['user'], 'user');
  if (!isHumanUser(user, context)) return NONE;
  const userId = idOf(user['id'], 'user');
  const joinedAtMs =
    typeof data['joined_at'] === 'string' ? instantOf(data['joined_at'], 'joined_at') : context.nowMs();
  return [
    { type: 'stay', op: 'joined', guildId, userId, joinedAtMs },
    interactionOf('join', guildId, momentId(guildId, joinedAtMs), userId, '0', joinedAtMs),
  ];
}

function readLeave(data: Data, context: PacketContext): readonly LogEvent[] {
  const guildId = idOf(data['guild_id'], 'guild');
  const user = partOf(data['user'], 'user');
  if (!isHumanUser(user, context)) return NONE;
  const userId = idOf(user['id'], 'user');
  const atMs = context.nowMs();
  return [
    { type: 'stay', op: 'left', guildId, userId, atMs },
    interactionOf('leave', guildId, momentId(guildId, atMs), userId, '0', atMs),
  ];
}

/** Types of interactions: 2 a command, 3 a component, 4 autocomplete, 5 a submitted form. */
function readInteraction(data: Data, context: PacketContext): readonly LogEvent[] {
  if (data['guild_id'] === undefined) return NONE;
  const kind: InteractionKind | null =
    data['type'] === 2 ? 'command' : data['type'] === 3 || data['type'] === 5 ? 'component' : null;
  if (!kind) return NONE;
  if (kind === 'component') {
    const customId = partOf(data['data'], 'data')['custom_id'];
    if (typeof customId !== 'string' || !context.isTraced(customId)) return NONE;
  }
  const id = idOf(data['id'], 'interaction');
  const guildId = idOf(data['guild_id'], 'guild');
  const channelId = idOf(data['channel_id'], 'channel');
  const user = partOf(partOf(data['member'], 'member')['user'], 'user');
  if (!isHumanUser(user, context) || context.isExcluded(guildId, channelId)) return NONE;
  return [interactionOf(kind, guildId, id, idOf(user['id'], 'user'), channelId, snowflakeMs(id))];
}

/** Channels and active threads of a community, and the channels that went while nobody listened. */
function readGuild(data: Data, context: PacketContext): readonly LogEvent[] {
  if (data['unavailable'] === true) return NONE;
  const guildId = idOf(data['id'], 'guild');
  const channels = listOf(data['channels'], 'channels');
  for (const member of listOf(data['members'] ?? [], 'members'))
    if (isPart(member) && isPart(member['user'])) isHumanUser(member['user'], context);
  const there = new Set(channels.map((channel) => partOf(channel, 'channel')['id']));
  const gone = context.channels.channelsOf(guildId).filter(({ channelId }) => !there.has(channelId));
  const withGuild = (channel: unknown) => learnChannel(partOf(channel, 'channel'), guildId, context);
  return [
    ...channels.flatMap(withGuild),
    ...listOf(data['threads'] ?? [], 'threads').flatMap(withGuild),
    ...gone.flatMap((fact) => learn({ ...fact, deletedAtMs: context.nowMs() }, context)),
  ];
}

function readChannels(data: Data, key: string, context: PacketContext): readonly LogEvent[] {
  const guildId = idOf(data['guild_id'], 'guild');
  return listOf(data[key], key).flatMap((channel) =>
    learnChannel(partOf(channel, 'channel'), guildId, context),
  );
}

function readChannel(data: Data, context: PacketContext): readonly LogEvent[] {
  return data['guild_id'] === undefined ? NONE : learnChannel(data, idOf(data['guild_id'], 'guild'), context);
}

/**
 * What happened in a channel that is deleted did happen: its rows stay. Discord tells of no message deleted with it, and tidying a
 * channel away must not take last month's activity out of the reports.
 */
function readChannelDelete(data: Data, context: PacketContext): readonly LogEvent[] {
  if (data['guild_id'] === undefined) return NONE;
  const guildId = idOf(data['guild_id'], 'guild');
  const known = context.channels.find(idOf(data['id'], 'channel'));
  const fact = known ?? channelFact(data, guildId);
  return learn({ ...fact, deletedAtMs: context.nowMs() }, context);
}

function learnChannel(data: Data, guildId: string, context: PacketContext): readonly LogEvent[] {
  return learn(channelFact(data, guildId), context);
}

function learn(fact: ChannelFact, context: PacketContext): readonly LogEvent[] {
  return context.channels.learn(fact) ? [{ type: 'channel', fact }] : NONE;
}

function channelFact(data: Data, guildId: string): ChannelFact {
  const type = data['type'];
  if (typeof type !== 'number') throw new MalformedPacket('channel without a type');
  return {
    guildId,
    channelId: idOf(data['id'], 'channel'),
    parentId: typeof data['parent_id'] === 'string' ? idOf(data['parent_id'], 'parent') : null,
    type,
    name: typeof data['name'] === 'string' ? cleanText(data['name'], 100) : '',
    deletedAtMs: null,
  };
}

/** False for a bot and for Discord itself; remembers bots, for packets that name only an id. */
export function isHumanUser(user: Data, context: Pick<PacketContext, 'noteBot'>): boolean {
  if (user['bot'] !== true && user['system'] !== true) return true;
  context.noteBot(idOf(user['id'], 'user'));
  return false;
}

/** The custom emoji's id or the Unicode emoji. @throws MalformedPacket */
export function emojiOf(value: unknown): string {
  const emoji = partOf(value, 'emoji');
  if (typeof emoji['id'] === 'string') return idOf(emoji['id'], 'emoji');
  return typeof emoji['name'] === 'string' ? cleanText(emoji['name'], 64) : '';
}
