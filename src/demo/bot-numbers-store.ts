/** What the bot has stored, read from its closed database with plain SQL. Only reads. */
import { openDatabase } from '../db/client.ts';
import type { Database } from '../db/client.ts';
import { systemClock } from '../kernel/clock.ts';
import { snowflakeAt } from '../kernel/snowflake.ts';
import { createLogger } from '../logger.ts';
import type { ReportSnapshot } from '../reports/reports-snapshot.ts';
import { DAY_MS, dayOn } from './story-time.ts';
import type { Truth, TruthSpan } from './truth.ts';

export interface StoredReport {
  readonly kind: 'activity' | 'satisfaction';
  readonly weekOn: string;
  readonly state: string;
  readonly late: boolean;
  readonly messageId: string | null;
  readonly snapshot: ReportSnapshot;
}

export interface StoredSurvey {
  readonly title: string;
  readonly answers: number;
}

/** Opens the database of a bot that has ended, does the work, closes it. */
export async function withDatabase<T>(dataDir: string, work: (db: Database) => Promise<T>): Promise<T> {
  const log = createLogger('silent', false);
  const db = await openDatabase({ dataDir, log, clock: systemClock });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** The rollups of a span of days, in the shape of the truth. */
export async function readWeek(db: Database, guildId: string, span: TruthSpan): Promise<Truth> {
  const days = [dayOn(span.from), dayOn(span.to)] as const;
  const instants = [new Date(span.from).toISOString(), new Date(span.to).toISOString()] as const;
  const [sums] = await db.query<Record<string, string | null>>(
    `SELECT sum(interactions) AS interactions, sum(messages) AS messages, sum(reactions) AS reactions,
       count(DISTINCT user_id) FILTER (WHERE interactions > 0) AS active,
       sum(bit_count(hours::bit(32))) AS hours
     FROM member_day WHERE guild_id = $1 AND "on" >= $2::date AND "on" < $3::date`,
    [guildId, ...days],
  );
  const [stays] = await db.query<Record<string, string>>(
    `SELECT count(DISTINCT user_id) AS members, count(*) FILTER (WHERE joined_at >= $2) AS joined,
       count(*) FILTER (WHERE left_at >= $2 AND left_at < $3) AS left
     FROM member_stay WHERE guild_id = $1 AND joined_at < $3 AND (left_at IS NULL OR left_at >= $2)`,
    [guildId, ...instants],
  );
  const number = (value: string | null | undefined): number => Number(value ?? 0);
  return {
    interactions: number(sums?.['interactions']),
    messages: number(sums?.['messages']),
    reactions: number(sums?.['reactions']),
    memberHours: number(sums?.['hours']),
    activeMembers: number(sums?.['active']),
    members: number(stays?.['members']),
    joined: number(stays?.['joined']),
    left: number(stays?.['left']),
    days: await readDays(db, guildId, span),
    channels: await readChannels(db, guildId, days),
  };
}

async function readDays(db: Database, guildId: string, span: TruthSpan): Promise<Truth['days']> {
  const rows = await db.query<Record<'on' | 'active' | 'interactions' | 'messages', string>>(
    `SELECT "on"::text, count(*) AS active, sum(interactions) AS interactions, sum(messages) AS messages
     FROM member_day WHERE guild_id = $1 AND interactions > 0 GROUP BY "on"`,
    [guildId],
  );
  const found = new Map(rows.map((row) => [row.on, row]));
  const days: Truth['days'][number][] = [];
  for (let at = span.from; at < span.to; at += DAY_MS) {
    const row = found.get(dayOn(at));
    days.push({
      on: dayOn(at),
      activeMembers: Number(row?.active ?? 0),
      interactions: Number(row?.interactions ?? 0),
      messages: Number(row?.messages ?? 0),
    });
  }
  return days;
}

async function readChannels(
  db: Database,
  guildId: string,
  days: readonly [string, string],
): Promise<Truth['channels']> {
  const rows = await db.query<{ channelId: string; interactions: string }>(
    `SELECT channel_id::text AS "channelId", sum(interactions) AS interactions FROM channel_hour
     WHERE guild_id = $1 AND "on" >= $2::date AND "on" < $3::date GROUP BY channel_id HAVING sum(interactions) > 0`,
    [guildId, ...days],
  );
  return rows.map(({ channelId, interactions }) => ({ channelId, interactions: Number(interactions) }));
}

/** What counts, straight from the rows of the log and not from the rollups: I and H. */
export async function countRows(
  db: Database,
  guildId: string,
  span: TruthSpan,
): Promise<Pick<Truth, 'interactions' | 'memberHours'>> {
  const [row] = await db.query<{ interactions: string; hours: string }>(
    `SELECT count(*) AS interactions, count(DISTINCT (user_id, date_trunc('hour', occurred_at))) AS hours FROM interaction
     WHERE guild_id = $1 AND occurred_at >= $2 AND occurred_at < $3 AND deleted_at IS NULL AND kind IN (1, 2, 3, 4, 5, 6, 7, 9, 12, 13, 14, 15, 16, 17)`,
    [guildId, new Date(span.from).toISOString(), new Date(span.to).toISOString()],
  );
  return { interactions: Number(row?.interactions ?? 0), memberHours: Number(row?.hours ?? 0) };
}

/** Rows of the messages that were written then, and of the reactions to them. */
export async function countSaid(
  db: Database,
  guildId: string,
  span: TruthSpan,
): Promise<Pick<Truth, 'messages' | 'reactions'>> {
  const [row] = await db.query<{ messages: string; reactions: string }>(
    `SELECT count(*) FILTER (WHERE kind IN (1, 2)) AS messages, count(*) FILTER (WHERE kind = 3) AS reactions FROM interaction
     WHERE guild_id = $1 AND subject_id >= $2 AND subject_id < $3 AND deleted_at IS NULL`,
    [guildId, snowflakeAt(new Date(span.from)), snowflakeAt(new Date(span.to))],
  );
  return { messages: Number(row?.messages ?? 0), reactions: Number(row?.reactions ?? 0) };
}

export async function readReports(db: Database, guildId: string): Promise<StoredReport[]> {
  return db.query<StoredReport>(
    `SELECT kind, week_on::text AS "weekOn", state, late, message_id::text AS "messageId", snapshot
     FROM report_post WHERE guild_id = $1 ORDER BY week_on, kind`,
    [guildId],
  );
}

export async function readSurveys(db: Database, guildId: string): Promise<StoredSurvey[]> {
  const rows = await db.query<{ title: string; answers: string }>(
    `SELECT title, count(answer.id) AS answers FROM survey LEFT JOIN survey_answer AS answer ON answer.survey_id = survey.id
     WHERE survey.guild_id = $1 AND state = 'closed' GROUP BY survey.id, title ORDER BY survey.id`,
    [guildId],
  );
  return rows.map(({ title, answers }) => ({ title, answers: Number(answers) }));
}
