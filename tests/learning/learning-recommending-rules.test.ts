import { describe, expect, it } from 'vitest';
import { likeness, PEOPLE_MIN, suggestCourses } from '../../src/learning/learning-recommending-rules.ts';

describe('how alike two courses are', () => {
  it('is the cosine of their learners, shrunk by how few took both', () => {
    // 30 of 40 and 90: 30 / √3600 = 0.5, times 30 / 40.
    expect(likeness(30, 40, 90)).toBeCloseTo(0.375);
    expect(likeness(0, 40, 90)).toBe(0);
  });

  it('ten who took only these two say less than a hundred', () => {
    expect(likeness(10, 10, 10)).toBeLessThan(likeness(100, 100, 100));
  });
});

describe('what is suggested', () => {
  const learners = new Map([
    [1, 100],
    [2, 100],
    [3, 50],
    [4, 400],
    [5, 20],
  ]);

  it('adds up over all courses the member took, and names the most alike', () => {
    const found = suggestCourses(
      [
        { ownId: 1, otherId: 3, both: 20 },
        { ownId: 2, otherId: 3, both: 30 },
        { ownId: 1, otherId: 4, both: 60 },
      ],
      learners,
    );
    expect(found.map(({ courseId }) => courseId)).toEqual([3, 4]);
    expect(found[0]!.because).toEqual({ courseId: 2, both: 30 });
    expect(found[0]!.score).toBeCloseTo(likeness(20, 100, 50) + likeness(30, 100, 50));
  });

  it('a popular course does not win only because everybody took it', () => {
    const found = suggestCourses(
      [
        { ownId: 1, otherId: 4, both: 40 },
        { ownId: 1, otherId: 5, both: 20 },
      ],
      learners,
    );
    expect(found[0]!.courseId).toBe(5);
  });

  it('fewer than five people are no reason', () => {
    expect(suggestCourses([{ ownId: 1, otherId: 2, both: PEOPLE_MIN - 1 }], learners)).toEqual([]);
    expect(suggestCourses([{ ownId: 1, otherId: 2, both: PEOPLE_MIN }], learners)).toHaveLength(1);
  });
});
