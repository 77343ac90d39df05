/** What features may do with roles, and what is known of them from memory. Features see people and roles, not packets. */

/**
 * Why a role cannot be given or taken by the bot, whoever's it is: deleted; at or above the bot's highest one; given by Discord or an
 * integration alone; the bot lacks Manage Roles.
 */
export type RoleObstacle = 'role-gone' | 'role-above' | 'role-managed' | 'no-permission';

export interface RoleChange {
  readonly userId: string;
  readonly roleId: string;
  /** True: they are to hold it; false: they are not to. */
  readonly wanted: boolean;
}

/** done: it is so now; absent: they are not in the community. */
export type RoleAnswer = 'done' | 'absent' | RoleObstacle;

export interface RoleHands {
  /** Asks Discord for it. @param reason for the server's audit log. @throws UpstreamError when Discord failed or `signal` ended it. */
  change(guildId: string, change: RoleChange, reason: string, signal: AbortSignal): Promise<RoleAnswer>;
  /** What keeps the bot from giving and taking the role; null when nothing does, or nothing is known. Answered from memory. */
  problem(guildId: string, roleId: string): RoleObstacle | null;
  /** Whether who holds the role may rule over others or over the server. Answered from memory. */
  isRuling(guildId: string, roleId: string): boolean;
  /** Whether they hold the role now; null where that is not known. Answered from memory. */
  holds(guildId: string, userId: string, roleId: string): boolean | null;
  /** Members who hold at least one of these roles → those they hold; null where not all members are known. Answered from memory. */
  holders(guildId: string, roleIds: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> | null;
  /**
   * Members who may manage the server, its owner among them; null where not all members are known, and where everybody may.
   * Answered from memory.
   */
  managers(guildId: string): ReadonlySet<string> | null;
  /** Whether they are in the community now; null where that is not known. Answered from memory. */
  isMember(guildId: string, userId: string): boolean | null;
  /** Whether what happens in the community is heard at the moment: otherwise memory may be out of date. */
  isListening(guildId: string): boolean;
  /** Whether the list of members will come and has not come wholly yet. Without the members intent it never does. */
  isListComing(guildId: string): boolean;
}
