/** The face of who is a member: stays from joining to leaving, without bots and without those who opted out. */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import { gatherStays } from './members-rules.ts';
import type { StayEvent } from './members-rules.ts';
import { countStays, listEverMembers, writeStays } from './members-store.ts';

export type { StayEvent } from './members-rules.ts';

/** Members of a community in a span of days. */
export interface MemberCounts {
  /** N of docs/metrics.md: distinct humans who were members at any time in the span. */
  readonly members: number;
  /** Stays that began in the span; who leaves and returns counts again. */
  readonly joined: number;
  /** Stays that ended in the span; of somebody who left while the bot was away, when that was found. */
  readonly left: number;
}

/** Everything heard before the call is in it, unless the database was away meanwhile. All 0 where Discord does not tell who is a member. */
export async function countMembers(
  app: Pick<App, 'db' | 'interactions'>,
  guildId: string,
  span: DaySpan,
): Promise<MemberCounts> {
  await app.interactions.flush();
  return countStays(app, guildId, span);
}

/**
 * Ids of everybody who is or was a member, each once, without bots and without those who opted out. Everything heard before the call is
 * in it, unless the database was away meanwhile.
 */
async function listMemberIds(app: Pick<App, 'db' | 'interactions'>, guildId: string): Promise<string[]> {
  await app.interactions.flush();
  return listEverMembers(app, guildId);
}

/** Members hashed before others get their turn. */
const HASHES_PER_TURN = 2_000;

/** Of everybody who is or was a member those who stand behind these keys, in random order. @param keyOf under what somebody stands. */
export async function membersBehind(
  app: Pick<App, 'db' | 'interactions'>,
  guildId: string,
  keys: ReadonlySet<string>,
  keyOf: (userId: string) => string,
): Promise<string[]> {
  const found: { userId: string; place: string }[] = [];
  for (const [index, userId] of (await listMemberIds(app, guildId)).entries()) {
    if (index % HASHES_PER_TURN === HASHES_PER_TURN - 1) await nextTurn();
    if (keys.has(keyOf(userId))) found.push({ userId, place: randomUUID() });
  }
  return found.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ userId }) => userId);
}

/** Writes what was heard, in the order it was heard, as part of a transaction. Repeatable without harm. */
export async function recordStays(sql: SqlRunner, events: readonly StayEvent[]): Promise<void> {
  await writeStays(sql, gatherStays(events));
}
