/**
 * What "anonymous" promises: nobody reading the tables without the key can join an answer to a member. Every column of every table is
 * read. The whole bot on a local Discord; only the clock is faked.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSurvey } from '../../src/surveys/surveys.ts';
import { surveysPrivacy } from '../../src/surveys/surveys-privacy.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { answer, openedSurvey } from '../support/survey-acts.ts';

let bot: TestBot;
/** Twelve members, in the order they answer. */
let crowd: Person[];

beforeAll(async () => {
  bot = await startTestBot();
  await bot.as('owner').type('/setup', { 'staff-role': bot.town.staffRoleId });
  crowd = Array.from({ length: 12 }, (_, index) =>
    bot.town.sandbox.join(bot.town.guildId, { username: `member${index}` }),
  );
  await bot.settled();
});

afterAll(async () => {
  await bot.close();
});

type Row = Record<string, string>;

/** Every row of every table, with the columns PostgreSQL keeps for itself: place (ctid) and transaction (xmin). */
async function everything(): Promise<Map<string, Row[]>> {
  const { prisma } = bot.app.db;
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = 'public' AND relkind = 'r' ORDER BY relname`;
  const found = new Map<string, Row[]>();
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ row: Row; place: string; transaction: string }[]>(
      `SELECT to_jsonb(t) AS row, ctid::text AS place, xmin::text AS transaction FROM "${name}" AS t ORDER BY ctid`,
    );
    const plain = rows.map(({ row, place, transaction }) => ({
      ...Object.fromEntries(Object.entries(row).map(([column, value]) => [column, JSON.stringify(value)])),
      place,
      transaction,
    }));
    found.set(name, plain);
  }
  return found;
}

const answersOf = (tables: Map<string, Row[]>, surveyId: number): Row[] =>
  (tables.get('survey_answer') ?? []).filter((row) => row['survey_id'] === String(surveyId));

/** Each member says something nobody else says, so that their answer can be told. */
async function answeredByAll(): Promise<number> {
  const { id, post } = await openedSurvey(bot, { anonymous: true });
  for (const [index, person] of crowd.entries()) {
    await answer(person, post, { q1: String((index % 5) + 1), q2: '9', q3: '0', q4: `word ${index}` });
    bot.clock.moveBy(60_000);
  }
  await bot.settled();
  return id;
}

const wordOrder = (rows: readonly Row[]): number[] =>
  rows.map((row) => Number(/word (\d+)/.exec(row['values'] ?? '')?.[1]));

describe('before the close', () => {
  it('no row of any table holds both an answer and who gave it, or when', async () => {
    const id = await answeredByAll();
    const tables = await everything();
    const answers = answersOf(tables, id);
    expect(answers).toHaveLength(12);
    const ids = crowd.map(({ userId }) => userId);
    for (const row of answers) {
      expect([row['user_id'], row['answered_at']]).toEqual(['null', 'null']);
      expect(ids.filter((userId) => JSON.stringify(row).includes(userId))).toEqual([]);
      expect(row['id']).toMatch(/^"[0-9a-f]{8}-[0-9a-f]{4}-4/);
    }
  });

  it('nothing of an answer stands in another table, and nothing tells that a member took part', async () => {
    const id = await answeredByAll();
    const tables = await everything();
    const keys = answersOf(tables, id).flatMap((row) => [row['respondent_key']!, row['id']!]);
    for (const [name, rows] of tables) {
      const text = JSON.stringify(name === 'survey_answer' ? [] : rows);
      expect(keys.filter((key) => text.includes(key.replaceAll('"', '')))).toEqual([]);
      expect([name, text.includes('survey.answer'), text.includes('survey.submit')]).toEqual([
        name,
        false,
        false,
      ]);
    }
    const { prisma } = bot.app.db;
    expect(
      await prisma.interaction.count({ where: { userId: BigInt(crowd[0]!.userId), kind: { in: [8, 9] } } }),
    ).toBe(0);
    expect(await prisma.interaction.count({ where: { subjectId: BigInt(id) } })).toBe(0);
  });

  it('the key is of one survey: the same member has another in the next', async () => {
    const [first, second] = [await answeredByAll(), await answeredByAll()];
    const tables = await everything();
    const keysOf = (id: number) => answersOf(tables, id).map((row) => row['respondent_key']);
    expect(keysOf(first).filter((key) => keysOf(second).includes(key))).toEqual([]);
  });
});

describe('after the close', () => {
  it('place, transaction and id of the answers say nothing of the order in which they were given', async () => {
    const id = await answeredByAll();
    const before = answersOf(await everything(), id);
    const given = Array.from({ length: 12 }, (_, index) => index);
    await closeSurvey(bot.app, bot.town.guildId, id);
    const after = answersOf(await everything(), id);
    expect(wordOrder(after).toSorted((a, b) => a - b)).toEqual(given);
    // One order in 12! is the old one.
    expect(wordOrder(after)).not.toEqual(given);
    expect(new Set(after.map((row) => row['transaction'])).size).toBe(1);
    const ids = new Set(before.map((row) => row['id']));
    expect(after.filter((row) => ids.has(row['id']!))).toEqual([]);
  });

  it('who took part is noted all at once, with one instant for all, and nothing else changes', async () => {
    const id = await answeredByAll();
    await closeSurvey(bot.app, bot.town.guildId, id);
    await bot.settled();
    const rows = await bot.app.db.prisma.interaction.findMany({ where: { subjectId: BigInt(id), kind: 9 } });
    expect(rows.map(({ userId }) => String(userId)).toSorted()).toEqual(
      crowd.map(({ userId }) => userId).toSorted(),
    );
    expect(new Set(rows.map(({ occurredAt }) => occurredAt.getTime()))).toEqual(
      new Set([bot.clock.now().getTime()]),
    );
  });

  it('where fewer than three answered nobody is noted, because one answer and one name are easily joined', async () => {
    const { id, post } = await openedSurvey(bot, { anonymous: true });
    for (const person of crowd.slice(0, 2)) await answer(person, post, { q1: '1', q2: '0', q3: '0' });
    await closeSurvey(bot.app, bot.town.guildId, id);
    await bot.settled();
    expect(await bot.app.db.prisma.interaction.count({ where: { subjectId: BigInt(id) } })).toBe(0);
  });

  it('somebody who left since is still found by the key, for the log and for their own data', async () => {
    const leaver = bot.town.sandbox.join(bot.town.guildId, { username: 'leaver' });
    await bot.settled();
    const { id, post } = await openedSurvey(bot, { anonymous: true });
    for (const person of [...crowd.slice(0, 3), leaver])
      await answer(person, post, { q1: '1', q2: '0', q3: '0', q4: `word of ${person.name}` });
    leaver.leave();
    await bot.settled();
    await closeSurvey(bot.app, bot.town.guildId, id);
    await bot.settled();
    const { prisma } = bot.app.db;
    expect(
      await prisma.interaction.count({ where: { subjectId: BigInt(id), userId: BigInt(leaver.userId) } }),
    ).toBe(1);

    const { guildId } = bot.town;
    const held = JSON.stringify(await surveysPrivacy.export(bot.app, guildId, leaver.userId));
    expect(held).toContain('word of leaver');
    expect(held).not.toContain('word of member');
    expect(await surveysPrivacy.erase(bot.app, guildId, leaver.userId)).toBe(1);
    expect(await surveysPrivacy.erase(bot.app, guildId, leaver.userId)).toBe(0);
    expect(await surveysPrivacy.export(bot.app, guildId, leaver.userId)).toBeNull();
    expect(await prisma.surveyAnswer.count({ where: { surveyId: id } })).toBe(3);
  });
});
