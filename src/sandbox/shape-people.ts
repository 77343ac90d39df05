/** How users, members, roles and guilds look in Discord's JSON. Pure: records in, JSON out. */
import type {
  ApplicationRecord,
  GuildRecord,
  JsonObject,
  MemberRecord,
  RoleRecord,
  UserRecord,
} from './world-records.ts';

/** Discord's own form of an instant: microseconds and an offset. */
export function isoTime(at: Date): string {
  return at.toISOString().replace('Z', '000+00:00');
}

export function isoTimeOrNull(at: Date | null): string | null {
  return at === null ? null : isoTime(at);
}

export function renderUser(user: UserRecord): JsonObject {
  return {
    id: user.id,
    username: user.username,
    avatar: null,
    discriminator: user.bot ? '0000' : '0',
    public_flags: 0,
    flags: 0,
    // Discord leaves the key out for people.
    ...(user.bot ? { bot: true } : {}),
    banner: null,
    accent_color: null,
    global_name: user.globalName,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}

/** The bot about itself: READY and `/users/@me`. */
export function renderSelf(user: UserRecord): JsonObject {
  return {
    ...renderUser(user),
    mfa_enabled: true,
    locale: user.locale,
    verified: true,
    email: null,
    premium_type: 0,
  };
}

/** A member without `user`, as it accompanies a message. */
export function renderBareMember(member: MemberRecord): JsonObject {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: isoTimeOrNull(member.timedOutUntil),
    flags: 0,
    joined_at: isoTime(member.joinedAt),
    nick: member.nick,
    pending: member.pending,
    premium_since: isoTimeOrNull(member.premiumSince),
    roles: member.roles,
    mute: member.mute,
    deaf: member.deaf,
  };
}

export function renderMember(member: MemberRecord): JsonObject {
  return { ...renderBareMember(member), user: renderUser(member.user) };
}

export function renderRole(role: RoleRecord): JsonObject {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.hoist,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: null,
    ...(role.botId ? { tags: { bot_id: role.botId } } : {}),
    // A key that is there, with null, says yes.
    ...(role.forBoosters ? { tags: { premium_subscriber: null } } : {}),
    flags: 0,
  };
}

/** What REST and the gateway say alike about a guild. */
export function renderGuild(guild: GuildRecord): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: guild.description,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: guild.features,
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: guild.systemChannelId,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    roles: [...guild.roles.values()].map(renderRole),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 2,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.preferredLocale,
    rules_channel_id: guild.rulesChannelId,
    safety_alerts_channel_id: null,
    public_updates_channel_id: guild.publicUpdatesChannelId,
    premium_progress_bar_enabled: false,
    premium_progress_bar_enabled_user_updated_at: null,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

const FLAG = {
  presence: 1 << 12,
  members: 1 << 14,
  messageContent: 1 << 18,
} as const;

/** The bits that tell which privileged intents are switched on. Source: https://discord.com/developers/docs/resources/application */
export function applicationFlags(application: ApplicationRecord): number {
  const { privileged } = application;
  return (
    (privileged.guildPresences ? FLAG.presence : 0) |
    (privileged.guildMembers ? FLAG.members : 0) |
    (privileged.messageContent ? FLAG.messageContent : 0)
  );
}

/** An application as its own bot sees it. */
export function renderApplication(
  application: ApplicationRecord,
  people: { bot: UserRecord; owner: UserRecord },
  guildCount: number,
): JsonObject {
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: application.description,
    type: null,
    flags: applicationFlags(application),
    flags_new: applicationFlags(application).toString(),
    bot: renderUser(people.bot),
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: application.id.padStart(64, '0'),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: renderUser(people.owner),
    approximate_guild_count: guildCount,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: ['bot', 'applications.commands'],
  };
}
