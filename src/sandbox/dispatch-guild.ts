/** Dispatches about a guild: itself, roles, channels, threads, members, voice, scheduled events; and those made for one application. */
import { ChannelKind, Intent } from './api-codes.ts';
import { type Dispatchers, placeOf, toChannel, toGuild } from './dispatch.ts';
import { renderEntitlement } from './shape-entitlement.ts';
import {
  renderChannel,
  renderScheduledEvent,
  renderThreadMember,
  renderVoiceState,
} from './shape-channel.ts';
import {
  isoTime,
  isoTimeOrNull,
  renderGuild,
  renderMember,
  renderRole,
  renderSelf,
  renderUser,
} from './shape-people.ts';
import { type EntitlementRecord, inviteExpiry, type ScheduledEventRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export const structureDispatchers: Dispatchers<
  | 'guildUpdate'
  | 'roleCreate'
  | 'roleUpdate'
  | 'roleDelete'
  | 'channelCreate'
  | 'channelUpdate'
  | 'channelDelete'
  | 'channelPins'
  | 'inviteCreate'
  | 'inviteDelete'
  | 'webhooksUpdate'
  | 'forApplication'
> = {
  guildUpdate: (_, { guild }) => [toGuild('GUILD_UPDATE', guild.id, Intent.guilds, renderGuild(guild))],
  roleCreate: (_, { role }) => [
    toGuild('GUILD_ROLE_CREATE', role.guildId, Intent.guilds, {
      guild_id: role.guildId,
      role: renderRole(role),
    }),
  ],
  roleUpdate: (_, { role }) => [
    toGuild('GUILD_ROLE_UPDATE', role.guildId, Intent.guilds, {
      guild_id: role.guildId,
      role: renderRole(role),
    }),
  ],
  roleDelete: (_, { role }) => [
    toGuild('GUILD_ROLE_DELETE', role.guildId, Intent.guilds, { guild_id: role.guildId, role_id: role.id }),
  ],
  channelCreate: (_, { channel }) => [
    toGuild('CHANNEL_CREATE', channel.guildId, Intent.guilds, renderChannel(channel)),
  ],
  channelUpdate: (_, { channel }) => [
    toGuild('CHANNEL_UPDATE', channel.guildId, Intent.guilds, renderChannel(channel)),
  ],
  channelDelete: (_, { channel }) => [
    toGuild('CHANNEL_DELETE', channel.guildId, Intent.guilds, renderChannel(channel)),
  ],
  channelPins: (_, { channel }) => [
    toChannel(
      'CHANNEL_PINS_UPDATE',
      channel,
      { guild: Intent.guilds, direct: Intent.directMessages },
      {
        ...placeOf(channel),
        last_pin_timestamp: isoTimeOrNull(channel.lastPinAt),
      },
    ),
  ],
  inviteCreate: ({ state }, { invite }) => [
    toGuild('INVITE_CREATE', invite.guildId, Intent.guildInvites, {
      guild_id: invite.guildId,
      channel_id: invite.channelId,
      code: invite.code,
      inviter: renderUser(state.user(invite.inviterId)),
      created_at: isoTime(invite.createdAt),
      max_age: invite.maxAgeSeconds,
      max_uses: invite.maxUses,
      temporary: invite.temporary,
      uses: invite.uses,
      type: 0,
      expires_at: isoTimeOrNull(inviteExpiry(invite)),
      ...(invite.roleIds.length > 0 ? { role_ids: invite.roleIds } : {}),
    }),
  ],
  inviteDelete: (_, { invite }) => [
    toGuild('INVITE_DELETE', invite.guildId, Intent.guildInvites, {
      guild_id: invite.guildId,
      channel_id: invite.channelId,
      code: invite.code,
    }),
  ],
  webhooksUpdate: (_, { guildId, channelId }) => [
    toGuild('WEBHOOKS_UPDATE', guildId, Intent.guildWebhooks, { guild_id: guildId, channel_id: channelId }),
  ],
  forApplication: ({ state }, event) => [
    toGuild(event.name, event.guildId, 0, event.payload, {
      onlyBotIds: [state.application(event.applicationId).botId],
    }),
  ],
};

export const memberDispatchers: Dispatchers<
  'memberAdd' | 'memberUpdate' | 'memberRemove' | 'banAdd' | 'banRemove' | 'userUpdate' | 'voiceState'
> = {
  // A bot learns of its own arrival and leaving by GUILD_CREATE and GUILD_DELETE.
  memberAdd: (_, { member }) => [
    toGuild(
      'GUILD_MEMBER_ADD',
      member.guildId,
      Intent.guildMembers,
      { ...renderMember(member), guild_id: member.guildId },
      { exceptBotId: member.user.id },
    ),
  ],
  memberUpdate: (_, { member }) => [
    toGuild(
      'GUILD_MEMBER_UPDATE',
      member.guildId,
      Intent.guildMembers,
      { ...renderMember(member), guild_id: member.guildId },
      { alwaysBotId: member.user.id },
    ),
  ],
  memberRemove: (_, { guildId, user }) => [
    toGuild('GUILD_MEMBER_REMOVE', guildId, Intent.guildMembers, {
      guild_id: guildId,
      user: renderUser(user),
    }),
  ],
  banAdd: (_, { guildId, user }) => [
    toGuild('GUILD_BAN_ADD', guildId, Intent.guildModeration, { guild_id: guildId, user: renderUser(user) }),
  ],
  banRemove: (_, { guildId, user }) => [
    toGuild('GUILD_BAN_REMOVE', guildId, Intent.guildModeration, {
      guild_id: guildId,
      user: renderUser(user),
    }),
  ],
  userUpdate: ({ state }, { user }) => [
    toGuild('USER_UPDATE', null, 0, renderSelf(user), { onlyBotIds: [user.id] }),
    // For others a changed name arrives as an update of the member, in every guild.
    ...[...state.guilds.values()].flatMap((guild) => {
      const member = guild.members.get(user.id);
      return member
        ? [
            toGuild('GUILD_MEMBER_UPDATE', guild.id, Intent.guildMembers, {
              ...renderMember(member),
              guild_id: guild.id,
            }),
          ]
        : [];
    }),
  ],
  voiceState: ({ state }, event) => {
    const member = state.guild(event.state.guildId).members.get(event.state.userId);
    return [
      toGuild('VOICE_STATE_UPDATE', event.state.guildId, Intent.guildVoiceStates, {
        ...renderVoiceState(event.state),
        ...(member ? { member: renderMember(member) } : {}),
      }),
    ];
  },
};

export const threadDispatchers: Dispatchers<
  'threadCreate' | 'threadUpdate' | 'threadDelete' | 'threadMembers'
> = {
  threadCreate: (_, { thread }) => [
    toGuild(
      'THREAD_CREATE',
      thread.guildId,
      Intent.guilds,
      { ...renderChannel(thread), newly_created: true },
      { channel: thread },
    ),
  ],
  threadUpdate: (_, { thread }) => [
    toGuild('THREAD_UPDATE', thread.guildId, Intent.guilds, renderChannel(thread), { channel: thread }),
  ],
  threadDelete: (_, { thread }) => [
    toGuild(
      'THREAD_DELETE',
      thread.guildId,
      Intent.guilds,
      { id: thread.id, guild_id: thread.guildId, parent_id: thread.parentId, type: thread.type },
      // Who did not see it does not hear that it is gone.
      { channel: thread },
    ),
  ],
  threadMembers: (_, { thread, added, removed }) => [
    // A private thread is new to the bot that is taken into it.
    ...(thread.type === ChannelKind.privateThread && added.length > 0
      ? [
          toGuild('THREAD_CREATE', thread.guildId, Intent.guilds, renderChannel(thread), {
            onlyBotIds: added,
          }),
        ]
      : []),
    toGuild(
      'THREAD_MEMBERS_UPDATE',
      thread.guildId,
      Intent.guildMembers,
      {
        id: thread.id,
        guild_id: thread.guildId,
        member_count: Math.min(thread.thread?.members.size ?? 0, 50),
        ...(added.length > 0
          ? { added_members: added.map((userId) => renderThreadMember(thread, userId)) }
          : {}),
        ...(removed.length > 0 ? { removed_member_ids: removed } : {}),
      },
      { channel: thread, alwaysBotId: added[0] ?? removed[0] ?? null },
    ),
  ],
};

export const scheduledEventDispatchers: Dispatchers<
  'eventCreate' | 'eventUpdate' | 'eventDelete' | 'eventUserAdd' | 'eventUserRemove'
> = {
  eventCreate: ({ state }, { event }) => [aboutEvent('GUILD_SCHEDULED_EVENT_CREATE', state, event)],
  eventUpdate: ({ state }, { event }) => [aboutEvent('GUILD_SCHEDULED_EVENT_UPDATE', state, event)],
  eventDelete: ({ state }, { event }) => [aboutEvent('GUILD_SCHEDULED_EVENT_DELETE', state, event)],
  eventUserAdd: (_, { event, userId }) => [aboutInterest('GUILD_SCHEDULED_EVENT_USER_ADD', event, userId)],
  eventUserRemove: (_, { event, userId }) => [
    aboutInterest('GUILD_SCHEDULED_EVENT_USER_REMOVE', event, userId),
  ],
};

function aboutEvent(name: string, state: WorldState, event: ScheduledEventRecord) {
  const creator = state.users.get(event.creatorId) ?? null;
  // Where it is held in a channel, it shows to those who see that.
  return toGuild(name, event.guildId, Intent.guildScheduledEvents, renderScheduledEvent(event, creator), {
    channel: state.channels.get(event.channelId ?? '') ?? null,
  });
}

function aboutInterest(name: string, event: ScheduledEventRecord, userId: string) {
  return toGuild(name, event.guildId, Intent.guildScheduledEvents, {
    guild_id: event.guildId,
    guild_scheduled_event_id: event.id,
    user_id: userId,
  });
}

export const entitlementDispatchers: Dispatchers<
  'entitlementCreate' | 'entitlementUpdate' | 'entitlementDelete'
> = {
  entitlementCreate: ({ state }, { entitlement }) => [toOwner('ENTITLEMENT_CREATE', state, entitlement)],
  entitlementUpdate: ({ state }, { entitlement }) => [toOwner('ENTITLEMENT_UPDATE', state, entitlement)],
  entitlementDelete: ({ state }, { entitlement }) => [toOwner('ENTITLEMENT_DELETE', state, entitlement)],
};

/** To the application whose product it is: on the shard of the guild, else on the first. */
function toOwner(name: string, state: WorldState, entitlement: EntitlementRecord) {
  const { botId } = state.application(entitlement.applicationId);
  return toGuild(name, entitlement.guildId, 0, renderEntitlement(entitlement), { onlyBotIds: [botId] });
}
