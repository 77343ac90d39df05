/** The permissions the bot asks for, each with its use; the invite link in the README is made of exactly these. */
import { PermissionFlagsBits } from 'discord.js';

/** What posting a report or a survey needs, in the order it is told to people. */
export const POSTING_PERMISSIONS = [
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
] as const;

/** What writing in a thread needs: Send Messages has no effect there. Source: https://discord.com/developers/docs/topics/threads#permissions */
export const THREAD_POSTING_PERMISSIONS = POSTING_PERMISSIONS.map((name) =>
  name === 'SendMessages' ? ('SendMessagesInThreads' as const) : name,
);

/** What opening threads, letting people in and out and closing them needs besides. */
export const THREAD_PERMISSIONS = [
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'SendMessagesInThreads',
  'ManageThreads',
] as const;

/** What making scheduled events, and changing one's own, needs. Source: https://discord.com/developers/docs/resources/guild-scheduled-event#guild-scheduled-event-permissions-requirements */
export const EVENT_PERMISSION = 'CreateEvents' as const;

/** What every feature together needs in the whole community, roles aside, in the order it is told to people. */
export const COMMUNITY_PERMISSIONS = [
  ...POSTING_PERMISSIONS,
  ...THREAD_PERMISSIONS,
  EVENT_PERMISSION,
] as const;

/** What giving and taking the roles of paid tiers needs in the whole community. */
export const ROLE_PERMISSION = 'ManageRoles' as const;

/**
 * What inviting to a paid tier needs besides. Not in the link: who never uses `/tier invite` should not give them, and it says which are
 * missing.
 */
export const INVITE_PERMISSIONS = ['CreateInstantInvite', 'ManageGuild'] as const;

/**
 * Who has one of these rules over others or over the server; a role that is sold must bring none.
 * Source: https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags (those that need two-factor authentication)
 */
export const RULING_PERMISSIONS = [
  'Administrator',
  'ManageGuild',
  'ManageRoles',
  'ManageChannels',
  'ManageWebhooks',
  'ManageMessages',
  'ManageThreads',
  'ManageGuildExpressions',
  'KickMembers',
  'BanMembers',
  'ModerateMembers',
  'ViewCreatorMonetizationAnalytics',
] as const;

/** As the number that stands in an invite link. */
export const invitePermissions = [...COMMUNITY_PERMISSIONS, ROLE_PERMISSION].reduce(
  (sum, name) => sum | PermissionFlagsBits[name],
  0n,
);
