/** Sets of instants: every law is checked against a plain set of whole numbers. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Span } from '../../src/kernel/calendar.ts';
import { commonSpans, cutSpans, joinSpans, spansMs } from '../../src/kernel/spans.ts';

const span = fc
  .tuple(fc.nat(20), fc.nat(20))
  .map(([from, to]): Span => ({ from: new Date(from), to: new Date(to) }));
const spans = fc.array(span, { maxLength: 5 });

const instantsIn = (list: readonly Span[]): number[] =>
  Array.from({ length: 21 }, (_, at) => at).filter((at) =>
    list.some(({ from, to }) => from.getTime() <= at && at < to.getTime()),
  );

it('joining, cutting and meeting are those of the instants within', () => {
  fc.assert(
    fc.property(spans, spans, (these, those) => {
      const a = instantsIn(these);
      const b = new Set(instantsIn(those));
      expect(instantsIn(joinSpans(these))).toEqual(a);
      expect(instantsIn(cutSpans(these, those))).toEqual(a.filter((at) => !b.has(at)));
      expect(instantsIn(commonSpans(these, those))).toEqual(a.filter((at) => b.has(at)));
      expect(spansMs(these)).toBe(a.length);
    }),
  );
});

it('joined spans are in order and do not touch', () => {
  const touching = fc.check(
    fc.property(spans, (these) => {
      const joined = joinSpans(these);
      return joined.slice(1).every(({ from }, index) => joined[index]!.to < from);
    }),
  );
  expect(touching.failed).toBe(false);
});
