/** The face of importing and exporting paid tiers as CSV files: check, apply, drop, look. */
import type { App } from '../app.ts';
import { addDays, dayStart } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { checkFile } from './tier-import-checking.ts';
import type { CheckNeeds, GivenFile } from './tier-import-checking.ts';
import { exportTiers } from './tier-import-export.ts';
import type { Exported } from './tier-import-export.ts';
import { reportOf } from './tier-import-report.ts';
import type { ImportReport, ReportNeeds } from './tier-import-report.ts';
import { claimImport, findImport, updateState } from './tier-import-store.ts';

export type { Column } from './tier-import-columns-rules.ts';
export { problemFile } from './tier-import-export.ts';
export { APPLY, DROP, LINES, REFRESH, reportMessage, SHOW } from './tier-import-message.ts';
export { LARGEST_FILE } from './tier-import-reading.ts';
export { lastReport, reportOf } from './tier-import-report.ts';
export type { ImportReport } from './tier-import-report.ts';
export type { LineProblems } from './tier-import-rules.ts';
export { deleteImportsBefore } from './tier-import-store.ts';
export { TierImportWork } from './tier-import-work.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** Another import of the community is being applied. */
    'tier-import.busy': Record<string, never>;
    /** The amounts were read in another currency. */
    'tier-import.currency-changed': { currency: string | null };
    'tier-import.days-reversed': { fromOn: string; toOn: string };
  }
}

/** The dry run: what the file would change, and what is wrong in which line. @throws Refusal `tier-import.*`. */
export async function checkImport(
  app: CheckNeeds & ReportNeeds,
  guildId: string,
  file: GivenFile,
): Promise<ImportReport> {
  return reportOf(app, guildId, await checkFile(app, guildId, file));
}

/**
 * Begins to apply a checked import; one that is applied already, or dropped, is merely shown.
 * @throws Refusal `tier-import.unknown`, `tier-import.busy`, `tier-import.currency-changed`.
 */
export async function applyImport(
  app: ReportNeeds & Pick<App, 'tiers' | 'tierImports'>,
  guildId: string,
  importId: number,
  actorId: string,
): Promise<ImportReport> {
  const row = await findImport(app, guildId, importId);
  if (!row) throw new Refusal('tier-import.unknown', {});
  const { currency } = row;
  if (row.state === 'checked' && app.tiers.settingsOf(guildId).currency !== currency)
    throw new Refusal('tier-import.currency-changed', { currency });
  const claim = await claimImport(app, guildId, importId, { actorId, at: app.clock.now() });
  if (claim === 'busy') throw new Refusal('tier-import.busy', {});
  app.tierImports.wake();
  return reportOf(app, guildId, importId);
}

/** One that is being applied already goes on. @throws Refusal `tier-import.unknown`. */
export async function dropImport(app: ReportNeeds, guildId: string, importId: number): Promise<ImportReport> {
  const finishedAt = app.clock.now();
  await updateState(app, guildId, importId, { from: 'checked', to: 'dropped', finishedAt });
  return reportOf(app, guildId, importId);
}

/** @param fromOn first local day of the payments, @param toOn the last one, inclusive; null: from the first, to the last there is. @throws Refusal `tier-import.*`. */
export async function exportFiles(
  app: Pick<App, 'db' | 'communities' | 'tiers'>,
  guildId: string,
  { fromOn, toOn }: { readonly fromOn: string | null; readonly toOn: string | null },
): Promise<Exported> {
  if (fromOn !== null && toOn !== null && toOn < fromOn)
    throw new Refusal('tier-import.days-reversed', { fromOn, toOn });
  const { timeZone } = app.communities.get(guildId);
  return exportTiers(app, guildId, {
    from: fromOn === null ? new Date(0) : dayStart(fromOn, timeZone),
    to: toOn === null ? FAR_AHEAD : dayStart(addDays(toOn, 1), timeZone),
  });
}

/** Later than any payment. */
const FAR_AHEAD = new Date('9999-01-01T00:00:00Z');
