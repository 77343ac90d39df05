/** The whole bot on a local Discord, through the real client: what happened there is what is in the table. Nothing is faked but the clock. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverageOf } from '../../src/coverage/coverage.ts';
import { countActivity } from '../../src/interactions/interactions.ts';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import { daySpan } from '../../src/kernel/calendar.ts';
import { countMembers } from '../../src/members/members.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { differencesFromRows } from './recount.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
});
afterAll(() => bot.close());

/** How many rows of each kind count or are kept. */
async function kinds(): Promise<Record<string, number>> {
  const rows = await bot.app.db.query<{ kind: number; count: string }>(
    'SELECT kind, count(*) AS count FROM interaction WHERE guild_id = $1 AND deleted_at IS NULL GROUP BY kind',
    [bot.town.guildId],
  );
  const name = (code: number) => Object.entries(interactionKinds).find(([, kind]) => kind.code === code)![0];
  return Object.fromEntries(rows.map(({ kind, count }) => [name(kind), Number(count)]));
}

it('everything people do is counted as it happened, over a cut line and a restart', async () => {
  const { channels, guildId, sandbox } = bot.town;
  const [ann, bo, staff] = (['ann', 'bo', 'staff'] as const).map((who) => bot.as(who));
  const question = ann!.say(channels.general, 'Has anybody a good book on parsers?');
  bo!.say(channels.general, 'The dragon one', { replyTo: question });
  bo!.react(question, '👍');
  bo!.unreact(question, '👍');
  bo!.react(question, '👍');
  ann!.post(channels.forum, { name: 'Lifetimes', content: 'How long is this one?' });
  const thread = staff!.openThread({ channelId: channels.general, message: question }, 'Books');
  ann!.say(thread.id, 'I take it there');
  const mistake = bo!.say(channels.help, 'wrong channel');
  bo!.react(mistake, '😅');
  bo!.delete(mistake);
  await bot.settled();
  expect(await kinds()).toEqual({ message: 2, reply: 1, reaction: 1, post: 1, thread: 1 });

  sandbox.faults.cutGateway();
  ann!.say(channels.help, 'said while the line was cut');
  // The client comes back by itself and is told what it missed.
  await expect.poll(() => bot.settled().then(kinds), { timeout: 20_000 }).toMatchObject({ message: 3 });

  bo!.joinVoice(channels.voice);
  ann!.joinVoice(channels.voice);
  await bot.settled();
  bot.clock.moveBy(12 * 60_000);
  staff!.say(channels.help, 'time passes');
  await bot.settled();
  await bot.restart();
  await bot.settled();
  bo!.leaveVoice();
  const carl = sandbox.join(guildId, { username: 'carl' });
  carl.say(channels.general, 'hello');
  carl.leave();
  await bot.settled();
  expect(await kinds()).toEqual({
    message: 5,
    reply: 1,
    reaction: 1,
    post: 1,
    thread: 1,
    voice: 4,
    join: 1,
    leave: 1,
  });

  const day = daySpan('2026-11-16', 1, 'UTC');
  expect(await countActivity(bot.app, guildId, day)).toMatchObject({
    interactions: 13,
    messages: 7,
    activeMembers: 4,
  });
  // The owner, the staff member and ann and bo were there all along.
  expect(await countMembers(bot.app, guildId, day)).toEqual({ members: 5, joined: 1, left: 1 });
  expect(
    (await coverageOf(bot.app, guildId, { from: new Date('2026-11-16T09:00:00Z'), to: day.to })).openRatio,
  ).toBeGreaterThan(0.9);
  expect(await differencesFromRows(bot.app.db, guildId)).toEqual([]);
});
