/**
 * The log while the bot runs: takes events at once, writes them in batches, tries again while the database is away, and leaves nothing
 * behind at the end. Knows no packet and no SQL.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { eventsIn } from './interactions-batch-rules.ts';
import type { LogBatch } from './interactions-batch-rules.ts';
import { RecentDeletes } from './interactions-memory.ts';
import type { OptOuts } from './interactions-memory.ts';
import { halvesOf, WriteQueue } from './interactions-queue.ts';
import type { QueueSettings } from './interactions-queue.ts';
import type { InteractionEvent, LogEvent } from './interactions-rules.ts';
import { listOptOuts, refusalOf, writeBatch } from './interactions-store.ts';
import type { GatewaySession } from './interactions-session-rules.ts';
import type { InteractionLog, LogStatus, Senses } from './interactions.ts';

/** How long an event waits in memory at most while the database is there. */
const FLUSH_EVERY_MS = 250;

/** Waits between tries while the database is away; the last one repeats. */
const RETRY_MS = [250, 500, 1_000, 2_000, 5_000];

/** How long a stop waits for the database before it leaves the rest to the journal. */
const STOP_WITHIN_MS = 1_500;

export type LogNeeds = Pick<App, 'db' | 'clock' | 'log' | 'keyedHash'> & {
  readonly config: Pick<App['config'], 'dataDir' | 'shards'>;
};

export class BufferedLog implements InteractionLog {
  readonly senses: Senses;
  private readonly app: LogNeeds;
  private readonly queue: WriteQueue;
  private readonly optOuts: OptOuts;
  private readonly recentDeletes = new RecentDeletes();
  private readonly due: (() => void)[] = [];
  private readonly rejectedPath: string;
  private readonly timer: NodeJS.Timeout;
  private retryTimer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private holds: Promise<unknown> = Promise.resolve();
  private held = 0;
  private failures = 0;
  private trouble: string | null = null;
  private lastFlushAt: Date | null = null;
  private rejected = 0;
  private stopped = false;
  private readonly committed = new Map<number, number>();

  /** @throws what the file system throws. */
  constructor(app: LogNeeds, senses: Senses, optOuts: OptOuts, bounds: Partial<QueueSettings> = {}) {
    this.app = app;
    this.senses = senses;
    this.optOuts = optOuts;
    const folder = path.join(app.config.dataDir, 'log');
    this.queue = new WriteQueue({ path: path.join(folder, 'interactions.journal'), log: app.log, ...bounds });
    this.rejectedPath = path.join(folder, 'interactions.rejected');
    this.timer = setInterval(() => this.onTimer(), FLUSH_EVERY_MS);
    this.timer.unref();
  }

  record(event: LogEvent): void {
    if (this.stopped) return;
    if (event.type === 'interaction') this.recordInteraction(event);
    else if (event.type === 'delete') {
      for (const messageId of event.messageIds) this.recentDeletes.add(messageId);
      this.queue.add(event);
    } else if (event.type === 'stay') this.recordStay(event);
    else if (event.type !== 'voice-stay' || !this.isOptedOut(event.guildId, event.userId))
      this.queue.add(event);
    if (this.queue.hasFullBatch) this.wake();
  }

  noteBot(userId: string): void {
    if (this.senses.bots.has(userId)) return;
    this.senses.bots.add(userId);
    this.record({ type: 'bot', botId: userId });
  }

  noteSession(session: GatewaySession): void {
    this.queue.noteSession(session);
  }

