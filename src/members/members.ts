/** The face of who is a member: stays from joining to leaving, without bots and without those who opted out. */

export type { StayEvent } from './members-rules.ts';

/** Members of a community in a span of days. */
export interface MemberCounts {
  /** N of docs/metrics.md: distinct humans who were members at any time in the span. */
  readonly members: number;
  /** Stays that began in the span; who leaves and returns counts again. */
  readonly joined: number;
  readonly left: number;
}
