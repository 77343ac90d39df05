/**
 * How the gateway's packets come in: the log hears each one first, discord.js gets what it needs, and a session is given up only where
 * Discord says so. Used for the live connection and for the sessions of an earlier run.
 */
import {
  managerToFetchingStrategyOptions,
  SimpleContextFetchingStrategy,
  SimpleShardingStrategy,
  WebSocketShard,
  WebSocketShardEvents,
  WebSocketShardStatus,
} from '@discordjs/ws';
import type {
  FetchingStrategyOptions,
  IContextFetchingStrategy,
  IShardingStrategy,
  SessionInfo,
  WebSocketManager,
} from '@discordjs/ws';
import { GatewayDispatchEvents } from 'discord.js';
import type { GatewayDispatchPayload, GatewaySendPayload } from 'discord.js';
import type { HeardFrom } from './gateway-feed.ts';

/** Nobody in this process asks discord.js for messages, reactions or lists of members: building them costs more than logging them. */
const HEARD_BY_THE_LOG_ALONE: ReadonlySet<string> = new Set([
  GatewayDispatchEvents.MessageCreate,
  GatewayDispatchEvents.MessageUpdate,
  GatewayDispatchEvents.MessageDelete,
  GatewayDispatchEvents.MessageDeleteBulk,
  GatewayDispatchEvents.MessageReactionAdd,
  GatewayDispatchEvents.MessageReactionRemove,
  GatewayDispatchEvents.MessageReactionRemoveAll,
  GatewayDispatchEvents.MessageReactionRemoveEmoji,
  GatewayDispatchEvents.GuildMembersChunk,
]);

/** After so many connections that failed at the address Discord gave for resuming, its general one is tried. */
const PATIENCE_WITH_ADDRESS = 3;

/** Ends a connection and leaves its session open to be resumed, as 1000 and 1001 would not. discord.js uses the same code. */
const RESUMABLE_CLOSE = 4_200;

export interface StrategySettings {
  /** Every packet in the order of its session, before discord.js has it. */
  hear(packet: GatewayDispatchPayload, from: Omit<HeardFrom, 'isOld'>): void;
  /** Whether the log goes by these sessions: then stopping leaves them open, to be resumed by the next start. */
  isKept(): boolean;
  /** Sessions of an earlier run, to be resumed; where Discord has them no more, `gone` is called and no new one opened. */
  readonly old?: { readonly sessions: ReadonlyMap<number, SessionInfo>; gone(shardId: number): void };
}

/** discord.js' own way to run its shards in this process, but for what its header says. */
export class HeardShards extends SimpleShardingStrategy {
  // Its own fields of these names are closed to us.
  readonly #manager: WebSocketManager;
  readonly #shards = new Map<number, WebSocketShard>();
  readonly #settings: StrategySettings;

  constructor(manager: WebSocketManager, settings: StrategySettings) {
    super(manager);
    this.#manager = manager;
    this.#settings = settings;
  }

  override async spawn(shardIds: number[]): Promise<void> {
    const options = await managerToFetchingStrategyOptions(this.#manager);
    for (const shardId of shardIds) {
      const sessions = new Sessions(this.#manager, options, this.#settings.old, shardId);
      const shard = new WebSocketShard(sessions, shardId);
      sessions.follow(shard);
      for (const event of Object.values(WebSocketShardEvents))
        if (event !== WebSocketShardEvents.Dispatch)
          shard.on(event, (...[payload]: object[]) => this.#tell(event, { ...payload, shardId }));
      shard.on(WebSocketShardEvents.Dispatch, ({ data }) => this.#dispatch(data, shardId, sessions));
      this.#shards.set(shardId, shard);
    }
  }

  override async connect(): Promise<void> {
    await Promise.all([...this.#shards.values()].map((shard) => shard.connect()));
  }

  override async destroy(options: Parameters<IShardingStrategy['destroy']>[0] = {}): Promise<void> {
    const kept = this.#settings.isKept() ? { code: RESUMABLE_CLOSE } : {};
    const shards = [...this.#shards.values()];
    this.#shards.clear();
    await Promise.all(shards.map((shard) => shard.destroy({ ...options, ...kept })));
  }

  override async send(shardId: number, payload: GatewaySendPayload): Promise<void> {
    const shard = this.#shards.get(shardId);
    if (!shard) throw new RangeError(`there is no shard ${shardId}`);
    await shard.send(payload);
  }

  override async fetchStatus(): ReturnType<SimpleShardingStrategy['fetchStatus']> {
    const statuses = await super.fetchStatus();
    for (const [shardId, shard] of this.#shards) statuses.set(shardId, shard.status);
    return statuses;
  }

  #dispatch(data: GatewayDispatchPayload, shardId: number, sessions: Sessions): void {
    const { session } = sessions;
    // By the packet and not by the shard's status, which is ahead of packets that came in one piece.
    if (data.t === GatewayDispatchEvents.Resumed) sessions.isReplaying = false;
    if (session)
      this.#settings.hear(data, {
        shardId,
        shardCount: session.shardCount,
        sessionId: session.sessionId,
        resumeUrl: session.resumeURL,
        isReplay: sessions.isReplaying,
      });
    if (!HEARD_BY_THE_LOG_ALONE.has(data.t)) this.#tell(WebSocketShardEvents.Dispatch, { data, shardId });
  }

  /** What discord.js' own strategy does with everything a shard says; the types tie each event to its payload, which is not looked at here. */
  #tell(event: string, payload: object): void {
    this.#manager.emit(event as WebSocketShardEvents.Debug, payload as never);
  }
}

/** The session of one shard, kept through everything but Discord's own word that it is over. Asked for with every packet, so it costs nothing. */
class Sessions implements IContextFetchingStrategy {
  readonly options: FetchingStrategyOptions;
  session: SessionInfo | null;
  /** From connecting with a session to the end of its replay. */
  isReplaying = false;
  readonly #manager: WebSocketManager;
  readonly #old: StrategySettings['old'];
  #shard: WebSocketShard | null = null;
  #failures = 0;

  constructor(
    manager: WebSocketManager,
    options: FetchingStrategyOptions,
    old: StrategySettings['old'],
    shardId: number,
  ) {
    this.#manager = manager;
    this.options = options;
    this.#old = old;
    this.session = old?.sessions.get(shardId) ?? null;
  }

  follow(shard: WebSocketShard): void {
    this.#shard = shard;
    shard.on(WebSocketShardEvents.Hello, () => {
      this.isReplaying = this.session !== null;
    });
  }

  retrieveSessionInfo(): SessionInfo | null {
    return this.session;
  }

  updateSessionInfo(shardId: number, session: SessionInfo | null): void {
    if (session === null && this.session && this.#shard?.status === WebSocketShardStatus.Connecting) {
      // The library gives a session up where a connection could not be made, although Discord still has it.
      this.#failures += 1;
      if (this.#failures >= PATIENCE_WITH_ADDRESS)
        this.session = { ...this.session, resumeURL: this.options.gatewayInformation.url };
      return;
    }
    this.#failures = 0;
    this.session = session;
    void this.#manager.options.updateSessionInfo(shardId, session);
  }

  async waitForIdentify(shardId: number, signal: AbortSignal): Promise<void> {
    this.isReplaying = false;
    if (!this.#old) {
      await new SimpleContextFetchingStrategy(this.#manager, this.options).waitForIdentify(shardId, signal);
      return;
    }
    this.#old.gone(shardId);
    // Until whoever was told ends it.
    await new Promise(() => undefined);
  }
}
