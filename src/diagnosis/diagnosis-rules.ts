/** From plain facts to findings: what is in order, what to watch, what to mend. Pure; the catalogue has the sentences. */
import type { CommunitySettings } from '../communities/communities.ts';
import type { ReviewerShortage } from '../courses/courses.ts';
import type { OwnStanding } from '../discord/gateway-state.ts';
import type { ChannelProblem } from '../discord/messenger.ts';
import type { Locale } from '../i18n/format.ts';
import type { RoleProblem, RoleProgress } from '../roles/roles.ts';

export type Level = 'ok' | 'warning' | 'problem';

/** Every finding's code and the facts its sentence needs. */
export interface FindingFacts {
  'gateway.connected': { since: Date | null; pingMs: number | null };
  'gateway.slow': { pingMs: number };
  'gateway.away': { since: Date | null };
  'intents.granted': Record<string, never>;
  'intents.members-missing': Record<string, never>;
  'permissions.granted': Record<string, never>;
  /** In Discord's usual English names. */
  'permissions.missing': { missing: readonly string[] };
  'channels.visible': { count: number };
  /** `some` names a few of them. */
  'channels.hidden': { hidden: number; count: number; some: readonly string[] };
  'reports-channel.ready': { channelId: string; nextAt: Date };
  'reports-channel.unset': Record<string, never>;
  'reports-channel.gone': Record<string, never>;
  'reports-channel.not-text': { channelId: string };
  'reports-channel.permissions': { channelId: string; missing: readonly string[] };
  'staff-role.set': { roleId: string };
  'staff-role.above': { roleId: string };
  'staff-role.unset': Record<string, never>;
  'staff-role.gone': Record<string, never>;
  'admin-role.set': { roleId: string };
  'admin-role.unset': Record<string, never>;
  'admin-role.gone': Record<string, never>;
  'staff-channel.ready': { channelId: string };
  'staff-channel.unset': Record<string, never>;
  'staff-channel.gone': Record<string, never>;
  'staff-channel.not-text': { channelId: string };
  'staff-channel.permissions': { channelId: string; missing: readonly string[] };
  /** A tier's channel; `missing` is empty where it was deleted or is not for text. `names`: the tier's. */
  'welcome-channel.closed': {
    names: Readonly<Record<Locale, string>>;
    channelId: string;
    missing: readonly string[];
  };
  /** As of a tier's channel. */
  'course-channel.closed': {
    use: 'threads' | 'announcements';
    channelId: string;
    missing: readonly string[];
  };
  'course-reviewer-role.gone': Record<string, never>;
  /** More people have to approve a course than can. */
  'course-reviewers.too-few': { needed: number; count: number };
  /** The role that opens the room of a course cannot be given. */
  'course-role.problem': { roleId: string; title: string };
  'roles.not-allowed': Record<string, never>;
  'roles.waiting': { count: number; sinceAt: Date };
  'roles.failed': { problem: RoleProblem; count: number };
  'database.answering': DatabaseFacts;
  'database.slow': DatabaseFacts;
  'database.away': Record<string, never>;
  'database.migration-unfinished': { name: string };
  'log.flowing': { lastFlushAt: Date; buffered: number };
  'log.idle': { buffered: number };
  'log.journaling': { journaled: number; trouble: string | null };
  'log.rejected': { rejected: number };
  'log.lost': { lost: number };
  'job.done': { job: string; at: Date; nextAt: Date };
  'job.new': { job: string; nextAt: Date };
  'job.running': { job: string; startedAt: Date };
  'job.retrying': { job: string; error: string; nextAttemptAt: Date };
  'job.failed': { job: string; at: Date; error: string };
  'job.overdue': { job: string; dueAt: Date };
  'backup.fresh': { at: Date };
  'backup.old': { at: Date };
  'backup.none-yet': Record<string, never>;
  'backup.missing': Record<string, never>;
  'backup.elsewhere': Record<string, never>;
}

export type FindingCode = keyof FindingFacts;

