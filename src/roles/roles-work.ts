/** Carries out what was wished, over all communities of this process: wakes them, and spaces their requests to Discord. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { monotonicMs } from '../kernel/clock.ts';
import { GuildRoles } from './roles-guild.ts';
import type { RoleOutcome } from './roles-guild.ts';
import { listDueGuilds } from './roles-store.ts';

export type { RoleOutcome } from './roles-guild.ts';

/**
 * Between two requests of this process: at most twenty a second of the fifty that Discord allows. Fetching history takes as many at most,
 * the rest is for answers to people.
 */
const TURN_MS = 50;
/** How often the table is looked at for what was tried and is due again, and for wishes of other processes. */
const LOOK_EVERY_MS = 5_000;

/** Before `start` nothing is carried out. */
export class RoleWork {
  /** Called for each wish that is over, after that stands in the database. Filled where the app is put together. */
  readonly onClosed: ((outcome: RoleOutcome) => void)[] = [];
  private readonly ending = new AbortController();
  private readonly guilds = new Map<string, GuildRoles>();
  private app: App | null = null;
  private turnMs = TURN_MS;
  private nextTurnMs = 0;
  private looking: Promise<void> | null = null;

  /** Goes on with what is open, and tries again what failed for a reason that is gone. @param turnMs for tests: another pace. */
  start(app: App, turnMs = TURN_MS): void {
    this.app = app;
    this.turnMs = turnMs;
    for (const guildId of app.messenger.guildIds()) this.standingChanged(guildId);
    this.looking = this.keepLooking(app);
  }

  /** Something was wished in the community. */
  wake(guildId: string): void {
    this.of(guildId)?.wake();
  }

  /** The bot may be allowed more or less there than before, or hears of it again: what failed for that is tried again where it may go well now. */
  standingChanged(guildId: string): void {
    this.of(guildId)?.standingChanged();
  }

  /** Resolves when there is nothing to do in the community now. What waits to be tried again may be open still. */
  async settled(guildId: string): Promise<void> {
    await this.guilds.get(guildId)?.settled();
  }

  /** Ends after what is being written; requests under way are given up, and the next start finds out what became of them. */
  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all([this.looking, ...[...this.guilds.values()].map((each) => each.settled())]);
  }

  private of(guildId: string): GuildRoles | null {
    const { app } = this;
    if (!app || this.ending.signal.aborted || !app.communities.serves(guildId)) return null;
    const known = this.guilds.get(guildId);
    if (known) return known;
    const made = new GuildRoles(app, guildId, {
      signal: this.ending.signal,
      turn: () => this.turn(),
      closed: (outcome) => {
        for (const tell of this.onClosed) tell(outcome);
      },
    });
    this.guilds.set(guildId, made);
    return made;
  }

  /** Resolves when the next request may be sent. */
  private async turn(): Promise<void> {
    const nowMs = monotonicMs();
    const atMs = Math.max(nowMs, this.nextTurnMs);
    this.nextTurnMs = atMs + this.turnMs;
    if (atMs > nowMs) await this.pause(atMs - nowMs);
  }

  private async keepLooking(app: App): Promise<void> {
    let isAway = false;
    for (;;) {
      await this.pause(LOOK_EVERY_MS);
      if (this.ending.signal.aborted) return;
      try {
        const guildIds = await listDueGuilds(app, app.messenger.guildIds(), app.clock.now());
        for (const guildId of guildIds) this.wake(guildId);
        isAway = false;
      } catch (error) {
        if (!isAway) app.log.warn({ err: error }, 'open roles could not be looked for; tried again');
        isAway = true;
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    // Rejects only where the stop ends it, which the caller looks at.
    await sleep(ms, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
  }
}
