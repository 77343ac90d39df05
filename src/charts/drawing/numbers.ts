/** Numbers and days in the reader's language, by Intl. No word of a sentence is made here. */
import type { ChartLocale } from './theme.ts';

/** What stands for a number nobody knows. */
export const unknownMark = '–';

/** A 95 % interval or another pair of bounds, `low ≤ high`, in the unit of the value it belongs to. */
export interface Interval {
  low: number;
  high: number;
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: ChartLocale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

function show(locale: ChartLocale, value: number | null, options: Intl.NumberFormatOptions): string {
  if (value === null || !Number.isFinite(value)) return unknownMark;
  // The true minus sign is as wide as the plus, so signed columns line up.
  return numberFormat(locale, options).format(value).replace('-', '−');
}

/** Narrows away what cannot be drawn: null, NaN and the infinities are all "unknown". */
export function isKnown(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** 1,234,567 */
export function formatCount(locale: ChartLocale, count: number | null): string {
  return show(locale, count, { maximumFractionDigits: 0 });
}

/** 1.2M, 123万: where the room is small. Below 10,000 the number is given in full. */
export function formatCompactCount(locale: ChartLocale, count: number | null): string {
  if (count !== null && Math.abs(count) < 10_000) return formatCount(locale, count);
  return show(locale, count, { notation: 'compact', maximumFractionDigits: 1 });
}

export function formatDecimal(locale: ChartLocale, value: number | null, digits: number): string {
  return show(locale, value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `ratio` 0.064 → 6.4%; from 100 % on without a fraction. */
export function formatPercent(locale: ChartLocale, ratio: number | null, digits = 1): string {
  const maximumFractionDigits = ratio !== null && Math.abs(ratio) >= 0.9995 ? 0 : digits;
  return show(locale, ratio, { style: 'percent', maximumFractionDigits });
}

/** With its sign, except zero: +120, −8.5 */
export function formatSigned(locale: ChartLocale, value: number | null, digits = 0): string {
  return show(locale, value, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** 4.05–4.36. Negative ends are kept apart from the dash: −12 – 8 */
export function formatInterval(locale: ChartLocale, interval: Interval, digits: number): string {
  const low = formatDecimal(locale, interval.low, digits);
  const high = formatDecimal(locale, interval.high, digits);
  return interval.low < 0 || interval.high < 0 ? `${low} – ${high}` : `${low}–${high}`;
}

/** A calendar day as an axis shows it: Nov 9, 11/9. `on` is YYYY-MM-DD and belongs to no zone. */
export function formatDay(locale: ChartLocale, on: string): string {
  const options: Intl.DateTimeFormatOptions =
    locale === 'en'
      ? { month: 'short', day: 'numeric', timeZone: 'UTC' }
      : { month: 'numeric', day: 'numeric', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${on}T00:00:00Z`));
}

/** The weekday of a calendar day: Mon, 周一. */
export function formatWeekday(locale: ChartLocale, on: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${on}T00:00:00Z`));
}

/** Monday = 1 … Sunday = 7 (ISO 8601). */
export type IsoWeekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The name of an ISO weekday: Mon, 周一. Days beyond 7 wrap around, so `weekStart + 6` works. */
export function formatIsoWeekday(locale: ChartLocale, weekday: number): string {
  // 2024-01-01 was a Monday.
  const day = ((((weekday - 1) % 7) + 7) % 7) + 1;
  return formatWeekday(locale, `2024-01-0${day}`);
}
