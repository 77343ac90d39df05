/** What time and people do to grants: examples, and laws that hold for any history. Pure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/kernel/errors.ts';
import { carryOut } from '../../src/tiers/tiers-acts-rules.ts';
import type { Grant, GrantChange, TierAct, TierRules } from '../../src/tiers/tiers-ledger.ts';
import { GrantBook, nextInstant, settle, standingOf, timelineOf } from '../../src/tiers/tiers-rules.ts';
import { GOLD, grant, rules, SILVER } from './grants.ts';

const day = (on: number, hour = 12): Date => new Date(Date.UTC(2026, 5, on, hour));

/** One member's grants under a hand: acts at instants, ids by counting. */
class Hand {
  grants: readonly Grant[] = [];
  readonly all = new Map<string, Grant>();
  readonly changes: GrantChange[] = [];
  private made = 0;
  private readonly rules: TierRules;

  constructor(given: TierRules = rules()) {
    this.rules = given;
  }

  /** Carries the act out at `now`. @throws Refusal, changing nothing. */
  at(now: Date, act: TierAct): Grant | null {
    this.settle(now);
    const book = new GrantBook(this.grants, this.rules);
    const facts = {
      userId: '7',
      now,
      source: 'manual' as const,
      newId: String((this.made += 1)),
      usualDays: () => 30,
    };
    const done = carryOut(book, act, facts);
    this.keep(book);
    return done;
  }

  settle(now: Date): void {
    const book = new GrantBook(this.grants, this.rules);
    book.settle(now);
    this.keep(book);
  }

  give(now: Date, tierId: number, days: number): Grant {
    return this.at(now, { act: 'grant', tierId, term: { days }, startsAt: null })!;
  }

  tierAt(now: Date): number | null {
    const { grants } = settle(this.grants, now, this.rules);
    return standingOf(grants, this.rules)?.grant.tierId ?? null;
  }

  private keep(book: GrantBook): void {
    this.changes.push(...book.changes);
    for (const { after } of book.changes) this.all.set(after.id, after);
    this.grants = book.live();
  }
}

describe('a grant of days', () => {
  it('ends at the same local time so many days later, also across a clock change', () => {
    const berlin = new Hand(rules({ timeZone: 'Europe/Berlin' }));
    const given = berlin.give(new Date('2026-03-20T09:00:00Z'), SILVER, 30);
    expect(given.endsAt).toEqual(new Date('2026-04-19T08:00:00Z'));
  });

  it('of 365 days from 29 February ends on 28 February', () => {
    const hand = new Hand();
    expect(hand.give(new Date('2028-02-29T10:00:00Z'), SILVER, 365).endsAt).toEqual(
      new Date('2029-02-28T10:00:00Z'),
    );
  });

  it('opens up to its end and not at it', () => {
    const hand = new Hand();
    hand.give(day(1), SILVER, 1);
    expect(hand.tierAt(new Date(day(2).getTime() - 1))).toBe(SILVER);
    expect(hand.tierAt(day(2))).toBeNull();
  });

  it('that began before it was written down lasts from its beginning', () => {
    const hand = new Hand();
    const given = hand.at(day(10), { act: 'grant', tierId: SILVER, term: { days: 30 }, startsAt: day(1) });
    expect(given).toMatchObject({
      state: 'active',
      startsAt: day(1),
      endsAt: new Date(Date.UTC(2026, 6, 1, 12)),
    });
    expect(() =>
      hand.at(day(12), { act: 'grant', tierId: GOLD, term: { days: 3 }, startsAt: day(1) }),
    ).toThrow(new Refusal('tiers.end-past', { endsAt: day(4) }));
  });
});