  async flush(): Promise<boolean> {
    if (this.stopped) return false;
    this.runDue();
    const upTo = this.queue.close();
    await this.holds;
    while (!this.queue.isSettled(upTo)) {
      if (this.stopped) return false;
      await this.write();
      if (this.trouble !== null) return this.queue.isSettled(upTo);
    }
    return true;
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    clearInterval(this.timer);
    const flushed = this.flush();
    await Promise.race([flushed, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    this.stopped = true;
    if (this.retryTimer) clearTimeout(this.retryTimer);
    const { buffered } = this.queue;
    this.queue.end();
    if (this.queue.journaled > 0)
      this.app.log.warn(
        { events: buffered, trouble: this.trouble },
        'the database did not take everything; the rest waits in the journal for the next start',
      );
  }

  holdWrites<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.holds.then(async () => {
      this.held += 1;
      try {
        await this.writing;
        return await work();
      } finally {
        this.held -= 1;
        this.wake();
      }
    });
    // Whoever asked is told of a failure; the next hold and the next flush must come to their turn all the same.
    this.holds = turn.catch(() => undefined);
    return turn;
  }

  status(): LogStatus {
    return {
      buffered: this.queue.buffered,
      journaled: this.queue.journaled,
      lastFlushAt: this.lastFlushAt,
      trouble: this.trouble,
      lost: this.queue.lost,
      rejected: this.rejected,
      committedSequences: this.committed,
    };
  }

  isOptedOut(guildId: string, userId: string): boolean {
    return this.optOuts.has(guildId, userId);
  }

  optOutHashes(guildId: string): ReadonlySet<string> | null {
    return this.optOuts.of(guildId);
  }

  async refreshOptOuts(guildId: string): Promise<void> {
    const hashes = await listOptOuts(this.app, guildId);
    this.optOuts.set(guildId, hashes);
  }

  beforeFlush(work: () => void): void {
    this.due.push(work);
  }

  private recordInteraction(event: InteractionEvent): void {
    if (this.isOptedOut(event.guildId, event.userId)) return;
    if (event.channelId !== '0') {
      const unknown = this.senses.channels.learnUnknown(event.guildId, event.channelId);
      if (unknown) this.queue.add({ type: 'channel', fact: unknown });
    }
    this.queue.add(event);
    // Told of after its deletion: written, and deleted in the same step or a later one.
    if (this.recentDeletes.has(event.subjectId))
      this.queue.add({
        type: 'delete',
        guildId: event.guildId,
        messageIds: [event.subjectId],
        atMs: this.app.clock.now().getTime(),
      });
  }

  private recordStay(event: Extract<LogEvent, { type: 'stay' }>): void {
    if (event.op === 'present') {
      const members = event.members.filter(([userId]) => !this.isOptedOut(event.guildId, userId));
      this.queue.add({ ...event, members });
    } else if (event.op === 'complete' || !this.isOptedOut(event.guildId, event.userId))
      this.queue.add(event);
  }

  private onTimer(): void {
    this.runDue();
    this.queue.close();
    this.wake();
  }

  private runDue(): void {
    for (const work of this.due) work();
  }

  /** Begins to write, unless it waits for the database to come back. */
  private wake(): void {
    if (!this.retryTimer && !this.stopped) void this.write();
  }

  /** Writes until nothing is left, somebody holds writes, or the database is in trouble. Never rejects. */
  private write(): Promise<void> {
    if (this.held > 0) return this.holds.then(() => undefined);
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    for (let batch = this.queue.next(); batch && this.held === 0; batch = this.queue.next()) {
      try {
        await this.writeOrReject(batch);
      } catch (error) {
        this.fail(error);
        return;
      }
      if (this.stopped) return;
      this.queue.settle();
      this.succeed(batch);
    }
  }

  /** Writes the batch; what the database will never take is set aside, so that it does not hold up the rest. */
  private async writeOrReject(batch: LogBatch): Promise<void> {
    try {
      await writeBatch(this.app, batch);
    } catch (error) {
      if (refusalOf(error) === 'later') throw error;
      const events = eventsIn(batch);
      const halves = halvesOf(events);
      if (halves) for (const half of halves) await this.writeOrReject(half);
      else for (const event of events) this.reject(event, error);
    }
  }

  private reject(event: LogEvent, error: unknown): void {
    appendFileSync(this.rejectedPath, `${JSON.stringify(event)}\n`, { mode: 0o600 });
    this.rejected += 1;
    this.app.log.error(
      { err: error, kept: this.rejectedPath },
      'the database refuses an event for what it holds; it is set aside in a file. Please report it',
    );
  }

  private succeed(batch: LogBatch): void {
    for (const { shardId, sequence } of batch.sessions) this.committed.set(shardId, sequence);
    this.lastFlushAt = this.app.clock.now();
    if (this.trouble !== null)
      this.app.log.info(
        { waiting: this.queue.buffered + this.queue.journaled },
        'the database takes events again',
      );
    this.trouble = null;
    this.failures = 0;
  }

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (this.trouble === null)
      this.app.log.warn(
        { reason, buffered: this.queue.buffered },
        'the database does not take events; they are kept in memory and in the journal, and written when it is back',
      );
    this.trouble = reason;
    if (this.retryTimer || this.stopped) return;
    const waitMs = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]!;
    this.failures += 1;
    this.retryTimer = setTimeout(() => {
      this.retryTimer = null;
      this.wake();
    }, waitMs);
    this.retryTimer.unref();
  }
}
