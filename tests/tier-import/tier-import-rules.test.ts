/** Lines of a file: what each asks for, or what is wrong with it. Pure. */
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../src/tier-import/tier-import-columns-rules.ts';
import { areRounded, readLine } from '../../src/tier-import/tier-import-rules.ts';
import type { LineContext, LineProblem, LineWish } from '../../src/tier-import/tier-import-rules.ts';
import { guardCell, unguardCell } from '../../src/kernel/spreadsheet-cells.ts';
import type { Tier } from '../../src/tiers/tiers.ts';

const ANN = '300000000000000001';
const tier = (id: number, en: string, zh: string, days: number | null): Tier => ({
  id,
  guildId: '1',
  names: { en, 'zh-CN': zh },
  rank: id,
  roleId: String(id),
  channelId: null,
  priceMinor: null,
  days,
  opens: { en: null, 'zh-CN': null },
  archivedAt: null,
  createdAt: new Date('2026-01-01T00:00:00Z'),
});
const tiers = [tier(1, 'Silver', '白银', null), tier(2, 'Gold', '黄金', 30)];
const context: LineContext = {
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  tiers,
  tierNamed: (name) =>
    tiers.find(({ names }) => Object.values(names).some((one) => one.toLowerCase() === name.toLowerCase())) ??
    null,
  isBot: (userId) => userId === '300000000000000009',
  now: new Date('2026-11-16T09:00:00Z'),
  idsAreRounded: false,
};

function read(cells: Record<string, string>, given: Partial<LineContext> = {}) {
  return readLine(readHeader(Object.keys(cells)), Object.values(cells), { ...context, ...given });
}

function wishOf(cells: Record<string, string>): LineWish {
  const line = read({ user: ANN, tier: 'Gold', ...cells });
  if (line.state !== 'ready') throw new Error(JSON.stringify(line));
  return line.wish;
}

function problemOf(cells: Record<string, string>, given: Partial<LineContext> = {}): LineProblem {
  const line = read({ user: ANN, tier: 'Gold', ...cells }, given);
  if (line.state !== 'wrong') throw new Error(JSON.stringify(line));
  return line.problem;
}

describe('columns', () => {
  it.each([
    [
      ['User_ID', ' TIER ', 'Days'],
      ['user', 'tier', 'days'],
    ],
    [
      ['用户ID', '等级', '到期', '流水号', '金额'],
      ['user', 'tier', 'until', 'reference', 'amount'],
    ],
    [
      ['ｕｓｅｒ', 'tier', ''],
      ['user', 'tier', null],
    ],
  ])('%j are known in either language, whatever their case', (names, columns) => {
    expect(readHeader(names)).toEqual(columns);
  });

  it.each([
    [['user', 'tier', 'e-mail'], 'tier-import.columns-unknown', { names: ['e-mail'] }],
    [['user', 'days'], 'tier-import.columns-missing', { columns: ['tier'] }],
    [['user', '用户', 'tier'], 'tier-import.columns-twice', { names: ['用户'] }],
  ])('%j are refused by name', (names, code, facts) => {
    expect(() => readHeader(names)).toThrow(expect.objectContaining({ code, facts }));
  });
});

