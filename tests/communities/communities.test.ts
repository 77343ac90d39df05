/** Communities come, change their settings, and go. A real database; what Discord says of channels is faked in one line. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CommunityMemory,
  changeSettings,
  communityRemoved,
  finishTimeZoneChanges,
  noteAbsentCommunities,
  purgeRemovedCommunities,
  registerCommunity,
} from '../../src/communities/communities.ts';
import type { ChannelProblem, Messenger } from '../../src/discord/messenger.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import type { Shards } from '../../src/kernel/shards.ts';
import { snowflakeAt } from '../../src/kernel/snowflake.ts';
import { createLogger } from '../../src/logger.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const START = '2026-03-09T12:00:00Z';
const DAY_MS = 86_400_000;
const GOPHERS = { guildId: '100000000000000001', name: 'Gophers', preferredLocale: 'en-GB' };
const CRABS = { guildId: '100000000000000002', name: '螃蟹编程', preferredLocale: 'zh-TW' };
const CHANNEL = '300000000000000001';

let db: TestDatabase;
let channelProblem: ChannelProblem | null = null;

/** A bot that has just started on this database. */
async function started(clock = new StoppedClock(START), shards: Shards | null = null) {
  const messenger = { channelProblem: () => channelProblem, guild: () => null };
  const app = {
    db,
    clock,
    log: createLogger('silent', false),
    communities: new CommunityMemory(shards),
    messenger: messenger as Partial<Messenger> as Messenger,
  };
  await app.communities.load(app);
  return app;
}

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

beforeEach(async () => {
  channelProblem = null;
  await db.prisma.community.deleteMany();
});

describe('a community the bot comes to', () => {
  it('speaks the language Discord knows it by, and keeps UTC until told otherwise', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    await registerCommunity(app, CRABS);
    expect(app.communities.get(GOPHERS.guildId)).toMatchObject({
      name: 'Gophers',
      locale: 'en',
      timeZone: 'UTC',
    });
    expect(app.communities.get(CRABS.guildId)).toMatchObject({ name: '螃蟹编程', locale: 'zh-CN' });
    expect((await started()).communities.all()).toEqual(app.communities.all());
  });

  it('keeps its settings when it is renamed, and when the bot comes again', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    await changeSettings(app, GOPHERS.guildId, { reportHour: 20 });
    await registerCommunity(app, { ...GOPHERS, name: 'Gophers & Friends', preferredLocale: 'zh-CN' });
    const renamed = { name: 'Gophers & Friends', reportHour: 20, locale: 'en' };
    expect(app.communities.get(GOPHERS.guildId)).toMatchObject(renamed);
    await communityRemoved(app, GOPHERS.guildId);
    expect(app.communities.find(GOPHERS.guildId)).toBeNull();
    expect((await started()).communities.all()).toEqual([]);
    await registerCommunity(app, { ...GOPHERS, name: 'Gophers & Friends' });
    expect(app.communities.get(GOPHERS.guildId)).toMatchObject(renamed);
    expect((await started()).communities.get(GOPHERS.guildId)).toMatchObject(renamed);
  });

  it('is registered once however often Discord tells of it at once', async () => {
    const app = await started();
    await Promise.all(Array.from({ length: 5 }, () => registerCommunity(app, GOPHERS)));
    expect(await db.prisma.community.count()).toBe(1);
  });
});

