/**
 * Fills a database with two grown communities: the same members talk in the same hours, in the larger one ten times as much. A process of its own,
 * so that its memory is gone before anything is measured.
 */
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { ensurePartitions } from '../../src/interactions/interactions-partitions-store.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createLogger } from '../../src/logger.ts';
import { taskOf } from './bench-child.ts';
import { weighLog } from './disk-weight.ts';
import type { LogWeight } from './disk-weight.ts';
import {
  createTalk,
  fillLog,
  fillRollups,
  fillTalk,
  insertChannels,
  insertCommunity,
  insertCoverage,
  insertMembers,
  LOW_PARTS,
  numberPerHour,
} from './grown-talk.ts';

export interface SeedTask {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly largeId: string;
  readonly smallId: string;
  /** Of the larger community, about; the smaller one has a tenth. */
  readonly interactions: number;
  /** Up to yesterday. */
  readonly days: number;
}

/** Who the members of both are. Not part of the task, which is too short for them. */
export interface SeedHears {
  readonly userIds: readonly string[];
}

export interface SeedSays {
  readonly say: 'seeded';
  /** Rows of each community. */
  readonly large: number;
  readonly small: number;
  /** Pairs of member and day with an interaction, the same in both. */
  readonly memberDays: number;
  readonly weight: LogWeight;
}

const TIMES_AS_MUCH = 10;
const DAY_MS = 86_400_000;

const task = taskOf<SeedTask>();
const nowMs = systemClock.now().getTime();
const days = Array.from({ length: task.days }, (_, index) => {
  const at = new Date(nowMs - (task.days - index) * DAY_MS);
  return at.toISOString().slice(0, 10);
});
process.once('message', ({ userIds }: SeedHears) => void seed(userIds));

async function seed(userIds: readonly string[]): Promise<void> {
  const { databaseUrl, dataDir, largeId, smallId } = task;
  const log = createLogger('warn', false);
  const db = await openDatabase({ databaseUrl, dataDir, log, clock: systemClock });
  await ensurePartitions({ db }, new Date(`${days[0]}T00:00:00Z`), 3);
  await makeTalk(db, userIds);
  await withoutIndexes(db, async () => {
    await seedCommunity(db, largeId, userIds, { times: TIMES_AS_MUCH, firstLow: 0 });
    await seedCommunity(db, smallId, userIds, { times: 1, firstLow: LOW_PARTS / 2 });
  });
  await db.execute('DROP TABLE bench_talk');
  for (const table of ['interaction', 'member_day', 'channel_hour', 'member_stay'])
    await db.execute(`VACUUM (ANALYZE) ${table}`);
  const says = await countRows(db);
  await db.close();
  process.send?.(says, () => process.exit(0));
}

async function makeTalk(db: Database, userIds: readonly string[]): Promise<void> {
  const perHour = numberPerHour(task.interactions / TIMES_AS_MUCH, userIds.length, task.days);
  await db.execute(createTalk);
  for (const on of days) await db.execute(fillTalk, [idList(userIds), on, perHour]);
  await db.execute('CREATE INDEX ON bench_talk ("on")');
  await db.execute('ANALYZE bench_talk');
}

/** A day at a time, so that no statement takes long. */
async function seedCommunity(
  db: Database,
  guildId: string,
  userIds: readonly string[],
  { times, firstLow }: { times: number; firstLow: number },
): Promise<void> {
  const since = new Date(nowMs - 3 * task.days * DAY_MS).toISOString();
  await db.execute(insertCommunity, [guildId, since]);
  await db.execute(insertMembers, [guildId, idList(userIds), since]);
  await db.execute(insertChannels, [guildId]);
  await db.execute(insertCoverage, [guildId, since, new Date(nowMs).toISOString()]);
  for (const on of days) {
    await db.execute(fillLog, [guildId, times, on, firstLow]);
    for (const statement of fillRollups) await db.execute(statement, [guildId, times, on]);
  }
}

/** Indexes are made at the end from all rows: a tenth of the time. */
async function withoutIndexes(db: Database, work: () => Promise<void>): Promise<void> {
  const [key] = await db.query<{ name: string; definition: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = 'interaction'::regclass AND contype = 'p'`,
  );
  if (!key) throw new Error('the log has no key');
  const indexes = await db.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'interaction' AND indexname <> $1`,
    [key.name],
  );
  await db.execute(`ALTER TABLE interaction DROP CONSTRAINT ${key.name}`);
  for (const { name } of indexes) await db.execute(`DROP INDEX ${name}`);
  await work();
  await db.execute(`ALTER TABLE interaction ADD CONSTRAINT ${key.name} ${key.definition}`);
  // PostgreSQL writes ONLY for an index that its partitions have as well.
  for (const { definition } of indexes) await db.execute(definition.replace(' ON ONLY ', ' ON '));
}

/** @throws Error when the rollups do not say what the rows say. */
async function countRows(db: Database): Promise<SeedSays> {
  const counts = await db.query<{ guild_id: string; rows: string; counted: string; days: string }>(
    `SELECT guild_id, log.rows, rollup.counted, rollup.days
     FROM (SELECT guild_id, count(*) AS rows FROM interaction GROUP BY guild_id) AS log
     JOIN (SELECT guild_id, sum(interactions) AS counted, count(*) AS days FROM member_day GROUP BY guild_id) AS rollup USING (guild_id)`,
  );
  const of = (guildId: string) => {
    const found = counts.find(({ guild_id: id }) => id === guildId);
    if (!found || found.rows !== found.counted) throw new Error(`the rollups of ${guildId} are not its rows`);
    return { rows: Number(found.rows), days: Number(found.days) };
  };
  const large = of(task.largeId);
  const weight = await weighLog(db);
  return { say: 'seeded', large: large.rows, small: of(task.smallId).rows, memberDays: large.days, weight };
}

function idList(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}
