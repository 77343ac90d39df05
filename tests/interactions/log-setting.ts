/** A log of its own on a real database, and gateway packets as Discord sends them. The gateway client is a bare emitter; nothing else is faked. */
import { EventEmitter } from 'node:events';
import type { Client } from 'discord.js';
import { CommunityMemory } from '../../src/communities/communities.ts';
import { defaultSettings } from '../../src/communities/communities-rules.ts';
import { saveCommunity } from '../../src/communities/communities-store.ts';
import { followInteractions, openInteractionLog } from '../../src/interactions/interactions.ts';
import type { InteractionFeed } from '../../src/interactions/interactions.ts';
import type { InteractionLog } from '../../src/interactions/interactions.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { keyedHash } from '../../src/kernel/keyed-hash.ts';
import { snowflakeAt } from '../../src/kernel/snowflake.ts';
import { createLogger } from '../../src/logger.ts';
import type { Logger } from '../../src/logger.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

export const GUILD = '900000000000000001';
export const OTHER_GUILD = '900000000000000002';
export const GENERAL = '910000000000000001';
export const CODE = '910000000000000002';
export const FORUM = '910000000000000003';
export const CATEGORY = '910000000000000004';
export const VOICE = '910000000000000005';
export const AFK = '910000000000000006';
export const SECRET = '910000000000000007';
export const ANNA = '920000000000000001';
export const BEN = '920000000000000002';
export const CHEN = '920000000000000003';
export const BOT = '920000000000000009';

/** Monday, so that weeks are easy to read. */
export const START = '2026-03-02T10:00:00.000Z';

type Fields = Record<string, unknown>;

export interface LogSetting {
  readonly db: TestDatabase;
  readonly clock: StoppedClock;
  readonly communities: CommunityMemory;
  /** Lines of the process's log. */
  readonly lines: string[];
  readonly app: Parameters<typeof openInteractionLog>[0] & {
    communities: CommunityMemory;
    interactions: InteractionLog;
  };
  /** Hears a packet of the gateway. */
  hear(name: string, data: Fields | null, shardId?: number): void;
  /** Makes a community with our channels, in this time zone. */
  addCommunity(guildId: string, timeZone?: string, excludedChannelIds?: readonly string[]): Promise<void>;
  /** Ends the log and begins anew on the same data, as a restart does. */
  restart(bounds?: Parameters<typeof openInteractionLog>[1]): Promise<void>;
  /** Forgets everything and begins at this instant, on the same database. */
  reset(at?: string): Promise<void>;
  /** Emits an event of the client, such as the loss of a connection. */
  emit(event: string, ...args: unknown[]): void;
  /** Requests the client sent over its connection. */
  readonly sent: { op: number; d: Fields }[];
  close(): Promise<void>;
}

export async function logSetting(at = START, given?: TestDatabase): Promise<LogSetting> {
  const db = given ?? (await testDatabase());
  const clock = new StoppedClock(at);
  const communities = new CommunityMemory();
  const lines: string[] = [];
  const base = {
    db,
    clock,
    communities,
    log: listenedLogger(lines),
    keyedHash: keyedHash(Buffer.alloc(32, 7)),
    config: { dataDir: db.dataDir, token: 'token', shards: null },
  };
  let client = new EventEmitter();
  let feed: InteractionFeed;
  const sent: { op: number; d: Fields }[] = [];
  let sequence = 0;
  const open = async (bounds?: Parameters<typeof openInteractionLog>[1]): Promise<LogSetting['app']> => {
    const app = { ...base, interactions: await openInteractionLog(base, bounds) };
    client = bareClient(sent);
    feed = followInteractions(app, (customId) => !customId.includes('untraced'));
    feed.attach(client as unknown as Client);
    return app;
  };
  const setting = {
    db,
    clock,
    communities,
    lines,
    sent,
    app: await open(),
    hear(name: string, data: Fields | null, shardId = 0): void {
      feed.hear(
        { op: 0, t: name, s: ++sequence, d: data },
        { shardId, shardCount: 4, sessionId: 's1', resumeUrl: 'ws://nowhere', isOld: false, isReplay: false },
      );
    },
    emit(event: string, ...args: unknown[]): void {
      client.emit(event, ...args);
    },
    async addCommunity(
      guildId: string,
      timeZone = 'UTC',
      excludedChannelIds: readonly string[] = [],
    ): Promise<void> {
      const settings = {
        ...defaultSettings(guildId, 'Town', 'en', new Date(at)),
        timeZone,
        excludedChannelIds,
      };
      await saveCommunity({ db }, settings, new Date(at));
      communities.put(settings);
      setting.hear('GUILD_CREATE', guildCreate(guildId));
    },
    async restart(bounds?: Parameters<typeof openInteractionLog>[1]): Promise<void> {
      await setting.app.interactions.stop();
      setting.app = await open(bounds);
    },
    async reset(begin = at): Promise<void> {
      await setting.app.interactions.stop();
      await db.execute(
        'TRUNCATE interaction, member_day, channel_hour, member_stay, voice_stay, coverage_span, channel, opt_out, community, channel_gap, backfill_task, reaction_count',
      );
      for (const { guildId } of communities.all()) communities.drop(guildId);
      clock.moveTo(new Date(begin));
      lines.length = 0;
      sent.length = 0;
      sequence = 0;
      setting.app = await open();
    },
    async close(): Promise<void> {
      await setting.app.interactions.stop();
      await db.close();
    },
  };
  return setting;
}

