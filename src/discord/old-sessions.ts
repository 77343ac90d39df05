/**
 * Sessions that an earlier run of the bot left open at Discord. Before the bot lives on a new session, each is resumed from what is in the
 * log, tells what happened since, and is ended when the new one has taken over.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { GatewayCloseCodes, GatewayOpcodes, REST } from 'discord.js';
import type { Config } from '../config.ts';
import type { GatewaySession } from '../interactions/interactions-session-rules.ts';
import { monotonicMs } from '../kernel/clock.ts';
import type { Logger } from '../logger.ts';
import type { GatewayFeed } from './gateway-feed.ts';
import { HeardShards } from './gateway-strategy.ts';

/** A session that is being resumed and says nothing for this long is given up; its gap is then fetched from history. */
const SILENT_MS = 15_000;

/** How long both sessions are listened to, so that what was on its way to the old one arrives. */
const OVERLAP_MS = 250;

/** One that lost its connection as the new session got ready is waited for this long. */
const BACK_WITHIN_MS = 5_000;

/** An answer to a heartbeat takes this long at most before it is not waited for. */
const BEAT_WITHIN_MS = 2_000;

const FATAL_CLOSES: ReadonlySet<number> = new Set([
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
]);

type Needs = { readonly config: Config; readonly log: Logger; readonly feed: GatewayFeed };

export class OldSessions {
  private readonly needs: Needs;
  private sessions: OldSession[] | null = null;
  private hasGivenWay = false;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** Resumes them and hears what was missed. Repeatable: goes on with those that are not resumed yet. @throws what discord.js throws where Discord cannot be reached. */
  async resume(signal: AbortSignal): Promise<void> {
    if (!this.sessions) {
      const kept = await this.needs.feed.listOldSessions();
      this.sessions = kept.map((session) => new OldSession(session, this.needs));
    }
    await Promise.all(this.sessions.map((session) => session.resume(signal)));
  }

  /** Whether a restart would go by them, and not by the new sessions. */
  get areNeeded(): boolean {
    return !this.hasGivenWay && this.open().length > 0;
  }

  /** The new sessions hear everything: the old ones tell what is still on its way, and are ended. Where `signal` ends it they stay as they are. */
  async giveWay(signal: AbortSignal): Promise<void> {
    const going = this.open();
    if (going.length > 0) await sleep(OVERLAP_MS);
    await Promise.all(going.map((session) => session.sayRest()));
    if (signal.aborted) return;
    this.hasGivenWay = true;
    const isDurable = await this.needs.feed.takeOver();
    // Ended for good only when nothing depends on them any more.
    await this.close({ resumable: !isDurable });
  }

  async close({ resumable } = { resumable: true }): Promise<void> {
    await Promise.all((this.sessions ?? []).map((session) => session.end(resumable)));
  }

  private open(): OldSession[] {
    return (this.sessions ?? []).filter((session) => session.isOpen);
  }
}

class OldSession {
  private readonly kept: GatewaySession;
  private readonly needs: Needs;
  private manager: WebSocketManager | null = null;
  private state: 'waiting' | 'resuming' | 'resumed' | 'ended' = 'waiting';
  private isResumable = true;
  private isBroken = false;
  private heardMs = monotonicMs();
  private heardCount = 0;
  private sequence: number;

  constructor(kept: GatewaySession, needs: Needs) {
    this.kept = kept;
    this.sequence = kept.sequence;
    this.needs = needs;
  }

  get isOpen(): boolean {
    return this.state === 'resumed';
  }

  async resume(signal: AbortSignal): Promise<void> {
    if (this.state !== 'waiting' || signal.aborted) return;
    this.state = 'resuming';
    try {
      const outcome = await this.connect(signal);
      if (outcome === 'resumed') {
        this.state = 'resumed';
        this.needs.log.info(
          { shardId: this.kept.shardId, replayed: this.heardCount, since: new Date(this.kept.atMs) },
          'what happened while the bot was off has been told by Discord',
        );
      } else if (outcome !== 'stopped') await this.giveUp(outcome);
    } finally {
      // What was thrown is thrown again after a pause; then a new connection is tried.
      if (this.state === 'resuming') {
        this.state = 'waiting';
        await this.manager?.destroy({});
      }
    }
  }