export type Finding = {
  [C in FindingCode]: { readonly code: C; readonly level: Level; readonly facts: FindingFacts[C] };
}[FindingCode];

/** What a community's settings and standing are like: known from memory. */
export interface CommunityFacts {
  readonly settings: CommunitySettings;
  /** null when nothing keeps the bot from posting there, or no channel is set. */
  readonly reportsChannelProblem: ChannelProblem | null;
  readonly nextReportAt: Date;
  /** As for reports. */
  readonly staffChannelProblem: ChannelProblem | null;
  /** Whether the staff role stands above the bot's; null when it is gone or not set. */
  readonly isStaffRoleAbove: boolean | null;
  /** False when it was deleted. */
  readonly isAdminRoleThere: boolean;
  /** null when the bot is not in the community. */
  readonly standing: OwnStanding | null;
  readonly hasMembersIntent: boolean;
}

/** A tier's channel, and what keeps the bot from posting there; null = nothing. */
export interface WelcomeChannel {
  readonly names: Readonly<Record<Locale, string>>;
  readonly channelId: string;
  readonly problem: ChannelProblem | null;
}

export interface GatewayFacts {
  readonly connected: boolean;
  readonly since: Date | null;
  readonly pingMs: number | null;
}

export interface DatabaseFacts {
  readonly kind: 'embedded' | 'server';
  readonly roundTripMs: number;
  readonly sizeBytes: number;
  /** Migrations applied. */
  readonly migrationCount: number;
  readonly lastMigration: string | null;
}

export interface LogFacts {
  readonly buffered: number;
  readonly journaled: number;
  readonly lastFlushAt: Date | null;
  readonly trouble: string | null;
  readonly lost: number;
  readonly rejected: number;
}

/** A job of this community, or of the whole bot, as its table says. */
export interface JobFacts {
  readonly job: string;
  /** The first slot after the newest one begun; at or before now = due. */
  readonly nextAt: Date;
  /** When a run last ended well; null = never yet. */
  readonly doneAt: Date | null;
  /** The newest slot that was begun; null = none yet. */
  readonly latest: {
    readonly state: string;
    readonly startedAt: Date;
    readonly finishedAt: Date | null;
    readonly error: string | null;
    readonly nextAttemptAt: Date | null;
  } | null;
}

/** A heartbeat that takes longer than this is felt in every answer. */
const SLOW_PING_MS = 1_000;
/** A query of nothing that takes longer than this is felt in every answer. */
const SLOW_DATABASE_MS = 500;
/** A slot nobody began this long after it was due: the scheduler looks every second and a long job keeps it for minutes. */
const OVERDUE_AFTER_MS = 30 * 60_000;
/** Backups are daily; the bot may have been off for a night. */
const OLD_BACKUP_MS = 36 * 60 * 60_000;
/** Channels named where some cannot be seen. */
const NAMED_CHANNELS = 5;

export function findCommunityFindings(facts: CommunityFacts): Finding[] {
  return [
    reportsChannelFinding(facts),
    staffRoleFinding(facts),
    adminRoleFinding(facts),
    staffChannelFinding(facts),
    ...(facts.standing ? standingFindings(facts.standing) : []),
    ...roleStandingFindings(facts),
    facts.hasMembersIntent ? ok('intents.granted', {}) : warning('intents.members-missing', {}),
  ];
}

export function gatewayFinding({ connected, since, pingMs }: GatewayFacts): Finding {
  if (!connected) return problem('gateway.away', { since });
  if (pingMs !== null && pingMs >= SLOW_PING_MS) return warning('gateway.slow', { pingMs });
  return ok('gateway.connected', { since, pingMs });
}

/** Tiers whose new members cannot be welcomed where they are to be. */
export function welcomeFindings(channels: readonly WelcomeChannel[]): Finding[] {
  return channels.flatMap(({ names, channelId, problem: closed }) =>
    closed ? [problem('welcome-channel.closed', { names, channelId, missing: closed.missing })] : [],
  );
}

