/** When the bot listened to which community. Pure: told of connections and of life on them, it answers which spans reach how far. */

import type { Span } from '../kernel/calendar.ts';

/** A stretch of listening, as far as it reaches now; Unix milliseconds. */
export interface ListenedSpan {
  readonly guildId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How often a span that goes on is written, on the app's clock. */
const WRITE_EVERY_MS = 10_000;

interface Open {
  readonly shardId: number;
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
  private readonly lastKnown: Map<string, number>;

  /** @param lastKnown until when each community was listened to before this start. */
  constructor(lastKnown: ReadonlyMap<string, number> = new Map()) {
    this.lastKnown = new Map(lastKnown);
  }

  /** The shard gave a sign of life: an event or an answered heartbeat. */
  hear(shardId: number): void {
    if (!this.silent.has(shardId)) this.heard.add(shardId);
  }

  /** A community's events come from now on. Hearing it again within the same session changes nothing. */
  begin(guildId: string, shardId: number, atMs: number): ListenedSpan[] {
    if (this.open.has(guildId)) return [];
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

/**
 * The share of a span that was listened to and what is missing, from when the community was first known (`firstAt`) until now.
 * @param listened stretches in order of their beginning; they may overlap.
 */
export function measureCoverage(
  span: Span,
  firstAt: Date | null,
  listened: readonly Span[],
  now: Date,
): { ratio: number; gaps: Span[] } {
  const fromMs = Math.max(span.from.getTime(), firstAt?.getTime() ?? span.from.getTime());
  const toMs = Math.min(span.to.getTime(), now.getTime());
  if (fromMs >= toMs) return { ratio: 0, gaps: [] };
  const gaps: Span[] = [];
  let reachedMs = fromMs;
  let missedMs = 0;
  const miss = (untilMs: number): void => {
    if (untilMs <= reachedMs) return;
    gaps.push({ from: new Date(reachedMs), to: new Date(untilMs) });
    missedMs += untilMs - reachedMs;
  };
  for (const { from, to } of listened) {
    miss(Math.min(from.getTime(), toMs));
    reachedMs = Math.max(reachedMs, to.getTime());
  }
  miss(toMs);
  return { ratio: 1 - missedMs / (toMs - fromMs), gaps };
}
