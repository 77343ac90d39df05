/** Reactions: one person, one emoji, one message. */
import { emojiKey, parseEmoji, type EmojiRecord, type MessageRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export class WorldReactions {
  private readonly state: WorldState;

  constructor(state: WorldState) {
    this.state = state;
  }

  /** @returns false when the person had reacted so already; nothing happens then. */
  add(messageId: string, userId: string, emoji: EmojiRecord | string): boolean {
    const message = this.state.message(messageId);
    const given = typeof emoji === 'string' ? parseEmoji(emoji) : emoji;
    const key = emojiKey(given);
    message.reactions ??= new Map();
    const reaction = message.reactions.get(key) ?? { emoji: given, userIds: new Set<string>() };
    if (reaction.userIds.has(userId)) return false;
    reaction.userIds.add(userId);
    message.reactions.set(key, reaction);
    this.note('reaction', message, userId, key);
    this.state.emit({ kind: 'reactionAdd', message, userId, emoji: reaction.emoji });
    return true;
  }

  /** @returns false when there was no such reaction. */
  remove(messageId: string, userId: string, emoji: EmojiRecord | string): boolean {
    const message = this.state.message(messageId);
    const key = emojiKey(typeof emoji === 'string' ? parseEmoji(emoji) : emoji);
    const reaction = message.reactions?.get(key);
    if (!reaction?.userIds.delete(userId)) return false;
    if (reaction.userIds.size === 0) message.reactions?.delete(key);
    this.note('reactionRemove', message, userId, key);
    this.state.emit({ kind: 'reactionRemove', message, userId, emoji: reaction.emoji });
    return true;
  }

  removeAll(messageId: string): void {
    const message = this.state.message(messageId);
    for (const [key, reaction] of message.reactions ?? []) {
      for (const userId of reaction.userIds) this.note('reactionRemove', message, userId, key);
    }
    message.reactions = null;
    this.state.emit({ kind: 'reactionRemoveAll', message });
  }

  removeEmoji(messageId: string, emoji: EmojiRecord | string): void {
    const message = this.state.message(messageId);
    const key = emojiKey(typeof emoji === 'string' ? parseEmoji(emoji) : emoji);
    const reaction = message.reactions?.get(key);
    if (!reaction) return;
    for (const userId of reaction.userIds) this.note('reactionRemove', message, userId, key);
    message.reactions?.delete(key);
    this.state.emit({ kind: 'reactionRemoveEmoji', message, emoji: reaction.emoji });
  }

  private note(
    kind: 'reaction' | 'reactionRemove',
    message: MessageRecord,
    userId: string,
    key: string,
  ): void {
    this.state.record({
      kind,
      guildId: message.guildId,
      channelId: message.channelId,
      userId,
      byBot: this.state.users.get(userId)?.bot ?? false,
      subjectId: message.id,
      detail: key,
      otherUserId: message.author.id,
    });
  }
}