/** What courses use: a channel with what keeps the bot from it, and the roles of rooms that cannot be given. */
export interface CourseFacts {
  readonly channels: readonly {
    readonly use: 'threads' | 'announcements';
    readonly channelId: string;
    readonly problem: ChannelProblem | null;
  }[];
  /** True when it was deleted. */
  readonly isReviewerRoleGone: boolean;
  readonly refusedRoles: readonly { readonly roleId: string; readonly title: string }[];
}

export function courseFindings({ channels, isReviewerRoleGone, refusedRoles }: CourseFacts): Finding[] {
  return [
    ...channels.flatMap(({ use, channelId, problem: closed }) =>
      closed ? [problem('course-channel.closed', { use, channelId, missing: closed.missing })] : [],
    ),
    ...(isReviewerRoleGone ? [problem('course-reviewer-role.gone', {})] : []),
    ...refusedRoles.map((role) => problem('course-role.problem', role)),
  ];
}

/** Told only where somebody has use of it. @param isUsed whether there are courses, or one waits for reviewers. */
export function reviewerFindings(shortage: ReviewerShortage | null, isUsed: boolean): Finding[] {
  return shortage && isUsed ? [warning('course-reviewers.too-few', shortage)] : [];
}

/** What is on its way is no trouble: Discord takes about one role a second. */
export function roleFindings({ open, oldestOpenAt, failed }: RoleProgress): Finding[] {
  return [
    ...(oldestOpenAt ? [ok('roles.waiting', { count: open, sinceAt: oldestOpenAt })] : []),
    ...failed.map((each) => problem('roles.failed', each)),
  ];
}

/** @param unfinished names of migrations that were begun and not finished. */
export function databaseFindings(facts: DatabaseFacts | null, unfinished: readonly string[]): Finding[] {
  if (!facts) return [problem('database.away', {})];
  const speed =
    facts.roundTripMs >= SLOW_DATABASE_MS ? warning('database.slow', facts) : ok('database.answering', facts);
  return [speed, ...unfinished.map((name) => problem('database.migration-unfinished', { name }))];
}

export function logFindings(facts: LogFacts): Finding[] {
  const { buffered, journaled, lastFlushAt, trouble, lost, rejected } = facts;
  const flow =
    journaled > 0 || trouble !== null
      ? warning('log.journaling', { journaled, trouble })
      : lastFlushAt
        ? ok('log.flowing', { lastFlushAt, buffered })
        : ok('log.idle', { buffered });
  return [
    flow,
    ...(rejected > 0 ? [problem('log.rejected', { rejected })] : []),
    ...(lost > 0 ? [problem('log.lost', { lost })] : []),
  ];
}

export function jobFinding({ job, nextAt, doneAt, latest }: JobFacts, now: Date): Finding {
  if (latest?.state === 'failed') {
    const error = latest.error ?? '';
    if (latest.nextAttemptAt)
      return warning('job.retrying', { job, error, nextAttemptAt: latest.nextAttemptAt });
    return problem('job.failed', { job, at: latest.finishedAt ?? latest.startedAt, error });
  }
  if (now.getTime() - nextAt.getTime() > OVERDUE_AFTER_MS)
    return problem('job.overdue', { job, dueAt: nextAt });
  if (latest?.state === 'running') return ok('job.running', { job, startedAt: latest.startedAt });
  return doneAt ? ok('job.done', { job, at: doneAt, nextAt }) : ok('job.new', { job, nextAt });
}

/**
 * @param lastBackupAt null = none yet; undefined = backups are not the bot's business.
 * @param since from when on there should have been backups.
 */
export function backupFinding(lastBackupAt: Date | null | undefined, since: Date, now: Date): Finding {
  if (lastBackupAt === undefined) return ok('backup.elsewhere', {});
  if (lastBackupAt === null)
    return now.getTime() - since.getTime() > OLD_BACKUP_MS
      ? warning('backup.missing', {})
      : ok('backup.none-yet', {});
  return now.getTime() - lastBackupAt.getTime() > OLD_BACKUP_MS
    ? warning('backup.old', { at: lastBackupAt })
    : ok('backup.fresh', { at: lastBackupAt });
}

