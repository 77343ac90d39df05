/** Instants of the story. Everything happens in Shanghai, which is eight hours ahead of UTC all year round. */

export const TIME_ZONE = 'Asia/Shanghai';
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;
const OFFSET_MS = 8 * HOUR_MS;

/** `2026-10-19 09:30` on Shanghai's clocks, in Unix milliseconds. */
export function shanghai(wallTime: string): number {
  return Date.parse(`${wallTime.replace(' ', 'T')}:00Z`) - OFFSET_MS;
}

/** The local day, YYYY-MM-DD. */
export function dayOn(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 10);
}

/** The local hour, 0 … 23. */
export function localHour(ms: number): number {
  return new Date(ms + OFFSET_MS).getUTCHours();
}

/** ISO weekday of the local day, 1 Monday … 7 Sunday. */
export function localWeekday(ms: number): number {
  return new Date(ms + OFFSET_MS).getUTCDay() || 7;
}

/** `09:30` on Shanghai's clocks. */
export function clockText(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(11, 16);
}

const WEEKDAYS = ['Mon 周一', 'Tue 周二', 'Wed 周三', 'Thu 周四', 'Fri 周五', 'Sat 周六', 'Sun 周日'];

/** `Mon 周一 2026-10-19` */
export function dayText(ms: number): string {
  return `${WEEKDAYS[localWeekday(ms) - 1]} ${dayOn(ms)}`;
}