describe('a change of settings', () => {
  it('is there after a restart', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    const { settings } = await changeSettings(app, GOPHERS.guildId, {
      reportsChannelId: CHANNEL,
      staffRoleId: '400000000000000001',
      timeZone: 'Asia/Shanghai',
      weekStartsOn: 7,
      locale: 'zh-CN',
      reportWeekday: 5,
      reportHour: 0,
      exclude: '300000000000000009',
    });
    expect((await started()).communities.get(GOPHERS.guildId)).toEqual(settings);
  });

  it('never undoes another one made at the same moment', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    await Promise.all([
      changeSettings(app, GOPHERS.guildId, { exclude: '1' }),
      registerCommunity(app, { ...GOPHERS, name: 'Renamed' }),
      changeSettings(app, GOPHERS.guildId, { exclude: '2' }),
    ]);
    const { name, excludedChannelIds } = (await started()).communities.get(GOPHERS.guildId);
    expect({ name, excludedChannelIds }).toEqual({ name: 'Renamed', excludedChannelIds: ['1', '2'] });
  });

  it('that is refused changes nothing, and does not keep the next one waiting', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    const refused = changeSettings(app, GOPHERS.guildId, { reportHour: 20, include: '1' });
    await expect(refused).rejects.toMatchObject({ code: 'communities.not-excluded' });
    const { settings } = await changeSettings(app, GOPHERS.guildId, { weekStartsOn: 7 });
    expect(settings).toMatchObject({ reportHour: 9, weekStartsOn: 7 });
  });

  it('touches no other community', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    await registerCommunity(app, CRABS);
    const before = app.communities.get(CRABS.guildId);
    await changeSettings(app, GOPHERS.guildId, { timeZone: 'Europe/Berlin', exclude: '1' });
    expect((await started()).communities.get(CRABS.guildId)).toEqual(before);
  });

  it.each(['gone', 'not-text'] as const)('refuses a reports or staff channel that is %s', async (kind) => {
    const app = await started();
    channelProblem = { kind, missing: [] };
    for (const setting of ['reportsChannelId', 'staffChannelId'] as const) {
      const change = changeSettings(app, GOPHERS.guildId, { [setting]: CHANNEL });
      await expect(change).rejects.toMatchObject({ code: 'messenger.channel' });
      expect(app.communities.get(GOPHERS.guildId)[setting]).toBeNull();
    }
  });

  it('takes a reports channel where permissions are merely missing', async () => {
    const app = await started();
    channelProblem = { kind: 'permissions', missing: ['AttachFiles'] };
    const { settings } = await changeSettings(app, GOPHERS.guildId, { reportsChannelId: CHANNEL });
    expect(settings.reportsChannelId).toBe(CHANNEL);
  });

  it('can come before the community was registered', async () => {
    const app = await started();
    await changeSettings(app, GOPHERS.guildId, { reportHour: 7 });
    await registerCommunity(app, GOPHERS);
    expect((await started()).communities.get(GOPHERS.guildId)).toMatchObject({
      name: 'Gophers',
      reportHour: 7,
      createdAt: new Date(START),
    });
  });
});

describe('a change of time zone', () => {
  it('counts past days anew, once', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    const counted: string[] = [];
    app.communities.onTimeZoneChanged.push(async (guildId) => {
      counted.push(`${guildId} in ${app.communities.get(guildId).timeZone}`);
    });
    const change = (timeZone: string) => changeSettings(app, GOPHERS.guildId, { timeZone });
    expect((await change('Asia/Shanghai')).countedAnew).toBe(true);
    expect((await change('Asia/Shanghai')).countedAnew).toBeNull();
    await finishTimeZoneChanges(app);
    expect(counted).toEqual([`${GOPHERS.guildId} in Asia/Shanghai`]);
  });

  it('that could not count anew is saved, says so, and is finished later, also after a restart', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    app.communities.onTimeZoneChanged.push(() => Promise.reject(new Error('the database went away')));
    const { settings, countedAnew } = await changeSettings(app, GOPHERS.guildId, {
      timeZone: 'Asia/Shanghai',
    });
    expect([settings.timeZone, countedAnew]).toEqual(['Asia/Shanghai', false]);
    await expect(finishTimeZoneChanges(app)).rejects.toThrow('went away');

    const again = await started();
    const counted: string[] = [];
    again.communities.onTimeZoneChanged.push(async (guildId) => void counted.push(guildId));
    await finishTimeZoneChanges(again);
    await finishTimeZoneChanges(again);
    expect(counted).toEqual([GOPHERS.guildId]);
  });
});

