import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { ChannelKind, Permission } from '../../src/sandbox/api-codes.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

const clock = new StoppedClock('2026-03-02T08:00:00Z');
let sandbox: Sandbox;
let guildId: string;
let general: string;
let staffOnly: string;
let readOnly: string;
let forum: string;
let lounge: string;
let ann: Person;
let ben: Person;
let olga: Person;

beforeAll(async () => {
  sandbox = await startSandbox({ clock });
  const { people, guilds, channels } = sandbox.world;
  const owner = people.createUser({ username: 'olga', globalName: 'Olga' });
  guildId = guilds.create({ name: 'Programmers', ownerId: owner.id }).id;
  const closed = (deny: bigint): { id: string; type: 0; allow: bigint; deny: bigint } => ({
    id: guildId,
    type: 0,
    allow: 0n,
    deny,
  });
  general = channels.create(guildId, { name: 'general' }).id;
  staffOnly = channels.create(guildId, { name: 'staff', overwrites: [closed(Permission.viewChannel)] }).id;
  readOnly = channels.create(guildId, {
    name: 'news',
    overwrites: [closed(Permission.sendMessages | Permission.addReactions)],
  }).id;
  forum = channels.create(guildId, {
    name: 'help',
    type: ChannelKind.forum,
    availableTags: [{ name: 'rust' }],
  }).id;
  lounge = channels.create(guildId, { name: 'lounge', type: ChannelKind.voice }).id;
  olga = sandbox.as(guildId, owner.id);
  ann = sandbox.join(guildId, { username: 'ann', globalName: 'Ann' });
  ben = sandbox.join(guildId, { username: 'ben', globalName: 'Ben' });
});
afterAll(() => sandbox.close());

const kinds = (): string[] => sandbox.world.state.ledger.map(({ kind }) => kind);

describe('a member', () => {
  it('writes, answers, changes and deletes, and the ledger knows', () => {
    const asked = ann.say(general, 'Who knows Rust?');
    const answered = ben.say(general, 'I do', {
      replyTo: asked,
      files: [{ filename: 'a.txt', bytes: Buffer.from('x') }],
    });
    expect(answered).toMatchObject({
      type: 19,
      reference: { messageId: asked.id },
      attachments: [{ filename: 'a.txt' }],
    });
    ben.edit(answered, 'I do, a little');
    ben.delete(answered);
    expect(kinds().slice(-4)).toEqual(['message', 'message', 'messageEdit', 'messageDelete']);
    expect(() => ann.look(answered)).toThrow('no longer there');
  });

  it('reacts once with each emoji and takes it back', () => {
    const message = ann.say(general, 'Release!');
    expect([
      ben.react(message, '👍'),
      ben.react(message, '👍'),
      ben.unreact(message, '👍'),
      ben.unreact(message, '👍'),
    ]).toEqual([true, false, true, false]);
  });

  it('opens threads and forum posts', () => {
    const message = ann.say(general, 'Long story');
    const thread = ben.openThread({ channelId: general, message }, 'The story');
    expect(thread.id).toBe(message.id);
    ann.say(thread.id, 'Once upon a time');
    const post = ann.post(forum, { name: 'Borrow checker', content: 'Help!', tags: ['rust'] });
    expect(ann.read(post.id)).toMatchObject([{ id: post.id, content: 'Help!' }]);
    expect(post.thread?.appliedTags).toHaveLength(1);
    expect(() => ann.say(forum, 'Hello')).toThrow('Nobody can write into #help itself');
    expect(() => ann.post(forum, { name: 'x', content: 'y', tags: ['go'] })).toThrow('has no tag "go"');
    expect(() => ben.openThread({ channelId: general, message }, 'Again')).toThrow('has a thread already');
  });

  it('talks, and stops talking', () => {
    ann.joinVoice(lounge);
    expect(sandbox.world.state.guild(guildId).voiceStates.get(ann.userId)?.channelId).toBe(lounge);
    ann.leaveVoice();
    expect(sandbox.world.state.guild(guildId).voiceStates.has(ann.userId)).toBe(false);
    expect(() => ann.joinVoice(general)).toThrow('is no voice channel');
  });

  it('joins and leaves; who left can no longer act', () => {
    const guest = sandbox.join(guildId, { username: 'guest' });
    guest.say(general, 'Hello');
    guest.leave();
    expect(kinds().at(-1)).toBe('leave');
    expect(() => guest.say(general, 'Still here?')).toThrow('guest does not see #general');
    expect(() => sandbox.as(guildId, guest.userId)).toThrow('guest is no member of Programmers');
  });
});

