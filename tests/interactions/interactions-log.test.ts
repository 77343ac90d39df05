/** The log on a real database, from gateway packets to rows and rollups. The client is a bare emitter of packets. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countActivity, interactionKinds, recordSurveyAnswers } from '../../src/interactions/interactions.ts';
import { daySpan } from '../../src/kernel/calendar.ts';
import { optOutHash } from '../../src/privacy/privacy-rules.ts';
import {
  ANNA,
  BEN,
  BOT,
  CATEGORY,
  CHEN,
  CODE,
  FORUM,
  GENERAL,
  GUILD,
  OTHER_GUILD,
  SECRET,
  START,
  channelIn,
  idAt,
  logSetting,
  message,
  reaction,
  thread,
} from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';
import { differencesFromRows } from './recount.ts';

let setting: LogSetting;
beforeAll(async () => {
  setting = await logSetting();
});
afterAll(() => setting.close());
beforeEach(async () => {
  await setting.reset();
  await setting.addCommunity(GUILD, 'UTC', [SECRET]);
});

const WEEK = daySpan('2026-03-02', 7, 'UTC');
const counts = (guildId = GUILD) => countActivity(setting.app, guildId, WEEK);

/** Kind and member of every row of the community that counts, sorted. */
async function rows(guildId = GUILD): Promise<string[]> {
  await setting.app.interactions.flush();
  const found = await setting.db.query<{ kind: number; user_id: string }>(
    'SELECT kind, user_id FROM interaction WHERE guild_id = $1 AND deleted_at IS NULL',
    [guildId],
  );
  const name = (code: number) => Object.entries(interactionKinds).find(([, kind]) => kind.code === code)?.[0];
  return found.map((row) => `${name(row.kind)} ${row.user_id}`).toSorted();
}

