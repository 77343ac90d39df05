/** How the bot is doing for one community: gathers plain facts from memory and from the database, and says what they mean. */
import { readFileSync } from 'node:fs';
import type { App } from '../app.ts';
import type { CommunitySettings } from '../communities/communities.ts';
import { isReviewerRoleGone, queueOf, shortageOfReviewers } from '../courses/courses.ts';
import { listBackups } from '../db/backup-files.ts';
import { dataDirectory } from '../db/data-directory.ts';
import { isDatabaseAway } from '../db/database-errors.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { allJobs } from '../jobs/all-jobs.ts';
import { scheduleOf, slotOwner } from '../jobs/job.ts';
import { nextSlot } from '../jobs/schedule-rules.ts';
import type { Schedule } from '../jobs/schedule-rules.ts';
import { projectPath } from '../project-root.ts';
import { roleProgress } from '../roles/roles.ts';
import {
  backupFinding,
  courseFindings,
  databaseFindings,
  findCommunityFindings,
  gatewayFinding,
  jobFinding,
  logFindings,
  reviewerFindings,
  welcomeFindings,
  roleFindings,
} from './diagnosis-rules.ts';
import type { CourseFacts, Finding, JobFacts, Level, WelcomeChannel } from './diagnosis-rules.ts';
import {
  findLastDoneAt,
  findLatestRun,
  findNewestSlot,
  listMigrations,
  measureSize,
} from './diagnosis-store.ts';

export { worstLevel } from './diagnosis-rules.ts';
export type { Finding, FindingCode, FindingFacts, Level } from './diagnosis-rules.ts';

/** Roles that could not be changed are told of for a day. */
const ROLES_SINCE_MS = 86_400_000;
/** An error of a job is shown in one line. */
const LONGEST_ERROR = 160;

/** When the weekly reports are due next. */
export function nextReportAt(settings: CommunitySettings, after: Date): Date {
  const { reportWeekday: weekday, reportHour: hour, timeZone } = settings;
  return nextSlot({ every: 'week', weekday, hour, timeZone }, after);
}

/** What a community's settings, the bot's permissions there and its intents amount to. Answered from memory. */
export function inspectCommunity(
  app: Pick<App, 'clock' | 'communities' | 'messenger' | 'gateway'>,
  guildId: string,
): Finding[] {
  const settings = app.communities.get(guildId);
  const { reportsChannelId, staffRoleId, adminRoleId, staffChannelId } = settings;
  const problemOf = (channelId: string | null) =>
    channelId === null ? null : app.messenger.channelProblem(guildId, channelId);
  const isAbove = (roleId: string | null) =>
    roleId === null ? null : app.gateway.isRoleAbove(guildId, roleId);
  return findCommunityFindings({
    settings,
    reportsChannelProblem: problemOf(reportsChannelId),
    nextReportAt: nextReportAt(settings, app.clock.now()),
    staffChannelProblem: problemOf(staffChannelId),
    isStaffRoleAbove: isAbove(staffRoleId),
    isAdminRoleThere: isAbove(adminRoleId) !== null,
    standing: app.gateway.standing(guildId),
    hasMembersIntent: app.gateway.hasMembersIntent,
  });
}

/** Everything about the bot that this community's staff should know. A database that is away is a finding, not an error. */
export async function diagnose(app: App, guildId: string): Promise<Finding[]> {
  return [
    gatewayFinding(app.gateway),
    ...inspectCommunity(app, guildId),
    ...welcomeFindings(welcomeChannels(app, guildId)),
    ...courseFindings(courseFacts(app, guildId)),
    ...logFindings(app.interactions.status()),
    ...(await databaseAndJobs(app, guildId)),
  ];
}

function welcomeChannels({ tiers, messenger }: App, guildId: string): WelcomeChannel[] {
  return tiers
    .open(guildId)
    .flatMap(({ names, channelId }) =>
      channelId === null ? [] : [{ names, channelId, problem: messenger.channelProblem(guildId, channelId) }],
    );
}

