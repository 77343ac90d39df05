import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_INTENTS, GatewayClose, Intent } from '../../src/sandbox/api-codes.ts';
import { createSetting, type Setting } from './community-setting.ts';

let town: Setting;
beforeEach(async () => {
  town = await createSetting({ gateway: { guildsPerShard: 3 } });
});
afterEach(() => town.close());

describe('a bot that introduces itself', () => {
  it('is told when to send heartbeats before it says anything', async () => {
    const raw = await town.open().hello();
    expect(raw.frames[0]).toMatchObject({ op: 10, d: { heartbeat_interval: 41_250 } });
  });

  it('is told who it is and where to resume', async () => {
    const raw = await town.connect(Intent.guilds);
    expect(raw.ready).toMatchObject({
      v: 10,
      user: { id: town.application.botId, username: 'Steward', bot: true },
      application: { id: town.application.id, flags: (1 << 12) | (1 << 14) | (1 << 18) },
      guilds: [{ id: town.guild.id, unavailable: true }],
      resume_gateway_url: town.sandbox.gatewayUrl,
      shard: [0, 1],
    });
  });

  it('may write the prefix of the REST header before its token', async () => {
    const raw = await town.open().identify(`Bot ${town.application.token}`, 0);
    expect(raw.ready).toMatchObject({ session_type: 'normal' });
  });

  it.each([
    ['a wrong token', 'wrong', 0, {}, GatewayClose.authenticationFailed],
    ['intents that do not exist', null, 1 << 30, {}, GatewayClose.invalidIntents],
    ['a shard beyond the count', null, 0, { shard: [2, 2] }, GatewayClose.invalidShard],
    ['no intents at all', null, Number.NaN, {}, GatewayClose.invalidIntents],
  ])('with %s is sent away', async (_, token, intents, more, code) => {
    const raw = await town.open().identify(token ?? town.application.token, intents, more);
    expect(await raw.closed).toBe(code);
  });

  it('with an intent that is not switched on is sent away (4014)', async () => {
    town.application.privileged.guildMembers = false;
    const raw = await town.connect(Intent.guildMembers);
    expect(await raw.closed).toBe(GatewayClose.disallowedIntents);
  });

  it('in more guilds than one shard may serve is sent away (4011), with two shards it is not', async () => {
    const { guilds } = town.sandbox.world;
    for (const name of ['B', 'C', 'D']) {
      guilds.addBot(guilds.create({ name, ownerId: town.owner.id }).id, town.application, 0n);
    }
    expect(await (await town.connect(0)).closed).toBe(GatewayClose.shardingRequired);
    expect((await town.connect(0, { shard: [0, 2] })).ready).toMatchObject({ shard: [0, 2] });
  });

  it('of another version of the API is sent away (4012)', async () => {
    expect(await town.open('?v=6').closed).toBe(GatewayClose.invalidApiVersion);
  });
});

describe('a client that does not keep to the protocol is sent away', () => {
  it('for acting before it introduced itself (4003)', async () => {
    const raw = await town.open().hello();
    raw.send(8, { guild_id: town.guild.id });
    expect(await raw.closed).toBe(GatewayClose.notAuthenticated);
  });

  it('for introducing itself twice (4005)', async () => {
    const raw = await town.connect(0);
    raw.send(2, { token: town.application.token, intents: 0 });
    expect(await raw.closed).toBe(GatewayClose.alreadyAuthenticated);
  });

  it('for an opcode that does not exist (4001)', async () => {
    const raw = await town.connect(0);
    raw.send(99, null);
    expect(await raw.closed).toBe(GatewayClose.unknownOpcode);
  });

  it.each([['{"op":'], ['"text"'], ['{}'], [`{"op":3,"d":"${'x'.repeat(4_100)}"}`]])(
    'for what cannot be read or is too long (4002): %.12s',
    async (text) => {
      const raw = await town.connect(0);
      raw.sendText(text);
      expect(await raw.closed).toBe(GatewayClose.decodeError);
    },
  );

  it('for more than 120 frames in a minute (4008), heartbeats not counted', async () => {
    const raw = await town.connect(0);
    for (let sent = 0; sent < 130; sent += 1) raw.send(1, raw.sequence);
    for (let sent = 0; sent < 119; sent += 1) raw.send(3, { status: 'online' });
    await town.sandbox.drained();
    expect(raw.socket.readyState).toBe(raw.socket.OPEN);
    raw.send(3, { status: 'online' });
    expect(await raw.closed).toBe(GatewayClose.rateLimited);
  });

  it('for sending no heartbeat (4009)', async () => {
    const quiet = await createSetting({ gateway: { heartbeatMs: 20 } });
    const raw = await quiet.connect(0);
    expect(await raw.closed).toBe(GatewayClose.sessionTimedOut);
    await quiet.close();
  });
});

