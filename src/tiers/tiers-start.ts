/** After a start: who came back, lost a role or was given one while nobody listened is looked after as soon as all members are known. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { reconcileRoles } from './tiers-reconcile.ts';
import type { ReconcileNeeds } from './tiers-reconcile.ts';

const LOOK_EVERY_MS = 500;
/** After that the hourly comparison does it. */
const WITHIN_MS = 120_000;

/** Compares the roles of every community with tiers once. @returns how to end it. */
export function reconcileAtStart(app: ReconcileNeeds & Pick<App, 'log'>): { stop(): Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;

  async function reconcile(guildId: string): Promise<void> {
    for (
      let waitedMs = 0;
      app.roleHands.isListComing(guildId) && !signal.aborted;
      waitedMs += LOOK_EVERY_MS
    ) {
      if (waitedMs >= WITHIN_MS) return;
      // Rejects only where the stop ends it.
      await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    if (!signal.aborted) await reconcileRoles(app, guildId, undefined, 'tomorrow');
  }

  async function all(): Promise<void> {
    for (const { guildId } of app.communities.all()) {
      if (signal.aborted) return;
      if (app.tiers.all(guildId).length === 0) continue;
      await reconcile(guildId).catch((error: unknown) =>
        app.log.warn(
          { guild: guildId, err: error },
          'roles could not be compared at the start; tried again within the hour',
        ),
      );
    }
  }

  const done = all();
  return {
    async stop() {
      ending.abort();
      await done;
    },
  };
}
