/** Who is welcomed, who is reminded of which end, when a message is tried again. Pure. */
import { describe, expect, it } from 'vitest';
import type { Grant, GrantChange } from '../../src/tiers/tiers-ledger.ts';
import { comingEnd, decideWelcome, isTryDue, reminderHorizon } from '../../src/tiers/tiers-notices-rules.ts';
import { GOLD, grant, rules, SILVER } from './grants.ts';

const day = (on: number): Date => new Date(Date.UTC(2026, 5, on, 12));
const NOW = day(10);

describe('a welcome', () => {
  const begun = (kind: GrantChange['kind'], given: Partial<Grant> = {}): [Grant[], GrantChange[]] => {
    const after = grant({ id: '5', tierId: GOLD, startsAt: day(10), endsAt: day(20), ...given });
    return [[after], [{ kind, at: NOW, before: null, after }]];
  };
  const decide = (before: number | null, [grants, changes]: [Grant[], GrantChange[]]) =>
    decideWelcome(before, grants, changes, rules());

  it.each(['granted', 'joined', 'started'] as const)('is due when a tier was %s', (kind) => {
    expect(decide(null, begun(kind))).toEqual({
      userId: '7',
      grantId: '5',
      tierId: GOLD,
      begunAt: day(10),
    });
  });

  it('is due after an upgrade, and not where a lower tier takes over', () => {
    expect(decide(SILVER, begun('granted'))).not.toBeNull();
    expect(decide(GOLD, begun('started', { tierId: SILVER }))).toBeNull();
  });

  it.each(['continued', 'resumed', 'extended', 'redated'] as const)(
    'is not due when a tier was %s',
    (kind) => {
      expect(decide(null, begun(kind))).toBeNull();
    },
  );

  it('is not due for a renewal, for who came by a file, and for what does not run', () => {
    expect(decide(GOLD, begun('granted'))).toBeNull();
    expect(decide(null, begun('granted', { source: 'import' }))).toBeNull();
    expect(decide(null, begun('granted', { state: 'scheduled' }))).toBeNull();
  });
});

describe('the end somebody is reminded of', () => {
  const end = (grants: Grant[], given: Parameters<typeof rules>[0] = {}) =>
    comingEnd(grants, NOW, rules(given));

  it('is the end of what they hold', () => {
    expect(end([grant({ id: '1', tierId: GOLD, startsAt: day(1), endsAt: day(12) })])).toEqual({
      grantId: '1',
      tierId: GOLD,
      endsAt: day(12),
      graceEndsAt: null,
      nextTierId: null,
    });
  });

  it('is the end of the paid time, before the grace that follows it', () => {
    const found = end([grant({ id: '1', tierId: GOLD, startsAt: day(1), endsAt: day(12) })], {
      graceDays: 3,
    });
    expect(found).toMatchObject({ endsAt: day(12), graceEndsAt: day(15) });
  });

  it('names the lower tier that goes on then', () => {
    const gold = grant({ id: '1', tierId: GOLD, startsAt: day(1), endsAt: day(12) });
    const silver = grant({ id: '2', tierId: SILVER, state: 'waiting', left: { days: 9, ms: 0 } });
    expect(end([gold, silver])).toMatchObject({ grantId: '1', endsAt: day(12), nextTierId: SILVER });
    expect(end([gold, silver], { graceDays: 2 })).toMatchObject({ nextTierId: SILVER, graceEndsAt: day(14) });
  });

  it('is put off by another grant of the same or a higher tier that takes over', () => {
    const silver = grant({ id: '1', tierId: SILVER, startsAt: day(1), endsAt: day(12) });
    const same = grant({ id: '2', tierId: SILVER, state: 'waiting', left: { days: 5, ms: 0 } });
    expect(end([silver, same])).toMatchObject({ grantId: '2', endsAt: day(17) });
    const higher = grant({
      id: '3',
      tierId: GOLD,
      state: 'scheduled',
      followsId: '1',
      left: { days: 5, ms: 0 },
    });
    expect(end([silver, higher])).toMatchObject({ grantId: '3', tierId: GOLD, endsAt: day(17) });
  });

  it('is not put off by a grant that begins after a gap, but by one that begins within grace', () => {
    const silver = grant({ id: '1', tierId: SILVER, startsAt: day(1), endsAt: day(12) });
    const later = grant({
      id: '2',
      tierId: SILVER,
      state: 'scheduled',
      startsAt: day(14),
      endsAt: day(25),
      dated: true,
    });
    expect(end([silver, later])).toMatchObject({ grantId: '1', endsAt: day(12) });
    expect(end([silver, later], { graceDays: 3 })).toMatchObject({ grantId: '2', endsAt: day(25) });
  });

  it('does not exist without an end, in grace, and for who holds nothing', () => {
    expect(end([grant({ id: '1', tierId: GOLD, startsAt: day(1), dated: true })])).toBeNull();
    expect(
      end([grant({ id: '1', tierId: GOLD, state: 'grace', endsAt: day(9), graceEndsAt: day(12) })]),
    ).toBeNull();
    expect(end([grant({ id: '1', tierId: GOLD, state: 'paused', left: { days: 1, ms: 0 } })])).toBeNull();
    expect(end([])).toBeNull();
  });

  it('comes near by the days of the community, also across a clock change', () => {
    expect(reminderHorizon(new Date('2026-03-28T12:00:00Z'), 2, 'Europe/Berlin')).toEqual(
      new Date('2026-03-30T11:00:00Z'),
    );
  });
});

describe('a message that failed', () => {
  it('is tried again after waits that double', () => {
    const at = (minute: number): Date => new Date(NOW.getTime() + minute * 60_000);
    const due = (attempts: number, minute: number): boolean =>
      isTryDue({ attempts, createdAt: NOW }, at(minute), 15 * 60_000);
    expect([due(0, 0), due(1, 14), due(1, 15), due(2, 44), due(2, 45), due(3, 105)]).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
    ]);
  });
});
