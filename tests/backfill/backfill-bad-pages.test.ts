/** Pages that do not come, come wrong, or of what is gone: through the real client and a local Discord. Faked: the clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBackfill, requestBackfill } from '../../src/backfill/backfill.ts';
import { snowflakeAt } from '../../src/kernel/snowflake.ts';
import type { Faults } from '../../src/sandbox/faults.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { differencesFromRows } from '../interactions/recount.ts';

/** Two pages. */
const WRITTEN = 130;
const DAY = { fromOn: '2026-11-10', toOn: '2026-11-10' };

let bot: TestBot;
let written: string[];
beforeAll(async () => {
  bot = await startTestBot();
  written = writeHistory(bot.town.channels.general);
  await bot.settled();
}, 120_000);
afterAll(() => bot?.close());
beforeEach(async () => {
  bot.town.sandbox.faults.clear();
  // The log has heard none of it.
  for (const table of ['interaction', 'member_day', 'channel_hour', 'backfill_task'])
    await bot.app.db.execute(`DELETE FROM ${table} WHERE guild_id = $1`, [bot.town.guildId]);
});

function writeHistory(channelId: string): string[] {
  const { sandbox, people } = bot.town;
  const at = (minute: number) => new Date(Date.parse('2026-11-10T00:00:00Z') + minute * 60_000);
  return Array.from(
    { length: WRITTEN },
    (_, minute) =>
      sandbox.world.messages.create({ channelId, authorId: people.ann, content: 'old', at: at(minute) }).id,
  );
}

const request = (channelId: string) => requestBackfill(bot.app, bot.town.guildId, { channelId, ...DAY });

const progress = (channelId: string) => findBackfill(bot.app, bot.town.guildId, channelId);

/** The ids that count, oldest first. */
async function counted(): Promise<string[]> {
  const rows = await bot.app.db.query<{ id: string }>(
    'SELECT subject_id AS id FROM interaction WHERE guild_id = $1 AND deleted_at IS NULL ORDER BY subject_id',
    [bot.town.guildId],
  );
  return rows.map(({ id }) => id);
}

const secondPage = () => ({
  path: `${bot.town.channels.general}/messages`,
  method: 'GET' as const,
  after: 1,
});

describe('a page is asked for until it comes, and counts once', () => {
  const faults: Record<string, (given: Faults) => unknown> = {
    'is refused for a moment': (given) => given.rateLimit(secondPage()),
    // discord.js itself tries three times more.
    'fails on Discord’s side': (given) => given.status({ ...secondPage(), times: 4 }, 502),
    'does not arrive': (given) => given.loseReply(secondPage()),
    'is no page': (given) => given.status(secondPage(), 200, { message: 'Welcome' }),
  };
  it.each(Object.keys(faults))('where it %s', async (name) => {
    const { sandbox, channels, guildId } = bot.town;
    faults[name]!(sandbox.faults);
    await request(channels.general);
    await bot.settled();
    expect(await progress(channels.general)).toMatchObject({ state: 'done', found: WRITTEN, added: WRITTEN });
    expect(await counted()).toEqual(written);
    expect(await differencesFromRows(bot.app.db, guildId)).toEqual([]);
  });
});

it('entries that are no messages, and one from the future, are left out; the others count', async () => {
  const { sandbox, channels } = bot.town;
  await request(channels.general);
  await bot.settled();
  const answer = sandbox.requests.findLast(({ path }) =>
    path.includes(`${channels.general}/messages?`),
  )!.answer;
  const page = answer as Record<string, unknown>[];
  const odd = [
    null,
    'a text',
    { ...page[0], id: 'none' },
    { ...page[0], id: '9'.repeat(40) },
    { ...page[0], id: undefined },
    { ...page[0], id: snowflakeAt(new Date('2031-01-01T00:00:00Z')) },
  ];
  await bot.app.db.execute('DELETE FROM interaction WHERE guild_id = $1', [bot.town.guildId]);
  await bot.app.db.execute('DELETE FROM backfill_task', []);
  sandbox.faults.status(secondPage(), 200, [...odd, ...page]);
  await request(channels.general);
  await bot.settled();
  expect(await progress(channels.general)).toMatchObject({ state: 'done', found: WRITTEN });
  expect(await counted()).toEqual(written);
});

it('a message of which a part cannot be read is left out, and not taken for deleted', async () => {
  const { sandbox, channels, people } = bot.town;
  const at = new Date('2026-11-10T12:00:00Z');
  const [known, other] = [0, 1].map(
    () =>
      sandbox.world.messages.create({ channelId: channels.help, authorId: people.ann, content: 'heard', at })
        .id,
  );
  await bot.settled();
  const page = [known, other].map((id, count) => ({
    id,
    channel_id: channels.help,
    type: 0,
    author: { id: people.ann },
    // The table has no room for that number.
    reactions: count === 0 ? [{ emoji: { id: null, name: '👍' }, count: 3_000_000_000 }] : [],
  }));
  sandbox.faults.status({ path: `${channels.help}/messages`, method: 'GET' }, 200, page);
  await request(channels.help);
  await bot.settled();
  expect(await progress(channels.help)).toMatchObject({ state: 'done', found: 1, added: 0 });
  expect(await counted()).toEqual([known, other]);
});

it('a message that is deleted when the fetching stands on it stops nothing, and no longer counts', async () => {
  const { sandbox, guildId } = bot.town;
  const own = sandbox.world.channels.create(guildId, {
    name: 'tidied',
    at: new Date('2026-11-01T00:00:00Z'),
  }).id;
  const ids = writeHistory(own);
  await bot.settled();
  await bot.app.db.execute('DELETE FROM interaction WHERE guild_id = $1', [guildId]);
  sandbox.faults.delay({ path: `${own}/messages`, method: 'GET', after: 1 }, 60_000);
  await request(own);
  while ((await progress(own))!.found < 100) await sleep(20);
  await bot.app.backfill.stop();
  sandbox.faults.clear();
  sandbox.world.messages.delete(ids[99]!);
  bot.app.backfill.start(bot.app);
  await bot.settled();
  expect(await progress(own)).toMatchObject({ state: 'done', found: WRITTEN });
  expect(await counted()).toEqual(ids.toSpliced(99, 1));
});

it('a channel that is deleted in the middle of its pages is given up, and the next one is fetched', async () => {
  const { sandbox, channels, guildId } = bot.town;
  const own = sandbox.world.channels.create(guildId, {
    name: 'doomed',
    at: new Date('2026-11-01T00:00:00Z'),
  }).id;
  writeHistory(own);
  await bot.settled();
  const slow = sandbox.faults.delay({ path: `${own}/messages`, method: 'GET', after: 1 }, 300);
  await request(own);
  while (slow.hits === 0) await sleep(5);
  sandbox.world.channels.delete(own);
  await request(channels.general);
  await bot.settled();
  expect(await progress(own)).toMatchObject({ state: 'refused', problem: 'gone', found: 100 });
  expect(await progress(channels.general)).toMatchObject({ state: 'done', found: WRITTEN });
});
