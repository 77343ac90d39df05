/** Registering the slash commands: discord.js' REST client on the local Discord, a real database. Nothing is faked but the faults. */
import { REST } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { allCommands } from '../../src/discord/all-commands.ts';
import { keepCommandsRegistered, registerCommands } from '../../src/discord/registration.ts';
import { loadConfig } from '../../src/config.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { createLogger } from '../../src/logger.ts';
import { testDatabase } from '../support/database.ts';
import { startTown } from '../support/town.ts';
import type { Town } from '../support/town.ts';

const clock = new StoppedClock('2026-11-16T09:00:00Z');
const log = createLogger('silent', false);
const ended = new AbortController();
let town: Town;
let db: Database;
let rest: REST;

beforeEach(async () => {
  town = await startTown({ clock });
  db = await testDatabase();
  rest = new REST({ api: town.sandbox.apiUrl, retries: 0 }).setToken(town.token);
});

afterEach(async () => {
  await db.close();
  await town.sandbox.close();
});

const appFor = (guildId: string | null) => ({
  db,
  clock,
  log,
  config: loadConfig({ DISCORD_TOKEN: town.token, ...(guildId ? { DISCORD_GUILD_ID: guildId } : {}) }),
});

const register = (guildId: string | null) => registerCommands(appFor(guildId), rest, town.botId, allCommands);

async function countIn(guildId: string | null): Promise<number> {
  const path = guildId ? (`/guilds/${guildId}` as const) : '';
  return ((await rest.get(`/applications/${town.botId}${path}/commands`)) as unknown[]).length;
}

describe('the slash commands', () => {
  it('stand in one place only, whichever way the setting changes', async () => {
    const { guildId, other } = town;
    await register(guildId);
    expect([await countIn(guildId), await countIn(null)]).toEqual([allCommands.length, 0]);
    await register(other.guildId);
    expect([await countIn(guildId), await countIn(other.guildId)]).toEqual([0, allCommands.length]);
    await register(null);
    expect([await countIn(other.guildId), await countIn(null)]).toEqual([0, allCommands.length]);
    await register(guildId);
    expect([await countIn(guildId), await countIn(null)]).toEqual([allCommands.length, 0]);
  });

  it('for a server the bot is not in end with what to do', async () => {
    await expect(register('123456789012345678')).rejects.toThrow(
      /not in the server 123456789012345678.*Invite/,
    );
  });

  it('are registered later where Discord fails at the start', async () => {
    town.sandbox.faults.status({ method: 'PUT' }, 500);
    await keepCommandsRegistered(appFor(null), rest, town.botId, allCommands, ended.signal, [10]);
    expect(await countIn(null)).toBe(0);
    await expect.poll(() => countIn(null), { timeout: 10_000 }).toBe(allCommands.length);
  });
});
