/** The people an invite is for: a file with their ids, worked through after it was sent. Source: https://docs.discord.com/developers/resources/invite#get-target-users */
import { Permission } from './api-codes.ts';
import type { UploadedFile } from './payload-multipart.ts';
import { guildPermissions, has } from './permissions.ts';
import { caller } from './rest-access.ts';
import { refusal } from './rest-errors.ts';
import { required } from './rest-fields.ts';
import { noContent, ok, param, type RestCall, type RestReply, type RestRouter } from './rest-router.ts';
import { isoTime, isoTimeOrNull } from './shape-people.ts';
import type { World } from './world.ts';
import type { InviteRecord, InviteTargets } from './world-records.ts';

const TARGETS = '/invites/{code}/target-users';
const FIELD = 'target_users_file';
const JobStatus = { unspecified: 0, processing: 1, completed: 2, failed: 3 } as const;

export function addInviteTargetRoutes(router: RestRouter, world: World): void {
  router.add('GET', TARGETS, (call) => {
    const invite = ownInvite(world, call, Permission.viewAuditLog);
    const lines = ['user_id', ...(world.invites.targetsOf(invite)?.job.userIds ?? [])];
    const data = Buffer.from(`${lines.join('\r\n')}\r\n`);
    return { status: 200, bytes: { contentType: 'text/csv; charset=utf-8', data } };
  });
  router.add('PUT', TARGETS, (call) => {
    const invite = ownInvite(world, call, Permission.manageGuild);
    const file = targetsFileOf(call) ?? required(FIELD);
    const targets = readTargets(file.bytes);
    if ('refusal' in targets) return targets.refusal;
    world.invites.setTargets(invite, targets.userIds);
    return noContent;
  });
  router.add('GET', `${TARGETS}/job-status`, (call) => {
    const invite = ownInvite(world, call, Permission.viewAuditLog);
    return ok(renderJob(world.invites.targetsOf(invite)));
  });
}

export function targetsFileOf(call: RestCall): UploadedFile | undefined {
  return call.files.find(({ field }) => field === FIELD);
}

/** One id a line, with or without the heading `user_id`, each counted once; or the refusal that names every wrong line. */
export function readTargets(bytes: Buffer): { userIds: readonly string[] } | { refusal: RestReply } {
  const userIds = new Set<string>();
  const problems: string[] = [];
  for (const [index, line] of bytes.toString('utf8').split(/\r?\n/).entries()) {
    const text = line.trim();
    if (text === '' || (index === 0 && text === 'user_id')) continue;
    if (!/^\d+$/.test(text)) problems.push(`Line ${index + 1}: invalid user ID format`);
    else if (!/^\d{17,20}$/.test(text)) {
      problems.push(`Line ${index + 1}: invalid user ID - must be a valid Discord snowflake`);
    } else userIds.add(text);
  }
  if (problems.length === 0 && userIds.size === 0) problems.push('The file has no user IDs');
  if (problems.length > 0) return { refusal: { status: 400, body: { [FIELD]: problems } } };
  return { userIds: [...userIds] };
}

/** Seen and changed by who made it, and by those with Manage Guild or the other permission. @throws DiscordError 10006, 50013 */
function ownInvite(world: World, call: RestCall, needed: bigint): InviteRecord {
  const invite = world.invites.find(param(call, 'code'));
  if (!invite) throw refusal('unknownInvite');
  const { botId } = caller(call);
  if (invite.inviterId === botId) return invite;
  const guild = world.state.guild(invite.guildId);
  const self = guild.members.get(botId);
  if (!self) throw refusal('missingAccess');
  const permissions = guildPermissions(guild, self, world.state.now());
  if (!has(permissions, Permission.manageGuild) && !has(permissions, needed))
    throw refusal('missingPermissions');
  return invite;
}

function renderJob(targets: InviteTargets | null) {
  if (targets === null) {
    return {
      status: JobStatus.unspecified,
      total_users: 0,
      processed_users: 0,
      created_at: null,
      completed_at: null,
      error_message: null,
    };
  }
  const { job } = targets;
  return {
    status: statusOf(job),
    total_users: job.userIds.length,
    processed_users: job.completedAt === null ? 0 : job.userIds.length,
    created_at: isoTime(job.createdAt),
    completed_at: isoTimeOrNull(job.completedAt),
    error_message: job.error,
  };
}

function statusOf(job: InviteTargets['job']): number {
  if (job.error !== null) return JobStatus.failed;
  return job.completedAt === null ? JobStatus.processing : JobStatus.completed;
}
