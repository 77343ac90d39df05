/** What came of a file, in numbers and lines: before it is applied, while it is, and after. */
import type { App } from '../app.ts';
import { Refusal } from '../kernel/errors.ts';
import { roleProgress } from '../roles/roles.ts';
import type { LineProblem } from './tier-import-rules.ts';
import {
  countLines,
  findImport,
  findLastImport,
  listProblems,
  listReadyUsers,
  sumAmounts,
} from './tier-import-store.ts';
import type { ImportRow, LineState } from './tier-import-store.ts';

/** Lines shown in a message; the file has them all. */
const PROBLEMS_SHOWN = 8;

export interface ProblemLine {
  readonly line: number;
  readonly problem: LineProblem;
}

export interface ImportReport extends ImportRow {
  readonly lines: Readonly<Record<LineState, number>>;
  /** Of the lines to be granted and granted, in minor units of `currency`. */
  readonly amountMinor: number;
  /** Members to be granted something who are not in the server; null where that is not known or no longer asked. */
  readonly absentCount: number | null;
  /** Roles of the community that are still to be given or taken since it was applied. */
  readonly rolesOpen: number;
  /** The first wrong and failed lines. */
  readonly problems: readonly ProblemLine[];
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** There is no such import, or it was cleared away. */
    'tier-import.unknown': Record<string, never>;
  }
}

export type ReportNeeds = Pick<App, 'db' | 'clock' | 'roleHands'>;

/** @throws Refusal `tier-import.unknown`. */
export async function reportOf(app: ReportNeeds, guildId: string, importId: number): Promise<ImportReport> {
  const row = await findImport(app, guildId, importId);
  if (!row) throw new Refusal('tier-import.unknown', {});
  const { appliedAt } = row;
  return {
    ...row,
    lines: await countLines(app, guildId, importId),
    amountMinor: await sumAmounts(app, guildId, importId),
    absentCount: row.state === 'checked' ? await countAbsent(app, guildId, importId) : null,
    rolesOpen: appliedAt === null ? 0 : (await roleProgress(app, guildId, appliedAt)).open,
    problems: await listProblems(app, guildId, importId, PROBLEMS_SHOWN),
  };
}

/** The one being applied, else the last one; null when there is none. */
export async function lastReport(app: ReportNeeds, guildId: string): Promise<ImportReport | null> {
  const row = await findLastImport(app, guildId);
  return row && reportOf(app, guildId, row.id);
}

async function countAbsent(app: ReportNeeds, guildId: string, importId: number): Promise<number | null> {
  const known = (await listReadyUsers(app, guildId, importId)).map((userId) =>
    app.roleHands.isMember(guildId, userId),
  );
  return known.includes(null) ? null : known.filter((isMember) => !isMember).length;
}
