/**
 * The disk of the embedded database and its journal is full, and freed. Real: the bot as a process, its client, its database. Faked: the
 * answer of the file system to writes.
 */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { projectPath } from '../../src/project-root.ts';
import { testDatabaseKind } from '../support/database.ts';
import { Burst } from './burst.ts';
import { faultyBot, received } from './faulty-bot.ts';
import type { FaultyBot } from './faulty-bot.ts';

// On a server the database has a disk of its own; there "the database is away" stands for it.
describe.skipIf(testDatabaseKind === 'server')('the disk full in a burst', () => {
  let bot: FaultyBot;
  let burst: Burst;
  let flag: string;
  beforeAll(async () => {
    bot = await faultyBot({
      sandbox: { gateway: { idleSessions: 50 } },
      imports: [projectPath('tests', 'support', 'full-disk.mjs')],
      env: (dataDir) => ({ FULL_DISK_FLAG: path.join(dataDir, 'full') }),
    });
    flag = path.join(bot.dataDir, 'full');
    burst = new Burst(bot.town, new Random('disk'));
  });
  afterAll(() => bot?.close());

  /** People go on until the bot has said that nothing can be written. */
  async function fill(child: { hear(pattern: RegExp): Promise<string> }): Promise<void> {
    burst.play(500);
    await received(bot.town);
    await writeFile(flag, '');
    burst.go(20);
    await child.hear(/the database does not take events/);
    await sleep(500);
    await burst.stop();
  }

  it('and freed: everything waits and is written', async () => {
    const child = await bot.startReady();
    await fill(child);
    await rm(flag);
    await child.hear(/the database takes events again/);
    expect(await bot.endAndCompare(child)).toEqual([]);
  }, 90_000);

  it('and the bot killed before it is freed: Discord tells again what was not written', async () => {
    const child = await bot.startReady();
    await fill(child);
    await child.kill('SIGKILL');
    await rm(flag);
    burst.play(200);
    const next = await bot.startReady();
    expect(await bot.endAndCompare(next)).toEqual([]);
  }, 90_000);
});