function courseFacts(app: App, guildId: string): CourseFacts {
  const { courses, threads, messenger, roleHands } = app;
  const { roomsChannelId: rooms, announceChannelId: news } = courses.settingsOf(guildId);
  return {
    channels: [
      ...(rooms
        ? [{ use: 'threads', channelId: rooms, problem: threads.problem(guildId, rooms, true) } as const]
        : []),
      ...(news
        ? [
            {
              use: 'announcements',
              channelId: news,
              problem: messenger.channelProblem(guildId, news),
            } as const,
          ]
        : []),
    ],
    isReviewerRoleGone: isReviewerRoleGone(app, guildId),
    refusedRoles: courses
      .listOf(guildId)
      .flatMap(({ roomRoleId: roleId, title }) =>
        roleId !== null && roleHands.problem(guildId, roleId) ? [{ roleId, title }] : [],
      ),
  };
}

const MARKS: Record<Level, string> = { ok: '✅', warning: '⚠️', problem: '❌' };

/** The finding's sentence with its mark, in one language. */
export function renderFinding(finding: Finding, words: Catalogue): string {
  const sentence = words.diagnosis.findings[finding.code] as (facts: Finding['facts']) => string;
  return `${MARKS[finding.level]} ${sentence(finding.facts)}`;
}

/** The version of the bot, as its package says. */
export function botVersion(): string {
  const { version } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { version: string };
  return version;
}

async function databaseAndJobs(app: App, guildId: string): Promise<Finding[]> {
  const { createdAt } = app.communities.get(guildId);
  try {
    const since = new Date(app.clock.now().getTime() - ROLES_SINCE_MS);
    return [
      ...reviewerFindings(shortageOfReviewers(app, guildId), await hasCourses(app, guildId)),
      ...roleFindings(await roleProgress(app, guildId, since)),
      ...(await databaseFacts(app)),
      backupFinding(lastBackupAt(app), createdAt, app.clock.now()),
      ...(await jobFacts(app, guildId)),
    ];
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    app.log.warn({ err: error }, 'the database did not answer a diagnosis; check that it runs');
    return databaseFindings(null, []);
  }
}

async function hasCourses(app: App, guildId: string): Promise<boolean> {
  return app.courses.listOf(guildId).length > 0 || (await queueOf(app, guildId)).length > 0;
}

async function databaseFacts({ db }: Pick<App, 'db'>): Promise<Finding[]> {
  const sizeBytes = await measureSize({ db });
  const migrations = await listMigrations({ db });
  const finished = migrations.filter(({ isFinished }) => isFinished);
  return databaseFindings(
    {
      kind: db.kind,
      sizeBytes,
      roundTripMs: Math.round(await db.ping()),
      migrationCount: finished.length,
      lastMigration: finished.at(-1)?.name ?? null,
    },
    migrations.filter(({ isFinished }) => !isFinished).map(({ name }) => name),
  );
}

/** undefined where backups are the database server's business. */
function lastBackupAt({ db, config }: Pick<App, 'db' | 'config'>): Date | null | undefined {
  if (db.kind === 'server') return undefined;
  const [newest] = listBackups(dataDirectory(config.dataDir).backupsDir);
  return newest?.madeAt ?? null;
}

async function jobFacts(app: App, guildId: string): Promise<Finding[]> {
  const community = app.communities.get(guildId);
  const findings: Finding[] = [];
  for (const job of allJobs) {
    const schedule = scheduleOf(job, community);
    if (!schedule) continue;
    const owner = slotOwner(job, guildId, app.config.shards);
    findings.push(jobFinding(await factsOf(app, job.name, owner, schedule), app.clock.now()));
  }
  return findings;
}

async function factsOf(app: App, job: string, owner: string, schedule: Schedule): Promise<JobFacts> {
  const latest = await findLatestRun(app, job, owner);
  return {
    job,
    nextAt: nextSlot(schedule, (await findNewestSlot(app, job, owner)) ?? app.clock.now()),
    doneAt: await findLastDoneAt(app, job, owner),
    latest: latest && { ...latest, error: latest.error && oneLine(latest.error) },
  };
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= LONGEST_ERROR ? line : `${line.slice(0, LONGEST_ERROR - 1)}…`;
}
