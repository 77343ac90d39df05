/**
 * The edge to Discord's gateway: raw packets become events of the log, at once and before discord.js builds anything of them. What a
 * packet means stands in interactions-packets.ts; here is what needs the connection or memory.
 */
import { Events, GatewayIntentBits, Status } from 'discord.js';
import type { Client } from 'discord.js';
import type { App } from '../app.ts';
import { monotonicMs } from '../kernel/clock.ts';
import type { GatewayFeed, HeardFrom } from '../discord/gateway-feed.ts';
import { shardOf } from '../kernel/shards.ts';
import { Handover } from './interactions-handover.ts';
import { ReplayClock } from './interactions-session-rules.ts';
import type { GatewaySession } from './interactions-session-rules.ts';
import { deleteKeptSession, deleteSessionsBefore, listKeptSessions } from './interactions-session-store.ts';
import { MemberLists } from './interactions-member-lists.ts';
import { idOf, isPart, listOf, MalformedPacket, partOf } from './interactions-packet-values.ts';
import type { Data } from './interactions-packet-values.ts';
import { readPacket } from './interactions-packets.ts';
import type { PacketContext } from './interactions-packets.ts';
import type { ListenedSpan } from './interactions-coverage-rules.ts';
import { interactionOf, momentId } from './interactions-rules.ts';
import { VoiceRooms } from './interactions-voice-rules.ts';
import type { VoiceOutcome } from './interactions-voice-rules.ts';

type Needs = Pick<App, 'db' | 'clock' | 'log' | 'communities' | 'interactions' | 'keyedHash'> & {
  readonly config: Pick<App['config'], 'token' | 'shards'>;
};

/** Between two log lines about packets that cannot be read. */
const COMPLAIN_EVERY_MS = 60_000;

/** Discord forgets a session within minutes; one that is older than this is not even asked for. */
const SESSIONS_KEPT_MS = 24 * 3_600_000;

/** Packets whose id was made when they happened. */
const DATED: ReadonlySet<string> = new Set(['MESSAGE_CREATE', 'INTERACTION_CREATE']);

/** What is heard, and the client it comes by. */
export interface InteractionFeed extends GatewayFeed {
  /** Follows the state of a client's connection; call it before the client logs in. */
  attach(client: Client): void;
}

/**
 * What is heard of the gateway becomes events of the log.
 * @param isTraced whether pressing a component with this custom id may leave a trace.
 */
export function followInteractions(app: Needs, isTraced: (customId: string) => boolean): InteractionFeed {
  const edge = new GatewayEdge(app, isTraced);
  app.interactions.beforeFlush(() => edge.passTime());
  return edge;
}

class GatewayEdge implements InteractionFeed {
  private readonly app: Needs;
  private client: Client | null = null;
  private readonly context: PacketContext;
  private readonly lists: MemberLists;
  private readonly handover = new Handover();
  private readonly owner: string;
  private readonly afkChannels = new Map<string, string>();
  private readonly lastPings = new Map<number, number>();
  /** When each shard was last known to hear everything. */
  private readonly aliveMs = new Map<number, number>();
  /** Up to where the log has each shard's session. */
  private readonly points = new Map<number, GatewaySession>();
  private readonly replays = new Map<string, ReplayClock>();
  /** While a replayed packet is read: when it happened. */
  private happenedMs: number | null = null;
  private malformed = 0;
  private complainedMs = Number.NEGATIVE_INFINITY;

  constructor(app: Needs, isTraced: (customId: string) => boolean) {
    this.app = app;
    this.owner = app.keyedHash.of('gateway session', app.config.token);
    const { channels, bots } = app.interactions.senses;
    this.context = {
      nowMs: () => this.happenedMs ?? app.clock.now().getTime(),
      channels,
      bots,
      noteBot: (userId) => app.interactions.noteBot(userId),
      isExcluded: (guildId, channelId) =>
        channels.isWithin(channelId, app.communities.find(guildId)?.excludedChannelIds ?? []),
      isTraced,
    };
    this.lists = new MemberLists((shardId, payload) => {
      // A list is asked for again up to half a minute later, when the client may have been ended: then it has no token, and sending
      // would end the process with an unhandled rejection.
      const { client } = this;
      if (client && client.token !== null) client.ws.shards.get(shardId)?.send(payload);
    });
  }