describe('what is an interaction', () => {
  it('a message and a reply count, with the message the reply answers', async () => {
    const first = idAt(START);
    setting.hear('MESSAGE_CREATE', message(first, ANNA));
    setting.hear(
      'MESSAGE_CREATE',
      message(idAt(START), BEN, { type: 19, message_reference: { message_id: first } }),
    );
    expect(await rows()).toEqual([`message ${ANNA}`, `reply ${BEN}`]);
    const [reply] = await setting.db.query<{ reference_id: string }>(
      'SELECT reference_id FROM interaction WHERE kind = 2',
    );
    expect(reply?.reference_id).toBe(first);
    expect(await counts()).toMatchObject({ interactions: 2, messages: 2, activeMembers: 2, memberHours: 2 });
  });

  it('bots, webhooks and messages of Discord itself never count', async () => {
    setting.hear('MESSAGE_CREATE', message(idAt(START), BOT, { author: { id: BOT, bot: true } }));
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA, { webhook_id: idAt(START) }));
    for (const type of [6, 7, 8, 18, 20, 21, 23, 24])
      setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA, { type }));
    setting.hear(
      'MESSAGE_REACTION_ADD',
      reaction(idAt(START), BOT, '👍', { member: { user: { id: BOT, bot: true } } }),
    );
    setting.hear('MESSAGE_REACTION_ADD', reaction(idAt(START), BOT, '👍', { member: undefined }));
    setting.hear('THREAD_CREATE', thread(idAt(START), BOT, GENERAL));
    expect(await rows()).toEqual([]);
  });

  it('a direct message to the bot is nothing of a community', async () => {
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA, { guild_id: undefined }));
    expect(await rows()).toEqual([]);
  });

  it('a reaction counts once per message, member and emoji, however often it is toggled', async () => {
    const subject = idAt(START);
    for (let toggles = 0; toggles < 3; toggles += 1) {
      setting.hear('MESSAGE_REACTION_ADD', reaction(subject, ANNA, '👍'));
      setting.hear('MESSAGE_REACTION_REMOVE', reaction(subject, ANNA, '👍'));
      await setting.app.interactions.flush();
    }
    setting.hear('MESSAGE_REACTION_ADD', reaction(subject, BEN, '👍'));
    setting.hear(
      'MESSAGE_REACTION_ADD',
      reaction(subject, ANNA, '', { emoji: { id: idAt(START), name: 'wow' } }),
    );
    setting.hear('MESSAGE_REACTION_ADD', reaction(idAt(START), ANNA, '👍'));
    expect(await counts()).toMatchObject({ interactions: 4, reactions: 4, messages: 0 });
  });

  it('a forum post counts once, with its first message', async () => {
    const post = idAt(START);
    setting.hear('THREAD_CREATE', thread(post, ANNA, FORUM));
    setting.hear('MESSAGE_CREATE', message(post, ANNA, { channel_id: post }));
    setting.hear('MESSAGE_CREATE', message(idAt(START), BEN, { channel_id: post }));
    expect(await rows()).toEqual([`message ${BEN}`, `post ${ANNA}`]);
    expect(await counts()).toMatchObject({ interactions: 2, messages: 2 });
  });

  it('a forum post by a webhook or an unknown bot does not count, whichever of its two packets comes first', async () => {
    const [first, second] = [idAt(START), idAt(START)];
    setting.hear('THREAD_CREATE', thread(first, CHEN, FORUM));
    setting.hear('MESSAGE_CREATE', message(first, CHEN, { channel_id: first, webhook_id: CHEN }));
    setting.hear('MESSAGE_CREATE', message(second, CHEN, { channel_id: second, webhook_id: CHEN }));
    await setting.app.interactions.flush();
    setting.hear('THREAD_CREATE', thread(second, CHEN, FORUM));
    expect(await rows()).toEqual([]);
    expect((await counts()).interactions).toBe(0);
  });

  it('a thread opened from a message is an act of its own by its opener, and outlives the message', async () => {
    const subject = idAt(START);
    setting.hear('MESSAGE_CREATE', message(subject, ANNA));
    setting.hear('THREAD_CREATE', thread(subject, BEN, GENERAL));
    setting.hear('THREAD_CREATE', thread(idAt(START), BEN, GENERAL, { newly_created: undefined }));
    setting.hear('MESSAGE_DELETE', { id: subject, channel_id: GENERAL, guild_id: GUILD });
    expect(await rows()).toEqual([`thread ${BEN}`]);
  });

  it('slash commands count, components and forms are kept but do not, autocompletion is nothing', async () => {
    const interaction = (type: number, more: Record<string, unknown> = {}) => ({
      id: idAt(START),
      guild_id: GUILD,
      channel_id: GENERAL,
      type,
      member: { user: { id: ANNA } },
      data: { custom_id: '1:thing' },
      ...more,
    });
    for (const type of [2, 3, 4, 5]) setting.hear('INTERACTION_CREATE', interaction(type));
    setting.hear('INTERACTION_CREATE', interaction(3, { data: { custom_id: '1:untraced' } }));
    expect(await rows()).toEqual([`command ${ANNA}`, `component ${ANNA}`, `component ${ANNA}`]);
    expect((await counts()).interactions).toBe(1);
  });

  it('an answer to a survey is one interaction per member and survey, however often it is told', async () => {
    for (const day of ['2026-03-03', '2026-03-04'])
      await recordSurveyAnswers(setting.app, GUILD, 7, [ANNA, BEN], new Date(day));
    await recordSurveyAnswers(setting.app, GUILD, 8, [ANNA], new Date('2026-03-04'));
    const { interactions, days, channels } = await counts();
    expect(interactions).toBe(3);
    expect(days.map((day) => day.interactions)).toEqual([0, 2, 1, 0, 0, 0, 0]);
    expect(channels).toEqual([]);
  });
});

describe('what is left out', () => {
  it('excluded channels, their threads, and channels of an excluded category', async () => {
    await setting.addCommunity(GUILD, 'UTC', [SECRET, CATEGORY]);
    const inSecret = idAt(START);
    setting.hear('THREAD_CREATE', thread(inSecret, ANNA, SECRET));
    for (const channelId of [SECRET, inSecret, CODE]) {
      setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA, { channel_id: channelId }));
      setting.hear('MESSAGE_REACTION_ADD', reaction(idAt(START), ANNA, '👍', { channel_id: channelId }));
    }
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
    expect(await rows()).toEqual([`message ${ANNA}`]);
  });

  it('a member who opted out, from the moment it is known', async () => {
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
    await setting.db.prisma.optOut.create({
      data: { guildId: BigInt(GUILD), userHash: optOutHash(setting.app.keyedHash, GUILD, ANNA) },
    });
    await setting.app.interactions.refreshOptOuts(GUILD);
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
    setting.hear('MESSAGE_REACTION_ADD', reaction(idAt(START), ANNA, '👍'));
    setting.hear('MESSAGE_CREATE', message(idAt(START), BEN));
    expect(await rows()).toEqual([`message ${ANNA}`, `message ${BEN}`]);
    expect(setting.app.interactions.isOptedOut(GUILD, ANNA)).toBe(true);
    expect(setting.app.interactions.isOptedOut(OTHER_GUILD, ANNA)).toBe(false);
  });
});

