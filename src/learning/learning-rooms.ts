/** Who learns belongs into the rooms of their courses: wakes the work of each community, and spaces its requests to Discord. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { monotonicMs } from '../kernel/clock.ts';
import { GuildRooms } from './learning-rooms-guild.ts';
import { listDueGuilds, updateOutside } from './learning-rooms-store.ts';

/** Between two requests of this process: at most ten a second. */
const TURN_MS = 100;
/** How often the table is looked at for what became due: tiers that ended, tries that failed. */
const LOOK_EVERY_MS = 5_000;

/** Before `start` nothing is carried out. */
export class CourseRooms {
  private readonly ending = new AbortController();
  private readonly guilds = new Map<string, GuildRooms>();
  private app: App | null = null;
  private nextTurnMs = 0;
  private looking: Promise<void> | null = null;

  start(app: App): void {
    this.app = app;
    for (const guildId of app.messenger.guildIds()) this.wake(guildId);
    this.looking = this.keepLooking(app);
  }

  /** Somebody may have become due. */
  wake(guildId: string): void {
    this.of(guildId)?.wake();
  }

  /** Compares everybody's place with where they belong, also with what Discord says; the rooms follow. @throws as `compareRooms`. */
  async compare(guildId: string): Promise<void> {
    await this.of(guildId)?.compare();
  }

  /** The same, as soon as what is under way is done; where it fails the hourly comparison makes up for it. */
  compareSoon(guildId: string): void {
    this.of(guildId)?.compareSoon();
  }

  /** What kept people out of rooms may be gone, for instance since a channel was set. */
  retry(guildId: string): void {
    this.of(guildId)?.unblock();
  }

  /** Somebody joined: who had left is in no room any more. Never throws. */
  noteJoined(guildId: string, userId: string): void {
    const { app } = this;
    if (!app?.communities.serves(guildId)) return;
    updateOutside(app, guildId, [userId], null, app.clock.now()).then(
      (count) => {
        if (count > 0) this.wake(guildId);
      },
      (error: unknown) => {
        const what =
          'who came back could not be let into their courses; the hourly comparison makes up for it';
        app.log.warn({ guild: guildId, err: error }, what);
      },
    );
  }

  /** Resolves when whoever is being let in or out of a room of the community at this moment is. */
  async rest(guildId: string): Promise<void> {
    await this.guilds.get(guildId)?.rest();
  }

  /** Resolves when there is nothing to do in the community now. What waits to be tried again may be open still. */
  async settled(guildId: string): Promise<void> {
    await this.guilds.get(guildId)?.settled();
  }

  /** Ends after what is being written; requests under way are given up and repeated after the next start. */
  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all([this.looking, ...[...this.guilds.values()].map((each) => each.settled())]);
  }

  private of(guildId: string): GuildRooms | null {
    const { app } = this;
    if (!app || this.ending.signal.aborted || !app.communities.serves(guildId)) return null;
    const known = this.guilds.get(guildId);
    if (known) return known;
    const made = new GuildRooms(app, guildId, { signal: this.ending.signal, turn: () => this.turn() });
    this.guilds.set(guildId, made);
    return made;
  }

  /** Resolves when the next request may be sent. */
  private async turn(): Promise<void> {
    const nowMs = monotonicMs();
    const atMs = Math.max(nowMs, this.nextTurnMs);
    this.nextTurnMs = atMs + TURN_MS;
    if (atMs > nowMs) await this.pause(atMs - nowMs);
  }

  private async keepLooking(app: App): Promise<void> {
    let isAway = false;
    while (!this.ending.signal.aborted) {
      try {
        const guildIds = app.messenger.guildIds();
        const due = new Set(await listDueGuilds(app, guildIds, app.clock.now()));
        for (const guildId of guildIds)
          if (due.has(guildId) || this.of(guildId)?.hasReopened()) this.wake(guildId);
        isAway = false;
      } catch (error) {
        if (!isAway) app.log.warn({ err: error }, 'rooms of courses could not be looked after; tried again');
        isAway = true;
      }
      await this.pause(LOOK_EVERY_MS);
    }
  }

  private async pause(ms: number): Promise<void> {
    // Rejects only where the stop ends it, which the caller looks at.
    await sleep(ms, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
  }
}
