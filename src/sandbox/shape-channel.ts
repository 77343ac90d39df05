/** How channels, threads, invites, webhooks, voice states and scheduled events look in Discord's JSON. Pure. */
import { ChannelKind } from './api-codes.ts';
import { isoTime, isoTimeOrNull, renderRole, renderUser } from './shape-people.ts';
import {
  type ChannelRecord,
  type GuildRecord,
  inviteExpiry,
  type InviteRecord,
  type JsonObject,
  type OverwriteRecord,
  type RoleRecord,
  type ScheduledEventRecord,
  type UserRecord,
  type VoiceStateRecord,
  type WebhookRecord,
} from './world-records.ts';

function renderOverwrite(overwrite: OverwriteRecord): JsonObject {
  return {
    id: overwrite.id,
    type: overwrite.type,
    allow: overwrite.allow.toString(),
    deny: overwrite.deny.toString(),
  };
}

/** A channel of a guild or a thread. Direct messages: `renderDirectChannel`. */
export function renderChannel(channel: ChannelRecord): JsonObject {
  if (channel.thread) return renderThread(channel);
  const isVoice = channel.type === ChannelKind.voice || channel.type === ChannelKind.stage;
  const isForum = channel.type === ChannelKind.forum || channel.type === ChannelKind.media;
  const isCategory = channel.type === ChannelKind.category;
  return {
    id: channel.id,
    type: channel.type,
    flags: 0,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    position: channel.position,
    permission_overwrites: [...channel.overwrites.values()].map(renderOverwrite),
    ...(isCategory
      ? {}
      : {
          last_message_id: channel.lastMessageId,
          rate_limit_per_user: channel.slowmodeSeconds,
          nsfw: channel.nsfw,
          topic: channel.topic,
        }),
    ...(channel.lastPinAt ? { last_pin_timestamp: isoTime(channel.lastPinAt) } : {}),
    ...(isVoice ? { bitrate: channel.bitrate, user_limit: channel.userLimit, rtc_region: null } : {}),
    ...(isForum
      ? {
          available_tags: channel.availableTags.map((tag) => ({
            id: tag.id,
            name: tag.name,
            moderated: tag.moderated,
            emoji_id: null,
            emoji_name: tag.emojiName,
          })),
          default_reaction_emoji: null,
          default_sort_order: null,
          default_forum_layout: 0,
        }
      : {}),
  };
}

function renderThread(channel: ChannelRecord): JsonObject {
  const { thread } = channel;
  if (!thread) return {};
  return {
    id: channel.id,
    type: channel.type,
    last_message_id: channel.lastMessageId,
    flags: 0,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: channel.slowmodeSeconds,
    bitrate: 64_000,
    user_limit: 0,
    rtc_region: null,
    owner_id: thread.ownerId,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: isoTime(thread.archivedChangedAt),
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: thread.locked,
      create_timestamp: isoTime(thread.createdAt),
      ...(channel.type === ChannelKind.privateThread ? { invitable: thread.invitable } : {}),
    },
    message_count: thread.messageCount,
    member_count: Math.min(thread.members.size, 50),
    total_message_sent: thread.totalMessageSent,
    applied_tags: thread.appliedTags,
  };
}

/** A direct message as the bot `selfId` sees it: the recipient is the other one. */
export function renderDirectChannel(
  channel: ChannelRecord,
  selfId: string,
  userOf: (id: string) => UserRecord,
): JsonObject {
  return {
    id: channel.id,
    type: ChannelKind.dm,
    last_message_id: channel.lastMessageId,
    flags: 0,
    recipients: channel.recipientIds.filter((id) => id !== selfId).map((id) => renderUser(userOf(id))),
  };
}

export function renderThreadMember(thread: ChannelRecord, userId: string): JsonObject {
  const joinedAt = thread.thread?.members.get(userId);
  return {
    id: thread.id,
    user_id: userId,
    join_timestamp: isoTime(joinedAt ?? thread.thread?.createdAt ?? new Date(0)),
    flags: 1,
  };
}

export function renderVoiceState(state: VoiceStateRecord): JsonObject {
  return {
    guild_id: state.guildId,
    channel_id: state.channelId,
    user_id: state.userId,
    session_id: state.sessionId,
    deaf: state.deaf,
    mute: state.mute,
    self_deaf: state.selfDeaf,
    self_mute: state.selfMute,
    self_stream: state.selfStream,
    self_video: state.selfVideo,
    suppress: state.suppress,
    request_to_speak_timestamp: null,
  };
}

export function renderScheduledEvent(
  event: ScheduledEventRecord,
  creator: UserRecord | null,
  withCount = false,
): JsonObject {
  return {
    id: event.id,
    guild_id: event.guildId,
    name: event.name,
    description: event.description,
    channel_id: event.channelId,
    creator_id: event.creatorId,
    ...(creator ? { creator: renderUser(creator) } : {}),
    image: event.image,
    scheduled_start_time: isoTime(event.startsAt),
    scheduled_end_time: isoTimeOrNull(event.endsAt),
    status: event.status,
    entity_type: event.entityType,
    entity_id: null,
    recurrence_rule: event.recurrenceRule,
    ...(withCount ? { user_count: event.interestedIds.size } : {}),
    privacy_level: 2,
    guild_scheduled_event_exceptions: [],
    entity_metadata: event.entityType === 3 ? { location: event.location ?? '' } : null,
  };
}

export function renderInvite(
  invite: InviteRecord,
  guild: GuildRecord,
  channel: ChannelRecord,
  inviter: UserRecord,
): JsonObject {
  const roles = invite.roleIds.flatMap((id) => guild.roles.get(id) ?? []);
  return {
    type: 0,
    code: invite.code,
    inviter: renderUser(inviter),
    max_age: invite.maxAgeSeconds,
    created_at: isoTime(invite.createdAt),
    expires_at: isoTimeOrNull(inviteExpiry(invite)),
    flags: 0,
    guild: {
      id: guild.id,
      name: guild.name,
      splash: null,
      banner: null,
      description: guild.description,
      icon: null,
      features: guild.features,
      verification_level: 1,
      vanity_url_code: null,
      nsfw_level: 0,
      nsfw: false,
      premium_subscription_count: 0,
      premium_tier: 0,
    },
    guild_id: guild.id,
    channel: { id: channel.id, type: channel.type, name: channel.name },
    uses: invite.uses,
    max_uses: invite.maxUses,
    temporary: invite.temporary,
    ...(roles.length > 0 ? { roles: roles.map(renderInviteRole) } : {}),
  };
}

function renderInviteRole(role: RoleRecord): JsonObject {
  const kept = ['id', 'name', 'position', 'color', 'colors', 'icon', 'unicode_emoji'];
  return Object.fromEntries(Object.entries(renderRole(role)).filter(([key]) => kept.includes(key)));
}

export function renderWebhook(webhook: WebhookRecord, creator: UserRecord, origin: string): JsonObject {
  return {
    application_id: webhook.applicationId,
    avatar: null,
    channel_id: webhook.channelId,
    guild_id: webhook.guildId,
    id: webhook.id,
    name: webhook.name,
    type: 1,
    user: renderUser(creator),
    token: webhook.token,
    url: `${origin}/api/webhooks/${webhook.id}/${webhook.token}`,
  };
}
