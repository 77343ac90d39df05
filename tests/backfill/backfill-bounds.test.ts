/** How much is fetched at one go, in which order, and how staff see what is left; through the real client and a local Discord. Faked: the clock. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { findBackfill } from '../../src/backfill/backfill.ts';
import { channelRecords } from '../../src/coverage/coverage.ts';
import { joinSpans } from '../../src/kernel/spans.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

/** History from before the bot came: five pages in a busy channel, one message in a quiet one. */
const BUSY = 450;
const DAY = { from: '2026-11-10', to: '2026-11-10' };

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
  const { sandbox, channels, people } = bot.town;
  const at = (minute: number) => new Date(Date.parse('2026-11-10T00:00:00Z') + minute * 60_000);
  const write = (channelId: string, minute: number) =>
    sandbox.world.messages.create({ channelId, authorId: people.ann, content: 'old', at: at(minute) });
  for (let minute = 0; minute < BUSY; minute += 1) write(channels.general, minute);
  write(channels.help, 0);
  await bot.settled();
}, 120_000);
afterAll(() => bot?.close());
beforeEach(() => bot.app.db.execute('DELETE FROM backfill_task', []));

const backfill = (channelId: string): Promise<Answer> =>
  bot.as('owner').type('/log backfill', { channel: channelId, ...DAY });

const textOf = (given: Answer): string =>
  given.message?.embeds.map((embed) => String(embed['description'])).join('\n') ?? '';

/** The channels of which pages were asked for, in order. */
function pagesAsked(): string[] {
  const names = new Map(Object.entries(bot.town.channels).map(([name, id]) => [id, name]));
  return bot.town.sandbox.requests
    .filter(({ method, route }) => method === 'GET' && route === '/channels/{channel_id}/messages')
    .map(({ path }) => names.get(path.split('/')[2]!)!);
}

/** The bot may no longer read what was written in the channel. */
async function close(channelId: string): Promise<void> {
  const deny = PermissionFlagsBits.ReadMessageHistory;
  const { sandbox, botId } = bot.town;
  sandbox.world.channels.setOverwrite(channelId, { id: botId, type: 1, allow: 0n, deny });
  await bot.settled();
}

async function open(channelId: string): Promise<void> {
  bot.town.sandbox.world.channels.deleteOverwrite(channelId, bot.town.botId);
  await bot.settled();
}

/** From now on so many requests at one go. */
async function limitTo(steps: number | undefined): Promise<void> {
  await bot.app.backfill.stop();
  bot.app.backfill.start(bot.app, steps);
  await bot.settled();
}

it('a busy channel does not keep a quiet one waiting', async () => {
  const before = pagesAsked().length;
  await backfill(bot.town.channels.general);
  await backfill(bot.town.channels.help);
  await bot.settled();
  const asked = pagesAsked().slice(before);
  expect(asked.filter((name) => name === 'general')).toHaveLength(5);
  expect(asked.indexOf('help')).toBeLessThan(3);
});

it('what is more than one go may fetch rests, says so, and goes on by the button', async () => {
  const { general } = bot.town.channels;
  await limitTo(3);
  const before = pagesAsked().length;
  const first = await backfill(general);
  await bot.settled();
  // The list of threads is one of the three.
  expect(pagesAsked().length - before).toBe(2);
  const coverage = await bot.as('owner').type('/log coverage', { days: 1 });
  expect(textOf(coverage)).toContain('Still to be fetched: 1 channel');
  const waiting = await bot.as('owner').press(first, 'Refresh');
  expect(textOf(waiting)).toContain('⏸️ Waiting.');
  expect(textOf(waiting)).toContain('As much was fetched as one start may.');
  expect(textOf(waiting)).toContain('200 messages of members found');
  await bot.settled();
  expect(await findBackfill(bot.app, bot.town.guildId, general)).toMatchObject({
    state: 'done',
    found: BUSY,
  });
  // The last of them had the end of the channel on it: nothing was asked for twice.
  expect(pagesAsked().length - before).toBe(5);
});

it('what rests goes on at the next start, where it was', async () => {
  const { general } = bot.town.channels;
  await limitTo(2);
  await backfill(general);
  await bot.settled();
  const before = pagesAsked().length;
  await bot.restart();
  await bot.settled();
  expect(await findBackfill(bot.app, bot.town.guildId, general)).toMatchObject({
    state: 'done',
    found: BUSY,
    added: 0,
  });
  expect(pagesAsked().length - before).toBe(4);
});

it('asking again for a part takes nothing away of what was fetched, and what was asked for last is shown', async () => {
  const { guildId, channels } = bot.town;
  const { general } = channels;
  await limitTo(undefined);
  const ask = async (from: string, to: string): Promise<void> => {
    await bot.as('owner').type('/log backfill', { channel: general, from, to });
    await bot.settled();
  };
  await ask('2026-11-09', '2026-11-12');
  await ask('2026-11-09', '2026-11-09');
  const span = { from: new Date('2026-11-09T00:00:00Z'), to: new Date('2026-11-13T00:00:00Z') };
  const record = (await channelRecords(bot.app, guildId, span)).find(
    ({ channelId }) => channelId === general,
  )!;
  expect(joinSpans(record.fetched)).toEqual([span]);
  expect(await findBackfill(bot.app, guildId, general)).toMatchObject({
    from: span.from,
    to: new Date('2026-11-10T00:00:00Z'),
  });
});

it('a channel that is excluded before its turn waits, and is fetched when it counts again', async () => {
  const { guildId, channels } = bot.town;
  const setup = (change: 'exclude' | 'include') =>
    bot.as('owner').type('/setup', { [change]: channels.general });
  await bot.app.backfill.stop();
  await backfill(channels.general);
  await setup('exclude');
  bot.app.backfill.start(bot.app);
  await bot.settled();
  const waiting = { state: 'waiting', problem: 'excluded', found: 0 };
  expect(await findBackfill(bot.app, guildId, channels.general)).toMatchObject(waiting);
  await setup('include');
  await bot.settled();
  expect(await findBackfill(bot.app, guildId, channels.general)).toMatchObject({
    state: 'done',
    found: BUSY,
  });
});

it('a channel that is closed before its turn waits, and says so', async () => {
  const { channels, guildId } = bot.town;
  await bot.app.backfill.stop();
  await backfill(channels.general);
  await close(channels.general);
  bot.app.backfill.start(bot.app);
  await bot.settled();
  expect(await findBackfill(bot.app, guildId, channels.general)).toMatchObject({
    state: 'waiting',
    problem: 'no-permission',
  });
  await open(channels.general);
});

it('a channel that is closed in the middle waits, says so, and goes on when it opens', async () => {
  const { sandbox, channels, guildId } = bot.town;
  await limitTo(undefined);
  const slow = sandbox.faults.delay({ path: `${channels.general}/messages`, method: 'GET', after: 1 }, 300);
  await backfill(channels.general);
  while (slow.hits === 0) await new Promise((go) => setTimeout(go, 5));
  await close(channels.general);
  expect(await findBackfill(bot.app, guildId, channels.general)).toMatchObject({
    state: 'waiting',
    problem: 'no-permission',
  });
  await open(channels.general);
  expect(await findBackfill(bot.app, guildId, channels.general)).toMatchObject({
    state: 'done',
    found: BUSY,
  });
});