describe('two tiers at once', () => {
  it('the lower one waits: its days go on when the higher one has ended', () => {
    const hand = new Hand();
    const silver = hand.give(day(1), SILVER, 10);
    hand.give(day(3), GOLD, 5);
    expect(hand.tierAt(day(4))).toBe(GOLD);
    hand.settle(day(9));
    expect(hand.all.get(silver.id)).toMatchObject({ state: 'active', endsAt: day(16) });
    expect(hand.tierAt(day(15))).toBe(SILVER);
    expect(hand.tierAt(day(16))).toBeNull();
  });

  it('by setting, they run in parallel', () => {
    const hand = new Hand(rules({ overlap: 'parallel' }));
    hand.give(day(1), SILVER, 10);
    hand.give(day(3), GOLD, 5);
    expect(hand.tierAt(day(9))).toBe(SILVER);
    expect(hand.tierAt(day(11))).toBeNull();
  });

  it('what is sold until a day ends on that day, whatever else there is', () => {
    const hand = new Hand();
    hand.at(day(1), { act: 'grant', tierId: SILVER, term: { until: day(6) }, startsAt: null });
    hand.give(day(2), GOLD, 10);
    hand.settle(day(7));
    expect(hand.all.get('1')).toMatchObject({ state: 'ended', endedAt: day(6), endReason: 'expired' });
  });

  it('of the same tier add up, in parallel too', () => {
    const hand = new Hand(rules({ overlap: 'parallel' }));
    hand.give(day(1), SILVER, 10);
    expect(hand.give(day(3), SILVER, 10).state).toBe('waiting');
    expect(hand.tierAt(day(20))).toBe(SILVER);
    expect(hand.tierAt(day(21))).toBeNull();
  });

  it('the time that is to come is told in advance', () => {
    const hand = new Hand(rules({ graceDays: 2 }));
    hand.give(day(1), SILVER, 10);
    hand.give(day(3), GOLD, 5);
    expect(timelineOf(hand.grants, day(4), rules({ graceDays: 2 }))).toMatchObject([
      { tierId: GOLD, from: day(4), to: day(8), inGrace: false },
      { tierId: GOLD, from: day(8), to: day(10), inGrace: true },
      { tierId: SILVER, from: day(10), to: day(18), inGrace: false },
      { tierId: SILVER, from: day(18), to: day(20), inGrace: true },
    ]);
  });
});

describe('grace', () => {
  const graceful = () => new Hand(rules({ graceDays: 3 }));

  it('opens so many days longer, and then it is over', () => {
    const hand = graceful();
    hand.give(day(1), SILVER, 5);
    expect(hand.tierAt(day(8))).toBe(SILVER);
    expect(hand.tierAt(day(9))).toBeNull();
  });

  it('is not given where something as good follows', () => {
    const hand = graceful();
    hand.give(day(1), SILVER, 5);
    hand.give(day(1), SILVER, 5);
    hand.settle(day(7));
    expect(hand.all.get('1')!.endedAt).toEqual(day(6));
  });

  it('is counted when somebody extends: the days follow the old end', () => {
    const hand = graceful();
    hand.give(day(1), SILVER, 5);
    const extended = hand.at(day(8), { act: 'extend', tierId: null, term: { days: 10 } });
    expect(extended).toMatchObject({ state: 'active', endsAt: day(16), graceEndsAt: null });
  });

  it('ends at once when a new grant begins', () => {
    const hand = graceful();
    hand.give(day(1), SILVER, 5);
    hand.give(day(7), SILVER, 5);
    expect(hand.all.get('1')).toMatchObject({ state: 'ended', endedAt: day(7) });
    expect(hand.tierAt(day(14))).toBe(SILVER);
  });
});

