import { Client, type Guild, GatewayIntentBits, type TextChannel } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Intent } from '../../src/sandbox/api-codes.ts';
import { createSetting, type Setting } from './community-setting.ts';

let town: Setting;
let client: Client<true>;
let channel: TextChannel;

const LINE_CUT = /other side closed|ECONNRESET/;
const CREATE = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;

beforeEach(async () => {
  town = await createSetting();
  const started: Client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: town.sandbox.apiUrl, version: '10', timeout: 400, retries: 1 },
  });
  started.on('error', () => {});
  const ready = new Promise<Client<true>>((resolve) => started.once('clientReady', resolve));
  await started.login(town.application.token);
  client = await ready;
  const guild = client.guilds.cache.get(town.guild.id) as Guild;
  channel = guild.channels.cache.get(town.general.id) as TextChannel;
});
afterEach(async () => {
  await client.destroy();
  await town.close();
});

const written = (): string[] => town.general.messages.map(({ content }) => content);

describe('a client meets', () => {
  it('429, waits and tries again: one message', async () => {
    const fault = town.sandbox.faults.rateLimit(CREATE, { retryAfterSeconds: 0.1 });
    await channel.send('hello');
    expect(written()).toEqual(['hello']);
    expect(fault.hits).toBe(1);
    expect(
      town.sandbox.requests.filter(({ method }) => method === 'POST').map(({ status }) => status),
    ).toEqual([429, 200]);
  });

  it('5xx once and tries again: one message; twice it gives up', async () => {
    town.sandbox.faults.status(CREATE, 502);
    await channel.send('hello');
    town.sandbox.faults.status({ ...CREATE, times: 2 }, 503);
    await expect(channel.send('bye')).rejects.toMatchObject({ status: 503 });
    expect(written()).toEqual(['hello']);
  });

  it('a lost answer: the call fails although the message exists', async () => {
    town.sandbox.faults.loseReply(CREATE);
    await expect(channel.send('hello')).rejects.toThrow(LINE_CUT);
    expect(written()).toEqual(['hello']);
    expect(town.sandbox.requests.at(-1)).toMatchObject({ status: null, body: { content: 'hello' } });
  });

  it('a lost request: the call fails and nothing happened', async () => {
    town.sandbox.faults.loseRequest(CREATE);
    await expect(channel.send('hello')).rejects.toThrow(LINE_CUT);
    expect(written()).toEqual([]);
  });

  it('an answer too late: it sends again, and without a nonce the message stands twice', async () => {
    town.sandbox.faults.delay(CREATE, 600, 'after');
    await channel.send('no nonce');
    expect(written()).toEqual(['no nonce', 'no nonce']);
    town.sandbox.faults.delay(CREATE, 600, 'after');
    await channel.send({ content: 'nonce', nonce: '1', enforceNonce: true });
    expect(written().filter((content) => content === 'nonce')).toHaveLength(1);
  });

  it('a server that went away and came back', async () => {
    await town.sandbox.faults.leave();
    await expect(channel.send('hello')).rejects.toThrow(/ECONNREFUSED|other side closed/);
    town.say('meanwhile');
    await town.sandbox.faults.comeBack();
    await channel.send('hello again');
    expect(written()).toEqual(['meanwhile', 'hello again']);
  });

  it('only the faults that were meant for it', async () => {
    const fault = town.sandbox.faults.status({ ...CREATE, path: town.staffRoom.id }, 500);
    const later = town.sandbox.faults.status({ method: 'POST', after: 1, path: /messages$/ }, 500);
    await channel.send('one');
    await channel.send('two');
    expect({ fault: fault.hits, later: later.hits }).toEqual({ fault: 0, later: 1 });
    fault.cancel();
    town.sandbox.faults.clear();
    expect(written()).toEqual(['one', 'two']);
  });
});

describe('the gateway', () => {
  it('can send what is no frame', async () => {
    const texts: string[] = [];
    const raw = await town.connect(0);
    raw.socket.removeAllListeners('message');
    raw.socket.on('message', (data: Buffer) => texts.push(data.toString('utf8')));
    await client.destroy();
    town.sandbox.faults.sendRawFrame('{"op":0,"t":');
    await expect.poll(() => texts).toEqual(['{"op":0,"t":']);
  });

  it('can refuse new connections while REST goes on', async () => {
    town.sandbox.faults.refuseGateway(true);
    await town.open().closed;
    expect((await town.call('GET', '/gateway/bot')).status).toBe(200);
    town.sandbox.faults.refuseGateway(false);
    await town.open().hello();
  });

  it('can forget sessions, as after a long absence', async () => {
    const raw = await town.connect(Intent.guilds);
    await raw.end();
    await expect.poll(() => town.sandbox.gateway.connected()).toHaveLength(1);
    town.sandbox.faults.expireSessions();
    const late = await town.open().hello();
    late.send(6, { token: town.application.token, session_id: raw.ready.session_id, seq: 1 });
    expect((await late.until(({ op }) => op === 9)).d).toBe(false);
  });

  it('can repeat what it sent, under the same numbers', async () => {
    await client.destroy();
    const raw = await town.connect(Intent.guilds | Intent.guildMessages);
    town.say('one');
    const once = await raw.dispatched('MESSAGE_CREATE');
    town.sandbox.faults.repeatFrames(1);
    await expect.poll(() => raw.frames.filter(({ s }) => s === once.s)).toHaveLength(2);
  });

  it('can hold back what happens, also on a new connection, and let it arrive in another order', async () => {
    await client.destroy();
    town.sandbox.faults.holdFrames();
    const raw = await town.open().hello();
    raw.send(2, {
      token: town.application.token,
      intents: Intent.guilds | Intent.guildMessages,
      properties: {},
    });
    await town.sandbox.connected(town.application.id);
    town.say('one');
    expect(raw.frames.filter(({ op }) => op === 0)).toEqual([]);
    town.sandbox.faults.releaseFrames((frames) => frames.toReversed());
    await raw.dispatched('READY');
    expect(raw.frames.flatMap(({ t }) => (t === null ? [] : [t]))).toEqual([
      'MESSAGE_CREATE',
      'GUILD_CREATE',
      'READY',
    ]);
  });

  it.each(['kept', 'lost'] as const)('can go away and come back with its sessions %s', async (sessions) => {
    const raw = await town.connect(Intent.guilds);
    await town.sandbox.faults.leave(sessions);
    await raw.closed;
    await town.sandbox.faults.comeBack();
    const back = await town.open().hello();
    back.send(6, { token: town.application.token, session_id: raw.ready.session_id, seq: raw.sequence });
    const answer = await back.until(({ op, t }) => op === 9 || t === 'RESUMED');
    expect(answer.op).toBe(sessions === 'kept' ? 0 : 9);
  });
});

describe('IDENTIFY, where it is limited', () => {
  it('is answered with op 9 when it comes too soon after another of the same key', async () => {
    const limited = await createSetting({ gateway: { identifyEveryMs: 60_000, maxConcurrency: 2 } });
    const identify = async (shard: number) => {
      const raw = await limited.open().hello();
      raw.send(2, { token: limited.application.token, intents: 0, properties: {}, shard: [shard, 4] });
      return raw.until(({ op, t }) => op === 9 || t === 'READY');
    };
    const answers = [await identify(0), await identify(1), await identify(2)];
    expect(answers.map(({ op, d }) => (op === 9 ? d : 'READY'))).toEqual(['READY', 'READY', false]);
    await limited.close();
  });
});
