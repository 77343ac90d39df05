/** What a scheduled job is. The runner decides when; a job only says what to do for one slot. */
import type { App } from '../app.ts';
import type { CommunitySettings } from '../communities/communities.ts';
import type { Shards } from '../kernel/shards.ts';
import type { Schedule } from './schedule-rules.ts';

export interface JobSlot {
  /** The community it runs for; for other jobs what `slotOwner` says. */
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
  /** False: not yet; it is asked again at the next tick. Answered from memory. Left out: always ready. */
  isReady?(app: App, guildId: string): boolean;
  /** Must be repeatable without harm. What it throws is recorded, and the slot tried again up to a bound. */
  run(app: App, slot: JobSlot): Promise<void>;
}

/** Runs for each community by itself. */
export interface CommunityJob extends AnyJob {
  readonly scope?: 'community';
  /** When it is due in this community; null = never (e.g. not set up). */
  schedule(community: CommunitySettings): Schedule | null;
}

/** Runs once for the whole bot, in whichever of its processes comes first. */
export interface BotJob extends AnyJob {
  readonly scope: 'bot';
  schedule(): Schedule;
}

/** Runs once in each process, for all its communities together: for what only the process that serves a community may do. */
export interface ProcessJob extends AnyJob {
  readonly scope: 'process';
  /** True: it asks Discord for things, so it may take long, and runs beside those that do not. */
  readonly asksDiscord?: true;
  schedule(): Schedule;
}

export type Job = CommunityJob | BotJob | ProcessJob;

const WHOLE_BOT = '0';

/** The guild id under which a job's slots are kept: the community's own, 0 for the whole bot, the first shard of a process for the process. */
export function slotOwner(job: Job, guildId: string, shards: Shards | null): string {
  if (job.scope === 'bot') return WHOLE_BOT;
  return job.scope === 'process' ? String(shards?.ids[0] ?? WHOLE_BOT) : guildId;
}

/** When a job is due; null = never. */
export function scheduleOf(job: Job, community: CommunitySettings): Schedule | null {
  return job.scope === 'bot' || job.scope === 'process' ? job.schedule() : job.schedule(community);
}
