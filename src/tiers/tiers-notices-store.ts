/** What members are told once, and who asked to be reminded. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { Locale } from '../i18n/format.ts';
import type { Welcome } from './tiers-notices-rules.ts';

type Db = Pick<App, 'db'>;

/** Who held the tier within so many days, and paid late, is no newcomer. */
const RENEWED_WITHIN_DAYS = 30;

export type NoticeKind = 'welcome' | 'reminder';
/** open: still to be told; dropped: no longer true. */
export type NoticeState = 'open' | 'sent' | 'dropped' | 'failed';

/** A message that is still to be sent. */
export interface OpenNotice {
  readonly id: string;
  readonly userId: string;
  readonly grantId: string;
  readonly tierId: number;
  /** The end a reminder speaks of; when a welcomed tier began. */
  readonly aboutAt: Date;
  readonly attempts: number;
  /** The first notice of the message it was tried with; null before the first try. */
  readonly batchId: string | null;
  readonly createdAt: Date;
  /** Whether the tier counts for them at the moment. */
  readonly isHeld: boolean;
}

/** In the transaction of the change. Who held the tier until lately is not welcomed again. */
export async function insertWelcomes(
  sql: SqlRunner,
  guildId: string,
  welcomes: readonly Welcome[],
  at: Date,
): Promise<void> {
  if (welcomes.length === 0) return;
  const rows = welcomes.map(({ userId, grantId, tierId, begunAt }) => ({
    user_id: userId,
    grant_id: grantId,
    tier_id: tierId,
    about_at: begunAt,
  }));
  await sql.execute(
    `INSERT INTO tier_notice (guild_id, user_id, kind, grant_id, about_at, state, created_at)
     SELECT $1, made.user_id, 'welcome', made.grant_id, made.about_at, 'open', $3::timestamptz
     FROM jsonb_to_recordset($2::jsonb) AS made(user_id bigint, grant_id bigint, tier_id int, about_at timestamptz)
     WHERE NOT EXISTS (
       SELECT FROM tier_grant AS other
       WHERE other.guild_id = $1 AND other.user_id = made.user_id AND other.tier_id = made.tier_id
         AND other.id <> made.grant_id AND other.starts_at IS NOT NULL AND other.state NOT IN ('invited', 'scheduled')
         AND (other.ended_at IS NULL OR other.ended_at > $3::timestamptz - interval '${RENEWED_WITHIN_DAYS} days'))
     ON CONFLICT DO NOTHING`,
    [guildId, JSON.stringify(rows), at],
  );
}

/** Each end is written down once, however often it is looked at. */
export async function insertReminders(
  { db }: Db,
  guildId: string,
  ends: readonly { readonly userId: string; readonly grantId: string; readonly endsAt: Date }[],
  at: Date,
): Promise<void> {
  if (ends.length === 0) return;
  const rows = ends.map(({ userId, grantId, endsAt }) => ({
    user_id: userId,
    grant_id: grantId,
    about_at: endsAt,
  }));
  await db.execute(
    `INSERT INTO tier_notice (guild_id, user_id, kind, grant_id, about_at, state, created_at)
     SELECT $1, made.user_id, 'reminder', made.grant_id, made.about_at, 'open', $3::timestamptz
     FROM jsonb_to_recordset($2::jsonb) AS made(user_id bigint, grant_id bigint, about_at timestamptz)
     ON CONFLICT DO NOTHING`,
    [guildId, JSON.stringify(rows), at],
  );
}

/** Members who asked to be reminded and whose present grant ends before `before` with no word on it yet; after `afterId`, by id. */
export async function listToRemind(
  { db }: Db,
  guildId: string,
  before: Date,
  afterId: string | null,
  most: number,
): Promise<string[]> {
  const rows = await db.query<{ userId: string }>(
    `SELECT user_id AS "userId" FROM tier_member AS member
     WHERE guild_id = $1 AND wants_reminder AND tier_id IS NOT NULL AND NOT in_grace AND ends_at < $2
       AND ($3::bigint IS NULL OR user_id > $3)
       AND NOT EXISTS (
         SELECT FROM tier_notice AS notice
         WHERE notice.guild_id = member.guild_id AND notice.user_id = member.user_id AND notice.kind = 'reminder'
           AND notice.grant_id = member.grant_id AND notice.about_at = member.ends_at)
     ORDER BY user_id LIMIT $4`,
    [guildId, before, afterId, most],
  );
  return rows.map(({ userId }) => userId);
}

