import { describe, expect, test } from 'vitest';
import {
  formatCompactCount,
  formatCount,
  formatDay,
  formatDecimal,
  formatInterval,
  formatIsoWeekday,
  formatPercent,
  formatSigned,
} from '../../src/charts/drawing/numbers.ts';
import { trailingMeans } from '../../src/charts/panels/daily-members-panel.ts';
import { heatColour } from '../../src/charts/panels/heat-map-panel.ts';

describe('numbers as a reader sees them', () => {
  test('counts are grouped, and shortened in the way of each language', () => {
    expect(formatCount('en', 1_234_567)).toBe('1,234,567');
    expect(formatCompactCount('en', 9_999)).toBe('9,999');
    expect(formatCompactCount('en', 1_234_567)).toBe('1.2M');
    expect(formatCompactCount('zh-CN', 1_234_567)).toBe('123.5万');
  });

  test('what is unknown is a dash, never NaN', () => {
    for (const value of [null, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(formatCount('en', value)).toBe('–');
      expect(formatPercent('zh-CN', value)).toBe('–');
      expect(formatDecimal('en', value, 2)).toBe('–');
    }
  });

  test('signs are true plus and minus signs, and zero has none', () => {
    expect(formatSigned('en', 38)).toBe('+38');
    expect(formatSigned('en', -61.84, 1)).toBe('−61.8');
    expect(formatSigned('en', 0)).toBe('0');
    expect(formatSigned('en', -0.04, 1)).toBe('0.0');
  });

  test('percentages have one decimal until they reach a hundred', () => {
    expect(formatPercent('en', 0.0644)).toBe('6.4%');
    expect(formatPercent('en', 12.3456)).toBe('1,235%');
  });

  test('an interval with negative ends keeps its dash apart from the signs', () => {
    expect(formatInterval('en', { low: 4.04, high: 4.31 }, 2)).toBe('4.04–4.31');
    expect(formatInterval('en', { low: -12, high: 8 }, 0)).toBe('−12 – 8');
  });

  test('days and weekdays belong to no time zone', () => {
    expect(formatDay('en', '2026-11-09')).toBe('Nov 9');
    expect(formatDay('zh-CN', '2026-11-09')).toBe('11/9');
    expect([1, 6, 7, 8].map((day) => formatIsoWeekday('en', day))).toEqual(['Mon', 'Sat', 'Sun', 'Mon']);
    expect(formatIsoWeekday('zh-CN', 7)).toBe('周日');
  });
});

describe('the 7-day mean', () => {
  test('begins with the seventh day', () => {
    const means = trailingMeans([1, 2, 3, 4, 5, 6, 7, 14]);
    expect(means.slice(0, 6)).toEqual([null, null, null, null, null, null]);
    expect(means[6]).toBe(4);
    expect(means[7]).toBeCloseTo(41 / 7);
  });

  test('is unknown while one of its seven days is', () => {
    expect(trailingMeans([1, 1, 1, null, 1, 1, 1, 1, 1, 1, 1])).toEqual([...Array(10).fill(null), 1]);
  });
});

test('the heat scale runs from its quietest to its busiest colour and no further', () => {
  expect(heatColour(0)).toBe('rgb(37, 40, 58)');
  expect(heatColour(1)).toBe('rgb(244, 245, 255)');
  expect(heatColour(7)).toBe(heatColour(1));
  expect(heatColour(-1)).toBe(heatColour(0));
});
