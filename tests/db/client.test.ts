import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact, transactSql } from '../../src/db/transact.ts';
import { testDatabase, testDatabaseKind } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const GUILD = 1_100_000_000_000_000_001n;
const AT = new Date('2026-03-29T00:30:00.000Z');

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(async () => {
  await db.close();
});

describe('the database of the bot', () => {
  it('says which kind it is and answers', async () => {
    expect(db.kind).toBe(testDatabaseKind);
    expect(await db.ping()).toBeGreaterThan(0);
  });

  it('shows Prisma and raw SQL the same rows', async () => {
    await db.prisma.community.create({
      data: { guildId: GUILD, name: '程序员之家', createdAt: AT, updatedAt: AT },
    });
    const rows = await db.query<{ guild_id: string; name: string; created_at: Date }>(
      'SELECT guild_id, name, created_at FROM community WHERE guild_id = $1',
      [String(GUILD)],
    );
    expect(rows).toEqual([{ guild_id: String(GUILD), name: '程序员之家', created_at: AT }]);
  });

  it('gives ids and calendar days as text, so that neither loses a digit or moves a day', async () => {
    const [row] = await db.query(
      `SELECT 9223372036854775807 AS id, ARRAY[9223372036854775807] AS ids, DATE '2026-03-29' AS day, ARRAY[DATE '2026-03-29'] AS days`,
    );
    expect(row).toEqual({
      id: '9223372036854775807',
      ids: ['9223372036854775807'],
      day: '2026-03-29',
      days: ['2026-03-29'],
    });
  });

  it('counts a message that is told again only once, whichever month it belongs to', async () => {
    const insert = `INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, kind)
      SELECT subject, 1, 2, 3, $2, 1 FROM unnest($1::bigint[]) AS subject ON CONFLICT DO NOTHING`;
    const subjects = ['1000000000000000001', '1400000000000000002'];
    expect(await db.execute(insert, [subjects, AT])).toBe(2);
    expect(await db.execute(insert, [subjects, AT])).toBe(0);
  });
});

describe('a transaction', () => {
  it('that fails leaves nothing behind, in Prisma and in raw SQL', async () => {
    const data = { scope: 'undone', hash: 'x', registeredAt: AT };
    const prismaFailure = transact(db, async (tx) => {
      await tx.commandRegistration.create({ data });
      throw new Error('changed my mind');
    });
    await expect(prismaFailure).rejects.toThrow('changed my mind');
    const sqlFailure = transactSql(db, async (sql) => {
      await sql.execute(`INSERT INTO command_registration VALUES ('undone', 'x', $1)`, [AT]);
      throw new Error('changed my mind');
    });
    await expect(sqlFailure).rejects.toThrow('changed my mind');
    expect(await db.prisma.commandRegistration.count({ where: { scope: 'undone' } })).toBe(0);
  });

  it('that met another one is run again, and only then gives its result', async () => {
    let runs = 0;
    const result = await transactSql(db, async (sql) => {
      runs += 1;
      if (runs < 3) await sql.execute(`DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40001'; END $$`);
      return runs;
    });
    expect(result).toBe(3);
  });

  it('that meets another one every time gives up', async () => {
    let runs = 0;
    const hopeless = transact(db, async (tx) => {
      runs += 1;
      await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40P01'; END $$`);
    });
    await expect(hopeless).rejects.toThrow('met');
    expect(runs).toBe(5);
  });

  it('lets everybody else wait for its end instead of mixing with them', async () => {
    const order: string[] = [];
    await Promise.all([
      db.sqlTransaction(async (sql) => {
        await sql.execute(`INSERT INTO command_registration VALUES ('first', 'x', $1)`, [AT]);
        order.push('inside');
      }),
      ...Array.from({ length: 20 }, (_, index) =>
        db.prisma.community.count({ where: { guildId: BigInt(index) } }).then(() => order.push('outside')),
      ),
    ]);
    expect(order).toHaveLength(21);
    expect(await db.prisma.commandRegistration.count({ where: { scope: 'first' } })).toBe(1);
  });
});
