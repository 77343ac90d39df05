/** What a community's settings may become. Pure. */
import { describe, expect, it } from 'vitest';
import {
  DAYS_KEPT_AFTER_REMOVAL,
  MOST_EXCLUDED_CHANNELS,
  decideSettings,
  defaultSettings,
  isPurgeDue,
} from '../../src/communities/communities-rules.ts';
import type { SettingsChanges } from '../../src/communities/communities-rules.ts';
import { Refusal } from '../../src/kernel/errors.ts';

const GUILD = '100000000000000001';
const fresh = defaultSettings(GUILD, 'Rust 编程社', 'zh-CN', new Date('2026-03-01T00:00:00Z'));

function refusedWith(changes: SettingsChanges, current = fresh): string | null {
  try {
    decideSettings(current, changes);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('a change of settings', () => {
  it('touches only what was asked for', () => {
    const changed = decideSettings(fresh, { timeZone: 'Asia/Shanghai', reportHour: 20 });
    expect(changed).toEqual({ ...fresh, timeZone: 'Asia/Shanghai', reportHour: 20 });
  });

  it('never makes everyone staff, or an admin of paid tiers', () => {
    expect(refusedWith({ staffRoleId: GUILD })).toBe('communities.staff-role-everyone');
    expect(refusedWith({ adminRoleId: GUILD })).toBe('communities.admin-role-everyone');
  });

  it.each([
    [{ timeZone: 'Asia/Nowhere' }, 'option.time-zone'],
    [{ timeZone: '+08:00' }, 'option.time-zone'],
    [{ reportHour: 24 }, 'option.invalid'],
    [{ reportHour: -1 }, 'option.invalid'],
    [{ reportHour: 9.5 }, 'option.invalid'],
    [{ weekStartsOn: 0 as 1 }, 'option.invalid'],
    [{ reportWeekday: 8 as 7 }, 'option.invalid'],
    [{ reportHour: 0 }, null],
    [{ reportHour: 23 }, null],
    [{ weekStartsOn: 7 as const }, null],
  ])('%j is refused with %s', (changes, code) => {
    expect(refusedWith(changes)).toBe(code);
  });
});

describe('channels that are not counted', () => {
  const full = {
    ...fresh,
    excludedChannelIds: Array.from({ length: MOST_EXCLUDED_CHANNELS }, (_, index) => String(index)),
  };

  it('are added at the end and taken back', () => {
    const two = decideSettings(decideSettings(fresh, { exclude: '7' }), { exclude: '8' });
    expect(two.excludedChannelIds).toEqual(['7', '8']);
    expect(decideSettings(two, { include: '7' }).excludedChannelIds).toEqual(['8']);
  });

  it('are fifty at most, yet one can be exchanged for another in one go', () => {
    expect(refusedWith({ exclude: 'one more' }, full)).toBe('communities.excluded-full');
    const exchanged = decideSettings(full, { include: '0', exclude: 'one more' });
    expect(exchanged.excludedChannelIds).toHaveLength(MOST_EXCLUDED_CHANNELS);
    expect(exchanged.excludedChannelIds.at(-1)).toBe('one more');
  });

  it('are neither excluded twice nor taken back when they were not excluded', () => {
    expect(refusedWith({ exclude: '1' }, full)).toBe('communities.already-excluded');
    expect(refusedWith({ include: '1' })).toBe('communities.not-excluded');
  });
});

describe('a community the bot was removed from', () => {
  const removedAt = new Date('2026-03-01T12:00:00Z');
  const after = (ms: number) => new Date(removedAt.getTime() + ms);
  const kept = DAYS_KEPT_AFTER_REMOVAL * 86_400_000;

  it('is forgotten after thirty days, not a moment earlier', () => {
    expect(isPurgeDue(removedAt, after(kept - 1))).toBe(false);
    expect(isPurgeDue(removedAt, after(kept))).toBe(true);
  });
});
