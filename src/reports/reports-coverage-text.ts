/** The line of coverage on every report: how much of the week was seen, and what is behind what was not. */
import { formatFlooredPercent } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { CoverageFigures, ReportSnapshot } from './reports-snapshot.ts';

/** Below this share of the week that was seen, the text of an activity report warns instead of noting. */
const LOW_COVERAGE = 0.9;

/** What was missed for a shorter time than this is not worth a word. */
const SHORTEST_OFFLINE_MS = 30_000;

/** null where the report does not know: one of satisfaction that was stored by an early version. */
export function coverageLine(snapshot: ReportSnapshot, locale: Locale): string | null {
  const words = catalogues[locale].log.report;
  const known = snapshot.coverage;
  const ratio = known?.ratio ?? (snapshot.kind === 'activity' ? snapshot.reading.coverage : null);
  if (ratio === null) return null;
  const parts = [
    words.coverage({ percent: formatFlooredPercent(ratio, locale) }),
    ...(known && known.offlineMs >= SHORTEST_OFFLINE_MS
      ? [words.offline({ ms: known.offlineMs, fetched: fetchedOf(known) })]
      : []),
    ...(known && known.closedChannels > 0 ? [words.closed({ count: known.closedChannels })] : []),
  ].join(' · ');
  return snapshot.kind === 'activity' && ratio < LOW_COVERAGE ? words.low({ parts }) : words.line({ parts });
}

function fetchedOf({ offlineMs, fetchedMs }: CoverageFigures): 'all' | 'some' | 'none' {
  // Seconds may be left where the edges of a gap were rounded.
  if (offlineMs - fetchedMs < 1_000) return 'all';
  return fetchedMs > 0 ? 'some' : 'none';
}
