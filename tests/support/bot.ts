/** The whole bot in this process, on a local Discord and a database of its own. Faked: the clock, which
 * stands still until moved, and the daily backup, which is left out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSteward } from '../../src/app.ts';
import type { App, Steward } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { createLogger } from '../../src/logger.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import { testPlace } from './database.ts';
import { foundTown, startTown } from './town.ts';
import type { Town, TownOptions } from './town.ts';

export interface TestBot {
  readonly app: App;
  readonly town: Town;
  readonly clock: StoppedClock;
  /** Acts as somebody of the town. */
  as(who: keyof Town['people']): Person;
  /** Waits until the bot has received and written everything that happened. */
  settled(): Promise<void>;
  /** Ends the bot and starts it again on the same data; `meanwhile` happens while it is off. The parts of the new one are in `app`. */
  restart(meanwhile?: () => void): Promise<void>;
  runDueJobs(): Promise<void>;
  /**
   * The same bot in another community with people of its own: what tests share is the process, the database and the clock. It leaves the
   * community it was in, and faults of the local Discord end.
   */
  inNewTown(): Promise<TestBot>;
  /** @throws Error when a request of the bot or an answer to it differed from Discord's own description of its API. */
  close(): Promise<void>;
}

/** Monday, in the working hours of every zone used here. */
const NOW = '2026-11-16T09:00:00Z';

export async function startTestBot(options: Partial<TownOptions> & { at?: string } = {}): Promise<TestBot> {
  const clock = new StoppedClock(options.at ?? NOW);
  // The local Discord may be given a clock of its own. It gives the list of members however soon a bot starts again.
  const gateway = { fullListEveryMs: 0, ...options.sandbox?.gateway };
  const town = await startTown({ clock, ...options, sandbox: { ...options.sandbox, gateway } });
  const dataDir = mkdtempSync(join(tmpdir(), 'steward-bot-'));
  const place = await testPlace(dataDir);
  const config = loadConfig({
    DISCORD_TOKEN: town.token,
    DISCORD_API_URL: town.sandbox.apiUrl,
    DATA_DIR: dataDir,
    ANSWER_KEY: 'a1'.repeat(32),
    ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
  });
  const log = createLogger(process.env['TEST_LOG_LEVEL'] ?? 'silent', false);

  let steward: Steward;
  let app: App;
  const start = async (): Promise<void> => {
    steward = startSteward({ config, clock, log });
    app = await steward.app;
    // Every day that the clock is moved would cost a backup of two seconds; tests/db tests it.
    Object.assign(app.db, { backup: async () => null });
    await steward.started;
  };
  await start();

  /** Reports wait for what is being fetched. */
  const backfilled = async (): Promise<void> => {
    while (app.messenger.guildIds().some((guildId) => !app.backfill.isSettled(guildId))) await sleep(20);
  };

  let here = town;
  const inTown = (town: Town): TestBot => ({
    get app() {
      return app;
    },
    town,
    clock,
    as: (who) => town.sandbox.as(town.guildId, town.people[who]),
    async settled() {
      await town.sandbox.drained();
      await backfilled();
      await app.interactions.flush();
    },
    async restart(meanwhile) {
      await steward.stop();
      meanwhile?.();
      await start();
    },
    async runDueJobs() {
      await backfilled();
      await steward.runDueJobs();
    },
    async inNewTown() {
      town.sandbox.faults.clear();
      town.sandbox.world.people.leave(here.guildId, town.botId);
      here = foundTown(town);
      const bot = inTown(here);
      await bot.settled();
      return bot;
    },
    async close() {
      await steward.stop();
      await town.sandbox.close();
      assertAsDescribed(town.sandbox);
      await place.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  });
  return inTown(town);
}

function assertAsDescribed({ specMismatches, failures }: Sandbox): void {
  const words = specMismatches.map(
    ({ side, route, status, problems }) => `${side} ${route} ${status}: ${problems.join('; ')}`,
  );
  if (words.length + failures.length > 0) throw new Error([...failures.map(String), ...words].join('\n'));
}
