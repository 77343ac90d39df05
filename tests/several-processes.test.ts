/**
 * Two processes of the bot, as `npm start` runs them, on one PostgreSQL and a local Discord with two shards; a bot of two shards in one
 * process. Nothing is faked; the clock is the machine's, and no assertion measures it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../src/db/client.ts';
import type { Database } from '../src/db/client.ts';
import { invitePermissions } from '../src/discord/permissions.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { shardOf } from '../src/kernel/shards.ts';
import { createLogger } from '../src/logger.ts';
import { projectPath } from '../src/project-root.ts';
import { wishRoles } from '../src/roles/roles.ts';
import { ChannelKind } from '../src/sandbox/api-codes.ts';
import type { Person } from '../src/sandbox/driver.ts';
import { ROLE_ROUTE } from '../src/sandbox/rest-members.ts';
import { startTestBot } from './support/bot.ts';
import type { Child } from './support/child-process.ts';
import { startChild } from './support/child-process.ts';
import { testDatabaseKind, testPlace } from './support/database.ts';
import type { TestPlace } from './support/database.ts';
import { startTown } from './support/town.ts';
import type { Town, TownOptions } from './support/town.ts';

const SHARDS = 2;
const TWO_SHARDS: Pick<TownOptions, 'sandbox'> = {
  sandbox: { gateway: { guildsPerShard: 2 }, startLimit: { shards: SHARDS, maxConcurrency: SHARDS } },
};
/** Starts of whole processes take seconds where the machine is busy. */
const PATIENCE = { timeout: 60_000, interval: 100 };

interface Place {
  readonly guildId: string;
  readonly channelId: string;
  readonly person: Person;
}

/** A community of each shard, with a channel and a member. */
function placesOf({ sandbox, guildId, channels, people }: Town): readonly [Place, Place] {
  const { world } = sandbox;
  const first = { guildId, channelId: channels.general, person: sandbox.as(guildId, people.ann) };
  const at = new Date('2026-01-05T00:00:00.001Z');
  const { id } = world.guilds.create({ name: 'Oddfellows', ownerId: people.owner, at });
  const channelId = world.channels.create(id, { name: 'general', type: ChannelKind.text, at }).id;
  const [application] = world.state.applications.values();
  world.guilds.addBot(id, application!, invitePermissions, { joinedAt: at });
  const second = { guildId: id, channelId, person: sandbox.as(id, people.owner) };
  expect([shardOf(guildId, SHARDS), shardOf(id, SHARDS)]).toEqual([0, 1]);
  return [first, second];
}

const say = ({ person, channelId }: Place, times: number): void => {
  for (let time = 0; time < times; time += 1) person.say(channelId, `message ${time}`);
};

async function messagesIn(db: Pick<Database, 'query'>, { guildId }: Place): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    'SELECT count(*) FROM interaction WHERE guild_id = $1 AND kind = 1',
    [guildId],
  );
  return Number(row?.count);
}

it('a bot whose servers need two shards runs both in one process, where nothing is set', async () => {
  const bot = await startTestBot(TWO_SHARDS);
  try {
    const places = placesOf(bot.town);
    for (const place of places) say(place, 3);
    await bot.settled();
    for (const place of places) {
      expect(await messagesIn(bot.app.db, place)).toBe(3);
      expect((await place.person.type('/help', {}, place)).message?.text).toContain('/me');
    }
  } finally {
    await bot.close();
  }
});

