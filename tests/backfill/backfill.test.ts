/** What the bot missed is fetched: the whole bot on a local Discord, through the real client. Faked: the clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBackfill, requestBackfill } from '../../src/backfill/backfill.ts';
import { coverageOf } from '../../src/coverage/coverage.ts';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { differencesFromRows } from '../interactions/recount.ts';

const MINUTE_MS = 60_000;

let first: TestBot;
let bot: TestBot;

beforeAll(async () => {
  first = await startTestBot();
});
beforeEach(async () => {
  bot = await first.inNewTown();
});
afterAll(() => first?.close());

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

  it('an edit and a deletion nobody heard of are known, and reactions by their number', async () => {
    const { channels } = bot.town;
    const [ann, bo] = [bot.as('ann'), bot.as('bo')];
    const kept = ann.say(channels.general, 'kept');
    const gone = ann.say(channels.general, 'gone');
    await bot.settled();
    bot.clock.moveBy(50 * MINUTE_MS);
    // Until here it listened: the two were written long before the outage.
    bo.say(channels.help, 'heard');
    await outage(60, () => {
      const late = bo.say(channels.general, 'late');
      ann.react(late, '👍');
      ann.edit(kept, 'kept, and better');
      ann.delete(gone);
    });
    expect(await kinds()).toEqual({ message: 3 });
    expect(
      await bot.app.db.query('SELECT emoji, count FROM reaction_count WHERE guild_id = $1', [
        bot.town.guildId,
      ]),
    ).toEqual([{ emoji: '👍', count: 1 }]);
    const [row] = await bot.app.db.query<{ edited_at: Date | null }>(
      'SELECT edited_at FROM interaction WHERE subject_id = $1',
      [kept.id],
    );
    expect(row?.edited_at).not.toBeNull();
  });

  it('a channel deleted during its backfill is given up, and the others are fetched', async () => {
    const { channels, sandbox } = bot.town;
    const ann = bot.as('ann');
    const fault = sandbox.faults.status({ path: channels.help, method: 'GET' }, 404, {
      message: 'Unknown Channel',
      code: 10003,
    });
    await outage(60, () => {
      ann.say(channels.help, 'soon gone');
      ann.say(channels.general, 'here');
    });
    expect(fault.hits).toBe(1);
    expect(await kinds()).toEqual({ message: 1 });
    expect(
      await bot.app.db.query(
        "SELECT channel_id, problem FROM backfill_task WHERE guild_id = $1 AND state <> 'done'",
        [bot.town.guildId],
      ),
    ).toEqual([{ channel_id: channels.help, problem: 'gone' }]);
  });

  it('waits while Discord has an outage in the community, and takes no channel for gone', async () => {
    const { channels, guildId, sandbox } = bot.town;
    await bot.app.backfill.stop();
    await requestBackfill(bot.app, guildId, {
      channelId: channels.general,
      fromOn: '2026-11-16',
      toOn: null,
    });
    await bot.app.db.execute("UPDATE backfill_task SET state = 'messages' WHERE guild_id = $1", [guildId]);
    sandbox.world.guilds.setUnavailable(guildId, true);
    await bot.restart();
    const task = () => findBackfill(bot.app, guildId, channels.general);
    while ((await task())!.problem === null) await sleep(20);
    expect(await task()).toMatchObject({ state: 'waiting', problem: 'discord' });
    sandbox.world.guilds.setUnavailable(guildId, false);
    await bot.settled();
    expect(await task()).toMatchObject({ state: 'done' });
  }, 60_000);

  it('is tried again where Discord does not answer', async () => {
    const { channels, sandbox } = bot.town;
    // discord.js itself tries three times more.
    sandbox.faults.status({ route: '/channels/{channel_id}/messages', method: 'GET', times: 5 }, 503);
    await outage(60, () => bot.as('ann').say(channels.general, 'heard in the end'));
    expect(await kinds()).toEqual({ message: 1 });
  });
});

it('what the bot listens to now is no gap, though the table lags some seconds behind', async () => {
  await bot.settled();
  bot.clock.moveBy(10 * MINUTE_MS);
  await bot.settled();
  bot.clock.moveBy(9_000);
  bot.app.backfill.wake(bot.town.guildId);
  await bot.settled();
  expect(
    await bot.app.db.query('SELECT from_id FROM backfill_task WHERE guild_id = $1', [bot.town.guildId]),
  ).toEqual([]);
});

async function requestToday(channelId: string): Promise<void> {
  await requestBackfill(bot.app, bot.town.guildId, { channelId, fromOn: '2026-11-16', toOn: null });
  await bot.settled();
}

describe('a channel that was closed to the bot', () => {
  it('is fetched when it opens, and was missing until then', async () => {
    const { channels, guildId, sandbox } = bot.town;
    await bot.settled();
    bot.as('owner').say(channels.secret, 'nobody hears this');
    bot.clock.moveBy(10 * MINUTE_MS);
    await bot.settled();
    expect(await kinds()).toEqual({});
    sandbox.world.channels.setOverwrite(channels.secret, {
      id: guildId,
      type: 0,
      allow: PermissionFlagsBits.ViewChannel,
      deny: 0n,
    });
    await sandbox.drained();
    await bot.settled();
    expect(await kinds()).toEqual({ message: 1 });
    expect(
      await bot.app.db.query('SELECT to_at IS NULL AS lasts, reason FROM channel_gap WHERE channel_id = $1', [
        channels.secret,
      ]),
    ).toEqual([{ lasts: false, reason: 'no-permission' }]);
  });
});

describe('what staff ask for', () => {
  it('goes on by itself after a restart in the middle, page by page, and counts nothing twice', async () => {
    const { channels, sandbox, guildId } = bot.town;
    const ann = bot.as('ann');
    // History from before the bot came: three pages and a bit, one page of another channel.
    const { messages } = sandbox.world;
    const at = (minute: number) => new Date(Date.parse('2026-11-10T00:00:00Z') + minute * MINUTE_MS);
    for (let minute = 0; minute < 330; minute += 1)
      messages.create({ channelId: channels.general, authorId: ann.user.id, content: 'old', at: at(minute) });
    await bot.settled();
    await bot.app.db.execute('DELETE FROM interaction WHERE guild_id = $1', [guildId]);
    await bot.app.db.execute('DELETE FROM member_day WHERE guild_id = $1', [guildId]);
    await bot.app.db.execute('DELETE FROM channel_hour WHERE guild_id = $1', [guildId]);
    // The third page does not come before the bot is stopped.
    sandbox.faults.delay({ path: `${channels.general}/messages`, method: 'GET', after: 2 }, 60_000);
    await requestBackfill(bot.app, guildId, {
      channelId: channels.general,
      fromOn: '2026-11-09',
      toOn: null,
    });
    while ((await findBackfill(bot.app, guildId, channels.general))!.found < 200) await sleep(20);
    await bot.restart(() => sandbox.faults.clear());
    await bot.settled();
    expect(await findBackfill(bot.app, guildId, channels.general)).toMatchObject({
      state: 'done',
      found: 330,
      added: 330,
    });
    expect(await kinds()).toEqual({ message: 330 });
    expect(await differencesFromRows(bot.app.db, guildId)).toEqual([]);
  });

  it('what somebody had erased, or wrote while they were not counted, does not come back', async () => {
    const { channels } = bot.town;
    const ann = bot.as('ann');
    const say = (text: string): void => {
      ann.say(channels.general, text);
      bot.clock.moveBy(MINUTE_MS);
    };
    say('erased');
    await ann.press(await ann.type('/me forget'), 'Erase everything');
    bot.clock.moveBy(MINUTE_MS);
    say('counted again');
    await ann.type('/me opt-out');
    bot.clock.moveBy(MINUTE_MS);
    say('not counted');
    await ann.type('/me opt-in');
    bot.clock.moveBy(MINUTE_MS);
    say('counted at last');
    await requestToday(channels.general);
    expect(await findBackfill(bot.app, bot.town.guildId, channels.general)).toMatchObject({ found: 1 });
    expect(await kinds()).toMatchObject({ message: 2 });
  });

  it('what was written while the channel was excluded is never counted', async () => {
    const { channels } = bot.town;
    const owner = bot.as('owner');
    await owner.type('/setup', { exclude: channels.help });
    await bot.settled();
    bot.clock.moveBy(10 * MINUTE_MS);
    bot.as('ann').say(channels.help, 'not counted');
    bot.clock.moveBy(10 * MINUTE_MS);
    await expect(
      requestBackfill(bot.app, bot.town.guildId, {
        channelId: channels.help,
        fromOn: '2026-11-16',
        toOn: null,
      }),
    ).rejects.toMatchObject({ code: 'log.excluded' });
    await owner.type('/setup', { include: channels.help });
    await bot.settled();
    bot.clock.moveBy(10 * MINUTE_MS);
    bot.as('ann').say(channels.help, 'counted');
    await requestToday(channels.help);
    // The two calls of /setup count too.
    expect(await kinds()).toEqual({ message: 1, command: 2 });
  });
});
