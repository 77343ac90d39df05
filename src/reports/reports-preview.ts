/** /report: the report of any week that is over, computed now, beside what was posted of it. */
import { isUnobserved } from '../analytics/analytics.ts';
import type { Reply } from '../discord/reply.ts';
import { formatCount, formatFlooredPercent, formatNumber } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { addDays } from '../kernel/calendar.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { perDay, signedTo } from './reports-figures.ts';
import { makeSnapshot } from './reports-making.ts';
import type { MakingNeeds } from './reports-making.ts';
import { reportMessage } from './reports-message.ts';
import { assertWeekOver, lastWholeWeek, weekOf } from './reports-rules.ts';
import type { ReportKind } from './reports-rules.ts';
import type { ReportSnapshot } from './reports-snapshot.ts';
import { findReport } from './reports-store.ts';
import type { ReportRow } from './reports-store.ts';

type FigureName = keyof Catalogue['reports']['preview']['figures'];

export interface PreviewWish {
  readonly guildId: string;
  readonly kind: ReportKind;
  /** A day in the wanted week; null for the last whole week. */
  readonly on: string | null;
  /** The reader's language. */
  readonly locale: Locale;
}

/**
 * A private answer with the report of a week as it is now, and, where it was posted, what has changed since.
 * @throws Refusal `report.week-not-over`, `report.no-data`; UpstreamError as `makeSnapshot`.
 */
export async function previewReport(
  app: MakingNeeds,
  { guildId, kind, on, locale }: PreviewWish,
): Promise<Reply> {
  const community = app.communities.get(guildId);
  const week = on === null ? lastWholeWeek(app.clock.now(), community) : weekOf(on, community);
  assertWeekOver(week, app.clock.now());
  if (await isUnobserved(app, guildId, week)) throw noData(week, community.createdAt);
  const snapshot = await makeSnapshot(app, guildId, kind, week);
  const row = await findReport(app, { guildId, kind, weekOn: week.fromOn });
  const message = await reportMessage(snapshot, locale, { kind: 'preview' });
  return { ...message, embeds: [previewNote(snapshot, row, locale), ...(message.embeds ?? [])] };
}

function noData(week: DaySpan, knownSince: Date): Refusal {
  return new Refusal('report.no-data', { fromOn: week.fromOn, lastOn: addDays(week.toOn, -1), knownSince });
}

function previewNote(snapshot: ReportSnapshot, row: ReportRow | null, locale: Locale) {
  const words = catalogues[locale].reports.preview;
  return { title: words.title, description: noteText(snapshot, row, locale) };
}

function noteText(snapshot: ReportSnapshot, row: ReportRow | null, locale: Locale): string {
  const words = catalogues[locale].reports.preview;
  if (!row) return words.notPosted;
  if (row.state !== 'posted' || !row.postedAt) return words.underWay;
  const link = `https://discord.com/channels/${row.guildId}/${row.channelId}/${row.messageId}`;
  const changed = differencesOf(row.snapshot, snapshot, locale).map(words.difference);
  return [
    words.posted({ at: row.postedAt, link, late: row.late }),
    ...(changed.length > 0 ? [words.differs, ...changed] : [words.same]),
  ].join('\n');
}

/** The figures that read differently now than they were posted. */
function differencesOf(
  posted: ReportSnapshot,
  now: ReportSnapshot,
  locale: Locale,
): { label: string; posted: string; now: string }[] {
  const labels = catalogues[locale].reports.preview.figures;
  const before = new Map(writtenFigures(posted, locale));
  return writtenFigures(now, locale).flatMap(([name, figure]) => {
    const earlier = before.get(name);
    return earlier === undefined || earlier === figure
      ? []
      : [{ label: labels[name], posted: earlier, now: figure }];
  });
}

/** The headline figures as a reader sees them. */
function writtenFigures(snapshot: ReportSnapshot, locale: Locale): [FigureName, string][] {
  const { notEnoughData } = catalogues[locale].core;
  const written = (value: number | null, write: (known: number) => string) =>
    value === null ? notEnoughData : write(value);
  const count = (value: number) => formatCount(value, locale);
  if (snapshot.kind === 'satisfaction') {
    const { satisfaction, recommendation, answered, invited } = snapshot.reading;
    return [
      ['score', written(satisfaction.score, (score) => formatNumber(score, 2, locale))],
      ['answers', count(satisfaction.answers)],
      ['nps', written(recommendation.score, (score) => signedTo(score, 0, locale))],
      ['answered', count(answered)],
      ['invited', written(invited, count)],
    ];
  }
  const { figures, coverage } = snapshot.reading;
  return [
    ['perDay', perDay(figures.factors.activity, locale)],
    ['activeMembers', count(figures.totals.activeMembers)],
    ['members', count(figures.totals.members)],
    ['dailyActive', perDay(figures.dailyActive, locale)],
    ['messages', count(figures.messages)],
    ['joined', count(figures.joined)],
    ['left', count(figures.left)],
    ['coverage', formatFlooredPercent(coverage, locale)],
  ];
}
