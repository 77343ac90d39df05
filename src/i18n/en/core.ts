/** English words of the house itself: errors every command can meet, and small shared words. */
import type { RefusalFacts } from '../../kernel/errors.ts';
import { formatCount, formatInstant, formatNumber } from '../format.ts';

export const core = {
  none: 'none',
  notSet: 'not set',
  yes: 'yes',
  no: 'no',
  done: 'Done.',
  formAgain: 'Open the form again',
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  notEnoughData: 'not enough data',
  members: (count: number) => (count === 1 ? '1 member' : `${formatCount(count, 'en')} members`),
  bug: (facts: { reference: string }) =>
    `Something went wrong on our side. If it happens again, give staff this reference: \`${facts.reference}\`.`,
  upstreamDiscord: 'Discord did not do what was asked. Please try again in a few minutes.',
  upstreamDatabase:
    'The database is not reachable right now. Please try again in a few minutes; nothing was changed.',
  permissions: {
    ViewChannel: 'View Channel',
    SendMessages: 'Send Messages',
    EmbedLinks: 'Embed Links',
    AttachFiles: 'Attach Files',
    ReadMessageHistory: 'Read Message History',
    Connect: 'Connect',
    CreateInstantInvite: 'Create Invite',
    ManageGuild: 'Manage Server',
    ManageRoles: 'Manage Roles',
    CreatePublicThreads: 'Create Public Threads',
    CreatePrivateThreads: 'Create Private Threads',
    SendMessagesInThreads: 'Send Messages in Threads',
    ManageThreads: 'Manage Threads',
    CreateEvents: 'Create Events',
    ManageChannels: 'Manage Channels',
    MuteMembers: 'Mute Members',
    MoveMembers: 'Move Members',
  } as Record<string, string>,
};

/** Of a limit, so that it is a round number of its unit. */
const megabytes = (bytes: number) => `${formatNumber(bytes / 1_000_000, 1, 'en')} MB`;

export const coreRefusals = {
  'access.staff-only': (facts: { staffRoleId: string | null }) =>
    facts.staffRoleId
      ? `Only staff can do this: members with <@&${facts.staffRoleId}> or the permission “Manage Server”.`
      : 'Only staff can do this: members with the permission “Manage Server”. A staff role can be set with `/setup`.',
  'access.admin-only': () => 'Only members with the permission “Manage Server” can do this.',
  'access.tier-admin-only': ({ adminRoleId, isGone }: RefusalFacts['access.tier-admin-only']) => {
    if (adminRoleId && !isGone)
      return `Only members with <@&${adminRoleId}> can do this: paid tiers are in their hands alone.`;
    const why = isGone
      ? 'The role that looked after paid tiers was deleted, so nobody can do this now.'
      : 'Nobody can do this yet.';
    return `${why} Somebody who may manage the server must first name the role that looks after paid tiers: \`/setup admin-role:@role\`.`;
  },
  'access.server-only': () => 'This works only inside a server, not in direct messages.',
  'component.unknown': () =>
    'This button or form belongs to an older version or no longer works. Please start again with the command.',
  'form.gone': () =>
    'What you typed is no longer at hand: it is kept for an hour, and only while I run. Please start again.',
  'option.invalid': (facts: { option: string }) =>
    `The option \`${facts.option}\` has a value that cannot be used. Please type the command again.`,
  'option.day': (facts: { given: string }) =>
    `“${facts.given}” is not a day written like 2026-03-02 (year-month-day), or the calendar has no such day.`,
  'option.moment': (facts: { given: string }) =>
    `“${facts.given}” is no time I can read, or the calendar has none such. Write \`now\`, a time like 20:00, or a day and a time like 2026-03-02 20:00.`,
  'option.moment-past': (facts: { at: Date }) =>
    `${formatInstant(facts.at, 'F')} is over. Choose a time that lies ahead.`,
  'option.moment-gap': (facts: { given: string; timeZone: string; next: Date }) =>
    `“${facts.given}” does not exist in ${facts.timeZone}: clocks are set forward over it. Do you mean ${formatInstant(facts.next, 'F')}? Then write that time.`,
  'option.time-zone': (facts: { given: string }) =>
    `“${facts.given}” is not a time zone. Write it as an area and city, for example Asia/Shanghai or Europe/Berlin.`,
  'attachment.too-large': (facts: { fileName: string; mostBytes: number }) =>
    `“${facts.fileName}” is too large: at most ${megabytes(facts.mostBytes)} are taken. Attach a smaller file, or split it.`,
  'attachment.gone': (facts: { fileName: string }) =>
    `Discord no longer has “${facts.fileName}”. Type the command again and attach it anew.`,
  'messenger.channel': (facts: {
    channelId: string;
    problem: { kind: string; missing: readonly string[] };
  }) => {
    if (facts.problem.kind === 'gone')
      return 'The channel no longer exists, or I cannot see it. Choose another one.';
    if (facts.problem.kind === 'not-text')
      return `<#${facts.channelId}> is not a text channel. Choose a text or announcement channel.`;
    const missing = facts.problem.missing.map((name) => core.permissions[name] ?? name).join(', ');
    return `I cannot post in <#${facts.channelId}>: I am missing ${missing} there. Give my role these permissions in the channel's settings.`;
  },
  'messenger.message-gone': (facts: { channelId: string }) =>
    `My message in <#${facts.channelId}> was deleted.`,
  'messenger.dm-closed': (facts: { userId: string }) =>
    `<@${facts.userId}> takes no direct messages from me: they are turned off, or we share no server any more.`,
  'threads.too-many': () =>
    'This server has as many active threads as Discord allows. Close some that are no longer needed, then try again.',
  'scheduled-events.permissions': ({ channelId, missing }: RefusalFacts['scheduled-events.permissions']) => {
    const lacks = missing.map((name) => core.permissions[name] ?? name).join(', ');
    return channelId
      ? `I cannot make an event in <#${channelId}>: I am missing ${lacks} there. Give my role these permissions in the channel's settings.`
      : `I cannot make an event: I am missing ${lacks}. Give my role this permission in Server Settings → Roles.`;
  },
  'scheduled-events.place': ({ channelId }: RefusalFacts['scheduled-events.place']) =>
    `<#${channelId}> is no channel an event can be held in, or I cannot see it. Choose a voice or stage channel.`,
  'scheduled-events.past': ({ startsAt }: RefusalFacts['scheduled-events.past']) =>
    `${formatInstant(startsAt)} is over. Choose a time that lies ahead.`,
  'scheduled-events.too-many': ({ most }: RefusalFacts['scheduled-events.too-many']) =>
    `This server has ${formatCount(most, 'en')} events ahead or under way, the most Discord allows. Delete one, then try again.`,
};
