/** Voice, listening and member lists as the gateway tells them, across restarts, on a real database. The client is a bare emitter. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/coverage/coverage.ts';
import { countActivity, interactionKinds } from '../../src/interactions/interactions.ts';
import { daySpan } from '../../src/kernel/calendar.ts';
import { countMembers } from '../../src/members/members.ts';
import { optOutHash } from '../../src/privacy/privacy-rules.ts';
import {
  AFK,
  ANNA,
  BEN,
  BOT,
  CHEN,
  GUILD,
  START,
  VOICE,
  guildCreate,
  idAt,
  logSetting,
  message,
} from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';

let setting: LogSetting;
beforeAll(async () => {
  setting = await logSetting();
});
afterAll(() => setting.close());
beforeEach(async () => {
  await setting.reset();
  await setting.addCommunity(GUILD);
});

const DAY = daySpan('2026-03-02', 1, 'UTC');
const later = (minutes: number) => setting.clock.moveTo(new Date(Date.parse(START) + minutes * 60_000));
const voice = (userId: string, channelId: string | null, bot = false) =>
  setting.hear('VOICE_STATE_UPDATE', {
    guild_id: GUILD,
    user_id: userId,
    channel_id: channelId,
    member: { user: { id: userId, bot } },
  });
const interactions = async () => (await countActivity(setting.app, GUILD, DAY)).interactions;

describe('voice', () => {
  it('ten minutes together are one interaction each, in the voice channel', async () => {
    voice(ANNA, VOICE);
    voice(BEN, VOICE);
    later(10);
    voice(ANNA, null);
    expect(await countActivity(setting.app, GUILD, DAY)).toMatchObject({
      interactions: 2,
      messages: 0,
      channels: [{ channelId: VOICE, name: 'talk', interactions: 2, messages: 0 }],
    });
  });

  it('a bot is no company, and nobody counts in the AFK channel', async () => {
    voice(ANNA, VOICE);
    voice(BOT, VOICE, true);
    voice(BEN, AFK);
    voice(CHEN, AFK);
    later(30);
    expect(await interactions()).toBe(0);
    voice(BEN, VOICE);
    later(31);
    expect(await interactions()).toBe(2);
  });

  it('is counted as time passes, also when nobody moves, and goes on over a restart without counting twice', async () => {
    voice(ANNA, VOICE);
    voice(BEN, VOICE);
    later(15);
    expect(await interactions()).toBe(4);
    await setting.restart();
    later(16);
    const states = [ANNA, BEN].map((userId) => ({ user_id: userId, channel_id: VOICE }));
    setting.hear('READY', { user: { id: BOT } });
    setting.hear('GUILD_CREATE', guildCreate(GUILD, { voice_states: states }));
    expect(await interactions()).toBe(4);
    later(21);
    expect(await interactions()).toBe(6);
    voice(ANNA, null);
    voice(BEN, null);
    await setting.app.interactions.flush();
    expect(await setting.db.query('SELECT * FROM voice_stay')).toEqual([]);
  });

  it('of somebody who opted out nothing is kept, though they are company', async () => {
    await setting.db.prisma.optOut.create({
      data: { guildId: BigInt(GUILD), userHash: optOutHash(setting.app.keyedHash, GUILD, BEN) },
    });
    await setting.app.interactions.refreshOptOuts(GUILD);
    voice(ANNA, VOICE);
    voice(BEN, VOICE);
    later(5);
    expect(await interactions()).toBe(1);
    expect(await setting.db.query('SELECT user_id FROM voice_stay')).toEqual([{ user_id: ANNA }]);
  });
});

describe('listening', () => {
  const span = { from: new Date(START), to: new Date('2026-03-03T00:00:00Z') };
  const stay = (minutes: number): void => {
    later(minutes);
    setting.hear('TYPING_START', {});
  };

  it('is whole from when the community was first known until now', async () => {
    stay(60);
    expect(await coverageOf(setting.app, GUILD, span)).toMatchObject({ ratio: 1, unseen: [] });
  });

  it('has a gap between a stop and the next start', async () => {
    stay(60);
    await setting.app.interactions.flush();
    await setting.restart();
    later(90);
    setting.hear('READY', { user: { id: BOT } });
    setting.hear('GUILD_CREATE', guildCreate(GUILD));
    stay(100);
    expect(await coverageOf(setting.app, GUILD, span)).toMatchObject({
      ratio: 0.7,
      offlineMs: 30 * 60_000,
      unseen: [{ from: new Date('2026-03-02T11:00:00.000Z'), to: new Date('2026-03-02T11:30:00.000Z') }],
    });
  });

  it('a lost connection that resumes leaves no gap; one that begins anew does', async () => {
    stay(10);
    await setting.app.interactions.flush();
    setting.emit('shardReconnecting', 0);
    later(30);
    setting.hear('RESUMED', {});
    stay(40);
    expect((await coverageOf(setting.app, GUILD, span)).unseen).toEqual([]);
    setting.emit('shardReconnecting', 0);
    later(50);
    setting.hear('READY', { user: { id: BOT } });
    setting.hear('GUILD_CREATE', guildCreate(GUILD));
    stay(60);
    expect((await coverageOf(setting.app, GUILD, span)).unseen).toEqual([
      { from: new Date('2026-03-02T10:40:00.000Z'), to: new Date('2026-03-02T10:50:00.000Z') },
    ]);
  });

  it('time that is silent and unproven is not claimed', async () => {
    stay(10);
    await setting.app.interactions.flush();
    later(60);
    expect((await coverageOf(setting.app, GUILD, span)).ratio).toBeCloseTo(10 / 60);
  });

  it('the sequence number of the last packet that is in the database is known', async () => {
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA), 3);
    setting.hear('TYPING_START', {}, 3);
    expect(setting.app.interactions.status().committedSequences.get(3)).toBeUndefined();
    await setting.app.interactions.flush();
    expect(setting.app.interactions.status().committedSequences.get(3)).toBe(3);
  });
});

describe('the list of members', () => {
  const piece = (
    members: readonly (readonly [string, string, boolean?])[],
    index = 0,
    count = 1,
    nonce?: unknown,
  ) =>
    setting.hear('GUILD_MEMBERS_CHUNK', {
      guild_id: GUILD,
      members: members.map(([id, joinedAt, bot = false]) => ({ user: { id, bot }, joined_at: joinedAt })),
      chunk_index: index,
      chunk_count: count,
      nonce: nonce ?? setting.sent.at(-1)?.d['nonce'],
    });
  const JOINED = '2026-01-05T09:30:00.000000+00:00';
  const members = () => countMembers(setting.app, GUILD, DAY);

  it('is asked for once per session, and bots are not on it', async () => {
    expect(setting.sent).toEqual([
      { op: 8, d: { guild_id: GUILD, query: '', limit: 0, nonce: `members:${GUILD}` } },
    ]);
    piece([[ANNA, JOINED]], 0, 2);
    piece(
      [
        [BEN, JOINED],
        [BOT, JOINED, true],
      ],
      1,
      2,
    );
    expect(await members()).toEqual({ members: 2, joined: 0, left: 0 });
  });

  it('whoever is missing on a whole list after a restart has left, whoever came is there', async () => {
    piece([
      [ANNA, JOINED],
      [BEN, JOINED],
    ]);
    await setting.restart();
    later(60);
    setting.hear('GUILD_CREATE', guildCreate(GUILD));
    piece([[ANNA, JOINED]], 0, 2);
    setting.hear('GUILD_MEMBER_ADD', {
      guild_id: GUILD,
      user: { id: CHEN },
      joined_at: setting.clock.now().toISOString(),
    });
    expect(await members()).toEqual({ members: 3, joined: 1, left: 0 });
    piece([], 1, 2);
    expect(await members()).toEqual({ members: 3, joined: 1, left: 1 });
    const tomorrow = daySpan('2026-03-03', 1, 'UTC');
    expect((await countMembers(setting.app, GUILD, tomorrow)).members).toBe(2);
  });

  it('a part of a list that somebody else asked for ends no stay', async () => {
    piece([
      [ANNA, JOINED],
      [BEN, JOINED],
    ]);
    piece([[ANNA, JOINED]], 0, 1, 'other');
    expect(await members()).toMatchObject({ members: 2, left: 0 });
  });

  it('joining, leaving and coming back are two stays of one member; leaving without a known stay is borne', async () => {
    const join = (minutes: number) => {
      later(minutes);
      setting.hear('GUILD_MEMBER_ADD', {
        guild_id: GUILD,
        user: { id: ANNA },
        joined_at: setting.clock.now().toISOString(),
      });
    };
    const leave = (userId: string) =>
      setting.hear('GUILD_MEMBER_REMOVE', { guild_id: GUILD, user: { id: userId } });
    join(0);
    later(10);
    leave(ANNA);
    leave(BEN);
    join(20);
    expect(await members()).toEqual({ members: 1, joined: 2, left: 1 });
    expect(await interactions()).toBe(0);
  });

  it('a leave that Discord tells again later, as after a crash, is kept once', async () => {
    const leave = () => setting.hear('GUILD_MEMBER_REMOVE', { guild_id: GUILD, user: { id: ANNA } });
    setting.hear('GUILD_MEMBER_ADD', { guild_id: GUILD, user: { id: ANNA }, joined_at: JOINED });
    later(10);
    leave();
    later(1);
    leave();
    await setting.app.interactions.flush();
    later(1);
    leave();
    await setting.app.interactions.flush();
    const rows = await setting.db.query('SELECT FROM interaction WHERE kind = $1', [
      interactionKinds.leave.code,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('members who opted out are not on it', async () => {
    await setting.db.prisma.optOut.create({
      data: { guildId: BigInt(GUILD), userHash: optOutHash(setting.app.keyedHash, GUILD, BEN) },
    });
    await setting.app.interactions.refreshOptOuts(GUILD);
    piece([
      [ANNA, JOINED],
      [BEN, JOINED],
    ]);
    expect((await members()).members).toBe(1);
  });
});
