/** Threads and posts that were archived before anybody listened again, through the real client and a local Discord. Faked: the clock. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import { ChannelKind, Permission } from '../../src/sandbox/api-codes.ts';
import { differencesFromRows } from '../interactions/recount.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

const MINUTE_MS = 60_000;

let bot: TestBot;
/** Threads and posts by what became of them while the bot was off. */
const places: Record<string, string> = {};

beforeAll(async () => {
  bot = await startTestBot();
  const { sandbox, channels, guildId } = bot.town;
  const { world, faults } = sandbox;
  const [ann, bo] = [bot.as('ann'), bot.as('bo')];
  const archive = (threadId: string) => world.threads.update(threadId, { archived: true });
  const denied = { id: bot.town.botId, type: 1, allow: 0n, deny: Permission.manageThreads } as const;
  world.channels.setOverwrite(channels.general, denied);
  const mediaId = world.channels.create(guildId, { name: 'pictures', type: ChannelKind.media }).id;
  places.old = ann.openThread({ channelId: channels.general }, 'Long over').id;
  ann.say(places.old, 'heard live');
  archive(places.old);
  await bot.settled();
  // The hour before a gap is fetched as well.
  bot.clock.moveBy(90 * MINUTE_MS);
  ann.say(channels.help, 'heard at last');
  await bot.settled();
  await bot.restart(() => {
    faults.expireSessions();
    bot.clock.moveBy(10 * MINUTE_MS);
    const threads = {
      open: ann.openThread({ channelId: channels.general }, 'Open'),
      archived: ann.openThread({ channelId: channels.general }, 'Over'),
      private: ann.openThread({ channelId: channels.general, isPrivate: true }, 'Not for the bot'),
      joined: ann.openThread({ channelId: channels.general, isPrivate: true }, 'The bot was asked in'),
      post: ann.post(channels.forum, { name: 'Answered', content: 'How?' }),
      picture: ann.post(mediaId, { name: 'Sunset', content: 'Look' }),
    };
    world.threads.addMember(threads.joined.id, bot.town.botId);
    world.threads.addMember(threads.private.id, bot.town.people.bo);
    world.threads.addMember(threads.joined.id, bot.town.people.bo);
    for (const [name, { id }] of Object.entries(threads)) {
      bo.say(id, 'in it');
      places[name] = id;
      if (name !== 'open') archive(id);
    }
    bot.clock.moveBy(10 * MINUTE_MS);
  });
  await bot.settled();
}, 120_000);
afterAll(() => bot?.close());

/** The kinds of what is counted in a thread, in order. */
async function kindsIn(name: string): Promise<string[]> {
  const rows = await bot.app.db.query<{ kind: number }>(
    'SELECT kind FROM interaction WHERE channel_id = $1 AND deleted_at IS NULL ORDER BY kind',
    [places[name]],
  );
  return rows.map(({ kind }) => Object.entries(interactionKinds).find(([, { code }]) => code === kind)![0]);
}

it('what was written in a thread is fetched, whether it is still open or archived', async () => {
  expect(await kindsIn('open')).toEqual(['message', 'thread']);
  expect(await kindsIn('archived')).toEqual(['message', 'thread']);
});

it('a thread archived before the outage is not asked for', async () => {
  const asked = bot.town.sandbox.requests.filter(({ path }) => path.includes(`${places.old}/messages`));
  expect(asked).toEqual([]);
  expect(await kindsIn('old')).toEqual(['message', 'thread']);
});

it('an archived private thread is fetched where the bot is in it, and left alone where it is not and may not manage threads', async () => {
  expect(await kindsIn('joined')).toEqual(['message', 'thread']);
  expect(await kindsIn('private')).toEqual([]);
});

it('archived posts of forums and media channels are fetched', async () => {
  expect(await kindsIn('post')).toEqual(['message', 'post']);
  expect(await kindsIn('picture')).toEqual(['message', 'post']);
});

it('where the bot may manage threads, every private one is fetched', async () => {
  const { sandbox, channels, guildId, people } = bot.town;
  const { world } = sandbox;
  await bot.restart(() => {
    sandbox.faults.expireSessions();
    bot.clock.moveBy(10 * MINUTE_MS);
    const { id } = bot.as('ann').openThread({ channelId: channels.help, isPrivate: true }, 'Among us');
    world.threads.addMember(id, people.bo);
    bot.as('bo').say(id, 'in it');
    world.threads.update(id, { archived: true });
    places.managed = id;
    bot.clock.moveBy(10 * MINUTE_MS);
  });
  await bot.settled();
  expect(await kindsIn('managed')).toEqual(['message', 'thread']);
  expect(await differencesFromRows(bot.app.db, guildId)).toEqual([]);
}, 60_000);