describe('what people do', () => {
  it('upgrade at once keeps the time that was left', () => {
    const hand = new Hand();
    hand.give(day(1), SILVER, 20);
    const gold = hand.at(day(5), { act: 'upgrade', tierId: GOLD, when: 'now', term: null });
    expect(gold).toMatchObject({ tierId: GOLD, state: 'active', endsAt: day(21), dated: false });
    expect(hand.all.get('1')).toMatchObject({ state: 'ended', endReason: 'upgraded' });
  });

  it('extending until a day never takes paid days: those that wait are counted where they will run', () => {
    const under = new Hand();
    under.give(day(1), GOLD, 10);
    under.give(day(1), SILVER, 5);
    const until = (on: number): TierAct => ({ act: 'extend', tierId: SILVER, term: { until: day(on) } });
    expect(() => under.at(day(2), until(15))).toThrow(new Refusal('tiers.not-longer', { endsAt: day(16) }));
    expect(under.at(day(2), until(17))).toMatchObject({ state: 'active', endsAt: day(17), dated: true });
    const behind = new Hand();
    behind.give(day(1), SILVER, 5);
    behind.give(day(1), SILVER, 5);
    expect(() => behind.at(day(2), until(8))).toThrow(new Refusal('tiers.not-longer', { endsAt: day(11) }));
    const followed = new Hand();
    followed.give(day(1), GOLD, 5);
    followed.at(day(1), { act: 'downgrade', tierId: SILVER, when: 'period-end', term: { days: 5 } });
    expect(() => followed.at(day(2), until(10))).toThrow(
      new Refusal('tiers.not-longer', { endsAt: day(11) }),
    );
  });

  it('downgrade at the end of the period begins when the higher one ends, also when that was extended', () => {
    const hand = new Hand(rules({ graceDays: 5 }));
    hand.give(day(1), GOLD, 5);
    hand.at(day(2), { act: 'downgrade', tierId: SILVER, when: 'period-end', term: { days: 10 } });
    hand.at(day(3), { act: 'extend', tierId: GOLD, term: { days: 2 } });
    expect(hand.tierAt(day(7))).toBe(GOLD);
    expect(hand.tierAt(day(8))).toBe(SILVER);
    expect(hand.tierAt(day(22))).toBe(SILVER);
    expect(() => hand.at(day(4), { act: 'downgrade', tierId: SILVER, when: 'now', term: null })).toThrow(
      new Refusal('tiers.already-followed', { tierId: GOLD, nextTierId: SILVER }),
    );
  });

  it('a pause keeps what is left, of a dated one too', () => {
    const hand = new Hand();
    hand.at(day(1), { act: 'grant', tierId: SILVER, term: { until: day(11) }, startsAt: null });
    hand.at(day(4), { act: 'pause', tierId: null });
    expect(hand.tierAt(day(5))).toBeNull();
    expect(hand.at(day(14), { act: 'resume', tierId: null })).toMatchObject({
      state: 'active',
      endsAt: day(21),
    });
  });

  it('a pause across a clock change keeps whole local days', () => {
    const berlin = new Hand(rules({ timeZone: 'Europe/Berlin' }));
    berlin.give(new Date('2026-03-20T09:00:00Z'), SILVER, 30);
    const paused = berlin.at(new Date('2026-03-25T09:00:00Z'), { act: 'pause', tierId: null });
    expect(paused!.left).toEqual({ days: 25, ms: 0 });
    const resumed = berlin.at(new Date('2026-04-01T08:00:00Z'), { act: 'resume', tierId: null });
    expect(resumed!.endsAt).toEqual(new Date('2026-04-26T08:00:00Z'));
  });

  it('revoking takes the tier, what was to come of it and what was to follow it, and lets the lower one go on', () => {
    const hand = new Hand();
    hand.give(day(1), SILVER, 10);
    hand.give(day(2), GOLD, 5);
    hand.give(day(2), GOLD, 5);
    hand.at(day(3), { act: 'downgrade', tierId: SILVER, when: 'period-end', term: { days: 50 } });
    hand.at(day(4), { act: 'revoke', tierId: GOLD });
    expect(hand.grants).toHaveLength(1);
    expect(hand.grants[0]).toMatchObject({ id: '1', state: 'active', endsAt: day(13) });
  });

  it('a refunded tier ends, and what was to follow it begins', () => {
    const hand = new Hand();
    hand.give(day(1), GOLD, 20);
    hand.at(day(2), { act: 'downgrade', tierId: SILVER, when: 'period-end', term: { days: 5 } });
    hand.at(day(3), { act: 'end', grantId: '1', reason: 'refunded' });
    expect(hand.all.get('1')).toMatchObject({ state: 'ended', endReason: 'refunded' });
    expect(hand.all.get('2')).toMatchObject({ state: 'active', startsAt: day(3), endsAt: day(8) });
  });

  it('an invited grant begins when its member joins', () => {
    const hand = new Hand();
    hand.at(day(1), { act: 'grant', tierId: SILVER, term: { days: 3 }, startsAt: 'on-join' });
    expect(hand.tierAt(day(5))).toBeNull();
    expect(hand.at(day(6), { act: 'join' })).toMatchObject({
      state: 'active',
      startsAt: day(6),
      endsAt: day(9),
    });
  });

  it('a scheduled one begins at its instant, or waits for a higher one then', () => {
    const hand = new Hand();
    hand.at(day(1), { act: 'grant', tierId: SILVER, term: { days: 3 }, startsAt: day(5) });
    hand.give(day(4), GOLD, 4);
    hand.settle(day(6));
    expect(hand.all.get('1')).toMatchObject({ state: 'waiting', startsAt: null });
    expect(hand.tierAt(day(10))).toBe(SILVER);
    expect(hand.tierAt(day(11))).toBeNull();
  });

  it.each<[string, TierAct, string]>([
    ['extending nothing', { act: 'extend', tierId: null, term: { days: 1 } }, 'tiers.not-held'],
    ['pausing nothing', { act: 'pause', tierId: null }, 'tiers.not-held'],
    ['revoking nothing', { act: 'revoke', tierId: null }, 'tiers.not-held'],
    [
      'an end in the past',
      { act: 'grant', tierId: 1, term: { until: day(1) }, startsAt: null },
      'tiers.end-past',
    ],
    [
      'a thousand years',
      { act: 'grant', tierId: 1, term: { days: 365_000 }, startsAt: null },
      'tiers.too-long',
    ],
    ['half a day', { act: 'grant', tierId: 1, term: { days: 0.5 }, startsAt: null }, 'tiers.too-long'],
  ])('refuses %s', (_name, act, code) => {
    expect(() => new Hand().at(day(2), act)).toThrow(expect.objectContaining({ code }));
  });

  it('leaves what its source decides to the source', () => {
    const hand = new Hand();
    hand.grants = [grant({ id: '90', tierId: SILVER, source: 'entitlement', dated: true })];
    const refused = expect.objectContaining({ code: 'tiers.managed-by-source' });
    expect(() => hand.at(day(2), { act: 'extend', tierId: null, term: { days: 1 } })).toThrow(refused);
    expect(() => hand.at(day(2), { act: 'pause', tierId: null })).toThrow(refused);
    hand.at(day(3), { act: 'redate', grantId: '90', endsAt: day(9) });
    expect(hand.tierAt(day(8))).toBe(SILVER);
    expect(hand.tierAt(day(9))).toBeNull();
  });
});

