/**
 * What waits for the database, in the order it came: batches in memory, and in the journal what memory has no room for. Knows the file,
 * not the database.
 */
import type { Logger } from '../logger.ts';
import { addEvent, batchOf, emptyBatch } from './interactions-batch-rules.ts';
import type { LogBatch } from './interactions-batch-rules.ts';
import { Journal } from './interactions-journal.ts';
import type { NumberedBatch } from './interactions-journal.ts';
import type { LogEvent } from './interactions-rules.ts';
import type { GatewaySession } from './interactions-session-rules.ts';

/** A batch is closed at this size: large enough to be cheap per row, small enough (0.2 s) not to keep others from an embedded database. */
const BATCH_WEIGHT = 8_000;

/** More than this is not kept in memory; it goes to the journal. About 50 MB, two or three seconds of the fastest stream. */
const MOST_IN_MEMORY = 200_000;

/** With the disk full as well memory is all there is; past this, new events are lost, and that is said. About 100 MB. */
const MOST_AT_ALL = 400_000;

export interface QueueSettings {
  readonly path: string;
  readonly log: Logger;
  /** For tests: other bounds. */
  readonly mostInMemory?: number;
  readonly mostAtAll?: number;
}

export class WriteQueue {
  /** Events that could be kept nowhere. */
  lost = 0;
  private readonly journal: Journal;
  private readonly log: Logger;
  private readonly mostInMemory: number;
  private readonly mostAtAll: number;
  private open: LogBatch = emptyBatch();
  private closed: NumberedBatch[] = [];
  private closedWeight = 0;
  /** Taken by the writer and not yet settled. `fromJournal`: it stands there too. */
  private taken: { readonly batch: NumberedBatch; readonly fromJournal: boolean } | null = null;
  private sessions = new Map<string, GatewaySession>();
  private lastNumber: number;
  private journalFails = false;

  /** @throws what the file system throws. */
  constructor({ path, log, mostInMemory = MOST_IN_MEMORY, mostAtAll = MOST_AT_ALL }: QueueSettings) {
    this.log = log;
    this.mostInMemory = mostInMemory;
    this.mostAtAll = mostAtAll;
    this.journal = new Journal(path);
    this.lastNumber = this.journal.lastNumber;
    const { damagedBytes } = this.journal;
    if (damagedBytes > 0)
      log.warn(
        { path, damagedBytes },
        'the journal had a piece that was only half written when the process ended; it is left out, the rest is written now',
      );
    if (!this.journal.isEmpty)
      log.info(
        { path, events: this.journal.weight },
        'the journal holds events of the last run; writing them now',
      );
  }

  /** Events in memory. */
  get buffered(): number {
    const taken = this.taken && !this.taken.fromJournal ? this.taken.batch.batch.weight : 0;
    return this.open.weight + this.closedWeight + taken;
  }

  /** Events in the journal. */
  get journaled(): number {
    return this.journal.weight;
  }

  get isEmpty(): boolean {
    return (
      !this.taken && this.journal.isEmpty && this.closed.length === 0 && isIdle(this.open, this.sessions)
    );
  }

  /** True when a batch is full and ready to be written. */
  get hasFullBatch(): boolean {
    return this.closed.length > 0;
  }

  add(event: LogEvent): void {
    if (this.buffered >= this.mostAtAll) {
      this.lose(1);
      return;
    }
    addEvent(this.open, event);
    if (this.open.weight >= BATCH_WEIGHT) this.close();
  }

  noteSession(session: GatewaySession): void {
    // Where events were lost, the sessions stay at the point before: a restart has Discord tell them again.
    if (this.lost > 0) return;
    this.sessions.set(`${session.shardCount}/${session.shardId}`, session);
  }

  /** Closes the batch that is being filled. @returns the number of the last batch there is. */
  close(): number {
    if (!isIdle(this.open, this.sessions)) {
      this.open.sessions = [...this.sessions.values()];
      this.sessions = new Map();
      this.closed.push({ number: ++this.lastNumber, batch: this.open });
      this.closedWeight += this.open.weight;
      this.open = emptyBatch();
      if (this.closedWeight > this.mostInMemory) this.spill();
    }
    return this.lastNumber;
  }

  /** The next batch to be written; the same one until it is settled. null when nothing is closed. */
  next(): LogBatch | null {
    if (!this.taken) {
      const journaled = this.journal.first();
      if (journaled) this.taken = { batch: journaled, fromJournal: true };
      else {
        const closed = this.closed.shift();
        if (!closed) return null;
        this.closedWeight -= closed.batch.weight;
        this.taken = { batch: closed, fromJournal: false };
      }
    }
    return this.taken.batch.batch;
  }

  /** The batch given by `next` is in the database. */
  settle(): void {
    if (this.taken?.fromJournal) this.journal.settle(this.taken.batch.number);
    this.taken = null;
  }

  /** Whether every batch up to this number is settled. */
  isSettled(number: number): boolean {
    const first = this.taken?.batch.number ?? this.journal.firstNumber ?? this.closed[0]?.number;
    return first === undefined || first > number;
  }

  /** Moves what is in memory to the journal, for the next start. Nothing may be added afterwards. */
  end(): void {
    this.close();
    this.spill();
    if (this.buffered > 0) this.lose(this.buffered);
    this.journal.close();
  }

  private spill(): void {
    // What is being written goes first: those behind it say that the sessions are covered up to them, and it may yet be lost with memory.
    if (this.taken && !this.taken.fromJournal) {
      if (!this.keep(this.taken.batch)) return;
      this.taken = { batch: this.taken.batch, fromJournal: true };
    }
    for (let first = this.closed[0]; first; first = this.closed[0]) {
      if (!this.keep(first)) return;
      this.closed.shift();
      this.closedWeight -= first.batch.weight;
    }
  }

  private keep(batch: NumberedBatch): boolean {
    try {
      this.journal.append(batch);
      this.journalFails = false;
      return true;
    } catch (error) {
      if (!this.journalFails)
        this.log.error(
          { err: error, mostInMemory: this.mostAtAll },
          'the journal cannot be written (is the disk full?): events stay in memory as long as there is room. Make room on the disk of DATA_DIR',
        );
      this.journalFails = true;
      return false;
    }
  }

  private lose(events: number): void {
    if (this.lost === 0)
      this.log.error(
        'events are lost to this run: neither the database nor the journal takes them, and memory is full. Mend that, then restart the bot soon: Discord tells them again for some minutes',
      );
    this.lost += events;
  }
}

/** Cuts a batch in two, for finding the event that the database refuses; null when it is a single one. */
export function halvesOf(events: readonly LogEvent[]): [LogBatch, LogBatch] | null {
  if (events.length < 2) return null;
  const middle = Math.ceil(events.length / 2);
  return [batchOf(events.slice(0, middle)), batchOf(events.slice(middle))];
}

function isIdle(batch: LogBatch, sessions: ReadonlyMap<string, GatewaySession>): boolean {
  return batch.weight === 0 && sessions.size === 0;
}
