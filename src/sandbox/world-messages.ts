/** Messages: written, edited, pinned, deleted. Whoever calls has checked that the author may; payloads arrive validated. */
import { MessageFlag, MessageKind } from './api-codes.ts';
import type {
  AttachmentRecord,
  ChannelRecord,
  JsonObject,
  MessageRecord,
  MessageReference,
} from './world-records.ts';
import { WorldError, type WorldState } from './world-state.ts';

export interface NewMessage {
  channelId: string;
  authorId: string;
  content?: string;
  /** One of `MessageKind`; default: a reply when `reference` answers a message, else an ordinary message. */
  type?: number;
  embeds?: readonly JsonObject[];
  components?: readonly JsonObject[];
  attachments?: readonly AttachmentRecord[];
  flags?: number;
  tts?: boolean;
  nonce?: string | number | null;
  reference?: MessageReference | null;
  /** Who is pinged; default: every `<@id>` of the content that exists (what a person's client would do). */
  mentionIds?: readonly string[];
  mentionRoleIds?: readonly string[];
  mentionEveryone?: boolean;
  webhookId?: string | null;
  applicationId?: string | null;
  interactionMetadata?: JsonObject | null;
  poll?: JsonObject | null;
  ephemeralTo?: string | null;
  /** When it was written; its id tells it. May lie in the past (history from before the bot came). */
  at?: Date;
  /** Only for the first message of a forum post, whose id is the thread's. */
  id?: string;
}

export type MessageChanges = Partial<
  Pick<
    MessageRecord,
    | 'content'
    | 'embeds'
    | 'components'
    | 'attachments'
    | 'flags'
    | 'mentionIds'
    | 'mentionRoleIds'
    | 'mentionEveryone'
  >
>;

const USER_MENTION = /<@!?(\d{17,20})>/g;
const ROLE_MENTION = /<@&(\d{17,20})>/g;

export class WorldMessages {
  private readonly state: WorldState;

  constructor(state: WorldState) {
    this.state = state;
  }

  create(given: NewMessage): MessageRecord {
    const channel = this.state.channel(given.channelId);
    const author = this.state.user(given.authorId);
    const at = given.at ?? this.state.now();
    const content = given.content ?? '';
    const message: MessageRecord = {
      id: given.id ?? this.state.ids.next(at),
      channelId: channel.id,
      guildId: channel.guildId,
      author,
      webhookId: given.webhookId ?? null,
      applicationId: given.applicationId ?? null,
      type: given.type ?? (given.reference?.type === 0 ? MessageKind.reply : MessageKind.default),
      content,
      embeds: given.embeds ?? NONE,
      components: given.components ?? NONE,
      attachments: given.attachments ?? NONE,
      flags: given.flags ?? 0,
      editedAt: null,
      pinnedAt: null,
      mentionIds: given.mentionIds ?? this.mentionsIn(content),
      mentionRoleIds: given.mentionRoleIds ?? idsIn(content, ROLE_MENTION),
      mentionEveryone: given.mentionEveryone ?? false,
      tts: given.tts ?? false,
      nonce: given.nonce ?? null,
      reference: given.reference ?? null,
      interactionMetadata: given.interactionMetadata ?? null,
      poll: given.poll ?? null,
      reactions: null,
      threadId: null,
      ephemeralTo: given.ephemeralTo ?? null,
    };
    this.state.messages.set(message.id, message);
    if (message.ephemeralTo === null) this.place(channel, message, at);
    this.state.emit({ kind: 'messageCreate', message });
    if (channel.thread && message.ephemeralTo === null && WRITTEN.has(message.type))
      this.follow(channel, message, at);
    return message;
  }

  /** @param by `silent`: a change that is no edit by the author (an embed that loaded): `edited_timestamp` stays. */
  edit(messageId: string, changes: MessageChanges, by: 'author' | 'silent' = 'author'): MessageRecord {
    const message = this.state.message(messageId);
    Object.assign(message, changes);
    if (changes.content !== undefined) {
      message.mentionIds = changes.mentionIds ?? this.mentionsIn(message.content);
      message.mentionRoleIds = changes.mentionRoleIds ?? idsIn(message.content, ROLE_MENTION);
    }
    if (by === 'author') {
      message.editedAt = this.state.now();
      if (message.ephemeralTo === null) this.recordMessage('messageEdit', message, this.state.now());
    }
    this.state.emit({ kind: 'messageUpdate', message });
    return message;
  }

  delete(messageId: string): void {
    const message = this.state.message(messageId);
    this.remove(message);
    this.state.emit({ kind: 'messageDelete', message });
  }

