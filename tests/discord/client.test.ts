/** Logging in: the real discord.js client against the local Discord. Nothing is faked. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import type { GatewayFeed } from '../../src/discord/gateway-feed.ts';
import { DiscordConnection } from '../../src/discord/connection.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import type { StartError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/logger.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { startTown } from '../support/town.ts';
import type { Town } from '../support/town.ts';

const clock = new StoppedClock('2026-11-16T09:00:00Z');
const log = createLogger('silent', false);
let town: Town | null = null;
let connection: DiscordConnection | null = null;
let lost: StartError[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  lost = [];
  await connection?.close();
  await town?.sandbox.close();
});

interface Given {
  token?: string;
  membersAllowed?: boolean;
  sandbox?: SandboxOptions;
  settings?: NodeJS.ProcessEnv;
}

/** Faked: a log that hears nothing and knows of no earlier run. */
const deafFeed: GatewayFeed = {
  hear: () => undefined,
  listOldSessions: async () => [],
  breakOldSession: () => undefined,
  endOldSession: () => undefined,
  takeOver: async () => true,
};

async function open(options: Given = {}) {
  town = await startTown({
    clock,
    application: { privileged: { guildMembers: options.membersAllowed ?? true } },
    sandbox: options.sandbox ?? {},
  });
  connection = new DiscordConnection(clock, log, (reason) => lost.push(reason));
  const config = loadConfig({
    DISCORD_TOKEN: options.token ?? town.token,
    DISCORD_API_URL: town.sandbox.apiUrl,
    ...options.settings,
  });
  return { town, connection, opening: connection.open(config, deafFeed, () => undefined) };
}

describe('logging in', () => {
  it('knows its communities and what it may do there', async () => {
    const { connection, opening, town } = await open();
    await opening;
    expect(connection.connected).toBe(true);
    expect(connection.hasMembersIntent).toBe(true);
    expect(connection.standing(town.guildId)).toEqual({
      missingPermissions: [],
      mayManageRoles: true,
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
    const opening = connection.open(config, deafFeed, () => undefined);
    await here.sandbox.faults.comeBack();
    expect(await opening).not.toBeNull();
    await connection.close();
    await here.sandbox.faults.leave();
    connection = new DiscordConnection(clock, log, (reason) => lost.push(reason));
    const stopped = connection.open(config, deafFeed, () => undefined);
    await connection.close();
    expect(await stopped).toBeNull();
  });
});

describe('a stop while a session of the last run gives way', () => {
  it('leaves it to the next start', async () => {
    const { connection: first, opening, town: here } = await open();
    await opening;
    await first.close();
    const [kept] = [...here.sandbox.gateway.sessions.values()];
    const takeOver = vi.fn<() => Promise<boolean>>(async () => true);
    const feed: GatewayFeed = {
      ...deafFeed,
      takeOver,
      listOldSessions: async () => [
        {
          owner: 'us',
          shardId: 0,
          shardCount: 1,
          sessionId: kept!.id,
          resumeUrl: here.sandbox.gatewayUrl,
          sequence: 1,
          atMs: clock.now().getTime(),
        },
      ],
    };
    const config = loadConfig({ DISCORD_TOKEN: here.token, DISCORD_API_URL: here.sandbox.apiUrl });
    connection = new DiscordConnection(clock, log, (reason) => lost.push(reason));
    const second = connection;
    const starting = second.open(config, feed, () => undefined);
    await vi.waitFor(() => expect(second.connected).toBe(true), { timeout: 10_000, interval: 5 });
    await second.close();
    expect(await starting).toBeNull();
    expect(takeOver).not.toHaveBeenCalled();
    expect([...here.sandbox.gateway.sessions.keys()]).toEqual([kept!.id]);
  });
});

describe('shards', () => {
  const perShard: SandboxOptions = { gateway: { guildsPerShard: 1 } };

  it('are those that Discord recommends where none are set, also with the empty line of .env.example', async () => {
    vi.stubEnv('SHARD_COUNT', '');
    const { connection, opening, town } = await open({
      sandbox: { ...perShard, startLimit: { shards: 2, maxConcurrency: 2 } },
    });
    const client = await opening;
    expect(client?.ws.shards.size).toBe(2);
    expect(connection.standing(town.guildId)).not.toBeNull();
    expect(connection.standing(town.other.guildId)).not.toBeNull();
  });

  it('are one where one is set, whatever Discord recommends', async () => {
    const { opening } = await open({
      sandbox: { startLimit: { shards: 2 } },
      settings: { SHARD_COUNT: '1' },
    });
    expect((await opening)?.ws.shards.size).toBe(1);
  });

  it('too few of them end the start with what to do', async () => {
    const { opening } = await open({ sandbox: perShard, settings: { SHARD_COUNT: '1' } });
    await expect(opening).rejects.toThrow(/too many servers.*SHARD_COUNT/);
  });
});
