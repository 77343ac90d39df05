/** Channels of guilds, their permission overwrites, direct messages and webhooks. */
import { ChannelKind } from './api-codes.ts';
import type {
  ChannelRecord,
  ForumTagRecord,
  OverwriteRecord,
  ThreadPart,
  WebhookRecord,
} from './world-records.ts';
import { WorldError, type WorldState } from './world-state.ts';

export interface NewChannel {
  name: string;
  /** One of `ChannelKind`; default text. Threads are made by `threads`. */
  type?: number;
  parentId?: string | null;
  position?: number;
  topic?: string | null;
  nsfw?: boolean;
  slowmodeSeconds?: number;
  bitrate?: number;
  userLimit?: number;
  overwrites?: readonly OverwriteRecord[];
  availableTags?: readonly { name: string; moderated?: boolean; emojiName?: string | null }[];
  at?: Date;
}

export type ChannelChanges = Partial<
  Pick<
    ChannelRecord,
    'name' | 'type' | 'parentId' | 'position' | 'topic' | 'nsfw' | 'slowmodeSeconds' | 'bitrate' | 'userLimit'
  >
> & { overwrites?: readonly OverwriteRecord[]; availableTags?: readonly ForumTagRecord[] };

export class WorldChannels {
  private readonly state: WorldState;

  constructor(state: WorldState) {
    this.state = state;
  }

  create(guildId: string, given: NewChannel): ChannelRecord {
    const guild = this.state.guild(guildId);
    const siblings = [...guild.channels.values()].filter(
      (other) => other.parentId === (given.parentId ?? null),
    );
    const channel: ChannelRecord = {
      ...channelRecord(this.state.ids.next(given.at), guildId, given.type ?? ChannelKind.text, given.name),
      parentId: given.parentId ?? null,
      position: given.position ?? siblings.length,
      topic: given.topic ?? null,
      nsfw: given.nsfw ?? false,
      slowmodeSeconds: given.slowmodeSeconds ?? 0,
      bitrate: given.bitrate ?? 64_000,
      userLimit: given.userLimit ?? 0,
      overwrites: new Map((given.overwrites ?? []).map((overwrite) => [overwrite.id, { ...overwrite }])),
      availableTags: (given.availableTags ?? []).map((tag) => ({
        id: this.state.ids.next(given.at),
        name: tag.name,
        moderated: tag.moderated ?? false,
        emojiName: tag.emojiName ?? null,
      })),
    };
    guild.channels.set(channel.id, channel);
    this.state.channels.set(channel.id, channel);
    guild.permissionVersion += 1;
    this.state.emit({ kind: 'channelCreate', channel });
    return channel;
  }

  update(channelId: string, changes: ChannelChanges): ChannelRecord {
    const channel = this.state.channel(channelId);
    const { overwrites, availableTags, ...rest } = changes;
    Object.assign(channel, rest);
    if (overwrites) {
      channel.overwrites.clear();
      for (const overwrite of overwrites) channel.overwrites.set(overwrite.id, { ...overwrite });
    }
    if (availableTags) channel.availableTags = [...availableTags];
    this.bumpPermissions(channel);
    this.state.emit({ kind: 'channelUpdate', channel });
    return channel;
  }

  /** Deletes a channel of a guild with its threads and messages; a category's channels stay, without it. */
  delete(channelId: string): void {
    const channel = this.state.channel(channelId);
    if (channel.guildId === null || channel.thread) {
      throw new WorldError('Only channels of a guild are deleted here; a thread by `threads.delete`.');
    }
    const guild = this.state.guild(channel.guildId);
    for (const child of guild.channels.values()) {
      if (child.parentId === channelId) this.update(child.id, { parentId: null });
    }
    for (const thread of guild.threads.values()) {
      if (thread.parentId === channelId) this.forget(thread);
    }
    this.forget(channel);
    this.bumpPermissions(channel);
    this.state.emit({ kind: 'channelDelete', channel });
  }

