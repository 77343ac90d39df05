import { beforeEach, describe, expect, it } from 'vitest';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { snowflakeInstant } from '../../src/kernel/snowflake.ts';
import { ChannelKind } from '../../src/sandbox/api-codes.ts';
import { World } from '../../src/sandbox/world.ts';
import { compareIds } from '../../src/sandbox/world-messages.ts';
import type { ChannelRecord, GuildRecord, UserRecord } from '../../src/sandbox/world-records.ts';

const START = '2026-03-02T08:00:00Z';
let clock: StoppedClock;
let world: World;
let guild: GuildRecord;
let channel: ChannelRecord;
let ann: UserRecord;

beforeEach(() => {
  clock = new StoppedClock(START);
  world = new World(clock);
  ann = world.people.createUser({ username: 'ann' });
  guild = world.guilds.create({
    name: 'Programmers',
    ownerId: world.people.createUser({ username: 'olga' }).id,
  });
  channel = world.channels.create(guild.id, { name: 'general' });
});

const say = (content: string, at?: Date): string =>
  world.messages.create({ channelId: channel.id, authorId: ann.id, content, ...(at ? { at } : {}) }).id;

describe('ids', () => {
  it('tell the time, have 17 to 19 digits, and are unique and increasing also within a millisecond', () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => {
      if (n % 3_000 === 0) clock.moveBy(1);
      return world.state.ids.next();
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted(compareIds)).toEqual(ids);
    expect(ids.every((id) => /^\d{17,19}$/.test(id))).toBe(true);
    expect(snowflakeInstant(ids[0] ?? '').toISOString()).toBe('2026-03-02T08:00:00.001Z');
  });

  it('stay unique when the clock is moved back', () => {
    const first = Array.from({ length: 100 }, () => world.state.ids.next());
    clock.moveBy(1);
    const second = Array.from({ length: 100 }, () => world.state.ids.next());
    clock.moveBy(-1);
    const third = Array.from({ length: 100 }, () => world.state.ids.next());
    expect(new Set([...first, ...second, ...third]).size).toBe(300);
  });
});

describe('the ledger', () => {
  it('has what happened, by whom, when and to whom, in order', () => {
    const bob = world.people.createUser({ username: 'bob' });
    world.people.join(guild.id, bob.id);
    const question = say('how?');
    clock.moveBy(60_000);
    const answer = world.messages.create({
      channelId: channel.id,
      authorId: bob.id,
      content: 'so',
      reference: { type: 0, channelId: channel.id, messageId: question, guildId: guild.id },
    });
    world.reactions.add(answer.id, ann.id, '👍');
    world.reactions.add(answer.id, ann.id, '👍');
    const voice = world.channels.create(guild.id, { name: 'talk', type: ChannelKind.voice });
    world.voice.set(guild.id, bob.id, voice.id);
    world.voice.set(guild.id, bob.id, voice.id, { selfMute: true });
    world.messages.delete(question);
    world.people.leave(guild.id, bob.id);
    const { ledger } = world.state;
    expect(ledger.map(({ kind }) => kind)).toEqual([
      'join',
      'message',
      'message',
      'reaction',
      'voice',
      'messageDelete',
      'voice',
      'leave',
    ]);
    expect(ledger[2]).toEqual({
      kind: 'message',
      at: new Date('2026-03-02T08:01:00Z'),
      guildId: guild.id,
      channelId: channel.id,
      userId: bob.id,
      byBot: false,
      subjectId: answer.id,
      detail: question,
      otherUserId: ann.id,
    });
    expect(ledger[3]).toMatchObject({ detail: '👍', subjectId: answer.id, otherUserId: bob.id });
    expect(ledger[6]).toMatchObject({ channelId: null, userId: bob.id, detail: voice.id });
  });

  it('knows bots and webhooks as such', () => {
    const application = world.people.createApplication({ name: 'Steward' });
    world.messages.create({ channelId: channel.id, authorId: application.botId, content: 'x' });
    const webhook = world.channels.createWebhook(channel.id, { name: 'news', creatorId: ann.id });
    world.messages.create({
      channelId: channel.id,
      authorId: webhook.id,
      webhookId: webhook.id,
      content: 'x',
    });
    expect(world.state.ledger.map(({ byBot }) => byBot)).toEqual([true, true]);
  });
});

describe("Discord's own lines", () => {
  it('tell of joins, pins and threads without counting as something written', () => {
    world.guilds.update(guild.id, { systemChannelId: channel.id });
    world.people.join(guild.id, ann.id);
    const id = say('pin me');
    world.messages.setPinned(id, true, ann.id);
    world.threads.create({ channelId: channel.id, name: 'talk', ownerId: ann.id });
    expect(channel.messages.map(({ type }) => type)).toEqual([7, 0, 6, 18]);
    expect(world.state.ledger.map(({ kind }) => kind)).toEqual([
      'join',
      'systemMessage',
      'message',
      'systemMessage',
      'thread',
      'systemMessage',
    ]);
  });
});

describe('history from before', () => {
  it('is put in its place among the messages, whatever the order it is told in', () => {
    say('now');
    say('older', new Date('2026-02-01T00:00:00Z'));
    say('oldest', new Date('2026-01-01T00:00:00Z'));
    expect(channel.messages.map(({ content }) => content)).toEqual(['oldest', 'older', 'now']);
    expect(channel.lastMessageId).toBe(channel.messages.at(-1)?.id);
  });
});

describe('what belongs together goes together', () => {
  it('a channel with its threads and messages', () => {
    const id = say('hello');
    const thread = world.threads.create({ channelId: channel.id, name: 't', ownerId: ann.id });
    world.channels.delete(channel.id);
    expect([channel.id, thread.id].some((gone) => world.state.channels.has(gone))).toBe(false);
    expect(world.state.messages.has(id)).toBe(false);
    expect(guild.threads.size).toBe(0);
  });

  it('a role with the places that name it', () => {
    const role = world.guilds.createRole(guild.id, { name: 'paid' });
    world.people.join(guild.id, ann.id, { roles: [role.id] });
    world.channels.setOverwrite(channel.id, { id: role.id, type: 0, allow: 1n, deny: 0n });
    world.guilds.deleteRole(guild.id, role.id);
    expect(guild.members.get(ann.id)?.roles).toEqual([]);
    expect(channel.overwrites.size).toBe(0);
  });
});

describe('roles', () => {
  it('keep positions without gaps when one is put in or moved', () => {
    const order = (): string[] =>
      [...guild.roles.values()].toSorted((a, b) => a.position - b.position).map(({ name }) => name);
    const a = world.guilds.createRole(guild.id, { name: 'a' });
    world.guilds.createRole(guild.id, { name: 'b' });
    world.guilds.createRole(guild.id, { name: 'c', position: 9 });
    expect(order()).toEqual(['@everyone', 'b', 'a', 'c']);
    world.guilds.updateRole(guild.id, a.id, { position: 1 });
    expect(order()).toEqual(['@everyone', 'a', 'b', 'c']);
    expect(new Set([...guild.roles.values()].map(({ position }) => position))).toEqual(new Set([0, 1, 2, 3]));
  });
});
