/** Old months of the log are deleted, and nothing that is counted changes. The database is real, and so is the log. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { saveCommunity } from '../../src/communities/communities-store.ts';
import { retentionJob } from '../../src/interactions/interactions-jobs.ts';
import { listPartitions } from '../../src/interactions/interactions-partitions-store.ts';
import { interactionsPrivacy } from '../../src/interactions/interactions-privacy.ts';
import { findRowsFrom } from '../../src/interactions/interactions-retention-store.ts';
import { deleteOldRows } from '../../src/interactions/interactions-retention.ts';
import { countActivity, rebuildRollups } from '../../src/interactions/interactions.ts';
import { daySpan } from '../../src/kernel/calendar.ts';
import { testDatabaseKind } from '../support/database.ts';
import { ANNA, BEN, CHEN, GENERAL, GUILD, idAt, logSetting, message, reaction } from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';
import { differencesFromRows } from './recount.ts';

const JANUARY = '2026-01-10T12:00:00Z';
const FEBRUARY = '2026-02-15T20:00:00Z';
/** The first instant that is thirty days after January. */
const DUE = '2026-03-03T00:00:00Z';
const DAYS = 30;

let setting: LogSetting;
let app: App;
let inJanuary: string;
let inFebruary: string;

beforeAll(async () => {
  setting = await logSetting(JANUARY);
});
afterAll(() => setting.close());

/** A message of January with two reactions, one of them in February, and a message of February. */
beforeEach(async () => {
  await setting.db.execute('DELETE FROM log_horizon');
  await setting.reset(JANUARY);
  app = setting.app as unknown as App;
  await setting.addCommunity(GUILD);
  inJanuary = idAt(JANUARY);
  inFebruary = idAt(FEBRUARY);
  setting.hear('MESSAGE_CREATE', message(inJanuary, ANNA));
  setting.hear('MESSAGE_REACTION_ADD', reaction(inJanuary, BEN, '👍'));
  setting.clock.moveTo(new Date(FEBRUARY));
  setting.hear('MESSAGE_REACTION_ADD', reaction(inJanuary, CHEN, '👍'));
  setting.hear('MESSAGE_CREATE', message(inFebruary, ANNA));
  await app.interactions.flush();
});

async function deleteOldAt(at: string): Promise<void> {
  setting.clock.moveTo(new Date(at));
  await deleteOldRows(app, DAYS);
}

/** Rows by the partition they lie in. */
async function places(): Promise<Record<string, number>> {
  await app.interactions.flush();
  const rows = await setting.db.query<{ place: string; count: string }>(
    'SELECT tableoid::regclass::text AS place, count(*) AS count FROM interaction GROUP BY 1',
  );
  return Object.fromEntries(rows.map(({ place, count }) => [place, Number(count)]));
}

async function counts(): Promise<unknown[]> {
  await app.interactions.flush();
  return [
    await setting.db.query('SELECT * FROM member_day WHERE interactions > 0 ORDER BY "on", user_id'),
    await setting.db.query('SELECT * FROM channel_hour WHERE interactions > 0 ORDER BY "on", hour'),
  ];
}