describe('deletes and edits', () => {
  it('a deleted message and its reactions no longer count, told once or twice', async () => {
    const [kept, gone] = [idAt(START), idAt(START)];
    for (const id of [kept, gone]) {
      setting.hear('MESSAGE_CREATE', message(id, ANNA));
      setting.hear('MESSAGE_REACTION_ADD', reaction(id, BEN, '👍'));
    }
    await setting.app.interactions.flush();
    for (let told = 0; told < 2; told += 1) {
      setting.hear('MESSAGE_DELETE', { id: gone, channel_id: GENERAL, guild_id: GUILD });
      setting.hear('MESSAGE_DELETE', { id: gone, channel_id: GENERAL, guild_id: GUILD });
      expect(await counts()).toMatchObject({ interactions: 2, messages: 1, reactions: 1, memberHours: 2 });
    }
    expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
  });

  it('messages deleted together leave together, each once', async () => {
    const ids = Array.from({ length: 5 }, () => idAt(START));
    for (const id of ids) setting.hear('MESSAGE_CREATE', message(id, ANNA));
    setting.hear('MESSAGE_DELETE', { id: ids[0], channel_id: GENERAL, guild_id: GUILD });
    await setting.app.interactions.flush();
    setting.hear('MESSAGE_DELETE_BULK', { ids: ids.slice(0, 4), channel_id: GENERAL, guild_id: GUILD });
    expect(await counts()).toMatchObject({ interactions: 1, messages: 1 });
    expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
  });

  it('a message made and deleted within one batch does not count', async () => {
    const id = idAt(START);
    setting.hear('MESSAGE_CREATE', message(id, ANNA));
    setting.hear('MESSAGE_DELETE', { id, channel_id: GENERAL, guild_id: GUILD });
    expect((await counts()).interactions).toBe(0);
  });

  it('a message told of after its deletion does not count, in the same batch or a later one', async () => {
    const ids = [idAt(START), idAt(START)];
    for (const id of ids) {
      setting.hear('MESSAGE_DELETE', { id, channel_id: GENERAL, guild_id: GUILD });
      if (id === ids[1]) await setting.app.interactions.flush();
      setting.hear('MESSAGE_CREATE', message(id, ANNA));
      setting.hear('MESSAGE_REACTION_ADD', reaction(id, BEN, '👍'));
    }
    expect((await counts()).interactions).toBe(0);
  });

  it("another community cannot delete this one's message", async () => {
    const id = idAt(START);
    setting.hear('MESSAGE_CREATE', message(id, ANNA));
    await setting.app.interactions.flush();
    setting.hear('MESSAGE_DELETE', { id, channel_id: GENERAL, guild_id: OTHER_GUILD });
    expect((await counts()).interactions).toBe(1);
  });

  it('an edit is marked; a link preview of Discord is no edit', async () => {
    const [edited, previewed] = [idAt(START), idAt(START)];
    for (const id of [edited, previewed]) setting.hear('MESSAGE_CREATE', message(id, ANNA));
    setting.hear(
      'MESSAGE_UPDATE',
      message(edited, ANNA, { edited_timestamp: '2026-03-02T10:05:00.000000+00:00' }),
    );
    setting.hear('MESSAGE_UPDATE', message(previewed, ANNA, { edited_timestamp: null }));
    await setting.app.interactions.flush();
    const found = await setting.db.query<{ subject_id: string; edited_at: Date }>(
      'SELECT subject_id, edited_at FROM interaction WHERE edited_at IS NOT NULL',
    );
    expect(found).toEqual([{ subject_id: edited, edited_at: new Date('2026-03-02T10:05:00.000Z') }]);
    expect((await counts()).interactions).toBe(2);
  });
});

