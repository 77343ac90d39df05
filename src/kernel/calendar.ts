/** Days and weeks in a named time zone. Calendar days are text (YYYY-MM-DD), instants are `Date`; spans are half-open [from, to). */
import { Temporal } from 'temporal-polyfill';

/** A half-open span of instants: from ≤ t < to. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A half-open span of local days, with the instants at which they begin. `days` lists them in order, without `toOn`. */
export interface DaySpan extends Span {
  readonly fromOn: string;
  readonly toOn: string;
  readonly days: readonly string[];
  readonly timeZone: string;
}

/** ISO weekday: 1 Monday … 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** True for a name the machine's time zone database knows, written as an area (Asia/Shanghai) or UTC. */
export function isTimeZone(name: string): boolean {
  if (!/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** True for a day that exists, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

export function dayOf(at: Date, timeZone: string): string {
  return zoned(at, timeZone).toPlainDate().toString();
}

/** The instant a local day begins: midnight, or the first instant after it where a clock change skips midnight. */
export function dayStart(on: string, timeZone: string): Date {
  return instant(Temporal.PlainDate.from(on).toZonedDateTime({ timeZone }));
}

export function addDays(on: string, days: number): string {
  return Temporal.PlainDate.from(on).add({ days }).toString();
}

/** Whole days from `fromOn` to `toOn`; negative when `toOn` is earlier. */
export function daysBetween(fromOn: string, toOn: string): number {
  return Temporal.PlainDate.from(fromOn).until(Temporal.PlainDate.from(toOn), { largestUnit: 'day' }).days;
}

export function weekdayOf(on: string): Weekday {
  return Temporal.PlainDate.from(on).dayOfWeek as Weekday;
}

/** ISO 8601 week number and the year it belongs to, of the week holding `on`. */
export function isoWeekOf(on: string): { year: number; week: number } {
  const date = Temporal.PlainDate.from(on);
  return { year: date.yearOfWeek ?? date.year, week: date.weekOfYear ?? 0 };
}

/** First day of the week that holds `on`, for weeks that begin on `weekStartsOn`. */
export function weekStartOf(on: string, weekStartsOn: Weekday): string {
  return addDays(on, -((weekdayOf(on) - weekStartsOn + 7) % 7));
}

export function daySpan(fromOn: string, dayCount: number, timeZone: string): DaySpan {
  const days = Array.from({ length: dayCount }, (_, index) => addDays(fromOn, index));
  const toOn = addDays(fromOn, dayCount);
  return { fromOn, toOn, days, timeZone, from: dayStart(fromOn, timeZone), to: dayStart(toOn, timeZone) };
}

/** The week that holds `on`. */
export function weekSpan(on: string, weekStartsOn: Weekday, timeZone: string): DaySpan {
  return daySpan(weekStartOf(on, weekStartsOn), 7, timeZone);
}

/** The month that holds `on`. */
export function monthSpan(on: string, timeZone: string): DaySpan {
  const first = Temporal.PlainDate.from(on).with({ day: 1 });
  return daySpan(first.toString(), first.daysInMonth, timeZone);
}

/**
 * The instant of a wall time on a local day. A wall time skipped by a clock change moves forward by the length of the gap; one that
 * occurs twice means the first ("compatible" of RFC 5545 and Temporal).
 */
export function wallTime(on: string, hour: number, minute: number, timeZone: string): Date {
  const time = Temporal.PlainDate.from(on).toPlainDateTime({ hour, minute });
  return instant(time.toZonedDateTime(timeZone, { disambiguation: 'compatible' }));
}

/** False for a wall time that a clock change leaves out on that day. */
export function wallTimeExists(on: string, hour: number, minute: number, timeZone: string): boolean {
  const time = Temporal.PlainDate.from(on).toPlainDateTime({ hour, minute });
  return time.toZonedDateTime(timeZone).toPlainDateTime().equals(time);
}

/** An instant as local time with its distance from UTC, for files: 2026-12-31T15:32:10+08:00. */
export function localText(at: Date, timeZone: string): string {
  return zoned(at, timeZone).toString({ timeZoneName: 'never' });
}

/** A length of time in local days and what is left of the last one: a day is a calendar day, however many hours it has. */
export interface LocalLength {
  readonly days: number;
  readonly ms: number;
}

/**
 * The instant `length` after `at`: the same wall time so many local days later, then the milliseconds. 29 February plus 365 days is
 * 28 February; a wall time that a clock change skips moves forward by the gap.
 */
export function addLocal(at: Date, { days, ms }: LocalLength, timeZone: string): Date {
  return new Date(zoned(at, timeZone).add({ days }).epochMilliseconds + ms);
}

/** The length from one instant to a later one, such that `addLocal(from, …)` is `to`. */
export function localLength(from: Date, to: Date, timeZone: string): LocalLength {
  const { days } = zoned(from, timeZone).until(zoned(to, timeZone), { largestUnit: 'day' });
  const daysLater = addLocal(from, { days, ms: 0 }, timeZone);
  return { days, ms: to.getTime() - daysLater.getTime() };
}

/** Local hour 0 … 23 of an instant. */
export function hourOf(at: Date, timeZone: string): number {
  return zoned(at, timeZone).hour;
}

function zoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function instant(at: Temporal.ZonedDateTime): Date {
  return new Date(at.epochMilliseconds);
}
