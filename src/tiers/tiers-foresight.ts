/** What would come of a grant, for those who want to know before. Changes nothing. */
import type { App } from '../app.ts';
import { Refusal } from '../kernel/errors.ts';
import { carryOut } from './tiers-acts-rules.ts';
import type { TierOutcome, TierRequest } from './tiers-changes.ts';
import { assertGrantable, openClaims } from './tiers-claims.ts';
import { GrantBook } from './tiers-rules.ts';

/** Known or refused; null where nothing stands in its way. */
export type Foreseen = Extract<TierOutcome, { state: 'known' | 'refused' }> | null;

/**
 * By the same rules as granting itself; whatever the members hold, no grant is refused for it. One reference for two of the requests is not
 * seen. At most BATCH_SIZE of them.
 */
export async function foreseeGrants(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'tiers'>,
  guildId: string,
  requests: readonly TierRequest[],
): Promise<Foreseen[]> {
  const now = app.clock.now();
  const claims = await openClaims(app.db, guildId, requests, now);
  const rules = app.tiers.rulesOf(guildId, app.communities.get(guildId).timeZone);
  return requests.map((request) => {
    try {
      const entry = claims.known(request);
      if (entry) return { state: 'known', entry };
      assertGrantable(app, guildId, request);
      const { userId, act } = request;
      const usualDays = (tierId: number): number | null => app.tiers.find(guildId, tierId)?.days ?? null;
      carryOut(new GrantBook([], rules), act, { userId, now, source: 'manual', newId: '0', usualDays });
      return null;
    } catch (error) {
      if (error instanceof Refusal) return { state: 'refused', refusal: error };
      throw error;
    }
  });
}