describe('the key', () => {
  it('hearing everything again changes nothing', async () => {
    const subject = idAt(START);
    const say = (): void => {
      setting.hear('MESSAGE_CREATE', message(subject, ANNA));
      setting.hear('MESSAGE_REACTION_ADD', reaction(subject, ANNA, '👍'));
      setting.hear('THREAD_CREATE', thread(subject, ANNA, GENERAL));
      setting.hear('GUILD_MEMBER_ADD', { guild_id: GUILD, user: { id: CHEN }, joined_at: START });
    };
    say();
    say();
    const before = [await rows(), await counts()];
    // A replay arrives later: what has no time of its own must meet its row all the same.
    setting.clock.moveTo(new Date('2026-03-04T00:00:00Z'));
    say();
    expect([await rows(), await counts()]).toEqual(before);
    expect(before[0]).toHaveLength(4);
  });
});

describe('channels', () => {
  it('what happens in a thread counts to its channel, by the name last seen', async () => {
    const opened = idAt(START);
    setting.hear('THREAD_CREATE', thread(opened, ANNA, CODE));
    setting.hear('MESSAGE_CREATE', message(idAt(START), BEN, { channel_id: opened }));
    setting.hear('MESSAGE_CREATE', message(idAt(START), BEN));
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
    setting.hear('CHANNEL_UPDATE', { id: CODE, guild_id: GUILD, type: 0, name: 'rust', parent_id: CATEGORY });
    expect((await counts()).channels).toEqual([
      { channelId: GENERAL, name: 'general', interactions: 2, messages: 2 },
      { channelId: CODE, name: 'rust', interactions: 2, messages: 1 },
    ]);
  });

  it('a thread that is described only later takes what was counted under it to its channel', async () => {
    const late = idAt(START);
    setting.hear('MESSAGE_CREATE', message(idAt(START), BEN, { channel_id: late }));
    expect((await counts()).channels).toEqual([{ channelId: late, name: '', interactions: 1, messages: 1 }]);
    setting.hear('THREAD_LIST_SYNC', {
      guild_id: GUILD,
      threads: [{ id: late, type: 11, name: 'late', parent_id: CODE }],
    });
    expect((await counts()).channels).toEqual([
      { channelId: CODE, name: 'code', interactions: 1, messages: 1 },
    ]);
    expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
  });

  it('deleting a channel does not take out what happened there', async () => {
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA, { channel_id: CODE }));
    setting.hear('CHANNEL_DELETE', { id: CODE, guild_id: GUILD, type: 0, name: 'code' });
    expect((await counts()).channels).toMatchObject([{ channelId: CODE, name: 'code', messages: 1 }]);
  });
});

describe('two communities', () => {
  it('never see each other', async () => {
    await setting.addCommunity(OTHER_GUILD);
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
    const there = { guild_id: OTHER_GUILD, channel_id: channelIn(OTHER_GUILD, GENERAL) };
    for (const who of [ANNA, BEN]) setting.hear('MESSAGE_CREATE', message(idAt(START), who, there));
    expect((await counts()).interactions).toBe(1);
    expect(await counts(OTHER_GUILD)).toMatchObject({ interactions: 2, activeMembers: 2 });
    expect((await counts(OTHER_GUILD)).channels).toHaveLength(1);
  });
});

describe('packets that are not what they should be', () => {
  it('are left out with one line, and the next packet is heard', async () => {
    setting.lines.length = 0;
    setting.hear('MESSAGE_CREATE', null);
    setting.hear('MESSAGE_CREATE', message('12', ANNA));
    setting.hear('MESSAGE_CREATE', message(idAt(START), 'x'.repeat(18)));
    setting.hear('MESSAGE_CREATE', message('9999999999999999999', ANNA));
    setting.hear('MESSAGE_REACTION_ADD', reaction(idAt(START), ANNA, '👍', { emoji: 7 }));
    setting.hear('MESSAGE_DELETE_BULK', { ids: 'all', guild_id: GUILD });
    setting.hear('GUILD_MEMBER_ADD', { guild_id: GUILD, user: { id: ANNA }, joined_at: 'yesterday' });
    setting.emit('raw', 'not a packet', 0);
    setting.emit('raw', undefined, 0);
    setting.hear('MESSAGE_REACTION_ADD', reaction(idAt(START), ANNA, `"{},\\'\0`));
    setting.hear('MESSAGE_CREATE', message(idAt(START), BEN));
    expect(await rows()).toEqual([`message ${BEN}`, `reaction ${ANNA}`]);
    const complaints = setting.lines.filter((line) => line.includes('could not be read'));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('MESSAGE_CREATE');
  });
});
