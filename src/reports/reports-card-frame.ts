/** What stands around every picture of a report: title, week, community, when it was made. */
import type { ActivityCard } from '../charts/charts.ts';
import { formatDayRange } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { isoWeekOf } from '../kernel/calendar.ts';
import { weekOfSnapshot } from './reports-snapshot.ts';
import type { ReportSnapshot } from './reports-snapshot.ts';

/** On what occasion a picture is shown; only the unusual ones are marked. */
export type CardOccasion = 'posted' | 'late' | 'preview';

/** ISO weeks begin on Monday: weeks that begin on another day have no number of their own. */
const MONDAY = 1;

export function cardHeader(
  snapshot: ReportSnapshot,
  locale: Locale,
  occasion: CardOccasion,
): ActivityCard['header'] {
  const words = catalogues[locale].reports;
  const { fromOn, lastOn, timeZone } = weekOfSnapshot(snapshot);
  const number = snapshot.weekStartsOn === MONDAY ? [words.card.week({ week: isoWeekOf(fromOn).week })] : [];
  return {
    title: words.titles[snapshot.kind],
    subtitleParts: [...number, formatDayRange(fromOn, lastOn, locale), timeZone],
    communityName: snapshot.communityName,
    badge: occasion === 'posted' ? null : words.card[occasion],
  };
}

/** When the figures were read, in the community's own time. */
export function cardFooter(snapshot: ReportSnapshot, locale: Locale): string[] {
  const at = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    dateStyle: locale === 'en' ? 'medium' : 'long',
    timeStyle: 'short',
    timeZone: weekOfSnapshot(snapshot).timeZone,
  }).format(new Date(snapshot.madeAt));
  return [catalogues[locale].reports.card.madeAt({ at })];
}