/** The worst level among the findings. */
export function worstLevel(findings: readonly Finding[]): Level {
  if (findings.some(({ level }) => level === 'problem')) return 'problem';
  return findings.some(({ level }) => level === 'warning') ? 'warning' : 'ok';
}

function reportsChannelFinding({ settings, reportsChannelProblem, nextReportAt }: CommunityFacts): Finding {
  const channelId = settings.reportsChannelId;
  if (channelId === null) return warning('reports-channel.unset', {});
  if (reportsChannelProblem) return channelFinding('reports-channel', channelId, reportsChannelProblem);
  return ok('reports-channel.ready', { channelId, nextAt: nextReportAt });
}

/** Not every community has paid tiers, so what only they need is told but not marked. */
function staffChannelFinding({ settings, staffChannelProblem }: CommunityFacts): Finding {
  const channelId = settings.staffChannelId;
  if (channelId === null) return ok('staff-channel.unset', {});
  if (staffChannelProblem) return channelFinding('staff-channel', channelId, staffChannelProblem);
  return ok('staff-channel.ready', { channelId });
}

function channelFinding(
  which: 'reports-channel' | 'staff-channel',
  channelId: string,
  { kind, missing }: ChannelProblem,
): Finding {
  switch (kind) {
    case 'gone':
      return problem(`${which}.gone`, {});
    case 'not-text':
      return problem(`${which}.not-text`, { channelId });
    case 'permissions':
      return problem(`${which}.permissions`, { channelId, missing });
  }
}

function adminRoleFinding({ settings: { adminRoleId }, isAdminRoleThere }: CommunityFacts): Finding {
  if (adminRoleId === null) return ok('admin-role.unset', {});
  return isAdminRoleThere ? ok('admin-role.set', { roleId: adminRoleId }) : problem('admin-role.gone', {});
}

function staffRoleFinding({ settings: { staffRoleId }, isStaffRoleAbove }: CommunityFacts): Finding {
  if (staffRoleId === null) return warning('staff-role.unset', {});
  if (isStaffRoleAbove === null) return problem('staff-role.gone', {});
  return ok(isStaffRoleAbove ? 'staff-role.above' : 'staff-role.set', { roleId: staffRoleId });
}

/** Told where it is missing; marked only where somebody may grant paid tiers. */
function roleStandingFindings({ settings, standing }: CommunityFacts): Finding[] {
  if (!standing || standing.mayManageRoles) return [];
  return [settings.adminRoleId === null ? ok('roles.not-allowed', {}) : problem('roles.not-allowed', {})];
}

/** Hidden channels are often meant, so they are told but not marked, unless it is most of the community. */
function standingFindings({ missingPermissions, channelCount, hiddenChannelIds }: OwnStanding): Finding[] {
  const hidden = hiddenChannelIds.length;
  const hiddenFacts = { hidden, count: channelCount, some: hiddenChannelIds.slice(0, NAMED_CHANNELS) };
  const sight =
    hidden === 0
      ? ok('channels.visible', { count: channelCount })
      : hidden * 2 > channelCount
        ? warning('channels.hidden', hiddenFacts)
        : ok('channels.hidden', hiddenFacts);
  return [
    missingPermissions.length > 0
      ? problem('permissions.missing', { missing: missingPermissions })
      : ok('permissions.granted', {}),
    sight,
  ];
}

function finding<C extends FindingCode>(level: Level, code: C, facts: FindingFacts[C]): Finding {
  // The mapped union cannot be told from its parts by the compiler; code and facts are tied by the signature.
  return { level, code, facts } as Finding;
}

const ok = <C extends FindingCode>(code: C, facts: FindingFacts[C]) => finding('ok', code, facts);
const warning = <C extends FindingCode>(code: C, facts: FindingFacts[C]) => finding('warning', code, facts);
const problem = <C extends FindingCode>(code: C, facts: FindingFacts[C]) => finding('problem', code, facts);
