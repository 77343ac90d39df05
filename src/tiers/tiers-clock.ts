/** The clock's share of the ledger, written down for a whole community at a time. */
import type { App } from '../app.ts';
import { BATCH_SIZE, changeTiers } from './tiers-changes.ts';
import type { ChangeNeeds } from './tiers-changes.ts';
import { listDue } from './tiers-store.ts';

/**
 * Writes down what the clock did to the members of the community: begins, ends, goes on. Repeatable without harm; a kill in between leaves
 * the rest for the next time.
 * @returns how many members it concerned.
 */
export async function settleCommunity(app: ChangeNeeds, guildId: string): Promise<number> {
  let settled = 0;
  for (;;) {
    const userIds = await listDue(app, guildId, app.clock.now(), BATCH_SIZE);
    if (userIds.length === 0) return settled;
    const requests = userIds.map((userId) => ({ userId, act: { act: 'settle' as const } }));
    await changeTiers(app, guildId, requests, { actorId: null, source: 'clock' });
    settled += userIds.length;
    if (userIds.length < BATCH_SIZE) return settled;
  }
}

/** Does the work for every community of this process, one after the other; one that fails keeps no other waiting. @throws the failures together. */
export async function forEachCommunity(
  { communities }: Pick<App, 'communities'>,
  work: (guildId: string) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const { guildId } of communities.all())
    await work(guildId).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} communities failed`);
}
