/** Discord's ids ("snowflakes"): 64-bit numbers, text in TypeScript, whose upper 42 bits are the time they were made. */

/** 2015-01-01T00:00:00Z in Unix milliseconds. Source: https://discord.com/developers/docs/reference#snowflakes */
export const DISCORD_EPOCH_MS = 1_420_070_400_000;

export function snowflakeInstant(id: string): Date {
  return new Date(snowflakeMs(id));
}

/** When the id was made, in Unix milliseconds. */
export function snowflakeMs(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}

/** The smallest id that could be made at `at` (0 before Discord's epoch); `low` (0 … 2²²−1) tells ids of one millisecond apart. */
export function snowflakeAt(at: Date, low = 0): string {
  return ((BigInt(Math.max(0, at.getTime() - DISCORD_EPOCH_MS)) << 22n) | BigInt(low)).toString();
}

/** Ids above this one were made at `at` or later. */
export function idBefore(at: Date): string {
  return (BigInt(snowflakeAt(at)) - 1n).toString();
}

/** The first instant whose ids all stand above this one: undoes `idBefore`. */
export function instantAfter(id: string): Date {
  return new Date(Number((BigInt(id) + (1n << 22n)) >> 22n) + DISCORD_EPOCH_MS);
}

/** The largest that a database takes; Discord's own are far below. */
const LARGEST = 2n ** 63n - 1n;

/** Whether it is written like an id of Discord's. */
export function isSnowflake(text: string): boolean {
  return /^\d{17,20}$/.test(text) && BigInt(text) <= LARGEST;
}
