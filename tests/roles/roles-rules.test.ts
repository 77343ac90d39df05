/** What is decided about a wished role. Pure. */
import { describe, expect, it } from 'vitest';
import {
  decideNext,
  decideRest,
  decideRetry,
  decideUnasked,
  lastWishes,
  resultOf,
} from '../../src/roles/roles-rules.ts';
import type { Known, RoleTask } from '../../src/roles/roles-rules.ts';

const NOW = new Date('2026-11-16T09:00:00Z');
const told = (result: ReturnType<typeof decideUnasked>) =>
  result && `${result.state}${result.problem ? ` (${result.problem})` : ''}`;
const task = (id: number): RoleTask => ({
  taskId: String(id),
  userId: String(id),
  roleId: '1',
  wanted: true,
  purpose: 'tier',
  entryId: null,
  wishedAt: NOW,
  callCount: 0,
});

describe('before Discord is asked', () => {
  const unknown: Known = { obstacle: null, holds: null, isMember: null };
  it.each<[string, boolean, Partial<Known>, string | null]>([
    ['nothing is known', true, {}, null],
    ['they hold it', true, { holds: true, isMember: true }, 'done'],
    ['they hold it, and it is to be taken', false, { holds: true, isMember: true }, null],
    ['they do not hold what is to be taken', false, { holds: false, isMember: true }, 'done'],
    ['they hold a role above the bot', true, { holds: true, obstacle: 'role-above' }, 'done'],
    ['they lack a role above the bot', true, { holds: false, obstacle: 'role-above' }, 'failed (role-above)'],
    ['nothing is known but that it stands above', true, { obstacle: 'role-above' }, 'failed (role-above)'],
    ['they left', true, { isMember: false }, 'absent'],
    ['they left, and the role stands above', true, { isMember: false, obstacle: 'role-above' }, 'absent'],
    ['the role is gone', true, { holds: true, obstacle: 'role-gone' }, 'failed (role-gone)'],
    ['the role to be taken is gone', false, { holds: true, obstacle: 'role-gone' }, 'done'],
  ])('%s', (_name, wanted, known, expected) => {
    expect(told(decideUnasked(wanted, { ...unknown, ...known }))).toBe(expected);
  });
});

describe('after it was asked', () => {
  it('an answer is the end of it', () => {
    expect(told(resultOf(true, 'done'))).toBe('done');
    expect(told(resultOf(true, 'absent'))).toBe('absent');
    expect(told(resultOf(false, 'no-permission'))).toBe('failed (no-permission)');
    expect(told(resultOf(false, 'role-gone'))).toBe('done');
  });

  it('a failure is tried again after ever longer waits, five times', () => {
    const waits = [1, 2, 3, 4, 5].map(
      (calls) => (decideRetry(calls, NOW).nextAttemptAt!.getTime() - NOW.getTime()) / 1_000,
    );
    expect(waits).toEqual([5, 30, 120, 600, 1_200]);
    expect(told(decideRetry(6, NOW))).toBe('failed (discord)');
  });

  it('while nothing works the rest grows to five minutes', () => {
    expect([1, 2, 5, 99].map(decideRest)).toEqual([1_000, 5_000, 300_000, 300_000]);
  });
});

describe('whose turn it is', () => {
  it('a few who came last go first, then the wave goes on, nobody twice', () => {
    const wave = Array.from({ length: 9 }, (_, n) => task(n));
    const ids = (next: RoleTask[]) => next.map(({ taskId }) => Number(taskId));
    expect(ids(decideNext(wave, [task(70), task(69), task(68)], { old: 3, young: 2 }))).toEqual([
      70, 69, 0, 1, 2,
    ]);
    expect(ids(decideNext(wave.slice(0, 2), wave.slice(0, 2).toReversed(), { old: 3, young: 1 }))).toEqual([
      1, 0,
    ]);
  });

  it('of several wishes for one role of one person the last counts', () => {
    const wishes = [task(1), task(2), { ...task(1), wanted: false }];
    expect(lastWishes(wishes).map(({ userId, wanted }) => [userId, wanted])).toEqual([
      ['1', false],
      ['2', true],
    ]);
  });
});
