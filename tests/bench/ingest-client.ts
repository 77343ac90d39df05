/** One contender of the benchmark, in a process of its own: takes in the stream in its way and says how long it took. */
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { startSteward } from '../../src/app.ts';
import type { App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createClient } from '../../src/discord/client.ts';
import { DiscordConnection } from '../../src/discord/connection.ts';
import { monotonicMs, systemClock } from '../../src/kernel/clock.ts';
import { snowflakeInstant } from '../../src/kernel/snowflake.ts';
import { createLogger } from '../../src/logger.ts';

/**
 * steward: the whole bot. idle: discord.js as it comes, which does nothing. idle-lean: the same with the bot's caches.
 * create: discord.js and one Prisma `create` per message or reaction.
 */
export type Contender = 'steward' | 'idle' | 'idle-lean' | 'create';

export interface ClientTask {
  readonly contender: Contender;
  readonly apiUrl: string;
  readonly token: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

export interface ClientHears {
  readonly before: number;
  readonly last: number;
}

export type ClientSays =
  | { readonly say: 'ready' }
  | {
      readonly say: 'done';
      readonly ms: number;
      readonly cpuMs: number;
      readonly peakMb: number;
      /** Events that went through the journal, at most at once. */
      readonly journaled: number;
    }
  /** Rows in the database, counted after the watch was stopped. */
  | { readonly say: 'counted'; readonly rows: number };

const task = JSON.parse(process.argv[2] ?? '{}') as ClientTask;
const tell = (says: ClientSays): void => void process.send?.(says);
const config = loadConfig({
  DISCORD_TOKEN: task.token,
  DISCORD_API_URL: task.apiUrl,
  DATA_DIR: task.dataDir,
  ANSWER_KEY: 'b1'.repeat(32),
  ...(task.databaseUrl ? { DATABASE_URL: task.databaseUrl } : {}),
});
const log = createLogger('warn', false);

let heard: ClientHears | null = null;
let from: { ms: number; cpu: NodeJS.CpuUsage } | null = null;
let peakMb = 0;
setInterval(() => {
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20);
}, 50).unref();
process.on('message', (expect: ClientHears) => {
  heard = expect;
});

/** Starts the watch at the first frame of the stream. @returns whether this is the last one. */
function watch(packet: unknown): boolean {
  const sequence = (packet as { s?: number }).s ?? 0;
  if (!heard || sequence <= heard.before) return false;
  from ??= { ms: monotonicMs(), cpu: process.cpuUsage() };
  return sequence === heard.last;
}

function finish(journaled = 0): void {
  if (!from) throw new Error('the stream has not begun');
  const { user, system } = process.cpuUsage(from.cpu);
  tell({ say: 'done', ms: monotonicMs() - from.ms, cpuMs: (user + system) / 1000, peakMb, journaled });
}

async function runSteward(): Promise<void> {
  const steward = startSteward({ config, clock: systemClock, log });
  const app = await steward.app;
  await steward.started;
  const { client } = app.gateway instanceof DiscordConnection ? app.gateway : { client: null };
  if (!client) throw new Error('the bot has no client');
  client.on(Events.Raw, (packet: unknown) => void watch(packet));
  await membersWritten(app);
  tell({ say: 'ready' });
  let journaled = 0;
  const timer = setInterval(() => {
    const status = app.interactions.status();
    journaled = Math.max(journaled, status.journaled);
    if (!heard || (status.committedSequences.get(0) ?? 0) < heard.last) return;
    clearInterval(timer);
    finish(journaled);
    void countRows(app).then((rows) => tell({ say: 'counted', rows }));
  }, 5);
  process.once('SIGTERM', () => void steward.stop().then(() => process.exit(0)));
}

async function countRows(app: App): Promise<number> {
  const [row] = await app.db.query<{ rows: string }>(
    'SELECT count(*) AS rows FROM interaction WHERE kind <= 3',
  );
  return Number(row?.rows);
}

/** The list of members comes first; it is no part of the stream. */
async function membersWritten(app: App): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { buffered, journaled } = app.interactions.status();
    quiet = buffered + journaled === 0 ? quiet + 1 : 0;
  }
}

async function runIdle(client: Client): Promise<void> {
  client.on(Events.Raw, (packet: unknown) => {
    if (watch(packet)) finish();
  });
  client.on(Events.MessageCreate, () => undefined);
  client.on(Events.MessageReactionAdd, () => undefined);
  await logIn(client);
  tell({ say: 'ready' });
}

async function runCreate(client: Client): Promise<void> {
  const db = await openDatabase({ ...config, log, clock: systemClock });
  let rows = 0;
  let chain = Promise.resolve();
  client.on(Events.Raw, (packet: unknown) => {
    const isLast = watch(packet);
    const { t: name, d: data } = packet as { t: string | null; d: Record<string, string> };
    if (from && (name === 'MESSAGE_CREATE' || name === 'MESSAGE_REACTION_ADD'))
      chain = chain.then(async () => {
        await db.prisma.interaction.create({ data: toRow(name === 'MESSAGE_CREATE', data) });
        rows += 1;
      });
    if (isLast)
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

function plainClient(): Client {
  const { Guilds, GuildMessages, GuildMessageReactions, GuildVoiceStates, GuildMembers } = GatewayIntentBits;
  return new Client({
    intents: [Guilds, GuildMessages, GuildMessageReactions, GuildVoiceStates, GuildMembers],
    rest: { api: config.apiUrl },
  });
}

if (task.contender === 'steward') await runSteward();
else if (task.contender === 'create') await runCreate(createClient(config, true));
else await runIdle(task.contender === 'idle' ? plainClient() : createClient(config, true));
