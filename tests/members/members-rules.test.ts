/** How what is heard becomes stays. */
import { describe, expect, it } from 'vitest';
import { gatherStays } from '../../src/members/members-rules.ts';
import type { StayEvent } from '../../src/members/members-rules.ts';

const joined = (userId: string, joinedAtMs: number): StayEvent => ({
  op: 'joined',
  guildId: 'g',
  userId,
  joinedAtMs,
});
const left = (userId: string, atMs: number): StayEvent => ({ op: 'left', guildId: 'g', userId, atMs });

describe('stays out of what was heard', () => {
  it('joining and leaving within one batch is one stay with its end', () => {
    expect(gatherStays([joined('anna', 10), left('anna', 20)])).toEqual({
      endings: [],
      stays: [{ guildId: 'g', userId: 'anna', joinedAtMs: 10, leftAtMs: 20 }],
      completions: [],
    });
  });

  it('leaving and coming back ends the stay in the table and begins another', () => {
    const { endings, stays } = gatherStays([left('anna', 20), joined('anna', 30)]);
    expect(endings).toEqual([{ guildId: 'g', userId: 'anna', atMs: 20 }]);
    expect(stays).toEqual([{ guildId: 'g', userId: 'anna', joinedAtMs: 30, leftAtMs: null }]);
  });

  it('a return without a leave heard ends the stay before it', () => {
    const { stays } = gatherStays([joined('anna', 10), joined('anna', 30)]);
    expect(stays.map(({ leftAtMs }) => leftAtMs)).toEqual([30, null]);
  });

  it('a stay never ends before it began, whatever the clocks say', () => {
    expect(gatherStays([joined('anna', 10), left('anna', 5)]).stays[0]?.leftAtMs).toBe(10);
  });

  it('the same join told twice is one stay', () => {
    expect(gatherStays([joined('anna', 10), joined('anna', 10)]).stays).toHaveLength(1);
  });

  it('who joins after a list was complete is not missing on it', () => {
    const { completions } = gatherStays([
      { op: 'complete', guildId: 'g', userIds: ['anna'], atMs: 50 },
      joined('ben', 51),
    ]);
    expect(completions[0]?.userIds).toEqual(['anna', 'ben']);
  });
});
