/** What the bot missed is fetched: the whole bot on a local Discord, through the real client. Faked: the clock. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestBackfill, findBackfill } from '../../src/backfill/backfill.ts';
import { coverageOf } from '../../src/coverage/coverage.ts';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { differencesFromRows } from '../interactions/recount.ts';

const MINUTE_MS = 60_000;

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.close());

/** The bot is off, and so long that Discord keeps nothing for it. */
async function outage(minutes: number, meanwhile: () => void): Promise<void> {
  await bot.settled();
  bot.clock.moveBy(10 * MINUTE_MS);
  await bot.settled();
  await bot.restart(() => {
    bot.town.sandbox.faults.expireSessions();
    bot.clock.moveBy((minutes / 2) * MINUTE_MS);
    meanwhile();
    bot.clock.moveBy((minutes / 2) * MINUTE_MS);
  });
  await bot.settled();
}

/** How many rows of each kind count. */
async function kinds(): Promise<Record<string, number>> {
  const rows = await bot.app.db.query<{ kind: number; count: string }>(
    'SELECT kind, count(*) AS count FROM interaction WHERE guild_id = $1 AND deleted_at IS NULL GROUP BY kind',
    [bot.town.guildId],
  );
  const name = (code: number) => Object.entries(interactionKinds).find(([, kind]) => kind.code === code)![0];
  return Object.fromEntries(rows.map(({ kind, count }) => [name(kind), Number(count)]));
}

describe('after an outage that no resume bridges', () => {
  it('messages, replies, threads and posts are in the log, each once, and the rollups are those of the rows', async () => {
    const { channels, guildId } = bot.town;
    const [ann, bo] = [bot.as('ann'), bot.as('bo')];
    ann.say(channels.general, 'before');
    await outage(60, () => {
      const question = ann.say(channels.general, 'while nobody listens');
      bo.say(channels.general, 'indeed', { replyTo: question });
      ann.post(channels.forum, { name: 'Lifetimes', content: 'How long is this one?' });
      const thread = bo.openThread({ channelId: channels.general, message: question }, 'Silence');
      ann.say(thread.id, 'in the thread');
    });
    ann.say(channels.general, 'after');
    await bot.settled();
    expect(await kinds()).toEqual({ message: 4, reply: 1, post: 1, thread: 1 });
    expect(await differencesFromRows(bot.app.db, guildId)).toEqual([]);
    const day = { from: new Date('2026-11-16T09:00:00Z'), to: new Date('2026-11-17T00:00:00Z') };
    const coverage = await coverageOf(bot.app, guildId, day);
    expect(coverage.openRatio).toBe(1);
    expect(coverage.offlineMs).toBeGreaterThanOrEqual(60 * MINUTE_MS);
    expect(coverage.fetchedMs).toBe(coverage.offlineMs);
    expect(coverage.closedChannels).toBe(1);
  });
});
