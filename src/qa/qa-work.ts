/** What is done about sessions outside the database, one thing at a time for each; and the changes of a post that are shown together. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A busy session changes more often than Discord lets a message be edited. */
const SHOWN_EVERY_MS = 5_000;

export class QaWork {
  private readonly turns = new Map<number, Promise<unknown>>();
  private readonly toShow = new Map<number, Promise<void>>();
  private readonly stopping = new AbortController();

  /** Does the work after all that was begun for this session before, so that nothing is posted twice. */
  inTurn<T>(sessionId: number, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(sessionId) ?? Promise.resolve();
    // Whoever began what failed before is told by that.
    const turn = before.then(work, work);
    this.turns.set(sessionId, turn);
    const done = () => {
      if (this.turns.get(sessionId) === turn) this.turns.delete(sessionId);
    };
    turn.then(done, done);
    return turn;
  }

  /** Does the work in some seconds, once for all who ask until then. @param work throws nothing. */
  soon(sessionId: number, work: () => Promise<void>): void {
    if (this.toShow.has(sessionId) || this.stopping.signal.aborted) return;
    const { signal } = this.stopping;
    const shown = sleep(SHOWN_EVERY_MS, true, { signal, ref: false })
      // What is not shown before a stop is found by the job after the start.
      .catch(() => false)
      .then((isTime) => {
        this.toShow.delete(sessionId);
        return isTime ? work() : undefined;
      });
    this.toShow.set(sessionId, shown);
  }

  /** Begins nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled([...this.turns.values(), ...this.toShow.values()]);
  }
}
