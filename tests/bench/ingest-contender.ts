/** What the bot's speed is compared with, in a process of its own: clients that do nothing, and one that writes each event by itself. */
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { Client, Events, GatewayIntentBits, REST } from 'discord.js';
import { loadConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createClient } from '../../src/discord/client.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { snowflakeInstant } from '../../src/kernel/snowflake.ts';
import { createLogger } from '../../src/logger.ts';
import { taskOf } from './bench-child.ts';
import type { ClientSays, ClientTask, Expect } from './bench-client.ts';
import { residentMb } from './bench-memory.ts';
import { machineMs } from './bench-time.ts';

/**
 * idle: discord.js as it comes, with empty handlers. idle-lean: the same with the bot's caches. ws: its gateway layer alone, which parses frames
 * and builds nothing. create: discord.js and one Prisma `create` per message or reaction.
 */
export type Contender = 'idle' | 'idle-lean' | 'ws' | 'create';

export interface ContenderTask extends ClientTask {
  readonly contender: Contender;
}

interface Packet {
  readonly t: string | null;
  readonly s?: number;
  readonly d: unknown;
}

const INTENTS =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.GuildMessageReactions |
  GatewayIntentBits.GuildVoiceStates |
  GatewayIntentBits.GuildMembers;

const task = taskOf<ContenderTask>();
const tell = (says: ClientSays): void => void process.send?.(says);
const config = loadConfig({
  DISCORD_TOKEN: task.token,
  DISCORD_API_URL: task.apiUrl,
  DATA_DIR: task.dataDir,
  ...(task.databaseUrl ? { DATABASE_URL: task.databaseUrl } : {}),
});

let heard: Expect | null = null;
let cpuFrom = process.cpuUsage();
let peakMb = 0;
setInterval(() => {
  peakMb = Math.max(peakMb, residentMb());
}, 50).unref();
process.on('message', (expect: Expect) => {
  heard = expect;
  cpuFrom = process.cpuUsage();
});
process.once('SIGTERM', () => process.exit(0));

const isInStream = ({ s = 0 }: Packet): boolean => heard !== null && s > heard.before && s <= heard.last;

function finish(): void {
  const { user, system } = process.cpuUsage(cpuFrom);
  tell({ say: 'done', atMs: machineMs(), cpuMs: (user + system) / 1_000, peakMb });
}

async function runIdle(client: Client): Promise<void> {
  client.on(Events.Raw, (packet: Packet) => {
    if (packet.s === heard?.last) finish();
  });
  client.on(Events.MessageCreate, () => undefined);
  client.on(Events.MessageReactionAdd, () => undefined);
  await logIn(client);
  tell({ say: 'ready' });
}

async function runSocketsAlone(): Promise<void> {
  const rest = new REST({ api: config.apiUrl, version: '10' }).setToken(config.token);
  const manager = new WebSocketManager({ token: config.token, intents: INTENTS, rest });
  const ready = new Promise((resolve) => manager.once(WebSocketShardEvents.Ready, resolve));
  manager.on(WebSocketShardEvents.Dispatch, ({ data }) => {
    if (data.s === heard?.last) finish();
  });
  manager.on(WebSocketShardEvents.Error, ({ error }) => console.error(error));
  await manager.connect();
  await ready;
  tell({ say: 'ready' });
}

async function runCreate(client: Client): Promise<void> {
  const db = await openDatabase({ ...config, log: createLogger('warn', false), clock: systemClock });
  let rows = 0;
  let chain = Promise.resolve();
  client.on(Events.Raw, (packet: Packet) => {
    const isMessage = packet.t === 'MESSAGE_CREATE';
    if (isInStream(packet) && (isMessage || packet.t === 'MESSAGE_REACTION_ADD'))
      chain = chain.then(async () => {
        await db.prisma.interaction.create({ data: toRow(isMessage, packet.d as Record<string, unknown>) });
        rows += 1;
      });
    if (packet.s === heard?.last)
      void chain.then(() => {
        finish();
        tell({ say: 'counted', rows });
      });
  });
  await logIn(client);
  tell({ say: 'ready' });
}

function toRow(isMessage: boolean, data: Record<string, unknown>) {
  const text = (key: string, of: unknown = data): string => String((of as Record<string, unknown>)[key]);
  const subjectId = isMessage ? text('id') : text('message_id');
  return {
    subjectId: BigInt(subjectId),
    guildId: BigInt(text('guild_id')),
    userId: BigInt(isMessage ? text('id', data['author']) : text('user_id')),
    channelId: BigInt(text('channel_id')),
    occurredAt: snowflakeInstant(subjectId),
    kind: isMessage ? 1 : 3,
    emoji: isMessage ? '' : text('name', data['emoji']),
  };
}

async function logIn(client: Client): Promise<void> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(config.token);
  await ready;
}

if (task.contender === 'ws') await runSocketsAlone();
else if (task.contender === 'create') await runCreate(createClient(config, true));
else if (task.contender === 'idle-lean') await runIdle(createClient(config, true));
else await runIdle(new Client({ intents: INTENTS, rest: { api: config.apiUrl } }));