  /** Deletes those of the ids that exist in the channel, as one event. @returns how many. */
  deleteBulk(channelId: string, messageIds: readonly string[]): number {
    const channel = this.state.channel(channelId);
    const present = messageIds.filter((id) => this.state.messages.get(id)?.channelId === channelId);
    for (const id of present) this.remove(this.state.message(id));
    if (present.length > 0) this.state.emit({ kind: 'messageDeleteBulk', channel, ids: present });
    return present.length;
  }

  /** @param byId who pins: their channel gets the line "X pinned a message"; none when omitted. */
  setPinned(messageId: string, pinned: boolean, byId?: string): void {
    const message = this.state.message(messageId);
    if ((message.pinnedAt !== null) === pinned) return;
    message.pinnedAt = pinned ? this.state.now() : null;
    const channel = this.state.channel(message.channelId);
    if (pinned) channel.lastPinAt = message.pinnedAt;
    this.state.emit({ kind: 'channelPins', channel });
    this.state.emit({ kind: 'messageUpdate', message });
    if (!pinned || byId === undefined) return;
    const reference = { type: 0, channelId: channel.id, messageId, guildId: channel.guildId } as const;
    this.create({ channelId: channel.id, authorId: byId, type: MessageKind.pinned, reference });
  }

  crosspost(messageId: string): MessageRecord {
    const message = this.state.message(messageId);
    return this.edit(messageId, { flags: message.flags | MessageFlag.crossposted }, 'silent');
  }

  private place(channel: ChannelRecord, message: MessageRecord, at: Date): void {
    insertById(channel.messages, message);
    channel.lastMessageId = channel.messages.at(-1)?.id ?? null;
    if (channel.thread) {
      // The first message of a thread started from one counts in neither number.
      if (message.id !== channel.id) {
        channel.thread.messageCount += 1;
        channel.thread.totalMessageSent += 1;
      }
      if (channel.thread.archived) {
        channel.thread.archived = false;
        channel.thread.archivedChangedAt = at;
        this.state.emit({ kind: 'threadUpdate', thread: channel });
      }
    }
    this.recordMessage(WRITTEN.has(message.type) ? 'message' : 'systemMessage', message, at);
  }

  /** Whoever writes in a thread follows it from then on. */
  private follow(thread: ChannelRecord, message: MessageRecord, at: Date): void {
    const { members } = thread.thread ?? {};
    if (!members || message.webhookId !== null || members.has(message.author.id)) return;
    members.set(message.author.id, at);
    this.state.emit({ kind: 'threadMembers', thread, added: [message.author.id], removed: [] });
  }

  private remove(message: MessageRecord): void {
    this.state.messages.delete(message.id);
    if (message.ephemeralTo !== null) return;
    const channel = this.state.channel(message.channelId);
    const index = indexById(channel.messages, message.id);
    if (channel.messages[index]?.id !== message.id)
      throw new WorldError(`Message ${message.id} is not in its channel.`);
    channel.messages.splice(index, 1);
    if (channel.thread && message.id !== channel.id) channel.thread.messageCount -= 1;
    this.recordMessage('messageDelete', message, this.state.now());
  }

  private recordMessage(
    kind: 'message' | 'systemMessage' | 'messageEdit' | 'messageDelete',
    message: MessageRecord,
    at: Date,
  ): void {
    const repliedTo = message.reference?.messageId;
    this.state.ledger.push({
      kind,
      at,
      guildId: message.guildId,
      channelId: message.channelId,
      userId: message.author.id,
      byBot: message.author.bot || message.webhookId !== null,
      subjectId: message.id,
      detail: repliedTo ?? null,
      otherUserId: repliedTo ? (this.state.messages.get(repliedTo)?.author.id ?? null) : null,
    });
  }

  private mentionsIn(content: string): readonly string[] {
    return idsIn(content, USER_MENTION).filter((id) => this.state.users.has(id));
  }
}

const NONE: readonly never[] = [];
/** Kinds of messages that somebody wrote; the others are Discord's own lines. */
const WRITTEN = new Set<number>([
  MessageKind.default,
  MessageKind.reply,
  MessageKind.chatInputCommand,
  MessageKind.contextMenuCommand,
]);

function idsIn(content: string, pattern: RegExp): readonly string[] {
  if (!content.includes('<@')) return NONE;
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1] as string))];
}

/** Ids are compared as numbers: by length, then as text. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where `id` stands in the ordered list, or where it would be inserted. */
export function indexById(list: readonly { id: string }[], id: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(list[middle]?.id ?? '', id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insertById(list: MessageRecord[], message: MessageRecord): void {
  const last = list.at(-1);
  if (!last || compareIds(last.id, message.id) < 0) list.push(message);
  else list.splice(indexById(list, message.id), 0, message);
}
