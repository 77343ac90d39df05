/**
 * The line to Discord fails in every way it can while people go on: the whole bot with the real client on a local Discord that does so.
 * Faked: the clocks, which stand still until moved.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import type { Faults } from '../../src/sandbox/faults.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { differences } from './agreement.ts';
import { Burst } from './burst.ts';
import { received } from './faulty-bot.ts';

const DISCORD_AT = '2026-11-16T09:00:00Z';
const MINUTE_MS = 60_000;

let bot: TestBot;
let burst: Burst;
let faults: Faults;
/** The local Discord's; the bot has its own. */
let discordClock: StoppedClock;
const random = new Random('connection');

beforeAll(async () => {
  discordClock = new StoppedClock(DISCORD_AT);
  bot = await startTestBot({
    clock: discordClock,
    at: DISCORD_AT,
    sandbox: { gateway: { idleSessions: 50 } },
  });
  burst = new Burst(bot.town, random);
  faults = bot.town.sandbox.faults;
});
afterAll(() => bot?.close());
afterEach(() => {
  discordClock.moveBy(MINUTE_MS);
  bot.clock.moveTo(discordClock.now());
});

/** What differs once the bot has received and written everything. */
async function differing(): Promise<string[]> {
  await received(bot.town);
  await bot.settled();
  return differences(bot.app.db, bot.town);
}

/**
 * READY stays the first, as nothing can be understood before it, and edits the last: told of before its message, an edit leaves no mark
 * (no figure is made of it).
 */
function shuffled(frames: readonly string[]): readonly string[] {
  const named = (name: string) => frames.filter((frame) => frame.startsWith(`{"t":"${name}"`));
  const ready = named('READY');
  const edits = named('MESSAGE_UPDATE');
  const rest = frames.filter((frame) => !ready.includes(frame) && !edits.includes(frame));
  return [...ready, ...random.some(rest, rest.length), ...edits];
}

const sessionIds = (): string[] => bot.town.sandbox.gateway.connected().map(({ id }) => id);

describe('nothing is lost or doubled, and the session goes on, where', () => {
  it.each<[string, () => unknown]>([
    ['the line is cut', () => faults.cutGateway()],
    ['the line is cut within a frame', () => faults.cutGatewayMidFrame()],
    ['Discord asks to reconnect (op 7)', () => faults.askReconnect()],
    ['Discord calls the session invalid but resumable (op 9)', () => faults.invalidateSessions(true)],
    ['Discord closes with 4000', () => faults.closeGateway(4_000)],
    [
      'Discord answers no new connection for two seconds',
      () => {
        faults.refuseGateway(true);
        faults.cutGateway();
        setTimeout(() => faults.refuseGateway(false), 2_000);
      },
    ],
    [
      'Discord’s server is gone for two seconds, and takes no connection at all',
      async () => {
        await faults.leave();
        setTimeout(() => void faults.comeBack(), 2_000);
      },
    ],
  ])(
    '%s',
    async (_, fail) => {
      await received(bot.town);
      const before = sessionIds();
      burst.play(200);
      await fail();
      burst.play(200);
      await expect.poll(sessionIds, { timeout: 20_000 }).toEqual(before);
      burst.play(50);
      expect(await differing()).toEqual([]);
      expect(sessionIds()).toEqual(before);
    },
    40_000,
  );
});

describe('nothing is doubled or false where', () => {
  it('Discord sends frames again', async () => {
    burst.play(200);
    faults.repeatFrames(300);
    burst.play(50);
    faults.repeatFrames(50);
    expect(await differing()).toEqual([]);
  });

  it('frames come in another order', async () => {
    await received(bot.town);
    faults.holdFrames();
    burst.play(300);
    faults.releaseFrames(shuffled);
    expect(await differing()).toEqual([]);
  });

  it('what happens before the client is ready arrives late and out of order', async () => {
    burst.play(50);
    await received(bot.town);
    faults.holdFrames();
    faults.invalidateSessions();
    await expect.poll(sessionIds, { timeout: 20_000 }).toEqual([]);
    await bot.town.sandbox.connected();
    burst.play(300);
    faults.releaseFrames(shuffled);
    expect(await differing()).toEqual([]);
  }, 90_000);

  it('the bot’s clock steps back an hour in the burst, and forth again', async () => {
    burst.play(100);
    await received(bot.town);
    bot.clock.moveBy(-60 * MINUTE_MS);
    burst.play(200);
    await bot.settled();
    expect(await differing()).toEqual([]);
    bot.clock.moveTo(discordClock.now());
    burst.play(100);
    expect(await differing()).toEqual([]);
  });
});

describe('a session that is gone for good', () => {
  it.each<[string, () => unknown]>([
    ['declared invalid (op 9)', () => faults.invalidateSessions(false)],
    [
      'lost in a restart of Discord’s server',
      async () => {
        await faults.leave('lost');
        await faults.comeBack();
      },
    ],
  ])(
    '%s, is replaced by a new one, and all is counted from there on',
    async (_, fail) => {
      burst.play(100);
      await received(bot.town);
      const before = sessionIds();
      await fail();
      await expect
        .poll(() => sessionIds().some((id) => !before.includes(id)), { timeout: 20_000 })
        .toBe(true);
      burst.play(200);
      expect(await differing()).toEqual([]);
    },
    40_000,
  );
});