describe('a line', () => {
  it('grants the tier for its usual length where it says nothing of it', () => {
    expect(wishOf({})).toMatchObject({
      userId: ANN,
      tierId: 2,
      term: { days: 30 },
      startsAt: null,
      payment: null,
    });
    expect(wishOf({ tier: '黄金', days: '7' }).term).toEqual({ days: 7 });
    expect(wishOf({ user: `<@!${ANN}>`, tier: '2' }).userId).toBe(ANN);
  });

  it.each(['2026-12-31', '2026/12/31', '2026.12.31', '2026年12月31日', '2026/12/31 0:00'])(
    'until %s means through the end of that local day',
    (until) => {
      expect(wishOf({ until }).term).toEqual({ until: '2026-12-31T16:00:00.000Z' });
    },
  );

  it('takes a local time, an instant, and no end at all', () => {
    expect(wishOf({ until: '2026-12-31 15:30' }).term).toEqual({ until: '2026-12-31T07:30:00.000Z' });
    expect(wishOf({ until: '2026-12-31T15:30:01.5+08:00' }).term).toEqual({
      until: '2026-12-31T07:30:01.500Z',
    });
    expect(wishOf({ until: '无期限' }).term).toBe('open-ended');
    expect(wishOf({ from: '2026-11-01' }).startsAt).toBe('2026-10-31T16:00:00.000Z');
  });

  it('is known again by what it says, and not by the usual length of the tier', () => {
    const same = wishOf({ note: 'by WeChat' }).onceKey;
    expect(wishOf({ tier: 'gold', note: 'by WeChat' }).onceKey).toBe(same);
    expect(wishOf({ note: 'by Alipay' }).onceKey).not.toBe(same);
    expect(wishOf({ days: '30', note: 'by WeChat' }).onceKey).not.toBe(same);
    expect(wishOf({ reference: 'WX-1' }).onceKey).toBeNull();
    const paidOn = (paid: string) => wishOf({ amount: '99', paid }).onceKey;
    expect(paidOn('2026-11-01')).toBe(paidOn('2026/11/1'));
    expect(paidOn('2026-11-01')).not.toBe(paidOn('2026-10-01'));
    expect(() => paidOn('2026-12-01')).toThrow('paid-future');
  });

  it('keeps payments in minor units, by their reference', () => {
    expect(wishOf({ amount: '1299.5', reference: 'WX-1', paid: '2026-11-01' }).payment).toEqual({
      amountMinor: 129_950,
      reference: 'WX-1',
      paidAt: '2026-10-31T16:00:00.000Z',
    });
    expect(wishOf({ reference: 'WX-2' }).payment).toMatchObject({ amountMinor: 0 });
  });

  it.each<[Record<string, string>, Partial<LineProblem>]>([
    [{ user: '' }, { code: 'empty', column: 'user' }],
    [{ user: 'ann' }, { code: 'not-an-id', column: 'user' }],
    [{ user: '9999999999999999999' }, { code: 'not-an-id', column: 'user' }],
    [{ user: '3.00000E+17' }, { code: 'rounded', column: 'user' }],
    [{ user: '300000000000000009' }, { code: 'bot', column: 'user' }],
    [{ tier: 'Golld' }, { code: 'tier', facts: { given: 'Golld', nearest: 'Gold' } }],
    [{ tier: 'Platinum' }, { code: 'tier', facts: { given: 'Platinum', nearest: null } }],
    [{ days: '30.5' }, { code: 'days', column: 'days' }],
    [{ days: '0' }, { code: 'days' }],
    [{ until: '12/31/2026' }, { code: 'date', column: 'until' }],
    [{ until: '2026-02-30' }, { code: 'date' }],
    [{ days: '3', until: '2026-12-31' }, { code: 'two-terms' }],
    [{ tier: 'Silver' }, { code: 'no-term' }],
    [
      { amount: '1,299.00' },
      { code: 'amount', facts: { given: '1,299.00', problem: 'comma', currency: 'CNY' } },
    ],
    [{ amount: '12.999' }, { code: 'amount' }],
    [{ amount: '-5' }, { code: 'amount' }],
    [
      { amount: '5', currency: 'usd' },
      { code: 'currency', facts: { given: 'usd', currency: 'CNY' } },
    ],
    [{ reference: '4.2E+27' }, { code: 'rounded', column: 'reference' }],
    [{ note: 'x'.repeat(501) }, { code: 'text-too-long', column: 'note' }],
    [{ state: 'paused' }, { code: 'state' }],
  ])('%j is wrong', (cells, problem) => {
    expect(problemOf(cells)).toMatchObject(problem);
  });

  it('with a comma in an amount without quotation marks has a cell too many', () => {
    const line = readLine(['user', 'tier', 'amount'], [ANN, 'Gold', '1', '299'], context);
    expect(line).toMatchObject({
      state: 'wrong',
      problem: { code: 'cells', facts: { count: 4, columns: 3 } },
    });
  });

  it('with an amount needs the currency of the community', () => {
    expect(problemOf({ amount: '5' }, { currency: null })).toMatchObject({ code: 'currency-missing' });
  });

  it('that was over when it was exported asks for nothing', () => {
    expect(read({ user: ANN, tier: 'Gold', state: 'ended' })).toEqual({ state: 'over' });
  });
});

describe('spreadsheets', () => {
  it('that rounded the ids are found out by their zeros, and single true ids with zeros are not blamed', () => {
    expect(areRounded(['300000000000001000', '300000000000002000', ANN])).toBe(true);
    expect(areRounded(['300000000000001000', ANN, '300000000000000011'])).toBe(false);
    expect(problemOf({ user: '300000000000001000' }, { idsAreRounded: true })).toMatchObject({
      code: 'rounded',
    });
  });

  it.each(['=1+1', '+86', '-x', '@all', '4200001234202311221234567890'])(
    '%s is written so that they neither calculate nor round it, and read back',
    (text) => {
      expect(guardCell(text)).toBe(`'${text}`);
      expect(unguardCell(`'${text}`)).toBe(text);
    },
  );

  it('a text that begins with an apostrophe of its own keeps it', () => {
    expect(unguardCell("'tis")).toBe("'tis");
    expect(guardCell('WX-1')).toBe('WX-1');
  });
});
