/**
 * Lets the community's time pass: emits what happens with the local Discord's clock where it belongs, and moves the bot's clock after
 * each stretch that it has received whole. Knows nothing of what happens.
 */
import type { StoppedClock } from '../kernel/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { BotProcess } from './bot-process.ts';
import { HOUR_MS } from './story-time.ts';

/** Something that happens at an instant of the community's time (Unix milliseconds). */
export interface Happening {
  readonly at: number;
  /**
   * The bot notes such a thing with its own clock (voice, a leave), so that must stand at this very instant. Everything else belongs to
   * its hour, which is what the figures are made of.
   */
  readonly exact?: boolean;
  /** What it returns is waited for before the stretch ends; of an exact one before anything else happens. */
  readonly run: () => void | Promise<void>;
}

export interface DeliveryNeeds {
  readonly sandbox: Sandbox;
  /** Of the local Discord. */
  readonly clock: StoppedClock;
  readonly bot: BotProcess;
}

export class Delivery {
  private readonly needs: DeliveryNeeds;
  private pending: Promise<void>[] = [];
  /** Where the bot's clock stands. */
  private botAt: number;
  /** Nothing was sent since the bot was last known to have received everything. */
  private isSettled = true;

  constructor(needs: DeliveryNeeds) {
    this.needs = needs;
    this.botAt = needs.clock.now().getTime();
  }

  /** Lets everything in the list happen, which is in the order of time. */
  async deliver(happenings: Iterable<Happening>): Promise<void> {
    for (const happening of happenings) {
      await this.passTo(happening.exact ? happening.at : startOfStretch(happening.at));
      this.needs.clock.moveTo(new Date(happening.at));
      const done = happening.run();
      this.isSettled = false;
      if (!done) continue;
      if (happening.exact) await done;
      else this.pending.push(noted(done));
    }
  }

  /** Both clocks stand at `at` afterwards, and the bot has received everything from before. */
  async passTo(at: number): Promise<void> {
    if (at <= this.botAt) return;
    await this.settle();
    this.botAt = at;
    this.needs.clock.moveTo(new Date(at));
    if (this.needs.bot.isRunning) await this.needs.bot.moveTo(new Date(at));
  }

  /** Waits until the bot has received everything and answered everybody. */
  async settle(): Promise<void> {
    if (this.isSettled) return;
    await Promise.all(this.pending.splice(0));
    if (this.needs.bot.isRunning) await this.drain();
    this.isSettled = true;
  }

  /** Also where the connection is lost meanwhile: then nobody is behind for a moment, until the bot resumes and is sent what it missed. */
  private async drain(): Promise<void> {
    const { sandbox } = this.needs;
    do {
      await sandbox.connected();
      await sandbox.drained();
    } while (sandbox.gateway.connected().length === 0);
  }
}

/** A stretch is an hour of UTC, and so of Shanghai: reactions, which carry no time of their own, keep their hour. */
function startOfStretch(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}

/** It is waited for later; until then a failure is no unhandled one. */
function noted(done: Promise<void>): Promise<void> {
  done.catch(() => undefined);
  return done;
}
