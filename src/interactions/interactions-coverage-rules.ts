/** When the bot listened to which community. Pure: told of connections and of life on them, it answers which spans reach how far. */

/** A stretch of listening, as far as it reaches now; Unix milliseconds. */
export interface ListenedSpan {
  readonly guildId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How often a span that goes on is written, on the app's clock. */
const WRITE_EVERY_MS = 10_000;

/** A span that reaches so close to the last writing was open then: a community in an outage has one that ended earlier. */
const OPEN_WITHIN_MS = 3 * WRITE_EVERY_MS;

/** A connection without a word is given up after two heartbeats at most; one that lived so lately is taken to live still. */
const ALIVE_WITHIN_MS = 60_000;

interface Open {
  shardId: number;
  readonly fromMs: number;
  toMs: number;
  writtenMs: number;
}

/**
 * A span ends where it was last proven that something could be heard, never later. A connection that resumes is replayed what it missed,
 * so its spans go on whole; a new session begins new ones.
 */
export class Listening {
  private readonly open = new Map<string, Open>();
  private readonly silent = new Set<number>();
  private readonly heard = new Set<number>();
  private readonly lastKnown = new Map<string, number>();
  private readonly before: readonly ListenedSpan[];

  /** @param before the last span of each community before this start. */
  constructor(before: readonly ListenedSpan[] = []) {
    this.before = before;
    for (const { guildId, toMs } of before) this.lastKnown.set(guildId, toMs);
  }

  /** The shard gave a sign of life: an event or an answered heartbeat. */
  hear(shardId: number): void {
    if (!this.silent.has(shardId)) this.heard.add(shardId);
  }

  /**
   * A session of an earlier run was resumed: what it missed was replayed, so the spans that were open when it was kept go on whole.
   * @param carries whether the session carries a community.
   */
  goOn(shardId: number, savedMs: number, carries: (guildId: string) => boolean): void {
    for (const { guildId, fromMs, toMs } of this.before)
      if (carries(guildId) && !this.open.has(guildId) && savedMs - toMs <= OPEN_WITHIN_MS)
        this.open.set(guildId, { shardId, fromMs, toMs, writtenMs: toMs });
    this.resume(shardId);
  }

  /** A community's events come from now on. Hearing it again within the same session changes nothing. */
  begin(guildId: string, shardId: number, atMs: number): ListenedSpan[] {
    const going = this.open.get(guildId);
    if (going) {
      // A new session may carry it on another shard.
      going.shardId = shardId;
      return [];
    }
    this.open.set(guildId, { shardId, fromMs: atMs, toMs: atMs, writtenMs: atMs });
    this.lastKnown.set(guildId, atMs);
    return [{ guildId, fromMs: atMs, toMs: atMs }];
  }

  /** The community's events no longer come: an outage of Discord's, or the bot was removed. */
  end(guildId: string, atMs: number): ListenedSpan[] {
    const span = this.open.get(guildId);
    if (!span) return [];
    const spans = this.silent.has(span.shardId) ? [] : [this.reach(guildId, span, atMs)];
    this.open.delete(guildId);
    return spans;
  }

  /** The connection is lost; whether its spans go on is known when it comes back. */
  lose(shardId: number): ListenedSpan[] {
    if (this.silent.has(shardId)) return [];
    this.silent.add(shardId);
    this.heard.delete(shardId);
    return [...this.open]
      .filter(([, span]) => span.shardId === shardId)
      .map(([guildId, span]) => this.reach(guildId, span, span.toMs));
  }

  /** It came back, and what it missed was replayed. */
  resume(shardId: number): void {
    this.silent.delete(shardId);
    this.heard.add(shardId);
  }

  /** It came back as a new session: what was missed is gone. */
  renew(shardId: number): void {
    this.silent.delete(shardId);
    this.heard.add(shardId);
    for (const [guildId, span] of this.open) if (span.shardId === shardId) this.open.delete(guildId);
  }

  /** Whether events of the community come now, as far as is known. */
  isListening(guildId: string): boolean {
    const span = this.open.get(guildId);
    return span !== undefined && !this.silent.has(span.shardId);
  }

  /** Since when the events of the community have come without a gap; null while they do not come, as far as is known. */
  listeningSince(guildId: string): number | null {
    return this.isListening(guildId) ? this.open.get(guildId)!.fromMs : null;
  }

  /**
   * The span that goes on, for those who ask at `atMs`: up to then while the connection showed life lately, else to its last sign of life.
   * Only to be shown; what is written stays what is proven. Null while nothing goes on.
   */
  going(guildId: string, atMs: number): ListenedSpan | null {
    const span = this.open.get(guildId);
    if (!span || this.silent.has(span.shardId)) return null;
    const isAlive = atMs - span.toMs <= ALIVE_WITHIN_MS;
    return { guildId, fromMs: span.fromMs, toMs: isAlive ? Math.max(span.toMs, atMs) : span.toMs };
  }

  /** Moves the spans of every shard that was heard since the last call on to `atMs`; gives those that are due to be written. */
  advance(atMs: number): ListenedSpan[] {
    const spans: ListenedSpan[] = [];
    for (const [guildId, span] of this.open) {
      if (!this.heard.has(span.shardId) || this.silent.has(span.shardId)) continue;
      if (atMs <= span.toMs) continue;
      span.toMs = atMs;
      this.lastKnown.set(guildId, atMs);
      if (atMs - span.writtenMs >= WRITE_EVERY_MS) spans.push(this.reach(guildId, span, atMs));
    }
    this.heard.clear();
    return spans;
  }

  /** Until when it is known what happened in the community; null when nothing is known. */
  knownUntil(guildId: string): number | null {
    return this.lastKnown.get(guildId) ?? null;
  }

  private reach(guildId: string, span: Open, atMs: number): ListenedSpan {
    span.toMs = Math.max(span.toMs, atMs);
    span.writtenMs = span.toMs;
    this.lastKnown.set(guildId, span.toMs);
    return { guildId, fromMs: span.fromMs, toMs: span.toMs };
  }
}
