/** Who earns what once, and how a pool is shared. Pure. */
import { describe, expect, it } from 'vitest';
import { onceKey, parseApplication, POINTS, shareOfPool } from '../../src/creators/creators-rules.ts';
import type { Earning } from '../../src/creators/creators-rules.ts';
import { keyedHash } from '../../src/kernel/keyed-hash.ts';

const hash = keyedHash(Buffer.alloc(32, 7));
const base = { guildId: '1', creatorId: '20', courseId: 3, at: new Date('2026-11-30T17:00:00Z') };
const keyOf = (earning: Earning, timeZone = 'UTC') => onceKey(earning, hash, timeZone);
const finished = (learnerId: string): Earning => ({ ...base, kind: 'finished', learnerId });
const rated = (stars: number, learnerId = '30'): Earning => ({ ...base, kind: 'rated', learnerId, stars });

describe('what earns points once', () => {
  it('a course is published for the first time once, whoever it belongs to by then', () => {
    const published = { ...base, kind: 'published' } as const;
    expect(keyOf(published)).toBe(keyOf({ ...published, creatorId: '21' }));
    expect(keyOf(published)).not.toBe(keyOf({ ...published, courseId: 4 }));
  });

  it('an update earns once in the local month: in Shanghai December has begun already', () => {
    const updated = { ...base, kind: 'updated' } as const;
    expect(keyOf(updated)).toBe('updated:3:2026-11');
    expect(keyOf(updated, 'Asia/Shanghai')).toBe('updated:3:2026-12');
  });

  it('each learner counts once for a course, and stands in the key only as a hash', () => {
    expect(keyOf(finished('30'))).toBe(keyOf(finished('30')));
    expect(keyOf(finished('30'))).not.toBe(keyOf(finished('31')));
    expect(keyOf(finished('123456789012345678'))).not.toContain('123456789012345678');
    expect(keyOf(finished('30'))).not.toBe(keyOf(rated(5)));
    // Nor can it be told from two keys that one person learned two courses.
    const hashIn = (courseId: number) => keyOf({ ...finished('30'), courseId })!.split(':')[2];
    expect(hashIn(3)).not.toBe(hashIn(4));
  });

  it("one's own learning earns nothing, and neither do three stars", () => {
    expect(keyOf(finished('20'))).toBeNull();
    expect(keyOf(rated(5, '20'))).toBeNull();
    expect([1, 2, 3].map((stars) => keyOf(rated(stars)))).toEqual([null, null, null]);
    expect(keyOf(rated(4))).toBe(keyOf(rated(5)));
  });

  it('twenty learners who finish are worth as much as the course, and five updates, too', () => {
    expect(POINTS.finished * 20).toBe(POINTS.published);
    expect(POINTS.updated * 5).toBe(POINTS.published);
  });
});

describe('the pool of a month', () => {
  it('is never exceeded by all shares together, however they are rounded', () => {
    const pools: [poolMinor: number, points: number[]][] = [
      [100, [1, 1, 1]],
      [9_007_199_254_740_991, [1, 2, 4]],
      [1, [5, 5]],
      [0, [3]],
    ];
    for (const [poolMinor, points] of pools) {
      const all = points.reduce((sum, own) => sum + own, 0);
      const shares = points.map((own) => BigInt(shareOfPool(poolMinor, own, all)));
      const sum = shares.reduce((total, share) => total + share, 0n);
      expect(sum).toBeLessThanOrEqual(BigInt(poolMinor));
      expect(BigInt(poolMinor) - sum).toBeLessThan(BigInt(points.length));
    }
  });
});

describe('an application', () => {
  it('keeps what was typed in any script, without blanks around it', () => {
    const typed = {
      field: '  Rust 与分布式系统 ',
      samples: '\nhttps://example.org\n',
      locale: 'en',
    } as const;
    expect(parseApplication(typed)).toEqual({
      field: 'Rust 与分布式系统',
      samples: 'https://example.org',
      locale: 'en',
    });
  });

  it('of blanks is none', () => {
    expect(() => parseApplication({ field: ' ', samples: 'x', locale: 'en' })).toThrow('creators.empty');
  });
});
