/** Money: whole minor units (cents, fen) and a currency; never a fraction. Sums stay exact below 2⁵³ minor units. */

export interface Money {
  /** Whole minor units of the currency; negative for what went back. */
  readonly minor: number;
  /** ISO 4217 code, e.g. CNY. */
  readonly currency: string;
}

/** Why an amount cannot be read: a comma, no number, more decimals than the currency has, or too much to count exactly. */
export type AmountProblem = 'comma' | 'not-a-number' | 'decimals' | 'too-large';

/** Above this a sum of a hundred thousand payments would no longer be exact. */
const MOST_MINOR = 90_000_000_000;

/** True for an ISO 4217 code that is in use. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

/** Decimals of a currency: 2 for CNY, 0 for JPY, 3 for KWD. Source: the machine's Unicode CLDR data. */
export function decimalsOf(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/**
 * Reads an amount that is not negative, as people write it with a point: 1299, 1299.5, 1299.00. A comma is refused, because it means thousands to some
 * and decimals to others.
 * @returns minor units, or why it cannot be read.
 */
export function parseAmount(text: string, currency: string): number | AmountProblem {
  const written = text.trim();
  if (/[,，]/.test(written)) return 'comma';
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(written);
  if (!match) return 'not-a-number';
  const decimals = decimalsOf(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return 'decimals';
  const minor = Number(match[1]! + fraction.padEnd(decimals, '0'));
  return minor > MOST_MINOR ? 'too-large' : minor;
}

/** As `parseAmount` reads it, for files: 1299.00. */
export function writeAmount({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = minor < 0 ? '-' : '';
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
}
