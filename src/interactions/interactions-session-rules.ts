/** Sessions at Discord's gateway: what must be known to resume one, and when its replayed events happened. Pure. */
import { snowflakeMs } from '../kernel/snowflake.ts';

/** A session and how far the log has it. */
export interface GatewaySession {
  /** Keyed hash of the token it belongs to. */
  readonly owner: string;
  readonly shardId: number;
  readonly shardCount: number;
  readonly sessionId: string;
  readonly resumeUrl: string;
  /** The last event that is in the log, with all before it. */
  readonly sequence: number;
  /** When that event happened, or until when nothing followed it; Unix milliseconds. */
  readonly atMs: number;
}

/**
 * When replayed events happened. Most of them carry no time, and they come seconds or hours late; but they come in order, between others
 * whose ids tell when they were made.
 */
export class ReplayClock {
  private ms: number;

  /** @param fromMs when the last event before them happened. */
  constructor(fromMs: number) {
    this.ms = fromMs;
  }

  /** @param id the id that was made when the event happened; null where it has none. @param nowMs no event lies in the future. */
  read(id: string | null, nowMs: number): number {
    if (id !== null) this.ms = Math.max(this.ms, snowflakeMs(id));
    this.ms = Math.min(this.ms, nowMs);
    return this.ms;
  }
}
