/** The secret behind opt-outs and anonymous answers, on the whole bot. Faked: the clock. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSteward } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { StoppedClock } from '../src/kernel/clock.ts';
import { createLogger } from '../src/logger.ts';
import { optOut } from '../src/privacy/privacy.ts';
import { testPlace } from './support/database.ts';
import type { TestPlace } from './support/database.ts';

let dataDir: string;
let place: TestPlace;
let usedKey: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'steward-key-'));
  place = await testPlace(dataDir);
});
afterAll(async () => {
  await place.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Built, but never connected: nobody listens at the address. */
function start(settings: NodeJS.ProcessEnv = {}) {
  const config = loadConfig({
    DISCORD_TOKEN: 'a.b.c',
    DISCORD_API_URL: 'http://127.0.0.1:9/api',
    DATA_DIR: dataDir,
    ...settings,
    ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
  });
  const steward = startSteward({
    config,
    clock: new StoppedClock('2026-11-16T09:00:00Z'),
    log: createLogger('silent', false),
  });
  steward.started.catch(() => undefined);
  return steward;
}

it('a lost key stops the start where somebody opted out, since a new one would count them again', async () => {
  const key = join(dataDir, 'answer-key');
  const first = start();
  await optOut(await first.app, '400000000000000001', '400000000000000002');
  await first.stop();

  usedKey = readFileSync(key, 'utf8').trim();
  rmSync(key);
  const second = start();
  await expect(second.app).rejects.toThrow(/answer key .* is missing.*Bring the file back/);
  await second.stop();
  // The next start must refuse as well, not take the new key for the old one.
  expect(existsSync(key)).toBe(false);
});

it('another key stops it as well, and the one used so far does not', async () => {
  const other = start({ ANSWER_KEY: 'a1'.repeat(32) });
  await expect(other.app).rejects.toThrow(/not the one this database was used with.*key used so far/);
  await other.stop();
  const same = start({ ANSWER_KEY: usedKey });
  await expect(same.app).resolves.toBeDefined();
  await same.stop();
});
