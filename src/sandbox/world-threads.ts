/** Threads and forum posts: started from a message, without one, or as a post; followed, archived, deleted. */
import { ChannelKind, MessageFlag, MessageKind } from './api-codes.ts';
import { channelRecord } from './world-channels.ts';
import type { WorldMessages } from './world-messages.ts';
import type { ChannelRecord, ThreadPart } from './world-records.ts';
import { WorldError, type WorldState } from './world-state.ts';

export interface NewThread {
  /** The text, announcement or forum channel. */
  channelId: string;
  name: string;
  ownerId: string;
  /** The message it is started from; the thread then has that message's id. */
  messageId?: string;
  isPrivate?: boolean;
  invitable?: boolean;
  autoArchiveMinutes?: number;
  slowmodeSeconds?: number;
  appliedTags?: readonly string[];
  at?: Date;
}

export type ThreadChanges = Partial<Pick<ChannelRecord, 'name' | 'slowmodeSeconds'>> &
  Partial<Pick<ThreadPart, 'archived' | 'locked' | 'invitable' | 'autoArchiveMinutes' | 'appliedTags'>>;

export class WorldThreads {
  /** People whom one thread takes; a test may make it fewer. */
  mostMembers = 1_000;
  /** Threads of one guild that are not archived; a test may make it fewer. */
  mostActive = 1_000;
  private readonly state: WorldState;
  private readonly messages: WorldMessages;

  constructor(state: WorldState, messages: WorldMessages) {
    this.state = state;
    this.messages = messages;
  }

  /** Starts a thread; its owner follows it. For a forum post, send the first message with `id` equal to the thread's afterwards. */
  create(given: NewThread): ChannelRecord {
    const parent = this.state.channel(given.channelId);
    if (parent.guildId === null || parent.thread)
      throw new WorldError('A thread belongs to a channel of a guild.');
    const at = given.at ?? this.state.now();
    const starter = given.messageId === undefined ? null : this.state.message(given.messageId);
    const thread: ChannelRecord = {
      ...channelRecord(
        starter?.id ?? this.state.ids.next(at),
        parent.guildId,
        threadKind(parent.type, given.isPrivate ?? false),
        given.name,
        threadPart(given, at),
      ),
      parentId: parent.id,
      slowmodeSeconds: given.slowmodeSeconds ?? 0,
    };
    this.state.guild(parent.guildId).threads.set(thread.id, thread);
    this.state.channels.set(thread.id, thread);
    if (isForum(parent)) parent.lastMessageId = thread.id;
    const owner = this.state.user(given.ownerId);
    this.state.record({
      kind: 'thread',
      at,
      guildId: parent.guildId,
      channelId: parent.id,
      userId: owner.id,
      byBot: owner.bot,
      subjectId: thread.id,
    });
    this.state.emit({ kind: 'threadCreate', thread });
    if (starter) {
      starter.threadId = thread.id;
      starter.flags |= MessageFlag.hasThread;
      this.state.emit({ kind: 'messageUpdate', message: starter });
    } else if (!isForum(parent) && !given.isPrivate) {
      this.announce(parent, thread, given.ownerId, at);
    }
    return thread;
  }

  update(threadId: string, changes: ThreadChanges): ChannelRecord {
    const thread = this.state.channel(threadId);
    const part = partOf(thread);
    const { name, slowmodeSeconds, ...rest } = changes;
    if (name !== undefined) thread.name = name;
    if (slowmodeSeconds !== undefined) thread.slowmodeSeconds = slowmodeSeconds;
    if (rest.archived !== undefined && rest.archived !== part.archived)
      part.archivedChangedAt = this.state.now();
    Object.assign(part, rest);
    this.state.emit({ kind: 'threadUpdate', thread });
    return thread;
  }

  delete(threadId: string): void {
    const thread = this.state.channel(threadId);
    partOf(thread);
    this.state.guild(thread.guildId ?? '').threads.delete(threadId);
    this.state.channels.delete(threadId);
    // In a forum the first message has the thread's id and goes with it; a text channel's starter stays.
    for (const message of thread.messages) this.state.messages.delete(message.id);
    this.state.record({
      kind: 'threadDelete',
      guildId: thread.guildId,
      channelId: thread.parentId,
      userId: partOf(thread).ownerId,
      byBot: false,
      subjectId: threadId,
    });
    this.state.emit({ kind: 'threadDelete', thread });
  }

  /** @param byId who lets them in; Discord writes a line on it unless they come by themselves. */
  addMember(threadId: string, userId: string, byId = userId): void {
    const thread = this.state.channel(threadId);
    const { members } = partOf(thread);
    if (members.has(userId)) return;
    members.set(userId, this.state.now());
    this.bumpPermissions(thread);
    this.state.emit({ kind: 'threadMembers', thread, added: [userId], removed: [] });
    if (byId !== userId) this.note(MessageKind.recipientAdd, threadId, userId, byId);
  }

  removeMember(threadId: string, userId: string, byId = userId): void {
    const thread = this.state.channel(threadId);
    if (!partOf(thread).members.delete(userId)) return;
    this.bumpPermissions(thread);
    this.state.emit({ kind: 'threadMembers', thread, added: [], removed: [userId] });
    if (byId !== userId) this.note(MessageKind.recipientRemove, threadId, userId, byId);
  }

  /** Discord's line on who came or went by somebody else's hand. Source: https://discord.com/developers/docs/topics/threads#new-message-types */
  private note(type: number, threadId: string, userId: string, byId: string): void {
    this.messages.create({ channelId: threadId, authorId: byId, type, mentionIds: [userId] });
  }

  /** Who is in a private thread decides who sees it. */
  private bumpPermissions(thread: ChannelRecord): void {
    if (thread.type === ChannelKind.privateThread)
      this.state.guild(thread.guildId ?? '').permissionVersion += 1;
  }

  /** The system message "X started a thread" that a thread without a starter leaves in its channel. */
  private announce(parent: ChannelRecord, thread: ChannelRecord, ownerId: string, at: Date): void {
    this.messages.create({
      channelId: parent.id,
      authorId: ownerId,
      type: MessageKind.threadCreated,
      content: thread.name,
      reference: { type: 0, channelId: thread.id, messageId: null, guildId: thread.guildId },
      at,
    });
  }
}

export function isForum(channel: ChannelRecord): boolean {
  return channel.type === ChannelKind.forum || channel.type === ChannelKind.media;
}

function partOf(thread: ChannelRecord): ThreadPart {
  if (!thread.thread) throw new WorldError(`Channel ${thread.id} is no thread.`);
  return thread.thread;
}

function threadKind(parentType: number, isPrivate: boolean): number {
  if (isPrivate) return ChannelKind.privateThread;
  return parentType === ChannelKind.announcement ? ChannelKind.announcementThread : ChannelKind.publicThread;
}

function threadPart(given: NewThread, at: Date): ThreadPart {
  return {
    ownerId: given.ownerId,
    archived: false,
    locked: false,
    invitable: given.invitable ?? true,
    autoArchiveMinutes: given.autoArchiveMinutes ?? 4320,
    archivedChangedAt: at,
    createdAt: at,
    messageCount: 0,
    totalMessageSent: 0,
    appliedTags: [...(given.appliedTags ?? [])],
    members: new Map([[given.ownerId, at]]),
  };
}