describe('a heartbeat', () => {
  it('is acknowledged', async () => {
    const raw = await town.connect(0);
    raw.send(1, raw.sequence);
    expect(await raw.until((frame) => frame.op === 11)).toMatchObject({ op: 11 });
  });
});

describe('a guild as a bot first sees it', () => {
  it('lists channels, roles and, without presences, only itself and who is in voice', async () => {
    const { world } = town.sandbox;
    const voice = world.channels.create(town.guild.id, { name: 'talk', type: 2 });
    world.voice.set(town.guild.id, town.ann.id, voice.id);
    const raw = await town.connect(Intent.guilds | Intent.guildVoiceStates);
    await raw.dispatched('GUILD_CREATE');
    const guild = raw.payloads('GUILD_CREATE')[0] ?? {};
    expect(guild).toMatchObject({ id: town.guild.id, member_count: 3, unavailable: false });
    expect((guild.channels as { id: string }[]).map(({ id }) => id)).toEqual([
      town.general.id,
      town.staffRoom.id,
      voice.id,
    ]);
    const ids = (guild.members as { user: { id: string } }[]).map(({ user }) => user.id);
    expect(ids.toSorted()).toEqual([town.ann.id, town.application.botId].toSorted());
    expect(guild.voice_states).toMatchObject([{ user_id: town.ann.id, channel_id: voice.id }]);
  });

  it('lists all members of a small guild with the presence intent', async () => {
    const raw = await town.connect(Intent.guilds | Intent.guildPresences);
    await raw.dispatched('GUILD_CREATE');
    expect(raw.payloads('GUILD_CREATE')[0]?.members).toHaveLength(3);
  });

  it('lists threads that run, and not those the bot cannot see', async () => {
    const { threads } = town.sandbox.world;
    const open = threads.create({ channelId: town.general.id, name: 'open', ownerId: town.ann.id });
    const past = threads.create({ channelId: town.general.id, name: 'past', ownerId: town.ann.id });
    threads.update(past.id, { archived: true });
    threads.create({ channelId: town.general.id, name: 'private', ownerId: town.ann.id, isPrivate: true });
    threads.create({ channelId: town.staffRoom.id, name: 'staff', ownerId: town.owner.id });
    const raw = await town.connect(Intent.guilds);
    await raw.dispatched('GUILD_CREATE');
    const seen = raw.payloads('GUILD_CREATE')[0]?.threads as { id: string }[];
    expect(seen.map(({ id }) => id)).toEqual([open.id]);
  });

  it('arrives when the bot is installed, and goes when it is removed', async () => {
    const raw = await town.connect(Intent.guilds);
    const { guilds, people } = town.sandbox.world;
    const guild = guilds.create({ name: 'New', ownerId: town.owner.id });
    guilds.addBot(guild.id, town.application, 0n);
    await raw.until((frame) => frame.t === 'GUILD_CREATE' && (frame.d as { id: string }).id === guild.id);
    people.leave(guild.id, town.application.botId);
    const gone = await raw.dispatched('GUILD_DELETE');
    expect(gone.d).toEqual({ id: guild.id });
  });

  it('is told to be away during an outage, and comes back', async () => {
    const raw = await town.connect(Intent.guilds);
    town.sandbox.world.guilds.setUnavailable(town.guild.id, true);
    expect((await raw.dispatched('GUILD_DELETE')).d).toEqual({ id: town.guild.id, unavailable: true });
    town.sandbox.world.guilds.setUnavailable(town.guild.id, false);
    await raw.until(() => raw.payloads('GUILD_CREATE').length === 2);
  });
});

