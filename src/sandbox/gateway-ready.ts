/** What a bot is told when it connects: READY and a GUILD_CREATE for each of its guilds. Pure: records in, JSON out. */
import { Intent } from './api-codes.ts';
import type { GatewaySession } from './gateway-session.ts';
import { channelPermissions, has } from './permissions.ts';
import { Permission } from './api-codes.ts';
import {
  renderChannel,
  renderScheduledEvent,
  renderThreadMember,
  renderVoiceState,
} from './shape-channel.ts';
import { applicationFlags, isoTime, renderGuild, renderMember, renderSelf } from './shape-people.ts';
import type { GuildRecord, JsonObject, MemberRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export function renderReady(state: WorldState, session: GatewaySession, gatewayUrl: string): JsonObject {
  return {
    v: 10,
    user_settings: {},
    user: renderSelf(state.user(session.botId)),
    session_type: 'normal',
    session_id: session.id,
    resume_gateway_url: gatewayUrl,
    relationships: [],
    private_channels: [],
    presences: [],
    guilds: guildsOf(state, session).map((guild) => ({ id: guild.id, unavailable: true })),
    guild_join_requests: [],
    geo_ordered_rtc_regions: ['local'],
    game_relationships: [],
    auth: {},
    shard: session.request.shard,
    application: { id: session.application.id, flags: applicationFlags(session.application) },
    _trace: ['["local-discord"]'],
  };
}

/** The guilds the bot is in and this shard serves, in the order of their ids. */
export function guildsOf(state: WorldState, session: GatewaySession): GuildRecord[] {
  return [...state.guilds.values()].filter(
    (guild) => guild.members.has(session.botId) && session.servesGuild(guild.id),
  );
}

/** The whole guild as this session may see it. */
export function renderGuildCreate(
  state: WorldState,
  session: GatewaySession,
  guild: GuildRecord,
): JsonObject {
  const self = guild.members.get(session.botId);
  const members = membersFor(session, guild);
  const threads = [...guild.threads.values()].filter(
    (thread) =>
      !thread.thread?.archived &&
      self &&
      has(channelPermissions(guild, thread, self, state.now()), Permission.viewChannel),
  );
  return {
    ...renderGuild(guild),
    joined_at: isoTime(self?.joinedAt ?? state.now()),
    large: guild.members.size > session.request.largeThreshold,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: session.hasIntent(Intent.guildVoiceStates)
      ? [...guild.voiceStates.values()].map((voice) => withoutGuild(renderVoiceState(voice)))
      : [],
    members: members.map(renderMember),
    channels: [...guild.channels.values()].map((channel) => withoutGuild(renderChannel(channel))),
    threads: threads.map((thread) => ({
      ...renderChannel(thread),
      ...(thread.thread?.members.has(session.botId)
        ? { member: renderThreadMember(thread, session.botId) }
        : {}),
    })),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: session.hasIntent(Intent.guildScheduledEvents)
      ? [...guild.scheduledEvents.values()].map((event) => renderScheduledEvent(event, null))
      : [],
    soundboard_sounds: [],
    activity_instances: [],
    embedded_activities: [],
  };
}

/** Without the presence intent, or in a large guild: only the bot itself and who is in voice. */
function membersFor(session: GatewaySession, guild: GuildRecord): MemberRecord[] {
  const isLarge = guild.members.size > session.request.largeThreshold;
  if (session.hasIntent(Intent.guildPresences) && !isLarge) return [...guild.members.values()];
  return [...guild.members.values()].filter(
    (member) => member.user.id === session.botId || guild.voiceStates.has(member.user.id),
  );
}

function withoutGuild(json: JsonObject): JsonObject {
  const { guild_id: _, ...rest } = json;
  return rest;
}
