/** What of a community's past is to be fetched, within which bounds, and what staff may ask for. Pure. */
import { addDays, dayOf, dayStart } from '../kernel/calendar.ts';
import type { Span } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { idBefore, instantAfter } from '../kernel/snowflake.ts';
import { cutSpans, joinSpans } from '../kernel/spans.ts';

/** Gaps older than this are left to staff: two weeks hold this week's report and the one it is compared with. */
export const AUTOMATIC_DAYS = 14;
/** A quarter of a year at once: about what a busy channel gives within an hour. */
const MOST_STAFF_DAYS = 92;
/** So far back at most, also where rows are kept longer. */
const OLDEST_STAFF_DAYS = 365;

/**
 * Fetched before a gap: who deletes a message mostly does so soon after it was written, and a message that the log has and Discord has not
 * was deleted while nobody listened. An hour of a busy channel is a few pages. What is fetched twice is written once.
 */
const LEAD_MS = 3_600_000;
/** Fetched after a gap, because the machine's clock and Discord's may differ. */
const OVERLAP_MS = 60_000;

/** A message younger than this may not stand on a page yet; that it is missing proves nothing. */
export const SETTLING_MS = 60_000;

/** One thing to fetch: ids above `fromId` up to `toId`. */
export interface IdSpan {
  readonly fromId: string;
  readonly toId: string;
}

/** Where a task stands: its threads are to be listed, its messages fetched, all is fetched, or it was given up for good. */
export type TaskState = 'threads' | 'messages' | 'done' | 'refused';

/** Why a task rests (budget: as much was fetched as a start may) or was given up (gone, unreadable). */
export type TaskProblem = 'budget' | 'excluded' | 'no-permission' | 'discord' | 'gone' | 'unreadable';

/** Who wants it. */
export type TaskOrigin = 'gap' | 'staff';

/** What staff asked for, on a channel and its threads together. */
export interface BackfillProgress {
  readonly channelId: string;
  readonly from: Date;
  readonly to: Date;
  /** Every message before this instant is in the log. */
  readonly reachedAt: Date;
  readonly state: 'running' | 'waiting' | 'done' | 'refused';
  readonly problem: TaskProblem | null;
  /** Messages of members found so far, and those among them that the log did not have. */
  readonly found: number;
  readonly added: number;
  /** The channel and its threads, and how many of them are finished. */
  readonly places: number;
  readonly placesDone: number;
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The last day asked for lies before the first. */
    'log.days-reversed': { fromOn: string; toOn: string };
    /** The first day asked for has not begun. */
    'log.future': { fromOn: string };
    /** More days than are fetched at once. */
    'log.too-long': { days: number; most: number };
    /** Days that lie too far back. */
    'log.too-old': { fromOn: string; oldestOn: string };
    /** The channel is excluded, now or in all of the days asked for. */
    'log.excluded': { channelId: string };
    /** The bot may not read the channel; permissions by Discord's English names. */
    'log.unreadable': { channelId: string; missing: readonly string[] };
    /** Nothing can be fetched there: not a channel with messages. */
    'log.no-messages': { channelId: string };
  }
}

/**
 * The times of one channel that are to be fetched by themselves: what was missed in the last two weeks, is not excluded, and is in no
 * task yet.
 * @param known spans of the tasks there are, whatever became of them.
 */
export function decideMissing(
  missed: readonly Span[],
  excluded: readonly Span[],
  known: readonly Span[],
  now: Date,
): Span[] {
  const oldest = new Date(now.getTime() - AUTOMATIC_DAYS * 86_400_000);
  const wanted = cutSpans(missed, [{ from: new Date(0), to: oldest }, ...known]);
  const widened = wanted.map(({ from, to }) => ({
    from: new Date(from.getTime() - LEAD_MS),
    to: new Date(Math.min(to.getTime() + OVERLAP_MS, Math.max(to.getTime(), now.getTime()))),
  }));
  // A task is known by its beginning. Where two begin at the end of what is excluded, the first one has what the second leaves out.
  const begun = new Set(known.map(({ from }) => from.getTime()));
  return cutSpans(joinSpans(widened), excluded).map(({ from, to }) => {
    let fromMs = from.getTime();
    while (begun.has(fromMs)) fromMs += 1;
    return { from: new Date(fromMs), to };
  });
}

/**
 * The span of days that staff asked for, as far as it has passed.
 * @param lastOn null for today.
 * @param rowsFrom the log takes nothing that happened earlier; null = it takes everything.
 * @throws Refusal `log.*` for days that are none, to come, too many, or too old.
 */
export function decideStaffSpan(
  fromOn: string,
  lastOn: string | null,
  timeZone: string,
  now: Date,
  rowsFrom: Date | null = null,
): Span {
  const today = dayOf(now, timeZone);
  if (fromOn > today) throw new Refusal('log.future', { fromOn });
  const toOn = lastOn ?? today;
  if (toOn < fromOn) throw new Refusal('log.days-reversed', { fromOn, toOn });
  const firstKeptOn = rowsFrom ? addDays(dayOf(new Date(rowsFrom.getTime() - 1), timeZone), 1) : '';
  const oldestOn = [addDays(today, -OLDEST_STAFF_DAYS), firstKeptOn].toSorted().at(-1)!;
  if (fromOn < oldestOn) throw new Refusal('log.too-old', { fromOn, oldestOn });
  const to = dayStart(addDays(toOn, 1), timeZone);
  const from = dayStart(fromOn, timeZone);
  const days = Math.round((to.getTime() - from.getTime()) / 86_400_000);
  if (days > MOST_STAFF_DAYS) throw new Refusal('log.too-long', { days, most: MOST_STAFF_DAYS });
  return { from, to: to < now ? to : now };
}

export function idSpanOf({ from, to }: Span): IdSpan {
  return { fromId: idBefore(from), toId: idBefore(to) };
}

export function spanOf({ fromId, toId }: IdSpan): Span {
  return { from: instantAfter(fromId), to: instantAfter(toId) };
}