describe('laws of any history', () => {
  const acts = fc.array(
    fc.record({
      hoursLater: fc.integer({ min: 0, max: 200 }),
      act: fc.oneof(
        fc.record({
          act: fc.constant('grant' as const),
          tierId: fc.integer({ min: 1, max: 3 }),
          term: fc.record({ days: fc.integer({ min: 1, max: 20 }) }),
          startsAt: fc.constant(null),
        }),
        fc.record({
          act: fc.constant('extend' as const),
          tierId: fc.option(fc.integer({ min: 1, max: 3 })),
          term: fc.record({ days: fc.integer({ min: 1, max: 20 }) }),
        }),
        fc.record({ act: fc.constantFrom('pause' as const, 'resume' as const), tierId: fc.constant(null) }),
        fc.record({
          act: fc.constantFrom('upgrade' as const, 'downgrade' as const),
          tierId: fc.integer({ min: 1, max: 3 }),
          when: fc.constantFrom('now' as const, 'period-end' as const),
          term: fc.option(fc.record({ days: fc.integer({ min: 1, max: 20 }) })),
        }),
      ),
    }),
    { maxLength: 12 },
  );
  const settings = fc.record({
    overlap: fc.constantFrom('wait' as const, 'parallel' as const),
    graceDays: fc.integer({ min: 0, max: 4 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Chatham'),
  });

  interface Step {
    readonly hoursLater: number;
    readonly act: TierAct;
  }

  function play(
    hand: Hand,
    steps: readonly Step[],
    visit: (now: Date) => void,
    done: (step: Step) => void = () => undefined,
  ): void {
    let now = new Date('2026-03-01T00:00:00Z');
    for (const step of steps) {
      const { hoursLater, act } = step;
      for (let hour = 0; hour < hoursLater; hour += 7) visit(new Date(now.getTime() + hour * 3_600_000));
      now = new Date(now.getTime() + hoursLater * 3_600_000);
      try {
        hand.at(now, act);
        done(step);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }

  it('however often somebody looks in between, the ledger is the same', () => {
    fc.assert(
      fc.property(acts, settings, (steps, given) => {
        const seldom = new Hand(rules(given));
        const often = new Hand(rules(given));
        play(seldom, steps, () => undefined);
        play(often, steps, (now) => often.settle(now));
        expect([...often.all.values()]).toEqual([...seldom.all.values()]);
      }),
    );
  });

  it('the highest tier that runs counts, a lower one of days never runs beside it, and everything comes to an end', () => {
    fc.assert(
      fc.property(acts, settings, (steps, given) => {
        const own = rules(given);
        const hand = new Hand(own);
        play(hand, steps, () => {
          const running = hand.grants.filter(({ state }) => state === 'active' || state === 'grace');
          const top = Math.max(0, ...running.map(({ tierId }) => tierId));
          expect(standingOf(hand.grants, own)?.grant.tierId ?? 0).toBe(top);
          const below = hand.grants.filter(({ state, tierId }) => state === 'active' && tierId < top);
          expect(own.overlap === 'wait' ? below : []).toEqual([]);
        });
        const { grants } = settle(hand.grants, new Date('2100-01-01T00:00:00Z'), own);
        const paused = grants.filter(({ state }) => state === 'paused').map(({ id }) => id);
        const isHeld = ({ id, followsId }: Grant): boolean =>
          paused.includes(id) || paused.includes(followsId ?? '');
        expect(grants.filter((one) => !isHeld(one))).toEqual([]);
        expect(nextInstant(grants)).toBeNull();
      }),
    );
  });

  it('nobody loses a paid day: what was granted and extended is what counted, when lower tiers wait and nothing is paused or changed', () => {
    const paid = acts.map((steps) => steps.filter(({ act }) => act.act === 'grant' || act.act === 'extend'));
    fc.assert(
      fc.property(paid, (steps) => {
        const hand = new Hand(rules());
        let days = 0;
        play(
          hand,
          steps,
          () => undefined,
          ({ act }) => {
            if ('term' in act && typeof act.term === 'object' && act.term && 'days' in act.term)
              days += act.term.days;
          },
        );
        hand.settle(new Date('2100-01-01T00:00:00Z'));
        expect(ranMs(hand) / 86_400_000).toBeCloseTo(days, 6);
      }),
    );
  });
});

/** How long clocks ran in all: from every change into `active` to the next one out of it. */
function ranMs({ changes }: Hand): number {
  return changes.reduce((sum, { at, before, after }) => {
    const was = before?.state === 'active';
    const is = after.state === 'active';
    if (was === is) return sum;
    return sum + (is ? -1 : 1) * at.getTime();
  }, 0);
}
