/** Values out of gateway packets: each is looked at before it is used, because packets come from outside. */

/** A packet that is not what Discord describes. */
export class MalformedPacket extends Error {
  constructor(what: string) {
    super(`malformed packet: ${what}`);
    this.name = 'MalformedPacket';
  }
}

/** The unknown data of a packet, or of a part of it. */
export type Data = Readonly<Record<string, unknown>>;

const BIGGEST_ID = '9223372036854775807';

/** PostgreSQL takes no NUL in text. */
export function cleanText(text: string, longest: number): string {
  return text.slice(0, longest).replaceAll('\0', '');
}

/** An id that fits the table. @throws MalformedPacket */
export function idOf(value: unknown, what: string): string {
  if (
    typeof value === 'string' &&
    /^[1-9]\d{14,18}$/.test(value) &&
    (value.length < 19 || value <= BIGGEST_ID)
  )
    return value;
  throw new MalformedPacket(`${what} has no id`);
}

export function instantOf(value: unknown, what: string): number {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new MalformedPacket(`${what} is no instant`);
  return ms;
}

export function partOf(value: unknown, what: string): Data {
  if (isPart(value)) return value;
  throw new MalformedPacket(`no ${what}`);
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new MalformedPacket(`${what} is no list`);
}

export function isPart(value: unknown): value is Data {
  return typeof value === 'object' && value !== null;
}
