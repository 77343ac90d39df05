/** What is done about sessions outside the database, one thing at a time for each; and the changes of a post that are shown together. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from '../kernel/turns.ts';

/** A busy session changes more often than Discord lets a message be edited. */
const SHOWN_EVERY_MS = 5_000;

export class QaWork {
  private readonly turns = new Turns();
  private readonly toShow = new Map<number, Promise<void>>();
  private readonly stopping = new AbortController();

  /** Does the work after all that was begun for this session before, so that nothing is posted twice. */
  inTurn<T>(sessionId: number, work: () => Promise<T>): Promise<T> {
    return this.turns.take(String(sessionId), work);
  }

  /** Does the work in some seconds, once for all who ask until then. @param work throws nothing. */
  soon(sessionId: number, work: () => Promise<void>): void {
    if (this.toShow.has(sessionId) || this.stopping.signal.aborted) return;
    const shown = (async () => {
      try {
        await sleep(SHOWN_EVERY_MS, undefined, { signal: this.stopping.signal, ref: false });
      } catch {
        // A stop: what is not shown yet is found by the job after the start.
        return;
      }
      this.toShow.delete(sessionId);
      await work();
    })();
    this.toShow.set(sessionId, shown);
  }

  /** Begins nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled([this.turns.settled(), ...this.toShow.values()]);
  }
}
