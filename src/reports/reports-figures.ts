/** How figures are written in reports, the same in the text, on the pictures and where two reports are compared. */
import { formatNumber } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';

/** A mean per day: with a decimal below a hundred, where it matters, unless it is whole. */
export function perDay(value: number, locale: Locale): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : digitsOf(value), locale);
}

/** A change with its sign, as fine as the level it belongs to is written: +49, −0.3; 0 without a sign. */
export function signed(value: number, level: number, locale: Locale): string {
  return signedTo(value, digitsOf(level), locale);
}

/** A number with its sign and exactly `digits` decimals; 0 without a sign. */
export function signedTo(value: number, digits: number, locale: Locale): string {
  return trueMinus(
    new Intl.NumberFormat(locale, {
      signDisplay: 'exceptZero',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value),
  );
}

/** −1, 0 or +1: the direction in which a change can be seen once it is written. */
export function directionOf(value: number, level: number): -1 | 0 | 1 {
  const scale = 10 ** digitsOf(level);
  const rounded = Math.round(Math.abs(value) * scale);
  return rounded === 0 ? 0 : value > 0 ? 1 : -1;
}

/** A change as a percentage with its sign: +6.4%. */
export function signedPercent(ratio: number, locale: Locale): string {
  return trueMinus(
    new Intl.NumberFormat(locale, {
      style: 'percent',
      signDisplay: 'exceptZero',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(ratio),
  );
}

function digitsOf(level: number): number {
  return Math.abs(level) >= 100 ? 0 : 1;
}

/** The true minus sign is as wide as the plus and cannot be taken for a dash. */
function trueMinus(text: string): string {
  return text.replace('-', '−');
}
