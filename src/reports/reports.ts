/** The face of the weekly reports: posted by jobs exactly once, previewed by staff, explained to everybody. */
import type { Catalogue } from '../i18n/i18n.ts';
import { Refusal } from '../kernel/errors.ts';
import { kindOfMarker } from './reports-rules.ts';

export { deliverReport } from './reports-delivery.ts';
export type { Delivery, DeliveryNeeds, DeliveryTime } from './reports-delivery.ts';
export { previewReport } from './reports-preview.ts';
export type { PreviewWish } from './reports-preview.ts';
export type { ReportKind } from './reports-rules.ts';
export type { ActivitySnapshot, ReportSnapshot, SatisfactionSnapshot } from './reports-snapshot.ts';

/** What the figures of the report with this marker mean. @throws Refusal `component.unknown` for a marker nobody made. */
export function explainReport(marker: string, words: Catalogue): string {
  const kind = kindOfMarker(marker);
  if (!kind) throw new Refusal('component.unknown', {});
  return words.reports.explain[kind];
}
