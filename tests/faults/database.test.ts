/**
 * The database is away, or what was kept is damaged, while people go on. Real: the bot as a process, its client, its signals, a database
 * over a line that is cut. Faked: a process that dies half way through a write.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { projectPath } from '../../src/project-root.ts';
import { Burst } from './burst.ts';
import { faultyBot, received } from './faulty-bot.ts';
import type { FaultyBot } from './faulty-bot.ts';

const WITHIN_MS = 90_000;
const JOURNAL = path.join('log', 'interactions.journal');

let bot: FaultyBot;
let burst: Burst;
/** Written in Discord's first year, long before the bot came. */
let oldMessageId: string;
beforeAll(async () => {
  bot = await faultyBot({
    lined: true,
    sandbox: { gateway: { idleSessions: 50 } },
    imports: [projectPath('tests', 'support', 'die-while-writing.mjs')],
    env: (dataDir) => ({ DIE_WHILE_WRITING_FLAG: path.join(dataDir, 'die') }),
  });
  const { channels, people, sandbox } = bot.town;
  const at = new Date('2015-09-01T10:00:00Z');
  oldMessageId = sandbox.world.messages.create({
    channelId: channels.general,
    authorId: people.owner,
    at,
  }).id;
  sandbox.world.state.ledger.length = 0;
  burst = new Burst(bot.town, new Random('database'));
});
afterAll(() => bot?.close());

/** People go on for a while, so that what waits for the database is several batches. */
async function playOn(): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    burst.play(80);
    await sleep(150);
  }
  await received(bot.town);
}

describe('the database away in a burst', () => {
  it(
    'and back: everything waits and is written',
    async () => {
      const child = await bot.startReady();
      await playOn();
      await bot.line?.cut();
      await playOn();
      await child.hear(/the database does not take events/);
      await bot.line?.mend();
      await playOn();
      await child.hear(/the database takes events again/);
      expect(await bot.endAndCompare(child)).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'and the bot killed, and started while it is still away: Discord tells again what was not written',
    async () => {
      const child = await bot.startReady();
      await bot.line?.cut();
      await playOn();
      await child.kill('SIGKILL');
      burst.play(200);
      const next = bot.start();
      await next.hear(/does not answer yet/);
      await bot.line?.mend();
      await next.hear(/Steward is ready/);
      expect(await bot.endAndCompare(next)).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'and the bot stopped: the journal keeps it for the next start, and the session tells what follows',
    async () => {
      const child = await bot.startReady();
      await bot.line?.cut();
      await playOn();
      expect(await child.kill('SIGTERM')).toBe(0);
      expect((await readFile(path.join(bot.dataDir, JOURNAL))).length).toBeGreaterThan(0);
      burst.play(200);
      await bot.line?.mend();
      const next = await bot.startReady();
      expect(await bot.endAndCompare(next)).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'and the bot killed half way through writing its journal',
    async () => {
      const child = await bot.startReady();
      await bot.line?.cut();
      await playOn();
      const flag = path.join(bot.dataDir, 'die');
      await writeFile(flag, JOURNAL);
      expect(await child.kill('SIGTERM')).toBe(null);
      await rm(flag);
      burst.play(200);
      await bot.line?.mend();
      const next = await bot.startReady();
      await next.hear(/the journal had a piece that was only half written/);
      expect(await bot.endAndCompare(next)).toEqual([]);
    },
    WITHIN_MS,
  );
});

describe('what was kept is damaged', () => {
  it.each([
    ['cut off in the middle', (journal: Buffer) => journal.subarray(0, journal.length / 2)],
    [
      'spoiled near its beginning',
      (journal: Buffer) => Buffer.concat([journal.subarray(0, 60), Buffer.from('?'), journal.subarray(61)]),
    ],
  ])(
    'the journal, %s: Discord tells again what it held',
    async (_, damage) => {
      const child = await bot.startReady();
      await bot.line?.cut();
      await playOn();
      expect(await child.kill('SIGTERM')).toBe(0);
      const file = path.join(bot.dataDir, JOURNAL);
      await writeFile(file, damage(await readFile(file)));
      await bot.line?.mend();
      const next = await bot.startReady();
      expect(await bot.endAndCompare(next)).toEqual([]);
    },
    WITHIN_MS,
  );

  it.each([
    ['of another bot’s token', `owner = 'another'`, /sessions of another bot token/],
    ['that Discord does not know', `session_id = 'unknown'`, /Discord no longer has the session/],
    ['ahead of Discord', `sequence = sequence + 1000000`, /Discord no longer has the session/],
  ])(
    'the session kept is one %s: it is said, and all is counted from there on',
    async (_, damage, words) => {
      const child = await bot.startReady();
      expect(await bot.endAndCompare(child)).toEqual([]);
      await bot.withDatabase((db) => db.execute(`UPDATE gateway_session SET ${damage}`));
      const next = await bot.startReady();
      await next.hear(words);
      await playOn();
      expect(await bot.endAndCompare(next)).toEqual([]);
    },
    WITHIN_MS,
  );
});

describe('a clean stop', () => {
  it(
    'in the burst leaves the session open: what follows is told at the next start',
    async () => {
      const child = await bot.startReady();
      burst.go(10);
      await sleep(300);
      expect(await child.kill('SIGTERM')).toBe(0);
      await sleep(300);
      const next = await bot.startReady();
      await burst.stop();
      await next.hear(/what happened while the bot was off has been told by Discord/);
      expect(await bot.endAndCompare(next)).toEqual([]);
    },
    WITHIN_MS,
  );
});

describe('a month without its partition, a reaction to a message of 2015, and a message dated in the future', () => {
  it(
    'are kept among the rest, and the month moves into its own partition at the next start',
    async () => {
      const child = await bot.startReady();
      const { channels, people, guildId, sandbox } = bot.town;
      sandbox.as(guildId, people.ann).react(oldMessageId, '🎂');
      const at = new Date('2031-02-03T04:05:06Z');
      sandbox.world.messages.create({ channelId: channels.general, authorId: people.owner, at });
      expect(await bot.endAndCompare(child)).toEqual([]);
      const month = new Date().toISOString().slice(0, 7).replace('-', '_');
      await bot.withDatabase(async (db) => {
        await db.execute(`ALTER TABLE interaction DETACH PARTITION interaction_${month}`);
        await db.execute(`INSERT INTO interaction SELECT * FROM interaction_${month}`);
        await db.execute(`DROP TABLE interaction_${month}`);
      });
      burst.play(100);
      const next = await bot.startReady();
      await playOn();
      expect(await bot.endAndCompare(next)).toEqual([]);
      const [row] = await bot.withDatabase((db) =>
        db.query<{ rest: string }>(
          "SELECT count(*) AS rest FROM interaction_default WHERE occurred_at > now() - interval '1 day'",
        ),
      );
      expect(Number(row?.rest)).toBeLessThan(10);
    },
    WITHIN_MS,
  );
});
