import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_INTENTS, Intent, MessageFlag, Permission } from '../../src/sandbox/api-codes.ts';
import { createSetting, type Setting } from './community-setting.ts';
import type { RawGateway } from './raw-gateway.ts';

let town: Setting;
beforeEach(async () => {
  town = await createSetting();
});
afterEach(() => town.close());

/** The names of what arrived after the guild was first told. */
function names(raw: RawGateway): string[] {
  const told = raw.frames.findIndex((frame) => frame.t === 'GUILD_CREATE' || frame.t === 'READY');
  return raw.frames.slice(told + 1).flatMap(({ t }) => (t === null || t === 'GUILD_CREATE' ? [] : [t]));
}

/** One of everything. */
function liveADay({ sandbox, guild, general, ann, owner }: Setting): void {
  const { world } = sandbox;
  const bob = world.people.createUser({ username: 'bob' });
  world.people.join(guild.id, bob.id);
  const message = world.messages.create({ channelId: general.id, authorId: ann.id, content: 'hello' });
  world.messages.edit(message.id, { content: 'hello!' });
  world.reactions.add(message.id, bob.id, '👍');
  world.reactions.remove(message.id, bob.id, '👍');
  world.channels.type(general.id, ann.id);
  const voice = world.channels.create(guild.id, { name: 'talk', type: 2 });
  world.voice.set(guild.id, ann.id, voice.id);
  const event = world.scheduledEvents.create(guild.id, {
    name: 'Meetup',
    creatorId: owner.id,
    startsAt: new Date('2026-04-01T10:00:00Z'),
  });
  world.scheduledEvents.setInterested(guild.id, event.id, ann.id, true);
  world.messages.delete(message.id);
  world.people.ban(guild.id, bob.id);
}

