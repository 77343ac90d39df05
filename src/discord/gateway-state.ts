/** What the connection to Discord is like now, and what the bot is allowed in a community. Answered from memory. */

/** Where the bot stands in one community. Permissions by Discord's usual English names, e.g. 'SendMessages'. */
export interface OwnStanding {
  /** Permissions the bot needs in the whole community and does not have there. */
  readonly missingPermissions: readonly string[];
  /** Whether the bot may give and take roles below its own. */
  readonly mayManageRoles: boolean;
  /** Text, voice and forum channels, not counting categories and threads. */
  readonly channelCount: number;
  /** Those among them the bot cannot see: what happens there is not counted. */
  readonly hiddenChannelIds: readonly string[];
}

export interface GatewayState {
  readonly connected: boolean;
  /** Since when the present connection stands, or when the last one ended; null before the first. */
  readonly since: Date | null;
  /** Milliseconds of the last heartbeat's way and back; null when not known yet. */
  readonly pingMs: number | null;
  /** Whether Discord granted the privileged intent GUILD_MEMBERS: joins, leaves and the full list of members. */
  readonly hasMembersIntent: boolean;
  /** null when the bot is not in the community. */
  standing(guildId: string): OwnStanding | null;
  /** Whether a role stands above the bot's highest one; null when there is no such role. */
  isRoleAbove(guildId: string, roleId: string): boolean | null;
}
