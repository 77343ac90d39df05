/** What a scheduled job is. The runner decides when; a job only says what to do for one slot. */
import type { App } from '../app.ts';
import type { CommunitySettings } from '../communities/communities.ts';
import type { Schedule } from './schedule-rules.ts';

export interface JobSlot {
  /** The community it runs for; '0' for a job of the whole bot. */
  readonly guildId: string;
  /** The instant the slot was due. */
  readonly bucketAt: Date;
  /** True when it runs later than the slot because the bot was away or a try failed. */
  readonly late: boolean;
}

interface AnyJob {
  /** Unique; stands in the job table. */
  readonly name: string;
  /**
   * What happens to slots missed while the bot was off. With `run-latest` a failed slot is also tried on until the next one is due; with
   * the others it is given up after some hours.
   */
  readonly missed: 'skip' | 'run-latest' | 'run-all';
  /** Must be repeatable without harm. What it throws is recorded, and the slot tried again up to a bound. */
  run(app: App, slot: JobSlot): Promise<void>;
}

/** Runs for each community by itself. */
export interface CommunityJob extends AnyJob {
  readonly scope?: 'community';
  /** When it is due in this community; null = never (e.g. not set up). */
  schedule(community: CommunitySettings): Schedule | null;
}

/** Runs once for the whole bot. */
export interface BotJob extends AnyJob {
  readonly scope: 'bot';
  schedule(): Schedule;
}

export type Job = CommunityJob | BotJob;