  attach(client: Client): void {
    this.client = client;
    client.on(Events.ShardReconnecting, (shardId) => this.lose(shardId));
    client.on(Events.ShardDisconnect, (_, shardId) => this.lose(shardId));
  }

  /** A packet that cannot be read is left out with a log line, and the next one is heard. */
  hear(packet: unknown, from: HeardFrom): void {
    try {
      if (!isPart(packet) || typeof packet['t'] !== 'string') return;
      const { t: name, d: data, s: sequence } = packet;
      this.app.interactions.senses.listening.hear(from.shardId);
      this.happenedMs = from.isReplay ? this.replayedMs(name, data, from) : null;
      if (this.handover.believes(name, data, from)) {
        for (const event of readPacket(name, data, this.context)) this.app.interactions.record(event);
        this.follow(name, data, from);
      }
      if (typeof sequence === 'number') this.note(from, sequence);
    } catch (error) {
      this.complain(error, packet);
    } finally {
      this.happenedMs = null;
    }
  }

  async listOldSessions(): Promise<readonly GatewaySession[]> {
    const { clock, config } = this.app;
    // What the journal kept may reach further than the table.
    await this.app.interactions.flush();
    await deleteSessionsBefore(this.app, new Date(clock.now().getTime() - SESSIONS_KEPT_MS));
    const all = await listKeptSessions(this.app);
    const own = all.filter(({ owner }) => owner === this.owner);
    if (own.length < all.length)
      this.app.log.warn(
        { sessions: all.length - own.length },
        'the database keeps sessions of another bot token; they are left alone, and forgotten after a day',
      );
    const { shards } = config;
    const ours = own.filter(
      ({ shardCount, shardId }) => !shards || (shards.count === shardCount && shards.ids.includes(shardId)),
    );
    this.handover.begin(ours);
    return ours;
  }

  breakOldSession(session: GatewaySession): void {
    this.handover.break(session);
    if (!this.handover.hasNew) this.lose(session.shardId);
  }

  endOldSession(session: GatewaySession): void {
    // What a new session has begun goes on.
    if (!this.handover.hasNew) this.app.interactions.senses.listening.renew(session.shardId);
    this.noteAll(this.handover.end(session));
  }

  async takeOver(): Promise<boolean> {
    const old = this.handover.all();
    if (this.handover.isOpen) this.endUntold();
    this.noteAll(this.handover.close());
    // Where events were lost, the old sessions are what brings them again.
    const isDurable = (await this.app.interactions.flush()) && this.app.interactions.status().lost === 0;
    if (!isDurable) return false;
    try {
      for (const session of old) await deleteKeptSession(this.app, session);
    } catch (error) {
      // Kept and ended, it is only asked for in vain at the next start.
      this.app.log.warn({ err: error }, 'the sessions of the last run could not be forgotten');
    }
    return true;
  }

  /** Communities in an outage of Discord's, of which the new sessions cannot tell yet. */
  private endUntold(): void {
    const { listening } = this.app.interactions.senses;
    const nowMs = this.context.nowMs();
    for (const { guildId } of this.app.communities.all())
      if (!this.handover.hasBegun(guildId)) this.recordListened(listening.end(guildId, nowMs));
  }

  private lose(shardId: number): void {
    this.recordListened(this.app.interactions.senses.listening.lose(shardId));
  }

  /** Everything recorded so far covers the session up to here, unless an earlier session has not told all. */
  private note(from: HeardFrom, sequence: number): void {
    const { shardId, shardCount, sessionId, resumeUrl } = from;
    const atMs = this.context.nowMs();
    const point = { owner: this.owner, shardId, shardCount, sessionId, resumeUrl, sequence, atMs };
    if (this.handover.counts(from, point)) this.noteAll([point]);
  }

  private noteAll(points: readonly GatewaySession[]): void {
    for (const point of points) {
      this.points.set(point.shardId, point);
      this.app.interactions.noteSession(point);
    }
  }

