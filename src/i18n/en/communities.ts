/** English words of a community's settings: /setup and its refusals. */
import type { CommandWords } from '../command-words.ts';

const weekdays = {
  '1': 'Monday',
  '2': 'Tuesday',
  '3': 'Wednesday',
  '4': 'Thursday',
  '5': 'Friday',
  '6': 'Saturday',
  '7': 'Sunday',
};

export const communities = {
  title: (facts: { name: string }) => `Settings of ${facts.name}`,
  saved: 'Saved.',
  savedTimeZone: 'Saved. Past days were counted anew in the new time zone.',
  savedTimeZoneLater:
    'Saved. Past days could not be counted anew in the new time zone just now; that follows by itself within the hour.',
  labels: {
    reportsChannel: 'Reports channel',
    reports: 'Weekly reports',
    staffRole: 'Staff role',
    adminRole: 'Admin role',
    staffChannel: 'Staff channel',
    timeZone: 'Time zone',
    weekStart: 'Week begins on',
    language: 'Language of public posts',
    excluded: 'Not counted',
  },
  staffRoleNotSet: 'not set; only members who may manage the server count as staff',
  adminRoleNotSet: 'not set; nobody may grant paid tiers',
  languages: { en: 'English', 'zh-CN': '简体中文 (Simplified Chinese)' },
  reportsAt: (facts: { weekday: string; hour: string; next: string }) =>
    `every ${facts.weekday} at ${facts.hour}, next ${facts.next}`,
  reportsOff: (facts: { weekday: string; hour: string }) =>
    `off until a reports channel is set (then every ${facts.weekday} at ${facts.hour})`,
  nothingExcluded: 'none; every channel I can see is counted',
  checks: 'What I need',
  nothingMissing: '✅ I have every permission I need.',
  next: 'What to do next',
  steps: {
    reportsChannel: 'Choose where the weekly reports appear: `/setup reports-channel:#channel`.',
    staffRole: 'Name the role that may run surveys and read reports: `/setup staff-role:@role`.',
    adminRole: 'Name the role that alone may grant and change paid tiers: `/setup admin-role:@role`.',
    staffChannel:
      'Choose where your team is told what needs it, such as roles that do not match what was paid: `/setup staff-channel:#channel`.',
    timeZone:
      'Days and weeks follow UTC. If your community lives in another time zone: `/setup time-zone:` and type a city.',
    mend: 'Fix what is marked above, then type `/setup` again to check.',
    ready: 'You are all set. Ask your members how they like it here: `/survey create`.',
  },
};

export const communitiesRefusals = {
  'communities.staff-role-everyone': () =>
    '@everyone cannot be the staff role: every member could then run surveys and read reports. Choose a role of your team.',
  'communities.admin-role-everyone': () =>
    '@everyone cannot be the admin role: every member could then give themselves a paid tier. Choose a role of your team.',
  'communities.role-of-tier': (facts: { roleId: string }) =>
    `<@&${facts.roleId}> is the role of a paid tier: everybody who pays for it could then do what your team does. Choose a role of your team.`,
  'communities.excluded-full': (facts: { most: number }) =>
    `${facts.most} channels are excluded already, which is the most there can be. Exclude a whole category instead, or let one be counted again with \`/setup include\`.`,
  'communities.already-excluded': (facts: { channelId: string }) =>
    `<#${facts.channelId}> is already excluded. Nothing was changed.`,
  'communities.not-excluded': (facts: { channelId: string }) =>
    `<#${facts.channelId}> is not excluded itself, so there is nothing to undo. Nothing was changed. If its category is excluded, include the category.`,
};

export const communitiesCommands = {
  setup: {
    name: 'setup',
    description: 'Show or change the settings of this community, and check my permissions',
    options: {
      'reports-channel': { name: 'reports-channel', description: 'Where the weekly reports are posted' },
      'staff-role': {
        name: 'staff-role',
        description: 'Members with this role may run surveys and read reports',
      },
      'admin-role': {
        name: 'admin-role',
        description: 'Only members with this role may grant and change paid tiers',
      },
      'staff-channel': {
        name: 'staff-channel',
        description: 'Where your team is told what needs it, such as roles that do not match what was paid',
      },
      'time-zone': {
        name: 'time-zone',
        description: 'Used for days, weeks and the report hour; type a city',
      },
      'week-start': { name: 'week-start', description: 'The day a week begins on', choices: weekdays },
      language: {
        name: 'language',
        description: 'The language of public posts; private answers follow each member',
        choices: { en: 'English', 'zh-CN': '简体中文' },
      },
      'report-day': {
        name: 'report-day',
        description: 'The day the reports of the finished week are posted',
        choices: weekdays,
      },
      'report-hour': { name: 'report-hour', description: 'The local hour the reports are posted, 0 to 23' },
      exclude: { name: 'exclude', description: 'A channel or category never to be counted from now on' },
      include: {
        name: 'include',
        description: 'An excluded channel or category to be counted again from now on',
      },
    },
  },
} satisfies Record<string, CommandWords>;
