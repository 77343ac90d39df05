/** Does outside the database what the moves noted in it: threads, what they are told, announcements. */
import type { App } from '../app.ts';
import { announcingWork } from './courses-announcing.ts';
import { recountApprovals } from './courses-moves.ts';
import { listEnough } from './courses-settling-store.ts';
import { closingWork, tellingWork, threadWork } from './courses-threads.ts';
import type { SettlingNeeds } from './courses-threads.ts';

/**
 * Repeatable; one at a time per community. One thing that fails keeps none of the others.
 * @param retryFailed whether to try again what was refused before.
 * @throws AggregateError of what is to be tried again.
 */
export function settleCourses(app: SettlingNeeds, guildId: string, retryFailed = false): Promise<void> {
  return app.courses.inTurn(guildId, async () => {
    const failures: unknown[] = [];
    // What people find follows a change that could not be read when it was made.
    await app.courses.refreshStale(app, guildId).catch((error: unknown) => failures.push(error));
    // In this order: a thread is told what was decided before it is closed.
    for (const stage of [recountingWork, threadWork, tellingWork, closingWork, announcingWork])
      for (const work of await stage(app, guildId, retryFailed))
        await work().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'courses that could not be settled now');
  });
}

/** The same at once after an act, without waiting for it: what fails is logged, and done by the job. */
export function settleSoon(app: App, guildId: string, retryFailed = false): void {
  settleCourses(app, guildId, retryFailed).catch((error: unknown) =>
    app.log.warn({ guild: guildId, err: error }, 'something about courses is done a little later'),
  );
}

/** Where fewer approvals are needed than before, versions that have enough of them now are approved, each as work that may fail by itself. */
async function recountingWork(app: SettlingNeeds, guildId: string): Promise<(() => Promise<void>)[]> {
  const { approvalsNeeded } = app.courses.settingsOf(guildId);
  return (await listEnough(app, guildId, approvalsNeeded)).map(
    (versionId) => () => recountApprovals(app, guildId, versionId),
  );
}
