/** Who is named on an invite, how long it is valid, and what each is granted. Pure. */
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../src/tiers/tiers-acts-rules.ts';
import {
  carriesRole,
  parseStart,
  readNameFile,
  readNames,
  requestsOf,
  validSeconds,
} from '../../src/tiers/tiers-invites-rules.ts';
import type { InviteWish } from '../../src/tiers/tiers-invites-rules.ts';
import { GrantBook } from '../../src/tiers/tiers-rules.ts';
import { GOLD, grant, rules } from './grants.ts';

const [ONE, TWO] = ['123456789012345678', '1234567890123456789'];
const NOW = new Date('2026-11-16T09:00:00Z');
const wish = (given: Partial<InviteWish> = {}): InviteWish => ({
  term: { days: 30 },
  startsAt: 'on-join',
  amountMinor: null,
  reference: null,
  isForOne: false,
  note: null,
  ...given,
});

describe('people are named', () => {
  it('by ids and mentions, however they are separated, each once', () => {
    expect(readNames(`${ONE}, <@${TWO}>；<@!${ONE}>\n`)).toEqual({
      userIds: [ONE, TWO],
      twice: [ONE],
      unreadable: [],
    });
  });

  it.each(['zoe', '1234', '1.23457E+17', '99999999999999999999', '@everyone'])('not by %s', (text) => {
    expect(readNames(text)).toEqual({ userIds: [], twice: [], unreadable: [{ line: 1, text }] });
  });

  it.each([
    [
      'with a mark at the beginning, a heading and further columns',
      `\uFEFFuser_id,name\r\n"${ONE}",One\r\n${TWO},Two`,
    ],
    ['with tabs', `${ONE}\tOne\n${TWO}\tTwo\n`],
    ['with a Chinese heading and empty lines', `用户;名字\n\n${ONE};甲\n\n${TWO};乙\n`],
  ])('by a file %s', (_, text) => {
    expect(readNameFile(Buffer.from(text)).userIds).toEqual([ONE, TWO]);
    expect(readNameFile(Buffer.from(text)).unreadable).toEqual([]);
  });

  it('by a file as spreadsheets save Unicode, and every wrong line is named', () => {
    const text = Buffer.from(`\uFEFF${ONE}\r\nzoe\r\n${TWO}`, 'utf16le');
    expect(readNameFile(text)).toMatchObject({ userIds: [ONE, TWO], unreadable: [{ line: 2, text: 'zoe' }] });
  });
});

describe('an invite', () => {
  it('is valid for its days, but not longer than what it grants where that ends at an instant', () => {
    const seconds = (given: Partial<InviteWish>, days = 7) => validSeconds(wish(given), days, NOW, 'UTC');
    expect(seconds({})).toBe(7 * 86_400);
    expect(seconds({ term: { until: new Date('2026-11-16T10:00:00Z') } })).toBe(3_600);
    expect(seconds({ startsAt: new Date('2026-11-15T09:00:00Z'), term: { days: 2 } })).toBe(86_400);
    expect(seconds({ term: 'open-ended' }, 60)).toBe(5_184_000);
    // 0 would mean for ever.
    expect(seconds({ term: { until: new Date(NOW.getTime() + 10) } })).toBe(60);
  });

  it('brings the role where the access begins at joining or before, and not before its day', () => {
    expect(carriesRole(wish(), NOW)).toBe(true);
    expect(carriesRole(wish({ startsAt: NOW }), NOW)).toBe(true);
    expect(carriesRole(wish({ startsAt: new Date(NOW.getTime() + 1) }), NOW)).toBe(false);
    expect(parseStart(null, 'Asia/Shanghai')).toBe('on-join');
    expect(parseStart('2026-11-17', 'Asia/Shanghai')).toEqual(new Date('2026-11-16T16:00:00Z'));
  });

  it('has a payment for each person: the reference as typed for one, with the person’s id for several', () => {
    const references = (given: Partial<InviteWish>) =>
      requestsOf(GOLD, [ONE, TWO], wish(given)).map(({ payment }) => payment?.externalId);
    expect(references({ reference: 'INV-1' })).toEqual([`INV-1/${ONE}`, `INV-1/${TWO}`]);
    expect(references({ reference: 'INV-1', isForOne: true })).toEqual(['INV-1', 'INV-1']);
    expect(references({ amountMinor: 100 })).toEqual([null, null]);
    expect(references({})).toEqual([undefined, undefined]);
  });

  it('that runs out ends nothing that has begun in the last moment', () => {
    const lapse = (state: 'invited' | 'active') => {
      const book = new GrantBook(
        [grant({ id: '1', tierId: GOLD, state, left: { days: 1, ms: 0 } })],
        rules(),
      );
      const act = { act: 'end' as const, grantId: '1', reason: 'lapsed' as const };
      const facts = { userId: '7', now: NOW, source: 'invite' as const, newId: '2', usualDays: () => null };
      return carryOut(book, act, facts)?.state ?? null;
    };
    expect(lapse('invited')).toBe('ended');
    expect(lapse('active')).toBeNull();
  });
});
