/** One gateway session: what it asked for, its sequence, and the dispatches kept for a resume. Knows nothing of sockets beyond "send this text". */
import { Intent } from './api-codes.ts';
import type { Dispatch } from './dispatch.ts';
import { channelPermissions, has } from './permissions.ts';
import { Permission } from './api-codes.ts';
import type { ApplicationRecord, ChannelRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export interface SessionRequest {
  readonly intents: number;
  /** `[number of this shard, count of shards]` */
  readonly shard: readonly [number, number];
  readonly largeThreshold: number;
}

/** Whoever carries a session's dispatches to its client. */
export interface SessionCarrier {
  deliver(frame: string): void;
}

interface Kept {
  readonly sequence: number;
  readonly frame: string;
}

export class GatewaySession {
  readonly id: string;
  readonly application: ApplicationRecord;
  readonly request: SessionRequest;
  /** The last sequence number given out. */
  sequence = 0;
  /** The last one that the client named in a heartbeat or a resume. */
  acknowledged = 0;
  /** Null while nobody is connected; dispatches are kept then. */
  carrier: SessionCarrier | null = null;
  private kept: Kept[] = [];
  private readonly keepLimit: number;
  private readonly guildShards = new Map<string, boolean>();
  private readonly sight = new Map<string, { version: number; visible: boolean }>();

  constructor(id: string, application: ApplicationRecord, request: SessionRequest, keepLimit: number) {
    this.id = id;
    this.application = application;
    this.request = request;
    this.keepLimit = keepLimit;
  }

  get botId(): string {
    return this.application.botId;
  }

  hasIntent(bits: number): boolean {
    return (this.request.intents & bits) !== 0;
  }

  /** Guilds belong to shard `(id >> 22) % count`; what belongs to none goes to shard 0. */
  servesGuild(guildId: string | null): boolean {
    if (guildId === null) return this.request.shard[0] === 0;
    let serves = this.guildShards.get(guildId);
    if (serves === undefined) {
      serves = Number((BigInt(guildId) >> 22n) % BigInt(this.request.shard[1])) === this.request.shard[0];
      this.guildShards.set(guildId, serves);
    }
    return serves;
  }

  /** Whether this session's client is told. */
  wants(state: WorldState, dispatch: Dispatch): boolean {
    const { botId } = this;
    if (dispatch.exceptBotId === botId) return false;
    if (dispatch.intents !== 0 && !this.hasIntent(dispatch.intents) && dispatch.alwaysBotId !== botId)
      return false;
    if (dispatch.onlyBotIds && !dispatch.onlyBotIds.includes(botId)) return false;
    if (!this.servesGuild(dispatch.guildId)) return false;
    if (dispatch.guildId !== null && !isServed(state, dispatch.guildId, botId)) return false;
    // Who was taken out of a private thread hears that, though they see it no more.
    if (dispatch.channel === null || dispatch.alwaysBotId === botId) return true;
    return this.sees(state, dispatch.channel);
  }

  /** Whether the full payload is for this session's client, or the one without content. */
  readsContent(dispatch: Dispatch): boolean {
    return (
      dispatch.bare === null ||
      this.hasIntent(Intent.messageContent) ||
      dispatch.bare.fullForIds.includes(this.botId)
    );
  }

  /** Gives the dispatch the next sequence number, keeps it and sends it if somebody is connected. @param json the payload, serialised. */
  push(name: string, json: string, keep = true): void {
    this.sequence += 1;
    const frame = `{"t":"${name}","s":${this.sequence},"op":0,"d":${json}}`;
    if (keep) {
      this.kept.push({ sequence: this.sequence, frame });
      // Cutting a quarter at a time keeps the hot path free of moving the whole list.
      if (this.kept.length > this.keepLimit * 1.25) this.kept = this.kept.slice(-this.keepLimit);
    }
    this.carrier?.deliver(frame);
  }

  /** What was dispatched after `sequence`, oldest first; null when some of it is no longer kept. */
  keptAfter(sequence: number): string[] | null {
    const oldest = this.kept[0]?.sequence;
    if (sequence < this.sequence && (oldest === undefined || oldest > sequence + 1)) return null;
    return this.kept.filter((kept) => kept.sequence > sequence).map((kept) => kept.frame);
  }

  /** Sends the last dispatches once more, under the same numbers. */
  repeatLast(count: number): void {
    for (const { frame } of this.kept.slice(-count)) this.carrier?.deliver(frame);
  }

  /** Forgets what was kept, as when the window for a resume has passed. */
  forget(): void {
    this.kept = [];
  }

  private sees(state: WorldState, channel: ChannelRecord): boolean {
    if (channel.guildId === null) return true;
    const guild = state.guild(channel.guildId);
    const known = this.sight.get(channel.id);
    if (known?.version === guild.permissionVersion) return known.visible;
    const member = guild.members.get(this.botId);
    const permissions = member ? channelPermissions(guild, channel, member, state.now()) : 0n;
    const visible = has(permissions, Permission.viewChannel);
    this.sight.set(channel.id, { version: guild.permissionVersion, visible });
    return visible;
  }
}

function isServed(state: WorldState, guildId: string, botId: string): boolean {
  const guild = state.guilds.get(guildId);
  return guild !== undefined && !guild.unavailable && guild.members.has(botId);
}