describe('asking for members', () => {
  it('is answered in chunks of a thousand with the nonce', async () => {
    const { people } = town.sandbox.world;
    for (let n = 0; n < 1_100; n += 1) {
      people.join(town.guild.id, people.createUser({ username: `u${n}` }).id, { silently: true });
    }
    const raw = await town.connect(Intent.guilds | Intent.guildMembers);
    raw.send(8, { guild_id: town.guild.id, query: '', limit: 0, nonce: 'n1' });
    await raw.until(() => raw.payloads('GUILD_MEMBERS_CHUNK').length === 2);
    const chunks = raw.payloads('GUILD_MEMBERS_CHUNK');
    expect(chunks.map(({ members }) => (members as unknown[]).length)).toEqual([1_000, 103]);
    expect(chunks[1]).toMatchObject({ chunk_index: 1, chunk_count: 2, nonce: 'n1', guild_id: town.guild.id });
  });

  it('for everybody twice within half a minute is refused', async () => {
    const raw = await town.connect(Intent.guilds | Intent.guildMembers);
    const request = { guild_id: town.guild.id, query: '', limit: 0, nonce: 'n' };
    raw.send(8, request);
    raw.send(8, request);
    expect((await raw.dispatched('RATE_LIMITED')).d).toMatchObject({ opcode: 8, meta: { nonce: 'n' } });
    expect(raw.payloads('GUILD_MEMBERS_CHUNK')).toHaveLength(1);
  });

  it('for everybody needs the privileged intent; by name or id it does not', async () => {
    const raw = await town.connect(Intent.guilds);
    raw.send(8, { guild_id: town.guild.id, query: '', limit: 0, nonce: 'all' });
    raw.send(8, { guild_id: town.guild.id, query: 'An', limit: 5, nonce: 'name' });
    raw.send(8, { guild_id: town.guild.id, user_ids: [town.ann.id, '10000000000000000'], nonce: 'ids' });
    await raw.until(() => raw.payloads('GUILD_MEMBERS_CHUNK').length === 2);
    expect(raw.payloads('GUILD_MEMBERS_CHUNK')).toMatchObject([
      { nonce: 'name', members: [{ user: { username: 'ann' } }] },
      { nonce: 'ids', members: [{ user: { id: town.ann.id } }], not_found: ['10000000000000000'] },
    ]);
  });
});

describe('two shards', () => {
  it('each serve the guilds whose id falls to them', async () => {
    const { guilds } = town.sandbox.world;
    const ids: string[] = [town.guild.id];
    while (new Set(ids.map((id) => (BigInt(id) >> 22n) % 2n)).size < 2) {
      town.clock.moveBy(1);
      const guild = guilds.create({ name: 'Other', ownerId: town.owner.id });
      guilds.addBot(guild.id, town.application, 0n);
      ids.push(guild.id);
    }
    const shards = await Promise.all([0, 1].map((n) => town.connect(ALL_INTENTS, { shard: [n, 2] })));
    const served = shards.map((raw) => (raw.ready.guilds as { id: string }[]).map(({ id }) => id));
    for (const [number, guildIds] of served.entries()) {
      for (const id of guildIds) expect(Number((BigInt(id) >> 22n) % 2n)).toBe(number);
    }
    expect(served.flat().toSorted()).toEqual(ids.toSorted());
  });
});
