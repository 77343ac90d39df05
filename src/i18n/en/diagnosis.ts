/** English words of /diagnose: each finding says how it stands and, where it is not in order, what to do. */
import type { FindingCode, FindingFacts } from '../../diagnosis/diagnosis-rules.ts';
import type { RoleProblem } from '../../roles/roles.ts';
import type { CommandWords } from '../command-words.ts';
import { formatCount, formatInstant, formatNumber } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import { core } from './core.ts';

const megabytes = (bytes: number) => `${formatNumber(bytes / 1_000_000, 1, 'en')} MB`;

const databaseLine = (facts: FindingFacts['database.answering']) =>
  `${facts.kind === 'embedded' ? 'Built-in database' : 'PostgreSQL'}: ${formatCount(facts.roundTripMs, 'en')} ms, ${megabytes(facts.sizeBytes)}, ` +
  `${facts.migrationCount === 1 ? '1 migration' : `${formatCount(facts.migrationCount, 'en')} migrations`}${facts.lastMigration ? `, last \`${facts.lastMigration}\`` : ''}.`;

const reasons: Record<string, string> = {
  ViewChannel: 'to see that something happens there',
  SendMessages: 'to post reports and surveys',
  EmbedLinks: 'to lay them out',
  AttachFiles: 'to post the pictures of the reports',
  ReadMessageHistory: 'to find my own posts again, so that none appears twice',
  CreatePublicThreads: 'for open threads',
  CreatePrivateThreads: 'for the rooms of courses',
  SendMessagesInThreads: 'to write there',
  ManageThreads: 'to let people in and out',
  CreateEvents: 'for live Q&A',
};

/** Why a role cannot be given or taken, and what to do; what is mended goes on by itself. */
const roleProblems: Record<RoleProblem, string> = {
  'role-gone': 'the role was deleted. Choose another one for its tier.',
  'role-above':
    'it stands above mine. In Server Settings → Roles, drag my role above it; then I go on by myself.',
  'role-managed': 'it belongs to an integration or to Discord. Choose another one for its tier.',
  'no-permission':
    'I lack the permission **Manage Roles**. Grant it to my role in Server Settings → Roles; then I go on by myself.',
  discord: 'Discord failed again and again. I go on at the next start or change of roles.',
};

const withReasons = (missing: readonly string[]) =>
  missing
    .map((name) => `**${core.permissions[name] ?? name}**${reasons[name] ? ` (${reasons[name]})` : ''}`)
    .join(', ');

const mentions = (channelIds: readonly string[]) => channelIds.map((id) => `<#${id}>`).join(' ');