describe('a month that is old enough', () => {
  it('is deleted as a whole, not a moment before, and every count stays as it was', async () => {
    const before = await counts();
    await deleteOldAt('2026-03-02T23:59:59.999Z');
    expect(await places()).toEqual({ interaction_2026_01: 3, interaction_2026_02: 1 });
    await deleteOldAt(DUE);
    // The reaction of February to the message of January is younger, so it stays.
    expect(await places()).toEqual({ interaction_2026_02: 1, interaction_default: 1 });
    expect(await listPartitions(setting.db)).not.toContain('interaction_2026_01');
    expect(await counts()).toEqual(before);
    const january = await countActivity(app, GUILD, daySpan('2026-01-01', 31, 'UTC'));
    expect(january).toMatchObject({ interactions: 2, messages: 1, reactions: 1, activeMembers: 2 });
  });

  it('stays where RETENTION_DAYS is 0, and goes by the daily job where it is not', async () => {
    setting.clock.moveTo(new Date('2030-01-01T00:00:00Z'));
    const slot = { guildId: '0', bucketAt: new Date(DUE), late: false };
    const running = (retentionDays: number | null) =>
      retentionJob.run({ ...app, config: { ...app.config, retentionDays } }, slot);
    await running(null);
    expect(await places()).toEqual({ interaction_2026_01: 3, interaction_2026_02: 1 });
    await running(400);
    expect(await places()).toEqual({});
  });

  it('takes the single rows of its age along that lie in no month of their own', async () => {
    const rows = 10_001;
    await setting.db.execute(
      `INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, kind)
       SELECT number, ${GUILD}, ${ANNA}, 0, '2025-06-01', 9 FROM generate_series(1, ${rows}) AS number`,
    );
    await setting.db.execute(
      `INSERT INTO reaction_count (guild_id, channel_id, emoji, count, message_id)
       VALUES (${GUILD}, ${GENERAL}, '👍', 3, ${inJanuary}), (${GUILD}, ${GENERAL}, '👍', 3, ${inFebruary})`,
    );
    await deleteOldAt(DUE);
    expect(await places()).toEqual({ interaction_2026_02: 1, interaction_default: 1 });
    expect(await setting.db.query('SELECT message_id FROM reaction_count')).toEqual([
      { message_id: inFebruary },
    ]);
  });

  it('stays deleted where more days are set later', async () => {
    await deleteOldAt(DUE);
    await deleteOldRows(app, 400);
    expect(await findRowsFrom(setting.db)).toEqual(new Date('2026-02-01T00:00:00Z'));
  });

  it.skipIf(testDatabaseKind === 'embedded')(
    'waits for somebody who reads the log for long, without keeping the log from writing',
    async () => {
      let end: () => void = () => undefined;
      const reading = setting.db.sqlTransaction(async (sql) => {
        await sql.query('SELECT count(*) FROM interaction WHERE guild_id = $1', [GUILD]);
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      });
      await expect(deleteOldAt(DUE)).rejects.toMatchObject({ code: '55P03' });
      setting.hear('MESSAGE_CREATE', message(idAt(DUE), BEN));
      expect(await app.interactions.flush()).toBe(true);
      end();
      await reading;
      await deleteOldAt(DUE);
      expect(await places()).toEqual({
        interaction_2026_02: 1,
        interaction_2026_03: 1,
        interaction_default: 1,
      });
    },
  );
});

describe('after a month was deleted', () => {
  beforeEach(() => deleteOldAt(DUE));

  it('what is told once more of it is not counted twice', async () => {
    const before = await counts();
    setting.hear('MESSAGE_CREATE', message(inJanuary, ANNA));
    setting.hear('MESSAGE_CREATE', message(idAt(JANUARY), BEN));
    expect(await counts()).toEqual(before);
    expect(await places()).toEqual({ interaction_2026_02: 1, interaction_default: 1 });
  });

  it('a reaction of today to one of its messages counts, until the message is deleted', async () => {
    const before = await counts();
    setting.hear('MESSAGE_REACTION_ADD', reaction(inJanuary, BEN, '🎉'));
    expect(await places()).toEqual({ interaction_2026_02: 1, interaction_default: 2 });
    expect(await counts()).not.toEqual(before);
    setting.hear('MESSAGE_DELETE', { id: inJanuary, channel_id: GENERAL, guild_id: GUILD });
    await app.interactions.flush();
    const today = await countActivity(app, GUILD, daySpan('2026-03-03', 1, 'UTC'));
    const february = await countActivity(app, GUILD, daySpan('2026-02-01', 28, 'UTC'));
    expect([today.interactions, february.reactions, february.messages]).toEqual([0, 0, 1]);
  });

  it('a change of time zone counts the days anew whose rows are kept, and leaves the others as they were', async () => {
    const january = 'SELECT * FROM member_day WHERE "on" < \'2026-02-01\' ORDER BY "on", user_id';
    const before = await setting.db.query(january);
    const settings = { ...setting.communities.get(GUILD), timeZone: 'Asia/Shanghai' };
    await saveCommunity(app, settings, new Date(DUE));
    await rebuildRollups(app, GUILD);
    expect(before).toHaveLength(2);
    expect(await setting.db.query(january)).toEqual(before);
    const february = await countActivity(app, GUILD, daySpan('2026-02-16', 1, 'Asia/Shanghai'));
    expect([february.interactions, february.messages]).toEqual([2, 1]);
    const differences = await differencesFromRows(setting.db, GUILD);
    expect(differences.filter((line) => !/2026-01-10/.test(line))).toEqual([]);
  });

  it('a person is shown the days that are left of it, and erased from them', async () => {
    expect(await interactionsPrivacy.export(app, GUILD, BEN)).toEqual({
      interactions: [],
      days: [{ on: '2026-01-10', interactions: 1, messages: 0, reactions: 1 }],
      voice: [],
    });
    expect(await interactionsPrivacy.erase(app, GUILD, BEN)).toBe(1);
    expect(await interactionsPrivacy.export(app, GUILD, BEN)).toBeNull();
    const { activeMembers } = await countActivity(app, GUILD, daySpan('2026-01-10', 1, 'UTC'));
    expect(activeMembers).toBe(1);
  });
});
