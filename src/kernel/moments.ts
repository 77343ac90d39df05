/** A moment as people type it: now, a time of day, or a day and a time, in a named time zone. Pure. */
import { addDays, dayOf, isDay, wallTime, wallTimeExists } from './calendar.ts';
import { Refusal } from './errors.ts';

/** What was typed. `on` null: the next time it is so late. */
export type TypedMoment =
  | { readonly kind: 'now' }
  | {
      readonly kind: 'at';
      readonly typed: string;
      readonly on: string | null;
      readonly hour: number;
      readonly minute: number;
    };

const NOW = new Set(['now', '现在', '马上', '立即']);
const DAY_AND_TIME = /^(?:(\d{4}-\d{2}-\d{2})[ Tt]+)?(\d{1,2}):(\d{2})$/;

/** `now`, `HH:mm` or `YYYY-MM-DD HH:mm`, in figures and colons of either script. @throws Refusal `option.moment`, also for a day or time that does not exist. */
export function parseMoment(typed: string): TypedMoment {
  const given = typed.normalize('NFKC').trim();
  if (NOW.has(given.toLowerCase())) return { kind: 'now' };
  const [, on = null, hours, minutes] = DAY_AND_TIME.exec(given) ?? [];
  const hour = Number(hours);
  const minute = Number(minutes);
  if (hours === undefined || hour > 23 || minute > 59 || (on !== null && !isDay(on)))
    throw new Refusal('option.moment', { given: typed });
  return { kind: 'at', typed: given, on, hour, minute };
}

/**
 * The instant meant. A time without a day is today's, or tomorrow's where today's is over; a time that occurs twice, when clocks are set
 * back, is the first. @throws Refusal `option.moment-gap` for a time that clocks set forward leave out, `option.moment-past`.
 */
export function momentAt(moment: TypedMoment, now: Date, timeZone: string): Date {
  if (moment.kind === 'now') return now;
  const today = dayOf(now, timeZone);
  if (moment.on !== null) return assertAhead(instantOn(moment.on, moment, timeZone), now);
  const todays = instantOn(today, moment, timeZone);
  return todays > now ? todays : instantOn(addDays(today, 1), moment, timeZone);
}

function instantOn(
  on: string,
  { typed, hour, minute }: Extract<TypedMoment, { kind: 'at' }>,
  timeZone: string,
): Date {
  const at = wallTime(on, hour, minute, timeZone);
  if (!wallTimeExists(on, hour, minute, timeZone))
    throw new Refusal('option.moment-gap', { given: typed, timeZone, next: at });
  return at;
}

function assertAhead(at: Date, now: Date): Date {
  if (at <= now) throw new Refusal('option.moment-past', { at });
  return at;
}

declare module './errors.ts' {
  interface RefusalFacts {
    /** No day and time that exists, written as `YYYY-MM-DD HH:mm`, `HH:mm` or now. */
    'option.moment': { given: string };
    /** A time that is over. */
    'option.moment-past': { at: Date };
    /** A time of day that clocks set forward leave out; `next`: the same moved by what they are set forward. */
    'option.moment-gap': { given: string; timeZone: string; next: Date };
  }
}
