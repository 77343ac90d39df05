/** The connection to Discord: logs in, keeps its state for /diagnose, and ends it. */
import { ChannelType, Events, GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import type { Client, Guild } from 'discord.js';
import type { Config } from '../config.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StartError } from '../kernel/errors.ts';
import type { Logger } from '../logger.ts';
import { connectionEnded, logIn } from './client.ts';
import type { Attach } from './client.ts';
import type { GatewayFeed } from './gateway-feed.ts';
import type { GatewayState, OwnStanding } from './gateway-state.ts';
import { HeardShards } from './gateway-strategy.ts';
import { MemberRoles } from './member-roles.ts';
import { OldSessions } from './old-sessions.ts';
import { COMMUNITY_PERMISSIONS, ROLE_PERMISSION } from './permissions.ts';

const COUNTED_CHANNELS: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
]);

export class DiscordConnection implements GatewayState {
  /** null before the first log-in. */
  client: Client | null = null;
  readonly members = new MemberRoles();
  private changedAt: Date | null = null;
  private ready = false;
  private readonly ending = new AbortController();
  private readonly clock: Clock;
  private readonly log: Logger;
  private readonly onLost: (reason: StartError) => void;
  /** The client is ready, and the old sessions have given way. */
  private opened = false;
  private oldSessions: OldSessions | null = null;

  /** @param onLost called when Discord ended the connection for good after it stood: it will not come back by itself. */
  constructor(clock: Clock, log: Logger, onLost: (reason: StartError) => void) {
    this.clock = clock;
    this.log = log;
    this.onLost = onLost;
  }

  /** @returns the client, ready; null when `close` came first. @throws StartError when the token is refused. */
  async open(config: Config, feed: GatewayFeed, attach: Attach): Promise<Client | null> {
    const oldSessions = new OldSessions({ config, log: this.log, feed });
    this.oldSessions = oldSessions;
    const client = await logIn({
      config,
      log: this.log,
      oldSessions,
      strategy: (manager) =>
        new HeardShards(manager, {
          hear: (packet, from) => {
            this.members.hear(packet);
            feed.hear(packet, { ...from, isOld: false });
          },
          isKept: () => !oldSessions.areNeeded,
        }),
      attach: (client) => {
        this.client = client;
        this.follow(client);
        attach(client);
      },
      signal: this.ending.signal,
    });
    if (!client) return null;
    await oldSessions.giveWay(this.ending.signal);
    if (this.ending.signal.aborted) return null;
    this.opened = true;
    return client;
  }

  /** Aborted when the connection is being ended, for what goes on only as long as it stands. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  /** Ends a log-in under way; `open` then answers null. */
  giveUp(): void {
    if (!this.ready) this.ending.abort();
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.client?.destroy();
    await this.oldSessions?.close();
    this.turn(false);
  }

  get connected(): boolean {
    return this.ready;
  }

  get since(): Date | null {
    return this.changedAt;
  }

  get pingMs(): number | null {
    const ping = this.client?.ws.ping ?? -1;
    return ping < 0 ? null : ping;
  }

  get hasMembersIntent(): boolean {
    return this.client?.options.intents.has(GatewayIntentBits.GuildMembers) ?? false;
  }

  standing(guildId: string): OwnStanding | null {
    const guild = this.guild(guildId);
    const me = guild?.members.me;
    if (!guild || !me) return null;
    const channels = guild.channels.cache.filter((channel) => COUNTED_CHANNELS.has(channel.type));
    return {
      missingPermissions: COMMUNITY_PERMISSIONS.filter(
        (name) => !me.permissions.has(PermissionFlagsBits[name]),
      ),
      mayManageRoles: me.permissions.has(PermissionFlagsBits[ROLE_PERMISSION]),
      channelCount: channels.size,
      hiddenChannelIds: channels
        .filter((channel) => !channel.permissionsFor(me)?.has(PermissionFlagsBits.ViewChannel))
        .map((channel) => channel.id),
    };
  }

  isRoleAbove(guildId: string, roleId: string): boolean | null {
    const guild = this.guild(guildId);
    const role = guild?.roles.cache.get(roleId);
    const me = guild?.members.me;
    return role && me ? me.roles.highest.comparePositionTo(role) <= 0 : null;
  }

  private guild(guildId: string): Guild | undefined {
    return this.client?.guilds.cache.get(guildId);
  }

  private follow(client: Client): void {
    /** Shards whose connection is lost; each loss and each failure to mend it is told once. */
    const away = new Set<number>();
    const failing = new Set<number>();
    const back = (shardId: number): void => {
      away.delete(shardId);
      failing.delete(shardId);
      this.turn(client.isReady() && away.size === 0);
    };
    client.on(Events.ClientReady, () => this.turn(away.size === 0));
    client.on(Events.ShardReady, back);
    client.on(Events.ShardResume, (shardId, replayed) => {
      back(shardId);
      this.log.info({ shardId, replayed }, 'connection to Discord resumed');
    });
    client.on(Events.ShardReconnecting, (shardId) => {
      this.turn(false);
      if (!away.has(shardId) && !this.ending.signal.aborted)
        this.log.warn({ shardId }, 'connection to Discord lost; reconnecting by itself');
      away.add(shardId);
    });
    client.on(Events.ShardDisconnect, ({ code }, shardId) => {
      this.turn(false);
      if (this.ending.signal.aborted) return;
      this.log.warn({ shardId, code }, 'connection to Discord closed');
      // discord.js says this only where it will not reconnect; before the log-in is over, that one decides.
      if (this.opened) this.onLost(connectionEnded(code));
    });
    // Without a listener an error would end the process.
    client.on(Events.Error, (error) => this.log.error({ err: error }, 'Discord client error'));
    client.on(Events.ShardError, (error, shardId) => {
      if (!failing.has(shardId))
        this.log.warn({ err: error, shardId }, 'connection to Discord failed; reconnecting by itself');
      failing.add(shardId);
    });
  }

  private turn(ready: boolean): void {
    if (ready === this.ready && this.changedAt) return;
    this.ready = ready;
    this.changedAt = this.clock.now();
  }
}