function bareClient(sent: { op: number; d: Fields }[]): EventEmitter {
  const shard = {
    status: 0,
    lastPingTimestamp: -1,
    send: (payload: { op: number; d: Fields }) => sent.push(payload),
  };
  return Object.assign(new EventEmitter(), {
    ws: { shards: new Map([[0, shard]]) },
    options: { intents: { has: () => true } },
  });
}

function listenedLogger(lines: string[]): Logger {
  const log = createLogger('silent', false);
  for (const level of ['info', 'warn', 'error'] as const)
    log[level] = (...args: unknown[]) => void lines.push(`${level} ${JSON.stringify(args)}`);
  return log;
}

export function guildCreate(guildId: string, more: Fields = {}): Fields {
  const local = (id: string) => channelIn(guildId, id);
  return {
    id: guildId,
    name: 'Town',
    afk_channel_id: local(AFK),
    channels: [
      { id: local(CATEGORY), type: 4, name: 'rooms', parent_id: null },
      { id: local(GENERAL), type: 0, name: 'general', parent_id: null },
      { id: local(CODE), type: 0, name: 'code', parent_id: local(CATEGORY) },
      { id: local(FORUM), type: 15, name: 'questions', parent_id: null },
      { id: local(VOICE), type: 2, name: 'talk', parent_id: null },
      { id: local(AFK), type: 2, name: 'away', parent_id: null },
      { id: local(SECRET), type: 0, name: 'secret', parent_id: null },
    ],
    threads: [],
    members: [{ user: { id: BOT, bot: true } }],
    voice_states: [],
    ...more,
  };
}

/** Channels of another community have other ids. */
export function channelIn(guildId: string, channelId: string): string {
  return guildId === GUILD ? channelId : `8${channelId.slice(1)}`;
}

let low = 0;

/** An id made at this instant, another one at each call. */
export function idAt(at: Date | string): string {
  low = (low + 1) % 4_000_000;
  return snowflakeAt(new Date(at), low);
}

export function message(id: string, userId: string, more: Fields = {}): Fields {
  return {
    id,
    guild_id: GUILD,
    channel_id: GENERAL,
    type: 0,
    author: { id: userId },
    member: {},
    content: '',
    ...more,
  };
}

export function reaction(messageId: string, userId: string, emoji: string, more: Fields = {}): Fields {
  return {
    guild_id: GUILD,
    channel_id: GENERAL,
    message_id: messageId,
    user_id: userId,
    member: { user: { id: userId } },
    emoji: { id: null, name: emoji },
    ...more,
  };
}

export function thread(id: string, ownerId: string, parentId: string, more: Fields = {}): Fields {
  return {
    id,
    guild_id: GUILD,
    parent_id: parentId,
    owner_id: ownerId,
    type: 11,
    name: 'a thread',
    newly_created: true,
    ...more,
  };
}