  setOverwrite(channelId: string, overwrite: OverwriteRecord): void {
    const channel = this.state.channel(channelId);
    channel.overwrites.set(overwrite.id, { ...overwrite });
    this.bumpPermissions(channel);
    this.state.emit({ kind: 'channelUpdate', channel });
  }

  /** @returns whether there was one. */
  deleteOverwrite(channelId: string, overwriteId: string): boolean {
    const channel = this.state.channel(channelId);
    if (!channel.overwrites.delete(overwriteId)) return false;
    this.bumpPermissions(channel);
    this.state.emit({ kind: 'channelUpdate', channel });
    return true;
  }

  /** The direct channel between two people, made when there is none. */
  directChannel(oneId: string, otherId: string): ChannelRecord {
    for (const channel of this.state.channels.values()) {
      if (channel.guildId !== null) continue;
      if (channel.recipientIds.includes(oneId) && channel.recipientIds.includes(otherId)) return channel;
    }
    const channel: ChannelRecord = {
      ...channelRecord(this.state.ids.next(), null, ChannelKind.dm, ''),
      recipientIds: [oneId, otherId],
    };
    this.state.channels.set(channel.id, channel);
    return channel;
  }

  /** Somebody starts to type. */
  type(channelId: string, userId: string): void {
    this.state.emit({ kind: 'typingStart', channel: this.state.channel(channelId), userId });
  }

  /** A webhook of a channel; its messages have `authorId` and `webhookId` equal to its id. */
  createWebhook(
    channelId: string,
    given: { name: string; creatorId: string; applicationId?: string | null },
  ): WebhookRecord {
    const channel = this.state.channel(channelId);
    if (channel.guildId === null) throw new WorldError('A direct message has no webhooks.');
    const id = this.state.ids.next();
    const webhook: WebhookRecord = {
      id,
      token: `${Buffer.from(id).toString('base64url')}${'w'.repeat(44)}`,
      guildId: channel.guildId,
      channelId,
      name: given.name,
      creatorId: given.creatorId,
      applicationId: given.applicationId ?? null,
    };
    this.state.webhooks.set(id, webhook);
    // What it writes is written by itself: an author with its id and name, marked as a bot.
    this.state.users.set(id, {
      id,
      username: given.name,
      globalName: null,
      bot: true,
      locale: 'en-US',
      acceptsDms: false,
    });
    this.state.emit({ kind: 'webhooksUpdate', guildId: channel.guildId, channelId });
    return webhook;
  }

  deleteWebhook(webhookId: string): void {
    const webhook = this.state.webhooks.get(webhookId);
    if (!webhook) return;
    this.state.webhooks.delete(webhookId);
    this.state.emit({ kind: 'webhooksUpdate', guildId: webhook.guildId, channelId: webhook.channelId });
  }

  private bumpPermissions(channel: ChannelRecord): void {
    if (channel.guildId !== null) this.state.guild(channel.guildId).permissionVersion += 1;
  }

  private forget(channel: ChannelRecord): void {
    const guild = this.state.guild(channel.guildId ?? '');
    guild.channels.delete(channel.id);
    guild.threads.delete(channel.id);
    this.state.channels.delete(channel.id);
    for (const message of channel.messages) this.state.messages.delete(message.id);
  }
}

/** A channel with nothing set; the parts of the world fill in what they know. */
export function channelRecord(
  id: string,
  guildId: string | null,
  type: number,
  name: string,
  thread: ThreadPart | null = null,
): ChannelRecord {
  return {
    id,
    type,
    guildId,
    name,
    parentId: null,
    position: 0,
    topic: null,
    nsfw: false,
    slowmodeSeconds: 0,
    bitrate: 64_000,
    userLimit: 0,
    overwrites: new Map(),
    availableTags: [],
    lastMessageId: null,
    lastPinAt: null,
    thread,
    recipientIds: [],
    messages: [],
  };
}