  /** When a replayed packet happened, as closely as can be said. */
  private replayedMs(name: string, data: unknown, from: HeardFrom): number {
    const key = `${from.sessionId}/${from.shardId}`;
    const nowMs = this.app.clock.now().getTime();
    let clock = this.replays.get(key);
    if (!clock) {
      const point = this.points.get(from.shardId);
      const old = point?.sessionId === from.sessionId ? point : this.handover.find(from);
      clock = new ReplayClock((from.isOld ? old?.atMs : this.aliveMs.get(from.shardId)) ?? nowMs);
      this.replays.set(key, clock);
    }
    return clock.read(isPart(data) && DATED.has(name) ? idOf(data['id'], name) : null, nowMs);
  }

  /** What falls due with time: voice slots, and how far the listening reaches. */
  passTime(): void {
    const { listening, voice } = this.app.interactions.senses;
    const nowMs = this.context.nowMs();
    for (const [shardId, shard] of this.client?.ws.shards ?? []) {
      if (shard.status === Status.Ready) this.aliveMs.set(shardId, nowMs);
      // An answered heartbeat is a sign of life too, where nobody says anything.
      if (shard.status === Status.Ready && this.lastPings.get(shardId) !== shard.lastPingTimestamp)
        listening.hear(shardId);
      this.lastPings.set(shardId, shard.lastPingTimestamp);
    }
    const spans = listening.advance(nowMs);
    this.recordListened(spans);
    // So that a quiet community's session is not taken for an old one.
    if (spans.length > 0)
      this.noteAll(
        [...this.points.values()]
          .filter(({ shardId }) => this.aliveMs.get(shardId) === nowMs)
          .map((point) => ({ ...point, atMs: nowMs })),
      );
    for (const [guildId, rooms] of voice)
      if (listening.isListening(guildId)) this.recordVoice(guildId, rooms.tick(nowMs));
  }

  private follow(name: string, data: unknown, from: HeardFrom): void {
    const follow = this.followers[name];
    if (follow) follow(partOf(data, name), from);
  }

  private readonly followers: Readonly<Record<string, (data: Data, from: HeardFrom) => void>> = {
    READY: (data, { shardId }) => {
      if (isPart(data['user'])) this.context.noteBot(idOf(data['user']['id'], 'user'));
      // What the old sessions tell closes the gap before this one.
      if (!this.handover.isWhole) this.app.interactions.senses.listening.renew(shardId);
    },
    RESUMED: (_, from) => this.resumed(from),
    GUILD_CREATE: (data, from) => this.beginGuild(data, from),
    GUILD_UPDATE: (data) => this.noteAfkChannel(idOf(data['id'], 'guild'), data),
    GUILD_DELETE: (data) => this.endGuild(data),
    GUILD_MEMBER_ADD: (data) => {
      const user = partOf(data['user'], 'user');
      this.lists.joined(idOf(data['guild_id'], 'guild'), idOf(user['id'], 'user'));
    },
    GUILD_MEMBERS_CHUNK: (data) => {
      for (const event of this.lists.readPiece(data, this.context)) this.app.interactions.record(event);
    },
    RATE_LIMITED: (data, { shardId }) => {
      const limit = this.lists.readRateLimit(data);
      if (limit) setTimeout(() => this.lists.ask(limit.guildId, shardId), limit.waitMs).unref();
    },
    VOICE_STATE_UPDATE: (data) => this.moveVoice(data),
  };

  private resumed(from: HeardFrom): void {
    const { listening } = this.app.interactions.senses;
    const old = from.isOld ? this.handover.find(from) : null;
    this.replays.delete(`${from.sessionId}/${from.shardId}`);
    if (old && !this.handover.mend(old))
      listening.goOn(from.shardId, old.atMs, (guildId) => shardOf(guildId, old.shardCount) === old.shardId);
    else listening.resume(from.shardId);
  }