describe('what a bot is told', () => {
  it.each([
    ['nothing', 0, []],
    ['guilds', Intent.guilds, ['CHANNEL_CREATE']],
    ['members', Intent.guildMembers, ['GUILD_MEMBER_ADD', 'GUILD_MEMBER_REMOVE']],
    ['moderation', Intent.guildModeration, ['GUILD_BAN_ADD']],
    ['messages', Intent.guildMessages, ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE']],
    ['reactions', Intent.guildMessageReactions, ['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE']],
    ['typing', Intent.guildMessageTyping, ['TYPING_START']],
    ['voice', Intent.guildVoiceStates, ['VOICE_STATE_UPDATE']],
    [
      'scheduled events',
      Intent.guildScheduledEvents,
      ['GUILD_SCHEDULED_EVENT_CREATE', 'GUILD_SCHEDULED_EVENT_USER_ADD'],
    ],
  ])('is what it asked for: %s', async (_, intents, expected) => {
    const raw = await town.connect(intents);
    liveADay(town);
    await town.sandbox.drained();
    expect(names(raw)).toEqual(expected);
  });

  it('of its own roles comes without the intent for members', async () => {
    const raw = await town.connect(Intent.guilds);
    const { guilds, people } = town.sandbox.world;
    const role = guilds.createRole(town.guild.id, { name: 'helper' });
    people.addRole(town.guild.id, town.application.botId, role.id);
    people.addRole(town.guild.id, town.ann.id, role.id);
    await town.sandbox.drained();
    expect(raw.payloads('GUILD_MEMBER_UPDATE')).toMatchObject([{ user: { id: town.application.botId } }]);
  });

  it('never comes from a channel it cannot see, and does once it may', async () => {
    const raw = await town.connect(ALL_INTENTS);
    town.say('secret', town.staffRoom, town.owner);
    town.sandbox.world.channels.setOverwrite(town.staffRoom.id, {
      id: town.application.botId,
      type: 1,
      allow: Permission.viewChannel,
      deny: 0n,
    });
    town.say('welcome', town.staffRoom, town.owner);
    await town.sandbox.drained();
    expect(raw.payloads('MESSAGE_CREATE').map(({ content }) => content)).toEqual(['welcome']);
  });

  it('never comes from a guild it is not in', async () => {
    const raw = await town.connect(ALL_INTENTS);
    const { guilds, channels } = town.sandbox.world;
    const elsewhere = guilds.create({ name: 'Elsewhere', ownerId: town.owner.id });
    town.say('hello', channels.create(elsewhere.id, { name: 'general' }), town.owner);
    await town.sandbox.drained();
    expect(names(raw)).toEqual([]);
  });
});

describe('without the message-content intent', () => {
  const bare = { content: '', embeds: [], attachments: [], components: [] };
  let raw: RawGateway;
  beforeEach(async () => {
    raw = await town.connect(Intent.guilds | Intent.guildMessages | Intent.directMessages);
  });
  const last = async (): Promise<Record<string, unknown>> => {
    await town.sandbox.drained();
    return raw.payloads('MESSAGE_CREATE').at(-1) ?? {};
  };

  it('a message comes without its words, but with author, time, channel and what it answers', async () => {
    const first = town.say('question');
    town.clock.moveBy(60_000);
    town.sandbox.world.messages.create({
      channelId: town.general.id,
      authorId: town.owner.id,
      content: 'answer',
      embeds: [{ title: 'x' }],
      reference: { type: 0, channelId: town.general.id, messageId: first, guildId: town.guild.id },
    });
    expect(await last()).toMatchObject({
      ...bare,
      type: 19,
      author: { id: town.owner.id },
      member: { roles: [] },
      guild_id: town.guild.id,
      channel_id: town.general.id,
      timestamp: '2026-03-02T08:01:00.000000+00:00',
      message_reference: { message_id: first },
      referenced_message: { id: first, ...bare },
    });
  });

  it('its own messages, those that mention it, and direct ones come with their words', async () => {
    const { botId } = town.application;
    await town.call('POST', `/channels/${town.general.id}/messages`, { content: 'mine' });
    expect(await last()).toMatchObject({ content: 'mine' });
    town.say(`hello <@${botId}>`);
    expect(await last()).toMatchObject({ content: `hello <@${botId}>`, mentions: [{ id: botId }] });
    town.say('psst', town.sandbox.world.channels.directChannel(botId, town.ann.id));
    const direct = await last();
    expect(direct).toMatchObject({ content: 'psst' });
    expect(direct).not.toHaveProperty('guild_id');
  });
});

describe('an ephemeral answer', () => {
  it('is told to its application only, and names no guild', async () => {
    const { people, guilds, messages } = town.sandbox.world;
    const other = people.createApplication({ name: 'Other' });
    guilds.addBot(town.guild.id, other, Permission.viewChannel);
    const mine = await town.connect(ALL_INTENTS);
    const theirs = await town.open().identify(other.token, ALL_INTENTS);
    messages.create({
      channelId: town.general.id,
      authorId: town.application.botId,
      content: 'for your eyes',
      flags: MessageFlag.ephemeral,
      ephemeralTo: town.ann.id,
    });
    await town.sandbox.drained();
    const [seen] = mine.payloads('MESSAGE_CREATE');
    expect(seen).toMatchObject({ content: 'for your eyes', flags: 64 });
    expect(seen).not.toHaveProperty('guild_id');
    expect(theirs.payloads('MESSAGE_CREATE')).toEqual([]);
    expect(town.sandbox.world.state.ledger.filter(({ kind }) => kind === 'message')).toEqual([]);
  });
});

describe('compressed transport', () => {
  it('carries the same frames', async () => {
    const raw = town.open('?v=10&encoding=json&compress=zlib-stream');
    const { createInflate } = await import('node:zlib');
    const inflate = createInflate();
    raw.socket.removeAllListeners('message');
    raw.socket.on('message', (data: Buffer) => inflate.write(data));
    let text = '';
    inflate.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    await expect.poll(() => text).toContain('heartbeat_interval');
    raw.send(2, { token: town.application.token, intents: ALL_INTENTS, properties: {} });
    await expect.poll(() => text).toContain('"GUILD_CREATE"');
    town.say('压缩');
    await expect.poll(() => text).toContain('压缩');
  });
});
