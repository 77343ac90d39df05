/** Numbers, days and instants as each language writes them. Instants in messages are Discord timestamps: each reader sees their own zone. */
import { writeAmount } from '../kernel/money.ts';
import type { Money } from '../kernel/money.ts';

export type Locale = 'en' | 'zh-CN';

export const LOCALES: readonly Locale[] = ['en', 'zh-CN'];

/** Integers with grouping: 24,871. */
export function formatCount(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** A number with exactly `digits` decimals. */
export function formatNumber(value: number, digits: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A ratio 0..1 as a percentage: 0.997 → 99.7%. */
export function formatPercent(ratio: number, digits: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(ratio);
}

/** A share of the whole with one decimal, never rounded up to 100 %: 0.9999 → 99.9%, 1 → 100%. */
export function formatFlooredPercent(ratio: number, locale: Locale): string {
  return ratio >= 1 ? formatPercent(1, 0, locale) : formatPercent(Math.floor(ratio * 1000) / 1000, 1, locale);
}

/** An amount with its currency: CN¥1,299.00, ¥1,299.00; −¥1,299.00 for what went back. */
export function formatMoney(money: Money, locale: Locale): string {
  // As text, because a fraction would be a float.
  const amount = writeAmount(money) as `${number}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(amount);
}

/** Local calendar days from one to another, both inclusive, as short as can be: 16–22 Nov 2026, 2026年11月16日–22日. */
export function formatDayRange(fromOn: string, lastOn: string, locale: Locale): string {
  const sameYear = fromOn.slice(0, 4) === lastOn.slice(0, 4);
  const sameMonth = fromOn.slice(0, 7) === lastOn.slice(0, 7);
  const [from, last] = [formatDay(fromOn, locale), formatDay(lastOn, locale)];
  if (!sameYear) return `${from} – ${last}`;
  // English drops from the end what both share, Chinese from the beginning.
  if (locale === 'zh-CN')
    return `${from}–${sameMonth ? `${Number(lastOn.slice(8))}日` : last.replace(/^.*年/, '')}`;
  return sameMonth ? `${Number(fromOn.slice(8))}–${last}` : `${from.slice(0, -5)} – ${last}`;
}

/** Discord's own timestamp markup; R = relative, f = date and time, D = date. */
export function formatInstant(at: Date, style: 'R' | 'f' | 'F' | 'D' | 't' = 'f'): string {
  return `<t:${Math.floor(at.getTime() / 1000)}:${style}>`;
}

/** A local calendar day (YYYY-MM-DD) in words: 16 Nov 2026, 2026年11月16日. */
export function formatDay(on: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    dateStyle: locale === 'en' ? 'medium' : 'long',
    timeZone: 'UTC',
  }).format(new Date(`${on}T00:00:00Z`));
}
