/** Which slots of a schedule fall into a span: pure, in the community's own time zone, right across clock changes. */
import { addDays, dayOf, wallTime, weekdayOf } from '../kernel/calendar.ts';
import type { Span, Weekday } from '../kernel/calendar.ts';

export type Schedule =
  | { readonly every: 'week'; readonly weekday: Weekday; readonly hour: number; readonly timeZone: string }
  | { readonly every: 'day'; readonly hour: number; readonly timeZone: string }
  /** Slots at whole multiples of `minutes` since the Unix epoch, so in UTC. */
  | { readonly every: 'minutes'; readonly minutes: number };

/** A slot that begins later than this after it was due counts as missed. */
const LATE_AFTER_MS = 5 * 60_000;

/** The slots with from < slot ≤ to, in order. */
export function slotsBetween(schedule: Schedule, { from, to }: Span): Date[] {
  if (schedule.every === 'minutes') return minuteSlots(schedule.minutes, from, to);
  const slots: Date[] = [];
  const lastOn = dayOf(to, schedule.timeZone);
  for (let on = dayOf(from, schedule.timeZone); on <= lastOn; on = addDays(on, 1)) {
    if (schedule.every === 'week' && weekdayOf(on) !== schedule.weekday) continue;
    const slot = wallTime(on, schedule.hour, 0, schedule.timeZone);
    if (slot > from && slot <= to) slots.push(slot);
  }
  return slots;
}

/** The first slot after `after`. */
export function nextSlot(schedule: Schedule, after: Date): Date {
  if (schedule.every === 'minutes') {
    const step = schedule.minutes * 60_000;
    return new Date((Math.floor(after.getTime() / step) + 1) * step);
  }
  // Eight days hold every weekly slot, also one that a clock change moved.
  const slot = slotsBetween(schedule, { from: after, to: new Date(after.getTime() + 8 * 86_400_000) })[0];
  if (!slot) throw new RangeError(`schedule without a slot in eight days: ${JSON.stringify(schedule)}`);
  return slot;
}

function minuteSlots(minutes: number, from: Date, to: Date): Date[] {
  const step = minutes * 60_000;
  const slots: Date[] = [];
  for (let ms = (Math.floor(from.getTime() / step) + 1) * step; ms <= to.getTime(); ms += step)
    slots.push(new Date(ms));
  return slots;
}

export function isLate(slot: Date, now: Date): boolean {
  return now.getTime() - slot.getTime() > LATE_AFTER_MS;
}

/** Which of the due slots (oldest first) to run; the others are passed over. */
export function slotsToRun(
  missed: 'skip' | 'run-latest' | 'run-all',
  slots: readonly Date[],
  now: Date,
): readonly Date[] {
  if (missed === 'run-all') return slots;
  const latest = slots.at(-1);
  return !latest || (missed === 'skip' && isLate(latest, now)) ? [] : [latest];
}
