/**
 * The process killed in the middle of a channel's pages, and started again on the same data. Real: the bot as `npm start` runs it, its
 * database, the client, the kills. Faked: forcing writes to the disk costs nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBackfill } from '../../src/backfill/backfill.ts';
import { projectPath } from '../../src/project-root.ts';
import { faultyBot } from '../faults/faulty-bot.ts';
import type { FaultyBot } from '../faults/faulty-bot.ts';

/** Ten pages and a bit. */
const WRITTEN = 1_030;
const DAY_MS = 86_400_000;

let bot: FaultyBot;
beforeAll(async () => {
  bot = await faultyBot({ imports: [projectPath('tests', 'support', 'no-syncs.mjs')] });
}, 120_000);
afterAll(() => bot?.close());

/** Everything written before the bot came. */
const ids: string[] = [];

/** After which id each page of that was asked for, in the order of the requests. What was missed between the kills is left out. */
function pagesAsked(): bigint[] {
  const { sandbox, channels } = bot.town;
  return sandbox.requests.flatMap(({ method, path }) => {
    const after = new RegExp(`^/channels/${channels.general}/messages\\?after=(\\d+)`).exec(path)?.[1];
    return method === 'GET' && after !== undefined && BigInt(after) < BigInt(ids.at(-1)!)
      ? [BigInt(after)]
      : [];
  });
}

async function untilPages(count: number): Promise<void> {
  while (pagesAsked().length < count) await sleep(5);
}

it('after kills between and within pages the fetching goes on where it was, and nothing is lost or stands twice', async () => {
  const { sandbox, channels, guildId, people } = bot.town;
  const begun = Date.now() - 2 * DAY_MS;
  for (let minute = 0; minute < WRITTEN; minute += 1) {
    const at = new Date(begun + minute * 60_000);
    ids.push(
      sandbox.world.messages.create({ channelId: channels.general, authorId: people.ann, content: 'old', at })
        .id,
    );
  }
  const first = await bot.startReady();
  const from = new Date(begun - DAY_MS).toISOString().slice(0, 10);
  const wish = await sandbox
    .as(guildId, people.owner)
    .type('/log backfill', { channel: channels.general, from });
  // Each is killed after another while from a page on: before it is written, while it is, or after.
  await untilPages(3);
  await first.kill('SIGKILL');
  for (const waitMs of [10, 40]) {
    const seen = pagesAsked().length;
    const before = pagesAsked().at(-1)!;
    const child = bot.start();
    await untilPages(seen + 3);
    await sleep(waitMs);
    await child.kill('SIGKILL');
    // The page under way may be asked for again, one that was written never.
    expect(pagesAsked()[seen]).toBeGreaterThanOrEqual(before);
  }
  const last = await bot.startReady();
  const owner = sandbox.as(guildId, people.owner);
  while (!JSON.stringify((await owner.press(wish, 'Refresh')).message).includes('✅')) await sleep(200);
  // What the owner called is in the log as well, and of no interest here.
  const differing = await bot.endAndCompare(last);
  expect(differing.filter((line) => !/^false: (?:command|component) /.test(line))).toEqual([]);
  await bot.withDatabase(async (db) => {
    expect(await findBackfill({ db }, guildId, channels.general)).toMatchObject({
      state: 'done',
      found: WRITTEN,
      added: WRITTEN,
    });
  });
}, 120_000);
