/** What is to be fetched, and what staff may ask for. */
import { describe, expect, it } from 'vitest';
import { decideMissing, decideStaffSpan, idSpanOf, spanOf } from '../../src/backfill/backfill-rules.ts';
import type { Span } from '../../src/kernel/calendar.ts';
import { Refusal } from '../../src/kernel/errors.ts';
import { snowflakeAt } from '../../src/kernel/snowflake.ts';

const NOW = new Date('2026-11-16T12:00:00Z');
const span = (from: string, to: string): Span => ({
  from: new Date(`2026-11-${from}Z`),
  to: new Date(`2026-11-${to}Z`),
});

describe('what is fetched by itself', () => {
  const gap = span('16T10:00', '16T11:00');

  it('is a gap with the hour before it, for what was deleted meanwhile, and the minute after it, because clocks differ', () => {
    expect(decideMissing([gap], [], [], NOW)).toEqual([span('16T09:00', '16T11:01')]);
  });

  it('reaches into the future never', () => {
    expect(decideMissing([span('16T10:00', '16T12:00')], [], [], NOW)).toEqual([
      span('16T09:00', '16T12:00'),
    ]);
  });

  it('is not what a task has already, whatever became of it, and also when asked a moment later', () => {
    const [task] = decideMissing([gap], [], [], new Date('2026-11-16T11:00:00Z'));
    expect(decideMissing([gap], [], [task!], NOW)).toEqual([]);
    expect(decideMissing([gap], [], [span('16T10:00', '16T10:30')], NOW)).toEqual([
      span('16T09:30', '16T11:01'),
    ]);
  });

  it('is not what was excluded, not even beside it', () => {
    expect(decideMissing([gap], [span('16T10:30', '16T12:00')], [], NOW)).toEqual([
      span('16T09:00', '16T10:30'),
    ]);
    expect(decideMissing([gap], [span('16T08:00', '16T10:00')], [], NOW)).toEqual([
      span('16T10:00', '16T11:01'),
    ]);
  });

  it('begins at another instant than every task before it, also just after what is excluded', () => {
    const excluded = span('16T09:00', '16T09:50');
    const [first] = decideMissing([gap], [excluded], [], new Date('2026-11-16T11:00:00Z'));
    const again = decideMissing([gap, span('16T11:30', '16T11:40')], [excluded], [first!], NOW);
    expect(again).toEqual([span('16T10:30', '16T11:41')]);
    const soon = span('16T11:00', '16T11:40');
    const [second] = decideMissing(
      [gap, soon],
      [span('16T09:00', '16T10:30')],
      [span('16T10:30', '16T11:00')],
      NOW,
    );
    expect(second?.from).toEqual(new Date('2026-11-16T10:30:00.001Z'));
  });

  it('is of the last two weeks', () => {
    expect(decideMissing([span('01T00:00', '03T00:00')], [], [], NOW)).toEqual([
      span('02T11:00', '03T00:01'),
    ]);
    expect(decideMissing([span('01T00:00', '02T00:00')], [], [], NOW)).toEqual([]);
  });
});

describe('what staff may ask for', () => {
  const asked = (from: string, to: string | null) => decideStaffSpan(from, to, 'Asia/Shanghai', NOW);
  const refused = (from: string, to: string | null) => {
    try {
      asked(from, to);
    } catch (error) {
      return error instanceof Refusal ? error.code : error;
    }
    return null;
  };

  it('days of the community, both inclusive, as far as they have passed', () => {
    expect(asked('2026-11-10', '2026-11-12')).toEqual(span('09T16:00', '12T16:00'));
    expect(asked('2026-11-16', '2026-11-20').to).toEqual(NOW);
    expect(asked('2026-11-16', null).to).toEqual(NOW);
  });

  it('a reversed span, one to come, a too long and a too old one are refused', () => {
    expect(refused('2026-11-12', '2026-11-10')).toBe('log.days-reversed');
    expect(refused('2026-11-17', null)).toBe('log.future');
    expect(refused('2026-08-01', '2026-11-16')).toBe('log.too-long');
    expect(refused('2026-08-17', '2026-11-16')).toBe(null);
    expect(refused('2025-11-15', '2025-11-16')).toBe('log.too-old');
  });
});

it('ids of a span are those made in it, to the millisecond', () => {
  const { fromId, toId } = idSpanOf(span('16T10:00', '16T11:00'));
  const made = (at: string) => BigInt(snowflakeAt(new Date(at)));
  expect(made('2026-11-16T10:00:00.000Z') > BigInt(fromId)).toBe(true);
  expect(made('2026-11-16T09:59:59.999Z') + (1n << 22n) - 1n > BigInt(fromId)).toBe(false);
  expect(made('2026-11-16T11:00:00.000Z') > BigInt(toId)).toBe(true);
  expect(spanOf({ fromId, toId })).toEqual(span('16T10:00', '16T11:00'));
});

it('staff are told where the log no longer keeps rows: what was fetched of earlier days would be taken by nobody', () => {
  const rowsFrom = new Date('2026-11-01T00:00:00Z');
  const asked = (fromOn: string) => decideStaffSpan(fromOn, null, 'Asia/Shanghai', NOW, rowsFrom);
  expect(() => asked('2026-11-01')).toThrow('log.too-old');
  expect(asked('2026-11-02').from).toEqual(new Date('2026-11-01T16:00:00Z'));
});
