/** Does outside the database what the moves noted in it: threads, what they are told, announcements. */
import type { App } from '../app.ts';
import { announcingWork } from './courses-announcing.ts';
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
    // In this order: a thread is told what was decided before it is closed.
    for (const stage of [threadWork, tellingWork, closingWork, announcingWork])
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