  /** Resolves when everything that Discord sent before the call has arrived: an answer to a heartbeat comes behind it. */
  async sayRest(): Promise<void> {
    const { manager } = this;
    if (manager && this.isBroken) {
      const back = new Promise((resolve) => void manager.once(WebSocketShardEvents.Resumed, resolve));
      await Promise.race([back, sleep(BACK_WITHIN_MS, undefined, { ref: false })]);
    }
    // The first answer may be the one to an earlier heartbeat.
    for (const _ of [1, 2]) await this.beat();
  }

  async end(resumable: boolean): Promise<void> {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.isResumable = resumable;
    await this.manager?.destroy({});
  }

  private breakOff(): void {
    this.isBroken = true;
    this.needs.feed.breakOldSession(this.kept);
  }

  private async giveUp(why: 'gone' | 'silent'): Promise<void> {
    const { shardId, atMs } = this.kept;
    this.needs.log.warn(
      { shardId, since: new Date(atMs) },
      why === 'gone'
        ? 'Discord no longer has the session of the last run: what happened since is fetched from history as far as it can be'
        : 'Discord does not resume the session of the last run: what happened since is fetched from history as far as it can be',
    );
    this.needs.feed.endOldSession(this.kept);
    await this.end(false);
  }

  private connect(signal: AbortSignal): Promise<'resumed' | 'gone' | 'silent' | 'stopped'> {
    return new Promise((resolve, reject) => {
      const gone = (): void => {
        if (this.state === 'resumed') void this.giveUp('gone');
        else resolve('gone');
      };
      const manager = this.open(gone);
      this.manager = manager;
      manager.on(WebSocketShardEvents.Resumed, () => {
        this.isBroken = false;
        resolve('resumed');
      });
      manager.on(WebSocketShardEvents.Closed, ({ code }) => {
        if (FATAL_CLOSES.has(code)) gone();
        else if (this.state === 'resumed') this.breakOff();
      });
      // Without a listener an error would end the process.
      manager.on(WebSocketShardEvents.Error, ({ error }) =>
        this.needs.log.warn(
          { err: error, shardId: this.kept.shardId },
          'resuming the last session failed; trying again',
        ),
      );
      signal.addEventListener('abort', () => resolve('stopped'), { once: true });
      this.heardMs = monotonicMs();
      const watch = setInterval(() => {
        if (this.state !== 'resuming') clearInterval(watch);
        else if (monotonicMs() - this.heardMs > SILENT_MS) resolve('silent');
      }, 1_000);
      manager.connect().catch(reject);
    });
  }

  private open(gone: () => void): WebSocketManager {
    const { config, feed } = this.needs;
    const { shardId, shardCount, sessionId, resumeUrl, sequence } = this.kept;
    const session = { shardId, shardCount, sessionId, resumeURL: resumeUrl, sequence };
    return new WebSocketManager({
      token: config.token,
      // Only opening a session says which events are wanted; this one is open.
      intents: 0,
      rest: new REST({ version: '10', api: config.apiUrl }).setToken(config.token),
      shardCount,
      shardIds: [shardId],
      buildStrategy: (manager) =>
        new HeardShards(manager, {
          hear: (packet, from) => {
            this.heardMs = monotonicMs();
            this.heardCount += 1;
            this.sequence = packet.s;
            feed.hear(packet, { ...from, isOld: true });
          },
          isKept: () => this.isResumable,
          old: { sessions: new Map([[shardId, session]]), gone },
        }),
    });
  }

  private async beat(): Promise<void> {
    const { manager } = this;
    if (!manager) return;
    const answered = new Promise<void>((resolve) => {
      manager.once(WebSocketShardEvents.HeartbeatComplete, () => resolve());
    });
    const late = sleep(BEAT_WITHIN_MS, undefined, { ref: false });
    try {
      await manager.send(this.kept.shardId, { op: GatewayOpcodes.Heartbeat, d: this.sequence });
      await Promise.race([answered, late]);
    } catch (error) {
      this.needs.log.debug({ err: error }, 'an old session broke off as it gave way');
    }
  }
}
