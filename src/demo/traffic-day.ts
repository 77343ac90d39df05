/** What planning one day of the community needs. */
import type { Community, Resident } from './community.ts';
import type { Happening } from './delivery.ts';
import type { Random } from './random.ts';
import type { Script } from './script.ts';
import { MINUTE_MS } from './story-time.ts';
import type { Talk } from './traffic-talk.ts';

export interface DayPlan {
  readonly community: Community;
  readonly script: Script;
  readonly random: Random;
  /** Local midnight, Unix milliseconds. */
  readonly dayStart: number;
  /** Members for the whole day. */
  readonly present: readonly Resident[];
  readonly talk: Talk;
  readonly add: (happening: Happening) => void;
}

/** A whole minute of the day between two local hours. */
export function minuteBetween({ random, dayStart }: DayPlan, fromHour: number, toHour: number): number {
  return dayStart + random.between(fromHour * 60, toHour * 60 - 1) * MINUTE_MS;
}
