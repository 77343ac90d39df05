/** What features may ask of Discord besides answering a call: post, edit, find again, look up. Features see people and channels, not packets. */
import type { Reply } from './reply.ts';

export interface PostOptions {
  /** At most 25 characters; posting again with the same nonce within a few minutes returns the first message. */
  readonly nonce?: string;
  /** User ids whose mention in it does notify them, at most 100; nobody else is ever notified. */
  readonly notifies?: readonly string[];
}

/** Why a channel cannot be posted in. `missing` names Discord permissions in their usual English names, e.g. 'SendMessages'. */
export interface ChannelProblem {
  readonly kind: 'gone' | 'not-text' | 'permissions';
  readonly missing: readonly string[];
}

export interface ChannelName {
  readonly channelId: string;
  readonly name: string;
  readonly parentId: string | null;
}

export interface Messenger {
  /**
   * Posts one message. Mentions in it notify nobody but those named in `notifies`.
   * @throws Refusal `messenger.channel` when the channel is gone or closed to the bot; UpstreamError when Discord fails.
   */
  post(
    guildId: string,
    channelId: string,
    message: Reply,
    options?: PostOptions,
  ): Promise<{ messageId: string }>;
  /** Edits an own message. @throws as post; Refusal `messenger.message-gone` when it was deleted. */
  edit(guildId: string, channelId: string, messageId: string, message: Reply): Promise<void>;
  /**
   * Writes to somebody directly. Only for what they asked for: Discord shuts bots out that write to people unasked.
   * @throws Refusal `messenger.dm-closed` for who takes none; UpstreamError when Discord fails.
   */
  dm(userId: string, message: Reply, options?: Pick<PostOptions, 'nonce'>): Promise<void>;
  /** An own message since `since` one of whose components has this custom id, newest first; null when there is none. @throws as post. */
  findOwn(guildId: string, channelId: string, customId: string, since: Date): Promise<string | null>;
  /** What keeps the bot from posting there with pictures; null when nothing does. Answered from memory. */
  channelProblem(guildId: string, channelId: string): ChannelProblem | null;
  /** Ids of the human members known now who can see the channel; null when the member list is not known. Answered from memory. */
  humansWhoSee(guildId: string, channelId: string): string[] | null;
  /** The community's name and member count as Discord says; null when the bot is not there, or Discord itself cannot reach it now. */
  guild(guildId: string): { name: string; memberCount: number; preferredLocale: string } | null;
  /** Every community the bot is in, ids in no order. */
  guildIds(): string[];
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The bot cannot post in a channel: deleted, not for text, or these permissions are missing. */
    'messenger.channel': { channelId: string; problem: ChannelProblem };
    /** A message of ours that no longer exists. */
    'messenger.message-gone': { channelId: string };
    /** Somebody takes no direct messages from the bot. */
    'messenger.dm-closed': { userId: string };
  }
}
