/**
 * The edge to Discord's gateway: raw packets become events of the log, at once and before discord.js builds anything of them. What a
 * packet means stands in interactions-packets.ts; here is what needs the connection or memory.
 */
import { Events, GatewayIntentBits, Status } from 'discord.js';
import type { Client } from 'discord.js';
import type { App } from '../app.ts';
import { monotonicMs } from '../kernel/clock.ts';
import { MemberLists } from './interactions-member-lists.ts';
import { idOf, isPart, listOf, MalformedPacket, partOf } from './interactions-packet-values.ts';
import type { Data } from './interactions-packet-values.ts';
import { readPacket } from './interactions-packets.ts';
import type { PacketContext } from './interactions-packets.ts';
import type { ListenedSpan } from './interactions-coverage-rules.ts';
import { interactionOf, momentId } from './interactions-rules.ts';
import { VoiceRooms } from './interactions-voice-rules.ts';
import type { VoiceOutcome } from './interactions-voice-rules.ts';

type Needs = Pick<App, 'clock' | 'log' | 'communities' | 'interactions'>;

/** Between two log lines about packets that cannot be read. */
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Follows what a client hears, from its first packet on; call it before the client logs in.
 * @param isTraced whether pressing a component with this custom id may leave a trace.
 */
export function followInteractions(
  app: Needs,
  client: Client,
  isTraced: (customId: string) => boolean,
): void {
  const edge = new GatewayEdge(app, client, isTraced);
  client.on(Events.Raw, (packet: unknown, shardId: number) => edge.hear(packet, shardId));
  client.on(Events.ShardReconnecting, (shardId) => edge.lose(shardId));
  client.on(Events.ShardDisconnect, (_, shardId) => edge.lose(shardId));
  app.interactions.beforeFlush(() => edge.passTime());
}

class GatewayEdge {
  private readonly app: Needs;
  private readonly client: Client;
  private readonly context: PacketContext;
  private readonly lists: MemberLists;
  private readonly afkChannels = new Map<string, string>();
  private readonly lastPings = new Map<number, number>();
  private malformed = 0;
  private complainedMs = Number.NEGATIVE_INFINITY;

  constructor(app: Needs, client: Client, isTraced: (customId: string) => boolean) {
    this.app = app;
    this.client = client;
    const { channels, bots } = app.interactions.senses;
    this.context = {
      nowMs: () => app.clock.now().getTime(),
      channels,
      bots,
      isExcluded: (guildId, channelId) =>
        channels.isWithin(channelId, app.communities.find(guildId)?.excludedChannelIds ?? []),
      isTraced,
    };
    this.lists = new MemberLists((shardId, payload) => {
      // A list is asked for again up to half a minute later, when the client may have been ended: then it has no token, and sending
      // would end the process with an unhandled rejection.
      if (client.token !== null) client.ws.shards.get(shardId)?.send(payload);
    });
  }

  /** One packet. Never throws: a packet that cannot be read is left out with a log line, and the next one is heard. */
  hear(packet: unknown, shardId: number): void {
    try {
      if (!isPart(packet) || typeof packet['t'] !== 'string') return;
      this.app.interactions.senses.listening.hear(shardId);
      for (const event of readPacket(packet['t'], packet['d'], this.context))
        this.app.interactions.record(event);
      this.follow(packet['t'], packet['d'], shardId);
      if (typeof packet['s'] === 'number') this.app.interactions.noteSequence(shardId, packet['s']);
    } catch (error) {
      this.complain(error, packet);
    }
  }

  lose(shardId: number): void {
    this.recordListened(this.app.interactions.senses.listening.lose(shardId));
  }

  /** What falls due with time: voice slots, and how far the listening reaches. */
  passTime(): void {
    const { listening, voice } = this.app.interactions.senses;
    for (const [shardId, shard] of this.client.ws.shards) {
      // An answered heartbeat is a sign of life too, where nobody says anything.
      if (shard.status === Status.Ready && this.lastPings.get(shardId) !== shard.lastPingTimestamp)
        listening.hear(shardId);
      this.lastPings.set(shardId, shard.lastPingTimestamp);
    }
    const nowMs = this.context.nowMs();
    this.recordListened(listening.advance(nowMs));
    for (const [guildId, rooms] of voice)
      if (listening.isListening(guildId)) this.recordVoice(guildId, rooms.tick(nowMs));
  }

  private follow(name: string, data: unknown, shardId: number): void {
    const follow = this.followers[name];
    if (follow) follow(partOf(data, name), shardId);
  }

  private readonly followers: Readonly<Record<string, (data: Data, shardId: number) => void>> = {
    READY: (data, shardId) => {
      if (isPart(data['user'])) this.context.bots.add(idOf(data['user']['id'], 'user'));
      this.app.interactions.senses.listening.renew(shardId);
    },
    RESUMED: (_, shardId) => this.app.interactions.senses.listening.resume(shardId),
    GUILD_CREATE: (data, shardId) => this.beginGuild(data, shardId),
    GUILD_UPDATE: (data) => this.noteAfkChannel(idOf(data['id'], 'guild'), data),
    GUILD_DELETE: (data) => this.endGuild(data),
    GUILD_MEMBER_ADD: (data) => {
      const user = partOf(data['user'], 'user');
      this.lists.joined(idOf(data['guild_id'], 'guild'), idOf(user['id'], 'user'));
    },
    GUILD_MEMBERS_CHUNK: (data) => {
      for (const event of this.lists.readPiece(data, this.context)) this.app.interactions.record(event);
    },
    RATE_LIMITED: (data, shardId) => {
      const limit = this.lists.readRateLimit(data);
      if (limit) setTimeout(() => this.lists.ask(limit.guildId, shardId), limit.waitMs).unref();
    },
    VOICE_STATE_UPDATE: (data) => this.moveVoice(data),
  };

  private beginGuild(data: Data, shardId: number): void {
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
    if (this.client.options.intents.has(GatewayIntentBits.GuildMembers)) this.lists.ask(guildId, shardId);
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
    if (isBot) this.context.bots.add(userId);
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
