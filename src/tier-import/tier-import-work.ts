/**
 * Applies imports, one of a community at a time: a batch of lines and what became of them in one transaction, so that a kill repeats nothing.
 * Goes on where it was after a stop. Decides when, not what.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { isDatabaseAway, isDiskFull } from '../db/database-errors.ts';
import { transactSql } from '../db/transact.ts';
import { componentId } from '../discord/components.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { changeWithin } from '../tiers/tiers.ts';
import type { TierOutcome } from '../tiers/tiers.ts';
import { unexpected } from './tier-import-checking.ts';
import { endMessage, SHOW } from './tier-import-message.ts';
import { toProblem } from './tier-import-refusals-rules.ts';
import { reportOf } from './tier-import-report.ts';
import { toRequest } from './tier-import-rules.ts';
import { listUnfinished, lockReady, updateLines, updateState, updateTold } from './tier-import-store.ts';
import type { ImportRow, LineRow } from './tier-import-store.ts';

/** Lines of one transaction: while it runs, embedded, everybody else waits. */
const BATCH_LINES = 100;
/** Between two batches, so that others come to their turn. */
const PAUSE_MS = 50;
/** After the database or Discord failed. */
const RETRY_MS = 10_000;

/** Before `start` nothing is applied. */
export class TierImportWork {
  private readonly ending = new AbortController();
  private app: App | null = null;
  private pauseMs = PAUSE_MS;
  private isAwake = false;
  private running: Promise<void> | null = null;

  /** Goes on with what is not finished. @param pauseMs for tests: another pace. */
  start(app: App, pauseMs = PAUSE_MS): void {
    this.app = app;
    this.pauseMs = pauseMs;
    this.wake();
  }

  /** There is something to apply. */
  wake(): void {
    if (!this.app || this.ending.signal.aborted) return;
    this.isAwake = true;
    this.running ??= this.run(this.app).finally(() => {
      this.running = null;
      if (this.isAwake) this.wake();
    });
  }

  /** Resolves when nothing is left to apply or to tell. */
  async settled(): Promise<void> {
    while (this.running) await this.running;
  }

  /** Ends after the batch that is being written. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(app: App): Promise<void> {
    while (this.isAwake && !this.ending.signal.aborted) {
      this.isAwake = false;
      if (await this.finishAll(app)) continue;
      if (this.ending.signal.aborted) return;
      this.isAwake = true;
      await this.pause(RETRY_MS);
    }
  }

  /** One that stumbles keeps no other community waiting. @returns false where something is to be tried again. */
  private async finishAll(app: App): Promise<boolean> {
    let isWell = true;
    const trying = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        isWell = false;
        if (!this.ending.signal.aborted)
          app.log.warn({ err: error }, 'an import stumbled; it goes on in a moment');
      }
    };
    await trying(async () => {
      const served = app.messenger.guildIds().filter((guildId) => app.communities.serves(guildId));
      for (const row of await listUnfinished(app, served)) {
        if (this.ending.signal.aborted) return;
        await trying(() => this.finish(app, row));
      }
    });
    return isWell;
  }

  private async finish(app: App, row: ImportRow): Promise<void> {
    const { guildId, id } = row;
    if (row.state === 'applying') {
      while ((await applyBatch(app, row)) > 0) {
        await this.pause(this.pauseMs);
        if (this.ending.signal.aborted) return;
      }
      await updateState(app, guildId, id, { from: 'applying', to: 'done', finishedAt: app.clock.now() });
      app.log.info({ guild: guildId, import: id }, 'an import was applied');
    }
    await tellEnd(app, guildId, id);
  }

  private async pause(ms: number): Promise<void> {
    // Rejects only where the stop ends it, which the caller looks at.
    await sleep(ms, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
  }
}

/** @returns how many lines were taken; 0 when none is left. */
async function applyBatch(app: App, row: ImportRow): Promise<number> {
  try {
    return await applyLines(app, row, BATCH_LINES);
  } catch (error) {
    if (isPassing(error)) throw error;
    app.log.error(
      { err: error, import: row.id },
      'a batch of an import failed; its lines are taken one by one',
    );
  }
  let taken = 0;
  while (taken < BATCH_LINES && (await applyOne(app, row)) > 0) taken += 1;
  return taken;
}

/** Whoever breaks the bot by themselves is failed, and hides no other. */
async function applyOne(app: App, row: ImportRow): Promise<number> {
  try {
    return await applyLines(app, row, 1);
  } catch (error) {
    if (isPassing(error)) throw error;
    const problem = unexpected(app, error);
    return transactSql(app.db, async (sql) => {
      const lines = await lockReady(sql, row.guildId, row.id, 1);
      await updateLines(
        sql,
        row.guildId,
        row.id,
        lines.map(({ line }) => ({ line, state: 'failed', problem })),
      );
      return lines.length;
    });
  }
}

async function applyLines(app: App, { guildId, id, appliedBy }: ImportRow, most: number): Promise<number> {
  const by = { actorId: appliedBy, source: 'import' as const };
  const taken = await transactSql(app.db, async (sql) => {
    const lines = await lockReady(sql, guildId, id, most);
    if (lines.length === 0) return 0;
    const requests = lines.map(({ wish }) => toRequest(wish));
    const outcomes = await changeWithin(app, sql, guildId, requests, by);
    const changed = lines.map(({ line }, index) => ({ line, ...stateAfter(app, guildId, outcomes[index]!) }));
    await updateLines(sql, guildId, id, changed);
    return lines.length;
  });
  if (taken > 0) app.roles.wake(guildId);
  return taken;
}

function stateAfter(app: App, guildId: string, outcome: TierOutcome): Pick<LineRow, 'state' | 'problem'> {
  if (outcome.state === 'done') return { state: 'done', problem: null };
  if (outcome.state !== 'refused') return { state: 'known', problem: null };
  const { refusal } = outcome;
  const { timeZone } = app.communities.get(guildId);
  return { state: 'failed', problem: toProblem(refusal, timeZone) ?? unexpected(app, refusal) };
}

/** In the staff channel, once: after a kill the message is found again by its button. */
async function tellEnd(app: App, guildId: string, importId: number): Promise<void> {
  const { staffChannelId, locale } = app.communities.get(guildId);
  const report = await reportOf(app, guildId, importId);
  if (staffChannelId !== null) {
    try {
      const since = report.finishedAt ?? report.createdAt;
      const told = await app.messenger.findOwn(guildId, staffChannelId, componentId(SHOW, importId), since);
      if (told === null) await app.messenger.post(guildId, staffChannelId, endMessage(report, locale));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      app.log.warn(
        { guild: guildId, import: importId, reason: error.code },
        'the end of an import could not be told',
      );
    }
  }
  await updateTold(app, guildId, importId, app.clock.now());
}

/** True where nothing is wrong with the lines and waiting helps. */
function isPassing(error: unknown): boolean {
  return isDatabaseAway(error) || isDiskFull(error) || error instanceof UpstreamError;
}
