/** What admins type, and which files are pictures: pure tables with their edges. */
import { describe, expect, it } from 'vitest';
import { parseMinor, parseTerm } from '../../src/tiers/tiers-input-rules.ts';
import { receiptFileName, receiptType } from '../../src/tiers/tiers-receipts-rules.ts';

describe('a term', () => {
  it('until a day includes the whole day of the community, also where a clock change makes it 23 hours', () => {
    expect(parseTerm(null, '2026-11-30', 'Asia/Shanghai')).toEqual({
      until: new Date('2026-11-30T16:00:00Z'),
    });
    expect(parseTerm(null, '2026-03-29', 'Europe/Berlin')).toEqual({
      until: new Date('2026-03-29T22:00:00Z'),
    });
    expect(parseTerm(null, '2028-02-29', 'UTC')).toEqual({ until: new Date('2028-03-01T00:00:00Z') });
  });

  it('is either days or a day or nothing, never both', () => {
    expect(parseTerm(30, null, 'UTC')).toEqual({ days: 30 });
    expect(parseTerm(null, null, 'UTC')).toBeNull();
    expect(() => parseTerm(30, '2026-11-30', 'UTC')).toThrow('tiers.two-terms');
  });
});

describe('an amount', () => {
  it('becomes minor units of the community’s currency', () => {
    expect(parseMinor('1299.5', 'CNY')).toBe(129_950);
    expect(parseMinor('1299', 'JPY')).toBe(1_299);
  });

  it('is refused with what is wrong, and without a currency', () => {
    expect(() => parseMinor('1,299', 'CNY')).toThrow('tiers.amount');
    expect(() => parseMinor('1.5', 'JPY')).toThrow('tiers.amount');
    expect(() => parseMinor('1', null)).toThrow('tiers.currency-missing');
  });
});

describe('a receipt', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  it.each([
    ['image/png', bytes([0x89], 'PNG\r\n', [0x1a], '\n....')],
    ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF')],
    ['image/gif', bytes('GIF89a....')],
    ['image/gif', bytes('GIF87a....')],
    ['image/webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 ')],
  ] as const)('is %s by its first bytes', (type, data) => {
    expect(receiptType('whatever.txt', data)).toBe(type);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a sound in the same container as WebP', bytes('RIFF', [1, 2, 3, 4], 'WAVEfmt ')],
    ['a document', bytes('%PDF-1.7')],
    ['a vector picture, which can hold scripts', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['half a signature', bytes([0x89], 'PNG')],
  ])('is refused where it is %s', (_, data) => {
    expect(() => receiptType('receipt.png', data)).toThrow('tiers.receipt-no-image');
  });

  it('gets a name that every device opens', () => {
    expect(receiptFileName('7', 'image/jpeg')).toBe('receipt-7.jpg');
  });
});