describe('a member cannot', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['write where they see nothing', () => ann.say(staffOnly, 'x'), /Ann does not see #staff/],
    ['write where they may only read', () => ann.say(readOnly, 'x'), /Ann lacks sendMessages in #news/],
    [
      'react first where reactions are closed',
      () => ann.react(olga.say(readOnly, 'News'), '🎉'),
      /lacks addReactions/,
    ],
    ['write nothing', () => ann.say(general, ' '), /needs words or a file/],
    ['write 2,001 characters', () => ann.say(general, 'x'.repeat(2001)), /2,000 characters at most/],
    [
      'change what another wrote',
      () => ann.edit(ben.say(general, 'mine'), 'yours'),
      /Ann can edit only their own messages/,
    ],
    ['delete what another wrote', () => ann.delete(ben.say(general, 'mine')), /lacks manageMessages/],
    [
      'answer a message of another channel',
      () => ben.say(general, 'x', { replyTo: olga.say(readOnly, 'News') }),
      /stands in the channel of the message/,
    ],
  ])('%s', (_, act, words) => {
    expect(act).toThrow(words);
  });

  it('ping everyone without the permission, while the owner can', () => {
    expect(ann.say(general, '@everyone look').mentionEveryone).toBe(false);
    expect(olga.say(general, '@everyone look').mentionEveryone).toBe(true);
  });

  it('write while in time-out', () => {
    const until = new Date(clock.now().getTime() + 60_000);
    sandbox.world.people.updateMember(guildId, ben.userId, { timedOutUntil: until });
    expect(() => ben.say(general, 'x')).toThrow('Ben lacks sendMessages');
    clock.moveBy(60_001);
    expect(ben.say(general, 'back').content).toBe('back');
  });
});

describe('staff', () => {
  it('gives and takes roles below its own, and removes and bans members below itself', () => {
    const { guilds, people, state } = sandbox.world;
    const vip = guilds.createRole(guildId, { name: 'VIP' });
    const mods = guilds.createRole(guildId, {
      name: 'Mods',
      permissions: Permission.manageRoles | Permission.kickMembers | Permission.banMembers,
      position: 2,
    });
    const mod = sandbox.join(guildId, { username: 'mod', globalName: 'Mo' }, { roles: [mods.id] });
    mod.giveRole(ann.userId, vip.id);
    expect(ann.member.roles).toEqual([vip.id]);
    mod.takeRole(ann.userId, vip.id);
    expect(ann.member.roles).toEqual([]);
    expect(() => mod.giveRole(ann.userId, mods.id)).toThrow('cannot hand out the role "Mods"');
    expect(() => ann.giveRole(ben.userId, vip.id)).toThrow('Ann lacks manageRoles in Programmers');
    expect(() => mod.kick(olga.userId)).toThrow('Olga does not stand below Mo');
    const [troll, spammer] = ['troll', 'spammer'].map((username) => people.createUser({ username }).id);
    for (const id of [troll, spammer]) people.join(guildId, id ?? '');
    mod.kick(troll ?? '');
    mod.ban(spammer ?? '');
    expect(state.guild(guildId).members.has(troll ?? '')).toBe(false);
    expect([...state.guild(guildId).bans.keys()]).toEqual([spammer]);
  });
});

it('waits for a message that fits, also one that is already there, and says when none came', async () => {
  const waiting = ann.awaitMessage(general, ({ content }) => content === 'Report');
  ben.say(general, 'Report');
  expect((await waiting).authorId).toBe(ben.userId);
  expect((await ann.awaitMessage(general, ({ content }) => content === 'Report')).content).toBe('Report');
  await expect(ann.awaitMessage(general, () => false, 20)).rejects.toThrow('Ann saw no such message');
});
