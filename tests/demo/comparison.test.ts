/** What is put side by side, and when it agrees. */
import { expect, it } from 'vitest';
import { agree, compareChannels, compareDays } from '../../src/demo/comparison.ts';
import { showSummary } from '../../src/demo/comparison-table.ts';
import { Screen } from '../../src/demo/screen.ts';

const pair = (bot: number | null, discord: number | null) => ({ what: 'messages', weekOn: '', bot, discord });

it('agrees on equal numbers and on equal absence, and on nothing else', () => {
  expect(agree(pair(7_548, 7_548))).toBe(true);
  expect(agree(pair(0.1 + 0.2, 0.3))).toBe(true);
  expect(agree(pair(null, null))).toBe(true);
  expect(agree(pair(7_548, 7_549))).toBe(false);
  expect(agree(pair(null, 0))).toBe(false);
});

it('misses a day the bot has not, and a channel only one of them has', () => {
  const day = { on: '2026-10-19', activeMembers: 3, interactions: 9, messages: 7 };
  expect(compareDays([], [day]).filter(agree)).toEqual([]);
  const channels = compareChannels('', [{ channelId: '1', interactions: 4 }], [], (id) => id);
  expect(channels).toEqual([{ what: '#1 ', weekOn: '', bot: 4, discord: 0 }]);
});

it('names the numbers that differ', () => {
  let shown = '';
  const screen = new Screen({ write: (text) => void (shown += text), colours: false });
  showSummary(screen, 'each day', [pair(1, 1), pair(7_548, 7_549)]);
  expect(shown).toContain('1 of 2 agree ✗');
  expect(shown).toContain('the bot says 7,548, the local Discord 7,549');
});
