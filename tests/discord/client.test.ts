/** Logging in: the real discord.js client against the local Discord. Nothing is faked. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { DiscordConnection } from '../../src/discord/connection.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import type { StartError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { startTown } from '../support/town.ts';
import type { Town } from '../support/town.ts';

const clock = new StoppedClock('2026-11-16T09:00:00Z');
const log = createLogger('silent', false);
let town: Town | null = null;
let connection: DiscordConnection | null = null;
let lost: StartError[] = [];

afterEach(async () => {
  lost = [];
  await connection?.close();
  await town?.sandbox.close();
});

async function open(options: { token?: string; membersAllowed?: boolean } = {}) {
  town = await startTown({
    clock,
    application: { privileged: { guildMembers: options.membersAllowed ?? true } },
  });
  connection = new DiscordConnection(clock, log, (reason) => lost.push(reason));
  const config = loadConfig({
    DISCORD_TOKEN: options.token ?? town.token,
    DISCORD_API_URL: town.sandbox.apiUrl,
  });
  return { town, connection, opening: connection.open(config, () => undefined) };
}

describe('logging in', () => {
  it('knows its communities and what it may do there', async () => {
    const { connection, opening, town } = await open();
    await opening;
    expect(connection.connected).toBe(true);
    expect(connection.hasMembersIntent).toBe(true);
    expect(connection.standing(town.guildId)).toEqual({
      missingPermissions: [],
      channelCount: 6,
      hiddenChannelIds: [town.channels.secret],
    });
    expect(connection.standing('111111111111111111')).toBeNull();
    expect(connection.isRoleAbove(town.guildId, town.staffRoleId)).toBe(true);
  });

  it('goes on without the members intent where it is not enabled', async () => {
    const { connection, opening } = await open({ membersAllowed: false });
    await opening;
    expect(connection.connected).toBe(true);
    expect(connection.hasMembersIntent).toBe(false);
  });

  it('with a wrong token ends with what to do', async () => {
    const { opening } = await open({ token: 'wrong.token.here' });
    await expect(opening).rejects.toThrow(/refused the token.*Reset Token/);
  });

  it('says what to do when Discord ends the connection for good later on', async () => {
    const { town, opening } = await open();
    await opening;
    town.sandbox.faults.closeGateway(4004, 'Authentication failed.');
    await vi.waitFor(() => expect(lost).toHaveLength(1), { timeout: 10_000 });
    expect(lost[0]!.message).toMatch(/refused the token.*Reset Token/);
  });

  it('is not lost where it only must connect again', async () => {
    const { connection, town, opening } = await open();
    await opening;
    town.sandbox.faults.closeGateway(4000, 'Unknown error');
    await vi.waitFor(() => expect(connection.connected).toBe(false), { timeout: 10_000 });
    await vi.waitFor(() => expect(connection.connected).toBe(true), { timeout: 20_000 });
    expect(lost).toEqual([]);
  });

  it('tries again while Discord is away, and ends at once when the bot is stopped', async () => {
    const { town: here } = await open();
    await connection!.close();
    await here.sandbox.faults.leave();
    const config = loadConfig({ DISCORD_TOKEN: here.token, DISCORD_API_URL: here.sandbox.apiUrl });
    connection = new DiscordConnection(clock, log, (reason) => lost.push(reason));
    const opening = connection.open(config, () => undefined);
    await here.sandbox.faults.comeBack();
    expect(await opening).not.toBeNull();
    await connection.close();
    await here.sandbox.faults.leave();
    connection = new DiscordConnection(clock, log, (reason) => lost.push(reason));
    const stopped = connection.open(config, () => undefined);
    await connection.close();
    expect(await stopped).toBeNull();
  });
});