/** Those tried least first, then the one whose instant comes first. */
export async function listOpenNotices(
  { db }: Db,
  guildId: string,
  kind: NoticeKind,
  most: number,
): Promise<OpenNotice[]> {
  return db.query(
    `SELECT notice.id, notice.user_id AS "userId", notice.grant_id AS "grantId", held.tier_id AS "tierId",
            notice.about_at AS "aboutAt", notice.attempts, notice.batch_id AS "batchId", notice.created_at AS "createdAt",
            COALESCE(member.tier_id = held.tier_id, FALSE) AS "isHeld"
     FROM tier_notice AS notice
     JOIN tier_grant AS held ON held.id = notice.grant_id AND held.guild_id = notice.guild_id
     LEFT JOIN tier_member AS member ON member.guild_id = notice.guild_id AND member.user_id = notice.user_id
     WHERE notice.guild_id = $1 AND notice.kind = $2 AND notice.state = 'open'
     ORDER BY notice.attempts, notice.about_at, notice.id LIMIT $3`,
    [guildId, kind, most],
  );
}

/** One more try begins; `batchId` names the message it is part of. */
export async function updateTried(
  { db }: Db,
  guildId: string,
  ids: readonly string[],
  batchId: string,
): Promise<void> {
  await db.execute(
    'UPDATE tier_notice SET attempts = attempts + 1, batch_id = $3 WHERE guild_id = $1 AND id = ANY($2::bigint[])',
    [guildId, ids, batchId],
  );
}

export async function updateFinished(
  { db }: Db,
  guildId: string,
  ids: readonly string[],
  { state, problem, at }: { state: Exclude<NoticeState, 'open'>; problem: string | null; at: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await db.execute(
    `UPDATE tier_notice SET state = $3, problem = $4, finished_at = $5 WHERE guild_id = $1 AND id = ANY($2::bigint[])`,
    [guildId, ids, state, problem, at],
  );
}

/** What became of the reminder of one end; null where none is due yet. */
export async function findReminderState(
  { db }: Db,
  guildId: string,
  about: { readonly userId: string; readonly grantId: string; readonly endsAt: Date },
): Promise<NoticeState | null> {
  const [row] = await db.query<{ state: NoticeState }>(
    `SELECT state FROM tier_notice
     WHERE guild_id = $1 AND user_id = $2 AND kind = 'reminder' AND grant_id = $3 AND about_at = $4`,
    [guildId, about.userId, about.grantId, about.endsAt],
  );
  return row?.state ?? null;
}

/** What a member asked for, and since when they hold the tier they hold. */
export interface MemberWish {
  readonly tierId: number | null;
  readonly sinceAt: Date | null;
  readonly wantsReminder: boolean;
  readonly reminderLocale: Locale | null;
}

/** Members without a row asked for nothing. */
export async function listWishes(
  { db }: Db,
  guildId: string,
  userIds: readonly string[],
): Promise<Map<string, MemberWish>> {
  const rows = await db.query<MemberWish & { userId: string }>(
    `SELECT user_id AS "userId", tier_id AS "tierId", since_at AS "sinceAt", wants_reminder AS "wantsReminder",
            reminder_locale AS "reminderLocale"
     FROM tier_member WHERE guild_id = $1 AND user_id = ANY($2::bigint[])`,
    [guildId, userIds],
  );
  return new Map(rows.map(({ userId, ...wish }) => [userId, wish]));
}

export async function saveReminderWish(
  { db }: Db,
  guildId: string,
  userId: string,
  { wanted, locale }: { wanted: boolean; locale: Locale },
): Promise<void> {
  await db.execute(
    `INSERT INTO tier_member (guild_id, user_id, wants_reminder, reminder_locale) VALUES ($1, $2, $3, $4)
     ON CONFLICT (guild_id, user_id) DO UPDATE
     SET wants_reminder = excluded.wants_reminder, reminder_locale = excluded.reminder_locale`,
    [guildId, userId, wanted, locale],
  );
}
