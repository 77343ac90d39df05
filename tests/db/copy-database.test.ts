/** The move from one database to another. Both are real. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDatabase } from '../../src/db/copy-database.ts';
import { ensurePartitions } from '../../src/interactions/interactions-partitions-store.ts';
import { snowflakeAt } from '../../src/kernel/snowflake.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const AT = new Date('2026-03-02T10:00:00.123Z');
const GUILD = 900_000_000_000_000_001n;
/** More than are copied at once. */
const INTERACTIONS = 12_001;

let from: TestDatabase;
let to: TestDatabase;

beforeAll(async () => {
  [from, to] = [await testDatabase(), await testDatabase()];
  await ensurePartitions({ db: from }, AT, 1);
  const community = { guildId: GUILD, name: '编程港 “CodeHaven” \\ {1,2}', timeZone: 'Asia/Shanghai' };
  await from.prisma.community.create({
    data: { ...community, excludedChannelIds: [1n, 2n ** 62n], createdAt: AT, updatedAt: AT },
  });
  const survey = {
    guildId: GUILD,
    title: '?',
    state: 'open',
    anonymous: false,
    createdBy: 5n,
    createdAt: AT,
  };
  const questions = { create: { position: 1, kind: 'choice', text: 'Why?', choices: ['a,b', '"c"', ''] } };
  const { id: surveyId } = await from.prisma.survey.create({ data: { ...survey, questions } });
  await from.prisma.surveyAnswer.create({
    data: {
      id: '0b8f7c1e-6f0a-4d51-9a53-5b7ad2f6e1aa',
      guildId: GUILD,
      surveyId,
      respondentKey: '5',
      answeredAt: AT,
      values: { 1: 2, 2: 'wörds\n"quoted" 👍' },
    },
  });
  await from.execute(
    `INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, kind, emoji)
     SELECT ${snowflakeAt(AT)}::bigint + number, ${GUILD}, 5, 6, '${AT.toISOString()}', 3, '👍' FROM generate_series(1, ${INTERACTIONS}) AS number`,
  );
  await from.execute(
    `INSERT INTO interaction (subject_id, guild_id, user_id, channel_id, occurred_at, kind) VALUES (7, ${GUILD}, 5, 0, now(), 9)`,
  );
});
afterAll(() => Promise.all([from.close(), to.close()]));

/** Every row of every table, as text. */
async function everything(db: TestDatabase): Promise<string[]> {
  const tables = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
       AND relname <> '_prisma_migrations' ORDER BY relname`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const rows = await db.query<{ line: string }>(`SELECT row_to_json(r)::text AS line FROM "${name}" AS r`);
    lines.push(...rows.map(({ line }) => `${name} ${line}`).toSorted());
  }
  return lines;
}

it('takes every row of every table along, months of the log included', async () => {
  const copied = await copyDatabase(from, to);
  expect(copied.get('interaction')).toBe(INTERACTIONS + 1);
  const [there, here] = [await everything(to), await everything(from)];
  expect(there.filter((line) => line.startsWith('interaction_2026_03'))).toHaveLength(INTERACTIONS);
  expect(there).toEqual(here);
});

it('goes on behind the numbers that were given out', async () => {
  const survey = {
    guildId: GUILD,
    title: 'next',
    state: 'draft',
    anonymous: true,
    createdBy: 5n,
    createdAt: AT,
  };
  const { id } = await to.prisma.survey.create({ data: survey });
  expect(id).toBe(2);
});

it('is refused, with nothing changed, where the other database is in use', async () => {
  const before = await everything(to);
  await expect(copyDatabase(from, to)).rejects.toThrow('holds rows already');
  expect(await everything(to)).toEqual(before);
});
