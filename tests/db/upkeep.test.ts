import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tendTables } from '../../src/db/upkeep.ts';
import { testDatabase, testDatabaseKind } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(async () => {
  await db.close();
});

// A server does all this by itself.
describe.skipIf(testDatabaseKind === 'server')(
  'the upkeep of a database without background processes',
  () => {
    it('clears away the dead rows of a table that changed much, and leaves the others alone', async () => {
      await db.execute(
        `INSERT INTO member_stay (guild_id, user_id, joined_at)
       SELECT 1, i, TIMESTAMPTZ '2026-01-01Z' FROM generate_series(1, 1000) AS i`,
      );
      await db.execute('UPDATE member_stay SET left_at = joined_at');
      await db.query('SELECT pg_stat_force_next_flush()');
      await db.ping();
      expect(await tendTables(db)).toEqual(['public.member_stay']);
      await db.query('SELECT pg_stat_force_next_flush()');
      await db.ping();
      const [row] = await db.query<{ dead: string }>(
        `SELECT n_dead_tup AS dead FROM pg_stat_user_tables WHERE relname = 'member_stay'`,
      );
      expect(row).toEqual({ dead: '0' });
      expect(await tendTables(db)).toEqual([]);
    });
  },
);
