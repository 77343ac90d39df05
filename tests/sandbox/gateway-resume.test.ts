import { Client, GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayClose, Intent } from '../../src/sandbox/api-codes.ts';
import { createSetting, type Setting } from './community-setting.ts';
import type { RawGateway } from './raw-gateway.ts';

const INTENTS = Intent.guilds | Intent.guildMessages | Intent.messageContent;

let town: Setting;
beforeEach(async () => {
  town = await createSetting({ gateway: { resumeBuffer: 100 } });
});
afterEach(() => town.close());

async function resume(
  before: RawGateway,
  sequence: number,
  token = town.application.token,
): Promise<RawGateway> {
  const raw = await town.open().hello();
  raw.send(6, { token, session_id: before.ready.session_id, seq: sequence });
  return raw;
}

const contents = (raw: RawGateway): unknown[] => raw.payloads('MESSAGE_CREATE').map(({ content }) => content);

describe('a bot that lost its connection', () => {
  it('gets what it missed, in order, and then RESUMED', async () => {
    const first = await town.connect(INTENTS);
    town.say('one');
    await first.dispatched('MESSAGE_CREATE');
    const sequence = first.sequence ?? 0;
    await first.end();
    for (const word of ['two', 'three', 'four']) town.say(word);
    const second = await resume(first, sequence);
    const resumed = await second.dispatched('RESUMED');
    expect(contents(second)).toEqual(['two', 'three', 'four']);
    expect(second.frames.flatMap(({ s }) => (s === null ? [] : [s]))).toEqual(
      [1, 2, 3, 4].map((n) => sequence + n),
    );
    expect(resumed.s).toBe(sequence + 4);
    town.say('five');
    await second.until(() => contents(second).length === 4);
  });

  it('gets again what it had received but not kept, from an earlier sequence', async () => {
    const first = await town.connect(INTENTS);
    const sequence =
      first.frames.find((frame) => frame.t === 'GUILD_CREATE')?.s ??
      (await first.dispatched('GUILD_CREATE')).s ??
      0;
    for (const word of ['one', 'two']) town.say(word);
    await first.until(() => contents(first).length === 2);
    await first.end();
    const second = await resume(first, sequence);
    await second.dispatched('RESUMED');
    expect(contents(second)).toEqual(['one', 'two']);
  });

  it('has to start anew (op 9) when the session is unknown, or too much was missed', async () => {
    const first = await town.connect(INTENTS);
    await first.dispatched('GUILD_CREATE');
    await first.end();
    for (let n = 0; n < 130; n += 1) town.say(`message ${n}`);
    const late = await resume(first, 2);
    expect((await late.until((frame) => frame.op === 9)).d).toBe(false);
    const stranger = await town.open().hello();
    stranger.send(6, { token: town.application.token, session_id: 'unknown', seq: 1 });
    expect((await stranger.until((frame) => frame.op === 9)).d).toBe(false);
  });

  it('is sent away for a sequence that was never reached (4007), or a wrong token (4004)', async () => {
    const first = await town.connect(INTENTS);
    await first.end();
    expect(await (await resume(first, 999)).closed).toBe(GatewayClose.invalidSequence);
    expect(await (await resume(first, 1, 'wrong')).closed).toBe(GatewayClose.authenticationFailed);
  });

  it('cannot resume a session it ended itself (1000)', async () => {
    const first = await town.connect(INTENTS);
    first.socket.close(1000);
    await first.closed;
    await expect.poll(() => town.sandbox.gateway.sessions.size).toBe(0);
    const second = await resume(first, 1);
    expect((await second.until((frame) => frame.op === 9)).d).toBe(false);
  });

  it('takes the session from a connection that still holds it', async () => {
    const first = await town.connect(INTENTS);
    const second = await resume(first, first.sequence ?? 0);
    await second.dispatched('RESUMED');
    expect(await first.closed).toBe(4000);
    town.say('hello');
    await second.dispatched('MESSAGE_CREATE');
  });
});

describe('waiting until a bot has received everything', () => {
  it('ends when it has named the last sequence', async () => {
    const raw = await town.connect(INTENTS);
    for (let n = 0; n < 50; n += 1) town.say(`message ${n}`);
    await town.sandbox.drained();
    expect(contents(raw)).toHaveLength(50);
  });

  it('fails and says who is behind when a client does not answer', async () => {
    const raw = await town.connect(INTENTS);
    raw.answers = false;
    town.say('hello');
    await expect(town.sandbox.drained(300)).rejects.toThrow(/Steward: 0 of \d+ received/);
  });

  it('is over at once when nobody is connected', async () => {
    town.say('hello');
    await expect(town.sandbox.drained()).resolves.toBeUndefined();
  });
});

describe('discord.js', () => {
  let client: Client;
  let received: string[];
  let resumes: number;

  beforeEach(async () => {
    received = [];
    resumes = 0;
    client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
      rest: { api: town.sandbox.apiUrl, version: '10' },
    });
    client.on('messageCreate', (message) => received.push(message.content));
    client.on('shardResume', () => (resumes += 1));
    client.on('error', () => {});
    const ready = new Promise((resolve) => client.once('clientReady', resolve));
    await client.login(town.application.token);
    await ready;
  });
  afterEach(() => client.destroy());

  it.each([
    ['the line is cut', () => town.sandbox.faults.cutGateway()],
    ['the line is cut within a frame', () => town.sandbox.faults.cutGatewayMidFrame()],
    ['it is asked to reconnect', () => town.sandbox.faults.askReconnect()],
    ['it is closed with 4000', () => town.sandbox.faults.closeGateway(4000)],
  ])('misses and doubles nothing when %s', async (_, fail) => {
    town.say('one');
    await town.sandbox.drained();
    fail();
    town.say('two');
    await expect.poll(() => resumes, { timeout: 10_000 }).toBe(1);
    town.say('three');
    await town.sandbox.drained();
    expect(received).toEqual(['one', 'two', 'three']);
  });

  it('starts a new session when the old one is declared invalid', async () => {
    const ready = new Promise((resolve) => client.once('shardReady', resolve));
    town.sandbox.faults.invalidateSessions();
    await ready;
    town.say('hello');
    await town.sandbox.drained();
    expect(received).toEqual(['hello']);
  }, 20_000);
});