  private beginGuild(data: Data, { shardId, isOld }: HeardFrom): void {
    if (data['unavailable'] === true) return;
    const guildId = idOf(data['id'], 'guild');
    const { listening, voice } = this.app.interactions.senses;
    const nowMs = this.context.nowMs();
    const knownUntilMs = listening.knownUntil(guildId) ?? nowMs;
    this.recordListened(listening.begin(guildId, shardId, nowMs));
    this.noteAfkChannel(guildId, data);
    const rooms = voice.get(guildId) ?? new VoiceRooms();
    voice.set(guildId, rooms);
    this.recordVoice(guildId, rooms.reconcile(this.presentInVoice(guildId, data), knownUntilMs, nowMs));
    if (!isOld && this.client?.options.intents.has(GatewayIntentBits.GuildMembers))
      this.lists.ask(guildId, shardId);
  }

  private endGuild(data: Data): void {
    const guildId = idOf(data['id'], 'guild');
    this.recordListened(this.app.interactions.senses.listening.end(guildId, this.context.nowMs()));
    // Without `unavailable` the bot was removed; otherwise Discord has an outage, and the community comes back.
    if (data['unavailable'] === true) return;
    this.app.interactions.senses.channels.forgetGuild(guildId);
    this.app.interactions.senses.voice.delete(guildId);
  }

  private noteAfkChannel(guildId: string, data: Data): void {
    if (typeof data['afk_channel_id'] === 'string') this.afkChannels.set(guildId, data['afk_channel_id']);
    else this.afkChannels.delete(guildId);
  }

  private presentInVoice(guildId: string, data: Data): Map<string, string> {
    const present = new Map<string, string>();
    for (const entry of listOf(data['voice_states'] ?? [], 'voice_states')) {
      const state = partOf(entry, 'voice state');
      const userId = idOf(state['user_id'], 'user');
      const channelId = this.countedVoice(guildId, state);
      if (channelId !== null && !this.context.bots.has(userId)) present.set(userId, channelId);
    }
    return present;
  }

  private moveVoice(data: Data): void {
    if (data['guild_id'] === undefined) return;
    const guildId = idOf(data['guild_id'], 'guild');
    const userId = idOf(data['user_id'], 'user');
    const member = data['member'];
    const isBot = isPart(member) && isPart(member['user']) && member['user']['bot'] === true;
    if (isBot) this.context.noteBot(userId);
    const rooms = this.app.interactions.senses.voice.get(guildId);
    if (!rooms || this.context.bots.has(userId)) return;
    this.recordVoice(guildId, rooms.move(userId, this.countedVoice(guildId, data), this.context.nowMs()));
  }

  /** The voice channel somebody is in, where company there counts. */
  private countedVoice(guildId: string, state: Data): string | null {
    if (typeof state['channel_id'] !== 'string') return null;
    const channelId = idOf(state['channel_id'], 'channel');
    const counts =
      channelId !== this.afkChannels.get(guildId) && !this.context.isExcluded(guildId, channelId);
    return counts ? channelId : null;
  }

  private recordVoice(guildId: string, { slots, changed, ended }: VoiceOutcome): void {
    const { interactions } = this.app;
    for (const { userId, channelId, startMs } of slots)
      interactions.record(
        interactionOf('voice', guildId, momentId(guildId, startMs), userId, channelId, startMs),
      );
    for (const stay of changed) interactions.record({ type: 'voice-stay', guildId, ...stay });
    for (const userId of ended)
      interactions.record({
        type: 'voice-stay',
        guildId,
        userId,
        channelId: null,
        inCompanyAtMs: null,
        loggedSlots: 0,
      });
  }

  private recordListened(spans: readonly ListenedSpan[]): void {
    for (const span of spans) this.app.interactions.record({ type: 'listened', ...span });
  }

  private complain(error: unknown, packet: unknown): void {
    this.malformed += 1;
    if (monotonicMs() - this.complainedMs < COMPLAIN_EVERY_MS) return;
    this.complainedMs = monotonicMs();
    const name = isPart(packet) ? packet['t'] : undefined;
    const facts = {
      packet: name,
      reason: error instanceof Error ? error.message : String(error),
      sinceStart: this.malformed,
    };
    if (error instanceof MalformedPacket)
      this.app.log.warn(facts, 'a packet of the gateway could not be read; it is left out');
    else
      this.app.log.error(
        { ...facts, err: error },
        'a packet of the gateway was left out because of an error. Please report it',
      );
  }
}