describe.skipIf(testDatabaseKind === 'embedded')(
  'two processes (the embedded database serves one only)',
  () => {
    /** The slot that both find due at their start: of yesterday at the latest. */
    const SEEN_AT = new Date(systemClock.now().getTime() - 3 * 86_400_000);
    const processes: Child[] = [];
    const folders: string[] = [];
    let place: TestPlace;
    let db: Database;
    let town: Town;
    let places: readonly [Place, Place];

    async function start(shard: number): Promise<void> {
      processes[shard] = startChild(projectPath('src', 'main.ts'), [], {
        imports: [createRequire(import.meta.url).resolve('tsx')],
        env: {
          ...process.env,
          DISCORD_TOKEN: town.token,
          DISCORD_API_URL: town.sandbox.apiUrl,
          DATABASE_URL: place.databaseUrl ?? '',
          DATA_DIR: folders[shard],
          ANSWER_KEY: 'a1'.repeat(32),
          SHARD_IDS: String(shard),
          SHARD_COUNT: String(SHARDS),
          LOG_LEVEL: 'debug',
        },
      });
      await processes[shard].hear(/Steward is ready/);
    }

    const saidBy = (shard: number, text: string): { job?: string; guild?: string }[] =>
      processes[shard]!.said.filter((line) => line.includes(text)).map((line) => JSON.parse(line) as object);

    const sessions = () =>
      db.query<{ shard_id: number; session_id: string }>(
        'SELECT shard_id, session_id FROM gateway_session WHERE shard_count = 2 ORDER BY shard_id',
      );

    beforeAll(async () => {
      // Both identify at once, and Discord lets one through at a time.
      town = await startTown({
        clock: systemClock,
        sandbox: {
          ...TWO_SHARDS.sandbox,
          gateway: { guildsPerShard: 2, identifyEveryMs: 500, maxConcurrency: 1 },
        },
      });
      places = placesOf(town);
      for (const name of ['here', 'first', 'second'])
        folders.push(await mkdtemp(path.join(tmpdir(), `steward-${name}-`)));
      const own = folders.shift()!;
      place = await testPlace(own);
      const log = createLogger('silent', false);
      db = await openDatabase({ databaseUrl: place.databaseUrl, dataDir: own, log, clock: systemClock });
      folders.push(own);
      for (const [job, guildId] of [
        ['upkeep.clear-away', 0n],
        ['communities.purge-removed', 0n],
        ['communities.purge-removed', 1n],
      ] as const)
        await db.prisma.jobRun.create({
          data: { job, guildId, bucketAt: SEEN_AT, state: 'passed', startedAt: SEEN_AT, leaseUntil: SEEN_AT },
        });
      await Promise.all([start(0), start(1)]);
    }, 120_000);

    afterAll(async () => {
      await Promise.all(processes.map((child) => child.kill('SIGTERM')));
      await db.close();
      await town.sandbox.close();
      await place.remove();
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    }, 60_000);

    it('log what happens in the communities of both shards, each under its own session', async () => {
      for (const each of places) say(each, 5);
      for (const each of places)
        await vi.waitFor(async () => expect(await messagesIn(db, each)).toBe(5), PATIENCE);
      const [one, two] = await sessions();
      expect([one?.shard_id, two?.shard_id]).toEqual([0, 1]);
      expect(one?.session_id).not.toBe(two?.session_id);
    });

    it('answer each command once, and register them once', async () => {
      for (const each of places)
        expect((await each.person.type('/help', {}, each)).message?.text).toContain('/me');
      const callbacks = town.sandbox.requests.filter(({ path: url }) => url.includes('/callback'));
      expect(callbacks).toHaveLength(places.length);
      const registrations = town.sandbox.requests.filter(
        ({ method, route }) => method === 'PUT' && route === '/applications/{application_id}/commands',
      );
      expect(registrations).toHaveLength(1);
      expect(town.sandbox.specMismatches).toEqual([]);
    });

    it('run a job of the whole bot in one of them, and what is each process’s own in both', async () => {
      const doneBy = (job: string) =>
        [0, 1].flatMap((shard) =>
          saidBy(shard, 'job done')
            .filter((line) => line.job === job)
            .map(({ guild }) => ({ shard, guild })),
        );
      await vi.waitFor(() => expect(doneBy('communities.purge-removed')).toHaveLength(2), PATIENCE);
      expect(doneBy('communities.purge-removed')).toEqual([
        { shard: 0, guild: '0' },
        { shard: 1, guild: '1' },
      ]);
      await vi.waitFor(() => expect(doneBy('upkeep.clear-away').length).toBeGreaterThan(0), PATIENCE);
      expect(doneBy('upkeep.clear-away')).toHaveLength(1);
      const runs = await db.prisma.jobRun.findMany({ where: { bucketAt: { gt: SEEN_AT }, state: 'done' } });
      expect(runs.filter(({ attempts }) => attempts !== 1)).toEqual([]);
    });

    it('give the roles of their own communities, each once, whoever wished them', async () => {
      const { world } = town.sandbox;
      for (const { guildId, person } of places) {
        const roleId = world.guilds.createRole(guildId, { name: 'Members' }).id;
        const wish = { userId: person.userId, roleId, wanted: true, purpose: 'tier', entryId: null };
        await db.sqlTransaction((sql) => wishRoles(sql, guildId, [{ ...wish, wishedAt: systemClock.now() }]));
        const roles = () => world.state.guild(guildId).members.get(person.userId)?.roles;
        await vi.waitFor(() => expect(roles()).toContain(roleId), PATIENCE);
      }
      await vi.waitFor(async () => {
        const tasks = await db.prisma.roleTask.findMany({ select: { state: true, callCount: true } });
        expect(tasks).toEqual(places.map(() => ({ state: 'done', callCount: 1 })));
      }, PATIENCE);
      expect(town.sandbox.requestCount({ route: ROLE_ROUTE })).toBe(places.length);
    });

    it('go on without each other: one that is killed resumes what it missed, and nobody takes its communities for left', async () => {
      const [ours, theirs] = places;
      const before = await sessions();
      await processes[1]!.kill('SIGKILL');
      say(ours, 5);
      say(theirs, 7);
      await vi.waitFor(async () => expect(await messagesIn(db, ours)).toBe(10), PATIENCE);
      expect(await messagesIn(db, theirs)).toBe(5);
      await start(1);
      await vi.waitFor(async () => expect(await messagesIn(db, theirs)).toBe(12), PATIENCE);
      expect(saidBy(1, 'what happened while the bot was off has been told by Discord')).toHaveLength(1);
      const after = await sessions();
      expect(after[0]?.session_id).toBe(before[0]?.session_id);
      const communities = await db.prisma.community.findMany({ select: { removedAt: true } });
      expect(communities).toHaveLength(3);
      expect(communities.filter(({ removedAt }) => removedAt !== null)).toEqual([]);
    });
  },
);
