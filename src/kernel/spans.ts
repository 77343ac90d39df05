/** Sets of instants as lists of half-open spans: joined, cut, measured. */
import type { Span } from './calendar.ts';

/** The same instants as few spans in order; empty ones are left out. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    if (span.to <= span.from) continue;
    const last = joined.at(-1);
    if (!last || last.to < span.from) joined.push({ from: span.from, to: span.to });
    else if (last.to < span.to) joined[joined.length - 1] = { from: last.from, to: span.to };
  }
  return joined;
}

/** What is in one of these but in none of those. One pass over both: a month of a flaky line has hundreds, and each channel is cut by them. */
export function cutSpans(these: readonly Span[], those: readonly Span[]): Span[] {
  const cuts = joinSpans(those);
  const left: Span[] = [];
  let first = 0;
  for (const span of joinSpans(these)) {
    let { from } = span;
    while (first < cuts.length && cuts[first]!.to <= from) first += 1;
    for (let place = first; place < cuts.length && cuts[place]!.from < span.to; place += 1) {
      const cut = cuts[place]!;
      if (from < cut.from) left.push({ from, to: cut.from });
      from = cut.to;
    }
    if (from < span.to) left.push({ from, to: span.to });
  }
  return left;
}

/** What is in one of these and in one of those. */
export function commonSpans(these: readonly Span[], those: readonly Span[]): Span[] {
  return cutSpans(these, cutSpans(these, those));
}

/** Milliseconds in all of them. */
export function spansMs(spans: readonly Span[]): number {
  return joinSpans(spans).reduce((ms, { from, to }) => ms + to.getTime() - from.getTime(), 0);
}
