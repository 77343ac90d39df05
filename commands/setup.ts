/** /setup: shows and changes what a community's admins may set, says which permissions are missing and why, and what to do next. */
import type { App } from '../src/app.ts';
import { changeSettings } from '../src/communities/communities.ts';
import type { CommunitySettings, SettingsChanges } from '../src/communities/communities.ts';
import { inspectCommunity, nextReportAt, renderFinding, worstLevel } from '../src/diagnosis/diagnosis.ts';
import type { Finding } from '../src/diagnosis/diagnosis.ts';
import { action, command } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { anyChannel, integer, oneOf, role, textChannel, timeZone } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatInstant } from '../src/i18n/format.ts';
import { shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import type { Weekday } from '../src/kernel/calendar.ts';

/** Discord's blurple, which says nothing of good or bad; and its yellow where something is to be mended. */
const COLOUR = { calm: 0x5865f2, mend: 0xfee75c };

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

export default command({
  name: 'setup',
  action: action({
    access: 'admin',
    options: {
      'reports-channel': textChannel(),
      'staff-role': role(),
      'admin-role': role(),
      'staff-channel': textChannel(),
      'time-zone': timeZone(),
      'week-start': oneOf(WEEKDAYS),
      language: oneOf(['en', 'zh-CN']),
      'report-day': oneOf(WEEKDAYS),
      'report-hour': integer({ min: 0, max: 23 }),
      exclude: anyChannel(),
      include: anyChannel(),
    },
    async run(app, call, given) {
      const changes: SettingsChanges = {
        ...(given['reports-channel'] !== null && { reportsChannelId: given['reports-channel'] }),
        ...(given['staff-role'] !== null && { staffRoleId: given['staff-role'] }),
        ...(given['admin-role'] !== null && { adminRoleId: given['admin-role'] }),
        ...(given['staff-channel'] !== null && { staffChannelId: given['staff-channel'] }),
        ...(given['time-zone'] !== null && { timeZone: given['time-zone'] }),
        ...(given['week-start'] !== null && { weekStartsOn: weekday(given['week-start']) }),
        ...(given.language !== null && { locale: given.language }),
        ...(given['report-day'] !== null && { reportWeekday: weekday(given['report-day']) }),
        ...(given['report-hour'] !== null && { reportHour: given['report-hour'] }),
        ...(given.exclude !== null && { exclude: given.exclude }),
        ...(given.include !== null && { include: given.include }),
      };
      if (Object.keys(changes).length === 0) return settingsReply(app, call);
      assertOfNoTier(app, call.guildId, changes);
      const { countedAnew } = await changeSettings(app, call.guildId, changes);
      const { saved, savedTimeZone, savedTimeZoneLater } = call.words.communities;
      const said = countedAnew === null ? saved : countedAnew ? savedTimeZone : savedTimeZoneLater;
      return { content: said, ...settingsReply(app, call) };
    },
  }),
});

/** @throws Refusal `communities.role-of-tier`. */
function assertOfNoTier(app: App, guildId: string, { staffRoleId, adminRoleId }: SettingsChanges): void {
  const sold = app.tiers.all(guildId).find(({ roleId }) => roleId === staffRoleId || roleId === adminRoleId);
  if (sold) throw new Refusal('communities.role-of-tier', { roleId: sold.roleId });
}

function settingsReply(app: App, call: Call): Reply {
  const settings = app.communities.get(call.guildId);
  const findings = inspectCommunity(app, call.guildId).filter(isToMend);
  const { communities } = call.words;
  const sections = [
    settingsLines(settings, call).join('\n'),
    [
      `**${communities.checks}**`,
      ...(findings.length > 0
        ? findings.map((finding) => renderFinding(finding, call.words))
        : [communities.nothingMissing]),
    ].join('\n'),
    [`**${communities.next}**`, ...nextSteps(settings, findings, call).map((step) => `- ${step}`)].join('\n'),
  ];
  return {
    embeds: [
      {
        title: communities.title({ name: settings.name }),
        description: shorten(sections.join('\n\n'), LONGEST_DESCRIPTION),
        color: worstLevel(findings) === 'ok' ? COLOUR.calm : COLOUR.mend,
      },
    ],
  };
}

/** What is merely not set yet is a next step, not a fault. */
function isToMend({ level, code }: Finding): boolean {
  return level !== 'ok' && code !== 'reports-channel.unset' && code !== 'staff-role.unset';
}

function settingsLines(settings: CommunitySettings, { at, words }: Call): string[] {
  const { communities, core } = words;
  const { labels } = communities;
  const day = (of: Weekday) => core.weekdays[of - 1]!;
  const when = {
    weekday: day(settings.reportWeekday),
    hour: `${String(settings.reportHour).padStart(2, '0')}:00`,
  };
  const line = (label: string, value: string) => `**${label}** · ${value}`;
  return [
    line(labels.reportsChannel, settings.reportsChannelId ? `<#${settings.reportsChannelId}>` : core.notSet),
    line(
      labels.reports,
      settings.reportsChannelId
        ? communities.reportsAt({ ...when, next: formatInstant(nextReportAt(settings, at)) })
        : communities.reportsOff(when),
    ),
    line(
      labels.staffRole,
      settings.staffRoleId ? `<@&${settings.staffRoleId}>` : communities.staffRoleNotSet,
    ),
    line(
      labels.adminRole,
      settings.adminRoleId ? `<@&${settings.adminRoleId}>` : communities.adminRoleNotSet,
    ),
    line(labels.staffChannel, settings.staffChannelId ? `<#${settings.staffChannelId}>` : core.notSet),
    line(labels.timeZone, settings.timeZone),
    line(labels.weekStart, day(settings.weekStartsOn)),
    line(labels.language, communities.languages[settings.locale]),
    line(
      labels.excluded,
      settings.excludedChannelIds.map((id) => `<#${id}>`).join(' ') || communities.nothingExcluded,
    ),
  ];
}

function nextSteps(settings: CommunitySettings, findings: readonly Finding[], { words }: Call): string[] {
  const { steps } = words.communities;
  const open = [
    ...(settings.reportsChannelId === null ? [steps.reportsChannel] : []),
    ...(settings.staffRoleId === null ? [steps.staffRole] : []),
    ...(settings.adminRoleId === null ? [steps.adminRole] : []),
    ...(settings.staffChannelId === null ? [steps.staffChannel] : []),
    ...(settings.timeZone === 'UTC' ? [steps.timeZone] : []),
    ...(findings.length > 0 ? [steps.mend] : []),
  ];
  return open.length > 0 ? open : [steps.ready];
}

/** The choices are the seven digits, see WEEKDAYS. */
function weekday(choice: (typeof WEEKDAYS)[number]): Weekday {
  return Number(choice) as Weekday;
}
