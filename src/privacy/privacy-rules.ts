/** How an opt-out and an erasure are remembered, and how much is held on a person. Pure. */
import type { KeyedHash } from '../kernel/keyed-hash.ts';

/** What is kept of somebody who opted out of a community: nobody without the key can tell who it is, nor join two communities. */
export function optOutHash(keyedHash: KeyedHash, guildId: string, userId: string): string {
  return keyedHash.of('opt-out', guildId, userId);
}

/** What is kept of somebody whose earlier acts must not come back: as for an opt-out, and not to be joined with one. */
export function countedFromHash(keyedHash: KeyedHash, guildId: string, userId: string): string {
  return keyedHash.of('counted-from', guildId, userId);
}

/** Records in what a feature exports: the elements of its lists, and one for each value beside them. */
export function countRecords(held: unknown): number {
  if (held === null || held === undefined) return 0;
  if (Array.isArray(held)) return held.length;
  if (typeof held !== 'object' || held instanceof Date) return 1;
  return Object.values(held).reduce<number>((sum, value) => sum + countRecords(value), 0);
}
