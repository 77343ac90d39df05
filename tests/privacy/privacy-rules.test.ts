/** How an opt-out is remembered, how much is held. Pure. */
import { describe, expect, it } from 'vitest';
import { keyedHash } from '../../src/kernel/keyed-hash.ts';
import { countRecords, optOutHash } from '../../src/privacy/privacy-rules.ts';

const GUILD = '100000000000000001';
const OTHER_GUILD = '100000000000000002';
const ADA = '200000000000000001';

describe('the hash of somebody who opted out', () => {
  const hash = keyedHash(Buffer.alloc(32, 1));

  it('is the same for the same member and community', () => {
    expect(optOutHash(hash, GUILD, ADA)).toBe(optOutHash(hash, GUILD, ADA));
  });

  it('cannot be joined to another community, nor made without the key, and holds no id', () => {
    const kept = optOutHash(hash, GUILD, ADA);
    expect(kept).not.toBe(optOutHash(hash, OTHER_GUILD, ADA));
    expect(kept).not.toBe(optOutHash(keyedHash(Buffer.alloc(32, 2)), GUILD, ADA));
    expect(kept).toMatch(/^[0-9a-f]{64}$/);
    expect(kept).not.toContain(ADA);
  });
});

describe('the number of records in what a feature exports', () => {
  it.each([
    ['nothing', null, 0],
    ['one value', { chosenLanguage: 'zh-CN' }, 1],
    ['lists', { answers: [{ a: 1, b: 2 }, { a: 3 }], surveysCreated: [{}] }, 3],
    ['empty lists', { answers: [], surveysCreated: [] }, 0],
    ['lists below', { days: { '2026-03-09': [1, 2], '2026-03-10': [3] } }, 3],
    ['an instant', { joinedAt: new Date('2026-03-09T00:00:00Z') }, 1],
    ['a left-out value', { leftAt: null, joinedAt: '2026-03-09' }, 1],
  ])('%s', (_name, held, count) => {
    expect(countRecords(held)).toBe(count);
  });
});
