/**
 * Puts the log's rows beside what the local Discord knows, after docs/metrics.md, and the rollups beside the rows. Shares no code with the
 * bot but the codes of the kinds.
 */
import type { SqlRunner } from '../../src/db/client.ts';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import type { LedgerEntry } from '../../src/sandbox/world-events.ts';
import { differencesFromRows } from '../interactions/recount.ts';
import type { Town } from '../support/town.ts';

/** What differs, line by line; empty where all agrees. Lines are "kind subject user channel emoji"; those of comings and goings end in how often. */
export async function differences(sql: SqlRunner, town: Town): Promise<string[]> {
  const happened = whatHappened(town);
  const kept = await whatIsKept(sql, town);
  return [
    ...[...happened].filter((line) => !kept.has(line)).map((line) => `lost: ${line}`),
    ...[...kept].filter((line) => !happened.has(line)).map((line) => `false: ${line}`),
    ...(await differencesFromRows(sql, town.guildId)),
  ];
}

function whatHappened({ sandbox, guildId, channels }: Town): Set<string> {
  const { state } = sandbox.world;
  const ledger = state.ledger.filter((entry) => entry.guildId === guildId && !entry.byBot);
  const subjects = (kind: LedgerEntry['kind']): Set<string | null> =>
    new Set(ledger.filter((entry) => entry.kind === kind).map(({ subjectId }) => subjectId));
  const deleted = subjects('messageDelete');
  const edited = subjects('messageEdit');
  const lines = new Set<string>();
  for (const entry of ledger) {
    const line = lineOf(entry, channels.forum);
    if (line === null) continue;
    const marks = [
      deleted.has(entry.subjectId) && entry.kind !== 'thread' ? ' deleted' : '',
      edited.has(entry.subjectId) && entry.kind === 'message' ? ' edited' : '',
    ];
    lines.add(line + marks.join(''));
  }
  for (const kind of ['join', 'leave'] as const) {
    const times = countBy(
      ledger.filter((entry) => entry.kind === kind),
      ({ userId }) => userId,
    );
    for (const [userId, count] of times) lines.add(`${kind} ${userId} × ${count}`);
  }
  for (const { user } of state.guild(guildId).members.values()) if (!user.bot) lines.add(`member ${user.id}`);
  return lines;
}

function lineOf({ kind, subjectId, userId, channelId, detail }: LedgerEntry, forumId: string): string | null {
  if (kind === 'message') {
    // The first message of a post bears the post's id, and is the same act.
    if (subjectId === channelId) return null;
    return `${detail === null ? 'message' : 'reply'} ${subjectId} ${userId} ${channelId} `;
  }
  if (kind === 'reaction') return `reaction ${subjectId} ${userId} ${channelId} ${detail}`;
  if (kind === 'thread')
    return `${channelId === forumId ? 'post' : 'thread'} ${subjectId} ${userId} ${subjectId} `;
  return null;
}

async function whatIsKept(sql: SqlRunner, { guildId }: Town): Promise<Set<string>> {
  const rows = await sql.query<
    Record<'subject' | 'user' | 'channel' | 'emoji' | 'marks', string> & { kind: number }
  >(
    `SELECT kind, subject_id AS subject, user_id AS user, channel_id AS channel, emoji,
       CASE WHEN deleted_at IS NULL THEN '' ELSE ' deleted' END ||
       CASE WHEN edited_at IS NULL OR kind NOT IN (1, 2) THEN '' ELSE ' edited' END AS marks
     FROM interaction WHERE guild_id = $1`,
    [guildId],
  );
  const names = new Map(Object.entries(interactionKinds).map(([name, { code }]) => [code as number, name]));
  const lines = new Set<string>();
  for (const { kind, subject, user, channel, emoji, marks } of rows)
    if (!isComingOrGoing(names.get(kind)))
      lines.add(`${names.get(kind)} ${subject} ${user} ${channel} ${emoji}${marks}`);
  const comings = rows.filter(({ kind }) => isComingOrGoing(names.get(kind)));
  for (const [key, count] of countBy(comings, ({ kind, user }) => `${names.get(kind)} ${user}`))
    lines.add(`${key} × ${count}`);
  const stays = await sql.query<{ user: string; stays: string }>(
    `SELECT user_id AS user, count(*) AS stays FROM member_stay WHERE guild_id = $1 AND left_at IS NULL GROUP BY user_id`,
    [guildId],
  );
  for (const { user, stays: count } of stays)
    lines.add(`member ${user}${count === '1' ? '' : ` × ${count}`}`);
  return lines;
}

function isComingOrGoing(name: string | undefined): boolean {
  return name === 'join' || name === 'leave';
}

function countBy<T>(entries: readonly T[], keyOf: (entry: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1);
  return counts;
}