export const diagnosis = {
  title: 'How I am doing',
  headline: (facts: { problems: number; warnings: number }) =>
    facts.problems + facts.warnings === 0
      ? 'Everything is in order.'
      : [
          facts.problems === 1
            ? '1 problem to fix'
            : facts.problems
              ? `${facts.problems} problems to fix`
              : '',
          facts.warnings === 1
            ? '1 thing to look at'
            : facts.warnings
              ? `${facts.warnings} things to look at`
              : '',
        ]
          .filter(Boolean)
          .join(', ') + '.',
  version: (facts: { version: string; timeZone: string }) =>
    `Steward ${facts.version} · time zone ${facts.timeZone}`,
  /** A job by its name in the table. */
  jobs: {
    'upkeep.backup': 'Daily backup',
    'upkeep.clear-away': 'Clearing away old notes on jobs and calls',
    'reports.activity': 'Weekly activity report',
    'reports.satisfaction': 'Weekly satisfaction report',
    'interactions.partitions': 'Making room for the next months',
    'interactions.retention': 'Deleting interactions older than they are kept',
    'surveys.settle': 'Closing surveys on time',
    'tiers.settle': 'Beginning and ending paid tiers on time',
    'tiers.reconcile': 'Comparing roles with the ledger',
    'tiers.entitlements': "Comparing Discord's shop with the ledger",
    'tiers.invites': 'Looking after invites',
    'tiers.welcome': 'Welcoming new members of tiers',
    'tiers.remind': 'Reminding before tiers end',
    'creators.settle': 'Telling of applications of creators',
    'courses.settle': 'Threads of submissions and announcements of courses',
    'courses.retry': 'Trying again what courses could not do',
    'courses.remind': 'Reminding creators of stale courses',
    'learning.rooms': 'Letting learners into the rooms of their courses',
    'qa.settle': 'Opening and closing live Q&A on time',
    'communities.purge-removed': 'Erasing servers that removed me',
    'communities.finish-time-zone-changes': 'Counting anew after a change of time zone',
  } as Record<string, string>,
  findings: {
    'gateway.connected': (facts) =>
      `Connected to Discord${facts.since ? ` since ${formatInstant(facts.since, 'R')}` : ''}${facts.pingMs === null ? '' : `, ${formatCount(facts.pingMs, 'en')} ms`}.`,
    'gateway.slow': (facts) =>
      `Connected to Discord, but slowly: ${formatCount(facts.pingMs, 'en')} ms. Operator: check the machine's network and load.`,
    'gateway.away': (facts) =>
      `Not connected to Discord${facts.since ? ` since ${formatInstant(facts.since, 'R')}` : ''}. I reconnect by myself; if it lasts, operator: check the network and the log.`,
    'intents.granted': () =>
      'Server Members intent: granted; joins, leaves and the number of members are known.',
    'intents.members-missing': () =>
      'Server Members intent: not granted. Joins, leaves, the number of members and how many were invited to a survey stay unknown. Operator: turn it on at <https://discord.com/developers/applications> → the application → Bot → Privileged Gateway Intents, then restart me.',
    'permissions.granted': () => 'I have every permission I need in this server.',
    'permissions.missing': (facts) =>
      `My role lacks permissions in this server: ${withReasons(facts.missing)}. Grant them in Server Settings → Roles.`,
    'channels.visible': (facts) => `I see every channel (${formatCount(facts.count, 'en')}).`,
    'channels.hidden': (facts) =>
      `I cannot see ${formatCount(facts.hidden, 'en')} of ${formatCount(facts.count, 'en')} channels, so what happens there is not counted: ${mentions(facts.some)}${facts.hidden > facts.some.length ? ' …' : ''}. If that is not meant, grant my role “View Channel” there.`,
    'reports-channel.ready': (facts) =>
      `Reports go to <#${facts.channelId}>, next ${formatInstant(facts.nextAt)}.`,
    'reports-channel.unset': () =>
      'No reports channel is set, so no weekly report is posted. Set one: `/setup reports-channel:#channel`.',
    'reports-channel.gone': () =>
      'The reports channel was deleted, or I cannot see it; no report can be posted. Choose another: `/setup reports-channel:#channel`.',
    'reports-channel.not-text': (facts) =>
      `The reports channel <#${facts.channelId}> is not a text channel. Choose another: \`/setup reports-channel:#channel\`.`,
    'reports-channel.permissions': (facts) =>
      `In the reports channel <#${facts.channelId}> I lack: ${withReasons(facts.missing)}. Grant them to my role in the channel's settings → Permissions.`,
    'staff-role.set': (facts) => `Staff are the members with <@&${facts.roleId}>.`,
    'staff-role.above': (facts) =>
      `Staff are the members with <@&${facts.roleId}>. It stands above my role, which does no harm: I never change it.`,
    'staff-role.unset': () =>
      'No staff role is set; only those who may manage the server can run surveys. Set one: `/setup staff-role:@role`.',
    'staff-role.gone': () =>
      'The staff role was deleted, so only those who may manage the server count as staff. Set another: `/setup staff-role:@role`.',
    'admin-role.set': (facts) => `Only members with <@&${facts.roleId}> may grant and change paid tiers.`,
    'admin-role.unset': () =>
      'No admin role is set, so nobody may grant paid tiers. To have them, set one: `/setup admin-role:@role`.',
    'admin-role.gone': () =>
      'The admin role was deleted, so nobody may grant paid tiers. Set another: `/setup admin-role:@role`.',
    'staff-channel.ready': (facts) => `Staff are told what needs them in <#${facts.channelId}>.`,
    'staff-channel.unset': () =>
      'No staff channel is set, so staff are not told by themselves what needs them. Set one: `/setup staff-channel:#channel`.',
    'staff-channel.gone': () =>
      'The staff channel was deleted, or I cannot see it; staff are not told what needs them. Choose another: `/setup staff-channel:#channel`.',
    'staff-channel.not-text': (facts) =>
      `The staff channel <#${facts.channelId}> is not a text channel. Choose another: \`/setup staff-channel:#channel\`.`,
    'staff-channel.permissions': (facts) =>
      `In the staff channel <#${facts.channelId}> I lack: ${withReasons(facts.missing)}. Grant them to my role in the channel's settings → Permissions.`,
    'welcome-channel.closed': (facts) =>
      facts.missing.length > 0
        ? `I cannot welcome new members of ${escapeMarkup(facts.names.en)} in <#${facts.channelId}>: there I lack ${withReasons(facts.missing)}. Grant them to my role in the channel's settings → Permissions.`
        : `I cannot welcome new members of ${escapeMarkup(facts.names.en)}: their channel was deleted, I cannot see it, or it is not a text channel. Choose another: \`/tier edit channel:\`.`,
    'course-channel.closed': (facts) =>
      facts.missing.length > 0
        ? `I cannot ${facts.use === 'threads' ? 'open threads of courses and reviews' : 'announce courses'} in <#${facts.channelId}>: there I lack ${withReasons(facts.missing)}. Grant them to my role in the channel's settings → Permissions.`
        : `I cannot ${facts.use === 'threads' ? 'open threads of courses and reviews' : 'announce courses'}: the channel was deleted, I cannot see it, or it is not a text channel. Choose another: \`/course settings\`.`,
    'course-reviewers.too-few': (facts) =>
      `A course needs approvals by ${facts.needed === 1 ? 'one person' : `${facts.needed} people`}, but ${facts.count === 0 ? 'nobody' : `only ${facts.count}`} can review. Give more people a role for it (\`/course settings reviewer-role:\`), or ask for fewer approvals (\`approvals:\`).`,
    'course-reviewer-role.gone': () =>
      'The reviewers’ role was deleted, so only staff review courses. Set another: `/course settings reviewer-role:@role`.',
    'course-role.problem': (facts) =>
      `I cannot give and take <@&${facts.roleId}>, the room of the course ${escapeMarkup(facts.title)}: it was deleted, stands above mine, belongs to an integration, or I lack **Manage Roles**.`,
    'roles.not-allowed': () =>
      'I lack the permission **Manage Roles**, so I cannot give and take the roles of paid tiers. To have them, grant it to my role in Server Settings → Roles.',
    'roles.waiting': (facts) =>
      `${facts.count === 1 ? '1 role is' : `${formatCount(facts.count, 'en')} roles are`} on the way, the oldest since ${formatInstant(facts.sinceAt, 'R')}: Discord takes about one a second. Access counts from the ledger at once.`,
    'roles.failed': (facts) =>
      `${facts.count === 1 ? '1 role' : `${formatCount(facts.count, 'en')} roles`} could not be given or taken: ${roleProblems[facts.problem]}`,
    'database.answering': databaseLine,
    'database.slow': (facts) =>
      `${databaseLine(facts)} That is slow. Operator: check the load of the machine and of the database.`,
    'database.away': () =>
      'The database does not answer. What happens is kept meanwhile and follows by itself. Operator: check that it runs and has free disk space; the log says more.',
    'database.migration-unfinished': (facts) =>
      `The migration \`${facts.name}\` was begun and not finished. Operator: look at what it left behind, then mark it with \`npx prisma migrate resolve\`, or restore a backup.`,
    'log.flowing': (facts) =>
      `Log: last written ${formatInstant(facts.lastFlushAt, 'R')}, ${formatCount(facts.buffered, 'en')} on the way.`,
    'log.idle': (facts) =>
      `Log: nothing written since I started, ${formatCount(facts.buffered, 'en')} on the way.`,
    'log.journaling': (facts) =>
      `Log: ${formatCount(facts.journaled, 'en')} events wait in the journal file and follow when the database takes them${facts.trouble ? ` (${facts.trouble})` : ''}. Nothing is lost. Operator: check the database.`,
    'log.rejected': (facts) =>
      `Log: the database refused ${formatCount(facts.rejected, 'en')} events; they lie in a file beside the journal. Operator: see “When something is wrong” in docs/operating.md.`,
    'log.lost': (facts) =>
      `Log: ${formatCount(facts.lost, 'en')} events could be kept nowhere, since database and disk both failed. Reports show it as missing coverage. Operator: make room on the disk.`,
    'job.done': (facts) =>
      `${jobName(facts.job)}: done ${formatInstant(facts.at, 'R')}, next ${formatInstant(facts.nextAt, 'R')}.`,
    'job.new': (facts) => `${jobName(facts.job)}: first due ${formatInstant(facts.nextAt, 'R')}.`,
    'job.running': (facts) => `${jobName(facts.job)}: running since ${formatInstant(facts.startedAt, 'R')}.`,
    'job.retrying': (facts) =>
      `${jobName(facts.job)}: failed (${facts.error}), tried again ${formatInstant(facts.nextAttemptAt, 'R')}.`,
    'job.failed': (facts) =>
      `${jobName(facts.job)}: failed ${formatInstant(facts.at, 'R')} and is not tried again (${facts.error}). Operator: the log says more.`,
    'job.overdue': (facts) =>
      `${jobName(facts.job)}: due ${formatInstant(facts.dueAt, 'R')}, but not begun. Operator: restart me; if it stays, send the log to the makers.`,
    'backup.fresh': (facts) => `Last backup ${formatInstant(facts.at, 'R')}.`,
    'backup.old': (facts) =>
      `The last backup is old: ${formatInstant(facts.at, 'R')}. Operator: check the free disk space and the log.`,
    'backup.none-yet': () => 'There is no backup yet; one is made every day.',
    'backup.missing': () =>
      'There is still no backup, although one should be made every day. Operator: check the free disk space and the log.',
    'backup.elsewhere': () =>
      'Backups are made by the database server, not by me. Operator: make sure they are.',
  } satisfies { [C in FindingCode]: (facts: FindingFacts[C]) => string },
};

function jobName(job: string): string {
  return diagnosis.jobs[job] ?? `\`${job}\``;
}

export const diagnosisRefusals = {};

export const diagnosisCommands = {
  diagnose: {
    name: 'diagnose',
    description: 'How I am doing: connection, permissions, database, log, scheduled work, and what to fix',
  },
} satisfies Record<string, CommandWords>;
