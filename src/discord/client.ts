/** The gateway client: intents, caches, log-in and what to do when a privileged intent is refused. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Client,
  DiscordAPIError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
} from 'discord.js';
import type { ClientOptions } from 'discord.js';
import type { IShardingStrategy, WebSocketManager } from '@discordjs/ws';
import type { Config } from '../config.ts';
import { StartError } from '../kernel/errors.ts';
import type { Logger } from '../logger.ts';
import type { OldSessions } from './old-sessions.ts';

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.GuildVoiceStates,
];

/** Waits between tries to reach Discord at start; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/** Hears of each client before it logs in, so that no event is missed. */
export type Attach = (client: Client) => void;

/**
 * discord.js keeps what answering needs: communities, channels, roles, and itself as a member. Messages are never read back, and of members
 * the log knows what counts: a hundred thousand of them would cost some 80 MB here.
 */
const CACHES = Options.cacheWithLimits({
  ...Options.DefaultMakeCacheSettings,
  MessageManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  PresenceManager: 0,
  GuildInviteManager: 0,
  GuildScheduledEventManager: 0,
  StageInstanceManager: 0,
  ThreadMemberManager: 0,
  VoiceStateManager: 0,
  GuildMemberManager: { maxSize: 0, keepOverLimit: isItself },
  UserManager: { maxSize: 0, keepOverLimit: isItself },
});

/** @param strategy how packets come in; discord.js' own way when left out. */
export function createClient(
  config: Pick<Config, 'apiUrl' | 'shards'>,
  membersIntent: boolean,
  strategy?: (manager: WebSocketManager) => IShardingStrategy,
): Client {
  return new Client({
    ...shardOptions(config),
    intents: membersIntent ? [...INTENTS, GatewayIntentBits.GuildMembers] : INTENTS,
    rest: { api: config.apiUrl },
    allowedMentions: { parse: [] },
    makeCache: CACHES,
    ...(strategy ? { ws: { buildStrategy: strategy } } : {}),
  });
}

function isItself({ id, client }: { id: string; client: Client }): boolean {
  return id === client.user?.id;
}

/**
 * Which shards it runs; by default those that Discord recommends. A count of 1 makes discord.js read SHARD_COUNT of the environment, and
 * end the process where it is empty: any other number keeps it away, and with `auto` none is used.
 */
function shardOptions({ shards }: Pick<Config, 'shards'>): Pick<ClientOptions, 'shards' | 'shardCount'> {
  return shards ? { shards: shards.ids, shardCount: shards.count } : { shards: 'auto', shardCount: 2 };
}

export interface LogIn {
  readonly config: Config;
  readonly log: Logger;
  /** Told what happened since the last run before the client logs in. */
  readonly oldSessions: OldSessions;
  readonly strategy: (manager: WebSocketManager) => IShardingStrategy;
  readonly attach: Attach;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Logs in. Where the members intent is not enabled, goes on without it; where Discord cannot be reached, tries until it can or `signal`
 * ends it.
 * @returns the client, ready; null when `signal` ended it first.
 * @throws StartError when the token is refused.
 */
export async function logIn({
  config,
  log,
  oldSessions,
  strategy,
  attach,
  signal,
}: LogIn): Promise<Client | null> {
  let membersIntent = true;
  for (let tries = 0; !signal.aborted; tries += 1) {
    const client = createClient(config, membersIntent, strategy);
    attach(client);
    try {
      await oldSessions.resume(signal);
      await untilReady(client, config.token, signal);
      return client;
    } catch (error) {
      await client.destroy();
      if (signal.aborted) return null;
      if (isTokenRefused(error)) throw tokenRefused(error);
      if (isShardsRefused(error)) throw shardsRefused(error);
      if (isIntentRefused(error) && membersIntent) {
        membersIntent = false;
        log.warn(
          'Discord refused the privileged intent “Server Members”. Going on without it: joins, leaves and the number of members stay unknown. ' +
            'Turn it on at https://discord.com/developers/applications → your application → Bot, then restart.',
        );
        continue;
      }
      const waitMs = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]!;
      log.warn(
        { err: error, nextTryInSeconds: waitMs / 1000 },
        'Discord could not be reached; trying again. Check the network and DISCORD_API_URL.',
      );
      await pause(waitMs, signal);
    }
  }
  return null;
}

async function untilReady(client: Client, token: string, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    stop = () => reject(new Error('stopped'));
    client.once(Events.ClientReady, () => resolve());
    client.once(Events.ShardDisconnect, ({ code }) => reject(new GatewayRefused(code)));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    // Listened to before logging in: READY can come in the same read as the answer to the log-in.
    await Promise.all([client.login(token), ready]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

class GatewayRefused extends Error {
  readonly closeCode: number;

  constructor(closeCode: number) {
    super(`Discord closed the connection with code ${closeCode}`);
    this.closeCode = closeCode;
  }
}

function isTokenRefused(error: unknown): boolean {
  if (error instanceof GatewayRefused) return error.closeCode === GatewayCloseCodes.AuthenticationFailed;
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof Error && 'code' in error && error.code === DiscordjsErrorCodes.TokenInvalid;
}

function isIntentRefused(error: unknown): boolean {
  if (error instanceof GatewayRefused) return error.closeCode === GatewayCloseCodes.DisallowedIntents;
  return error instanceof Error && /disallowed intents/i.test(error.message);
}

function isShardsRefused(error: unknown): boolean {
  return (
    error instanceof GatewayRefused &&
    (error.closeCode === GatewayCloseCodes.ShardingRequired ||
      error.closeCode === GatewayCloseCodes.InvalidShard)
  );
}

/** Why a connection that stood was ended for good, and what the operator can do. */
export function connectionEnded(code: number): StartError {
  const cause = new GatewayRefused(code);
  if (isTokenRefused(cause)) return tokenRefused(cause);
  if (isShardsRefused(cause)) return shardsRefused(cause);
  if (isIntentRefused(cause))
    return new StartError(
      'Discord took the privileged intent “Server Members” back.',
      'Start the bot again: it goes on without it. To have it back, turn it on at https://discord.com/developers/applications → your application → Bot.',
      { cause },
    );
  return new StartError(
    `Discord ended the connection for good (code ${code}).`,
    'Start the bot again. If it happens again, look the code up at https://discord.com/developers/docs/topics/opcodes-and-status-codes',
    { cause },
  );
}

function tokenRefused(cause: unknown): StartError {
  return new StartError(
    'Discord refused the token in DISCORD_TOKEN.',
    'Copy it again from https://discord.com/developers/applications → your application → Bot → Reset Token, put it into .env and start again.',
    { cause },
  );
}

function shardsRefused(cause: unknown): StartError {
  return new StartError(
    'Discord refuses the number of shards: the bot is in too many servers for it.',
    'Set SHARD_COUNT higher, to the same number in every process, or leave SHARD_COUNT and SHARD_IDS out in a single one; then start again.',
    { cause },
  );
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // Rejects only where the signal ends it, which the caller looks at.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
