/** The only reader of machine time. Everything else is handed a `Clock`, so that a test or the demo can stop and move it. */

export interface Clock {
  /** The instant it is now for the application. */
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved: for tests and for the demo. */
export class StoppedClock implements Clock {
  private ms: number;

  constructor(at: Date | string) {
    this.ms = new Date(at).getTime();
  }

  now(): Date {
    return new Date(this.ms);
  }

  moveTo(at: Date): void {
    this.ms = at.getTime();
  }

  moveBy(ms: number): void {
    this.ms += ms;
  }
}

/** Milliseconds from an arbitrary start that never step back: for measuring how long something took, never for dates. */
export function monotonicMs(): number {
  return performance.now();
}
