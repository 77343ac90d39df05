/** The dry run: reads a file, holds each line against the ledger and keeps what came of it. Grants nothing. */
import type { App } from '../app.ts';
import { BATCH_SIZE, foreseeGrants, listOwners } from '../tiers/tiers.ts';
import { readHeader } from './tier-import-columns-rules.ts';
import type { Column } from './tier-import-columns-rules.ts';
import { readRows } from './tier-import-reading.ts';
import type { SheetRow } from './tier-import-reading.ts';
import { toProblem } from './tier-import-refusals-rules.ts';
import { areRounded, readLine, toRequest } from './tier-import-rules.ts';
import type { LineContext, LineProblem, LineWish } from './tier-import-rules.ts';
import { insertImport, insertLines, updateState } from './tier-import-store.ts';
import type { LineRow } from './tier-import-store.ts';

export type CheckNeeds = Pick<App, 'db' | 'clock' | 'log' | 'communities' | 'tiers' | 'interactions'>;

/** A file as somebody sent it. */
export interface GivenFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly actorId: string;
}

/** @returns the id of the import, which is checked then. @throws Refusal `tier-import.*` for a file that cannot be read as a whole. */
export async function checkFile(app: CheckNeeds, guildId: string, file: GivenFile): Promise<number> {
  const [header, ...rows] = await readRows(file.bytes, file.fileName);
  const columns = readHeader(header.cells);
  const context = contextOf(app, guildId, columns, rows);
  const { fileName, actorId: createdBy } = file;
  const { currency } = context;
  const createdAt = app.clock.now();
  const importId = await insertImport(app, { guildId, fileName, currency, createdBy, createdAt });
  const seen = new SeenLines();
  for (let from = 0; from < rows.length; from += BATCH_SIZE) {
    const read = rows.slice(from, from + BATCH_SIZE).map((row) => seen.add(lineOf(row, columns, context)));
    await insertLines(app, guildId, importId, await holdAgainstLedger(app, guildId, read));
  }
  await updateState(app, guildId, importId, { from: 'checking', to: 'checked' });
  return importId;
}

function contextOf(
  app: CheckNeeds,
  guildId: string,
  columns: readonly (Column | null)[],
  rows: readonly SheetRow[],
): LineContext {
  const at = columns.indexOf('user');
  return {
    timeZone: app.communities.get(guildId).timeZone,
    currency: app.tiers.settingsOf(guildId).currency,
    tiers: app.tiers.open(guildId),
    tierNamed: (name) => app.tiers.byName(guildId, name),
    isBot: (userId) => app.interactions.senses.bots.has(userId),
    now: app.clock.now(),
    idsAreRounded: areRounded(rows.map(({ cells }) => cells[at] ?? '')),
  };
}

function lineOf(
  { line, cells }: SheetRow,
  columns: readonly (Column | null)[],
  context: LineContext,
): LineRow {
  const read = readLine(columns, cells, context);
  if (read.state === 'ready') return readyLine(line, read.wish);
  if (read.state === 'over') return { line, userId: null, wish: null, state: 'known', problem: null };
  return wrongLine(line, read.problem);
}

function readyLine(line: number, wish: LineWish): LineRow {
  return { line, userId: wish.userId, wish, state: 'ready', problem: null };
}

function wrongLine(line: number, problem: LineProblem): LineRow {
  return { line, userId: null, wish: null, state: 'wrong', problem };
}

/** What stood further up in the same file: a reference counts once, equal lines are told apart by their number. */
class SeenLines {
  private readonly references = new Map<string, number>();
  private readonly counts = new Map<string, number>();

  add(row: LineRow): LineRow {
    const { line, wish } = row;
    if (!wish) return row;
    const reference = wish.payment?.reference ?? null;
    if (reference !== null) {
      const earlier = this.references.get(reference);
      if (earlier !== undefined)
        return wrongLine(line, { code: 'reference-twice', column: 'reference', facts: { line: earlier } });
      this.references.set(reference, line);
    }
    if (!wish.onceKey?.startsWith('line:')) return row;
    const count = (this.counts.get(wish.onceKey) ?? 0) + 1;
    this.counts.set(wish.onceKey, count);
    return readyLine(line, { ...wish, onceKey: `${wish.onceKey}#${count}` });
  }
}

async function holdAgainstLedger(
  app: CheckNeeds,
  guildId: string,
  rows: readonly LineRow[],
): Promise<LineRow[]> {
  const { timeZone } = app.communities.get(guildId);
  const wishes = rows.flatMap(({ wish }) => wish ?? []);
  const owners = await listOwners(
    app,
    guildId,
    wishes.flatMap((wish) => ownGrantId(guildId, wish) ?? []),
  );
  const foreseen = await foreseeGrants(app, guildId, wishes.map(toRequest));
  const byWish = new Map(wishes.map((wish, index) => [wish, foreseen[index] ?? null]));
  return rows.map((row): LineRow => {
    if (!row.wish) return row;
    const outcome = byWish.get(row.wish) ?? null;
    const isOwn = owners.get(ownGrantId(guildId, row.wish) ?? '') === row.wish.userId;
    if (isOwn || outcome?.state === 'known') return { ...row, wish: null, state: 'known' };
    if (!outcome) return row;
    return wrongLine(row.line, toProblem(outcome.refusal, timeZone) ?? unexpected(app, outcome.refusal));
  });
}

/** The grant of this very ledger that an exported line tells of; null for every other line. */
function ownGrantId(guildId: string, { onceKey }: LineWish): string | null {
  const [, from, grantId = null] = /^grant:(\d+)-(\d{1,18})$/.exec(onceKey ?? '') ?? [];
  return from === guildId ? grantId : null;
}

/** Whatever else is thrown at a line: it is kept as failed, and the operator can see what it was. */
export function unexpected({ log }: Pick<App, 'log'>, error: unknown): LineProblem {
  log.error({ err: error }, 'a line of an import was refused for a reason that no line has: this is a bug');
  return { code: 'unexpected', column: null, facts: {} };
}
