/** Scheduled work of the tiers: every minute what the clock did is written down, so that access ends in the ledger at its minute. */
import type { CommunityJob, ProcessJob } from '../jobs/job.ts';
import { forEachCommunity } from './tiers-clock.ts';
import { reconcileCommunity, settleCommunity } from './tiers.ts';

export const settleTiersJob: ProcessJob = {
  scope: 'process',
  name: 'tiers.settle',
  schedule: () => ({ every: 'minutes', minutes: 1 }),
  missed: 'run-latest',
  run: (app) => forEachCommunity(app, (guildId) => settleCommunity(app, guildId)),
};

/** Every hour roles are compared with the ledger and put right, and staff are told what needs them. */
export const reconcileTiersJob: CommunityJob = {
  name: 'tiers.reconcile',
  schedule: () => ({ every: 'minutes', minutes: 60 }),
  missed: 'run-latest',
  // Half a list of members would look as if the others had left.
  isReady: (app, guildId) => !app.roleHands.isListComing(guildId),
  run: (app, { guildId }) => reconcileCommunity(app, guildId),
};