describe('a community that removed the bot', () => {
  /** A row in every kind of table: with a key of its own, by day, below another row. */
  async function fill(guildId: string) {
    const guild = BigInt(guildId);
    const at = new Date(START);
    await db.prisma.memberStay.create({ data: { guildId: guild, userId: 5n, joinedAt: at } });
    await db.prisma.memberDay.create({
      data: { guildId: guild, on: at, userId: 5n, interactions: 1, messages: 1, reactions: 0, hours: 1 },
    });
    await db.prisma.optOut.create({ data: { guildId: guild, userHash: guildId } });
    const survey = { guildId: guild, title: 'How is it?', state: 'draft', anonymous: false, createdBy: 5n };
    const questions = { create: { position: 1, kind: 'text', text: 'Why?', choices: [] } };
    await db.prisma.survey.create({ data: { ...survey, createdAt: at, questions } });
  }

  /** Rows of every table that hold the community's id. */
  async function rowsOf(guildId: string): Promise<number> {
    const tables = await db.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
       AND relkind IN ('r', 'p') AND NOT relispartition`,
      [],
    );
    let count = 0;
    for (const { name } of tables) {
      const [row] = await db.query<{ n: string }>(
        `SELECT count(*) AS n FROM "${name}" AS t WHERE t::text ~ $1`,
        [`\\y${guildId}\\y`],
      );
      count += Number(row?.n);
    }
    return count;
  }

  it('is forgotten in every table after thirty days, and nobody else is', async () => {
    const clock = new StoppedClock(START);
    const app = await started(clock);
    for (const community of [GOPHERS, CRABS]) {
      await registerCommunity(app, community);
      await fill(community.guildId);
    }
    const crabRows = await rowsOf(CRABS.guildId);
    await communityRemoved(app, GOPHERS.guildId);
    clock.moveBy(30 * DAY_MS - 1);
    expect(await purgeRemovedCommunities(app)).toEqual([]);
    clock.moveBy(1);
    expect(await rowsOf(GOPHERS.guildId)).toBeGreaterThan(4);
    const told: string[] = [];
    app.communities.onPurged.push((guildId) => told.push(guildId));
    expect(await purgeRemovedCommunities(app)).toEqual([GOPHERS.guildId]);
    expect(told).toEqual([GOPHERS.guildId]);
    expect(await rowsOf(GOPHERS.guildId)).toBe(0);
    expect(await db.prisma.surveyQuestion.count()).toBe(1);
    expect(await rowsOf(CRABS.guildId)).toBe(crabRows);
    expect(await purgeRemovedCommunities(app)).toEqual([]);
  });

  it('keeps everything when the bot comes back in time', async () => {
    const clock = new StoppedClock(START);
    const app = await started(clock);
    await registerCommunity(app, GOPHERS);
    await communityRemoved(app, GOPHERS.guildId);
    clock.moveBy(29 * DAY_MS);
    await registerCommunity(app, GOPHERS);
    clock.moveBy(30 * DAY_MS);
    expect(await purgeRemovedCommunities(app)).toEqual([]);
  });

  it('while the bot was off is noticed at the next start, from the day it is noticed', async () => {
    const app = await started();
    await registerCommunity(app, GOPHERS);
    await registerCommunity(app, CRABS);
    await noteAbsentCommunities(app, [CRABS.guildId]);
    expect(app.communities.all().map(({ name }) => name)).toEqual([CRABS.name]);
    const row = await db.prisma.community.findUnique({ where: { guildId: BigInt(GOPHERS.guildId) } });
    expect(row?.removedAt).toEqual(new Date(START));
  });
});

describe('of two processes on one database', () => {
  const FIRST = { ids: [0], count: 2 };
  const SECOND = { ids: [1], count: 2 };
  const OWLS = { guildId: snowflakeAt(new Date(START)), name: 'Owls', preferredLocale: 'en-GB' };
  const NEWTS = {
    guildId: snowflakeAt(new Date('2026-03-09T12:00:00.001Z')),
    name: 'Newts',
    preferredLocale: 'en-GB',
  };

  /** Both communities are known, each to the process that serves it; then both processes start again. */
  async function bothStarted(clock = new StoppedClock(START)) {
    const everybody = await started(clock);
    for (const community of [OWLS, NEWTS]) await registerCommunity(everybody, community);
    return { first: await started(clock, FIRST), second: await started(clock, SECOND) };
  }

  it('each holds its own communities, and nobody notes the other’s as removed', async () => {
    const { first, second } = await bothStarted();
    expect(first.communities.all().map(({ name }) => name)).toEqual([OWLS.name]);
    expect(second.communities.all().map(({ name }) => name)).toEqual([NEWTS.name]);
    await noteAbsentCommunities(first, [OWLS.guildId]);
    await noteAbsentCommunities(second, [NEWTS.guildId]);
    expect(await db.prisma.community.count({ where: { removedAt: { not: null } } })).toBe(0);
  });

  it('each deletes the rows of its own where the bot was removed', async () => {
    const clock = new StoppedClock(START);
    const { first, second } = await bothStarted(clock);
    await communityRemoved(first, OWLS.guildId);
    clock.moveBy(30 * DAY_MS);
    expect(await purgeRemovedCommunities(second)).toEqual([]);
    expect(await purgeRemovedCommunities(first)).toEqual([OWLS.guildId]);
  });

  it('each finishes the changes of time zone of its own', async () => {
    const { first, second } = await bothStarted();
    const countedIn = async () =>
      (await db.prisma.community.findUnique({ where: { guildId: BigInt(NEWTS.guildId) } }))?.countedTimeZone;
    second.communities.onTimeZoneChanged.push(() => Promise.reject(new Error('the database went away')));
    await changeSettings(second, NEWTS.guildId, { timeZone: 'Asia/Shanghai' });
    await finishTimeZoneChanges(first);
    expect(await countedIn()).toBe('UTC');
    second.communities.onTimeZoneChanged.length = 0;
    await finishTimeZoneChanges(second);
    expect(await countedIn()).toBe('Asia/Shanghai');
  });
});
