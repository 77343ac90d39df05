/** Files out: the wrong lines of an import, every grant and every payment. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { App } from '../app.ts';
import { csvFile, csvHeader, csvRows } from '../discord/csv-file.ts';
import type { AttachedFile } from '../discord/reply.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { localText } from '../kernel/calendar.ts';
import type { Span } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { writeAmount } from '../kernel/money.ts';
import { listAllGrants, listAllPayments } from '../tiers/tiers.ts';
import type { Grant, PaymentOfTier } from '../tiers/tiers.ts';
import { MOST_LINES } from './tier-import-reading.ts';
import { problemWords } from './tier-import-message.ts';
import { listProblems } from './tier-import-store.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** Larger than what Discord takes with an answer, even packed. */
    'tier-import.export-too-large': { mostBytes: number };
  }
}

/** Discord's limit for both files together. Source: https://discord.com/developers/docs/reference#uploading-files */
const MOST_BYTES = 10 * 1024 * 1024;

/** Columns that the import knows again: see tier-import-columns-rules.ts. */
const GRANT_COLUMNS = ['user', 'tier', 'state', 'from', 'until', 'days', 'source', 'grant'];
const PAYMENT_COLUMNS = [
  'kind',
  'user',
  'tier',
  'amount',
  'currency',
  'reference',
  'paid',
  'source',
  'payment',
  'refund of',
];

/** Every wrong and failed line of an import, in the reader's words; null where there is none. */
export async function problemFile(
  app: Pick<App, 'db'>,
  guildId: string,
  importId: number,
  locale: Locale,
): Promise<AttachedFile | null> {
  const words = catalogues[locale].tierImport;
  const found = await listProblems(app, guildId, importId, MOST_LINES);
  if (found.length === 0) return null;
  const rows = found.map(({ line, problem }) => [
    line,
    problem.column === null ? '' : words.columns[problem.column],
    problemWords(problem, locale),
  ]);
  return csvFile(words.problemFile, words.problemHeader, rows);
}

export interface Exported {
  readonly files: readonly AttachedFile[];
  readonly grants: number;
  readonly payments: number;
  /** Packed with gzip, because together they would be larger than what Discord takes. */
  readonly isPacked: boolean;
}

/**
 * members.csv with every grant, and payments.csv with what was paid and given back in the span. A member is written as a mention, which no
 * spreadsheet takes for a number and rounds.
 * @param mostBytes for tests: another limit. @throws Refusal `tier-import.export-too-large`.
 */
export async function exportTiers(
  app: Pick<App, 'db' | 'communities' | 'tiers'>,
  guildId: string,
  span: Span,
  mostBytes = MOST_BYTES,
): Promise<Exported> {
  const { timeZone } = app.communities.get(guildId);
  const tierName = (tierId: number | null): string =>
    (tierId !== null && app.tiers.find(guildId, tierId)?.names.en) || '';
  const members = await fileOf('members.csv', GRANT_COLUMNS, listAllGrants(app, guildId), (grant) =>
    grantCells(grant, guildId, timeZone, tierName(grant.tierId)),
  );
  const payments = await fileOf(
    'payments.csv',
    PAYMENT_COLUMNS,
    listAllPayments(app, guildId, span),
    (payment) => paymentCells(payment, timeZone, tierName(payment.tierId)),
  );
  const files = [members.file, payments.file];
  const isPacked = sizeOf(files) > mostBytes;
  const sent = isPacked ? await Promise.all(files.map(packed)) : files;
  if (sizeOf(sent) > mostBytes) throw new Refusal('tier-import.export-too-large', { mostBytes });
  return { files: sent, grants: members.count, payments: payments.count, isPacked };
}

function sizeOf(files: readonly AttachedFile[]): number {
  return files.reduce((bytes, { data }) => bytes + data.length, 0);
}

async function packed({ name, data }: AttachedFile): Promise<AttachedFile> {
  return { name: `${name}.gz`, data: await promisify(gzip)(data) };
}

function grantCells(grant: Grant, guildId: string, timeZone: string, tier: string): unknown[] {
  const { id, userId, state, startsAt, endsAt, left, source } = grant;
  const end = endsAt ? localText(endsAt, timeZone) : left ? '' : 'open-ended';
  // What is left of the last day is given wholly.
  const days = left ? left.days + (left.ms > 0 ? 1 : 0) : '';
  // What is left of a grant that ran already says nothing of when it began.
  const from = startsAt && (!left || state === 'scheduled') ? localText(startsAt, timeZone) : '';
  return [`<@${userId}>`, tier, state, from, end, days, source, `${guildId}-${id}`];
}

function paymentCells(payment: PaymentOfTier, timeZone: string, tier: string): unknown[] {
  const { id, userId, amountMinor, currency, source, externalId, refundsId, paidAt } = payment;
  return [
    refundsId === null ? 'payment' : 'refund',
    `<@${userId}>`,
    tier,
    writeAmount({ minor: amountMinor, currency }),
    currency,
    externalId ?? '',
    localText(paidAt, timeZone),
    source,
    id,
    refundsId ?? '',
  ];
}

async function fileOf<T>(
  name: string,
  columns: readonly string[],
  pages: AsyncIterable<readonly T[]>,
  cellsOf: (row: T) => unknown[],
): Promise<{ file: AttachedFile; count: number }> {
  const parts = [csvHeader(columns)];
  let count = 0;
  for await (const page of pages) {
    parts.push(csvRows(page.map(cellsOf)));
    count += page.length;
  }
  return { file: { name, data: Buffer.concat(parts) }, count };
}
