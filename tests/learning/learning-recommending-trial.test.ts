/** What the bench says of recommendations: that its verdict follows from what was found. Communities are made up. */
import { describe, expect, it } from 'vitest';
import { differenceInterval, hitRatio, makeHistories, tryBoth, verdictOf } from '../bench/recommend-trial.ts';

const TASTE = { courses: 40, learners: 300, fields: 5 };

const judged = (fidelity: number) => {
  const trial = tryBoth(makeHistories({ ...TASTE, fidelity }, 'a seed'));
  return { trial, verdict: verdictOf(differenceInterval(trial, 'another')) };
};

describe('what the bench says of recommendations', () => {
  it('where learners have interests, what goes with their courses finds more than what all take', () => {
    const { trial, verdict } = judged(0.8);
    expect(hitRatio(trial.alike)).toBeGreaterThan(hitRatio(trial.popular));
    expect(verdict).toBe('beats popularity');
  });

  it('where they have none, it says that it does not', () => {
    expect(judged(0).verdict).not.toBe('beats popularity');
  });

  it('the verdict turns with what was found', () => {
    const { alike, popular } = judged(0.8).trial;
    const turned = differenceInterval({ alike: popular, popular: alike }, 'another');
    expect(verdictOf(turned)).toBe('is worse than popularity');
    expect(verdictOf({ low: -0.01, high: 0.01 })).toBe('does not beat popularity');
  });

  it('what is asked for is never among what the list was made from', () => {
    // Two courses always taken together: the one names the other, unless the hidden one was looked at.
    const { alike } = tryBoth([...Array.from({ length: 6 }, () => [1, 2]), [1, 3]]);
    expect(alike).toEqual(Array(7).fill(false));
  });
});
